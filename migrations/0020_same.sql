-- One way to say when two names are the same, and one order in which lists of names are sorted.
--
-- Two names are the same where their keys are. The server makes a key (src/text/key.rs); Postgres only compares it, by bytes, which no new
-- locale data changes. Names, addresses and words stay as they are.
--
-- This is the half that expands. The version before writes no keys, so that they may be null: what it adds has one once `migrate` went
-- through the account again, and is found as before until then. The half that contracts drops `clients.name_key`,
-- `saved_views.name_key` and the triggers, makes the keys of those two `not null`, and lets `same_key` lead `categories`.

-- As people sort names: capitals and accents count after letters, and digits by their value. No index has it, because another version of
-- ICU may sort differently.
create collation alphabetical (provider = icu, locale = 'und-u-kn-true');

-- The version before renames without a new key; the old one must not stay.
create function forget_same_key() returns trigger
    language plpgsql
    as $$
    begin
        new.same_key := null;
        return new;
    end
    $$;

alter table clients
    add column same_key text collate "C" constraint clients_same_key_length check (octet_length(same_key) between 1 and 1000),
    add constraint clients_same_key unique (account_id, same_key);
create trigger clients_renamed before update of name on clients
    for each row when (new.name is distinct from old.name) execute function forget_same_key();

-- Of the document's word, as `key` is. Null where another row has it: both have one name then.
alter table categories
    add column same_key text collate "C" constraint categories_same_key_length check (octet_length(same_key) between 1 and 1000),
    add constraint categories_same_key unique (account_id, same_key);

alter table saved_views
    add column same_key text collate "C" constraint saved_views_same_key_length check (octet_length(same_key) between 1 and 1000),
    add constraint saved_views_same_key unique (account_id, owner_id, same_key);
create trigger saved_views_renamed before update of name on saved_views
    for each row when (new.name is distinct from old.name) execute function forget_same_key();

-- Whoever types an address in another way than it is stored is found by its key. Of two addresses with one key, which there were before
-- there were keys, the older user's has it; the newer user's is contested, and they sign in with its exact spelling.
alter table login_emails
    add column same_key text collate "C" constraint login_emails_same_key_length check (octet_length(same_key) between 1 and 1000),
    add column contested_key text collate "C",
    -- Its user was deactivated, so that even this spelling leads to who has the key.
    add column gave_way boolean not null default false,
    add constraint login_emails_same_key unique (same_key),
    add constraint login_emails_one_key check (num_nonnulls(same_key, contested_key) <= 1);
create index login_emails_contested_idx on login_emails (contested_key) where contested_key is not null;

-- Whether the keys of everything that was in the account before have been filled.
alter table account_keys add column same_keys_filled boolean not null default false;
grant update (same_keys_filled) on account_keys to resolutionflow_app;
