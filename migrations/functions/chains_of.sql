-- Chains as their sessions make them now, of topmost sessions; without those of which every session was cancelled.
--
-- Installed after the numbered migrations whenever its text has changed, as find_sessions is. What is stored in `chains` is what this
-- answers; readers ask it for the chains that are noted in `chains_due`. Follow-ups are looked up one by one (`offset 0`): a join could read
-- all sessions.
create or replace function chains_of(account uuid, roots uuid[])
    returns table (
        root_id uuid, first_id uuid, tree_id uuid, version_number integer, holder_id uuid, started_at timestamptz, ended_at timestamptz,
        sessions integer, outcome varchar, came_back_at timestamptz
    )
    language sql stable
    as $$
    with recursive member as (
        select s.id as root_id, s.id, s.started_at, s.outcome
        from public.sessions s
        where s.account_id = account and s.id = any(roots)
        union
        select member.root_id, s.id, s.started_at, s.outcome
        from member
        cross join lateral (
            select f.id, f.started_at, f.outcome from public.sessions f
            where f.account_id = account and f.follows_session_id = member.id offset 0
        ) as s
    ),
    counted as (
        select member.*, row_number() over chain as place, count(*) over whole as of, last_value(member.outcome) over whole as ended,
            lead(member.started_at) over chain as next_at
        from member
        where member.outcome is distinct from 'cancelled'
        window chain as (partition by member.root_id order by member.started_at, member.id),
            whole as (
                partition by member.root_id order by member.started_at, member.id
                rows between unbounded preceding and unbounded following
            )
    )
    select counted.root_id, f.id, f.tree_id, f.version_number, f.holder_id, f.started_at, f.completed_at, counted.of::integer,
        counted.ended,
        least(
            case when counted.next_at <= f.started_at + interval '30 days' then counted.next_at end,
            (select min(later.started_at) from public.sessions later
             where later.account_id = account and later.ticket_key = f.ticket_key and later.ticket_key <> '' and later.tree_id = f.tree_id
                 and later.started_at > f.started_at and later.started_at <= f.started_at + interval '30 days'
                 and later.outcome is distinct from 'cancelled'),
            (select min(later.started_at) from public.sessions later
             where later.account_id = account and later.client_id = f.client_id and later.tree_id = f.tree_id
                 and later.started_at > f.started_at and later.started_at <= f.started_at + interval '30 days'
                 and later.outcome is distinct from 'cancelled')
        )
    from counted
    cross join lateral (select * from public.sessions s where s.account_id = account and s.id = counted.id offset 0) as f
    where counted.place = 1
    $$;
