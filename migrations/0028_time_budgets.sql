-- How long the sessions of a tree and its steps should take, as managers set it, and whether technicians see what is usual.

create table time_budgets (
    account_id uuid not null,
    tree_id uuid not null,
    -- Empty for the sessions as a whole. A step stays in the table when a new version no longer has it: the budget is shown as such.
    node_id text not null constraint time_budgets_node_id_length check (char_length(node_id) <= 120),
    -- The step's title when the budget was set, for when there is no such step any longer.
    title text not null constraint time_budgets_title_length check (char_length(title) <= 200),
    seconds integer not null constraint time_budgets_seconds_range check (seconds between 60 and 3600000),
    clock varchar(10) not null constraint time_budgets_clock_known check (clock in ('active', 'elapsed', 'business')),
    -- Percent that has to be within it.
    target smallint not null constraint time_budgets_target_range check (target between 50 and 100),
    constraint time_budgets_pkey primary key (account_id, tree_id, node_id),
    constraint time_budgets_tree_fkey foreign key (account_id, tree_id) references trees,
    constraint time_budgets_steps_by_clocks check (clock <> 'business' or node_id = '')
);

alter table time_budgets enable row level security;
alter table time_budgets force row level security;
create policy own_account on time_budgets to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on time_budgets to resolutionflow_app;

alter table accounts add column shows_usual boolean not null default true;
