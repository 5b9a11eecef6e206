-- What the caller sees of each table in which accounts are kept apart: rows of the account, and rows of others.
create function public.probe_row_security(probed uuid) returns table (relation text, own bigint, others bigint) language plpgsql as $$
declare
    t record;
begin
    perform set_config('resolutionflow.account_id', coalesce(probed::text, ''), true);
    for t in
        select c.oid::regclass as name from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relrowsecurity
        order by c.relname
    loop
        return query execute format(
            'select %L::text, count(*) filter (where account_id = $1), count(*) filter (where account_id is distinct from $1) from %s',
            t.name, t.name) using probed;
    end loop;
end $$;
revoke all on function public.probe_row_security(uuid) from public;
grant execute on function public.probe_row_security(uuid) to resolutionflow_app;
