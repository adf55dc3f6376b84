import { StackError } from './errors.ts'
import { Lifetime } from './lifetime.ts'
import { whenNpmEnds } from './npmParent.ts'
import { portTaken, readPlaces } from './places.ts'
import { explainFile, PortTakenError } from './postgres/complaints.ts'
import { isThrownByDriverAlone } from './postgres/pool.ts'
import { reset } from './reset.ts'
import { RunFile } from './runFile.ts'
import { start } from './start.ts'

const USAGE = `Usage: node supabase/local/cli.ts <command>
  start    the embedded stack with demo data, the built app, the demo shop
  stack    the embedded stack alone
  dev      the embedded stack, and the app from its sources
  status   addresses and keys of what runs, as environment lines
  reset    a fresh database with demo data`

/** Ctrl-C reaches us twice, from the terminal and from npm: a second one only counts after this. */
const IMPATIENT_MS = 1000

const lifetime = new Lifetime()
let exitCode = 0
let firstAskedAt: number | undefined

const command = process.argv[2]
try {
  if (command === 'status') status()
  else if (command === 'start' || command === 'stack' || command === 'dev')
    await run(() => start(command, readPlaces(), lifetime, giveUp))
  else if (command === 'reset') {
    await run(() => reset(readPlaces(), lifetime, giveUp))
    await end()
  } else {
    console.error(USAGE)
    process.exitCode = 2
  }
} catch (error) {
  giveUp(error)
}

/** Addresses and keys of what runs, each as `NAME="value"`. */
function status(): void {
  const running = new RunFile(readPlaces().dataFolder).read()
  if (!running?.status)
    throw new StackError(running ? 'Causerie is starting.' : 'Causerie does not run. Start it with npm start.')
  for (const [name, value] of Object.entries(running.status)) console.log(`${name}=${JSON.stringify(value)}`)
}

/** Whatever ends us, ends what we started. */
async function run(work: () => Promise<void>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (firstAskedAt && performance.now() - firstAskedAt > IMPATIENT_MS) process.exit(1) // asked again: now
      firstAskedAt ??= performance.now()
      void end()
    })
  }
  lifetime.defer(whenNpmEnds(() => void end()))
  process.on('uncaughtException', (error) => {
    if (!isThrownByDriverAlone(error)) giveUp(error)
  })
  try {
    await work()
  } catch (error) {
    if (!lifetime.isEnding) throw error // else it failed because it was being ended
  }
}

async function end(): Promise<void> {
  await lifetime.end()
  process.exit(exitCode)
}

function giveUp(error: unknown): void {
  exitCode = 1
  const explained = error instanceof PortTakenError ? portTaken(readPlaces(), error.port) : explainFile(error)
  if (!lifetime.isEnding) console.error(explained instanceof StackError ? explained.message : explained)
  void end()
}
