-- What an inbox may say and ask, and how it may look.

-- Texts

create function private.is_short_text(value jsonb, max integer)
  returns boolean
  language sql immutable set search_path = ''
as $$
  select jsonb_typeof(value) = 'string'
    and char_length(value #>> '{}') <= max
    and not private.has_control_characters(value #>> '{}');
$$;
comment on function private.is_short_text(jsonb, integer) is 'A JSON string of at most so many characters, none a control character. Null for null.';

create function private.language_texts_are_valid(texts jsonb)
  returns boolean
  language plpgsql immutable set search_path = ''
as $$
begin
  if jsonb_typeof(texts) <> 'object' then
    return false;
  end if;
  return not exists (
    select
    from jsonb_each(texts) entry
    where not coalesce(
      case
        when entry.key in ('greeting', 'welcome', 'away') then private.is_short_text(entry.value, 2000)
        when entry.key = 'strings' and jsonb_typeof(entry.value) = 'object' then
          (select count(*) <= 500 from jsonb_each(entry.value))
          and not exists (
            select
            from jsonb_each(entry.value) string
            where string.key !~ '^[A-Za-z][A-Za-z0-9_.]{0,99}$'
              or not private.is_short_text(string.value, 1000)
          )
      end,
      false
    )
  );
end;
$$;
comment on function private.language_texts_are_valid(jsonb) is 'greeting, welcome, away and strings of one language, or some of them.';

create function private.texts_are_valid(texts jsonb)
  returns boolean
  language plpgsql immutable set search_path = ''
as $$
begin
  if jsonb_typeof(texts) <> 'object' or texts ? 'strings' then
    return false;
  end if;
  return private.language_texts_are_valid(texts - 'fr' - 'en')
    and private.language_texts_are_valid(coalesce(texts -> 'fr', '{}'))
    and private.language_texts_are_valid(coalesce(texts -> 'en', '{}'));
end;
$$;
comment on function private.texts_are_valid(jsonb) is 'Texts as inboxes.texts keeps them.';

create function private.places_of(string text)
  returns integer
  language sql immutable set search_path = ''
as $$
  select case
    when string in (
      'attachments.download', 'attachments.enlarge', 'attachments.readyToSend', 'attachments.remove', 'attachments.retry',
      'attachments.tooLarge', 'attachments.underWay', 'attachments.uploading',
      'chat.charactersLeft', 'chat.charactersOver', 'chat.newMessages', 'chat.noteBy', 'chat.tooLong', 'chat.tooMuch', 'chat.typing',
      'chat.viewing',
      'chat.event.blocked', 'chat.event.closed', 'chat.event.merged', 'chat.event.messageDeleted', 'chat.event.noteDeleted', 'chat.event.rated', 'chat.event.reopened', 'chat.event.tookOver',
      'chat.event.unassigned', 'chat.event.unblocked', 'chat.event.unmerged',
      'widget.at', 'widget.backAt', 'widget.emailThanks', 'widget.mine', 'widget.optional', 'widget.replyWithin',
      'widget.transcriptTitle', 'widget.unread', 'widget.unreadInRow'
    ) then 1
    when string in (
      'chat.dayAt', 'chat.typingTwo',
      'chat.event.assigned', 'chat.event.labelled', 'chat.event.moved', 'chat.event.priorityChanged', 'chat.event.snoozed',
      'chat.event.unlabelled'
    ) then 2
    else 0
  end;
$$;
comment on function private.places_of(text) is 'How many placeholders ({1}, {2}) a text of the widget has, by its dotted key. A test holds it to the dictionaries.';

create function private.placeholder_fault(texts jsonb)
  returns jsonb
  language sql immutable set search_path = ''
as $$
  select jsonb_build_object('language', said.language, 'string', said.key, 'placeholder', fault.place, 'is_missing', fault.is_missing)
  from (
    select
      language.key as language,
      string.key,
      string.value #>> '{}' as body,
      private.places_of(regexp_replace(string.key, '\.one$', '')) as places
    from jsonb_each(texts) language
    cross join jsonb_each(language.value -> 'strings') string
    where jsonb_typeof(language.value) = 'object'
  ) said
  cross join lateral (
    select '{' || n || '}' as place, true as is_missing
    from generate_series(1, said.places) n
    where said.key !~ '\.one$' -- the form for one may say it in words
      and position('{' || n || '}' in said.body) = 0
    union all
    select brace[1], false
    from regexp_matches(said.body, '\{[^{}]*\}', 'g') brace
    where brace[1] not in (select '{' || n || '}' from generate_series(1, said.places) n)
  ) fault
  where not private.is_blank(said.body)
  order by 1
  limit 1;
$$;
comment on function private.placeholder_fault(jsonb) is
  'Of valid texts, the first whose placeholders are not those of the widget''s own: { language, string, placeholder, is_missing }. Null: none.';

create function private.language_of(tag text, fallback public.locale)
  returns public.locale
  language sql immutable set search_path = ''
as $$
  select case lower(split_part(split_part(tag, '-', 1), '_', 1)) when 'fr' then 'fr' when 'en' then 'en' else fallback end::public.locale;
$$;
comment on function private.language_of(text, public.locale) is 'Ours for a language tag (fr-CA is fr), or the fallback.';

create function private.inbox_texts(inbox public.inboxes, language public.locale)
  returns jsonb
  language sql immutable set search_path = ''
as $$
  select (inbox.texts - 'fr' - 'en')
    || (coalesce(inbox.texts -> inbox.locale::text, '{}') - 'strings') -- what was written in one language only is better than nothing
    || coalesce(inbox.texts -> language::text, '{}');
$$;
comment on function private.inbox_texts(public.inboxes, public.locale) is
  'greeting, welcome, away and strings in this language; the first three in the inbox''s own where they are missing.';

-- The form

create function private.form_field_is_valid(field jsonb)
  returns boolean
  language plpgsql immutable set search_path = ''
as $$
begin
  return jsonb_typeof(field) = 'object'
    and coalesce(field ->> 'key' ~ '^[a-z][a-z0-9_]{0,29}$', false)
    and coalesce(field ->> 'type' in ('text', 'email', 'phone', 'choice', 'checkbox'), false)
    and coalesce(jsonb_typeof(field -> 'required') = 'boolean', false)
    and not exists (select from jsonb_object_keys(field) key where key not in ('key', 'type', 'required', 'label', 'options'))
    and (
      not field ? 'label'
      or (
        jsonb_typeof(field -> 'label') = 'object'
        and not exists (
          select from jsonb_each(field -> 'label') l where l.key not in ('fr', 'en') or not private.is_short_text(l.value, 200)
        )
      )
    )
    and case
      when field ->> 'type' = 'choice' then
        coalesce(jsonb_typeof(field -> 'options') = 'array', false)
        and jsonb_array_length(field -> 'options') between 1 and 50
        and not exists (
          select
          from jsonb_array_elements(field -> 'options') o
          where not private.is_short_text(o, 100) or private.is_blank(o #>> '{}')
        )
      else true
    end;
end;
$$;
comment on function private.form_field_is_valid(jsonb) is 'One question of a form, as inboxes.form keeps it.';

create function private.form_is_valid(form jsonb)
  returns boolean
  language plpgsql immutable set search_path = ''
as $$
begin
  if jsonb_typeof(form) <> 'array' or jsonb_array_length(form) > 20 then
    return false;
  end if;
  return not exists (select from jsonb_array_elements(form) f where not private.form_field_is_valid(f))
    and (select count(*) = count(distinct f ->> 'key') from jsonb_array_elements(form) f);
end;
$$;
comment on function private.form_is_valid(jsonb) is 'At most 20 questions, each with a key of its own.';

-- The look and the rest

create function private.theme_is_valid(theme jsonb)
  returns boolean
  language plpgsql immutable set search_path = ''
as $$
begin
  return jsonb_typeof(theme) = 'object'
    and (select count(*) <= 20 from jsonb_object_keys(theme))
    and not exists (
      select
      from jsonb_each(theme) entry
      where entry.key !~ '^[a-z][a-z_]{0,29}$'
        or not (jsonb_typeof(entry.value) in ('number', 'boolean') or private.is_short_text(entry.value, 200))
        or (entry.key = 'accent' and not (private.is_short_text(entry.value, 64) and entry.value #>> '{}' ~ '^[#A-Za-z0-9(),./% -]+$'))
    );
end;
$$;
comment on function private.theme_is_valid(jsonb) is 'accent, a colour, and at most 19 other texts, numbers or yes-and-noes.';

create function private.list_is_valid(list jsonb, pattern text)
  returns boolean
  language plpgsql immutable set search_path = ''
as $$
begin
  return jsonb_typeof(list) = 'array'
    and jsonb_array_length(list) <= 50
    and not exists (
      select
      from jsonb_array_elements(list) item
      where jsonb_typeof(item) <> 'string' or char_length(item #>> '{}') > 200 or item #>> '{}' !~ pattern
    );
end;
$$;
comment on function private.list_is_valid(jsonb, text) is 'At most 50 texts, each of this pattern.';

create function private.setting_is_valid(name text, value jsonb)
  returns boolean
  language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(
    case name
      when 'name' then jsonb_typeof(value) = 'string'
      when 'locale' then value #>> '{}' in ('fr', 'en')
      when 'texts' then private.texts_are_valid(value)
      when 'theme' then private.theme_is_valid(value)
      when 'form' then private.form_is_valid(value)
      when 'email' then value = 'null' or (private.is_short_text(value, 254) and value #>> '{}' ~ '^[^@[:space:]]+@[^@[:space:]]+$')
      when 'allowed_origins' then private.list_is_valid(value, '^https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$')
      when 'verified_only' then jsonb_typeof(value) = 'boolean'
      when 'ask_rating' then jsonb_typeof(value) = 'boolean'
      when 'attachment_types' then private.list_is_valid(value, '^[a-z]+/([a-z0-9][a-z0-9.+_-]*|\*)$')
      when 'attachment_max_bytes' then private.is_whole_number(value, 0, 52428800)
      when 'assignment' then value #>> '{}' in ('off', 'round_robin', 'least_busy')
      when 'reassign_when_away' then jsonb_typeof(value) = 'boolean'
      when 'auto_close_days' then value = 'null' or private.is_whole_number(value, 1, 365)
      when 'retention_days' then value = 'null' or private.is_whole_number(value, 1, 3650)
    end,
    false
  );
end;
$$;
comment on function private.setting_is_valid(text, jsonb) is 'Whether an inbox may be set so. False for a setting that there isn''t.';

create function private.is_whole_number(value jsonb, lowest integer, highest integer)
  returns boolean
  language plpgsql immutable set search_path = ''
as $$
begin
  return jsonb_typeof(value) = 'number' and value::numeric = trunc(value::numeric) and value::numeric between lowest and highest;
end;
$$;
comment on function private.is_whole_number(jsonb, integer, integer) is 'A whole JSON number between two, both included.';

revoke execute on all functions in schema private from public;
