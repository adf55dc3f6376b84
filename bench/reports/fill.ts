import type postgres from 'postgres'

/** A year of one busy workspace: turns of three messages, three to a conversation; most are answered. */
export async function fillYear(sql: postgres.Sql, turns: number): Promise<{ workspaceId: string; agentId: string }> {
  await sql
    .unsafe(
      `
    set session_replication_role = replica; -- no foreign keys are checked meanwhile
    drop index public.messages_search_idx; -- not what is measured, and most of the time it takes to fill
    insert into public.workspaces (id, name, time_zone) values (gen_random_uuid(), 'Busy', 'Europe/Paris');
    insert into public.inboxes (workspace_id, name, locale)
    select w.id, 'Inbox ' || n, 'en' from public.workspaces w, generate_series(1, 4) n;
    insert into public.agents (workspace_id, user_id, role, name, email)
    select w.id, gen_random_uuid(), 'agent', 'Agent ' || n, 'agent' || n || '@example.com' from public.workspaces w, generate_series(1, 20) n;
    create temp table conversation as
    select gen_random_uuid() as id, gen_random_uuid() as contact_id, w.id as workspace_id, i.ids[1 + n % 4] as inbox_id,
      a.ids[1 + n % 20] as agent_id, now() - random() * interval '365 days' as at, n
    from public.workspaces w,
      (select array_agg(id) as ids from public.inboxes) i,
      (select array_agg(user_id) as ids from public.agents) a,
      generate_series(1, ${Math.round(turns / 3)}) n;
    create temp table turn as
    select c.*, turn, c.at + turn * interval '2 hours' + random() * interval '10 minutes' as started_at,
      least(-ln(1 - random()) * 600, 6000) as wait, case when turn = 3 and n % 8 = 0 then 'closed_by_agent' else 'replied' end as outcome
    from conversation c, generate_series(1, 3) turn;
    insert into public.contacts (id, workspace_id, inbox_id) select contact_id, workspace_id, inbox_id from conversation;
    insert into public.conversations (id, workspace_id, inbox_id, contact_id, status, closed_at, assignee_id, rev, last_seq, last_message_at,
      last_message_author, created_at, changed_at, contact_changed_at)
    select id, workspace_id, inbox_id, contact_id, 'closed', at + interval '9 hours', agent_id, 12, 9, at + interval '8 hours',
      'agent', at, at, at from conversation;
    insert into public.episodes (conversation_id, episode, workspace_id, inbox_id, opened_at, opened_by, closed_at, closed_by, assignee_id, business_seconds)
    select id, 1, workspace_id, inbox_id, at, 'contact', at + interval '9 hours', 'agent', agent_id, 20000 from conversation;
    insert into public.turns (conversation_id, episode, turn, workspace_id, inbox_id, outcome, started_at, ended_at, replier_id, assignee_id, business_seconds)
    select id, 1, turn, workspace_id, inbox_id, outcome::public.turn_outcome, started_at, started_at + make_interval(secs => wait),
      case outcome when 'replied' then agent_id end, agent_id, wait / 3 from turn order by started_at;
    insert into public.messages (conversation_id, seq, id, workspace_id, rev, author, agent_id, body, created_at)
    select id, (turn - 1) * 3 + place, gen_random_uuid(), workspace_id, turn * 4 + place,
      case place when 3 then 'agent' else 'contact' end::public.actor, case place when 3 then agent_id end,
      'Where is order ' || n || '?', started_at + make_interval(secs => wait * (place - 1) / 2)
    from turn, generate_series(1, 3) place where place < 3 or outcome = 'replied' order by started_at;
    reset session_replication_role;
  `,
    )
    .simple()
  await sql`vacuum analyze`
  const [row] = await sql<{ workspaceId: string; agentId: string }[]>`
    select workspace_id as "workspaceId", user_id as "agentId" from public.agents limit 1`
  if (!row) throw new Error('Nothing was filled in.')
  return row
}
