-- Forms that were told that their ticket is drawn. Such a form starts in that group, whatever ticket it is sent with afterwards: who takes
-- the ticket out of it, or writes another one, does not draw again (ADR 19).

create table drawn_forms (
    account_id uuid not null,
    -- The form's command, which becomes the session's id.
    command_id uuid not null,
    measurement_id uuid not null,
    unit bytea not null,
    -- As of measured_sessions.
    case_id uuid not null,
    constraint drawn_forms_pkey primary key (account_id, command_id),
    constraint drawn_forms_draw_fkey foreign key (account_id, measurement_id, unit) references draws
);

alter table drawn_forms enable row level security;
alter table drawn_forms force row level security;
create policy own_account on drawn_forms to resolutionflow_app
    using (account_id = current_account_id()) with check (account_id = current_account_id());
grant select, insert on drawn_forms to resolutionflow_app;
