-- A new hosted project: what a migration makes is reachable only by whom it grants it to. (Functions keep Postgres' own
-- default, execute for public: migrations must revoke it.)
alter default privileges for role postgres in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges for role postgres in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges for role postgres in schema public revoke all on functions from anon, authenticated, service_role;
