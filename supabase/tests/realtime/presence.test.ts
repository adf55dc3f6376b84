import type { RealtimeChannel, SupabaseClient } from '@supabase/supabase-js'
import { expect, listen, test, vi, type Heard } from './stage.ts'

type Watcher = Heard & { there: () => Record<string, unknown[]>; joins: unknown[]; leaves: unknown[] }

const config = (key: string) => ({ private: true, presence: { enabled: true, key } })

/** Listeners have to stand before the channel subscribes. */
async function watch(client: SupabaseClient, topic: string, key: string): Promise<Watcher> {
  const joins: unknown[] = []
  const leaves: unknown[] = []
  const channel: RealtimeChannel = client.channel(topic, { config: config(key) })
  channel.on('presence', { event: 'join' }, ({ newPresences }) => joins.push(...newPresences))
  channel.on('presence', { event: 'leave' }, ({ leftPresences }) => leaves.push(...leftPresences))
  const heard = listen(client, topic, config(key)) // the same channel: one client has one for a topic
  await heard.reach('SUBSCRIBED')
  const there = (): Record<string, unknown[]> =>
    Object.fromEntries(
      Object.entries(channel.presenceState()).map(([name, metas]) => [
        name,
        metas.map(({ presence_ref, ...meta }) => (presence_ref ? meta : null)),
      ]),
    )
  return { ...heard, there, joins, leaves }
}

test('[RT-PRES-1] [RT-PRES-2] [RT-PRES-6] who comes, changes and goes is seen by all', async ({ stage }) => {
  const topic = stage.topic()
  for (const name of ['ann', 'bob']) await stage.allow(topic, name)
  const ann = await watch(await stage.person('ann'), topic, 'ann')
  const bobClient = await stage.person('bob')
  const bob = await watch(bobClient, topic, 'bob')
  expect(await ann.channel.track({ name: 'Ann', at: 1 })).toBe('ok')
  await vi.waitFor(() => expect(bob.there()).toEqual({ ann: [{ name: 'Ann', at: 1 }] }))
  expect(await bob.channel.track({ name: 'Bob' })).toBe('ok')
  expect(await ann.channel.track({ name: 'Ann', at: 2 })).toBe('ok')
  await vi.waitFor(() => expect(bob.there()).toEqual({ ann: [{ name: 'Ann', at: 2 }], bob: [{ name: 'Bob' }] }))
  expect(bob.leaves).toMatchObject([{ name: 'Ann', at: 1 }])
  await bobClient.realtime.disconnect()
  await vi.waitFor(() => expect(ann.there()).toEqual({ ann: [{ name: 'Ann', at: 2 }] }))
  expect(await ann.channel.untrack()).toBe('ok')
  await vi.waitFor(() => expect(ann.there()).toEqual({}))
})

test('[RT-PRES-8] the sixth call ends the channel for good', async ({ stage }) => {
  const topic = stage.topic()
  for (const name of ['ann', 'bob']) await stage.allow(topic, name)
  const ann = await watch(await stage.person('ann'), topic, 'ann')
  const bob = await watch(await stage.person('bob'), topic, 'bob')
  for (let n = 1; n <= 5; n++) expect(await ann.channel.track({ n })).toBe('ok')
  await vi.waitFor(() => expect(bob.there()).toEqual({ ann: [{ n: 5 }] }))
  void ann.channel.track({ n: 6 })
  await vi.waitFor(() => expect(ann.systems).toMatchObject([{ message: 'Client presence rate limit exceeded' }]))
  await ann.reach('CLOSED')
  await vi.waitFor(() => expect(bob.there()).toEqual({}))
})

test('[RT-PRES-10] [RT-PRES-11] rights to presence are apart from those to broadcasts', async ({ stage }) => {
  const topic = stage.topic()
  await stage.allow(topic, 'agent')
  await stage.allow(topic, 'contact', { reads: ['broadcast'], writes: [] })
  await stage.allow(topic, 'watcher', { reads: ['presence'], writes: [] })
  const agent = await watch(await stage.person('agent'), topic, 'agent')
  const contact = await watch(await stage.person('contact'), topic, 'contact')
  const watcher = await watch(await stage.person('watcher'), topic, 'watcher')
  expect(await contact.channel.track({})).toBe('error')
  expect(await agent.channel.track({ name: 'Gus' })).toBe('ok')
  await agent.channel.send({ type: 'broadcast', event: 'typing', payload: {} })
  await vi.waitFor(() => expect(watcher.there()).toEqual({ agent: [{ name: 'Gus' }] }))
  await vi.waitFor(() => expect(contact.broadcasts).toHaveLength(1))
  expect(contact.there()).toEqual({})
  expect(watcher.broadcasts).toEqual([])
})

test('[RT-PRES-14] after a rejoin the state is fresh: the former instance is gone from it', async ({ stage }) => {
  const topic = stage.topic()
  for (const name of ['ann', 'bob']) await stage.allow(topic, name)
  const bob = await watch(await stage.person('bob'), topic, 'bob')
  const client = await stage.person('ann')
  const first = await watch(client, topic, 'ann')
  await first.channel.track({ n: 1 })
  await vi.waitFor(() => expect(bob.there()).toEqual({ ann: [{ n: 1 }] }))
  await client.removeChannel(first.channel)
  const second = await watch(client, topic, 'ann')
  await second.channel.track({ n: 2 })
  await vi.waitFor(() => expect(bob.there()).toEqual({ ann: [{ n: 2 }] }))
  expect(second.there()).toEqual({ ann: [{ n: 2 }] })
})
