import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, test, vi } from './stage.ts'

/** A frame of version 1. */
const frame = (topic: string, event: string, payload: unknown, ref: string) =>
  JSON.stringify({ topic, event, payload, ref, join_ref: '1' })

describe('version 1', () => {
  test('[RT-FRAME-7] [RT-FRAME-9] an older client joins, speaks and hears: the newer one, and the database', async ({
    stage,
  }) => {
    const topic = stage.topic()
    await stage.allow(topic, 'old')
    await stage.allow(topic, 'new')
    const newer = await stage.join(await stage.person('new'), topic, { private: true })
    const older = await stage.raw(await stage.token('old'), '') // without `vsn`
    const heard = (event: string) =>
      older.texts.map((text) => JSON.parse(text) as Record<string, unknown>).filter((one) => one.event === event)
    older.ws.send(frame(`realtime:${topic}`, 'phx_join', { config: { private: true } }, '1'))
    await vi.waitFor(() =>
      expect(heard('phx_reply')).toEqual([
        {
          topic: `realtime:${topic}`,
          event: 'phx_reply',
          payload: { status: 'ok', response: { postgres_changes: [] } },
          ref: '1',
        },
      ]),
    )
    older.ws.send(frame(`realtime:${topic}`, 'broadcast', { type: 'broadcast', event: 'né', payload: { n: 1 } }, '2'))
    await vi.waitFor(() => expect(newer.broadcasts).toEqual([{ type: 'broadcast', event: 'né', payload: { n: 1 } }]))
    await newer.channel.send({ type: 'broadcast', event: 'back', payload: { n: 2 } })
    await stage.send(topic, { id: 'own', n: 3 })
    await vi.waitFor(() =>
      expect(heard('broadcast').map(({ payload }) => payload)).toMatchObject([
        { type: 'broadcast', event: 'back', payload: { n: 2 } },
        {
          type: 'broadcast',
          event: 'created',
          payload: { id: 'own', n: 3 },
          meta: { id: expect.any(String) as string },
        },
      ]),
    )
    older.ws.send(frame(`realtime:${topic}`, 'phx_leave', {}, '3'))
    await vi.waitFor(() => expect(heard('phx_close')).toHaveLength(1))
  })
})

test('[RT-JWT-4] a token of the project’s signing key opens the door and a private channel', async ({
  stage: first,
}) => {
  const pair = await generateKeyPair('ES256', { extractable: true })
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'current', alg: 'ES256' }
  const stage = await first.another({ realtime: { jwks: { keys: [jwk] } } })
  const topic = stage.topic()
  await stage.allow(topic, 'ann')
  const signed = (kid: string) =>
    new SignJWT({ role: 'authenticated', sub: 'ann' })
      .setProtectedHeader({ alg: 'ES256', kid })
      .setExpirationTime('1h')
      .sign(pair.privateKey)
  const socket = await stage.raw(await signed('current'))
  socket.send('1', '1', `realtime:${topic}`, 'phx_join', { config: { private: true } })
  expect((await socket.frame('phx_reply', '1'))[4]).toMatchObject({ status: 'ok' })
  await expect(stage.raw(await signed('former'))).rejects.toThrow('401')
})

test('[RT-BEAT-3] a socket is swept some time after its last channel', async ({ stage: first }) => {
  const stage = await first.another({ realtime: { limits: { sweepMs: 50 } } })
  const socket = await stage.raw()
  socket.send('1', '1', 'realtime:room', 'phx_join', { config: {} })
  await socket.frame('phx_reply', '1')
  socket.send('1', '2', 'realtime:room', 'phx_leave', {})
  await vi.waitFor(() => expect(socket.closed).toBe(1001), { timeout: 5_000 })
})

test('[RT-BEAT-2] a client that has stopped beating is closed, and comes back', async ({ stage: first }) => {
  const stage = await first.another({ realtime: { limits: { idleMs: 300 } } })
  const heard = await stage.join(stage.client(), 'room')
  await vi.waitFor(() => expect(heard.statuses.filter(([status]) => status === 'SUBSCRIBED')).toHaveLength(2), {
    timeout: 5_000,
  })
})

test('[RT-PGC-1] who asks for Postgres Changes is answered [], which its client takes for a mismatch', async ({
  stage,
}) => {
  const channel = stage.client().channel(stage.topic())
  const statuses: (string | undefined)[][] = []
  channel.on('postgres_changes', { event: '*', schema: 'public', table: 'messages' }, () => {})
  channel.subscribe((status, error) => statuses.push([status, error?.message]))
  await vi.waitFor(() =>
    expect(statuses).toContainEqual([
      'CHANNEL_ERROR',
      expect.stringContaining('mismatch between server and client bindings for postgres changes') as string,
    ]),
  )
})

test('[RT-TOKEN-3] an empty token ends the channel, with a system message before phx_close', async ({ stage }) => {
  const topic = stage.topic()
  await stage.allow(topic, 'ann')
  const socket = await stage.raw(await stage.token('ann'))
  socket.send('1', '1', `realtime:${topic}`, 'phx_join', { config: { private: true } })
  await socket.frame('phx_reply', '1')
  socket.send('1', '2', `realtime:${topic}`, 'access_token', { access_token: '' })
  await socket.frame('phx_close', '1')
  expect(socket.frames.slice(-2)).toMatchObject([
    ['1', null, `realtime:${topic}`, 'system', { status: 'error', message: 'The token provided is not a valid JWT' }],
    ['1', '1', `realtime:${topic}`, 'phx_close', {}],
  ])
})

test('[RT-REST-5] [RT-RATE-5] under a plan each answer tells the rate, and beyond it says 429', async ({
  stage: first,
}) => {
  const stage = await first.another({ realtime: { limits: { messagesPerSecond: 1 } } })
  const post = () =>
    fetch(`${stage.stack.url}/realtime/v1/api/broadcast/room/events/e`, {
      method: 'POST',
      headers: { apikey: stage.stack.keys.publishableKey, 'content-type': 'application/json' },
      body: '{}',
    })
  await stage.join(stage.client(), 'room')
  const begun = await post()
  expect([begun.status, begun.headers.get('x-rate-limit'), begun.headers.get('x-rate-limit-remaining')]).toEqual([
    202,
    '1',
    '0',
  ])
  expect(Number(begun.headers.get('x-rate-rolling'))).toBeGreaterThan(0)
  let last = begun
  for (let i = 0; i < 10 && last.status === 202; i++) last = await post()
  expect([last.status, await last.json()]).toEqual([429, { message: 'You have exceeded your rate limit' }])
})
