-- Who may what, a line each: roles, and tables, policies and functions with their owners and grants.
select line from (
    select 1 as kind, format('role %s: superuser %s, bypasses row security %s, creates databases %s, creates roles %s, may sign in %s',
        rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolcanlogin) as line
    from pg_roles where rolname in ('resolutionflow_owner', 'resolutionflow_app')
    union all
    select 2, format('table %s of %s: row security %s, forced %s, granted %s', relname, relowner::regrole, relrowsecurity, relforcerowsecurity,
        relacl)
    from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm', 'S')
    union all
    select 3, format('policy %s of %s: %s, for %s to %s, %s, %s', policyname, tablename, permissive, cmd, roles, qual, with_check)
    from pg_policies where schemaname = 'public'
    union all
    select 4, format('function %s of %s: with its owner''s rights %s, granted %s', oid::regprocedure, proowner::regrole, prosecdef, proacl)
    from pg_proc where pronamespace = 'public'::regnamespace
) lines order by kind, line collate "C"
