import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createDatabase } from '../local/database/database.ts'
import { makeDisposableFolder } from '../local/postgres/disposable.ts'
import { freePort } from '../local/postgres/port.ts'
import { startPostgres } from '../local/postgres/server.ts'
import { TestDatabase } from './support/database.ts'
import { startStack } from './support/stack.ts'
import { expect, onTestFinished, test } from './support/test.ts'

test('while Postgres is away the API says 503, and answers by itself when it is back', async () => {
  const root = makeDisposableFolder()
  const server = { port: await freePort(), password: 'secret' }
  const start = (): ReturnType<typeof startPostgres> =>
    startPostgres({ folder: join(root, 'postgres'), ...server, disposable: true })
  let cluster = await start()
  onTestFinished(async () => {
    await cluster.stop()
    rmSync(root, { recursive: true, force: true })
  })
  await createDatabase(server, 'postgres')
  const db = new TestDatabase(server, 'postgres')
  await db.postgres`create function public.seven() returns integer language sql as 'select 7'`
  const stack = await startStack(db)
  onTestFinished(() => stack.stop())

  const call = async (): Promise<number> => (await stack.client().rpc('seven')).status
  expect(await call()).toBe(200)
  const signedIn = stack.client()
  await signedIn.auth.signInAnonymously()
  expect((await signedIn.rpc('seven')).status).toBe(200)
  process.kill(cluster.pid, 'SIGKILL')
  await expect.poll(call, { timeout: 5000 }).toBe(503)
  expect((await stack.client().rpc('seven')).error).toMatchObject({ code: 'PGRST000' })
  expect((await stack.client().auth.signInAnonymously()).error?.status).toBe(503)
  expect((await signedIn.rpc('seven')).status).toBe(503) // the session is looked up before the function

  const preflight = await fetch(`${stack.url}/rest/v1/rpc/seven`, {
    method: 'OPTIONS',
    headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
  })
  expect(preflight.ok).toBe(true) // else a browser calls the 503 a network error

  const many = async () => [...new Set(await Promise.all(Array.from({ length: 30 }, call)))]
  expect(await many()).toEqual([503])
  cluster = await start()
  await expect.poll(call, { timeout: 10_000 }).toBe(200)
  expect(await many()).toEqual([200]) // no connection was lost to a request that failed meanwhile
  expect((await stack.client().auth.signInAnonymously()).error).toBeNull()
})
