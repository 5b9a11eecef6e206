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
