-- Keys of all accounts, in alphabetical order, with what there is to do for their figures, for a server whose rules are `meaning`: what is
-- counted by later ones is left to others.
--
-- Installed after the numbered migrations whenever its text has changed, as find_sessions is. Row security shows one account at a time, so
-- each is made visible in turn, as in accounts_with_readings_due.
create or replace function accounts_with_figures(meaning integer)
    returns table (
        key text, is_due boolean, unfolded bigint, oldest timestamptz, verified_at timestamptz, time_zone text, is_uncounted boolean,
        compared_at timestamptz
    )
    language plpgsql volatile
    set search_path = pg_catalog, public
    as $$
    declare
        before text := coalesce(current_setting('resolutionflow.account_id', true), '');
        known public.account_keys;
    begin
        for known in select * from public.account_keys as keys order by keys.key loop
            perform set_config('resolutionflow.account_id', known.account_id::text, true);
            return query
            select known.key,
                later.count > 0 or uncounted.is_any
                    or exists (select from public.chains_due as due where due.account_id = known.account_id)
                    or exists (
                        select from public.figure_generations as older
                        where older.account_id = known.account_id and older.number < newest.number
                            and newest.filled_at < now() - interval '10 minutes'
                    )
                    -- What is left of a generation that went.
                    or exists (
                        select from public.walks
                        where walks.account_id = known.account_id and walks.generation < (
                            select min(generation.number) from public.figure_generations as generation
                            where generation.account_id = known.account_id
                        )
                    ),
                later.count, later.oldest,
                (
                    select max(generation.verified_at) from public.figure_generations as generation
                    where generation.account_id = known.account_id
                ),
                account.time_zone,
                uncounted.is_any,
                (
                    select max(greatest(generation.verified_at, generation.compared_at)) from public.figure_generations as generation
                    where generation.account_id = known.account_id
                )
            from public.accounts as account
            cross join lateral (
                select count(*), min(walks.written_at) as oldest from public.unfolded_walks as walks
                where walks.account_id = known.account_id and walks.generation = any(array(
                    select generation.number from public.figure_generations as generation
                    where generation.account_id = known.account_id and generation.meaning <= accounts_with_figures.meaning
                ))
            ) as later
            left join lateral (
                select * from public.figure_generations as generation
                where generation.account_id = known.account_id
                order by generation.number desc limit 1
            ) as newest on true
            cross join lateral (
                select coalesce(newest.meaning, 0) <= accounts_with_figures.meaning and (
                    exists (select from public.walks_due as due where due.account_id = known.account_id)
                    or newest.number is null or newest.filled_at is null or newest.meaning < accounts_with_figures.meaning
                    or newest.time_zone <> account.time_zone
                ) as is_any
            ) as uncounted
            where account.account_id = known.account_id;
        end loop;
        perform set_config('resolutionflow.account_id', before, true);
    end
    $$;
