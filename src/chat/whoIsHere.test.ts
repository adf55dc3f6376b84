import { expect, test } from 'vitest'
import type { AgentRow } from './shapes'
import { whoIsHere } from './whoIsHere'

const agent = (user_id: string, availability: AgentRow['availability'], last_seen_at: string | null): AgentRow => ({
  workspace_id: 'w',
  user_id,
  role: 'agent',
  name: user_id,
  email: `${user_id}@example.com`,
  avatar_url: null,
  availability,
  last_seen_at,
  removed_at: null,
  created_at: '2026-01-01T00:00:00Z',
})

test('who chose to be online and has gone without a word is not here; nor who is away, or never came', () => {
  const here = whoIsHere([
    agent('me', 'away', '2026-11-22T12:00:00Z'),
    agent('lea', 'online', '2026-11-22T11:58:00Z'),
    agent('gone', 'online', '2026-11-22T11:57:29Z'),
    agent('never', 'online', null),
  ])
  expect([...here]).toEqual(['lea'])
})

test('before anybody has given a sign nobody is here', () => {
  expect(whoIsHere([agent('me', 'online', null)]).size).toBe(0)
})
