-- Previews of drafts, in a table of their own, so that no figure, search or export has to leave them out; and the walks that authors keep
-- as tests of a tree.

-- The walk of a user through a draft; the next one takes its place.
create table preview_walks (
    account_id uuid not null,
    draft_id uuid not null,
    user_id uuid not null,
    -- The id of the form that began it: sent again it begins nothing.
    id uuid not null,
    -- The draft's revision that it walks, whatever is written since.
    draft_revision integer not null constraint preview_walks_draft_revision_range check (draft_revision >= 0),
    -- Id of the step at which it began; null for the first one.
    start text constraint preview_walks_start_length check (octet_length(start) <= 4194304),
    -- The walk so far, as sessions have it.
    walk jsonb not null constraint preview_walks_walk_length check (octet_length(walk::text) <= 8388608),
    -- The last command and the fingerprint of what it said: sent again it is answered the same.
    command_id uuid,
    fingerprint bytea constraint preview_walks_fingerprint_length check (octet_length(fingerprint) = 32),
    walked_at timestamptz not null,
    constraint preview_walks_pkey primary key (account_id, draft_id, user_id),
    constraint preview_walks_draft_fkey foreign key (account_id, draft_id) references tree_drafts on delete cascade,
    constraint preview_walks_user_fkey foreign key (account_id, user_id) references users,
    constraint preview_walks_command_whole check ((command_id is null) = (fingerprint is null))
);
-- The sweep of those that are over, and those of a user.
create index preview_walks_walked_idx on preview_walks (account_id, walked_at);
create index preview_walks_user_idx on preview_walks (account_id, user_id, walked_at desc);

alter table preview_walks enable row level security;
alter table preview_walks force row level security;
create policy own_account on preview_walks to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on preview_walks to resolutionflow_app;

create table walk_tests (
    account_id uuid not null,
    -- The id of the form that kept it, with the fingerprint of what the form said: sent again it answers the same.
    id uuid not null,
    fingerprint bytea not null constraint walk_tests_fingerprint_length check (octet_length(fingerprint) = 32),
    -- The tree that it is of or, until that is published, the draft.
    tree_id uuid,
    draft_id uuid,
    name text not null constraint walk_tests_name_length check (char_length(name) between 1 and 120),
    -- Its answers and its end.
    walk jsonb not null constraint walk_tests_walk_length check (octet_length(walk::text) <= 1048576),
    kept_at timestamptz not null,
    kept_by uuid not null,
    constraint walk_tests_pkey primary key (account_id, id),
    constraint walk_tests_tree_fkey foreign key (account_id, tree_id) references trees,
    constraint walk_tests_draft_fkey foreign key (account_id, draft_id) references tree_drafts on delete cascade,
    constraint walk_tests_kept_by_fkey foreign key (account_id, kept_by) references users,
    constraint walk_tests_of_one check (num_nonnulls(tree_id, draft_id) = 1)
);
create index walk_tests_tree_idx on walk_tests (account_id, tree_id) where tree_id is not null;
create index walk_tests_draft_idx on walk_tests (account_id, draft_id) where draft_id is not null;

alter table walk_tests enable row level security;
alter table walk_tests force row level security;
create policy own_account on walk_tests to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update (tree_id, draft_id, name), delete on walk_tests to resolutionflow_app;
