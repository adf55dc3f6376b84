-- What retention drops leaves its figures: turns, episodes and scores, under an id that leads to nothing and nobody. They are of the past, and a
-- report over last year must not change because texts have gone. Messages are counted themselves: their number goes with them, labels too.

create function private.tg_conversations_keep_figures()
  returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.episodes e using gone where e.conversation_id = gone.id and e.closed_at is null; -- somebody removed it in the middle
  with kept as materialized (
    select gone.id, gen_random_uuid() as new_id
    from gone
    join public.inboxes i on i.id = gone.inbox_id
    join public.workspaces w on w.id = gone.workspace_id
  ),
  kept_episodes as (
    update public.episodes e set conversation_id = kept.new_id from kept where e.conversation_id = kept.id -- and turns
  )
  update public.ratings r
  set conversation_id = kept.new_id,
    contact_id = null,
    comment = null
  from kept
  where r.conversation_id = kept.id;
  delete from public.episodes e using gone where e.conversation_id = gone.id; -- their workspace or inbox goes as a whole
  delete from public.ratings r using gone where r.conversation_id = gone.id;
  return null;
end;
$$;
comment on function private.tg_conversations_keep_figures() is
  'Whatever drops a conversation, what was closed in it stays as figures without a name. A definer, as the tables are closed.';
create trigger conversations_keep_figures
  after delete on public.conversations
  referencing old table as gone
  for each statement execute function private.tg_conversations_keep_figures();

create function private.tg_inboxes_drop_figures()
  returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.episodes e
  using gone
  where e.workspace_id = gone.workspace_id
    and e.inbox_id = gone.id
    and not exists (select from public.conversations c where c.id = e.conversation_id);
  return null;
end;
$$;
comment on function private.tg_inboxes_drop_figures() is 'With an inbox go the figures of conversations that were dropped in it. A definer, as the table is closed.';
create trigger inboxes_drop_figures
  after delete on public.inboxes
  referencing old table as gone
  for each statement execute function private.tg_inboxes_drop_figures();

revoke execute on all functions in schema private from public;
