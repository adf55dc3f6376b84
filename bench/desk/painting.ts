import type { Page } from '@playwright/test'

const LOADS = 5
const OWN = 30
const PAGE = 50

declare global {
  interface Window {
    paintedAfter: number[]
  }
}

/** T26: of each load, the largest paint. */
export async function largestPaints(page: Page, address: string): Promise<number[]> {
  const times: number[] = []
  for (let n = 0; n < LOADS; n += 1) {
    await page.goto(address)
    await page.locator('a[data-conversation]').first().waitFor()
    times.push(
      await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            let last = 0
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) last = entry.startTime
            }).observe({ type: 'largest-contentful-paint', buffered: true })
            setTimeout(() => resolve(last), 1_500)
          }),
      ),
    )
  }
  return times
}

/** Scrolls up until so many messages have been loaded, and back to the end. @returns how many */
export async function loadUp(page: Page, messages: number): Promise<number> {
  const log = page.getByRole('log', { name: 'Messages' })
  await log.locator('[data-message-id]').first().waitFor()
  const older = page.getByRole('button', { name: 'Show earlier messages' })
  let loaded = PAGE
  while (loaded < messages && (await older.isVisible())) {
    const answered = page.waitForResponse((response) => response.url().includes('/rpc/timeline'))
    await log.evaluate((box) => (box.scrollTop = 0))
    await answered
    await page.waitForFunction(() => document.querySelector('[role=log]')?.getAttribute('aria-busy') !== 'true')
    loaded += PAGE
  }
  await log.evaluate((box) => (box.scrollTop = box.scrollHeight))
  return loaded
}

/** T24: from Enter to the frame after the text stands in the list. */
export async function paintOwn(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    window.paintedAfter = []
    let pressedAt = 0
    let waitingFor = ''
    document.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Enter' || !(event.target instanceof HTMLTextAreaElement)) return
        pressedAt = performance.now()
        waitingFor = event.target.value
      },
      true,
    )
    new MutationObserver(() => {
      const log = document.querySelector('[role=log]')
      if (!waitingFor || !log?.textContent?.includes(waitingFor)) return
      waitingFor = ''
      requestAnimationFrame(() => setTimeout(() => window.paintedAfter.push(performance.now() - pressedAt), 0))
    }).observe(document.body, { childList: true, subtree: true })
  })
  const composer = page.getByRole('textbox', { name: 'Message' })
  for (let n = 0; n < OWN; n += 1) {
    await composer.fill(`own message ${n}.`)
    await composer.press('Enter')
    await page.waitForFunction((count) => window.paintedAfter.length > count, n)
  }
  return page.evaluate(() => window.paintedAfter)
}
