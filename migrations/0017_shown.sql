-- Lists, files and filters show and compare what a session's own page shows.

-- The tree's name as it reads in the version that was walked; the name of the latest version may say something else by now. A column of its
-- own, so that nobody reads a document of megabytes for it, and generated, so that the version before writes it too. Versions are
-- rewritten once; there are few of them beside sessions.
alter table tree_versions add column name text not null generated always as (published ->> 'name') stored;
