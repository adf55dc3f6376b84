import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from '../local/processes.ts'
import { isPortFree } from '../local/postgres/port.ts'
import { clusterFolder, everyoneReaches, isRoot } from '../local/postgres/folders.ts'
import { ROOT } from '../local/places.ts'
import { Place } from './support/command.ts'
import { describe, expect, onTestFinished, test, vi } from './support/test.ts'

// The commands as a person gives them, in processes of their own that are really killed.

const POLL = { timeout: 30_000, interval: 100 }
const NOBODY = 65_534

vi.setConfig({ testTimeout: 90_000 }) // each starts several stacks; a loaded machine takes its time

test('starts, tells its status, keeps its data over a restart, and ends without a trace', async () => {
  const place = await Place.make()
  expect(await place.run('status')).toEqual({ code: 1, said: 'Causerie does not run. Start it with npm start.\n' })

  // As an initdb that was killed leaves it: must not be taken for a database.
  mkdirSync(join(place.dataFolder, 'postgres.new', 'base'), { recursive: true })
  writeFileSync(join(place.dataFolder, 'postgres.new', 'PG_VERSION'), '17\n')

  let stack = await place.start()
  const status = await stack.status()
  expect(Object.keys(status).sort()).toEqual([
    'ADMIN_URL',
    'ANON_KEY',
    'API_URL',
    'APP_URL',
    'DB_URL',
    'DEMO_EMAIL',
    'DEMO_ENGLISH_INBOX_KEY',
    'DEMO_INBOX_KEY',
    'DEMO_PASSWORD',
    'DEMO_URL',
    'DEMO_WORKSPACE_ID',
    'JWT_SECRET',
    'PUBLISHABLE_KEY',
    'SECRET_KEY',
    'SERVICE_ROLE_KEY',
    'SETUP_CODE',
  ])
  expect(status.API_URL).toBe(`http://127.0.0.1:${place.apiPort}`)
  const signIn = await fetch(`${status.API_URL}/auth/v1/token?grant_type=password`, {
    method: 'POST',
    headers: { apikey: status.PUBLISHABLE_KEY ?? '' },
    body: JSON.stringify({ email: status.DEMO_EMAIL, password: status.DEMO_PASSWORD }),
  })
  expect(signIn.status).toBe(200)
  await stack.sql("create table public.kept as select 'yes' as value")

  const second = await place.run('stack')
  expect(second).toEqual({
    code: 1,
    said: expect.stringMatching(/^Causerie already runs here \(process \d+\)\. Stop it first/),
  })

  expect((await stack.stop('SIGTERM')).code).toBe(0)
  expect(await isPortFree(place.apiPort)).toBe(true)
  expect(await isPortFree(place.databasePort)).toBe(true)
  expect((await place.run('status')).code).toBe(1)

  stack = await place.start()
  expect(await stack.sql('select value from public.kept')).toEqual([{ value: 'yes' }])
  expect(await stack.status()).toEqual(status)
  // Under the running stack, from a terminal whose variables are not those of the start.
  const { CAUSERIE_DB_PORT } = place.environment
  place.environment.CAUSERIE_DB_PORT = '1'
  const file = join(place.dataFolder, 'files', 'ab', 'abc')
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, 'of nobody')
  const reset = await place.run('reset')
  expect(existsSync(file)).toBe(false)
  place.environment.CAUSERIE_DB_PORT = CAUSERIE_DB_PORT
  const code = /Its setup code is (\S+)/.exec(reset.said)?.[1] ?? expect.fail(reset.said)
  expect(code).not.toBe(status.SETUP_CODE)
  expect((await place.run('status')).said).toContain(`SETUP_CODE="${code}"`)
  await expect(stack.sql('select from public.kept')).rejects.toMatchObject({ code: '42P01' })
  await expect.poll(() => stack.api(), POLL).toBe(200)
  expect((await stack.stop('SIGINT')).code).toBe(0)
})

test('after kill -9 of Node, of Postgres, of both, the next start recovers', async () => {
  const place = await Place.make()
  let stack = await place.start()
  await stack.sql("create table public.kept as select 'yes' as value")

  const orphan = stack.postmaster()
  await stack.stop('SIGKILL')
  expect(isAlive(orphan)).toBe(true) // nobody was left to stop it
  stack = await place.start()
  expect(isAlive(orphan)).toBe(false)
  expect(await stack.sql('select value from public.kept')).toEqual([{ value: 'yes' }])

  const postmaster = stack.postmaster()
  await stack.stop('SIGKILL')
  process.kill(postmaster, 'SIGKILL')
  stack = await place.start()
  expect(await stack.sql('select value from public.kept')).toEqual([{ value: 'yes' }])

  // While it runs, Postgres comes back by itself, under the same address.
  for (const victim of [async () => stack.postmaster(), () => backendOf(stack)]) {
    process.kill(await victim(), 'SIGKILL')
    await expect.poll(() => stack.api().catch(() => 0), POLL).toBe(200)
    // The API may have been asked before Postgres had noticed.
    const kept = () => stack.sql('select value from public.kept').catch(() => null)
    await expect.poll(kept, POLL).toEqual([{ value: 'yes' }])
  }
  expect((await stack.stop()).code).toBe(0)
})

test('whatever signal npm gets, alone or with all its group, everything ends', async () => {
  const place = await Place.make()
  for (const [signal, whom] of [
    ['SIGINT', 'npm'],
    ['SIGTERM', 'npm'],
    ['SIGKILL', 'npm'],
    ['SIGINT', 'group'], // Ctrl-C
  ] as const) {
    const stack = await place.startByNpm()
    const postmaster = stack.postmaster()
    const npm = stack.child.pid ?? 0
    process.kill(whom === 'group' ? -npm : npm, signal)
    await expect.poll(() => isAlive(postmaster), POLL).toBe(false)
    await expect.poll(() => isPortFree(place.apiPort), POLL).toBe(true)
    await expect.poll(() => existsSync(join(place.dataFolder, 'run.json')), POLL).toBe(false)
    const log = readFileSync(join(place.dataFolder, 'postgres.log'), 'utf8')
    expect(log).toContain('database system is shut down') // cleanly, by ourselves
  }
})

describe('says in one sentence what is wrong, and ends with code 1', () => {
  test('a port is taken', async () => {
    const place = await Place.make()
    for (const [port, variable] of [
      [place.apiPort, 'CAUSERIE_API_PORT'],
      [place.databasePort, 'CAUSERIE_DB_PORT'],
    ] as const) {
      const other = createServer().listen(port, '127.0.0.1')
      await expect.poll(() => other.listening).toBe(true)
      const { code, said } = await place.run('stack')
      other.close()
      expect(said).toBe(`Port ${port} is taken. Stop what uses it, or set ${variable}.\n`)
      expect(code).toBe(1)
    }
  })

  test('a port that is no port', async () => {
    const place = await Place.make()
    place.environment.CAUSERIE_API_PORT = '99999'
    expect(await place.run('stack')).toEqual({
      code: 1,
      said: 'CAUSERIE_API_PORT must be a port number from 1 to 65535, not "99999".\n',
    })
  })

  test('the data were made by another Postgres, or are none', async () => {
    const place = await Place.make()
    const cluster = join(place.dataFolder, 'postgres')
    mkdirSync(cluster, { recursive: true })
    const none = await place.run('stack')
    expect(none).toEqual({
      code: 1,
      said: `${cluster} is there, but is no Postgres database. Move it away, and start again.\n`,
    })
    writeFileSync(join(cluster, 'PG_VERSION'), '16\n')
    const { code, said } = await place.run('stack')
    expect(said).toBe(
      `${cluster} was made by Postgres 16, this is 17. Set CAUSERIE_DATA_DIR to another folder, or move this one away.\n`,
    )
    expect(code).toBe(1)

    writeFileSync(join(cluster, 'PG_VERSION'), '17\n')
    const keys = join(place.dataFolder, 'keys.json')
    rmSync(keys)
    expect(await place.run('stack')).toEqual({
      code: 1,
      said: `The keys of the database in ${cluster} are gone: put ${keys} back, or remove that folder to begin anew.\n`,
    })
    writeFileSync(keys, '{"jwtSecret"')
    expect(await place.run('stack')).toEqual({
      code: 1,
      said: `${keys}, which opens the database, is damaged. Put a copy of it back, or move ${place.dataFolder} away to begin anew.\n`,
    })
  })

  test('the folder can’t be written', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'causerie-readonly-'))
    chmodSync(parent, 0o555)
    onTestFinished(() => rmSync(parent, { recursive: true, force: true }))
    // Root may write everywhere but in a file system of the kernel's own.
    const place = await Place.make({ dataFolder: isRoot() ? '/sys/causerie' : join(parent, 'data') })
    const { code, said } = await place.run('stack')
    expect(said).toMatch(/^\S+ can't be written\. Set CAUSERIE_DATA_DIR to a folder of yours\.\n$/)
    expect(code).toBe(1)
  })
})

test('in a folder that Postgres’ user can’t enter, data lie elsewhere, and one line says so', async () => {
  const hidden = mkdtempSync(join(tmpdir(), 'causerie-hidden-')) // 0700, as mktemp -d makes it
  const dataFolder = join(hidden, 'data')
  const elsewhere = join(clusterFolder(dataFolder), '..')
  onTestFinished(() => {
    for (const folder of [hidden, elsewhere]) rmSync(folder, { recursive: true, force: true })
  })
  const place = await Place.make({ dataFolder })
  const stack = await place.start()
  expect(await stack.api()).toBe(200)
  const { said } = await stack.stop()
  expect(said.includes(`Postgres can't enter ${dataFolder}`)).toBe(isRoot())
  expect(readFileSync(join(dataFolder, 'keys.json'), 'utf8')).toContain('sb_publishable_')
})

test('runs as an ordinary user', async () => {
  // Root lends the test to nobody, where nobody can read the checkout; else we are ordinary already, or can't be.
  const as = isRoot() && everyoneReaches(ROOT) ? { uid: NOBODY, gid: NOBODY } : {}
  const place = await Place.make({ as })
  if (as.uid) {
    mkdirSync(place.dataFolder)
    chownSync(place.dataFolder, NOBODY, NOBODY)
  }
  const stack = await place.start()
  expect(await stack.api()).toBe(200)
  expect((await stack.stop()).code).toBe(0)
})

async function backendOf(stack: Awaited<ReturnType<Place['start']>>): Promise<number> {
  const [row] = await stack.sql<{ pid: number }>(
    "select pid from pg_stat_activity where usename = 'authenticator' limit 1",
  )
  if (!row) throw new Error('The API has no connection.')
  return row.pid
}
