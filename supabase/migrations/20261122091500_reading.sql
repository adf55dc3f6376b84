-- Reading: what contacts read, and what agents can't read with a plain select.

-- For contacts

create function public.my_conversations(inbox_key text)
  returns setof jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_inbox constant public.inboxes := private.require_inbox(inbox_key);
  v_contact_id constant uuid := private.my_contact_in(v_inbox.id);
begin
  return query
  select private.contact_conversation(c)
  from public.conversations c
  where c.contact_id = v_contact_id
  order by c.last_message_at desc, c.id desc
  limit 200;
end;
$$;
comment on function public.my_conversations(text) is
  'The caller''s conversations in an inbox, newest message first, at most 200. A definer: contacts select from no table. LC400 inbox_key_malformed; LC401 sign_in_required; LC404 inbox_not_found.';
revoke execute on function public.my_conversations(text) from public, anon, authenticated, service_role;
grant execute on function public.my_conversations(text) to authenticated;

create function public.my_messages(
  conversation_id uuid,
  after_seq integer default null,
  before_seq integer default null,
  max integer default 50,
  and_deleted boolean default false
)
  returns setof jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_limit constant integer := least(greatest(coalesce(max, 50), 1), 200);
begin
  perform private.caller();
  if not exists (
    select
    from public.conversations c
    where c.id = my_messages.conversation_id
      and private.is_my_contact(c.contact_id)
  )
  then
    raise exception 'There is no such conversation.' using errcode = 'LC404', hint = 'conversation_not_found';
  end if;
  if after_seq is not null then
    return query
    select private.contact_message(m)
    from (
      (
        select gone.*
        from public.messages gone
        where and_deleted
          and gone.conversation_id = my_messages.conversation_id
          and gone.deleted_at is not null
          and gone.seq <= after_seq
        order by gone.deleted_at desc
        limit 50
      )
      union all
      (
        select later.*
        from public.messages later
        where later.conversation_id = my_messages.conversation_id
          and later.seq > after_seq
          and (before_seq is null or later.seq < before_seq)
        order by later.seq
        limit v_limit
      )
    ) m
    order by m.seq;
  else
    return query
    select private.contact_message(m)
    from (
      select newest.*
      from public.messages newest
      where newest.conversation_id = my_messages.conversation_id
        and newest.seq < coalesce(before_seq, 2147483647)
      order by newest.seq desc
      limit v_limit
    ) m
    order by m.seq;
  end if;
end;
$$;
comment on function public.my_messages(uuid, integer, integer, integer, boolean) is
  'The caller''s messages by seq: the first after after_seq, else the newest (before before_seq); at most 200. and_deleted: also those up to after_seq that were deleted, at most the last 50, for whoever knows them and was away. A definer: contacts select from no table. LC401 sign_in_required; LC404 conversation_not_found.';
revoke execute on function public.my_messages(uuid, integer, integer, integer, boolean) from public, anon, authenticated, service_role;
grant execute on function public.my_messages(uuid, integer, integer, integer, boolean) to authenticated;

-- For agents

create function public.changes(workspace_id uuid, since timestamptz)
  returns setof public.conversations
  language sql stable set search_path = ''
as $$
  select c.*
  from public.conversations c
  where c.workspace_id = changes.workspace_id
    and c.changed_at > changes.since
  order by c.changed_at, c.id
  limit 500;
$$;
comment on function public.changes(uuid, timestamptz) is
  'Conversations changed since, oldest change first, at most 500. Row-level security decides: of a foreign workspace, none. A change becomes visible when its transaction commits: ask with a margin of 10 s.';
revoke execute on function public.changes(uuid, timestamptz) from public, anon, authenticated, service_role;
grant execute on function public.changes(uuid, timestamptz) to authenticated;

create view private.timeline_entries with (security_invoker = true) as
select m.conversation_id, m.rev, to_jsonb(m) || '{"type": "message"}' as entry
from public.messages m
union all
select n.conversation_id, n.rev, to_jsonb(n) || '{"type": "note"}'
from public.notes n
union all
select
  e.conversation_id,
  e.rev,
  to_jsonb(e) || case
    when e.kind = 'message_deleted' then
      jsonb_build_object(
        'type', 'event',
        'message', (
          select to_jsonb(m)
          from public.messages m
          where m.conversation_id = e.conversation_id
            and m.seq = (e.data ->> 'seq')::integer
        )
      )
    when e.kind = 'note_deleted' then
      jsonb_build_object(
        'type', 'event',
        'note', (
          select to_jsonb(n)
          from public.notes n
          where n.conversation_id = e.conversation_id
            and n.rev = (e.data ->> 'rev')::integer
        )
      )
    else '{"type": "event"}'
  end
from public.conversation_events e;
comment on view private.timeline_entries is
  'Everything that stands in a conversation, each with its type; that a message or note was deleted, with what is left of it. In order, each table is read by its index, and no further than a page goes.';

create function public.timeline(
  conversation_id uuid,
  after_rev integer default null,
  before_rev integer default null,
  max integer default 50
)
  returns setof jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_limit constant integer := least(greatest(coalesce(max, 50), 1), 200);
begin
  perform private.caller();
  if not exists (
    select
    from public.conversations c
    where c.id = timeline.conversation_id
      and private.is_my_workspace(c.workspace_id)
  )
  then
    raise exception 'There is no such conversation.' using errcode = 'LC404', hint = 'conversation_not_found';
  end if;
  if after_rev is not null then
    return query
    select e.entry
    from private.timeline_entries e
    where e.conversation_id = timeline.conversation_id
      and e.rev > after_rev
      and (before_rev is null or e.rev < before_rev)
    order by e.rev
    limit v_limit;
  else
    return query
    select newest.entry
    from (
      select e.rev, e.entry
      from private.timeline_entries e
      where e.conversation_id = timeline.conversation_id
        and e.rev < coalesce(before_rev, 2147483647)
      order by e.rev desc
      limit v_limit
    ) newest
    order by newest.rev;
  end if;
end;
$$;
comment on function public.timeline(uuid, integer, integer, integer) is
  'Messages, notes and events of a conversation by rev, each with its type: the first after after_rev, else the newest (before before_rev); at most 200. A definer, so that three tables are checked once. LC401 sign_in_required; LC404 conversation_not_found.';
revoke execute on function public.timeline(uuid, integer, integer, integer) from public, anon, authenticated, service_role;
grant execute on function public.timeline(uuid, integer, integer, integer) to authenticated;

create function public.conversation_counts(workspace_id uuid)
  returns jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
begin
  perform private.require_agent(workspace_id);
  return (
    select jsonb_build_object(
      'open', count(*) filter (where c.status = 'open'),
      'snoozed', count(*) filter (where c.status = 'snoozed'),
      'unassigned', count(*) filter (where c.status = 'open' and c.assignee_id is null),
      'mine', count(*) filter (where c.status = 'open' and c.assignee_id = v_caller),
      'unread', count(*) filter (where c.status = 'open' and c.agent_unread_count > 0)
    )
    from public.conversations c
    where c.workspace_id = conversation_counts.workspace_id
      and c.status <> 'closed'
  ) || (
    select jsonb_build_object('mentioned', count(distinct m.conversation_id))
    from public.mentions m
    where m.workspace_id = conversation_counts.workspace_id
      and m.agent_id = v_caller
      and m.seen_at is null
  );
end;
$$;
comment on function public.conversation_counts(uuid) is
  'For the tabs: open and snoozed conversations, and of the open ones those without assignee, of the caller, with unread messages; and those, in any state, in which the caller was mentioned and has not looked since. Of closed ones there is no count. A definer: membership is checked once. LC401 sign_in_required; LC404 workspace_not_found.';
revoke execute on function public.conversation_counts(uuid) from public, anon, authenticated, service_role;
grant execute on function public.conversation_counts(uuid) to authenticated;
