-- What a search asks for: words, operators, places.

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

revoke execute on all functions in schema private from public;
