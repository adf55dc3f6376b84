-- Reading a token: a JWT, in plain SQL. The algorithm is ours to choose and not the token's; nothing of a token is believed before its
-- signature is; what is refused is refused before anything is looked up or written.

create function private.base64url(value bytea)
  returns text
  language sql immutable set search_path = ''
as $$
  select rtrim(translate(encode(value, 'base64'), E'+/\n', '-_'), '=');
$$;
comment on function private.base64url(bytea) is 'Base64 for URLs, without padding (RFC 4648, 5).';

create function private.token_part(part text)
  returns jsonb
  language plpgsql immutable set search_path = ''
as $$
declare
  v_json json;
begin
  v_json := convert_from(decode(translate(part, '-_', '+/') || repeat('=', (4 - length(part) % 4) % 4), 'base64'), 'UTF8')::json;
  if json_typeof(v_json) <> 'object' or (select count(*) <> count(distinct entry.key) from json_each(v_json) entry) then
    return null; -- a claim that stands there twice could be read in two ways
  end if;
  return v_json::jsonb;
exception
  when data_exception or program_limit_exceeded then
    return null;
end;
$$;
comment on function private.token_part(text) is 'The JSON object that a part of a token holds; null if it holds none, or names something twice.';

create function private.checked_token(inbox public.inboxes, token text)
  returns jsonb
  language plpgsql set search_path = ''
as $$
declare
  v_parts constant text[] := string_to_array(token, '.');
  v_header jsonb;
  v_claims jsonb;
  v_secret_id uuid;
  v_key constant bytea := extensions.gen_random_bytes(32);
  v_now constant numeric := extract(epoch from clock_timestamp());
begin
  if token is null
    or octet_length(token) > 4096
    or token !~ '^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$'
  then
    raise exception 'The token is no JWT of at most 4096 characters.' using errcode = 'LC400', hint = 'token_malformed';
  end if;
  v_header := private.token_part(v_parts[1]);
  if v_header is null or v_header ? 'crit' then
    raise exception 'The token''s header can''t be read.' using errcode = 'LC400', hint = 'token_malformed';
  end if;
  if v_header -> 'alg' is distinct from '"HS256"' then
    raise exception 'The token is not signed by HS256.' using errcode = 'LC400', hint = 'token_algorithm';
  end if;

  -- Each signature is hidden behind a key of the moment before the two are compared: how long that takes tells nothing about either.
  select s.id
  into v_secret_id
  from private.identity_secrets s
  where s.inbox_id = inbox.id
    and extensions.hmac(
      convert_to(
        private.base64url(
          extensions.hmac(convert_to(v_parts[1] || '.' || v_parts[2], 'UTF8'), convert_to(s.secret, 'UTF8'), 'sha256')
        ),
        'UTF8'
      ),
      v_key,
      'sha256'
    ) = extensions.hmac(convert_to(v_parts[3], 'UTF8'), v_key, 'sha256');
  if not found then
    raise exception 'The token''s signature is not of a secret of this inbox.' using errcode = 'LC403', hint = 'token_signature';
  end if;

  v_claims := private.token_part(v_parts[2]);
  if v_claims is null
    or coalesce(jsonb_typeof(v_claims -> 'name') not in ('string', 'null'), false)
    or coalesce(jsonb_typeof(v_claims -> 'email') not in ('string', 'null'), false)
    or coalesce(jsonb_typeof(v_claims -> 'jti') <> 'string' or char_length(v_claims ->> 'jti') not between 1 and 200, false)
  then
    raise exception 'The token''s claims can''t be read: name, email and jti are texts.' using errcode = 'LC400', hint = 'token_malformed';
  end if;
  if v_claims -> 'aud' is distinct from to_jsonb(inbox.key) then
    raise exception 'The token is for another inbox: aud is the inbox''s key.' using errcode = 'LC403', hint = 'token_audience';
  end if;
  if coalesce(jsonb_typeof(v_claims -> 'exp') <> 'number', true)
    or coalesce(jsonb_typeof(v_claims -> 'nbf') <> 'number', false)
    or coalesce(jsonb_typeof(v_claims -> 'iat') <> 'number', false)
  then
    raise exception 'The token''s exp, nbf and iat are seconds since 1970, and exp must be there.' using errcode = 'LC400', hint = 'token_lifetime';
  end if;
  if (v_claims -> 'exp')::numeric <= v_now - 5 then
    raise exception 'The token has expired.' using errcode = 'LC403', hint = 'token_expired';
  end if;
  if (v_claims -> 'exp')::numeric > v_now + 3600 + 60
    or (v_claims -> 'nbf')::numeric > v_now + 60
    or (v_claims -> 'iat')::numeric > v_now + 60
  then
    raise exception 'The token is good for more than an hour, or not yet.' using errcode = 'LC403', hint = 'token_lifetime';
  end if;
  if coalesce(
    jsonb_typeof(v_claims -> 'sub') <> 'string'
      or char_length(v_claims ->> 'sub') not between 1 and 200
      or private.is_blank(v_claims ->> 'sub')
      or private.has_control_characters(v_claims ->> 'sub'),
    true
  )
  then
    raise exception 'The token''s sub is a text of 1 to 200 characters.' using errcode = 'LC400', hint = 'token_subject';
  end if;

  update private.identity_secrets s
  set last_used_at = clock_timestamp()
  where s.id = (
    select u.id
    from private.identity_secrets u
    where u.id = v_secret_id
      and (u.last_used_at is null or u.last_used_at < clock_timestamp() - interval '1 minute')
    for no key update skip locked -- thousands who log in at once don't queue for it
  );
  return v_claims;
end;
$$;
comment on function private.checked_token(public.inboxes, text) is
  'The claims of a token that a secret of this inbox has signed. 5 s of grace for a clock that is fast, 60 s for one that is slow. LC400 token_malformed, token_algorithm, token_lifetime, token_subject; LC403 token_signature, token_expired, token_audience, token_lifetime.';

create function private.use_token_once(inbox public.inboxes, claims jsonb)
  returns void
  language plpgsql set search_path = ''
as $$
begin
  if not claims ? 'jti' then
    return;
  end if;
  delete from private.used_tokens t
  where t.ctid = any (
    array(
      select u.ctid
      from private.used_tokens u
      where u.expires_at < clock_timestamp() - interval '1 minute'
      limit 20
      for update skip locked
    )
  );
  insert into private.used_tokens (inbox_id, jti_hash, expires_at)
  values (inbox.id, sha256(convert_to(claims ->> 'jti', 'UTF8')), to_timestamp((claims -> 'exp')::double precision))
  on conflict on constraint used_tokens_pkey do nothing;
  if not found then
    raise exception 'The token was used before: each jti is good once.' using errcode = 'LC409', hint = 'token_replayed';
  end if;
end;
$$;
comment on function private.use_token_once(public.inboxes, jsonb) is 'Remembers a token that has a jti until it expires. LC409 token_replayed.';

-- The secrets

create function private.require_managed_inbox(inbox_id uuid)
  returns public.inboxes
  language plpgsql stable set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_inbox public.inboxes;
begin
  select i.* into v_inbox from public.inboxes i where i.id = require_managed_inbox.inbox_id;
  if not private.is_my_workspace(v_inbox.workspace_id) then
    raise exception 'There is no such inbox.' using errcode = 'LC404', hint = 'inbox_not_found';
  end if;
  perform private.require_manager(v_inbox.workspace_id);
  return v_inbox;
end;
$$;
comment on function private.require_managed_inbox(uuid) is
  'The inbox, for owners and admins of its workspace. LC401 sign_in_required, LC403 not_allowed, LC404 inbox_not_found.';

create function public.create_identity_secret(inbox_id uuid)
  returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  v_inbox constant public.inboxes := private.require_managed_inbox(inbox_id);
  v_secret private.identity_secrets;
begin
  perform from public.inboxes i where i.id = v_inbox.id for no key update; -- one at a time
  if (select count(*) >= 2 from private.identity_secrets s where s.inbox_id = v_inbox.id) then
    raise exception 'An inbox has at most two secrets: revoke the old one first.' using errcode = 'LC409', hint = 'secrets_full';
  end if;
  insert into private.identity_secrets (inbox_id) values (v_inbox.id) returning * into v_secret;
  return jsonb_build_object('id', v_secret.id, 'secret', v_secret.secret);
end;
$$;
comment on function public.create_identity_secret(uuid) is
  'Makes a secret to sign tokens with and returns it, this once; at most two live side by side, for rotation. For owners and admins. A definer: secrets lie where the API has no access. LC401 sign_in_required; LC403 not_allowed; LC404 inbox_not_found; LC409 secrets_full.';

create function public.identity_secrets(inbox_id uuid)
  returns setof jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_inbox constant public.inboxes := private.require_managed_inbox(inbox_id);
begin
  return query
  select jsonb_build_object('id', s.id, 'hint', right(s.secret, 4), 'created_at', s.created_at, 'last_used_at', s.last_used_at)
  from private.identity_secrets s
  where s.inbox_id = v_inbox.id
  order by s.created_at, s.id;
end;
$$;
comment on function public.identity_secrets(uuid) is
  'The secrets of an inbox by their last four characters, oldest first, and when each was used last. For owners and admins. A definer: secrets lie where the API has no access. LC401 sign_in_required; LC403 not_allowed; LC404 inbox_not_found.';

create function public.revoke_identity_secret(id uuid)
  returns void
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_workspace_id uuid;
begin
  select i.workspace_id
  into v_workspace_id
  from private.identity_secrets s
  join public.inboxes i on i.id = s.inbox_id
  where s.id = revoke_identity_secret.id;
  if not private.is_my_workspace(v_workspace_id) then
    raise exception 'There is no such secret.' using errcode = 'LC404', hint = 'secret_not_found';
  end if;
  perform private.require_manager(v_workspace_id);
  delete from private.identity_secrets s where s.id = revoke_identity_secret.id;
end;
$$;
comment on function public.revoke_identity_secret(uuid) is
  'From now on no token of this secret is good; devices that are verified stay so until their 7 days are over. For owners and admins. A definer: secrets lie where the API has no access. LC401 sign_in_required; LC403 not_allowed; LC404 secret_not_found.';

revoke execute on function public.create_identity_secret(uuid), public.identity_secrets(uuid), public.revoke_identity_secret(uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.create_identity_secret(uuid), public.identity_secrets(uuid), public.revoke_identity_secret(uuid)
  to authenticated;

revoke execute on all functions in schema private from public;
