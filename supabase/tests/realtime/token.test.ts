import { describe, expect, test, vi } from './stage.ts'

const PRIVATE = { private: true }

describe('the token of a channel', () => {
  test('[RT-TOKEN-6] at exp the channel is closed, with the reason in a system message; the socket lives on', async ({
    stage,
  }) => {
    const topic = stage.topic()
    await stage.allow(topic, 'ann')
    const client = await stage.person('ann', { seconds: 2 })
    const open = stage.topic()
    const other = await stage.join(client, open, {})
    const speaker = await stage.join(stage.client(), open, { broadcast: { ack: true } })
    const ann = await stage.join(client, topic, PRIVATE)
    expect(ann.statuses).toEqual([['SUBSCRIBED']])
    await ann.reach('CLOSED')
    expect(ann.systems).toMatchObject([
      { status: 'error', message: expect.stringMatching(/^Token has expired \d seconds ago$/) },
    ])
    expect(client.realtime.isConnected()).toBe(true)
    await other.reach('CLOSED') // its own token was the same
    expect(await speaker.channel.send({ type: 'broadcast', event: 'e', payload: {} })).toBe('ok')
    expect(other.broadcasts).toEqual([])
  })

  test('[RT-TOKEN-7] a new token in time carries it on', async ({ stage }) => {
    const topic = stage.topic()
    await stage.allow(topic, 'ann')
    const client = await stage.person('ann', { seconds: 2 })
    const ann = await stage.join(client, topic, PRIVATE)
    const startedAt = performance.now()
    await client.realtime.setAuth(await stage.token('ann', { seconds: 4 }))
    await ann.reach('CLOSED')
    expect(performance.now() - startedAt).toBeGreaterThan(2_500) // the first token lived for 2 s at most
  })

  test('[RT-TOKEN-4] [RT-TOKEN-5] a right that is taken away counts with the next token', async ({ stage }) => {
    const topic = stage.topic()
    await stage.allow(topic, 'ann')
    const client = await stage.person('ann')
    const ann = await stage.join(client, topic, PRIVATE)
    await stage.allow(topic, 'witness')
    const witness = await stage.join(await stage.person('witness'), topic, PRIVATE)
    await stage.allow(topic, 'ann', { reads: [] })
    await stage.send(topic, { n: 1 })
    await vi.waitFor(() => expect(ann.broadcasts).toHaveLength(1)) // not yet: the answer is remembered
    await client.realtime.setAuth(await stage.token('ann', { new: true }))
    await ann.reach('CLOSED')
    expect(ann.systems).toMatchObject([
      {
        status: 'error',
        message: `You do not have permissions to read from this Channel topic: ${topic}`,
        channel: topic,
      },
    ])
    await stage.send(topic, { n: 2 })
    await vi.waitFor(() => expect(witness.broadcasts).toHaveLength(2)) // or it might come after the next join
    await stage.allow(topic, 'ann')
    const again = await stage.join(client, topic, PRIVATE)
    await stage.send(topic, { n: 3 })
    await vi.waitFor(() => expect(again.broadcasts).toHaveLength(1))
    expect(ann.broadcasts).toHaveLength(1)
  })

  test('[RT-TOKEN-2] signing out pushes the publishable key, which is ignored: the channel flows on', async ({
    stage,
  }) => {
    const topic = stage.topic()
    await stage.allow(topic, 'ann')
    const client = await stage.person('ann')
    const ann = await stage.join(client, topic, PRIVATE)
    await client.realtime.setAuth(stage.stack.keys.publishableKey)
    await stage.send(topic, { n: 1 })
    await vi.waitFor(() => expect(ann.broadcasts).toHaveLength(1))
    expect(ann.systems).toEqual([])
  })

  test('[RT-TOKEN-9] a token of somebody else is no error, if they may read', async ({ stage }) => {
    const topic = stage.topic()
    await stage.allow(topic, 'ann')
    await stage.allow(topic, 'bob', { writes: [] })
    const client = await stage.person('ann')
    const ann = await stage.join(client, topic, { private: true, broadcast: { ack: true } })
    const say = () => ann.channel.send({ type: 'broadcast', event: 'e', payload: {} })
    expect(await say()).toBe('ok')
    await client.realtime.setAuth(await stage.token('bob'))
    expect(await say()).toBe('timed out')
    expect(ann.systems).toEqual([])
  })
})
