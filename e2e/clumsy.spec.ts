import { composer, log, openChat, shown, unique, write } from './support/chat.ts'
import { createInbox, visit } from './support/inbox.ts'
import { answer, signInOwner } from './support/owner.ts'
import { expect, test } from './support/test.ts'

// Hasty hands, closed storage, hostile names, and nothing but a keyboard.

test('where frames may store nothing, a draft, a message cut off by closing the tab and the conversation are kept; a double tap sends once', async ({
  customer,
  stack,
}) => {
  const alice = await customer({ phone: true })
  const { context, page, chat } = alice
  await context.addInitScript(() => {
    if (location.pathname !== '/widget.html') return
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('The user blocks what third parties store.', 'SecurityError')
        },
      })
  })
  await page.reload()
  await openChat(alice)
  const half = unique('Half a thou')
  await composer(chat).fill(half)
  await page.reload()
  await openChat(alice)
  await expect(composer(chat)).toHaveValue(half)

  const first = unique('Did it leave?')
  const [left] = await Promise.all([
    context.waitForEvent('request', (request) => request.url().includes('/rpc/start_conversation')),
    (async () => {
      await context.route(/rpc\/start_conversation/, () => new Promise(() => {})) // under way for as long as it takes
      await write(chat, first)
    })(),
  ])
  expect(left.postDataJSON()).toMatchObject({ body: first })
  await page.close()
  await context.unrouteAll({ behavior: 'ignoreErrors' })
  const again = { ...alice, page: await context.newPage() }
  again.chat = again.page.frameLocator('iframe[title="Chat"]')
  await again.page.goto(stack.DEMO_URL)
  await openChat(again)
  await expect(log(again.chat)).toContainText(first)
  await expect(again.chat.getByText(/^(Sending|Waiting)/)).toHaveCount(0, { timeout: 20_000 })

  const twice = unique('Tap, tap')
  await composer(again.chat).fill(twice)
  await again.chat.getByRole('button', { name: 'Send' }).dblclick({ force: true })
  await expect(again.chat.getByText(/^Sending/)).toHaveCount(0)
  await again.page.reload()
  await openChat(again)
  await expect(log(again.chat)).toContainText(twice)
  expect(await shown(again.chat, first)).toEqual([first])
  expect(await shown(again.chat, twice)).toEqual([twice])
})

test('with the keyboard alone, at 200 %, in forced colours: written, read to the second, left; names that are code stay names', async ({
  open,
  stack,
}) => {
  const owner = await signInOwner(stack)
  await owner.rpc('agent_heartbeat', { workspace_id: stack.DEMO_WORKSPACE_ID }).throwOnError()
  const hostile = '<img src=x onerror="window.hacked=1">'
  const key = await createInbox(stack, { name: `${hostile} متجر ${'W'.repeat(40)}` })
  const { page } = await open({})
  await page.setViewportSize({ width: 640, height: 400 }) // 1280 × 800 at 200 %
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
  const { chat } = await visit(page, stack, key)
  const press = async (...keys: string[]) => {
    for (const pressed of keys) await page.keyboard.press(pressed)
  }
  await expect(composer(chat)).toBeFocused()
  const storm = unique('👩‍👩‍👧‍👦🏳️‍🌈'.repeat(120))
  await page.keyboard.insertText(storm)
  await press('Enter')
  await expect(chat.getByText(/^Sending/)).toHaveCount(0)
  const reply = unique('x'.repeat(9_000))
  await expect(() => answer(owner, storm, reply)).toPass()
  await expect(log(chat)).toContainText(reply)

  await press('Shift+Tab')
  await expect(log(chat)).toBeFocused()
  await press('ArrowUp')
  await expect(log(chat).getByText(/:\d\d:\d\d/)).toBeVisible()
  const overflows = await page.frames()[1]?.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    const running = document.getAnimations().filter(({ playState }) => playState === 'running').length
    return { wide: scrollWidth > clientWidth, running, hacked: 'hacked' in window }
  })
  expect(overflows).toEqual({ wide: false, running: 0, hacked: false })
  await press('Tab', 'Tab')
  await expect(chat.getByRole('button', { name: 'Attach a file' })).toBeFocused()
  await press('Escape')
  await expect(page.getByRole('button', { name: 'Open chat' })).toBeFocused()
})
