import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createDatabase } from '../../local/database/database.ts'
import { isRoot, temporaryFolder } from '../../local/postgres/folders.ts'
import { freePort } from '../../local/postgres/port.ts'
import { startPostgres } from '../../local/postgres/server.ts'
import { TestDatabase } from '../support/database.ts'
import { startStack } from '../support/stack.ts'
import { expect, onTestFinished, Stage, test, vi, writeTestPolicies, type Heard } from './stage.ts'

const PRIVATE = { private: true }

test('[RT-DOWN-1] Postgres killed and restarted: sockets stay, joins say why, then everything flows again', async () => {
  const root = mkdtempSync(join(isRoot() ? temporaryFolder('tests') : tmpdir(), 'realtime-'))
  chmodSync(root, 0o755)
  const server = { port: await freePort(), password: 'secret' }
  const start = () => startPostgres({ folder: join(root, 'postgres'), ...server })
  let cluster = await start()
  onTestFinished(async () => {
    await cluster.stop()
    rmSync(root, { recursive: true, force: true })
  })
  await createDatabase(server, 'postgres')
  const db = new TestDatabase(server, 'postgres')
  await writeTestPolicies(db)
  const stack = await startStack(db)
  onTestFinished(() => stack.stop())
  const stage = new Stage(db, stack)
  for (const name of ['ann', 'bob']) await stage.allow('room', name)
  const ann = await stage.join(await stage.person('ann'), 'room', PRIVATE)

  process.kill(cluster.pid, 'SIGKILL')
  const client = await stage.person('bob')
  const unreachable = 'UnableToConnectToProject: Realtime was unable to connect to the project database'
  let bob: Heard | undefined
  await vi.waitFor(
    async () => {
      if (bob) await client.removeChannel(bob.channel)
      bob = await stage.join(client, 'room', PRIVATE)
      expect(bob.statuses[0]).toEqual(['CHANNEL_ERROR', unreachable])
    },
    { timeout: 5_000 },
  )
  expect((await stage.join(stage.client(), 'public')).statuses[0]).toEqual(['CHANNEL_ERROR', unreachable])

  cluster = await start()
  await bob?.reach('SUBSCRIBED')
  await vi.waitFor(
    async () => {
      await stage.send('room', { n: 1 })
      expect(ann.broadcasts.length).toBeGreaterThan(0)
    },
    { timeout: 10_000, interval: 100 },
  )
  await vi.waitFor(() => expect(bob?.broadcasts.length).toBeGreaterThan(0))
  expect(ann.statuses).toEqual([['SUBSCRIBED']])

  // A shutdown in good order must not wait for the follower of its log.
  const startedAt = performance.now()
  await cluster.stop()
  expect(performance.now() - startedAt).toBeLessThan(5_000)
}, 60_000)

test('[RT-END-3] a restart under load loses no client: all are back, and hear again', async ({ stage: first }) => {
  const topic = first.topic()
  const names = Array.from({ length: 20 }, (_, i) => `person ${i}`)
  for (const name of names) await first.allow(topic, name)
  let stage = await first.another()
  const { keys, url } = stage.stack
  const everyone: Heard[] = []
  for (const name of names) everyone.push(await stage.join(await stage.person(name), topic, PRIVATE))
  let n = 0
  const ending = new AbortController()
  const talk = async (): Promise<void> => {
    // One after the other, so that the order of commits is that of the numbers; a hundred a second at most.
    while (!ending.signal.aborted) await Promise.all([stage.send(topic, { n: ++n }), pause(10)])
  }
  const talked = talk()
  onTestFinished(async () => {
    ending.abort()
    await talked
  })
  await vi.waitFor(() => expect(everyone.every(({ broadcasts }) => broadcasts.length > 5)).toBe(true))
  await stage.stack.stop()
  stage = await first.another({ port: Number(new URL(url).port), keys })
  await vi.waitFor(
    () =>
      expect(
        everyone.every(({ statuses }) => statuses.filter(([status]) => status === 'SUBSCRIBED').length === 2),
      ).toBe(true),
    { timeout: 15_000 },
  )
  const since = n
  const heardSince = ({ broadcasts }: Heard) => broadcasts.some(({ payload }) => (payload as { n: number }).n > since)
  await vi.waitFor(() => expect(everyone.every(heardSince)).toBe(true), { timeout: 5_000 })
  for (const { broadcasts } of everyone) {
    const order = broadcasts.map(({ payload }) => (payload as { n: number }).n)
    expect(order).toEqual([...new Set(order)].sort((a, b) => a - b))
  }
}, 40_000)
