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
    v_all := format(
      '(%1$s%2$s where %3$s and x.author = ''agent'' and x.agent_id = any (%4$L::uuid[]) and %5$s%6$s) union all (%7$s%2$s where %3$s and x.agent_id = any (%4$L::uuid[]) and %5$s%6$s)',
      v_messages, v_within, v_where, question.agent_ids, v_match, v_order, v_notes
    ) || format(
      ' union all (%s join public.conversations c on c.id = x.conversation_id and c.contact_id = any (%L::uuid[])%s where %s and x.author = ''contact'' and %s%s)',
      v_messages, question.contact_ids, question.conditions, v_where, v_match, v_order
    );
  end if;
  return query execute format('select * from (%s) x order by at desc, conversation_id desc, rev desc limit %s', v_all, max);
end;
$$;
comment on function private.found_texts(uuid, private.search_question, text, text, jsonb, integer) is
  'Messages and notes with the words of a tsquery and not those of another, newest first, after a place: common words in the newest thousand messages, if those are enough, else through the index of words.';

-- People: by pieces of what is typed, as it is typed; else, as texts are, by names that were met and look like it.

create or replace function private.found_contacts(workspace_id uuid, words text[], max integer)
  returns table (id uuid, rank double precision)
  language plpgsql stable set search_path = ''
as $$
declare
  v_folded constant text := 'private.folded(coalesce(c.name, '''') || '' '' || coalesce(c.email, ''''))';
  v_conditions text := '';
  v_alike text[];
  v_has_alike boolean := false;
  v_word text;
  v_query constant text := 'select c.id, (%s + extensions.word_similarity(%L, %s))::double precision from public.contacts c where c.workspace_id = %L%s order by 2 desc, c.last_seen_at desc nulls last, c.id limit %s';
begin
  if coalesce(cardinality(words), 0) = 0 then
    return;
  end if;
  foreach v_word in array words loop
    v_conditions := v_conditions || ' and ' || private.name_condition(v_folded, v_word);
  end loop;
  return query execute format(v_query, 4, array_to_string(words, ' '), v_folded, workspace_id, v_conditions, max);
  if found then
    return;
  end if;
  v_conditions := '';
  foreach v_word in array words loop
    v_alike := private.words_like(workspace_id, v_word);
    v_has_alike := v_has_alike or v_alike <> '{}';
    v_conditions := v_conditions || ' and (' || private.name_condition(v_folded, v_word) || coalesce(
      (select string_agg(' or ' || private.name_condition(v_folded, alike), '') from unnest(v_alike) alike), ''
    ) || ')';
  end loop;
  if v_has_alike then
    return query execute format(v_query, 3, array_to_string(words, ' '), v_folded, workspace_id, v_conditions, max);
  end if;
end;
$$;
comment on function private.found_contacts(uuid, text[], integer) is
  'Contacts whose name or address has all these pieces, best first; if there is none, those with words like these.';

create function private.name_condition(folded text, piece text)
  returns text
  language sql immutable set search_path = ''
as $$
  select case
    when char_length(piece) >= 3 then format('%s like %L', folded, '%' || escaped || '%')
    else format('(%1$s like %2$L or %1$s like %3$L)', folded, escaped || '%', '% ' || escaped || '%') -- two letters have no trigram, the beginning of a word has
  end
  from (select regexp_replace(piece, '([%_\\])', '\\\1', 'g') as escaped) e;
$$;
comment on function private.name_condition(text, text) is 'That a folded name holds a piece, as SQL that the index of names answers.';

create or replace function public.search(workspace_id uuid, query text, max integer default 30, after jsonb default null)
  returns jsonb
  language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_agent constant public.agents := private.require_agent(workspace_id);
  v_limit constant integer := least(greatest(coalesce(max, 30), 1), 100);
  v_place constant jsonb := private.checked_search_place(after);
  v_question private.search_question;
  v_phrases text;
  v_tiers text[]; -- exactly these words; words that begin so; words like these
  v_alike text[] := '{}';
  v_word text;
  v_alternatives text[];
  v_fuzzy text[] := '{}'; -- for each word, what it may stand for
  v_beginnings text[];
  v_tier integer;
  v_found record;
  v_found_exactly boolean := false;
  v_results jsonb := '[]';
  v_last jsonb; -- the place of the last one found
begin
  if private.is_blank(coalesce(query, '')) then
    return jsonb_build_object('results', v_results, 'next', null);
  end if;
  v_question := private.search_question(v_agent.workspace_id, v_agent.user_id, query);
  if v_question.is_impossible or (v_question.words = '{}' and v_question.phrases = '{}' and not v_question.has_operators) then
    return jsonb_build_object('results', v_results, 'next', null);
  end if;

  if v_place is null and not v_question.has_operators then
    select coalesce(jsonb_agg(hit.result order by hit.rank desc), '[]')
    into v_results
    from (
      select f.rank,
        jsonb_build_object(
          'kind', 'contact',
          'conversation', case when c.id is not null then private.inbox_conversation(c) end,
          'contact', jsonb_build_object(
            'id', p.id, 'name', p.name, 'email', p.email, 'verified', p.verified, 'blocked', p.blocked, 'last_seen_at', p.last_seen_at
          ),
          'message', null,
          'rank', f.rank
        ) as result
      from private.found_contacts(
        v_agent.workspace_id,
        array_remove(regexp_split_to_array(private.folded(replace(left(query, 200), '"', ' ')), '\s+'), ''),
        least(v_limit, 5)
      ) f
      join public.contacts p on p.id = f.id
      left join lateral (
        select newest.* from public.conversations newest where newest.contact_id = p.id order by newest.last_message_at desc limit 1
      ) c on true
    ) hit;
  end if;

  v_phrases := (select string_agg(phraseto_tsquery('simple', phrase)::text, ' & ') from unnest(v_question.phrases) phrase);
  v_beginnings := v_question.words || string_to_array(array_to_string(v_question.phrases, ' '), ' ');
  for v_tier in 1 .. 3 loop
    exit when v_tier > 1 and (
      v_question.words = '{}' -- a phrase has one meaning, operators alone too
      or (v_found_exactly and exists (select from unnest(v_question.words) word where word ~ '[0-9]{3}')) -- so has a number that there is
    );
    if v_tier = 3 then
      foreach v_word in array v_question.words loop
        v_alternatives := private.words_like(v_agent.workspace_id, v_word);
        v_alike := v_alike || v_alternatives;
        v_fuzzy := v_fuzzy || (
          select '(' || string_agg(alternative, ' | ') || ')'
          from (
            select quote_literal(v_word) || ':*' as alternative
            union all
            select quote_literal(alike) from unnest(v_alternatives) alike
          ) alternatives
        );
      end loop;
      exit when v_alike = '{}';
    end if;
    v_tiers[v_tier] := concat_ws(
      ' & ',
      to_tsquery(
        'simple',
        case v_tier
          when 1 then (select string_agg(quote_literal(word), ' & ') from unnest(v_question.words) word)
          when 2 then (select string_agg(quote_literal(word) || ':*', ' & ') from unnest(v_question.words) word)
          else array_to_string(v_fuzzy, ' & ')
        end
      )::text,
      v_phrases
    );
    exit when v_tiers[v_tier] = '' and cardinality(v_beginnings) > 0; -- signs only: no text is found by them
    continue when v_tier < (v_place ->> 'tier')::integer;
    v_last := jsonb_build_object('tier', v_tier, 'at', 'infinity', 'id', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'rev', 2147483647);
    if (v_place ->> 'tier')::integer = v_tier then
      v_last := v_place;
    end if;
    for v_found in
      select f.*
      from private.found_texts(
        v_agent.workspace_id, v_question, nullif(v_tiers[v_tier], ''), case when v_tier > 1 then v_tiers[v_tier - 1] end,
        v_last, v_limit - jsonb_array_length(v_results) + 1
      ) f
    loop
      if jsonb_array_length(v_results) >= v_limit then -- there is more
        return jsonb_build_object('results', v_results, 'next', v_last);
      end if;
      v_results := v_results || private.text_result(v_found.kind, v_found.conversation_id, v_found.rev, 4 - v_tier, v_beginnings, v_alike);
      v_found_exactly := true;
      v_last := jsonb_build_object('tier', v_tier, 'at', v_found.at, 'id', v_found.conversation_id, 'rev', v_found.rev);
    end loop;
  end loop;
  return jsonb_build_object('results', v_results, 'next', null);
end;
$$;

create or replace function private.learn_words(workspace_id uuid, max integer)
  returns integer
  language plpgsql set search_path = ''
as $$
declare
  v_since timestamptz;
  v_until timestamptz;
  v_count integer;
begin
  insert into private.words_learnt (workspace_id, until)
  values (learn_words.workspace_id, '-infinity')
  on conflict on constraint words_learnt_pkey do nothing;
  select l.until
  into v_since
  from private.words_learnt l
  where l.workspace_id = learn_words.workspace_id
  for no key update skip locked;
  if not found then
    return 0; -- another is at it
  end if;
  -- What is being written now may commit later than its time says. Each author apart, as the indexes of times are.
  select count(*), max(m.created_at)
  into v_count, v_until
  from (
    select x.created_at
    from (
      (
        select m.created_at
        from public.messages m
        where m.workspace_id = learn_words.workspace_id
          and m.author = 'contact'
          and m.created_at > v_since
          and m.created_at < clock_timestamp() - interval '10 seconds'
        order by m.created_at
        limit learn_words.max
      )
      union all
      (
        select m.created_at
        from public.messages m
        where m.workspace_id = learn_words.workspace_id
          and m.author = 'agent'
          and m.created_at > v_since
          and m.created_at < clock_timestamp() - interval '10 seconds'
        order by m.created_at
        limit learn_words.max
      )
    ) x
    order by x.created_at
    limit learn_words.max
  ) m;
  if v_count = 0 then
    return 0;
  end if;
  insert into private.known_words (workspace_id, word)
  select distinct learn_words.workspace_id, met.lexeme
  from (
    select unnest(to_tsvector('simple', private.words(m.body) || ' ' || coalesce(private.words(p.name), '')))
    from (
      select x.conversation_id, x.body
      from public.messages x
      where x.workspace_id = learn_words.workspace_id
        and x.author = 'contact'
        and x.created_at > v_since
        and x.created_at <= v_until
      union all
      select x.conversation_id, x.body
      from public.messages x
      where x.workspace_id = learn_words.workspace_id
        and x.author = 'agent'
        and x.created_at > v_since
        and x.created_at <= v_until
    ) m
    join public.conversations c on c.id = m.conversation_id
    join public.contacts p on p.id = c.contact_id -- as they are called by now
  ) message (lexeme_at),
    lateral (select (message.lexeme_at).lexeme) met
  where char_length(met.lexeme) between 4 and 30
    and met.lexeme !~ '[0-9]'
  order by 2
  on conflict on constraint known_words_pkey do nothing;
  update private.words_learnt l set until = v_until where l.workspace_id = learn_words.workspace_id;
  return v_count;
end;
$$;

revoke execute on all functions in schema private from public;
