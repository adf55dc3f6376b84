-- As on hosted: every change of the schema tells the Data API, so that a new table or function answers at once.
create function extensions.pgrst_ddl_watch()
  returns event_trigger
  language plpgsql
  set search_path = ''
as $$
declare
  changed boolean;
begin
  if tg_event = 'sql_drop' then
    changed := exists (
      select from pg_catalog.pg_event_trigger_dropped_objects()
      where not is_temporary and schema_name is distinct from 'realtime'
    );
  else
    changed := exists (
      select from pg_catalog.pg_event_trigger_ddl_commands()
      where schema_name is distinct from 'pg_temp' and schema_name is distinct from 'realtime'
    );
  end if;
  if changed then
    notify pgrst, 'reload schema';
  end if;
end;
$$;

create event trigger pgrst_ddl_watch on ddl_command_end execute function extensions.pgrst_ddl_watch();
create event trigger pgrst_drop_watch on sql_drop execute function extensions.pgrst_ddl_watch();
