import { randomUUID } from 'node:crypto'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { SignJWT } from 'jose'
import postgres from 'postgres'
import type { Keys } from '../../local/keys.ts'
import { startStack, type RunningStack } from '../support/stack.ts'
import type { TestDatabase } from '../support/database.ts'
import { test as base } from '../support/test.ts'

export { afterAll, describe, expect, onTestFinished, vi } from '../support/test.ts'

/** Where a suite runs: ours, or a hosted project given by CAUSERIE_HOSTED_* (see tests/realtime/hosted.ts). */
export interface Stage {
  url: string
  keys: Pick<Keys, 'publishableKey' | 'secretKey' | 'jwtSecret'>
  client: (key?: string) => SupabaseClient
  /** The secret key's client: past every policy. */
  service: SupabaseClient
  /** Somebody signed in, with a token of ours. */
  person: () => Promise<{ id: string; client: SupabaseClient; token: string }>
}

/** In this bucket each person may do all in the folder of their own id, and nothing else. */
export const BUCKET = 'causerie-conformance'
export const BUCKET_BYTES = 100_000

const POLICIES = ['select', 'insert', 'update', 'delete']
  .map((command) => {
    const rule = `(bucket_id = '${BUCKET}' and (storage.foldername(name))[1] = (select auth.uid())::text)`
    const clause = command === 'insert' ? `with check ${rule}` : `using ${rule}`
    return `create policy causerie_conformance_${command} on storage.objects for ${command} to authenticated ${clause};`
  })
  .join('\n')

const NO_POLICIES = ['select', 'insert', 'update', 'delete']
  .map((command) => `drop policy if exists causerie_conformance_${command} on storage.objects;`)
  .join('\n')

/** As the other tests', with `stage`: the stack over this file's database, with the bucket above. */
export const test = base.extend<{ $file: { stage: Stage; stack: RunningStack } }>({
  stack: [
    async ({ db }, use) => {
      const stack = await startStack(db)
      await use(stack)
      await stack.stop()
    },
    { scope: 'file' },
  ],
  stage: [
    async ({ db, stack }, use) => {
      const { stage, close } = await setUp(stack.url, stack.keys, db.postgres)
      await use(stage)
      await close()
    },
    { scope: 'file' },
  ],
})

export const isHostedGiven = Boolean(process.env.CAUSERIE_HOSTED_URL)

export async function openHosted(): Promise<{ stage: Stage; close: () => Promise<void> }> {
  const sql = postgres(given('CAUSERIE_HOSTED_DB_URL'), { max: 2, onnotice: () => {}, prepare: false })
  const keys = {
    publishableKey: given('CAUSERIE_HOSTED_PUBLISHABLE_KEY'),
    secretKey: given('CAUSERIE_HOSTED_SECRET_KEY'),
    jwtSecret: given('CAUSERIE_HOSTED_JWT_SECRET'),
  }
  const { stage, close } = await setUp(given('CAUSERIE_HOSTED_URL'), keys, sql)
  return { stage, close: async () => (await close(), await sql.end()) }
}

/** @param sql as `postgres`, which may write policies on storage.objects and nothing else there */
async function setUp(
  url: string,
  keys: Stage['keys'],
  sql: TestDatabase['postgres'],
): Promise<{ stage: Stage; close: () => Promise<void> }> {
  const options = { auth: { persistSession: false, autoRefreshToken: false } }
  const service = createClient(url, keys.secretKey, options)
  await sql.unsafe(NO_POLICIES + POLICIES)
  await service.storage.createBucket(BUCKET, { public: false, fileSizeLimit: BUCKET_BYTES })
  const stage: Stage = {
    url,
    keys,
    service,
    client: (key = keys.publishableKey) => createClient(url, key, options),
    async person() {
      const id = randomUUID()
      const token = await new SignJWT({ role: 'authenticated', sub: id, aud: 'authenticated' })
        .setProtectedHeader({ alg: 'HS256' })
        .setExpirationTime('1h')
        .sign(new TextEncoder().encode(keys.jwtSecret))
      return {
        id,
        token,
        client: createClient(url, keys.publishableKey, { ...options, accessToken: async () => token }),
      }
    },
  }
  return {
    stage,
    async close() {
      await service.storage.emptyBucket(BUCKET)
      await service.storage.deleteBucket(BUCKET)
      await sql.unsafe(NO_POLICIES)
    },
  }
}

function given(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`CAUSERIE_HOSTED_URL needs ${name} beside it.`)
  return value
}
