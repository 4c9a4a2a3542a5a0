-- The role of the reconciler: it reads the mapped tables and may ask for a refresh (a logical message in the log).
-- It writes no table. Run as the tables' owner or a superuser, once, and adapt the tables and the password:
--
--   psql "$DATABASE_URL" -v password="'choose one'" -f ops/postgres/reconciler.sql

create role tidemark_reconciler login password :password;

grant usage on schema public to tidemark_reconciler;
grant select on public.users, public.follows, public.mutes, public.blocks to tidemark_reconciler;

-- Everybody may do this unless it was revoked.
grant execute on function pg_logical_emit_message(boolean, text, text, boolean) to tidemark_reconciler;
