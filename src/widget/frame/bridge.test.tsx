import { expect, test, vi } from 'vitest'
import { connectToHost, readAddress } from './bridge'

const KEY = `ibx_${'A'.repeat(22)}`
const HOST = 'https://shop.example'
const page = { url: `${HOST}/cart`, title: 'Cart', referrer: '' }
const shown = { open: false, expanded: false, fills: false }

function given() {
  const said: { data: Record<string, unknown>; target: unknown }[] = []
  const parent = { postMessage: (data: Record<string, unknown>, target: unknown) => said.push({ data, target }) }
  const host = parent as unknown as Window
  const bridge = connectToHost({ inboxKey: KEY, hostOrigin: HOST }, host, window)
  const hear = (data: unknown, origin = HOST, source: Window = host) => {
    // An Event, because a MessageEvent takes no stand-in for a window.
    window.dispatchEvent(Object.assign(new Event('message'), { data, origin, source }))
  }
  return { bridge, said, hear }
}

test('greets its host at the exact origin, and waits to be told', async () => {
  const { bridge, said, hear } = given()
  expect(said).toEqual([{ data: { type: 'hello', again: false }, target: HOST }])
  hear({ type: 'init', options: { locale: 'en' }, shown, page }, 'https://evil.example')
  hear({ type: 'init', options: { locale: 'en' }, shown, page }, HOST, window)
  hear({ type: 'init', options: { locale: 'fr' }, shown, page })
  const { options, host } = await bridge
  expect(options.get()).toEqual({ locale: 'fr' })
  expect(host.page()).toEqual(page)
})

test('follows what the host shows and changes', async () => {
  const { bridge, hear } = given()
  hear({ type: 'init', options: { locale: 'fr', accent: '#123456' }, shown, page })
  const { options, shown: seen } = await bridge
  const changed = vi.fn<() => void>()
  seen.subscribe(changed)
  hear({ type: 'shown', shown: { ...shown, open: true }, page })
  hear({ type: 'update', options: { locale: 'en' } })
  expect(seen.get().open).toBe(true)
  expect(changed).toHaveBeenCalledTimes(1)
  expect(options.get()).toMatchObject({ locale: 'en', accent: '#123456', accentIsAsked: false })
  hear({ type: 'update', options: { accent: '#654321' } })
  expect(options.get()).toMatchObject({ locale: 'en', accent: '#654321', accentIsAsked: true })
})

test('what is stored is asked of the host, each question with its own answer', async () => {
  const { bridge, said, hear } = given()
  hear({ type: 'init', options: {}, shown, page })
  const { host } = await bridge
  const first = host.storage.getItem('session')
  const second = host.storage.getItem('outbox')
  const [one, other] = said.slice(1).map(({ data }) => data)
  expect(one).toMatchObject({ type: 'store', op: 'get', name: 'session' })
  hear({ type: 'stored', id: other?.id, value: 'two' })
  hear({ type: 'stored', id: one?.id, value: null })
  hear({ type: 'stored', id: one?.id, value: 'late' })
  expect(await first).toBeNull()
  expect(await second).toBe('two')
})

test('an address that no loader writes is none', () => {
  const address = (inbox: string, host: string) => readAddress(`#${new URLSearchParams({ inbox, host }).toString()}`)
  expect(address(KEY, HOST)).toEqual({ inboxKey: KEY, hostOrigin: HOST })
  expect(address(KEY, 'http://localhost:5174')?.hostOrigin).toBe('http://localhost:5174')
  for (const host of ['', '*', 'null', 'javascript:alert(1)', `${HOST}/path`, 'shop.example'])
    expect(address(KEY, host)).toBeNull()
  expect(address('nonsense', HOST)).toBeNull()
  expect(readAddress('')).toBeNull()
})
