-- Beside the sample's tables: edges with a key of their own and foreign keys that are edges. Nothing keeps an end from being away.
create table relationships (
  id bigserial primary key,
  follower_id uuid,
  followed_id uuid,
  kind text not null,
  status text default 'accepted',
  created_at timestamptz not null default clock_timestamp()
);
create index on relationships (follower_id);
create table posts (
  id uuid primary key,
  author_id uuid,
  parent_id uuid,
  title text not null,
  deleted_at timestamptz
);
create index on posts (author_id);
-- Partitions that are detached, emptied and attached while rows are written. Every visitor's rows have a place, also meanwhile.
create table visits (
  visitor_id uuid,
  visited_id uuid,
  seen_at timestamptz not null default clock_timestamp(),
  primary key (visitor_id, visited_id)
) partition by range (visitor_id);
create table visits_first partition of visits
  for values from (minvalue) to ('000000c0-0000-0000-8000-000000000190');
create table visits_second partition of visits
  for values from ('000000c0-0000-0000-8000-000000000190') to ('000000c0-0000-0000-8000-0000000002bc')
  partition by hash (visited_id);
create table visits_second_even partition of visits_second for values with (modulus 2, remainder 0);
create table visits_second_odd partition of visits_second for values with (modulus 2, remainder 1);
create table visits_rest partition of visits default;
-- A key of two columns, ends that have as many, and share one of them.
create table rooms (
  house int,
  no int,
  main_no int,
  title text not null,
  closed_at timestamptz,
  primary key (house, no)
);
create table doors (
  house int,
  no int,
  next_no int,
  made_at timestamptz not null default clock_timestamp(),
  primary key (house, no, next_no)
);
