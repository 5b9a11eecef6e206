//! Moving to a database of one's own, as docs/operations.md has it.

use resolutionflow::session::Action;
use server::service::{Caller, Service};
use server::store;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};

use super::cluster::{Cluster, program, run};
use crate::app::{TestApp, value};
use crate::fixtures::{PASSWORD, TESS, Walker, choose};

/// The statements of a block of the document, after its heading, that begins so.
fn statements(heading: &str) -> Vec<String> {
    let document = include_str!("../../../../docs/operations.md");
    let chapter = document.split_once(heading).unwrap().1;
    let block = chapter.split_once("```sql\n").unwrap().1.split_once("```").unwrap().0;
    block.split_inclusive(";\n").map(|statement| statement.replace('…', "secret")).collect()
}

async fn execute(options: &PgConnectOptions, statements: &[String]) {
    let mut connection = options.connect().await.unwrap();
    for statement in statements {
        sqlx::raw_sql(AssertSqlSafe(statement.clone())).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
}

/// Number of rows and a sum over them, of each table.
async fn sums(superuser: &mut PgConnection) -> Vec<(String, i64, Option<String>)> {
    let tables: Vec<String> = sqlx::query_scalar("select tablename::text from pg_tables where schemaname = 'public' order by 1")
        .fetch_all(&mut *superuser)
        .await
        .unwrap();
    let mut sums = Vec::new();
    for table in tables {
        let sum = format!("select count(*), md5(string_agg(md5(t::text), '' order by md5(t::text))) from {table} t");
        let (rows, sum) = sqlx::query_as(AssertSqlSafe(sum)).fetch_one(&mut *superuser).await.unwrap();
        sums.push((table, rows, sum));
    }
    sums
}

#[tokio::test]
async fn a_private_database_is_moved_to_one_of_ones_own() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    walker.does(choose("yes")).await;

    let own = Cluster::start("");
    let new = statements("## From the private PostgreSQL to one of your own");
    execute(&own.options("postgres", "postgres"), &new[..3]).await;
    execute(&own.options("postgres", "resolutionflow"), &new[3..]).await;
    let from = app.owner.clone();
    let (socket, database) = (from.get_socket().unwrap(), from.get_database().unwrap());
    let dump = own.folder().join("resolutionflow.dump");
    run(program("pg_dump").arg("-h").arg(socket).args(["-U", "postgres", "--format=custom", "--file"]).arg(&dump).arg(database));
    let url = format!("postgres://resolutionflow_owner:secret@127.0.0.1:{}/resolutionflow", own.port);
    run(program("pg_restore").args(["--no-owner", "--exit-on-error", "--single-transaction", "-d", &url]).arg(&dump));

    let mut before = app.superuser.acquire().await.unwrap();
    let mut after = own.options("postgres", "resolutionflow").connect().await.unwrap();
    assert_eq!(sums(&mut after).await, sums(&mut before).await);
    let seen: i64 = {
        let mut stranger = own.options("resolutionflow_app", "resolutionflow").connect().await.unwrap();
        sqlx::query_scalar("select count(*) from sessions").fetch_one(&mut stranger).await.unwrap()
    };
    assert_eq!(seen, 0, "row security is there");
    let service = Service::new(store::pool().connect_lazy_with(own.options("resolutionflow_app", "resolutionflow")), false);
    let set_cookie = service.backend(Caller::default()).sign_in(TESS, PASSWORD).await.unwrap();
    let tess = service.backend(Caller { cookie: Some(value(&set_cookie)), ..Caller::default() });
    let moved = Walker { backend: tess, id: walker.id };
    assert_eq!(moved.session().await, walker.session().await);
    moved.does(Action::Continue).await;
}
