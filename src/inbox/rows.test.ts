import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { InboxConversation } from '@/chat/shapes'
import { listOf, newestFirst, ORDER, SORTS, type Filter } from './lists'
import { keepRows, NO_ROWS, patchRow, putReadChange, putRows, unpatchRow, type Rows } from './rows'
import { conversation, EYES, tabOf } from './testing'

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
        const frontier = { id: 'c3', last_message_at: at(second), waiting_since: null }
        const lists = STATUSES.map((status) => listOf(rows, tabOf(status), frontier, EYES))
        for (const [index, list] of lists.entries()) {
          expect(list.every((row) => row.status === STATUSES[index])).toBe(true)
          expect(list).toEqual(list.toSorted(newestFirst))
          expect(list.every((row) => newestFirst(row, frontier) <= 0)).toBe(true)
        }
        const everywhere = STATUSES.flatMap((status) => listOf(rows, tabOf(status), null, EYES))
        expect(everywhere.map((row) => row.id).sort()).toEqual([...rows.keys()].sort())
      }),
    )
  })
})

test('a late event does not bring a closed conversation back to the open ones', () => {
  const closed = conversation({ status: 'closed', rev: 10 })
  const late = conversation({ status: 'open', rev: 9 })
  const rows = putRows(putRows(NO_ROWS, [closed]), [late])
  expect(listOf(rows, tabOf('open'), null, EYES)).toEqual([])
  expect(listOf(rows, tabOf('closed'), null, EYES)).toEqual([closed])
})

test('[ERASE-3] who was erased is in no list', () => {
  const row = conversation({ id: 'c1', status: 'closed', rev: 1 })
  const erased = { ...row, rev: 2, contact: { ...row.contact, name: null, erased_at: at(9) } }
  expect(listOf(putRows(NO_ROWS, [row]), tabOf('closed'), null, EYES)).toHaveLength(1)
  expect(listOf(putRows(NO_ROWS, [row, erased]), tabOf('closed'), null, EYES)).toEqual([])
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
  expect(listOf(rows, tabOf('open'), undefined, EYES)).toEqual([])
  expect(
    listOf(rows, tabOf('open'), { id: 'a', last_message_at: at(10), waiting_since: null }, EYES).map((row) => row.id),
  ).toEqual(['a'])
  expect(listOf(rows, tabOf('open'), null, EYES).map((row) => row.id)).toEqual(['a', 'b'])
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
    expect(listOf(patched, tabOf('closed'), null, EYES)).toHaveLength(1)
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

describe('a list', () => {
  const rows = putRows(NO_ROWS, [
    conversation({
      id: 'a',
      assignee_id: 'me',
      label_ids: ['bug'],
      priority: 4,
      waiting_since: at(9),
      last_message_at: at(1),
    }),
    conversation({ id: 'b', assignee_id: 'you', inbox_id: 'other', waiting_since: at(5), last_message_at: at(2) }),
    conversation({ id: 'c', last_message_at: at(3) }),
    conversation({ id: 'd', status: 'closed', assignee_id: 'me', last_message_at: at(4) }),
  ])
  const ids = (filter: Omit<Filter, 'status'>, sort: (typeof SORTS)[number] = 'newest') =>
    listOf(rows, { filter: { status: 'open', ...filter }, sort }, null, { meId: 'me', mentioned: new Set(['c', 'd']) })
      .map(({ id }) => id)
      .join('')

  test('holds what its filter says', () => {
    expect(ids({})).toBe('cba')
    expect(ids({ assignee: 'me' })).toBe('a')
    expect(ids({ assignee: 'none' })).toBe('c')
    expect(ids({ assignee: 'you' })).toBe('b')
    expect(ids({ inbox_id: 'other' })).toBe('b')
    expect(ids({ label_id: 'bug' })).toBe('a')
    expect(ids({ priority: 4 })).toBe('a')
    expect(ids({ priority: 0 })).toBe('cb')
    expect(ids({ mentioned: true })).toBe('c')
  })

  test('in the order asked for: who waits longest first, then the others, newest first', () => {
    expect(ids({}, 'oldest')).toBe('abc')
    expect(ids({}, 'waiting')).toBe('bac')
  })

  test('every order is one: nobody stands before and after another', () => {
    for (const sort of SORTS) {
      for (const a of rows.values())
        for (const b of rows.values()) expect(ORDER[sort](a, b) + ORDER[sort](b, a)).toBe(0)
    }
  })
})

test('what nothing shows any more is forgotten, and nothing else', () => {
  const rows = putRows(NO_ROWS, [conversation({ id: 'a' }), conversation({ id: 'b', status: 'closed' })])
  expect([...keepRows(rows, (row) => row.status === 'open').keys()]).toEqual(['a'])
  expect(keepRows(rows, () => true)).toBe(rows)
})
