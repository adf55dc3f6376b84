import fc from 'fast-check'
import { expect, test } from 'vitest'
import { INBOX_KEY, readFromFrame, readFromHost, readOptions, type FromFrame, type FromHost } from './protocol'

const page = { url: 'https://shop.example/', title: 'Shop', referrer: '' }
const shown = { open: true, expanded: false, fills: false }

const fromFrame: FromFrame[] = [
  { type: 'hello', again: false },
  { type: 'ready' },
  { type: 'unknown_inbox' },
  { type: 'unread', count: 3 },
  { type: 'close' },
  { type: 'expand', expanded: true },
  { type: 'look', look: { accent: '#123456' } },
  { type: 'store', id: 1, op: 'get', name: 'session', value: '' },
  { type: 'event', name: 'message:sent', detail: { conversation_id: 'c' } },
  { type: 'answer', id: 1, code: '', value: {} },
]
const fromHost: FromHost[] = [
  { type: 'init', options: { locale: 'fr' }, shown, page },
  { type: 'shown', shown, page },
  { type: 'update', options: { theme: 'dark' } },
  { type: 'stored', id: 1, value: null },
  { type: 'call', id: 1, method: 'identify', given: { token: 't' } },
]

test.each(fromFrame)('the loader understands $type', (message) => {
  expect(readFromFrame(message)).toEqual(message)
})

test.each(fromHost)('the frame understands $type', (message) => {
  expect(readFromHost(message)).toEqual(message)
})

test('a message with one field missing or of another type is nobody’s', () => {
  for (const message of fromFrame) {
    for (const field of Object.keys(message)) {
      expect(readFromFrame({ ...message, [field]: undefined }), `${message.type} without ${field}`).toBeNull()
      expect(readFromFrame({ ...message, [field]: Symbol.iterator }), `${message.type}, ${field} a symbol`).toBeNull()
    }
  }
  for (const message of fromHost) {
    for (const field of Object.keys(message).filter((name) => name !== 'options')) {
      expect(readFromHost({ ...message, [field]: undefined }), `${message.type} without ${field}`).toBeNull()
    }
  }
})

test('whatever arrives, reading it neither throws nor invents', () => {
  fc.assert(
    fc.property(fc.anything(), (data) => {
      expect(readFromFrame(data)).toBeNull()
      expect(readFromHost(data)).toBeNull()
      expect(readOptions(data)).toEqual({})
    }),
  )
  for (const type of ['__proto__', 'constructor', 'toString', '']) expect(readFromFrame({ type })).toBeNull()
})

test('options: what is well-formed is taken, the rest left', () => {
  expect(readOptions({ locale: 'fr', accent: '#AbCdEf', side: 'left', theme: 'dark', inbox: 'x' })).toEqual({
    locale: 'fr',
    accent: '#AbCdEf',
    side: 'left',
    theme: 'dark',
  })
  expect(readOptions({ accent: '#0a7' })).toEqual({ accent: '#0a7' })
  const placed = { offset: '24 80', zIndex: 3, launcher: '#help', email: 'a@b.example' }
  expect(readOptions(placed)).toEqual(placed)
  expect(readOptions({ offset: '24px', zIndex: -1, launcher: '', email: 'a@b?bcc=c@d.example' })).toEqual({})
  for (const accent of ['#0a', '#0a7f', '#0a77f', '0a7', '#0a7\n']) expect(readOptions({ accent })).toEqual({})
  expect(readOptions({ locale: 'de', accent: 'red;background:url(//evil)', side: 'top', theme: 1 })).toEqual({})
})

test('a key is ibx_ and 22 characters of base62, and nothing around them', () => {
  expect(INBOX_KEY.test(`ibx_${'aZ9'.repeat(7)}b`)).toBe(true)
  for (const wrong of [
    '',
    'nonsense',
    `ibx_${'a'.repeat(21)}`,
    `ibx_${'a'.repeat(23)}`,
    ` ibx_${'a'.repeat(22)}`,
    `ibx_${'a'.repeat(21)}-`,
    `ibx_${'a'.repeat(22)}\n`,
  ])
    expect(wrong).not.toMatch(INBOX_KEY)
})
