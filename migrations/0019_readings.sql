-- How a version reads: its tree, with the Markdown of its document as this program's rules read it. Derived from the document, and derived
-- anew where the rules changed. A table of its own (the first half of a change: the second drops `published`), because `tree_versions` is
-- only ever added to, and because the version before cannot read tables and struck words; it goes on to show `published`.

create table tree_readings (
    account_id uuid not null,
    tree_id uuid not null,
    number integer not null,
    -- Number of the rules that it was derived by.
    rules integer not null constraint tree_readings_rules_positive check (rules >= 1),
    tree jsonb not null,
    constraint tree_readings_pkey primary key (account_id, tree_id, number),
    constraint tree_readings_version_fkey foreign key (account_id, tree_id, number) references tree_versions
);

alter table tree_readings enable row level security;
alter table tree_readings force row level security;
create policy own_account on tree_readings to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update on tree_readings to resolutionflow_app;
