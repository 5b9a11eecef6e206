-- Figures of ended sessions (docs/insights.md, ADR 18): each session that counts as a walk, which is written where the session is, in the
-- same transaction; and sums of walks by day and month, into which the server folds them beside its work. Figures are the sums, and the
-- walks that are not folded, less what was retracted, read in one statement: exact at every moment.
--
-- Sessions from before have no walk yet. The server counts them beside its work, a generation of an account at a time, and until then
-- figures say how far it is. Nothing is rewritten and no table is locked here.
--
-- The version before writes no walks. What it ends, corrects or opens again is noted in `walks_due` and counted by the server after it.

-- Ways in which an account's sessions are or were counted: its time zone, which decides on what day a walk ended, and what a walk means.
-- Another zone or meaning makes another generation beside the one that is read, which is switched once all of it is there.
create table figure_generations (
    account_id uuid not null,
    number integer not null constraint figure_generations_number_positive check (number >= 1),
    time_zone text not null,
    -- Number of the rules by which a walk is made of a session.
    meaning integer not null,
    -- Sessions that had ended when counting began, and how many of them are counted.
    sessions bigint not null constraint figure_generations_sessions_positive check (sessions >= 0),
    counted bigint not null constraint figure_generations_counted_positive check (counted >= 0),
    -- The last session that was counted, in the order of their ids. Null: none yet.
    counted_to uuid,
    -- When every session was counted. Null: not yet.
    filled_at timestamptz,
    -- When it was last compared with the sessions. Null: not yet.
    verified_at timestamptz,
    constraint figure_generations_pkey primary key (account_id, number),
    constraint figure_generations_account_id_fkey foreign key (account_id) references accounts
);

-- A session that counts, as integers: no text, so there is nothing in it to be erased later.
create table walks (
    account_id uuid not null,
    generation integer not null,
    session_id uuid not null,
    tree_id uuid not null,
    version_number integer not null,
    holder_id uuid not null,
    outcome varchar(20) not null constraint walks_outcome_known check (
        outcome in ('resolved', 'workaround', 'escalated', 'unresolved', 'resolved_externally')
    ),
    started_at timestamptz not null,
    completed_at timestamptz not null,
    -- Local date of `completed_at` in the generation's zone.
    ended_on date not null,
    total_seconds bigint not null constraint walks_total_seconds_positive check (total_seconds >= 0),
    active_seconds bigint not null constraint walks_active_seconds_within check (active_seconds between 0 and total_seconds),
    parked_seconds bigint not null constraint walks_parked_seconds_positive check (parked_seconds >= 0),
    -- Marks, a bit each.
    flags smallint not null,
    -- Steps as src/stats/steps.rs writes them.
    steps bytea not null constraint walks_steps_size check (octet_length(steps) <= 80004),
    -- What the history finds sessions of a figure by, all of it in `steps`, too. Nodes and options are the first 64 bits of a hash.
    ending varchar(5) not null constraint walks_ending_known check (ending in ('end', 'early', 'drop', 'other')),
    exit_node bigint,
    -- Nodes that it was at, options that it chose and nodes that ad-hoc steps interrupted, each once.
    visited bigint[] not null,
    chosen bigint[] not null,
    interrupted bigint[] not null,
    -- True once it is in the sums.
    folded boolean not null default false,
    written_at timestamptz not null default now(),
    constraint walks_pkey primary key (account_id, generation, session_id),
    constraint walks_session_fkey foreign key (account_id, session_id) references sessions
);
create index walks_unfolded_idx on walks (account_id, generation, ended_on) where not folded;
create index walks_tree_idx on walks (account_id, generation, tree_id, ended_on)
    include (session_id, version_number, exit_node, ending, outcome);
create index walks_holder_idx on walks (account_id, generation, holder_id, ended_on);
alter table walks alter column steps set storage external;

-- What a folded walk said before it changed: to be taken out of the sums, and then gone.
create table retractions (
    account_id uuid not null,
    id uuid not null default gen_random_uuid(),
    generation integer not null,
    session_id uuid not null,
    tree_id uuid not null,
    version_number integer not null,
    holder_id uuid not null,
    outcome varchar(20) not null,
    started_at timestamptz not null,
    completed_at timestamptz not null,
    ended_on date not null,
    total_seconds bigint not null,
    active_seconds bigint not null,
    parked_seconds bigint not null,
    flags smallint not null,
    steps bytea not null,
    written_at timestamptz not null default now(),
    constraint retractions_pkey primary key (account_id, id),
    constraint retractions_account_id_fkey foreign key (account_id) references accounts
);
create index retractions_day_idx on retractions (account_id, generation, ended_on);

-- Sums of walks as a whole: of a tree's version, or of the account where the tree is nil and the version 0; of a day, or of the month that
-- begins on it. Rows of nothing are deleted.
create table flow_days (
    account_id uuid not null,
    generation integer not null,
    tree_id uuid not null,
    version_number integer not null,
    is_month boolean not null,
    day date not null,
    -- `SessionFigures` of src/stats.
    figures bytea not null,
    constraint flow_days_pkey primary key (account_id, generation, tree_id, version_number, is_month, day),
    constraint flow_days_month_begins check (not is_month or extract(day from day) = 1),
    constraint flow_days_account_id_fkey foreign key (account_id) references accounts
);
create index flow_days_day_idx on flow_days (account_id, generation, is_month, day);
alter table flow_days alter column figures set storage external;

-- Sums of walks by node: of a tree's version in a month.
create table flow_months (
    account_id uuid not null,
    generation integer not null,
    tree_id uuid not null,
    version_number integer not null,
    month date not null constraint flow_months_month_begins check (extract(day from month) = 1),
    node bigint not null,
    -- `NodeFigures` of src/stats.
    figures bytea not null,
    constraint flow_months_pkey primary key (account_id, generation, tree_id, version_number, month, node),
    constraint flow_months_account_id_fkey foreign key (account_id) references accounts
);
alter table flow_months alter column figures set storage external;

-- Sessions whose walks may be wrong: the version before changed them.
create table walks_due (
    account_id uuid not null,
    session_id uuid not null,
    constraint walks_due_pkey primary key (account_id, session_id),
    constraint walks_due_session_fkey foreign key (account_id, session_id) references sessions
);

alter table figure_generations enable row level security;
alter table figure_generations force row level security;
create policy own_account on figure_generations to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on figure_generations to resolutionflow_app;
alter table walks enable row level security;
alter table walks force row level security;
create policy own_account on walks to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on walks to resolutionflow_app;
alter table retractions enable row level security;
alter table retractions force row level security;
create policy own_account on retractions to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on retractions to resolutionflow_app;
alter table flow_days enable row level security;
alter table flow_days force row level security;
create policy own_account on flow_days to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on flow_days to resolutionflow_app;
alter table flow_months enable row level security;
alter table flow_months force row level security;
create policy own_account on flow_months to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on flow_months to resolutionflow_app;
alter table walks_due enable row level security;
alter table walks_due force row level security;
create policy own_account on walks_due to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on walks_due to resolutionflow_app;

-- The walks that are not in the sums, and those that are to be taken out of them.
create view unfolded_walks with (security_invoker = true) as
select 1 as sign, account_id, generation, session_id, tree_id, version_number, holder_id, outcome, started_at, completed_at, ended_on,
    total_seconds, active_seconds, parked_seconds, flags, steps, written_at
from walks
where not folded
union all
select -1, account_id, generation, session_id, tree_id, version_number, holder_id, outcome, started_at, completed_at, ended_on,
    total_seconds, active_seconds, parked_seconds, flags, steps, written_at
from retractions;
grant select on unfolded_walks to resolutionflow_app;

-- A walk exists exactly for sessions that count, and its outcome, times and holder are the session's: checked at the end of each
-- transaction that changed either. In a generation that is still being filled a walk may be missing. Whoever does not say that it keeps
-- walks is the version before; then the session is noted, and nobody is refused.
create function check_walk() returns trigger
    language plpgsql
    as $$
    declare
        before text := coalesce(current_setting('resolutionflow.account_id', true), '');
        account uuid;
        session uuid;
        is_wrong boolean;
    begin
        if tg_op = 'DELETE' then
            account := old.account_id;
            session := old.session_id;
        elsif tg_table_name = 'sessions' then
            account := new.account_id;
            session := new.id;
        else
            account := new.account_id;
            session := new.session_id;
        end if;
        -- A transaction may have gone on to another account since.
        if before <> account::text then
            perform set_config('resolutionflow.account_id', account::text, true);
        end if;
        if current_setting('resolutionflow.keeps_walks', true) is distinct from 'on' then
            insert into public.walks_due (account_id, session_id)
            select account, session
            where exists (select from public.figure_generations where account_id = account)
            on conflict do nothing;
        else
            select coalesce(bool_or(
                case
                    when s.outcome is null or s.outcome = 'cancelled' then w.session_id is not null
                    when w.session_id is null then g.filled_at is not null
                    else (w.outcome, w.total_seconds, w.active_seconds, w.holder_id)
                        is distinct from (s.outcome, s.total_seconds, s.active_seconds, s.holder_id)
                end
            ), false)
            into is_wrong
            from public.sessions s
            join public.figure_generations g on g.account_id = s.account_id
            left join public.walks w on w.account_id = g.account_id and w.generation = g.number and w.session_id = s.id
            where s.account_id = account and s.id = session;
            if is_wrong then
                raise exception 'the walk of session % is not what the session says', session
                    using errcode = 'check_violation', constraint = 'walks_are_of_sessions';
            end if;
        end if;
        if before <> account::text then
            perform set_config('resolutionflow.account_id', before, true);
        end if;
        return null;
    end
    $$;
create constraint trigger sessions_begin_with_walks after insert on sessions
    deferrable initially deferred for each row
    when (new.outcome is not null)
    execute function check_walk();
create constraint trigger sessions_have_walks after update on sessions
    deferrable initially deferred for each row
    when (
        (old.outcome is not null or new.outcome is not null)
        and (old.outcome, old.total_seconds, old.active_seconds, old.holder_id, old.handed_over_at, old.ticket = '', old.closed_at)
            is distinct from
            (new.outcome, new.total_seconds, new.active_seconds, new.holder_id, new.handed_over_at, new.ticket = '', new.closed_at)
    )
    execute function check_walk();
create constraint trigger walks_are_of_sessions after insert or delete on walks
    deferrable initially deferred for each row
    execute function check_walk();
create constraint trigger walks_stay_of_sessions after update on walks
    deferrable initially deferred for each row
    when (
        (old.outcome, old.total_seconds, old.active_seconds, old.holder_id)
        is distinct from (new.outcome, new.total_seconds, new.active_seconds, new.holder_id)
    )
    execute function check_walk();
