-- Every figure of Insights opens the sessions behind it: the history filters by the days on which sessions ended, by ranges of versions,
-- and by what their walks visited and how they ended.

-- As the other indexes of the history, with the columns that filters compare. Sessions in progress are not in it, so that a step
-- writes nothing more. Where there are very many sessions it can be built beforehand (docs/runbook.md).
create index if not exists sessions_completed_idx on sessions (account_id, completed_at, id)
    include (started_at, ending, holder_id, tree_id, version_number, client_id, ticket_key, total_seconds, active_seconds, parked_seconds,
        follows_session_id, has_notes, for_someone_else)
    where completed_at is not null;

-- The final path as a number: the first 64 bits of a SHA-256. Null in a walk from before, until it is counted anew.
alter table walks add column path bigint;
create index walks_version_idx on walks (account_id, generation, tree_id, version_number, ended_on) include (path, ending);

alter type session_filter
    add attribute version_from bigint,
    add attribute version_to bigint,
    add attribute ended_from timestamptz,
    add attribute ended_to timestamptz,
    -- Generation of the account's walks, where a filter compares them.
    add attribute generation bigint,
    add attribute visited bigint,
    add attribute chose bigint,
    add attribute ad_hoc bigint,
    add attribute path bigint,
    add attribute exit_node bigint;

-- For `find_sessions`, which runs as the owner and compares sessions of the account that is set, alone.
create policy search on walks for select to current_user using (true);
create policy search on audit for select to current_user using (true);
