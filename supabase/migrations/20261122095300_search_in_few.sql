-- A search whose operators let few conversations through starts from those, else a common word would be looked up in all conversations, and
-- only then asked whether they are open, or have that label.

create function private.planned_rows(query text)
  returns double precision
  language plpgsql volatile set search_path = ''
as $$
declare
  v_plan jsonb;
begin
  execute 'explain (format json) ' || query into v_plan;
  return (v_plan #>> '{0,Plan,Plan Rows}')::double precision;
end;
$$;
comment on function private.planned_rows(text) is 'How many rows the planner expects of a query.';

create function private.found_in_conversations(
  workspace_id uuid, question private.search_question, match text, estimate double precision, after jsonb, max integer
)
  returns private.found_text[]
  language plpgsql volatile set search_path = '' -- only because it asks the planner
as $$
declare
  v_where constant text := private.text_conditions(workspace_id, question, after);
  v_budget constant double precision := estimate * 0.2; -- to read a message and split it costs five times as much as to find it by its words
  v_until constant timestamptz := least((after ->> 'at')::timestamptz, question.until);
  v_conditions text := format('c.workspace_id = %L%s', workspace_id, question.conditions);
  v_in_one double precision; -- how many messages of one are read before enough are found
  v_ids uuid[];
  v_times timestamptz[];
  v_sizes integer[];
  v_query text;
  v_are_all boolean := true;
  v_from integer := 1;
  v_to integer;
  v_read double precision := 0;
  v_found private.found_text[] := '{}';
begin
  v_in_one := max * 2 * private.planned_rows('select from public.messages x where ' || v_where) / greatest(estimate, 1);
  if v_in_one > v_budget then
    return null;
  end if;
  if question.since is not null then
    v_conditions := v_conditions || format(' and c.last_message_at >= %L', question.since);
  end if;
  if v_until is not null then
    v_conditions := v_conditions || format(' and c.created_at <= %L', v_until);
  end if;
  -- All of them, where they are few; else the newest.
  v_query := format('select c.id, c.last_message_at, c.last_seq from public.conversations c where %s limit 3001', v_conditions);
  loop
    execute format(
      'select array_agg(c.id), array_agg(c.last_message_at), array_agg(c.last_seq) from (select * from (%s) c order by c.last_message_at desc, c.id desc) c',
      v_query
    ) into v_ids, v_times, v_sizes;
    exit when coalesce(cardinality(v_ids), 0) <= 3000;
    v_are_all := false;
    v_query := private.list_query(v_conditions, '{open,snoozed,closed}', 'last_message_at', 'desc', 300);
  end loop;

  -- From the newest on, until as many are found that are newer than all that is left. The words are looked at behind an offset, or the
  -- planner may ask the index of words for each conversation.
  v_query := format(
    'select $2 || array_agg(row(''message'', x.conversation_id, x.rev, x.created_at)::private.found_text)
    from unnest($1) c (id)
    cross join lateral (
      select x.conversation_id, x.rev, x.created_at
      from (
        select x.conversation_id, x.rev, x.created_at, x.body
        from public.messages x
        where x.conversation_id = c.id and x.author <> ''system'' and %s
        order by x.seq desc
        offset 0
      ) x
      where %s
      limit %s
    ) x',
    v_where, match, max
  );
  while v_from <= coalesce(cardinality(v_ids), 0) loop
    v_to := least(v_from * 2 + 8, cardinality(v_ids));
    v_read := v_read + (select sum(least(size, v_in_one)) from unnest(v_sizes[v_from:v_to]) size);
    if v_read > v_budget then
      return null;
    end if;
    execute v_query into v_found using v_ids[v_from:v_to], v_found;
    v_from := v_to + 1;
    if cardinality(v_found) >= max and (select count(*) >= max from unnest(v_found) f where f.at > v_times[v_from]) then
      return v_found;
    end if;
  end loop;
  return case when v_are_all then v_found end;
end;
$$;
comment on function private.found_in_conversations(uuid, private.search_question, text, double precision, jsonb, integer) is
  'The messages that match in the conversations that the operators let through, at least the newest max of them, in no order. Null where the index of words is the shorter way: expected from how many rows it is thought to find (estimate), or seen on the way.';

revoke execute on all functions in schema private from public;
