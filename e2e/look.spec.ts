import { composer, log, openChat, openRow, unique, write } from './support/chat.ts'
import { expect, expectAccessible, test } from './support/test.ts'

for (const dark of [false, true]) {
  test(`axe finds nothing grave in the ${dark ? 'dark' : 'light'} shop, chat, emoji picker, sign-in and inbox`, async ({
    agent,
    customer,
    open,
    stack,
  }) => {
    const alice = await customer({ dark })
    await expectAccessible(alice.page)
    await openChat(alice)
    const text = unique('accessible')
    await write(alice.chat, text)
    await expect(log(alice.chat)).toContainText(text)
    await expectAccessible(alice.page)
    await alice.chat.getByRole('button', { name: 'Emoji' }).click()
    await alice.chat
      .locator('em-emoji-picker')
      .getByRole('searchbox')
      .or(alice.chat.locator('em-emoji-picker input'))
      .first()
      .waitFor()
    await expectAccessible(alice.page)

    const { page } = await open({ dark })
    await page.goto(`${stack.APP_URL}/admin/login`)
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    await expectAccessible(page)

    const inbox = await agent({ dark })
    await expectAccessible(inbox.page)
    await openRow(inbox.page, text)
    await expectAccessible(inbox.page)
  })
}

test('an emoji is chosen by keyboard and sent', async ({ customer }) => {
  const alice = await customer()
  await openChat(alice)
  await composer(alice.chat).fill('Hello ')
  await alice.chat.getByRole('button', { name: 'Emoji' }).click()
  const search = alice.chat.locator('em-emoji-picker input').first()
  await search.waitFor()
  await search.pressSequentially('rocket')
  await search.press('Enter')
  await expect(composer(alice.chat)).toHaveValue(/Hello 🚀/u)
  await composer(alice.chat).press('Enter')
  await expect(log(alice.chat)).toContainText('🚀')
})

test('in French, every name is French on both sides', async ({ agent, customer }) => {
  const alice = await customer({ locale: 'fr' })
  await alice.page.getByRole('button', { name: 'Ouvrir le chat', exact: true }).click()
  await expect(alice.chat.getByRole('dialog', { name: 'Chat' })).toBeVisible()
  const text = unique('Bonjour')
  await write(alice.chat, text)
  await expect(alice.chat.getByRole('button', { name: 'Envoyer' })).toBeVisible()
  const inbox = await agent({ locale: 'fr' })
  await expect(
    inbox.page.getByRole('tablist', { name: 'Statut' }).getByRole('tab', { name: /^Ouvertes/ }),
  ).toBeVisible()
  await expect(inbox.page.getByRole('searchbox', { name: 'Rechercher une conversation' })).toBeVisible()
  await openRow(inbox.page, text)
  for (const name of ["M'attribuer", 'Clore la conversation', 'Mettre en veille']) {
    await expect(inbox.page.getByRole('button', { name })).toBeVisible()
  }
  await expect(inbox.page.getByRole('region', { name: 'Détails de la conversation' })).toBeVisible()
})

test('on a phone the chat fills the screen, and the inbox shows one pane at a time', async ({ agent, customer }) => {
  const alice = await customer({ phone: true })
  await openChat(alice)
  const box = await alice.chat.getByRole('dialog', { name: 'Chat' }).boundingBox()
  expect(box).toMatchObject({ x: 0, width: 390 })
  expect(box?.height).toBeGreaterThan(800)
  const text = unique('from my phone')
  await write(alice.chat, text)
  const inbox = await agent({ phone: true })
  await openRow(inbox.page, text)
  await expect(inbox.page.getByRole('list', { name: 'Conversations' })).toBeHidden()
  await expect(composer(inbox.page)).toBeInViewport()
  expect(
    await composer(inbox.page).evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize)),
  ).toBeGreaterThanOrEqual(16)
})

test('Escape closes the chat and gives the focus back to its button', async ({ customer }) => {
  const alice = await customer()
  await alice.page.getByRole('button', { name: 'Open chat' }).focus()
  await alice.page.keyboard.press('Enter')
  await expect(composer(alice.chat)).toBeFocused()
  await alice.page.keyboard.press('Escape')
  await expect(alice.chat.getByRole('dialog', { name: 'Chat' })).toBeHidden()
  await expect(alice.page.getByRole('button', { name: 'Open chat' })).toBeFocused()
})

test('before intent the shop makes no request to us but for the loader, and keeps nothing', async ({ open, stack }) => {
  const { page } = await open({})
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(stack.DEMO_URL)
  await page.getByRole('button', { name: 'Open chat' }).waitFor()
  await page.waitForLoadState('networkidle')
  expect(asked.filter((url) => !url.startsWith(stack.DEMO_URL))).toEqual([`${stack.APP_URL}/widget.js`])
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([])
})

test('the app itself shows the widget too, as a component', async ({ open, stack }) => {
  const { page } = await open({})
  await page.goto(stack.APP_URL)
  await page.getByRole('button', { name: 'Open chat' }).click()
  await expect(page.getByRole('dialog', { name: 'Chat' })).toBeVisible()
  const text = unique('from the app')
  await write(page, text)
  await expect(log(page)).toContainText(text)
})
