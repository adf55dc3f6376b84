import { REALTIME_SUBSCRIBE_STATES, type SupabaseClient } from '@supabase/supabase-js'
import { v7 as uuidv7 } from 'uuid'
import { startStack } from './support/stack.ts'
import { expect, onTestFinished, test, vi } from './support/test.ts'
import { signToken } from './support/tokens.ts'

interface Heard {
  event: string
  payload: Record<string, unknown>
}

/** Joins a topic and writes down what is heard there. Rejects when the join is refused. */
async function listen(client: SupabaseClient, topic: string): Promise<Heard[]> {
  await client.realtime.setAuth()
  const heard: Heard[] = []
  await new Promise<void>((resolve, reject) => {
    client
      .channel(topic, { config: { private: true } })
      .on('broadcast', { event: '*' }, ({ event, payload }) => heard.push({ event, payload: { ...payload } }))
      .subscribe((status, error) => {
        if (status === REALTIME_SUBSCRIBE_STATES.SUBSCRIBED) resolve()
        else reject(error ?? new Error(status))
      })
  })
  return heard
}

test('[IDENTITY-1] [IDENTITY-6] two devices of one person hear the same, until one logs out everywhere', async ({
  db,
}) => {
  const { inboxId, inboxKey, owner } = await db.given.workspace()
  const { secret } = await db.as(owner).rpc<{ secret: string }>('create_identity_secret', { inbox_id: inboxId })
  const stack = await startStack(db)
  const [phone, laptop] = [await stack.visitor(), await stack.visitor()]
  onTestFinished(async () => {
    await Promise.all([phone.removeAllChannels(), laptop.removeAllChannels()])
    await stack.stop()
  })
  const topicOf = async (device: SupabaseClient): Promise<string> =>
    ((await device.rpc('my_topics').throwOnError()).data as { contact: string[] }).contact[0] ?? ''
  for (const device of [phone, laptop]) {
    const token = signToken(secret, { aud: inboxKey, sub: 'user-1', name: 'Zoé' })
    expect((await device.rpc('identify', { inbox_key: inboxKey, token })).data).toMatchObject({
      name: 'Zoé',
      verified: true,
    })
  }
  const topic = await topicOf(phone)
  const heard = await listen(phone, topic)
  expect(await topicOf(laptop)).toBe(topic)

  const id = uuidv7()
  await laptop.rpc('start_conversation', { inbox_key: inboxKey, id, message_id: uuidv7(), body: 'Hi' }).throwOnError()
  await vi.waitFor(() => expect(heard).toMatchObject([{ event: 'message_created', payload: { conversation_id: id } }]))
  expect((await phone.rpc('my_messages', { conversation_id: id })).data).toMatchObject([{}, { body: 'Hi' }])

  await laptop.rpc('logout', { inbox_key: inboxKey, everywhere: true }).throwOnError()
  await vi.waitFor(() => expect(heard.at(-1)).toMatchObject({ event: 'topics_moved' }))
  expect(await topicOf(phone)).toBe('')
  expect((await phone.rpc('my_messages', { conversation_id: id })).error).toMatchObject({
    hint: 'conversation_not_found',
  })
  await phone.removeAllChannels()
  await expect(listen(phone, topic)).rejects.toThrow()
})
