import type { Session } from '@supabase/supabase-js'
import { expect, test, vi } from 'vitest'
import { memoryStorage } from '@/lib/storage'
import { createClientFor } from '@/lib/supabase'
import { agentApi } from './agentApi'
import type { Unsent } from './lanes'

const sessionOf = (id: string) => ({ access_token: `token of ${id}`, user: { id } }) as Session
const answer = (session: Session) => ({ data: { session }, error: null })

test.each(['message', 'note'] as const)('a %s leaves in its author’s name, or not at all', async (kind) => {
  const asked: (string | null)[] = []
  const client = createClientFor('agent', {
    config: { apiUrl: 'http://127.0.0.1:1', publishableKey: 'sb_publishable_test' },
    storage: memoryStorage(),
    async fetch(input, init) {
      asked.push(new Request(input, init).headers.get('authorization'))
      return Response.json({ attachments: [], mentions: [] })
    },
  })
  const session = vi.spyOn(client.auth, 'getSession').mockResolvedValue(answer(sessionOf('Bob')))
  const entry: Unsent = {
    id: 'm',
    conversation_id: 'c',
    kind,
    body: 'by Ann',
    written_at: '2026-03-02T10:00:00Z',
    seen_seq: null,
    context: null,
    failure: null,
  }
  const { send } = agentApi(client, 'w', 'Ann')

  session.mockResolvedValueOnce(answer(sessionOf('Ann'))) // Bob signs in a moment later
  await send(entry)
  expect(asked).toEqual(['Bearer token of Ann'])

  await expect(send(entry)).rejects.toMatchObject({ trouble: 'session' })
  expect(asked).toHaveLength(1)
})
