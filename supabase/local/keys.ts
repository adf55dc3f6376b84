import { generateApiKey } from '@supabase/lite'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { SignJWT } from 'jose'

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

/** The keys of a data folder: made at the first start, the same ever after, readable by their owner only. */
export async function readOrMakeKeys(path: string): Promise<Keys> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Keys
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const keys = await generateKeys()
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  return keys
}

function legacyKey(secret: string, role: string): Promise<string> {
  return new SignJWT({ role, iss: 'supabase' })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt()
    .setExpirationTime('10y')
    .sign(new TextEncoder().encode(secret))
}
