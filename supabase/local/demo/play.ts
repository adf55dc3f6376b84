import { Ledger, type Beginning } from './ledger.ts'
import { isEarly, isOfficeTime, nextOfficeTime } from './officeHours.ts'
import type { Random } from './random.ts'
import type { Line, Script } from './script.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const DAYS_BACK = 8
const LONGEST_WAIT_MS = 3 * HOUR_MS

interface Stage {
  random: Random
  now: number
  /** Who answers, and the other one. */
  agentId: string
  colleagueId: string
  beginning: Beginning
}

interface Moment {
  at: number
  line: Line
}

/** Plays a script: gives each line a believable time, and writes the ledger of what happens then. */
export function play(script: Script, stage: Stage): Ledger {
  const [first, ...rest] = script.minutesAgo === undefined ? pastMoments(script, stage) : recentMoments(script, stage)
  if (!first || first.line.who !== 'customer') throw new Error('A conversation starts with the customer.')
  const ledger = new Ledger(stage.beginning, iso(first.at), stage.random.uuid(), first.line.says)
  rest.forEach((moment) => perform(ledger, moment, stage))
  if (!script.unread) {
    const end = rest.at(-1) ?? first
    const seenAt = iso(Math.min(end.at + 20 * SECOND_MS, stage.now))
    ledger.read(seenAt, 'agent', ledger.conversation.last_seq, ledger.conversation.assignee_id ?? stage.agentId)
    ledger.read(seenAt, 'contact', ledger.conversation.last_seq)
  }
  return ledger
}

function perform(ledger: Ledger, { at, line }: Moment, { random, now, agentId, colleagueId }: Stage): void {
  const { conversation } = ledger
  const me = conversation.assignee_id ?? agentId
  switch (line.who) {
    case 'customer':
      ledger.read(iso(at - 8 * SECOND_MS), 'contact', conversation.last_seq)
      return ledger.customer(iso(at), random.uuid(), line.says)
    case 'agent':
      ledger.assign(iso(at - 20 * SECOND_MS), agentId, me)
      ledger.read(iso(at - 15 * SECOND_MS), 'agent', conversation.last_seq, me)
      return ledger.agent(iso(at), me, random.uuid(), line.says)
    case 'colleague':
      ledger.assign(iso(at - 30 * SECOND_MS), colleagueId, colleagueId)
      return ledger.agent(iso(at), colleagueId, random.uuid(), line.says)
    case 'note':
      return ledger.note(iso(at), me, random.uuid(), line.says)
    case 'close':
      return ledger.close(iso(at), me)
    case 'rating':
      return ledger.rate(iso(at), line.score, line.comment ?? null)
    case 'snooze':
      return ledger.snooze(iso(at), me, iso(nextOfficeTime(now + line.days * DAY_MS)))
    case 'pause':
      return undefined
    default:
      return line satisfies never
  }
}

/** Some day of the last week, with answers in office hours. */
function pastMoments(script: Script, { random, now }: Stage): Moment[] {
  for (;;) {
    const start = now - random.between(0, DAYS_BACK) * DAY_MS
    if (isEarly(start) !== (script.early ?? false) || isOfficeTime(start) === (script.early ?? false)) continue
    if (nextOfficeTime(start) - start > LONGEST_WAIT_MS) continue // a whole Sunday would be all that the mean tells of
    const moments = timed(script.lines, start, random, nextOfficeTime)
    if ((moments.at(-1)?.at ?? now) < now - 6 * HOUR_MS) return moments
  }
}

/** So that the end is just so long ago, at whatever hour the demo is looked at. */
function recentMoments(script: Script, { random, now }: Stage): Moment[] {
  const moments = timed(script.lines, 0, random, (time) => time)
  const shift = now - (script.minutesAgo ?? 0) * MINUTE_MS - (moments.at(-1)?.at ?? 0)
  return moments.map(({ at, line }) => ({ at: at + shift, line }))
}

function timed(lines: Line[], start: number, random: Random, whenTheyWork: (timeMs: number) => number): Moment[] {
  let at = start
  let before: Line['who'] | null = null
  return lines.map((line) => {
    if (before) at = after(line, before, at, random, whenTheyWork)
    if (line.who === 'pause') at = whenTheyWork(at + line.hours * HOUR_MS) + random.between(1, 30) * MINUTE_MS
    before = line.who
    return { at: Math.round(at), line }
  })
}

function after(
  line: Line,
  before: Line['who'],
  at: number,
  random: Random,
  whenTheyWork: (timeMs: number) => number,
): number {
  const writing = 'says' in line ? line.says.length * 120 : 0
  switch (line.who) {
    case 'customer':
      return at + 10 * SECOND_MS + random.around(before === 'customer' ? 15 : 45, 0.7) * SECOND_MS + writing / 2
    case 'agent':
    case 'colleague': {
      if (line.afterMinutes !== undefined) return at + line.afterMinutes * MINUTE_MS * random.between(0.9, 1.1)
      const delay = 35 * SECOND_MS + random.around(before === 'agent' ? 25 : 70, 0.8) * SECOND_MS + writing / 2
      const begun = whenTheyWork(at)
      return begun === at ? at + delay : begun + delay + random.between(1, 12) * MINUTE_MS
    }
    case 'note':
      return at + random.between(15, 60) * SECOND_MS + writing / 2
    case 'close':
    case 'snooze':
      return at + random.between(2, 10) * MINUTE_MS
    case 'rating': // no chance in it: what comes after stays as it was
      return at + 50 * SECOND_MS
    case 'pause':
      return at
    default:
      return line satisfies never
  }
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString()
}
