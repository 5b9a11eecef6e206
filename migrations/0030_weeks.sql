-- The day with which an account's weeks begin, by which Insights divide a period into weeks.

alter table accounts
    add column week_begins text not null default 'monday'
        constraint accounts_week_begins_known check (week_begins in ('monday', 'sunday', 'saturday'));
