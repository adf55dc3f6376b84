import { execFile } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { StackError } from '../errors.ts'
import type { PostgresBinaries } from './binaries.ts'
import { explain } from './complaints.ts'

const VERSION = '17'

/** Makes the cluster where there is none: beside its place, then renamed, so that an interrupted one is never taken for whole. */
export async function initialiseCluster(folder: string, password: string, binaries: PostgresBinaries): Promise<void> {
  if (existsSync(join(folder, 'PG_VERSION'))) return requireVersion(folder)
  if (existsSync(folder))
    throw new StackError(`${folder} is there, but is no Postgres database. Move it away, and start again.`)
  const unfinished = `${folder}.new`
  const passwordFile = `${folder}.password`
  try {
    rmSync(unfinished, { recursive: true, force: true })
    mkdirSync(dirname(folder), { recursive: true, mode: 0o755 })
    mkdirSync(unfinished, { mode: 0o700 })
    writeFileSync(passwordFile, password, { mode: 0o600 })
    if (binaries.user) {
      for (const path of [unfinished, passwordFile]) chownSync(path, binaries.user.uid, binaries.user.gid)
    }
    await promisify(execFile)(
      binaries.initdb,
      [
        `--pgdata=${unfinished}`,
        '--username=supabase_admin',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C.UTF-8',
        '--no-sync',
      ],
      { ...binaries.user, cwd: unfinished, env: { ...process.env, LC_MESSAGES: 'C' } },
    )
    renameSync(unfinished, folder)
  } catch (error) {
    if (error instanceof StackError) throw error
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
    throw explain(said, folder)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

function requireVersion(folder: string): void {
  const version = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()
  if (version === VERSION) return
  throw new StackError(
    `${folder} was made by Postgres ${version}, this is ${VERSION}. Set CAUSERIE_DATA_DIR to another folder, or move this one away.`,
  )
}
