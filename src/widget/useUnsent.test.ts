import { expect, test } from 'vitest'
import type { Unsent } from '@/chat/lanes'
import { unsentOf } from './useUnsent'

const entry = (fields: Partial<Unsent>): Unsent => ({
  id: 'one',
  conversation_id: 'new',
  kind: 'message',
  body: 'Hello',
  written_at: '2026-11-22T09:00:00Z',
  seen_seq: null,
  context: null,
  failure: null,
  ...fields,
})
const failure = { trouble: 'refused', code: 'LC403', hint: 'blocked', message: '' } as const

test('each conversation once, by what was written last in it', () => {
  const waiting = unsentOf(
    [
      entry({ kind: 'start' }),
      entry({ id: 'two', conversation_id: 'known' }),
      entry({
        id: 'three',
        body: '',
        attachments: [{ id: 'a', name: 'shoe.jpg', type: 'image/jpeg', size: 1, width: 1, height: 1, path: '' }],
      }),
    ],
    new Set(['new']),
  )
  expect(waiting).toEqual([
    { id: 'new', isNew: true, text: 'shoe.jpg', written_at: '2026-11-22T09:00:00Z', state: 'waiting' },
    { id: 'known', isNew: false, text: 'Hello', written_at: '2026-11-22T09:00:00Z', state: 'sending' },
  ])
})

test('one refused message is told, whatever waits behind it', () => {
  expect(unsentOf([entry({ failure }), entry({ id: 'two' })], new Set())).toMatchObject([{ state: 'failed' }])
})
