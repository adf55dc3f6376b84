-- What time brings. One function does all of it, each minute: by pg_cron where it is available, by a timer in the embedded stack. Its steps
-- go in chunks, skip what another holds, and find nothing to do when they come again: two at once do no harm.

create index conversations_snoozed_until_idx on public.conversations (snoozed_until) where status = 'snoozed';

create function private.wake_snoozed(max integer)
  returns integer
  language plpgsql set search_path = ''
as $$
declare
  v_conversation public.conversations;
  v_count integer := 0;
begin
  for v_conversation in
    select c.*
    from public.conversations c
    where c.status = 'snoozed'
      and c.snoozed_until <= clock_timestamp()
    order by c.snoozed_until, c.id
    limit wake_snoozed.max
    for no key update skip locked
  loop
    perform private.reopen_locked(v_conversation, 'system');
    v_count := v_count + 1;
  end loop;
  return v_count;
end;
$$;
comment on function private.wake_snoozed(integer) is 'Opens conversations whose snooze is over. A customer who waited in one has waited all the time: no turn begins.';

create function private.close_idle(max integer)
  returns integer
  language plpgsql set search_path = ''
as $$
declare
  v_inbox public.inboxes;
  v_conversation public.conversations;
  v_count integer := 0;
begin
  for v_inbox in select i.* from public.inboxes i where i.auto_close_days is not null order by i.id loop
    for v_conversation in
      select c.*
      from public.conversations c
      where c.inbox_id = v_inbox.id
        and c.status = 'open'
        and c.last_message_at < clock_timestamp() - make_interval(days => v_inbox.auto_close_days)
        and c.waiting_since is null
        and exists (
          select
          from public.episodes e
          where e.conversation_id = c.id
            and e.episode = c.episode
            and e.opened_at < clock_timestamp() - make_interval(days => v_inbox.auto_close_days)
        ) -- who reopens an old one to write has as long
      order by c.last_message_at, c.id
      limit close_idle.max - v_count
      for no key update of c skip locked
    loop
      perform private.close_locked(v_conversation, 'system');
      v_count := v_count + 1;
    end loop;
  end loop;
  return v_count;
end;
$$;
comment on function private.close_idle(integer) is 'Closes open conversations in which nobody waits and nothing was written for the inbox''s auto_close_days.';

create function private.drop_old(max integer)
  returns integer
  language plpgsql set search_path = ''
as $$
declare
  v_inbox public.inboxes;
  v_dropped integer;
  v_count integer := 0;
begin
  for v_inbox in select i.* from public.inboxes i where i.retention_days is not null order by i.id loop
    delete from public.conversations
    where conversations.id in (
      select c.id
      from public.conversations c
      where c.inbox_id = v_inbox.id
        and c.status = 'closed'
        and c.last_message_at < clock_timestamp() - make_interval(days => v_inbox.retention_days)
        and c.closed_at < clock_timestamp() - make_interval(days => v_inbox.retention_days)
      order by c.last_message_at, c.id
      limit drop_old.max - v_count
      for update skip locked
    );
    get diagnostics v_dropped = row_count;
    v_count := v_count + v_dropped;
  end loop;
  return v_count;
end;
$$;
comment on function private.drop_old(integer) is
  'Drops whole conversations that were closed longer ago than the inbox''s retention_days, with all that belongs to them, their files too. Their figures stay, without them.';

create function private.drop_labels(max integer)
  returns integer
  language plpgsql set search_path = ''
as $$
declare
  v_label_id uuid;
  v_count integer := 0;
begin
  for v_label_id in select d.label_id from private.dropped_labels d order by d.label_id for update skip locked loop
    v_count := v_count + private.drop_label(v_label_id, max - v_count);
    exit when v_count >= max;
  end loop;
  return v_count;
end;
$$;
comment on function private.drop_labels(integer) is 'Takes deleted labels off the conversations that still carry them.';

create function private.finish_erased(max integer)
  returns integer
  language plpgsql set search_path = ''
as $$
declare
  v_waiting constant uuid[] := array(select e.contact_id from private.erasures e where e.broadcasts_gone_at is null);
  v_count constant integer := private.finish_erasures(max);
begin
  -- Who was erased may have written words that nobody else did: their workspace learns its words anew.
  with again as (
    select distinct e.workspace_id
    from private.erasures e
    where e.contact_id = any (v_waiting)
      and e.broadcasts_gone_at is not null
  ),
  forgotten as (
    delete from private.words_learnt l using again where l.workspace_id = again.workspace_id
  )
  delete from private.known_words k using again where k.workspace_id = again.workspace_id;
  return v_count;
end;
$$;
comment on function private.finish_erased(integer) is 'Ends what erase_contact() began: broadcasts, and the words that search corrects errors with.';

create function private.forget_expired(max integer)
  returns integer
  language plpgsql set search_path = ''
as $$
declare
  v_count integer;
  v_sum integer := 0;
begin
  delete from private.used_tokens
  where used_tokens.ctid = any (
    array(
      select t.ctid
      from private.used_tokens t
      where t.expires_at < clock_timestamp() - interval '5 minutes' -- the grace of a slow clock
      limit forget_expired.max
      for update skip locked
    )
  );
  get diagnostics v_count = row_count;
  v_sum := v_sum + v_count;
  delete from private.viewings v where v.seen_at < clock_timestamp() - interval '1 hour';
  get diagnostics v_count = row_count;
  v_sum := v_sum + v_count;
  delete from private.contact_typing t where t.sent_at < clock_timestamp() - interval '1 hour';
  get diagnostics v_count = row_count;
  v_sum := v_sum + v_count;
  delete from private.contact_addresses
  where contact_addresses.ctid = any (
    array(
      select a.ctid
      from private.contact_addresses a
      where a.seen_at < clock_timestamp() - interval '1 day'
      limit forget_expired.max
      for update skip locked
    )
  );
  get diagnostics v_count = row_count;
  v_sum := v_sum + v_count;
  delete from private.blocked_origins b where b.until < clock_timestamp();
  get diagnostics v_count = row_count;
  v_sum := v_sum + v_count;
  delete from private.address_salts s where s.day < (clock_timestamp() at time zone 'UTC')::date - 1;
  delete from public.invitations i where i.accepted_at is null and i.expires_at < clock_timestamp() - interval '30 days';
  get diagnostics v_count = row_count;
  return v_sum + v_count;
end;
$$;
comment on function private.forget_expired(integer) is
  'Drops what has lost its meaning: used tokens that have expired, who looked where, from where contacts wrote and were blocked, salts, old invitations.';

create function private.learn_all_words(max integer)
  returns integer
  language plpgsql set search_path = ''
as $$
declare
  v_workspace_id uuid;
  v_count integer := 0;
begin
  for v_workspace_id in select w.id from public.workspaces w order by w.id loop
    v_count := v_count + private.learn_words(v_workspace_id, max);
  end loop;
  return v_count;
end;
$$;
comment on function private.learn_all_words(integer) is 'Takes up the words of so many new messages of each workspace, for search().';

create function private.route_all(max integer)
  returns integer
  language plpgsql set search_path = ''
as $$
declare
  v_workspace_id uuid;
  v_count integer := 0;
begin
  for v_workspace_id in
    select distinct c.workspace_id
    from public.conversations c
    join public.inboxes i on i.id = c.inbox_id
    where c.waiting_since is not null
      and c.status = 'open'
      and c.assignee_id is null
      and i.assignment <> 'off'
    order by 1
  loop
    v_count := v_count + private.route_waiting(v_workspace_id, max);
  end loop;
  return v_count;
end;
$$;
comment on function private.route_all(integer) is
  'Gives away what waits and nobody has, in inboxes that assign: what came back when an agent left or gave it back, was moved or woken.';

create function private.run_due(max integer default 100)
  returns jsonb
  language plpgsql set search_path = ''
as $$
declare
  v_max constant integer := greatest(coalesce(max, 100), 1);
  v_step text[];
  v_count integer;
  v_counts jsonb := '{}';
begin
  foreach v_step slice 1 in array array[
    ['woken', 'wake_snoozed', v_max::text],
    ['closed', 'close_idle', v_max::text],
    ['dropped', 'drop_old', v_max::text],
    ['unlabelled', 'drop_labels', v_max::text],
    ['uploads_given_up', 'expire_attachments', v_max::text],
    ['sessions_ended', 'end_sessions', v_max::text],
    ['erasures_finished', 'finish_erased', '10'],
    ['deletions_finished', 'finish_deletions', v_max::text],
    ['forgotten', 'forget_expired', (v_max * 10)::text],
    ['words_read', 'learn_all_words', (v_max * 50)::text],
    ['assigned', 'route_all', v_max::text] -- last: while it gives away, others who do wait
  ]
  loop
    begin
      execute format('select private.%I(%s)', v_step[2], v_step[3]) into v_count;
      v_counts := v_counts || jsonb_build_object(v_step[1], v_count);
    exception
      when others then -- the other steps are due all the same; this one is tried again in a minute
        raise warning 'private.%(%): %', v_step[2], v_step[3], sqlerrm;
        v_counts := v_counts || jsonb_build_object(v_step[1], null);
    end;
  end loop;
  return v_counts;
end;
$$;
comment on function private.run_due(integer) is
  'Does what is due, at most so much of each kind at once, and returns how much of each: woken, closed, dropped, unlabelled, uploads_given_up, sessions_ended, erasures_finished, deletions_finished, forgotten, words_read, assigned; null for a step that failed, with a warning. Run it each minute, as the owner of the tables.';

-- Each minute, where the project has pg_cron. Where it hasn't, something else must call it: the embedded stack does.
do $$
begin
  if exists (select from pg_catalog.pg_available_extensions where name = 'pg_cron') then
    create extension if not exists pg_cron;
    execute $cron$select cron.schedule('causerie', '* * * * *', 'select private.run_due()')$cron$;
  end if;
exception
  when others then
    raise warning 'private.run_due() could not be scheduled (%). Call it each minute: docs/production.md.', sqlerrm;
end;
$$;

revoke execute on all functions in schema private from public;
