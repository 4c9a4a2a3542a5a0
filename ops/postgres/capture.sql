-- The role of the capture: it reads the log and the mapped tables, and writes messages to the log. It writes no table. Run as the
-- tables' owner or a superuser, once, and adapt the tables and the password:
--
--   psql "$DATABASE_URL" -v password="'choose one'" -f ops/postgres/capture.sql
--
-- ./tidemark setup makes the publication and is run as the tables' owner, not as this role.

create role tidemark_capture login replication password :password;

grant usage on schema public to tidemark_capture;
grant select on public.users, public.follows, public.mutes, public.blocks to tidemark_capture;

-- Everybody may do these unless they were revoked: the heartbeat, and which cluster this is.
grant execute on function pg_logical_emit_message(boolean, text, text, boolean) to tidemark_capture;
grant execute on function pg_control_system() to tidemark_capture;
