-- The page of a tree reads the words of ad-hoc steps, of the newest walks that have any, and the steps of its most frequent paths, each of a
-- walk that took it: without indexes it would look through all walks of the version. Where there are very many walks they can be built
-- beforehand (docs/runbook.md).
create index if not exists walks_detours_idx on walks (account_id, generation, tree_id, version_number, ended_on)
    where interrupted <> '{}';
create index if not exists walks_path_idx on walks (account_id, generation, tree_id, version_number, path, ended_on);
