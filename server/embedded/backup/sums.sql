-- What is in the database: of each table and account the number of rows and a SHA-256 over them, in no order of their own. Rows of tables
-- without accounts have none. Tables that no log has (temporary, unlogged) are in no backup.
create function pg_temp.sums() returns table (account uuid, relation text, row_count bigint, sha256 text) language plpgsql as $$
declare
    t record;
begin
    for t in
        select c.oid::regclass as name, a.attname is not null as of_account
        from pg_class c
        left join pg_attribute a on a.attrelid = c.oid and a.attname = 'account_id' and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relpersistence = 'p'
        order by c.relname
    loop
        return query execute format(
            'select of_row, %L::text, count(*), encode(sha256(coalesce(string_agg(hash, ''''::bytea order by hash), '''')), ''hex'')
             from (select %s as of_row, sha256(convert_to(whole_row::text, ''UTF8'')) as hash from %s whole_row) hashed group by of_row',
            t.name, case when t.of_account then 'whole_row.account_id' else 'null::uuid' end, t.name);
    end loop;
end $$;
