import { composer, openChat, unique, write, log } from './support/chat.ts'
import { expect, test } from './support/test.ts'

// Whatever is blocked: a small card with a way on, never a blank frame over the page.

test.use({
  allowed: { complaints: [/net::ERR_/, /violates the following Content Security Policy/, /Failed to load resource/] },
})

for (const blocked of ['widget-panel.js', 'widget.html']) {
  test(`${blocked} blocked: a card with the address and another try, which works when the block is gone`, async ({
    customer,
    stack,
  }) => {
    const alice = await customer()
    const { page } = alice
    await page.route(`${stack.APP_URL}/${blocked}*`, (route) => route.abort())
    await page.evaluate(() => window.Causerie?.('on', 'error', ({ code }) => (document.title = code)))
    await page.getByRole('button', { name: 'Open chat' }).click()
    const again = page.getByRole('button', { name: 'Try again' })
    await expect(again).toBeVisible()
    await expect(page).toHaveTitle('unreachable')
    const card = await page.locator('causerie-chat .panel').boundingBox()
    expect(card?.height).toBeLessThan(220)
    await page.unroute(`${stack.APP_URL}/${blocked}*`)
    await again.click()
    const text = unique('after all')
    await write(alice.chat, text)
    await expect(log(alice.chat)).toContainText(text)
  })
}

test('a policy without a place for our frame: the card at once, with the address of the page', async ({
  host,
  open,
  stack,
}) => {
  const { page } = await open({ phone: true })
  const url = await host(
    `<script async src="${stack.APP_URL}/widget.js" data-inbox="${stack.DEMO_INBOX_KEY}" data-locale="en" data-email="hello@filou.example"></script>`,
    { 'content-security-policy': `default-src 'none'; script-src ${stack.APP_URL}` },
  )
  await page.goto(url)
  await page.getByRole('button', { name: 'Open chat' }).click()
  await expect(page.getByRole('link', { name: 'hello@filou.example' })).toHaveAttribute(
    'href',
    'mailto:hello@filou.example',
  )
  await expect(page.getByText('The chat can’t be reached right now.')).toBeVisible()
  // And the page is there to be used.
  await page.getByRole('button', { name: 'Close chat' }).click()
  await expect(page.getByRole('button', { name: 'Try again' })).toBeHidden()
})

test('a backend that is away: the panel says so itself and goes on when it is back', async ({ customer, stack }) => {
  const alice = await customer()
  await alice.page.context().route(`${stack.API_URL}/**`, (route) => route.abort())
  await openChat(alice)
  await expect(alice.chat.getByRole('button', { name: 'Try again' })).toBeVisible()
  await alice.page.context().unroute(`${stack.API_URL}/**`)
  const text = unique('back again') // by itself, as soon as it is asked again
  await composer(alice.chat).waitFor({ timeout: 15_000 })
  await write(alice.chat, text)
  await expect(log(alice.chat)).toContainText(text)
})
