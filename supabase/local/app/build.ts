import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StackError } from '../errors.ts'
import type { Lifetime } from '../lifetime.ts'
import { ROOT } from '../places.ts'

const SOURCES = ['src', 'public', 'scripts', 'index.html', 'widget.html', 'vite.config.ts', 'package-lock.json']
const MARK = join(ROOT, 'dist', '.build-hash')

/** Builds the app unless what lies in `dist/` was made from these very sources. @returns whether it had to */
export async function buildIfChanged(lifetime: Lifetime): Promise<boolean> {
  const hash = hashSources()
  if (existsSync(MARK) && readFileSync(MARK, 'utf8') === hash) return false
  await runBuild(lifetime)
  writeFileSync(MARK, hash)
  return true
}

function hashSources(): string {
  const hash = createHash('sha256')
  for (const path of SOURCES.flatMap((source) => filesUnder(join(ROOT, source)))) {
    hash.update(path).update('\0').update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return []
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
  } catch {
    return [path] // a file
  }
}

/** In a process of its own: it takes a core for some seconds, while Postgres starts. */
function runBuild(lifetime: Lifetime): Promise<void> {
  return new Promise((resolve, reject) => {
    // The pages get their addresses when they are served: a build must not carry those of this machine.
    const { VITE_SUPABASE_URL: _url, VITE_SUPABASE_PUBLISHABLE_KEY: _key, ...env } = process.env
    const child = spawn(process.execPath, [join(ROOT, 'scripts', 'build.ts')], { cwd: ROOT, env })
    lifetime.defer(() => child.kill())
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += String(chunk)))
    child.stderr.on('data', (chunk: Buffer) => (said += String(chunk)))
    child.once('error', reject)
    child.once('exit', (code) => {
      if (code === 0) resolve()
      else reject(new StackError(`The app could not be built:\n${said.trim()}`))
    })
  })
}
