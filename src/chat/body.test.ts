import { expect, test } from 'vitest'
import { checkBody, MAX_BODY } from './body'

test.each(['', '   ', '\n\t\n', '\u200b\u00a0\u3000', '\u0000\u0007'])(
  'what cannot be seen is nothing to send: %j',
  (text) => {
    expect(checkBody(text)).toMatchObject({ ok: false, reason: 'blank' })
  },
)

test('control characters are left out; lines, tabs and HTML stay', () => {
  expect(checkBody('a\u0000b\u001b[31m\r\nc\td<b>')).toEqual({ ok: true, body: 'ab[31m\nc\td<b>' })
})

test('half a character, which no database holds, becomes the sign for one that is broken', () => {
  expect(checkBody('a\ud83d b')).toEqual({ ok: true, body: 'a\ufffd b' })
})

test('the length is counted by characters, not by their halves', () => {
  expect(checkBody('😀'.repeat(MAX_BODY))).toMatchObject({ ok: true })
  expect(checkBody('😀'.repeat(MAX_BODY + 1))).toEqual({ ok: false, reason: 'too_long', over: 1 })
})
