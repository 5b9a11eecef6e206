-- Indexes for what pages of Insights read. The page of a tree reads the words of ad-hoc steps, of the newest walks that have any, and the
-- steps of its most frequent paths, each of a walk that took it: without indexes it would look through all walks of the version. Where there
-- are very many walks these can be built beforehand (docs/runbook.md).
create index if not exists walks_detours_idx on walks (account_id, generation, tree_id, version_number, ended_on)
    where interrupted <> '{}';
create index if not exists walks_path_idx on walks (account_id, generation, tree_id, version_number, path, ended_on);
-- Counting chains reads all that the count compares from an index. The one before lacked their starts, so each was read besides.
create index if not exists chains_counted_idx on chains (account_id, ended_at)
    include (root_id, tree_id, version_number, started_at, sessions, outcome, came_back_at) where ended_at is not null;
drop index if exists chains_ended_idx;
