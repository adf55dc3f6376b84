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
  -- What is being written now may commit later than its time says. Each author apart, as the indexes of times are.
  select count(*), max(m.created_at)
  into v_count, v_until
  from (
    select x.created_at
    from (
      (
        select m.created_at
        from public.messages m
        where m.workspace_id = learn_words.workspace_id
          and m.author = 'contact'
          and m.created_at > v_since
          and m.created_at < clock_timestamp() - interval '10 seconds'
        order by m.created_at
        limit learn_words.max
      )
      union all
      (
        select m.created_at
        from public.messages m
        where m.workspace_id = learn_words.workspace_id
          and m.author = 'agent'
          and m.created_at > v_since
          and m.created_at < clock_timestamp() - interval '10 seconds'
        order by m.created_at
        limit learn_words.max
      )
    ) x
    order by x.created_at
    limit learn_words.max
  ) m;
  if v_count = 0 then
    return 0;
  end if;
  insert into private.known_words (workspace_id, word)
  select distinct learn_words.workspace_id, met.lexeme
  from (
    select unnest(to_tsvector('simple', private.words(m.body) || ' ' || coalesce(private.words(p.name), '')))
    from (
      select x.conversation_id, x.body
      from public.messages x
      where x.workspace_id = learn_words.workspace_id
        and x.author = 'contact'
        and x.created_at > v_since
        and x.created_at <= v_until
      union all
      select x.conversation_id, x.body
      from public.messages x
      where x.workspace_id = learn_words.workspace_id
        and x.author = 'agent'
        and x.created_at > v_since
        and x.created_at <= v_until
    ) m
    join public.conversations c on c.id = m.conversation_id
    join public.contacts p on p.id = c.contact_id -- as they are called by now
  ) message (lexeme_at),
    lateral (select (message.lexeme_at).lexeme) met
  where char_length(met.lexeme) between 4 and 30
    and met.lexeme !~ '[0-9]'
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

revoke execute on all functions in schema private from public;
