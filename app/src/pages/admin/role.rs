//! Roles, as people read and choose them.

use leptos::prelude::*;
use resolutionflow::access::Role;

use crate::posted::Posted;
use crate::ui::FieldFault;

/// Word for a role, as people read it.
pub(super) fn word(role: Role) -> &'static str {
    match role {
        Role::Technician => "Technician",
        Role::Manager => "Manager",
        Role::Admin => "Admin",
    }
}

fn meaning(role: Role) -> &'static str {
    match role {
        Role::Technician => "Walks trees and documents what was done.",
        Role::Manager => "Also looks after trees, clients and other people’s sessions.",
        Role::Admin => "Also looks after users, settings and the audit trail.",
    }
}

/// Radio cards for the roles, one below the other. After a refusal the choice is the one that was made.
#[component]
pub(super) fn RoleCards(
    /// The path of the server function that the form goes to.
    action: &'static str,
    /// Role that is chosen at first.
    chosen: Role,
) -> impl IntoView {
    let posted = Posted::to(action);
    let fault = posted.as_ref().and_then(|posted| posted.error.fault("role"));
    let chosen = posted.as_ref().and_then(|posted| posted.field("role")?.parse().ok()).unwrap_or(chosen);
    view! {
        <fieldset class="min-w-0" aria-describedby=fault.map(|_| "role-note")>
            <legend class="label">"Role"</legend>
            <div class="grid gap-2">
                {Role::ALL
                    .into_iter()
                    .map(|role| {
                        view! {
                            <label class="radio-card has-checked:bg-accent-surface has-checked:text-accent">
                                <input class="radio-card-dot" type="radio" name="role" value=role.as_str() required checked=role == chosen />
                                <span class="min-w-0">
                                    <span class="font-semibold">{word(role)}</span>
                                    <span class="radio-card-line">{meaning(role)}</span>
                                </span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
            <FieldFault name="role" label="A role" fault />
        </fieldset>
    }
}
