import { decodeJwt } from 'jose'
import { startStack, type RunningStack } from './support/stack.ts'
import { describe, expect, test as base } from './support/test.ts'

// The embedded Auth through unmodified supabase-js, as hosted would answer.
const test = base.extend<{ $file: { stack: RunningStack } }>({
  stack: [
    async ({ db }, use) => {
      const stack = await startStack(db)
      await use(stack)
      await stack.stop()
    },
    { scope: 'file' },
  ],
})

const PASSWORD = 'correct horse battery'
const address = (): string => `${crypto.randomUUID()}@example.com`

describe('anonymous sign-in', () => {
  test('gives a user, a session and a token with all claims', async ({ stack }) => {
    const { data, error } = await stack.client().auth.signInAnonymously({ options: { data: { locale: 'fr' } } })
    expect(error).toBeNull()
    expect(data.user).toMatchObject({
      is_anonymous: true,
      role: 'authenticated',
      user_metadata: { locale: 'fr' },
      email: '',
    })
    const claims = decodeJwt(data.session?.access_token ?? '')
    expect(claims).toMatchObject({
      sub: data.user?.id,
      aud: 'authenticated',
      role: 'authenticated',
      is_anonymous: true,
      aal: 'aal1',
      amr: [{ method: 'anonymous' }],
      user_metadata: { locale: 'fr' },
      app_metadata: {},
      email: '',
      phone: '',
    })
    expect(claims.session_id).toEqual(expect.any(String))
  })

  test('the session is renewed, keeps its claims, and ends with sign-out', async ({ stack }) => {
    const client = await stack.visitor()
    const before = (await client.auth.getSession()).data.session
    const { data } = await client.auth.refreshSession()
    expect(data.session?.refresh_token).not.toBe(before?.refresh_token)
    expect(decodeJwt(data.session?.access_token ?? '')).toMatchObject({
      is_anonymous: true,
      amr: [{ method: 'anonymous' }],
    })
    expect((await client.auth.getUser()).data.user).toMatchObject({ id: before?.user.id, is_anonymous: true })
    const last = data.session?.refresh_token ?? ''
    await client.auth.signOut()
    expect((await stack.client().auth.refreshSession({ refresh_token: last })).error).toMatchObject({
      code: 'refresh_token_not_found',
    })
  })

  test('metadata is an object in the table too', async ({ db, stack }) => {
    const { data } = await stack.client().auth.signInAnonymously({ options: { data: { name: 'Zoé' } } })
    const [row] =
      await db.sql`select jsonb_typeof(raw_user_meta_data) as kind from auth.users where id = ${data.user?.id ?? ''}`
    expect(row).toEqual({ kind: 'object' })
  })

  test('becomes a person with an address, under the same id', async ({ stack }) => {
    const client = await stack.visitor()
    const id = (await client.auth.getUser()).data.user?.id
    const email = address()
    const { data, error } = await client.auth.updateUser({ email, password: PASSWORD })
    expect(error).toBeNull()
    expect(data.user).toMatchObject({ id, email, is_anonymous: false })
    const { data: signedIn } = await stack.client().auth.signInWithPassword({ email, password: PASSWORD })
    expect(signedIn.user?.id).toBe(id)
    const other = await stack.visitor()
    expect((await other.auth.updateUser({ email })).error).toMatchObject({ code: 'email_exists', status: 422 })
  })

  test('is refused where the project switched it off', async ({ db }) => {
    const stack = await startStack(db, { settings: { anonymousSignIns: false } })
    const { error } = await stack.client().auth.signInAnonymously()
    const settings = await fetch(`${stack.url}/auth/v1/settings`, { headers: { apikey: stack.keys.publishableKey } })
    await stack.stop()
    expect(error).toMatchObject({ code: 'anonymous_provider_disabled', status: 422 })
    expect(await settings.json()).toMatchObject({ external: { anonymous_users: false } })
  })

  test('needs a key of this project', async ({ stack }) => {
    const signUp = (headers: Record<string, string>) =>
      fetch(`${stack.url}/auth/v1/signup`, { method: 'POST', body: '{}', headers }).then(({ status }) => status)
    expect(await signUp({})).toBe(401)
    expect(await signUp({ apikey: 'sb_publishable_ofAnotherProject' })).toBe(401)
    expect(await signUp({ apikey: stack.keys.anonKey })).toBe(200)
  })

  test('an address is given with a key, and by a session that is not over', async ({ stack }) => {
    const client = await stack.visitor()
    const token = (await client.auth.getSession()).data.session?.access_token ?? ''
    const put = async (email: unknown, headers: Record<string, string>) => {
      const answer = await fetch(`${stack.url}/auth/v1/user`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, ...headers },
        body: JSON.stringify({ email }),
      })
      return { status: answer.status, said: (await answer.json()) as object }
    }
    const key = { apikey: stack.keys.publishableKey }
    expect((await put(address(), {})).status).toBe(401)
    expect(await put([address()], key)).toMatchObject({ status: 400, said: { error_code: 'validation_failed' } })
    const email = address()
    expect(await put(email, key)).toMatchObject({ status: 200, said: { email } })
    await client.auth.signOut()
    expect(await put(address(), key)).toMatchObject({ status: 403, said: { error_code: 'session_not_found' } })
  })
})

describe('sign-up and sign-in with a password', () => {
  test('a new person is signed in at once, with whole claims', async ({ stack }) => {
    const email = address()
    const { data } = await stack.client().auth.signUp({ email, password: PASSWORD, options: { data: { name: 'Ada' } } })
    expect(data.user).toMatchObject({
      email,
      is_anonymous: false,
      user_metadata: { name: 'Ada' },
      app_metadata: { provider: 'email' },
    })
    expect(decodeJwt(data.session?.access_token ?? '')).toMatchObject({
      email,
      is_anonymous: false,
      amr: [{ method: 'password' }],
      app_metadata: { provider: 'email', providers: ['email'] },
    })
    const again = await stack.client().auth.signUp({ email, password: PASSWORD })
    expect(again.error).toMatchObject({ code: 'user_already_exists', status: 422 })
  })

  test('a weak and a wrong password are told apart, and nobody learns which address exists', async ({ stack }) => {
    const email = address()
    expect((await stack.client().auth.signUp({ email, password: 'short' })).error).toMatchObject({
      code: 'weak_password',
      status: 422,
    })
    await stack.client().auth.signUp({ email, password: PASSWORD })
    for (const attempt of [
      { email, password: 'wrong password' },
      { email: address(), password: PASSWORD },
    ]) {
      expect((await stack.client().auth.signInWithPassword(attempt)).error).toMatchObject({
        code: 'invalid_credentials',
        status: 400,
      })
    }
  })

  test('a trigger on auth.users sees metadata as an object', async ({ db, stack }) => {
    await db.postgres.unsafe(`
      create table public.names (name text);
      create function public.note_name() returns trigger language plpgsql security definer set search_path = '' as $$
        begin insert into public.names values (new.raw_user_meta_data ->> 'name'); return new; end $$;
      create trigger note_name after insert on auth.users for each row execute function public.note_name();
    `)
    await stack.client().auth.signUp({ email: address(), password: PASSWORD, options: { data: { name: 'Trigger' } } })
    await db.sql`drop trigger note_name on auth.users`
    expect(await db.postgres`select name from public.names`).toEqual([{ name: 'Trigger' }])
  })
})

test('words of the wrong type, and text that no database holds, are the caller\u2019s fault', async ({ stack }) => {
  const ask = (path: string, body: unknown) =>
    fetch(`${stack.url}/auth/v1/${path}`, {
      method: 'POST',
      headers: { apikey: stack.keys.publishableKey, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  for (const [path, body] of [
    ['signup', { data: 'text' }],
    ['signup', { data: [1] }],
    ['signup', { data: { name: 'a\0b' } }],
    ['token?grant_type=password', { email: { a: 1 }, password: PASSWORD }],
    ['token?grant_type=password', { email: 'a\0@example.com', password: PASSWORD }],
    ['token?grant_type=refresh_token', { refresh_token: 'a\0b' }],
    ['token?grant_type=refresh_token', { refresh_token: 1 }],
  ] as const) {
    const answer = await ask(path, body)
    expect([path, body, answer.status]).toEqual([path, body, 400])
  }
})

describe('the admin API', () => {
  test('makes, finds, lists, changes and deletes users', async ({ stack }) => {
    const { admin } = stack.client(stack.keys.secretKey).auth
    const email = address()
    const made = await admin.createUser({
      email,
      password: PASSWORD,
      email_confirm: true,
      user_metadata: { name: 'Gus' },
    })
    const id = made.data.user?.id ?? ''
    expect(made.data.user).toMatchObject({ email, user_metadata: { name: 'Gus' }, app_metadata: { provider: 'email' } })
    expect((await admin.createUser({ email, password: PASSWORD })).error).toMatchObject({ code: 'email_exists' })
    expect((await admin.getUserById(id)).data.user?.email).toBe(email)
    const listed = await admin.listUsers({ page: 1, perPage: 2 })
    expect(listed.data.users).toHaveLength(2)
    expect(listed.data).toMatchObject({ total: expect.any(Number), nextPage: 2 })
    const newEmail = address()
    const changed = await admin.updateUserById(id, {
      email: newEmail,
      password: 'another password',
      user_metadata: { title: 'Dr' },
    })
    expect(changed.data.user).toMatchObject({ email: newEmail, user_metadata: { name: 'Gus', title: 'Dr' } })
    const signedIn = await stack.client().auth.signInWithPassword({ email: newEmail, password: 'another password' })
    expect(signedIn.data.user?.id).toBe(id)
    expect((await admin.deleteUser(id)).error).toBeNull()
    expect((await admin.getUserById(id)).error).toMatchObject({ code: 'user_not_found', status: 404 })
    const refreshed = await stack
      .client()
      .auth.refreshSession({ refresh_token: signedIn.data.session?.refresh_token ?? '' })
    expect(refreshed.error).not.toBeNull()
  })

  test('is for the secret key and the service role only', async ({ stack }) => {
    const { data } = await stack.client().auth.signInAnonymously()
    const asVisitor = await fetch(`${stack.url}/auth/v1/admin/users`, {
      headers: { apikey: stack.keys.publishableKey, authorization: `Bearer ${data.session?.access_token}` },
    })
    expect(asVisitor.status).toBe(403)
    expect(await asVisitor.json()).toMatchObject({ error_code: 'not_admin' })
    expect((await stack.client().auth.admin.listUsers()).error).toMatchObject({ status: 401 })
    expect((await stack.client(stack.keys.serviceRoleKey).auth.admin.listUsers()).error).toBeNull()
  })

  test('a banned user neither signs in nor renews a session, until the ban is lifted', async ({ stack }) => {
    const { admin } = stack.client(stack.keys.secretKey).auth
    const email = address()
    const { data } = await stack.client().auth.signUp({ email, password: PASSWORD })
    const id = data.user?.id ?? ''
    expect((await admin.updateUserById(id, { ban_duration: '24h' })).data.user).toMatchObject({
      banned_until: expect.any(String),
    })
    expect((await stack.client().auth.signInWithPassword({ email, password: PASSWORD })).error).toMatchObject({
      code: 'user_banned',
    })
    const refresh = { refresh_token: data.session?.refresh_token ?? '' }
    expect((await stack.client().auth.refreshSession(refresh)).error).toMatchObject({ code: 'user_banned' })
    await admin.updateUserById(id, { ban_duration: 'none' })
    expect((await stack.client().auth.refreshSession(refresh)).error).toBeNull()
    expect((await stack.client().auth.signInWithPassword({ email, password: PASSWORD })).error).toBeNull()
  })
})

describe('rate limits', () => {
  test('are told with 429 and the code that supabase-js knows', async ({ db }) => {
    const rateLimits = { anonymousPerHour: 2, tokenRefreshesPer5Minutes: 1, signInsPer5Minutes: 2 }
    const stack = await startStack(db, { settings: { rateLimits } })
    const refused = { code: 'over_request_rate_limit', status: 429 }
    try {
      const visitor = await stack.visitor()
      await stack.visitor()
      expect((await stack.client().auth.signInAnonymously()).error).toMatchObject(refused)
      expect((await visitor.auth.refreshSession()).error).toBeNull()
      expect((await visitor.auth.refreshSession()).error).toMatchObject(refused)
      const attempt = { email: address(), password: PASSWORD }
      expect((await stack.client().auth.signUp(attempt)).error).toBeNull()
      expect((await stack.client().auth.signInWithPassword(attempt)).error).toBeNull()
      expect((await stack.client().auth.signInWithPassword(attempt)).error).toMatchObject(refused)
    } finally {
      await stack.stop()
    }
  })
})

test('/settings tells what the project allows', async ({ stack }) => {
  const settings = await fetch(`${stack.url}/auth/v1/settings`, { headers: { apikey: stack.keys.publishableKey } })
  expect(await settings.json()).toMatchObject({
    external: { anonymous_users: true, email: true },
    disable_signup: false,
  })
})
