//! Ids and names of another account, in every field of every form in turn.

use ::app::{Kind, ROUTES, Who};
use uuid::Uuid;

use super::{Arena, Asked};
use crate::web::stage::Visitor;

#[tokio::test]
async fn nothing_of_another_account_is_reached_by_any_field() {
    let mut arena = Arena::open().await;
    let mut before = arena.state().await;
    let foreign = arena.south.ids();
    for route in ROUTES.iter().filter(|route| route.kind == Kind::Call && route.who > Who::Anyone) {
        let (who, visitor) = match route.who {
            Who::Anyone | Who::Technician => (0, Visitor::Technician),
            Who::Author | Who::Manager => (1, Visitor::Manager),
            Who::Admin => (2, Visitor::Admin),
        };
        for field in 0..arena.north.form(route.path, visitor).len() {
            let form = arena.north.form(route.path, visitor);
            let (name, own) = form[field].clone();
            // A draft beside another visit than the open one is passed over.
            let is_draft = name == "visit" && ["/api/complete_walk", "/api/leave_tree", "/api/step_preview"].contains(&route.path);
            // The id of something new, as that of a command, or the key of a tree that is being written.
            let is_new =
                name == "command_id" || [("view", "/api/save_view"), ("form[key]", "/api/save_head")].contains(&(name, route.path));
            let names_a_thing = !is_draft && !is_new && (Uuid::parse_str(&own).is_ok() || own == arena.north.key);
            let mut nowhere = None;
            // Elsewhere an id is a text like any other.
            let tried = if names_a_thing { &foreign[..] } else { &foreign[..2] };
            for id in [nobodys(&own)].iter().chain(tried) {
                let mut form = form.clone();
                form[field].1.clone_from(id);
                let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&form).finish();
                let case = (route.path, name, id);
                let status = arena.try_out(&mut before, &Asked::form(route.path, who, body), &case).await.status;
                if names_a_thing {
                    // Ids have one shape each; a key in place of an id is no id at all.
                    let fits = Uuid::parse_str(id).is_ok() == Uuid::parse_str(&own).is_ok();
                    let expected = *nowhere.get_or_insert(status);
                    assert!(status.is_client_error(), "{status} to {case:?}");
                    assert!(!fits || status == expected, "{status} tells more than {expected}: {case:?}");
                } else if !status.is_client_error() {
                    arena.tidy_up().await;
                    before = arena.state().await;
                    break;
                }
            }
        }
    }
}

/// A name of the same form that nothing has.
fn nobodys(own: &str) -> String {
    if Uuid::parse_str(own).is_ok() { Uuid::now_v7().to_string() } else { "nobodys".to_owned() }
}
