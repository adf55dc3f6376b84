import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, type SupabaseClient, type SupabaseClientOptions } from '@supabase/supabase-js'
import { startStack as startWholeStack, type StackOptions } from '../../local/http/stack.ts'
import { generateKeys, type Keys } from '../../local/keys.ts'
import { readProjectSettings, type ProjectSettings } from '../../local/settings.ts'
import type { TestDatabase } from './database.ts'

export interface RunningStack {
  url: string
  keys: Keys
  /** An unmodified supabase-js client, by default with the publishable key and nobody signed in. */
  client: (key?: string, options?: SupabaseClientOptions<'public'>) => SupabaseClient
  /** Like `client`, signed in as a new anonymous user. */
  visitor: () => Promise<SupabaseClient>
  /** Does at once what Storage does each minute. */
  storageUpkeep: () => Promise<void>
  /** Where files lie. */
  files: string
  stop: () => Promise<void>
}

export interface TestStackOptions {
  settings?: Partial<ProjectSettings>
  realtime?: StackOptions['realtime']
  log?: (line: string) => void
  port?: number
  /** Those of a stack that this one takes the place of. */
  keys?: Keys
  /** Where files lie: those of a stack that this one takes the place of. By default a folder that is removed at the end. */
  files?: string
}

const NO_LIMITS = { anonymousPerHour: Infinity, tokenRefreshesPer5Minutes: Infinity, signInsPer5Minutes: Infinity }

/** The whole embedded stack, HTTP and Realtime, over a test's database. Refusals are not delayed as on hosted. */
export async function startStack(db: TestDatabase, options: TestStackOptions = {}): Promise<RunningStack> {
  const keys = options.keys ?? (await generateKeys())
  const files = options.files ?? mkdtempSync(join(tmpdir(), 'causerie-files-'))
  const stack = await startWholeStack({
    files,
    server: db.server,
    database: db.name,
    keys,
    settings: { ...readProjectSettings(), rateLimits: NO_LIMITS, ...options.settings },
    port: options.port ?? 0,
    log: options.log,
    realtime: { refusalDelayMs: 0, joinErrorDelayMs: 0, ...options.realtime },
  })
  const client: RunningStack['client'] = (key = keys.publishableKey, clientOptions = {}) =>
    createClient(stack.url, key, { auth: { persistSession: false, autoRefreshToken: false }, ...clientOptions })
  return {
    url: stack.url,
    keys,
    client,
    async visitor() {
      const visitor = client()
      const { error } = await visitor.auth.signInAnonymously()
      if (error) throw error
      return visitor
    },
    storageUpkeep: () => stack.storageUpkeep(),
    files,
    async stop() {
      await stack.stop()
      if (!options.files) rmSync(files, { recursive: true, force: true })
    },
  }
}
