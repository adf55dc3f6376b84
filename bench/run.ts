import { cpus, loadavg } from 'node:os'
import { startBaseline, type Baseline } from './baseline/baseline.ts'
import { desk } from './desk/desk.ts'
import { enterToInbox } from './enterToInbox.ts'
import { inbox } from './inbox/inbox.ts'
import { longList } from './longList.ts'
import { reports } from './reports/reports.ts'
import { EXCHANGES_OF, turnsKept } from './reports/writing.ts'
import { soak } from './soak.ts'
import { report, type Benchmark } from './support/report.ts'
import { startStack, type BenchStack } from './support/stack.ts'
import { createWorld, endWorld, type World } from './support/world.ts'
import { connections } from './wire/connections.ts'
import { cuts } from './wire/cuts.ts'
import { committedToSocket, writing } from './wire/database.ts'
import { messages } from './wire/messages.ts'
import { oneTopic } from './wire/oneTopic.ts'
import { typing } from './wire/typing.ts'
import { widget } from './widget/widget.ts'

// `npm run bench`, or `npm run bench -- t10 browsers` for some of them: about five minutes for all. Beside socket.io over the same
// Postgres; servers in processes of their own, all clients in this one, so that one clock tells the time.

type Wire = (world: World, baseline: Baseline) => Promise<Benchmark>

const CONTACTS = 1_000

/** In this order: memory is measured on servers that have done nothing yet. */
const wire: Record<string, Wire> = {
  t6: connections,
  t1: messages('sent → stored → other side, 20/s', 'T1: 8 / 16 / 35 ms', {
    conversations: 1,
    agents: 1,
    perSecond: 20,
    seconds: 10,
  }),
  t2: messages('sent → stored → other side, 100/s', 'T2: 8 / 20 / 40 ms', {
    conversations: 1,
    agents: 1,
    perSecond: 100,
    seconds: 10,
  }),
  t3: messages('1,000 conversations, 5 agents on all, 200/s', 'T3: 8 / 25 / 60 ms', {
    conversations: CONTACTS,
    agents: 5,
    perSecond: 200,
    seconds: 10,
  }),
  t4: messages('1,000 conversations, 5 agents on all, 500/s', 'T4: 15 / 60 / 150 ms', {
    conversations: CONTACTS,
    agents: 5,
    perSecond: 500,
    seconds: 8,
  }),
  t5: oneTopic,
  t9: typing,
  t11: writing,
  t12: committedToSocket,
  t10: cuts,
}
const aliases: Record<string, string[]> = { t7: ['t6'], t8: ['t6'], wire: Object.keys(wire) }

const words = process.argv.slice(2)
const [size, minutes] = words.map(Number).filter((word) => word > 0) // `reports 1000000`: of so many conversations; inbox, too; `desk 100000 5`: five minutes
const asked = words.filter((word) => Number.isNaN(Number(word))).flatMap((name) => aliases[name] ?? [name])
const known = [...Object.keys(wire), 'browsers', 'desk', 'widget', 'list', 'reports', 'inbox', 'soak', 'turns']
const unknown = asked.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  console.error(
    `No benchmark is called ${unknown.join(', ')}. There are: ${[...known, ...Object.keys(aliases)].join(', ')}.`,
  )
  process.exit(1)
}
const chosen = (name: string): boolean => asked.length === 0 || asked.includes(name)
const load = (): string =>
  loadavg()
    .map((value) => value.toFixed(1))
    .join(' ')

console.log(`${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}, load ${load()} before`)
if (Object.keys(wire).some(chosen)) await runWire()
if (chosen('browsers')) await inBrowsers(enterToInbox)
if (chosen('list')) await inBrowsers(longList)
if (chosen('desk')) await inBrowsers(desk(size, minutes), 300 + (size ?? 0) / 200 + (minutes ?? 1) * 60)
if (chosen('widget')) await runWidget()
if (asked.includes('reports')) await reports(size) // fills two years first
if (chosen('turns')) await runTurns()
if (asked.includes('inbox')) await inbox(size) // fills 2,000,000 messages first
if (asked.includes('soak')) await soak() // minutes of its own: only when it is asked for
console.log(`\nLoad ${load()} after`)
process.exit(0) // clients of both kinds keep timers that nobody waits for

async function runTurns(): Promise<void> {
  const world = await createWorld(await startStack('stack'), EXCHANGES_OF)
  try {
    report(await turnsKept(world))
  } finally {
    await endWorld(world)
  }
}

async function runWire(): Promise<void> {
  const world = await createWorld(await startStack('stack'), CONTACTS)
  try {
    const baseline = await startBaseline(world)
    try {
      for (const [name, run] of Object.entries(wire)) if (chosen(name)) report(await run(world, baseline))
    } finally {
      await baseline.stop()
    }
  } finally {
    await endWorld(world)
  }
}

/** A browser that waits for what never comes must not keep the others. */
async function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`Not done after ${seconds} s: given up.`)), seconds * 1_000)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}

async function inBrowsers(measure: (stack: BenchStack) => Promise<Benchmark>, seconds = 300): Promise<void> {
  const stack = await startStack('start')
  try {
    report(await within(seconds, measure(stack)))
  } finally {
    await stack.stop()
  }
}

async function runWidget(): Promise<void> {
  const stack = await startStack('start')
  try {
    await within(300, widget(stack.status))
  } finally {
    await stack.stop()
  }
}
