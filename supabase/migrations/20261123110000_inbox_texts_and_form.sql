-- What an inbox is set to, checked setting by setting, and what its widget is told.

comment on column public.inboxes.texts is
  'By language, { fr, en }: greeting (the first message of a conversation), welcome, away, and strings (a text of the widget by its dotted key); each may be missing. greeting, welcome and away beside the languages stand for all of them.';
comment on column public.inboxes.form is
  'Questions asked before the first message: { key, type: text | email | phone | choice | checkbox, required, label: { fr, en }, options }.';
comment on column public.inboxes.theme is 'accent: a CSS colour, and what else the widget''s look is made of; each may be missing.';

alter table public.contacts
  add column attributes jsonb not null default '{}',
  add column blocked_at timestamptz;
alter table public.contacts
  add constraint contacts_attributes_check check (jsonb_typeof(attributes) = 'object');
comment on column public.contacts.attributes is
  'What else is known of them: answers to the form, what the page said, what an agent wrote. Unverified. Texts, numbers, true or false.';
comment on column public.contacts.blocked_at is 'Since when they may not write; null: they may.';

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

create function public.update_inbox(inbox_id uuid, changes jsonb)
  returns public.inboxes
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_inbox public.inboxes;
  v_wrong text;
begin
  select i.* into v_inbox from public.inboxes i where i.id = update_inbox.inbox_id for no key update;
  if not private.is_my_workspace(v_inbox.workspace_id) then
    raise exception 'There is no such inbox.' using errcode = 'LC404', hint = 'inbox_not_found';
  end if;
  perform private.require_manager(v_inbox.workspace_id);
  if coalesce(jsonb_typeof(changes) <> 'object' or changes = '{}', true) then
    raise exception 'The changes are an object of settings.' using errcode = 'LC400', hint = 'setting_invalid';
  end if;
  if changes ? 'name' then
    changes := changes || jsonb_build_object('name', private.checked_name(changes ->> 'name'));
  end if;
  select entry.key into v_wrong from jsonb_each(changes) entry where not private.setting_is_valid(entry.key, entry.value) limit 1;
  if found then
    raise exception 'The inbox can''t be set so: %.', left(v_wrong, 100)
      using errcode = 'LC400', hint = 'setting_invalid', detail = jsonb_build_object('setting', left(v_wrong, 100));
  end if;
  v_inbox := jsonb_populate_record(v_inbox, changes);
  update public.inboxes
  set name = v_inbox.name,
    locale = v_inbox.locale,
    texts = v_inbox.texts,
    theme = v_inbox.theme,
    form = v_inbox.form,
    email = v_inbox.email,
    allowed_origins = v_inbox.allowed_origins,
    verified_only = v_inbox.verified_only,
    ask_rating = v_inbox.ask_rating,
    attachment_types = v_inbox.attachment_types,
    attachment_max_bytes = v_inbox.attachment_max_bytes,
    assignment = v_inbox.assignment,
    reassign_when_away = v_inbox.reassign_when_away,
    auto_close_days = v_inbox.auto_close_days,
    retention_days = v_inbox.retention_days
  where inboxes.id = v_inbox.id
  returning * into v_inbox;
  return v_inbox;
end;
$$;
comment on function public.update_inbox(uuid, jsonb) is
  'Sets what is given and leaves the rest: name, locale, texts, theme, form, email, allowed_origins, verified_only, ask_rating, attachment_types, attachment_max_bytes, assignment, reassign_when_away, auto_close_days, retention_days. For owners and admins. A definer: writes go through functions only. LC400 name_invalid, setting_invalid (which one: details.setting); LC401 sign_in_required; LC403 not_allowed; LC404 inbox_not_found.';
revoke execute on function public.update_inbox(uuid, jsonb) from public, anon, authenticated, service_role;
grant execute on function public.update_inbox(uuid, jsonb) to authenticated;

-- What the widget is told

create function private.expected_reply_seconds(inbox_id uuid)
  returns double precision
  language plpgsql stable set search_path = ''
as $$
begin
  return (
    select case when count(*) >= 10 then round(percentile_cont(0.5) within group (order by recent.seconds)) end
    from (
      select t.seconds
      from public.turns t
      where t.inbox_id = expected_reply_seconds.inbox_id
        and t.outcome = 'replied'
        and t.turn = 1
        and t.ended_at > clock_timestamp() - interval '14 days'
      order by t.ended_at desc
      limit 500
    ) recent
  );
end;
$$;
comment on function private.expected_reply_seconds(uuid) is
  'The median of the first replies of the last 14 days (of the newest 500, if there are more); null for fewer than 10. One stretch of turns_first_reply_idx.';

drop function public.get_inbox(text);
create function public.get_inbox(inbox_key text, locale text default null)
  returns jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_inbox constant public.inboxes := private.require_inbox(inbox_key);
  v_agents jsonb;
  v_available boolean;
  v_now constant timestamptz := clock_timestamp();
  v_opening constant timestamptz := private.next_opening(v_inbox.id, v_now);
begin
  select coalesce(jsonb_agg(private.agent_card(shown.workspace_id, shown.user_id) order by shown.place), '[]'), coalesce(bool_or(shown.present), false)
  into v_agents, v_available
  from (
    select
      a.workspace_id,
      a.user_id,
      private.is_present(a) as present,
      row_number() over (order by private.is_present(a) desc nulls last, a.last_seen_at desc nulls last, a.created_at, a.user_id) as place
    from public.agents a
    where a.workspace_id = v_inbox.workspace_id
      and a.removed_at is null
    order by place
    limit 5
  ) shown;
  return jsonb_build_object(
    'id', v_inbox.id,
    'name', v_inbox.name,
    'locale', v_inbox.locale,
    'texts', private.inbox_texts(v_inbox, private.language_of(get_inbox.locale, v_inbox.locale)),
    'theme', v_inbox.theme,
    'form', v_inbox.form,
    'email', v_inbox.email,
    'allowed_origins', to_jsonb(v_inbox.allowed_origins),
    'verified_only', v_inbox.verified_only,
    'ask_rating', v_inbox.ask_rating,
    'attachments', jsonb_build_object('types', to_jsonb(v_inbox.attachment_types), 'max_bytes', v_inbox.attachment_max_bytes),
    'open_now', v_opening is not distinct from v_now,
    'next_opening', case when v_opening > v_now then v_opening end,
    'calendar', (
      select jsonb_build_object('time_zone', c.time_zone, 'week', c.week, 'exceptions', c.exceptions)
      from public.calendars c
      where c.id = private.calendar_at(v_inbox.id, v_now)
    ),
    'agents', v_agents,
    'available', v_available,
    'expected_reply_seconds', private.expected_reply_seconds(v_inbox.id)
  );
end;
$$;
comment on function public.get_inbox(text, text) is
  'What the widget shows before anybody writes: texts in this language (a tag like fr-CA; else the inbox''s), look, form, opening hours, whether it is open and else the next opening within a year, up to five agents (those who are there first), and the median of the first replies of the last 14 days, null for fewer than 10. A definer: visitors select from no table. LC400 inbox_key_malformed; LC404 inbox_not_found.';
revoke execute on function public.get_inbox(text, text) from public, anon, authenticated, service_role;
grant execute on function public.get_inbox(text, text) to anon, authenticated;

revoke execute on all functions in schema private from public;
