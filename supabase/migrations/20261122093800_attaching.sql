-- Reserving a place for a file: under its name, in its quota, by who may write.

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

create function private.admit_contact_file(inbox public.inboxes, user_id uuid, contact_id uuid)
  returns void
  language plpgsql stable set search_path = ''
as $$
declare
  v_session public.contact_sessions;
  v_verified_only boolean := inbox.verified_only;
  v_limits private.limits;
begin
  select s.*
  into v_session
  from public.contact_sessions s
  where s.user_id = admit_contact_file.user_id
    and case when admit_contact_file.contact_id is null then s.inbox_id = inbox.id else s.contact_id = admit_contact_file.contact_id end
  order by (s.inbox_id = inbox.id) desc, s.created_at, s.inbox_id
  limit 1;
  if v_session.inbox_id <> inbox.id then
    select i.verified_only into v_verified_only from public.inboxes i where i.id = v_session.inbox_id;
  end if;
  if (select c.blocked_at is not null from public.contacts c where c.id = v_session.contact_id) then
    raise exception 'This contact may not write.' using errcode = 'LC403', hint = 'blocked';
  end if;
  if v_verified_only and coalesce(v_session.verified_until <= clock_timestamp(), true) then
    raise exception 'Only those may write here whom the site has named.' using errcode = 'LC403', hint = 'verified_only';
  end if;
  if admit_contact_file.contact_id is null then
    select l.* into v_limits from private.limits l;
    perform private.admit_newcomer(inbox.id, v_session.contact_id, v_limits);
  end if;
end;
$$;
comment on function private.admit_contact_file(public.inboxes, uuid, uuid) is
  'Raises if this user, as this contact (null: as whoever they are in the inbox, in a conversation that is not begun), may send no file now. Counts nothing, unlike admit_first_message(). LC403 blocked, verified_only.';

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
    if v_author = 'contact' then
      perform private.admit_contact_file(v_inbox, v_caller, v_conversation.contact_id);
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
  'Reserves a place for a file of a conversation, or of one that is not begun yet (then with the inbox''s key). Again with the same id: the same answer. A definer: writes go through functions only. LC400 attachment_empty, attachment_too_large, attachment_type_refused, id_missing, inbox_key_malformed; LC401 sign_in_required; LC403 blocked, verified_only; LC404 conversation_not_found, inbox_not_found; LC409 id_taken; LC429 too_many_attachments with {"retry_in": seconds} as detail.';
revoke execute on function public.begin_attachment(uuid, uuid, text, text, bigint, text) from public, anon, authenticated, service_role;
grant execute on function public.begin_attachment(uuid, uuid, text, text, bigint, text) to authenticated;

revoke execute on all functions in schema private from public;
