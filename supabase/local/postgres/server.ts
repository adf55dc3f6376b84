import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { findBinaries, type PostgresBinaries } from './binaries.ts'
import { initialiseCluster } from './cluster.ts'
import { explain, PortTakenError } from './complaints.ts'
import { readLockFile, stopOrphan } from './orphan.ts'
import { isPortFree } from './port.ts'

const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 10_000
/** Leftovers of a killed server (a lock file, shared memory) are gone after a moment. */
const LEFTOVER_RETRY_MS = 15_000

export interface PostgresOptions {
  /** Folder of the cluster, made when absent. */
  folder: string
  port: number
  /** Password of the superuser `supabase_admin`. Only used when the cluster is made. */
  password: string
  /** Skip what protects against a power cut: for databases that nobody will miss. */
  disposable?: boolean
  /** Called when the server ends without being asked. */
  onCrash?: () => void
}

export interface PostgresServer {
  /** The postmaster's process id. */
  pid: number
  stop: () => Promise<void>
}

/** Starts Postgres on loopback, and first stops what a killed process left behind. Resolves when it accepts connections. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const binaries = findBinaries()
  await initialiseCluster(options.folder, options.password, binaries)
  await stopOrphan(options.folder)
  if (!(await isPortFree(options.port))) throw new PortTakenError(options.port)

  for (const deadline = Date.now() + LEFTOVER_RETRY_MS; ; await delay(250)) {
    const log = `${options.folder}.log`
    const child = spawnServer(binaries, options, log)
    if (await becomesReady(child, options.folder)) return supervise(child, options.onCrash)
    const complaint = lastComplaint(log)
    if (/lock file .* already exists|shared memory block .* still in use/.test(complaint) && Date.now() < deadline)
      continue
    if (/could not bind|could not create any TCP/.test(complaint)) throw new PortTakenError(options.port)
    throw explain(complaint, options.folder)
  }
}

function spawnServer(binaries: PostgresBinaries, options: PostgresOptions, log: string): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    wal_level: 'logical',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: '200',
    max_wal_senders: '20',
    max_replication_slots: '20',
    max_slot_wal_keep_size: '1GB', // a slot that nobody reads must not fill the disk
    shared_preload_libraries: 'pg_stat_statements',
    ...(options.disposable && {
      fsync: 'off',
      full_page_writes: 'off',
      synchronous_commit: 'on',
      wal_init_zero: 'off',
    }),
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const output = openSync(log, 'w', 0o600) // a file, so that a server that outlives us still has somewhere to write
  try {
    const child = spawn(binaries.postgres, ['-D', options.folder, '-p', String(options.port), ...flags], {
      ...binaries.user,
      cwd: options.folder,
      stdio: ['ignore', output, output],
      detached: true, // Ctrl-C reaches the whole group of a terminal: we want to stop it ourselves, last
    })
    const lastResort = (): boolean => child.kill('SIGINT') // we end before it is ready, or by an error: leave no orphan
    process.once('exit', lastResort)
    child.once('exit', () => process.off('exit', lastResort))
    return child
  } finally {
    closeSync(output)
  }
}

async function becomesReady(child: ChildProcess, folder: string): Promise<boolean> {
  let ended = false
  child.once('error', () => (ended = true))
  child.once('exit', () => (ended = true))
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await delay(20)) {
    if (ended) return false
    const lock = readLockFile(folder)
    if (lock?.pid === child.pid && lock?.status === 'ready') return true
  }
  child.kill('SIGQUIT')
  return false
}

function supervise(child: ChildProcess, onCrash?: () => void): PostgresServer {
  let stopping = false
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve()
      if (!stopping) onCrash?.()
    })
  })
  return {
    pid: child.pid ?? 0,
    async stop() {
      stopping = true
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGINT') // fast shutdown: open transactions are rolled back
      const impatient = setTimeout(() => child.kill('SIGQUIT'), STOP_TIMEOUT_MS)
      await ended
      clearTimeout(impatient)
    },
  }
}

function lastComplaint(log: string): string {
  if (!existsSync(log)) return ''
  const lines = readFileSync(log, 'utf8').split('\n')
  return lines
    .filter((line) => /FATAL|PANIC|ERROR|could not/.test(line))
    .slice(-3)
    .join(' ')
}
