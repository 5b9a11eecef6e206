-- Troubleshooting trees and their immutable versions.

create table trees (
    account_id uuid not null,
    id uuid not null,
    key text not null constraint trees_key_slug check (key ~ '^[a-z0-9]([a-z0-9-]{0,118}[a-z0-9])?$'),
    archived_at timestamptz,
    -- What follows is the latest version's, repeated here for the library.
    latest_version integer not null constraint trees_latest_version_positive check (latest_version >= 1),
    name text not null constraint trees_name_length check (char_length(name) between 1 and 200),
    category text not null constraint trees_category_length check (char_length(category) between 1 and 120),
    tags text[] not null constraint trees_tags_limit check (cardinality(tags) <= 100),
    description text not null constraint trees_description_length check (char_length(description) <= 20000),
    node_count integer not null constraint trees_node_count_limit check (node_count between 1 and 10000),
    published_at timestamptz not null,
    search tsvector not null,
    constraint trees_pkey primary key (account_id, id),
    constraint trees_key_key unique (account_id, key),
    constraint trees_account_id_fkey foreign key (account_id) references accounts
);
create index trees_published_idx on trees (account_id, published_at desc, id desc);

alter table trees enable row level security;
alter table trees force row level security;
create policy own_account on trees to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update on trees to resolutionflow_app;

create table tree_versions (
    account_id uuid not null,
    tree_id uuid not null,
    number integer not null constraint tree_versions_number_positive check (number >= 1),
    -- As the author wrote it.
    document jsonb not null constraint tree_versions_document_size check (octet_length(document::text) <= 4194304),
    -- As sessions walk it: checked, and its Markdown parsed.
    published jsonb not null,
    published_at timestamptz not null,
    -- Null: imported on the command line.
    published_by uuid,
    constraint tree_versions_pkey primary key (account_id, tree_id, number),
    constraint tree_versions_tree_fkey foreign key (account_id, tree_id) references trees,
    constraint tree_versions_published_by_fkey foreign key (account_id, published_by) references users
);

alter table tree_versions enable row level security;
alter table tree_versions force row level security;
create policy own_account on tree_versions to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
-- No update and no delete: a version never changes.
grant select, insert on tree_versions to resolutionflow_app;
