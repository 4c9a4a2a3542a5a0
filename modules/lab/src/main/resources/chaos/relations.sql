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
