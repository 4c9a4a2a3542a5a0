-- The role of whoever only looks on (the console, status): the slot, how much log it holds back, and where the log ends. It reads no
-- table. Run as a superuser, once, and adapt the password:
--
--   psql "$DATABASE_URL" -v password="'choose one'" -f ops/postgres/console.sql

create role tidemark_console login password :password;

-- Slots are for everybody to see; this adds who is connected and the replication statistics.
grant pg_monitor to tidemark_console;
