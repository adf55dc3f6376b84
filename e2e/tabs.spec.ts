import type { Page } from '@playwright/test'
import { log, openChat, openRow, unique, write } from './support/chat.ts'
import { expect, test } from './support/test.ts'

/** How many sockets a page holds open. */
function socketsOf(page: Page): () => number {
  let open = 0
  page.on('websocket', (socket) => {
    open += 1
    socket.on('close', () => (open -= 1))
  })
  return () => open
}

test('two tabs of a customer hear over one socket; when the one with it is closed, the other goes on', async ({
  agent,
  customer,
}) => {
  const alice = await customer()
  const first = socketsOf(alice.page)
  await openChat(alice)
  const question = unique('Which tab?')
  await write(alice.chat, question)
  await expect.poll(first).toBe(1)

  const page = await alice.context.newPage()
  const second = socketsOf(page)
  await page.goto(alice.page.url())
  const other = { page, context: alice.context, chat: page.frameLocator('iframe[title="Chat"]') }
  await openChat(other)
  await expect(log(other.chat)).toContainText(question)

  const inbox = await agent()
  await openRow(inbox.page, question)
  const answer = unique('Both')
  await write(inbox.page, answer)
  await expect(log(other.chat)).toContainText(answer)
  await expect(log(alice.chat)).toContainText(answer)
  expect(first() + second()).toBe(1)

  const holder = first() === 1 ? alice : other
  const left = holder === alice ? other : alice
  await holder.page.close()
  await expect.poll(holder === alice ? second : first, { timeout: 5_000 }).toBe(1)
  const more = unique('Still here')
  await write(inbox.page, more)
  await expect(log(left.chat)).toContainText(more)
})
