import { composer, openChat } from './support/chat.ts'
import { expect, test } from './support/test.ts'

// A page's router hears every popstate that is its own.
const router =
  'window.heard = 0; addEventListener("popstate", () => window.heard++); history.replaceState({ key: "a" }, "")'

for (const first of ['our script', 'the page’s router']) {
  test(`on a phone Back closes the chat and stays on the page, where ${first} comes first`, async ({
    host,
    open,
    stack,
  }) => {
    const { page, context } = await open({ phone: true })
    const ours = `<script src="${stack.APP_URL}/widget.js" data-inbox="${stack.DEMO_INBOX_KEY}" data-locale="en"></script>`
    const theirs = `<script>${router}</script>`
    await page.goto(await host(first === 'our script' ? ours + theirs : theirs + ours))
    const alice = { page, context, chat: page.frameLocator('iframe[title="Chat"]') }
    const dialog = alice.chat.getByRole('dialog', { name: 'Chat' })
    const heard = () => page.evaluate(() => (window as Window & { heard?: number }).heard)
    const state = () => page.evaluate(() => history.state)
    const hears = first === 'our script' ? 0 : 1
    await page.evaluate(() => history.pushState({ key: 'b' }, '', '?page=b'))
    const address = page.url()

    await openChat(alice)
    expect(page.url()).toBe(address)
    await page.goBack()
    await expect(dialog).toBeHidden()
    expect(page.url()).toBe(address)
    expect(await state()).toEqual({ key: 'b' })
    expect(await heard()).toBe(hears)

    await openChat(alice)
    await alice.chat.getByRole('button', { name: 'Close chat' }).click()
    await expect(dialog).toBeHidden()
    await expect.poll(state).toEqual({ key: 'b' })
    expect(await heard()).toBe(2 * hears)

    await page.goBack() // this one is the page's own
    await expect.poll(state).toEqual({ key: 'a' })
    expect(await heard()).toBe(2 * hears + 1)
  })
}

test('on a desktop the history is left alone', async ({ customer }) => {
  const alice = await customer()
  const before = await alice.page.evaluate(() => history.length)
  await openChat(alice)
  expect(await alice.page.evaluate(() => history.length)).toBe(before)
})

test('the keyboard leaves the composer in sight', async ({ customer }) => {
  const alice = await customer({ phone: true })
  await openChat(alice)
  // A keyboard takes the lower half: the visual viewport shrinks, the layout's does not. No browser under test has one, so it is said instead.
  await alice.page.evaluate(() => {
    const viewport = window.visualViewport as VisualViewport
    Object.defineProperty(viewport, 'height', { value: 420 })
    Object.defineProperty(viewport, 'offsetTop', { value: 30 })
    viewport.dispatchEvent(new Event('resize'))
  })
  await expect
    .poll(async () => {
      const box = await composer(alice.chat).boundingBox()
      return box ? box.y + box.height : Infinity
    })
    .toBeLessThanOrEqual(450)
  const panel = async () => {
    const box = await alice.page.locator('causerie-chat .panel').boundingBox()
    return box && [Math.round(box.y), Math.round(box.height)]
  }
  await expect.poll(panel).toEqual([30, 420])
})
