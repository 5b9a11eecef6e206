-- The people of an account, and the browsers in which they are signed in.

create table users (
    account_id uuid not null,
    id uuid not null,
    email text not null
        constraint users_email_lower check (email = lower(email))
        constraint users_email_length check (char_length(email) between 3 and 254),
    name text not null constraint users_name_length check (char_length(name) between 1 and 120),
    role text not null constraint users_role_known check (role in ('technician', 'manager', 'admin')),
    -- Argon2id in PHC form.
    password_hash text not null,
    created_at timestamptz not null default now(),
    constraint users_pkey primary key (account_id, id),
    constraint users_account_id_fkey foreign key (account_id) references accounts
);

alter table users enable row level security;
alter table users force row level security;
create policy own_account on users to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update on users to resolutionflow_app;

-- Outside tenancy: who signs in is known by e-mail address before the account is. An address belongs to one user of the
-- installation.
create table login_emails (
    email text not null constraint login_emails_lower check (email = lower(email)),
    account_id uuid not null,
    user_id uuid not null,
    constraint login_emails_pkey primary key (email),
    constraint login_emails_user_key unique (account_id, user_id),
    constraint login_emails_user_fkey foreign key (account_id, user_id) references users
);
grant select, insert, update on login_emails to resolutionflow_app;

create table logins (
    account_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    -- SHA-256 of the 32 random bytes that only the browser has.
    secret_hash bytea not null constraint logins_secret_hash_length check (octet_length(secret_hash) = 32),
    created_at timestamptz not null,
    last_used_at timestamptz not null,
    constraint logins_pkey primary key (account_id, id),
    constraint logins_user_fkey foreign key (account_id, user_id) references users
);
create index logins_user_idx on logins (account_id, user_id);

alter table logins enable row level security;
alter table logins force row level security;
create policy own_account on logins to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on logins to resolutionflow_app;
