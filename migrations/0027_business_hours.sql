-- When an account is open, for time budgets in business hours. By the clocks of the account's zone, so that it stays nine o'clock when
-- they are changed. Without opening times an account is open around the clock.

create table opening_times (
    account_id uuid not null,
    -- 1 is Monday, 7 Sunday.
    weekday smallint not null constraint opening_times_weekday_known check (weekday between 1 and 7),
    -- Minutes since midnight. A stretch ends on the day on which it begins, at midnight at the latest.
    opens smallint not null,
    closes smallint not null,
    constraint opening_times_pkey primary key (account_id, weekday, opens),
    constraint opening_times_within_a_day check (opens >= 0 and opens < closes and closes <= 1440),
    constraint opening_times_account_id_fkey foreign key (account_id) references accounts
);

alter table opening_times enable row level security;
alter table opening_times force row level security;
create policy own_account on opening_times to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
-- No update: a week is replaced as a whole.
grant select, insert, delete on opening_times to resolutionflow_app;

create table holidays (
    account_id uuid not null,
    day date not null,
    name text not null constraint holidays_name_length check (char_length(name) between 1 and 120),
    constraint holidays_pkey primary key (account_id, day),
    constraint holidays_account_id_fkey foreign key (account_id) references accounts
);

alter table holidays enable row level security;
alter table holidays force row level security;
create policy own_account on holidays to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, delete on holidays to resolutionflow_app;
