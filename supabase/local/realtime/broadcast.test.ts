import { describe, expect, test } from 'vitest'
import type { Broadcast } from './frames.ts'
import { createWorld, settle, tokenOf, type Frame, type TestClient, type World } from './testing/world.ts'

const PRIVATE = { private: true }
const message = (event: string, payload: unknown, meta?: object): Frame => [
  null,
  null,
  'realtime:room',
  'broadcast',
  { type: 'broadcast', event, payload, ...(meta && { meta }) },
]

async function joined(world: World, config: Record<string, unknown> = {}, token?: string): Promise<TestClient> {
  const client = world.connect()
  client.join('room', config, { token })
  await client.heard()
  return client
}

describe('a client speaks', () => {
  test('[RT-CAST-1] the others hear it, with null refs; the sender does not', async () => {
    const world = createWorld()
    const [ann, bob] = [await joined(world), await joined(world)]
    ann.broadcast('room', 'typing 😀', { é: 1 })
    expect(await bob.heard()).toEqual([message('typing 😀', { é: 1 })])
    expect(await ann.heard()).toEqual([])
  })

  test('[RT-CAST-2] self: the sender hears it too. It is the instance that is left out, not the socket or the user', async () => {
    const world = createWorld()
    const token = tokenOf({ role: 'authenticated', sub: 'ann' })
    const ann = await joined(world, { broadcast: { self: true } }, token)
    const annElsewhere = await joined(world, {}, token)
    ann.broadcast('room', 'e', 1)
    expect(await ann.heard()).toEqual([message('e', 1)])
    expect(await annElsewhere.heard()).toEqual([message('e', 1)])
    annElsewhere.broadcast('room', 'e', 2)
    expect(await ann.heard()).toEqual([message('e', 2)])
    expect(await annElsewhere.heard()).toEqual([])
  })

  test('[RT-CAST-3] ack: a reply once it is handed on; without, none', async () => {
    const world = createWorld()
    const ann = await joined(world, { broadcast: { ack: true } })
    ann.broadcast('room', 'e', {}, { ref: '42' })
    expect(await ann.heard()).toEqual([['1', '42', 'realtime:room', 'phx_reply', { status: 'ok', response: {} }]])
    const bob = await joined(world)
    bob.broadcast('room', 'e', {})
    expect(await bob.heard()).toEqual([])
  })

  test('[RT-CAST-4] a push with a stale ref, or without one, is taken all the same', async () => {
    const world = createWorld()
    const [ann, bob] = [await joined(world), await joined(world)]
    ann.broadcast('room', 'e', 1, { joinRef: '99' })
    ann.broadcast('room', 'e', 2, { joinRef: '' })
    expect(await bob.heard()).toEqual([message('e', 1), message('e', 2)])
  })

  test('[RT-CAST-5] a text push is forwarded verbatim', async () => {
    const world = createWorld()
    const [ann, bob] = [await joined(world), await joined(world)]
    ann.session.receive('["1","2","realtime:room","broadcast",{"payload":12345678901234567890,  "event":"e"}]')
    await settle()
    expect(bob.raw.at(-1)).toBe(
      '[null,null,"realtime:room","broadcast",{"payload":12345678901234567890,  "event":"e"}]',
    )
  })

  test('[RT-CAST-6] too large: dropped; with ack an error', async () => {
    const world = createWorld({ limits: { payloadBytes: 20 } })
    const [ann, bob] = [await joined(world, { broadcast: { ack: true } }), await joined(world)]
    ann.broadcast('room', 'e', 'x'.repeat(18)) // 20 with its quotes
    ann.broadcast('room', 'e', 'x'.repeat(19), { ref: '2' })
    bob.broadcast('room', 'e', 'x'.repeat(19))
    expect((await ann.heard()).map(([, , , , payload]) => payload)).toEqual([
      { status: 'ok', response: {} },
      { status: 'error', response: 'payload_size_exceeded' },
    ])
    expect(await bob.heard()).toEqual([message('e', 'x'.repeat(18))])
  })

  test('[RT-CAST-7] it is written once for all who hear it', async () => {
    const world = createWorld()
    const clients = await Promise.all(Array.from({ length: 5 }, () => joined(world)))
    clients[0]?.broadcast('room', 'e', 1)
    await settle()
    const sent = clients.slice(1).map(({ raw }) => raw.at(-1))
    expect(sent[0]).toBeInstanceOf(Buffer)
    expect(new Set(sent).size).toBe(1)
  })
})

describe('private', () => {
  test('[RT-RLS-1] public and private of one name are two topics', async () => {
    const world = createWorld()
    const [open, closed] = [await joined(world), await joined(world, PRIVATE)]
    open.broadcast('room', 'e', 'open')
    closed.broadcast('room', 'e', 'closed')
    expect(await open.heard()).toEqual([])
    expect(await closed.heard()).toEqual([])
    const [openWitness, closedWitness] = [await joined(world), await joined(world, PRIVATE)]
    open.broadcast('room', 'e', 'open')
    closed.broadcast('room', 'e', 'closed')
    expect(await openWitness.heard()).toEqual([message('e', 'open')])
    expect(await closedWitness.heard()).toEqual([message('e', 'closed')])
  })

  test('[RT-RLS-2] the read probe asks for presence only where it is enabled; the write probe waits for the first push', async () => {
    const world = createWorld()
    await joined(world, { private: true, presence: { enabled: true } })
    const ann = await joined(world, PRIVATE)
    expect(world.policies.asked.map(({ kind, extensions }) => [kind, extensions])).toEqual([
      ['read', ['broadcast', 'presence']],
      ['read', ['broadcast']],
    ])
    ann.broadcast('room', 'e', 1)
    await settle()
    ann.broadcast('room', 'e', 2)
    await settle()
    expect(world.policies.asked.slice(2).map(({ kind, extensions }) => [kind, extensions])).toEqual([
      ['write', ['broadcast', 'presence']],
    ])
  })

  test('[RT-RLS-3] who may not write is met with silence, even with ack', async () => {
    const world = createWorld()
    world.policies.writes = ({ claims }) => (claims.role === 'authenticated' ? ['broadcast'] : ['presence'])
    const bob = await joined(world, PRIVATE, tokenOf({ role: 'authenticated' }))
    const ann = await joined(world, { private: true, broadcast: { ack: true } })
    ann.broadcast('room', 'e', 1)
    ann.broadcast('room', 'e', 2)
    expect(await ann.heard()).toEqual([])
    expect(await bob.heard()).toEqual([])
    bob.broadcast('room', 'e', 3)
    expect(await ann.heard()).toEqual([message('e', 3)])
  })

  test('[RT-RLS-4] trouble in the write probe is silence too, and the next push asks again', async () => {
    const world = createWorld()
    const [ann, bob] = [await joined(world, PRIVATE), await joined(world, PRIVATE)]
    world.policies.writes = () => 'refused'
    ann.broadcast('room', 'e', 1)
    await settle()
    world.policies.writes = () => ['broadcast']
    ann.broadcast('room', 'e', 2)
    expect(await bob.heard()).toEqual([message('e', 2)])
    expect(await ann.heard()).toEqual([])
  })

  test('[RT-RLS-5] pushes made while the first is checked keep their order', async () => {
    const world = createWorld()
    const [ann, bob] = [await joined(world, PRIVATE), await joined(world, PRIVATE)]
    const release = world.policies.hold()
    for (const n of [1, 2, 3]) ann.broadcast('room', 'e', n)
    expect(await bob.heard()).toEqual([])
    release()
    expect(await bob.heard()).toEqual([message('e', 1), message('e', 2), message('e', 3)])
  })

  test('[RT-RLS-6] who may read presence only joins, and hears no broadcast', async () => {
    const world = createWorld()
    world.policies.reads = () => ['presence']
    const ann = await joined(world, { private: true, presence: { enabled: true } })
    world.policies.reads = () => ['broadcast', 'presence']
    const bob = await joined(world, { private: true, presence: { enabled: true, key: 'bob' } })
    bob.broadcast('room', 'e', 1)
    world.project.topics.broadcast(true, 'room', stored(1))
    expect(await ann.heard()).toEqual([])
    bob.send('1', '2', 'realtime:room', 'presence', { event: 'track' })
    expect(await ann.heard()).toMatchObject([[null, null, 'realtime:room', 'presence_diff', { joins: { bob: {} } }]])
  })

  test('[RT-RLS-7] a right to write that is taken away still counts until the token changes', async () => {
    const world = createWorld()
    const [ann, bob] = [await joined(world, PRIVATE), await joined(world, PRIVATE)]
    ann.broadcast('room', 'e', 1)
    await settle()
    world.policies.writes = () => []
    ann.broadcast('room', 'e', 2)
    expect(await bob.heard()).toEqual([message('e', 1), message('e', 2)])
    ann.send('1', '3', 'realtime:room', 'access_token', { access_token: tokenOf({ role: 'anon', n: 2 }) })
    ann.broadcast('room', 'e', 3)
    expect(await bob.heard()).toEqual([])
  })
})

const stored = (n: number): Broadcast => ({
  kind: 'user',
  event: 'created',
  payload: Buffer.from(`{"n":${n}}`),
  encoding: 'json',
  meta: `{"id":"id-${n}"}`,
})

describe('the database speaks', () => {
  test('[RT-DB-1] everyone on the topic hears it, with meta', async () => {
    const world = createWorld()
    const [ann, bob] = [await joined(world, PRIVATE), await joined(world)]
    world.project.topics.broadcast(true, 'room', stored(1))
    world.project.topics.broadcast(false, 'room', stored(2))
    world.project.topics.broadcast(true, 'nobody here', stored(3))
    expect(await ann.heard()).toEqual([message('created', { n: 1 }, { id: 'id-1' })])
    expect(await bob.heard()).toEqual([message('created', { n: 2 }, { id: 'id-2' })])
  })

  test('[RT-DB-2] replication_ready: said once, when broadcasts flow; closed when they do not within 60 s', async () => {
    const world = createWorld()
    world.feed.live = false
    const ready = { broadcast: { replication_ready: true } }
    const [ann, impatient] = [await joined(world, ready), await joined(world)]
    await world.clock.pass(30_000)
    world.feed.goLive()
    const text = 'Replication connection established'
    const system = { extension: 'system', status: 'ok', message: text, channel: 'room' }
    expect(await ann.heard()).toEqual([['1', null, 'realtime:room', 'system', system]])
    expect(await impatient.heard()).toEqual([])

    world.feed.live = false
    const late = createWorld({ limits: { idleMs: 1e9 } })
    late.feed.live = false
    const bob = await joined(late, ready)
    await late.clock.pass(60_000)
    expect((await bob.heard()).map(([, , , event, payload]) => [event, payload])).toMatchObject([
      ['system', { status: 'error', message: 'Replication connection was not established in time' }],
      ['phx_close', {}],
    ])
  })

  test('[RT-DB-3] who has left hears nothing more', async () => {
    const world = createWorld()
    const ann = await joined(world, PRIVATE)
    ann.send('1', '2', 'realtime:room', 'phx_leave', {})
    await ann.heard()
    world.project.topics.broadcast(true, 'room', stored(1))
    expect(await ann.heard()).toEqual([])
  })
})
