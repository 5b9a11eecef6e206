-- The sessions that pass a filter and have what a query of tokens asks for, newest first unless asked otherwise, at most so many.
--
-- Installed after the numbered migrations whenever its text has changed. Arguments and result keep their names and types:
-- `create or replace` cannot change them, so that takes a migration that drops the function first.
--
-- The filters with a condition of their own in app/src/backend/history/filter.rs, and the times that they compare, are written in at the
-- marks below.
--
-- The newest few sessions are looked through one by one first: that is enough for a page of what is frequent. Otherwise the
-- index finds them, in the newest quarter first, then in twice as many each time, up to four years, so that the query stays
-- small: of a word in many sessions not many more are read than are asked for. Every look is planned with its values, so that
-- a filter that is off costs nothing.
create or replace function find_sessions(
    tokens text,
    -- The words that were typed. They find the sessions that have no tokens yet, as long as the account has any.
    typed text,
    most integer,
    filter session_filter,
    -- Only sessions after this start and id, in the order that is asked for.
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
        query tsquery := public.search_tokens(tokens);
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
        if exists (select from public.account_keys as k where k.account_id = account and k.search_is_made) then
            typed := null;
        end if;
        query := coalesce(query || public.search_query(typed), query, public.search_query(typed));
        loop
            select array_agg(f.id), array_agg(f.ending) into ids, endings_found
            from (
                select f.id, f.ending
                from (
                    select s.id, s.ending, s.started_at, s.search
                    from (
                        select s.*
                            -- {times}
                        from public.sessions s
                    ) s
                    where (by_index or s.account_id = account)
                      -- The cast keeps the planner off the indexes by account on purpose: reading its part of one takes longest.
                      and (not by_index or s.account_id::text = account::text)
                      and (not by_index
                          or public.session_lexemes(s.account_id, s.holder_id, s.tree_id, s.client_id, s.started_at, s.search) @@ found_by)
                      and (filter.only_of is null or s.holder_id = filter.only_of or s.for_someone_else)
                      and (filter.holder is null or s.holder_id = filter.holder)
                      and (filter.trees is null or s.tree_id = any (filter.trees))
                      and (filter.client is null or s.client_id = filter.client)
                      and (filter.ticket_from is null or s.ticket_key >= lower(filter.ticket_from collate "und-x-icu") collate "C")
                      and (filter.ticket_to is null or s.ticket_key < lower(filter.ticket_to collate "und-x-icu") collate "C")
                      and (filter.endings is null or s.ending = any (filter.endings))
                      and (filter.running is null or (s.open_visit_id is not null) = filter.running)
                      and (filter.waiting is null or s.for_someone_else = filter.waiting)
                      and (filter.untouched_since is null or s.last_activity_at <= filter.untouched_since)
                      and (filter.started_from is null or s.started_at >= filter.started_from)
                      and (filter.started_to is null or s.started_at < filter.started_to)
                      and (filter.ended_from is null or s.completed_at >= filter.ended_from)
                      and (filter.ended_to is null or s.completed_at < filter.ended_to)
                      and (filter.came_back_of is null or s.id in (
                          select public.chains_that_came_back(account, filter.came_back_of, filter.ended_from, filter.ended_to)
                      ))
                      -- {conditions}
                      and (filter.generation is null or exists (
                          select from public.walks w
                          where true
                            -- {same walk}
                            -- {conditions on walks}
                      ))
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
                    public.search_quarter(greatest(filter.started_from, min(started_at), case when oldest_first then beyond_at end)),
                    public.search_quarter(least(filter.started_to, max(started_at), case when not oldest_first then beyond_at end))
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
                part := public.search_tokens(tokens, prefix);
                part := coalesce(part || public.search_query(typed, prefix), part, public.search_query(typed, prefix));
                if filter.holder is not null then
                    part := part && quote_literal(prefix || public.search_facet(filter.holder))::tsquery;
                end if;
                if filter.client is not null then
                    part := part && quote_literal(prefix || public.search_facet(filter.client))::tsquery;
                end if;
                -- A query has room for 1 MB; of thousands of trees the index would pass over few sessions anyway.
                if cardinality(filter.trees) <= 100 then
                    part := part && (
                        select string_agg(quote_literal(prefix || public.search_facet(tree)), '|')::tsquery from unnest(filter.trees) as tree
                    );
                end if;
                found_by := coalesce(found_by || part, part);
            end loop;
        end loop;
    end
    $$;
revoke execute on function find_sessions from public;
grant execute on function find_sessions to resolutionflow_app;
