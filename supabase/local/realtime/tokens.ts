import { createSecretKey, type KeyObject } from 'node:crypto'
import {
  compactVerify,
  decodeProtectedHeader,
  errors,
  importJWK,
  SignJWT,
  type CryptoKey,
  type JSONWebKeySet,
  type ProtectedHeaderParameters,
} from 'jose'

export type Claims = { role: string; exp: number; sub?: unknown; [claim: string]: unknown }

export type TokenTrouble = {
  code: 'InvalidJWTToken' | 'MalformedJWT' | 'JwtSignatureError' | 'JwtSignerError'
  text: string
}

export type Verdict = { ok: true; claims: Claims } | { ok: false; trouble: TokenTrouble }

/** @param nowMs the moment at which the token must still live */
export type VerifyToken = (token: string, nowMs: number) => Promise<Verdict>

const MALFORMED: TokenTrouble = { code: 'MalformedJWT', text: 'The token provided is not a valid JWT' }
const BAD_SIGNATURE: TokenTrouble = { code: 'JwtSignatureError', text: 'Failed to validate JWT signature' }
const INCOMPLETE: TokenTrouble = {
  code: 'InvalidJWTToken',
  text: 'Fields `role` and `exp` are required in JWT',
}

const SYMMETRIC = new Set(['HS256', 'HS384', 'HS512'])

/**
 * The same rules at the connection, at a join and at a refresh.
 * @param jwks the project's signing keys: those of other algorithms than the secret's count only under their own `kid`
 */
export function createVerifier(jwtSecret: string, jwks: JSONWebKeySet = { keys: [] }): VerifyToken {
  const secret = createSecretKey(Buffer.from(jwtSecret))
  const imported = new Map<string, Promise<CryptoKey | Uint8Array>>()
  const keyOf = ({ alg = '', kid }: ProtectedHeaderParameters): KeyObject | Promise<CryptoKey | Uint8Array> => {
    const isSymmetric = SYMMETRIC.has(alg)
    const jwk = jwks.keys.find((key) => kid !== undefined && key.kid === kid && (key.kty === 'oct') === isSymmetric)
    if (!jwk || (jwk.alg && jwk.alg !== alg)) {
      if (isSymmetric) return secret
      throw new errors.JOSEAlgNotAllowed('no key for it')
    }
    const name = `${kid} ${alg}`
    let key = imported.get(name)
    if (!key) imported.set(name, (key = importJWK(jwk, alg)))
    return key
  }
  return async (token, nowMs) => {
    const text = clean(token)
    let payload: unknown
    try {
      const key = await keyOf(decodeProtectedHeader(text))
      const verified = await compactVerify(text, key)
      payload = JSON.parse(Buffer.from(verified.payload).toString())
    } catch (error) {
      return { ok: false, trouble: troubleOf(error, text) }
    }
    return checkClaims(payload, nowMs)
  }
}

/** The token that the gateway puts in the place of an opaque key. */
export async function mintToken(role: 'anon' | 'service_role', jwtSecret: string, nowMs: number): Promise<string> {
  const seconds = Math.floor(nowMs / 1000)
  return new SignJWT({ role, iss: 'supabase' })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 10 * 365 * 86_400)
    .sign(createSecretKey(Buffer.from(jwtSecret)))
}

export function expiredTrouble(exp: number, nowMs: number): TokenTrouble {
  const ago = Math.max(0, Math.floor(nowMs / 1000) - exp)
  return { code: 'InvalidJWTToken', text: `Token has expired ${ago} seconds ago` }
}

function checkClaims(payload: unknown, nowMs: number): Verdict {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    return { ok: false, trouble: MALFORMED }
  }
  const claims = { ...payload } as Record<string, unknown>
  if (claims.exp !== undefined) {
    if (typeof claims.exp !== 'number') return { ok: false, trouble: MALFORMED }
    claims.exp = Math.round(claims.exp)
    if ((claims.exp as number) * 1000 <= nowMs) {
      return { ok: false, trouble: expiredTrouble(claims.exp as number, nowMs) }
    }
  }
  if (claims.iat !== undefined) {
    if (typeof claims.iat !== 'number') return { ok: false, trouble: MALFORMED }
    claims.iat = Math.round(claims.iat)
  }
  const { exp, role } = claims
  if (exp === undefined || role === undefined) return { ok: false, trouble: INCOMPLETE }
  if (typeof role !== 'string') return { ok: false, trouble: MALFORMED }
  return { ok: true, claims: { ...claims, role, exp: exp as number } }
}

function troubleOf(error: unknown, token: string): TokenTrouble {
  if (error instanceof errors.JWSSignatureVerificationFailed) return BAD_SIGNATURE
  if (error instanceof errors.JOSEAlgNotAllowed) {
    const { kid } = decodeProtectedHeader(token)
    const which = kid ? ` for key ID (kid) "${kid}"` : ''
    const text = `Failed to generate JWT signer${which}, check your JWT secret or JWKS configuration`
    return { code: 'JwtSignerError', text }
  }
  return MALFORMED
}

function clean(token: string): string {
  let text = token
  try {
    text = decodeURIComponent(token)
  } catch {
    // Not percent-encoded after all: the signature decides.
  }
  return text.replaceAll(/\s/g, '')
}
