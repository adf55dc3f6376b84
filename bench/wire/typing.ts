import { join, type Baseline } from '../baseline/baseline.ts'
import { atATime, Ledger, pace, times, until } from '../support/load.ts'
import type { Benchmark, Result } from '../support/report.ts'
import { clientOf, hangUp, listen, type World } from '../support/world.ts'

const CONVERSATIONS = 200
const AGENTS = 4
const PER_SECOND = 1_000
const SECONDS = 8
const TOTAL = PER_SECOND * SECONDS

/** T9: agents type, contacts see it; nothing is stored. */
export async function typing(world: World, baseline: Baseline): Promise<Benchmark> {
  return {
    name: `typing, ${PER_SECOND}/s over ${CONVERSATIONS} conversations`,
    target: 'T9: 0.6 / 2 / 6 ms',
    results: [await ours(world), await theirs(world, baseline)],
  }
}

const result = (system: string, { milliseconds, faults }: Ledger, cpu: number): Result => ({
  system,
  sent: TOTAL,
  milliseconds,
  faults,
  figures: { 'server cores': cpu / SECONDS },
})

async function ours(world: World): Promise<Result> {
  const ledger = new Ledger()
  const contacts = world.contacts.slice(0, CONVERSATIONS)
  const topicOf = (id: string) => `conversation:${id}`
  const agents = times(AGENTS).map(() => clientOf(world, world.agent.token))
  const channels = await atATime(20, contacts, ({ conversationId }, i) =>
    listen(agents[i % AGENTS]!, topicOf(conversationId), () => {}),
  )
  const clients = contacts.map(({ token }) => clientOf(world, token))
  await atATime(50, contacts, ({ conversationId }, i) =>
    listen(clients[i]!, topicOf(conversationId), ({ payload }) => ledger.hear(conversationId, String(payload.mark))),
  )
  const before = await world.stack.inside()
  await pace(PER_SECOND, TOTAL, (i) => {
    ledger.say(String(i))
    void channels[i % CONVERSATIONS]!.send({ type: 'broadcast', event: 'agent_typing', payload: { mark: String(i) } })
  })
  await until(() => ledger.milliseconds.length >= TOTAL)
  const cpu = (await world.stack.inside()).cpu - before.cpu
  await hangUp([...agents, ...clients])
  return result('causerie', ledger, cpu)
}

async function theirs(world: World, baseline: Baseline): Promise<Result> {
  const ledger = new Ledger()
  const contacts = world.contacts.slice(0, CONVERSATIONS)
  const rooms = contacts.map(({ conversationId }) => conversationId)
  await atATime(8, contacts, ({ conversationId, sub }) => baseline.rooms([conversationId], sub))
  await baseline.rooms(rooms, world.agent.sub)
  const agents = await Promise.all(times(AGENTS).map(() => baseline.connect(world.agent.token)))
  await atATime(20, rooms, (room, i) => join(agents[i % AGENTS]!, room))
  const sockets = await atATime(50, contacts, async ({ token, conversationId }) => {
    const socket = await baseline.connect(token)
    socket.on('typing', (mark: string) => ledger.hear(conversationId, mark))
    await join(socket, conversationId)
    return socket
  })
  const before = await baseline.inside()
  await pace(PER_SECOND, TOTAL, (i) => {
    ledger.say(String(i))
    const n = i % CONVERSATIONS
    agents[n % AGENTS]!.emit('typing', rooms[n], String(i))
  })
  await until(() => ledger.milliseconds.length >= TOTAL)
  const cpu = (await baseline.inside()).cpu - before.cpu
  for (const socket of [...agents, ...sockets]) socket.disconnect()
  return result('socket.io', ledger, cpu)
}
