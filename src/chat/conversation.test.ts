import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byNewest, mergeContactConversation, totalUnread } from './conversation'
import type { ContactConversation } from './shapes'

function conversation(changes: Partial<ContactConversation> = {}): ContactConversation {
  return {
    id: 'c1',
    inbox_id: 'i',
    contact_id: 'k',
    status: 'open',
    created_at: '2026-03-02T10:00:00+00:00',
    changed_at: '2026-03-02T10:00:00+00:00',
    last_seq: 1,
    last_message_at: '2026-03-02T10:00:00+00:00',
    last_message: { author: 'agent', body: 'Hi' },
    contact_read_seq: 0,
    agent_read_seq: 0,
    unread_count: 1,
    assignee: null,
    rating: null,
    may_rate: false,
    ...changes,
  }
}

test('what changed later wins, in whatever order it arrives', () => {
  const open = conversation({ changed_at: '2026-03-02T10:00:00.5+00:00' })
  const closed = conversation({ changed_at: '2026-03-02T10:00:01+00:00', status: 'closed' })
  expect(mergeContactConversation(open, closed).status).toBe('closed')
  expect(mergeContactConversation(closed, open).status).toBe('closed')
})

test('a late word of a message does not bring back what was read meanwhile', () => {
  const read = conversation({
    last_seq: 4,
    contact_read_seq: 4,
    unread_count: 0,
    changed_at: '2026-03-02T10:00:05+00:00',
  })
  const late = conversation({
    last_seq: 3,
    contact_read_seq: 1,
    unread_count: 2,
    changed_at: '2026-03-02T10:00:03+00:00',
  })
  expect(mergeContactConversation(read, late)).toMatchObject({ unread_count: 0, contact_read_seq: 4, last_seq: 4 })
})

test('cursors only rise and the unread never exceed what is after the cursor, whatever arrives', () => {
  // States of one conversation as its server went through them: a message comes, or the contact reads everything.
  const stories = fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }).map((steps) => {
    let state = conversation({ last_seq: 0, unread_count: 0 })
    return steps.map((reads, i) => {
      const changed_at = `2026-03-02T10:00:${String(i).padStart(2, '0')}+00:00`
      state = reads
        ? { ...state, contact_read_seq: state.last_seq, unread_count: 0, changed_at }
        : { ...state, last_seq: state.last_seq + 1, unread_count: state.unread_count + 1, changed_at }
      return state
    })
  })
  fc.assert(
    fc.property(stories, fc.array(fc.nat(), { maxLength: 60 }), (states, arrivals) => {
      const last = states.at(-1) ?? conversation()
      let known: ContactConversation | undefined
      for (const arrival of arrivals) {
        const state = states[arrival % states.length]
        if (!state) continue
        const before = known
        known = mergeContactConversation(known, state)
        expect(known.contact_read_seq).toBeGreaterThanOrEqual(before?.contact_read_seq ?? 0)
        expect(known.unread_count).toBeLessThanOrEqual(known.last_seq - known.contact_read_seq)
      }
      expect(mergeContactConversation(known, last)).toEqual(last)
    }),
  )
})

test('the badge counts all conversations, and the newest stands first', () => {
  const list = [
    conversation(),
    conversation({ id: 'c2', unread_count: 2, last_message_at: '2026-03-03T10:00:00+00:00' }),
  ]
  expect(totalUnread(list)).toBe(3)
  expect(list.toSorted(byNewest).map(({ id }) => id)).toEqual(['c2', 'c1'])
})
