-- A file that was uploaded: checked, given up, sent; and what Storage asks.

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
  v_version text;
begin
  if v_attachment.finished_at is not null then
    return private.attachment_json(v_attachment);
  end if;
  select o.metadata, o.version
  into v_stored, v_version
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
    version = v_version,
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
comment on function public.discard_attachment(uuid) is
  'Gives up a file that is not sent: what was uploaded of it goes. A definer: writes go through functions only. LC401 sign_in_required; LC404 attachment_not_found; LC409 attachment_sent.';
revoke execute on function public.discard_attachment(uuid) from public, anon, authenticated, service_role;
grant execute on function public.discard_attachment(uuid) to authenticated;

create function private.take_attachments(conversation_id uuid, message_id uuid, attachment_ids uuid[])
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

create policy attachments_insert on storage.objects
  for insert to authenticated
  with check (bucket_id = 'attachments' and private.may_upload(name, metadata));

create function private.may_download(path text, version text)
  returns boolean
  language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (
    select
    from public.attachments a
    where a.path = may_download.path
      and a.dropped_at is null
      and (a.version is null or a.version = may_download.version) -- null: not checked yet, or before versions were kept
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
comment on function private.may_download(text, text) is
  'Whether the caller may have a link to this file, in this version: of a message, its contact and its agents; of what isn''t sent, who uploaded it. A definer: callers have no way to the table.';
revoke execute on function private.may_download(text, text) from public, anon, authenticated;
grant execute on function private.may_download(text, text) to authenticated;

create policy attachments_select on storage.objects
  for select to authenticated
  using (bucket_id = 'attachments' and private.may_download(name, version));

revoke execute on all functions in schema private from public;
