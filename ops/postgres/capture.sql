-- The role of the capture: it reads the log and the mapped tables, and writes messages to the log. It writes no table. Run as a
-- superuser (only one, or on Postgres 16 a role with CREATEROLE and REPLICATION, may give replication away), once, and adapt the tables:
--
--   psql "$DATABASE_URL" -v password=null -f ops/postgres/capture.sql -c '\password tidemark_capture'
--
-- which asks for the role's password: so it is in no process list and no log of the server.
--
-- ./tidemark setup makes the publication and is run as the tables' owner, not as this role.

-- replication would let it copy the whole cluster as well: let no line of pg_hba.conf for the
-- database `replication` fit this role.
create role tidemark_capture login replication password :password;

grant usage on schema public to tidemark_capture;
grant select on public.users, public.follows, public.mutes, public.blocks to tidemark_capture;

-- Everybody may do these unless they were revoked: the heartbeat, and which cluster this is.
do $$
declare emit regprocedure;
begin
  -- its parameters are others from Postgres 17 on
  for emit in select oid from pg_proc where proname = 'pg_logical_emit_message' loop
    execute format('grant execute on function %s to tidemark_capture', emit);
  end loop;
end $$;
grant execute on function pg_control_system() to tidemark_capture;
