import type { Page } from '@playwright/test'
import postgres from 'postgres'
import { openChat } from './chat.ts'
import type { Stack } from './stack.ts'
import type { Customer } from './test.ts'

/** What an inbox of a test differs in from a plain one: columns of `inboxes`. */
export type InboxSettings = {
  name?: string
  texts?: object
  form?: object[]
  verified_only?: boolean
  /** Opening hours, Monday first. */
  calendar?: { time_zone: string; week: { from: string; to: string }[][] }
}

/** A website of its own in the demo workspace: what a test sets there disturbs no other. @returns its key */
export async function createInbox(stack: Stack, { calendar, ...settings }: InboxSettings): Promise<string> {
  const sql = postgres(stack.DB_URL, { max: 1, onnotice: () => undefined })
  try {
    const workspaceId = stack.DEMO_WORKSPACE_ID
    const [inbox] = await sql<{ id: string; key: string }[]>`
      insert into public.inboxes ${sql({
        workspace_id: workspaceId,
        name: 'Test shop',
        locale: 'en',
        ...settings,
        texts: sql.json((settings.texts ?? {}) as postgres.JSONValue),
        form: sql.json((settings.form ?? []) as postgres.JSONValue),
      })} returning id, key`
    if (!inbox) throw new Error('The inbox was not made.')
    if (calendar)
      await sql`
        insert into public.calendars (workspace_id, inbox_id, time_zone, week, valid_from)
        values (${workspaceId}, ${inbox.id}, ${calendar.time_zone}, ${sql.json(calendar.week)}, now() - interval '1 day')`
    return inbox.key
  } finally {
    await sql.end()
  }
}

/** The demo shop as if its owner had written this key into the page. */
export async function visit(page: Page, stack: Stack, key: string): Promise<Customer> {
  await page.addInitScript((inboxKey) => {
    new MutationObserver(() => {
      const script = document.querySelector<HTMLScriptElement>('script[data-inbox]')
      if (script) script.dataset.inbox = inboxKey
    }).observe(document, { childList: true, subtree: true })
  }, key)
  await page.goto(stack.DEMO_URL)
  const customer = { page, context: page.context(), chat: page.frameLocator('iframe[title="Chat"]') }
  await openChat(customer)
  return customer
}

/** Open every day, but not within some hours of now: in Paris, where the tests' browsers are. */
export function closedNow(): { from: string; to: string }[][] {
  const hour = Number(
    new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Paris', hour: '2-digit', hourCycle: 'h23' }).format(),
  )
  const from = `${String((hour + 3) % 23).padStart(2, '0')}:00`
  const to = `${String(((hour + 3) % 23) + 1).padStart(2, '0')}:00`
  return Array.from({ length: 7 }, (_, i) => (i % 3 === 2 ? [] : [{ from, to }]))
}
