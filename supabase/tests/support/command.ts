import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import postgres from 'postgres'
import { ROOT } from '../../local/places.ts'
import { makeDisposableFolder } from '../../local/postgres/disposable.ts'
import { readLockFile } from '../../local/postgres/orphan.ts'
import { freePort } from '../../local/postgres/port.ts'
import { onTestFinished } from './test.ts'

/** What a command said and how it ended. */
export interface Ended {
  code: number | null
  said: string
}

/** Ports and folders of a stack of one's own, and the commands given there as a person would. */
export class Place {
  readonly environment: NodeJS.ProcessEnv
  readonly dataFolder: string
  readonly #as: { uid?: number; gid?: number }

  private constructor(environment: NodeJS.ProcessEnv, as: { uid?: number; gid?: number }) {
    this.environment = environment
    this.dataFolder = environment.CAUSERIE_DATA_DIR ?? ''
    this.#as = as
  }

  static async make({
    dataFolder,
    as = {},
  }: { dataFolder?: string; as?: { uid?: number; gid?: number } } = {}): Promise<Place> {
    const root = makeDisposableFolder()
    onTestFinished(() => rmSync(root, { recursive: true, force: true }))
    return new Place(
      {
        ...process.env,
        npm_execpath: '', // as if typed, not run by npm
        VITEST: '',
        CAUSERIE_API_PORT: String(await freePort()),
        CAUSERIE_DB_PORT: String(await freePort()),
        CAUSERIE_DATA_DIR: dataFolder ?? join(root, 'data'),
      },
      as,
    )
  }

  get apiPort(): number {
    return Number(this.environment.CAUSERIE_API_PORT)
  }

  get databasePort(): number {
    return Number(this.environment.CAUSERIE_DB_PORT)
  }

  /** Runs a command to its end. */
  async run(command: string): Promise<Ended> {
    return ending(this.#spawn(command))
  }

  /** Starts the stack alone, and waits until it is ready. */
  async start(): Promise<Running> {
    return Running.waitFor(this, this.#spawn('stack'))
  }

  /** As `start`, by npm. */
  async startByNpm(): Promise<Running> {
    const child = spawn('npm', ['run', 'stack'], {
      cwd: ROOT,
      env: { ...this.environment, npm_execpath: undefined },
      detached: true,
    })
    return Running.waitFor(this, child)
  }

  #spawn(command: string): ChildProcess {
    const program = join(ROOT, 'supabase', 'local', 'cli.ts')
    return spawn(process.execPath, [program, command], { cwd: ROOT, env: this.environment, ...this.#as })
  }
}

/** A stack in a process of its own. */
export class Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  readonly place: Place
  #status: Promise<Record<string, string>> | undefined

  private constructor(place: Place, child: ChildProcess, ended: Promise<Ended>) {
    this.place = place
    this.child = child
    this.ended = ended
  }

  static async waitFor(place: Place, child: ChildProcess): Promise<Running> {
    const running = new Running(place, child, ending(child))
    onTestFinished(async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT')
      await running.ended
    })
    const ready = new Promise<void>((resolve) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        if (String(chunk).includes('Ready in')) resolve()
      })
    })
    const early = await Promise.race([ready, running.ended])
    if (early) throw new Error(`It ended before it was ready: ${early.said}`)
    return running
  }

  /** What `status` prints. Asked once: it stays the same while it runs. */
  status(): Promise<Record<string, string>> {
    this.#status ??= this.#readStatus()
    return this.#status
  }

  async #readStatus(): Promise<Record<string, string>> {
    const { code, said } = await this.place.run('status')
    if (code !== 0) throw new Error(said)
    return parseEnv(said) as Record<string, string>
  }

  /** The running Postgres' process. */
  postmaster(cluster = join(this.place.dataFolder, 'postgres')): number {
    const pid = readLockFile(cluster)?.pid
    if (!pid) throw new Error('Postgres does not run.')
    return pid
  }

  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<Ended> {
    this.child.kill(signal)
    return this.ended
  }

  /** Runs SQL as the migration role. */
  async sql<T extends postgres.Row>(query: string): Promise<T[]> {
    const sql = postgres((await this.status()).DB_URL ?? '', { max: 1, onnotice: () => {} })
    try {
      return [...(await sql.unsafe<T[]>(query))]
    } finally {
      await sql.end()
    }
  }

  /** The API's answer to a read of the demo data, by status. */
  async api(): Promise<number> {
    const { API_URL, SECRET_KEY = '' } = await this.status()
    const headers = { apikey: SECRET_KEY, 'user-agent': 'test' }
    // As our client does, it gives up one day: what was asked while Postgres died may stay without an answer.
    const signal = AbortSignal.timeout(5_000)
    return (await fetch(`${API_URL}/auth/v1/admin/users?per_page=1`, { headers, signal })).status
  }
}

async function ending(child: ChildProcess): Promise<Ended> {
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += String(chunk)))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, said }
}
