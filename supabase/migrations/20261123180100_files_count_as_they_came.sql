-- A file counts for its author's quota as large as it is, not as it was said to be. Hosted Storage asks the policy before it has seen a byte, so
-- a reservation of one byte may bring what the bucket takes: it can't be finished, is given up within a minute, and leaves its size in the count.

alter table public.attachments add column came_bytes bigint;
comment on column public.attachments.came_bytes is 'How many bytes had come when it was given up, where they were more than announced: what the quota counts.';

create or replace function private.check_attachment_quota(user_ids uuid[], author public.actor, size bigint)
  returns void
  language plpgsql set search_path = ''
as $$
declare
  v_per_hour constant integer := case author when 'agent' then 200 else 20 end;
  v_per_day constant bigint := case author when 'agent' then 5368709120 else 209715200 end;
  v_count integer;
  v_bytes bigint;
  v_retry_in integer;
begin
  select
    count(*) filter (where a.created_at > clock_timestamp() - interval '1 hour'),
    coalesce(sum(greatest(a.size, a.came_bytes, case when a.finished_at is null then (o.metadata ->> 'size')::bigint end)), 0)
  into v_count, v_bytes
  from public.attachments a
  left join storage.objects o on a.finished_at is null and o.bucket_id = 'attachments' and o.name = a.path
  where a.user_id = any (user_ids)
    and a.author = check_attachment_quota.author
    and a.created_at > clock_timestamp() - interval '1 day';
  if v_count < v_per_hour and v_bytes + check_attachment_quota.size <= v_per_day then
    return;
  end if;
  select ceil(extract(epoch from min(a.created_at) - clock_timestamp() + case when v_count >= v_per_hour then interval '1 hour' else interval '1 day' end))
  into v_retry_in
  from public.attachments a
  where a.user_id = any (user_ids)
    and a.author = check_attachment_quota.author
    and a.created_at > clock_timestamp() - case when v_count >= v_per_hour then interval '1 hour' else interval '1 day' end;
  raise exception 'Too many files: % in an hour and % bytes in a day are allowed.', v_per_hour, v_per_day
    using errcode = 'LC429', hint = 'too_many_attachments', detail = jsonb_build_object('retry_in', greatest(v_retry_in, 1))::text;
end;
$$;
comment on function private.check_attachment_quota(uuid[], public.actor, bigint) is
  'LC429 too_many_attachments when these users have reserved or uploaded as much as one person may: contacts 20 in an hour and 200 MiB in a day, agents 200 and 5 GiB.';

create or replace function private.expire_attachments(max integer default 1000)
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

create or replace function public.discard_attachment(id uuid)
  returns void
  language plpgsql security definer set search_path = ''
as $$
declare
  v_attachment constant public.attachments := private.lock_own_attachment(id);
begin
  if v_attachment.message_id is not null then
    raise exception 'The file has been sent.' using errcode = 'LC409', hint = 'attachment_sent';
  end if;
  update public.attachments a
  set dropped_at = clock_timestamp(),
    came_bytes = (
      select (o.metadata ->> 'size')::bigint
      from storage.objects o
      where o.bucket_id = 'attachments'
        and o.name = v_attachment.path
        and (o.metadata ->> 'size')::bigint > v_attachment.size
    )
  where a.id = v_attachment.id;
  insert into private.deletion_queue (path)
  values (v_attachment.path)
  on conflict on constraint deletion_queue_path_key do nothing;
end;
$$;

revoke execute on all functions in schema private from public;
