import { generateApiKey } from '@supabase/lite'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { SignJWT } from 'jose'
import { StackError } from './errors.ts'

/** What opens the API. Both generations: opaque keys, and the JWTs that older clients and scripts know. */
export interface Keys {
  jwtSecret: string
  publishableKey: string
  secretKey: string
  anonKey: string
  serviceRoleKey: string
  /** Of every database role that may log in. */
  databasePassword: string
}

export async function generateKeys(): Promise<Keys> {
  const jwtSecret = randomBytes(32).toString('base64url')
  return {
    jwtSecret,
    publishableKey: (await generateApiKey('publishable')).key,
    secretKey: (await generateApiKey('secret')).key,
    anonKey: await legacyKey(jwtSecret, 'anon'),
    serviceRoleKey: await legacyKey(jwtSecret, 'service_role'),
    databasePassword: randomBytes(18).toString('base64url'),
  }
}

/**
 * The keys of a data folder: made at the first start, the same ever after, readable by their owner only.
 * @throws StackError when they can't be made out
 */
export async function readOrMakeKeys(path: string): Promise<Keys> {
  if (existsSync(path)) return parseKeys(readFileSync(path, 'utf8'), path)
  const keys = await generateKeys()
  const unfinished = `${path}.${process.pid}`
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(unfinished, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
  renameSync(unfinished, path) // whole or not there: half of it would lock the database for good
  return keys
}

function parseKeys(text: string, path: string): Keys {
  try {
    return JSON.parse(text) as Keys
  } catch (cause) {
    throw new StackError(
      `${path}, which opens the database, is damaged. Put a copy of it back, or move ${dirname(path)} away to begin anew.`,
      { cause },
    )
  }
}

function legacyKey(secret: string, role: string): Promise<string> {
  return new SignJWT({ role, iss: 'supabase' })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt()
    .setExpirationTime('10y')
    .sign(new TextEncoder().encode(secret))
}
