-- Who did what to which thing, when, before and after. Append-only by grant; user ids, not names.

create table audit (
    account_id uuid not null,
    id bigint not null generated always as identity,
    at timestamptz not null default now(),
    -- Null: on the command line.
    user_id uuid,
    action text not null constraint audit_action_length check (char_length(action) between 1 and 64),
    subject_id uuid not null,
    before jsonb,
    after jsonb,
    constraint audit_pkey primary key (account_id, id),
    constraint audit_user_fkey foreign key (account_id, user_id) references users
);
create index audit_subject_idx on audit (account_id, subject_id, id);

alter table audit enable row level security;
alter table audit force row level security;
create policy own_account on audit to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert on audit to resolutionflow_app;
