-- The gate that a draft passes before it is a version (ADR 26): a note, silenced warnings, a second person's approval, and being brought up
-- to a version that was published meanwhile. A version keeps the note, and who wrote it.

-- True if an admin lets a technician write and publish drafts. Managers and admins may in any case.
alter table users add column may_author boolean not null default false;

-- True if a draft is published only after somebody approved it who did not write all of it.
alter table accounts add column needs_approval boolean not null default false;

-- What changed and why, in the publisher's words.
alter table tree_versions add column note text not null default '' constraint tree_versions_note_length check (char_length(note) <= 2000);

-- Who wrote the draft that a version was.
create table version_contributors (
    account_id uuid not null,
    tree_id uuid not null,
    number integer not null,
    user_id uuid not null,
    constraint version_contributors_pkey primary key (account_id, tree_id, number, user_id),
    constraint version_contributors_version_fkey foreign key (account_id, tree_id, number) references tree_versions,
    constraint version_contributors_user_fkey foreign key (account_id, user_id) references users
);

alter table version_contributors enable row level security;
alter table version_contributors force row level security;
create policy own_account on version_contributors to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert on version_contributors to resolutionflow_app;

alter table tree_drafts
    -- The note of the version that it becomes.
    add column note text not null default '' constraint tree_drafts_note_length check (char_length(note) <= 2000),
    -- True if it began with words of whoever began it, and not with those of the version that it is based on.
    add column is_brought boolean not null default false,
    -- Somebody waits for its approval.
    add column asked_at timestamptz,
    add column asked_by uuid,
    add constraint tree_drafts_asked_by_fkey foreign key (account_id, asked_by) references users,
    add constraint tree_drafts_asked_whole check ((asked_at is null) = (asked_by is null));
alter table tree_drafts no force row level security;
update tree_drafts set is_brought = true where base_version is null;
alter table tree_drafts force row level security;

-- A draft's changes from a version that was published meanwhile are in its stream, too.
alter table draft_edits
    drop constraint draft_edits_kind_known,
    add constraint draft_edits_kind_known check (kind in ('change', 'undo', 'redo', 'rebase'));

-- Approvals of a draft, each of the document that its author looked at: of another one it counts for nothing.
create table draft_approvals (
    account_id uuid not null,
    draft_id uuid not null,
    user_id uuid not null,
    -- SHA-256 of the document.
    document bytea not null constraint draft_approvals_document_length check (octet_length(document) = 32),
    approved_at timestamptz not null,
    constraint draft_approvals_pkey primary key (account_id, draft_id, user_id),
    constraint draft_approvals_draft_fkey foreign key (account_id, draft_id) references tree_drafts on delete cascade,
    constraint draft_approvals_user_fkey foreign key (account_id, user_id) references users
);

alter table draft_approvals enable row level security;
alter table draft_approvals force row level security;
create policy own_account on draft_approvals to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on draft_approvals to resolutionflow_app;

-- Warnings that nobody wants to see any more: of a tree, for all drafts of it, or of a draft that is no tree yet.
create table silenced_warnings (
    account_id uuid not null,
    tree_id uuid,
    draft_id uuid,
    about uuid not null generated always as (coalesce(tree_id, draft_id)) stored,
    kind varchar(20) not null constraint silenced_warnings_kind_length check (char_length(kind) >= 1),
    -- Empty for one about the whole tree.
    node_id text not null constraint silenced_warnings_node_id_length check (char_length(node_id) <= 180),
    reason text not null constraint silenced_warnings_reason_length check (char_length(reason) between 1 and 500),
    silenced_at timestamptz not null,
    silenced_by uuid not null,
    constraint silenced_warnings_pkey primary key (account_id, about, kind, node_id),
    constraint silenced_warnings_tree_fkey foreign key (account_id, tree_id) references trees,
    constraint silenced_warnings_draft_fkey foreign key (account_id, draft_id) references tree_drafts on delete cascade,
    constraint silenced_warnings_silenced_by_fkey foreign key (account_id, silenced_by) references users,
    constraint silenced_warnings_of_one check (num_nonnulls(tree_id, draft_id) = 1)
);

alter table silenced_warnings enable row level security;
alter table silenced_warnings force row level security;
create policy own_account on silenced_warnings to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on silenced_warnings to resolutionflow_app;
