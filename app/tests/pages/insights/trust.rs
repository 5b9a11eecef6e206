use crate::support::figures::{ready, trust};
use crate::support::fixtures::{manager, technician};
use crate::support::{Fake, visit};

#[tokio::test]
async fn every_sign_has_its_share_and_leads_to_its_sessions() {
    let view = trust("", [420, 80, 60, 30, 10], [300, 80, 90, 20, 0]);
    let fake = Fake { trust: Ok(ready(view)), ..Fake::default() };
    let page = visit("/insights/trust").by(manager()).over(fake).answer().await;
    assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
    assert!(page.html.says("of the walks were closed from lists, and 20 % of the steps took a second or less"));
    for filter in ["browser_clock", "closed", "away", "corrected", "no_ticket"] {
        let href = format!("/sessions?technician=anyone&counted=yes&ended_from=2026-01-12&ended_to=2026-02-10&{filter}=yes");
        assert!(page.html.leads_to(&href), "{filter}");
    }
    let row = page.html.element("td", &[("data-figure", "short-steps")]);
    assert_eq!(row.text(), "20 % 600 of 3,000", "steps are not drawn one by one: no interval");
}

#[tokio::test]
async fn few_walks_say_so_and_the_page_is_for_managers() {
    let fake = Fake { trust: Ok(ready(trust("", [2, 0, 0, 0, 0], [0; 5]))), ..Fake::default() };
    let page = visit("/insights/trust").by(manager()).over(fake).answer().await;
    assert!(page.html.says("Too few walks ended in these days to say.") && page.html.says("not enough data n = 2"));
    assert_eq!(visit("/insights/trust").by(technician()).answer().await.status, 403);
}
