-- First sessions of the chains that somebody came back to within 30 days, of those that began up to an instant and whose first session ended
-- from one instant to before another; null: without that bound. Exact at every moment, as the figure is: chains of which a change is not
-- counted yet are counted here.
--
-- Installed after the numbered migrations whenever its text has changed, as find_sessions is.
create or replace function chains_that_came_back(account uuid, settled timestamptz, ended_from timestamptz, ended_to timestamptz)
    returns setof uuid
    language sql stable
    as $$
    with due as materialized (select root as id from public.chain_roots_due(account) as root)
    select first_id
    from public.chains
    where account_id = account and ended_at is not null and came_back_at is not null and started_at <= settled
        and (ended_from is null or ended_at >= ended_from) and (ended_to is null or ended_at < ended_to)
        and not exists (select from due where due.id = chains.root_id)
    union all
    select first_id
    from public.chains_of(account, array(select id from due))
    where ended_at is not null and came_back_at is not null and started_at <= settled
        and (ended_from is null or ended_at >= ended_from) and (ended_to is null or ended_at < ended_to)
    $$;
