import { v7 as uuidv7 } from 'uuid'
import { act, refusal, send } from './support/acts.ts'
import type { TestDatabase } from './support/database.ts'
import type { User } from './support/personas.ts'
import type { Json } from './support/rpc.ts'
import { expect, test } from './support/test.ts'

interface Result {
  kind: 'message' | 'note' | 'contact'
  conversation: { id: string } | null
  contact: { id: string; name: string | null }
  message: { id: string; seq: number | null; rev: number; snippet: string; marks: [number, number][] } | null
  rank: number
}

interface Found {
  results: Result[]
  next: Json
}

function search(
  db: TestDatabase,
  who: User,
  workspaceId: string,
  query: string | null,
  more: object = {},
): Promise<Found> {
  return db.as(who).rpc<Found>('search', { workspace_id: workspaceId, query, ...more })
}

const marked = ({ message }: Result): string[] =>
  message?.marks.map(([from, to]) => message.snippet.slice(from, to)) ?? []

/** As time would: run_due() learns the words that were written. */
async function learn(db: TestDatabase, workspaceId: string): Promise<void> {
  await db.sql`update public.messages set created_at = created_at - interval '1 minute' where workspace_id = ${workspaceId}`
  for (;;) {
    const [row] = await db.sql<{ count: number }[]>`select private.learn_words(${workspaceId}, 3) as count`
    if (row?.count === 0) return
  }
}

test('[SEARCH-2] finds messages, notes and people; exact words before beginnings before typing errors', async ({
  db,
}) => {
  const workspace = await db.given.workspace()
  const { id, agent } = workspace
  const exact = await db.given.openConversation({ workspace, body: 'Où est ma commande ?' })
  const beginning = await db.given.openConversation({ workspace, body: 'Mes commandes, 12 et 13.' })
  const far = await db.given.openConversation({ workspace, body: 'Rien à voir.' })
  await db.as(agent).rpc('add_note', { conversation_id: far.conversation.id, id: uuidv7(), body: 'Commande annulée' })
  await db.sql`update public.contacts set name = 'Camille Commande' where id = ${far.contactId}`
  await learn(db, id)
  const { results, next } = await search(db, agent, id, 'COMMANDE')
  expect(next).toBeNull()
  expect(results.map(({ kind, conversation }) => [kind, conversation?.id])).toEqual([
    ['contact', far.conversation.id],
    ['note', far.conversation.id],
    ['message', exact.conversation.id],
    ['message', beginning.conversation.id],
  ])
  expect(results.map(({ rank }) => rank)).toEqual(results.map(({ rank }) => rank).toSorted((one, other) => other - one))
  expect(results.slice(1).map(marked)).toEqual([['Commande'], ['commande'], ['commandes']])
  expect(results[2]?.message).toMatchObject({
    seq: 2,
    rev: 3,
    id: exact.conversation.messageId,
    snippet: 'Où est ma commande ?',
  })

  const wrong = await search(db, agent, id, 'comande')
  expect(wrong.results.map(({ kind }) => kind)).toEqual(['contact', 'note', 'message', 'message'])
  expect(wrong.results.map(marked).slice(1)).toEqual([['Commande'], ['commandes'], ['commande']]) // newest first
  expect((await search(db, agent, id, 'camile comande')).results).toMatchObject([
    { kind: 'contact', contact: { name: 'Camille Commande' } },
  ])
  expect((await search(db, agent, id, 'xylophone')).results).toEqual([])
})

test('[SEARCH-3] operators narrow, in English and French, alone and with words', async ({ db }) => {
  const workspace = await db.given.workspace()
  const { id, owner, agent, admin } = workspace
  const given = []
  for (let n = 0; n < 4; n += 1) given.push(await db.given.openConversation({ workspace, body: `Parcel ${n}, please` }))
  const [a, b, c, d] = given.map(({ conversation }) => conversation.id) as [string, string, string, string]
  await db.sql`update public.contacts set name = 'Zoé Martin' where id = ${given[1]?.contactId ?? ''}`
  const label = await db
    .as(owner)
    .rpc<{ id: string }>('save_label', { workspace_id: id, name: 'À rappeler', color: '#000000' })
  await act(db, agent, 'label_conversation', c, { label_id: label.id })
  await act(db, agent, 'assign_conversation', a)
  await act(db, agent, 'assign_conversation', b, { assignee_id: admin.id })
  await send(db, admin, b, 'The parcel is on its way')
  await act(db, agent, 'close_conversation', a)
  await act(db, agent, 'snooze_conversation', d, { until: new Date(Date.now() + 3_600_000) })
  await db.sql`update public.messages set created_at = '2026-03-05 23:30Z' where conversation_id = ${c} and seq = 2`
  await db.sql`update public.conversations set last_message_at = '2026-03-05 23:30Z' where id = ${c}`
  await db.sql`update public.workspaces set time_zone = 'Europe/Paris' where id = ${id}` // there it is the 6th already
  const of = async (query: string): Promise<string[]> =>
    (await search(db, agent, id, query)).results.map(({ conversation }) => conversation?.id ?? '')
  for (const query of ['parcel is:closed', 'parcel est:close', 'parcel assignee:me', 'attribuée:moi parcel']) {
    expect(await of(query), query).toEqual([a])
  }
  expect(await of('parcel assignee:ada')).toEqual([b, b])
  expect(await of('from:ada')).toEqual([b])
  for (const query of ['from:zoe parcel', 'de:"zoé martin"', 'from:ZOÉ']) expect(await of(query), query).toEqual([b])
  for (const query of [
    'label:"à rappeler"',
    'étiquette:"a rappeler" parcel',
    'label:a',
    'before:2026-03-07',
    'avant:2026-04 parcel',
  ]) {
    expect(await of(query), query).toEqual([c])
  }
  expect(await of('parcel before:2026-03-06')).toEqual([])
  expect((await of('parcel after:2026-03-07')).toSorted()).toEqual([a, b, b, d].toSorted())
  expect(await of('parcel after:2026-03-06 before:2027')).toHaveLength(5)
  expect(await of('is:snoozed')).toEqual([d])
  expect((await of('is:unassigned')).toSorted()).toEqual([c, d].toSorted())
  expect(await of('is:unassigned is:open inbox:acme')).toEqual([c])
  for (const query of [
    'from:nobody',
    'label:none',
    'inbox:other',
    'is:purple',
    'before:soon',
    'parcel after:2026-99',
  ]) {
    expect(await of(query), query).toEqual([])
  }
  for (const query of ['"parcel is on"', '"the parcel" way']) expect(await of(query), query).toEqual([b])
  expect(await of('"is parcel"')).toEqual([])
  expect(await of('parcel is:'), 'not yet written to its end').toHaveLength(5)
  expect(await of('from:ada label:')).toEqual([b])
})

test('[SEARCH-2] pages neither repeat nor miss, over all kinds of hits', async ({ db }) => {
  const workspace = await db.given.workspace()
  const { id, agent } = workspace
  const { conversation } = await db.given.openConversation({ workspace, body: 'parcel' })
  for (const body of ['parcel', 'parcels', 'parcel 2', 'parcels too', 'parcle', 'parcelled'])
    await send(db, agent, conversation.id, body)
  await learn(db, id)
  const all = (await search(db, agent, id, 'parcel')).results.map(({ message }) => message?.seq)
  expect(all).toEqual([5, 3, 2, 8, 6, 4, 7])
  for (const max of [1, 2, 3, 4, 6]) {
    const seqs: unknown[] = []
    let after: Json = null
    do {
      const page: Found = await search(db, agent, id, 'parcel', { max, after })
      seqs.push(...page.results.map(({ message }) => message?.seq))
      after = page.next
    } while (after !== null)
    expect(seqs, `pages of ${max}`).toEqual(all)
  }
})

// Many messages with the word in many conversations, few of them open or snoozed; one is long, and some go on for long beside the others.
const MANY = (workspaceId: string): string => `
  create temp table filling as
  select gen_random_uuid() as id, gen_random_uuid() as contact_id, n, case when n = 3 then 200 when n % 3 = 0 or n % 10 = 1 then 1 + n % 7 else 60 end as count,
    case when n % 3 = 0 then 'open' when n % 10 = 1 then 'snoozed' else 'closed' end as status,
    timestamptz '2026-11-01 12:00Z' - n * interval '1 hour' as last_at
  from generate_series(1, 150) n;
  insert into public.contacts (id, workspace_id, inbox_id)
  select f.contact_id, i.workspace_id, i.id from filling f, public.inboxes i where i.workspace_id = '${workspaceId}';
  insert into public.conversations (
    id, workspace_id, inbox_id, contact_id, status, snoozed_until, closed_at, rev, last_seq, last_message_at, last_message_author, created_at, changed_at,
    contact_changed_at
  )
  select f.id, i.workspace_id, i.id, f.contact_id, f.status, case when f.status = 'snoozed' then f.last_at end, case when f.status = 'closed' then f.last_at end,
    f.count, f.count, f.last_at, 'contact', f.last_at - interval '30 days', f.last_at, f.last_at
  from filling f, public.inboxes i where i.workspace_id = '${workspaceId}';
  insert into public.messages (conversation_id, seq, id, workspace_id, rev, author, body, created_at)
  select f.id, seq, gen_random_uuid(), '${workspaceId}', seq, 'contact', case when (seq + n) % 4 = 0 then 'Bonjour' else 'Mon colis ?' end,
    f.last_at - (f.count - seq) * (1 + n % 5) * interval '25 minutes'
  from filling f, generate_series(1, f.count) seq;
  insert into public.notes (id, conversation_id, workspace_id, rev, agent_id, body, created_at)
  select gen_random_uuid(), f.id, '${workspaceId}', 1000, a.user_id, 'Colis perdu', f.last_at - interval '10 minutes'
  from filling f, public.agents a where a.workspace_id = '${workspaceId}' and a.role = 'owner' and f.n % 6 = 0;
  drop table filling;
  analyze;`

test('[SEARCH-2] [SEARCH-3] a common word in few conversations: from those, and the same as through all', async ({
  db,
}) => {
  const workspace = await db.given.workspace()
  const { id, agent } = workspace
  await db.sql.unsafe(MANY(id)).simple()
  const truth = async (status: string): Promise<string[]> => {
    const rows = await db.sql<{ hit: string }[]>`
      select x.conversation_id || ' ' || x.rev as hit
      from (
        select conversation_id, rev, created_at, body from public.messages where workspace_id = ${id}
        union all select conversation_id, rev, created_at, body from public.notes where workspace_id = ${id}
      ) x
      join public.conversations c on c.id = x.conversation_id and c.status = ${status}
      where x.body ilike '%colis%'
      order by x.created_at desc, x.conversation_id desc, x.rev desc`
    return rows.map(({ hit }) => hit)
  }
  for (const status of ['open', 'snoozed']) {
    const [walked] = await db.sql<{ found: boolean }[]>`
      select private.found_in_conversations(
        ${id}, private.search_question(${id}, ${agent.id}, ${`colis is:${status}`}),
        ${`to_tsvector('simple', private.words(x.body)) @@ 'colis'::tsquery`}, 4000, null, 3
      ) is not null as found`
    expect(walked, `${status}: nothing is shown of it, if it goes through all`).toEqual({ found: true })
    const all = await truth(status)
    for (const max of [2, 5]) {
      const hits: string[] = []
      let after: Json = null
      do {
        const page: Found = await search(db, agent, id, `colis is:${status}`, { max, after })
        hits.push(...page.results.map(({ conversation, message }) => `${conversation?.id} ${message?.rev}`))
        after = page.next
      } while (after !== null && hits.length < 120)
      expect(hits.slice(0, 120), `${status}, pages of ${max}`).toEqual(
        all.slice(0, Math.max(hits.length, Math.min(120, all.length))),
      )
    }
  }
})

test('[SEARCH-4] a snippet shows the hit as it was written, and marks it as JavaScript counts', async ({ db }) => {
  const workspace = await db.given.workspace()
  const { agent, id } = workspace
  const long = `${'Bla bla 👋🏽 '.repeat(60)}l’œuvre <b>Été</b> ${'et puis '.repeat(60)}`
  await db.given.openConversation({ workspace, body: long })
  const [hit] = (await search(db, agent, id, 'ete oeuvre')).results
  expect(hit && marked(hit)).toEqual(['œuvre', 'Été'])
  expect(hit?.message?.snippet).toMatch(/^….{40,}l’œuvre <b>Été<\/b> et puis.*…$/u)
  expect(hit?.message?.snippet.length).toBeLessThan(300)
})

test('[SEARCH-2] whatever is asked is answered', async ({ db }) => {
  const { id, agent } = await db.given.personas()
  for (const query of [
    '',
    ' ',
    null,
    '!',
    '&|!():*',
    "'; drop table",
    '\\',
    '%',
    '_',
    '""',
    '"',
    ':',
    'from:',
    'a:b:c',
    '👋',
    'is:""',
    'x'.repeat(5000),
    'a '.repeat(300),
    '\u0001',
    "it's",
    '(',
    '<->',
    '12:30',
  ]) {
    expect((await search(db, agent, id, query)).next, String(query)).toBeNull()
  }
  for (const after of [{}, { tier: 4, at: new Date(), id: uuidv7(), rev: 1 }, 'x']) {
    await expect(search(db, agent, id, 'x', { after })).rejects.toMatchObject(refusal('after_invalid'))
  }
})

test('[ACCESS-4] a search stays in its workspace', async ({ db }) => {
  const { id, elsewhere, agent, agentElsewhere, contact } = await db.given.personas()
  await db.given.openConversation({ body: 'unmistakable' })
  await learn(db, id)
  expect((await search(db, agent, id, 'unmistakable')).results).toHaveLength(1)
  expect((await search(db, agent, id, 'unmistakible')).results).toHaveLength(1)
  for (const query of ['unmistakable', 'unmistakible', 'is:open from:gus']) {
    expect((await search(db, agentElsewhere, elsewhere.id, query)).results, query).toEqual([])
  }
  for (const who of [agentElsewhere, contact]) {
    await expect(search(db, who, id, 'unmistakable')).rejects.toMatchObject(refusal('workspace_not_found'))
  }
})
