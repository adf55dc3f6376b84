-- A page of a list as json, written once: as jsonb it was built, copied and written again, which was half of what it cost.

drop function public.list_conversations(uuid, jsonb, text, jsonb, integer);
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
  v_rows public.conversations[];
  v_last public.conversations;
begin
  v_rows := array(
    select c
    from private.conversations_in_order(
      v_agent.workspace_id, v_filter, v_agent.user_id, v_sort, private.checked_list_place(after), v_limit + 1
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
              'id', p.id, 'name', p.name, 'email', p.email, 'verified', p.verified, 'blocked', p.blocked, 'last_seen_at', p.last_seen_at
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

-- What somebody wrote is found by their conversations.

create or replace function private.found_texts(
  workspace_id uuid, question private.search_question, tsquery text, but_not text, after jsonb, max integer
)
  returns table (kind text, conversation_id uuid, rev integer, at timestamptz)
  language plpgsql volatile set search_path = '' -- only because it asks the planner
as $$
declare
  v_words constant text := case when but_not is null then tsquery else format('(%s) & !(%s)', tsquery, but_not) end;
  v_match constant text := case
    when tsquery is null then 'true'
    else format('to_tsvector(''simple'', private.words(x.body)) @@ %L::tsquery', v_words)
  end;
  v_where constant text := private.text_conditions(workspace_id, question, after);
  v_within constant text := case when question.conditions <> '' then ' join public.conversations c on c.id = x.conversation_id' || question.conditions else '' end;
  -- Not the index of times, when words are asked for: it would be read to its end for words that are rarer than they seem.
  v_order constant text := format(
    ' order by x.created_at%s desc, x.conversation_id desc, x.rev desc limit %s', case when tsquery is not null then ' + interval ''0''' end, max
  );
  v_notes text := 'select ''note'' as kind, x.conversation_id, x.rev, x.created_at as at from public.notes x';
  v_messages constant text := 'select ''message'' as kind, x.conversation_id, x.rev, x.created_at as at from public.messages x';
  v_all text;
  v_plan jsonb;
  v_found private.found_text[];
begin
  if tsquery is null and question.contact_ids is null then
    return query select * from private.found_last_messages(workspace_id, question, after, max);
    return;
  end if;
  if question.contact_ids is null then
    v_notes := format('(%s%s where %s and %s%s)', v_notes, v_within, v_where, v_match, v_order);
    execute format('explain (format json) select from public.messages x where %s and %s', v_where, v_match) into v_plan;
    if (v_plan #>> '{0,Plan,Plan Rows}')::double precision > 40000 then
      execute format(
        'select array_agg(row(x.kind, x.conversation_id, x.rev, x.at)::private.found_text) from (select * from (%s union all %s) x order by at desc, conversation_id desc, rev desc limit %s) x',
        format(
          '(select ''message'' as kind, x.conversation_id, x.rev, x.created_at as at from (select * from (%s union all %s) x order by x.created_at desc limit 1000) x%s where %s%s)',
          format('(select * from public.messages x where %s and x.author = ''contact'' order by x.created_at desc limit 1000)', v_where),
          format('(select * from public.messages x where %s and x.author = ''agent'' order by x.created_at desc limit 1000)', v_where),
          v_within, v_match, v_order
        ),
        v_notes, max
      ) into v_found;
      if cardinality(v_found) >= max then
        return query select f.* from unnest(v_found) f;
        return;
      end if;
    end if;
    -- All that have the words, by their index; only then what their conversations must be, or every message of those would be read.
    v_all := format(
      '(select ''message'' as kind, x.conversation_id, x.rev, x.created_at as at from (select x.conversation_id, x.rev, x.created_at from public.messages x where %s and x.author <> ''system'' and %s%s) x%s%s) union all %s',
      v_where, v_match, case when v_within <> '' then ' offset 0' end, v_within, v_order, v_notes
    );
  else
    -- By their conversations, never through all messages; and who is not among them is not looked for.
    v_all := format(
      '(%s join public.conversations c on c.id = x.conversation_id and c.contact_id = any (%L::uuid[])%s where %s and x.author = ''contact'' and %s%s)',
      v_messages, question.contact_ids, question.conditions, v_where, v_match,
      replace(v_order, 'x.created_at desc', 'x.created_at + interval ''0'' desc')
    );
    if question.agent_ids <> '{}' then
      v_all := v_all || format(
        ' union all (%1$s%2$s where %3$s and x.author = ''agent'' and x.agent_id = any (%4$L::uuid[]) and %5$s%6$s) union all (%7$s%2$s where %3$s and x.agent_id = any (%4$L::uuid[]) and %5$s%6$s)',
        v_messages, v_within, v_where, question.agent_ids, v_match, v_order, v_notes
      );
    end if;
  end if;
  return query execute format('select * from (%s) x order by at desc, conversation_id desc, rev desc limit %s', v_all, max);
end;
$$;
revoke execute on all functions in schema private from public;
