import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { decodeJwt } from 'jose'
import { isConnectionTrouble } from '../data/errors.ts'
import type { Keys } from '../keys.ts'
import { openPool } from '../postgres/pool.ts'
import { databaseUrl, type DatabaseServer } from '../postgres/url.ts'
import type { ProjectSettings } from '../settings.ts'
import { adminRoutes } from './admin.ts'
import { AuthError } from './errors.ts'
import { RateLimit } from './rateLimit.ts'
import { readJson } from './readJson.ts'
import { Tokens } from './tokens.ts'
import { Users, type JsonObject, type UserJson } from './users.ts'

const HOUR_MS = 3_600_000
const FIVE_MINUTES_MS = 300_000
/** A NUL character or half a surrogate pair. */
const UNSTORABLE_TEXT = new Set(['22021', '22P05'])
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

export interface AuthFrontOptions {
  server: DatabaseServer
  database: string
  keys: Keys
  settings: ProjectSettings
  /** The library's own Auth: answers whatever is not answered here. */
  library: (request: Request) => Promise<Response>
  log: (line: string) => void
}

export interface AuthFront {
  fetch: (request: Request) => Promise<Response>
  users: Users
  stop: () => Promise<void>
}

/**
 * Stands before the library's Auth and gives what it lacks: anonymous sign-in, whole claims, the admin API, bans, rate
 * limits, an address set at once. Everything else passes through, and its answers get the whole user.
 */
export function createAuthFront({ server, database, keys, settings, library, log }: AuthFrontOptions): AuthFront {
  const sql = openPool(databaseUrl(server, 'supabase_auth_admin', database), { max: 4 })
  const users = new Users(sql)
  const tokens = new Tokens(sql, users, keys.jwtSecret, settings.jwtExpirySeconds)
  const limits = {
    anonymous: new RateLimit(settings.rateLimits.anonymousPerHour, HOUR_MS),
    refresh: new RateLimit(settings.rateLimits.tokenRefreshesPer5Minutes, FIVE_MINUTES_MS),
    signIn: new RateLimit(settings.rateLimits.signInsPer5Minutes, FIVE_MINUTES_MS),
  }

  const known = new Set([keys.publishableKey, keys.anonKey, keys.secretKey, keys.serviceRoleKey])
  const opens = (key: string | undefined): boolean => key !== undefined && known.has(key)

  const app = new Hono()
    .basePath('/auth/v1')
    .use(cors({ origin: '*', exposeHeaders: ['x-total-count', 'link', 'x-supabase-api-version'] }))
    .post('/signup', async (context) => {
      const given = await readJson<{ email?: string; phone?: string; data?: JsonObject }>(context.req.raw.clone())
      if (!isObject(given.data ?? {})) throw notAsExpected()
      const isAnonymous = !given.email && !given.phone
      if (!isAnonymous) limits.signIn.take(addressOf(context.req.raw))
      if (!isAnonymous || !opens(context.req.header('apikey')))
        return enrich(await library(context.req.raw), 'password')
      if (!settings.anonymousSignIns) {
        throw new AuthError(422, 'anonymous_provider_disabled', 'Anonymous sign-ins are disabled')
      }
      limits.anonymous.take(addressOf(context.req.raw))
      const { userId, sessionId, refreshToken } = await users.createAnonymous(given.data ?? {})
      return context.json(await tokens.session(userId, sessionId, refreshToken))
    })
    .post('/token', async (context) => {
      const grant = context.req.query('grant_type')
      const given = await readJson<{ email?: string; refresh_token?: string }>(context.req.raw.clone())
      if ([given.email, given.refresh_token].some((text) => typeof (text ?? '') !== 'string')) throw notAsExpected()
      if (grant === 'refresh_token') {
        limits.refresh.take(addressOf(context.req.raw))
        refuseBanned(given.refresh_token ? await users.findByRefreshToken(given.refresh_token) : undefined)
        return enrich(await library(context.req.raw))
      }
      limits.signIn.take(addressOf(context.req.raw))
      if (grant === 'password') refuseBanned(given.email ? await users.findByEmail(given.email) : undefined)
      return enrich(await library(context.req.raw), grant === 'password' ? 'password' : undefined)
    })
    .post('/verify', async (context) => enrich(await library(context.req.raw), 'otp'))
    .get('/user', async (context) => enrich(await library(context.req.raw)))
    .put('/user', async (context) => {
      const { email, ...rest } = await readJson<{ email?: string }>(context.req.raw.clone())
      if (!email) return enrich(await library(context.req.raw))
      // The library waits for a confirmation even when none is asked for; a project without confirmations doesn't.
      const asked = await library(new Request(context.req.url, { headers: credentialsOf(context.req.raw) }))
      if (!asked.ok) return asked // no key, no token, or a session that is over
      if (typeof email !== 'string' || !EMAIL.test(email))
        throw new AuthError(400, 'validation_failed', 'Unable to validate email address: invalid format')
      const { id } = (await asked.json()) as { id: string }
      const user = await users.setEmail(id, email)
      if (Object.keys(rest).length === 0) return context.json(user)
      return enrich(await library(new Request(context.req.raw, { method: 'PUT', body: JSON.stringify(rest) })))
    })
    .get('/settings', async (context) => {
      const answer = await library(context.req.raw)
      if (!answer.ok) return answer
      const known = (await answer.json()) as { external?: object }
      return context.json({ ...known, external: { ...known.external, anonymous_users: settings.anonymousSignIns } })
    })
    .route('/admin', adminRoutes(users, tokens, keys))
    .all('*', async (context) => library(context.req.raw))

  app.onError((error) => {
    if (error instanceof AuthError) return error.toResponse()
    const code = String((error as { code?: unknown }).code)
    if (UNSTORABLE_TEXT.has(code)) return notAsExpected().toResponse()
    if (isConnectionTrouble(code)) {
      log(`Auth: ${error.message}`)
      return new AuthError(503, 'unexpected_failure', 'The database can not be reached').toResponse()
    }
    console.error('Auth:', error)
    return new AuthError(
      500,
      'unexpected_failure',
      'Unexpected failure, please check server logs for more information',
    ).toResponse()
  })

  /** The library's session or user, with the whole user and a token with all claims. */
  async function enrich(answer: Response, method?: string): Promise<Response> {
    if (!answer.ok || !answer.headers.get('content-type')?.includes('json')) return answer
    const body = (await answer.json()) as { access_token?: string; refresh_token?: string; id?: string }
    if (body.access_token && body.refresh_token) {
      const { sub = '', session_id: sessionId } = decodeJwt<{ session_id: string }>(body.access_token)
      if (method) await tokens.rememberMethod(sessionId, method)
      return Response.json(
        { ...body, ...(await tokens.session(sub, sessionId, body.refresh_token)) },
        { status: answer.status },
      )
    }
    return Response.json((body.id && (await users.find(body.id))) || body, { status: answer.status })
  }

  return { fetch: async (request) => app.fetch(request), users, stop: () => sql.end({ timeout: 2 }) }
}

/** The headers that say who asks. */
function credentialsOf({ headers }: Request): Headers {
  const kept = new Headers()
  for (const name of ['apikey', 'authorization', 'x-forwarded-for']) {
    const value = headers.get(name)
    if (value !== null) kept.set(name, value)
  }
  return kept
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function notAsExpected(): AuthError {
  return new AuthError(400, 'bad_json', 'Could not parse request body as JSON')
}

function refuseBanned(user: UserJson | undefined): void {
  if (user?.banned_until && new Date(user.banned_until) > new Date())
    throw new AuthError(400, 'user_banned', 'User is banned')
}

/** Written by our own front door, whatever the client sent. */
function addressOf(request: Request): string {
  return request.headers.get('x-forwarded-for') ?? 'unknown'
}
