-- What is to be deleted of files.
-- SQL can't remove a file from Storage, on hosted it isn't even allowed to remove its row: it can only say what shall go. Whoever holds the
-- secret key empties the queue (docs/production.md); the embedded stack does it each minute.

create table private.deletion_queue (
  id bigint generated always as identity,
  path text not null,
  queued_at timestamptz not null default clock_timestamp(),
  constraint deletion_queue_pkey primary key (id),
  constraint deletion_queue_path_key unique (path)
);
comment on table private.deletion_queue is 'Files of the bucket attachments that shall go. An erasure is complete when none of its files is here any more.';
alter table private.deletion_queue enable row level security;

create function private.tg_attachments_queue_deletion()
  returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  insert into private.deletion_queue (path)
  select gone.path from gone
  on conflict on constraint deletion_queue_path_key do nothing;
  return null;
end;
$$;
comment on function private.tg_attachments_queue_deletion() is
  'Whatever removes rows of attachments, their files follow. A definer: API roles have no way into the queue.';
create trigger attachments_queue_deletion
  after delete on public.attachments
  referencing old table as gone
  for each statement execute function private.tg_attachments_queue_deletion();

create function private.tg_conversations_drop_attachments()
  returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.attachments where attachments.conversation_id in (select gone.id from gone);
  return null;
end;
$$;
comment on function private.tg_conversations_drop_attachments() is
  'With a conversation go its files: retention and erasure need not think of them. A definer, as the table is closed.';
create trigger conversations_drop_attachments
  after delete on public.conversations
  referencing old table as gone
  for each statement execute function private.tg_conversations_drop_attachments();

create function private.expire_attachments(max integer default 1000)
  returns integer
  language plpgsql set search_path = ''
as $$
declare
  v_count integer;
begin
  with due as (
    select a.id, (o.metadata ->> 'size')::bigint as came_bytes
    from public.attachments a
    left join storage.objects o on a.finished_at is null and o.bucket_id = 'attachments' and o.name = a.path
    where a.message_id is null
      and a.dropped_at is null
      and (
        (a.finished_at is null and a.expires_at < clock_timestamp())
        or a.finished_at < clock_timestamp() - interval '3 days'
        or (o.metadata ->> 'size')::bigint <> a.size -- not what was announced: it can't be finished any more
      )
    order by a.created_at
    limit expire_attachments.max
    for update of a skip locked
  ),
  dropped as (
    update public.attachments
    set dropped_at = clock_timestamp(),
      came_bytes = case when due.came_bytes > attachments.size then due.came_bytes end
    from due
    where attachments.id = due.id
    returning attachments.path
  )
  insert into private.deletion_queue (path)
  select dropped.path from dropped
  on conflict on constraint deletion_queue_path_key do nothing;
  get diagnostics v_count = row_count;
  -- A day later nobody's quota asks for it. What was uploaded at the last moment is queued again by the trigger.
  delete from public.attachments where attachments.dropped_at < clock_timestamp() - interval '1 day';
  return v_count;
end;
$$;
comment on function private.expire_attachments(integer) is
  'Gives up what was reserved and not uploaded in time, came in another size than announced, or was uploaded and not sent within 3 days. Returns how many.';

create function public.deletions_due(max integer default 100)
  returns setof jsonb
  language plpgsql security definer set search_path = ''
as $$
begin
  perform private.expire_attachments();
  return query
    select jsonb_build_object('bucket', 'attachments', 'path', q.path, 'queued_at', q.queued_at)
    from private.deletion_queue q
    order by q.id
    limit least(greatest(deletions_due.max, 1), 1000);
end;
$$;
comment on function public.deletions_due(integer) is
  'Files to be removed from Storage, oldest first. For the secret key. A definer: the queue is closed.';
revoke execute on function public.deletions_due(integer) from public, anon, authenticated, service_role;
grant execute on function public.deletions_due(integer) to service_role;

create function public.deletions_done(paths text[])
  returns void
  language sql security definer set search_path = ''
as $$
  delete from private.deletion_queue where deletion_queue.path = any (deletions_done.paths);
$$;
comment on function public.deletions_done(text[]) is 'Says that these files are gone. For the secret key. A definer: the queue is closed.';
revoke execute on function public.deletions_done(text[]) from public, anon, authenticated, service_role;
grant execute on function public.deletions_done(text[]) to service_role;

revoke execute on all functions in schema private from public;
