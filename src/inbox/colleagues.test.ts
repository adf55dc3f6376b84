import { expect, test } from 'vitest'
import type { AgentRow } from '@/chat/shapes'
import { withAgent } from './colleagues'

const ANN: AgentRow = {
  workspace_id: 'w',
  user_id: 'ann',
  role: 'agent',
  name: 'Ann',
  email: 'ann@example.com',
  avatar_url: null,
  availability: 'online',
  last_seen_at: '2026-11-22T10:00:00+00:00',
  removed_at: null,
  created_at: '2026-11-01T10:00:00+00:00',
}
const TEAM = [ANN, { ...ANN, user_id: 'bob', name: 'Bob' }]

test('who goes or comes back is shown at once, and nobody else changes', () => {
  const away = withAgent(TEAM, { id: 'ann', user_id: 'ann', availability: 'away', last_seen_at: null })
  expect(away).toEqual([{ ...ANN, availability: 'away' }, TEAM[1]])
  const at = '2026-11-22T10:05:00+00:00'
  expect(withAgent(away, { user_id: 'ann', availability: 'online', last_seen_at: at })).toEqual([
    { ...ANN, last_seen_at: at },
    TEAM[1],
  ])
})

test.each([{}, { user_id: 'ann' }, { user_id: 'ann', availability: 'asleep' }])(
  'what has another form changes nothing: %j',
  (payload) => {
    expect(withAgent(TEAM, payload)).toBeUndefined() // setQueryData keeps what it has
  },
)
