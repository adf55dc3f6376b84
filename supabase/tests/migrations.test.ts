import { connectAsAdmin, createDatabase } from '../local/database/database.ts'
import { migrate } from '../local/database/migrations.ts'
import { TestDatabase } from './support/database.ts'
import { expect, inject, onTestFinished, test } from './support/test.ts'

test('migrations are applied once, and by no superuser; a database made by others says so and what helps', async () => {
  const server = inject('databaseServer')
  const name = 'test_migrations'
  await createDatabase(server, name)
  onTestFinished(() => new TestDatabase(server, name).drop())
  expect(await migrate(server, name)).not.toEqual([])
  expect(await migrate(server, name)).toEqual([])
  const sql = connectAsAdmin(server, name)
  onTestFinished(() => sql.end())
  expect(await sql`select rolsuper from pg_roles where rolname = 'postgres'`).toEqual([{ rolsuper: false }])
  const [first] = await sql`
    delete from supabase_migrations.schema_migrations
    where version = (select min(version) from supabase_migrations.schema_migrations) returning version`
  await expect(migrate(server, name)).rejects.toThrow(new RegExp(`${first?.['version']}.*npm run reset`))
  await sql`insert into supabase_migrations.schema_migrations (version) values (${first?.['version']})`
  await sql`insert into supabase_migrations.schema_migrations (version) values ('20250101000000')`
  await expect(migrate(server, name)).rejects.toThrow(/20250101000000.*npm run reset/)
})
