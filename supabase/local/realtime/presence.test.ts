import { describe, expect, test } from 'vitest'
import { createWorld, settle, type TestClient, type World } from './testing/world.ts'

const ok = { status: 'ok', response: {} }
const refs = { phx_ref: expect.stringMatching(/^[\w-]{16}$/) }

async function joined(world: World, key = '', config: Record<string, unknown> = {}): Promise<TestClient> {
  const client = world.connect()
  client.join('room', { presence: { enabled: true, key }, ...config })
  await client.heard()
  return client
}

const call = (client: TestClient, event: string, payload?: unknown, ref = '5'): void =>
  client.send('1', ref, 'realtime:room', 'presence', {
    type: 'presence',
    event,
    ...(payload !== undefined && { payload }),
  })

/** Only the diffs, since replies may come before or after them. */
async function diffs(client: TestClient): Promise<unknown[]> {
  return (await client.heard()).flatMap(([, , , event, payload]) => (event === 'presence_diff' ? [payload] : []))
}

async function replies(client: TestClient): Promise<unknown[]> {
  return (await client.heard()).flatMap(([, , , event, payload]) => (event === 'phx_reply' ? [payload] : []))
}

describe('who is there', () => {
  test('[RT-PRES-1] a track is one diff for all, and stands in the state of who comes after', async () => {
    const world = createWorld()
    const [ann, bob] = [await joined(world, 'ann'), await joined(world)]
    call(ann, 'Track', { name: 'Ann' })
    const joins = { ann: { metas: [{ name: 'Ann', ...refs }] } }
    expect(await ann.heard()).toEqual(
      expect.arrayContaining([
        ['1', '5', 'realtime:room', 'phx_reply', ok],
        [null, null, 'realtime:room', 'presence_diff', { joins, leaves: {} }],
      ]),
    )
    expect(await diffs(bob)).toEqual([{ joins, leaves: {} }])
    const carl = world.connect()
    carl.join('room', { presence: { enabled: true } })
    expect((await carl.heard()).at(-1)).toEqual(['1', null, 'realtime:room', 'presence_state', joins])
  })

  test('[RT-PRES-2] another payload is an update: both sides in one diff, the old ref with the new', async () => {
    const world = createWorld()
    const ann = await joined(world, 'ann')
    call(ann, 'track', { at: 1 })
    const [first] = (await diffs(ann)) as { joins: { ann: { metas: [{ phx_ref: string }] } } }[]
    const before = first?.joins.ann.metas[0].phx_ref
    call(ann, 'track', { at: 2 })
    expect(await diffs(ann)).toEqual([
      {
        joins: { ann: { metas: [{ at: 2, ...refs, phx_ref_prev: before }] } },
        leaves: { ann: { metas: [{ at: 1, phx_ref: before }] } },
      },
    ])
  })

  test('[RT-PRES-3] the same payload again is ok and no diff; after an untrack it is news again', async () => {
    const world = createWorld()
    const ann = await joined(world, 'ann')
    call(ann, 'track', { a: 1, b: [2] })
    await ann.heard()
    call(ann, 'track', { b: [2], a: 1 })
    expect(await ann.heard()).toEqual([['1', '5', 'realtime:room', 'phx_reply', ok]])
    call(ann, 'untrack')
    expect(await diffs(ann)).toMatchObject([{ joins: {}, leaves: { ann: {} } }])
    call(ann, 'track', { a: 1, b: [2] })
    expect(await diffs(ann)).toMatchObject([{ joins: { ann: {} }, leaves: {} }])
  })

  test('[RT-PRES-4] several under one key are several metas, oldest first; one leaves, the other stays', async () => {
    const world = createWorld()
    const [tab1, tab2] = [await joined(world, 'ann'), await joined(world, 'ann')]
    call(tab1, 'track', { tab: 1 })
    call(tab2, 'track', { tab: 2 })
    const bob = world.connect()
    bob.join('room', { presence: { enabled: true } })
    expect((await bob.heard()).at(-1)?.[4]).toMatchObject({ ann: { metas: [{ tab: 1 }, { tab: 2 }] } })
    tab1.session.end()
    expect(await diffs(bob)).toMatchObject([{ joins: {}, leaves: { ann: { metas: [{ tab: 1 }] } } }])
    bob.join('room', { presence: { enabled: true } }, { ref: '7' })
    expect((await bob.heard()).at(-1)?.[4]).toMatchObject({ ann: { metas: [{ tab: 2 }] } })
  })

  test('[RT-PRES-5] a key is a name like any other, but for the one that breaks clients', async () => {
    const world = createWorld()
    for (const key of ['__proto__', 'constructor', 'ids', '']) {
      const client = await joined(world, key)
      call(client, 'track', {})
    }
    const bob = world.connect()
    bob.join('room', { presence: { enabled: true } })
    const state = (await bob.heard()).at(-1)?.[4] as object
    expect(Object.keys(state)).toEqual([
      '__proto__',
      'constructor',
      expect.stringMatching(/^[\da-f-]{36}$/),
      expect.stringMatching(/^[\da-f-]{36}$/),
    ])
  })

  test('[RT-PRES-6] a leave, a socket that is gone and a stop each say so at once', async () => {
    const world = createWorld()
    const witness = await joined(world)
    for (const leave of [
      (client: TestClient) => client.send('1', '9', 'realtime:room', 'phx_leave', {}),
      (client: TestClient) => client.session.end(),
      (client: TestClient) => client.send('1', '9', 'realtime:room', 'access_token', { access_token: 'garbage' }),
    ]) {
      const ann = await joined(world, 'ann')
      call(ann, 'track', {})
      await settle()
      await witness.heard()
      leave(ann)
      expect(await diffs(witness)).toMatchObject([{ joins: {}, leaves: { ann: {} } }])
    }
  })
})

describe('what may be asked', () => {
  test('[RT-PRES-7] a payload that is no map, an unknown event, no event', async () => {
    const ann = await joined(createWorld())
    call(ann, 'track', 'Ann')
    call(ann, 'dance')
    ann.send('1', '5', 'realtime:room', 'presence', { type: 'presence' })
    expect(await replies(ann)).toEqual([
      { status: 'error', response: { reason: 'Presence track payload must be a map' } },
      { status: 'error', response: {} },
      ok,
    ])
  })

  test('[RT-PRES-8] the sixth call within 30 s ends the channel; a new window, a new budget', async () => {
    const world = createWorld()
    const ann = await joined(world, 'ann')
    for (let n = 0; n < 5; n++) call(ann, n % 2 ? 'untrack' : 'track', {})
    await world.clock.pass(30_000)
    for (let n = 0; n < 5; n++) call(ann, 'track', {})
    expect((await ann.heard()).filter(([, , , event]) => event === 'phx_close')).toEqual([])
    call(ann, 'track', {})
    const system = {
      extension: 'system',
      status: 'error',
      message: 'Client presence rate limit exceeded',
      channel: 'room',
    }
    expect(await ann.heard()).toEqual([
      ['1', null, 'realtime:room', 'system', system],
      ['1', '1', 'realtime:room', 'phx_close', {}],
    ])
  })

  test('[RT-PRES-9] too large: the channel ends', async () => {
    const ann = await joined(createWorld({ limits: { payloadBytes: 10 } }))
    call(ann, 'track', { text: 'much too long' })
    expect((await ann.heard()).map(([, , , event, payload]) => [event, payload])).toMatchObject([
      ['system', { message: 'Track message size exceeded' }],
      ['phx_close', {}],
    ])
  })
})

describe('private', () => {
  const PRIVATE = { private: true }

  test('[RT-PRES-10] who may not write presence gets an error; to untrack needs no right', async () => {
    const world = createWorld()
    world.policies.writes = () => ['broadcast']
    const ann = await joined(world, 'ann', PRIVATE)
    call(ann, 'track', {})
    expect(await replies(ann)).toEqual([{ status: 'error', response: {} }])
    call(ann, 'untrack')
    expect(await replies(ann)).toEqual([ok])
    world.policies.writes = () => ['presence']
    const bob = await joined(world, 'bob', PRIVATE)
    call(bob, 'track', {})
    expect(await diffs(ann)).toMatchObject([{ joins: { bob: {} } }])
  })

  test('[RT-PRES-11] who may not read presence gets neither state nor diffs', async () => {
    const world = createWorld()
    const bob = await joined(world, 'bob', PRIVATE)
    world.policies.reads = () => ['broadcast']
    const ann = world.connect()
    ann.join('room', { private: true, presence: { enabled: true } })
    call(bob, 'track', {})
    expect((await ann.heard()).map(([, , , event]) => event)).toEqual(['phx_reply'])
  })

  test('[RT-PRES-12] presence off at the join: no diffs until a track of one’s own has been allowed', async () => {
    const world = createWorld()
    const off = { private: true, presence: { enabled: false, key: 'ann' } }
    const [ann, bob] = [await joined(world, 'ann', off), await joined(world, 'bob', PRIVATE)]
    call(bob, 'track', { n: 1 })
    expect(await ann.heard()).toEqual([])
    call(ann, 'track', {})
    expect(await diffs(ann)).toMatchObject([{ joins: { ann: {} } }])
    call(bob, 'track', { n: 2 })
    expect(await diffs(ann)).toMatchObject([{ joins: { bob: {} } }])
  })

  test('[RT-PRES-13] on a public topic all hear diffs, presence enabled or not', async () => {
    const world = createWorld()
    const [ann, bob] = [await joined(world, 'ann', { presence: { enabled: false } }), await joined(world, 'bob')]
    call(bob, 'track', {})
    expect(await diffs(ann)).toMatchObject([{ joins: { bob: {} } }])
  })
})
