-- Trees that need somebody's eyes (ADR 31): who owns a tree, when somebody is to look at it again, and who has looked. And the reported
-- problems that a draft settles: publishing it marks them as settled, with the version's number.

alter table trees
    add column owner_id uuid,
    -- A day of the account's calendar. Null: none is set.
    add column review_due date,
    add constraint trees_owner_fkey foreign key (account_id, owner_id) references users;

-- Changes of both. A form that is sent again finds what it did, and changes nothing.
create table tree_reviews (
    account_id uuid not null,
    -- The id of the form's command.
    id uuid not null,
    tree_id uuid not null,
    -- True if somebody has looked at the tree; false where owner and day alone were set.
    is_review boolean not null,
    owner_id uuid,
    review_due date,
    note text not null constraint tree_reviews_note_length check (char_length(note) <= 500),
    -- SHA-256 of what the form said.
    fingerprint bytea not null constraint tree_reviews_fingerprint_length check (octet_length(fingerprint) = 32),
    made_at timestamptz not null,
    made_by uuid not null,
    constraint tree_reviews_pkey primary key (account_id, id),
    constraint tree_reviews_tree_fkey foreign key (account_id, tree_id) references trees,
    constraint tree_reviews_owner_fkey foreign key (account_id, owner_id) references users,
    constraint tree_reviews_made_by_fkey foreign key (account_id, made_by) references users
);
create index tree_reviews_last_idx on tree_reviews (account_id, tree_id, made_at desc) where is_review;

alter table tree_reviews enable row level security;
alter table tree_reviews force row level security;
create policy own_account on tree_reviews to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert on tree_reviews to resolutionflow_app;

-- The version that settled a problem; null where somebody settled it otherwise.
alter table step_reports
    add column settled_version integer,
    add constraint step_reports_settled_version_fkey foreign key (account_id, tree_id, settled_version) references tree_versions,
    add constraint step_reports_settled_version_whole check (settled_version is null or settled_at is not null);
create index step_reports_settled_idx on step_reports (account_id, tree_id, settled_version) where settled_version is not null;

-- Problems that are ticked at the gate of a draft.
create table draft_settles (
    account_id uuid not null,
    draft_id uuid not null,
    report_id uuid not null,
    constraint draft_settles_pkey primary key (account_id, draft_id, report_id),
    constraint draft_settles_draft_fkey foreign key (account_id, draft_id) references tree_drafts on delete cascade,
    constraint draft_settles_report_fkey foreign key (account_id, report_id) references step_reports
);

alter table draft_settles enable row level security;
alter table draft_settles force row level security;
create policy own_account on draft_settles to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, delete on draft_settles to resolutionflow_app;
