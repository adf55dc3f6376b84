import { composer, log, openChat, openRow, row, unique, write } from './support/chat.ts'
import { expect, test } from './support/test.ts'

test('a note with a mention is written by keyboard alone, and the customer never sees it', async ({
  agent,
  customer,
}) => {
  const alice = await customer()
  const inbox = await agent()
  const question = unique('Is it waterproof?')
  await openChat(alice)
  await write(alice.chat, question)
  await openRow(inbox.page, question)

  await composer(inbox.page).press('Alt+n')
  const note = inbox.page.getByRole('textbox', { name: 'Note for the team' })
  await expect(note).toBeFocused()
  await note.pressSequentially('Please look, @jul')
  await expect(inbox.page.getByRole('option', { name: /Julien/ })).toBeVisible()
  await note.press('Enter')
  await note.press('Enter')
  await expect(log(inbox.page).locator('mark')).toHaveText(/@Julien/)
  await note.press('Alt+n')
  const answer = unique('It is')
  await write(inbox.page, answer)
  await expect(log(alice.chat)).toContainText(answer)
  await expect(log(alice.chat)).not.toContainText('Please look')
})

test('sending and closing can be taken back within five seconds; else the message leaves and the conversation closes', async ({
  agent,
  customer,
}) => {
  const alice = await customer()
  const inbox = await agent()
  const question = unique('Do you gift-wrap?')
  await openChat(alice)
  await write(alice.chat, question)
  await openRow(inbox.page, question)
  const answer = unique('We do')
  await composer(inbox.page).fill(answer)
  await composer(inbox.page).press('Control+Shift+Enter')
  await expect(inbox.page.getByRole('button', { name: 'Undo' })).toBeVisible()
  await composer(inbox.page).press('Control+z')
  await expect(composer(inbox.page)).toHaveValue(answer)
  await expect(log(inbox.page)).not.toContainText(answer)

  await composer(inbox.page).press('Control+Shift+Enter')
  await expect(log(alice.chat)).toContainText(answer)
  await expect(inbox.page.getByRole('button', { name: 'Reopen conversation' })).toBeVisible()
})

test('a draft of each kind waits where it was begun', async ({ agent, customer }) => {
  const alice = await customer()
  const bob = await customer()
  const inbox = await agent()
  const [one, two] = [unique('First question'), unique('Second question')]
  await openChat(alice)
  await write(alice.chat, one)
  await openChat(bob)
  await write(bob.chat, two)
  await openRow(inbox.page, one)
  await composer(inbox.page).fill('half a reply')
  await composer(inbox.page).press('Alt+n')
  await inbox.page.getByRole('textbox', { name: 'Note for the team' }).fill('half a note')
  await row(inbox.page, two).click()
  await expect(log(inbox.page)).toContainText(two)
  await expect(composer(inbox.page)).toHaveValue('')
  await openRow(inbox.page, one)
  await expect(composer(inbox.page)).toHaveValue('half a reply')
  await composer(inbox.page).press('Alt+n')
  await expect(inbox.page.getByRole('textbox', { name: 'Note for the team' })).toHaveValue('half a note')
})

test('a whole day by keyboard: open, label, prioritise, take, close, undo', async ({ agent, customer }) => {
  const alice = await customer()
  const { page } = await agent()
  const question = unique('Which size for a narrow foot?')
  await openChat(alice)
  await write(alice.chat, question)
  await expect(row(page, question)).toBeVisible()

  await page.keyboard.press('j')
  await row(page, question).focus()
  await page.keyboard.press('Enter')
  await expect(log(page)).toContainText(question)
  await page.keyboard.press('Escape')

  await test.step('a new label, by its name', async () => {
    await page.keyboard.press('l')
    const name = unique('label')
    await page.getByRole('combobox', { name: 'Labels' }).pressSequentially(name)
    await page.getByRole('option', { name: `Create “${name}”` }).click()
    await expect(row(page, question)).toContainText(name)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('combobox', { name: 'Labels' })).toBeHidden()
  })
  await test.step('a priority', async () => {
    await page.keyboard.press('p')
    await page.getByRole('combobox', { name: 'Priority' }).pressSequentially('urg')
    await page.keyboard.press('Enter')
    await expect(row(page, question)).toContainText('Priority: Urgent')
    await expect(page.getByRole('combobox', { name: 'Priority' })).toBeHidden()
  })
  await test.step('taken and closed, and open again', async () => {
    await page.keyboard.press('m')
    await expect(page.getByRole('button', { name: 'Assign to me' })).toBeHidden()
    await page.keyboard.press('Escape')
    await page.keyboard.press('e')
    await expect(row(page, question)).toBeHidden()
    await page.getByRole('button', { name: 'Undo' }).press('Enter')
    await expect(row(page, question)).toBeVisible()
  })
})

test('several are closed at once; lists narrow by address; a view is saved and goes again', async ({
  agent,
  customer,
}) => {
  const alice = await customer()
  const bob = await customer()
  const { page } = await agent()
  const [one, two] = [unique('Bulk one'), unique('Bulk two')]
  await openChat(alice)
  await write(alice.chat, one)
  await expect(row(page, one)).toBeVisible()
  await openChat(bob)
  await write(bob.chat, two)
  await expect(row(page, two)).toBeVisible()

  await row(page, one).focus()
  await page.keyboard.press('x')
  await row(page, two).focus()
  await page.keyboard.press('x')
  const bar = page.getByRole('toolbar', { name: 'Actions for the selection' })
  await expect(bar).toContainText('2 conversations selected')
  await bar.getByRole('button', { name: 'Close' }).press('Enter')
  await expect(row(page, one)).toBeHidden()
  await expect(row(page, two)).toBeHidden()
  await page.getByRole('tab', { name: /^Closed/ }).click()
  await expect(row(page, one)).toBeVisible()

  await page.getByRole('button', { name: 'Filter and sort' }).click()
  await page.getByLabel('Assignee', { exact: true }).selectOption({ label: 'Unassigned' })
  await expect(page).toHaveURL(/assignee=none/)
  const name = unique('view')
  await page.getByLabel('Name of the view').fill(name)
  await page.getByRole('button', { name: 'Save view' }).click()
  const views = page.getByRole('navigation', { name: 'Views' })
  await expect(views.getByRole('link', { name })).toBeVisible()
  await page.getByRole('button', { name: 'Delete this view' }).click()
  await expect(views.getByRole('link', { name })).toBeHidden()
})

test('a search leads straight to the message, and the palette to everything', async ({ agent, customer }) => {
  const alice = await customer()
  const { page } = await agent()
  const word = unique('zymurgy').replace(' ', '')
  await openChat(alice)
  await write(alice.chat, `We make ${word} at home`)
  await write(alice.chat, 'and that is all')
  await expect(row(page, 'and that is all').first()).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type(word)
  const hit = page.getByRole('list', { name: 'Conversations' }).getByRole('link')
  await expect(hit).toHaveCount(1)
  await expect(hit.locator('mark')).toHaveText(word)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/message=/)
  await expect(log(page)).toContainText(word)

  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Command palette' }).pressSequentially('note')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Note for the team' })).toBeFocused()
  await expect(page.getByRole('combobox', { name: 'Command palette' })).toHaveCount(0)

  await page.keyboard.press('Control+k') // and what no row of the list says, the server finds
  await page.getByRole('combobox', { name: 'Command palette' }).pressSequentially(word)
  await expect(page.getByRole('option', { name: word })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(log(page)).toContainText(word)
})

test('a draft begun on one device goes on on another', async ({ agent, customer }) => {
  const alice = await customer()
  const desk = await agent()
  const question = unique('Do you repair?')
  await openChat(alice)
  await write(alice.chat, question)
  await openRow(desk.page, question)
  const saved = desk.page.waitForResponse((response) => response.url().includes('save_draft'))
  await composer(desk.page).fill('We do, and')
  await saved
  const laptop = await agent()
  await openRow(laptop.page, question)
  await expect(composer(laptop.page)).toHaveValue('We do, and')
  // Continued there, it is the newer one; sent there and left at once, it is no draft any more.
  const continued = laptop.page.waitForResponse((response) => response.url().includes('save_draft'))
  await composer(laptop.page).fill('We do, and for free')
  await continued
  await desk.page.reload()
  await expect(composer(desk.page)).toHaveValue('We do, and for free')
  const forgotten = desk.page.waitForResponse(
    (response) => response.url().includes('save_draft') && (response.request().postData() ?? '').includes('"body":""'),
  )
  await composer(desk.page).press('Enter')
  await desk.page.goBack()
  await forgotten
  await desk.page.goForward()
  await expect(log(desk.page)).toContainText('We do, and for free')
  await expect(composer(desk.page)).toHaveValue('')
})
