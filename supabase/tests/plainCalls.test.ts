import { SignJWT } from 'jose'
import { startStack, type RunningStack } from './support/stack.ts'
import { describe, expect, test as base } from './support/test.ts'

// Plain calls of functions are answered without the library. They must not be told apart from those that it answers: each of these is made
// both ways. A `prefer` that means nothing sends a call to the library.
const test = base.extend<{ $file: { stack: RunningStack } }>({
  stack: [
    async ({ db }, use) => {
      await db.postgres.unsafe(FUNCTIONS)
      const stack = await startStack(db)
      await use(stack)
      await stack.stop()
    },
    { scope: 'file' },
  ],
})

const FUNCTIONS = `
  create type public.mood as enum ('open', 'closed');
  create function public.naps() returns integer language sql as $$ select pg_sleep(0.02); select 1 $$;
  create table public.things (
    id integer primary key, name text, at timestamptz, price numeric(12,2), bytes bytea, data jsonb, moods public.mood[], on_day date
  );
  insert into public.things values
    (1, 'one', '2026-11-22 07:43:55.748504+00', 10.50, '\\xdeadbeef', '{"a": [1, null]}', '{open}', '2026-11-22'),
    (2, null, null, null, null, null, null, null);
  grant select on public.things to anon, authenticated;
  create table public.said (word text);
  create function public.nothing() returns void language sql as $$ $$;
  create function public.number() returns integer language sql as $$ select 42 $$;
  create function public.no_text() returns text language sql as $$ select null::text $$;
  create function public.quoted(text text) returns text language sql as $$ select text $$;
  create function public.object(payload jsonb) returns jsonb language sql as $$ select jsonb_build_object('type', jsonb_typeof(payload), 'is', payload) $$;
  create function public.one_thing(id integer) returns public.things language sql stable as $$ select * from public.things where things.id = one_thing.id $$;
  create function public.all_things() returns setof public.things language sql stable as $$ select * from public.things order by id desc $$;
  create function public.no_things() returns setof public.things language sql stable as $$ select * from public.things where false $$;
  create function public.words() returns setof text language sql as $$ values ('b'), (null), ('a') $$;
  create function public.objects() returns setof jsonb language sql as $$ values ('{"b": 1}'::jsonb), ('[2]') $$;
  create function public.numbers(up_to integer) returns setof integer language sql as $$ select generate_series(1, up_to) $$;
  create function public.in_table() returns table (a integer, b text) language sql as $$ values (1, 'x') $$;
  create function public.typed(ids uuid[], at timestamptz, feeling public.mood, much numeric default 1.5, yes boolean default false) returns jsonb
    language sql as $$ select jsonb_build_object('ids', ids, 'at', at, 'feeling', feeling, 'much', much, 'yes', yes) $$;
  create function public."Odd name"("the ""arg""" text) returns text language sql as $$ select $1 $$;
  create function public.overloaded(a integer) returns text language sql as $$ select 'integer' $$;
  create function public.overloaded(a integer, b integer) returns text language sql as $$ select 'two' $$;
  create function public.unnamed(integer) returns integer language sql as $$ select $1 $$;
  create function public.writes_in_vain() returns void language sql stable as $$ select set_config('a.b', 'c', true) $$;
  create function public.says(word text) returns void language plpgsql security definer as $$
    begin insert into public.said values (word); if word = 'bad' then raise exception 'no' using errcode = 'LC400', hint = 'bad_word'; end if; end $$;
  create function public.raises(code text) returns void language plpgsql as $$
    begin raise exception 'raised %', code using errcode = code, detail = 'why', hint = 'how'; end $$;
  create function public.way() returns text language sql volatile as $$ select current_query() $$;
  create function public.forbidden() returns integer language sql as $$ select 1 $$;
  revoke execute on function public.forbidden() from public, anon, authenticated;
  create function public.own_answer(status text, headers text) returns jsonb language plpgsql as $$
    begin
      perform set_config('response.status', status, true), set_config('response.headers', headers, true);
      return '{"own": true}';
    end $$;
  create function public.asked() returns jsonb language sql as $$
    select jsonb_build_object('role', current_user, 'session', session_user, 'uid', auth.uid(), 'jwt', auth.jwt(),
      'method', current_setting('request.method'), 'path', current_setting('request.path'),
      'from', current_setting('request.headers')::jsonb -> 'x-forwarded-for', 'path_of_names', current_setting('search_path'),
      'timeout', current_setting('statement_timeout'), 'isolated', current_setting('transaction_read_only')) $$;
  grant execute on all functions in schema public to anon, authenticated;
  revoke execute on function public.forbidden() from public, anon, authenticated;
`

interface Asked {
  name: string
  body: unknown
  token?: string
  headers?: Record<string, string>
}

async function ask(stack: RunningStack, { name, body, token, headers }: Asked) {
  const answer = await fetch(`${stack.url}/rest/v1/rpc/${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: {
      apikey: stack.keys.publishableKey,
      ...(token && { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const text = await answer.text()
  const kept = ['content-type', 'access-control-allow-origin', 'x-own'].map((header) => answer.headers.get(header))
  return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as unknown), headers: kept }
}

async function bothWays(stack: RunningStack, asked: Asked) {
  const plain = await ask(stack, asked)
  const library = await ask(stack, { ...asked, headers: { ...asked.headers, prefer: 'handling=lenient' } })
  expect(plain).toEqual(library)
  return plain
}

describe('the answer is the same as the library’s', () => {
  const calls: [string, unknown, unknown][] = [
    ['nothing', {}, null],
    ['number', {}, 42],
    ['no_text', {}, null],
    ['quoted', { text: 'it\'s "quoted" \\ and \u2028 so' }, 'it\'s "quoted" \\ and \u2028 so'],
    ['object', { payload: { a: [1, 'x', null] } }, { type: 'object', is: { a: [1, 'x', null] } }],
    ['object', { payload: [1, 2] }, { type: 'array', is: [1, 2] }],
    ['object', { payload: 'text' }, { type: 'string', is: 'text' }],
    ['one_thing', { id: 1 }, expect.objectContaining({ at: '2026-11-22T07:43:55.748504+00:00', price: 10.5 })],
    ['all_things', {}, [expect.objectContaining({ id: 2 }), expect.objectContaining({ id: 1 })]],
    ['no_things', {}, []],
    ['words', {}, ['b', null, 'a']],
    ['objects', {}, [{ b: 1 }, [2]]],
    ['numbers', { up_to: 1500 }, expect.arrayContaining([1, 1000])],
    ['in_table', {}, [{ a: 1, b: 'x' }]],
    [
      'typed',
      { ids: ['0199a000-0000-7000-8000-000000000001'], at: '2026-11-22T08:00:00+01:00', feeling: 'open', much: 2.25 },
      expect.objectContaining({ much: 2.25, yes: false }),
    ],
    ['typed', { ids: null, at: null, feeling: null }, expect.objectContaining({ ids: null, much: 1.5 })],
    ['overloaded', { a: 1 }, 'integer'],
    ['overloaded', { a: 1, b: 2 }, 'two'],
  ]
  test.for(calls)('%s %j', async ([name, body, expected], { stack }) => {
    const { status, body: answer } = await bothWays(stack, { name, body })
    expect(status).toBe(answer === null && name === 'nothing' ? 204 : 200)
    expect(answer).toEqual(expected)
  })
})

describe('so are refusals', () => {
  test.for<[string, unknown, number]>([
    ['nowhere', {}, 404],
    ['quoted', {}, 404],
    ['quoted', { text: 'a', more: 1 }, 404],
    ['quoted', '"text"', 404],
    ['quoted', '{', 400],
    ['one_thing', { id: 'x' }, 400],
    ['typed', { ids: 'x', at: 'y', feeling: 'open' }, 400],
    ['typed', { ids: [], at: null, feeling: 'sad' }, 400],
    ['raises', { code: 'LC404' }, 400],
    ['raises', { code: 'P0001' }, 400],
    ['raises', { code: '23505' }, 409],
    ['raises', { code: '40001' }, 500],
    ['raises', { code: 'PT418' }, 418],
    ['forbidden', {}, 401],
  ])('%s %j is %d', async ([name, body, expected], { stack }) => {
    const plain = await ask(stack, { name, body })
    expect(plain.status).toBe(expected)
    await bothWays(stack, { name, body })
  })

  test('a call that fails leaves nothing behind, and the next on its connection is whole', async ({ db, stack }) => {
    const words = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 'bad' : `good ${i}`))
    const answers = await Promise.all(words.map((word) => ask(stack, { name: 'says', body: { word } })))
    expect(answers.map(({ status }) => status)).toEqual(words.map((word) => (word === 'bad' ? 400 : 204)))
    const said = await db.sql<{ word: string }[]>`select word from public.said`
    expect(said.map(({ word }) => word).sort()).toEqual(words.filter((word) => word !== 'bad').sort())
  })
})

describe('who asks', () => {
  const token = (stack: RunningStack, claims: object, secret = stack.keys.jwtSecret) =>
    new SignJWT({ role: 'authenticated', sub: '0199a000-0000-7000-8000-00000000000a', ...claims })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuedAt()
      .sign(new TextEncoder().encode(secret))
  const withoutIat = (stack: RunningStack, claims: object) =>
    new SignJWT({ role: 'authenticated', sub: '0199a000-0000-7000-8000-00000000000a', ...claims })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .sign(new TextEncoder().encode(stack.keys.jwtSecret))
  const soon = () => Math.floor(Date.now() / 1000) + 600

  test('is the same: a visitor, a user with claims', async ({ stack }) => {
    const asked = { name: 'asked', body: {} }
    expect((await bothWays(stack, asked)).body).toMatchObject({ role: 'anon', uid: null, session: 'authenticator' })
    const user = await token(stack, { exp: soon(), app_metadata: { note: "it's" } })
    const { body } = await bothWays(stack, { ...asked, token: user })
    expect(body).toMatchObject({ role: 'authenticated', jwt: { app_metadata: { note: "it's" } }, timeout: '8s' })
    const forged = { ...asked, headers: { 'x-forwarded-for': '1.2.3.4' } }
    expect((await bothWays(stack, forged)).body).toMatchObject({ from: '127.0.0.1' })
  })

  test('is refused the same: expired, of the future, forged, changed, no token at all', async ({ stack }) => {
    const good = await token(stack, { exp: soon() })
    const [head, payload, signature = ''] = good.split('.')
    const other = Buffer.from('{"role":"service_role","exp":9999999999,"iat":1}').toString('base64url')
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url')
    for (const bad of [
      await token(stack, { exp: soon() - 1_200 }),
      await token(stack, { exp: soon() }, 'another secret, which is long enough too'),
      `${head}.${other}.${signature}`,
      `${head}.${payload}.${signature.slice(0, -2)}`,
      `${unsigned}.${payload}.${signature}`,
    ]) {
      const { status } = await bothWays(stack, { name: 'asked', body: {}, token: bad })
      expect([bad, status]).toEqual([bad, 401])
    }
    for (const none of [`${good}.more`, 'nonsense']) {
      const { body } = await bothWays(stack, { name: 'asked', body: {}, token: none })
      expect(body).toMatchObject({ role: 'anon', uid: null })
    }
    const noKey = await bothWays(stack, { name: 'asked', body: {}, headers: { apikey: 'sb_publishable_wrong' } })
    expect(noKey.status).toBe(401)
  })

  test('in the plain way: a visitor, and who holds a token of Auth', async ({ stack }) => {
    const signup = await fetch(`${stack.url}/auth/v1/signup`, {
      method: 'POST',
      headers: { apikey: stack.keys.publishableKey, 'content-type': 'application/json' },
      body: '{}',
    })
    const { access_token: user } = (await signup.json()) as { access_token: string }
    const asked = { name: 'way', body: {} }
    const [visitor, signedIn] = [await ask(stack, asked), await ask(stack, { ...asked, token: user })]
    expect(signedIn.body).toMatch(/to_json\(public\."way"\(\)\)/)
    expect(visitor.body).toBe(signedIn.body)
    const library = await ask(stack, { ...asked, token: user, headers: { prefer: 'handling=lenient' } })
    expect(library.body).not.toBe(signedIn.body)
  })

  test('a token need not say when it was issued', async ({ stack }) => {
    const user = await withoutIat(stack, { exp: soon() })
    const { body } = await bothWays(stack, { name: 'asked', body: {}, token: user })
    expect(body).toMatchObject({ role: 'authenticated', uid: '0199a000-0000-7000-8000-00000000000a' })
  })

  test('a token that was good is good no longer than it says', async ({ stack }) => {
    const expiry = Math.floor(Date.now() / 1000) + 2
    const asked = { name: 'asked', body: {}, token: await token(stack, { exp: expiry }) }
    expect((await ask(stack, asked)).status).toBe(200)
    await expect.poll(async () => (await ask(stack, asked)).status, { timeout: 8_000 }).toBe(401)
    expect(Date.now() / 1000).toBeGreaterThanOrEqual(expiry)
    expect((await bothWays(stack, asked)).status).toBe(401)
  })

  test('a role that nobody may become is nobody’s', async ({ stack }) => {
    const postgres = await token(stack, { exp: soon(), role: 'postgres' })
    expect((await bothWays(stack, { name: 'asked', body: {}, token: postgres })).status).toBeGreaterThanOrEqual(400)
    const service = await token(stack, { exp: soon(), role: 'service_role' })
    expect((await bothWays(stack, { name: 'asked', body: {}, token: service })).body).toMatchObject({
      role: 'service_role',
    })
  })
})

test('a function may set the status and the headers of its answer', async ({ stack }) => {
  const call = (status: string, headers: string) => bothWays(stack, { name: 'own_answer', body: { status, headers } })
  expect(await call('202', '[{"x-own": "yes"}]')).toMatchObject({ status: 202, body: { own: true } })
  expect((await call('', '[{"x-own": "yes"}]')).headers).toContain('yes')
})

test('a function that is made, changed or dropped is called as it is now', async ({ db, stack }) => {
  const call = async () => (await ask(stack, { name: 'changing', body: {} })).body
  expect(await call()).toMatchObject({ code: 'PGRST202' })
  await db.postgres.unsafe(
    `create function public.changing() returns text language sql as $$ select 'now' $$; notify pgrst`,
  )
  await expect.poll(call, { timeout: 8_000 }).toBe('now')
  await db.postgres.unsafe(
    `drop function public.changing(); create function public.changing() returns setof integer language sql as $$ select 1 $$; notify pgrst`,
  )
  await expect.poll(call, { timeout: 8_000 }).toEqual([1])
})

test('nobody is refused while the schema is read anew', async ({ db, stack }) => {
  const over = new AbortController()
  const asking = Array.from({ length: 30 }, async (_, n) => {
    const statuses: number[] = []
    while (!over.signal.aborted) {
      const { status } = n % 2 ? await stack.client().rpc('naps') : await stack.client().from('things').select()
      statuses.push(status)
    }
    return statuses
  })
  for (const name of ['first', 'second', 'third']) {
    await db.postgres.unsafe(
      `create function public.${name}() returns integer language sql as 'select 1'; notify pgrst`,
    )
    await expect.poll(async () => (await stack.client().rpc(name)).status, { timeout: 8_000 }).toBe(200)
  }
  over.abort()
  expect(new Set((await Promise.all(asking)).flat())).toEqual(new Set([200]))
})
