import { log, openChat, openRow, unique, write } from './support/chat.ts'
import { expect, test } from './support/test.ts'

test('two tabs of one customer share the conversation, what is unread and what is read', async ({
  agent,
  customer,
}) => {
  const alice = await customer()
  const inbox = await agent()
  const text = unique('two tabs')
  await openChat(alice)
  await write(alice.chat, text)
  await openRow(inbox.page, text)

  const secondPage = await alice.context.newPage()
  await secondPage.goto(alice.page.url())
  const answer = unique('answer')
  await write(inbox.page, answer)
  await expect(log(alice.chat)).toContainText(answer)
  const second = { ...alice, page: secondPage, chat: secondPage.frameLocator('iframe[title="Chat"]') }
  await openChat(second)
  await second.chat.getByText(answer).first().click()
  await expect(log(second.chat)).toContainText(answer)
  await write(second.chat, `${text} from the second tab`)
  await expect(log(alice.chat)).toContainText(`${text} from the second tab`)
  await expect(log(inbox.page)).toContainText(`${text} from the second tab`)
})

test.describe('with an expired session', () => {
  test.use({ allowed: { complaints: [/401|403|400/] } })

  test('the agent is asked to sign in again, calmly', async ({ agent, stack }) => {
    const inbox = await agent()
    // Neither token is good any more: as after a long holiday, or when an admin has ended all sessions.
    await inbox.page.evaluate(() => {
      for (const key of Object.keys(localStorage)) {
        const value = localStorage.getItem(key)
        if (!value?.includes('access_token')) continue
        localStorage.setItem(key, JSON.stringify({ ...JSON.parse(value), expires_at: 1, refresh_token: 'gone' }))
      }
    })
    await inbox.page.goto(`${stack.APP_URL}/admin/chat`)
    await expect(inbox.page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  })

  test('the customer keeps writing: an access token that has run out is renewed', async ({ agent, customer }) => {
    const alice = await customer()
    const inbox = await agent()
    const text = unique('renewed')
    await openChat(alice)
    await write(alice.chat, text)
    await openRow(inbox.page, text)
    await alice.page.evaluate(() => {
      for (const key of Object.keys(localStorage)) {
        const value = localStorage.getItem(key)
        if (!value?.includes('access_token')) continue
        localStorage.setItem(key, JSON.stringify({ ...JSON.parse(value), expires_at: 1 }))
      }
    })
    await alice.page.reload()
    await openChat(alice)
    await alice.chat.getByText(text).first().click()
    await write(alice.chat, `${text} again`)
    await expect(log(inbox.page)).toContainText(`${text} again`)
  })
})
