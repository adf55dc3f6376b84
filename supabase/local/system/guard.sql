-- Hosted lets `postgres` change nothing in the schemas realtime and storage but policies, and nothing on auth but foreign keys to it. Here
-- membership allows more, so these triggers refuse it: a migration that passes here passes there.
create function extensions.guard_system()
  returns event_trigger
  language plpgsql
  set search_path = ''
as $$
declare
  object record;
begin
  if (select rolsuper from pg_catalog.pg_roles where rolname = session_user) then
    return;
  end if;
  if tg_event = 'sql_drop' then
    for object in select object_type, object_identity, address_names from pg_catalog.pg_event_trigger_dropped_objects() loop
      if object.object_type <> 'policy' and object.address_names[1] in ('realtime', 'storage') then
        raise exception 'must be owner of %', object.object_identity
          using errcode = '42501', hint = 'On the schemas realtime and storage a migration may only make policies.';
      end if;
    end loop;
    return;
  end if;
  for object in
    select command_tag, object_type, object_identity, schema_name from pg_catalog.pg_event_trigger_ddl_commands()
  loop
    if (
        object.schema_name in ('realtime', 'storage')
        or object.object_identity ~ '\mon (realtime|storage)\.'
        or object.object_identity ~ '^(realtime|storage)\.'
      )
      and not (object.object_type = 'policy' and object.command_tag in ('CREATE POLICY', 'ALTER POLICY'))
    then
      raise exception 'must be owner of %', object.object_identity
        using errcode = '42501', hint = 'On the schemas realtime and storage a migration may only make policies.';
    end if;
  end loop;
end;
$$;

create event trigger guard_system_ddl on ddl_command_end execute function extensions.guard_system();
create event trigger guard_system_drop on sql_drop execute function extensions.guard_system();
