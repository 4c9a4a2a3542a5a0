-- The role of whoever only looks on (the console, status): the slot, how much log it holds back, and where the log ends. It reads no
-- table. Slots and the end of the log are for everybody to see, so it needs no right but to log in; pg_monitor would show it other
-- sessions' statements, and the values in them. Run as a superuser, once:
--
--   psql "$DATABASE_URL" -v password=null -f ops/postgres/console.sql -c '\password tidemark_console'
--
-- which asks for the role's password: so it is in no process list and no log of the server.

create role tidemark_console login password :password;
