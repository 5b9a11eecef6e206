-- How long problems take without trees, as managers entered it, and what an hour costs: what pages work out from it is time saved.

-- A baseline is never changed: it ends, and a row of its own begins, so that every figure can say which one it used and since when.
create table baselines (
    account_id uuid not null,
    -- The id of the form that entered it.
    id uuid not null,
    -- Of one of both: a tree, or a category by the word under which documents name it.
    tree_id uuid,
    category_key text collate "C",
    low_minutes integer not null,
    high_minutes integer not null,
    source text not null constraint baselines_source_length check (char_length(source) between 1 and 300),
    measured_from date not null,
    measured_to date not null,
    entered_at timestamptz not null,
    entered_by uuid not null,
    -- When it was changed or removed. Null: figures use it.
    ended_at timestamptz,
    ended_by uuid,
    constraint baselines_pkey primary key (account_id, id),
    constraint baselines_tree_fkey foreign key (account_id, tree_id) references trees,
    constraint baselines_category_fkey foreign key (account_id, category_key) references categories,
    constraint baselines_entered_by_fkey foreign key (account_id, entered_by) references users,
    constraint baselines_ended_by_fkey foreign key (account_id, ended_by) references users,
    constraint baselines_of_one check (num_nonnulls(tree_id, category_key) = 1),
    constraint baselines_minutes_range check (low_minutes between 1 and 10080 and high_minutes between low_minutes and 10080),
    constraint baselines_days_in_order check (measured_from <= measured_to),
    constraint baselines_ended_whole check ((ended_at is null) = (ended_by is null))
);
create unique index baselines_one_a_tree on baselines (account_id, tree_id) where tree_id is not null and ended_at is null;
create unique index baselines_one_a_category on baselines (account_id, category_key) where category_key is not null and ended_at is null;
create index baselines_entered_idx on baselines (account_id, entered_at desc, id desc);

alter table baselines enable row level security;
alter table baselines force row level security;
create policy own_account on baselines to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update (ended_at, ended_by) on baselines to resolutionflow_app;

-- What an hour of work costs. Its changes are in the audit trail.
create table hourly_rates (
    account_id uuid not null,
    cents integer not null constraint hourly_rates_cents_range check (cents between 1 and 1000000),
    currency text not null constraint hourly_rates_currency_shape check (currency ~ '^[A-Z]{3}$'),
    constraint hourly_rates_pkey primary key (account_id),
    constraint hourly_rates_account_id_fkey foreign key (account_id) references accounts
);

alter table hourly_rates enable row level security;
alter table hourly_rates force row level security;
create policy own_account on hourly_rates to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on hourly_rates to resolutionflow_app;
