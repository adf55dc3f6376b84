-- What all the other files stand on: extensions, the schema that the API doesn't expose, and the checks of who calls and what they wrote.

create extension if not exists pgcrypto with schema extensions;
create extension if not exists unaccent with schema extensions;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists btree_gin with schema extensions;

create schema private;
comment on schema private is 'What the API never exposes. API roles have no usage on it: policies call its functions, nobody can directly.';
revoke all on schema private from public, anon, authenticated, service_role;

-- Who calls

create function private.caller()
  returns uuid
  language plpgsql stable set search_path = ''
as $$
declare
  v_caller constant uuid := auth.uid();
begin
  if v_caller is null then
    raise exception 'Nobody is signed in.' using errcode = 'LC401', hint = 'sign_in_required';
  end if;
  return v_caller;
end;
$$;
comment on function private.caller() is 'The caller''s auth user. LC401 sign_in_required without one.';

create function private.registered_caller()
  returns uuid
  language plpgsql stable set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
begin
  if coalesce((auth.jwt() ->> 'is_anonymous')::boolean, false) then
    raise exception 'An anonymous user may not do this.' using errcode = 'LC403', hint = 'anonymous_not_allowed';
  end if;
  return v_caller;
end;
$$;
comment on function private.registered_caller() is 'The caller, who has an account. LC401 sign_in_required, LC403 anonymous_not_allowed.';

-- What they wrote

create function private.is_blank(value text)
  returns boolean
  language plpgsql immutable parallel safe set search_path = ''
as $$
begin
  return value !~ '[^[:space:]\u00a0\u00ad\u115f\u1160\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2800\u3000\u3164\ufeff\uffa0]';
end;
$$;
comment on function private.is_blank(text) is 'True for a text in which nothing can be seen: spaces and fillers of all kinds, zero-width characters.';

create function private.has_control_characters(value text)
  returns boolean
  language plpgsql immutable parallel safe set search_path = ''
as $$
begin
  return value ~ '[\u0001-\u0008\u000b-\u001f\u007f-\u009f]';
end;
$$;
comment on function private.has_control_characters(text) is 'C0 but tab and newline, DEL, C1. NUL never gets here: Postgres refuses it.';

create function private.checked_body(body text)
  returns text
  language plpgsql immutable set search_path = ''
as $$
declare
  v_body constant text := replace(replace(body, E'\r\n', E'\n'), E'\r', E'\n');
begin
  if v_body is null or private.is_blank(v_body) then
    raise exception 'The text is empty.' using errcode = 'LC400', hint = 'message_empty';
  end if;
  if char_length(v_body) > 10000 then
    raise exception 'The text has % characters; 10000 are allowed.', char_length(v_body)
      using errcode = 'LC400', hint = 'message_too_long';
  end if;
  if private.has_control_characters(v_body) then
    raise exception 'The text has control characters.' using errcode = 'LC400', hint = 'message_control_characters';
  end if;
  return v_body;
end;
$$;
comment on function private.checked_body(text) is
  'The text of a message or note as it will be stored: line ends become newlines, all else stays, HTML too. LC400 message_empty, message_too_long, message_control_characters.';

create function private.checked_name(name text)
  returns text
  language plpgsql immutable set search_path = ''
as $$
declare
  v_name constant text := btrim(name);
begin
  if v_name is null
    or private.is_blank(v_name)
    or char_length(v_name) > 100
    or private.has_control_characters(v_name)
    or v_name ~ '[\t\n]'
  then
    raise exception 'A name has 1 to 100 characters on one line.' using errcode = 'LC400', hint = 'name_invalid';
  end if;
  return v_name;
end;
$$;
comment on function private.checked_name(text) is 'A name, trimmed. LC400 name_invalid.';

create function private.checked_id(id uuid)
  returns uuid
  language plpgsql immutable set search_path = ''
as $$
begin
  if id is null then
    raise exception 'An id is missing.' using errcode = 'LC400', hint = 'id_missing';
  end if;
  return id;
end;
$$;
comment on function private.checked_id(uuid) is 'An id that a client made; unique is enough, its version is not looked at. LC400 id_missing.';

create function private.random_text(alphabet text, length integer)
  returns text
  language plpgsql volatile set search_path = ''
as $$
declare
  v_text text := '';
  v_place integer;
begin
  while char_length(v_text) < random_text.length loop
    v_place := get_byte(extensions.gen_random_bytes(1), 0) & 63;
    if v_place < char_length(alphabet) then -- a place past the end is thrown again, so that every character is as likely
      v_text := v_text || substr(alphabet, v_place + 1, 1);
    end if;
  end loop;
  return v_text;
end;
$$;
comment on function private.random_text(text, integer) is 'Unguessable text from an alphabet of at most 64 characters.';

revoke execute on all functions in schema private from public;
