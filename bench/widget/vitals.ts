import type { Browser, Page } from '@playwright/test'
import type { Benchmark } from '../support/report.ts'
import { traced } from '../support/trace.ts'
import { median, slowDown } from './phone.ts'

/** What a page measures of itself. Milliseconds; the shift has no unit. */
type Vitals = {
  shift: number
  lcp: number
  blocking: number
  longTasks: number
  longest: number
  script: number
  requests: number
}

const PAIRS = 5

declare global {
  interface Window {
    benchVitals: { shift: number; lcp: number; tasks: number[] }
  }
}

/** T21: a blank page with the embed and without it, in turn, each in a fresh browser profile, on a processor slowed down four times. */
export async function vitals(browser: Browser, url: string): Promise<Benchmark> {
  const plain: Vitals[] = []
  const embedded: Vitals[] = []
  for (let pair = 0; pair < PAIRS; pair++) {
    plain.push(await measure(browser, `${url}?plain`))
    embedded.push(await measure(browser, `${url}?embed`))
  }
  const summary = (all: Vitals[]) => ({
    'layout shift': Math.max(...all.map(({ shift }) => shift)),
    'LCP median': median(all.map(({ lcp }) => lcp)),
    'LCP from': Math.min(...all.map(({ lcp }) => lcp)),
    'LCP to': Math.max(...all.map(({ lcp }) => lcp)),
    'blocking max': Math.max(...all.map(({ blocking }) => blocking)),
    'long tasks': Math.max(...all.map(({ longTasks }) => longTasks)),
    'longest task, processor': Math.max(...all.map(({ longest }) => longest)),
    'script median, processor': median(all.map(({ script }) => script)),
    requests: Math.max(...all.map(({ requests }) => requests)),
  })
  return {
    name: `A blank page with and without the embed, ${PAIRS} pairs, 4× slower processor`,
    target: 'T21: script 10 ms, 1 request, no shift, nothing blocked',
    results: [
      { system: 'with', sent: 0, milliseconds: [], figures: summary(embedded) },
      { system: 'without', sent: 0, milliseconds: [], figures: summary(plain) },
    ],
    compare: 'LCP median',
  }
}

async function measure(browser: Browser, url: string): Promise<Vitals> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  try {
    const page = await context.newPage()
    await watch(page)
    let requests = 0
    page.on('request', (request) => {
      if (!request.url().startsWith(new URL(url).origin)) requests++
    })
    await slowDown(page)
    const { script, tasks: ours } = await traced(browser, page, async () => {
      await page.goto(url, { waitUntil: 'networkidle' })
    })
    const { shift, lcp, tasks } = await page.evaluate(() => window.benchVitals)
    return {
      shift,
      lcp,
      blocking: tasks.reduce((sum, ms) => sum + ms - 50, 0),
      longTasks: tasks.length,
      longest: ours[0] ?? 0,
      script,
      requests,
    }
  } finally {
    await context.close()
  }
}

/** From before the first script on. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const vitals = { shift: 0, lcp: 0, tasks: [] as number[] }
    window.benchVitals = vitals
    const see = (type: string, each: (entry: PerformanceEntry & { value?: number }) => void) =>
      new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true })
    see('layout-shift', ({ value = 0 }) => (vitals.shift += value))
    see('largest-contentful-paint', ({ startTime }) => (vitals.lcp = startTime))
    see('longtask', ({ duration }) => vitals.tasks.push(duration))
  })
}
