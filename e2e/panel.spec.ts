import { readFile } from 'node:fs/promises'
import { composer, log, openRow, unique, write } from './support/chat.ts'
import { closedNow, createInbox, visit } from './support/inbox.ts'
import { signInOwner } from './support/owner.ts'
import { expect, test } from './support/test.ts'

test('a form asks what the team wants to know, says what is wrong, survives a reload, and is asked once', async ({
  agent,
  open,
  stack,
}) => {
  const key = await createInbox(stack, {
    form: [
      { key: 'name', type: 'text', required: true },
      { key: 'email', type: 'email', required: true },
      {
        key: 'topic',
        type: 'choice',
        required: false,
        label: { en: 'Topic', fr: 'Sujet' },
        options: ['Order', 'Other'],
      },
      { key: 'terms', type: 'checkbox', required: true, label: { en: 'I have read the terms', fr: 'J’ai lu' } },
    ],
  })
  const { page } = await open({})
  const { chat } = await visit(page, stack, key)
  await expect(composer(chat)).toHaveCount(0)
  await chat.getByRole('textbox', { name: 'Name' }).fill('Zoé')
  await chat.getByRole('textbox', { name: 'Email' }).fill('zoe@')
  await chat.getByRole('button', { name: 'Start the chat' }).click()
  await expect(chat.getByText('That does not look like an email address.')).toBeVisible()
  await expect(chat.getByRole('textbox', { name: 'Email' })).toBeFocused()

  await page.reload()
  await page.getByRole('button', { name: 'Open chat' }).click()
  await expect(chat.getByRole('textbox', { name: 'Name' })).toHaveValue('Zoé')
  await chat.getByRole('textbox', { name: 'Email' }).fill('zoe@example.com')
  await chat.getByRole('combobox', { name: 'Topic (optional)' }).selectOption('Order')
  await chat.getByRole('checkbox', { name: 'I have read the terms' }).check()
  await chat.getByRole('button', { name: 'Start the chat' }).click()

  const question = unique('Where is it?')
  await write(chat, question)
  await expect(log(chat)).toContainText(question)
  const inbox = await agent()
  await openRow(inbox.page, question)
  await expect(inbox.page.getByRole('region', { name: 'Conversation details' })).toContainText('zoe@example.com')

  await chat.getByRole('button', { name: 'All conversations' }).click()
  await chat.getByRole('button', { name: 'New conversation' }).click()
  await expect(composer(chat)).toBeVisible()
})

test('[SCREEN-16] outside the opening hours it is away, though an agent is there: says when the team is back; asks for an address once, and nothing waits for it', async ({
  open,
  stack,
}) => {
  const owner = await signInOwner(stack)
  await owner.rpc('agent_heartbeat', { workspace_id: stack.DEMO_WORKSPACE_ID }).throwOnError()
  const key = await createInbox(stack, {
    texts: { en: { away: 'We sleep now.' } },
    calendar: { time_zone: 'Europe/Paris', week: closedNow() },
  })
  const { page } = await open({})
  const { chat } = await visit(page, stack, key)
  await expect(chat.getByText(/We sleep now\./).first()).toBeVisible()
  await expect(chat.getByText(/We are back/)).toBeVisible()
  await chat.getByText('Opening hours').click()
  await expect(chat.getByText('Closed').first()).toBeVisible()

  const card = Promise.withResolvers<void>()
  const asked = page.waitForRequest('**/EmailCard*.js')
  await page.route('**/EmailCard*.js', async (route) => {
    await card.promise
    await route.continue()
  })
  await write(chat, unique('Are you there?'))
  await asked
  const more = unique('I go on writing')
  await expect(composer(chat)).toBeFocused() // what is still to come takes nothing from under the writer's hands
  await page.keyboard.type(more)
  card.resolve()
  const ask = chat.getByRole('region', { name: 'Email' })
  await expect(ask).toBeVisible()
  await expect(composer(chat)).toHaveValue(more)
  await composer(chat).press('Enter')
  await expect(log(chat)).toContainText(more)
  await expect(chat.getByText(/^We are back/)).toBeVisible()
  await ask.getByRole('textbox', { name: 'Email' }).fill('ada@example.com')
  await ask.getByRole('button', { name: 'Save' }).click()
  await expect(chat.getByText('We will write to ada@example.com')).toBeVisible()
  await page.reload()
  await page.getByRole('button', { name: 'Open chat' }).click()
  await expect(log(chat)).toContainText(more)
  await expect(ask).toHaveCount(0)
  await chat.getByRole('button', { name: 'All conversations' }).click()
  await expect(chat.getByText(/We sleep now\..*We are back/)).toBeVisible()
})

test('the customer keeps the conversation, ends it, rates it once, and may write again', async ({
  agent,
  customer,
}) => {
  const alice = await customer()
  await alice.page.getByRole('button', { name: 'Open chat' }).click()
  const question = unique('Do you have size 42?')
  await write(alice.chat, question)
  const inbox = await agent()
  await openRow(inbox.page, question)
  const answer = unique('We **do**')
  await write(inbox.page, answer)
  await expect(log(alice.chat).getByText(answer.replaceAll('*', ''))).toBeVisible()

  await alice.chat.getByRole('button', { name: 'Settings' }).click()
  const [file] = await Promise.all([
    alice.page.waitForEvent('download'),
    alice.chat.getByRole('button', { name: 'Download transcript' }).click(),
  ])
  const text = await readFile(await file.path(), 'utf8')
  expect(text).toContain(question)
  expect(text).toContain(answer)

  await alice.chat.getByRole('button', { name: 'End conversation' }).click()
  await alice.chat.getByRole('alertdialog').getByRole('button', { name: 'End it' }).click()
  const rating = alice.chat.getByRole('group', { name: 'How did we do?' })
  await rating.getByRole('radio', { name: /^4/ }).focus()
  await alice.page.keyboard.press('ArrowRight')
  await expect(rating.getByRole('radio', { name: /^5/ })).toBeChecked()
  await alice.chat.getByRole('textbox', { name: 'What could be better?' }).fill('Nothing')
  await alice.chat.getByRole('button', { name: 'Send rating' }).click()
  await expect(alice.chat.getByText('Thank you for your rating!')).toBeVisible()
  await expect(log(inbox.page)).toContainText('5 of 5')

  const again = unique('One more thing')
  await write(alice.chat, again)
  await expect(log(inbox.page)).toContainText(again)
  await expect(rating).toHaveCount(0)
})

test('where only verified customers may write, a stranger is told to sign in', async ({ open, stack }) => {
  const key = await createInbox(stack, { verified_only: true })
  const { page } = await open({})
  const { chat } = await visit(page, stack, key)
  await expect(chat.getByText('Please sign in on this site to write to us.')).toBeVisible()
  await expect(composer(chat)).toHaveCount(0)
})
