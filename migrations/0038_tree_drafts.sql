-- Drafts of trees: what authors write before anybody walks it. Nothing else refers to them, so that no search, figure or export finds what
-- is not published.

create table tree_drafts (
    account_id uuid not null,
    -- The id of the form that began it, with the fingerprint of what the form said: sent again it answers the same.
    id uuid not null,
    fingerprint bytea not null constraint tree_drafts_fingerprint_length check (octet_length(fingerprint) = 32),
    -- The version that it is based on, of which publishing makes the next one. Null: publishing makes a tree, whose id then stands here.
    tree_id uuid,
    base_version integer,
    -- The document without its nodes, and the ids of these in the author's order.
    head jsonb not null constraint tree_drafts_head_length check (octet_length(head::text) <= 33554432),
    node_order text[] not null,
    -- What can be told without reading the nodes: how many there are, and how long their texts.
    node_count integer not null constraint tree_drafts_node_count_range check (node_count between 0 and 10000),
    text_bytes integer not null constraint tree_drafts_text_bytes_range check (text_bytes >= 0),
    -- Number of changes so far.
    revision integer not null constraint tree_drafts_revision_range check (revision >= 0),
    begun_at timestamptz not null,
    begun_by uuid not null,
    changed_at timestamptz not null,
    changed_by uuid not null,
    discarded_at timestamptz,
    discarded_by uuid,
    published_at timestamptz,
    published_by uuid,
    published_version integer,
    -- The command that published it: sent again it answers the same.
    published_command uuid,
    -- True if the latest version was the same already.
    published_unchanged boolean,
    constraint tree_drafts_pkey primary key (account_id, id),
    constraint tree_drafts_tree_fkey foreign key (account_id, tree_id) references trees,
    constraint tree_drafts_base_fkey foreign key (account_id, tree_id, base_version) references tree_versions,
    constraint tree_drafts_begun_by_fkey foreign key (account_id, begun_by) references users,
    constraint tree_drafts_changed_by_fkey foreign key (account_id, changed_by) references users,
    constraint tree_drafts_discarded_by_fkey foreign key (account_id, discarded_by) references users,
    constraint tree_drafts_published_by_fkey foreign key (account_id, published_by) references users,
    constraint tree_drafts_base_whole check ((tree_id is null) = (base_version is null) or published_at is not null),
    constraint tree_drafts_discarded_whole check ((discarded_at is null) = (discarded_by is null)),
    constraint tree_drafts_published_whole
        check (num_nonnulls(published_at, published_by, published_version, published_command, published_unchanged) in (0, 5)),
    constraint tree_drafts_one_end check (num_nonnulls(discarded_at, published_at) <= 1)
);
-- Everybody writes in the same draft of a tree.
create unique index tree_drafts_one_a_tree on tree_drafts (account_id, tree_id)
    where tree_id is not null and discarded_at is null and published_at is null;
-- The list of drafts, and how many there are.
create index tree_drafts_open_idx on tree_drafts (account_id, changed_at desc, id desc) where discarded_at is null and published_at is null;
-- The list of those that can be brought back, and the sweep of both.
create index tree_drafts_discarded_idx on tree_drafts (account_id, discarded_at) where discarded_at is not null;
create index tree_drafts_published_idx on tree_drafts (account_id, published_at) where published_at is not null;

alter table tree_drafts enable row level security;
alter table tree_drafts force row level security;
create policy own_account on tree_drafts to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on tree_drafts to resolutionflow_app;

-- A row a node, so that an edit writes what it changes.
create table draft_nodes (
    account_id uuid not null,
    draft_id uuid not null,
    -- SHA-256 of its id: ids of a draft may be longer than an index takes.
    key bytea not null constraint draft_nodes_key_length check (octet_length(key) = 32),
    node jsonb not null constraint draft_nodes_node_length check (octet_length(node::text) <= 33554432),
    constraint draft_nodes_pkey primary key (account_id, draft_id, key),
    constraint draft_nodes_draft_fkey foreign key (account_id, draft_id) references tree_drafts on delete cascade
);

alter table draft_nodes enable row level security;
alter table draft_nodes force row level security;
create policy own_account on draft_nodes to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on draft_nodes to resolutionflow_app;

-- The stream of changes: receipts, undo, and what forms were made of that come later than others.
create table draft_edits (
    account_id uuid not null,
    draft_id uuid not null,
    command_id uuid not null,
    fingerprint bytea not null constraint draft_edits_fingerprint_length check (octet_length(fingerprint) = 32),
    author uuid not null,
    made_at timestamptz not null,
    -- The revision that it made. One that changed nothing has no edits, and the revision at which it found the draft.
    revision integer not null constraint draft_edits_revision_range check (revision >= 0),
    edits jsonb constraint draft_edits_edits_length check (octet_length(edits::text) <= 67108864),
    -- The edits that undo it.
    inverse jsonb constraint draft_edits_inverse_length check (octet_length(inverse::text) <= 67108864),
    -- Length of both, to know without reading them.
    bytes integer not null constraint draft_edits_bytes_range check (bytes >= 0),
    sentence text not null constraint draft_edits_sentence_length check (char_length(sentence) <= 2000),
    kind varchar(10) not null constraint draft_edits_kind_known check (kind in ('change', 'undo', 'redo')),
    -- First revision of those that are undone as one: what somebody typed into one field.
    entry integer not null constraint draft_edits_entry_range check (entry between 0 and revision),
    -- Revision that undid it, or of an undo that did the same again.
    undone_by integer,
    constraint draft_edits_pkey primary key (account_id, draft_id, command_id),
    constraint draft_edits_draft_fkey foreign key (account_id, draft_id) references tree_drafts on delete cascade,
    constraint draft_edits_author_fkey foreign key (account_id, author) references users,
    constraint draft_edits_whole check ((edits is null) = (inverse is null))
);
-- The way back to the revision that a form was made of, and the history.
create unique index draft_edits_one_a_revision on draft_edits (account_id, draft_id, revision) where edits is not null;
-- The last change of an author that is not undone, or is.
create index draft_edits_undo_idx on draft_edits (account_id, draft_id, author, revision) where edits is not null and undone_by is null;

alter table draft_edits enable row level security;
alter table draft_edits force row level security;
create policy own_account on draft_edits to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update (undone_by), delete on draft_edits to resolutionflow_app;

-- What somebody left in the Text tab and is no tree.
create table draft_texts (
    account_id uuid not null,
    draft_id uuid not null,
    user_id uuid not null,
    text text not null constraint draft_texts_text_length check (octet_length(text) <= 4194304),
    fault text not null constraint draft_texts_fault_length check (char_length(fault) <= 20000),
    saved_at timestamptz not null,
    constraint draft_texts_pkey primary key (account_id, draft_id, user_id),
    constraint draft_texts_draft_fkey foreign key (account_id, draft_id) references tree_drafts on delete cascade,
    constraint draft_texts_user_fkey foreign key (account_id, user_id) references users
);

alter table draft_texts enable row level security;
alter table draft_texts force row level security;
create policy own_account on draft_texts to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on draft_texts to resolutionflow_app;

-- Who had a draft open when.
create table draft_readers (
    account_id uuid not null,
    draft_id uuid not null,
    user_id uuid not null,
    seen_at timestamptz not null,
    constraint draft_readers_pkey primary key (account_id, draft_id, user_id),
    constraint draft_readers_draft_fkey foreign key (account_id, draft_id) references tree_drafts on delete cascade,
    constraint draft_readers_user_fkey foreign key (account_id, user_id) references users
);

alter table draft_readers enable row level security;
alter table draft_readers force row level security;
create policy own_account on draft_readers to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on draft_readers to resolutionflow_app;

-- Drafts in the audit trail. Not validated, which would read the whole trail: every row meets the narrower constraint before.
alter table audit
    drop constraint audit_subject_type_known,
    add constraint audit_subject_type_known
        check (subject_type in ('account', 'user', 'session', 'tree', 'category', 'client', 'view', 'draft')) not valid;
