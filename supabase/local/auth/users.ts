import bcrypt from 'bcryptjs'
import type postgres from 'postgres'
import { AuthError } from './errors.ts'

/** A user as GoTrue's JSON has it. */
export interface UserJson {
  id: string
  aud: string
  role: string
  email: string
  phone: string
  app_metadata: Record<string, unknown>
  user_metadata: Record<string, unknown>
  is_anonymous: boolean
  banned_until?: string
  [field: string]: unknown
}

export type JsonObject = Record<string, postgres.JSONValue>

/** What an admin may set. Absent fields stay as they are. */
export interface UserAttributes {
  id?: string
  email?: string
  phone?: string
  password?: string
  email_confirm?: boolean
  role?: string
  app_metadata?: JsonObject
  user_metadata?: JsonObject
  /** `none`, or a duration as Go writes it: `24h`, `1h30m`. */
  ban_duration?: string
}

const BCRYPT_ROUNDS = 10
const UNIQUE_VIOLATION = '23505'

/** Reads and writes the tables of schema `auth` as GoTrue would. */
export class Users {
  readonly #sql: postgres.Sql

  constructor(sql: postgres.Sql) {
    this.#sql = sql
  }

  async find(id: string): Promise<UserJson | undefined> {
    return (await this.#read(this.#sql`where users.id = ${id} and users.deleted_at is null`))[0]
  }

  async findByEmail(email: string): Promise<UserJson | undefined> {
    return (await this.#read(this.#sql`where users.email = ${email.toLowerCase()} and users.deleted_at is null`))[0]
  }

  /** Whose refresh token it is. */
  async findByRefreshToken(token: string): Promise<UserJson | undefined> {
    return (
      await this.#read(
        this.#sql`where users.id = (select user_id from auth.refresh_tokens where token = ${token} limit 1)`,
      )
    )[0]
  }

  async list(page: number, perPage: number): Promise<{ users: UserJson[]; total: number }> {
    const users = await this.#read(this.#sql`
      where users.deleted_at is null
      order by users.created_at desc, users.id
      limit ${perPage} offset ${(page - 1) * perPage}`)
    const [row] = await this.#sql<
      { total: number }[]
    >`select count(*)::integer as total from auth.users where deleted_at is null`
    return { users, total: row?.total ?? 0 }
  }

  /** A user without address, with a session and its refresh token: one statement, so that there is never half of it. */
  async createAnonymous(metadata: JsonObject): Promise<{ userId: string; sessionId: string; refreshToken: string }> {
    const refreshToken = crypto.randomUUID()
    const [row] = await this.#sql<{ user_id: string; id: string }[]>`
      with new_user as (
        insert into auth.users (id, raw_app_meta_data, raw_user_meta_data, is_anonymous, last_sign_in_at)
        values (gen_random_uuid(), '{}', ${this.#sql.json(metadata)}, true, now())
        returning id
      ), new_session as (
        insert into auth.sessions (id, user_id, aal, tag)
        select gen_random_uuid(), id, 'aal1', 'anonymous' from new_user
        returning id, user_id
      ), new_token as (
        insert into auth.refresh_tokens (id, token, user_id, session_id)
        select gen_random_uuid()::text, ${refreshToken}, user_id, id from new_session
      )
      select id, user_id from new_session`
    if (!row) throw new Error('An insert returned nothing.')
    return { userId: row.user_id, sessionId: row.id, refreshToken }
  }

  async create(given: UserAttributes): Promise<UserJson> {
    const id = given.id ?? crypto.randomUUID()
    const email = given.email?.toLowerCase() ?? null
    const password = given.password ? await bcrypt.hash(given.password, BCRYPT_ROUNDS) : null
    await uniqueEmail(
      this.#sql.begin(async (sql) => {
        await sql`
          insert into auth.users
            (id, email, phone, encrypted_password, email_confirmed_at, role, raw_app_meta_data, raw_user_meta_data, banned_until)
          values (${id}, ${email}, ${given.phone ?? null}, ${password}, ${given.email_confirm ? new Date() : null},
            ${given.role ?? 'authenticated'},
            ${sql.json({ provider: 'email', providers: ['email'], ...given.app_metadata })},
            ${sql.json({ ...given.user_metadata })}, ${bannedUntil(given.ban_duration) ?? null})`
        if (email) await this.#putIdentity(sql, id, email, given.email_confirm === true)
      }),
    )
    return this.#mustFind(id)
  }

  async update(id: string, given: UserAttributes): Promise<UserJson> {
    if (!(await this.find(id))) throw new AuthError(404, 'user_not_found', 'User not found')
    const email = given.email?.toLowerCase()
    const password = given.password ? await bcrypt.hash(given.password, BCRYPT_ROUNDS) : undefined
    const banned = bannedUntil(given.ban_duration)
    await uniqueEmail(
      this.#sql.begin(async (sql) => {
        const changes = {
          updated_at: new Date(),
          ...(email && { email, is_anonymous: false }),
          ...(password && { encrypted_password: password }),
          ...(given.phone && { phone: given.phone }),
          ...(given.role && { role: given.role }),
          ...(given.email_confirm && { email_confirmed_at: new Date() }),
          ...(banned !== undefined && { banned_until: banned }),
        }
        await sql`
          update auth.users set ${sql(changes)},
            raw_app_meta_data = coalesce(raw_app_meta_data, '{}') || ${sql.json({ ...given.app_metadata })},
            raw_user_meta_data = coalesce(raw_user_meta_data, '{}') || ${sql.json({ ...given.user_metadata })}
          where id = ${id}`
        if (email) await this.#putIdentity(sql, id, email, true)
      }),
    )
    return this.#mustFind(id)
  }

  /** Gives a user an address at once: a visitor becomes a person, under the same id. */
  async setEmail(id: string, email: string): Promise<UserJson> {
    return this.update(id, {
      email,
      email_confirm: true,
      app_metadata: { provider: 'email', providers: ['email'] },
    })
  }

  async delete(id: string): Promise<void> {
    const deleted = await this.#sql.begin(async (sql) => {
      await sql`delete from auth.refresh_tokens where user_id = ${id}` // no foreign key does it
      return sql`delete from auth.users where id = ${id} returning id`
    })
    if (deleted.length === 0) throw new AuthError(404, 'user_not_found', 'User not found')
  }

  async #putIdentity(sql: postgres.TransactionSql, id: string, email: string, verified: boolean): Promise<void> {
    await sql`
      insert into auth.identities (id, provider, provider_id, user_id, identity_data, last_sign_in_at)
      values (gen_random_uuid(), 'email', ${id}, ${id},
        ${sql.json({ sub: id, email, email_verified: verified, phone_verified: false })}, now())
      on conflict (provider, provider_id) do update set identity_data = excluded.identity_data, updated_at = now()`
  }

  async #mustFind(id: string): Promise<UserJson> {
    const user = await this.find(id)
    if (!user) throw new AuthError(404, 'user_not_found', 'User not found')
    return user
  }

  async #read(which: postgres.PendingQuery<postgres.Row[]>): Promise<UserJson[]> {
    const rows = await this.#sql<{ json: UserJson }[]>`
      select jsonb_strip_nulls(jsonb_build_object(
        'id', id, 'aud', aud, 'role', role, 'email', coalesce(email, ''), 'phone', coalesce(phone, ''),
        'email_confirmed_at', email_confirmed_at, 'phone_confirmed_at', phone_confirmed_at, 'confirmed_at', confirmed_at,
        'last_sign_in_at', last_sign_in_at, 'new_email', nullif(email_change, ''), 'invited_at', invited_at,
        'banned_until', banned_until, 'created_at', created_at, 'updated_at', updated_at, 'is_anonymous', is_anonymous
      )) || jsonb_build_object(
        'app_metadata', coalesce(raw_app_meta_data, '{}'), 'user_metadata', coalesce(raw_user_meta_data, '{}'),
        'identities', (
          select coalesce(jsonb_agg(jsonb_build_object(
            'identity_id', identities.id, 'id', provider_id, 'user_id', user_id, 'identity_data', identity_data,
            'provider', provider, 'last_sign_in_at', identities.last_sign_in_at, 'created_at', identities.created_at,
            'updated_at', identities.updated_at, 'email', identities.email
          ) order by identities.created_at), '[]')
          from auth.identities
          where identities.user_id = users.id
        )
      ) as json
      from auth.users ${which}`
    return rows.map((row) => row.json)
  }
}

async function uniqueEmail(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error
    throw new AuthError(422, 'email_exists', 'A user with this email address has already been registered')
  }
}

const UNIT_MS: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 }

/** @returns undefined: unchanged; null: not banned */
export function bannedUntil(duration: string | undefined, now = Date.now()): Date | null | undefined {
  if (duration === undefined) return undefined
  if (duration === 'none') return null
  const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)]
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== duration) {
    throw new AuthError(400, 'validation_failed', `Invalid format for ban duration: ${duration}`)
  }
  return new Date(parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[unit ?? ''] ?? 0), now))
}
