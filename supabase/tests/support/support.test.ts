import { createUser, nobody } from './personas.ts'
import { expect, test } from './test.ts'

test('a persona speaks with the role and claims that the Data API would set', async ({ db }) => {
  const user = await createUser(db.sql, { email: 'ada@example.com' })
  expect(
    await db.as(user).sql`select current_user::text as role, auth.uid() as id, auth.jwt() ->> 'email' as email`,
  ).toEqual([{ role: 'authenticated', id: user.id, email: 'ada@example.com' }])
  expect(await db.as(nobody).sql`select current_user::text as role, auth.uid() as id`).toEqual([
    { role: 'anon', id: null },
  ])
})

test('rpc takes and returns what the Data API would', async ({ db }) => {
  await db.postgres`
    create function public.echo(given jsonb, times integer default 1, ids uuid[] default '{}')
      returns setof jsonb language sql as $$ select given from generate_series(1, times) $$`
  await db.postgres`create function public.nothing() returns void language sql as $$ $$`
  await db.postgres`create function public.now_is(at timestamptz) returns timestamptz language sql as $$ select at $$`
  expect(await db.as(nobody).rpc('echo', { given: { a: [1, 'x'] }, times: 2 })).toEqual([
    { a: [1, 'x'] },
    { a: [1, 'x'] },
  ])
  expect(await db.as(nobody).rpc('nothing')).toBeNull()
  expect(await db.as(nobody).rpc('now_is', { at: '2026-01-02T03:04:05Z' })).toBe('2026-01-02T03:04:05+00:00')
})

test('select shows what policies and grants let through, and nothing else', async ({ db }) => {
  const [ada, bob] = [await createUser(db.sql, { email: 'a@example.com' }), await createUser(db.sql)]
  await db.postgres.unsafe(`
    create table public.things (owner uuid, secret boolean);
    alter table public.things enable row level security;
    create policy things_select on public.things for select to authenticated using (owner = (select auth.uid()));
    grant select on public.things to authenticated;
  `)
  await db.postgres`insert into public.things values (${ada.id}, true), (${ada.id}, false)`
  expect(await db.as(ada).select('things', { secret: true })).toEqual([{ owner: ada.id, secret: true }])
  expect(await db.as(bob).select('things')).toEqual([])
  await expect(db.as(nobody).select('things')).rejects.toMatchObject({ code: '42501' })
})

test('new tables are granted to nobody, as in new hosted projects', async ({ db }) => {
  await db.postgres`create table public.closed (id integer)`
  const user = await createUser(db.sql)
  await expect(db.as(user).select('closed')).rejects.toMatchObject({ code: '42501' })
})

test('a migration may write policies on realtime.messages and nothing else there', async ({ db }) => {
  await db.postgres`create policy hear on realtime.messages for select to authenticated using (true)`
  await db.postgres`drop policy hear on realtime.messages`
  for (const statement of [
    'alter table realtime.messages enable row level security',
    'create table realtime.mine ()',
    'create index on realtime.messages (topic)',
    'drop function realtime.send(jsonb, text, text, boolean)',
  ]) {
    await expect(db.postgres.unsafe(statement)).rejects.toMatchObject({ code: '42501' })
  }
})
