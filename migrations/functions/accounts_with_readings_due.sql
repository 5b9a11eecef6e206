-- Keys of the accounts with a version that has no reading by these rules, in alphabetical order.
--
-- Installed after the numbered migrations whenever its text has changed, as find_sessions is.
--
-- Row security shows one account at a time, so each is made visible in turn: a round trip for all instead of some for each. What was
-- visible before is again in the end.
create or replace function accounts_with_readings_due(rules integer) returns setof text
    language plpgsql volatile
    set search_path = pg_catalog, public
    as $$
    declare
        before text := coalesce(current_setting('resolutionflow.account_id', true), '');
        known public.account_keys;
    begin
        for known in select * from public.account_keys order by key loop
            perform set_config('resolutionflow.account_id', known.account_id::text, true);
            if exists (
                select from public.tree_versions version
                left join public.tree_readings reading on reading.account_id = version.account_id
                    and reading.tree_id = version.tree_id and reading.number = version.number
                where version.account_id = known.account_id and reading.rules is distinct from accounts_with_readings_due.rules
            ) then
                return next known.key;
            end if;
        end loop;
        perform set_config('resolutionflow.account_id', before, true);
    end
    $$;
