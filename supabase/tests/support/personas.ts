import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'

/** Somebody who calls: a database role and the claims of their token. */
export interface Persona {
  role: 'anon' | 'authenticated' | 'service_role'
  claims: Claims
}

interface Claims {
  sub?: string
  role: string
  [claim: string]: unknown
}

/** Somebody who is signed in. `id` is the auth user's. */
export interface User extends Persona {
  id: string
  email: string | null
}

/** Who has no token: only the publishable key. */
export const nobody: Persona = { role: 'anon', claims: { role: 'anon' } }

/** Who holds the secret key. */
export const service: Persona = { role: 'service_role', claims: { role: 'service_role' } }

/** A row in auth.users and the claims that its token would carry. Anonymous when no address is given. */
export async function createUser(
  sql: postgres.Sql,
  { email = null, name }: { email?: string | null; name?: string } = {},
): Promise<User> {
  const id = randomUUID()
  const isAnonymous = email === null
  const appMetadata = isAnonymous ? {} : { provider: 'email', providers: ['email'] }
  const userMetadata = name ? { name } : {}
  await sql`
    insert into auth.users (id, aud, role, email, email_confirmed_at, raw_app_meta_data, raw_user_meta_data, is_anonymous)
    values (${id}, 'authenticated', 'authenticated', ${email}, ${isAnonymous ? null : new Date()},
      ${sql.json(appMetadata)}, ${sql.json(userMetadata)}, ${isAnonymous})`
  return { id, email, role: 'authenticated', claims: claimsOf({ id, email, isAnonymous, appMetadata, userMetadata }) }
}

function claimsOf(user: {
  id: string
  email: string | null
  isAnonymous: boolean
  appMetadata: object
  userMetadata: object
}): Claims {
  return {
    sub: user.id,
    aud: 'authenticated',
    role: 'authenticated',
    email: user.email ?? '',
    phone: '',
    app_metadata: user.appMetadata,
    user_metadata: user.userMetadata,
    aal: 'aal1',
    amr: [{ method: user.isAnonymous ? 'anonymous' : 'password', timestamp: 1_700_000_000 }],
    session_id: randomUUID(),
    is_anonymous: user.isAnonymous,
  }
}
