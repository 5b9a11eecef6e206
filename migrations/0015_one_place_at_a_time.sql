-- Nobody is at two sessions at once, whatever time a browser claims: the end of each technician's last visit, and when a session changed
-- hands, before which no visit of its present holder begins. The version before writes neither, and needs neither.

create table last_visits (
    account_id uuid not null,
    -- The technician.
    user_id uuid not null,
    -- In whatever session. Null: none has ended yet.
    ended_at timestamptz,
    constraint last_visits_pkey primary key (account_id, user_id),
    constraint last_visits_user_fkey foreign key (account_id, user_id) references users
);
-- Before the short statements that others wait for: this one reads every session, by the policy that the owner's search has.
insert into last_visits (account_id, user_id, ended_at)
select account_id, holder_id, max(coalesce(open_entered_at, last_activity_at)) from sessions group by account_id, holder_id;

alter table last_visits enable row level security;
alter table last_visits force row level security;
create policy own_account on last_visits to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update on last_visits to resolutionflow_app;

-- What the audit trail says of sessions that changed hands: to the one who had it before, that visits ended until then.
-- Locked at once: one after the other would wait in a circle with the version that runs.
lock table sessions, audit in access exclusive mode;
alter table audit no force row level security;
create temporary table handed_over as
select changed.*
from account_keys
cross join lateral (
    select account_id, subject_id as session_id, (before ->> 'holder')::uuid as former_id, date_trunc('second', at, 'UTC') as at
    from audit
    where account_id = account_keys.account_id and action in ('take_over', 'reassign')
) as changed;
alter table audit force row level security;

alter table last_visits no force row level security;
insert into last_visits (account_id, user_id, ended_at)
select account_id, former_id, max(at) from handed_over where former_id is not null group by account_id, former_id
on conflict (account_id, user_id) do update set ended_at = greatest(last_visits.ended_at, excluded.ended_at);
alter table last_visits force row level security;

alter table sessions
    -- When its holder got it from another one. Null: they started it.
    add column handed_over_at timestamptz,
    -- Whether the open visit was entered at a time that a browser claimed.
    add column open_entry_claimed boolean;
alter table sessions no force row level security;
update sessions
set handed_over_at = changed.at
from (select account_id, session_id, max(at) as at from handed_over group by account_id, session_id) as changed
where sessions.account_id = changed.account_id and sessions.id = changed.session_id and sessions.outcome is null;
alter table sessions force row level security;
drop table handed_over;
