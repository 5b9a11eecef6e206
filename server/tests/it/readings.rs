//! Versions that an earlier program published: they read by the rules of today, and what reads differently is told once.

use ::app::backend::views::TreeQuery;
use resolutionflow::markdown::{plain_text, written};
use serde_json::json;

use crate::app::TestApp;
use crate::fixtures::{MARA, TESS, Walker, choose, tree};

const WRITTEN: &str = "Run net user <username> /active:yes";

/// Two versions of the tree `vpn`, as a program without readings published them.
async fn published_before(app: &TestApp) {
    for name in ["The first", "The second"] {
        let mut document = tree("vpn");
        document["name"] = json!(name);
        document["nodes"][0]["body"] = json!(WRITTEN);
        app.service.import_tree(app.north, document.to_string().as_bytes()).await.unwrap();
    }
    sqlx::raw_sql(
        r#"update tree_versions version set published = reading.tree from tree_readings reading
           where (reading.account_id, reading.tree_id, reading.number) = (version.account_id, version.tree_id, version.number);
           delete from tree_readings;
           update tree_versions set published = jsonb_set(published, '{nodes,0,body}', '[{"paragraph": [{"text": "Run net user  /active:yes"}]}]')
           where document #>> '{nodes,0,body}' like 'Run%';
           update tree_versions set published = jsonb_set(published, '{nodes,0,title}', '"As it was titled"') where number = 2;
           update trees set search = to_tsvector('simple', 'nothing') where key = 'vpn'"#,
    )
    .execute(&app.superuser)
    .await
    .unwrap();
}

async fn documents(app: &TestApp) -> Vec<(String, String)> {
    sqlx::query_as("select document::text, published::text from tree_versions order by account_id, tree_id, number")
        .fetch_all(&app.superuser)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_version_from_before_reads_by_the_rules_of_today_whether_or_not_that_is_stored_yet() {
    let app = TestApp::start().await;
    published_before(&app).await;
    let mara = app.sign_in(MARA).await;
    let body = plain_text(&mara.tree("vpn").await.unwrap().tree.nodes()[0].body);
    assert_eq!(body, WRITTEN);
    // A walk that began on the first version keeps its titles, and reads the same.
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    walker.does(choose("yes")).await;
    let version = walker.session().await.version;
    let before = walker.backend.tree_version(version).await.unwrap();
    while app.service.derive_reading(app.north).await.unwrap().is_some() {}
    assert_eq!(*walker.backend.tree_version(version).await.unwrap(), *before);
    assert_eq!(written(&before.nodes()[0].body), WRITTEN);
}

#[tokio::test]
async fn readings_are_derived_once_and_told_and_nothing_else_of_a_version_changes() {
    let app = TestApp::start().await;
    published_before(&app).await;
    let before = documents(&app).await;
    let reread = app.service.derive_reading(app.north).await.unwrap().unwrap();
    // Broken off here, it goes on with the rest; the account has four versions, the other one two.
    let mut all = vec![reread];
    while let Some(reread) = app.service.derive_reading(app.north).await.unwrap() {
        all.push(reread);
    }
    assert_eq!(all.len(), 4, "each once");
    let told: Vec<_> = all.iter().flat_map(|reread| reread.differences.iter().map(|step| (&*reread.key, reread.version, step))).collect();
    assert_eq!(told.iter().map(|(key, version, _)| (*key, *version)).collect::<Vec<_>>(), [("vpn", 2), ("vpn", 3)]);
    let (_, _, step) = told[0];
    let words = step.words.as_ref().unwrap();
    assert_eq!((&*step.node.0, &*step.title), ("q1", "As it was titled"));
    assert_eq!((&*words.before, &*words.after), ("Run net user /active:yes", WRITTEN));
    assert_eq!(documents(&app).await, before);
    assert_eq!(app.count("tree_readings").await, 4, "another account is its own matter");

    let trail: Vec<(Option<serde_json::Value>, Option<serde_json::Value>)> =
        sqlx::query_as("select before, after from audit where action = 'reread_tree' order by id").fetch_all(&app.superuser).await.unwrap();
    let state = |text: &str| Some(json!({"version": 2, "steps": {"q1": text}, "steps_only_laid_out_differently": 0}));
    assert_eq!((trail.len(), &trail[0]), (2, &(state("Run net user /active:yes"), state(WRITTEN))));

    let query = TreeQuery { text: "username".to_owned(), ..TreeQuery::default() };
    let found = app.sign_in(MARA).await.trees(query).await.unwrap().trees;
    assert_eq!(found.iter().map(|card| &*card.key).collect::<Vec<_>>(), ["vpn"], "by what it reads now");
}

#[tokio::test]
async fn a_reading_that_another_program_stores_meanwhile_is_told_by_that_one_alone() {
    let app = TestApp::start().await;
    published_before(&app).await;
    // Another program is about to store the reading of the version that is next.
    let mut other = app.superuser.begin().await.unwrap();
    sqlx::query(
        "insert into tree_readings (account_id, tree_id, number, rules, tree)
         select account_id, tree_id, number, $2, published from tree_versions where account_id = $1 order by tree_id, number limit 1",
    )
    .bind(app.north.0)
    .bind(resolutionflow::markdown::RULES)
    .execute(&mut *other)
    .await
    .unwrap();
    let ends = async {
        let waiting = "pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        while app.count(waiting).await == 0 {}
        other.commit().await.unwrap();
    };
    let (reread, ()) = tokio::join!(app.service.derive_reading(app.north), ends);
    let mut derived = vec![reread.unwrap().unwrap()];
    while let Some(reread) = app.service.derive_reading(app.north).await.unwrap() {
        derived.push(reread);
    }
    assert_eq!(derived.len(), 3, "of four versions: {derived:?}");
}

#[tokio::test]
async fn a_version_that_is_no_longer_the_latest_leaves_the_words_of_searches_alone() {
    let app = TestApp::start().await;
    published_before(&app).await;
    while app.service.derive_reading(app.north).await.unwrap().is_some() {}
    let words = async || -> Vec<String> {
        sqlx::query_scalar("select search::text from trees where account_id = $1 order by key")
            .bind(app.north.0)
            .fetch_all(&app.superuser)
            .await
            .unwrap()
    };
    let before = words().await;
    sqlx::query("update tree_readings set rules = rules + 1 where number < 3").execute(&app.superuser).await.unwrap();
    sqlx::query("update trees set search = to_tsvector('simple', 'nothing') where key = 'printer'").execute(&app.superuser).await.unwrap();
    while app.service.derive_reading(app.north).await.unwrap().is_some() {}
    assert_eq!(words().await, before);
}

#[tokio::test]
async fn one_statement_says_which_accounts_have_readings_to_derive_and_leaves_none_visible() {
    let app = TestApp::start().await;
    assert!(app.service.accounts_with_readings_due().await.unwrap().is_empty(), "what this program published has its readings");
    published_before(&app).await;
    assert_eq!(app.service.accounts_with_readings_due().await.unwrap(), ["north", "south"]);
    while app.service.derive_reading(app.north).await.unwrap().is_some() {}
    assert_eq!(app.service.accounts_with_readings_due().await.unwrap(), ["south"], "an account at a time");

    // A reading by other rules is as good as none.
    let sql = "update tree_readings set rules = rules + 1 where account_id = $1 and number = 2";
    sqlx::query(sql).bind(app.north.0).execute(&app.superuser).await.unwrap();
    let mut tx = app.pool.begin().await.unwrap();
    let due: Vec<String> = sqlx::query_scalar("select accounts_with_readings_due($1)")
        .bind(resolutionflow::markdown::RULES)
        .fetch_all(&mut *tx)
        .await
        .unwrap();
    assert_eq!(due, ["north", "south"]);
    let visible: i64 = sqlx::query_scalar("select count(*) from trees").fetch_one(&mut *tx).await.unwrap();
    assert_eq!(visible, 0, "row security hides every account again");
}

#[tokio::test]
async fn what_is_published_now_has_its_reading_at_once_and_can_be_read_by_the_version_before() {
    let app = TestApp::start().await;
    let mut document = tree("new");
    document["nodes"][0]["body"] = json!("| Error | Fix |\n|---|---|\n| 691 | ~~none~~ wrong password |");
    app.service.import_tree(app.north, document.to_string().as_bytes()).await.unwrap();
    let (published, reading): (String, String) = sqlx::query_as(
        "select version.published #>> '{nodes,0,body}', reading.tree #>> '{nodes,0,body}'
         from tree_versions version join tree_readings reading using (account_id, tree_id, number) where version.document ->> 'key' = 'new'",
    )
    .fetch_one(&app.superuser)
    .await
    .unwrap();
    assert!(reading.contains("table") && reading.contains("struck"), "{reading}");
    assert_eq!(published, r#"[{"code": "Error | Fix\n691 | none wrong password"}]"#);
    assert!(app.service.derive_reading(app.north).await.unwrap().is_none());
}
