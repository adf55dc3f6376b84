import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import type { Keys } from '../../local/keys.ts'
import { Stage, TEST_POLICIES } from './stage.ts'

// A hosted (or any other) project that the conformance suite also runs against: CAUSERIE_HOSTED_URL, CAUSERIE_HOSTED_PUBLISHABLE_KEY,
// CAUSERIE_HOSTED_SECRET_KEY, CAUSERIE_HOSTED_JWT_SECRET (the legacy secret: tests sign their own tokens) and CAUSERIE_HOSTED_DB_URL (as
// `postgres`). A table `public.rights` and two policies are added to it, and taken away at the end: use a project of no importance.

const { CAUSERIE_HOSTED_URL: url, CAUSERIE_HOSTED_DB_URL: databaseUrl } = process.env

export const isHostedGiven = Boolean(url)

const CLEAN_UP = `
  drop policy if exists hear on realtime.messages;
  drop policy if exists speak on realtime.messages;
  drop table if exists public.rights;
`

/** @returns the stage and its undo */
export async function openHosted(): Promise<{ stage: Stage; close: () => Promise<void> }> {
  if (!url || !databaseUrl) throw new Error('CAUSERIE_HOSTED_URL needs CAUSERIE_HOSTED_DB_URL beside it.')
  const sql = postgres(databaseUrl, { max: 3, onnotice: () => {}, prepare: false }) // a pooler may stand between
  await sql.unsafe(CLEAN_UP + TEST_POLICIES)
  const keys = {
    publishableKey: given('CAUSERIE_HOSTED_PUBLISHABLE_KEY'),
    secretKey: given('CAUSERIE_HOSTED_SECRET_KEY'),
    jwtSecret: given('CAUSERIE_HOSTED_JWT_SECRET'),
  } as Keys
  const stack: Stage['stack'] = {
    url,
    keys,
    client: (key = keys.publishableKey, options = {}) =>
      createClient(url, key, { auth: { persistSession: false, autoRefreshToken: false }, ...options }),
  }
  const close = async (): Promise<void> => {
    await sql.unsafe(CLEAN_UP)
    await sql.end()
  }
  return { stage: new Stage({ sql, postgres: sql }, stack, 15_000), close }
}

function given(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`CAUSERIE_HOSTED_URL needs ${name} beside it.`)
  return value
}
