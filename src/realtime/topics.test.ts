import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { scriptedWire } from '@/testing/scriptedWire'
import type { LiveEvent, TopicState } from './events'
import { createTopics } from './topics'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const TOPIC = 'workspace:w:1'
const settle = () => vi.advanceTimersByTimeAsync(0)

function setUp() {
  const wire = scriptedWire()
  const joined: string[] = []
  const forbidden: string[] = []
  const topics = createTopics({
    wire,
    onJoined: (topic) => joined.push(topic),
    onForbidden: (topic) => forbidden.push(topic),
    random: () => 0.5,
  })
  topics.resume()
  return { wire, joined, forbidden, topics }
}

async function live() {
  const all = setUp()
  const states: TopicState['state'][] = []
  const stop = all.topics.listen(TOPIC, { onState: ({ state }) => states.push(state) })
  await settle()
  all.wire.of(TOPIC).status('SUBSCRIBED')
  return { ...all, states, stop }
}

describe('a topic', () => {
  test('is joined once, after the token is in place, however many listen', async () => {
    const { wire, topics } = setUp()
    const heard: LiveEvent[][] = [[], []]
    topics.listen(TOPIC, { onEvent: (event) => heard[0]?.push(event) })
    topics.listen(TOPIC, { onEvent: (event) => heard[1]?.push(event) })
    expect(wire.channels).toHaveLength(0)
    await settle()
    expect(wire.calls).toEqual(['authorize'])
    expect(wire.channels).toHaveLength(1)
    wire.of(TOPIC).event('message_created', { id: 'm' })
    expect(heard).toEqual([
      [{ event: 'message_created', payload: { id: 'm' } }],
      [{ event: 'message_created', payload: { id: 'm' } }],
    ])
  })

  test('is left with its last listener, and not between two screens', async () => {
    const { wire, topics, stop } = await live()
    const stopOther = topics.listen(TOPIC, {})
    stop()
    stop()
    await settle()
    expect(wire.of(TOPIC).isOpen).toBe(true)
    stopOther()
    topics.listen(TOPIC, {}) // the next screen
    await settle()
    expect(wire.channels).toHaveLength(1)
    expect(wire.of(TOPIC).isOpen).toBe(true)
  })

  test('nobody listens to is closed and forgotten', async () => {
    const { wire, topics, stop } = await live()
    stop()
    await settle()
    expect(wire.channels.map(({ isOpen }) => isOpen)).toEqual([false])
    expect(topics.states.get().size).toBe(0)
  })

  test('calls to catch up at every rejoin and when replication has begun', async () => {
    const { wire, joined } = await live()
    wire.of(TOPIC).system('ok', 'Replication connection established')
    wire.of(TOPIC).status('CHANNEL_ERROR', 'socket closed: 1006')
    wire.of(TOPIC).status('SUBSCRIBED')
    expect(joined).toEqual([TOPIC, TOPIC, TOPIC])
  })

  test('shows presence again after a rejoin', async () => {
    const { wire, topics } = await live()
    topics.track(TOPIC, { name: 'Ann' })
    wire.of(TOPIC).status('CHANNEL_ERROR', 'socket closed: 1006')
    wire.of(TOPIC).status('SUBSCRIBED')
    expect(wire.of(TOPIC).tracked).toEqual([{ name: 'Ann' }, { name: 'Ann' }])
  })
})

test('a channel that flaps does not spend more presence than it has', async () => {
  const { wire, topics } = await live()
  topics.track(TOPIC, { name: 'Ann' })
  for (let i = 0; i < 10; i += 1) wire.of(TOPIC).status('SUBSCRIBED')
  expect(wire.of(TOPIC).tracked).toHaveLength(4)
})

describe('trouble', () => {
  test('that the client mends by itself makes no second channel', async () => {
    const { wire, states } = await live()
    wire.of(TOPIC).status('CHANNEL_ERROR', 'socket closed: 1006')
    wire.of(TOPIC).status('TIMED_OUT')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(wire.channels).toHaveLength(1)
    expect(states.at(-1)).toBe('trouble')
    wire.of(TOPIC).status('SUBSCRIBED')
    expect(states.at(-1)).toBe('live')
  })

  test('a channel that the server closed is made anew, after a while', async () => {
    const { wire } = await live()
    wire.of(TOPIC).closeByServer('Realtime was unable to connect to the project database')
    await settle()
    expect(wire.channels).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(wire.channels).toHaveLength(2)
    expect(wire.calls).not.toContain('refresh')
  })

  test('one closed for its token is made anew with a new token', async () => {
    const { wire } = await live()
    wire.of(TOPIC).closeByServer('Token has expired 3 seconds ago')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(wire.calls).toEqual(['authorize', 'refresh', 'authorize'])
    expect(wire.channels).toHaveLength(2)
  })

  test('one closed again and again is tried less and less often', async () => {
    const { wire } = await live()
    for (let i = 0; i < 12; i += 1) {
      wire.channels.at(-1)?.closeByServer()
      await vi.advanceTimersByTimeAsync(60_000)
    }
    const before = wire.channels.length
    wire.channels.at(-1)?.closeByServer()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(wire.channels).toHaveLength(before)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(wire.channels).toHaveLength(before + 1)
  })

  test('that would repeat for ever is given up, and tried again within a minute', async () => {
    const { wire, states, forbidden } = await live()
    wire
      .of(TOPIC)
      .status('CHANNEL_ERROR', 'Unauthorized: You do not have permissions to read from this Channel topic: x')
    wire
      .of(TOPIC)
      .status('CHANNEL_ERROR', 'Unauthorized: You do not have permissions to read from this Channel topic: x')
    expect(states.at(-1)).toBe('polling')
    expect(forbidden).toEqual([TOPIC, TOPIC])
    expect(wire.channels.map(({ isOpen }) => isOpen)).toEqual([false])
    await vi.advanceTimersByTimeAsync(4_999)
    expect(wire.channels).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(55_000)
    expect(wire.channels).toHaveLength(2)
  })

  test.each([
    'Too many messages per second',
    'Client presence rate limit exceeded',
    'ClientJoinRateLimitReached: Too many joins per second',
  ])('a quota (%s) is not met with more of the same', async (reason) => {
    const { wire, states } = await live()
    wire.of(TOPIC).closeByServer(reason)
    expect(states.at(-1)).toBe('polling')
    await vi.advanceTimersByTimeAsync(4_000)
    expect(wire.channels).toHaveLength(1)
  })

  test('closed because we typed over the quota is joined again, and not by typing on closed again at once', async () => {
    const { wire, topics } = await live()
    const MINUTES = 10
    let said = 0
    for (let seconds = 0; seconds < MINUTES * 60; seconds += 3) {
      const channel = wire.channels.findLast(({ isOpen }) => isOpen)
      const before = channel?.sent.length
      topics.send(TOPIC, 'agent_typing', { id: 'c' }) // somebody writes and writes
      if (channel && channel.sent.length !== before) {
        said += 1
        channel.closeByServer('Too many messages per second')
      }
      const opened = wire.channels.length
      await vi.advanceTimersByTimeAsync(3_000)
      if (wire.channels.length > opened) wire.of(TOPIC).status('SUBSCRIBED')
    }
    expect(said).toBeGreaterThan(MINUTES / 2) // it is tried again, for the quota may be another by now
    expect(said).toBeLessThanOrEqual(MINUTES)
    expect(wire.channels.length).toBeLessThanOrEqual(MINUTES + 1)
    expect(wire.calls.length).toBeLessThanOrEqual(MINUTES + 1)
  })

  test('is over at once when the page wakes', async () => {
    const { wire, topics } = await live()
    wire.of(TOPIC).closeByServer('Too many messages per second')
    topics.wake()
    await settle()
    expect(wire.channels).toHaveLength(2)
  })

  test('without a token nothing is joined, and it is tried again', async () => {
    const { wire, topics } = setUp()
    wire.failAuthorize = new TypeError('Failed to fetch')
    topics.listen(TOPIC, {})
    await vi.advanceTimersByTimeAsync(100)
    expect(wire.channels).toHaveLength(0)
    wire.failAuthorize = null
    await vi.advanceTimersByTimeAsync(60_000)
    expect(wire.channels).toHaveLength(1)
  })
})

test('signing out leaves every channel; signing in joins what is listened to', async () => {
  const { wire, topics } = await live()
  topics.suspend()
  expect(wire.channels.map(({ isOpen }) => isOpen)).toEqual([false])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(wire.channels).toHaveLength(1)
  topics.resume()
  await settle()
  expect(wire.of(TOPIC).isOpen).toBe(true)
})

test('what an old channel says is not heard', async () => {
  const { wire, states } = await live()
  const old = wire.of(TOPIC)
  old.closeByServer()
  await vi.advanceTimersByTimeAsync(1_000)
  wire.of(TOPIC).status('SUBSCRIBED')
  old.status('CHANNEL_ERROR', 'late')
  expect(states.at(-1)).toBe('live')
})
