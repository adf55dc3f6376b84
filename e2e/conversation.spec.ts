import { composer, log, openChat, openRow, row, unique, write } from './support/chat.ts'
import { expect, test } from './support/test.ts'

test('a customer writes, the agent sees it live and answers, both see typing, reading and closing @free', async ({
  agent,
  customer,
}) => {
  const alice = await customer()
  const inbox = await agent()
  const question = unique('Where is my parcel?')

  await test.step('the list moves without reload', async () => {
    await openChat(alice)
    await write(alice.chat, question)
    await expect(log(alice.chat)).toContainText(question)
    await expect(row(inbox.page, question)).toBeVisible()
    await openRow(inbox.page, question)
  })

  await test.step('typing is seen on both sides', async () => {
    // Whoever joins the channel a moment later has missed the first word, and hears the next, 3 s after it.
    for (const [from, at] of [
      [inbox.page, alice.chat],
      [alice.chat, inbox.page],
    ] as const) {
      await expect(async () => {
        await composer(from).pressSequentially('Let me')
        await expect(at.getByRole('status').filter({ hasText: 'is typing' })).toBeVisible({ timeout: 1_000 })
      }).toPass({ timeout: 10_000 })
    }
    await composer(alice.chat).clear()
  })

  const answer = unique('It leaves today')
  await test.step('the badge counts what came while the chat was closed', async () => {
    await alice.page
      .getByRole('button', { name: /^Close chat/ })
      .first()
      .click()
    await write(inbox.page, answer)
    await expect(alice.page.getByRole('button', { name: 'Open chat, 1 unread' })).toBeVisible()
    await write(inbox.page, unique('and arrives tomorrow'))
    await expect(alice.page.getByRole('button', { name: 'Open chat, 2 unread' })).toBeVisible()
  })

  await test.step('the customer reads, the agent sees it read', async () => {
    await expect(inbox.page.getByText(/Read$/)).toBeHidden()
    await alice.page.getByRole('button', { name: 'Open chat, 2 unread' }).click()
    await expect(log(alice.chat)).toContainText(answer)
    await expect(inbox.page.getByText(/Read$/)).toBeVisible()
    await alice.page
      .getByRole('button', { name: /^Close chat/ })
      .first()
      .click()
    await expect(alice.page.getByRole('button', { name: 'Open chat', exact: true })).toBeVisible()
  })

  await test.step('closed by the agent, reopened by the customer', async () => {
    await inbox.page.getByRole('button', { name: 'Close conversation' }).click()
    await expect(inbox.page.getByRole('button', { name: 'Reopen conversation' })).toBeVisible()
    await alice.page.getByRole('button', { name: 'Open chat', exact: true }).click()
    const again = unique('One more thing')
    await write(alice.chat, again)
    await expect(inbox.page.getByRole('button', { name: 'Close conversation' })).toBeVisible()
    await expect(log(inbox.page)).toContainText(again)
  })

  await test.step('an agent deletes what they wrote, for both', async () => {
    const slip = inbox.page.locator('[data-message-id]').filter({ hasText: answer })
    await slip.getByText(answer).click()
    await inbox.page.keyboard.press('Tab')
    await inbox.page.keyboard.press('Enter')
    await inbox.page.getByRole('dialog').getByRole('button', { name: 'Delete for everyone' }).click()
    for (const window of [inbox.page, alice.chat]) {
      await expect(log(window)).toContainText('This message was deleted.')
      await expect(log(window)).not.toContainText(answer)
    }
    await expect(inbox.page.getByRole('dialog')).toBeHidden()
    await expect(inbox.page.locator('[data-message-id]:focus-within')).toContainText('This message was deleted.')
  })
})

test('assigning to oneself, closing and reopening move the conversation between tabs for every agent @free', async ({
  agent,
  customer,
}) => {
  const alice = await customer()
  const one = await agent()
  const two = await agent()
  const question = unique('Do you ship to Lyon?')
  await openChat(alice)
  await write(alice.chat, question)
  await openRow(one.page, question)
  await expect(row(two.page, question)).toBeVisible()

  await one.page.getByRole('button', { name: 'Assign to me' }).click()
  await expect(one.page.getByRole('button', { name: 'Assign to me' })).toBeHidden()
  await one.page.getByRole('button', { name: 'Close conversation' }).click()
  await expect(row(two.page, question)).toBeHidden()
  await two.page.getByRole('tab', { name: /^Closed/ }).click()
  await expect(row(two.page, question)).toBeVisible()
  await openRow(two.page, question)
  await two.page.getByRole('button', { name: 'Reopen conversation' }).click()
  await expect(two.page.getByRole('button', { name: 'Close conversation' })).toBeVisible()
})

test('the conversation survives a reload, and the customer finds it again in the list', async ({ customer }) => {
  const alice = await customer()
  const question = unique('Size 42?')
  await openChat(alice)
  await write(alice.chat, question)
  await expect(log(alice.chat)).toContainText(question)
  await expect(alice.chat.getByText('Sending')).toBeHidden()
  await alice.page.reload()
  await openChat(alice)
  const list = alice.chat.getByRole('list', { name: 'Conversations' })
  await list.getByText(question).or(log(alice.chat).getByText(question)).first().click()
  await expect(log(alice.chat)).toContainText(question)
})

test('search finds a conversation by a word of any message', async ({ agent, customer }) => {
  const alice = await customer()
  const inbox = await agent()
  const word = unique('xylo').replace(' ', '')
  await openChat(alice)
  await write(alice.chat, `I bought a ${word} here`)
  await write(alice.chat, 'and it is lovely')
  await expect(row(inbox.page, 'and it is lovely').first()).toBeVisible()
  await inbox.page.getByRole('searchbox', { name: 'Search conversations' }).fill(word)
  await expect(inbox.page.getByRole('list', { name: 'Conversations' }).getByRole('link')).toHaveCount(1)
})
