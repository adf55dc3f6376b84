import type { Page } from '@playwright/test'
import { unique } from './support/chat.ts'
import { expect, expectAccessible, test } from './support/test.ts'

test('opening hours: a night, a copied day and a holiday, seen in the week ahead, kept, and told to visitors', async ({
  agent,
  stack,
}) => {
  const { page } = await agent()
  const inbox = await newInbox(page, stack)
  await page.goto(`${stack.APP_URL}/admin/settings/inboxes/${inbox.id}`)
  await page.getByLabel('Always open').uncheck()
  await page.getByLabel('Time zone').selectOption('Europe/Paris')
  const monday = page.getByRole('group', { name: 'Monday', exact: true })
  await monday.getByLabel('Monday: from').fill('20:00')
  await monday.getByLabel('Monday: to').fill('02:30')
  await expect(monday).toContainText('next day')
  await monday.getByRole('button', { name: 'Copy the hours of Monday' }).click()
  await page.getByRole('menuitem', { name: 'To all days' }).click()

  const preview = page.getByRole('figure', { name: 'The week as it comes out' })
  await expect(preview.getByRole('listitem')).toHaveText(Array.from({ length: 7 }, () => /00:00–02:30, 20:00–24:00/))
  await expect(preview).toContainText('Open 45.5 hours')

  const tuesday = page.getByRole('group', { name: 'Tuesday', exact: true })
  await tuesday.getByRole('button', { name: 'Add hours: Tuesday' }).click()
  await tuesday.getByLabel('Tuesday: from').last().fill('21:00')
  await tuesday.getByLabel('Tuesday: to').last().fill('22:00')
  await expect(tuesday.getByRole('alert')).toHaveText('These hours overlap.')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Something above needs your attention first.')).toBeVisible()
  await tuesday.getByRole('button', { name: 'Remove these hours: Tuesday' }).last().click()

  await page.getByRole('button', { name: 'Add a day' }).click()
  await page.getByLabel('Date').fill('2026-12-25')
  await page.getByLabel('Name, for example New Year').fill('Christmas')
  await page.getByLabel('Every year').check()
  await expectAccessible(page)

  // Leaving is asked about, and refused: nothing is lost.
  await page.getByRole('link', { name: 'Inbox', exact: true }).click()
  await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Stay here' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText(/^In force since/)).toBeVisible()

  await page.reload()
  await expect(page.getByLabel('Friday: from')).toHaveValue('20:00')
  await expect(page.getByLabel('Name, for example New Year')).toHaveValue('Christmas')
  const told = await rpc<{ open_now: boolean; next_opening: string | null }>(page, stack, 'get_inbox', {
    inbox_key: inbox.key,
  })
  expect(told.open_now).toBe(told.next_opening === null)
})

test('the team: somebody is invited, the invitation is taken back, and the workspace renamed and named back', async ({
  agent,
  stack,
}) => {
  const { page } = await agent()
  await page.goto(`${stack.APP_URL}/admin/settings/team`)
  const email = `${unique('colleague').replaceAll(' ', '-')}@example.com`.toLowerCase()
  await page.getByRole('button', { name: 'Invite a colleague' }).click()
  const dialog = page.getByRole('dialog', { name: 'Invite a colleague' })
  await dialog.getByLabel('Email').fill(email)
  await dialog.getByRole('button', { name: 'Make the invitation' }).click()
  await expect(dialog.getByText(/\/admin\/join#[0-9a-f]{64}/)).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  const open = page.getByRole('list', { name: 'Open invitations' })
  await expect(open).toContainText(email)
  await page.getByRole('button', { name: `Take back the invitation of ${email}` }).click()
  await expect(page.getByText(`The invitation of ${email} opens nothing any more`)).toBeVisible()
  await expect(open.getByText(email)).toHaveCount(0)

  await page.getByRole('link', { name: 'Workspace' }).click()
  const name = page.getByLabel('Name of the workspace')
  const former = await name.inputValue()
  await name.fill('   ')
  await expect(page.getByText('Please give a name.')).toBeVisible()
  await name.fill('House of Filou')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { name: 'Settings House of Filou' })).toBeVisible()
  await name.fill(former)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { name: `Settings ${former}` })).toBeVisible()
})

type Keys = { API_URL: string; PUBLISHABLE_KEY: string; DEMO_WORKSPACE_ID: string }

// One of its own: what it is set to must not show in other stories.
async function newInbox(page: Page, stack: Keys): Promise<{ id: string; key: string }> {
  return await rpc(page, stack, 'create_inbox', {
    workspace_id: stack.DEMO_WORKSPACE_ID,
    name: 'Night shop',
    locale: 'en',
  })
}

/** As the one who is signed in on the page. */
async function rpc<T>(page: Page, stack: Keys, name: string, args: object): Promise<T> {
  const token = await page.evaluate(() => {
    const session = Object.entries(localStorage).find(([, value]) => value.includes('access_token'))
    const stored: { access_token: string } = JSON.parse(session?.[1] ?? '{}')
    return stored.access_token
  })
  const answer = await fetch(`${stack.API_URL}/rest/v1/rpc/${name}`, {
    method: 'POST',
    headers: { apikey: stack.PUBLISHABLE_KEY, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  })
  if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}
