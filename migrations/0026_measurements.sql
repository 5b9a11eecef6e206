-- Measurements: a share of the tickets of a category is drawn for the stopwatch, a tree of one step, and worked on as always (ADR 19).

create table measurements (
    account_id uuid not null,
    -- The id of the form that started it.
    id uuid not null,
    -- The category by the word under which documents name it.
    category_key text collate "C" not null,
    -- The stopwatch tree.
    tree_id uuid not null,
    -- Percent of tickets that are drawn. It never changes: another share is another measurement.
    share integer not null constraint measurements_share_range check (share between 1 and 50),
    -- Key of the draw, which no page, file or entry of the audit trail has.
    secret bytea not null constraint measurements_secret_length check (octet_length(secret) = 32),
    started_at timestamptz not null,
    started_by uuid not null,
    stopped_at timestamptz,
    stopped_by uuid,
    constraint measurements_pkey primary key (account_id, id),
    constraint measurements_category_fkey foreign key (account_id, category_key) references categories,
    constraint measurements_tree_fkey foreign key (account_id, tree_id) references trees,
    constraint measurements_started_by_fkey foreign key (account_id, started_by) references users,
    constraint measurements_stopped_by_fkey foreign key (account_id, stopped_by) references users,
    constraint measurements_stopped_whole check ((stopped_at is null) = (stopped_by is null))
);
create unique index measurements_one_a_category on measurements (account_id, category_key) where stopped_at is null;

alter table measurements enable row level security;
alter table measurements force row level security;
create policy own_account on measurements to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update (stopped_at, stopped_by) on measurements to resolutionflow_app;

-- Tickets, or technicians' days where there is no ticket, that were drawn, for the stopwatch or not. Written once and never changed, so
-- that nobody changes groups; also where nothing is started then.
create table draws (
    account_id uuid not null,
    measurement_id uuid not null,
    -- HMAC-SHA-256 of the account and the ticket, or the technician and the day.
    unit bytea not null constraint draws_unit_length check (octet_length(unit) = 32),
    is_drawn boolean not null,
    drawn_at timestamptz not null,
    drawn_by uuid not null,
    constraint draws_pkey primary key (account_id, measurement_id, unit),
    constraint draws_measurement_fkey foreign key (account_id, measurement_id) references measurements,
    constraint draws_drawn_by_fkey foreign key (account_id, drawn_by) references users
);

alter table draws enable row level security;
alter table draws force row level security;
create policy own_account on draws to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert on draws to resolutionflow_app;

-- Sessions of a measurement, of either group.
create table measured_sessions (
    account_id uuid not null,
    session_id uuid not null,
    measurement_id uuid not null,
    unit bytea not null,
    -- What its time adds up for: its ticket, or without one the session that it follows up, in the end itself.
    case_id uuid not null,
    -- The technician declined the stopwatch for it.
    is_declined boolean not null,
    -- The stopwatch was left for it.
    is_switched boolean not null,
    constraint measured_sessions_pkey primary key (account_id, session_id),
    constraint measured_sessions_session_fkey foreign key (account_id, session_id) references sessions,
    constraint measured_sessions_draw_fkey foreign key (account_id, measurement_id, unit) references draws
);
create index measured_sessions_case_idx on measured_sessions (account_id, measurement_id, case_id);

alter table measured_sessions enable row level security;
alter table measured_sessions force row level security;
create policy own_account on measured_sessions to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert on measured_sessions to resolutionflow_app;
