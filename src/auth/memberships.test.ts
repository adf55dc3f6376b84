import { expect, test } from 'vitest'
import { createQueryClient } from '@/chat/queryClient'
import { memoryStorage } from '@/lib/storage'
import { createClientFor } from '@/lib/supabase'
import { membershipQueries } from './memberships'

const user = { id: '0199a000-0000-4000-8000-000000000001', aud: 'authenticated', email: 'maite@filou.example' }
const session = { access_token: 'a.b.c', refresh_token: 'r', token_type: 'bearer', expires_in: 3600, user }

/** Somebody signed in who belongs nowhere, and whose account the server knows or doesn't. */
async function ask(account: 'known' | 'gone') {
  const client = createClientFor('agent', {
    config: { apiUrl: 'http://gate.invalid', publishableKey: 'sb_publishable_x' },
    storage: memoryStorage(),
    storageKey: `test-${account}`,
    fetch: async (input) => {
      const { pathname } = new URL(input instanceof Request ? input.url : String(input))
      if (pathname === '/auth/v1/token') return Response.json(session)
      if (pathname === '/rest/v1/agents') return Response.json([])
      return account === 'known'
        ? Response.json(user)
        : Response.json({ code: 403, error_code: 'user_not_found', msg: 'User not found' }, { status: 403 })
    },
  })
  await client.auth.signInWithPassword({ email: user.email, password: 'espadrille' })
  const mine = await createQueryClient()
    .fetchQuery({ ...membershipQueries.mine(client, user.id), retry: false })
    .catch(() => 'failed' as const)
  return { mine, session: (await client.auth.getSession()).data.session }
}

test('who belongs nowhere is told so, and stays signed in', async () => {
  const { mine, session: kept } = await ask('known')
  expect(mine).toEqual([])
  expect(kept?.user.id).toBe(user.id)
})

test('whose account is gone is signed out: a token alone founds no workspace', async () => {
  const { mine, session: kept } = await ask('gone')
  expect(mine).toBe('failed')
  expect(kept).toBeNull()
})
