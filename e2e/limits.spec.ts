import type { FrameLocator } from '@playwright/test'
import postgres from 'postgres'
import { composer, log, openChat, shown, unique, write } from './support/chat.ts'
import { liftLimits } from './support/limits.ts'
import { signInOwner } from './support/owner.ts'
import type { Stack } from './support/stack.ts'
import { expect, test, type Customer } from './support/test.ts'

// What is too much, as the visitor meets it: nothing written is lost, and it says in words what happens. Only on a stack of one's own:
// limits are everybody's. The browser itself complains of each refusal.
test.use({ allowed: { complaints: [/status of (400|429)/] } })
test.afterEach(({ stack }) => liftLimits(stack))

/** What one contact, one address, one inbox may do: columns of `private.limits`. */
async function setLimits({ DB_URL }: Stack, limits: Record<string, number>): Promise<void> {
  const sql = postgres(DB_URL, { max: 1, onnotice: () => {} })
  await sql`update private.limits set ${sql({ messages_at_once: 1_000, ...limits })}`
  await sql.end()
}

/** Every text that was ever shown as a word on how things stand. @returns what was said until now */
async function listenToNotices(chat: FrameLocator): Promise<() => Promise<string[]>> {
  const panel = chat.getByRole('dialog', { name: 'Chat' })
  await panel.evaluate((element) => {
    const said = new Set<string>()
    Object.assign(window, { said })
    new MutationObserver(() => {
      for (const notice of element.querySelectorAll('[role=status], [role=alert]'))
        if (notice.textContent) said.add(notice.textContent)
    }).observe(element, { childList: true, subtree: true, characterData: true })
  })
  return () => panel.evaluate(() => [...((window as Window & { said?: Set<string> }).said ?? [])])
}

async function openNew({ chat }: Customer): Promise<void> {
  await chat.getByRole('button', { name: 'All conversations' }).click()
  await chat.getByRole('button', { name: 'New conversation' }).click()
}

test('signing in refused by quota: the message is kept, an address is asked, and it goes by itself later @free', async ({
  customer,
  stack,
}) => {
  const alice = await customer()
  const { page, chat } = alice
  await page.context().route(`${stack.API_URL}/auth/v1/signup*`, (route) =>
    route.fulfill({
      status: 429,
      headers: { 'access-control-allow-origin': '*' },
      json: { code: 'over_request_rate_limit', message: 'Request rate limit reached' },
    }),
  )
  await openChat(alice)
  const text = unique('Is anybody there?')
  await write(chat, text)
  await expect(log(chat)).toContainText(text)
  const ask = chat.getByRole('region', { name: 'Email' })
  await expect(ask).toContainText('Your message is kept and goes out by itself.')
  await page.reload()
  await openChat(alice)
  await expect(log(chat)).toContainText(text)
  await chat.getByRole('button', { name: 'All conversations' }).click()
  await chat
    .getByRole('list', { name: 'Conversations' })
    .getByRole('button', { name: /Waiting/ })
    .click()
  await expect(log(chat)).toContainText(text)
  await ask.getByRole('textbox', { name: 'Email' }).fill('grace@example.com')
  await ask.getByRole('button', { name: 'Save' }).click()
  await expect(chat.getByText('We will write to grace@example.com')).toBeVisible()

  await page.context().unroute(`${stack.API_URL}/auth/v1/signup*`)
  await expect(chat.getByText('Waiting')).toBeHidden({ timeout: 40_000 })
  expect(await shown(chat, text)).toEqual([text])
  const owner = await signInOwner(stack)
  const { data } = await owner
    .from('conversations')
    .select('contact:contacts!conversations_contact_id_fkey(email, verified)')
    .eq('last_message_preview', text)
    .throwOnError()
  expect(data).toEqual([{ contact: { email: 'grace@example.com', verified: false } }])
})

test('a flood is asked to work unnoticed; too much at once waits and goes; too many conversations and who is blocked are told @free', async ({
  customer,
  stack,
}) => {
  const alice = await customer()
  const { chat } = alice
  await openChat(alice)
  const notices = await listenToNotices(chat)
  await setLimits(stack, { conversations_per_address_and_hour: 0 }) // whoever begins one is asked to work
  const first = unique('Work for me')
  await write(chat, first)
  await expect(chat.getByText('Sending')).toBeHidden()
  expect(await shown(chat, first)).toEqual([first])
  expect(await notices()).toEqual([])

  await setLimits(stack, { messages_at_once: 4, messages_per_minute: 40 })
  const texts = Array.from({ length: 7 }, (_, n) => `${first}, ${n}`)
  for (const text of texts) await write(chat, text)
  await expect.poll(notices).toContain('That was a lot at once. It will be sent in a moment.')
  await expect(composer(chat)).toBeEnabled()
  await expect(chat.getByText(/^(Sending|Waiting)/)).toHaveCount(0, { timeout: 20_000 })
  expect(await shown(chat, first)).toEqual([first, ...texts])
  await expect(chat.getByText('That was a lot at once.')).toHaveCount(0)

  await setLimits(stack, { open_conversations: 1 })
  await openNew(alice)
  const second = unique('And another thing')
  await write(chat, second)
  await expect(chat.getByText('You have several open conversations. Please go on in one of them.')).toBeVisible()
  await expect(log(chat)).toContainText(second)
  await setLimits(stack, { open_conversations: 5 })
  await chat.getByRole('button', { name: 'Retry' }).click()
  await expect(chat.getByText('Not sent')).toBeHidden()

  const owner = await signInOwner(stack)
  const begun = () => owner.from('conversations').select('contact_id').eq('last_message_preview', second).throwOnError()
  await expect.poll(async () => (await begun()).data).toHaveLength(1)
  const { data } = await begun().single()
  await owner.rpc('block_contact', { contact_id: data.contact_id }).throwOnError()
  const last = unique('Let me in')
  await write(chat, last)
  await expect(chat.getByText('You can’t write here any more.')).toBeVisible()
  await expect(log(chat)).toContainText(last)
  await expect(log(chat)).toContainText(second)
})
