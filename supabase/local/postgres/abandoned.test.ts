import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { noteOwner, removeAbandoned } from './abandoned.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'causerie-abandoned-'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function cluster(name: string): string {
  const folder = join(root, name, 'postgres')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'PG_VERSION'), '17')
  return folder
}

test('data of a checkout that is gone are removed; those of one that stands stay, also before its data folder is made', () => {
  const gone = cluster('gone-1')
  const stands = cluster('stands-2')
  const checkout = mkdtempSync(join(tmpdir(), 'causerie-checkout-'))
  noteOwner(gone, '/nowhere/checkout/.causerie')
  noteOwner(stands, join(checkout, '.causerie'))
  expect(removeAbandoned(root)).toEqual([join(root, 'gone-1')])
  expect(existsSync(gone)).toBe(false)
  expect(existsSync(join(stands, 'PG_VERSION'))).toBe(true)
  rmSync(checkout, { recursive: true })
  expect(removeAbandoned(root)).toEqual([join(root, 'stands-2')])
})

test('what nobody has signed stays: the programs, and data that others made', () => {
  const unsigned = cluster('postgres-17')
  expect(removeAbandoned(root)).toEqual([])
  expect(existsSync(unsigned)).toBe(true)
})

test('a cluster that a server has open stays until it ends', async () => {
  const open = cluster('open-3')
  noteOwner(open, '/nowhere/checkout/.causerie')
  const server = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', open])
  writeFileSync(join(open, 'postmaster.pid'), `${server.pid}\n${open}\n`)
  expect(removeAbandoned(root)).toEqual([])
  server.kill()
  await once(server, 'exit')
  expect(removeAbandoned(root)).toEqual([join(root, 'open-3')])
})
