import { expect, test } from 'vitest'
import { memoryStorage } from './storage'
import { createClientFor } from './supabase'

const HOUR_S = 3_600

test.each([5, -5])(
  'a device whose clock is %i h off renews its session when it ends, not with every question',
  async (hours) => {
    const asked: string[] = []
    const serverNowS = Date.now() / 1_000 - hours * HOUR_S
    const client = createClientFor('contact', {
      config: { apiUrl: 'http://127.0.0.1:1', publishableKey: 'sb_publishable_test' },
      storage: memoryStorage(),
      async fetch(input) {
        asked.push(new URL(input instanceof Request ? input.url : input).pathname.replace(/.*\/v1/, ''))
        const session = { access_token: 'a.b.c', refresh_token: 'r', token_type: 'bearer', user: { id: 'u' } }
        return Response.json({ ...session, expires_in: HOUR_S, expires_at: Math.round(serverNowS + HOUR_S) })
      },
    })
    await client.auth.stopAutoRefresh()
    await client.auth.signInAnonymously()
    for (let n = 0; n < 3; n += 1) await client.rpc('my_conversations', { inbox_key: 'ibx' })
    expect(asked).toEqual(['/signup', ...Array.from({ length: 3 }, () => '/rpc/my_conversations')])
    const { data } = await client.auth.getSession()
    expect(Math.abs((data.session?.expires_at ?? 0) - Date.now() / 1_000 - HOUR_S)).toBeLessThan(60)
  },
)
