-- Clients, sessions with their decision records, the commands that changed them, and what commands printed.

create table clients (
    account_id uuid not null,
    id uuid not null,
    name text not null constraint clients_name_length check (char_length(name) between 1 and 200),
    -- What makes two names the same. In a locale of its own, because the database's may not know Ä from ä; stored, because
    -- row security keeps an index on the expression from being used; compared by bytes, which no new locale data changes.
    name_key text collate "C" not null generated always as (lower(name collate "und-x-icu")) stored,
    constraint clients_pkey primary key (account_id, id),
    constraint clients_name_key unique (account_id, name_key),
    constraint clients_account_id_fkey foreign key (account_id) references accounts
);

alter table clients enable row level security;
alter table clients force row level security;
create policy own_account on clients to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update on clients to resolutionflow_app;

create table sessions (
    account_id uuid not null,
    -- The id of the command that started it.
    id uuid not null,
    tree_id uuid not null,
    version_number integer not null,
    holder_id uuid not null,
    client_id uuid,
    ticket text not null constraint sessions_ticket_length check (char_length(ticket) <= 64),
    follows_session_id uuid,
    -- How many commands were carried out since the start.
    revision integer not null constraint sessions_revision_positive check (revision >= 0),
    started_at timestamptz not null,
    last_activity_at timestamptz not null,
    -- Finished visits, each as docs/ARCHITECTURE.md describes a decision record.
    decisions jsonb not null
        constraint sessions_decisions_array check (jsonb_typeof(decisions) = 'array')
        constraint sessions_decisions_limit check (jsonb_array_length(decisions) <= 2000),
    -- The open visit. Without one an active session is parked, at the node of its last record.
    open_visit_id uuid,
    open_node_id text,
    open_entered_at timestamptz,
    open_notes text constraint sessions_open_notes_length check (char_length(open_notes) <= 8000),
    outcome varchar(20) constraint sessions_outcome_known check (
        outcome in ('resolved', 'workaround', 'escalated', 'unresolved', 'cancelled', 'resolved_externally')
    ),
    outcome_notes text constraint sessions_outcome_notes_length check (char_length(outcome_notes) <= 4000),
    next_steps text constraint sessions_next_steps_length check (char_length(next_steps) <= 4000),
    completed_at timestamptz,
    closed_at timestamptz,
    closed_by uuid,
    -- Of the finished visits: Σ durations, Σ gaps, Σ active seconds.
    total_seconds bigint not null constraint sessions_total_seconds_positive check (total_seconds >= 0),
    parked_seconds bigint not null constraint sessions_parked_seconds_positive check (parked_seconds >= 0),
    active_seconds bigint not null constraint sessions_active_seconds_within check (active_seconds between 0 and total_seconds),
    -- How many steps all visits print as, the open one included.
    step_count integer not null constraint sessions_step_count_positive check (step_count >= 0),
    -- Ticket, client, tree, notes, titles and answers, the first 8 KB of each.
    search tsvector not null,
    constraint sessions_pkey primary key (account_id, id),
    constraint sessions_version_fkey foreign key (account_id, tree_id, version_number) references tree_versions,
    constraint sessions_holder_fkey foreign key (account_id, holder_id) references users,
    constraint sessions_client_fkey foreign key (account_id, client_id) references clients,
    constraint sessions_follows_fkey foreign key (account_id, follows_session_id) references sessions,
    constraint sessions_closed_by_fkey foreign key (account_id, closed_by) references users,
    constraint sessions_completed_with_outcome check ((completed_at is null) = (outcome is null)),
    constraint sessions_closed_whole check ((closed_at is null) = (closed_by is null)),
    constraint sessions_closed_is_completed check (closed_at is null or completed_at is not null),
    constraint sessions_open_visit_whole check (
        num_nulls(open_visit_id, open_node_id, open_entered_at, open_notes) in (0, 4)
    ),
    constraint sessions_completed_without_open_visit check (completed_at is null or open_visit_id is null),
    constraint sessions_parked_has_records check (open_visit_id is not null or jsonb_array_length(decisions) > 0),
    constraint sessions_times_in_whole_seconds check (
        started_at = date_trunc('second', started_at, 'UTC')
        and completed_at = date_trunc('second', completed_at, 'UTC')
        and open_entered_at = date_trunc('second', open_entered_at, 'UTC')
    ),
    constraint sessions_times_add_up check (
        completed_at is null or extract(epoch from completed_at - started_at) = total_seconds + parked_seconds
    )
);
-- A holder has one running session.
create unique index sessions_one_running_a_holder on sessions (account_id, holder_id) where open_visit_id is not null;
create index sessions_started_idx on sessions (account_id, started_at desc, id desc);
create index sessions_holder_idx on sessions (account_id, holder_id, started_at desc, id desc);
create index sessions_tree_idx on sessions (account_id, tree_id, started_at desc, id desc);
create index sessions_outcome_idx on sessions (account_id, outcome, started_at desc, id desc);
create index sessions_active_idx on sessions (account_id, last_activity_at) where outcome is null;
create index sessions_follows_idx on sessions (account_id, follows_session_id) where follows_session_id is not null;
create index sessions_search_idx on sessions using gin (search);

alter table sessions enable row level security;
alter table sessions force row level security;
create policy own_account on sessions to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update on sessions to resolutionflow_app;

-- Every change that a person made: the receipt that makes retries safe.
create table commands (
    account_id uuid not null,
    session_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    content jsonb not null,
    -- The session's revision after it.
    revision integer not null,
    received_at timestamptz not null,
    constraint commands_pkey primary key (account_id, session_id, id),
    constraint commands_session_fkey foreign key (account_id, session_id) references sessions,
    constraint commands_user_fkey foreign key (account_id, user_id) references users
);

alter table commands enable row level security;
alter table commands force row level security;
create policy own_account on commands to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert on commands to resolutionflow_app;

create table outputs (
    account_id uuid not null,
    session_id uuid not null,
    -- The id of the visit, and so of the decision record.
    visit_id uuid not null,
    output text not null constraint outputs_size check (octet_length(output) between 1 and 65536),
    constraint outputs_pkey primary key (account_id, session_id, visit_id),
    constraint outputs_session_fkey foreign key (account_id, session_id) references sessions
);

alter table outputs enable row level security;
alter table outputs force row level security;
create policy own_account on outputs to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on outputs to resolutionflow_app;
