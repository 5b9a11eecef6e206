-- Read-only links to one session.

create table shares (
    account_id uuid not null,
    -- The id of the command that made it.
    id uuid not null,
    session_id uuid not null,
    -- SHA-256 of the 32 bytes that only the link has.
    secret_hash bytea not null constraint shares_secret_hash_length check (octet_length(secret_hash) = 32),
    -- Whom it lets in: people of the account who are signed in, or whoever has the link.
    audience text not null constraint shares_audience_known check (audience in ('account', 'public')),
    -- Whether what a stranger should not learn is masked.
    redacted boolean not null,
    created_by uuid not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    revoked_by uuid,
    -- How often the session was shown by it, and when for the last time.
    views bigint not null default 0,
    last_viewed_at timestamptz,
    constraint shares_pkey primary key (account_id, id),
    constraint shares_session_fkey foreign key (account_id, session_id) references sessions,
    constraint shares_created_by_fkey foreign key (account_id, created_by) references users,
    constraint shares_revoked_by_fkey foreign key (account_id, revoked_by) references users,
    -- In hours: a day of some zones has another number of them.
    constraint shares_expire_in_time check (expires_at > created_at and expires_at <= created_at + interval '2160 hours'),
    constraint shares_revoked_whole check ((revoked_at is null) = (revoked_by is null)),
    constraint shares_views_positive check (views >= 0),
    constraint shares_viewed_whole check ((views = 0) = (last_viewed_at is null))
);
create index shares_session_idx on shares (account_id, session_id, created_at desc, id desc);

alter table shares enable row level security;
alter table shares force row level security;
create policy own_account on shares to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update on shares to resolutionflow_app;
