use super::{PATH, small};
use crate::support::fixtures::{HOSTILE, manager, now};
use crate::support::{Answer, Fake, visit};
use app::backend::views::proposals::ProposalCard;
use app::backend::views::walked_steps::{AddedStep, WalkedSteps};
use app::backend::views::{Person, StepReport, TreeName};
use resolutionflow::id::{CommandId, ProposalId, SessionId, UserId};
use resolutionflow::proposal::Standing;
use resolutionflow::tree::NodeId;
use uuid::Uuid;

fn report(node: &str, problem: &str) -> StepReport {
    StepReport {
        id: CommandId(Uuid::from_u128(7)),
        session: SessionId(Uuid::from_u128(8)),
        version: 3,
        node: NodeId::from(node),
        problem: problem.to_owned(),
        by: Person { id: UserId(Uuid::from_u128(9)), name: "Tess".to_owned() },
        at: now(),
    }
}

fn suggested(node: &str) -> ProposalCard {
    ProposalCard {
        id: ProposalId(Uuid::from_u128(11)),
        session: SessionId(Uuid::from_u128(8)),
        tree: TreeName { key: "vpn".to_owned(), name: "VPN".to_owned() },
        version: 2,
        node: node.into(),
        title: "Switch it on".to_owned(),
        note: HOSTILE.to_owned(),
        by: Person { id: UserId(Uuid::from_u128(9)), name: "Tess".to_owned() },
        at: now(),
        standing: Standing::Waiting,
        declined: None,
        draft: None,
    }
}

async fn shows(path: &str) -> Answer {
    let added = |words: &str| AddedStep { node: NodeId::from("do"), words: words.to_owned(), sessions: 3, solved: 2 };
    let walked = WalkedSteps {
        reports: vec![report("do", HOSTILE), report("gone", "It is not there.")],
        added: vec![added("Swap the cable"), added("switch it  ON")],
        proposals: vec![suggested("do"), suggested("gone")],
    };
    visit(path).by(manager()).over(Fake { draft: Ok(small()), walked_steps: walked, ..Fake::default() }).answer().await
}

#[tokio::test]
async fn what_walks_say_of_a_step_stands_in_its_form_and_at_its_row() {
    let page = shows(&format!("{PATH}?step=do")).await;
    let form = page.html.element("form", &[("id", "step-form")]);
    let deeds: Vec<_> = form.elements("button", &[]).into_iter().filter_map(|button| button.attr("value")).collect();
    assert!(deeds.contains(&"adopt:Swap the cable") && deeds.contains(&format!("settle:{}", Uuid::from_u128(7)).as_str()), "{deeds:?}");
    // One that has become a step is not made another time.
    assert!(!deeds.contains(&"adopt:switch it  ON") && form.says("It is a step of this draft by now."));
    assert!(form.says("In 3 sessions, 2 of them resolved.") && form.says("Tess, 10 Feb 2026") && form.says(", version 3."));
    assert!(form.leads_to(&format!("/sessions/{}", Uuid::from_u128(8))));
    assert!(form.leads_to(&format!("/proposals/{}", Uuid::from_u128(11))) && !page.html.has("<script>alert"));
    assert!(page.html.element("ol", &[("class", "tree-outline card")]).says("1 report, 2 added steps, 1 suggestion"));
    assert!(!shows(&format!("{PATH}?step=ask")).await.html.says("From walks"));
}

#[tokio::test]
async fn reports_of_steps_that_are_not_in_the_draft_stand_with_its_head() {
    let page = shows(PATH).await;
    let form = page.html.element("form", &[("id", "head-form")]);
    assert!(form.says("From walks, of steps that are not in this draft It is not there.") && !form.says("Swap the cable"));
    assert!(form.leads_to(&format!("/proposals/{}", Uuid::from_u128(11))));
}
