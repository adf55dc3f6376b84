import type { Pgoutput } from 'pg-logical-replication'
import { expect, test } from 'vitest'
import { broadcastOf, oneBefore } from './replication.ts'

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
