-- Servers of two releases count side by side while a new one is rolled out. One whose rules are older (`meaning`) leaves generations of
-- later rules alone: it can neither make their walks nor read their sums. What it ends, corrects or opens again is noted in `walks_due`,
-- and counted by the later one; so the check of walks lets a session pass that is noted.
--
-- A change of a walk is checked in its own generation: where a walk is missing from the one that is read, counting anew makes it right in
-- another one, and is not refused for it.
--
-- A nightly comparison remembers that it was begun, so that one which fails is not begun again all night.
--
-- The function that lists accounts answers more columns, and so is made anew after these migrations. The server before asks it again
-- ten seconds after.

alter table figure_generations
    -- When it was last begun to be compared with the sessions, whatever became of it. Null: not yet.
    add column compared_at timestamptz;

create or replace function check_walk() returns trigger
    language plpgsql
    as $$
    declare
        before text := coalesce(current_setting('resolutionflow.account_id', true), '');
        account uuid;
        session uuid;
        of_generation integer;
        is_wrong boolean;
    begin
        if tg_op = 'DELETE' then
            account := old.account_id;
            session := old.session_id;
            of_generation := old.generation;
        elsif tg_table_name = 'sessions' then
            account := new.account_id;
            session := new.id;
        else
            account := new.account_id;
            session := new.session_id;
            of_generation := new.generation;
        end if;
        -- A transaction may have gone on to another account since.
        if before <> account::text then
            perform set_config('resolutionflow.account_id', account::text, true);
        end if;
        if current_setting('resolutionflow.keeps_walks', true) is distinct from 'on' then
            insert into public.walks_due (account_id, session_id)
            select account, session
            where exists (select from public.figure_generations where account_id = account)
            on conflict do nothing;
        else
            select coalesce(bool_or(
                case
                    when s.outcome is null or s.outcome = 'cancelled' then w.session_id is not null
                    when w.session_id is null then g.filled_at is not null
                    else (w.outcome, w.total_seconds, w.active_seconds, w.holder_id)
                        is distinct from (s.outcome, s.total_seconds, s.active_seconds, s.holder_id)
                end
            ), false)
            into is_wrong
            from public.sessions s
            join public.figure_generations g on g.account_id = s.account_id
            left join public.walks w on w.account_id = g.account_id and w.generation = g.number and w.session_id = s.id
            where s.account_id = account and s.id = session and (of_generation is null or g.number = of_generation);
            if is_wrong and not exists (select from public.walks_due where account_id = account and session_id = session) then
                raise exception 'the walk of session % is not what the session says', session
                    using errcode = 'check_violation', constraint = 'walks_are_of_sessions';
            end if;
        end if;
        if before <> account::text then
            perform set_config('resolutionflow.account_id', before, true);
        end if;
        return null;
    end
    $$;

drop function if exists accounts_with_figures(integer);
