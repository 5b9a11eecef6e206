-- Topmost sessions of the chains that changes noted in `chains_due` may have changed: those of the sessions themselves, and of the ones
-- just before them with the same ticket or client. To any earlier one that session came back already, not the one that is noted; and
-- where it was noted itself, its own note leads further. So the notes of a thousand sessions of one client lead to each chain a few times,
-- and not to all chains each time. All notes of the account, or those of some ids.
--
-- Installed after the numbered migrations whenever its text has changed, as find_sessions is. Sessions are looked up one by one
-- (`offset 0`), as in chains_of.
create or replace function chain_roots_due(account uuid, notes uuid[] default null) returns setof uuid
    language sql stable
    as $$
    with recursive noted as (
        select distinct due.session_id, due.tree_id, due.ticket_key, due.client_id, due.started_at
        from public.chains_due due
        where due.account_id = account and (notes is null or due.id = any(notes))
    ),
    touched as (
        select noted.session_id as id from noted
        union
        select earlier.id
        from noted
        cross join lateral (
            select s.started_at from public.sessions s
            where s.account_id = account and s.ticket_key = noted.ticket_key and s.ticket_key <> '' and s.tree_id = noted.tree_id
                and s.started_at >= noted.started_at - interval '30 days' and s.started_at < noted.started_at
                and s.outcome is distinct from 'cancelled'
            order by s.started_at desc
            limit 1
        ) as last
        cross join lateral (
            select s.id from public.sessions s
            where s.account_id = account and s.ticket_key = noted.ticket_key and s.ticket_key <> '' and s.tree_id = noted.tree_id
                and s.started_at = last.started_at
            offset 0
        ) as earlier
        union
        select earlier.id
        from noted
        cross join lateral (
            select s.started_at from public.sessions s
            where s.account_id = account and s.client_id = noted.client_id and s.tree_id = noted.tree_id
                and s.started_at >= noted.started_at - interval '30 days' and s.started_at < noted.started_at
                and s.outcome is distinct from 'cancelled'
            order by s.started_at desc
            limit 1
        ) as last
        cross join lateral (
            select s.id from public.sessions s
            where s.account_id = account and s.client_id = noted.client_id and s.tree_id = noted.tree_id
                and s.started_at = last.started_at
            offset 0
        ) as earlier
    ),
    up as (
        select s.id, s.follows_session_id
        from touched
        cross join lateral (
            select t.id, t.follows_session_id from public.sessions t where t.account_id = account and t.id = touched.id offset 0
        ) as s
        union
        select s.id, s.follows_session_id
        from up
        cross join lateral (
            select t.id, t.follows_session_id from public.sessions t
            where t.account_id = account and t.id = up.follows_session_id offset 0
        ) as s
    )
    select up.id from up where up.follows_session_id is null
    $$;
