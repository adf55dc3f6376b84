import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import type { Pgoutput } from 'pg-logical-replication'
import { expect, onTestFinished, test } from 'vitest'
import { broadcastOf, followMessages, oneBefore } from './replication.ts'

const ROW = {
  topic: 'room',
  extension: 'broadcast',
  payload: '{"n": 12345678901234567890}',
  event: 'created',
  private: 't',
  id: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  binary_payload: null,
}

function insert(row: object, { schema = 'realtime', name = 'messages_2026_11_22' } = {}): Pgoutput.Message {
  const relation = {
    tag: 'relation',
    relationOid: 1,
    schema,
    name,
    replicaIdentity: 'default',
    columns: [],
    keyColumns: [],
  }
  return { tag: 'insert', relation, new: row } as Pgoutput.Message
}

test('[RT-DB-4] a row becomes a broadcast with its id as meta, its digits untouched', () => {
  expect(broadcastOf(insert(ROW))).toEqual({
    topic: 'room',
    private: true,
    broadcast: {
      kind: 'user',
      event: 'created',
      payload: Buffer.from('{"n": 12345678901234567890}'),
      encoding: 'json',
      meta: '{"id":"7c9e6679-7425-40de-944b-e07fc1f90ae7"}',
    },
  })
  expect(broadcastOf(insert({ ...ROW, private: 'f' }))).toMatchObject({ private: false })
  expect(broadcastOf(insert({ ...ROW, payload: null, binary_payload: '\\x00ff' }))).toMatchObject({
    broadcast: { encoding: 'binary', payload: Buffer.from([0, 255]) },
  })
})

test('[RT-DB-5] a row without event, flag or payload is none, nor is one of another table', () => {
  for (const hole of [{ event: null }, { private: null }, { payload: null }]) {
    expect(broadcastOf(insert({ ...ROW, ...hole }))).toBeNull()
  }
  expect(broadcastOf(insert(ROW, { schema: 'public' }))).toBeNull()
  expect(broadcastOf(insert(ROW, { name: 'subscription' }))).toBeNull()
  expect(broadcastOf({ ...insert(ROW), tag: 'update' } as Pgoutput.Message)).toBeNull()
})

test('[RT-DB-6] one byte before a place in the log', () => {
  expect(oneBefore('0/10')).toBe('0/F')
  expect(oneBefore('2/0')).toBe('1/FFFFFFFF')
})

test('a Postgres that ends in the very moment in which it lets somebody in is asked again', async () => {
  const AUTHENTICATED = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0])
  const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49])
  const fields = Buffer.from('SFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0')
  const ended = Buffer.concat([Buffer.from([0x45, 0, 0, 0, fields.length + 4]), fields])
  let letIn = 0
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      letIn++
      socket.end(Buffer.concat([AUTHENTICATED, READY, ended]))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const following = followMessages(
    `postgres://somebody@127.0.0.1:${port}/postgres`,
    () => {},
    () => {},
  )
  onTestFinished(async () => {
    await following.stop()
    server.close()
  })
  await expect.poll(() => letIn).toBeGreaterThan(2)
  expect(following.live).toBe(false)
})
