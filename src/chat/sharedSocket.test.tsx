import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { scriptedWire, type ScriptedWire } from '@/testing/scriptedWire'
import { sharedWire } from '@/realtime/sharedWire'
import type { WireStatus } from '@/realtime/wire'
import { createTabs } from './tabs'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const settle = () => vi.advanceTimersByTimeAsync(0)
const TOPIC = 'contact:k:1'

/** A tab that listens to one topic; what it hears, in order. */
function tab(tabs: ReturnType<ReturnType<typeof createTabs>>) {
  const socket: ScriptedWire = scriptedWire()
  const heard: string[] = []
  const channel = sharedWire(socket, tabs).open(TOPIC, null, {
    onStatus: (status: WireStatus) => heard.push(status),
    onSystem: (_status, message) => heard.push(message),
    onEvent: ({ event }) => heard.push(event),
    onPresence: () => undefined,
  })
  return { socket, heard, channel, open: () => socket.channels.filter(({ isOpen }) => isOpen) }
}

async function two() {
  const newTab = createTabs()
  const one = tab(newTab())
  await settle()
  const other = tab(newTab())
  await settle()
  one.socket.of(TOPIC).status('SUBSCRIBED')
  await settle()
  return { one, other }
}

test('two tabs, one socket: both hear', async () => {
  const { one, other } = await two()
  expect(one.open()).toHaveLength(1)
  expect(other.open()).toHaveLength(0)
  one.socket.of(TOPIC).event('message_created', {})
  await settle()
  expect(one.heard).toEqual(['SUBSCRIBED', 'message_created'])
  expect(other.heard).toEqual(['SUBSCRIBED', 'message_created'])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(other.heard).toEqual(['SUBSCRIBED', 'message_created']) // asking again and again is no rejoin
})

test('the tab with the socket goes: the other joins at once, and hears that it has', async () => {
  const { one, other } = await two()
  one.channel.close()
  await settle()
  expect(one.open()).toHaveLength(0)
  expect(other.open()).toHaveLength(1)
  other.socket.of(TOPIC).status('SUBSCRIBED')
  expect(other.heard).toEqual(['SUBSCRIBED', 'SUBSCRIBED'])
})

test('whoever comes later hears how things stand', async () => {
  const newTab = createTabs()
  const one = tab(newTab())
  await settle()
  one.socket.of(TOPIC).status('SUBSCRIBED')
  const late = tab(newTab())
  await settle()
  expect(late.heard).toEqual(['SUBSCRIBED'])
})

test('a tab that stops listening while it still asks for its token leaves the socket to the next', async () => {
  const newTab = createTabs()
  const socket = scriptedWire()
  let answer: () => void = () => undefined
  socket.authorize = () => new Promise((resolve) => (answer = resolve))
  const nothing = () => undefined
  const handlers = { onStatus: nothing, onSystem: nothing, onEvent: nothing, onPresence: nothing }
  const channel = sharedWire(socket, newTab()).open(TOPIC, null, handlers)
  await settle()
  const next = tab(newTab())
  channel.close()
  answer()
  await settle()
  expect(socket.channels).toEqual([])
  expect(next.open()).toHaveLength(1)
})

test('a leader that answers no more is doubted within two seconds', async () => {
  const newTab = createTabs()
  void newTab().lock('socket', () => new Promise(() => undefined)) // asleep, with the lock
  const awake = tab(newTab())
  await vi.advanceTimersByTimeAsync(2_000)
  expect(awake.heard).toEqual(['TIMED_OUT'])
})
