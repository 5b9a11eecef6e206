-- What drafts were made of that came from a file of another program: the report of what was taken, changed and left out, to be read again,
-- and of JSON, whose fields were guessed, the file itself, so that somebody may say what its fields mean.

create table draft_imports (
    account_id uuid not null,
    draft_id uuid not null,
    -- Name of the file; empty for a text that was pasted.
    file_name text not null constraint draft_imports_file_name_length check (char_length(file_name) <= 255),
    report jsonb not null constraint draft_imports_report_length check (octet_length(report::text) <= 33554432),
    -- The file, in UTF-8, and what its fields were taken for.
    source text constraint draft_imports_source_length check (octet_length(source) <= 16777216),
    fields jsonb constraint draft_imports_fields_length check (octet_length(fields::text) <= 1048576),
    constraint draft_imports_pkey primary key (account_id, draft_id),
    constraint draft_imports_draft_fkey foreign key (account_id, draft_id) references tree_drafts on delete cascade,
    constraint draft_imports_fields_whole check ((source is null) = (fields is null))
);

alter table draft_imports enable row level security;
alter table draft_imports force row level security;
create policy own_account on draft_imports to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert, update, delete on draft_imports to resolutionflow_app;
