import { chromium as playwright } from '@playwright/test'
import chromium from '@sparticuz/chromium'
import { report } from '../support/report.ts'
import { serveHostPage } from './hostPage.ts'
import { opening } from './opening.ts'
import { ONE_PROCESS } from './phone.ts'
import { vitals } from './vitals.ts'

/** What the widget does to the page that embeds it, and how soon it can be written in. */
export async function widget(status: Record<string, string>): Promise<void> {
  const { APP_URL = '', DEMO_INBOX_KEY = '' } = status
  const host = await serveHostPage(APP_URL, DEMO_INBOX_KEY)
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', ONE_PROCESS],
  })
  try {
    report(await vitals(browser, host.url))
    report(await opening(browser, host.url))
  } finally {
    await browser.close()
    await host.close()
  }
}
