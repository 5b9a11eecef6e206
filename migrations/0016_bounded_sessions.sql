-- What a session keeps has bounds. This is the half that expands.
--
-- Receipts of commands were the commands themselves, for ever: notes twice and up to 64 KB of output for each autosave. A receipt is
-- now a kind and a fingerprint, which is all that comparing takes, and goes 30 days after the end of its session; the start's stays.
-- All notes of a session take 2 MB at most, all output 8 MB; what is larger already stays, and may be completed and shortened.
--
-- Receipts from before keep their content, and are compared by it until they go. The version before does not read those of this one:
-- where it is asked for the repetition of a command that this version carried out, it answers 500 and changes nothing, and the
-- browser sends the command again. Once it no longer runs, the half that contracts drops `content`.

-- Ended sessions whose receipts are still there. A table of its own: an index on sessions or receipts would be written with each step.
create table receipts_due (
    account_id uuid not null,
    session_id uuid not null,
    -- When its receipts may go.
    due_at timestamptz not null,
    constraint receipts_due_pkey primary key (account_id, session_id)
);
-- First, while nothing is locked: the owner reads sessions by a policy of their own.
insert into receipts_due (account_id, session_id, due_at)
select account_id, id, greatest(completed_at, closed_at) + interval '30 days' from sessions where completed_at is not null;
create index receipts_due_idx on receipts_due (account_id, due_at);
alter table receipts_due enable row level security;
alter table receipts_due force row level security;
create policy own_account on receipts_due to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on receipts_due to resolutionflow_app;

-- Sessions whose texts are larger than fits from now on; there are few, if any. Outputs are locked while both tables are read, without
-- their texts: row security binds the owner, too.
-- All that is changed below is locked at once, sessions first: one after the other would wait in a circle with the version that runs.
lock table sessions, outputs, commands in access exclusive mode;
alter table outputs no force row level security;
create temporary table larger as
select account_id, id, notes, output
from (
    select s.account_id, s.id,
        -- What lies compressed in so little room is hardly 2 MB of notes, and is not unpacked.
        case when pg_column_size(s.decisions) > 8000 then
            (select coalesce(sum(octet_length(record ->> 'notes')), 0) from jsonb_array_elements(s.decisions) as record)
            + coalesce(octet_length(s.open_notes), 0)
        else 0 end as notes,
        coalesce(printed.bytes, 0) as output
    from sessions s
    left join (select account_id, session_id, sum(octet_length(output)) as bytes from outputs group by account_id, session_id) as printed
        on printed.account_id = s.account_id and printed.session_id = s.id
) as sized
where notes > 2097152 or output > 8388608;
alter table outputs force row level security;

-- From here on tables are locked, for as long as it takes to write the catalogue: no row is read, none is rewritten.
alter table receipts_due add constraint receipts_due_session_fkey foreign key (account_id, session_id) references sessions not valid;
alter table commands
    alter column content drop not null,
    add column kind text,
    add column fingerprint bytea,
    add constraint commands_kind_length check (char_length(kind) between 1 and 20) not valid,
    add constraint commands_fingerprint_size check (octet_length(fingerprint) = 32) not valid,
    add constraint commands_whole_or_fingerprint check (
        num_nonnulls(kind, fingerprint) in (0, 2) and (content is null) = (fingerprint is not null)
    ) not valid;
grant delete on commands to resolutionflow_app;

alter table sessions
    -- Bytes of what its commands printed, by visit. Null in a session from before, until one of them changes: then those of its outputs.
    add column output_sizes jsonb,
    -- Bytes of the notes, and of the output, of all steps, as of its last change by this version.
    add column notes_bytes integer not null default 0,
    add column output_bytes integer not null default 0,
    -- The most that fits: what it had now, where that is more.
    add column notes_most integer not null default 2097152,
    add column output_most integer not null default 8388608,
    add constraint sessions_output_sizes_object check (jsonb_typeof(output_sizes) = 'object') not valid,
    add constraint sessions_notes_size check (notes_bytes <= notes_most) not valid,
    add constraint sessions_output_size check (output_bytes <= output_most) not valid,
    no force row level security;
update sessions s
set notes_most = greatest(s.notes_most, larger.notes), output_most = greatest(s.output_most, larger.output)
from larger
where larger.account_id = s.account_id and larger.id = s.id;
alter table sessions force row level security;
drop table larger;
