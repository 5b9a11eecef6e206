-- Suggested changes (ADR 30): the words of a step as a technician who walked it would have them. They wait beside the draft until an author
-- takes or declines them, and are in no tree before that.

-- True if everybody who walks may suggest changes to the authors of trees.
alter table accounts add column takes_proposals boolean not null default false;

create table proposals (
    account_id uuid not null,
    -- The id of the form that suggested it, with the fingerprint of what the form said: sent again it answers the same.
    id uuid not null,
    fingerprint bytea not null constraint proposals_fingerprint_length check (octet_length(fingerprint) = 32),
    -- The walk in which somebody thought of it, and the version whose step the edits change.
    session_id uuid not null,
    tree_id uuid not null,
    version_number integer not null,
    node_id text not null constraint proposals_node_id_length check (char_length(node_id) between 1 and 120),
    -- The step's title as it read then.
    title text not null constraint proposals_title_length check (char_length(title) between 1 and 200),
    edits jsonb not null constraint proposals_edits_length check (octet_length(edits::text) <= 16777216),
    note text not null constraint proposals_note_length check (char_length(note) between 1 and 2000),
    proposed_by uuid not null,
    proposed_at timestamptz not null,
    -- The draft in which it was taken last, and the revision that this made, or that undid it or did it again. Without a revision it changed
    -- nothing there, or is none of the draft's any more.
    draft_id uuid,
    revision integer constraint proposals_revision_range check (revision >= 0),
    -- True while its words stand in that draft, as far as nobody wrote over them.
    stands boolean not null default false,
    -- True while that draft is discarded.
    is_laid_aside boolean not null default false,
    taken_at timestamptz,
    taken_by uuid,
    taken_command uuid,
    published_version integer,
    declined_at timestamptz,
    declined_by uuid,
    reason text constraint proposals_reason_length check (char_length(reason) between 1 and 500),
    withdrawn_at timestamptz,
    is_waiting boolean not null generated always as (
        published_version is null and declined_at is null and withdrawn_at is null
            and not (stands and draft_id is not null and not is_laid_aside)
    ) stored,
    constraint proposals_pkey primary key (account_id, id),
    constraint proposals_session_fkey foreign key (account_id, session_id) references sessions,
    constraint proposals_version_fkey foreign key (account_id, tree_id, version_number) references tree_versions,
    constraint proposals_proposed_by_fkey foreign key (account_id, proposed_by) references users,
    constraint proposals_draft_fkey foreign key (account_id, draft_id) references tree_drafts on delete set null (draft_id),
    constraint proposals_taken_by_fkey foreign key (account_id, taken_by) references users,
    constraint proposals_published_fkey foreign key (account_id, tree_id, published_version) references tree_versions,
    constraint proposals_declined_by_fkey foreign key (account_id, declined_by) references users,
    constraint proposals_taken_whole check (num_nonnulls(taken_at, taken_by, taken_command) in (0, 3)),
    constraint proposals_declined_whole check (num_nonnulls(declined_at, declined_by, reason) in (0, 3)),
    constraint proposals_one_end check (num_nonnulls(published_version, declined_at, withdrawn_at) <= 1)
);
-- What waits for authors, of one tree and of all.
create index proposals_waiting_idx on proposals (account_id, tree_id, proposed_at, id) where is_waiting;
-- What was decided, and what somebody suggested.
create index proposals_decided_idx on proposals (account_id, proposed_at desc, id desc) where not is_waiting;
create index proposals_own_idx on proposals (account_id, proposed_by, proposed_at desc, id desc);
create index proposals_draft_idx on proposals (account_id, draft_id) where draft_id is not null;

alter table proposals enable row level security;
alter table proposals force row level security;
create policy own_account on proposals to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert on proposals to resolutionflow_app;
grant update (draft_id, revision, stands, is_laid_aside, taken_at, taken_by, taken_command, published_version, declined_at, declined_by,
    reason, withdrawn_at) on proposals to resolutionflow_app;

-- The drafts that wait for an approval: the top of every author's page counts them.
create index tree_drafts_asked_idx on tree_drafts (account_id) where asked_at is not null and discarded_at is null and published_at is null;
