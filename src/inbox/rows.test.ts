import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { InboxConversation } from '@/chat/shapes'
import { listOf, newestFirst, NO_ROWS, patchRow, putReadChange, putRows, unpatchRow, type Rows } from './rows'
import { conversation } from './testing'

const STATUSES = ['open', 'snoozed', 'closed'] as const

const at = (second: number) => new Date(Date.UTC(2026, 10, 20) + second * 1_000).toISOString()

/** Everything that ever happened to a few conversations, in the order in which it happened. */
const history = fc
  .array(fc.record({ n: fc.nat(5), status: fc.constantFrom(...STATUSES), unread: fc.nat(3), moves: fc.boolean() }), {
    minLength: 1,
    maxLength: 40,
  })
  .map((steps) => {
    const latest = new Map<string, InboxConversation>()
    return steps.map(({ n, status, unread, moves }, index) => {
      const id = `c${n}`
      const before = latest.get(id)
      const row = conversation({
        ...before,
        id,
        status,
        agent_unread_count: unread,
        rev: (before?.rev ?? 0) + 1,
        last_message_at: moves || !before ? at(index) : before.last_message_at,
        changed_at: at(index),
      })
      latest.set(id, row)
      return row
    })
  })

const finalOf = (rows: readonly InboxConversation[]): Rows => new Map(rows.map((row) => [row.id, row]))
const sorted = (rows: Rows) => [...rows.values()].sort(newestFirst)

describe('whatever the network does to events', () => {
  test('lost, doubled and reordered ones, then a catch-up, end where the server is', () => {
    fc.assert(
      fc.property(
        history.chain((events) =>
          fc.tuple(fc.constant(events), fc.array(fc.nat(events.length - 1), { maxLength: 80 })),
        ),
        ([events, delivered]) => {
          let rows: Rows = NO_ROWS
          for (const index of delivered) rows = putRows(rows, [events[index]!])
          rows = putRows(rows, [...finalOf(events).values()])
          expect(sorted(rows)).toEqual(sorted(finalOf(events)))
        },
      ),
    )
  })

  test('each conversation stands in one tab, in order, and only as far as its pages reach', () => {
    fc.assert(
      fc.property(history, fc.nat(40), (events, second) => {
        const rows = putRows(NO_ROWS, events)
        const frontier = { id: 'c3', last_message_at: at(second) }
        const lists = STATUSES.map((status) => listOf(rows, status, frontier))
        for (const [index, list] of lists.entries()) {
          expect(list.every((row) => row.status === STATUSES[index])).toBe(true)
          expect(list).toEqual(list.toSorted(newestFirst))
          expect(list.every((row) => newestFirst(row, frontier) <= 0)).toBe(true)
        }
        const everywhere = STATUSES.flatMap((status) => listOf(rows, status, null))
        expect(everywhere.map((row) => row.id).sort()).toEqual([...rows.keys()].sort())
      }),
    )
  })
})

test('a late event does not bring a closed conversation back to the open ones', () => {
  const closed = conversation({ status: 'closed', rev: 10 })
  const late = conversation({ status: 'open', rev: 9 })
  const rows = putRows(putRows(NO_ROWS, [closed]), [late])
  expect(listOf(rows, 'open', null)).toEqual([])
  expect(listOf(rows, 'closed', null)).toEqual([closed])
})

test('nothing new is the same map: nobody draws anew', () => {
  const rows = putRows(NO_ROWS, [conversation({ rev: 3 })])
  expect(putRows(rows, [conversation({ rev: 3 }), conversation({ rev: 2 })])).toBe(rows)
  expect(putRows(rows, [])).toBe(rows)
})

test('no page, no list; what is older than the pages waits for its own', () => {
  const rows = putRows(NO_ROWS, [
    conversation({ id: 'a', last_message_at: at(10) }),
    conversation({ id: 'b', last_message_at: at(5) }),
  ])
  expect(listOf(rows, 'open', undefined)).toEqual([])
  expect(listOf(rows, 'open', { id: 'a', last_message_at: at(10) }).map((row) => row.id)).toEqual(['a'])
  expect(listOf(rows, 'open', null).map((row) => row.id)).toEqual(['a', 'b'])
})

describe('a change of reading', () => {
  const change = { id: 'a', agent_read_seq: 4, agent_unread_count: 0, changed_at: at(9) }
  const rows = putRows(NO_ROWS, [conversation({ id: 'a', rev: 5, agent_unread_count: 2 })])

  test('right after what we know is a whole step', () => {
    expect(putReadChange(rows, { ...change, rev: 6 }).get('a')).toMatchObject({ rev: 6, agent_unread_count: 0 })
  })

  test('after a hole is shown, but leaves the missing row its turn', () => {
    const after = putReadChange(rows, { ...change, rev: 8 })
    expect(after.get('a')).toMatchObject({ rev: 5, agent_unread_count: 0 })
    const whole = conversation({ id: 'a', rev: 8, status: 'closed' })
    expect(putRows(after, [whole]).get('a')).toEqual(whole)
  })

  test('of the past, or of what nobody knows, is nothing', () => {
    expect(putReadChange(rows, { ...change, rev: 5 })).toBe(rows)
    expect(putReadChange(rows, { ...change, id: 'unknown', rev: 9 })).toBe(rows)
  })
})

describe('a patch ahead of the server', () => {
  const before = conversation({ id: 'a', rev: 5, assignee_id: null })
  const fields = { status: 'closed', waiting_since: null } as const
  const patched = patchRow(putRows(NO_ROWS, [before]), 'a', fields)

  test('moves the row at once, and gives way to the server', () => {
    expect(listOf(patched, 'closed', null)).toHaveLength(1)
    const word = conversation({ id: 'a', rev: 6, status: 'closed', closed_at: at(3) })
    expect(putRows(patched, [word]).get('a')).toEqual(word)
  })

  test('refused: taken back, and only it', () => {
    const alsoAssigned = patchRow(patched, 'a', { assignee_id: 'me' })
    expect(unpatchRow(alsoAssigned, before, fields).get('a')).toEqual({ ...before, assignee_id: 'me' })
  })

  test('refused after the server has spoken: its word stands', () => {
    const spoken = putRows(patched, [conversation({ id: 'a', rev: 7, status: 'snoozed' })])
    expect(unpatchRow(spoken, before, fields)).toBe(spoken)
  })
})
