import { timingSafeEqual } from 'node:crypto'
import { mintToken } from './tokens.ts'

/** What the gateway does in front of Realtime, which knows only JWTs. */
export type Gateway = {
  /** An opaque key becomes the JWT of its role; anything else passes. */
  translate(key: string): string
  /** The token of an HTTP request; null without one. */
  tokenOf(headers: Headers): string | null
}

export async function createGateway(keys: {
  jwtSecret: string
  publishableKey: string
  secretKey: string
}): Promise<Gateway> {
  const now = Date.now()
  const anon = await mintToken('anon', keys.jwtSecret, now)
  const serviceRole = await mintToken('service_role', keys.jwtSecret, now)

  const translate = (key: string): string => {
    if (same(key, keys.publishableKey)) return anon
    if (same(key, keys.secretKey)) return serviceRole
    return key
  }

  return {
    translate,
    tokenOf: (headers) => {
      const bearer = headers.get('authorization')
      if (bearer && !bearer.startsWith('Bearer sb_')) return bearer.replace(/^Bearer\s+/i, '')
      const key = headers.get('apikey') ?? bearer?.slice('Bearer '.length)
      return key ? translate(key) : null
    },
  }
}

function same(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
