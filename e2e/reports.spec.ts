import { readFileSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Locator, Page } from '@playwright/test'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import type { Stack } from './support/stack.ts'
import { expect, test } from './support/test.ts'

const DAY_MS = 86_400_000

/** The week before today: other stories write today. Days of the shop, which is in Paris. */
function weekBefore(): { from: string; to: string; until: string } {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' }).format(new Date())
  const back = (days: number) => new Date(Date.parse(today) - days * DAY_MS).toISOString().slice(0, 10)
  return { from: back(7), to: back(1), until: today }
}

async function demoAgent(stack: Stack): Promise<SupabaseClient> {
  const client = createClient(stack.API_URL, stack.PUBLISHABLE_KEY, { auth: { persistSession: false } })
  const { error } = await client.auth.signInWithPassword({ email: stack.DEMO_EMAIL, password: stack.DEMO_PASSWORD })
  expect(error).toBeNull()
  return client
}

type Viewer = { signedIn: string; locale?: string; timezoneId?: string; colorScheme?: 'light' | 'dark'; width?: number }

/** The reports of that week, as somebody sees them. */
async function openReports(
  browser: Browser,
  stack: Stack,
  { signedIn, width = 1280, ...viewer }: Viewer,
): Promise<Page> {
  const context = await browser.newContext({
    locale: 'en-US',
    ...viewer,
    storageState: signedIn,
    viewport: { width, height: 900 },
  })
  const page = await context.newPage()
  const { from, to } = weekBefore()
  await page.goto(`${stack.APP_URL}/admin/reports?from=${from}&to=${to}`)
  await expect(page.getByRole('link', { name: /^(First reply time|Première réponse) ?: \d/ })).toBeVisible()
  await page.waitForLoadState('networkidle')
  return page
}

function card(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true })
}

/** The seconds that a text says: "1 hr 5 min" is 3,900. */
function secondsOf(text: string): number {
  const units: Record<string, number> = { sec: 1, min: 60, hr: 3_600, day: 86_400, days: 86_400 }
  return [...text.matchAll(/(\d+) (sec|min|hr|days?)/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (units[unit] ?? Number.NaN),
    0,
  )
}

async function figureOf(page: Page, tile: string): Promise<string> {
  return (await page.getByRole('link', { name: new RegExp(`^${tile}: `) }).textContent()) ?? ''
}

/** What a click on CSV hands out, in rows of fields. */
async function fileOf(page: Page, name: string): Promise<string[][]> {
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: `${name} as CSV` }).click()
  const file = await coming
  expect(file.suggestedFilename()).toMatch(/^causerie-[a-z-]+-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/)
  const text = readFileSync(await file.path(), 'utf8')
  expect(text.startsWith('\ufeff')).toBe(true)
  return text.slice(1).trimEnd().split('\r\n').map(fieldsOf)
}

function fieldsOf(line: string): string[] {
  return [...`${line},`.matchAll(/("(?:[^"]|"")*"|[^,]*),/g)].map(([, field = '']) =>
    field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field,
  )
}

async function cellsOf(table: Locator): Promise<string[][]> {
  return table
    .locator('tr')
    .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent ?? '')))
}

/** The columns of a file that the screen has too. */
function shownColumns([heads = [], ...rows]: string[][]): string[][] {
  const kept = heads.map((head) => !/\((seconds|ratio|exact)\)$/.test(head))
  return [heads, ...rows].map((row) => row.filter((_, place) => kept[place]))
}

test('the tiles show what the functions answer to the same agent', async ({ browser, stack, signedIn }) => {
  const page = await openReports(browser, stack, { signedIn })
  const client = await demoAgent(stack)
  const { from, until } = weekBefore()
  const { data, error } = await client.rpc('report_overview', {
    workspace_id: stack.DEMO_WORKSPACE_ID,
    since: from,
    until,
  })
  expect(error).toBeNull()
  const { period } = data
  expect(period.volume.conversations).toBeGreaterThan(0) // else nothing is proved
  expect(await figureOf(page, 'Conversations')).toBe(String(period.volume.conversations))
  expect(await figureOf(page, 'Reopened')).toBe(String(period.volume.reopened))
  expect(await figureOf(page, 'Closed')).toBe(String(period.resolution.n))
  for (const [tile, key] of [
    ['First reply time', 'first_reply'],
    ['Reply time', 'reply'],
    ['Resolution time', 'resolution'],
  ] as const) {
    const seconds = period[key].p50_seconds
    const shown = secondsOf(await figureOf(page, tile))
    expect(Math.abs(shown - seconds)).toBeLessThanOrEqual(seconds < 60 ? 1 : seconds < 86_400 ? 30 : 1_800)
  }
  const share = period.unanswered.first.share
  expect(await figureOf(page, 'Unanswered first messages')).toBe(`${Number((share * 100).toFixed(1))}%`)
  await page.context().close()
})

test('no figure shifts with who looks: both ends of the world see the same page', async ({
  browser,
  stack,
  signedIn,
}) => {
  const seen: string[] = []
  for (const timezoneId of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
    const page = await openReports(browser, stack, { signedIn, timezoneId })
    await page.getByText('As a table').evaluateAll((summaries) => {
      for (const summary of summaries) (summary as HTMLElement).click()
    })
    const names = [
      'Overview',
      'Volume',
      'Reply times',
      'Hours of the week',
      'Reply times, how they spread',
      'Agents',
      'Inboxes',
    ]
    const texts = await Promise.all(names.map((name) => card(page, name).innerText()))
    expect(await cellsOf(card(page, 'Volume').locator('table'))).toHaveLength(8)
    seen.push(texts.join('\n'))
    await page.context().close()
  }
  expect(seen[0]).toBe(seen[1])
})

test('a file holds what the screen shows, and exactly beside it', async ({ browser, stack, signedIn }) => {
  const page = await openReports(browser, stack, { signedIn })
  for (const name of ['Volume', 'Reply times', 'Reply times, how they spread', 'Agents', 'Inboxes']) {
    const file = await fileOf(page, name)
    const table = card(page, name).locator('table')
    const screen = await cellsOf(table)
    expect(screen.length).toBeGreaterThan(1)
    expect(plain(shownColumns(file))).toEqual(plain(screen))
  }
  await page.context().close()
})

// Numbers are exact in the file: 1234 for 1,234; nothing for –.
function plain(rows: string[][]): string[][] {
  return rows.map((row) =>
    row.map((field) => (/^[\d,]+$/.test(field) ? field.replaceAll(',', '') : field === '–' ? '' : field)),
  )
}

test('a tile leads to the conversations behind it, and one of them to the inbox', async ({
  browser,
  stack,
  signedIn,
}) => {
  const page = await openReports(browser, stack, { signedIn })
  const replies = Number(/(\d+) replies/.exec(await card(page, 'Overview').innerText())?.[1])
  await page.getByRole('link', { name: /^First reply time: / }).click()
  const list = page.getByRole('dialog', { name: 'First replies' }).getByRole('listitem')
  await expect(list).toHaveCount(Math.min(replies, 50))
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.goBack()
  await list.first().getByRole('link').click()
  await expect(page).toHaveURL(/\/admin\/chat\/[0-9a-f-]{36}$/)
  await expect(page.getByRole('log', { name: 'Messages' })).toBeVisible()
  await page.context().close()
})

test('filters live in the address: chosen by keyboard, kept by a reload, taken back', async ({
  browser,
  stack,
  signedIn,
}) => {
  const page = await openReports(browser, stack, { signedIn })
  await page.getByRole('radio', { name: '7 days' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('radio', { name: '30 days' })).toBeChecked()
  await page.getByRole('button', { name: 'All agents' }).click()
  await page.getByRole('menuitemcheckbox', { name: /^Julien/ }).click()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/agent=/)
  await expect(card(page, 'Agents').getByRole('row')).toHaveCount(2)
  await page.reload()
  await expect(page.getByRole('button', { name: /^Julien/ })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('button', { name: 'All agents' })).toBeVisible()
  await page.context().close()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the ${colorScheme} reports, and a phone scrolls one way only`, async ({
    browser,
    stack,
    signedIn,
  }) => {
    const page = await openReports(browser, stack, { signedIn, colorScheme })
    await page.getByText('As a table').evaluateAll((summaries) => {
      for (const summary of summaries) (summary as HTMLElement).click()
    })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`),
    ).toEqual([])
    await page.context().close()

    const phone = await openReports(browser, stack, { signedIn, colorScheme, width: 390, locale: 'fr-FR' })
    await expect(phone.getByRole('heading', { name: 'Rapports' })).toBeVisible()
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await phone.context().close()
  })
}
