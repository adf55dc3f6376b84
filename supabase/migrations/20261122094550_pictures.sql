-- The pictures of agents. Customers see them beside what an agent writes, so their bucket is public; each agent puts their own there.

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('avatars', 'avatars', true, 262144, array['image/webp', 'image/jpeg', 'image/png'])
on conflict (id) do update
set public = excluded.public,
  file_size_limit = excluded.file_size_limit,
  allowed_mime_types = excluded.allowed_mime_types;

create function private.is_my_picture(path text)
  returns boolean
  language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (
    select
    from public.agents a
    where a.user_id = auth.uid()
      and a.removed_at is null
      and path ~ format('^%s/%s/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.(webp|jpg|png)$', a.workspace_id, a.user_id)
  );
end;
$$;
comment on function private.is_my_picture(text) is
  'Whether this is a place for a picture of the caller: workspace/user/uuid.webp, where they are an agent. A definer, so that policies need no way to the table.';
revoke execute on function private.is_my_picture(text) from public, anon, authenticated;
grant execute on function private.is_my_picture(text) to authenticated;

create function private.may_add_picture(path text, metadata jsonb)
  returns boolean
  language plpgsql stable security definer set search_path = ''
as $$
begin
  return private.is_my_picture(path)
    -- The bucket's own limits stand where something is uploaded; what is copied there has only these.
    and coalesce(metadata ->> 'mimetype', 'image/webp') in ('image/webp', 'image/jpeg', 'image/png')
    and coalesce((metadata ->> 'size')::numeric, (metadata ->> 'contentLength')::numeric, 0) <= 262144
    and (
      select count(*) < 5
      from storage.objects o
      where o.bucket_id = 'avatars'
        and starts_with(o.name, concat_ws('/', split_part(path, '/', 1), split_part(path, '/', 2), ''))
    );
end;
$$;
comment on function private.may_add_picture(text, jsonb) is
  'Whether the caller may put this picture there. Five lie there at most: the settings remove those that nobody sees any more. A definer: it reads storage.objects.';
revoke execute on function private.may_add_picture(text, jsonb) from public, anon, authenticated;
grant execute on function private.may_add_picture(text, jsonb) to authenticated;

-- Nobody replaces a picture, so that an address always shows the same; who reads one needs no policy. Listing and removing are for one's own.
create policy avatars_insert on storage.objects
  for insert to authenticated
  with check (bucket_id = 'avatars' and private.may_add_picture(name, metadata));

create policy avatars_select on storage.objects
  for select to authenticated
  using (bucket_id = 'avatars' and private.is_my_picture(name));

create policy avatars_delete on storage.objects
  for delete to authenticated
  using (bucket_id = 'avatars' and private.is_my_picture(name));

revoke execute on all functions in schema private from public;
