import chromium from '@sparticuz/chromium'
import { chromium as playwright, type Page } from '@playwright/test'
import postgres from 'postgres'
import { liftLimits } from './support/limits.ts'
import type { Benchmark } from './support/report.ts'
import type { BenchStack } from './support/stack.ts'

const PER_SECOND = 5
const MESSAGES = 200

declare global {
  interface Window {
    /** When each message was sent or seen, milliseconds since 1970, by its number. */
    benchTimes: Record<number, number>
    benchFaults: number
  }
}

/** T25: Enter in the embedded widget until the text stands in the agent's inbox; two real browsers on this machine. */
export async function enterToInbox({ status }: BenchStack): Promise<Benchmark> {
  const sql = postgres(status.DB_URL ?? '', { max: 1, onnotice: () => {} })
  await liftLimits(sql)
  await sql.end()
  const launch = async () =>
    playwright.launch({
      executablePath: await chromium.executablePath(),
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    })
  const [customerBrowser, agentBrowser] = await Promise.all([launch(), launch()])
  try {
    const shop = await customerBrowser.newPage({ locale: 'en-US' })
    await shop.goto(status.DEMO_URL ?? '')
    await shop.getByRole('button', { name: 'Open chat' }).click()
    const composer = shop.frameLocator('iframe[title="Chat"]').getByRole('textbox', { name: 'Message' })
    await composer.fill('bench start')
    await composer.press('Enter')

    const inbox = await agentBrowser.newPage({ locale: 'en-US' })
    await signIn(inbox, status)
    await inbox
      .getByRole('list', { name: 'Conversations' })
      .getByRole('link')
      .filter({ hasText: 'bench start' })
      .first()
      .click()
    await inbox.getByRole('log', { name: 'Messages' }).getByText('bench start').waitFor()
    await inbox.evaluate(() => {
      window.benchTimes = {}
      window.benchFaults = 0
      let last = 0
      new MutationObserver((changes) => {
        for (const change of changes) {
          for (const node of change.addedNodes) {
            for (const [, digits] of (node.textContent ?? '').matchAll(/bench message (\d+)\./g)) {
              const number = Number(digits)
              if (number in window.benchTimes) continue
              if (number < last) window.benchFaults++
              last = Math.max(last, number)
              window.benchTimes[number] = Date.now()
            }
          }
        }
      }).observe(document.querySelector('[role=log]') ?? document.body, { childList: true, subtree: true })
    })
    const frame = shop.frames().find((candidate) => candidate.url().includes('widget.html'))
    if (!frame) throw new Error('The widget has no frame.')
    await frame.evaluate(() => {
      window.benchTimes = {}
      document.addEventListener(
        'keydown',
        (event) => {
          const number = /bench message (\d+)\./.exec((event.target as HTMLTextAreaElement).value)?.[1]
          if (event.key === 'Enter' && number) window.benchTimes[Number(number)] = Date.now()
        },
        true,
      )
    })

    const begun = Date.now()
    for (let i = 0; i < MESSAGES; i++) {
      const wait = begun + (i * 1000) / PER_SECOND - Date.now()
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
      await composer.fill(`bench message ${i}.`)
      await composer.press('Enter')
    }
    await inbox
      .getByRole('log', { name: 'Messages' })
      .getByText(`bench message ${MESSAGES - 1}.`)
      .first()
      .waitFor()
    const sent = await frame.evaluate(() => window.benchTimes)
    const seen = await inbox.evaluate(() => window.benchTimes)
    const faults = await inbox.evaluate(() => window.benchFaults)
    const milliseconds = Object.entries(seen).map(([number, at]) => at - (sent[Number(number)] ?? Number.NaN))
    return {
      name: `Enter in the widget → text in the inbox, ${PER_SECOND}/s`,
      target: 'T25: p95 100 ms',
      results: [{ system: 'causerie', sent: MESSAGES, milliseconds, faults }],
    }
  } finally {
    await Promise.all([customerBrowser.close(), agentBrowser.close()])
  }
}

async function signIn(page: Page, status: Record<string, string>): Promise<void> {
  await page.goto(`${status.APP_URL}/admin/login`)
  await page.getByLabel('Email').fill(status.DEMO_EMAIL ?? '')
  await page.getByLabel('Password', { exact: true }).fill(status.DEMO_PASSWORD ?? '')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('list', { name: 'Conversations' }).waitFor()
}
