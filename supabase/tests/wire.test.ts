import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { CallWires } from '../local/data/callWires.ts'
import { Wire, type WireOptions } from '../local/postgres/wire/wire.ts'
import type { TestDatabase } from './support/database.ts'
import { describe, expect, onTestFinished, test } from './support/test.ts'

const ask = (text: string, ...values: (string | null)[]) => ({ text, values })

const loginOf = (db: TestDatabase): WireOptions => ({ ...db.server, user: 'postgres', database: db.name })

async function open(options: WireOptions): Promise<Wire> {
  const wire = await Wire.open(options)
  onTestFinished(() => wire.end(1_000))
  return wire
}

describe('a transaction in one message', () => {
  test('brings the rows of its statements, as text, whatever they hold', async ({ db }) => {
    const wire = await open(loginOf(db))
    const text = `it's "so" \\ \u2028 😀 ${'long '.repeat(5_000)}`
    const rows = await wire.transaction([
      ask('select $1::text, $2::text', text, null),
      ask('select where false'),
      ask('select n, n + 1 from generate_series(1, 3) as n'),
    ])
    expect(rows).toEqual([
      [text, null],
      ['1', '2'],
      ['2', '3'],
      ['3', '4'],
    ])
  })

  test('is one: settings hold to its end and no longer, and what is refused at the commit is refused whole', async ({
    db,
  }) => {
    const wire = await open(loginOf(db))
    const said = ask(`select current_setting('wire.word', true)`)
    expect(await wire.transaction([ask(`select where set_config('wire.word', $1, true) is null`, 'x'), said])).toEqual([
      ['x'],
    ])
    expect(await wire.transaction([said])).not.toEqual([['x']])
    await db.postgres`create table public.late (n integer unique deferrable initially deferred)`
    const twice = wire.transaction([
      ask('insert into public.late values (1)'),
      ask('insert into public.late values (1) returning n'),
    ])
    await expect(twice).rejects.toMatchObject({ code: '23505' })
    expect(await wire.transaction([ask('select count(*) from public.late')])).toEqual([['0']])
  })

  test('after one that failed the next is whole, also with the statements that were never reached', async ({ db }) => {
    const wire = await open(loginOf(db))
    const third = ask('select 3 + $1::integer', '4')
    for (let i = 0; i < 2; i++) {
      const failing = wire.transaction([ask('select 1'), ask('select $1::integer', 'two'), third])
      await expect(failing).rejects.toMatchObject({ code: '22P02' })
    }
    expect(await wire.transaction([third, third])).toEqual([['7'], ['7']])
  })

  test('a timeout that it sets holds for what follows in it', async ({ db }) => {
    const wire = await open(loginOf(db))
    const slow = [ask(`select where set_config('statement_timeout', '50ms', true) is null`), ask('select pg_sleep(20)')]
    await expect(wire.transaction(slow)).rejects.toMatchObject({ code: '57014' })
  })
})

test('who does not know the password is refused, and so is a server that does not', async ({ db }) => {
  await expect(Wire.open({ ...loginOf(db), password: 'wrong' })).rejects.toMatchObject({ code: '28P01' })
  const impostor = createServer((socket) => socket.end(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]))) // "you are in"
  await new Promise<void>((resolve) => impostor.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void impostor.close())
  const { port } = impostor.address() as AddressInfo
  await expect(Wire.open({ ...loginOf(db), port })).rejects.toThrow('did not prove')
})

describe('connections that break', () => {
  test('fail what was asked over them, and the next is answered', async ({ db }) => {
    const { port, cut } = await between(db)
    const wires = new CallWires({ ...loginOf(db), port }, 1)
    onTestFinished(() => wires.end(1_000))
    expect(await wires.transaction([ask('select 1')])).toEqual([['1']])
    const caught = wires.transaction([ask('select pg_sleep(20)')]).catch((error: unknown) => error)
    const waiting = wires.transaction([ask('select 2')])
    cut()
    expect(await caught).toMatchObject({ code: expect.stringMatching(/^(CONNECTION_CLOSED|ECONNRESET)$/) as string })
    expect(await waiting).toEqual([['2']])
  })

  test('what is on its way when they end comes to its end, and so does what waits', async ({ db }) => {
    const wires = new CallWires(loginOf(db), 1)
    const all = ['a', 'b', 'c'].map((word) => wires.transaction([ask('select $1::text from pg_sleep(0.05)', word)]))
    await wires.transaction([ask('select 1')]).then(() => wires.end(2_000))
    expect(await Promise.all(all)).toEqual([[['a']], [['b']], [['c']]])
    const left = () =>
      db.sql`select from pg_stat_activity where datname = ${db.name} and usename = 'postgres' and query like '%pg_sleep%' and pid <> pg_backend_pid()`
    await expect.poll(async () => (await left()).length).toBe(0)
  })
})

/** A way to the database that can be cut. */
async function between(db: TestDatabase): Promise<{ port: number; cut: () => void }> {
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(db.server.port, '127.0.0.1')
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => {}) // it was cut
    }
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = (): void => {
    for (const socket of open) socket.destroy()
    open.clear()
  }
  onTestFinished(() => {
    cut()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, cut }
}
