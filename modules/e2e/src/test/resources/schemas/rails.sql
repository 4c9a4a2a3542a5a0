-- The shape of the social application that most Rails tutorials build: keys by convention, few foreign keys, a table of relationships.
create table schema_migrations (version varchar primary key);
create table ar_internal_metadata (key varchar primary key, value varchar, created_at timestamp(6) not null, updated_at timestamp(6) not null);
create table users (
  id bigserial primary key, name varchar, email varchar, created_at timestamp(6) not null, updated_at timestamp(6) not null,
  password_digest varchar, remember_digest varchar, admin boolean default false, activation_digest varchar, activated boolean default false,
  activated_at timestamp(6), reset_digest varchar, reset_sent_at timestamp(6), discarded_at timestamp(6));
create unique index index_users_on_email on users (email);
create table microposts (
  id bigserial primary key, content text, user_id bigint not null references users, created_at timestamp(6) not null,
  updated_at timestamp(6) not null);
create table relationships (
  id bigserial primary key, follower_id bigint, followed_id bigint, created_at timestamp(6) not null, updated_at timestamp(6) not null);
create unique index index_relationships_on_both on relationships (follower_id, followed_id);
create table likes (
  id bigserial primary key, user_id bigint not null references users, micropost_id bigint not null references microposts,
  created_at timestamp(6) not null, unique (user_id, micropost_id));
create table tags (id bigserial primary key, name varchar not null);
create table microposts_tags (
  micropost_id bigint not null references microposts, tag_id bigint not null references tags, primary key (micropost_id, tag_id));
create table active_storage_blobs (
  id bigserial primary key, key varchar not null, filename varchar not null, content_type varchar, metadata text, byte_size bigint not null,
  checksum varchar, created_at timestamp(6) not null);
create table active_storage_attachments (
  id bigserial primary key, name varchar not null, record_type varchar not null, record_id bigint not null,
  blob_id bigint not null references active_storage_blobs, created_at timestamp(6) not null,
  unique (record_type, record_id, name, blob_id));

insert into schema_migrations values ('20260101000000');
insert into users (name, email, password_digest, discarded_at, created_at, updated_at)
  select 'user ' || i, i || '@example.org', 'digest', case when i = 9 then now() end, now(), now() from generate_series(1, 9) i;
insert into microposts (content, user_id, created_at, updated_at) select 'post ' || i, 1 + i % 8, now(), now() from generate_series(1, 20) i;
insert into relationships (follower_id, followed_id, created_at, updated_at) values (1, 2, now(), now()), (2, 3, now(), now()), (3, 1, now(), now());
insert into likes (user_id, micropost_id, created_at) values (1, 2, now()), (2, 2, now());
insert into tags (name) values ('sea'), ('moon');
insert into microposts_tags values (1, 1), (1, 2), (2, 1);
insert into active_storage_blobs (key, filename, byte_size, created_at) values ('abc', 'a.png', 10, now());
insert into active_storage_attachments (name, record_type, record_id, blob_id, created_at) values ('image', 'Micropost', 1, 1, now());

-- while it runs
update users set discarded_at = now() where id = 8;
update users set discarded_at = null, name = 'back' where id = 9;
delete from microposts_tags where tag_id = 2;
insert into microposts_tags values (3, 2);
update relationships set followed_id = 4 where id = 1;
delete from relationships where id = 2;
delete from likes where user_id = 2;
