import { readOrMakeKeys } from './keys.ts'
import type { Lifetime } from './lifetime.ts'
import { keysFile, type Places } from './places.ts'
import { openProject, prepareDatabase } from './project.ts'
import { RunFile } from './runFile.ts'

/** A fresh database with demo data: under a running stack, which goes on, or with a Postgres for the moment. */
export async function reset(places: Places, lifetime: Lifetime, giveUp: (error: unknown) => void): Promise<void> {
  const runFile = new RunFile(places.dataFolder)
  const running = runFile.read()
  if (running) {
    const keys = await readOrMakeKeys(keysFile(places))
    const server = { port: places.databasePort, password: keys.databasePassword }
    const demo = await prepareDatabase(server, { fresh: true })
    runFile.update(running, { SETUP_CODE: demo.setupCode })
  } else {
    runFile.claim()
    lifetime.defer(() => runFile.release())
    const { server } = await openProject(places, lifetime, giveUp)
    await prepareDatabase(server, { fresh: true })
  }
  console.log('\nThe database is fresh, with demo data.')
}
