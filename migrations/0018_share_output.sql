-- A public link leaves the output of commands out unless its maker asks for it. Links that there are go on showing it, and so does what
-- the version before makes while a new one is rolled out: a constant default rewrites no row.

alter table shares add column with_output boolean not null default true;
