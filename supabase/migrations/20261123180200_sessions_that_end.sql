-- A device that a token has tied to somebody hears their topic until it is asked again, and Realtime asks again only with a new token: up to an
-- hour too long. So when the 7 days are over, within a minute the contact's topic moves: what is said from then on, the device does not hear.

create index contact_sessions_verified_until_idx on public.contact_sessions (verified_until) where verified_until is not null;

create function private.end_sessions(max integer)
  returns integer
  language plpgsql set search_path = ''
as $$
declare
  v_contact_ids uuid[];
  v_count integer;
begin
  with ended as (
    delete from public.contact_sessions
    where (contact_sessions.inbox_id, contact_sessions.user_id) in (
      select s.inbox_id, s.user_id
      from public.contact_sessions s
      where s.verified_until <= clock_timestamp()
      order by s.verified_until
      limit end_sessions.max
      for update skip locked
    )
    returning contact_sessions.contact_id
  )
  select count(*), array_agg(distinct ended.contact_id order by ended.contact_id) into v_count, v_contact_ids from ended;
  perform private.move_topic(x.id) from unnest(v_contact_ids) with ordinality x (id, place) order by x.place;
  return v_count;
end;
$$;
comment on function private.end_sessions(integer) is
  'Ends sessions of devices whose token''s word is over, and moves the topics of their contacts; devices that are still theirs join the new one.';

create or replace function private.forget_expired(max integer)
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

create or replace function private.run_due(max integer default 100)
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
  'Does what is due, at most so much of each kind at once, and returns how much of each: woken, closed, dropped, unlabelled, uploads_given_up, sessions_ended, erasures_finished, forgotten, words_read, assigned; null for a step that failed, with a warning. Run it each minute, as the owner of the tables.';
revoke execute on all functions in schema private from public;
