import { createHmac } from 'node:crypto'

/** A token as a site's backend would sign it: HS256, good for five minutes, unless told otherwise. */
export function signToken(
  secret: string,
  claims: Record<string, unknown>,
  header: Record<string, unknown> = { alg: 'HS256', typ: 'JWT' },
): string {
  return signParts(secret, JSON.stringify(header), JSON.stringify({ exp: now() + 300, ...claims }))
}

/** Signs whatever the two parts say, JSON or not. */
export function signParts(secret: string, header: string, payload: string): string {
  const signed = `${base64url(header)}.${base64url(payload)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

export const base64url = (text: string): string => Buffer.from(text, 'utf8').toString('base64url')

/** Seconds since 1970. */
export const now = (): number => Math.floor(Date.now() / 1000)
