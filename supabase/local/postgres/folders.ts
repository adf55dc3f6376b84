import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { StackError } from '../errors.ts'

/** Postgres refuses to run as root: then it runs as the OS user `postgres`. */
export function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** True when users other than its owner may enter every folder on the way to `path`, or to where it will be made. */
export function everyoneReaches(path: string): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false
    if (folder === dirname(folder)) return true
  }
}

/** A 0755 folder of ours under the OS temp folder, for what the OS user `postgres` must reach. */
export function temporaryFolder(...parts: string[]): string {
  const uid = process.getuid?.() ?? 0
  const root = join(tmpdir(), `causerie-${uid}`)
  mkdirSync(root, { recursive: true, mode: 0o755 })
  // Anybody may make a folder of this name first, and then change the programs that we run; or a link to a folder of ours.
  const found = lstatSync(root)
  if (found.uid !== uid || !found.isDirectory())
    throw new StackError(`${root} belongs to another user. Remove it, or set TMPDIR.`)
  const folder = join(root, ...parts)
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  return folder
}

/** Where the cluster of a data folder lies: in it, or, where the user `postgres` can't reach it, under the OS temp folder. */
export function clusterFolder(dataFolder: string): string {
  const folder = resolve(dataFolder)
  if (!isRoot() || everyoneReaches(dirname(folder))) return join(folder, 'postgres')
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 8)
  return join(temporaryFolder(`${basename(dirname(folder))}-${hash}`), 'postgres')
}
