import type { Page } from '@playwright/test'
import { unique } from './support/chat.ts'
import { drawPicture } from './support/files.ts'
import { expect, expectAccessible, test } from './support/test.ts'

test('opening hours: a night, a copied day and a holiday, seen in the week ahead, kept, and told to visitors', async ({
  agent,
  stack,
}) => {
  const { page } = await agent()
  const inbox = await newInbox(page, stack)
  await page.goto(`${stack.APP_URL}/admin/settings/inboxes/${inbox.id}/hours`)
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

test('the team: somebody is invited, the invitation is taken back, the workspace renamed and named back, an inbox added', async ({
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

  await page.getByRole('link', { name: 'Inboxes' }).click()
  await page.getByRole('button', { name: 'Add an inbox' }).click()
  const field = page.getByRole('dialog', { name: 'Add an inbox' }).getByLabel('Name')
  await expect(field).toBeFocused()
  const shop = unique('Second shop')
  await page.keyboard.type(shop)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/settings\/inboxes\/[0-9a-f-]{36}/)
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(shop)
})

test('an inbox is named, coloured, worded, asks before the chat, and signs with a secret', async ({ agent, stack }) => {
  const { page } = await agent()
  const inbox = await newInbox(page, stack)
  const save = page.getByRole('button', { name: 'Save' })
  const saved = page.getByText('Saved', { exact: true })
  const part = (name: string) =>
    page.getByRole('navigation', { name: 'Day shop' }).getByRole('link', { name, exact: true }).click()
  await page.goto(`${stack.APP_URL}/admin/settings/inboxes/${inbox.id}`)
  await page.getByLabel('Name', { exact: true }).fill('Day shop')
  await page.getByLabel('Sites that may show this chat').fill('https://shop.example/path')
  await expect(page.getByText('This is no address of a site: https://shop.example/path')).toBeVisible()
  await page.getByLabel('Sites that may show this chat').fill('https://shop.example/\n*.other.example')
  await expect(page.getByText('This is no address of a site: *.other.example')).toBeVisible()
  await page.getByLabel('Sites that may show this chat').fill('')
  await save.click()
  await expect(saved).toBeVisible()

  await part('Look')
  await page.getByLabel('Colour', { exact: true }).fill('#ffd400')
  await expectAccessible(page)
  await save.click()

  await part('Texts')
  await page.getByLabel('Welcome').fill('What can we do for you?')
  await page.getByLabel('Find a text of the chat').fill('ecris')
  await expect(page.getByText('No text found.')).toBeVisible()
  await page.getByLabel('Find a text of the chat').fill('ecrivez un mess') // in either language, without accents
  await page.getByLabel('Write a message…', { exact: true }).fill('Your question…')
  await expect(page.getByRole('figure', { name: 'How it will read' })).toContainText('Your question…')
  await page.getByLabel('Find a text of the chat').fill('')
  await page.getByText('Messages', { exact: true }).click()
  const typing = page.getByLabel('Ann is typing', { exact: true })
  await expect(typing).toHaveAttribute('placeholder', '{1} is typing')
  await typing.fill('Somebody scribbles')
  await expect(typing).toHaveAccessibleDescription('{1} is missing: it stands for what the text speaks of.')
  await save.click()
  await expect(page.getByText('Something above needs your attention first.')).toBeVisible()
  await typing.fill('{1} scribbles {2}')
  await expect(typing).toHaveAccessibleDescription(/^Nothing would be put into \{2\}/)
  await typing.fill('{1} scribbles')
  await expect(typing).toHaveAccessibleDescription('Must hold {1} (a name). Reads: Ann scribbles')
  await page.getByLabel('1 new message', { exact: true }).fill('A new one')
  await page.getByLabel('Today', { exact: true }).fill('This day')
  await page.getByRole('button', { name: 'Back to our text: Today' }).click()
  await expect(page.getByLabel('Today', { exact: true })).toBeFocused()
  await expect(saved).toHaveCount(0) // of two notices, the hind one's button is hidden until it is reached
  await expectAccessible(page)
  await save.click()

  await part('Before the chat')
  await page.getByRole('button', { name: 'Email' }).click()
  await page.getByRole('group', { name: 'Email' }).getByLabel('Must be answered').check()
  await page.getByRole('button', { name: 'Question of your own' }).click()
  await save.click()
  await expect(page.getByText('Ask it in one language at least.')).toBeVisible()
  await page.getByLabel('Question in English').fill('Order number?')
  await save.click()

  await part('Routing')
  await page.getByLabel('A new conversation goes to').selectOption('each in turn')
  await page.getByLabel('Close quiet conversations after (days)').fill('0')
  await expect(page.getByText('A whole number of days from 1 to 365, or nothing.')).toBeVisible()
  await page.getByLabel('Close quiet conversations after (days)').fill('30')
  await save.click()
  await expect(page.getByText('There are changes that are not saved.')).toHaveCount(0)

  const told = await rpc<Record<string, unknown>>(page, stack, 'get_inbox', { inbox_key: inbox.key, locale: 'en' })
  expect(told).toMatchObject({
    name: 'Day shop',
    theme: { accent: '#ffd400' },
    texts: {
      welcome: 'What can we do for you?',
      strings: {
        'chat.placeholder': 'Your question…',
        'chat.typing': '{1} scribbles',
        'chat.newMessages.one': 'A new one',
      },
    },
    form: [
      { key: 'email', type: 'email', required: true },
      { type: 'text', required: false, label: { en: 'Order number?' } },
    ],
  })

  await part('Identity')
  await page.getByRole('button', { name: 'Make a secret' }).click()
  const dialog = page.getByRole('dialog', { name: 'The new secret' })
  await expect(dialog.locator('code')).toHaveText(/\S{32,}/)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('list', { name: 'Secrets' }).getByRole('listitem')).toHaveCount(1)
  await page.getByRole('button', { name: /^End …/ }).click()
  await page.getByRole('dialog', { name: 'End this secret?' }).getByRole('button', { name: 'End it' }).click()
  await expect(page.getByText('There is no secret yet', { exact: false })).toBeVisible()
})

test('labels, canned responses and what one is told of', async ({ agent, stack }) => {
  const { page } = await agent()
  const name = unique('Label')
  await page.goto(`${stack.APP_URL}/admin/settings/labels`)
  await page.getByRole('button', { name: 'Add a label' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill(name)
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).dblclick() // a second save would be refused
  await expect(page.getByRole('list', { name: 'Labels' })).toContainText(name)
  await expectAccessible(page)
  await page.getByRole('button', { name: `Remove the label ${name}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(page.getByText(name, { exact: true })).toHaveCount(0)

  await page.getByRole('link', { name: 'Canned responses' }).click()
  const shortcut = unique('merci')
    .replaceAll(/[^a-z0-9]/g, '')
    .slice(0, 30)
  await page.getByRole('button', { name: 'Add a canned response' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Shortcut').fill(`/${shortcut}`)
  await dialog.getByLabel('Title').fill('Thanks')
  await dialog.getByLabel('Text', { exact: true }).fill('Thank you, {{contact.name|dear customer}}!')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('list', { name: 'Canned responses' })).toContainText(`/${shortcut}`)
  for (const after of ['Undo', null]) {
    await page.getByRole('button', { name: `Remove /${shortcut}` }).click()
    await expect(page.getByText(`/${shortcut}`, { exact: true })).toHaveCount(0)
    if (after) await page.getByRole('button', { name: after }).click()
  }

  await page.getByRole('link', { name: 'My profile' }).click()
  const profile = page.getByRole('region', { name: 'My profile' })
  const picture = profile.getByRole('group', { name: 'Picture' })
  const chosen = picture.locator('input[type=file]')
  await chosen.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no picture') })
  await expect(picture.getByRole('alert')).toHaveText('This file is no picture that your browser can read.')
  const [, drawn = ''] = (await drawPicture(page.locator('body'), 600, 400)).split(',')
  await chosen.setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from(drawn, 'base64') })
  const face = picture.locator('img')
  await expect(face).toHaveJSProperty('naturalWidth', 256)
  await profile.getByRole('button', { name: 'Save' }).click()
  await expect(profile.getByText('There are changes that are not saved.')).toHaveCount(0)
  await page.reload()
  await expect(face).toHaveJSProperty('naturalWidth', 256)
  const address = (await face.getAttribute('src')) ?? ''
  expect((await fetch(address)).headers.get('content-type')).toBe('image/webp')
  await picture.getByRole('button', { name: 'Remove the picture' }).click()
  await profile.getByRole('button', { name: 'Save' }).click()
  await expect.poll(async () => (await fetch(address)).ok).toBe(false)

  await page.getByLabel('Away after (minutes without a sign of me)').fill('0')
  await expect(page.getByText('A whole number from 1 to 480, or nothing.')).toBeVisible()
  await page.getByLabel('Away after (minutes without a sign of me)').fill('15')
  await page.getByRole('region', { name: 'Notifications and writing' }).getByRole('button', { name: 'Save' }).click()
  await page.reload()
  await expect(page.getByLabel('Away after (minutes without a sign of me)')).toHaveValue('15')
  await page.getByLabel('Away after (minutes without a sign of me)').fill('')
  await page.getByRole('region', { name: 'Notifications and writing' }).getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('There are changes that are not saved.')).toHaveCount(0)
  await expectAccessible(page)
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
