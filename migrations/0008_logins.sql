-- Logins that say why they ended, one-time links with which people choose a password, and what slows guessing down.

alter table accounts
    add column login_idle_seconds integer not null default 259200
        constraint accounts_login_idle_range check (login_idle_seconds between 3600 and 2592000),
    add column login_absolute_seconds integer not null default 1209600
        constraint accounts_login_absolute_range check (login_absolute_seconds between 3600 and 7776000),
    add constraint accounts_login_lifetimes_order check (login_idle_seconds <= login_absolute_seconds);

alter table users
    -- Null: invited, with no password yet.
    alter column password_hash drop not null,
    -- Since when an admin keeps them from signing in.
    add column deactivated_at timestamptz;

alter table logins
    -- What the browser said of itself when it signed in, and from where it did; empty if neither is known.
    add column device text not null default '' constraint logins_device_length check (char_length(device) <= 400),
    add column address text not null default '' constraint logins_address_length check (char_length(address) <= 45),
    add column ended_at timestamptz,
    add column ended_because text constraint logins_ended_because_known check (
        ended_because in (
            'idle', 'too_old', 'signed_out', 'elsewhere', 'by_admin', 'password_changed', 'role_changed', 'deactivated', 'replaced'
        )
    ),
    add constraint logins_ended_whole check ((ended_at is null) = (ended_because is null));

create table password_links (
    account_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    -- SHA-256 of the 32 random bytes that only the link has.
    secret_hash bytea not null constraint password_links_secret_hash_length check (octet_length(secret_hash) = 32),
    created_at timestamptz not null,
    -- Null: on the command line.
    created_by uuid,
    expires_at timestamptz not null constraint password_links_expire_later check (expires_at > created_at),
    used_at timestamptz,
    revoked_at timestamptz,
    constraint password_links_pkey primary key (account_id, id),
    constraint password_links_user_fkey foreign key (account_id, user_id) references users,
    constraint password_links_created_by_fkey foreign key (account_id, created_by) references users,
    constraint password_links_one_end check (num_nonnulls(used_at, revoked_at) <= 1)
);
-- A user has one link at a time.
create unique index password_links_one_open_a_user on password_links (account_id, user_id)
    where used_at is null and revoked_at is null;

alter table password_links enable row level security;
alter table password_links force row level security;
create policy own_account on password_links to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update on password_links to resolutionflow_app;

-- Outside tenancy: there is no account yet. At most one row: the link that the server printed last.
create table set_up_links (
    only_one boolean not null default true constraint set_up_links_only_one check (only_one),
    secret_hash bytea not null constraint set_up_links_secret_hash_length check (octet_length(secret_hash) = 32),
    expires_at timestamptz not null,
    constraint set_up_links_pkey primary key (only_one)
);
grant select, insert, update, delete on set_up_links to resolutionflow_app;

-- Outside tenancy: who tries to sign in belongs to no account yet.
create table throttles (
    -- SHA-256 of what is counted, such as an address. No text, so that nothing about people is kept here.
    key bytea not null constraint throttles_key_length check (octet_length(key) = 32),
    -- When everything that was tried is forgotten. Each try moves it on.
    free_at timestamptz not null,
    constraint throttles_pkey primary key (key)
);
create index throttles_free_at_idx on throttles (free_at);
grant select, insert, update, delete on throttles to resolutionflow_app;
