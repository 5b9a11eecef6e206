-- What an account decides for its people, categories of its own, and an audit trail that says where from and of what.

alter table accounts
    -- Which sessions technicians read: the whole account's, or their own and those that wait for somebody.
    add column reading text not null default 'all' constraint accounts_reading_known check (reading in ('all', 'own')),
    add column ticket_link text constraint accounts_ticket_link_shape check (
        char_length(ticket_link) <= 500 and ticket_link ~ '^https?://' and position('{ticket}' in ticket_link) > 0
    );

-- What documents call a category, and what the account calls it.
create table categories (
    account_id uuid not null,
    -- The document's word without regard to case. In a locale of its own, like the names of clients.
    key text collate "C" not null,
    name text not null constraint categories_name_length check (char_length(name) between 1 and 120),
    constraint categories_pkey primary key (account_id, key),
    constraint categories_account_id_fkey foreign key (account_id) references accounts
);

alter table trees no force row level security;
insert into categories (account_id, key, name)
select distinct on (account_id, lower(category collate "und-x-icu")) account_id, lower(category collate "und-x-icu"), category
from trees
order by account_id, lower(category collate "und-x-icu"), published_at desc;
update trees
set category = categories.name
from categories
where categories.account_id = trees.account_id
  and categories.key = lower(trees.category collate "und-x-icu") collate "C"
  and categories.name <> trees.category;
alter table trees force row level security;

alter table categories enable row level security;
alter table categories force row level security;
create policy own_account on categories to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update on categories to resolutionflow_app;
create index trees_category_idx on trees (account_id, category);

-- A client that was merged into another one goes.
grant delete on clients to resolutionflow_app;
create index sessions_client_idx on sessions (account_id, client_id, started_at desc, id desc) where client_id is not null;

alter table audit
    -- From where; empty on the command line.
    add column address text not null default '' constraint audit_address_length check (char_length(address) <= 45),
    add column subject_type text;
alter table audit no force row level security;
update audit
set subject_type = case
    when action in ('import_tree', 'archive_tree', 'restore_tree') then 'tree'
    when action = 'set_idle_threshold' then 'account'
    else 'session'
end;
alter table audit force row level security;
alter table audit
    alter column subject_type set not null,
    add constraint audit_subject_type_known
        check (subject_type in ('account', 'user', 'session', 'tree', 'category', 'client'));
create index audit_at_idx on audit (account_id, at, id);
create index audit_user_idx on audit (account_id, user_id, at, id);
create index audit_action_idx on audit (account_id, action, at, id);
