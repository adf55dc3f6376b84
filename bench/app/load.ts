import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'
import type * as Supabase from '../../src/lib/supabase.ts'
import type * as Person from './person.ts'

/** A module of the app, from its sources: Node alone knows neither `@/` nor imports without an extension. */
async function load<Module>(path: string): Promise<Module> {
  const { module } = await runnerImport<Module>(fileURLToPath(new URL(path, import.meta.url)), {
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@': fileURLToPath(new URL('../../src', import.meta.url)) } },
  })
  return module
}

/** All of the app but its components. Brings a DOM into this process: for the last benchmark. */
export const loadPerson = (): Promise<typeof Person> => load('./person.ts')
export const loadClient = (): Promise<typeof Supabase> => load('../../src/lib/supabase.ts')
