import type postgres from 'postgres'

export interface Filled {
  workspaceId: string
  /** The agent who looks: most open conversations are theirs or nobody's. */
  agentId: string
}

export interface Size {
  conversations: number
  messages: number
}

const VOCABULARY = 20_000
const SENTENCES = 20_000

const COMMON =
  `the de to la a le is et you les my des order est for pour commande je it vous not pas parcel colis hello bonjour thanks merci size
  taille please size when quand delivery livraison where où return retour shoe chaussure box boîte été reçu received still toujours broken cassé price prix
  refund remboursement address adresse tomorrow demain pair paire blue bleu espadrilles`
    .split(/\s+/)
    .filter((word, place, words) => words.indexOf(word) === place)

/**
 * One busy workspace, the same each time: two years of conversations, each with a contact of its own; 4 % are open, 1 % snoozed. Words are
 * as common as words are (Zipf), the first of them real. One conversation has 10,000 messages. As the role that owns the tables.
 */
export async function fillInbox(sql: postgres.Sql, { conversations, messages }: Size): Promise<Filled> {
  const perConversation = Math.round((messages - 10_000) / conversations)
  await sql.begin(async (tx) => {
    await tx.unsafe(`
      select setseed(0.42);
      alter table public.messages drop constraint messages_conversation_id_fkey; -- checked once, at the end
      drop index public.messages_search_idx, public.contacts_search_idx;
      insert into public.workspaces (id, name, time_zone) values (md5('workspace')::uuid, 'Busy', 'Europe/Paris');
      insert into auth.users (id, aud, role, email)
      select md5('agent ' || n)::uuid, 'authenticated', 'authenticated', 'agent' || n || '@busy.example' from generate_series(1, 20) n;
      insert into public.agents (workspace_id, user_id, role, name, email)
      select md5('workspace')::uuid, md5('agent ' || n)::uuid, case n when 1 then 'owner' else 'agent' end::public.agent_role, 'Agent ' || n, 'agent' || n || '@busy.example'
      from generate_series(1, 20) n;
      insert into public.inboxes (id, workspace_id, name, locale)
      select md5('inbox ' || n)::uuid, md5('workspace')::uuid, 'Inbox ' || n, 'fr' from generate_series(1, 3) n;
      insert into public.labels (id, workspace_id, name, color)
      select md5('label ' || n)::uuid, md5('workspace')::uuid, 'Label ' || n, '#1f6b52' from generate_series(1, 12) n;

      create temp table vocabulary on commit drop as
      select n, coalesce(
        (array['${COMMON.join("','")}'])[n],
        (array['ba','co','de','fi','gu','la','mo','ne','po','ri','sa','tu','vé','zo','cha','pri'])[1 + n % 16]
          || (array['lan','mer','tis','dor','rel','que','van','sol'])[1 + n / 16 % 8]
          || (array['a','e','i','o','u','é','on','in'])[1 + n / 128 % 8]
          || (array['','r','s','t','ment','tion','ble','eur'])[1 + n / 1024 % 8]
          || (array['','s','x'])[1 + n / 8192 % 3]
      ) as word
      from generate_series(1, ${VOCABULARY}) n;
      create unique index on vocabulary (n);
      analyze vocabulary;
      create temp table sentence on commit drop as
      select picked.n, string_agg(v.word, ' ' order by picked.place) as body
      from (
        select n, place, ceil(exp(random() * ln(${VOCABULARY})))::integer as word
        from generate_series(1, ${SENTENCES}) n, generate_series(1, 5 + n % 8) place
      ) picked
      join vocabulary v on v.n = picked.word
      group by picked.n;
      create unique index on sentence (n);
      analyze sentence;
      create temp table filling on commit drop as
      select
        n, md5('conversation ' || n)::uuid as id, md5('contact ' || n)::uuid as contact_id,
        md5('inbox ' || 1 + floor(power(random(), 3) * 3))::uuid as inbox_id,
        case when n = 2 then 10000 else greatest(1, round(random() * 2 * ${perConversation}))::integer end as count,
        clock_timestamp() - interval '1 hour' - (n * interval '730 days' / ${conversations}) as last_at,
        case when n = 2 or n % 25 = 0 then 'open' when n % 100 = 1 then 'snoozed' else 'closed' end as status,
        case when n % 3 = 0 then null else md5('agent ' || 1 + floor(power(random(), 2) * 20))::uuid end as assignee_id,
        case when random() < 0.03 then ceil(random() * 4)::integer else 0 end as priority,
        case when random() < 0.3 then array[md5('label ' || ceil(power(random(), 4) * 12))::uuid] else '{}' end as label_ids
      from generate_series(1, ${conversations}) n;
      insert into public.contacts (id, workspace_id, inbox_id, name, email, last_seen_at)
      select contact_id, md5('workspace')::uuid, inbox_id,
        initcap((select word from vocabulary v where v.n = 60 + f.n % 6000)) || ' ' || initcap((select word from vocabulary v where v.n = 60 + f.n * 7 % 9000)),
        'contact' || n || '@example.com', last_at
      from filling f;
      insert into public.conversations (
        id, workspace_id, inbox_id, contact_id, status, priority, label_ids, assignee_id, snoozed_until, closed_at, rev, last_seq,
        last_message_at, last_message_preview, last_message_author, contact_read_seq, agent_read_seq, agent_unread_count, waiting_since,
        created_at, changed_at, contact_changed_at
      )
      select id, md5('workspace')::uuid, inbox_id, contact_id, status, priority, label_ids, assignee_id,
        case status when 'snoozed' then last_at + interval '800 days' end, case status when 'closed' then last_at end, count + 1, count,
        last_at, 'Where is my parcel?', case count % 2 when 1 then 'contact' else 'agent' end::public.actor,
        count, count - count % 2, case when status = 'open' then count % 2 else 0 end,
        case when count % 2 = 1 and status = 'open' then last_at end,
        last_at - count * interval '3 minutes', last_at, last_at
      from filling;
      insert into public.conversation_labels (conversation_id, label_id, workspace_id)
      select id, label_ids[1], md5('workspace')::uuid from filling where label_ids <> '{}';
      insert into public.episodes (conversation_id, episode, workspace_id, inbox_id, opened_at, opened_by, closed_at, closed_by)
      select id, 1, md5('workspace')::uuid, inbox_id, last_at - count * interval '3 minutes', 'contact',
        case status when 'closed' then last_at end, case status when 'closed' then 'agent' end::public.actor
      from filling;
      insert into public.messages (conversation_id, seq, id, workspace_id, rev, author, agent_id, body, created_at)
      select m.id, m.seq, gen_random_uuid(), md5('workspace')::uuid, m.seq + 1,
        case m.seq % 2 when 1 then 'contact' else 'agent' end::public.actor, case m.seq % 2 when 0 then md5('agent 1')::uuid end,
        one.body || '. ' || other.body || case m.seq when 1 then ', CMD-' || 100000 + m.n || '!' else '' end,
        m.last_at - (m.count - m.seq) * interval '3 minutes'
      from (
        select f.*, seq, ceil(random() * ${SENTENCES})::integer as one, ceil(random() * ${SENTENCES})::integer as other
        from filling f, generate_series(1, f.count) seq
      ) m
      join sentence one on one.n = m.one
      join sentence other on other.n = m.other
      order by m.last_at - (m.count - m.seq) * interval '3 minutes'; -- as they came
      insert into private.known_words (workspace_id, word) -- what run_due() learns by and by
      select distinct md5('workspace')::uuid, private.folded(word) from vocabulary where char_length(word) > 3;
      insert into private.words_learnt (workspace_id, until) values (md5('workspace')::uuid, now());
      set local maintenance_work_mem = '512MB';
      create index contacts_search_idx on public.contacts
        using gin (workspace_id, private.folded(coalesce(name, '') || ' ' || coalesce(email, '')) extensions.gin_trgm_ops);
      create index messages_search_idx on public.messages using gin (workspace_id, to_tsvector('simple', private.words(body)));
      alter table public.messages add constraint messages_conversation_id_fkey
        foreign key (conversation_id) references public.conversations (id) on delete cascade;
    `)
  })
  await sql`vacuum analyze`
  const [row] = await sql<Filled[]>`select md5('workspace')::uuid as "workspaceId", md5('agent 1')::uuid as "agentId"`
  if (!row) throw new Error('Nothing was filled in.')
  return row
}
