-- Figures per person, which are off until an admin turns them on, and whether technicians see colleagues' times.
--
-- Both columns are added without a rewrite of the table: one is null, the other has a constant default.

alter table accounts
    -- Instant since which managers see figures per person; null while they are off.
    add column people_since timestamptz,
    -- True if technicians see no times of sessions that others hold.
    add column hides_times boolean not null default false;
