import type { TransactionSql } from 'postgres'
import { isHostedGiven, openHosted } from './hosted.ts'
import { describe, expect, listen, test as base, vi, type Stage } from './stage.ts'

// What an unmodified client can see of Supabase Realtime, the same against ours and, when one is given (see hosted.ts), against a hosted
// project. Whatever needs the server in one's own hands (restarts, midnight, limits) is tested in the files beside this one.

const PRIVATE = { private: true }
const SOON = { timeout: 15_000, interval: 20 }

for (const place of isHostedGiven ? ['embedded', 'hosted'] : ['embedded']) {
  const test = base.extend<{ $file: { here: Stage } }>({
    here: [
      async ({ stage }, use) => {
        if (place === 'embedded') return use(stage)
        const { stage: hosted, close } = await openHosted()
        await use(hosted)
        await close()
      },
      { scope: 'file' },
    ],
  })

  describe(place, { timeout: 60_000 }, () => {
    test('join reply and ref echo', async ({ here }) => {
      const socket = await here.raw()
      const topic = `realtime:${here.topic()}`
      socket.send('41', '42', topic, 'phx_join', { config: { presence: { enabled: false } } })
      const reply = await vi.waitFor(() => socket.frame('phx_reply', '42'), SOON)
      expect(reply).toEqual(['41', '42', topic, 'phx_reply', { status: 'ok', response: { postgres_changes: [] } }])
      socket.send(null, '43', 'phoenix', 'heartbeat', {})
      expect(await socket.frame('phx_reply', '43')).toMatchObject([
        null,
        '43',
        'phoenix',
        'phx_reply',
        { status: 'ok' },
      ])
    })

    test('kind 3 in, both directions with emoji; ack; self', async ({ here }) => {
      const topic = here.topic()
      for (const name of ['ann', 'bob']) await here.allow(topic, name)
      const ann = await here.join(await here.person('ann'), topic, { ...PRIVATE, broadcast: { ack: true, self: true } })
      const bob = await here.join(await here.person('bob'), topic, PRIVATE)
      expect(await ann.channel.send({ type: 'broadcast', event: 'né', payload: { text: '👩‍🚀 ça' } })).toBe('ok')
      await bob.channel.send({ type: 'broadcast', event: 'back', payload: { text: '🎈' } })
      await vi.waitFor(() => expect(ann.broadcasts.map(({ event }) => event)).toEqual(['né', 'back']), SOON)
      expect(bob.broadcasts).toMatchObject([{ event: 'né', payload: { text: '👩‍🚀 ça' } }])
    })

    test('denial silence; read-only members', async ({ here }) => {
      const topic = here.topic()
      await here.allow(topic, 'ann')
      await here.allow(topic, 'mute', { writes: [] })
      const ann = await here.join(await here.person('ann'), topic, PRIVATE)
      const mute = await here.join(await here.person('mute'), topic, { ...PRIVATE, broadcast: { ack: true } })
      expect(await mute.channel.send({ type: 'broadcast', event: 'no', payload: {} }, { timeout: 1_500 })).toBe(
        'timed out',
      )
      await ann.channel.send({ type: 'broadcast', event: 'yes', payload: {} })
      await vi.waitFor(() => expect(mute.broadcasts).toMatchObject([{ event: 'yes' }]), SOON)
      expect(ann.broadcasts).toEqual([])
    })

    test('write-only members may not join; presence-only members join and hear no broadcast', async ({ here }) => {
      const topic = here.topic()
      await here.allow(topic, 'ann')
      await here.allow(topic, 'writer', { reads: [] })
      await here.allow(topic, 'watcher', { reads: ['presence'] })
      const writer = await here.join(await here.person('writer'), topic, PRIVATE)
      expect(writer.statuses[0]).toEqual(['CHANNEL_ERROR', expect.stringContaining('Unauthorized')])
      const watcher = await here.join(await here.person('watcher'), topic, { ...PRIVATE, presence: { enabled: true } })
      expect(watcher.statuses[0]).toEqual(['SUBSCRIBED'])
      const ann = await here.join(await here.person('ann'), topic, { ...PRIVATE, broadcast: { self: true } })
      await ann.channel.send({ type: 'broadcast', event: 'e', payload: {} })
      await ann.channel.track({ name: 'Ann' })
      await vi.waitFor(() => expect(Object.keys(watcher.channel.presenceState())).toHaveLength(1), SOON)
      expect(ann.broadcasts).toHaveLength(1)
      expect(watcher.broadcasts).toEqual([])
    })

    test('anon first join then token', async ({ here }) => {
      const topic = here.topic()
      await here.allow(topic, 'ann')
      const client = here.client()
      const early = await here.join(client, topic, PRIVATE)
      expect(early.statuses[0]).toEqual(['CHANNEL_ERROR', expect.stringContaining('Unauthorized')])
      await client.removeChannel(early.channel)
      await client.realtime.setAuth(await here.token('ann'))
      expect((await here.join(client, topic, PRIVATE)).statuses).toEqual([['SUBSCRIBED']])
    })

    test('system + phx_close on expiry', async ({ here }) => {
      const topic = here.topic()
      await here.allow(topic, 'ann')
      const ann = await here.join(await here.person('ann', { seconds: 4 }), topic, PRIVATE)
      await ann.reach('CLOSED')
      expect(ann.systems.at(-1)).toMatchObject({
        status: 'error',
        message: expect.stringContaining('Token has expired'),
      })
    })

    test('system + phx_close on revocation, on an empty token; sb_ refresh ignored', async ({ here }) => {
      const topic = here.topic()
      await here.allow(topic, 'ann')
      const socket = await here.raw(await here.token('ann'))
      const name = `realtime:${topic}`
      const join = async (ref: string) => {
        socket.send(ref, ref, name, 'phx_join', { config: PRIVATE })
        expect((await vi.waitFor(() => socket.frame('phx_reply', ref), SOON))[4]).toMatchObject({ status: 'ok' })
      }
      const ended = async (ref: string, message: RegExp) => {
        await vi.waitFor(() => socket.frame('phx_close', ref), SOON)
        const systems = socket.frames.filter(([joinRef, , , event]) => joinRef === ref && event === 'system')
        expect(systems.at(-1)?.[4]).toMatchObject({ status: 'error', message: expect.stringMatching(message) })
      }
      await join('1')
      socket.send('1', '2', name, 'access_token', { access_token: here.stack.keys.publishableKey })
      socket.send('1', '3', name, 'access_token', { access_token: '' })
      await ended('1', /not a valid JWT/)
      await join('4')
      await here.allow(topic, 'ann', { reads: [] })
      socket.send('4', '5', name, 'access_token', { access_token: await here.token('ann', { renewed: true }) })
      await ended('4', /permissions? to read from this Channel topic/)
    })

    test('StrictMode burst', async ({ here }) => {
      const topic = here.topic()
      await here.allow(topic, 'ann')
      const client = await here.person('ann')
      const first = listen(client, topic, PRIVATE)
      void client.removeChannel(first.channel)
      const second = listen(client, topic, PRIVATE)
      await second.reach('SUBSCRIBED')
      await here.send(topic, { n: 1 })
      await vi.waitFor(() => expect(second.broadcasts).toHaveLength(1), SOON)
      expect(first.broadcasts).toEqual([])
    })

    test('duplicate join from the raw socket; stale leave; missing join_ref', async ({ here }) => {
      const socket = await here.raw()
      const name = `realtime:${here.topic()}`
      const config = { broadcast: { self: true } }
      socket.send('1', '1', name, 'phx_join', { config })
      await socket.frame('phx_reply', '1')
      socket.send('2', '2', name, 'phx_join', { config })
      await socket.frame('phx_close', '1')
      await socket.frame('phx_reply', '2')
      socket.send('1', '3', name, 'phx_leave', {})
      socket.send(null, '4', name, 'broadcast', { type: 'broadcast', event: 'still', payload: {} })
      expect((await socket.frame('broadcast'))[4]).toMatchObject({ event: 'still' })
    })

    test('presence update, same payload, socket kill, rejoin; the 6th call', async ({ here }) => {
      const topic = here.topic()
      for (const name of ['ann', 'bob']) await here.allow(topic, name)
      const config = (key: string) => ({ ...PRIVATE, presence: { enabled: true, key } })
      const ann = await here.join(await here.person('ann'), topic, config('ann'))
      const bobClient = await here.person('bob')
      const bob = await here.join(bobClient, topic, config('bob'))
      const seen = () => (ann.channel.presenceState<{ at: string }>().bob ?? []).map(({ at }) => at)
      await bob.channel.track({ at: 'home' })
      await bob.channel.track({ at: 'home' })
      await vi.waitFor(() => expect(seen()).toEqual(['home']), SOON)
      await bob.channel.track({ at: 'work' })
      await vi.waitFor(() => expect(seen()).toEqual(['work']), SOON)
      await bobClient.realtime.disconnect()
      await vi.waitFor(() => expect(seen()).toEqual([]), SOON)
      const again = await here.join(await here.person('bob'), topic, config('bob'))
      for (let n = 1; n <= 5; n++) await again.channel.track({ at: String(n) })
      await vi.waitFor(() => expect(seen()).toEqual(['5']), SOON)
      void again.channel.track({ at: '6' })
      await again.reach('CLOSED')
      expect(again.systems.at(-1)?.message).toBe('Client presence rate limit exceeded')
    })

    test('public/private isolation', async ({ here }) => {
      const topic = here.topic()
      await here.allow(topic, 'ann')
      const inside = await here.join(await here.person('ann'), topic, { ...PRIVATE, broadcast: { self: true } })
      const outside = await here.join(here.client(), topic, { broadcast: { self: true } })
      await inside.channel.send({ type: 'broadcast', event: 'inside', payload: {} })
      await outside.channel.send({ type: 'broadcast', event: 'outside', payload: {} })
      await vi.waitFor(() => expect([inside, outside].map(({ broadcasts }) => broadcasts.length)).toEqual([1, 1]), SOON)
      expect([inside.broadcasts[0]?.event, outside.broadcasts[0]?.event]).toEqual(['inside', 'outside'])
    })

    test('database broadcast in commit order, two transactions interleaved, rollback, 1 000 in one statement', async ({
      here,
    }) => {
      const topic = here.topic()
      await here.allow(topic, 'ann')
      const ann = await here.join(await here.person('ann'), topic, {
        ...PRIVATE,
        broadcast: { replication_ready: true },
      })
      await vi.waitFor(() => expect(ann.systems).toMatchObject([{ status: 'ok' }]), SOON)
      const { postgres } = here.db
      const say = (sql: TransactionSql, n: string) =>
        sql`select realtime.send(${JSON.stringify({ n })}::text::jsonb, 'e', ${topic})`
      await postgres.begin(async (slow) => {
        await say(slow, 'slow 1')
        await postgres.begin((quick) => say(quick, 'quick'))
        await say(slow, 'slow 2')
      })
      await postgres
        .begin(async (sql) => {
          await say(sql, 'never')
          throw new Error('rolled back')
        })
        .catch(() => {})
      await postgres`select realtime.send(jsonb_build_object('n', i::text), 'e', ${topic}) from generate_series(1, 1000) i`
      await vi.waitFor(() => expect(ann.broadcasts).toHaveLength(1_003), SOON)
      const heard = ann.broadcasts.map(({ payload }) => (payload as { n: string }).n)
      expect(heard.slice(0, 3)).toEqual(['quick', 'slow 1', 'slow 2'])
      expect(heard.slice(3)).toEqual(Array.from({ length: 1_000 }, (_, i) => String(i + 1)))
    })

    test('payload with an id, without, array, null', async ({ here }) => {
      const topic = here.topic()
      await here.allow(topic, 'ann')
      const ann = await here.join(await here.person('ann'), topic, {
        ...PRIVATE,
        broadcast: { replication_ready: true },
      })
      await vi.waitFor(() => expect(ann.systems).toHaveLength(1), SOON)
      for (const payload of [[1], null, { id: 'mine' }, { n: 1 }]) await here.send(topic, payload)
      await vi.waitFor(() => expect(ann.broadcasts).toHaveLength(2), SOON)
      const [withId, without] = ann.broadcasts as { payload: { id: string }; meta: { id: string } }[]
      expect(withId?.payload.id).toBe('mine')
      expect(without?.payload.id).toBe(without?.meta.id)
    })

    test('REST batch and single', async ({ here }) => {
      const topic = here.topic()
      await here.allow(topic, 'ann')
      await here.allow(topic, 'mute', { writes: [] })
      const ann = await here.join(await here.person('ann'), topic, PRIVATE)
      const post = async (path: string, token: string, body: unknown) =>
        (
          await fetch(`${here.stack.url}/realtime/v1/api/broadcast${path}`, {
            method: 'POST',
            headers: {
              apikey: here.stack.keys.publishableKey,
              authorization: `Bearer ${token}`,
              'content-type': 'application/json',
            },
            body: JSON.stringify(body),
          })
        ).status
      const single = `/${encodeURIComponent(topic)}/events/single?private=true`
      const batch = { messages: [{ topic, event: 'batch', payload: {}, private: true }] }
      expect(await post(single, await here.token('mute'), {})).toBe(403)
      expect(await post('', await here.token('mute'), batch)).toBe(202)
      expect(await post('', await here.token('ann'), { messages: [{ topic, payload: {} }] })).toBe(422)
      expect(await post('', 'garbage', batch)).toBe(401)
      expect(await post(single, await here.token('ann'), {})).toBe(202)
      expect(await post('', await here.token('ann'), batch)).toBe(202)
      await vi.waitFor(
        () => expect(new Set(ann.broadcasts.map(({ event }) => event))).toEqual(new Set(['batch', 'single'])),
        SOON,
      )
    })

    test('upgrade refusals', async ({ here }) => {
      await expect(here.raw('garbage')).rejects.toThrow('401')
      await expect(here.raw(await here.token('ann', { seconds: -5 }))).rejects.toThrow('401')
      await expect(here.raw(here.stack.keys.publishableKey, '&vsn=9.0.0')).rejects.toThrow('403')
    })

    test('a policy that raises; an unknown role', async ({ here }) => {
      const refused = ['CHANNEL_ERROR', expect.stringContaining('Unauthorized')]
      expect((await here.join(await here.person('ann'), 'raising', PRIVATE)).statuses[0]).toEqual(refused)
      const stranger = await here.person('ann', { role: 'nobody_of_this_name' })
      expect((await here.join(stranger, here.topic(), PRIVATE)).statuses[0]).toEqual(refused)
    })
  })
}
