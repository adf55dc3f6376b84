import { describe, expect, test } from 'vitest'
import { Meter } from './meter.ts'
import { PLANS } from './project.ts'
import { createWorld, settle, type Frame, type TestClient, type World } from './testing/world.ts'

describe('the average', () => {
  function meterAt(perSecond: number) {
    let now = 0
    const meter = new Meter(perSecond, () => now)
    return { meter, pass: (ms: number) => (now += ms) }
  }

  test('[RT-RATE-1] is over buckets of 5 s, so a short burst is none', () => {
    const { meter, pass } = meterAt(10)
    meter.count(50)
    expect(meter.over).toBe(false)
    meter.count()
    expect(meter.over).toBe(true)
    pass(5_000)
    expect(meter.over).toBe(false) // 51 in two buckets
    meter.count(50)
    expect(meter.over).toBe(true)
  })

  test('[RT-RATE-1] looks back a minute, and forgets after five idle ones', () => {
    const { meter, pass } = meterAt(10)
    for (let bucket = 0; bucket < 12; bucket++) {
      meter.count(50)
      if (bucket < 11) pass(5_000)
    }
    expect(meter.over).toBe(false)
    meter.count()
    expect(meter.over).toBe(true)
    pass(5_000) // the oldest fifty fall out
    expect(meter.over).toBe(false)
    meter.count(50)
    expect(meter.over).toBe(true)
    pass(300_000)
    meter.count(50)
    expect(meter.over).toBe(false)
    meter.count()
    expect(meter.over).toBe(true)
  })

  test('[RT-RATE-5] the plans are those that hosted publishes', () => {
    const { free, pro, team } = PLANS
    const figures = [free, pro, team].map((plan) => [
      plan.connections,
      plan.messagesPerSecond,
      plan.joinsPerSecond,
      plan.presencePerSecond,
      plan.payloadBytes,
    ])
    expect(figures).toEqual([
      [200, 100, 100, 20, 256_500],
      [500, 500, 500, 50, 3_000_500],
      [10_000, 2_500, 2_500, 1_000, 3_000_500],
    ])
  })

  test('[RT-RATE-1] without a limit nothing is too much', () => {
    const { meter } = meterAt(Infinity)
    meter.count(1e9)
    expect(meter.over).toBe(false)
  })
})

const stop = (message: string): Frame[] => [
  ['1', null, 'realtime:room', 'system', { extension: 'system', status: 'error', message, channel: 'room' }],
  ['1', '1', 'realtime:room', 'phx_close', {}],
]

async function joined(world: World, config: Record<string, unknown> = {}): Promise<TestClient> {
  const client = world.connect()
  client.join('room', config)
  await client.heard()
  return client
}

describe('beyond it', () => {
  test('[RT-RATE-2] messages: who would hear is closed, who speaks stays; the database falls silent', async () => {
    const world = createWorld({ limits: { messagesPerSecond: 2 } })
    const [ann, bob] = [await joined(world), await joined(world)]
    for (let n = 0; n < 5; n++) ann.broadcast('room', 'e', n) // 5 in and 5 out: as much as is allowed
    expect(await bob.heard()).toHaveLength(5)
    ann.broadcast('room', 'e', 5)
    expect(await bob.heard()).toEqual(stop('Too many messages per second'))
    world.project.topics.broadcast(false, 'room', { kind: 'verbatim', body: '{}' })
    expect(await ann.heard()).toEqual([])
    await world.clock.pass(5_000)
    world.project.topics.broadcast(false, 'room', { kind: 'verbatim', body: '{}' })
    expect(await ann.heard()).toHaveLength(1)
  })

  test('[RT-RATE-3] presence: a track is closed, and a join with presence after its ok', async () => {
    const world = createWorld({ limits: { presencePerSecond: 1 } })
    const ann = await joined(world, { presence: { enabled: true } })
    for (let n = 1; n <= 3; n++) ann.send('1', '2', 'realtime:room', 'presence', { event: 'track', payload: { n } })
    await ann.heard()
    ann.send('1', '2', 'realtime:room', 'presence', { event: 'track', payload: { n: 4 } })
    expect(await ann.heard()).toEqual(stop('Too many presence messages per second'))
    const bob = world.connect()
    bob.join('room', { presence: { enabled: true } })
    const [reply, , ...rest] = await bob.heard()
    expect(reply?.[4]).toMatchObject({ status: 'ok' })
    expect(rest).toEqual(stop('Too many presence messages per second'))
    bob.join('room', {}, { ref: '2' })
    expect((await bob.heard()).map(([, , , event]) => event)).toEqual(['phx_reply'])
  })

  test('[RT-RATE-4] joins: refused, and the socket is closed', async () => {
    const world = createWorld({ limits: { joinsPerSecond: 1 } })
    const client = world.connect()
    for (let n = 1; n <= 5; n++) client.join(`room ${n}`)
    await client.heard()
    client.join('room 6')
    await settle()
    expect((await client.heard())[0]?.[4]).toEqual({
      status: 'error',
      response: { reason: 'ClientJoinRateLimitReached: Too many joins per second' },
    })
    expect(client.closed).toBe(1001)
  })
})
