-- What a new database of a hosted project holds before its first migration: schemas, extensions, who may use them.
do $$
begin
  execute format('alter database %I owner to postgres', current_database());
end;
$$;

alter schema public owner to pg_database_owner;
grant usage on schema public to postgres, anon, authenticated, service_role;
grant create on schema public to postgres;
revoke create on schema public from public;

create schema if not exists extensions;
grant usage on schema extensions to public;
grant all on schema extensions to postgres with grant option;

create extension if not exists pgcrypto with schema extensions;
create extension if not exists "uuid-ossp" with schema extensions;
create extension if not exists pg_stat_statements with schema extensions;
