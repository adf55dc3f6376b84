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
