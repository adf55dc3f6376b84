-- Who may not write sends no files either: they would lie there, unsent, and count for nothing but the disk.

create function private.admit_contact_file(inbox public.inboxes, user_id uuid)
  returns void
  language plpgsql stable set search_path = ''
as $$
declare
  v_session public.contact_sessions;
begin
  select s.*
  into v_session
  from public.contact_sessions s
  where s.inbox_id = inbox.id
    and s.user_id = admit_contact_file.user_id;
  if (select c.blocked_at is not null from public.contacts c where c.id = v_session.contact_id) then
    raise exception 'This contact may not write.' using errcode = 'LC403', hint = 'blocked';
  end if;
  if inbox.verified_only and coalesce(v_session.verified_until <= clock_timestamp(), true) then
    raise exception 'Only those may write here whom the site has named.' using errcode = 'LC403', hint = 'verified_only';
  end if;
end;
$$;
comment on function private.admit_contact_file(public.inboxes, uuid) is
  'Raises if this user, as a contact of the inbox, may send no file now. Counts nothing, as admit_contact_message() may. LC403 blocked, verified_only.';

create or replace function public.begin_attachment(
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
      perform private.admit_contact_file(v_inbox, v_caller);
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

revoke execute on all functions in schema private from public;
