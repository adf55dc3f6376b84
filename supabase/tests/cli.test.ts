import { cpSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type postgres from 'postgres'
import { runSupabaseCli } from '../local/database/cli.ts'
import { createDatabase, type DefaultPrivileges } from '../local/database/database.ts'
import { migrate } from '../local/database/migrations.ts'
import { generateTypes } from '../local/database/types.ts'
import { ROOT } from '../local/places.ts'
import { makeDisposableFolder } from '../local/postgres/disposable.ts'
import { databaseUrl } from '../local/postgres/url.ts'
import { TestDatabase } from './support/database.ts'
import { expect, inject, onTestFinished, test } from './support/test.ts'

// The Supabase CLI itself, as `npx supabase`, against the embedded Postgres: what a team does with its hosted project.

/** A database as hosted has it before the first migration. */
async function emptyDatabase(name: string, defaultPrivileges?: DefaultPrivileges): Promise<TestDatabase> {
  const server = inject('databaseServer')
  await createDatabase(server, name, defaultPrivileges)
  const db = new TestDatabase(server, name)
  onTestFinished(() => db.drop())
  return db
}

/** The CLI works on a copy of `supabase/`: it writes notes of its own there. */
function projectFolder(): string {
  const folder = makeDisposableFolder()
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const part of ['config.toml', 'migrations']) {
    cpSync(join(ROOT, 'supabase', part), join(folder, 'supabase', part), { recursive: true })
  }
  return folder
}

const remote = (db: TestDatabase): string => `--remote=${databaseUrl(db.server, 'postgres', db.name)}?sslmode=disable`

test('db push applies all migrations to an empty database, and the embedded stack then has nothing left to do', async () => {
  const db = await emptyDatabase('cli_push')
  const { stdout, stderr } = await runSupabaseCli(['db', 'push', '--yes', remote(db)], projectFolder())
  expect(stdout + stderr).not.toMatch(/error/i)
  const [tables] = await db.sql`select count(*)::integer as n from pg_tables where schemaname = 'public'`
  expect(tables?.n).toBeGreaterThan(10)
  expect(await migrate(db.server, db.name)).toEqual([])
})

test('db push has nothing left to do after the embedded stack', async () => {
  const db = await emptyDatabase('cli_known')
  const applied = await migrate(db.server, db.name)
  expect(applied.length).toBeGreaterThan(10)
  const { stdout, stderr } = await runSupabaseCli(['db', 'push', '--yes', remote(db)], projectFolder())
  expect(stdout + stderr).toMatch(/up to date/i)
})

test('db advisors has nothing to say', async ({ db }) => {
  const ask = (): Promise<{ stdout: string }> =>
    runSupabaseCli(['db', 'advisors', '--level', 'warn', '--fail-on', 'warn', remote(db)], projectFolder())
  expect((await ask()).stdout).not.toMatch(/"level":/)
  // Else the line above proves nothing:
  await db.postgres.unsafe(
    'create table public.without_policies (n integer); grant select on public.without_policies to anon',
  )
  await expect(ask()).rejects.toMatchObject({ stdout: expect.stringContaining('without_policies') })
})

test('the API roles get the same rights whether a project grants nothing by itself or everything', async () => {
  const databases = [await emptyDatabase('cli_none', 'none'), await emptyDatabase('cli_all', 'all')]
  const [none, all] = await Promise.all(
    databases.map(async (db) => {
      await migrate(db.server, db.name)
      return grantsOf(db.sql)
    }),
  )
  expect(none?.length).toBeGreaterThan(30)
  expect(all).toEqual(none)
})

test('database.types.ts is what the migrations make', async () => {
  const path = fileURLToPath(new URL('../../src/lib/database.types.ts', import.meta.url))
  expect(await generateTypes()).toBe(readFileSync(path, 'utf8'))
})

/** Every right of anon, authenticated and everybody on what the migrations made, one a line. */
async function grantsOf(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<{ grant: string }[]>`
    with objects as (
      select format('%s.%s', relnamespace::regnamespace, relname) as object, relacl as acl, relowner as owner,
        case relkind when 'S' then 's'::"char" else 'r' end as kind
      from pg_class where relnamespace in ('public'::regnamespace, 'private'::regnamespace) and relkind in ('r', 'v', 'm', 'p', 'S')
      union all
      select pg_proc.oid::regprocedure::text, proacl, proowner, 'f'
      from pg_proc where pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      union all
      select nspname, nspacl, nspowner, 'n' from pg_namespace where nspname in ('public', 'private')
    )
    select distinct format('%s: %s %s', object, coalesce(rolname, 'everybody'), privilege_type) as grant
    from objects
    cross join aclexplode(coalesce(acl, acldefault(kind, owner)))
    left join pg_roles on pg_roles.oid = grantee
    where grantee = 0 or rolname in ('anon', 'authenticated')
    order by 1`
  return rows.map((row) => row.grant)
}
