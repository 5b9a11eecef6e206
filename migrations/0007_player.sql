-- What the walk player keeps beside the tree: ad-hoc steps, absences, the scratchpad, values of commands, handing over,
-- and what technicians report to the authors of a tree.

alter table accounts
    -- After how long without a sign of somebody the page asks whether that counts.
    add column idle_threshold_seconds integer not null default 600
        constraint accounts_idle_threshold_range check (idle_threshold_seconds between 1 and 86400);

alter table sessions
    add column scratchpad text not null default ''
        constraint sessions_scratchpad_length check (char_length(scratchpad) <= 20000),
    -- What was filled into placeholders of commands, by name.
    add column command_values jsonb not null default '{}'
        constraint sessions_command_values_object check (jsonb_typeof(command_values) = 'object'),
    -- The title of the ad-hoc step that is going on; the open node is where the walk stands meanwhile.
    add column open_detour text
        constraint sessions_open_detour_length check (char_length(open_detour) between 1 and 200)
        constraint sessions_open_detour_is_open check (open_detour is null or open_visit_id is not null),
    -- How much of the open visit was not work.
    add column open_idle_seconds bigint
        constraint sessions_open_idle_positive check (open_idle_seconds >= 0),
    add column parked_reason text
        constraint sessions_parked_reason_length check (char_length(parked_reason) between 1 and 500)
        constraint sessions_parked_reason_is_parked check (parked_reason is null or (open_visit_id is null and outcome is null)),
    -- Waits for another technician.
    add column for_someone_else boolean not null default false
        constraint sessions_for_someone_is_parked check (not for_someone_else or (open_visit_id is null and outcome is null)),
    drop constraint sessions_open_visit_whole;
-- Row security binds the owner, too, who is to fill every row here.
alter table sessions no force row level security;
update sessions set open_idle_seconds = 0 where open_visit_id is not null;
alter table sessions force row level security;
alter table sessions add constraint sessions_open_visit_whole check (
    num_nulls(open_visit_id, open_node_id, open_entered_at, open_notes, open_idle_seconds) in (0, 5)
);
create index sessions_waiting_idx on sessions (account_id, started_at desc, id desc) where for_someone_else;

-- What was sent names its kind as every other choice does: {"choose": {"option_id": "yes"}}, "continue".
alter table commands no force row level security;
update commands
set content = jsonb_set(
    content,
    '{command,action}',
    case
        when content #>> '{command,action,type}' <> 'park' and (content #> '{command,action}') - 'type' = '{}'
            then content #> '{command,action,type}'
        else jsonb_build_object(content #>> '{command,action,type}', (content #> '{command,action}') - 'type')
    end
)
where content #> '{command,action,type}' is not null;
alter table commands force row level security;

-- What is wrong with a step, kept for whoever looks after the tree.
create table step_reports (
    account_id uuid not null,
    -- The id of the command that reported it.
    id uuid not null,
    session_id uuid not null,
    tree_id uuid not null,
    version_number integer not null,
    node_id text not null,
    problem text not null constraint step_reports_problem_length check (char_length(problem) between 1 and 4000),
    reported_by uuid not null,
    reported_at timestamptz not null,
    -- When somebody said that it was seen to.
    settled_at timestamptz,
    settled_by uuid,
    constraint step_reports_pkey primary key (account_id, id),
    constraint step_reports_session_fkey foreign key (account_id, session_id) references sessions,
    constraint step_reports_version_fkey foreign key (account_id, tree_id, version_number) references tree_versions,
    constraint step_reports_reported_by_fkey foreign key (account_id, reported_by) references users,
    constraint step_reports_settled_by_fkey foreign key (account_id, settled_by) references users,
    constraint step_reports_settled_whole check ((settled_at is null) = (settled_by is null))
);
create index step_reports_open_idx on step_reports (account_id, tree_id, reported_at) where settled_at is null;

alter table step_reports enable row level security;
alter table step_reports force row level security;
create policy own_account on step_reports to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update on step_reports to resolutionflow_app;
