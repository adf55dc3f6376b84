import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blocksOfRows } from './blocks'
import type { ChatMessage } from './model'
import { rowsOf } from './rows'

const made = new Map<number, ChatMessage>()

function message(seq: number): ChatMessage {
  const known = made.get(seq)
  if (known) return known
  const fresh: ChatMessage = {
    type: 'message',
    id: String(seq),
    conversation_id: 'c',
    seq,
    author: 'contact',
    kind: 'text',
    agent: null,
    body: String(seq),
    attachments: [],
    created_at: new Date(Date.UTC(2026, 0, 1) + seq * 1_000).toISOString(),
    deleted_at: null,
    mine: true,
    delivery: { state: 'stored' },
  }
  made.set(seq, fresh)
  return fresh
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => message(from + i))
const blocksOf = (from: number, to: number, known: ReturnType<typeof blocksOfRows> = []) =>
  blocksOfRows(rowsOf(range(from, to), null), known)

test('blocks hold all rows in order, each block under a key of its own', () => {
  fc.assert(
    fc.property(fc.nat(300), fc.nat(300), (from, count) => {
      const blocks = blocksOf(from + 1, from + 1 + count)
      expect(blocks.flatMap(({ rows }) => rows.map(({ entry }) => entry))).toEqual(range(from + 1, from + 1 + count))
      expect(new Set(blocks.map(({ key }) => key)).size).toBe(blocks.length)
    }),
  )
})

test('what is added before or after leaves the blocks between as they were', () => {
  const known = blocksOf(100, 300)
  const later = blocksOf(50, 310, known)
  const kept = known.filter((block) => later.includes(block))
  expect(kept.length).toBe(known.length - 2) // the first grew by what was before, the last by what came
})

test('rows made from what was known before are those made anew', () => {
  const some = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { maxLength: 40 })
  fc.assert(
    fc.property(some, some, fc.option(fc.integer({ min: 1, max: 400 })), (one, other, unreadFrom) => {
      const entries = (seqs: number[]) => seqs.toSorted((a, b) => a - b).map((seq) => message(seq * 100)) // some minutes apart
      const before = rowsOf(entries(one), unreadFrom)
      const all = entries([...new Set([...one, ...other])])
      expect(rowsOf(all, unreadFrom, before)).toEqual(rowsOf(all, unreadFrom))
      expect(rowsOf(entries(other), unreadFrom, before)).toEqual(rowsOf(entries(other), unreadFrom))
    }),
  )
})

test.each([
  ['one comes', 101, 10_001],
  ['a page from before comes', 51, 10_000],
  ['nothing comes', 101, 10_000],
])('of ten thousand rows only those at the seam are made anew where %s', (_, from, to) => {
  const known = rowsOf(range(101, 10_000), null)
  const kept = new Set(rowsOf(range(from, to), null, known))
  expect(known.filter((row) => !kept.has(row)).length).toBeLessThanOrEqual(1)
})

test('a message keeps its block when it is stored', () => {
  const stored = range(1, 31)
  const unsent: ChatMessage = { ...message(32), seq: null, delivery: { state: 'sending' } }
  const keyOfLast = (messages: ChatMessage[]) => blocksOfRows(rowsOf(messages, null), []).at(-1)?.key
  expect(keyOfLast([...stored, unsent])).toBe(keyOfLast([...stored, message(32)]))
})
