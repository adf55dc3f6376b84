-- Setting up an inbox, and what the widget is told of it.

create function public.update_inbox(inbox_id uuid, changes jsonb)
  returns public.inboxes
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_inbox public.inboxes;
  v_wrong text;
  v_fault jsonb;
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
  v_fault := private.placeholder_fault(changes -> 'texts');
  if (v_fault ->> 'is_missing')::boolean then
    raise exception 'The text % lacks %.', v_fault ->> 'string', v_fault ->> 'placeholder'
      using errcode = 'LC400', hint = 'placeholder_missing', detail = v_fault - 'is_missing';
  elsif v_fault is not null then
    raise exception 'The text % has no place for %.', v_fault ->> 'string', left(v_fault ->> 'placeholder', 100)
      using errcode = 'LC400', hint = 'placeholder_unknown', detail = v_fault - 'is_missing';
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
  'Sets what is given and leaves the rest: name, locale, texts, theme, form, email, allowed_origins, verified_only, ask_rating, attachment_types, attachment_max_bytes, assignment, reassign_when_away, auto_close_days, retention_days. For owners and admins. A definer: writes go through functions only. LC400 name_invalid, setting_invalid (which one: details.setting), placeholder_missing and placeholder_unknown (details: language, string, placeholder); LC401 sign_in_required; LC403 not_allowed; LC404 inbox_not_found.';
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
