import { v7 as uuid } from 'uuid'
import { join, type Baseline } from '../baseline/baseline.ts'
import { atATime, bodyOf, Ledger, markOf, pace, times, until } from '../support/load.ts'
import type { Benchmark, Result } from '../support/report.ts'
import { clientOf, hangUp, listen, type World } from '../support/world.ts'

const SUBSCRIBERS = 500
const PER_SECOND = 20
const SECONDS = 8
const TOTAL = PER_SECOND * SECONDS

/** T5: one topic with 500 subscribers, 10,000 deliveries a second; every message is stored. */
export async function oneTopic(world: World, baseline: Baseline): Promise<Benchmark> {
  return {
    name: `one topic, ${SUBSCRIBERS} subscribers, ${PER_SECOND}/s`,
    target: 'T5: 16 / 35 / 45 ms',
    results: [await ours(world), await theirs(world, baseline)],
  }
}

async function ours(world: World): Promise<Result> {
  const ledger = new Ledger()
  const clients = times(SUBSCRIBERS).map(() => clientOf(world, world.agent.token))
  await atATime(50, clients, (client, i) =>
    listen(client, world.agent.topic, ({ event, payload }) => {
      if (event === 'message_created') ledger.hear(String(i), markOf(String(payload.body)))
    }),
  )
  const [contact] = world.contacts
  const sender = clientOf(world, contact!.token)
  const before = await world.stack.inside()
  await pace(PER_SECOND, TOTAL, (i) => {
    const mark = `T5 ${i}`
    ledger.say(mark)
    void sender
      .rpc('send_message', { conversation_id: contact!.conversationId, id: uuid(), body: bodyOf(mark) })
      .then(({ error }) => error && console.error(error.message))
  })
  await until(() => ledger.milliseconds.length >= TOTAL * SUBSCRIBERS)
  const cpu = ((await world.stack.inside()).cpu - before.cpu) / SECONDS
  await hangUp(clients)
  return {
    system: 'causerie',
    sent: TOTAL * SUBSCRIBERS,
    milliseconds: ledger.milliseconds,
    faults: ledger.faults,
    figures: { 'server cores': cpu },
  }
}

async function theirs(world: World, baseline: Baseline): Promise<Result> {
  const ledger = new Ledger()
  const room = 'everyone'
  await baseline.rooms([room], world.agent.sub)
  const sockets = await atATime(50, times(SUBSCRIBERS), async (i) => {
    const socket = await baseline.connect(world.agent.token)
    socket.on('message', ({ body }: { body: string }) => ledger.hear(String(i), markOf(body)))
    await join(socket, room)
    return socket
  })
  const sender = await baseline.connect(world.agent.token)
  const before = await baseline.inside()
  await pace(PER_SECOND, TOTAL, (i) => {
    const mark = `T5 ${i}`
    ledger.say(mark)
    sender.emit('message', room, uuid(), bodyOf(mark))
  })
  await until(() => ledger.milliseconds.length >= TOTAL * SUBSCRIBERS)
  const cpu = ((await baseline.inside()).cpu - before.cpu) / SECONDS
  for (const socket of [sender, ...sockets]) socket.disconnect()
  return {
    system: 'socket.io',
    sent: TOTAL * SUBSCRIBERS,
    milliseconds: ledger.milliseconds,
    faults: ledger.faults,
    figures: { 'server cores': cpu },
  }
}
