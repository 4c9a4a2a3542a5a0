-- The schema Tidemark exists for. Applications write these four tables and nothing else.

create table users (
    id         uuid primary key,
    username   varchar(50) unique not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz
);

create table follows (
    follower_id  uuid not null references users on delete cascade,
    following_id uuid not null references users on delete cascade,
    created_at   timestamptz not null default now(),
    primary key (follower_id, following_id),
    check (follower_id <> following_id)
);
create index follows_following on follows (following_id);

create table mutes (
    muter_id   uuid not null references users on delete cascade,
    muted_id   uuid not null references users on delete cascade,
    created_at timestamptz not null default now(),
    primary key (muter_id, muted_id),
    check (muter_id <> muted_id)
);
create index mutes_muted on mutes (muted_id);

create table blocks (
    blocker_id uuid not null references users on delete cascade,
    blocked_id uuid not null references users on delete cascade,
    created_at timestamptz not null default now(),
    primary key (blocker_id, blocked_id),
    check (blocker_id <> blocked_id)
);
create index blocks_blocked on blocks (blocked_id);
