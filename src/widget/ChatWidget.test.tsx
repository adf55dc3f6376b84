import { cleanup, configure, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { I18nProvider } from '@/i18n/I18nProvider'
import type { Locale } from '@/i18n/locale'
import { ChatWidget } from './ChatWidget'

// The chat itself is fetched on intent: here it is compiled then, too.
configure({ asyncUtilTimeout: 10_000 })
vi.setConfig({ testTimeout: 30_000 })

const inbox = {
  id: '0199aaaa-0000-7000-8000-000000000001',
  name: 'Filou',
  locale: 'fr',
  texts: { greeting: 'Bonjour !' },
  theme: { accent: '#1f6b52' },
  form: [],
  open_now: true,
  next_opening: null,
  agents: [],
  available: true,
  expected_reply_seconds: 240,
}
const asked: string[] = []
let answer: () => Response | Promise<Response>

beforeEach(() => {
  document.head.innerHTML =
    '<meta name="causerie:api-url" content="http://api.test"><meta name="causerie:publishable-key" content="sb_publishable_x">'
  answer = () => Response.json(inbox)
  vi.stubGlobal('fetch', (url: RequestInfo | URL) => {
    asked.push(url instanceof Request ? url.url : String(url))
    return answer()
  })
})

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  localStorage.clear()
  asked.length = 0
})

let used = 0
/** Each test has an inbox of its own, and with it a client of its own. */
const newKey = () => `ibx_${String(used++).padStart(22, 'K')}`

const show = (inboxKey: string, locale: Locale = 'en') =>
  render(
    <I18nProvider locale={locale} remember={false}>
      <ChatWidget inboxKey={inboxKey} />
    </I18nProvider>,
  )

test('before intent: a button, no request, no storage key', () => {
  show(newKey())
  expect(screen.getByRole('button', { name: 'Open chat' })).toBeTruthy()
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(asked).toEqual([])
  expect(localStorage).toHaveLength(0)
})

test('opened by who has never written: the composer at once, no user made, no row', async () => {
  show(newKey())
  await userEvent.click(screen.getByRole('button', { name: 'Open chat' }))
  expect(await screen.findByRole('dialog', { name: 'Chat' })).toBeTruthy()
  expect(await screen.findByRole('textbox', { name: 'Message' })).toBe(document.activeElement)
  expect(await screen.findByText('Bonjour !')).toBeTruthy()
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.every((url) => url.endsWith('/rpc/get_inbox'))).toBe(true)
})

test('that there is no message is said when it is known that there is no greeting', async () => {
  const arrives = Promise.withResolvers<void>()
  answer = () => arrives.promise.then(() => Response.json({ ...inbox, texts: {} }))
  show(newKey())
  await userEvent.click(screen.getByRole('button', { name: 'Open chat' }))
  await screen.findByRole('textbox', { name: 'Message' })
  expect(screen.queryByText('No messages yet. Say hello!')).toBeNull()
  arrives.resolve()
  expect(await screen.findByText('No messages yet. Say hello!')).toBeTruthy()
})

test('Escape closes and gives the focus back; in the settings it closes only them', async () => {
  show(newKey(), 'fr')
  const launcher = screen.getByRole('button', { name: 'Ouvrir le chat' })
  await userEvent.click(launcher)
  await screen.findByRole('textbox', { name: 'Message' })
  await userEvent.click(screen.getByRole('button', { name: 'Réglages' }))
  await userEvent.keyboard('{Escape}')
  expect(launcher.getAttribute('aria-expanded')).toBe('true')
  await userEvent.keyboard('{Escape}')
  expect(launcher.getAttribute('aria-expanded')).toBe('false')
  expect(document.activeElement).toBe(launcher)
})

test('the language changes on the spot', async () => {
  show(newKey())
  await userEvent.click(screen.getByRole('button', { name: 'Open chat' }))
  await screen.findByRole('textbox', { name: 'Message' })
  await userEvent.click(screen.getByRole('button', { name: 'Settings' }))
  await userEvent.click(screen.getByRole('radio', { name: 'Français' }))
  expect(screen.getByRole('button', { name: 'Envoyer' })).toBeTruthy()
})

test('a malformed key draws nothing, with a word to the developer', () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const { container } = show('nonsense')
  expect(container.textContent).toBe('')
  expect(screen.queryByRole('button')).toBeNull()
  expect(warned).toHaveBeenCalledWith(expect.stringContaining('nonsense'))
})

test('an unknown key: at the first intent the button goes', async () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  answer = () =>
    Response.json({ code: 'LC404', hint: 'inbox_not_found', message: 'no', details: null }, { status: 404 })
  show(newKey())
  await userEvent.hover(screen.getByRole('button', { name: 'Open chat' }))
  await waitFor(() => expect(screen.queryByRole('button')).toBeNull())
  expect(warned).toHaveBeenCalledWith(expect.stringContaining('no inbox'))
})

test('a backend that is down: one sentence, one way on, and it comes back', async () => {
  answer = () => Response.json({ message: 'down' }, { status: 400 })
  show(newKey())
  await userEvent.click(screen.getByRole('button', { name: 'Open chat' }))
  expect((await screen.findByText('The chat can’t be reached right now.')).closest('[role=alert]')).toBeTruthy()
  answer = () => Response.json(inbox)
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByRole('textbox', { name: 'Message' })).toBeTruthy()
})

test('a backend in trouble is told after the second try, while others go on', async () => {
  answer = () => Response.json({ message: 'upstream' }, { status: 503 })
  show(newKey())
  await userEvent.click(screen.getByRole('button', { name: 'Open chat' }))
  expect(await screen.findByText('The chat can’t be reached right now.', {}, { timeout: 4_000 })).toBeTruthy()
})

test('told, it stays told until something comes, in a tab that nobody sees too', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  onTestFinished(() => void vi.useRealTimers())
  answer = () => Response.json({ message: 'upstream' }, { status: 503 })
  show(newKey())
  await userEvent.click(screen.getByRole('button', { name: 'Open chat' }))
  await screen.findByText('The chat can’t be reached right now.', {}, { timeout: 4_000 })
  const composers: Element[] = []
  const observer = new MutationObserver(() => composers.push(...document.querySelectorAll('textarea')))
  observer.observe(document.body, { childList: true, subtree: true })
  onTestFinished(() => observer.disconnect())
  await vi.advanceTimersByTimeAsync(40_000)
  expect(composers).toEqual([])

  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  await vi.advanceTimersByTimeAsync(30_000)
  answer = () => Response.json(inbox)
  await vi.advanceTimersByTimeAsync(11_000)
  expect(await screen.findByRole('textbox', { name: 'Message' })).toBeTruthy()
})
