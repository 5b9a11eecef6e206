-- Sums of chains by the UTC day, and the UTC month, on which their first sessions ended. What a chain counts as changes with time for thirty
-- days at most; older ones are read from here instead of one by one (server/src/store/figures/chains.rs). Days are those of UTC, whatever
-- the account's zone: a zone moves only the two edges of the days that somebody asks for.
--
-- Statements that write chains keep the sums, whichever release sends them. Filling them reads `chains` once and locks no other table.

create table chain_days (
    account_id uuid not null,
    tree_id uuid not null,
    version_number integer not null,
    is_month boolean not null,
    -- The day, or the first of the month.
    day date not null,
    chains bigint not null,
    -- Of those, the ones of one session that resolved it or worked around it, after which nobody came back within seven days.
    first_contact bigint not null,
    -- Of those, the ones that somebody came back to.
    came_back bigint not null,
    constraint chain_days_pkey primary key (account_id, is_month, day, tree_id, version_number),
    constraint chain_days_month_begins check (not is_month or extract(day from day) = 1),
    constraint chain_days_within check (first_contact between 0 and chains and came_back between 0 and chains),
    constraint chain_days_account_id_fkey foreign key (account_id) references accounts
);

alter table chain_days enable row level security;
alter table chain_days force row level security;
create policy own_account on chain_days to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on chain_days to resolutionflow_app;

-- The sums as the chains make them.
create view chain_sums with (security_invoker = true) as
select account_id, tree_id, version_number, is_month,
    date_trunc(case when is_month then 'month' else 'day' end, ended_at at time zone 'UTC')::date as day,
    count(*) as chains,
    count(*) filter (
        where sessions = 1 and outcome in ('resolved', 'workaround')
            and (came_back_at is null or came_back_at > ended_at + interval '7 days')
    ) as first_contact,
    count(came_back_at) as came_back
from chains
cross join (values (false), (true)) as unit (is_month)
where ended_at is not null
group by 1, 2, 3, 4, 5;
grant select on chain_sums to resolutionflow_app;

-- Adds the chains of a statement to the sums, or takes them out. Whoever writes chains has the account's lock, so nobody else changes its
-- sums meanwhile.
create function sum_chains() returns trigger
    language plpgsql
    as $$
    declare
        sums record;
    begin
        for sums in
            select account_id, tree_id, version_number, is_month,
                date_trunc(case when is_month then 'month' else 'day' end, ended_at at time zone 'UTC')::date as day,
                count(*) as chains,
                count(*) filter (
                    where sessions = 1 and outcome in ('resolved', 'workaround')
                        and (came_back_at is null or came_back_at > ended_at + interval '7 days')
                ) as first_contact,
                count(came_back_at) as came_back
            from changed
            cross join (values (false), (true)) as unit (is_month)
            where ended_at is not null
            group by 1, 2, 3, 4, 5
        loop
            if tg_op = 'INSERT' then
                insert into public.chain_days as kept
                    (account_id, tree_id, version_number, is_month, day, chains, first_contact, came_back)
                values (
                    sums.account_id, sums.tree_id, sums.version_number, sums.is_month, sums.day, sums.chains, sums.first_contact,
                    sums.came_back
                )
                on conflict on constraint chain_days_pkey do update
                set chains = kept.chains + excluded.chains, first_contact = kept.first_contact + excluded.first_contact,
                    came_back = kept.came_back + excluded.came_back;
            else
                update public.chain_days as kept
                set chains = kept.chains - sums.chains, first_contact = kept.first_contact - sums.first_contact,
                    came_back = kept.came_back - sums.came_back
                where kept.account_id = sums.account_id and kept.is_month = sums.is_month and kept.day = sums.day
                    and kept.tree_id = sums.tree_id and kept.version_number = sums.version_number;
            end if;
        end loop;
        return null;
    end
    $$;
create trigger chains_come after insert on chains referencing new table as changed for each statement execute function sum_chains();
create trigger chains_go after delete on chains referencing old table as changed for each statement execute function sum_chains();
-- A chain is replaced, never changed: nothing would keep its sums.
revoke update on chains from resolutionflow_app;

alter table chains no force row level security;
alter table chain_days no force row level security;
insert into chain_days (account_id, tree_id, version_number, is_month, day, chains, first_contact, came_back)
select account_id, tree_id, version_number, is_month, day, chains, first_contact, came_back from chain_sums;
alter table chains force row level security;
alter table chain_days force row level security;
