//! Walkers and checker of the drill: people who walk while a cluster is broken, as the walk player does, and what then has to be stored.
//! `scripts/drill` starts the cluster, breaks it and calls this.

#[path = "../../benches/load/client.rs"]
mod client;

mod check;
mod gaps;
mod history;
mod http;
mod linear;
mod stored;
mod tab;
mod walker;

use std::io::{Write, stdout};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Parser, Subcommand};
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;

use history::{History, read};
use http::Ending;
use walker::Walker;

/// Walkers and checker of the drill.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Walks until SIGTERM, and writes down what was asked and answered.
    Walk {
        /// Address that browsers reach.
        #[arg(long)]
        site: SocketAddr,
        /// Number of people.
        #[arg(long)]
        clients: u32,
        /// File of what was asked and answered.
        #[arg(long)]
        history: PathBuf,
    },
    /// Compares what was acknowledged with what is stored; status 1 if that is not how it should be.
    Check {
        /// File that `walk` wrote.
        #[arg(long)]
        history: PathBuf,
        /// File of what was broken when.
        #[arg(long)]
        marks: PathBuf,
        /// Database, as a role that row security does not bind.
        #[arg(long)]
        database: String,
        /// Succeeds only if something that was acknowledged is not stored.
        #[arg(long)]
        planted: bool,
        /// Prints for how long nobody was served, and takes any time: the machine may be busy with something else.
        #[arg(long)]
        untimed: bool,
    },
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Arguments::parse().what {
        What::Walk { site, clients, history } => walk(site, clients, Arc::new(History::create(&history)?)).await,
        What::Check { history, marks, database, planted, untimed } => {
            let operations = read(&history)?;
            let marks = gaps::marks(&std::fs::read_to_string(marks)?)?;
            let stored = stored::read(&database).await?;
            gaps::print(&marks, &operations)?;
            let verdict = check::check(&operations, &stored);
            verdict.print()?;
            let is_well = if planted {
                let was_found = !verdict.lost.is_empty();
                writeln!(stdout(), "The planted fault was {}found", if was_found { "" } else { "not " })?;
                was_found
            } else {
                verdict.is_well() && (untimed || gaps::are_short(&marks, &operations))
            };
            std::process::exit(i32::from(!is_well))
        }
    }
}

async fn walk(site: SocketAddr, clients: u32, history: Arc<History>) -> anyhow::Result<()> {
    let ending = Ending::default();
    let mut walking = JoinSet::new();
    for number in 1..=clients {
        walking.spawn(Walker::new(site, number, history.clone(), ending.clone()).walk());
    }
    let mut terminated = signal(SignalKind::terminate())?;
    terminated.recv().await;
    ending.begin();
    for walked in walking.join_all().await {
        walked?;
    }
    Ok(())
}
