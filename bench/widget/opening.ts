import type { Browser, BrowserContext, Page } from '@playwright/test'
import type { Benchmark, Result } from '../support/report.ts'
import { slowDown, type Phone } from './phone.ts'

/** Milliseconds since 1970, of what happened since the page was loaded. */
type Moments = { tapped: number; shown: number; drawn: number }

const RUNS = 3
/** Nothing comes: says so, instead of waiting for ever. */
const PATIENCE_MS = 20_000

declare global {
  interface Window {
    benchMoments: Partial<Moments>
    benchTasks: { own: number; milliseconds: number }[]
  }
}

/**
 * From the tap (a touch, from its beginning on) to a composer that is painted in a panel that is shown. Cold: a fresh profile. Warm: the
 * same page once more. Page and chat share one process, as on phones that can't spare a second: the worst case for both.
 */
export async function opening(browser: Browser, url: string): Promise<Benchmark> {
  const modes: [string, Phone][] = [
    ['this machine', { processor: 1, fast4g: false }],
    ['4× slower processor', { processor: 4, fast4g: false }],
    ['Fast 4G', { processor: 1, fast4g: true }],
    ['Fast 4G, 4× slower', { processor: 4, fast4g: true }],
  ]
  const results: Result[] = []
  for (const [name, phone] of modes) {
    const cold: Opened[] = []
    const warm: Opened[] = []
    for (let run = 0; run < RUNS; run++) {
      const context = await browser.newContext({
        viewport: { width: 390, height: 844 },
        hasTouch: true,
        isMobile: true,
      })
      try {
        cold.push(await open(context, `${url}?embed`, phone))
        warm.push(await open(context, `${url}?embed`, phone))
      } finally {
        await context.close()
      }
    }
    results.push(row(`${name}: cold`, cold), row(`${name}: warm`, warm))
  }
  return {
    name: 'Tap → composer painted',
    target: 'Fast 4G, 4× slower: 1,000 ms; T23, this machine: 800 ms cold, 200 warm; no task over 50 ms in the page',
    results,
  }
}

type Opened = { milliseconds: number; own: number; chats: number }

function row(system: string, all: Opened[]): Result {
  return {
    system,
    sent: 0,
    milliseconds: all.map(({ milliseconds }) => milliseconds),
    figures: {
      'longest task of the page': Math.max(...all.map(({ own }) => own)),
      'of the chat': Math.max(...all.map(({ chats }) => chats)),
    },
  }
}

async function open(context: BrowserContext, url: string, phone: Phone): Promise<Opened> {
  const page = await context.newPage()
  try {
    page.setDefaultTimeout(PATIENCE_MS)
    await watch(page)
    await slowDown(page, phone)
    await page.goto(url, { waitUntil: 'load' })
    const launcher = page.locator('causerie-chat .launcher')
    await launcher.waitFor()
    await page.evaluate(() => new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: 1_000 }))) // what loading the page cost is another benchmark
    await page.evaluate(() => {
      window.benchTasks = []
    })
    await launcher.tap()
    await page.waitForFunction(() => window.benchMoments.shown)
    const composer = page.frameLocator('iframe[title="Chat"]').getByRole('textbox')
    await composer.waitFor()
    const chat = page.frames().find((frame) => frame.url().includes('/widget.html'))
    if (!chat) throw new Error('The chat has no frame.')
    await chat.waitForFunction(() => window.benchMoments.drawn)
    await composer.fill('usable')
    const { tapped, shown } = (await page.evaluate(() => window.benchMoments)) as Moments
    const { drawn } = (await chat.evaluate(() => window.benchMoments)) as Moments
    const tasks = await page.evaluate(() => window.benchTasks)
    const longest = (own: number) =>
      Math.max(0, ...tasks.filter((task) => task.own === own).map((task) => task.milliseconds))
    return { milliseconds: Math.max(shown, drawn) - tapped, own: longest(1), chats: longest(0) }
  } finally {
    await page.close()
  }
}

/** In every frame, from before its first script on. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const moments: Partial<{ tapped: number; shown: number; drawn: number }> = {}
    window.benchMoments = moments
    window.benchTasks = []
    const now = () => performance.timeOrigin + performance.now()
    if (window.top !== window) {
      new MutationObserver((_, observer) => {
        if (!document.querySelector('textarea')) return
        observer.disconnect()
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel() // after the frame, not before it
          port1.addEventListener('message', () => (moments.drawn = now()))
          port1.start()
          port2.postMessage(null)
        })
      }).observe(document, { childList: true, subtree: true })
      return
    }
    const tap = ({ timeStamp }: Event) => (moments.tapped ??= performance.timeOrigin + timeStamp)
    addEventListener('touchstart', tap, { capture: true, passive: true })
    addEventListener('pointerdown', tap, true)
    // One process for both: a task of the chat's is told to the page as another's.
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries())
        window.benchTasks.push({ own: name === 'self' ? 1 : 0, milliseconds: duration })
    }).observe({ type: 'longtask' })
    const root = () => document.querySelector('causerie-chat')?.shadowRoot?.querySelector<HTMLElement>('[data-phase]')
    const look = () => {
      if (root()?.dataset.phase === 'ready') moments.shown = now()
      else requestAnimationFrame(look)
    }
    addEventListener('click', look, true)
  })
}
