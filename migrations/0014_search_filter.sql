-- The filters of the search as one composite type, by name. The function that takes it changes often, so it is no migration any
-- longer: functions/search_sessions.sql is installed after these.

drop function search_sessions;

-- Null asks nothing. Filters that are on or off travel by their names, so that a new one needs no attribute.
create type session_filter as (
    -- The sessions of this user and those that wait for another technician: all that the user may read.
    only_of uuid,
    holder uuid,
    trees uuid[],
    client uuid,
    -- The tickets from this one to that one, which is excluded.
    ticket_from text,
    ticket_to text,
    endings text[],
    running boolean,
    waiting boolean,
    untouched_since timestamptz,
    started_from timestamptz,
    started_to timestamptz,
    version bigint,
    total_min bigint,
    total_max bigint,
    active_min bigint,
    active_max bigint,
    flags text[]
);

-- The text of each function that was installed after the migrations, as SHA-256: `serve` refuses a database that has another one.
-- Of no account: it describes the schema.
create table installed_functions (
    name text constraint installed_functions_pkey primary key,
    checksum text not null
);
grant select on installed_functions to resolutionflow_app;
