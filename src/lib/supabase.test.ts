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

const tokenOf = (sub: string, no: number) => `h.${btoa(JSON.stringify({ sub, no })).replaceAll('=', '')}.s`

/** A server for which the first token is over; `next` is whose session comes of renewing it. */
async function overAtServer(next: string, isGood: (token: string) => boolean) {
  const asked: string[] = []
  let made = 0
  const client = createClientFor('contact', {
    config: { apiUrl: 'http://127.0.0.1:1', publishableKey: 'sb_publishable_test' },
    storage: memoryStorage(),
    async fetch(input, init) {
      const path = new URL(input instanceof Request ? input.url : input).pathname.replace(/.*\/v1/, '')
      asked.push(path)
      if (path.startsWith('/rpc'))
        return isGood(new Headers(init?.headers).get('Authorization')?.slice(7) ?? '')
          ? Response.json('done')
          : Response.json({ code: 'PGRST303', message: 'JWT expired' }, { status: 401 })
      made += 1
      const id = made === 1 ? 'ann' : next
      const session = { access_token: tokenOf(id, made), refresh_token: `r${made}`, token_type: 'bearer', user: { id } }
      return Response.json({ ...session, expires_in: HOUR_S })
    },
  })
  await client.auth.stopAutoRefresh()
  await client.auth.signInAnonymously()
  asked.length = 0
  return { client, asked, ask: () => client.rpc('my_conversations', { inbox_key: 'ibx' }) }
}

test('what the server takes for over, though the device thinks it good, is renewed once for all that is asked', async () => {
  const { asked, ask } = await overAtServer('ann', (token) => token === tokenOf('ann', 2))
  const answers = await Promise.all([ask(), ask(), ask()])
  expect(answers.map(({ data }) => data)).toEqual(['done', 'done', 'done'])
  expect(asked.filter((path) => path === '/token')).toHaveLength(1)
  expect(await ask()).toMatchObject({ data: 'done' })
  expect(asked).toHaveLength(8)
})

test('nothing is asked again in the name of another', async () => {
  const { ask } = await overAtServer('bob', (token) => token === tokenOf('bob', 2))
  expect(await ask()).toMatchObject({ status: 401 })
})

test('a server that goes on refusing is not asked for session after session', async () => {
  const { asked, ask } = await overAtServer('ann', () => false)
  for (let n = 0; n < 3; n += 1) expect(await ask()).toMatchObject({ status: 401 })
  expect(asked.filter((path) => path === '/token')).toHaveLength(1)
})
