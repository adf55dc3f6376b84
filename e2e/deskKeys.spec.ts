import type { Locator, Page } from '@playwright/test'
import { composer, log, openChat, row, unique, write } from './support/chat.ts'
import { createInbox } from './support/inbox.ts'
import { expect, test, type Customer } from './support/test.ts'

// After the customers have written, no mouse: what desk.spec.ts does not do by keyboard is done here. Stories of their own, side by side.

test('by keyboard alone: handed over, moved and back, snoozed until a time and opened again', async ({
  agent,
  customer,
  stack,
}) => {
  const inboxName = 'Test shop'
  await createInbox(stack, {})
  const { page } = await agent()
  const { press, pick, chooseLast, details } = keysOn(page)
  const one = await written(page, await customer(), 'Is it waterproof?')
  await standAt(page, one)
  await test.step('given to a colleague, and to nobody', async () => {
    await press('a')
    await pick('Assign to…', 'Julien', /Julien/)
    await expect(page.getByText(/^Assigned to Julien/).first()).toBeVisible()
    await press('Escape', 'a')
    await pick('Assign to…', 'Unass', 'Unassigned')
    await expect(page.getByRole('button', { name: 'Assign to me' })).toBeVisible()
    await press('Escape')
  })

  await test.step('moved to another inbox, and back', async () => {
    await press('v')
    await pick('Move to another inbox', inboxName, inboxName)
    await expect(page.getByText('Conversation moved').first()).toBeVisible()
    await expect(details).toContainText(inboxName)
    await press('F6') // to what is being told
    await tabTo(page, undoOf(page, 'Conversation moved'))
    await press('Enter')
    await expect(details.getByText(/moved the conversation to/)).toHaveCount(2)
  })

  await test.step('snoozed until a time of one’s own, and open again', async () => {
    await standAt(page, one)
    await press('s')
    await chooseLast()
    const dialog = page.getByRole('dialog', { name: 'Another time…' })
    const field = dialog.getByLabel('Snooze until')
    await expect(field).toBeFocused()
    await field.fill('2020-01-02T09:30') // how its parts are typed is the browser's own affair
    await tabTo(page, dialog.getByRole('button', { name: 'Snooze' }))
    await press('Enter')
    await expect(dialog).toContainText('Choose a time that is still to come.')
    await field.fill(`${new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)}T09:30`)
    await press('Enter')
    await expect(page.getByText(/^Snoozed until .*9:30/).first()).toBeVisible()
    await expect(row(page, one)).toBeHidden()
    await press('s') // another time, without opening it first
    await chooseLast()
    await expect(field).toBeFocused()
    await field.fill(`${new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)}T10:45`)
    await press('Enter')
    await expect(page.getByText(/^Snoozed until .*10:45/).first()).toBeVisible()
    await expect(dialog).toBeHidden()
    await press('o')
    await expect(page.getByRole('button', { name: 'Close conversation' })).toBeVisible()
    await expect(row(page, one)).toBeVisible()
  })
})

test('by keyboard alone: people named, written about, merged, taken apart, blocked and unblocked', async ({
  agent,
  customer,
}) => {
  const { page } = await agent()
  const { press, option, pick, chooseLast, details } = keysOn(page)
  const [one, two] = [
    await written(page, await customer(), 'Is it waterproof?'),
    await written(page, await customer(), 'And for sand?'),
  ]
  await standAt(page, one)
  const [name, other] = [unique('Zora'), unique('Yara')]
  await press('r') // from the composer on, it is not far
  await tabTo(page, details.getByRole('button', { name: 'Edit' }))
  await press('Enter')
  await expect(details.getByLabel('Name')).toBeFocused()
  await page.keyboard.type(name)
  await press('Enter')
  await expect(page.getByRole('heading', { name })).toBeVisible()
  await tabTo(page, details.getByRole('textbox', { name: 'About this person' }))
  await page.keyboard.type('Likes blue.')
  const noted = page.waitForResponse((response) => response.url().includes('save_contact_note'))
  await press('Tab')
  await noted

  await standAt(page, two)
  await press('r') // from the composer on, it is not far
  await tabTo(page, details.getByRole('button', { name: 'Edit' }))
  await press('Enter')
  await page.keyboard.type(other)
  await press('Enter')
  await expect(page.getByRole('heading', { name: other })).toBeVisible()

  await standAt(page, two)
  await press('.')
  await expect(page.getByRole('menuitem').first()).toBeFocused()
  await press('Enter')
  await expect(page.getByRole('combobox', { name: 'Find a contact' })).toBeFocused()
  await page.keyboard.type(name)
  await expect(option(name)).toBeVisible()
  await press('Enter')
  const merging = page.getByRole('dialog', { name: 'Merge with another contact' })
  await tabTo(page, merging.getByRole('button', { name: 'Merge', exact: true }))
  await press('Enter')
  await expect(page.getByText(`Merged with ${name}`).first()).toBeVisible()
  await expect(page.getByRole('heading', { name })).toBeVisible()
  await expect(details.getByRole('link', { name: new RegExp(one.replace('?', '\\?')) })).toBeVisible()
  await page.reload() // the message that offers to undo it is gone: the details still do
  await expect(page.getByRole('heading', { name })).toBeVisible()
  await press('r')
  await tabTo(page, details.getByRole('button', { name: `Take ${other} apart again` }))
  await press('Enter')
  await expect(page.getByText('The contacts are two again').first()).toBeVisible()
  await expect(page.getByRole('heading', { name: other })).toBeVisible()

  await standAt(page, two)
  await press('.')
  await chooseLast()
  await expect(page.getByText('Contact blocked: they can’t write any more').first()).toBeVisible()
  await press('Control+k') // and by its name
  await pick('Command palette', 'unblock', 'Unblock this contact')
  await expect(page.getByText('Contact unblocked').first()).toBeVisible()
  await press('Control+k')
  await pick('Command palette', 'merge', 'Merge with another contact')
  await expect(page.getByRole('combobox', { name: 'Find a contact' })).toBeFocused()
  await press('Escape')
  await expect(page.getByRole('button', { name: 'More actions' })).toBeFocused()
  const events = details.getByRole('region', { name: 'Events' })
  await expect(events).toContainText('unblocked')
})

test('by keyboard alone: a canned response, how it will look, lists and views, away and back, the keys themselves', async ({
  agent,
  customer,
}) => {
  const { page } = await agent()
  const { press } = keysOn(page)
  const bob = await customer()
  const one = await written(page, bob, 'And for sand?')
  await standAt(page, one)
  await test.step('a canned response by /, how it will look, and sent', async () => {
    await press('r')
    await expect(composer(page)).toBeFocused()
    await page.keyboard.type('/')
    await expect(page.getByRole('listbox', { name: 'Canned responses' })).toBeVisible()
    await press('Enter')
    await expect(composer(page)).not.toHaveValue('')
    await expect(composer(page)).not.toHaveValue('/')
    const answer = unique('**Bold**')
    await press('Control+a')
    await page.keyboard.type(answer)
    await press('Shift+Tab')
    await expect(page.getByRole('button', { name: 'Preview' })).toBeFocused()
    await press('Enter')
    await expect(page.getByRole('region', { name: 'Preview' }).locator('strong')).toHaveText('Bold')
    await press('Enter')
    await expect(page.getByRole('region', { name: 'Preview' })).toBeHidden()
    await tabTo(page, composer(page))
    await press('Enter')
    await expect(log(bob.chat).locator('strong')).toHaveText('Bold')
  })

  await test.step('tabs by arrows, a filter, a view of one’s own, gone again', async () => {
    const [opened, snoozed] = [/^Open/, /^Snoozed/].map((name) => page.getByRole('tab', { name })) as [Locator, Locator]
    await tabTo(page, opened, 'Shift+Tab')
    await press('ArrowRight')
    await expect(snoozed).toBeFocused()
    await press('Enter')
    await expect(page).toHaveURL(/status=snoozed/)
    await expect(snoozed).toHaveAttribute('aria-selected', 'true')
    await press('ArrowLeft')
    await expect(opened).toBeFocused()
    await press('Enter')
    await expect(page).not.toHaveURL(/status=/)
    await tabTo(page, page.getByRole('button', { name: 'Filter and sort' }))
    await press('Enter')
    const sort = page.getByLabel('Sort', { exact: true })
    await tabTo(page, sort)
    await press('ArrowDown')
    await expect(page).toHaveURL(/sort=oldest/)
    const view = unique('view')
    await tabTo(page, page.getByLabel('Name of the view'))
    await page.keyboard.type(view)
    await press('Enter')
    await expect(page.getByText(`This is the view “${view}”.`)).toBeVisible()
    await tabTo(page, page.getByRole('button', { name: 'Delete this view' }))
    await press('Enter')
    await expect(page.getByText(`This is the view “${view}”.`)).toBeHidden()
    await press('Escape')
  })

  await test.step('away and back by the account menu; the keys themselves by ?', async () => {
    await tabTo(page, page.getByRole('button', { name: 'Your account' }), 'Shift+Tab')
    await press('Enter')
    const away = page.getByRole('menuitemradio', { name: 'Away' })
    for (const [choice, key] of [
      [away, 'ArrowDown'],
      [page.getByRole('menuitemradio', { name: 'Online' }), 'ArrowUp'],
    ] as const) {
      const said = page.waitForResponse((response) => response.url().includes('set_availability'))
      for (let n = 0; n < 5 && !(await isFocused(choice)); n += 1) await press(key)
      await press('Enter')
      await said
      await expect(choice).toBeChecked()
    }
    await press('Escape')
    await expect(page.getByRole('menu')).toBeHidden()
    await press('?')
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
    await press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })
})

/** Keys one after the other, and a picker: typed into until what is looked for stands there, and taken. */
function keysOn(page: Page) {
  const press = (...keys: string[]) =>
    keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve())
  const option = (name: string | RegExp) => page.getByRole('option', { name })
  const pick = async (field: string, typed: string, name: string | RegExp) => {
    await expect(page.getByRole('combobox', { name: field })).toBeFocused()
    await page.keyboard.type(typed)
    await expect(option(name).first()).toBeVisible()
    await press('Enter')
    await expect(page.getByRole('combobox', { name: field })).toBeHidden()
  }
  /** In a menu that opens: its keys are heard once the focus has come to it. */
  const chooseLast = async () => {
    const items = page.getByRole('menuitem')
    await expect(items.first()).toBeFocused()
    await press('End')
    await expect(items.last()).toBeFocused()
    await press('Enter')
  }
  return { press, option, pick, chooseLast, details: page.getByRole('region', { name: 'Conversation details' }) }
}

/** A customer has written so, and it stands in the list. */
async function written(page: Page, customer: Customer, words: string): Promise<string> {
  const text = unique(words)
  await openChat(customer)
  await write(customer.chat, text)
  await expect(row(page, text)).toBeVisible()
  return text
}

const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluateAll(
    (found) => document.activeElement !== null && found.includes(document.activeElement as HTMLElement),
  )

/** Of this message, and not of the one before, which may still stand. */
function undoOf(page: Page, message: string): Locator {
  return page.locator('[data-toasts] > *').filter({ hasText: message }).getByRole('button', { name: 'Undo' })
}

/** As one who has no mouse. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await target.waitFor()
  for (let n = 0; n < 80; n += 1) {
    if (await isFocused(target)) return
    await page.keyboard.press(key)
  }
  await expect(target).toBeFocused()
}

const focusedRow = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-conversation]')?.dataset.conversation ?? null)

/** Opens a conversation from the list, and stands at its row: there, each letter is an action. */
async function standAt(page: Page, text: string): Promise<void> {
  const walk = async () => {
    if (await isFocused(page.locator('textarea:focus, input:focus'))) await page.keyboard.press('Escape')
    for (const key of ['k', 'j']) {
      let before: string | null = null
      for (let n = 0; n < 100 && !(await isFocused(row(page, text))); n += 1) {
        const at = await focusedRow(page)
        if (at !== null && at === before) break // the end of the list
        before = at
        await page.keyboard.press(key)
      }
    }
    await expect(row(page, text)).toBeFocused({ timeout: 500 })
  }
  await expect(walk).toPass() // a message that goes away gives the focus back to where it was taken
  if ((await row(page, text).getAttribute('aria-current')) !== null) return
  await page.keyboard.press('Enter')
  await expect(log(page)).toContainText(text)
  await expect(composer(page)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(row(page, text)).toBeFocused()
}
