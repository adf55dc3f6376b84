import { composer, openChat, openRow, shown, unique, write } from './support/chat.ts'
import { keepDatabaseDown } from './support/killDatabase.ts'
import { expect, NETWORK_COMPLAINTS, test } from './support/test.ts'

// Runs when all the other stories are over: they share its stack.
test.use({ allowed: { complaints: [...NETWORK_COMPLAINTS, /50\d/] } })

test('with the database down, a banner says so, the outbox holds, and all recovers without reload', async ({
  agent,
  customer,
  stack,
}) => {
  test.setTimeout(150_000)
  const alice = await customer()
  const inbox = await agent()
  const text = unique('down')
  await openChat(alice)
  await write(alice.chat, text)
  await openRow(inbox.page, text)

  const repair = keepDatabaseDown(stack.DB_URL)
  for (let i = 1; i <= 5; i++) {
    await write(alice.chat, `${text} customer ${i}`)
    await write(inbox.page, `${text} agent ${i}`)
  }
  await expect(alice.chat.getByRole('alert')).toBeVisible({ timeout: 30_000 })
  await expect(inbox.page.getByRole('alert')).toBeVisible({ timeout: 30_000 })
  await repair()

  for (const window of [alice.chat, inbox.page]) {
    await expect.poll(async () => (await shown(window, text)).length, { timeout: 60_000 }).toBe(11)
  }
  await expect.poll(() => shown(inbox.page, text), { timeout: 15_000 }).toEqual(await shown(alice.chat, text))
  await expect(composer(alice.chat)).toBeEnabled()
  await expect(alice.chat.getByRole('alert')).toBeHidden({ timeout: 40_000 })
  await expect(inbox.page.getByRole('alert')).toBeHidden({ timeout: 40_000 })
})
