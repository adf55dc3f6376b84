import { addDays, addMonths, daysFrom, isDay, type Day } from './days'

export const PRESETS = ['7', '30', '90', '12m'] as const
export type Preset = (typeof PRESETS)[number]

/** `business`: only the seconds within the inbox's opening hours count. */
export type Clock = 'clock' | 'business'

/** What the page was asked for. The address holds it, so it can be gone back to, reloaded and passed on. */
export interface Filters {
  range: { preset: Preset } | { preset: 'custom'; first: Day; last: Day }
  /** None: all of them. */
  inboxIds: string[]
  agentIds: string[]
  /** Conversations that have one of them now. */
  labelIds: string[]
  clock: Clock
}

/** Both days are part of it. */
export interface Period {
  first: Day
  last: Day
}

const DAYS_MAX = 366
const DEFAULT_PRESET: Preset = '30'

/** @param today of the workspace: presets end with it */
export function periodOf(range: Filters['range'], today: Day): Period {
  switch (range.preset) {
    case 'custom':
      return { first: range.first, last: range.last }
    case '12m':
      return { first: addDays(addMonths(today, -12), 1), last: today }
    case '7':
    case '30':
    case '90':
      return { first: addDays(today, 1 - Number(range.preset)), last: today }
    default:
      return range satisfies never
  }
}

/** Why a pair of days is no period; null if it is one. */
export function periodTrouble(first: string, last: string): 'incomplete' | 'backwards' | 'tooLong' | null {
  if (!isDay(first) || !isDay(last)) return 'incomplete'
  if (last < first) return 'backwards'
  return daysFrom(first, last) > DAYS_MAX ? 'tooLong' : null
}

/** Reads an address. What makes no sense there is as if it were not there. */
export function readFilters(params: URLSearchParams): Filters {
  return {
    range: readRange(params),
    inboxIds: idsOf(params.getAll('inbox')),
    agentIds: idsOf(params.getAll('agent')),
    labelIds: idsOf(params.getAll('label')),
    clock: params.get('hours') === 'business' ? 'business' : 'clock',
  }
}

/** The address of filters: the usual ones are not said. */
export function writeFilters({ range, inboxIds, agentIds, labelIds, clock }: Filters): URLSearchParams {
  const params = new URLSearchParams()
  if (range.preset === 'custom') {
    params.set('from', range.first)
    params.set('to', range.last)
  } else if (range.preset !== DEFAULT_PRESET) {
    params.set('range', range.preset)
  }
  for (const id of inboxIds) params.append('inbox', id)
  for (const id of agentIds) params.append('agent', id)
  for (const id of labelIds) params.append('label', id)
  if (clock === 'business') params.set('hours', clock)
  return params
}

function readRange(params: URLSearchParams): Filters['range'] {
  const [first, last] = [params.get('from') ?? '', params.get('to') ?? '']
  if (periodTrouble(first, last) === null) return { preset: 'custom', first, last }
  return { preset: PRESETS.find((preset) => preset === params.get('range')) ?? DEFAULT_PRESET }
}

// Anything else would be an error of the database, for all figures at once.
function idsOf(texts: string[]): string[] {
  return [...new Set(texts.filter((text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)))]
}
