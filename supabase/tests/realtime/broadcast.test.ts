import { describe, expect, test, vi } from './stage.ts'

const PRIVATE = { private: true }
const message = (event: string, payload: unknown) => ({ type: 'broadcast', event, payload })

describe('between clients', () => {
  test('[RT-CAST-1] both hear each other, accents and emoji and all', async ({ stage }) => {
    const topic = stage.topic()
    for (const name of ['ann', 'bob']) await stage.allow(topic, name)
    const ann = await stage.join(await stage.person('ann'), topic, { private: true, broadcast: { ack: true } })
    const bob = await stage.join(await stage.person('bob'), topic, {
      private: true,
      broadcast: { self: true, ack: true },
    })
    expect(await ann.channel.send(message('écrit_😀', { text: 'çà et là 🎉' }) as never)).toBe('ok')
    await vi.waitFor(() => expect(bob.broadcasts).toEqual([message('écrit_😀', { text: 'çà et là 🎉' })]))
    expect(await bob.channel.send(message('answer', {}) as never)).toBe('ok')
    await vi.waitFor(() => expect(ann.broadcasts).toEqual([message('answer', {})]))
    await vi.waitFor(() => expect(bob.broadcasts).toContainEqual(message('answer', {})))
    expect(ann.broadcasts).toHaveLength(1) // self is off for Ann: her own never came
  })

  test('[RT-CAST-8] bytes go through untouched', async ({ stage }) => {
    const topic = stage.topic()
    const [ann, bob] = [await stage.join(stage.client(), topic), await stage.join(stage.client(), topic)]
    const bytes = new Uint8Array([0, 1, 254, 255]).buffer
    await ann.channel.send({ type: 'broadcast', event: 'file', payload: bytes })
    await vi.waitFor(() => expect(bob.broadcasts).toHaveLength(1))
    expect([...new Uint8Array(bob.broadcasts[0]?.payload as ArrayBuffer)]).toEqual([0, 1, 254, 255])
  })

  test('[RT-RLS-3] who may only read is met with silence, and who may not even read hears nothing of it', async ({
    stage,
  }) => {
    const topic = stage.topic()
    await stage.allow(topic, 'reader', { writes: ['presence'] })
    await stage.allow(topic, 'writer')
    const reader = await stage.join(await stage.person('reader'), topic, { private: true, broadcast: { ack: true } })
    const writer = await stage.join(await stage.person('writer'), topic, { private: true, broadcast: { ack: true } })
    expect(await reader.channel.send(message('no', {}) as never)).toBe('timed out')
    expect(await writer.channel.send(message('yes', {}) as never)).toBe('ok')
    await vi.waitFor(() => expect(reader.broadcasts).toEqual([message('yes', {})]))
    expect(writer.broadcasts).toEqual([])
    await stage.allow(topic, 'mute', { reads: [] })
    const mute = await stage.join(await stage.person('mute'), topic, PRIVATE)
    expect(mute.statuses[0]?.[0]).toBe('CHANNEL_ERROR')
  })

  test('[RT-RLS-10] rights are asked once a channel, and again for a new token', async ({ stage }) => {
    const topic = stage.topic()
    for (const name of ['ann', 'bob']) await stage.allow(topic, name)
    const config = { private: true, broadcast: { ack: true } }
    const client = await stage.person('ann')
    const [ann, bob] = [
      await stage.join(client, topic, config),
      await stage.join(await stage.person('bob'), topic, config),
    ]
    expect(await ann.channel.send(message('one', {}) as never)).toBe('ok')
    await stage.allow(topic, 'ann', { writes: [] })
    expect(await ann.channel.send(message('two', {}) as never)).toBe('ok')
    await client.realtime.setAuth(await stage.token('ann', { new: true }))
    expect(await ann.channel.send(message('three', {}) as never)).toBe('timed out')
    await vi.waitFor(() => expect(bob.broadcasts.map(({ event }) => event)).toEqual(['one', 'two']))
  })

  test('[RT-RLS-1] public and private of one name never meet', async ({ stage }) => {
    const topic = stage.topic()
    await stage.allow(topic, 'ann')
    const closed = await stage.join(await stage.person('ann'), topic, { private: true, broadcast: { self: true } })
    const open = await stage.join(stage.client(), topic, { broadcast: { self: true } })
    await open.channel.send(message('open', {}) as never)
    await closed.channel.send(message('closed', {}) as never)
    await stage.send(topic, {}, 'from the database')
    await vi.waitFor(() =>
      expect(closed.broadcasts.map(({ event }) => event).sort((a, b) => String(a).localeCompare(String(b)))).toEqual([
        'closed',
        'from the database',
      ]),
    )
    expect(open.broadcasts.map(({ event }) => event)).toEqual(['open'])
  })
})

test('[RT-SLOW-1] who does not read is cut off; the others lose nothing by it', async ({ stage: first }) => {
  const stage = await first.another({ realtime: { maxBufferedBytes: 100_000 } })
  const [fast, slow, speaker] = [await stage.raw(), await stage.raw(), await stage.raw()]
  for (const socket of [fast, slow, speaker]) {
    socket.send('1', '1', 'realtime:flood', 'phx_join', { config: {} })
    await socket.frame('phx_reply', '1')
  }
  slow.ws.pause()
  const payload = 'x'.repeat(50_000)
  const heard = () =>
    fast.frames.flatMap(([, , , event, body]) => (event === 'broadcast' ? [(body as { n: number }).n] : []))
  for (let n = 1; n <= 400; n++) {
    speaker.send('1', null, 'realtime:flood', 'broadcast', { event: 'e', payload, n })
    await vi.waitFor(() => expect(heard()).toHaveLength(n), { timeout: 5_000, interval: 1 }) // or the fast one would be slow too
  }
  expect(heard()).toEqual(Array.from({ length: 400 }, (_, i) => i + 1))
  slow.ws.resume()
  await vi.waitFor(() => expect(slow.closed).toBe(1006), { timeout: 5_000 })
  expect(fast.closed).toBeNull()
})

describe('over HTTP', () => {
  test('[RT-REST-1] one message by its address: sent, or refused with a reason', async ({ stage }) => {
    const topic = stage.topic()
    await stage.allow(topic, 'ann')
    await stage.allow(topic, 'bob', { writes: [] })
    const annClient = await stage.person('ann')
    const ann = await stage.join(annClient, topic, PRIVATE)
    expect(await ann.channel.httpSend('né', { n: 1 })).toEqual({ success: true })
    await vi.waitFor(() => expect(ann.broadcasts).toEqual([message('né', { n: 1 })]))
    const bob = (await stage.person('bob')).channel(topic, { config: PRIVATE })
    expect(await bob.httpSend('no', {}).catch(String)).toMatch(/Unauthorized|403/)
    const open = stage.client().channel(topic)
    expect(await open.httpSend('public', {})).toEqual({ success: true })
    expect(ann.broadcasts).toHaveLength(1)
  })

  test('[RT-REST-2] a channel that has not joined sends over HTTP by itself', async ({ stage }) => {
    const topic = stage.topic()
    await stage.allow(topic, 'ann')
    const listener = await stage.join(await stage.person('ann'), topic, PRIVATE)
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const channel = (await stage.person('ann')).channel(topic, { config: PRIVATE })
    expect(await channel.send({ type: 'broadcast', event: 'fallback', payload: { n: 1 } })).toBe('ok')
    warn.mockRestore()
    await vi.waitFor(() => expect(listener.broadcasts).toEqual([message('fallback', { n: 1 })]))
  })

  test('[RT-REST-3] a batch: denied topics are dropped without a word, the others go', async ({ stage }) => {
    const [mine, theirs] = [stage.topic(), stage.topic()]
    for (const topic of [mine, theirs]) await stage.allow(topic, 'listener')
    await stage.allow(mine, 'ann')
    const client = await stage.person('listener')
    const [heardMine, heardTheirs] = [
      await stage.join(client, mine, PRIVATE),
      await stage.join(client, theirs, PRIVATE),
    ]
    const entry = (topic: string, n: number) => ({ topic, event: 'e', payload: { n }, private: true })
    const messages = [entry(theirs, 1), { ...entry(mine, 2), id: 'my-id' }, entry(mine, 3)]
    const response = await post(stage.stack.url, '', await stage.token('ann'), { messages })
    expect([response.status, await response.text()]).toEqual([202, ''])
    await vi.waitFor(() => expect(heardMine.broadcasts).toHaveLength(2))
    expect(heardMine.broadcasts).toEqual([{ ...message('e', { n: 2 }), meta: { id: 'my-id' } }, message('e', { n: 3 })])
    const service = await post(stage.stack.url, '', stage.stack.keys.secretKey, { messages: [entry(theirs, 4)] })
    expect(service.status).toBe(202)
    await vi.waitFor(() => expect(heardTheirs.broadcasts).toEqual([message('e', { n: 4 })]))
  })

  test('[RT-REST-4] every refusal has its status', async ({ stage }) => {
    const { url, keys } = stage.stack
    const key = keys.publishableKey
    const answer = async (response: Promise<Response>): Promise<[number, unknown]> => {
      const { status, json } = await response.then(async (it) => ({
        status: it.status,
        json: (await it.json()) as unknown,
      }))
      return [status, json]
    }
    const unauthorized = [401, { message: 'Unauthorized' }]
    expect(await answer(fetch(`${url}/realtime/v1/api/broadcast`, { method: 'POST' }))).toEqual(unauthorized)
    expect(await answer(post(url, '', 'garbage', { messages: [] }))).toEqual(unauthorized)
    const incomplete = {
      messages: [
        { topic: 't', payload: {} },
        { topic: 't', event: 'e', payload: {} },
      ],
    }
    expect(await answer(post(url, '', key, incomplete))).toEqual([
      422,
      { errors: { messages: [{ event: ["can't be blank"] }, {}] } },
    ])
    expect(await answer(post(url, '', key, {}))).toEqual([422, { errors: { messages: ["can't be blank"] } }])
    expect((await post(url, '/a%3Ab/events/e', key, 'text', 'text/plain')).status).toBe(415)
    expect((await post(url, '/a%ZZ/events/e', key, '{}')).status).toBe(404)
    expect((await post(url, '/a%3Ab/events/e', key, '{', 'application/json')).status).toBe(422)
    expect((await post(url, '/a%3Ab/events/e', key, `"${'x'.repeat(300_000)}"`, 'application/json')).status).toBe(422)
    expect(
      (await post(url, '/raising/events/e?private=true', await stage.token('ann'), '{}', 'application/json')).status,
    ).toBe(403)
    const preflight = await fetch(`${url}/realtime/v1/api/broadcast`, { method: 'OPTIONS' })
    expect(preflight.headers.get('access-control-allow-headers')).toContain('apikey')
  })
})

function post(url: string, path: string, key: string, body: unknown, type = 'application/json'): Promise<Response> {
  return fetch(`${url}/realtime/v1/api/broadcast${path}`, {
    method: 'POST',
    headers: { apikey: key, 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}
