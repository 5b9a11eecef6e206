use std::sync::Arc;

use ::app::backend::Backend;
use ::app::backend::views::insights::{Asked, MinePage};
use ::app::query::Query;
use resolutionflow::access::Role;
use resolutionflow::account::{Reading, Settings};
use resolutionflow::insights::{Effectiveness, FEWEST_OTHERS};
use resolutionflow::outcome::Outcome;
use resolutionflow::text::{Email, Name};
use server::service::Newcomer;

use super::links::{links, listed, walked};
use super::ready;
use crate::app::TestApp;
use crate::fixtures::{ADA, BEN, OMAR, PASSWORD, TESS, Walker};

async fn mine(backend: &Arc<dyn Backend>, query: &str) -> MinePage {
    let asked = Asked::read(&Query::parse(query), &backend.viewer().await.unwrap()).unwrap();
    ready(backend.mine(asked).await.unwrap()).page
}

#[tokio::test]
async fn every_link_of_mine_leads_to_exactly_ones_own_sessions() {
    let app = walked().await;
    // The narrowest reader of all.
    let ada = app.sign_in(ADA).await;
    let settings = ada.settings().await.unwrap();
    ada.save_settings(Settings { reading: Reading::Own, ..settings }).await.unwrap();
    let mut walks = 0;
    for email in [TESS, OMAR] {
        let backend = app.sign_in(email).await;
        for address in ["", "period=year", "from=2026-02-13&to=2026-03-05", "tree=vpn&period=quarter"] {
            let page = mine(&backend, address).await;
            let links = links(&page.tables());
            assert!(links.len() > 10, "{address}: {} links", links.len());
            for (href, number, words) in links {
                assert!(!href.contains("technician"), "{href}");
                assert_eq!(listed(&backend, &href).await, number, "{address}: {words}");
            }
            let open = listed(&backend, &page.overview.asked.open().href("/sessions")).await;
            assert_eq!(open, u64::try_from(page.overview.open.sessions).unwrap());
            assert!(page.trees.iter().all(|tree| tree.all.is_none()), "two people hide nobody");
        }
        walks += mine(&backend, "period=year").await.overview.now.walks();
    }
    let asked = Asked::read(&Query::parse("period=year"), &ada.viewer().await.unwrap()).unwrap();
    assert_eq!(ready(ada.overview(asked).await.unwrap()).page.now.walks(), walks, "everybody's own are all");
    assert_eq!(mine(&ada, "period=year").await.overview.now.walks(), 0);
}

#[tokio::test]
async fn every_chain_is_somebodys_own() {
    let app = walked().await;
    let ada = app.sign_in(ADA).await;
    let asked = Asked::read(&Query::parse("period=year"), &ada.viewer().await.unwrap()).unwrap();
    let whole = ready(ada.overview(asked).await.unwrap()).page.now.came_back.unwrap();
    let mut sum = [0, 0];
    for email in [TESS, OMAR] {
        let own = mine(&app.sign_in(email).await, "period=year").await.overview.now.came_back.unwrap();
        sum = [sum[0] + own.part(), sum[1] + own.whole()];
    }
    assert_eq!(sum, [whole.part(), whole.whole()]);
    assert!(whole.part() > 0);
}

#[tokio::test]
async fn a_tree_has_everybodys_figures_beside_ones_own_once_five_others_walked_it() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    Walker::start(tess.clone(), "vpn").await.finishes(Outcome::Resolved).await;
    Walker::start(tess.clone(), "printer").await.finishes(Outcome::Resolved).await;
    for number in 1..=FEWEST_OTHERS {
        assert!(mine(&tess, "").await.trees.iter().all(|tree| tree.all.is_none()), "{number}");
        let email = format!("colleague{number}@north.example");
        let newcomer = Newcomer {
            email: &Email::parse(&email).unwrap(),
            name: &Name::parse(&format!("Colleague {number}")).unwrap(),
            role: Role::Technician,
            password: PASSWORD,
        };
        app.service.add_user(app.north, &newcomer).await.unwrap();
        Walker::start(app.sign_in(&email).await, "vpn").await.finishes(Outcome::Escalated).await;
    }
    let page = mine(&tess, "").await;
    let shown: Vec<_> = page.trees.iter().map(|tree| (tree.own.key.as_str(), tree.all.as_ref().map(Effectiveness::walks))).collect();
    assert_eq!(page.overview.now.walks(), 2);
    assert!(shown.contains(&("vpn", Some(FEWEST_OTHERS + 1))) && shown.contains(&("printer", None)), "{shown:?}");
    assert_eq!(mine(&app.sign_in(BEN).await, "").await.overview.now.walks(), 0, "another account");
    assert_eq!(app.nobody().mine(page.overview.asked).await.err(), Some(::app::error::AppError::NotSignedIn));
}
