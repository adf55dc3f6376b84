import type { Page } from '@playwright/test'
import { composer, log, openChat, openRow, unique, write } from './support/chat.ts'
import { watchPolicy } from './support/host.ts'
import { expect, test, type Customer } from './support/test.ts'

// The demo site's own pages, each a host with one habit: what is embedded must live with all of them.

const launcher = (page: Page) => page.locator('causerie-chat .launcher')

/** Writes, and picks an emoji: two things that need everything the frame loads. */
async function useAll(alice: Customer, text: string): Promise<void> {
  await openChat(alice)
  await write(alice.chat, text)
  await expect(log(alice.chat)).toContainText(text)
  await expect(alice.chat.getByText('Sending')).toBeHidden()
  await alice.chat.getByRole('button', { name: 'Emoji' }).click()
  const search = alice.chat.locator('em-emoji-picker input').first()
  await search.waitFor()
  await search.pressSequentially('rocket')
  await search.press('Enter')
  await expect(composer(alice.chat)).toHaveValue(/🚀/u)
}

test('the strictest policy has nothing to complain of, and everything works, answers too', async ({
  agent,
  open,
  stack,
}) => {
  const { page, context } = await open({})
  const violations = await watchPolicy(page)
  const answer = await page.goto(`${stack.DEMO_URL}/strict`)
  expect(answer?.headers()['content-security-policy']).toBe(
    `default-src 'none'; script-src ${stack.APP_URL}; frame-src ${stack.APP_URL}`,
  )
  const alice = { page, context, chat: page.frameLocator('iframe[title="Chat"]') }
  const text = unique('strictly')
  await useAll(alice, text)
  const inbox = await agent()
  await openRow(inbox.page, text)
  await write(inbox.page, `${text}, answered`)
  await expect(log(alice.chat)).toContainText(`${text}, answered`)
  expect(page.frames()).toHaveLength(2)
  expect(await violations()).toEqual([])
})

test('a page that demands Trusted Types has nothing to complain of either', async ({ host, open, stack }) => {
  const { page, context } = await open({})
  const violations = await watchPolicy(page)
  const url = await host(
    `<script async src="${stack.APP_URL}/widget.js" data-inbox="${stack.DEMO_INBOX_KEY}" data-locale="en"></script>`,
    {
      'content-security-policy': `default-src 'none'; script-src ${stack.APP_URL}; frame-src ${stack.APP_URL}; require-trusted-types-for 'script'; trusted-types causerie`,
    },
  )
  await page.goto(url)
  await openChat({ page, context, chat: page.frameLocator('iframe[title="Chat"]') })
  expect(await violations()).toEqual([])
})

test('in a cross-origin isolated page everything works', async ({ customer }) => {
  const alice = await customer({ path: '/isolated' })
  expect(await alice.page.evaluate(() => crossOriginIsolated)).toBe(true)
  await useAll(alice, unique('isolated'))
})

test('a page that never loads keeps the chat as it is, whichever way it moves', async ({ customer }) => {
  const alice = await customer({ path: '/spa' })
  const { page, chat } = alice
  await openChat(alice)
  for (const way of ['Sizes', 'Repairs', 'The workshop']) {
    await composer(chat).fill(`before ${way}`)
    await page.getByRole('link', { name: way }).click()
    await expect(page.getByRole('heading', { name: way })).toBeVisible()
    await expect(composer(chat)).toHaveValue(`before ${way}`)
    expect(page.url()).toContain('spa?page=')
    await expect(launcher(page)).toHaveCount(1)
  }
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'repairs' })).toBeVisible()
  await page.getByRole('link', { name: 'Nothing' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing' })).toBeVisible()
  await expect(chat.getByRole('dialog', { name: 'Chat' })).toBeVisible() // thrown out, put back, loaded anew
  await expect(launcher(page)).toHaveCount(1)
})

test('on a page from right to left the button and the panel stand on the left', async ({ customer }) => {
  const alice = await customer({ path: '/rtl' })
  const button = await launcher(alice.page).boundingBox()
  expect(button?.x).toBeLessThan(40)
  await openChat(alice)
  const panel = await alice.chat.getByRole('dialog', { name: 'Chat' }).boundingBox()
  expect(panel?.x).toBeLessThan(40)
})

test('on a dark page the chat is dark, whatever the visitor’s setting', async ({ customer }) => {
  const alice = await customer({ path: '/dark' })
  await openChat(alice)
  await expect(alice.chat.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('a page’s own button opens and closes, with the focus back on it', async ({ customer }) => {
  const { page, chat } = await customer({ path: '/launcher' })
  await expect(launcher(page)).toBeHidden()
  const help = page.getByRole('link', { name: 'Write to us' })
  await help.focus()
  await page.keyboard.press('Enter')
  await expect(chat.getByRole('dialog', { name: 'Chat' })).toBeVisible()
  await expect(composer(chat)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(chat.getByRole('dialog', { name: 'Chat' })).toBeHidden()
  await expect(help).toBeFocused()
  await page.getByRole('button', { name: 'Help' }).click()
  await expect(chat.getByRole('dialog', { name: 'Chat' })).toBeVisible()
})

test('the page of pages leads to each of them', async ({ open, stack }) => {
  const { page } = await open({})
  await page.goto(`${stack.DEMO_URL}/pages`)
  const links = await page
    .getByRole('main')
    .getByRole('link')
    .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href))
  expect(links).toHaveLength(8)
  for (const link of links) expect((await page.request.get(link)).status(), link).toBe(200)
})

test('in the head, not deferred, twice, and under a page’s rules for everything: one button in its place, and a word', async ({
  browser,
  host,
  stack,
}) => {
  const page = await browser.newPage()
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  const tag = `<script src="${stack.APP_URL}/widget.js" data-inbox="${stack.DEMO_INBOX_KEY}"></script>`
  const rules =
    'html > * { all: unset !important; position: relative !important; transform: scale(0.5) !important; opacity: 0 !important }'
  await page.goto(await host(`<head>${tag}${tag}<style>${rules}</style></head><body><p>Shop</p></body>`))
  await expect(launcher(page)).toBeVisible()
  const { x, y } = (await launcher(page).boundingBox())!
  const { width, height } = page.viewportSize()!
  expect({ x, y }).toEqual({ x: width - 20 - 56, y: height - 20 - 56 })
  expect(await page.locator('causerie-chat').count()).toBe(1)
  expect(said).toEqual(['Causerie is on this page already: the second script is ignored'])
  // Last in the document: Tab comes to the page first.
  expect(await page.evaluate(() => document.documentElement.lastElementChild?.localName)).toBe('causerie-chat')
  await page.close()
})
