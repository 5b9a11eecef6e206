-- The history: what it is filtered and sorted by, decided from indexes without reading the sessions; what commands printed
-- as a part of the search; and saved views.

alter table sessions
    -- How it ended, or that it did not: in one column, so that one index groups all of them.
    add column ending varchar(20) not null generated always as (coalesce(outcome, 'active')) stored,
    -- As people write it, in whatever case. In a locale of its own, like the names of clients.
    add column ticket_key text collate "C" not null generated always as (lower(ticket collate "und-x-icu")) stored,
    -- Whether somebody wrote something down: at a step, or about the outcome.
    add column has_notes boolean not null generated always as (
        outcome_notes is not null or coalesce(open_notes, '') <> '' or jsonb_path_exists(decisions, '$[*] ? (@.notes != "")')
    ) stored;

-- One index for each way in which the history is read. Each carries every column that a filter compares: rows that a filter
-- leaves out cost an entry of an index, not a session with all its steps. Ascending, because they are read in both directions.
drop index sessions_started_idx;
drop index sessions_holder_idx;
drop index sessions_tree_idx;
drop index sessions_outcome_idx;
drop index sessions_client_idx;
create index sessions_started_idx on sessions (account_id, started_at, id)
    include (ending, holder_id, tree_id, version_number, client_id, ticket_key, total_seconds, active_seconds, parked_seconds,
        follows_session_id, has_notes, for_someone_else);
create index sessions_total_idx on sessions (account_id, total_seconds, id)
    include (started_at, ending, holder_id, tree_id, version_number, client_id, ticket_key, active_seconds, parked_seconds,
        follows_session_id, has_notes, for_someone_else);
create index sessions_ending_idx on sessions (account_id, ending, started_at, id)
    include (holder_id, tree_id, version_number, client_id, ticket_key, total_seconds, active_seconds, parked_seconds,
        follows_session_id, has_notes, for_someone_else);
create index sessions_holder_idx on sessions (account_id, holder_id, started_at, id)
    include (ending, tree_id, version_number, client_id, ticket_key, total_seconds, active_seconds, parked_seconds,
        follows_session_id, has_notes, for_someone_else);
create index sessions_tree_idx on sessions (account_id, tree_id, started_at, id)
    include (ending, holder_id, version_number, client_id, ticket_key, total_seconds, active_seconds, parked_seconds,
        follows_session_id, has_notes, for_someone_else);
create index sessions_client_idx on sessions (account_id, client_id, started_at, id)
    include (ending, holder_id, tree_id, version_number, ticket_key, total_seconds, active_seconds, parked_seconds,
        follows_session_id, has_notes, for_someone_else)
    where client_id is not null;
create index sessions_ticket_idx on sessions (account_id, ticket_key, started_at, id) where ticket_key <> '';

-- What a session is searched by. The account is one of the words, because the index is every account's: a word that is rare
-- here and common elsewhere would otherwise be looked up in all the others' sessions first. No text has an at sign in a word.
create function session_search(account uuid, words text) returns tsvector
    language sql immutable parallel safe
    return to_tsvector('simple', words) || array_to_tsvector(array['@' || account]);

-- What the commands of a session printed, newest first, as words: the first 8 KB of each, and no more in all than leaves a
-- tsvector below its limit of 1 MB.
create function session_outputs(account uuid, session uuid) returns text
    language sql stable parallel safe
    return (
        select coalesce(left(string_agg(printed, ' ' order by visit_id desc), 80000), '')
        from (
            select visit_id, regexp_replace(left(output, 8192), '[\x01-/:-@[-`{-\x7f]+', ' ', 'g') as printed
            from outputs
            where account_id = account and session_id = session
        ) as printed
    );

alter table sessions no force row level security;
alter table outputs no force row level security;
update sessions set search = search || session_search(account_id, session_outputs(account_id, id));
alter table outputs force row level security;
alter table sessions force row level security;

-- The sessions that everything holds for, newest first, at most so many; null asks nothing. The limit comes after all that
-- narrows. Every call is planned with its arguments, so that what asks nothing costs nothing.
drop function search_sessions(text);
create function search_sessions(
    words text,
    most integer default 10000,
    only_of uuid default null,
    holder uuid default null,
    trees uuid[] default null,
    version integer default null,
    client uuid default null,
    ticket_from text default null,
    ticket_to text default null,
    endings text[] default null,
    running boolean default null,
    waiting boolean default null,
    untouched_since timestamptz default null,
    started_from timestamptz default null,
    started_to timestamptz default null,
    total_min bigint default null,
    total_max bigint default null,
    active_min bigint default null,
    active_max bigint default null,
    parked boolean default null,
    follow_ups boolean default null,
    with_notes boolean default null,
    -- Those alone that come after this start and id, in the order that is asked for.
    beyond_at timestamptz default null,
    beyond_id uuid default null,
    oldest_first boolean default false
) returns table (id uuid)
    language plpgsql stable security definer
    set search_path = pg_catalog, public
    set plan_cache_mode = force_custom_plan
    as $$
    declare
        account uuid := public.current_account_id();
        query tsquery := public.search_query(words) && ('''@' || account || '''')::tsquery;
    begin
        return query
        select s.id
        from public.sessions s
        where s.account_id = account
          and s.search @@ query
          and (only_of is null or s.holder_id = only_of or s.for_someone_else)
          and (holder is null or s.holder_id = holder)
          and (trees is null or s.tree_id = any (trees))
          and (version is null or s.version_number = version)
          and (client is null or s.client_id = client)
          and (ticket_from is null or s.ticket_key >= lower(ticket_from collate "und-x-icu") collate "C")
          and (ticket_to is null or s.ticket_key < lower(ticket_to collate "und-x-icu") collate "C")
          and (endings is null or s.ending = any (endings))
          and (running is null or (s.open_visit_id is not null) = running)
          and (waiting is null or s.for_someone_else = waiting)
          and (untouched_since is null or s.last_activity_at <= untouched_since)
          and (started_from is null or s.started_at >= started_from)
          and (started_to is null or s.started_at < started_to)
          and (total_min is null or s.total_seconds >= total_min)
          and (total_max is null or s.total_seconds <= total_max)
          and (active_min is null or s.active_seconds >= active_min)
          and (active_max is null or s.active_seconds <= active_max)
          and (parked is null or (s.parked_seconds > 0) = parked)
          and (follow_ups is null or (s.follows_session_id is not null) = follow_ups)
          and (with_notes is null or s.has_notes = with_notes)
          and (beyond_at is null or oldest_first or (s.started_at, s.id) < (beyond_at, beyond_id))
          and (beyond_at is null or not oldest_first or (s.started_at, s.id) > (beyond_at, beyond_id))
        order by
            case when oldest_first then s.started_at end, case when oldest_first then s.id end,
            s.started_at desc, s.id desc
        limit most;
    end
    $$;
revoke execute on function search_sessions from public;
grant execute on function search_sessions to resolutionflow_app;

-- Filters, order and columns of the history under a name.
create table saved_views (
    account_id uuid not null,
    -- Comes with the form that saves it.
    id uuid not null,
    owner_id uuid not null,
    name text not null constraint saved_views_name_length check (char_length(name) between 1 and 120),
    name_key text collate "C" not null generated always as (lower(name collate "und-x-icu")) stored,
    -- As the history's address has it.
    query text not null constraint saved_views_query_length check (char_length(query) <= 2000),
    -- Whether everybody in the account sees it.
    shared boolean not null default false,
    created_at timestamptz not null,
    constraint saved_views_pkey primary key (account_id, id),
    constraint saved_views_name_key unique (account_id, owner_id, name_key),
    constraint saved_views_owner_fkey foreign key (account_id, owner_id) references users
);
create index saved_views_shared_idx on saved_views (account_id, name_key) where shared;

alter table saved_views enable row level security;
alter table saved_views force row level security;
create policy own_account on saved_views to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on saved_views to resolutionflow_app;

alter table audit
    drop constraint audit_subject_type_known,
    add constraint audit_subject_type_known
        check (subject_type in ('account', 'user', 'session', 'tree', 'category', 'client', 'view'));
