import { log, openChat, openRow, shown, unique, write } from './support/chat.ts'
import { expect, NETWORK_COMPLAINTS, test, type Customer } from './support/test.ts'
import type { Page } from '@playwright/test'

test.use({ allowed: { complaints: NETWORK_COMPLAINTS } })

/** Both sides write `count` messages that hold `mark`, one every `everyMs`. */
async function bothWrite(customer: Customer, agent: Page, mark: string, count: number): Promise<void> {
  const one = async (window: Customer['chat'] | Page, name: string) => {
    for (let i = 1; i <= count; i++) await write(window, `${mark} ${name} ${i}`)
  }
  await Promise.all([one(customer.chat, 'customer'), one(agent, 'agent')])
}

/** Both screens show the same messages, each once, each author's in the order they were written. */
async function expectSame(customer: Customer, agent: Page, mark: string, count: number): Promise<void> {
  await expect.poll(async () => (await shown(customer.chat, mark)).length, { timeout: 45_000 }).toBe(2 * count)
  await expect.poll(async () => (await shown(agent, mark)).length, { timeout: 45_000 }).toBe(2 * count)
  await expect.poll(async () => await shown(agent, mark), { timeout: 15_000 }).toEqual(await shown(customer.chat, mark))
  const texts = await shown(customer.chat, mark)
  for (const name of ['customer', 'agent']) {
    const own = texts.filter((text) => text.includes(` ${name} `))
    expect(own).toEqual(Array.from({ length: count }, (_, i) => `${mark} ${name} ${i + 1}`))
  }
}

for (const { side, tag } of [
  { side: 'customer', tag: '' },
  { side: 'agent', tag: ' @free' },
] as const) {
  test(`the ${side}'s connection is cut for 10 s while both write: the same messages in the end, once each, in order${tag}`, async ({
    agent,
    customer,
    network,
  }) => {
    test.setTimeout(120_000)
    const wire = await network()
    const alice = await customer(side === 'customer' ? { network: wire } : {})
    const inbox = await agent(side === 'agent' ? { network: wire } : {})
    const mark = unique('cut')
    await openChat(alice)
    await write(alice.chat, `${mark} hello`)
    await openRow(inbox.page, `${mark} hello`)

    wire.cut()
    const cutAt = Date.now()
    const both = unique('both')
    await bothWrite(alice, inbox.page, both, 8)
    const cutSide = side === 'customer' ? alice.chat : inbox.page
    await expect(cutSide.getByRole('alert')).toBeVisible()
    await expect.poll(() => Date.now() - cutAt, { timeout: 15_000 }).toBeGreaterThan(10_000)
    wire.mend()

    await expectSame(alice, inbox.page, both, 8)
    await expect(cutSide.getByRole('alert')).toBeHidden({ timeout: 30_000 })
  })
}

test('with Realtime refusing altogether, both sides still converge by polling', async ({
  agent,
  customer,
  network,
}) => {
  test.setTimeout(120_000)
  const wire = await network()
  wire.refuseWebSockets()
  const alice = await customer({ network: wire })
  const inbox = await agent({ network: wire })
  const mark = unique('poll')
  await openChat(alice)
  await write(alice.chat, `${mark} hello`)
  await expect(inbox.page.getByRole('list', { name: 'Conversations' }).getByText(`${mark} hello`)).toBeVisible({
    timeout: 30_000,
  })
  await openRow(inbox.page, `${mark} hello`)
  const both = unique('both')
  await bothWrite(alice, inbox.page, both, 5)
  await expectSame(alice, inbox.page, both, 5)
})

test('what was written offline survives a reload and is sent when the network is back', async ({
  agent,
  customer,
  network,
}) => {
  const wire = await network()
  const alice = await customer({ network: wire })
  const inbox = await agent()
  const mark = unique('reload')
  await openChat(alice)
  await write(alice.chat, `${mark} hello`)
  await openRow(inbox.page, `${mark} hello`)
  wire.cut()
  await write(alice.chat, `${mark} offline`)
  await expect(log(alice.chat)).toContainText(`${mark} offline`)
  wire.mend()
  await alice.page.reload()
  await expect(log(inbox.page)).toContainText(`${mark} offline`, { timeout: 30_000 })
  expect(await shown(inbox.page, `${mark} offline`)).toHaveLength(1)
})

test('a message that the server refuses stays, says why, and can be sent again', async ({ agent, customer }) => {
  const alice = await customer()
  const inbox = await agent()
  const mark = unique('refused')
  await openChat(alice)
  await write(alice.chat, `${mark} hello`)
  await openRow(inbox.page, `${mark} hello`)
  await alice.page.route(
    '**/rpc/send_message*',
    (route) =>
      route.fulfill({
        status: 400,
        headers: { 'access-control-allow-origin': '*' },
        json: { code: 'LC429', message: 'Too many messages', hint: 'too_many', details: null },
      }),
    { times: 1 },
  )
  await write(alice.chat, `${mark} second`)
  await alice.chat.getByRole('button', { name: /^(Retry|Try again)/ }).click()
  await expect(log(inbox.page)).toContainText(`${mark} second`)
  expect(await shown(alice.chat, `${mark} second`)).toHaveLength(1)
})
