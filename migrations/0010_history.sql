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
    ) stored,
    -- Why it was closed from a list, if that is what the outcome notes say.
    add column closed_reason text
        constraint sessions_closed_reason_length check (char_length(closed_reason) between 1 and 500)
        constraint sessions_closed_reason_is_closed check (closed_reason is null or closed_at is not null);

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

-- Few sessions follow another one or were parked, so that among all of them they are far between.
create index sessions_follow_ups_idx on sessions (account_id, ending, started_at, id) where follows_session_id is not null;
create index sessions_parked_idx on sessions (account_id, ending, started_at, id) where parked_seconds > 0;
-- Few took as much or as little work as somebody asks for.
create index sessions_active_seconds_idx on sessions (account_id, active_seconds, ending, started_at, id);
-- Among the sessions of a tree those of an old version are far between.
create index sessions_version_idx on sessions (account_id, tree_id, version_number, started_at, id);
-- How many there are of each tree and ending, in each version, of each client, and between two totals. Equal entries share one,
-- so that these are small.
create index sessions_tree_ending_idx on sessions (account_id, tree_id, ending, version_number);
create index sessions_client_ending_idx on sessions (account_id, client_id, ending) where client_id is not null;
create index sessions_ending_total_idx on sessions (account_id, ending, total_seconds);

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
update sessions set search = search || to_tsvector('simple', session_outputs(account_id, id));
alter table outputs force row level security;
alter table sessions force row level security;

-- The search with a million sessions: what a word costs must not grow with how often it occurs, here or in other accounts.

-- The words of a query, all of which must occur; the last one, which may still be being typed, matches as the beginning of a
-- word. The others do not: the index finds a whole word by going through two lists side by side, and the beginning of one by
-- reading the list of every word that begins so. Any text is a query. For the index of sessions each has the prefix of the
-- sessions that are looked through.
drop function search_query(text);
create function search_query(words text, prefix text default '') returns tsquery
    language sql stable parallel safe
    return (
        with text as (select regexp_match(trim(left(words, 500)), '^(.*\s)?(\S+)$') as parts),
        lexemes as (
            select lexeme, '' as matches from text, unnest(tsvector_to_array(to_tsvector('simple', parts[1]))) as lexeme
            union all
            select lexeme, ':*' from text, unnest(tsvector_to_array(to_tsvector('simple', parts[2]))) as lexeme
        )
        select string_agg('''' || prefix || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''' || matches, ' & ')::tsquery
        from lexemes
    );

-- The 90 days in which something began, counted from 1970.
create function search_quarter(started timestamptz) returns integer
    language sql immutable parallel safe
    return floor(extract(epoch from started - to_timestamp(0)) / 7776000)::integer;

-- What stands in the index of words before everything that belongs to an account's sessions of one quarter.
create function search_prefix(account uuid, quarter integer) returns text
    language sql immutable parallel safe
    return right(account::text, 8) || quarter::text || '.';

-- What narrows a search in the index itself: technician, tree, client. No word begins with an at sign.
create function search_facet(id uuid) returns text
    language sql immutable parallel safe
    return '@' || right(id::text, 8);

-- What a session is found by in the index: its words, technician, tree and client, each with account and quarter before it. So
-- there is no list of a word with every account's sessions of all years, and a search reads short lists, the newest first. No
-- query is longer than 500 characters, and with the prefix a lexeme must stay below 2 KB.
create function session_lexemes(account uuid, holder uuid, tree uuid, client uuid, started timestamptz, words tsvector)
    returns tsvector
    language sql immutable parallel safe
    return (
        with place as materialized (select search_prefix(account, search_quarter(started)) as prefix)
        select array_to_tsvector(array(
            select prefix || left(lexeme, 500) from unnest(tsvector_to_array(words)) as lexeme
            union all
            select prefix || search_facet(id) from unnest(array[holder, tree, client]) as id where id is not null
        ))
        from place
    );
drop index sessions_search_idx;
create index sessions_search_idx on sessions
    using gin (session_lexemes(account_id, holder_id, tree_id, client_id, started_at, search));

-- The sessions that everything holds for, newest first, at most so many; null asks nothing. The limit comes after all that
-- narrows.
--
-- The newest few are looked through one by one first: that is enough for a page of what is frequent. Otherwise the index finds
-- them, in the newest quarter first, then in twice as many each time, up to four years, so that the query stays small: of a word
-- in many sessions not many more are read than are asked for. Every look is planned with its values, so that what asks nothing
-- costs nothing.
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
) returns table (id uuid, ending text)
    language plpgsql stable security definer
    set search_path = pg_catalog, public
    set plan_cache_mode = force_custom_plan
    -- Where an account has a third of all sessions, reading all of them can look cheaper; it is not for long.
    set enable_seqscan = off
    -- Below this a bitmap of many sessions forgets which they were, and reads whole pages instead.
    set work_mem = '32MB'
    as $$
    declare
        account uuid := public.current_account_id();
        query tsquery := public.search_query(words);
        by_index boolean := false;
        among integer := 200;
        -- The quarters that there are to look through, and those of one look.
        oldest integer;
        newest integer;
        first integer;
        beyond integer;
        width integer := 1;
        prefix text;
        part tsquery;
        found_by tsquery;
        ids uuid[];
        endings_found text[];
        matched integer;
    begin
        loop
            select array_agg(f.id), array_agg(f.ending) into ids, endings_found
            from (
                select f.id, f.ending
                from (
                    select s.id, s.ending, s.started_at, s.search
                    from public.sessions s
                    where (by_index or s.account_id = account)
                      -- Said so that no other index can do it: reading the account's part of one takes longer than all the rest.
                      and (not by_index or s.account_id::text = account::text)
                      and (not by_index
                          or public.session_lexemes(s.account_id, s.holder_id, s.tree_id, s.client_id, s.started_at, s.search) @@ found_by)
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
                    limit case when by_index then most else among end
                ) f
                where by_index or f.search @@ query
                order by
                    case when oldest_first then f.started_at end, case when oldest_first then f.id end,
                    f.started_at desc, f.id desc
                limit most
            ) f;
            matched := coalesce(cardinality(ids), 0);
            if by_index or matched >= most then
                return query select * from unnest(ids, endings_found);
                most := most - matched;
                exit when most <= 0;
            elsif among = 200 and matched * 2 >= among then
                -- Half of them have it: as many more, and some.
                among := 2 * most + 200;
                continue;
            else
                by_index := true;
                select
                    public.search_quarter(greatest(started_from, min(started_at), case when oldest_first then beyond_at end)),
                    public.search_quarter(least(started_to, max(started_at), case when not oldest_first then beyond_at end))
                into oldest, newest
                from public.sessions where account_id = account;
            end if;
            if oldest_first then
                first := coalesce(beyond, oldest);
                beyond := least(first + width, newest + 1);
            else
                beyond := coalesce(first, newest + 1);
                first := greatest(beyond - width, oldest);
            end if;
            exit when coalesce(first >= beyond, true);
            width := least(2 * width, 16);
            found_by := null;
            for quarter in first..beyond - 1 loop
                prefix := public.search_prefix(account, quarter);
                part := public.search_query(words, prefix);
                if holder is not null then
                    part := part && quote_literal(prefix || public.search_facet(holder))::tsquery;
                end if;
                if client is not null then
                    part := part && quote_literal(prefix || public.search_facet(client))::tsquery;
                end if;
                -- A query has room for 1 MB; of thousands of trees the index would pass over few sessions anyway.
                if cardinality(trees) <= 100 then
                    part := part && (
                        select string_agg(quote_literal(prefix || public.search_facet(tree)), '|')::tsquery from unnest(trees) as tree
                    );
                end if;
                found_by := coalesce(found_by || part, part);
            end loop;
        end loop;
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
