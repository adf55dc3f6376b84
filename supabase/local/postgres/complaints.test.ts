import { expect, test } from 'vitest'
import { explain, explainFile } from './complaints.ts'

const FULL = 'The disk is full. Free some space and start again.'
const failed = (code: string, more: object = {}): Error => Object.assign(new Error('failed'), { code, ...more })

test('what Postgres says becomes what to do', () => {
  expect(explain('initdb: error: could not write to file: No space left on device', '/data/postgres').message).toBe(
    FULL,
  )
  expect(explain('FATAL: Read-only file system', '/data/postgres').message).toBe(
    "/data/postgres can't be written. Set CAUSERIE_DATA_DIR to a folder of yours.",
  )
  expect(explain('FATAL: no idea', '/data/postgres').message).toBe(
    'Postgres did not start: FATAL: no idea (see /data/postgres.log)',
  )
})

test('so does what the file system says, and a statement that found the disk full', () => {
  expect(explainFile(failed('ENOSPC', { path: '/data/run.json' }))).toMatchObject({ message: FULL })
  expect(explainFile(failed('53100'))).toMatchObject({ message: FULL })
  expect(explainFile(new Error('Migration failed', { cause: failed('53100') }))).toMatchObject({ message: FULL })
  expect(explainFile(failed('EROFS', { path: '/data' }))).toMatchObject({
    message: "/data can't be written. Set CAUSERIE_DATA_DIR to a folder of yours.",
  })
})

test('any other error stays what it is', () => {
  for (const error of [
    new Error('other'),
    failed('ENOENT', { path: '/dist/index.html', syscall: 'open' }),
    'text',
    undefined,
  ]) {
    expect(explainFile(error)).toBe(error)
  }
})
