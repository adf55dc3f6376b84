import { v7 as uuidv7 } from 'uuid'
import { createDatabase } from '../local/database/database.ts'
import { migrate } from '../local/database/migrations.ts'
import { startDisposablePostgres } from '../local/postgres/disposable.ts'
import { act, send } from './support/acts.ts'
import { TestDatabase } from './support/database.ts'
import { service } from './support/personas.ts'
import { expect, onTestFinished, test } from './support/test.ts'

/**
 * A cluster of its own, for what is taken from `postgres` here. Hosted lends it the owners of realtime.messages and storage.objects (by
 * supautils) for policies only; here it is their member while it migrates, and then no more.
 */
async function hostedLike(): Promise<TestDatabase> {
  const { server, stop } = await startDisposablePostgres()
  await createDatabase(server, 'hosted')
  await migrate(server, 'hosted')
  const db = new TestDatabase(server, 'hosted')
  onTestFinished(async () => {
    await db.drop()
    await stop()
  })
  await db.sql`revoke supabase_realtime_admin, supabase_storage_admin, pg_monitor, pg_signal_backend from postgres`
  await db.sql`revoke all on realtime.messages from postgres`
  await db.sql`grant select, insert, update on realtime.messages to postgres`
  return db
}

test('[ACCESS-8] nothing is made or run by a superuser: with what a hosted project gives its owner, all works', async () => {
  const db = await hostedLike()
  const [role] = await db.sql`
    select rolsuper, rolcreaterole, rolbypassrls,
      array(select roleid::regrole::text from pg_auth_members where member = pg_roles.oid order by 1) as member_of
    from pg_roles where rolname = 'postgres'`
  expect(role).toEqual({
    rolsuper: false,
    rolcreaterole: true,
    rolbypassrls: true,
    member_of: ['anon', 'authenticated', 'reporter', 'service_role'],
  })
  const foreign = await db.sql`
    select p.oid::regprocedure::text as name, proowner::regrole::text as owner from pg_proc p
    where pronamespace::regnamespace::text in ('public', 'private', 'reporting') and proowner <> 'postgres'::regrole
    union all
    select c.oid::regclass::text, relowner::regrole::text from pg_class c
    where relnamespace::regnamespace::text in ('public', 'private', 'reporting') and relowner <> 'postgres'::regrole`
  expect(foreign).toEqual([])

  const { contact, contactId, conversation, agent, owner, id, inboxKey } = await db.given.openConversation()
  const file = { id: uuidv7(), conversation_id: conversation.id }
  const { path } = await db
    .as(contact)
    .rpc<{ path: string }>('begin_attachment', { ...file, name: 'a.png', type: 'image/png', size: 1 })
  await db.sql`
    insert into storage.objects (bucket_id, name, version, metadata)
    values ('attachments', ${path}, 'v', ${db.sql.json({ size: 1, mimetype: 'image/png' })})`
  await db.as(contact).rpc('finish_attachment', { id: file.id })
  await db.as(contact).rpc('send_message', {
    conversation_id: conversation.id,
    id: uuidv7(),
    body: '',
    attachment_ids: [file.id],
  })
  await send(db, agent, conversation.id)
  await act(db, agent, 'snooze_conversation', conversation.id, { until: new Date(Date.now() + 60_000).toISOString() })
  await db.sql`update public.conversations set snoozed_until = now() - interval '1 hour' where status = 'snoozed'`
  await db.as(agent).rpc('search', { workspace_id: id, query: 'hello' })
  const [topic] = await db.sql<{ topic: string }[]>`select topic from realtime.messages where topic like 'contact:%'`
  expect(topic).toBeDefined() // realtime.send() says nothing when it may not
  const due = async () => (await db.postgres`select private.run_due() as counts`)[0]?.['counts'] as object
  expect(await due()).toMatchObject({ woken: 1 })
  await db.as(owner).rpc('erase_contact', { contact_id: contactId })
  expect(Object.values(await due())).not.toContain(null) // null: a step failed
  expect(await db.as(owner).rpc('erasures', { workspace_id: id })).toMatchObject([{ broadcasts_gone: false }]) // Realtime's to drop
  expect(await db.as(service).rpc('deletions_due')).toMatchObject([{ path }])
  expect(await db.as(contact).rpc('my_conversations', { inbox_key: inboxKey })).toEqual([])
  const mended = await db.postgres`select sum(episodes_mended + turns_mended)::integer as sum from reporting.rebuild()`
  expect(mended).toEqual([{ sum: 0 }])
}, 60_000)
