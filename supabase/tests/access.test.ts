import { v7 as uuidv7 } from 'uuid'
import type { TestDatabase } from './support/database.ts'
import type { Personas } from './support/given.ts'
import { nobody, service } from './support/personas.ts'
import { expect, test } from './support/test.ts'
import { signToken } from './support/tokens.ts'

/** Who may call what: a function that is missing here can be called by nobody. */
const ALLOWED: Record<string, string[]> = {
  anon: ['get_inbox'],
  authenticated: [
    'accept_invitation',
    'add_note',
    'agent_heartbeat',
    'assign_conversation',
    'begin_attachment',
    'block_contact',
    'bulk_update',
    'changes',
    'close_conversation',
    'contact_conversations',
    'contact_heartbeat',
    'contact_merges',
    'conversation_counts',
    'create_identity_secret',
    'create_inbox',
    'create_workspace',
    'delete_canned_response',
    'delete_label',
    'delete_message',
    'delete_note',
    'delete_view',
    'discard_attachment',
    'end_conversation',
    'erase_contact',
    'erasures',
    'finish_attachment',
    'get_inbox',
    'identify',
    'identity_secrets',
    'invite_agent',
    'join_identity_realm',
    'label_conversation',
    'list_conversations',
    'logout',
    'mark_mentions_seen',
    'mark_read',
    'merge_contacts',
    'move_conversation',
    'my_contact',
    'my_conversations',
    'my_messages',
    'my_preferences',
    'my_topics',
    'rate_conversation',
    'remove_agent',
    'rename_workspace',
    'reopen_conversation',
    'report_breakdown',
    'report_conversations',
    'report_distribution',
    'report_heatmap',
    'report_live',
    'report_overview',
    'report_series',
    'report_summary',
    'revoke_identity_secret',
    'revoke_invitation',
    'save_canned_response',
    'save_contact_note',
    'save_draft',
    'save_label',
    'save_view',
    'search',
    'search_conversations',
    'send_message',
    'set_availability',
    'set_calendar',
    'set_contact',
    'set_preferences',
    'set_priority',
    'set_time_zone',
    'snooze_conversation',
    'start_conversation',
    'timeline',
    'typing',
    'unmerge_contacts',
    'update_agent',
    'update_contact',
    'update_inbox',
    'view_counts',
  ],
  service_role: ['deletions_done', 'deletions_due'],
}

const TABLES = [
  'agent_preferences',
  'agents',
  'attachments',
  'calendars',
  'canned_responses',
  'contact_identities',
  'contact_notes',
  'contact_sessions',
  'contacts',
  'conversation_events',
  'conversation_labels',
  'conversations',
  'drafts',
  'episodes',
  'inboxes',
  'invitations',
  'labels',
  'mentions',
  'messages',
  'notes',
  'ratings',
  'saved_views',
  'turns',
  'workspaces',
]

/** Of these an agent sees their own rows only. */
const OWN = new Set(['agent_preferences', 'drafts'])

async function fill(db: TestDatabase): Promise<Personas> {
  const personas = await db.given.personas()
  for (const workspace of [personas, personas.elsewhere]) {
    const { contact, contactId, conversation } = await db.given.openConversation({ workspace })
    const at = { conversation_id: conversation.id }
    await db.as(workspace.owner).rpc('add_note', { ...at, id: uuidv7(), body: 'A note.' })
    await db.as(workspace.owner).rpc('save_contact_note', { contact_id: contactId, body: 'Nice.' })
    await db.as(workspace.owner).rpc('send_message', { ...at, id: uuidv7(), body: 'An answer.' })
    await db.as(contact).rpc('send_message', { ...at, id: uuidv7(), body: 'Thanks.' })
    const { id: secretId, secret } = await db
      .as(workspace.owner)
      .rpc<{ id: string; secret: string }>('create_identity_secret', { inbox_id: workspace.inboxId })
    const token = signToken(secret, { aud: workspace.inboxKey, sub: 'user-1' })
    await db.as(contact).rpc('identify', { inbox_key: workspace.inboxKey, token })
    await db.as(workspace.owner).rpc('revoke_identity_secret', { id: secretId })
    const file = { ...at, id: uuidv7(), name: 'a.png', type: 'image/png', size: 1 }
    await db.as(contact).rpc('begin_attachment', file)
    await db.as(contact).rpc('end_conversation', at)
    await db.as(contact).rpc('rate_conversation', { ...at, score: 4 })
    await db
      .as(workspace.owner)
      .rpc('invite_agent', { workspace_id: workspace.id, email: 'new@example.com', role: 'agent' })
    const owner = db.as(workspace.owner)
    const label = await owner.rpc<{ id: string }>('save_label', {
      workspace_id: workspace.id,
      name: `VIP ${uuidv7()}`,
      color: '#1f6b52',
    })
    await owner.rpc('label_conversation', { ...at, label_id: label.id })
    await owner.rpc('add_note', { ...at, id: uuidv7(), body: 'Look!', mentions: [workspace.agent.id] })
    await owner.rpc('save_view', {
      workspace_id: workspace.id,
      name: 'VIPs',
      filter: { label_id: label.id },
      shared: true,
    })
    await owner.rpc('save_canned_response', {
      workspace_id: workspace.id,
      shortcut: uuidv7().slice(-12),
      title: 'Hi',
      body: 'Hello!',
    })
    await owner.rpc('save_draft', { ...at, kind: 'reply', body: 'Dear' })
    await owner.rpc('set_preferences', { workspace_id: workspace.id, preferences: { sound: false } })
    await db
      .as(workspace.owner)
      .rpc('set_calendar', { inbox_id: workspace.inboxId, time_zone: 'Europe/Paris', week: null, exceptions: [] })
  }
  return personas
}

test('[ACCESS-1] a contact, another one, a stranger and nobody select from no table', async ({ db }) => {
  const { contact, otherContact, owner } = await fill(db)
  const stranger = await db.given.user({ email: 'stranger@example.com' })
  const tables = await db.sql<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f') order by relname`
  expect(tables.map(({ name }) => name)).toEqual(TABLES)
  for (const table of TABLES) {
    for (const persona of [contact, otherContact, stranger]) {
      expect(await db.as(persona).select(table), table).toEqual([])
    }
    await expect(db.as(nobody).select(table)).rejects.toMatchObject({ code: '42501' })
    expect((await db.as(owner).select(table)).length, table).toBeGreaterThan(0)
  }
})

test('[ACCESS-2] an agent sees their workspace in every table, and nothing of another', async ({ db }) => {
  const { owner, admin, agent, agentElsewhere, id, elsewhere } = await fill(db)
  for (const table of TABLES.filter((name) => name !== 'workspaces')) {
    const everything = await db.sql`select workspace_id from ${db.sql(`public.${table}`)}`
    expect(new Set(everything.map((row) => row['workspace_id'])), table).toEqual(new Set([id, elsewhere.id]))
    const count = everything.filter((row) => row['workspace_id'] === id).length
    for (const persona of [owner, admin, agent]) {
      const rows = await db.as(persona).select(table)
      if (table === 'invitations' && persona === agent) {
        expect(rows, '[ACCESS-5]').toEqual([])
      } else if (OWN.has(table) && persona !== owner) {
        expect(rows, table).toEqual([])
      } else {
        expect(rows, table).toHaveLength(count)
        expect(rows.every((row) => row['workspace_id'] === id)).toBe(true)
      }
    }
    const theirs = await db.as(agentElsewhere).select(table)
    expect(theirs.length, table).toBeGreaterThan(0)
    expect(theirs.every((row) => row['workspace_id'] === elsewhere.id)).toBe(true)
  }
  expect(await db.as(agent).select('workspaces')).toMatchObject([{ id }])
})

test('[ACCESS-2] who was removed sees nothing more', async ({ db }) => {
  const workspace = await db.given.workspace()
  await db.given.openConversation({ workspace })
  expect(await db.as(workspace.agent).select('messages')).not.toEqual([])
  await db.as(workspace.owner).rpc('remove_agent', { workspace_id: workspace.id, user_id: workspace.agent.id })
  for (const table of TABLES) expect(await db.as(workspace.agent).select(table), table).toEqual([])
})

test('[ACCESS-3] nobody writes to a table', async ({ db }) => {
  const { owner, contact, inboxKey } = await fill(db)
  const grants = await db.sql`
    select relname, privilege_type, grantee::regrole::text
    from pg_class, aclexplode(relacl) where relnamespace = 'public'::regnamespace and privilege_type <> 'SELECT'
      and grantee::regrole::text <> 'postgres'`
  expect(grants).toEqual([])
  for (const persona of [owner, contact, nobody, service]) {
    for (const table of TABLES) {
      await expect(db.as(persona).sql`delete from ${db.sql(`public.${table}`)}`).rejects.toMatchObject({
        code: '42501',
      })
    }
    await expect(db.as(persona).sql`update public.messages set body = 'x'`).rejects.toMatchObject({ code: '42501' })
    await expect(db.as(persona).sql`insert into public.workspaces (name) values ('x')`).rejects.toMatchObject({
      code: '42501',
    })
    await expect(db.as(persona).sql`select * from private.setup_code`).rejects.toMatchObject({ code: '42501' })
    await expect(db.as(persona).sql`select private.new_inbox_key()`).rejects.toMatchObject({ code: '42501' })
  }
  expect(await db.as(nobody).rpc('get_inbox', { inbox_key: inboxKey })).toMatchObject({ name: 'Acme website' })
})

test('[ACCESS-3] the functions that may be called are the list above', async ({ db }) => {
  for (const [role, names] of Object.entries(ALLOWED)) {
    const callable = await db.sql<{ name: string }[]>`
      select distinct proname as name from pg_proc
      where pronamespace = 'public'::regnamespace and has_function_privilege(${role}, oid, 'execute') order by proname`
    expect(callable.map(({ name }) => name)).toEqual(names)
  }
  const open = await db.sql`
    select oid::regprocedure::text as name from pg_proc
    where pronamespace in ('public'::regnamespace, 'private'::regnamespace) and has_function_privilege('public', oid, 'execute')`
  expect(open).toEqual([])
})

test('every function has an empty search path, every table a comment and row-level security', async ({ db }) => {
  const searching = await db.sql`
    select oid::regprocedure::text as name from pg_proc
    where pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and (not coalesce(proconfig, '{}') @> array['search_path=""'] or obj_description(oid, 'pg_proc') is null)`
  expect(searching).toEqual([])
  const bare = await db.sql`
    select oid::regclass::text as name from pg_class
    where relnamespace in ('public'::regnamespace, 'private'::regnamespace) and relkind in ('r', 'p')
      and (not relrowsecurity or obj_description(oid, 'pg_class') is null)`
  expect(bare).toEqual([])
  const policies = await db.sql`
    select c.relname, count(*)::integer from pg_policy p join pg_class c on c.oid = p.polrelid
    where c.relnamespace = 'public'::regnamespace and obj_description(p.oid, 'pg_policy') is not null
      and p.polroles = array['authenticated'::regrole::oid] and p.polcmd = 'r' group by 1 order by 1`
  expect(policies).toEqual(TABLES.map((relname) => ({ relname, count: 1 })))
  const [others] = await db.sql`
    select array_agg(distinct p.polroles::regrole[]::text || ' ' || p.polcmd::text) as found from pg_policy p join pg_class c on c.oid = p.polrelid
    where c.relnamespace = 'public'::regnamespace and p.polroles <> array['authenticated'::regrole::oid]`
  expect(others).toEqual({ found: ['{reporter} r'] })
})
