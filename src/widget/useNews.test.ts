import { expect, test } from 'vitest'
import type { ContactConversation } from '@/chat/shapes'
import { newsBetween } from './useNews'
import { roundUp } from './useReplyHint'

const conversation = (changes: Partial<ContactConversation> = {}): ContactConversation => ({
  id: 'c1',
  inbox_id: 'i',
  contact_id: 'p',
  status: 'open',
  created_at: '2026-11-22T09:00:00Z',
  changed_at: '2026-11-22T09:00:00Z',
  last_seq: 2,
  last_message_at: '2026-11-22T09:00:00Z',
  last_message: { author: 'contact', body: 'Hello' },
  contact_read_seq: 2,
  agent_read_seq: 0,
  unread_count: 0,
  assignee: null,
  rating: null,
  may_rate: false,
  ...changes,
})
const fromAgent = { author: 'agent' as const, body: 'Hi' }
const news = (...given: Parameters<typeof newsBetween>) => newsBetween(...given).map(({ name }) => name)

test('nothing changed, no news', () => {
  expect(news([conversation()], [conversation()])).toEqual([])
  expect(news([], [])).toEqual([])
})

test('a first message starts a conversation and is sent', () => {
  expect(news([], [conversation()])).toEqual(['conversation:started', 'message:sent'])
})

test('an answer is received, a further message sent', () => {
  const before = [conversation()]
  expect(news(before, [conversation({ last_seq: 3, last_message: fromAgent })])).toEqual(['message:received'])
  expect(news(before, [conversation({ last_seq: 3 })])).toEqual(['message:sent'])
})

test('reading is no news; closing is, once', () => {
  const answered = conversation({ last_seq: 3, last_message: fromAgent, unread_count: 1 })
  expect(news([answered], [conversation({ ...answered, unread_count: 0, contact_read_seq: 3 })])).toEqual([])
  const closed = conversation({ ...answered, status: 'closed' })
  expect(news([answered], [closed])).toEqual(['conversation:closed'])
  expect(news([closed], [closed])).toEqual([])
})

test('a conversation from another device is not heard as a message to answer', () => {
  expect(news([], [conversation({ last_message: fromAgent })])).toEqual(['conversation:started'])
})

test('an expected reply is rounded up to what a person would say', () => {
  expect([0, 59, 61, 301, 4_000, 90_000].map(roundUp)).toEqual([60, 60, 120, 600, 7_200, 172_800])
})
