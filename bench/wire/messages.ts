import { v7 as uuid } from 'uuid'
import { join, type Baseline } from '../baseline/baseline.ts'
import { atATime, bodyOf, Ledger, markOf, pace, times, until } from '../support/load.ts'
import type { Benchmark, Result } from '../support/report.ts'
import { clientOf, hangUp, listen, type World } from '../support/world.ts'

type Shape = { conversations: number; agents: number; perSecond: number; seconds: number }

/**
 * A contact's message, stored, until everyone on its conversation and every agent has it. Ours: `send_message` over HTTP as the contact,
 * under row-level security, then the database's broadcast. Theirs: an event on the socket, one statement, an emit.
 */
export function messages(name: string, target: string, shape: Shape) {
  return async (world: World, baseline: Baseline): Promise<Benchmark> => ({
    name,
    target,
    results: [await ours(world, shape), await theirs(world, baseline, shape)],
  })
}

async function ours(world: World, { conversations, agents, perSecond, seconds }: Shape): Promise<Result> {
  const ledger = new Ledger()
  const contacts = world.contacts.slice(0, conversations)
  const hear =
    (receiver: string) =>
    ({ event, payload }: { event: string; payload: Record<string, unknown> }) => {
      if (event === 'message_created') ledger.hear(receiver, markOf(String(payload.body)))
    }
  const agentClients = times(agents).map(() => clientOf(world, world.agent.token))
  await Promise.all(
    agentClients.map((client, i) => listen(client, world.agent.topic, hear(`agent ${i}`), { replicationReady: true })),
  )
  const clients = contacts.map(({ token }) => clientOf(world, token))
  await atATime(50, contacts, ({ topic }, i) => listen(clients[i]!, topic, hear(topic)))

  const before = await world.stack.inside()
  const total = perSecond * seconds
  await pace(perSecond, total, (i) => {
    const n = i % conversations
    const mark = `${perSecond} ${conversations} ${i}`
    ledger.say(mark)
    void clients[n]!.rpc('send_message', {
      conversation_id: contacts[n]!.conversationId,
      id: uuid(),
      body: bodyOf(mark),
    }).then(({ error }) => error && console.error(error.message))
  })
  const sent = total * (1 + agents)
  await until(() => ledger.milliseconds.length >= sent)
  const cpu = ((await world.stack.inside()).cpu - before.cpu) / seconds
  await hangUp([...clients, ...agentClients])
  return {
    system: 'causerie',
    sent,
    milliseconds: ledger.milliseconds,
    faults: ledger.faults,
    figures: { 'server cores': cpu },
  }
}

async function theirs(
  world: World,
  baseline: Baseline,
  { conversations, agents, perSecond, seconds }: Shape,
): Promise<Result> {
  const ledger = new Ledger()
  const contacts = world.contacts.slice(0, conversations)
  await atATime(8, contacts, ({ conversationId, sub }) => baseline.rooms([conversationId], sub))
  await baseline.rooms(['agents'], world.agent.sub)
  const agentSockets = await Promise.all(times(agents).map(() => baseline.connect(world.agent.token)))
  for (const [i, socket] of agentSockets.entries()) {
    socket.on('message', ({ body }: { body: string }) => ledger.hear(`agent ${i}`, markOf(body)))
    await join(socket, 'agents')
  }
  const sockets = await atATime(50, contacts, async ({ token, conversationId }) => {
    const socket = await baseline.connect(token)
    socket.on('message', ({ body }: { body: string }) => ledger.hear(conversationId, markOf(body)))
    await join(socket, conversationId)
    return socket
  })

  const before = await baseline.inside()
  const total = perSecond * seconds
  await pace(perSecond, total, (i) => {
    const n = i % conversations
    const mark = `${perSecond} ${conversations} ${i}`
    ledger.say(mark)
    sockets[n]!.emit('message', contacts[n]!.conversationId, uuid(), bodyOf(mark))
  })
  const sent = total * (1 + agents)
  await until(() => ledger.milliseconds.length >= sent)
  const cpu = ((await baseline.inside()).cpu - before.cpu) / seconds
  for (const socket of [...sockets, ...agentSockets]) socket.disconnect()
  return {
    system: 'socket.io',
    sent,
    milliseconds: ledger.milliseconds,
    faults: ledger.faults,
    figures: { 'server cores': cpu },
  }
}
