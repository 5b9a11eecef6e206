-- Accounts, and the setting that every policy compares with.
--
-- Two roles, made by the bootstrap: the owner runs these files and owns everything; resolutionflow_app is what the server
-- connects as. It owns nothing and cannot bypass row security. Every table of account data begins its keys with
-- account_id, so that no reference can cross accounts.

-- Whose data this transaction may see; null, and so nobody's, until it is set.
create function current_account_id() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('resolutionflow.account_id', true), '')::uuid;

create table accounts (
    account_id uuid not null,
    name text not null constraint accounts_name_length check (char_length(name) between 1 and 120),
    time_zone text not null constraint accounts_time_zone_length check (char_length(time_zone) between 1 and 64),
    created_at timestamptz not null default now(),
    constraint accounts_pkey primary key (account_id)
);

alter table accounts enable row level security;
alter table accounts force row level security;
create policy own_account on accounts to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update on accounts to resolutionflow_app;

-- Outside tenancy: the command line names an account before it knows its id. Holds nothing but that.
create table account_keys (
    key text not null constraint account_keys_slug check (key ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'),
    account_id uuid not null,
    constraint account_keys_pkey primary key (key),
    constraint account_keys_account_id_key unique (account_id),
    constraint account_keys_account_id_fkey foreign key (account_id) references accounts
);
grant select, insert on account_keys to resolutionflow_app;
