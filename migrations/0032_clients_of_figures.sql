-- What was done for a client, and by a technician, is read from its sessions, because no sum has it: by client in the order in which they
-- ended, and from a session to the chain that it begins. Sessions in progress are in neither, so that a step writes nothing more.
--
-- Each index is built in one pass over entries that are small; where there are very many sessions both can be built beforehand,
-- concurrently (docs/runbook.md).
create index if not exists sessions_client_completed_idx on sessions (account_id, client_id, completed_at, id)
    where client_id is not null and completed_at is not null;
create index if not exists chains_first_idx on chains (account_id, first_id);
