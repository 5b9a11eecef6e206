//! Certificates of a database on another machine.

use std::path::Path;
use std::process::Command;

use server::config::{DatabaseConfig, Where};
use sqlx::{ConnectOptions, Connection, Row};

use super::cluster::{Cluster, run};

/// Makes an authority, and a certificate of its for the host `localhost`, with the key beside it.
fn certify(folder: &Path, name: &str) {
    let openssl = |words: &str| {
        let words = words.replace("NAME", name);
        run(Command::new("openssl").current_dir(folder).args(words.split(' ')).stderr(std::process::Stdio::null()));
    };
    let new = "-nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1";
    openssl(&format!("req -x509 {new} -days 2 -subj /CN=NAME -keyout NAME-ca.key -out NAME-ca.pem"));
    openssl(&format!("req {new} -subj /CN=database -addext subjectAltName=DNS:localhost -keyout NAME.key -out NAME.csr"));
    openssl("x509 -req -days 2 -in NAME.csr -CA NAME-ca.pem -CAkey NAME-ca.key -CAcreateserial -copy_extensions copy -out NAME.pem");
}

/// What becomes of a connection by this URL: true if it is encrypted, or the reason why there is none.
async fn connect(url: &str) -> Result<bool, String> {
    let Where::Given { app, .. } = DatabaseConfig::given(url).resolve().map_err(|error| error.to_string())? else { unreachable!() };
    let mut connection = app[0].connect().await.map_err(|error| error.to_string())?;
    let row = sqlx::raw_sql("select ssl from pg_stat_ssl where pid = pg_backend_pid()").fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    Ok(row.get(0))
}

#[tokio::test]
async fn a_database_has_to_prove_that_it_is_the_host_that_the_url_names() {
    let cluster = Cluster::start("");
    certify(cluster.folder(), "own");
    certify(cluster.folder(), "other");
    let data = cluster.folder().join("data");
    for (file, name) in [("own.pem", "server.crt"), ("own.key", "server.key")] {
        // As the cluster's own user, to whom alone a key may belong.
        std::fs::copy(cluster.folder().join(file), data.join(name)).unwrap();
        let owner = std::fs::metadata(&data).map(|folder| std::os::unix::fs::MetadataExt::uid(&folder)).unwrap();
        std::os::unix::fs::chown(data.join(name), Some(owner), None).unwrap();
    }
    let mut superuser = cluster.options("postgres", "postgres").connect().await.unwrap();
    sqlx::raw_sql("alter system set ssl = on").execute(&mut superuser).await.unwrap();
    sqlx::raw_sql("select pg_reload_conf()").execute(&mut superuser).await.unwrap();

    let (port, folder) = (cluster.port, cluster.folder().display());
    let url = |host: &str, authority: &str| {
        format!("postgres://postgres:secret@{host}:{port}/postgres?sslmode=verify-full&sslrootcert={folder}/{authority}-ca.pem")
    };
    // The reload takes a moment: the first one waits for it.
    let mut proven = connect(&url("localhost", "own")).await;
    while proven.as_ref().is_err_and(|reason| reason.contains("does not support TLS")) {
        proven = connect(&url("localhost", "own")).await;
    }
    assert_eq!(proven, Ok(true));
    for wrong in [
        url("127.0.0.1", "own"),
        url("localhost", "other"),
        format!("postgres://postgres:secret@localhost:{port}/postgres?sslmode=verify-full"),
    ] {
        let reason = connect(&wrong).await.unwrap_err();
        assert!(reason.contains("certificate"), "{wrong}: {reason}");
        assert!(!reason.contains("secret"), "{reason}");
    }
    assert_eq!(connect(&format!("postgres://postgres@localhost:{port}/postgres")).await, Ok(false), "nothing leaves this machine");
}
