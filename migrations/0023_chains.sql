-- Chains: a session with its follow-ups, how it ended in the end, and whether somebody came back with the same problem (docs/insights.md).
--
-- A chain is named by its topmost session, cancelled or not; cancelled sessions count in no other way. Whatever changes a chain is noted in
-- `chains_due` in the same transaction, and counted later beside the server's work; until then readers count the chains that are noted
-- themselves. The version before notes nothing; the trigger does it for both.

create table chains (
    account_id uuid not null,
    -- Topmost session.
    root_id uuid not null,
    -- Tree, version, holder, start and end of the first session that was not cancelled; no end: it goes on.
    first_id uuid not null,
    tree_id uuid not null,
    version_number integer not null,
    holder_id uuid not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    -- Sessions that were not cancelled.
    sessions integer not null constraint chains_sessions_positive check (sessions >= 1),
    -- How the last of them ended; null: it goes on.
    outcome varchar(20),
    -- When a follow-up began, or a session of the same tree for the same ticket or client, within 30 days of the start of the first.
    came_back_at timestamptz,
    constraint chains_pkey primary key (account_id, root_id),
    constraint chains_root_fkey foreign key (account_id, root_id) references sessions
);
create index chains_ended_idx on chains (account_id, ended_at)
    include (root_id, tree_id, version_number, sessions, outcome, came_back_at) where ended_at is not null;

-- Sessions of which something changed that chains are made of, with the ticket, client, tree and start by which others came back to it,
-- before the change and after it.
create table chains_due (
    account_id uuid not null,
    id uuid not null default gen_random_uuid(),
    session_id uuid not null,
    tree_id uuid not null,
    ticket_key text collate "C" not null,
    client_id uuid,
    started_at timestamptz not null,
    constraint chains_due_pkey primary key (account_id, id),
    constraint chains_due_session_fkey foreign key (account_id, session_id) references sessions
);

alter table chains enable row level security;
alter table chains force row level security;
create policy own_account on chains to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on chains to resolutionflow_app;
alter table chains_due enable row level security;
alter table chains_due force row level security;
create policy own_account on chains_due to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on chains_due to resolutionflow_app;

-- Accounts that are counted already are counted once more, with their chains.
alter table figure_generations no force row level security;
delete from figure_generations;
alter table figure_generations force row level security;

-- Notes a session whose start, end, holder, ticket or client changed. In the statement that changes it, for every version of the program.
create function note_chain() returns trigger
    language plpgsql
    as $$
    begin
        if tg_op = 'UPDATE' and (old.ticket_key, old.client_id) is distinct from (new.ticket_key, new.client_id) then
            insert into public.chains_due (account_id, session_id, tree_id, ticket_key, client_id, started_at)
            values (old.account_id, old.id, old.tree_id, old.ticket_key, old.client_id, old.started_at);
        end if;
        insert into public.chains_due (account_id, session_id, tree_id, ticket_key, client_id, started_at)
        values (new.account_id, new.id, new.tree_id, new.ticket_key, new.client_id, new.started_at);
        return null;
    end
    $$;
create trigger sessions_begin_chains after insert on sessions for each row execute function note_chain();
create trigger sessions_change_chains after update on sessions for each row
    when (
        (old.outcome, old.holder_id, old.ticket_key, old.client_id)
        is distinct from (new.outcome, new.holder_id, new.ticket_key, new.client_id)
    )
    execute function note_chain();
