import { errors, jwtVerify, SignJWT } from 'jose'
import { refusals } from './errors.ts'

/** Signs what may be read without signing in, for a while. The token says of which object; an access token is none. */
export class Signing {
  readonly #key: Uint8Array

  constructor(jwtSecret: string) {
    this.#key = new TextEncoder().encode(jwtSecret)
  }

  /** @returns the path and query that supabase-js puts behind its own address */
  async link(bucketId: string, name: string, seconds: number): Promise<string> {
    const token = await new SignJWT({ url: `${bucketId}/${name}` })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuedAt()
      .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
      .sign(this.#key)
    return `/object/sign/${bucketId}/${name}?token=${token}`
  }

  /** @throws StorageError when the token is not one for this object, or is over */
  async check(token: string | null, bucketId: string, name: string): Promise<void> {
    if (!token) throw refusals.badRequest("querystring must have required property 'token'")
    let url: unknown
    try {
      const { payload } = await jwtVerify(token, this.#key, { algorithms: ['HS256'], requiredClaims: ['exp', 'url'] })
      url = payload.url
    } catch (error) {
      throw refusals.badSignature(
        error instanceof errors.JWTExpired ? '"exp" claim timestamp check failed' : 'signature verification failed',
      )
    }
    if (url !== `${bucketId}/${name}`) throw refusals.badSignature('The token is of another object')
  }
}
