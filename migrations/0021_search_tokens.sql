-- The search compares what the server makes of texts and queries, and no longer what Postgres takes for words.
--
-- `search` holds tokens from now on: those of src/search, which folds accents, pairs the characters of scripts without spaces and knows
-- addresses, codes and tickets. The index stays as it is. Sessions from before keep their words until the server has read them again,
-- beside its work, an account at a time: nothing is rewritten and no table is locked here. As long as an account has such sessions they are
-- found by the words that were typed, as before.
--
-- This is the half that expands. The version before goes on with `search_sessions`, which new databases do not have, and with the words
-- that it knows; the half that contracts drops it, `search_query` and `session_outputs`.

alter table sessions
    -- Revision of which `search` has all tokens. Null or another one where the version before made them.
    add column search_revision integer;

-- True once `search` of every session that was in the account before has tokens.
alter table account_keys add column search_is_made boolean not null default false;
grant update (search_is_made) on account_keys to resolutionflow_app;

-- A query of tokens, as the server writes it: before each stands the character 1, in place of which the index of sessions has the prefix of
-- the sessions that are looked through. Null for a query without any.
create function search_tokens(query text, prefix text default '') returns tsquery
    language sql immutable parallel safe
    return nullif(replace(query, e'\x01', prefix), '')::tsquery;
