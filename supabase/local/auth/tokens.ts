import { jwtVerify, SignJWT, type JWTPayload } from 'jose'
import type postgres from 'postgres'
import type { UserJson, Users } from './users.ts'

/** What signing in answers. */
export interface SessionJson {
  access_token: string
  token_type: 'bearer'
  expires_in: number
  expires_at: number
  refresh_token: string
  user: UserJson
}

/** Signs access tokens with the whole set of claims that GoTrue gives them. */
export class Tokens {
  private readonly sql: postgres.Sql
  readonly #users: Users
  readonly #key: Uint8Array
  readonly #expirySeconds: number

  constructor(sql: postgres.Sql, users: Users, jwtSecret: string, expirySeconds: number) {
    this.sql = sql
    this.#users = users
    this.#key = new TextEncoder().encode(jwtSecret)
    this.#expirySeconds = expirySeconds
  }

  async session(userId: string, sessionId: string, refreshToken: string): Promise<SessionJson> {
    const user = await this.#users.find(userId)
    if (!user) throw new Error('A session without its user.')
    return {
      access_token: await this.#sign(user, sessionId),
      token_type: 'bearer',
      expires_in: this.#expirySeconds,
      expires_at: Math.floor(Date.now() / 1000) + this.#expirySeconds,
      refresh_token: refreshToken,
      user,
    }
  }

  /** How a session was opened goes into its claim `amr`; the library's own tables have no other place for it. */
  async rememberMethod(sessionId: string, method: string): Promise<void> {
    await this.sql`update auth.sessions set tag = ${method} where id = ${sessionId}`
  }

  /** The claims of a request's bearer token, if it is one of ours and valid. Opaque keys are none. */
  async verify(authorization: string | null | undefined): Promise<JWTPayload | undefined> {
    const token = authorization?.replace(/^Bearer /i, '')
    if (!token || token.startsWith('sb_')) return undefined
    try {
      return (await jwtVerify(token, this.#key, { algorithms: ['HS256'] })).payload
    } catch {
      return undefined // expired or forged: the same as none
    }
  }

  async #sign(user: UserJson, sessionId: string): Promise<string> {
    const [session] = await this.sql<{ method: string | null; timestamp: number }[]>`
      select tag as method, extract(epoch from created_at)::integer as timestamp from auth.sessions where id = ${sessionId}`
    return new SignJWT({
      aud: user.aud,
      role: user.role,
      email: user.email,
      phone: user.phone,
      app_metadata: user.app_metadata,
      user_metadata: user.user_metadata,
      aal: 'aal1',
      amr: [{ method: session?.method ?? 'password', timestamp: session?.timestamp }],
      session_id: sessionId,
      is_anonymous: user.is_anonymous,
    })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(user.id)
      .setIssuedAt()
      .setExpirationTime(`${this.#expirySeconds}s`)
      .sign(this.#key)
  }
}
