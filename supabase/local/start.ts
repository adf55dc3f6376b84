import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { buildIfChanged } from './app/build.ts'
import { serveApp, serveAppWithVite, serveDemoShop } from './app/servers.ts'
import { StackError } from './errors.ts'
import { startStack } from './http/stack.ts'
import type { Lifetime } from './lifetime.ts'
import { filesFolder, portTaken, type Places } from './places.ts'
import { noteOwner, removeAbandoned } from './postgres/abandoned.ts'
import { isPortFree } from './postgres/port.ts'
import { openProject, prepareDatabase, statusOf } from './project.ts'
import { PLANS, type Limits, type Plan } from './realtime/project.ts'
import { RunFile } from './runFile.ts'
import { readProjectSettings, type ProjectSettings } from './settings.ts'
import { step, table } from './terminal.ts'

/** `start`: the built app; `dev`: the app from its sources; `stack`: no app. */
export type Mode = 'start' | 'dev' | 'stack'

/** On loopback every visitor has the same address. */
const VISITORS_PER_ADDRESS = 100

/** Starts everything, a line a step, then tells where it is. Returns when all is ready. */
export async function start(
  mode: Mode,
  places: Places,
  lifetime: Lifetime,
  giveUp: (error: unknown) => void,
): Promise<void> {
  const startedAt = performance.now()
  const runFile = new RunFile(places.dataFolder)
  runFile.claim()
  lifetime.defer(() => runFile.release())
  await requireFreePorts(mode, places)
  if (!places.cluster.startsWith(places.dataFolder)) {
    noteOwner(places.cluster, places.dataFolder)
    removeAbandoned(join(places.cluster, '..', '..'))
    console.log(
      `  Postgres can't enter ${places.dataFolder}: its programs and data are under ${join(places.cluster, '..', '..')}.`,
    )
  }

  const build = mode === 'start' ? buildIfChanged(lifetime) : undefined
  build?.catch(() => {}) // awaited below; until then another step may fail first
  const project = await openProject(places, lifetime, giveUp)
  const demo = await prepareDatabase(project.server)
  const status = statusOf(places, project, demo)
  await step(`API, Auth, Storage and Realtime on port ${places.apiPort}`, async () => {
    const stack = await startStack({
      ...project,
      database: 'postgres',
      settings: forLoopback(readProjectSettings()),
      port: places.apiPort,
      files: filesFolder(places),
      realtime: { limits: realtimeLimits(), privateOnly: process.env.CAUSERIE_REALTIME_PRIVATE_ONLY === '1' },
      log: logTo(join(places.dataFolder, 'api.log')),
    })
    lifetime.defer(() => stack.stop())
  })

  if (mode !== 'stack') {
    const values = pageValues(status)
    if (build) await step('Build of the app', () => build)
    await step(`App on port ${places.appPort}`, () =>
      mode === 'dev'
        ? serveAppWithVite(places.appPort, values, places.dataFolder, lifetime)
        : serveApp(places.appPort, values, lifetime),
    )
    await serveDemoShop(places.demoPort, values, lifetime)
  }
  if (lifetime.isEnding) return
  runFile.publish(status)
  console.log(`\nReady in ${((performance.now() - startedAt) / 1000).toFixed(1)} s. Ctrl-C ends it.\n`)
  console.log(table(summary(mode, status)))
}

/** What the pages' placeholders become. */
function pageValues(status: Record<string, string>): Record<string, string> {
  const { API_URL = '', PUBLISHABLE_KEY = '', APP_URL = '', DEMO_INBOX_KEY = '', DEMO_ENGLISH_INBOX_KEY = '' } = status
  return {
    VITE_SUPABASE_URL: API_URL,
    VITE_SUPABASE_PUBLISHABLE_KEY: PUBLISHABLE_KEY,
    CAUSERIE_APP_URL: APP_URL,
    CAUSERIE_INBOX_KEY: DEMO_INBOX_KEY,
    CAUSERIE_ENGLISH_INBOX_KEY: DEMO_ENGLISH_INBOX_KEY,
  }
}

function summary(mode: Mode, status: Record<string, string>): [string, string][] {
  const app: [string, string][] = [
    ['Demo shop', `${status.DEMO_URL}`],
    ['Inbox', `${status.ADMIN_URL}`],
    ['  sign in with', `${status.DEMO_EMAIL}  ${status.DEMO_PASSWORD}`],
    ['App', `${status.APP_URL}`],
  ]
  return [
    ...(mode === 'stack' ? [] : app),
    ['API', `${status.API_URL}`],
    ['Database', `${status.DB_URL}`],
    ['Setup code', `${status.SETUP_CODE}  (asked for when a team makes its workspace)`],
    ['Keys', 'npm run -s status'],
  ]
}

/** Said before anything is started; Postgres' own port is looked at when its orphan, if any, has ended. */
async function requireFreePorts(mode: Mode, places: Places): Promise<void> {
  const ports = mode === 'stack' ? [places.apiPort] : [places.apiPort, places.appPort, places.demoPort]
  for (const port of ports) if (!(await isPortFree(port))) throw portTaken(places, port)
}

/** `CAUSERIE_REALTIME_PRESET=free`: the quotas of a hosted plan, to see how the app bears them. */
function realtimeLimits(preset = process.env.CAUSERIE_REALTIME_PRESET): Partial<Limits> {
  if (!preset) return {}
  if (!(preset in PLANS)) {
    throw new StackError(`CAUSERIE_REALTIME_PRESET is one of ${Object.keys(PLANS).join(', ')}, not ${preset}.`)
  }
  return PLANS[preset as Plan]
}

function forLoopback(settings: ProjectSettings): ProjectSettings {
  const { anonymousPerHour, tokenRefreshesPer5Minutes, signInsPer5Minutes } = settings.rateLimits
  return {
    ...settings,
    rateLimits: {
      anonymousPerHour: anonymousPerHour * VISITORS_PER_ADDRESS,
      tokenRefreshesPer5Minutes: tokenRefreshesPer5Minutes * VISITORS_PER_ADDRESS,
      signInsPer5Minutes: signInsPer5Minutes * VISITORS_PER_ADDRESS,
    },
  }
}

/** What this run has to say about single requests. A disk that is full loses lines, not the stack. */
function logTo(path: string): (line: string) => void {
  const file = createWriteStream(path, { flags: 'w', mode: 0o600 })
  file.on('error', () => {})
  return (line) => file.write(`${new Date().toISOString()} ${line}\n`)
}
