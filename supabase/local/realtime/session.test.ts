import { describe, expect, test } from 'vitest'
import { createWorld, settle, tokenOf } from './testing/world.ts'

const OK = { status: 'ok', response: { postgres_changes: [] } }
const error = (reason: string) => ({ status: 'error', response: { reason } })
const PRIVATE = { private: true }

describe('heartbeat', () => {
  test('[RT-BEAT-1] is answered on topic phoenix with its ref', async () => {
    const client = createWorld().connect()
    client.send(null, '4', 'phoenix', 'heartbeat', {})
    expect(await client.heard()).toEqual([[null, '4', 'phoenix', 'phx_reply', { status: 'ok', response: {} }]])
  })

  test('[RT-BEAT-2] a socket that says nothing for 60 s is closed, and its presences leave at once', async () => {
    const world = createWorld()
    const [silent, awake] = [world.connect(), world.connect()]
    for (const client of [silent, awake]) client.join('room', { presence: { enabled: true, key: 'k' } })
    silent.send('1', '2', 'realtime:room', 'presence', { type: 'presence', event: 'track', payload: {} })
    await world.clock.pass(59_000)
    awake.send(null, '3', 'phoenix', 'heartbeat', {})
    await awake.heard()
    expect(silent.closed).toBeNull()
    await world.clock.pass(1_000)
    expect(silent.closed).toBe(1000)
    expect(awake.closed).toBeNull()
    expect(await awake.heard()).toMatchObject([[null, null, 'realtime:room', 'presence_diff', { leaves: { k: {} } }]])
  })

  test('[RT-BEAT-3] a socket whose last channel is gone is swept; one with a channel, or that never had one, stays', async () => {
    const world = createWorld()
    const [left, joined, fresh] = [world.connect(), world.connect(), world.connect()]
    for (const client of [left, joined]) client.join('room')
    await settle()
    left.send('1', '2', 'realtime:room', 'phx_leave', {})
    await left.heard()
    for (const client of [left, joined, fresh]) client.session.sweep()
    expect([left.closed, joined.closed, fresh.closed]).toEqual([1001, null, null])
  })
})

describe('frames out of place', () => {
  test('[RT-FRAME-6] a topic that is not joined: a leave is ok, anything else unmatched', async () => {
    const client = createWorld().connect()
    client.send('1', '2', 'realtime:room', 'phx_leave', {})
    client.send('1', '3', 'realtime:room', 'access_token', { access_token: 'x' })
    client.broadcast('room', 'e', {}, { ref: '4' })
    client.send(null, '5', 'phoenix', 'other', {})
    expect(await client.heard()).toEqual([
      [null, '2', 'realtime:room', 'phx_reply', { status: 'ok', response: {} }],
      [null, '3', 'realtime:room', 'phx_reply', error('unmatched topic')],
      [null, '4', 'realtime:room', 'phx_reply', error('unmatched topic')],
      [null, '5', 'phoenix', 'phx_reply', error('unmatched topic')],
    ])
  })

  test('[RT-FRAME-6] an unknown event on a joined channel, and a malformed frame, are ignored', async () => {
    const world = createWorld()
    const client = world.connect()
    client.join('room')
    await client.heard()
    client.send('1', '2', 'realtime:room', 'whatever', {})
    client.session.receive('{"not":"ours"}')
    client.session.receive(Buffer.from([9, 9]))
    expect(await client.heard()).toEqual([])
    expect(client.closed).toBeNull()
  })
})

describe('join', () => {
  test('[RT-JOIN-1] is answered with its refs before anything else of the topic', async () => {
    const client = createWorld().connect()
    client.join('room:1', { presence: { enabled: true }, broadcast: { replication_ready: true } }, { ref: '6' })
    const frames = await client.heard()
    expect(frames[0]).toEqual(['6', '6', 'realtime:room:1', 'phx_reply', OK])
    expect(frames.slice(1).map(([joinRef, ref, , event]) => [joinRef, ref, event])).toEqual([
      ['6', null, 'system'],
      ['6', null, 'presence_state'],
    ])
  })

  test('[RT-JOIN-2] needs a name and the prefix', async () => {
    const client = createWorld().connect()
    client.send('1', '1', 'realtime:', 'phx_join', {})
    client.send('2', '2', 'Realtime:room', 'phx_join', {})
    expect(await client.heard()).toEqual(
      expect.arrayContaining([
        ['1', '1', 'realtime:', 'phx_reply', error('TopicNameRequired: You must provide a topic name')],
        [null, '2', 'Realtime:room', 'phx_reply', error('unmatched topic')],
      ]),
    )
  })

  test('[RT-JOIN-3] checks in order: private only, channels, token, database, policies', async () => {
    const world = createWorld({ privateOnly: true, limits: { channelsPerConnection: 1 } })
    const client = world.connect()
    const reason = async (): Promise<unknown> => (await client.heard()).at(-1)?.[4]
    world.policies.down = 'unreachable'
    client.join('room', {}, { token: 'garbage' })
    expect(await reason()).toEqual(error('PrivateOnly: This project only allows private channels'))
    client.join('room', PRIVATE, { token: 'garbage' })
    expect(await reason()).toEqual(error('MalformedJWT: The token provided is not a valid JWT'))
    client.join('room', PRIVATE, { token: tokenOf({ role: 'authenticated', exp: 1_799_999_995 }) })
    expect(await reason()).toEqual(error('InvalidJWTToken: Token has expired 5 seconds ago'))
    client.join('room', PRIVATE)
    expect(await reason()).toEqual(
      error('UnableToConnectToProject: Realtime was unable to connect to the project database'),
    )
    world.policies.down = null
    world.policies.reads = () => []
    client.join('room', PRIVATE)
    expect(await reason()).toEqual(
      error('Unauthorized: You do not have permissions to read from this Channel topic: room'),
    )
    world.policies.reads = () => ['broadcast']
    client.join('room', PRIVATE)
    expect(await reason()).toEqual(OK)
    client.join('other', PRIVATE, { token: 'garbage' })
    expect(await reason()).toEqual(error('ChannelRateLimitReached: Too many channels'))
  })

  test('[RT-JOIN-4] every trouble of the database has its own words; a policy that raises is a plain refusal', async () => {
    const world = createWorld()
    const client = world.connect()
    const words = {
      cancelled: 'QueryCanceled: Query was cancelled, please try again',
      missing_partition: 'MissingPartition: Realtime was unable to find the expected messages partition',
      refused: 'Unauthorized: You do not have permissions to read from this Channel topic: room',
    } as const
    for (const [trouble, reason] of Object.entries(words)) {
      world.policies.reads = () => trouble as keyof typeof words
      client.join('room', PRIVATE)
      expect((await client.heard())[0]?.[4]).toEqual(error(reason))
    }
    world.policies.down = 'unreachable'
    client.join('public room')
    expect((await client.heard())[0]?.[4]).toMatchObject({ status: 'error' })
  })

  test('[RT-JOIN-5] an invalid config does not fail it, and booleans may be words', async () => {
    const world = createWorld()
    const client = world.connect()
    client.send('1', '1', 'realtime:a', 'phx_join', { config: { broadcast: 7, presence: [], private: 'maybe', x: 1 } })
    client.send('2', '2', 'realtime:b', 'phx_join', null)
    expect((await client.heard()).map(([, , , , payload]) => payload)).toEqual([OK, OK])
    client.send('3', '3', 'realtime:c', 'phx_join', { config: { private: 'TRUE' } })
    await settle()
    expect(world.policies.asked).toMatchObject([{ kind: 'read', subject: { topic: 'c' } }])
  })

  test('[RT-JOIN-6] without a token, or with an opaque key, it counts on the token of the connection', async () => {
    const world = createWorld()
    const client = world.connect(tokenOf({ role: 'anon' }), { 'x-forwarded-for': '::1' })
    client.join('a', PRIVATE)
    client.join('b', PRIVATE, { token: 'sb_publishable_x' })
    client.join('c', PRIVATE, { token: tokenOf({ role: 'authenticated', sub: 'ann' }) })
    await settle()
    expect(world.policies.asked.map(({ subject }) => [subject.topic, subject.claims.role, subject.headers])).toEqual([
      ['a', 'anon', { 'x-forwarded-for': '::1' }],
      ['b', 'anon', { 'x-forwarded-for': '::1' }],
      ['c', 'authenticated', { 'x-forwarded-for': '::1' }],
    ])
  })

  test('[RT-JOIN-7] a second join of a topic ends the first, with the first one’s ref', async () => {
    const world = createWorld()
    const [client, witness] = [world.connect(), world.connect()]
    for (const one of [client, witness]) one.join('room', { presence: { enabled: true, key: 'k' } })
    client.send('1', '2', 'realtime:room', 'presence', { event: 'track', payload: { n: 1 } })
    await client.heard()
    await witness.heard()
    client.join('room', { presence: { enabled: true } }, { ref: '5' })
    expect(await client.heard()).toEqual([
      ['1', '1', 'realtime:room', 'phx_close', {}],
      ['5', '5', 'realtime:room', 'phx_reply', OK],
      ['5', null, 'realtime:room', 'presence_state', {}],
    ])
    expect(await witness.heard()).toMatchObject([[null, null, 'realtime:room', 'presence_diff', { leaves: { k: {} } }]])
  })

  test('[RT-JOIN-8] a refused join leaves nothing behind', async () => {
    const world = createWorld({ limits: { channelsPerConnection: 1 } })
    const client = world.connect()
    world.policies.reads = () => []
    for (let i = 0; i < 5; i++) client.join(`room ${i}`, PRIVATE)
    expect(await client.heard()).toHaveLength(5)
    client.broadcast('room 0', 'e', {})
    expect((await client.heard())[0]?.[4]).toEqual(error('unmatched topic'))
    world.policies.reads = () => ['broadcast']
    client.join('room 0', PRIVATE)
    expect((await client.heard())[0]?.[4]).toEqual(OK)
  })

  test('[RT-JOIN-10] channels are counted while they last, and while their join is checked', async () => {
    const world = createWorld({ limits: { channelsPerConnection: 1 } })
    const client = world.connect()
    const release = world.policies.hold()
    client.join('a', PRIVATE)
    client.join('b', PRIVATE)
    await settle()
    release()
    expect((await client.heard()).map(([, , topic, , payload]) => [topic, payload])).toEqual([
      ['realtime:b', error('ChannelRateLimitReached: Too many channels')],
      ['realtime:a', OK],
    ])
    client.send('1', '2', 'realtime:a', 'phx_leave', {})
    client.join('b', PRIVATE, { ref: '3' })
    expect((await client.heard()).at(-1)?.[4]).toEqual(OK)
  })
})

describe('the order of a topic’s frames', () => {
  test('[RT-LANE-1] join, leave, join in one burst (StrictMode) ends joined, once', async () => {
    const world = createWorld()
    const client = world.connect()
    const release = world.policies.hold()
    client.join('room', PRIVATE, { ref: '6' })
    client.send('6', '7', 'realtime:room', 'phx_leave', {})
    client.join('room', PRIVATE, { ref: '10' })
    expect(await client.heard()).toEqual([])
    release()
    expect(await client.heard()).toEqual([
      ['6', '6', 'realtime:room', 'phx_reply', OK],
      ['6', '7', 'realtime:room', 'phx_reply', { status: 'ok', response: {} }],
      ['6', '6', 'realtime:room', 'phx_close', {}],
      ['10', '10', 'realtime:room', 'phx_reply', OK],
    ])
    world.project.topics.broadcast(true, 'room', { kind: 'verbatim', body: '{}' })
    expect(await client.heard()).toHaveLength(1)
  })

  test('[RT-LANE-2] a stale leave does not end the new instance; one without join_ref does', async () => {
    const client = createWorld().connect()
    client.join('room', {}, { ref: '6' })
    client.join('room', {}, { ref: '10' })
    await client.heard()
    client.send('6', '11', 'realtime:room', 'phx_leave', {})
    expect(await client.heard()).toEqual([])
    client.send(null, '12', 'realtime:room', 'phx_leave', {})
    expect(await client.heard()).toEqual([
      ['10', '12', 'realtime:room', 'phx_reply', { status: 'ok', response: {} }],
      ['10', '10', 'realtime:room', 'phx_close', {}],
    ])
  })

  test('[RT-LANE-3] a slow answer for one topic does not hold up another, nor the heartbeat', async () => {
    const world = createWorld()
    const client = world.connect()
    world.policies.hold()
    client.join('slow', PRIVATE)
    client.join('public', {}, { ref: '2' })
    client.send(null, '3', 'phoenix', 'heartbeat', {})
    expect(new Set((await client.heard()).map(([, ref]) => ref))).toEqual(new Set(['2', '3']))
  })

  test('[RT-LANE-4] a socket that closes while its join is checked joins nothing', async () => {
    const world = createWorld()
    const client = world.connect()
    const release = world.policies.hold()
    client.join('room', PRIVATE)
    client.session.end()
    release()
    await settle()
    world.project.topics.broadcast(true, 'room', { kind: 'verbatim', body: '{}' })
    expect(await client.heard()).toEqual([])
    expect(world.clock.pending).toBe(0)
  })
})

describe('a fault of ours', () => {
  const broken = (): never => {
    throw new Error('a bug')
  }

  test('[RT-CRASH-1] in a join: a refusal with a text of its own, and the next join is as if nothing was', async () => {
    const world = createWorld({ limits: { channelsPerConnection: 1 } })
    const client = world.connect()
    world.policies.reads = broken
    client.join('room', PRIVATE)
    expect((await client.heard())[0]?.[4]).toEqual(error('Unknown Error on Channel'))
    expect(world.log[0]).toContain('a bug')
    world.policies.reads = () => ['broadcast']
    client.join('room', PRIVATE)
    expect((await client.heard())[0]?.[4]).toEqual(OK)
  })

  test('[RT-CRASH-2] in a channel: phx_error, so that the client joins again; the others live on', async () => {
    const world = createWorld()
    const client = world.connect()
    client.join('room', PRIVATE)
    client.join('other', {}, { ref: '2' })
    await client.heard()
    world.policies.writes = broken
    client.broadcast('room', 'e', {})
    expect(await client.heard()).toEqual([['1', '1', 'realtime:room', 'phx_error', {}]])
    world.project.topics.broadcast(true, 'room', { kind: 'verbatim', body: '{}' })
    world.project.topics.broadcast(false, 'other', { kind: 'verbatim', body: '{}' })
    expect((await client.heard()).map(([, , topic]) => topic)).toEqual(['realtime:other'])
  })
})

describe('the end of a socket', () => {
  test('[RT-END-1] an operator’s disconnect tells every channel and closes with 1012', async () => {
    const client = createWorld().connect()
    client.join('a')
    client.join('b')
    await client.heard()
    client.session.disconnect()
    const message = { extension: 'system', status: 'ok', message: 'Server requested disconnect' }
    expect(await client.heard()).toEqual([
      ['1', null, 'realtime:a', 'system', { ...message, channel: 'a' }],
      ['1', null, 'realtime:b', 'system', { ...message, channel: 'b' }],
    ])
    expect(client.closed).toBe(1012)
  })

  test('[RT-END-2] leaves nothing: no timer, no member', async () => {
    const world = createWorld()
    world.feed.live = false
    const client = world.connect()
    client.join('a', { presence: { enabled: true }, broadcast: { replication_ready: true } })
    client.join('b', PRIVATE)
    await client.heard()
    expect(world.clock.pending).toBeGreaterThan(0)
    client.session.end()
    client.session.end()
    expect(world.clock.pending).toBe(0)
    world.feed.goLive()
    expect(await client.heard()).toEqual([])
  })
})
