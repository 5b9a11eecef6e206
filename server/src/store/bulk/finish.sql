set local maintenance_work_mem = '512MB';
do $$
declare
    made record;
begin
    for made in select definition from put_off loop
        execute made.definition;
    end loop;
end
$$;

insert into last_visits (account_id, user_id, ended_at)
select account_id, holder_id, max(coalesce(open_entered_at, last_activity_at)) from sessions group by account_id, holder_id;

do $$
begin
    if exists (
        select from sessions
        full join walks on walks.account_id = sessions.account_id and walks.session_id = sessions.id
        where (coalesce(sessions.outcome, 'cancelled') <> 'cancelled') is distinct from (walks.session_id is not null)
            or (
                walks.session_id is not null
                and (walks.outcome, walks.total_seconds, walks.active_seconds, walks.holder_id)
                    is distinct from (sessions.outcome, sessions.total_seconds, sessions.active_seconds, sessions.holder_id)
            )
    ) then
        raise exception 'a walk is not what its session says' using errcode = 'check_violation', constraint = 'walks_are_of_sessions';
    end if;
end
$$;
insert into chains (
    account_id, root_id, first_id, tree_id, version_number, holder_id, started_at, ended_at, sessions, outcome, came_back_at
)
select account_id, root_id, first_id, tree_id, version_number, holder_id, started_at, ended_at, chains_of.sessions, outcome, came_back_at
from accounts
cross join lateral chains_of(
    account_id, array(select id from sessions where sessions.account_id = accounts.account_id and follows_session_id is null)
);
alter table sessions enable trigger user;
alter table walks enable trigger user;

alter table accounts force row level security;
alter table users force row level security;
alter table categories force row level security;
alter table clients force row level security;
alter table trees force row level security;
alter table tree_versions force row level security;
alter table tree_readings force row level security;
alter table sessions force row level security;
alter table outputs force row level security;
alter table last_visits force row level security;
alter table commands force row level security;
alter table receipts_due force row level security;
alter table figure_generations force row level security;
alter table walks force row level security;
alter table flow_days force row level security;
alter table flow_months force row level security;
alter table chains force row level security;
alter table chain_days force row level security;
