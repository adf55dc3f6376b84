import { chromium as playwright } from '@playwright/test'
import chromium from '@sparticuz/chromium'
import { report } from '../support/report.ts'
import { serveHostPage } from './hostPage.ts'
import { vitals } from './vitals.ts'

/** What the widget does to the page that embeds it. */
export async function widget(status: Record<string, string>): Promise<void> {
  const { APP_URL = '', DEMO_INBOX_KEY = '' } = status
  const host = await serveHostPage(APP_URL, DEMO_INBOX_KEY)
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
  try {
    report(await vitals(browser, host.url))
  } finally {
    await browser.close()
    await host.close()
  }
}
