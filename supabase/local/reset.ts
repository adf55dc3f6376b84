import { rmSync } from 'node:fs'
import type { Demo } from './demo/seed.ts'
import { StackError } from './errors.ts'
import type { Lifetime } from './lifetime.ts'
import { filesFolder, type Places } from './places.ts'
import type { DatabaseServer } from './postgres/url.ts'
import { openProject, prepareDatabase } from './project.ts'
import { RunFile, type Run } from './runFile.ts'

/** A fresh database with demo data: under a running stack, which goes on, or with a Postgres for the moment. */
export async function reset(places: Places, lifetime: Lifetime, giveUp: (error: unknown) => void): Promise<void> {
  const runFile = new RunFile(places.dataFolder)
  const running = runFile.read()
  let demo: Demo
  if (running) {
    demo = await freshen(serverOf(running))
    runFile.update(running, { SETUP_CODE: demo.setupCode })
  } else {
    runFile.claim()
    lifetime.defer(() => runFile.release())
    const { server } = await openProject(places, lifetime, giveUp)
    demo = await freshen(server)
  }
  rmSync(filesFolder(places), { recursive: true, force: true }) // nobody's, now that their rows are gone
  console.log(`\nThe database is fresh, with demo data. Its setup code is ${demo.setupCode}`)
}

/** Where the stack that runs has its database: this terminal's variables may say otherwise. */
function serverOf({ status }: Run): DatabaseServer {
  if (!status?.DB_URL) throw new StackError('Causerie is starting. Reset it when it is ready.')
  const { port, password } = new URL(status.DB_URL)
  return { port: Number(port), password: decodeURIComponent(password) }
}

async function freshen(server: DatabaseServer): Promise<Demo> {
  try {
    return await prepareDatabase(server, { fresh: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') throw error
    throw new StackError(`The database on port ${server.port} does not answer. Try again, or start Causerie anew.`)
  }
}
