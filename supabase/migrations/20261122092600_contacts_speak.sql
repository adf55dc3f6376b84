-- What contacts say of themselves: answers to the form, an e-mail asked for inline, attributes that the page knows. All of it unverified.

create function private.checked_email(email text)
  returns text
  language plpgsql immutable set search_path = ''
as $$
declare
  v_email constant text := btrim(email);
begin
  if v_email is null
    or char_length(v_email) > 254
    or v_email !~ '^[^@[:space:]]+@[^@[:space:]]+$'
    or private.has_control_characters(v_email)
  then
    raise exception 'This is no e-mail address.' using errcode = 'LC400', hint = 'email_invalid';
  end if;
  return v_email;
end;
$$;
comment on function private.checked_email(text) is 'An e-mail address, trimmed. LC400 email_invalid.';

create function private.is_attribute(key text, value jsonb)
  returns boolean
  language sql immutable set search_path = ''
as $$
  select key ~ '^[a-z][a-z0-9_]{0,29}$'
    and (jsonb_typeof(value) in ('boolean', 'null') or private.is_short_text(value, 500) or (jsonb_typeof(value) = 'number' and char_length(value::text) <= 40));
$$;
comment on function private.is_attribute(text, jsonb) is 'Whether a contact may have this attribute; null takes it away.';

create function private.with_attributes(known jsonb, given jsonb)
  returns jsonb
  language plpgsql immutable set search_path = ''
as $$
declare
  v_attributes jsonb;
begin
  if coalesce(given, 'null') = 'null' then
    return known;
  end if;
  if jsonb_typeof(given) <> 'object'
    or (case jsonb_typeof(given) when 'object' then (select count(*) > 100 from jsonb_object_keys(given)) end) -- before each is looked at
    or exists (select from jsonb_each(given) entry where not private.is_attribute(entry.key, entry.value))
  then
    raise exception 'Attributes are texts of up to 500 characters, numbers, true or false, by keys of small letters.'
      using errcode = 'LC400', hint = 'attributes_invalid';
  end if;
  v_attributes := jsonb_strip_nulls(known || given);
  if (select count(*) > 50 from jsonb_object_keys(v_attributes)) then
    raise exception 'A contact has at most 50 attributes.' using errcode = 'LC400', hint = 'attributes_invalid';
  end if;
  return v_attributes;
end;
$$;
comment on function private.with_attributes(jsonb, jsonb) is 'Attributes with those given; a null takes one away. LC400 attributes_invalid.';

create function private.contact_card(contact public.contacts)
  returns jsonb
  language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'id', contact.id,
    'name', coalesce(case when contact.verified or 'name' <> all (contact.agent_keys) then contact.name end, said.attributes ->> 'name'),
    'email', coalesce(case when contact.verified or 'email' <> all (contact.agent_keys) then contact.email end, said.attributes ->> 'email'),
    'verified', contact.verified,
    'attributes', said.attributes,
    'known', to_jsonb(array_remove(array[
      case when coalesce(contact.name, contact.attributes ->> 'name') is not null then 'name' end,
      case when coalesce(contact.email, contact.attributes ->> 'email') is not null then 'email' end
    ], null))
  )
  from (select contact.attributes - contact.agent_keys as attributes) said;
$$;
comment on function private.contact_card(public.contacts) is
  'ContactCard: what contacts see of themselves. What they said counts, where nothing better is known; what agents wrote is left out, but for whether a name and an e-mail are known.';

create function private.my_contact_in(inbox_id uuid)
  returns uuid
  language plpgsql stable set search_path = ''
as $$
begin
  return (
    select s.contact_id
    from public.contact_sessions s
    where s.inbox_id = my_contact_in.inbox_id
      and s.user_id = auth.uid()
      and (s.verified_until is null or s.verified_until > clock_timestamp())
  );
end;
$$;
comment on function private.my_contact_in(uuid) is
  'The contact as whom the caller speaks in the inbox; null before the first message, and when a token''s word has expired.';

create function private.tell_of_contact(contact public.contacts)
  returns void
  language plpgsql set search_path = ''
as $$
declare
  v_conversation public.conversations;
begin
  select c.*
  into v_conversation
  from public.conversations c
  where c.contact_id = contact.id
  order by private.is_viewed(c.id) desc, c.last_message_at desc
  limit 1;
  if found then
    v_conversation := private.lock_conversation(v_conversation.id); -- so that no older state is told after a newer one
    perform private.tell_workspace(v_conversation.workspace_id, 'conversation_changed', private.inbox_conversation(v_conversation));
  end if;
end;
$$;
comment on function private.tell_of_contact(public.contacts) is
  'The team hears that something of the contact has changed, with the conversation that it looks at, else the newest: one broadcast.';

create function private.heard_from(contact public.contacts, form jsonb)
  returns public.contacts
  language plpgsql immutable set search_path = ''
as $$
declare
  v_name constant text := left(btrim(regexp_replace(form ->> 'name', '[\u0001-\u001f\u007f-\u009f]+', ' ', 'g')), 100);
  v_email constant text := btrim(form ->> 'email');
  v_answers jsonb;
begin
  if coalesce(jsonb_typeof(form) <> 'object', true) then
    return contact;
  end if;
  select coalesce(jsonb_object_agg(entry.key, entry.value), '{}')
  into v_answers
  from (
    select f.key, f.value
    from (select g.key, g.value from jsonb_each(form) g limit 100) f -- a form has no more
    where private.is_attribute(f.key, f.value) and f.value <> 'null' and f.value <> '""'
    order by f.key
    limit 30
  ) entry;
  if not contact.verified then
    if not private.is_blank(v_name) then
      contact.name := v_name;
      v_answers := v_answers - 'name';
    end if;
    if v_email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and char_length(v_email) <= 254 and not private.has_control_characters(v_email) then
      contact.email := v_email;
      v_answers := v_answers - 'email';
    end if;
  end if;
  if (select count(*) <= 50 from jsonb_object_keys(contact.attributes || v_answers)) then
    contact.attributes := contact.attributes || v_answers;
  end if;
  return contact;
end;
$$;
comment on function private.heard_from(public.contacts, jsonb) is
  'The contact with their answers to the form. Nothing is refused, for a first message stands behind it: what is no name or address stays as an attribute, what is no answer is dropped. What is verified stays.';

create function private.take_answers(contact_id uuid, form jsonb)
  returns void
  language plpgsql set search_path = ''
as $$
declare
  v_contact public.contacts;
begin
  if coalesce(jsonb_typeof(form) <> 'object', true) then
    return;
  end if;
  select c.* into v_contact from public.contacts c where c.id = take_answers.contact_id for no key update;
  v_contact := private.heard_from(v_contact, form);
  update public.contacts
  set name = v_contact.name,
    email = v_contact.email,
    attributes = v_contact.attributes,
    agent_keys = private.still_by_agents(v_contact, form)
  where contacts.id = v_contact.id;
end;
$$;
comment on function private.take_answers(uuid, jsonb) is 'Keeps the answers to the form with the contact: see heard_from().';

-- And later

create function public.my_contact(inbox_key text)
  returns jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_inbox constant public.inboxes := private.require_inbox(inbox_key);
begin
  return (select private.contact_card(c) from public.contacts c where c.id = private.my_contact_in(v_inbox.id));
end;
$$;
comment on function public.my_contact(text) is
  'Who the caller is in this inbox; null before the first message. A definer: contacts select from no table. LC400 inbox_key_malformed; LC401 sign_in_required; LC404 inbox_not_found.';

create function public.update_contact(inbox_key text, name text default null, email text default null, attributes jsonb default null)
  returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_inbox constant public.inboxes := private.require_inbox(inbox_key);
  v_name constant text := case when not private.is_blank(name) then private.checked_name(name) end;
  v_email constant text := case when not private.is_blank(email) then private.checked_email(email) end;
  v_limits private.limits;
  v_retry_in double precision;
  v_former public.contacts;
  v_contact public.contacts;
begin
  select c.* into v_former from public.contacts c where c.id = private.my_contact_in(v_inbox.id) for no key update;
  if not found then
    raise exception 'There is no contact before the first message.' using errcode = 'LC404', hint = 'contact_not_found';
  end if;
  if v_former.blocked_at is not null then
    raise exception 'This contact may not write.' using errcode = 'LC403', hint = 'blocked';
  end if;
  v_contact := v_former;
  if not v_contact.verified then
    v_contact.name := coalesce(v_name, v_contact.name);
    v_contact.email := coalesce(v_email, v_contact.email);
    v_contact.attributes := private.with_attributes(v_contact.attributes, update_contact.attributes);
  else -- what the site vouched for stays; a claim beside it is an attribute like others
    v_contact.attributes := private.with_attributes(
      v_contact.attributes,
      coalesce(nullif(update_contact.attributes, 'null'), '{}')
        || case when v_contact.name is null and v_name is not null then jsonb_build_object('name', v_name) else '{}' end
        || case when v_contact.email is null and v_email is not null then jsonb_build_object('email', v_email) else '{}' end
    );
  end if;
  v_contact.agent_keys := private.still_by_agents(
    v_contact,
    coalesce(nullif(update_contact.attributes, 'null'), '{}') || jsonb_strip_nulls(jsonb_build_object('name', v_name, 'email', v_email))
  );
  if v_contact is distinct from v_former then
    select l.* into v_limits from private.limits l;
    if v_limits.changes_per_minute is not null then
      v_retry_in := private.spend(v_contact.id, v_limits, 0, 1, 0);
    end if;
    if v_retry_in is not null then
      raise exception 'These are too many changes at once.'
        using errcode = 'LC429', hint = 'too_many_changes', detail = jsonb_build_object('retry_in', v_retry_in);
    end if;
    update public.contacts c
    set name = v_contact.name,
      email = v_contact.email,
      attributes = v_contact.attributes,
      agent_keys = v_contact.agent_keys
    where c.id = v_contact.id;
    perform private.tell_of_contact(v_contact);
  end if;
  return private.contact_card(v_contact);
end;
$$;
comment on function public.update_contact(text, text, text, jsonb) is
  'What the caller says of themselves; what is null or empty stays, an attribute that is null goes. Never overwrites what is verified. A definer: writes go through functions only. LC400 inbox_key_malformed, name_invalid, email_invalid, attributes_invalid; LC401 sign_in_required; LC403 blocked; LC404 inbox_not_found, contact_not_found; LC429 too_many_changes.';

revoke execute on function public.my_contact(text), public.update_contact(text, text, text, jsonb) from public, anon, authenticated, service_role;
grant execute on function public.my_contact(text), public.update_contact(text, text, text, jsonb) to authenticated;

revoke execute on all functions in schema private from public;
