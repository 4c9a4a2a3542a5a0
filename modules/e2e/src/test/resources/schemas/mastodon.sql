-- The shape of a microblog like Mastodon: accounts, statuses, and what accounts do to both, each in a table with an id of its own.
create table schema_migrations (version varchar primary key);
create table accounts (
  id bigserial primary key, username varchar not null default '', domain varchar, private_key text, public_key text not null default '',
  created_at timestamp not null, updated_at timestamp not null, note text not null default '', display_name varchar not null default '',
  locked boolean not null default false, fields jsonb, also_known_as varchar[], suspended_at timestamp, moved_to_account_id bigint references accounts on delete set null);
create table users (
  id bigserial primary key, email varchar not null default '', created_at timestamp not null, encrypted_password varchar not null default '',
  reset_password_token varchar, confirmation_token varchar, otp_secret varchar, sign_in_count integer not null default 0,
  chosen_languages varchar[], sign_up_ip inet, account_id bigint not null references accounts on delete cascade);
create table conversations (id bigserial primary key, uri varchar, created_at timestamp not null);
create table statuses (
  id bigserial primary key, uri varchar, text text not null default '', created_at timestamp not null, in_reply_to_id bigint references statuses on delete set null,
  reblog_of_id bigint references statuses on delete cascade, sensitive boolean not null default false, visibility integer not null default 0,
  language varchar, conversation_id bigint, account_id bigint not null references accounts on delete cascade, edited_at timestamp, deleted_at timestamp,
  ordered_media_attachment_ids bigint[]);
create table tags (id bigserial primary key, name varchar not null default '', usable boolean);
create table statuses_tags (
  status_id bigint not null references statuses on delete cascade, tag_id bigint not null references tags on delete cascade,
  primary key (tag_id, status_id));
create table follows (
  id bigserial primary key, created_at timestamp not null, account_id bigint not null references accounts on delete cascade,
  target_account_id bigint not null references accounts on delete cascade, show_reblogs boolean not null default true, uri varchar, languages varchar[]);
create unique index index_follows on follows (account_id, target_account_id);
create table mutes (
  id bigserial primary key, created_at timestamp not null, hide_notifications boolean not null default true,
  account_id bigint not null references accounts on delete cascade, target_account_id bigint not null references accounts on delete cascade, expires_at timestamp);
create unique index index_mutes on mutes (account_id, target_account_id);
create table blocks (
  id bigserial primary key, created_at timestamp not null, account_id bigint not null references accounts on delete cascade,
  target_account_id bigint not null references accounts on delete cascade, uri varchar);
create unique index index_blocks on blocks (account_id, target_account_id);
create table favourites (
  id bigserial primary key, created_at timestamp not null, account_id bigint not null references accounts on delete cascade,
  status_id bigint not null references statuses on delete cascade);
create unique index index_favourites on favourites (account_id, status_id);
create table lists (id bigserial primary key, account_id bigint not null references accounts on delete cascade, title varchar not null);
create table list_accounts (
  id bigserial primary key, list_id bigint not null references lists on delete cascade, account_id bigint not null references accounts on delete cascade,
  follow_id bigint references follows on delete cascade);
create unique index index_list_accounts on list_accounts (account_id, list_id);
create table notifications (
  id bigserial primary key, activity_id bigint not null, activity_type varchar not null, created_at timestamp not null,
  account_id bigint not null references accounts on delete cascade, from_account_id bigint not null references accounts on delete cascade);
create materialized view account_summaries as select id as account_id, locked from accounts;
create unique index index_account_summaries on account_summaries (account_id);

insert into accounts (username, private_key, also_known_as, fields, created_at, updated_at)
  select 'account' || i, 'key', array['a', 'b'], '[{"name": "x"}]', now(), now() from generate_series(1, 8) i;
insert into users (email, encrypted_password, sign_up_ip, created_at, account_id)
  select i || '@example.org', 'x', '10.0.0.1', now(), i from generate_series(1, 3) i;
insert into conversations (created_at) values (now());
insert into statuses (text, created_at, account_id, conversation_id, ordered_media_attachment_ids)
  select 'status ' || i, now(), 1 + i % 8, 1, array[1, 2] from generate_series(1, 12) i;
insert into tags (name) values ('sea'), ('moon');
insert into statuses_tags select i, 1 from generate_series(1, 5) i;
insert into follows (created_at, account_id, target_account_id) values (now(), 1, 2), (now(), 2, 1), (now(), 3, 1);
insert into mutes (created_at, account_id, target_account_id) values (now(), 1, 3);
insert into blocks (created_at, account_id, target_account_id) values (now(), 4, 5);
insert into favourites (created_at, account_id, status_id) values (now(), 1, 1), (now(), 2, 1);
insert into lists (account_id, title) values (1, 'friends');
insert into list_accounts (list_id, account_id, follow_id) values (1, 2, 1);
insert into notifications (activity_id, activity_type, created_at, account_id, from_account_id) values (1, 'Follow', now(), 2, 1);

-- while it runs
update statuses set deleted_at = now() where id = 2;
update statuses set in_reply_to_id = 1, text = 'edited', edited_at = now() where id = 3;
update follows set target_account_id = 5 where id = 1;
delete from statuses where id = 1;
delete from accounts where id = 3;
insert into statuses_tags values (6, 2);
