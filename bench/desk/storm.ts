import { setTimeout as pause } from 'node:timers/promises'
import type { CDPSession, Page } from '@playwright/test'
import { percentile } from '../support/report.ts'

export const EVENTS_PER_SECOND = 50
const MINUTE_MS = 60_000
/** What is loaded once is loaded by then. */
const WARM_MS = 20_000
const WEIGH_EVERY_MS = 10_000
/** What the browser doesn't tell of was quicker than this. */
const SHORTEST_MS = 16

declare global {
  interface Window {
    /** The longest event of each interaction, by its id. */
    interactions: Map<number, number>
  }
}

type Weight = { minutes: number; heapMb: number; nodes: number }

/** One works on while news pours in: interaction latency in each minute, and what the tab weighs. */
export async function inStorm(page: Page, minutes: number, say: () => Promise<void>): Promise<Record<string, number>> {
  await listenToInteractions(page)
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const begun = Date.now()
  const endsAt = begun + minutes * MINUTE_MS
  const said = pour(begun, endsAt, say)
  said.catch(() => undefined) // told below, when the work ends
  const latencies: number[] = []
  const weights: Weight[] = []
  let weighAt = begun + Math.min(WARM_MS, (minutes * MINUTE_MS) / 3)
  for (let minute = 1; minute <= Math.ceil(minutes); minute += 1) {
    const until = Math.min(begun + minute * MINUTE_MS, endsAt)
    while (Date.now() < until) {
      await work(page)
      if (Date.now() < weighAt) continue
      weights.push(await weigh(session, begun))
      weighAt += WEIGH_EVERY_MS
    }
    latencies.push(await takeLatency(page))
  }
  const events = await said
  weights.push(await weigh(session, begun))
  const [first, last] = [weights[0], weights.at(-1)]
  return {
    'INP ms, worst minute': Math.max(...latencies),
    'INP ms, median minute': latencies.toSorted((a, b) => a - b)[Math.floor(latencies.length / 2)] ?? Number.NaN,
    'events/s': events / (minutes * 60),
    'heap MB, warm': first?.heapMb ?? Number.NaN,
    'heap MB, at the end': last?.heapMb ?? Number.NaN,
    'heap MB/min': slope(weights),
    'nodes, warm': first?.nodes ?? Number.NaN,
    'nodes, at the end': last?.nodes ?? Number.NaN,
  }
}

/** As many as are due, one after the other. @returns how many there were */
async function pour(begun: number, endsAt: number, say: () => Promise<void>): Promise<number> {
  let said = 0
  while (Date.now() < endsAt) {
    if (said >= ((Date.now() - begun) / 1_000) * EVENTS_PER_SECOND) await pause(5)
    else {
      await say()
      said += 1
    }
  }
  return said
}

/** What an agent does all day: writes, leafs through the list, opens one, looks for something. */
async function work(page: Page): Promise<void> {
  const composer = page.getByRole('textbox', { name: 'Message' })
  await composer.pressSequentially('a word ', { delay: 30 })
  await composer.fill('')
  await page.getByRole('button', { name: 'Note', exact: true }).click()
  await page.getByRole('button', { name: 'Reply', exact: true }).click()
  await page.keyboard.press('Escape')
  for (const key of ['j', 'j', 'k', 'j']) await page.keyboard.press(key, { delay: 20 })
  await page.keyboard.press('Enter')
  await composer.waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Command palette' }).pressSequentially('clo', { delay: 30 })
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

async function listenToInteractions(page: Page): Promise<void> {
  await page.evaluate((durationThreshold) => {
    window.interactions = new Map()
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEventTiming & { interactionId: number })[]) {
        const { interactionId: id, duration } = entry
        if (id > 0) window.interactions.set(id, Math.max(window.interactions.get(id) ?? 0, duration))
      }
    }).observe({ type: 'event', durationThreshold } as PerformanceObserverInit)
  }, SHORTEST_MS)
}

/** INP of what has been done since the last time: the 98th percentile of the interactions that were not too quick to be told. */
async function takeLatency(page: Page): Promise<number> {
  const durations = await page.evaluate(() => {
    const taken = [...window.interactions.values()]
    window.interactions.clear()
    return taken
  })
  return durations.length === 0
    ? SHORTEST_MS
    : percentile(
        durations.toSorted((a, b) => a - b),
        0.98,
      )
}

async function weigh(session: CDPSession, begun: number): Promise<Weight> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { metrics } = await session.send('Performance.getMetrics')
  const nodes = metrics.find(({ name }) => name === 'Nodes')?.value ?? Number.NaN
  return { minutes: (Date.now() - begun) / MINUTE_MS, heapMb: usedSize / 1_048_576, nodes }
}

/** What the heap gains in a minute, by least squares. */
function slope(weights: readonly Weight[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const at = mean(weights.map(({ minutes }) => minutes))
  const mb = mean(weights.map(({ heapMb }) => heapMb))
  const both = weights.reduce((sum, one) => sum + (one.minutes - at) * (one.heapMb - mb), 0)
  return both / weights.reduce((sum, one) => sum + (one.minutes - at) ** 2, 0)
}
