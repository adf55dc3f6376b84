-- A file is read only as it was checked. An upload asks whether it may before its bytes come: one that began in time, allowed to replace,
-- and ended late took the place of a file that was checked, sent and trusted, as whatever it liked.

alter table public.attachments add column version text;
comment on column public.attachments.version is
  'Which of the contents that Storage may have had in this place was checked; what replaces it is read by nobody. Null: not finished, or finished before this was kept.';

create or replace function public.finish_attachment(id uuid, width integer default null, height integer default null)
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

drop policy attachments_select on storage.objects;
create policy attachments_select on storage.objects
  for select to authenticated
  using (bucket_id = 'attachments' and private.may_download(name, version));
drop function private.may_download(text);

revoke execute on all functions in schema private from public;
