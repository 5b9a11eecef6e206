-- The search with a million sessions: what a word costs must not grow with how often it occurs.

-- The words of a query, all of which must occur; the last one, which may still be being typed, matches as the beginning of a
-- word. The others do not: the index finds a whole word by going through two lists side by side, and the beginning of one by
-- reading the list of every word that begins so, over all accounts. Any text is a query.
create or replace function search_query(words text) returns tsquery
    language sql stable parallel safe
    return (
        with text as (select regexp_match(trim(left(words, 500)), '^(.*\s)?(\S+)$') as parts),
        lexemes as (
            select lexeme, '' as matches from text, unnest(tsvector_to_array(to_tsvector('simple', parts[1]))) as lexeme
            union all
            select lexeme, ':*' from text, unnest(tsvector_to_array(to_tsvector('simple', parts[2]))) as lexeme
        )
        select to_tsquery('simple', string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''' || matches, ' & '))
        from lexemes
    );

-- The sessions that everything holds for, newest first, at most so many; null asks nothing. The limit comes after all that
-- narrows.
--
-- The newest thousand or two are looked through one by one first: where the words are frequent that is enough, and says how
-- many more to look through. Where they are rare the index of words finds them, in the newest month first, then in the eight
-- before it, then in the rest, so that of a word in many sessions not many more are read than are asked for. Every look is
-- planned with its values, so that what asks nothing costs nothing.
create or replace function search_sessions(
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
    -- Where an account has a third of all sessions, reading all of them can look cheaper; it is not for long.
    set enable_seqscan = off
    -- Below this a bitmap of many sessions forgets which they were, and reads whole pages instead.
    set work_mem = '32MB'
    as $$
    declare
        account uuid := public.current_account_id();
        query tsquery := public.search_query(words) && ('''@' || account || '''')::tsquery;
        by_index boolean := false;
        among integer := greatest(1000, 2 * most);
        -- Where a look begins and ends: after the first of two edges, up to the second.
        edges timestamptz[] := case when oldest_first then '{-infinity,infinity}' else '{infinity,-infinity}' end;
        look integer := 1;
        start timestamptz;
        seen uuid[];
        listed uuid[] := '{}';
    begin
        loop
            select array_agg(f.id) into seen
            from (
                select f.id
                from (
                    select s.id, s.started_at, s.search
                    from public.sessions s
                    where s.account_id = account
                      and (not by_index or s.search @@ query)
                      and (oldest_first or s.started_at < edges[look] and s.started_at >= edges[look + 1])
                      and (not oldest_first or s.started_at > edges[look] and s.started_at <= edges[look + 1])
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
            if by_index then
                listed := listed || seen;
                most := most - coalesce(cardinality(seen), 0);
                look := look + 1;
                exit when most <= 0 or look > 3;
            elsif coalesce(cardinality(seen), 0) >= most then
                listed := seen;
                exit;
            elsif cardinality(seen) * 20 >= among and among < 20000 then
                among := least(20000, among::bigint * most * 3 / (2 * cardinality(seen)) + 1000);
            else
                by_index := true;
                if oldest_first then
                    select coalesce(greatest(beyond_at, started_from), min(started_at)) into start
                    from public.sessions where account_id = account;
                    edges := array['-infinity', start + interval '30 days', start + interval '270 days', 'infinity'];
                else
                    select coalesce(least(beyond_at, started_to), max(started_at)) into start
                    from public.sessions where account_id = account;
                    edges := array['infinity', start - interval '30 days', start - interval '270 days', '-infinity'];
                end if;
            end if;
        end loop;
        return query select unnest(listed);
    end
    $$;

-- Few sessions follow another one or were parked, so that among all of them they are far between. These are small.
create index sessions_follow_ups_idx on sessions (account_id, ending, started_at, id) where follows_session_id is not null;
create index sessions_parked_idx on sessions (account_id, ending, started_at, id) where parked_seconds > 0;
