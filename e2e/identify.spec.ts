import type { Page } from '@playwright/test'
import { composer, log, openChat, openRow, row, unique, write } from './support/chat.ts'
import { identitySecret, sign } from './support/identity.ts'
import { finishErasures } from './support/owner.ts'
import { expect, test } from './support/test.ts'

// Who the visitor is, as the shop's own server says: here this test signs in its place.

const refusalIn = (page: Page, token: string) =>
  page.evaluate(
    (given) =>
      window.Causerie?.('identify', { token: given }).then(
        () => 'taken',
        (error: { code?: string }) => error.code,
      ),
    token,
  )

test.describe.configure({ mode: 'serial' })
let secret: Uint8Array

test.describe('over logging out', () => {
  // What was under way when the session ended, or the person was erased, is refused: the browser says so by itself.
  test.use({ allowed: { complaints: [/status of 400/] } })

  test('identified before intent nothing leaves the page; then one history on two devices; logging out forgets it, and so does erasing', async ({
    customer,
    agent,
    stack,
  }) => {
    secret = await identitySecret(stack, stack.DEMO_INBOX_KEY)
    const subject = unique('user').replace(' ', '-')
    const token = () => sign(secret, subject, stack.DEMO_INBOX_KEY, 'Alice Etcheverry')

    const phone = await customer()
    const asked: string[] = []
    phone.page.on('request', (request) => asked.push(request.url()))
    await phone.page.evaluate(
      (given) => {
        void window.Causerie?.('update', { attributes: { plan: 'pro' } }) // before anybody is there to have it
        Object.assign(window, { named: window.Causerie?.('identify', { token: given }) })
      },
      await token(),
    )
    await phone.page.waitForLoadState('networkidle')
    expect(asked).toEqual([])

    await openChat(phone)
    const contact = await phone.page.evaluate(() => (window as Window & { named?: Promise<unknown> }).named)
    expect(contact).toMatchObject({ name: 'Alice Etcheverry', email: `${subject}@filou.example`, verified: true })
    expect(contact).toMatchObject({ attributes: { plan: 'pro' } })
    const text = unique('from my phone')
    await write(phone.chat, text)
    await expect(phone.chat.getByText('Sending')).toBeHidden()

    const laptop = await customer()
    await laptop.page.evaluate((given) => void window.Causerie?.('identify', { token: given }), await token())
    await openChat(laptop)
    await laptop.chat.getByText(text).first().click()
    await expect(log(laptop.chat)).toContainText(text)
    await write(laptop.chat, `${text}, and from my laptop`)
    await expect(log(phone.chat)).toContainText('and from my laptop')

    const { page: inbox } = await agent()
    await openRow(inbox, text)
    const details = inbox.getByRole('region', { name: 'Conversation details' })
    await expect(details.getByText('verified', { exact: true })).toBeVisible()
    await expect(details.getByRole('button', { name: 'Edit', exact: true })).toHaveCount(0) // the site vouches for these

    await laptop.page.evaluate(() => window.Causerie?.('logout'))
    expect(await laptop.page.evaluate(() => Object.keys(localStorage))).toEqual([])
    await openChat(laptop)
    await expect(composer(laptop.chat)).toBeVisible()
    await expect(laptop.chat.getByText(text)).toHaveCount(0)

    await test.step('[ERASE-3] erased once the name is typed: gone from every screen, and the chat begins anew', async () => {
      const id = new URL(inbox.url()).pathname.split('/').at(-1)
      await details.getByRole('button', { name: 'Erase this person' }).click()
      const dialog = inbox.getByRole('dialog', { name: 'Erase this person' })
      await expect(dialog.getByRole('textbox')).toBeFocused()
      await inbox.keyboard.type('alice')
      await expect(dialog.getByRole('button', { name: 'Erase for ever' })).toBeDisabled()
      await inbox.keyboard.type(' etcheverry')
      await inbox.keyboard.press('Enter')
      await expect(inbox.getByText('This person was erased')).toBeVisible()
      await expect(inbox.getByRole('button', { name: 'Back to the list' })).toBeFocused()
      await expect(inbox.getByText(text)).toHaveCount(0)
      await expect(phone.chat.getByText(text)).toHaveCount(0)
      const anew = unique('who am I')
      await write(phone.chat, anew)
      await expect(row(inbox, anew)).toBeVisible()
      await finishErasures(stack)
      await inbox.goto(`${stack.APP_URL}/admin/settings/workspace`)
      await expect(inbox.getByRole('list', { name: 'Erased people' }).getByText('Complete').first()).toBeVisible()
      await inbox.goto(`${stack.APP_URL}/admin/chat/${id}`)
      await expect(inbox.getByText('This person was erased')).toBeVisible()
    })
  })
})

test.describe('a token that is no good', () => {
  test.use({ allowed: { complaints: [/40[0-9]/, /Causerie identify: token_/] } })

  test('is refused with its code, and the chat goes on', async ({ customer, stack }) => {
    const alice = await customer()
    await openChat(alice)
    const refusal = (token: string) => refusalIn(alice.page, token)
    const forged = await sign(new TextEncoder().encode('x'.repeat(32)), 'mallory', stack.DEMO_INBOX_KEY, 'Mallory')
    expect(await refusal(forged)).toBe('token_signature')
    expect(await refusal(await sign(secret, 'mallory', `ibx_${'0'.repeat(22)}`, 'Mallory'))).toBe('token_audience')
    expect(await refusal(await sign(secret, 'mallory', stack.DEMO_INBOX_KEY, 'Mallory', '-1m'))).toBe('token_expired')
    expect(await refusal('nonsense')).toBe('token_malformed')
    const [, payload = ''] = (await sign(secret, 'mallory', stack.DEMO_INBOX_KEY, 'Mallory')).split('.')
    expect(await refusal(`${btoa('{"alg":"none"}').replaceAll('=', '')}.${payload}.`)).toBe('token_algorithm')
    const text = unique('still here')
    await write(alice.chat, text)
    await expect(log(alice.chat)).toContainText(text)

    const once = await sign(secret, unique('once'), stack.DEMO_INBOX_KEY, 'Once', '10m', unique('jti'))
    expect(await refusal(once)).toBe('taken')
    const mallory = await customer()
    await openChat(mallory)
    expect(await refusalIn(mallory.page, once)).toBe('token_replayed')
  })
})
