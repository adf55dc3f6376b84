import { request } from 'node:http'
import { describe, expect, listen, test, vi } from './stage.ts'

const PRIVATE = { private: true }
const unauthorized = (topic: string): string =>
  `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`

describe('the door', () => {
  type Refusal = { status: number; type: string | undefined; body: string }

  const knock = (url: string, path: string): Promise<Refusal> =>
    new Promise((resolve, reject) => {
      const headers = {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      }
      const knocking = request(`${url}${path}`, { headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const body = Buffer.concat(chunks).toString()
          resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'], body })
        })
      })
      knocking.on('upgrade', (_, socket) => {
        socket.destroy()
        resolve({ status: 101, type: undefined, body: '' })
      })
      knocking.on('error', reject)
      knocking.end()
    })

  test('[RT-DOOR-1] refuses with a status and a reason', async ({ stage }) => {
    const { url, keys } = stage.stack
    const path = '/realtime/v1/websocket?vsn=2.0.0'
    const refusal = (error: string): Refusal => ({
      status: 401,
      type: 'application/json; charset=utf-8',
      body: JSON.stringify({ error }),
    })
    expect(await knock(url, path)).toEqual(refusal('API key is missing'))
    expect(await knock(url, `${path}&apikey=garbage`)).toEqual(refusal('The token provided is not a valid JWT'))
    expect(await knock(url, `${path}&apikey=sb_publishable_other`)).toMatchObject({ status: 401 })
    expect(await knock(url, `${path}&apikey=${await stage.token('a', { seconds: -5 })}`)).toEqual(
      refusal('Token has expired'),
    )
    expect(await knock(url, `${path}&apikey=${(await stage.token('a')).slice(0, -5)}AAAAA`)).toEqual(
      refusal('Failed to validate JWT signature'),
    )
    const strange = await knock(url, `/realtime/v1/websocket?vsn=3.0.0&apikey=${keys.publishableKey}`)
    expect(strange).toMatchObject({ status: 403, body: '' })
    expect(await knock(url, `/realtime/v1/websocket?apikey=${keys.publishableKey}`)).toMatchObject({ status: 101 })
    for (const key of [keys.publishableKey, keys.secretKey, await stage.token('a')]) {
      expect(await knock(url, `${path}&apikey=${encodeURIComponent(key)}&log_level=info`)).toMatchObject({
        status: 101,
      })
    }
  })

  test('[RT-DOOR-2] a full house refuses, and has room again when somebody leaves', async ({ stage: first }) => {
    const stage = await first.another({ realtime: { limits: { connections: 1 } } })
    const guest = await stage.raw()
    await expect(stage.raw()).rejects.toThrow('429')
    guest.ws.close()
    await vi.waitFor(() => stage.raw(), { timeout: 5_000 })
  })
})

describe('join', () => {
  test('[RT-JOIN-1] the unmodified client joins public and private channels', async ({ stage }) => {
    const topic = stage.topic()
    await stage.allow(topic, 'ann')
    const ann = await stage.person('ann')
    expect((await stage.join(ann, topic, PRIVATE)).statuses).toEqual([['SUBSCRIBED']])
    expect((await stage.join(stage.client(), topic)).statuses).toEqual([['SUBSCRIBED']])
  })

  test('[RT-RLS-8] who may not read is told so; a role that does not exist and a policy that raises say the same', async ({
    stage,
  }) => {
    const topic = stage.topic()
    await stage.allow(topic, 'ann')
    const bob = await stage.join(await stage.person('bob'), topic, PRIVATE)
    expect(bob.statuses).toEqual([['CHANNEL_ERROR', unauthorized(topic)]])
    const nobody = await stage.join(await stage.person('ann', { role: 'no_such_role' }), topic, PRIVATE)
    expect(nobody.statuses).toEqual([['CHANNEL_ERROR', unauthorized(topic)]])
    const raising = await stage.join(await stage.person('ann'), 'raising', PRIVATE)
    expect(raising.statuses).toEqual([['CHANNEL_ERROR', unauthorized('raising')]])
    const service = stage.stack.client(stage.stack.keys.secretKey)
    expect((await stage.join(service, topic, PRIVATE)).statuses).toEqual([['SUBSCRIBED']])
    await service.realtime.disconnect()
  })

  test('[RT-RLS-9] policies see the claims and the headers of the upgrade, and nothing of it is ever stored', async ({
    stage,
    db,
  }) => {
    await db.sql`
      create policy by_claims on realtime.messages for select to authenticated using (
        realtime.topic() = 'claims' and auth.uid() = '7c9e6679-7425-40de-944b-e07fc1f90ae7'
        and auth.jwt() -> 'app_metadata' ->> 'plan' = 'pro' and messages.topic = realtime.topic()
        and current_setting('request.headers')::json ->> 'x-forwarded-for' = '127.0.0.1'
        and event is null and payload is null and private is false
      )`
    const sub = '7c9e6679-7425-40de-944b-e07fc1f90ae7'
    const pro = await stage.join(await stage.person(sub, { app_metadata: { plan: 'pro' } }), 'claims', PRIVATE)
    expect(pro.statuses).toEqual([['SUBSCRIBED']])
    const free = await stage.join(await stage.person(sub, { app_metadata: { plan: 'free' } }), 'claims', PRIVATE)
    expect(free.statuses).toEqual([['CHANNEL_ERROR', unauthorized('claims')]])
    await db.sql`drop policy by_claims on realtime.messages`
    const [stored] = await db.sql<
      { n: number }[]
    >`select count(*)::int as n from realtime.messages where topic = 'claims'`
    expect(stored?.n).toBe(0)
  })

  test('[RT-JOIN-6] without a token a client is anon; with one, a later join is somebody', async ({ stage }) => {
    const topic = stage.topic()
    await stage.allow(topic, 'ann')
    const token = await stage.token('ann')
    const client = stage.client({ accessToken: async () => token })
    const first = listen(client, topic, PRIVATE) // nobody awaited setAuth(): the join has no token yet
    await first.reach('CHANNEL_ERROR')
    expect(first.statuses[0]).toEqual(['CHANNEL_ERROR', unauthorized(topic)])
    await first.reach('SUBSCRIBED') // the client tries again by itself, now with the token
    await stage.allow(topic, 'anon')
    expect((await stage.join(stage.client(), topic, PRIVATE)).statuses).toEqual([['SUBSCRIBED']])
  })

  test('[RT-JOIN-9] private only: public channels are refused', async ({ stage: first }) => {
    const stage = await first.another({ realtime: { privateOnly: true } })
    const heard = await stage.join(stage.client(), 'anything')
    expect(heard.statuses).toEqual([['CHANNEL_ERROR', 'PrivateOnly: This project only allows private channels']])
    await stage.allow('anything', 'ann')
    expect((await stage.join(await stage.person('ann'), 'anything', PRIVATE)).statuses).toEqual([['SUBSCRIBED']])
  })

  test('[RT-LANE-1] StrictMode: join, leave, join in one burst ends joined and heard once', async ({ stage }) => {
    const topic = stage.topic()
    await stage.allow(topic, 'ann')
    const ann = await stage.person('ann')
    const first = listen(ann, topic, PRIVATE)
    void ann.removeChannel(first.channel)
    const second = listen(ann, topic, PRIVATE)
    await second.reach('SUBSCRIBED')
    await stage.send(topic, { n: 1 })
    await vi.waitFor(() => expect(second.broadcasts).toHaveLength(1))
    await stage.send(topic, { n: 2 })
    await vi.waitFor(() => expect(second.broadcasts).toHaveLength(2))
    expect(first.broadcasts).toEqual([])
    expect(second.statuses).toEqual([['SUBSCRIBED']])
  })

  test('[RT-JOIN-7] [RT-LANE-2] raw: a duplicate join closes the old one; a stale leave is ignored', async ({
    stage,
  }) => {
    const topic = `realtime:${stage.topic()}`
    const socket = await stage.raw()
    socket.send('1', '1', topic, 'phx_join', { config: {} })
    await socket.frame('phx_reply', '1')
    socket.send('5', '5', topic, 'phx_join', { config: {} })
    await socket.frame('phx_reply', '5')
    expect(await socket.frame('phx_close')).toEqual(['1', '1', topic, 'phx_close', {}])
    socket.send('1', '6', topic, 'phx_leave', {})
    socket.send(null, '7', 'phoenix', 'heartbeat', {})
    await socket.frame('phx_reply', '7')
    expect(socket.frames.map(([, ref]) => ref)).toEqual(['1', '1', '5', '7'])
    socket.send('5', '8', topic, 'phx_leave', {})
    expect(await socket.frame('phx_reply', '8')).toEqual(['5', '8', topic, 'phx_reply', { status: 'ok', response: {} }])
  })

  test('[RT-FRAME-2] raw: garbage is dropped, the socket stays; 5 MB is too much', async ({ stage }) => {
    const socket = await stage.raw()
    for (const garbage of ['{', '[]', Buffer.from([3, 255, 255]), Buffer.from([0])]) socket.ws.send(garbage)
    socket.send(null, '1', 'phoenix', 'heartbeat', {})
    expect(await socket.frame('phx_reply', '1')).toEqual([
      null,
      '1',
      'phoenix',
      'phx_reply',
      { status: 'ok', response: {} },
    ])
    socket.ws.send('x'.repeat(5_000_001))
    await vi.waitFor(() => expect(socket.closed).toBe(1009))
  })
})

describe('the end', () => {
  test('[RT-END-4] who knocks while the server stops is sent away, and does not hold it up', async ({
    stage: first,
  }) => {
    const stage = await first.another()
    const slow = await stage.raw()
    slow.ws.pause() // answers no close: the server waits for it a moment
    const guest = await stage.raw()
    const knocking = new Promise((resolve) => guest.ws.on('close', () => resolve(stage.raw().catch(String)))) // comes back at once
    await stage.stack.stop()
    expect(await knocking).toEqual(expect.stringMatching(/hang up|ECONNRESET/))
  })

  test('[RT-END-1] when the server stops, sockets close with 1012 and clients find the next server', async ({
    stage: first,
  }) => {
    const stage = await first.another()
    const topic = stage.topic()
    await stage.allow(topic, 'ann')
    const heard = await stage.join(await stage.person('ann'), topic, PRIVATE)
    const raw = await stage.raw()
    await stage.stack.stop()
    await vi.waitFor(() => expect(raw.closed).toBe(1012))
    await vi.waitFor(() => expect(heard.statuses.at(-1)?.[1]).toMatch(/1012/))
    await vi.waitFor(() =>
      expect(heard.systems).toMatchObject([{ status: 'ok', message: 'Server requested disconnect' }]),
    )
    expect(heard.statuses).not.toContainEqual(['CLOSED'])
  })
})
