-- Search over the whole history: messages, notes and contacts, best first. A definer that checks membership first and then reads past the
-- policies, as search_conversations(): text operators are not leakproof.

create index notes_search_idx on public.notes
  using gin (workspace_id, to_tsvector('simple', private.words(body)));

create function private.utf16_length(value text)
  returns integer
  language sql immutable set search_path = ''
as $$
  select char_length(value) + char_length(regexp_replace(value, '[^\U00010000-\U0010ffff]+', '', 'g'));
$$;
comment on function private.utf16_length(text) is 'Its length as JavaScript counts it.';

create function private.snippet(body text, beginnings text[], whole text[])
  returns jsonb
  language plpgsql immutable set search_path = ''
as $$
declare
  v_pieces text[];
  v_hits boolean[] := '{}';
  v_piece text;
  v_folded text;
  v_at integer := 0; -- characters before the piece
  v_from integer;
  v_to integer;
  v_snippet text := '';
  v_marks jsonb := '[]';
  v_hit boolean;
  v_place integer;
begin
  -- Words and what is between them, as private.words() sees it but in the text as it was written.
  v_pieces := array(
    select piece[1]
    from regexp_matches(
      left(body, 5000),
      '([\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2000-\u206f\u3000-\u303f]+|[^\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2000-\u206f\u3000-\u303f]+)',
      'g'
    ) piece
  );
  foreach v_piece in array v_pieces loop
    v_folded := btrim(private.words(v_piece));
    v_hit := v_folded <> ''
      and (v_folded = any (whole) or exists (select from unnest(beginnings) beginning where starts_with(v_folded, beginning)));
    v_hits := v_hits || v_hit;
    if v_hit and v_from is null then
      v_from := greatest(v_at - 60, 0);
    end if;
    v_at := v_at + char_length(v_piece);
  end loop;
  v_from := coalesce(v_from, 0);
  v_to := v_from + 180;

  v_at := 0;
  for v_place in 1 .. coalesce(array_length(v_pieces, 1), 0) loop
    v_piece := v_pieces[v_place];
    if v_at >= v_from and v_at < v_to then
      if v_snippet = '' and v_at > 0 then
        v_snippet := '…';
      end if;
      if v_hits[v_place] then
        v_marks := v_marks || jsonb_build_array(
          jsonb_build_array(private.utf16_length(v_snippet), private.utf16_length(v_snippet || left(v_piece, 200)))
        );
      end if;
      v_snippet := v_snippet || left(v_piece, 200);
    end if;
    v_at := v_at + char_length(v_piece);
  end loop;
  if v_at > v_to or char_length(body) > 5000 then
    v_snippet := v_snippet || '…';
  end if;
  return jsonb_build_object('snippet', v_snippet, 'marks', v_marks);
end;
$$;
comment on function private.snippet(text, text[], text[]) is
  'The piece of a text where a search found something: about 180 characters around the first hit, and the places [from, to[ of the hits in it, as JavaScript counts.';

create function private.found_contacts(workspace_id uuid, words text[], max integer)
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

create domain private.search_tier as integer
  constraint search_tier_check check (value between 1 and 3);
comment on domain private.search_tier is 'How near a search is to what was asked: 1 exactly these words, 2 words that begin so, 3 words like these.';

create function private.text_result(kind text, conversation_id uuid, rev integer, rank double precision, beginnings text[], whole text[])
  returns jsonb
  language plpgsql stable set search_path = ''
as $$
declare
  v_conversation jsonb;
  v_text record;
begin
  select private.inbox_conversation(c) into v_conversation from public.conversations c where c.id = text_result.conversation_id;
  if kind = 'message' then
    select m.id, m.seq, m.author::text as author, m.agent_id, m.body, m.created_at
    into v_text
    from public.messages m
    where m.conversation_id = text_result.conversation_id and m.rev = text_result.rev;
  else
    select n.id, null::integer as seq, 'agent' as author, n.agent_id, n.body, n.created_at
    into v_text
    from public.notes n
    where n.conversation_id = text_result.conversation_id and n.rev = text_result.rev;
  end if;
  return jsonb_build_object(
    'kind', kind,
    'conversation', v_conversation,
    'contact', v_conversation -> 'contact',
    'message', jsonb_build_object(
      'id', v_text.id, 'seq', v_text.seq, 'rev', text_result.rev, 'author', v_text.author, 'agent_id', v_text.agent_id, 'created_at', v_text.created_at
    ) || private.snippet(coalesce(v_text.body, ''), beginnings, whole),
    'rank', rank
  );
end;
$$;
comment on function private.text_result(text, uuid, integer, double precision, text[], text[]) is 'A message or note that was found, as search() returns it.';

create function public.search(workspace_id uuid, query text, max integer default 30, after jsonb default null)
  returns jsonb
  language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_agent constant public.agents := private.require_agent(workspace_id);
  v_limit constant integer := least(greatest(coalesce(max, 30), 1), 100);
  v_place constant jsonb := private.checked_place(
    after, '{"at": "timestamptz", "id": "uuid", "rev": "integer", "tier": "private.search_tier"}'
  );
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
            'id', p.id, 'name', p.name, 'email', p.email, 'verified', p.verified, 'blocked', p.blocked, 'last_seen_at', p.last_seen_at,
            'erased_at', p.erased_at
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
comment on function public.search(uuid, text, integer, jsonb) is
  'Searches the whole history, best first: { results, next }. Contacts (at most 5, on the first page), then messages and notes with exactly these words, then those with words that begin so, then those with words like these; each newest first. next, null at the end, goes into after; at most 100. How a query is written: private.search_question(). A definer that checks membership first. LC400 after_invalid; LC401 sign_in_required; LC404 workspace_not_found.';
revoke execute on function public.search(uuid, text, integer, jsonb) from public, anon, authenticated, service_role;
grant execute on function public.search(uuid, text, integer, jsonb) to authenticated;

revoke execute on all functions in schema private from public;
