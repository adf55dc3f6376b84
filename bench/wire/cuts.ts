import { v7 as uuid } from 'uuid'
import { loadPerson } from '../app/load.ts'
import type { Person } from '../app/person.ts'
import { join, type Baseline } from '../baseline/baseline.ts'
import { cuttable } from '../support/cuttable.ts'
import { atATime, bodyOf, Ledger, markOf, pace, times, until } from '../support/load.ts'
import { percentile, type Benchmark, type Result } from '../support/report.ts'
import type { World } from '../support/world.ts'

const CONVERSATIONS = 100
const AGENTS = 5
const SECONDS = 30
const CUT_MS = 5_000
const TOTAL = CONVERSATIONS * SECONDS
const PER_AGENT = CONVERSATIONS / AGENTS

/**
 * T10: 100 conversations, a message a second in each, and every connection, the agents' who write and the customers' who read, is cut
 * every 5 s, each at a moment of its own. What is on the customers' screens in the end. Ours is the app itself but for its components:
 * channels, outbox, catch-up by seq, merge. Theirs is socket.io as it comes: it buffers while it is away, and comes back by itself.
 */
export async function cuts(world: World, baseline: Baseline): Promise<Benchmark> {
  return {
    name: `every connection cut every ${CUT_MS / 1000} s, ${CONVERSATIONS} messages/s`,
    target: 'T10: 100 %, none twice, in order; holes filled within 300 ms of the rejoin (p95)',
    compare: 'arrived %',
    results: [await ours(world), await theirs(world, baseline)],
  }
}

/** Cuts each in turn, so that each is cut every 5 s. @returns the undo */
function cutInTurn(cutOne: ((n: number) => void)[]): () => void {
  let n = 0
  const timer = setInterval(() => cutOne[n % cutOne.length]!(n++), CUT_MS / cutOne.length)
  return () => clearInterval(timer)
}

/** Not the same set, or not the same order. */
const disorder = (seen: string[]): number =>
  seen.filter((mark, i) => i > 0 && number(mark) <= number(seen[i - 1]!)).length
/** Those of this benchmark: not the greeting. */
const marks = (bodies: string[]): string[] => bodies.map(markOf).filter((mark) => /^\d+ \d+$/.test(mark))
const number = (mark: string): number => Number(mark.split(' ')[1])

async function ours({ stack }: World): Promise<Result> {
  const { createClient, createPerson } = await loadPerson()
  const { API_URL = '', PUBLISHABLE_KEY = '', DEMO_INBOX_KEY = '', DEMO_WORKSPACE_ID = '', ...demo } = stack.status
  const people: Person[] = []
  const cutters: (() => void)[] = []
  const connect = (audience: 'contact' | 'agent') => {
    const { transport, cut } = cuttable()
    cutters.push(cut)
    return createClient(audience, { apiUrl: API_URL, publishableKey: PUBLISHABLE_KEY, transport })
  }

  const customers = await atATime(20, times(CONVERSATIONS), async () => {
    const customer = createPerson({ side: 'contact', inboxKey: DEMO_INBOX_KEY }, connect('contact'))
    people.push(customer)
    const conversationId = customer.chat.newConversation()
    customer.chat.send(conversationId, 'hello', null)
    await until(() => !customer.chat.isNew(conversationId) && customer.chat.outbox.state.get().entries.length === 0)
    await customer.open(conversationId)
    return { customer, conversationId }
  })
  const agents = await atATime(AGENTS, times(AGENTS), async (n) => {
    const client = connect('agent')
    const { data, error } = await client.auth.signInWithPassword({
      email: demo.DEMO_EMAIL ?? '',
      password: demo.DEMO_PASSWORD ?? '',
    })
    if (error) throw error
    const me = { id: data.user.id, name: 'Agent' }
    const agent = createPerson({ side: 'agent', workspaceId: DEMO_WORKSPACE_ID, me }, client)
    people.push(agent)
    for (const { conversationId } of customers.slice(n * PER_AGENT, (n + 1) * PER_AGENT))
      await agent.open(conversationId)
    return agent
  })

  await until(() => people.every(({ chat }) => chat.realtime.connection.get().state === 'live'), 15_000)
  const ledger = new Ledger()
  const shown = new Set<string>()
  const filledMs: number[] = []
  for (const { customer, conversationId } of customers) {
    let drawn: readonly unknown[] | undefined
    customer.onDraw(() => {
      const entries = customer.chat.timelines.get(conversationId)?.entries
      if (entries === drawn) return
      drawn = entries
      for (const mark of marks(customer.screen(conversationId))) {
        if (shown.has(mark)) continue
        shown.add(mark)
        ledger.hear(conversationId, mark)
      }
    })
    customer.onJoined((topic) => {
      if (!topic.startsWith('contact:')) return
      const at = performance.now()
      const due = stored.get(conversationId) ?? 0
      const missing = () => (customer.chat.timelines.get(conversationId)?.covered?.through ?? 0) < due
      if (!missing()) return
      const stop = customer.onDraw(() => {
        if (missing()) return
        filledMs.push(performance.now() - at)
        stop()
      })
    })
  }
  const stored = new Map<string, number>() // the newest seq that an agent knows to be stored
  for (const [n, agent] of agents.entries()) {
    const own = customers.slice(n * PER_AGENT, (n + 1) * PER_AGENT)
    agent.onDraw(() => {
      for (const { conversationId } of own) {
        const last = agent.chat.timelines.get(conversationId)?.entries.at(-1)
        if (last?.type === 'message') stored.set(conversationId, Math.max(stored.get(conversationId) ?? 0, last.seq))
      }
    })
  }

  const stopCuts = cutInTurn(cutters)
  await pace(CONVERSATIONS, TOTAL, (i) => {
    const n = i % CONVERSATIONS
    const mark = `${n} ${i}`
    ledger.say(mark)
    agents[Math.floor(n / PER_AGENT)]!.chat.send(customers[n]!.conversationId, bodyOf(mark), null)
  })
  stopCuts()
  const screens = () => customers.map(({ customer, conversationId }) => marks(customer.screen(conversationId)))
  const count = () => screens().reduce((sum, screen) => sum + new Set(screen).size, 0)
  await until(() => count() >= TOTAL, 20_000)
  const final = screens()
  const twice = final.reduce((sum, screen) => sum + screen.length - new Set(screen).size, 0)
  const result = {
    system: 'causerie',
    sent: TOTAL,
    milliseconds: ledger.milliseconds,
    faults: twice + final.reduce((sum, screen) => sum + disorder(screen), 0),
    figures: {
      'on screens': count(),
      holes: filledMs.length,
      'filled p50 ms': percentile(
        filledMs.toSorted((a, b) => a - b),
        0.5,
      ),
      'filled p95 ms': percentile(
        filledMs.toSorted((a, b) => a - b),
        0.95,
      ),
    },
  }
  await Promise.all(people.map((person) => person.stop()))
  return result
}

async function theirs(world: World, baseline: Baseline): Promise<Result> {
  const ledger = new Ledger()
  const contacts = world.contacts.slice(0, CONVERSATIONS)
  const rooms = contacts.map(({ conversationId }) => conversationId)
  await atATime(8, contacts, ({ conversationId, sub }) => baseline.rooms([conversationId], sub))
  await baseline.rooms(rooms, world.agent.sub)
  const screens = contacts.map((): string[] => [])
  const customers = await atATime(20, contacts, async ({ token, conversationId }, n) => {
    const socket = await baseline.connect(token)
    socket.on('message', ({ body }: { body: string }) => {
      ledger.hear(conversationId, markOf(body))
      screens[n]!.push(markOf(body))
    })
    await join(socket, conversationId)
    socket.on('connect', () => void join(socket, conversationId))
    return socket
  })
  const agents = await Promise.all(times(AGENTS).map(() => baseline.connect(world.agent.token)))
  const stopCuts = cutInTurn([...customers, ...agents].map((socket) => () => socket.io.engine.close()))
  await pace(CONVERSATIONS, TOTAL, (i) => {
    const n = i % CONVERSATIONS
    const mark = `${n} ${i}`
    ledger.say(mark)
    agents[Math.floor(n / PER_AGENT)]!.emit('message', rooms[n], uuid(), bodyOf(mark))
  })
  stopCuts()
  await until(() => ledger.milliseconds.length >= TOTAL)
  for (const socket of [...customers, ...agents]) socket.disconnect()
  return {
    system: 'socket.io',
    sent: TOTAL,
    milliseconds: ledger.milliseconds,
    faults: ledger.faults + screens.reduce((sum, screen) => sum + disorder(screen), 0),
    figures: { 'on screens': ledger.milliseconds.length },
  }
}
