import { composer, log, openChat, openRow, row, shown, unique, write } from './support/chat.ts'
import type { Locator, Page } from '@playwright/test'
import type { Stack } from './support/stack.ts'
import { expect, test } from './support/test.ts'

test('an empty or blank message is not sent', async ({ customer }) => {
  const alice = await customer()
  await openChat(alice)
  await expect(alice.chat.getByRole('button', { name: 'Send' })).toBeDisabled()
  await composer(alice.chat).fill('   \n  ')
  await expect(alice.chat.getByRole('button', { name: 'Send' })).toBeDisabled()
  await composer(alice.chat).press('Enter')
  await expect(composer(alice.chat)).toHaveValue(/^\s*$/)
  const first = unique('first')
  await write(alice.chat, first)
  await expect(log(alice.chat)).toContainText(first)
})

test('a message of 10,001 characters stays in the composer and says why; 10,000 are sent', async ({
  agent,
  customer,
}) => {
  const alice = await customer()
  const inbox = await agent()
  const mark = unique('long')
  await openChat(alice)
  const tooLong = mark + 'x'.repeat(10_001 - mark.length)
  await write(alice.chat, tooLong)
  await expect(composer(alice.chat)).toHaveValue(tooLong)
  await expect(alice.chat.getByText(/10,000/)).toBeVisible()
  const file = 'A file pasted by mistake. '.repeat(40_000)
  await paste(composer(alice.chat), file)
  await expect(alice.chat.getByText(/too much text/)).toBeVisible()
  await expect(composer(alice.chat)).toHaveValue(tooLong)
  await write(alice.chat, tooLong.slice(0, 10_000))
  await expect(row(inbox.page, mark)).toBeVisible()
  const overflow = await alice.page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  )
  expect(overflow).toBe(false)
  await openRow(inbox.page, mark)
  await paste(composer(inbox.page), file)
  await expect(inbox.page.getByText(/too much text/)).toBeVisible()
  await expect(composer(inbox.page)).toHaveValue('')
  expect(
    await inbox.page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth),
  ).toBe(false)
})

test('HTML, control characters, emoji and right-to-left text arrive as they were written, and nothing runs', async ({
  agent,
  customer,
}) => {
  const alice = await customer()
  const inbox = await agent()
  const mark = unique('raw')
  await openChat(alice)
  const html = `${mark} <script>window.hacked=1</script><img src=x onerror="window.hacked=1"> <b>bold</b>`
  await write(alice.chat, html)
  await openRow(inbox.page, mark)
  await expect(log(inbox.page)).toContainText('<script>window.hacked=1</script>')
  await write(alice.chat, `${mark} a\u0000b\u0007c 👩‍👩‍👧‍👦 مرحبا`)
  await expect(log(inbox.page)).toContainText('abc 👩‍👩‍👧‍👦 مرحبا')
  await write(alice.chat, `${mark} link https://example.com/?a=1&b=<2> javascript:alert(1)`)
  await expect(log(inbox.page).getByRole('link', { name: /example\.com/ })).toHaveAttribute(
    'href',
    /^https:\/\/example\.com/,
  )
  await expect(log(inbox.page).locator('a[href^="javascript"]')).toHaveCount(0)
  for (const page of [alice.page, inbox.page]) expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
})

test('the same word twice is two messages', async ({ agent, customer }) => {
  const alice = await customer()
  const inbox = await agent()
  const mark = unique('twice')
  await openChat(alice)
  await write(alice.chat, mark)
  await write(alice.chat, mark)
  await openRow(inbox.page, mark)
  await expect.poll(() => shown(inbox.page, mark)).toEqual([mark, mark])
})

test.describe('with a bad key', () => {
  test.use({ allowed: { complaints: [/causerie/i, /400|404/] } })

  /** Opens the shop as if its owner had written this key into the page. */
  async function openShop(page: Page, stack: Stack, key: string): Promise<string[]> {
    const said: string[] = []
    page.on('console', (message) => said.push(message.text()))
    await page.addInitScript((inboxKey) => {
      new MutationObserver(() => {
        const script = document.querySelector<HTMLScriptElement>('script[data-inbox]')
        if (script) script.dataset.inbox = inboxKey
      }).observe(document, { childList: true, subtree: true })
    }, key)
    await page.goto(stack.DEMO_URL)
    return said
  }

  test('a malformed key draws nothing and says so in the console', async ({ open, stack }) => {
    const { page } = await open({})
    const said = await openShop(page, stack, 'nonsense')
    await expect.poll(() => said.join('\n')).toMatch(/data-inbox/)
    await expect(page.getByRole('button', { name: 'Open chat' })).toHaveCount(0)
  })

  test('an unknown key: the button goes at the first intent', async ({ open, stack }) => {
    const { page } = await open({})
    const said = await openShop(page, stack, `ibx_${'A'.repeat(22)}`)
    await page.getByRole('button', { name: 'Open chat' }).click()
    await expect(page.getByRole('button', { name: /chat$/ })).toHaveCount(0)
    expect(said.join('\n')).toMatch(/no inbox/)
  })
})

test.describe('with an unknown conversation in the address', () => {
  test.use({ allowed: { complaints: [/400/] } })

  test('the inbox says so calmly', async ({ agent }) => {
    const inbox = await agent({ path: '/01990000-0000-7000-8000-000000000000' })
    await expect(inbox.page.getByText(/not found|can.t be found|doesn.t exist/i).first()).toBeVisible()
  })
})

async function paste(field: Locator, text: string): Promise<void> {
  await field.evaluate((element, words) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', words)
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    if (element.dispatchEvent(event)) throw new Error('The browser would put it in.')
  }, text)
}
