-- Empty until attachments need it; there, so that grants and foreign migrations that name it pass.
create schema if not exists storage authorization supabase_admin;
grant usage on schema storage to postgres, anon, authenticated, service_role;
