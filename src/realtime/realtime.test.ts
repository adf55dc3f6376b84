import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createStore } from '@/lib/store'
import { scriptedWire } from '@/testing/scriptedWire'
import type { MyTopics } from './events'
import { createPage } from './page'
import { createRealtime } from './realtime'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const OLD: MyTopics = { workspace: [], agents: [], contact: ['contact:k:1'] }
const NEW: MyTopics = { workspace: [], agents: [], contact: ['contact:k:2'] }
const settle = () => vi.advanceTimersByTimeAsync(0)
/** Until a burst of joins is over. */
const quiet = () => vi.advanceTimersByTimeAsync(100)

function setUp() {
  const wire = scriptedWire()
  const page = createPage()
  const user = createStore<string | null>(null)
  const reachable = createStore(true)
  const server = { topics: OLD, asked: 0 }
  let answeredAt = 0
  const realtime = createRealtime({
    wire,
    page,
    watchUser(listener) {
      listener(user.get())
      return user.subscribe(() => listener(user.get()))
    },
    async fetchMyTopics() {
      server.asked += 1
      if (!reachable.get()) throw new TypeError('Failed to fetch')
      answeredAt = Date.now()
      return server.topics
    },
    reachability: { ...reachable, answeredAt: () => answeredAt, watch: (fetch) => fetch },
    random: () => 0.5,
  })
  let catchUps = 0
  realtime.onCatchUp(() => {
    catchUps += 1
  })
  const stop = realtime.start()
  return { wire, page, user, reachable, server, realtime, stop, catchUps: () => catchUps }
}

async function signedIn() {
  const all = setUp()
  all.user.set('k')
  await settle()
  all.wire.of('contact:k:1').status('SUBSCRIBED')
  await quiet()
  return all
}

describe('the connection', () => {
  test('before anybody is signed in there is none, and no trouble', async () => {
    const { wire, realtime, server } = setUp()
    await vi.advanceTimersByTimeAsync(30_000)
    expect(wire.channels).toHaveLength(0)
    expect(server.asked).toBe(0)
    expect(realtime.connection.get()).toMatchObject({ state: 'connecting', trouble: null })
  })

  test('is live when every topic is', async () => {
    const { realtime } = await signedIn()
    expect(realtime.connection.get()).toMatchObject({ state: 'live', connected: true, trouble: null })
  })

  test('polling carries on when Realtime refuses: every 5 s while the page is seen, without alarm', async () => {
    const { wire, realtime, page, catchUps } = await signedIn()
    wire.of('contact:k:1').closeByServer('Too many messages per second')
    await vi.advanceTimersByTimeAsync(4_000)
    expect(realtime.connection.get()).toMatchObject({ state: 'polling', trouble: null })
    const before = catchUps()
    await vi.advanceTimersByTimeAsync(15_000)
    expect(catchUps() - before).toBeGreaterThanOrEqual(3)
    page.setVisible(false)
    const hidden = catchUps()
    await vi.advanceTimersByTimeAsync(30_000)
    expect(catchUps() - hidden).toBeLessThanOrEqual(1)
  })

  test('live, it still asks once a minute: a broadcast that never came gives no sign', async () => {
    const { catchUps } = await signedIn()
    const before = catchUps()
    await vi.advanceTimersByTimeAsync(125_000)
    expect(catchUps() - before).toBe(2)
  })

  test('and goes on asking when the clock of the device is put back', async () => {
    const { wire, catchUps } = await signedIn()
    vi.setSystemTime(Date.now() - 7_200_000)
    const before = catchUps()
    await vi.advanceTimersByTimeAsync(61_000)
    expect(catchUps() - before).toBeGreaterThanOrEqual(1)
    wire.of('contact:k:1').closeByServer('Too many messages per second')
    await vi.advanceTimersByTimeAsync(6_000)
    vi.setSystemTime(Date.now() - 7_200_000)
    const refused = catchUps()
    await vi.advanceTimersByTimeAsync(15_000)
    expect(catchUps() - refused).toBeGreaterThanOrEqual(3)
  })

  test('offline is said at once, and is over with the network', async () => {
    const { realtime, page, catchUps } = await signedIn()
    page.setOnline(false)
    expect(realtime.connection.get()).toMatchObject({ state: 'offline', trouble: 'offline' })
    const before = catchUps()
    page.setOnline(true)
    await quiet()
    expect(realtime.connection.get().state).toBe('live')
    expect(catchUps()).toBeGreaterThan(before)
  })

  test('a server that does not answer is told apart from a socket that is cut', async () => {
    const { wire, realtime, reachable } = await signedIn()
    wire.of('contact:k:1').status('CHANNEL_ERROR', 'socket closed: 1006')
    expect(realtime.connection.get()).toMatchObject({ state: 'connecting', trouble: null })
    reachable.set(false)
    expect(realtime.connection.get()).toMatchObject({ state: 'offline', trouble: 'unreachable' })
    reachable.set(true)
    wire.of('contact:k:1').status('SUBSCRIBED')
    expect(realtime.connection.get()).toMatchObject({ state: 'live', trouble: null })
  })

  test('[SCREEN-11] after an outage it looks again and again, ever more seldom: the feed may begin after the answers', async () => {
    const { reachable, catchUps } = await signedIn()
    reachable.set(false)
    await vi.advanceTimersByTimeAsync(6_000)
    reachable.set(true)
    const before = catchUps()
    await vi.advanceTimersByTimeAsync(40_000)
    expect(catchUps() - before).toBe(3) // 5, 10 and 20 s after each other
    await vi.advanceTimersByTimeAsync(180_000)
    expect(catchUps() - before).toBeLessThanOrEqual(7)
  })

  test('waking puts the token in place, looks for moved topics and catches up', async () => {
    const { wire, page, server, catchUps } = await signedIn()
    const [asked, caught, calls] = [server.asked, catchUps(), wire.calls.length]
    page.wake()
    await quiet()
    expect(wire.calls.slice(calls)).toEqual(['authorize'])
    expect(server.asked).toBe(asked + 1)
    expect(catchUps()).toBe(caught + 1)
  })
})

describe('asking no more than there is reason to', () => {
  const SHARED = ['conversation:1', 'conversation:2']

  /** An agent's page: several topics on one socket. */
  async function withSeveralTopics() {
    const all = await signedIn()
    for (const name of SHARED) all.realtime.topics.listen(name, {})
    await settle()
    const names = ['contact:k:1', ...SHARED]
    for (const name of names) all.wire.of(name).status('SUBSCRIBED')
    await quiet()
    return { ...all, names }
  }

  test('[SCREEN-6] a rejoin asks once, however many topics come back and however often each says so', async () => {
    const { wire, names, server, catchUps } = await withSeveralTopics()
    for (const name of names) wire.of(name).status('CHANNEL_ERROR', 'socket closed: 1006')
    const [asked, caught] = [server.asked, catchUps()]
    for (const name of names) {
      wire.of(name).status('SUBSCRIBED')
      await vi.advanceTimersByTimeAsync(4)
      wire.of(name).system('ok', 'Replication connection established')
      await vi.advanceTimersByTimeAsync(4)
    }
    await quiet()
    expect([server.asked - asked, catchUps() - caught]).toEqual([1, 1])
  })

  test('[SCREEN-6] what comes back later is a reason of its own', async () => {
    const { wire, names, server, catchUps } = await withSeveralTopics()
    const [asked, caught] = [server.asked, catchUps()]
    for (const name of names) {
      wire.of(name).status('SUBSCRIBED')
      await vi.advanceTimersByTimeAsync(1_000)
    }
    expect([server.asked - asked, catchUps() - caught]).toEqual([3, 3])
  })

  test('[SCREEN-6] to begin to look at a conversation asks nothing of everything; its rejoin does', async () => {
    const { wire, realtime, server, catchUps } = await withSeveralTopics()
    const [asked, caught] = [server.asked, catchUps()]
    realtime.topics.listen('conversation:3', {})
    await settle()
    wire.of('conversation:3').status('SUBSCRIBED')
    wire.of('conversation:3').system('ok', 'Replication connection established')
    await quiet()
    expect([server.asked - asked, catchUps() - caught]).toEqual([0, 0])
    wire.of('conversation:3').status('CHANNEL_ERROR', 'socket closed: 1006')
    wire.of('conversation:3').status('SUBSCRIBED')
    await quiet()
    expect([server.asked - asked, catchUps() - caught]).toEqual([1, 1])
  })

  test('[SCREEN-6] a burst that does not end is answered all the same', async () => {
    const { wire, catchUps } = await withSeveralTopics()
    const caught = catchUps()
    for (let i = 0; i < 40; i += 1) {
      wire.of('contact:k:1').status('SUBSCRIBED')
      await vi.advanceTimersByTimeAsync(10)
    }
    expect(catchUps() - caught).toBeGreaterThanOrEqual(3)
  })

  test('[SCREEN-6] focus and visibility that come together are one waking', async () => {
    const { page, server, catchUps } = await withSeveralTopics()
    const [asked, caught] = [server.asked, catchUps()]
    page.wake()
    page.wake()
    await quiet()
    expect([server.asked - asked, catchUps() - caught]).toEqual([1, 1])
  })
})

describe('topics that move', () => {
  test('are followed on word of it', async () => {
    const { wire, server } = await signedIn()
    server.topics = NEW
    wire.of('contact:k:1').event('topics_moved', {})
    await settle()
    expect(wire.of('contact:k:2').isOpen).toBe(true)
    expect(wire.channels.find(({ topic }) => topic === 'contact:k:1')?.isOpen).toBe(false)
  })

  test('[SCREEN-15] are followed on word that comes before the move can be seen', async () => {
    const { wire, server } = await signedIn()
    wire.of('contact:k:1').event('topics_moved', {})
    await settle()
    server.topics = NEW
    await vi.advanceTimersByTimeAsync(2_000)
    expect(wire.of('contact:k:2').isOpen).toBe(true)
  })

  test('are followed without word, at the next look', async () => {
    const { wire, server } = await signedIn()
    server.topics = NEW
    await vi.advanceTimersByTimeAsync(65_000)
    expect(wire.of('contact:k:2').isOpen).toBe(true)
  })

  test('are followed when the old one is refused', async () => {
    const { wire, server } = await signedIn()
    server.topics = NEW
    wire.of('contact:k:1').closeByServer('You no longer have permission to read from this Channel topic: contact:k:1')
    await settle()
    expect(wire.of('contact:k:2').isOpen).toBe(true)
  })
})

test('another user never hears what the former joined', async () => {
  const { wire, user, server } = await signedIn()
  server.topics = { ...OLD, contact: ['contact:other:1'] }
  user.set('other')
  await settle()
  expect(wire.channels.filter(({ isOpen }) => isOpen).map(({ topic }) => topic)).toEqual(['contact:other:1'])
  user.set(null)
  await settle()
  expect(wire.channels.filter(({ isOpen }) => isOpen)).toEqual([])
})

test('stopping leaves everything, and twice does no harm', async () => {
  const { wire, stop, catchUps } = await signedIn()
  stop()
  stop()
  const before = catchUps()
  await vi.advanceTimersByTimeAsync(120_000)
  expect(wire.channels.filter(({ isOpen }) => isOpen)).toEqual([])
  expect(catchUps()).toBe(before)
})
