import { describe, expect, test } from 'vitest'
import type { Frame, TestClient, World } from './testing/world.ts'
import { createWorld, settle, START_MS, tokenOf } from './testing/world.ts'

const PRIVATE = { private: true }
const token = (claims: Record<string, unknown> = {}): string => tokenOf({ role: 'authenticated', ...claims })

async function joined(world: World, config: Record<string, unknown> = PRIVATE, own = token()): Promise<TestClient> {
  const client = world.connect()
  client.join('room', config, { token: own })
  await client.heard()
  return client
}

const refresh = (client: TestClient, accessToken: unknown): void =>
  client.send('1', '9', 'realtime:room', 'access_token', { access_token: accessToken })

const stopped = (message: string): Frame[] => [
  ['1', null, 'realtime:room', 'system', { extension: 'system', status: 'error', message, channel: 'room' }],
  ['1', '1', 'realtime:room', 'phx_close', {}],
]

describe('a new token', () => {
  test('[RT-TOKEN-1] is taken without a reply, and asked for what it may read', async () => {
    const world = createWorld()
    const ann = await joined(world)
    refresh(ann, token({ sub: 'ann', n: 2 }))
    expect(await ann.heard()).toEqual([])
    expect(world.policies.asked.map(({ kind, subject }) => [kind, subject.claims.sub])).toEqual([
      ['read', undefined],
      ['read', 'ann'],
    ])
  })

  test('[RT-TOKEN-2] an opaque key, null and the token in use are ignored', async () => {
    const world = createWorld()
    const ann = await joined(world)
    for (const same of ['sb_publishable_x', null, token()]) refresh(ann, same)
    expect(await ann.heard()).toEqual([])
    expect(world.policies.asked).toHaveLength(1)
  })

  test('[RT-TOKEN-3] a bad one ends the channel', async () => {
    for (const [bad, text] of [
      ['', 'The token provided is not a valid JWT'],
      ['garbage', 'The token provided is not a valid JWT'],
      [token({ exp: START_MS / 1000 - 7 }), 'Token has expired 7 seconds ago'],
    ]) {
      const ann = await joined(createWorld(), {})
      refresh(ann, bad)
      expect(await ann.heard()).toEqual(stopped(text ?? ''))
    }
  })

  test('[RT-TOKEN-4] a read that was granted and is no longer ends the channel, one newly granted counts at once', async () => {
    const world = createWorld()
    const config = { private: true, presence: { enabled: true } }
    const ann = await joined(world, config)
    world.policies.reads = () => ['broadcast']
    refresh(ann, token({ n: 2 }))
    expect(await ann.heard()).toEqual(stopped('You no longer have permission to read from this Channel topic: room'))

    const bob = await joined(world, config)
    world.project.topics.broadcast(true, 'room', { kind: 'verbatim', body: '{}' })
    expect(await bob.heard()).toHaveLength(1)
    world.policies.reads = () => ['presence', 'broadcast']
    refresh(bob, token({ n: 3 }))
    await settle()
    const carl = await joined(world, { private: true, presence: { enabled: true, key: 'carl' } })
    carl.send('1', '3', 'realtime:room', 'presence', { event: 'track', payload: {} })
    expect((await bob.heard()).map(([, , , event]) => event)).toEqual(['presence_diff'])
  })

  test('[RT-TOKEN-5] neither read left, or no answer from the database: the channel ends', async () => {
    const world = createWorld()
    const ann = await joined(world)
    world.policies.reads = () => []
    refresh(ann, token({ n: 2 }))
    expect(await ann.heard()).toEqual(stopped('You do not have permissions to read from this Channel topic: room'))
    world.policies.reads = () => ['broadcast']
    const bob = await joined(world)
    world.policies.down = 'unreachable'
    refresh(bob, token({ n: 2 }))
    expect(await bob.heard()).toEqual(stopped('Realtime was unable to connect to the project database'))
  })
})

describe('expiry', () => {
  test('[RT-TOKEN-6] the channel dies at exp, within a second; the socket and its other channels live on', async () => {
    const world = createWorld({ limits: { idleMs: 1e9 } })
    const ann = await joined(world, PRIVATE, token({ exp: START_MS / 1000 + 900 }))
    ann.join('other', {}, { ref: '2', token: token({ exp: START_MS / 1000 + 5_000 }) })
    await world.clock.pass(899_000)
    expect((await ann.heard()).map(([, , , event]) => event)).toEqual(['phx_reply'])
    await world.clock.pass(1_000)
    expect(await ann.heard()).toEqual(stopped('Token has expired 0 seconds ago'))
    expect(ann.closed).toBeNull()
    world.project.topics.broadcast(false, 'other', { kind: 'verbatim', body: '{}' })
    expect(await ann.heard()).toHaveLength(1)
  })

  test('[RT-TOKEN-7] a new token in time carries the channel on', async () => {
    const world = createWorld({ limits: { idleMs: 1e9 } })
    const ann = await joined(world, PRIVATE, token({ exp: START_MS / 1000 + 100 }))
    await world.clock.pass(99_000)
    refresh(ann, token({ exp: START_MS / 1000 + 200 }))
    await world.clock.pass(100_000)
    expect(await ann.heard()).toEqual([])
    await world.clock.pass(1_000)
    expect(await ann.heard()).toEqual(stopped('Token has expired 0 seconds ago'))
  })

  test('[RT-TOKEN-8] a channel that joined on the connection’s token dies with it', async () => {
    const world = createWorld({ limits: { idleMs: 1e9 } })
    const client = world.connect(token({ exp: START_MS / 1000 + 10 }))
    client.join('room')
    await client.heard()
    await world.clock.pass(10_000)
    expect(await client.heard()).toEqual(stopped('Token has expired 0 seconds ago'))
    client.join('room')
    expect((await client.heard())[0]?.[4]).toEqual({
      status: 'error',
      response: { reason: 'InvalidJWTToken: Token has expired 0 seconds ago' },
    })
  })
})
