import type { CDPSession, Page } from '@playwright/test'
import { composer, log, openChat, unique, write } from './support/chat.ts'
import { expect, test } from './support/test.ts'

// What `destroy()` leaves on a page: nothing. Counted by the browser itself (CDP), and by the page for what the browser does not count.

/** Counts what is running in the page, from before the first script on. */
function count() {
  const running = { timers: new Set<number>(), observers: new Set<object>() }
  const wait = window.setTimeout.bind(window)
  const repeat = window.setInterval.bind(window)
  const stop = window.clearTimeout.bind(window)
  Object.assign(window, {
    running,
    setTimeout(task: () => void, ms?: number) {
      const id: number = wait(() => {
        running.timers.delete(id)
        task()
      }, ms)
      running.timers.add(id)
      return id
    },
    setInterval(task: () => void, ms?: number) {
      const id = repeat(task, ms)
      running.timers.add(id)
      return id
    },
  })
  const cleared = (id: number) => {
    running.timers.delete(id)
    stop(id)
  }
  Object.assign(window, { clearTimeout: cleared, clearInterval: cleared })
  for (const name of ['MutationObserver', 'ResizeObserver', 'IntersectionObserver'] as const) {
    const { prototype } = window[name] as unknown as { prototype: Record<string, (...given: unknown[]) => unknown> }
    const { observe, disconnect } = prototype
    prototype.observe = function (...given) {
      running.observers.add(this)
      return observe?.apply(this, given)
    }
    prototype.disconnect = function () {
      running.observers.delete(this)
      return disconnect?.apply(this)
    }
  }
}

type Counted = {
  timers: number
  observers: number
  nodes: number
  documents: number
  listeners: number
  frames: number
}

async function counted(page: Page, cdp: CDPSession): Promise<Counted> {
  await cdp.send('HeapProfiler.collectGarbage')
  const { nodes, documents, jsEventListeners: listeners } = await cdp.send('Memory.getDOMCounters')
  const own = await page.evaluate(() => {
    const { running } = window as unknown as { running: { timers: Set<number>; observers: Set<object> } }
    return { timers: running.timers.size, observers: running.observers.size }
  })
  return { ...own, nodes, documents, listeners, frames: page.frames().length }
}

test('destroy leaves nothing behind: no node, listener, timer, observer, frame or socket', async ({
  host,
  open,
  stack,
}) => {
  const { page, context } = await open({ phone: true })
  await page.addInitScript(count)
  await page.goto(await host('<body><h1>Host</h1></body>'))
  const cdp = await context.newCDPSession(page)
  const sockets: { isClosed: () => boolean }[] = []
  page.on('websocket', (socket) => sockets.push(socket))
  const chat = page.frameLocator('iframe[title="Chat"]')

  const live = async () => {
    await page.evaluate(
      ([src, inbox]) => {
        const script = Object.assign(document.createElement('script'), { src })
        Object.assign(script.dataset, { inbox, locale: 'en' })
        script.addEventListener('load', () => script.remove())
        document.head.append(script)
      },
      [`${stack.APP_URL}/widget.js`, stack.DEMO_INBOX_KEY] as const,
    )
    await page.getByRole('button', { name: 'Open chat' }).waitFor()
    await openChat({ page, context, chat })
    await expect(composer(chat)).toBeVisible()
    await page.evaluate(() => window.Causerie?.('destroy'))
    await expect(page.locator('causerie-chat')).toHaveCount(0)
    await page.mouse.click(5, 5) // else the browser now and then keeps the document that was last tapped
  }

  await live() // what the browser and Playwright themselves put into a page is there now
  await expect.poll(async () => (await counted(page, cdp)).documents).toBe(1)
  const bare = await counted(page, cdp)
  await live()
  await live()
  await expect.poll(() => counted(page, cdp)).toEqual(bare)
  expect(await page.evaluate(() => 'Causerie' in window)).toBe(false)
  expect(await page.evaluate(() => history.state)).toBeNull()
  expect(page.workers()).toHaveLength(0)
  expect(sockets.filter((socket) => !socket.isClosed())).toEqual([])

  // The measure can tell one leaf of each.
  await page.evaluate(() => {
    setInterval(() => undefined, 60_000)
    new MutationObserver(() => undefined).observe(document, { childList: true })
    addEventListener('storage', () => undefined)
    document.body.append(document.createElement('i'))
  })
  expect(await counted(page, cdp)).toEqual({
    ...bare,
    timers: bare.timers + 1,
    observers: bare.observers + 1,
    listeners: bare.listeners + 1,
    nodes: bare.nodes + 1,
  })
})

// Signing out ends the session on the server, which then says so.
test.describe('logging out', () => {
  test.use({ allowed: { complaints: [/40[0-9]/] } })
  test('what is kept on the device is what the docs say, and logging out takes it', async ({ customer, stack }) => {
    const alice = await customer()
    const { page } = alice
    await openChat(alice)
    const text = unique('kept')
    await write(alice.chat, text)
    await expect(log(alice.chat)).toContainText(text)
    await expect(alice.chat.getByText('Sending')).toBeHidden()
    const prefix = `causerie:${stack.DEMO_INBOX_KEY}:`
    const keys = () => page.evaluate(() => Object.keys(localStorage))
    await expect.poll(keys).toContain(`${prefix}session`)
    expect((await keys()).filter((key) => !key.startsWith(prefix))).toEqual([])
    expect(await page.evaluate(() => document.cookie)).toBe('')
    await page.evaluate(() => window.Causerie?.('logout').catch(() => undefined))
    expect(await keys()).toEqual([])
    await expect(page.locator('iframe[title="Chat"]')).toHaveCount(0)
    await openChat(alice)
    await expect(log(alice.chat)).not.toContainText(text)
  })
})
