import type { Browser } from '@playwright/test'
import type { Benchmark, Result } from '../support/report.ts'
import { slowDown } from './phone.ts'
import { watch } from './vitals.ts'

const RUNS = 5

declare global {
  interface Window {
    /** When the button was tapped, or the composer could be written in: milliseconds since 1970. */
    benchAt?: number
  }
}

/**
 * From the tap to a composer that can be written in, nothing cached, and the page's own long tasks meanwhile. Slowed down, page and chat share
 * one slow process (one site: the worst case, as on phones that can't spare a second); as they are, each has its own.
 */
export async function firstInteractive(browser: Browser, sameSite: string, crossSite: string): Promise<Benchmark> {
  const results: Result[] = []
  for (const [system, url, slow] of [
    ['Fast 4G, 4× slower', sameSite, true],
    ['unthrottled', sameSite, false],
    ['page 4× slower, another site', crossSite, 'page'],
  ] as const) {
    const milliseconds: number[] = []
    const tasks: number[] = []
    for (let run = 0; run < RUNS; run++) {
      const measured = await openOnce(browser, url, slow)
      milliseconds.push(measured.milliseconds)
      tasks.push(...measured.tasks)
    }
    results.push({
      system,
      sent: RUNS,
      milliseconds,
      figures: { 'long tasks of the page': tasks.length, 'longest ms': Math.max(0, ...tasks) },
    })
  }
  return { name: 'Tap → composer usable, cold', target: '1,000 ms on Fast 4G with 4× CPU; T23: 800 ms here', results }
}

async function openOnce(browser: Browser, url: string, slow: boolean | 'page') {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  try {
    const page = await context.newPage()
    await watch(page)
    await page.addInitScript(() => {
      if (window.top === window)
        return addEventListener(
          'pointerdown',
          () => (window.benchAt ??= performance.timeOrigin + performance.now()),
          true,
        )
      const look = () => {
        const composer = document.querySelector('textarea')
        if (composer && !composer.disabled && composer.checkVisibility())
          window.benchAt = performance.timeOrigin + performance.now()
        else requestAnimationFrame(look)
      }
      return look()
    })
    if (slow) await slowDown(page, { network: slow === true })
    await page.goto(url, { waitUntil: 'networkidle' })
    await page.evaluate(() => void (window.benchVitals.tasks.length = 0))
    await page.locator('causerie-chat .launcher').tap()
    await page.evaluate(() => window.Causerie?.('open'))
    await page.frameLocator('iframe[title="Chat"]').locator('textarea').waitFor()
    const frame = page.frames().find((candidate) => candidate.url().includes('widget.html'))
    await frame?.waitForFunction(() => window.benchAt)
    const ready = await frame?.evaluate(() => window.benchAt)
    const tapped = await page.evaluate(() => window.benchAt)
    const tasks = await page.evaluate(() => window.benchVitals.tasks)
    return { milliseconds: (ready ?? Number.NaN) - (tapped ?? Number.NaN), tasks }
  } finally {
    await context.close()
  }
}
