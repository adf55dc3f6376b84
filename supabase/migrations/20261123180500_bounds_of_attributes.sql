-- What a contact says of themselves is counted before it is looked at: each attribute costs a moment, and somebody may send a million.

create or replace function private.with_attributes(known jsonb, given jsonb)
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

create or replace function private.heard_from(contact public.contacts, form jsonb)
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

revoke execute on all functions in schema private from public;
