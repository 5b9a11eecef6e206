-- What a step and an autosave cost: an autosave or a beat updates the session in place, without an entry in any index, and a
-- step no longer plans the functions that its search is made by.

-- The hour of the last activity, counted from 1970. The index of untouched sessions has it instead of the time itself, which
-- every autosave moves: an update that changes no indexed column writes no index.
alter table sessions
    add column active_hour integer not null
        generated always as (floor(extract(epoch from last_activity_at - to_timestamp(0)) / 3600)::integer) stored;
drop index sessions_active_idx;
create index sessions_active_idx on sessions (account_id, active_hour) where outcome is null;

-- Every step writes its session's records anew, and compressing them takes longer than writing them. LZ4 takes a tenth of the time
-- for the same size; not every PostgreSQL is built with it.
do $$
begin
    alter table sessions alter column decisions set compression lz4, alter column search set compression lz4;
exception
    when feature_not_supported then null;
end
$$;

-- The same functions as before, in plpgsql: their queries are planned once a connection, those of SQL functions that cannot be
-- inlined once a statement. Names are qualified, because restoring a dump and vacuuming look into no schema.
create or replace function session_outputs(account uuid, session uuid) returns text
    language plpgsql stable parallel safe
    as $$
    begin
        return (
            select coalesce(left(string_agg(printed, ' ' order by visit_id desc), 80000), '')
            from (
                select visit_id, regexp_replace(left(output, 8192), '[\x01-/:-@[-`{-\x7f]+', ' ', 'g') as printed
                from public.outputs
                where account_id = account and session_id = session
            ) as printed
        );
    end
    $$;

create or replace function session_lexemes(account uuid, holder uuid, tree uuid, client uuid, started timestamptz, words tsvector)
    returns tsvector
    language plpgsql immutable parallel safe
    as $$
    declare
        prefix text := public.search_prefix(account, public.search_quarter(started));
    begin
        return array_to_tsvector(array(
            select prefix || left(lexeme, 500) from unnest(tsvector_to_array(words)) as lexeme
            union all
            select prefix || public.search_facet(id) from unnest(array[holder, tree, client]) as id where id is not null
        ));
    end
    $$;
