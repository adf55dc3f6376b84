-- Files that come with messages. Storage keeps their bytes and asks one policy; who may send what is decided here: a file is reserved, then
-- uploaded to the reserved place, then checked against what Storage has measured, and only then may a message cite it.

insert into storage.buckets (id, name, public, file_size_limit)
values ('attachments', 'attachments', false, 52428800)
on conflict (id) do update set public = false, file_size_limit = excluded.file_size_limit;

create table public.attachments (
  id uuid not null,
  workspace_id uuid not null,
  inbox_id uuid not null,
  conversation_id uuid not null,
  message_id uuid,
  user_id uuid,
  author public.actor not null,
  name text not null,
  type text not null,
  size bigint not null,
  width integer,
  height integer,
  path text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  finished_at timestamptz,
  dropped_at timestamptz,
  constraint attachments_pkey primary key (id),
  constraint attachments_path_key unique (path),
  constraint attachments_workspace_id_fkey foreign key (workspace_id) references public.workspaces (id) on delete cascade,
  constraint attachments_inbox_id_fkey foreign key (inbox_id) references public.inboxes (id) on delete cascade,
  constraint attachments_user_id_fkey foreign key (user_id) references auth.users (id) on delete set null,
  constraint attachments_name_check check (char_length(name) between 1 and 150),
  constraint attachments_size_check check (size > 0),
  constraint attachments_measures_check check ((width is null) = (height is null) and width between 1 and 100000 and height between 1 and 100000),
  constraint attachments_message_id_check check (message_id is null or (finished_at is not null and dropped_at is null))
);
comment on table public.attachments is 'A file of a message, or one that is reserved, uploaded and not yet sent. Its bytes lie in the bucket attachments.';
comment on column public.attachments.conversation_id is 'No foreign key: a file may be uploaded before the conversation begins with it.';
comment on column public.attachments.user_id is 'Who reserved it: the only one who may upload, finish and send it.';
comment on column public.attachments.type is 'MIME type without parameters, in lower case.';
comment on column public.attachments.size is 'Bytes: as announced, and once finished as measured.';
comment on column public.attachments.path is 'Where it lies: workspace/conversation/attachment/name, in letters that Storage takes.';
comment on column public.attachments.expires_at is 'Until when it may be uploaded.';
comment on column public.attachments.dropped_at is 'Given up, or never sent: its file is on the deletion queue. The row counts for the quota until a day later.';
create index attachments_conversation_id_idx on public.attachments (conversation_id);
create index attachments_user_id_created_at_idx on public.attachments (user_id, created_at);
create index attachments_workspace_id_idx on public.attachments (workspace_id);
create index attachments_inbox_id_idx on public.attachments (inbox_id);
create index attachments_unsent_idx on public.attachments (created_at) where message_id is null;

alter table public.attachments enable row level security;
create policy attachments_select on public.attachments
  for select to authenticated
  using (workspace_id = any (array(select private.my_workspaces())));
comment on policy attachments_select on public.attachments is 'Agents see the files of their workspaces; contacts see those of their messages, by functions.';
revoke all on public.attachments from anon, authenticated;
grant select on public.attachments to authenticated;

-- What is to be deleted -----------------------------------------------------------------------------------------------
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
  with dropped as (
    update public.attachments
    set dropped_at = clock_timestamp()
    where attachments.id in (
      select a.id
      from public.attachments a
      where a.message_id is null
        and a.dropped_at is null
        and (
          (a.finished_at is null and a.expires_at < clock_timestamp())
          or a.finished_at < clock_timestamp() - interval '3 days'
        )
      order by a.created_at
      limit expire_attachments.max
      for update skip locked
    )
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
  'Gives up what was reserved and not uploaded in time, or uploaded and not sent within 3 days. Returns how many.';

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

-- Names ---------------------------------------------------------------------------------------------------------------

create function private.cut_file_name(name text, length integer)
  returns text
  language sql immutable set search_path = ''
as $$
  select case
    when char_length(name) <= length then name
    else left(name, length - char_length(ending.text)) || ending.text
  end
  from (select coalesce(substring(name from '\.[^.]{1,15}$'), '') as text) as ending;
$$;
comment on function private.cut_file_name(text, integer) is 'At most so many characters, with the ending kept.';

create function private.file_name(name text)
  returns text
  language plpgsql immutable set search_path = ''
as $$
declare
  -- Only the last step of a path. Nothing that can't be seen, nothing that turns the direction: invoice<U+202E>fdp.exe would read invoiceexe.pdf.
  v_name text := regexp_replace(normalize(coalesce(name, ''), nfc), '^.*[/\\]', '');
begin
  v_name := regexp_replace(v_name, '[\u0001-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]', '', 'g');
  v_name := btrim(ltrim(v_name, '. '), ' ');
  return case when private.is_blank(v_name) then 'file' else private.cut_file_name(v_name, 150) end;
end;
$$;
comment on function private.file_name(text) is 'A name as people see it: one line, no path, nothing hidden, at most 150 characters.';

create function private.storage_name(name text)
  returns text
  language plpgsql immutable set search_path = ''
as $$
declare
  v_name text := regexp_replace(normalize(name, nfd), '[\u0300-\u036f]', '', 'g');
begin
  v_name := btrim(regexp_replace(v_name, '[^A-Za-z0-9.-]+', '_', 'g'), '_.');
  return case when v_name = '' then 'file' else private.cut_file_name(v_name, 100) end;
end;
$$;
comment on function private.storage_name(text) is 'The same name in letters that Storage takes in a path: ASCII.';

-- Reserving, finishing, giving up ---------------------------------------------------------------------------------------

create function private.check_attachment_quota(user_ids uuid[], author public.actor, size bigint)
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
  select count(*) filter (where a.created_at > clock_timestamp() - interval '1 hour'), coalesce(sum(a.size), 0)
  into v_count, v_bytes
  from public.attachments a
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
  'LC429 too_many_attachments when these users have reserved as much as one person may: contacts 20 in an hour and 200 MiB in a day, agents 200 and 5 GiB.';

create function private.attachment_json(attachment public.attachments)
  returns jsonb
  language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'id', attachment.id,
    'name', attachment.name,
    'type', attachment.type,
    'size', attachment.size,
    'width', attachment.width,
    'height', attachment.height,
    'path', attachment.path
  );
$$;
comment on function private.attachment_json(public.attachments) is 'A file as both sides see it, and as messages.attachments keeps it.';

create function public.begin_attachment(
  conversation_id uuid,
  id uuid,
  name text,
  type text,
  size bigint,
  inbox_key text default null
)
  returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_type constant text := lower(btrim(split_part(coalesce(type, ''), ';', 1)));
  v_name constant text := private.file_name(name);
  v_conversation public.conversations;
  v_inbox public.inboxes;
  v_author public.actor := 'contact';
  v_users uuid[] := array[v_caller];
  v_attachment public.attachments;
  v_now timestamptz;
begin
  perform private.checked_id(begin_attachment.id);
  perform private.checked_id(conversation_id);
  select c.* into v_conversation from public.conversations c where c.id = begin_attachment.conversation_id;
  if found then
    v_author := private.side_of(v_conversation);
    select i.* into v_inbox from public.inboxes i where i.id = v_conversation.inbox_id;
    if v_author = 'contact' then -- all their devices are one person
      v_users := array(select s.user_id from public.contact_sessions s where s.contact_id = v_conversation.contact_id);
    end if;
  elsif inbox_key is null then
    raise exception 'There is no such conversation.' using errcode = 'LC404', hint = 'conversation_not_found';
  else
    v_inbox := private.require_inbox(inbox_key);
  end if;

  perform pg_advisory_xact_lock(hashtextextended('attachments ' || v_caller, 0)); -- the quota is counted once at a time
  select a.* into v_attachment from public.attachments a where a.id = begin_attachment.id;
  if found then
    if v_attachment.user_id is distinct from v_caller
      or v_attachment.conversation_id <> begin_attachment.conversation_id
      or v_attachment.dropped_at is not null
    then
      raise exception 'This id is taken.' using errcode = 'LC409', hint = 'id_taken';
    end if;
  else
    if not v_type = any (v_inbox.attachment_types) then
      raise exception 'Files of type % may not be sent here.', v_type using errcode = 'LC400', hint = 'attachment_type_refused';
    end if;
    if size is null or size < 1 then
      raise exception 'The file is empty.' using errcode = 'LC400', hint = 'attachment_empty';
    end if;
    if size > v_inbox.attachment_max_bytes then
      raise exception 'The file has % bytes; % are allowed.', size, v_inbox.attachment_max_bytes
        using errcode = 'LC400', hint = 'attachment_too_large';
    end if;
    perform private.check_attachment_quota(v_users, v_author, size);
    v_now := clock_timestamp();
    insert into public.attachments (
      id, workspace_id, inbox_id, conversation_id, user_id, author, name, type, size, path, created_at, expires_at
    )
    values (
      begin_attachment.id,
      v_inbox.workspace_id,
      v_inbox.id,
      begin_attachment.conversation_id,
      v_caller,
      v_author,
      v_name,
      v_type,
      begin_attachment.size,
      concat_ws('/', v_inbox.workspace_id, begin_attachment.conversation_id, begin_attachment.id, private.storage_name(v_name)),
      v_now,
      v_now + interval '1 hour'
    )
    on conflict on constraint attachments_pkey do nothing
    returning * into v_attachment;
    if not found then -- somebody else was faster by a moment
      raise exception 'This id is taken.' using errcode = 'LC409', hint = 'id_taken';
    end if;
  end if;
  return jsonb_build_object(
    'id', v_attachment.id,
    'bucket', 'attachments',
    'path', v_attachment.path,
    'name', v_attachment.name,
    'expires_at', v_attachment.expires_at
  );
end;
$$;
comment on function public.begin_attachment(uuid, uuid, text, text, bigint, text) is
  'Reserves a place for a file of a conversation, or of one that is not begun yet (then with the inbox''s key). Again with the same id: the same answer. A definer: writes go through functions only. LC400 attachment_empty, attachment_too_large, attachment_type_refused, id_missing, inbox_key_malformed; LC401 sign_in_required; LC404 conversation_not_found, inbox_not_found; LC409 id_taken; LC429 too_many_attachments with {"retry_in": seconds} as detail.';
revoke execute on function public.begin_attachment(uuid, uuid, text, text, bigint, text) from public, anon, authenticated, service_role;
grant execute on function public.begin_attachment(uuid, uuid, text, text, bigint, text) to authenticated;

create function private.lock_own_attachment(id uuid)
  returns public.attachments
  language plpgsql set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_attachment public.attachments;
begin
  select a.*
  into v_attachment
  from public.attachments a
  where a.id = lock_own_attachment.id
    and a.user_id = v_caller
    and a.dropped_at is null
  for update;
  if not found then
    raise exception 'There is no such file.' using errcode = 'LC404', hint = 'attachment_not_found';
  end if;
  return v_attachment;
end;
$$;
comment on function private.lock_own_attachment(uuid) is 'The caller''s file, locked. LC401 sign_in_required, LC404 attachment_not_found.';

create function public.finish_attachment(id uuid, width integer default null, height integer default null)
  returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  v_attachment public.attachments := private.lock_own_attachment(id);
  v_is_measured constant boolean := v_attachment.type like 'image/%' and width between 1 and 100000 and height between 1 and 100000;
  v_stored jsonb;
begin
  if v_attachment.finished_at is not null then
    return private.attachment_json(v_attachment);
  end if;
  select o.metadata
  into v_stored
  from storage.objects o
  where o.bucket_id = 'attachments'
    and o.name = v_attachment.path;
  if v_stored is null then
    raise exception 'The file has not arrived.' using errcode = 'LC409', hint = 'attachment_missing';
  end if;
  if (v_stored ->> 'size')::bigint is distinct from v_attachment.size
    or lower(btrim(split_part(v_stored ->> 'mimetype', ';', 1))) is distinct from v_attachment.type
  then
    raise exception 'The file is not the one that was announced.' using errcode = 'LC409', hint = 'attachment_differs';
  end if;
  update public.attachments
  set finished_at = clock_timestamp(),
    width = case when v_is_measured then finish_attachment.width end,
    height = case when v_is_measured then finish_attachment.height end
  where attachments.id = v_attachment.id
  returning * into v_attachment;
  return private.attachment_json(v_attachment);
end;
$$;
comment on function public.finish_attachment(uuid, integer, integer) is
  'Checks what Storage has against what was announced; from now on a message may cite it. Twice is no error. A definer: it reads storage.objects. LC401 sign_in_required; LC404 attachment_not_found; LC409 attachment_missing, attachment_differs.';
revoke execute on function public.finish_attachment(uuid, integer, integer) from public, anon, authenticated, service_role;
grant execute on function public.finish_attachment(uuid, integer, integer) to authenticated;

create function public.discard_attachment(id uuid)
  returns void
  language plpgsql security definer set search_path = ''
as $$
declare
  v_attachment constant public.attachments := private.lock_own_attachment(id);
begin
  if v_attachment.message_id is not null then
    raise exception 'The file has been sent.' using errcode = 'LC409', hint = 'attachment_sent';
  end if;
  update public.attachments set dropped_at = clock_timestamp() where attachments.id = v_attachment.id;
  insert into private.deletion_queue (path)
  values (v_attachment.path)
  on conflict on constraint deletion_queue_path_key do nothing;
end;
$$;
comment on function public.discard_attachment(uuid) is
  'Gives up a file that is not sent: what was uploaded of it goes. A definer: writes go through functions only. LC401 sign_in_required; LC404 attachment_not_found; LC409 attachment_sent.';
revoke execute on function public.discard_attachment(uuid) from public, anon, authenticated, service_role;
grant execute on function public.discard_attachment(uuid) to authenticated;

-- Sending -----------------------------------------------------------------------------------------------------------------

create or replace function private.take_attachments(conversation_id uuid, message_id uuid, attachment_ids uuid[])
  returns jsonb
  language plpgsql set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_taken jsonb;
begin
  if coalesce(cardinality(attachment_ids), 0) = 0 then
    return '[]';
  end if;
  if cardinality(attachment_ids) > 10 then
    raise exception 'A message has at most 10 files.' using errcode = 'LC400', hint = 'attachments_too_many';
  end if;
  perform
  from public.attachments a
  where a.id = any (attachment_ids)
  order by a.id
  for update;
  with taken as (
    update public.attachments a
    set message_id = take_attachments.message_id
    from public.conversations c
    where a.id = any (attachment_ids)
      and c.id = take_attachments.conversation_id
      and a.conversation_id = c.id
      and a.workspace_id = c.workspace_id
      and a.user_id = v_caller
      and a.finished_at is not null
      and a.dropped_at is null
      and a.message_id is null
    returning a.*
  )
  select jsonb_agg(private.attachment_json(taken) order by array_position(attachment_ids, taken.id))
  into v_taken
  from taken;
  if jsonb_array_length(coalesce(v_taken, '[]')) <> cardinality(attachment_ids) then
    raise exception 'A file is not there, not finished, already sent or not the caller''s.'
      using errcode = 'LC409', hint = 'attachment_unusable';
  end if;
  return v_taken;
end;
$$;
comment on function private.take_attachments(uuid, uuid, uuid[]) is
  'Gives the caller''s finished files of this conversation, at most 10, each once, to the message and returns them as messages.attachments keeps them. LC400 attachments_too_many; LC409 attachment_unusable.';

-- What Storage asks -----------------------------------------------------------------------------------------------------
-- No policy to update or remove: nobody but the secret key changes what lies there.

create function private.may_upload(path text, metadata jsonb)
  returns boolean
  language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (
    select
    from public.attachments a
    where a.path = may_upload.path
      and a.user_id = auth.uid()
      and a.finished_at is null
      and a.dropped_at is null
      and a.expires_at > clock_timestamp()
      -- Where Storage says what is announced, more than that is refused before it is sent.
      and coalesce((metadata ->> 'contentLength')::numeric, 0) <= a.size
  );
end;
$$;
comment on function private.may_upload(text, jsonb) is
  'Whether the caller holds a live reservation of exactly this place. A definer: callers have no way to the table.';
revoke execute on function private.may_upload(text, jsonb) from public, anon, authenticated;
grant execute on function private.may_upload(text, jsonb) to authenticated;

create function private.may_download(path text)
  returns boolean
  language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (
    select
    from public.attachments a
    where a.path = may_download.path
      and a.dropped_at is null
      and (
        (a.message_id is null and a.user_id = auth.uid())
        or (
          a.message_id is not null
          and (
            private.is_my_workspace(a.workspace_id)
            or exists (
              select
              from public.conversations c
              where c.id = a.conversation_id
                and private.is_my_contact(c.contact_id)
            )
          )
        )
      )
  );
end;
$$;
comment on function private.may_download(text) is
  'Whether the caller may have a link to this file: of a message, its contact and its agents; of what isn''t sent, who uploaded it. A definer, as above.';
revoke execute on function private.may_download(text) from public, anon, authenticated;
grant execute on function private.may_download(text) to authenticated;

create policy attachments_insert on storage.objects
  for insert to authenticated
  with check (bucket_id = 'attachments' and private.may_upload(name, metadata));
create policy attachments_select on storage.objects
  for select to authenticated
  using (bucket_id = 'attachments' and private.may_download(name));

revoke execute on all functions in schema private from public;
