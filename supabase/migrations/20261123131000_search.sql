-- Search over the whole history: messages, notes and contacts, best first. A definer that checks membership first and then reads past the
-- policies, as search_conversations(): text operators are not leakproof.

create index notes_search_idx on public.notes
  using gin (workspace_id, to_tsvector('simple', private.words(body)));

-- Words that were written, so that one which nobody wrote finds those that look like it. Learnt beside the writing, by run_due().

create table private.known_words (
  workspace_id uuid not null,
  word text not null,
  constraint known_words_pkey primary key (workspace_id, word),
  constraint known_words_workspace_id_fkey foreign key (workspace_id) references public.workspaces (id) on delete cascade
);
comment on table private.known_words is 'The words of a workspace''s messages, folded, without figures. What search() corrects a typing error with.';
create index known_words_word_idx on private.known_words using gin (workspace_id, word extensions.gin_trgm_ops);
alter table private.known_words enable row level security;

create table private.words_learnt (
  workspace_id uuid not null,
  until timestamptz not null,
  constraint words_learnt_pkey primary key (workspace_id),
  constraint words_learnt_workspace_id_fkey foreign key (workspace_id) references public.workspaces (id) on delete cascade
);
comment on table private.words_learnt is 'Up to when the words of a workspace''s messages are known.';
alter table private.words_learnt enable row level security;

create function private.learn_words(workspace_id uuid, max integer)
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
  select count(*), max(m.created_at)
  into v_count, v_until
  from (
    select m.created_at
    from public.messages m
    where m.workspace_id = learn_words.workspace_id
      and m.created_at > v_since
      and m.created_at < clock_timestamp() - interval '10 seconds' -- what is being written now may commit later than its time says
    order by m.created_at
    limit learn_words.max
  ) m;
  if v_count = 0 then
    return 0;
  end if;
  insert into private.known_words (workspace_id, word)
  select distinct learn_words.workspace_id, found.lexeme
  from public.messages m,
    lateral unnest(to_tsvector('simple', private.words(m.body))) found
  where m.workspace_id = learn_words.workspace_id
    and m.created_at > v_since
    and m.created_at <= v_until
    and char_length(found.lexeme) between 4 and 30
    and found.lexeme !~ '[0-9]'
  order by 2
  on conflict on constraint known_words_pkey do nothing;
  update private.words_learnt l set until = v_until where l.workspace_id = learn_words.workspace_id;
  return v_count;
end;
$$;
comment on function private.learn_words(uuid, integer) is
  'Takes up the words of so many messages that are not known yet, oldest first, and returns how many it read. Two at once: one does nothing.';

create function private.words_like(workspace_id uuid, word text)
  returns text[]
  language sql stable set search_path = ''
as $$
  select coalesce(array_agg(alike.word), '{}')
  from (
    select k.word
    from private.known_words k
    where k.workspace_id = words_like.workspace_id
      and k.word operator(extensions.%) words_like.word
      and extensions.similarity(k.word, words_like.word) >= 0.4
      and k.word not like words_like.word || '%'
    order by extensions.similarity(k.word, words_like.word) desc
    limit 8
  ) alike
  where char_length(words_like.word) >= 4
    and words_like.word !~ '[0-9]';
$$;
comment on function private.words_like(uuid, text) is 'Up to eight words that were written and look like this one, the most alike first. Short ones and numbers have none.';

-- The question

create type private.search_question as (
  words text[], -- folded; all of them must be there
  phrases text[], -- folded; their words in this order
  has_operators boolean,
  is_impossible boolean, -- names somebody or something that there is not
  contact_ids uuid[], -- from: any of these, or of agent_ids
  agent_ids uuid[],
  since timestamptz,
  until timestamptz,
  conditions text -- on conversations c
);
comment on type private.search_question is 'A search, read: see private.search_question().';

create function private.search_date(value text, zone text)
  returns timestamptz
  language plpgsql stable set search_path = ''
as $$
begin
  if value ~ '^[0-9]{4}$' then
    value := value || '-01-01';
  elsif value ~ '^[0-9]{4}-[0-9]{2}$' then
    value := value || '-01';
  end if;
  if value !~ '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$' then
    return null;
  end if;
  return value::date::timestamp at time zone zone;
exception
  when data_exception then
    return null;
end;
$$;
comment on function private.search_date(text, text) is 'The beginning of a year, month or day (2026, 2026-11, 2026-11-22) in a zone; null for what is none.';

create function private.search_question(workspace_id uuid, caller uuid, query text)
  returns private.search_question
  language plpgsql stable set search_path = ''
as $$
declare
  v_question private.search_question;
  v_zone constant text := (select w.time_zone from public.workspaces w where w.id = search_question.workspace_id);
  v_match text[];
  v_operator text;
  v_value text;
  v_pattern text;
  v_ids uuid[];
  v_at timestamptz;
begin
  v_question.words := '{}';
  v_question.phrases := '{}';
  v_question.has_operators := false;
  v_question.is_impossible := false;
  v_question.conditions := '';
  for v_match in
    select piece from regexp_matches(left(query, 400), '([^\s:"]+:)?("[^"]*"?|[^\s"]+)', 'g') piece limit 40
  loop
    v_operator := case private.folded(v_match[1])
      when 'from:' then 'from' when 'de:' then 'from'
      when 'label:' then 'label' when 'etiquette:' then 'label'
      when 'assignee:' then 'assignee' when 'attribuee:' then 'assignee'
      when 'inbox:' then 'inbox' when 'boite:' then 'inbox'
      when 'before:' then 'before' when 'avant:' then 'before'
      when 'after:' then 'after' when 'apres:' then 'after'
      when 'is:' then 'is' when 'est:' then 'is'
    end;
    v_value := btrim(v_match[2], '"');
    if v_operator is null or private.is_blank(v_value) then
      if v_match[2] like '"%' and v_match[1] is null then
        v_question.phrases := v_question.phrases || nullif(btrim(private.words(v_value)), '');
      elsif v_match[1] is not null or private.folded(v_match[2]) !~ '^(from|de|label|etiquette|assignee|attribuee|inbox|boite|before|avant|after|apres|is|est):$' then -- not yet written to its end
        v_question.words := v_question.words
          || array_remove(string_to_array(btrim(private.words(coalesce(v_match[1], '') || v_value)), ' '), '');
      end if;
      continue;
    end if;

    v_question.has_operators := true;
    v_value := private.folded(v_value);
    v_pattern := '%' || regexp_replace(v_value, '([%_\\])', '\\\1', 'g') || '%';
    if v_operator = 'from' then
      v_question.contact_ids := array(
        select c.id
        from public.contacts c
        where c.workspace_id = search_question.workspace_id
          and private.folded(coalesce(c.name, '') || ' ' || coalesce(c.email, '')) like v_pattern
        limit 500
      );
      v_question.agent_ids := array(
        select a.user_id
        from public.agents a
        where a.workspace_id = search_question.workspace_id
          and (private.folded(a.name || ' ' || a.email) like v_pattern or (v_value in ('me', 'moi') and a.user_id = caller))
      );
      v_question.is_impossible := v_question.is_impossible or (v_question.contact_ids = '{}' and v_question.agent_ids = '{}');
    elsif v_operator = 'label' then
      select array_agg(l.id) into v_ids
      from public.labels l
      where l.workspace_id = search_question.workspace_id and private.folded(l.name) = v_value;
      if v_ids is null then -- not exactly: whose names begin so
        select array_agg(l.id) into v_ids
        from public.labels l
        where l.workspace_id = search_question.workspace_id and private.folded(l.name) like substr(v_pattern, 2);
      end if;
      v_question.conditions := v_question.conditions || format(
        ' and exists (select from public.conversation_labels l where l.conversation_id = c.id and l.label_id = any (%L::uuid[]))',
        coalesce(v_ids, '{}')
      );
    elsif v_operator = 'inbox' then
      select array_agg(i.id) into v_ids
      from public.inboxes i
      where i.workspace_id = search_question.workspace_id and private.folded(i.name) like v_pattern;
      v_question.conditions := v_question.conditions || format(' and c.inbox_id = any (%L::uuid[])', coalesce(v_ids, '{}'));
    elsif v_operator = 'assignee' then
      if v_value in ('none', 'nobody', 'personne') then
        v_question.conditions := v_question.conditions || ' and c.assignee_id is null';
      else
        select array_agg(a.user_id) into v_ids
        from public.agents a
        where a.workspace_id = search_question.workspace_id
          and case when v_value in ('me', 'moi') then a.user_id = caller else private.folded(a.name || ' ' || a.email) like v_pattern end;
        v_question.conditions := v_question.conditions || format(' and c.assignee_id = any (%L::uuid[])', coalesce(v_ids, '{}'));
      end if;
    elsif v_operator = 'is' then
      if v_value in ('unassigned', 'non-attribuee') then
        v_question.conditions := v_question.conditions || ' and c.assignee_id is null';
      else
        v_question.conditions := v_question.conditions || format(' and c.status = %L', case
          when v_value in ('open', 'ouverte') then 'open'
          when v_value in ('snoozed', 'en-veille', 'en veille') then 'snoozed'
          when v_value in ('closed', 'close', 'fermee') then 'closed'
          else ''
        end);
      end if;
    else
      v_at := private.search_date(v_value, v_zone);
      v_question.is_impossible := v_question.is_impossible or v_at is null;
      if v_operator = 'before' then
        v_question.until := v_at;
      else
        v_question.since := v_at;
      end if;
    end if;
  end loop;
  v_question.words := array(select distinct word from unnest(v_question.words) word);
  return v_question;
end;
$$;
comment on function private.search_question(uuid, uuid, text) is
  'Reads a search: words, "phrases", and operators, in English or French: from:, label:, assignee: (a name, me, none), inbox:, before:, after: (2026, 2026-11, 2026-11-22; days of the workspace''s zone), is: (open, snoozed, closed, unassigned). A value with spaces stands in quotes. Other words with a colon are words.';

-- The answer

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
  v_conditions text := '';
  v_word text;
  v_escaped text;
  v_text constant text := array_to_string(words, ' ');
begin
  foreach v_word in array words loop
    v_escaped := regexp_replace(v_word, '([%_\\])', '\\\1', 'g');
    v_conditions := v_conditions || case
      when char_length(v_word) >= 3 then format(' and %s like %L', 'f.folded', '%' || v_escaped || '%')
      else format(' and (f.folded like %L or f.folded like %L)', v_escaped || '%', '% ' || v_escaped || '%') -- two letters have no trigram, but their word's beginning has
    end;
  end loop;
  return query execute replace(
    format(
      'select c.id, (4 + extensions.word_similarity(%L, f.folded))::double precision from public.contacts c where c.workspace_id = %L%s order by 2 desc, c.last_seen_at desc nulls last, c.id limit %s',
      v_text, workspace_id, v_conditions, max
    ),
    'f.folded', 'private.folded(coalesce(c.name, '''') || '' '' || coalesce(c.email, ''''))'
  );
  if not found and char_length(v_text) >= 4 then -- nobody is called so: who is called alike?
    return query
    select c.id, (3 + extensions.word_similarity(v_text, private.folded(coalesce(c.name, '') || ' ' || coalesce(c.email, ''))))::double precision
    from public.contacts c
    where c.workspace_id = found_contacts.workspace_id
      and v_text operator(extensions.<%) private.folded(coalesce(c.name, '') || ' ' || coalesce(c.email, ''))
    order by 2 desc, c.id
    limit found_contacts.max;
  end if;
end;
$$;
comment on function private.found_contacts(uuid, text[], integer) is
  'Contacts whose name or address has all these words, or pieces of words, best first; if there is none, those who are called alike.';

create function private.found_texts(
  workspace_id uuid, question private.search_question, tsquery text, but_not text, after jsonb, max integer
)
  returns table (kind text, conversation_id uuid, rev integer, at timestamptz)
  language plpgsql stable set search_path = ''
as $$
declare
  v_source text;
  v_sources text[] := '{}';
  v_conditions text;
begin
  foreach v_source in array '{messages,notes}'::text[] loop
    v_conditions := format('x.workspace_id = %L', workspace_id);
    if tsquery is not null then
      v_conditions := v_conditions || format(' and to_tsvector(''simple'', private.words(x.body)) @@ %L::tsquery', tsquery);
    end if;
    if but_not is not null then
      v_conditions := v_conditions || format(' and not to_tsvector(''simple'', private.words(x.body)) @@ %L::tsquery', but_not);
    end if;
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
    if question.contact_ids is not null then
      v_conditions := v_conditions || case v_source
        when 'notes' then format(' and x.agent_id = any (%L::uuid[])', question.agent_ids)
        else format(
          ' and (x.agent_id = any (%L::uuid[]) or x.author = ''contact'' and c.contact_id = any (%L::uuid[]))', question.agent_ids, question.contact_ids
        )
      end;
    end if;
    if tsquery is null and question.contact_ids is null then -- nothing that a text must have: the last message of each conversation
      continue when v_source = 'notes';
      v_conditions := v_conditions || ' and x.seq = c.last_seq';
    end if;
    v_sources := v_sources || format(
      '(select %L, x.conversation_id, x.rev, x.created_at as at from public.%I x%s where %s order by x.created_at desc, x.conversation_id desc, x.rev desc limit %s)',
      rtrim(v_source, 's'),
      v_source,
      case when question.conditions <> '' or question.contact_ids is not null or tsquery is null then
        ' join public.conversations c on c.id = x.conversation_id' || question.conditions
      end,
      v_conditions,
      max
    );
  end loop;
  return query execute format(
    'select * from (%s) newest order by 4 desc, 2 desc, 3 desc limit %s', array_to_string(v_sources, ' union all '), max
  );
end;
$$;
comment on function private.found_texts(uuid, private.search_question, text, text, jsonb, integer) is
  'Messages and notes that match a tsquery and don''t match another, newest first, after a place. Written out, so that the planner knows how common the words are: for common ones it goes through time, for rare ones through the index of words.';

create function private.checked_search_place(place jsonb)
  returns jsonb
  language plpgsql stable set search_path = ''
as $$
begin
  if place is null or jsonb_typeof(place) = 'null' then
    return null;
  end if;
  perform (place ->> 'at')::timestamptz, (place ->> 'id')::uuid, (place ->> 'rev')::integer, (place ->> 'tier')::integer;
  if num_nulls(place ->> 'at', place ->> 'id', place ->> 'rev', place ->> 'tier') > 0 or (place ->> 'tier')::integer not between 1 and 3 then
    raise exception 'A part is missing.' using errcode = 'invalid_text_representation';
  end if;
  return place;
exception
  when data_exception then
    raise exception 'This is no place in the list: pass next as it came.' using errcode = 'LC400', hint = 'after_invalid';
end;
$$;
comment on function private.checked_search_place(jsonb) is 'Where a search goes on; null: at its beginning. LC400 after_invalid.';

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
  language plpgsql stable security definer set search_path = ''
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
      from private.found_contacts(v_agent.workspace_id, v_question.words || v_question.phrases, least(v_limit, 5)) f
      join public.contacts p on p.id = f.id
      left join lateral (
        select newest.* from public.conversations newest where newest.contact_id = p.id order by newest.last_message_at desc limit 1
      ) c on true
    ) hit;
  end if;

  v_phrases := (select string_agg(phraseto_tsquery('simple', phrase)::text, ' & ') from unnest(v_question.phrases) phrase);
  v_beginnings := v_question.words || string_to_array(array_to_string(v_question.phrases, ' '), ' ');
  for v_tier in 1 .. 3 loop
    exit when v_tier > 1 and v_question.words = '{}'; -- a phrase has one meaning, operators alone too
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
