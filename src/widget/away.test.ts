import { expect, test } from 'vitest'
import { isAway } from './away'

const NOW = Date.parse('2026-11-23T20:00:00Z')
const read = { agent_read_seq: 4, last_seq: 4, last_message_at: '2026-11-23T19:50:00Z' }

test('the team is here when somebody is there within the opening hours, and away else', () => {
  expect(isAway({ available: true, open_now: true })).toBe(false)
  expect(isAway({ available: false, open_now: true })).toBe(true)
  expect(isAway({ available: true, open_now: false })).toBe(true)
  expect(isAway({ available: false, open_now: false })).toBe(true)
})

test('after hours a conversation is attended while somebody who is there has read all of it, and for no longer', () => {
  const closed = { available: true, open_now: false }
  expect(isAway(closed, read, NOW)).toBe(false)
  expect(isAway(closed, { ...read, last_seq: 5 }, NOW)).toBe(true)
  expect(isAway(closed, { ...read, last_message_at: '2026-11-22T19:50:00Z' }, NOW)).toBe(true)
  expect(isAway({ available: false, open_now: false }, read, NOW)).toBe(true)
})
