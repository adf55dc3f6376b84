import type { Socket } from 'socket.io-client'
import { loadClient } from '../app/load.ts'
import { join, startBaseline, type Baseline } from '../baseline/baseline.ts'
import { cuttable } from '../support/cuttable.ts'
import { atATime, until } from '../support/load.ts'
import type { Benchmark, Result } from '../support/report.ts'
import { clientOf, hangUp, listen, type World } from '../support/world.ts'

const WIDTH = 100

/**
 * T6 to T8: 1,000 clients connect and join a private topic each, 100 at a time; what they cost the server while idle, after a
 * collection; all are cut at once, and come back by themselves.
 */
export async function connections(world: World, baseline: Baseline): Promise<Benchmark> {
  const fresh = await startBaseline(world) // memory is compared with that of a server that has done nothing yet
  try {
    return {
      name: `${world.contacts.length} connections`,
      target: 'T6: joined in 2.5 s · T7: 25 MB · T8: all back in 3 s',
      compare: 'joined s',
      results: [
        await ours(world),
        await theirs('socket.io', world, baseline, {}),
        await theirs('socket.io, websocket only', world, fresh, { transports: ['websocket'] }),
      ],
    }
  } finally {
    await fresh.stop()
  }
}

type Measured = { begun: number; joined: number; cutAt: number; backAt: number[] }

function figuresOf(
  { begun, joined, cutAt, backAt }: Measured,
  before: { heap: number; rss: number },
  after: { heap: number; rss: number },
): Record<string, number> {
  const back = backAt.map((at) => (at - cutAt) / 1000).toSorted((a, b) => a - b)
  return {
    'joined s': (joined - begun) / 1000,
    'heap MB': after.heap - before.heap,
    'rss MB': after.rss - before.rss,
    'half back s': back[Math.floor(back.length / 2)] ?? Number.NaN,
    'all back s': back.at(-1) ?? Number.NaN,
  }
}

async function ours(world: World): Promise<Result> {
  const { contacts, stack } = world
  const { transport, cut } = cuttable()
  const { reconnectAfterMs } = await loadClient()
  const clients = contacts.map(({ token }) => clientOf(world, token, { transport, reconnectAfterMs }))
  const backAt: number[] = []
  let cutAt = 0
  const before = await stack.inside()
  const begun = performance.now()
  await atATime(WIDTH, contacts, ({ topic }, i) =>
    listen(clients[i]!, topic, () => {}, {
      onStatus: (status) => {
        if (status === 'SUBSCRIBED' && cutAt > 0) backAt.push(performance.now())
      },
    }),
  )
  const joined = performance.now()
  const after = await stack.inside()
  cutAt = performance.now()
  cut()
  await until(() => backAt.length >= contacts.length, 20_000)
  await hangUp(clients)
  return {
    system: 'causerie',
    sent: 0,
    milliseconds: [],
    figures: { ...figuresOf({ begun, joined, cutAt, backAt }, before, after), back: backAt.length },
  }
}

async function theirs(
  system: string,
  { contacts }: World,
  baseline: Baseline,
  options: Parameters<Baseline['connect']>[1],
): Promise<Result> {
  await atATime(8, contacts, ({ conversationId, sub }) => baseline.rooms([conversationId], sub))
  const backAt: number[] = []
  const before = await baseline.inside()
  const begun = performance.now()
  const sockets: Socket[] = await atATime(WIDTH, contacts, async ({ token, conversationId }) => {
    const socket = await baseline.connect(token, options)
    await join(socket, conversationId)
    return socket
  })
  const joined = performance.now()
  const after = await baseline.inside()
  for (const [i, socket] of sockets.entries()) {
    socket.on(
      'connect',
      () => void join(socket, contacts[i]!.conversationId).then(() => backAt.push(performance.now())),
    )
  }
  const cutAt = performance.now()
  for (const socket of sockets) socket.io.engine.close()
  await until(() => backAt.length >= contacts.length, 20_000)
  for (const socket of sockets) socket.disconnect()
  return {
    system,
    sent: 0,
    milliseconds: [],
    figures: { ...figuresOf({ begun, joined, cutAt, backAt }, before, after), back: backAt.length },
  }
}
