-- What several servers on one database have to know of each other.
--
-- They are upgraded one after the other, so those of two releases work on one schema for a while, and one of the release before may be
-- started again on it. The schema says which release made it as it is, and which is the oldest that it still works for: a program between
-- the two serves, and changes nothing of it. Numbers in the order of a release's name, so that they compare as releases do: 0.10.0 is later
-- than 0.9.0.
--
-- Each keeps budgets and opening hours in memory, for steps of walks. The account counts their changes, and every request reads that count
-- with its login, so that what is kept is never that of before. A server of the release before changes the count, too, by the triggers.

create table schema_release (
    is_only boolean default true,
    release integer[] not null,
    oldest integer[] not null,
    constraint schema_release_pkey primary key (is_only),
    constraint schema_release_only check (is_only),
    constraint schema_release_numbers check (cardinality(release) = 3 and cardinality(oldest) = 3),
    constraint schema_release_in_order check (oldest <= release)
);
grant select on schema_release to resolutionflow_app;

alter table accounts add column budgets_revision integer not null default 0;

create function count_change_of_budgets() returns trigger
    language plpgsql
    as $$
    begin
        update accounts set budgets_revision = budgets_revision + 1 where account_id = current_account_id();
        return null;
    end
    $$;

create trigger count_change after insert or update or delete on time_budgets
    for each statement execute function count_change_of_budgets();
create trigger count_change after insert or update or delete on opening_times
    for each statement execute function count_change_of_budgets();
create trigger count_change after insert or update or delete on holidays
    for each statement execute function count_change_of_budgets();
