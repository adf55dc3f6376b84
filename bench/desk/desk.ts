import chromium from '@sparticuz/chromium'
import { chromium as playwright, type Page } from '@playwright/test'
import postgres from 'postgres'
import { fillInbox } from '../inbox/fill.ts'
import { liftLimits } from '../support/limits.ts'
import type { Benchmark } from '../support/report.ts'
import type { BenchStack } from '../support/stack.ts'
import { createColleague } from './colleague.ts'
import { loadUp, paintOwn, largestPaints } from './painting.ts'
import { EVENTS_PER_SECOND, inStorm } from './storm.ts'
import { onScreen } from './walking.ts'

/** Some lists of two years; `npm run bench -- desk 100000 5` is what the targets are about. */
const CONVERSATIONS = 2_000
const MINUTES = 1
const MESSAGES_EACH = 20
const LOADED = 2_000
const WAIT_MS = 30_000

/** The inbox as one agent's tab shows it, over a workspace of many conversations: what one waits for, and a storm of news. */
export function desk(conversations = CONVERSATIONS, minutes = MINUTES) {
  return async ({ status }: BenchStack): Promise<Benchmark> => {
    const sql = postgres(status.DB_URL ?? '', { max: 4, onnotice: () => undefined })
    const browser = await playwright.launch({
      executablePath: await chromium.executablePath(),
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--enable-precise-memory-info'],
    })
    try {
      const messages = Math.max(conversations * MESSAGES_EACH, 20_000)
      console.log(`\nFilling ${conversations} conversations with ${messages} messages.`)
      const { workspaceId } = await fillInbox(sql, { conversations, messages })
      console.log('Filled. Measuring.')
      await moveDemoAgentTo(sql, workspaceId, status.DEMO_EMAIL ?? '')
      const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } })
      context.setDefaultTimeout(WAIT_MS) // whatever does not come ends it with a word: nothing hangs
      const page = await context.newPage()
      await signIn(page, status)
      const address = `${status.APP_URL}/admin/chat`

      const waits = await onScreen(page, address, conversations)
      const lcp = await largestPaints(page, address)
      const { longest, say } = await createColleague(sql, workspaceId)
      await page.goto(`${address}/${longest}`)
      const loaded = await loadUp(page, LOADED)
      const painted = await paintOwn(page)
      const storm = await inStorm(page, minutes, say)
      const of = `${conversations.toLocaleString('en')} conversations`
      return {
        name: `the inbox in a browser over ${of}; then ${EVENTS_PER_SECOND} events/s for ${minutes} min`,
        target: 'on screen 150 ms; T24: 50 ms; T26: LCP 1,200 ms; INP 200 ms in each minute; memory flat',
        compare: 'nothing',
        results: [
          ...Object.entries(waits).map(([system, milliseconds]) => result(system, milliseconds)),
          result('T26: LCP', lcp),
          result(`T24: own message, ${loaded} loaded`, painted),
          { system: 'storm', sent: 0, milliseconds: [], figures: storm },
        ],
      }
    } finally {
      await browser.close()
      await sql.end({ timeout: 5 })
    }
  }
}

function result(system: string, milliseconds: number[]) {
  return { system, sent: milliseconds.length, milliseconds }
}

/** The one who can sign in looks at the workspace that was filled, in the place of its first agent; nobody counts what they write. */
async function moveDemoAgentTo(sql: postgres.Sql, workspaceId: string, email: string): Promise<void> {
  await sql.begin(async (tx) => {
    const [user] = await tx<{ id: string }[]>`select user_id as id from public.agents where email = ${email} limit 1`
    if (!user) throw new Error('The demo has no agent.')
    await tx`update public.agents set removed_at = now() where user_id = ${user.id}`
    await tx`
      insert into public.agents (workspace_id, user_id, role, name, email)
      values (${workspaceId}, ${user.id}, 'owner', 'Léa', ${email})`
    await tx`
      update public.conversations set assignee_id = ${user.id}
      where workspace_id = ${workspaceId} and status <> 'closed' and assignee_id = md5('agent 1')::uuid`
  })
  await liftLimits(sql)
}

async function signIn(page: Page, status: Record<string, string>): Promise<void> {
  await page.goto(`${status.APP_URL}/admin/login`)
  await page.getByLabel('Email').fill(status.DEMO_EMAIL ?? '')
  await page.getByLabel('Password', { exact: true }).fill(status.DEMO_PASSWORD ?? '')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('a[data-conversation]').first().waitFor()
}
