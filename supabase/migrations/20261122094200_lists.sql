-- Lists of conversations: by a filter and an order that the caller chooses, a page at a time.

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
      when 'priority' then v_value::text in ('0', '1', '2', '3', '4') -- as text: 1.0 is equal to 1, and no integer
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
  language plpgsql stable set search_path = ''
as $$
declare
  v_conditions text := format('c.workspace_id = %L', workspace_id);
  v_label_id constant uuid := (filter ->> 'label_id')::uuid;
  v_count integer;
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
  if v_label_id is not null then
    select count(*)
    into v_count
    from (
      select
      from public.conversation_labels l
      where l.workspace_id = list_conditions.workspace_id
        and l.label_id = v_label_id
      limit 1501
    ) l;
    v_conditions := v_conditions || case
      when v_count <= 1500 then format(
        ' and c.id = any (array(select l.conversation_id from public.conversation_labels l where l.workspace_id = %L and l.label_id = %L))',
        workspace_id, v_label_id
      )
      else format(' and c.label_ids @> array[%L::uuid]', v_label_id)
    end;
  end if;
  if filter ? 'mentioned' then
    v_conditions := v_conditions || format(
      ' and c.id = any (array(select m.conversation_id from public.mentions m where m.workspace_id = %L and m.agent_id = %L))',
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
        '(select c.* from public.conversations c where %s%s order by %s limit %s)',
        case when status is null then '' else format('c.status = %L and ', status) end, conditions, key.key, list_query.max
      ),
      ' union all '
    ),
    key.key, list_query.max
  )
  from unnest(statuses) status,
    lateral (select format('c.%s %s, c.id %s', sort_key, direction, direction) as key) key
  group by key.key;
$$;
comment on function private.list_query(text, text[], text, text, integer) is 'The first conversations by a key, of each status in question; null: of any, read once.';

create function private.conversations_in_order(
  workspace_id uuid, filter jsonb, caller uuid, sort text, after jsonb, max integer
)
  returns setof public.conversations
  language plpgsql stable set search_path = ''
as $$
declare
  v_conditions constant text := private.list_conditions(workspace_id, filter, caller);
  v_statuses constant text[] := case
    when filter ? 'status' then array[filter ->> 'status']
    when v_conditions like '% and c.id = any (%' then '{null}' -- few, and found by their ids: once, not for each status
    else '{open,snoozed,closed}'
  end;
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

create function private.checked_place(place jsonb, parts jsonb)
  returns jsonb
  language plpgsql stable set search_path = ''
as $$
begin
  if place is null or jsonb_typeof(place) = 'null' then
    return null;
  end if;
  if exists (select from jsonb_each_text(parts) part where not coalesce(pg_input_is_valid(place ->> part.key, part.value), false)) then
    raise exception 'This is no place in the list: pass next as it came.' using errcode = 'LC400', hint = 'after_invalid';
  end if;
  return place;
end;
$$;
comment on function private.checked_place(jsonb, jsonb) is
  'Where a list goes on; null: at its beginning. Each of its parts is there and of its type. LC400 after_invalid.';

create function public.list_conversations(
  workspace_id uuid,
  filter jsonb default '{}',
  sort text default 'newest',
  after jsonb default null,
  max integer default 50
)
  returns json
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_agent constant public.agents := private.require_agent(workspace_id);
  v_filter constant jsonb := private.checked_filter(filter);
  v_sort constant text := private.checked_sort(sort);
  v_limit constant integer := least(greatest(coalesce(max, 50), 1), 200);
  v_after constant jsonb := private.checked_place(
    after,
    '{"at": "timestamptz", "id": "uuid"}' || case when after ->> 'waiting_since' is null then '{}' else '{"waiting_since": "timestamptz"}' end::jsonb
  );
  v_rows public.conversations[];
  v_last public.conversations;
begin
  v_rows := array(
    select c
    from private.conversations_in_order(
      v_agent.workspace_id, v_filter, v_agent.user_id, v_sort, v_after, v_limit + 1
    ) c
  );
  if cardinality(v_rows) > v_limit then
    v_last := v_rows[v_limit];
  end if;
  return json_build_object(
    'rows', (
      select coalesce(json_agg(x), '[]')
      from (
        select c.*,
          (
            select json_build_object(
              'id', p.id, 'name', p.name, 'email', p.email, 'verified', p.verified, 'blocked', p.blocked, 'last_seen_at', p.last_seen_at,
              'erased_at', p.erased_at
            )
            from public.contacts p
            where p.id = c.contact_id
          ) as contact
        from unnest(v_rows[1:v_limit]) c
      ) x
    ),
    'next', case
      when v_last.id is null then null
      when v_sort = 'waiting' then json_build_object('at', v_last.last_message_at, 'id', v_last.id, 'waiting_since', v_last.waiting_since)
      else json_build_object('at', v_last.last_message_at, 'id', v_last.id)
    end
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

revoke execute on all functions in schema private from public;
