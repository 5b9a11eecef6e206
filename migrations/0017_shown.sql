-- Lists, files and filters show and compare what a session's own page shows.

-- Locked at once, sessions first: one after the other would wait in a circle with the version that runs.
lock table sessions, tree_versions in access exclusive mode;

-- The tree's name as it reads in the version that was walked; the name of the latest version may say something else by now. A column of its
-- own, so that nobody reads a document of megabytes for it, and generated, so that the version before writes it too. Versions are
-- rewritten once; there are few of them beside sessions.
alter table tree_versions add column name text not null generated always as (published ->> 'name') stored;

-- Was parked: between two steps, and also since the last step, or before the open one.
drop index sessions_parked_idx;
create index sessions_parked_idx on sessions (account_id, ending, started_at, id)
    where parked_seconds > 0 or outcome is null and (open_visit_id is null
        or extract(epoch from open_entered_at - started_at) > total_seconds);

-- Instant up to which the times of running sessions count. Null, as the version before has it: finished visits alone.
alter type session_filter add attribute as_of timestamptz;
