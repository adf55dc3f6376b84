import chromium from '@sparticuz/chromium'
import { chromium as playwright, type CDPSession, type Page } from '@playwright/test'
import postgres from 'postgres'
import { v7 as uuidv7 } from 'uuid'
import type { Benchmark } from './support/report.ts'
import type { BenchStack } from './support/stack.ts'

const LOADED = 2_000
const OWN = 30
const LOADS = 5
const EVENTS_PER_SECOND = 50
/** One minute, not five: what grows without end shows in one. */
const STORM_SECONDS = 60

declare global {
  interface Window {
    deskTimes: number[]
    deskInteractions: number[]
  }
}

/** T24 and T26 in a real browser, and the inbox while 50 messages a second arrive: interaction latency and memory. */
export async function desk({ status }: BenchStack): Promise<Benchmark> {
  const sql = postgres(status.DB_URL ?? '', { max: 4, onnotice: () => undefined })
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--enable-precise-memory-info'],
  })
  try {
    const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    await signIn(page, status)
    const colleague = await sayAsColleague(sql, status.DEMO_WORKSPACE_ID ?? '')
    const [longest = '', ...others] = colleague.conversations
    await colleague.say([longest], LOADED)

    const lcp = await largestPaints(page, `${status.APP_URL}/admin/chat`)
    await page.goto(`${status.APP_URL}/admin/chat/${longest}`)
    const loaded = await loadAll(page)
    const painted = await paintOwn(page)
    const storm = await inStorm(page, () => colleague.say(others, 1))
    return {
      name: `the inbox in a browser: own message painted with ${loaded} loaded; LCP; ${EVENTS_PER_SECOND} messages/s for ${STORM_SECONDS} s`,
      target: 'T24: 50 ms; T26: LCP 1,200 ms; INP 200 ms; memory flat',
      results: [
        {
          system: 'causerie',
          sent: OWN,
          milliseconds: painted,
          figures: { 'LCP ms': median(lcp), ...storm },
        },
      ],
    }
  } finally {
    await browser.close()
    await sql.end()
  }
}

/** A colleague who writes by SQL, with the rights of an agent and no browser. */
async function sayAsColleague(sql: postgres.Sql, workspaceId: string) {
  const [agent] = await sql<{ user_id: string }[]>`
    select user_id from public.agents where workspace_id = ${workspaceId} and role = 'agent' limit 1`
  const rows = await sql<{ id: string }[]>`
    select id from public.conversations where workspace_id = ${workspaceId} and status = 'open'
    order by last_message_at desc`
  const claims = JSON.stringify({ sub: agent?.user_id, role: 'authenticated' })
  let written = 0
  return {
    conversations: rows.map(({ id }) => id),
    say: (ids: readonly string[], times: number) =>
      sql.begin(async (tx) => {
        await tx`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${claims}, true)`
        for (let n = 0; n < times; n += 1) {
          written += 1
          const id = ids[written % ids.length] ?? ''
          await tx`select public.send_message(${id}, ${uuidv7()}, ${`message ${written} of a colleague`})`
        }
      }),
  }
}

async function largestPaints(page: Page, url: string): Promise<number[]> {
  const times: number[] = []
  for (let n = 0; n < LOADS; n += 1) {
    await page.goto(url)
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

/** Scrolls up until the whole conversation has been loaded. @returns how many messages */
async function loadAll(page: Page): Promise<number> {
  const log = page.getByRole('log', { name: 'Messages' })
  await log.locator('[data-message-id]').first().waitFor()
  const older = page.getByRole('button', { name: 'Show earlier messages' })
  for (let n = 0; n < LOADED / 50 + 5 && (await older.isVisible()); n += 1) {
    const answered = page.waitForResponse((response) => response.url().includes('/rpc/timeline'))
    await log.evaluate((box) => (box.scrollTop = 0))
    await answered
    await page.waitForFunction(() => document.querySelector('[role=log]')?.getAttribute('aria-busy') !== 'true')
  }
  await log.evaluate((box) => (box.scrollTop = box.scrollHeight))
  return LOADED
}

/** From Enter to the frame after the text stands in the list. */
async function paintOwn(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    window.deskTimes = []
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
      requestAnimationFrame(() => setTimeout(() => window.deskTimes.push(performance.now() - pressedAt), 0))
    }).observe(document.body, { childList: true, subtree: true })
  })
  const composer = page.getByRole('textbox', { name: 'Message' })
  for (let n = 0; n < OWN; n += 1) {
    await composer.fill(`own message ${n}.`)
    await composer.press('Enter')
    await page.waitForFunction((count) => window.deskTimes.length > count, n)
  }
  return page.evaluate(() => window.deskTimes)
}

async function inStorm(page: Page, say: () => Promise<unknown>): Promise<Record<string, number>> {
  await page.evaluate(() => {
    window.deskInteractions = []
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.deskInteractions.push(entry.duration)
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
  })
  const session = await page.context().newCDPSession(page)
  const composer = page.getByRole('textbox', { name: 'Message' })
  const begun = Date.now()
  let said = 0
  let heapFrom = 0
  const endsAt = begun + STORM_SECONDS * 1_000
  const storm = (async () => {
    while (Date.now() < endsAt) {
      const due = ((Date.now() - begun) / 1_000) * EVENTS_PER_SECOND
      if (said >= due) await new Promise((resolve) => setTimeout(resolve, 5))
      else {
        said += 1
        await say()
      }
    }
  })()
  while (Date.now() < endsAt) {
    await composer.pressSequentially('a word ', { delay: 30 })
    await composer.fill('')
    await page.getByRole('button', { name: 'Note', exact: true }).click()
    await page.getByRole('button', { name: 'Reply', exact: true }).click()
    if (heapFrom === 0 && Date.now() - begun > 10_000) heapFrom = await heapMb(session) // after warming up
  }
  await storm
  const heapTo = await heapMb(session)
  const slow = (await page.evaluate(() => window.deskInteractions)).toSorted((a, b) => a - b)
  return {
    'INP ms': slow[Math.floor(slow.length * 0.98)] ?? 16,
    'messages/s': said / STORM_SECONDS,
    'heap after 10 s MB': heapFrom,
    'heap at the end MB': heapTo,
  }
}

async function heapMb(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return usedSize / 1_048_576
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

async function signIn(page: Page, status: Record<string, string>): Promise<void> {
  await page.goto(`${status.APP_URL}/admin/login`)
  await page.getByLabel('Email').fill(status.DEMO_EMAIL ?? '')
  await page.getByLabel('Password', { exact: true }).fill(status.DEMO_PASSWORD ?? '')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('a[data-conversation]').first().waitFor()
}
