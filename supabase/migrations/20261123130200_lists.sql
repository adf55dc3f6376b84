-- The inbox's lists: filters, sorts, pages by key, saved views, counts.

drop index public.conversations_inbox_id_idx;
create index conversations_inbox_id_idx on public.conversations (inbox_id, status, last_message_at desc, id desc);

-- What a list may be asked for

create function private.checked_filter(filter jsonb)
  returns jsonb
  language plpgsql immutable set search_path = ''
as $$
declare
  v_key text;
  v_value jsonb;
  v_is_valid boolean;
begin
  if filter is null or jsonb_typeof(filter) <> 'object' then
    raise exception 'A filter is an object.' using errcode = 'LC400', hint = 'filter_invalid';
  end if;
  filter := jsonb_strip_nulls(filter);
  for v_key, v_value in select entry.key, entry.value from jsonb_each(filter) entry loop
    v_is_valid := case v_key
      when 'status' then v_value in ('"open"', '"snoozed"', '"closed"')
      when 'assignee' then v_value in ('"me"', '"none"') or private.is_uuid(v_value)
      when 'mentioned' then v_value = 'true'
      when 'priority' then v_value in ('0', '1', '2', '3', '4')
      when 'inbox_id' then private.is_uuid(v_value)
      when 'label_id' then private.is_uuid(v_value)
      when 'contact_id' then private.is_uuid(v_value)
      else false
    end;
    if not v_is_valid then
      raise exception 'A filter can''t have % as %.', v_value, v_key using errcode = 'LC400', hint = 'filter_invalid';
    end if;
  end loop;
  return filter;
end;
$$;
comment on function private.checked_filter(jsonb) is
  'What a list is filtered by: status, assignee (me, none or an id), mentioned (true), inbox_id, label_id, priority, contact_id; nulls are left out. LC400 filter_invalid.';

create function private.is_uuid(value jsonb)
  returns boolean
  language sql immutable set search_path = ''
as $$
  select jsonb_typeof(value) = 'string' and value #>> '{}' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';
$$;
comment on function private.is_uuid(jsonb) is 'Whether it is the text of a UUID.';

create function private.checked_sort(sort text)
  returns text
  language plpgsql immutable set search_path = ''
as $$
begin
  if sort is null or sort not in ('newest', 'oldest', 'waiting') then
    raise exception 'A list is sorted by newest, oldest or waiting.' using errcode = 'LC400', hint = 'sort_invalid';
  end if;
  return sort;
end;
$$;
comment on function private.checked_sort(text) is 'newest, oldest or waiting. LC400 sort_invalid.';

create function private.list_conditions(workspace_id uuid, filter jsonb, caller uuid)
  returns text
  language plpgsql immutable set search_path = ''
as $$
declare
  v_conditions text := format('c.workspace_id = %L', workspace_id);
begin
  if filter ? 'assignee' then
    v_conditions := v_conditions || case filter ->> 'assignee'
      when 'none' then ' and c.assignee_id is null'
      when 'me' then format(' and c.assignee_id = %L', caller)
      else format(' and c.assignee_id = %L', (filter ->> 'assignee')::uuid)
    end;
  end if;
  if filter ? 'inbox_id' then
    v_conditions := v_conditions || format(' and c.inbox_id = %L', (filter ->> 'inbox_id')::uuid);
  end if;
  if filter ? 'contact_id' then
    v_conditions := v_conditions || format(' and c.contact_id = %L', (filter ->> 'contact_id')::uuid);
  end if;
  if filter ? 'priority' then
    v_conditions := v_conditions || format(' and c.priority = %s', (filter ->> 'priority')::integer);
  end if;
  if filter ? 'label_id' then
    v_conditions := v_conditions || format(
      ' and exists (select from public.conversation_labels l where l.conversation_id = c.id and l.workspace_id = %L and l.label_id = %L)',
      workspace_id, (filter ->> 'label_id')::uuid
    );
  end if;
  if filter ? 'mentioned' then
    v_conditions := v_conditions || format(
      ' and exists (select from public.mentions m where m.conversation_id = c.id and m.workspace_id = %L and m.agent_id = %L)',
      workspace_id, caller
    );
  end if;
  return v_conditions;
end;
$$;
comment on function private.list_conditions(uuid, jsonb, uuid) is
  'A checked filter, but for its status, as conditions on conversations c: written out, so that the planner knows the values and picks the index for them.';

create function private.list_query(conditions text, statuses text[], sort_key text, direction text, max integer)
  returns text
  language sql immutable set search_path = ''
as $$
  -- One branch a status: each reads its index in order and stops after max, whatever lies beyond.
  select format('select * from (%s) c order by %s limit %s',
    string_agg(
      format(
        '(select c.* from public.conversations c where c.status = %L and %s order by %s limit %s)',
        status, conditions, key.key, list_query.max
      ),
      ' union all '
    ),
    key.key, list_query.max
  )
  from unnest(statuses) status,
    lateral (select format('c.%s %s, c.id %s', sort_key, direction, direction) as key) key
  group by key.key;
$$;
comment on function private.list_query(text, text[], text, text, integer) is 'The first conversations by a key, of each status in question.';

create function private.conversations_in_order(
  workspace_id uuid, filter jsonb, caller uuid, sort text, after jsonb, max integer
)
  returns setof public.conversations
  language plpgsql stable set search_path = ''
as $$
declare
  v_conditions constant text := private.list_conditions(workspace_id, filter, caller);
  v_statuses constant text[] := case when filter ? 'status' then array[filter ->> 'status'] else '{open,snoozed,closed}' end;
  v_waiting constant timestamptz := (after ->> 'waiting_since')::timestamptz;
  v_place constant text := format('(%L::timestamptz, %L::uuid)', after ->> 'at', after ->> 'id');
  v_count integer := 0;
begin
  if sort = 'oldest' then
    return query execute private.list_query(
      v_conditions || case when after is null then '' else ' and (c.last_message_at, c.id) > ' || v_place end,
      v_statuses, 'last_message_at', 'asc', max
    );
    return;
  end if;
  if sort = 'waiting' and (after is null or v_waiting is not null) and v_statuses <> '{closed}' then -- first who waits, longest first…
    return query execute private.list_query(
      v_conditions || ' and c.waiting_since is not null'
        || case when after is null then '' else format(' and (c.waiting_since, c.id) > (%L::timestamptz, %L::uuid)', v_waiting, after ->> 'id') end,
      array_remove(v_statuses, 'closed'), 'waiting_since', 'asc', max
    );
    get diagnostics v_count = row_count;
    after := null;
  end if;
  if v_count < max then -- …then, or else all, by the newest message
    return query execute private.list_query(
      v_conditions
        || case when sort = 'waiting' then ' and c.waiting_since is null' else '' end
        || case when after is null then '' else ' and (c.last_message_at, c.id) < ' || v_place end,
      v_statuses, 'last_message_at', 'desc', max - v_count
    );
  end if;
end;
$$;
comment on function private.conversations_in_order(uuid, jsonb, uuid, text, jsonb, integer) is
  'The first conversations of a list, or those after a place in it. Checks nothing.';

create function private.checked_list_place(place jsonb)
  returns jsonb
  language plpgsql stable set search_path = ''
as $$
begin
  if place is null or jsonb_typeof(place) = 'null' then
    return null;
  end if;
  perform (place ->> 'at')::timestamptz, (place ->> 'id')::uuid, (place ->> 'waiting_since')::timestamptz;
  if num_nulls(place ->> 'at', place ->> 'id') > 0 then
    raise exception 'A part is missing.' using errcode = 'invalid_text_representation';
  end if;
  return place;
exception
  when data_exception then
    raise exception 'This is no place in the list: pass next as it came.' using errcode = 'LC400', hint = 'after_invalid';
end;
$$;
comment on function private.checked_list_place(jsonb) is 'Where a list of conversations goes on; null: at its beginning. LC400 after_invalid.';

create function public.list_conversations(
  workspace_id uuid,
  filter jsonb default '{}',
  sort text default 'newest',
  after jsonb default null,
  max integer default 50
)
  returns jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_agent constant public.agents := private.require_agent(workspace_id);
  v_filter constant jsonb := private.checked_filter(filter);
  v_sort constant text := private.checked_sort(sort);
  v_limit constant integer := least(greatest(coalesce(max, 50), 1), 200);
  v_rows jsonb;
  v_last jsonb;
begin
  select coalesce(jsonb_agg(private.inbox_conversation(c)), '[]')
  into v_rows
  from private.conversations_in_order(
    v_agent.workspace_id, v_filter, v_agent.user_id, v_sort, private.checked_list_place(after), v_limit + 1
  ) c;
  if jsonb_array_length(v_rows) <= v_limit then
    return jsonb_build_object('rows', v_rows, 'next', null);
  end if;
  v_rows := v_rows - v_limit;
  v_last := v_rows -> -1;
  return jsonb_build_object(
    'rows', v_rows,
    'next', jsonb_build_object('at', v_last -> 'last_message_at', 'id', v_last -> 'id')
      || case when v_sort = 'waiting' then jsonb_build_object('waiting_since', v_last -> 'waiting_since') else '{}' end
  );
end;
$$;
comment on function public.list_conversations(uuid, jsonb, text, jsonb, integer) is
  'A page of the inbox: { rows, next }; next, null at the end, goes into after. newest and oldest go by the last message; waiting: who waits, longest first, then the others, newest first. At most 200. A definer: membership is checked once. LC400 filter_invalid, sort_invalid, after_invalid; LC401 sign_in_required; LC404 workspace_not_found.';
revoke execute on function public.list_conversations(uuid, jsonb, text, jsonb, integer) from public, anon, authenticated, service_role;
grant execute on function public.list_conversations(uuid, jsonb, text, jsonb, integer) to authenticated;

create function public.contact_conversations(contact_id uuid, max integer default 20)
  returns setof public.conversations
  language sql stable set search_path = ''
as $$
  select c.*
  from public.conversations c
  where c.contact_id = contact_conversations.contact_id
  order by c.last_message_at desc, c.id desc
  limit least(greatest(coalesce(contact_conversations.max, 20), 1), 200);
$$;
comment on function public.contact_conversations(uuid, integer) is
  'A contact''s conversations, newest message first, at most 200. Row-level security decides: of a foreign contact, none.';
revoke execute on function public.contact_conversations(uuid, integer) from public, anon, authenticated, service_role;
grant execute on function public.contact_conversations(uuid, integer) to authenticated;

-- Saved views

create table public.saved_views (
  id uuid not null default gen_random_uuid(),
  workspace_id uuid not null,
  agent_id uuid,
  name text not null,
  filter jsonb not null default '{}',
  sort text not null default 'newest',
  position integer not null default 0,
  created_at timestamptz not null default now(),
  constraint saved_views_pkey primary key (id),
  constraint saved_views_workspace_id_fkey foreign key (workspace_id) references public.workspaces (id) on delete cascade,
  constraint saved_views_agent_id_fkey foreign key (workspace_id, agent_id) references public.agents (workspace_id, user_id),
  constraint saved_views_name_check check (char_length(name) between 1 and 100),
  constraint saved_views_sort_check check (sort in ('newest', 'oldest', 'waiting'))
);
comment on table public.saved_views is 'A filter and a sort with a name: one agent''s, or the team''s.';
comment on column public.saved_views.agent_id is 'Whose it is; null: shared by all.';
comment on column public.saved_views.filter is 'As list_conversations() takes it; me is whoever looks.';
create index saved_views_workspace_id_idx on public.saved_views (workspace_id, agent_id);

alter table public.saved_views enable row level security;
create policy saved_views_select on public.saved_views
  for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspaces()))
    and (agent_id is null or agent_id = (select auth.uid()))
  );
comment on policy saved_views_select on public.saved_views is 'Agents see their own views and the shared ones of their workspaces.';
revoke all on public.saved_views from anon, authenticated, service_role;
grant select on public.saved_views to authenticated, service_role;

create function private.may_keep(workspace_id uuid, owner_id uuid)
  returns boolean
  language plpgsql stable set search_path = ''
as $$
begin
  if not private.is_my_workspace(workspace_id) or owner_id <> private.caller() then -- owner null: shared, and seen by all
    return false;
  end if;
  if owner_id is null then
    perform private.require_manager(workspace_id);
  end if;
  return true;
end;
$$;
comment on function private.may_keep(uuid, uuid) is
  'Whether the caller may change a thing that is an agent''s own, or shared (owner null) and then for owners and admins. False: it does not exist for them. LC403 not_allowed.';

create function public.save_view(
  workspace_id uuid,
  name text,
  filter jsonb default '{}',
  sort text default 'newest',
  shared boolean default false,
  id uuid default null,
  "position" integer default null
)
  returns public.saved_views
  language plpgsql security definer set search_path = ''
as $$
declare
  v_agent constant public.agents := private.require_agent(workspace_id);
  v_owner_id constant uuid := case when coalesce(shared, false) then null else v_agent.user_id end;
  v_view public.saved_views;
begin
  if v_owner_id is null then
    perform private.require_manager(v_agent.workspace_id);
  end if;
  name := private.checked_name(name);
  filter := private.checked_filter(filter);
  sort := private.checked_sort(sort);
  if save_view.id is null then
    if (
      select count(*)
      from public.saved_views v
      where v.workspace_id = v_agent.workspace_id
        and v.agent_id is not distinct from v_owner_id
    ) >= 100
    then
      raise exception 'There are 100 views already.' using errcode = 'LC409', hint = 'too_many_views';
    end if;
    insert into public.saved_views (workspace_id, agent_id, name, filter, sort, position)
    select v_agent.workspace_id, v_owner_id, save_view.name, save_view.filter, save_view.sort,
      coalesce(save_view.position, max(v.position) + 1, 0)
    from public.saved_views v
    where v.workspace_id = v_agent.workspace_id
      and v.agent_id is not distinct from v_owner_id
    returning * into v_view;
    return v_view;
  end if;
  select v.* into v_view from public.saved_views v where v.id = save_view.id and v.workspace_id = v_agent.workspace_id for no key update;
  if not found or not private.may_keep(v_view.workspace_id, v_view.agent_id) then
    raise exception 'There is no such view.' using errcode = 'LC404', hint = 'view_not_found';
  end if;
  update public.saved_views
  set agent_id = v_owner_id,
    name = save_view.name,
    filter = save_view.filter,
    sort = save_view.sort,
    position = coalesce(save_view.position, saved_views.position)
  where saved_views.id = v_view.id
  returning * into v_view;
  return v_view;
end;
$$;
comment on function public.save_view(uuid, text, jsonb, text, boolean, uuid, integer) is
  'Makes a view, or replaces the one with this id. Shared ones: owners and admins. A definer: writes go through functions only. LC400 name_invalid, filter_invalid, sort_invalid; LC401 sign_in_required; LC403 not_allowed; LC404 workspace_not_found, view_not_found; LC409 too_many_views.';

create function public.delete_view(id uuid)
  returns void
  language plpgsql security definer set search_path = ''
as $$
declare
  v_view public.saved_views;
begin
  select v.* into v_view from public.saved_views v where v.id = delete_view.id;
  if not found or not private.may_keep(v_view.workspace_id, v_view.agent_id) then
    raise exception 'There is no such view.' using errcode = 'LC404', hint = 'view_not_found';
  end if;
  delete from public.saved_views v where v.id = v_view.id;
end;
$$;
comment on function public.delete_view(uuid) is
  'Deletes a view of the caller''s, or, for owners and admins, a shared one. A definer: writes go through functions only. LC401 sign_in_required; LC403 not_allowed; LC404 view_not_found.';

-- Counts

create or replace function public.conversation_counts(workspace_id uuid)
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

create function public.view_counts(workspace_id uuid)
  returns jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_agent constant public.agents := private.require_agent(workspace_id);
  v_view public.saved_views;
  v_counts jsonb := '{}';
  v_count integer;
begin
  for v_view in
    select v.*
    from public.saved_views v
    where v.workspace_id = v_agent.workspace_id
      and (v.agent_id is null or v.agent_id = v_agent.user_id)
  loop
    select count(*)
    into v_count
    from private.conversations_in_order(v_agent.workspace_id, v_view.filter, v_agent.user_id, 'newest', null, 101);
    v_counts := v_counts || jsonb_build_object(v_view.id, v_count);
  end loop;
  return v_counts;
end;
$$;
comment on function public.view_counts(uuid) is
  'How many conversations each view of the caller''s, and each shared one, holds, by id; 101: more than 100. A definer: membership is checked once. LC401 sign_in_required; LC404 workspace_not_found.';

revoke execute on function
  public.save_view(uuid, text, jsonb, text, boolean, uuid, integer),
  public.delete_view(uuid),
  public.view_counts(uuid)
  from public, anon, authenticated, service_role;
grant execute on function
  public.save_view(uuid, text, jsonb, text, boolean, uuid, integer),
  public.delete_view(uuid),
  public.view_counts(uuid)
  to authenticated;
revoke execute on all functions in schema private from public;
