import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Keys } from '../keys.ts'
import type { Asker } from './requestSettings.ts'

/**
 * Who asks, where that is plain: the publishable key, and nobody signed in or a user's token that is good now. Null for all the rest,
 * which the library looks at and has the words for.
 */
export function askerOf(headers: Headers, keys: Keys): Asker | null {
  const key = headers.get('apikey')
  if (key !== keys.publishableKey && key !== keys.anonKey) return null
  const authorization = headers.get('authorization')
  if (authorization === null || authorization === `Bearer ${key}`)
    return { role: 'anon', userId: null, claims: { role: 'anon' } }
  const claims = authorization.startsWith('Bearer ') ? verify(authorization.slice(7), keys.jwtSecret) : null
  if (claims?.role !== 'authenticated') return null
  return { role: claims.role, userId: typeof claims.sub === 'string' ? claims.sub : null, claims }
}

function verify(token: string, secret: string): Record<string, unknown> | null {
  const [header, payload, signature, ...rest] = token.split('.')
  if (!header || !payload || !signature || rest.length > 0) return null
  const expected = createHmac('sha256', secret).update(`${header}.${payload}`).digest()
  const given = Buffer.from(signature, 'base64url')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  const { alg, crit } = parse(header) ?? {}
  const claims = parse(payload)
  return alg === 'HS256' && crit === undefined && claims && isNow(claims) ? claims : null
}

function parse(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

function isNow({ exp, iat, nbf }: Record<string, unknown>): boolean {
  const now = Date.now() / 1000
  return typeof exp === 'number' && exp > now && typeof iat === 'number' && iat <= now && nbf === undefined
}
