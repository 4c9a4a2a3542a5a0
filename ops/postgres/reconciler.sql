-- The role of the reconciler: it reads the mapped tables and may ask for a refresh (a logical message in the log).
-- It writes no table. Run as a superuser, or as the tables' owner if that one may create roles, once, and adapt the tables:
--
--   psql "$DATABASE_URL" -v password=null -f ops/postgres/reconciler.sql -c '\password tidemark_reconciler'
--
-- which asks for the role's password: so it is in no process list and no log of the server.

create role tidemark_reconciler login password :password;

grant usage on schema public to tidemark_reconciler;
grant select on public.users, public.follows, public.mutes, public.blocks to tidemark_reconciler;

-- Everybody may do this unless it was revoked.
do $$
declare emit regprocedure;
begin
  -- its parameters are others from Postgres 17 on
  for emit in select oid from pg_proc where proname = 'pg_logical_emit_message' loop
    execute format('grant execute on function %s to tidemark_reconciler', emit);
  end loop;
end $$;
