import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { ROOT } from '../local/places.ts'
import { databaseUrl } from '../local/postgres/url.ts'
import { reportFixture } from './support/reportFixture.ts'
import { expect, onTestFinished, test } from './support/test.ts'

test('[REP-7] a login for a BI tool reads the figures of the workspaces it is bound to, no word of a conversation, and writes nothing', async ({
  db,
}) => {
  const { cast } = await reportFixture(db)
  const { cast: foreign } = await reportFixture(db)
  const login = `metabase_${db.name.slice(-12)}`
  await db.postgres.unsafe(`create role ${login} login password '${db.server.password}' in role reporter`)
  await db.postgres`insert into private.reporters (role_name, workspace_id) values (${login}, ${cast.workspaceId})`
  const tool = postgres(databaseUrl(db.server, login, db.name), { max: 1, onnotice: () => {} })
  onTestFinished(async () => {
    await tool.end()
    await db.postgres.unsafe(`drop role ${login}`)
  })

  const views = await db.sql<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'reporting'::regnamespace and relkind = 'v'`
  for (const { name } of views) {
    const seen = await tool`select distinct workspace_id from ${tool(`reporting.${name}`)}`
    expect(seen, name).toEqual([{ workspace_id: cast.workspaceId }])
  }
  expect(await tool`select sum(n)::integer as n from reporting.times_by_agent where metric = 'reply'`).toEqual([
    { n: 16 },
  ])
  expect(await tool`select name from public.agents where user_id = ${cast.gus}`).toEqual([{ name: 'Gus Agent' }])
  expect(await tool`select from public.inboxes where workspace_id = ${foreign.workspaceId}`).toHaveLength(0)

  const [english, french] = ['reports.md', 'reports.fr.md'].map((file) => queries(file))
  expect(french).toEqual(english)
  expect(english).toHaveLength(10)
  for (const query of english ?? []) expect((await tool.unsafe(query)).length, query).toBeGreaterThanOrEqual(0)

  const refused = [
    'select body from public.messages',
    'select last_message_preview, context from public.conversations',
    'select email from public.agents',
    'select key from public.inboxes',
    'select * from public.contacts',
    'select * from public.notes',
    'select * from private.reporters',
    'select * from reporting.rebuild()',
    'delete from public.turns',
    `update public.workspaces set name = 'Mine'`,
    `select public.report_live('${cast.workspaceId}')`,
  ]
  for (const query of refused) await expect(tool.unsafe(query), query).rejects.toMatchObject({ code: '42501' })

  await db.postgres`delete from private.reporters where role_name = ${login}`
  expect(await tool`select from reporting.turns`).toHaveLength(0)
})

/** The SQL of the ten questions. */
function queries(file: string): string[] {
  const blocks = readFileSync(join(ROOT, 'docs', file), 'utf8').matchAll(/```sql\n([^`]*)```/g)
  return Array.from(blocks, ([, query]) => query ?? '').filter((query) =>
    /^select (?!\* from reporting.rebuild)/.test(query),
  )
}
