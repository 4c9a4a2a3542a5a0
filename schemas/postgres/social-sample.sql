-- Ten users, 17 follows, 2 mutes, 1 block.

insert into users (id, username)
select ('00000000-0000-0000-0000-' || lpad(number::text, 12, '0'))::uuid, username
  from unnest(array['alice', 'bob', 'charlie', 'diana', 'evan', 'fiona', 'george', 'hannah', 'ian', 'julia'])
       with ordinality as names (username, number);

insert into follows (follower_id, following_id)
select follower.id, following.id
  from (values ('bob', 'alice'), ('charlie', 'alice'), ('diana', 'alice'), ('evan', 'alice'), ('fiona', 'alice'),
               ('george', 'alice'), ('hannah', 'alice'), ('alice', 'bob'), ('alice', 'charlie'), ('bob', 'charlie'),
               ('charlie', 'diana'), ('diana', 'evan'), ('evan', 'fiona'), ('fiona', 'george'), ('ian', 'julia'),
               ('julia', 'ian'), ('hannah', 'ian')) as pairs (follower, following)
  join users follower on follower.username = pairs.follower
  join users following on following.username = pairs.following;

insert into mutes (muter_id, muted_id)
select muter.id, muted.id
  from (values ('bob', 'charlie'), ('diana', 'evan')) as pairs (muter, muted)
  join users muter on muter.username = pairs.muter
  join users muted on muted.username = pairs.muted;

insert into blocks (blocker_id, blocked_id)
select blocker.id, blocked.id
  from (values ('fiona', 'george')) as pairs (blocker, blocked)
  join users blocker on blocker.username = pairs.blocker
  join users blocked on blocked.username = pairs.blocked;
