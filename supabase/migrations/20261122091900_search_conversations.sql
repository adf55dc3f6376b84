-- Search. Text operators are not leakproof: under row-level security they can't use an index (19 s instead of 0.6 ms),
-- so the function checks membership first and then reads past the policies.

create function private.folded(value text)
  returns text
  language plpgsql immutable parallel safe cost 1000 -- what it costs, so that the planner prefers the index to folding every row
  set search_path = ''
as $$
begin
  return lower(extensions.unaccent('extensions.unaccent', value));
end;
$$;
comment on function private.folded(text) is 'Without accents and capitals. Immutable, as an index wants it: unaccent() only isn''t because its dictionary could be changed.';

create function private.words(value text)
  returns text
  language plpgsql immutable parallel safe cost 1000 -- as above
  set search_path = ''
as $$
begin
  return regexp_replace(lower(extensions.unaccent('extensions.unaccent', value)), '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007f]+', ' ', 'g');
end;
$$;
comment on function private.words(text) is 'Folded, and with a space for each sign: CMD-4821 is found by 4821.';

create index contacts_search_idx on public.contacts
  using gin (workspace_id, private.folded(coalesce(name, '') || ' ' || coalesce(email, '')) extensions.gin_trgm_ops);
create index messages_search_idx on public.messages
  using gin (workspace_id, to_tsvector('simple', private.words(body)));

create function public.search_conversations(
  workspace_id uuid,
  query text,
  status text default null,
  max integer default 50
)
  returns setof public.conversations
  language plpgsql stable security definer
  set search_path = ''
  set plan_cache_mode = force_custom_plan
as $$
declare
  v_limit constant integer := least(greatest(coalesce(max, 50), 1), 100);
  v_words constant text[] := string_to_array(btrim(private.words(left(query, 200))), ' ');
  v_query tsquery;
  v_pattern text;
begin
  perform private.require_agent(workspace_id);
  if private.is_blank(coalesce(query, '')) then
    return;
  end if;
  v_pattern := '%' || regexp_replace(btrim(private.folded(left(query, 200))), '([%_\\])', '\\\1', 'g') || '%';
  select to_tsquery('simple', string_agg(quote_literal(word) || ':*', ' & ')) into v_query from unnest(v_words) word where word <> '';
  return query
  select c.*
  from public.conversations c
  where c.workspace_id = search_conversations.workspace_id
    and (search_conversations.status is null or c.status = search_conversations.status)
    and c.id in (
      (
        select found.id
        from public.contacts p
        join public.conversations found on found.contact_id = p.id
        where p.workspace_id = search_conversations.workspace_id
          and private.folded(coalesce(p.name, '') || ' ' || coalesce(p.email, '')) like v_pattern
          and (search_conversations.status is null or found.status = search_conversations.status)
        order by found.last_message_at desc
        limit 500
      )
      union
      (
        select m.conversation_id
        from public.messages m
        join public.conversations found on found.id = m.conversation_id
        where m.workspace_id = search_conversations.workspace_id
          and to_tsvector('simple', private.words(m.body)) @@ v_query
          and (search_conversations.status is null or found.status = search_conversations.status)
        order by m.created_at desc
        limit 500
      )
    )
  order by c.last_message_at desc, c.id desc
  limit v_limit;
end;
$$;
comment on function public.search_conversations(uuid, text, text, integer) is
  'Conversations whose contact''s name or e-mail contains the query, or with a message that has all its words (or words that begin so), newest message first, at most 100; capitals and accents don''t matter. Of very common words the newest 500 hits are looked at. A definer that checks membership first: see the top of the file. LC401 sign_in_required; LC404 workspace_not_found.';
revoke execute on function public.search_conversations(uuid, text, text, integer)
  from public, anon, authenticated, service_role;
grant execute on function public.search_conversations(uuid, text, text, integer) to authenticated;

revoke execute on all functions in schema private from public;
