import type { Browser, Page } from '@playwright/test'

/** What a page's main thread did while something was going on, from Chromium's own trace. Milliseconds of processor time, where Chromium knows it. */
export type Trace = {
  /** Script, style and layout of each frame that had any. */
  frames: number[]
  /** The longest task of each kind of work, the longest first. */
  tasks: number[]
  /** All that ran script. */
  script: number
  /** What the longest task was made of. */
  worst: Record<string, number>
}

type TraceEvent = {
  name: string
  ph: string
  ts: number
  dur?: number
  /** Without what the thread waited for its turn. */
  tdur?: number
  pid: number
  tid: number
  args?: { data?: { type?: string } }
}

const SCRIPT = new Set([
  'EvaluateScript',
  'v8.compile',
  'FunctionCall',
  'EventDispatch',
  'FireAnimationFrame',
  'FireIdleCallback',
  'TimerFire',
  'RunMicrotasks',
])
/** Style and layout, and all that runs script. */
const WORK = new Set([
  ...SCRIPT,
  'UpdateLayoutTree',
  'Layout',
  'ResizeObserverController::GatherObservations',
  'IntersectionObserverController::computeIntersections',
  'V8.GC_MC_BACKGROUND_MARKING',
  'MajorGC',
  'MinorGC',
])

/** Traces what `act` does to the page. */
export async function traced(browser: Browser, page: Page, act: () => Promise<void>): Promise<Trace> {
  await browser.startTracing(page, {
    categories: [
      'devtools.timeline',
      'devtools.timeline.frame',
      'disabled-by-default-devtools.timeline.frame',
      'toplevel',
      'blink.user_timing',
      'v8',
    ],
  })
  await act()
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] }
  return read(traceEvents)
}

function read(events: TraceEvent[]): Trace {
  const byThread = new Map<string, TraceEvent[]>()
  for (const event of events) {
    const key = `${event.pid} ${event.tid}`
    const thread = byThread.get(key)
    if (thread) thread.push(event)
    else byThread.set(key, [event])
  }
  // The main thread is the one that lays out the most.
  const [main = []] = [...byThread.values()].toSorted((a, b) => layouts(b) - layouts(a))
  const whole = main.filter(({ ph }) => ph === 'X').toSorted((a, b) => a.ts - b.ts)
  const work = outermost(whole.filter(({ name }) => WORK.has(name)))
  const begins = main
    .filter(({ name }) => name === 'BeginMainThreadFrame')
    .map(({ ts }) => ts)
    .toSorted((a, b) => a - b)
  const frames = begins.map((from, i) => {
    const to = begins[i + 1] ?? Infinity
    return milliseconds(work.filter(({ ts }) => ts >= from && ts < to))
  })
  const tasks = outermost(whole.filter(({ name }) => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask'))
  const longest = tasks.toSorted((a, b) => busy(b) - busy(a))
  const worst: Record<string, number> = {}
  const [task] = longest
  if (task)
    for (const event of whole.filter(({ ts }) => ts >= task.ts && ts < task.ts + (task.dur ?? 0)))
      if (WORK.has(event.name)) worst[event.name] = (worst[event.name] ?? 0) + busy(event) / 1_000
  const script = milliseconds(outermost(whole.filter(({ name }) => SCRIPT.has(name))))
  return { script, frames: frames.filter((ms) => ms > 0), tasks: longest.map((event) => busy(event) / 1_000), worst }
}

const layouts = (events: TraceEvent[]): number => events.filter(({ name }) => name === 'Layout').length

/** Those that are in no other: their time would be counted twice. */
function outermost(events: TraceEvent[]): TraceEvent[] {
  let end = -Infinity
  return events.filter(({ ts, dur = 0 }) => {
    if (ts < end) return false
    end = ts + dur
    return true
  })
}

const milliseconds = (events: TraceEvent[]): number => events.reduce((sum, event) => sum + busy(event), 0) / 1_000

const busy = ({ tdur, dur = 0 }: TraceEvent): number => tdur ?? dur
