-- Search without trust in estimates: a common word is looked for in the newest messages first, a rare one in the index of words, and either
-- way the work is bounded. An estimate alone may send a search through two million messages for words that never stand together.

create type private.found_text as (kind text, conversation_id uuid, rev integer, at timestamptz);
comment on type private.found_text is 'A message or note that a search has found.';

create function private.text_conditions(
  workspace_id uuid, question private.search_question, after jsonb
)
  returns text
  language plpgsql stable set search_path = ''
as $$
declare
  v_conditions text := format('x.workspace_id = %L', workspace_id);
begin
  if question.since is not null then
    v_conditions := v_conditions || format(' and x.created_at >= %L', question.since);
  end if;
  if question.until is not null then
    v_conditions := v_conditions || format(' and x.created_at < %L', question.until);
  end if;
  if after is not null then
    v_conditions := v_conditions || format(
      ' and x.created_at <= %1$L and (x.created_at, x.conversation_id, x.rev) < (%1$L::timestamptz, %2$L::uuid, %3$s)',
      (after ->> 'at')::timestamptz, (after ->> 'id')::uuid, (after ->> 'rev')::integer
    );
  end if;
  return v_conditions;
end;
$$;
comment on function private.text_conditions(uuid, private.search_question, jsonb) is
  'What a message or note x must be, but for its words and its conversation: of the workspace, in time, after a place.';

create function private.found_last_messages(workspace_id uuid, question private.search_question, after jsonb, max integer)
  returns table (kind text, conversation_id uuid, rev integer, at timestamptz)
  language plpgsql stable set search_path = ''
as $$
declare
  v_conditions text := format('c.workspace_id = %L%s', workspace_id, question.conditions);
begin
  if question.since is not null then
    v_conditions := v_conditions || format(' and c.last_message_at >= %L', question.since);
  end if;
  if question.until is not null then
    v_conditions := v_conditions || format(' and c.last_message_at < %L', question.until);
  end if;
  if after is not null then
    v_conditions := v_conditions || format(
      ' and (c.last_message_at, c.id) < (%L::timestamptz, %L::uuid)', (after ->> 'at')::timestamptz, (after ->> 'id')::uuid
    );
  end if;
  return query execute format(
    'select ''message'', x.conversation_id, x.rev, c.last_message_at
    from (%s) c
    join public.messages x on x.conversation_id = c.id and x.seq = c.last_seq
    order by c.last_message_at desc, c.id desc',
    private.list_query(v_conditions, '{open,snoozed,closed}', 'last_message_at', 'desc', max)
  );
end;
$$;
comment on function private.found_last_messages(uuid, private.search_question, jsonb, integer) is
  'The last message of each conversation that the operators of a search let through, newest first, after a place.';

create function private.found_texts(
  workspace_id uuid, question private.search_question, tsquery text, but_not text, after jsonb, max integer
)
  returns table (kind text, conversation_id uuid, rev integer, at timestamptz)
  language plpgsql volatile set search_path = '' -- only because it asks the planner
as $$
declare
  v_words constant text := case when but_not is null then tsquery else format('(%s) & !(%s)', tsquery, but_not) end;
  v_match constant text := case
    when tsquery is null then 'x.body is not null'
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
  v_estimate double precision;
  v_found private.found_text[];
begin
  if tsquery is null and question.contact_ids is null then
    return query select * from private.found_last_messages(workspace_id, question, after, max);
    return;
  end if;
  if question.contact_ids is null then
    v_notes := format('(%s%s where %s and %s%s)', v_notes, v_within, v_where, v_match, v_order);
    v_estimate := private.planned_rows(format('select from public.messages x where %s and %s', v_where, v_match));
    if question.conditions <> '' then
      v_found := private.found_in_conversations(workspace_id, question, v_match, v_estimate, after, max);
      if v_found is not null then
        return query execute format('select * from (select * from unnest($1) union all %s) x order by at desc, conversation_id desc, rev desc limit %s', v_notes, max)
          using v_found;
        return;
      end if;
    end if;
    if v_estimate > 40000 then
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
comment on function private.found_texts(uuid, private.search_question, text, text, jsonb, integer) is
  'Messages and notes with the words of a tsquery and not those of another, newest first, after a place: in the conversations that the operators let through, if those are the few; common words in the newest thousand messages, if those are enough; else through the index of words.';

revoke execute on all functions in schema private from public;
