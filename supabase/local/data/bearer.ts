import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Keys } from '../keys.ts'
import type { Asker } from './requestSettings.ts'

type Claims = Record<string, unknown>

/** A person's token comes with each of their requests, for an hour. So many are remembered. */
const REMEMBERED = 4_096

/**
 * Who asks, where that is plain: the publishable key, and nobody signed in or a user's token that is good now. Null for all the rest,
 * which the library looks at and has the words for.
 */
export function createAskers({ publishableKey, anonKey, jwtSecret }: Keys): (headers: Headers) => Asker | null {
  const signed = rememberSigned(jwtSecret)
  return (headers) => {
    const key = headers.get('apikey')
    if (key !== publishableKey && key !== anonKey) return null
    const authorization = headers.get('authorization')
    if (authorization === null || authorization === `Bearer ${key}`)
      return { role: 'anon', userId: null, claims: { role: 'anon' } }
    const claims = authorization.startsWith('Bearer ') ? signed(authorization.slice(7)) : null
    if (claims?.role !== 'authenticated' || !isNow(claims)) return null
    return { role: claims.role, userId: typeof claims.sub === 'string' ? claims.sub : null, claims }
  }
}

/** What a token says that we have signed, whenever it is good. The signature of the very same text is the same. */
function rememberSigned(secret: string): (token: string) => Readonly<Claims> | null {
  const known = new Map<string, Readonly<Claims>>()
  return (token) => {
    const seen = known.get(token)
    const claims = seen ?? claimsOf(token, secret)
    if (claims && !seen) {
      const [oldest] = known.keys()
      if (known.size >= REMEMBERED && oldest !== undefined) known.delete(oldest)
      known.set(token, claims)
    }
    return claims
  }
}

function claimsOf(token: string, secret: string): Claims | null {
  const [header, payload, signature, ...rest] = token.split('.')
  if (!header || !payload || !signature || rest.length > 0) return null
  const expected = createHmac('sha256', secret).update(`${header}.${payload}`).digest()
  const given = Buffer.from(signature, 'base64url')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  const { alg, crit } = parse(header) ?? {}
  return alg === 'HS256' && crit === undefined ? parse(payload) : null
}

function parse(part: string): Claims | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof value === 'object' && value !== null ? (value as Claims) : null
  } catch {
    return null
  }
}

/** A token need not say when it was issued; what it says must be so. Asked at each request. */
function isNow({ exp, iat, nbf }: Readonly<Claims>): boolean {
  const now = Date.now() / 1000
  const wasIssued = iat === undefined || (typeof iat === 'number' && iat <= now)
  return typeof exp === 'number' && exp > now && wasIssued && nbf === undefined
}
