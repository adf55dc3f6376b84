import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import postgres from 'postgres'
import { Lines } from '../local/data/lines.ts'
import { outliving } from '../local/postgres/pool.ts'
import { databaseUrl } from '../local/postgres/url.ts'
import type { TestDatabase } from './support/database.ts'
import { describe, expect, onTestFinished, test } from './support/test.ts'

type Open = (onclose?: () => void) => postgres.Sql

/** Opens drivers whose connection can be broken at a given moment. */
function breakable(db: TestDatabase): { open: Open; cut: () => void } {
  const sockets: Socket[] = []
  const open = opening(db, async () => {
    const made = await connected(db)
    sockets.push(made)
    return made
  })
  return { open, cut: () => sockets.at(-1)?.destroy() }
}

/** Opens drivers; the first connection of all breaks when Postgres has just said that it is ready. */
function doomed(db: TestDatabase): Open {
  const ready = Buffer.from([0x5a, 0, 0, 0, 5])
  let isFirst = true
  return opening(db, async () => {
    const made = await connected(db)
    if (isFirst)
      made.prependListener('data', (sent: Buffer) => sent.includes(ready) && setImmediate(() => made.destroy()))
    isFirst = false
    return made
  })
}

async function connected(db: TestDatabase): Promise<Socket> {
  const made = connect(db.server.port, '127.0.0.1')
  await once(made, 'connect')
  return made
}

function opening(db: TestDatabase, socket: () => Promise<Socket>): Open {
  return (onclose) => {
    // `socket` is in the driver's documentation, not in its types.
    const options = { max: 1, connect_timeout: 2, socket, ...(onclose ? { onclose } : {}) }
    return postgres(databaseUrl(db.server, 'postgres', db.name), options)
  }
}

/** Cuts, and comes back in the last moment before the driver is told: what is asked now stays in its buffer. */
async function cutUnnoticed(cut: () => void): Promise<void> {
  cut()
  await new Promise((resolve) => setImmediate(resolve))
}

describe('a connection that breaks between a statement and its leaving', () => {
  test('a pool fails that statement and answers the next', async ({ db }) => {
    const { open, cut } = breakable(db)
    const sql = outliving(open)
    onTestFinished(() => sql.end({ timeout: 0 }))
    await sql`select 1`
    await cutUnnoticed(cut)
    const caught = sql`select 2`.catch((error: unknown) => error)
    expect(await caught).toMatchObject({ code: 'CONNECTION_CLOSED' })
    expect(await sql`select 3 as n`).toEqual([{ n: 3 }])
    expect(await sql.begin((own) => own`select 4 as n`)).toEqual([{ n: 4 }])
  })

  test('the Data API’s lines fail what was asked over it, however many left together, and the next is answered', async ({
    db,
  }) => {
    const { open, cut } = breakable(db)
    const lines = new Lines(open, 1)
    onTestFinished(() => lines.end({ timeout: 0 }))
    const line = await lines.reserve()
    await line.unsafe('select 1', [])
    await cutUnnoticed(cut)
    const caught = ['begin', 'select 2', 'commit'].map((text) => line.unsafe(text, []).catch((error: unknown) => error))
    for (const error of await Promise.all(caught)) expect(error).toMatchObject({ code: 'CONNECTION_CLOSED' })
    line.release()
    const next = await lines.reserve()
    expect([...(await next.unsafe('select 3 as n', []))]).toEqual([{ n: 3 }])
    next.release()
  })

  // When this fails, the driver has been mended, and `outliving()` can go.
  test('the driver alone never speaks again', async ({ db }) => {
    const { open, cut } = breakable(db)
    const sql = open()
    onTestFinished(() => sql.end({ timeout: 0 }))
    await sql`select 1`
    await cutUnnoticed(cut)
    const caught = sql`select 2`.catch((error: unknown) => error)
    await caught
    await expect(sql`select 3`).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' })
  })
})

describe('a connection that breaks as soon as it stands', () => {
  test('a query is asked again over the next', async ({ db }) => {
    const sql = outliving(doomed(db))
    onTestFinished(() => sql.end({ timeout: 0 }))
    expect(await sql`select 1 as n`).toEqual([{ n: 1 }])
  })

  test('whoever reserves from a pool is told, and the next is given one', async ({ db }) => {
    const sql = outliving(doomed(db))
    onTestFinished(() => sql.end({ timeout: 0 }))
    await expect(sql.reserve()).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' })
    const own = await sql.reserve()
    expect(await own`select 1 as n`).toEqual([{ n: 1 }])
    own.release()
  })

  test('whoever asks for a line of the Data API is told, and the next is given one', async ({ db }) => {
    const lines = new Lines(doomed(db), 1)
    onTestFinished(() => lines.end({ timeout: 0 }))
    await expect(lines.reserve()).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' })
    const line = await lines.reserve()
    expect([...(await line.unsafe('select 1 as n', []))]).toEqual([{ n: 1 }])
    line.release()
  })
})
