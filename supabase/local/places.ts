import { fileURLToPath } from 'node:url'
import { join, resolve } from 'node:path'
import { StackError } from './errors.ts'
import { clusterFolder } from './postgres/folders.ts'

/** Ports and folders of one embedded stack, by default or as the environment says. */
export interface Places {
  apiPort: number
  databasePort: number
  appPort: number
  demoPort: number
  /** Keys, the run file and, unless Postgres can't reach it there, the database. */
  dataFolder: string
  cluster: string
}

/** The checkout. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** @throws StackError naming the variable that makes no sense */
export function readPlaces(environment: NodeJS.ProcessEnv = process.env): Places {
  const port = (name: string, otherwise: number): number => {
    const text = environment[name]
    if (!text) return otherwise
    const number = Number(text)
    if (Number.isInteger(number) && number >= 1 && number <= 65_535) return number
    throw new StackError(`${name} must be a port number from 1 to 65535, not "${text}".`)
  }
  const appPort = port('CAUSERIE_APP_PORT', 5173)
  const dataFolder = resolve(ROOT, environment.CAUSERIE_DATA_DIR || '.causerie')
  return {
    apiPort: port('CAUSERIE_API_PORT', 54_321),
    databasePort: port('CAUSERIE_DB_PORT', 54_322),
    appPort,
    demoPort: port('CAUSERIE_DEMO_PORT', appPort + 1),
    dataFolder,
    cluster: clusterFolder(dataFolder),
  }
}

export function keysFile(places: Places): string {
  return join(places.dataFolder, 'keys.json')
}

/** Where the files of Storage lie. */
export function filesFolder(places: Places): string {
  return join(places.dataFolder, 'files')
}

/** A port in use, said with the variable that moves us away from it. */
export function portTaken(places: Places, port: number): StackError {
  const variables = [
    ['CAUSERIE_API_PORT', places.apiPort],
    ['CAUSERIE_DB_PORT', places.databasePort],
    ['CAUSERIE_APP_PORT', places.appPort],
    ['CAUSERIE_DEMO_PORT', places.demoPort],
  ] as const
  const variable = variables.find(([, used]) => used === port)?.[0]
  return new StackError(`Port ${port} is taken. Stop what uses it, or set ${variable}.`)
}
