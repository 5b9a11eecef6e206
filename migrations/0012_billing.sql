-- How an account charges for time, and what finds a ticket's sessions.

alter table accounts
    add column billing_increment_minutes integer not null default 15
        constraint accounts_billing_increment_range check (billing_increment_minutes between 1 and 240),
    add column billing_minimum_minutes integer not null default 0
        constraint accounts_billing_minimum_range check (billing_minimum_minutes between 0 and 1440),
    add column billing_rounding text not null default 'up'
        constraint accounts_billing_rounding_known check (billing_rounding in ('up', 'nearest')),
    add column billing_per text not null default 'session'
        constraint accounts_billing_per_known check (billing_per in ('session', 'ticket'));
