import type { Page } from '@playwright/test'
import { composer, log, openRow, row, unique, write } from './support/chat.ts'
import { visit } from './support/inbox.ts'
import { expect, test } from './support/test.ts'

// The whole life of a team in one story, in a workspace of its own: what each part needs, the one before has made.

// A wrong code and a claim that comes late are refused; the browser says so by itself.
test.use({ allowed: { complaints: [/status of 40[09]/] } })

test('a team begins, shares the work without talking over each other, and lets somebody go', async ({
  open,
  stack,
}) => {
  test.setTimeout(150_000)
  const { page: owner } = await open({})
  const { page: tom, context: tomsBrowser } = await open({})
  const { page: shop } = await open({})
  const email = `${unique('tom').replaceAll(' ', '-')}@example.com`
  let key = ''

  await test.step('first run: an account, the setup code, a name, and there is an inbox with its snippet', async () => {
    await owner.goto(`${stack.APP_URL}/admin/login`)
    await owner.getByRole('link', { name: 'Create an account' }).click()
    await signUp(owner, 'Olga Petrova', `${unique('olga').replaceAll(' ', '-')}@example.com`)
    await owner.getByLabel('Name of the workspace').fill('Espadrilles Olga')
    await owner.getByLabel('Setup code').fill('not-the-code')
    await owner.getByRole('button', { name: 'Create the workspace' }).click()
    await expect(owner.getByRole('alert')).toContainText('This is not the setup code.')
    await owner.getByLabel('Setup code').fill(stack.SETUP_CODE)
    await owner.getByRole('button', { name: 'Create the workspace' }).click()
    await expect(owner.getByRole('heading', { name: 'Inbox: Espadrilles Olga' })).toBeVisible()
    const snippet = owner.locator('code').filter({ hasText: 'data-inbox' })
    key = /ibx_\w{22}/.exec(await snippet.innerText())?.[0] ?? ''
    expect(key).not.toBe('')
  })

  await test.step('a colleague comes by a link', async () => {
    await owner.getByRole('button', { name: 'Your account' }).click()
    await owner.getByRole('menuitem', { name: 'Invite a colleague' }).click()
    const dialog = owner.getByRole('dialog', { name: 'Invite a colleague' })
    await dialog.getByLabel('Email').fill(email)
    await dialog.getByRole('button', { name: 'Make the invitation' }).click()
    const link = await dialog.getByText(/\/admin\/join#[0-9a-f]{64}/).innerText()
    await tom.goto(link.trim())
    await tom.getByRole('button', { name: 'Create an account' }).click()
    await signUp(tom, 'Tom Byron', email)
    await expect(tom.getByRole('heading', { name: 'Inbox: Espadrilles Olga' })).toBeVisible()
    await owner.goto(`${stack.APP_URL}/admin/chat`)
  })

  const question = unique('Do you have them in red?')
  const { chat } = await visit(shop, stack, key)

  await test.step('two take it at once: one has it, the other is told who', async () => {
    await write(chat, question)
    await openRow(owner, question)
    await openRow(tom, question)
    let letGo: () => void = () => undefined
    const tomsTurn = new Promise<void>((resolve) => (letGo = resolve))
    await owner.route('**/rpc/assign_conversation', async (route) => {
      await tomsTurn
      await route.continue()
    })
    await owner.getByRole('button', { name: 'Assign to me' }).click()
    await tom.getByRole('button', { name: 'Assign to me' }).click()
    await expect(owner.getByText('Assigned to Tom Byron', { exact: true })).toBeVisible()
    letGo()
    await expect(owner.getByText('Tom Byron was quicker: the conversation is theirs.').first()).toBeVisible()
    await expect(tom.getByText('Assigned to you', { exact: true })).toBeVisible()
    await expect(owner.getByText('Assigned to Tom Byron', { exact: true })).toBeVisible()
    const events = owner.getByRole('region', { name: 'Events' })
    await expect(events.getByRole('listitem').first()).toContainText('Tom Byron')
  })

  await test.step('desktop notification: one over two tabs, and none in quiet hours', async () => {
    // This browser has no desktop: it denies them whatever is granted. What would be shown is written down instead.
    await tomsBrowser.addInitScript(() => {
      const told: string[] = []
      document.hasFocus = () => 'front' in window // else as when another window stands before it: in Playwright every page has the focus
      class Recorded extends EventTarget {
        static readonly permission = 'granted'
        constructor(title: string, options?: NotificationOptions) {
          super()
          told.push(`${title}: ${options?.body}`)
        }
      }
      Object.assign(window, { told, Notification: Recorded })
    })
    const toldIn = async (pages: Page[]) =>
      (
        await Promise.all(pages.map((page) => page.evaluate(() => (window as Window & { told?: string[] }).told)))
      ).flat()

    const address = tom.url()
    const watched = owner.url()
    await owner.goto(`${stack.APP_URL}/admin/chat`) // else its reader has read what comes
    const hears = joined(tom)
    await tom.goto(`${stack.APP_URL}/admin/settings/profile`)
    await hears
    const away = unique('In size 37?')
    await write(chat, away)
    await expect.poll(() => toldIn([tom])).toEqual([expect.stringContaining(away)])
    await expect(tom).toHaveTitle('(1) Settings · Causerie')
    await expect(tom.locator('link[rel="icon"]')).toHaveAttribute('href', '/favicon-unread.svg')

    // Realtime refuses, and the page is not the inbox: what is asked for tells.
    await tom.goto('about:blank')
    const reader = await tomsBrowser.newPage()
    await reader.routeWebSocket(/realtime/, (socket) => socket.close())
    const begun = reader.waitForResponse((response) => response.url().includes('select=changed_at'))
    await reader.goto(`${stack.APP_URL}/admin/reports`)
    await reader.evaluate(() => window.dispatchEvent(new Event('focus'))) // looks now, not at the next poll
    await begun
    await expect(reader).toHaveTitle('(1) Reports · Causerie')
    const polled = unique('In size 37½?')
    await write(chat, polled)
    await reader.evaluate(() => window.dispatchEvent(new Event('focus')))
    await expect.poll(() => toldIn([reader])).toEqual([expect.stringContaining(polled)])
    await reader.close()
    await owner.goto(watched)
    const hearsAgain = joined(tom)
    await tom.goto(address)
    await hearsAgain

    const tabs = [await tomsBrowser.newPage(), await tomsBrowser.newPage()]
    for (const tab of tabs) {
      await tab.goto(`${stack.APP_URL}/admin/chat`)
      await expect(row(tab, polled)).toBeVisible()
    }
    const told = () => toldIn([tom, ...tabs])

    await tom.evaluate(() => {
      Object.assign(window, { front: true })
      window.dispatchEvent(new Event('focus'))
    })
    const seen = unique('In size 36?')
    await write(chat, seen)
    for (const tab of [tom, ...tabs]) await expect(row(tab, seen)).toBeVisible()
    await tom.evaluate(() => {
      delete (window as Window & { front?: true }).front
      window.dispatchEvent(new Event('blur'))
    })
    const loud = unique('In size 38?')
    await write(chat, loud)
    for (const tab of tabs) await expect(row(tab, loud)).toBeVisible()
    await expect.poll(told).toEqual([expect.stringContaining(loud)])

    await tom.goto(`${stack.APP_URL}/admin/settings/profile`)
    await tom.getByLabel('Quiet hours').check()
    await tom.getByLabel('From', { exact: true }).fill('00:00')
    await tom.getByLabel('To', { exact: true }).fill('23:59')
    const heeded = tabs.map((tab) => tab.waitForResponse((response) => response.url().includes('my_preferences')))
    await tom.getByRole('region', { name: 'Notifications and writing' }).getByRole('button', { name: 'Save' }).click()
    await Promise.all(heeded)
    const before = await told()
    for (const quiet of [unique('Or 38 and a half?'), unique('Or 39?')]) {
      await write(chat, quiet)
      for (const tab of tabs) await expect(row(tab, quiet)).toBeVisible()
    }
    expect(await told()).toEqual(before)
    for (const tab of tabs) await tab.close()
  })

  await test.step('away by itself after a minute without a sign, seen by others; back with the next key', async () => {
    await tom.getByLabel('Away after (minutes without a sign of me)').fill('1')
    await tom.getByRole('region', { name: 'Notifications and writing' }).getByRole('button', { name: 'Save' }).click()
    await expect(tom.getByText('There are changes that are not saved.')).toHaveCount(0)
    await tom.clock.install()
    await tom.goto(`${stack.APP_URL}/admin/chat`)
    await expect(tom.getByRole('list', { name: 'Conversations' })).toBeVisible()
    await owner.getByRole('button', { name: 'Assign to…' }).click()
    const colleague = owner.getByRole('option', { name: /Tom Byron/ }) // stays open: what it shows is told, not asked for
    await expect(colleague).toHaveText(/^(TB)?Tom Byron$/)
    const said = tom.waitForResponse((response) => response.url().includes('set_availability'))
    await tom.clock.fastForward(75_000)
    await said
    await expect(colleague).toHaveText(/Away/)
    const back = tom.waitForResponse((response) => response.url().includes('set_availability'))
    await tom.keyboard.press('j')
    await back
    await expect(colleague).toHaveText(/^(TB)?Tom Byron$/)
    await owner.keyboard.press('Escape')
    await expect(colleague).toBeHidden()
  })

  await test.step('removed: the open tab says so at once, and hears nothing more', async () => {
    await openRow(tom, 'Or 39?')
    const heard: string[] = []
    tom.on(
      'response',
      (response) =>
        void response
          .text()
          .then((text) => heard.push(text))
          .catch(() => undefined),
    )
    tom.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(String(payload))))
    await tom.reload() // so that its socket is heard, too
    await expect(log(tom)).toContainText('Or 39?')
    const known = unique('Still there?')
    await write(chat, known)
    await expect(log(tom)).toContainText(known)
    expect(heard.some((text) => text.includes(known))).toBe(true)

    await owner.getByRole('button', { name: 'Your account' }).click()
    await owner.getByRole('menuitem', { name: 'Settings' }).click()
    await owner.getByRole('link', { name: 'Team' }).click()
    await owner.getByRole('button', { name: 'Remove Tom Byron' }).click()
    await owner.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click()
    await expect(tom.getByText('You are no longer in Espadrilles Olga')).toBeVisible()
    await expect(tom.getByRole('log')).toHaveCount(0)

    const secret = unique('For Olga alone')
    await write(chat, secret)
    await owner.getByRole('link', { name: 'Inbox', exact: true }).first().click()
    await openRow(owner, secret)
    await expect(owner.getByText('Unassigned').first()).toBeVisible() // what was Tom's is nobody's
    const answer = unique('Yes')
    await write(owner, answer)
    await expect(log(chat)).toContainText(answer)
    expect(heard.filter((text) => text.includes(secret) || text.includes(answer))).toEqual([])
    await expect(composer(tom)).toHaveCount(0)
  })
})

/** Once this page has joined its workspace's channel: from then on it hears. */
function joined(page: Page): Promise<void> {
  return new Promise((resolve) => {
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        if (/workspace:.*"phx_reply"/.test(String(payload))) resolve()
      }),
    )
  })
}

async function signUp(page: Page, name: string, email: string): Promise<void> {
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('a-good-long-password')
  await page.getByRole('button', { name: 'Create an account' }).click()
}
