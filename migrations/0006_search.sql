-- Full-text search over sessions.
--
-- The match operator is not leakproof, so under row security the planner may not use the index for it. The search goes
-- through this one function, which runs as the owner and compares the account itself; the owner's policy exists for it
-- alone.

-- The words of a query, each matching as the beginning of a word, all of which must occur. Any text is a query.
create function search_query(words text) returns tsquery
    language sql stable parallel safe
    return (
        select to_tsquery('simple', string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || ''':*', ' & '))
        from unnest(tsvector_to_array(to_tsvector('simple', left(words, 500)))) as lexeme
    );

create policy search on sessions for select to current_user using (true);

-- The newest 10,000 sessions of the account in which every word occurs.
create function search_sessions(words text) returns setof uuid
    language sql stable security definer set search_path = pg_catalog, public
    as $$
        select id
        from public.sessions
        where account_id = public.current_account_id()
          and search @@ public.search_query(words)
        order by started_at desc
        limit 10000
    $$;
revoke execute on function search_sessions(text) from public;
grant execute on function search_sessions(text) to resolutionflow_app;
