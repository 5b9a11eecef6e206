//! Figures of clients, and of one's own walks, for pages of Insights.

use app::backend::views::insights::{Asked, ClientReport, ClientRow, ClientsAsked, ClientsReport, MinePage, MyTree, WalkedTree, Whose};
use app::query::Query;
use resolutionflow::id::ClientId;
use resolutionflow::insights::Effectiveness;
use resolutionflow::stats::Rate;
use uuid::Uuid;

use super::figures::{asked, figures, overview};
use super::fixtures::HOSTILE;

/// Id of a client.
pub fn client_id(number: u128) -> ClientId {
    ClientId(Uuid::from_u128(number))
}

fn row(number: u128, name: &str, walks: i64) -> ClientRow {
    let (resolution, came_back) = (Rate::new(walks * 3 / 4, walks), Rate::new(walks / 8, walks));
    ClientRow { id: client_id(number), name: name.to_owned(), walks, resolution, came_back, spent: walks * 700 }
}

/// Two clients, the first with so many walks.
pub fn clients(query: &str, walks: i64) -> ClientsReport {
    let clients = if walks == 0 { Vec::new() } else { vec![row(1, "Fjord Shipping", walks), row(2, HOSTILE, walks / 3)] };
    let all = clients.iter().map(|client| client.walks).sum::<i64>();
    ClientsReport {
        question: ClientsAsked::read(asked(query), &Query::parse(query)),
        clients,
        exact: None,
        walks: all + 7,
        without: 7,
        more: 3,
        is_cut: false,
        suggested: vec!["Fjord Shipping".to_owned(), HOSTILE.to_owned()],
    }
}

fn walked(outcomes: [u64; 5], name: &str, key: &str) -> WalkedTree {
    WalkedTree {
        key: key.to_owned(),
        name: name.to_owned(),
        figures: Effectiveness { sessions: figures(outcomes), ..Effectiveness::default() },
        before: 4,
    }
}

fn trees(outcomes: [u64; 5]) -> Vec<WalkedTree> {
    vec![walked(outcomes, "VPN does not connect", "vpn"), walked([1, 0, 0, 0, 0], HOSTILE, "hostile")]
}

/// What was done for a client whose name would break out of a page that did not escape it.
pub fn client(query: &str, now: [u64; 5], before: [u64; 5]) -> ClientReport {
    let mut overview = overview(query, now, before);
    overview.asked = Asked { whose: Whose::Client(HOSTILE.to_owned()), ..overview.asked };
    overview.published = Vec::new();
    ClientReport { id: client_id(2), name: HOSTILE.to_owned(), overview, trees: trees(now), is_cut: false }
}

/// One's own figures, with everybody's of the first tree.
pub fn mine(query: &str, now: [u64; 5], before: [u64; 5]) -> MinePage {
    let mut overview = overview(query, now, before);
    overview.asked = Asked { whose: Whose::Own, ..overview.asked };
    overview.published = Vec::new();
    let all = |at: usize| (at == 0).then(|| Effectiveness { sessions: figures([900, 100, 200, 100, 0]), ..Effectiveness::default() });
    let trees = trees(now).into_iter().enumerate().map(|(at, own)| MyTree { own, all: all(at) }).collect();
    MinePage { overview, trees, is_cut: false }
}
