import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { cleanUp, given, launcher, prepare, shadow } from './testing'

beforeEach(() => {
  prepare()
  document.title = 'The shop'
})
afterEach(cleanUp)

const look = (isSeen: boolean) => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(isSeen ? 'visible' : 'hidden')
  document.dispatchEvent(new Event('visibilitychange'))
}

async function ready() {
  const { widget, hear, intend } = given()
  await intend()
  hear({ type: 'hello', again: false })
  hear({ type: 'ready' })
  return { widget, say: hear }
}

const NEWS = { author: 'Ann', text: 'It <b>leaves</b> today', dismiss: 'Dismiss' }

test('the newest unread message stands beside the button, as text; it can be put away, and opens the chat', async () => {
  const { say } = await ready()
  say({ type: 'preview', ...NEWS })
  const bubble = () => shadow().querySelector('.preview')
  expect(bubble()?.textContent).toContain('AnnIt <b>leaves</b> today')
  shadow().querySelector<HTMLButtonElement>('[aria-label=Dismiss]')?.click()
  expect(bubble()?.textContent).toBe('')
  say({ type: 'preview', ...NEWS })
  expect(bubble()?.textContent).toBe('') // the same again is no news
  say({ type: 'preview', ...NEWS, text: 'It has arrived' })
  shadow().querySelector<HTMLButtonElement>('.preview .words')?.click()
  expect(launcher().ariaExpanded).toBe('true')
})

test('the title counts while nobody looks, and is the page’s own again afterwards', async () => {
  const { say, widget } = await ready()
  say({ type: 'unread', count: 2 })
  expect(document.title).toBe('The shop')
  look(false)
  expect(document.title).toBe('(2) The shop')
  say({ type: 'unread', count: 3 })
  expect(document.title).toBe('(3) The shop')
  document.title = 'Another page'
  look(true)
  expect(document.title).toBe('Another page')
  look(false)
  widget.destroy()
  expect(document.title).toBe('Another page')
})

test('a notification is shown where the page may already show some, and asked for nowhere', async () => {
  const shown: string[] = []
  const requestPermission = vi.fn<() => Promise<string>>()
  class FakeNotification extends EventTarget {
    static permission = 'default'
    static requestPermission = requestPermission
    constructor(title: string, { body }: { body: string }) {
      super()
      shown.push(`${title}: ${body}`)
    }
  }
  vi.stubGlobal('Notification', FakeNotification)
  vi.spyOn(document, 'hasFocus').mockReturnValue(false)
  const { say } = await ready()
  say({ type: 'notify', ...NEWS })
  expect(shown).toEqual([])
  FakeNotification.permission = 'granted'
  say({ type: 'notify', ...NEWS })
  expect(shown).toEqual(['Ann: It <b>leaves</b> today'])
  expect(requestPermission).not.toHaveBeenCalled()
})
