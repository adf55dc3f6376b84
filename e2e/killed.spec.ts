import type { FrameLocator, Page } from '@playwright/test'
import postgres from 'postgres'
import { composer, log, openChat, openRow, row, shown, unique, write } from './support/chat.ts'
import { keepDatabaseDown, killDatabase } from './support/killDatabase.ts'
import { expect, NETWORK_COMPLAINTS, test } from './support/test.ts'
import { startWriter } from './support/writer.ts'

test.use({ where: 'one of its own', allowed: { complaints: [...NETWORK_COMPLAINTS, /50\d/] } })

const SCREENS = 2
const HEADLESS = 4
const EVERY_MS = 250

test('Postgres killed, then the whole server, while many write: every screen ends with exactly what is stored', async ({
  agent,
  customer,
  own,
  stack,
}) => {
  test.setTimeout(180_000)
  const mark = unique('load')
  const pairs: { customer: FrameLocator; agent: Page; name: string; id: string }[] = []
  for (let n = 0; n < SCREENS; n++) {
    const name = `${mark} pair ${n}`
    const [alice, inbox] = [await customer(), await agent()]
    await openChat(alice)
    await write(alice.chat, `${name} hello`)
    await openRow(inbox.page, `${name} hello`)
    const id = new URL(inbox.page.url()).pathname.split('/').at(-1) ?? ''
    pairs.push({ customer: alice.chat, agent: inbox.page, name, id })
  }
  const headless = await Promise.all(
    Array.from({ length: HEADLESS }, (_, n) => startWriter(stack, `${mark} writer ${n}`, EVERY_MS)),
  )
  const load = new AbortController()
  const typing = pairs.flatMap((pair) =>
    (['customer', 'agent'] as const).map(async (side): Promise<string[]> => {
      const texts: string[] = []
      while (!load.signal.aborted) {
        texts.push(`${pair.name} ${side} ${texts.length + 1}`)
        await write(pair[side], texts.at(-1) ?? '')
        await expect.poll(() => true, { intervals: [EVERY_MS] }).toBe(true)
      }
      return texts
    }),
  )

  /** Everybody has written something that is stored: after what just happened, all are back at work. */
  const allAtWork = async () => {
    const before = await storedCounts()
    await expect
      .poll(
        async () => Object.entries(await storedCounts()).filter(([who, count]) => count > (before[who] ?? 0)).length,
        {
          timeout: 60_000,
        },
      )
      .toBe(2 * SCREENS + HEADLESS)
  }
  const storedCounts = async (): Promise<Record<string, number>> => {
    const now = postgres(stack.DB_URL, { max: 1, connect_timeout: 2, onnotice: () => {} }) // one that was not cut
    try {
      const rows = await now<{ who: string; count: number }[]>`
        select conversation_id || ' ' || author as who, count(*)::int from messages
        where body like ${`${mark}%`} group by 1`
      return Object.fromEntries(rows.map(({ who, count }) => [who, count]))
    } catch {
      return {} // the database is away: nobody is at work
    } finally {
      await now.end({ timeout: 0 })
    }
  }

  await allAtWork()
  expect(await killDatabase(stack.DB_URL)).toBe(true)
  await allAtWork()
  await own?.kill()
  await own?.start()
  await allAtWork()
  load.abort()
  const typed = await Promise.all(typing)
  const sql = postgres(stack.DB_URL, { max: 1, onnotice: () => {} })
  const written = await Promise.all(headless.map((writer) => writer.finish()))

  for (const [n, { customer, agent, name, id }] of pairs.entries()) {
    const [byCustomer = [], byAgent = []] = typed.slice(2 * n, 2 * n + 2)
    const stored = async () => {
      const rows = await sql<{ body: string }[]>`
        select body from messages where conversation_id = ${id} and body like ${`${name}%`} order by seq`
      return rows.map(({ body }) => body)
    }
    const all = [`${name} hello`, ...byCustomer, ...byAgent]
    await expect.poll(async () => (await stored()).toSorted(), { timeout: 60_000 }).toEqual(all.toSorted())
    const inOrder = await stored()
    expect(inOrder.filter((body) => body.includes(' customer '))).toEqual(byCustomer)
    expect(inOrder.filter((body) => body.includes(' agent '))).toEqual(byAgent)
    for (const screen of [customer, agent]) {
      await expect.poll(() => shown(screen, name), { timeout: 30_000 }).toEqual(inOrder)
      await expect(screen.getByRole('alert')).toBeHidden({ timeout: 40_000 })
    }
  }
  for (const { id, texts } of written) {
    const stored = await sql<
      { body: string }[]
    >`select body from messages where conversation_id = ${id} and author = 'contact' order by seq`
    expect(stored.map(({ body }) => body)).toEqual(texts)
    for (const { agent } of pairs) await expect(row(agent, texts.at(-1) ?? '')).toBeVisible({ timeout: 40_000 })
  }
  await sql.end()
})

test('with the database down for more than 10 s, pages that stood open and that are opened then say so, keep what is written, and recover by themselves', async ({
  agent,
  customer,
  stack,
}) => {
  test.setTimeout(120_000)
  const [open, desk] = [await customer(), await agent()] // signs in, too: that wants the database
  const held = unique('down')
  await openChat(open)
  await write(open.chat, held)
  await openRow(desk.page, held)

  const alice = await customer()
  const early = unique('early')
  await openChat(alice)
  await expect(log(alice.chat)).toContainText('Filou') // the inbox is known: without it, there is no chat to write in

  const repair = keepDatabaseDown(stack.DB_URL)
  const downAt = Date.now()
  const several = async (window: Page | FrameLocator, who: string) => {
    for (let n = 1; n <= 5; n++) await write(window, `${held} ${who} ${n}`)
  }
  const [inbox] = await Promise.all([
    agent({ unlisted: true }),
    several(open.chat, 'customer'),
    several(desk.page, 'agent'),
    write(alice.chat, early), // with which the visitor is signed in
  ])
  await expect(log(alice.chat)).toContainText(early)
  const screens = [open.chat, desk.page, alice.chat, inbox.page]
  for (const screen of screens) await expect(screen.getByRole('alert').first()).toBeVisible({ timeout: 10_000 })
  await expect.poll(() => Date.now() - downAt, { timeout: 15_000 }).toBeGreaterThan(12_000)
  await repair()

  for (const screen of [open.chat, desk.page]) {
    await expect.poll(async () => (await shown(screen, held)).length, { timeout: 60_000 }).toBe(11)
  }
  await expect.poll(() => shown(desk.page, held), { timeout: 15_000 }).toEqual(await shown(open.chat, held))
  await expect(row(inbox.page, early)).toBeVisible({ timeout: 60_000 })
  await openRow(inbox.page, early)
  await write(inbox.page, `${early} yes?`)
  await expect(log(alice.chat)).toContainText(`${early} yes?`)
  for (const screen of screens) await expect(screen.getByRole('alert')).toBeHidden({ timeout: 40_000 })
  for (const { chat } of [open, alice]) await expect(composer(chat)).toBeEnabled()
})
