import type { SupabaseClient } from '@supabase/supabase-js'
import { SignJWT } from 'jose'
import { startStack, type RunningStack } from './support/stack.ts'
import { describe, expect, test as base } from './support/test.ts'

// What the library gets wrong when it is used plain (or hosted does differently), each with the cure seen to work.
const test = base.extend<{ $file: { stack: RunningStack } }>({
  stack: [
    async ({ db }, use) => {
      await db.postgres.unsafe(TABLES)
      const stack = await startStack(db)
      await use(stack)
      await stack.stop()
    },
    { scope: 'file' },
  ],
})

const TABLES = `
  create type public.mood as enum ('open', 'closed');
  create table public.things (
    id integer generated always as identity primary key,
    name text constraint things_name_check check (name <> 'forbidden'),
    at timestamptz not null default '2026-11-22 07:43:55.748504+00',
    local_at timestamp not null default '2026-11-22 07:43:55',
    times timestamptz[] not null default array['2026-11-22 07:43:55+00'::timestamptz],
    price numeric(12,2) not null default 10.50,
    bytes bytea not null default '\\xdeadbeef',
    data jsonb not null default '{}',
    moods public.mood[] not null default '{open,closed}'
  );
  alter table public.things enable row level security;
  create policy things_all on public.things to anon, authenticated using (true) with check (true);
  grant select, insert on public.things to anon, authenticated;
  create table public.parts (
    thing_id integer not null references public.things,
    at timestamptz not null default '2026-11-22 07:43:55.748504+00'
  );
  grant select, insert on public.parts to anon;
  create table public.secrets (value text);
  insert into public.secrets values ('hidden');
  create table public.many as select generate_series(1, 1500) as n;
  grant select on public.many to anon;

  create function public.kind_of(payload jsonb) returns text language sql as $$ select jsonb_typeof(payload) $$;
  create function public.refuse() returns void language plpgsql as $$
    begin raise exception 'rate limited' using detail = '5 per minute', hint = 'wait'; end $$;
  create function public.refuse_coded() returns void language plpgsql as $$
    begin raise exception 'Not there' using errcode = 'LC404', hint = 'conversation_not_found'; end $$;
  create function public.sleep(seconds double precision) returns void language sql as $$ select pg_sleep(seconds) $$;
  create function public.headers() returns json language sql as $$ select current_setting('request.headers')::json $$;
  create function public.who() returns jsonb language sql stable as $$
    select jsonb_build_object('role', current_user, 'uid', auth.uid(), 'jwt_role', auth.role(), 'session', session_user,
      'anonymous', auth.jwt() -> 'is_anonymous',
      'super', (select rolsuper from pg_roles where rolname = session_user)) $$;
`

/** The row as it came over the wire. */
async function insertThing(client: SupabaseClient, row: object): Promise<Record<string, unknown>> {
  const { data, error } = await client.from('things').insert(row).select().single<Record<string, unknown>>()
  if (error) throw error
  return data
}

describe('nothing is granted that a migration did not grant', () => {
  test('a table without a grant is refused, to anon and to authenticated', async ({ stack }) => {
    const anonymous = await stack.client().from('secrets').select()
    expect(anonymous).toMatchObject({
      status: 401,
      error: { code: '42501', message: 'permission denied for table secrets' },
    })
    const visitor = await stack.visitor()
    expect(await visitor.from('secrets').select()).toMatchObject({ status: 403, error: { code: '42501' } })
  })

  test('a right that was not granted on a readable table is refused', async ({ stack }) => {
    const client = stack.client()
    const { id } = await insertThing(client, { name: 'kept' })
    const update = await client.from('things').update({ name: 'changed' }).eq('id', id)
    expect(update).toMatchObject({ status: 401, error: { code: '42501' } })
    expect((await client.from('things').select('name').eq('id', id)).data).toEqual([{ name: 'kept' }])
  })

  test('requests run as an API role over a login that is no superuser and has no right of its own', async ({
    stack,
  }) => {
    expect((await stack.client().rpc('who')).data).toMatchObject({
      role: 'anon',
      session: 'authenticator',
      super: false,
    })
    const visitor = await stack.visitor()
    const user = (await visitor.auth.getUser()).data.user
    expect((await visitor.rpc('who')).data).toMatchObject({
      role: 'authenticated',
      uid: user?.id,
      jwt_role: 'authenticated',
      anonymous: true,
    })
    expect((await stack.client(stack.keys.secretKey).rpc('who')).data).toMatchObject({ role: 'service_role' })
  })
})

test('all columns of a table are embedded, though other schemas have one of that name', async ({ db, stack }) => {
  const { conversation } = await db.given.openConversation()
  const { data, error } = await stack
    .client(stack.keys.secretKey)
    .from('conversations')
    .select('id, messages(*)')
    .eq('id', conversation.id)
  expect(error).toBeNull()
  expect(data).toMatchObject([{ id: conversation.id, messages: [{ seq: 1 }, { seq: 2, body: expect.any(String) }] }])
})

test('a time that is none is refused in Postgres’ words', async ({ stack }) => {
  const visitor = await stack.visitor()
  for (const since of [0, [], {}, 'soon']) {
    const { error, status } = await visitor.rpc('changes', { workspace_id: crypto.randomUUID(), since })
    expect([since, status, error?.code.slice(0, 2)]).toEqual([since, 400, '22'])
  }
})

describe("values have PostgREST's forms", () => {
  test('times are ISO, at the top, in arrays and in embeds', async ({ stack }) => {
    const client = stack.client()
    const thing = await insertThing(client, { name: 'timed' })
    await client.from('parts').insert({ thing_id: thing.id })
    expect(thing).toMatchObject({
      at: '2026-11-22T07:43:55.748504+00:00',
      local_at: '2026-11-22T07:43:55',
      times: ['2026-11-22T07:43:55+00:00'],
    })
    const { data } = await client.from('things').select('at, parts(at)').eq('id', thing.id).single()
    expect(data).toEqual({ at: thing.at, parts: [{ at: thing.at }] })
  })

  test('numeric is a number, bytea hex text, an array of an enum an array', async ({ stack }) => {
    expect(await insertThing(stack.client(), { name: 'typed' })).toMatchObject({
      price: 10.5,
      bytes: '\\xdeadbeef',
      moods: ['open', 'closed'],
    })
  })

  test('JSON arrives as JSON, in a column and in an argument', async ({ stack }) => {
    const client = stack.client()
    expect(await insertThing(client, { name: 'json', data: { a: ['b', 1] } })).toMatchObject({ data: { a: ['b', 1] } })
    expect((await client.from('things').select('inner:data->a->>0').eq('name', 'json').single()).data).toEqual({
      inner: 'b',
    })
    for (const [payload, kind] of [
      [{ x: 1 }, 'object'],
      [[1], 'array'],
      ['text', 'string'],
      [3, 'number'],
    ] as const) {
      expect((await client.rpc('kind_of', { payload })).data).toBe(kind)
    }
  })
})

describe("errors have PostgREST's forms and statuses", () => {
  test('a raised exception is 400 with message, details and hint', async ({ stack }) => {
    expect(await stack.client().rpc('refuse')).toMatchObject({
      status: 400,
      error: { code: 'P0001', message: 'rate limited', details: '5 per minute', hint: 'wait' },
    })
  })

  test('our own codes come through with their hint', async ({ stack }) => {
    expect(await stack.client().rpc('refuse_coded')).toMatchObject({
      status: 400,
      error: { code: 'LC404', message: 'Not there', hint: 'conversation_not_found' },
    })
  })

  test('a check violation is 400, a null where none may be too, a broken reference 409', async ({ stack }) => {
    const client = stack.client()
    expect(await client.from('things').insert({ name: 'forbidden' })).toMatchObject({
      status: 400,
      error: { code: '23514' },
    })
    expect(await client.from('parts').insert({ thing_id: null })).toMatchObject({
      status: 400,
      error: { code: '23502' },
    })
    expect(await client.from('parts').insert({ thing_id: -1 })).toMatchObject({ status: 409, error: { code: '23503' } })
  })

  test('they are one line in the log, not a stack on the terminal', async ({ db }) => {
    const lines: string[] = []
    const noisy = await startStack(db, { log: (line) => lines.push(line) })
    await noisy.client().rpc('refuse')
    await noisy.stop()
    expect(lines.filter((line) => line.includes('rate limited'))).toEqual(['[postgres P0001] rate limited'])
  })
})

test('a role’s statement timeout ends what takes too long', async ({ db, stack }) => {
  await db.sql`alter role anon set statement_timeout = '200ms'`
  try {
    await db.postgres`notify pgrst`
    await expect
      .poll(async () => (await stack.client().rpc('sleep', { seconds: 1 })).error?.code, { timeout: 5000 })
      .toBe('57014')
  } finally {
    await db.sql`alter role anon set statement_timeout = '3s'`
  }
})

test('at most 1,000 rows are answered', async ({ stack }) => {
  expect((await stack.client().from('many').select()).data).toHaveLength(1000)
  expect((await stack.client().from('many').select().range(1200, 1499)).data).toHaveLength(300)
})

test('a client cannot choose the address that functions see', async ({ stack }) => {
  const client = stack.client(stack.keys.publishableKey, {
    global: { headers: { 'x-forwarded-for': '6.6.6.6', 'x-real-ip': '6.6.6.6', 'x-mine': 'kept' } },
  })
  const { data } = await client.rpc('headers')
  expect(data).toMatchObject({ 'x-mine': 'kept' })
  expect(JSON.stringify(data)).not.toContain('6.6.6.6')
  expect((data as Record<string, string>)['x-forwarded-for']).toMatch(/127\.0\.0\.1$/)
})

/** The catalogue is read anew; on a busy machine that takes its time. */
const SOON = { timeout: 8_000 }

test('a change of the schema is seen at once, without a restart', async ({ db, stack }) => {
  const client = stack.client()
  expect((await client.from('late').select()).error).toMatchObject({ code: 'PGRST205' })
  expect((await client.rpc('late_call')).error).toMatchObject({ code: 'PGRST202' })
  await db.postgres.unsafe(`
    create table public.late (n integer);
    grant select, insert on public.late to anon;
    create function public.late_call() returns integer language sql as 'select 7';
  `)
  await expect.poll(async () => (await client.from('late').insert({ n: 1 })).error?.code, SOON).toBeUndefined()
  expect((await client.rpc('late_call')).data).toBe(7)
  await db.postgres`alter table public.late add column extra text default 'new'`
  await expect.poll(async () => (await client.from('late').select()).data, SOON).toEqual([{ n: 1, extra: 'new' }])
  await expect
    .poll(async () => (await client.from('late').insert({ n: 2, extra: 'x' })).error?.code, SOON)
    .toBeUndefined()
})

test('all four keys open the API, each as its role; a wrong or missing one does not', async ({ stack }) => {
  const { publishableKey, anonKey, secretKey, serviceRoleKey } = stack.keys
  for (const [key, role] of [
    [publishableKey, 'anon'],
    [anonKey, 'anon'],
    [secretKey, 'service_role'],
    [serviceRoleKey, 'service_role'],
  ] as const) {
    expect((await stack.client(key).rpc('who')).data).toMatchObject({ role })
  }
  expect(await stack.client('sb_publishable_wrong').rpc('who')).toMatchObject({ status: 401 })
  expect((await fetch(`${stack.url}/rest/v1/things`)).status).toBe(401)
})

test('any origin may call, as on hosted', async ({ stack }) => {
  const headers = {
    origin: 'https://shop.example',
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'apikey,x-client-info',
  }
  const paths = [
    '/rest/v1/rpc/who',
    '/rest/v1/rpc/send_message',
    '/auth/v1/token?grant_type=password',
    '/auth/v1/signup',
  ]
  for (const path of paths) {
    const preflight = await fetch(stack.url + path, { method: 'OPTIONS', headers })
    expect(preflight.ok).toBe(true)
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    expect(preflight.headers.get('access-control-allow-headers')).toContain('apikey')
  }
})

test('refusals can be read by any origin too, else a page sees a network error', async ({ stack }) => {
  for (const [method, path, status] of [
    ['GET', '/rest/v1/things', 401],
    ['POST', '/auth/v1/signup', 401],
    ['GET', '/auth/v1/admin/users', 401],
    ['POST', '/auth/v1/token?grant_type=refresh_token', 401],
    ['GET', '/nowhere', 404],
  ] as const) {
    const answer = await fetch(stack.url + path, { method, headers: { origin: 'https://shop.example' } })
    expect([path, answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([path, status, '*'])
  }
})

test('a token for a role that nobody may become is refused, and the next request fares as ever', async ({ stack }) => {
  const refused = await Promise.all(
    ['postgres', 'supabase_admin', 'nobody_here'].flatMap((role) =>
      Array.from({ length: 10 }, async () => {
        const token = await new SignJWT({ role, sub: crypto.randomUUID() })
          .setProtectedHeader({ alg: 'HS256' })
          .setExpirationTime('1h')
          .sign(new TextEncoder().encode(stack.keys.jwtSecret))
        return (await fetch(`${stack.url}/rest/v1/things`, { headers: headersOf(stack, token) })).status
      }),
    ),
  )
  expect(refused.filter((status) => status < 400)).toEqual([])
  const client = stack.client()
  const after = await Promise.all(Array.from({ length: 20 }, () => client.from('things').select('id').limit(1)))
  expect(after.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
})

function headersOf({ keys }: RunningStack, token: string): HeadersInit {
  return { apikey: keys.publishableKey, authorization: `Bearer ${token}` }
}
