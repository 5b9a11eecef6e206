//! Unsent store: commands that are not acknowledged yet, in the browser's IndexedDB, on disk before it says so.
//!
//! A row a command, under `user/session/command`. The ids of commands sort by time, so rows come back in the order in which
//! they were made, and whoever signs in next on this browser reads rows of their own alone.

use js_sys::{Array, Object, Promise, Reflect};
use leptos::prelude::window;
use leptos::wasm_bindgen::prelude::*;
use leptos::web_sys::{IdbDatabase, IdbKeyRange, IdbOpenDbRequest, IdbRequest, IdbTransaction};
use resolutionflow::id::{CommandId, SessionId, UserId};
use resolutionflow::sync::{Made, Unreadable};
use resolutionflow::wire::to_json;
use wasm_bindgen_futures::JsFuture;

const DATABASE: &str = "resolutionflow";
const COMMANDS: &str = "commands";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = IdbDatabase)]
    type Durable;
    // web-sys has the options behind a flag of the compiler.
    #[wasm_bindgen(method, catch, js_name = transaction)]
    fn begin(this: &Durable, store: &str, mode: &str, options: &Object) -> Result<IdbTransaction, JsValue>;
}

/// Store of one walk's commands that are not acknowledged, kept on disk for the user who made them.
pub(super) struct Unsent {
    database: Durable,
    prefix: String,
}

impl Unsent {
    /// Opens the store of a user's commands for a session. None where the browser keeps nothing, as in some private windows.
    pub(super) async fn open(user: UserId, session: SessionId) -> Option<Self> {
        let request = window().indexed_db().ok()??.open_with_u32(DATABASE, 1).ok()?;
        let database = JsFuture::from(opened(&request)).await.ok()?;
        Some(Self { database: database.unchecked_into(), prefix: format!("{user}/{session}/") })
    }

    /// Commands that an earlier page could not send, first made first; also those that another build wrote and this one cannot read. None
    /// if the store cannot be read.
    pub(super) async fn read(&self) -> Option<Vec<Result<Made, Unreadable>>> {
        let range = IdbKeyRange::bound(&self.prefix.as_str().into(), &format!("{}~", self.prefix).into()).ok()?;
        let store = self.begin("readonly")?.object_store(COMMANDS).ok()?;
        // Both are asked for before either is awaited: a transaction ends when nothing is asked of it.
        let keys = answered(&store.get_all_keys_with_key(&range).ok()?);
        let rows = answered(&store.get_all_with_key(&range).ok()?);
        let keys: Array = JsFuture::from(keys).await.ok()?.dyn_into().ok()?;
        let rows: Array = JsFuture::from(rows).await.ok()?.dyn_into().ok()?;
        let made = |(key, row): (JsValue, JsValue)| {
            let id = key.as_string()?.strip_prefix(&self.prefix)?.parse().ok()?;
            Some(Made::kept(id, &row.as_string().unwrap_or_default()))
        };
        Some(keys.iter().zip(rows.iter()).filter_map(made).collect())
    }

    /// Begins to write a command, before this returns; the future gives true once it is on disk, false where it could not be.
    pub(super) fn keep(&self, made: &Made) -> impl Future<Output = bool> + 'static {
        let key = self.key(made.command.id);
        let begun = self.begin("readwrite").and_then(|transaction| {
            let json = to_json(made);
            transaction.object_store(COMMANDS).ok()?.put_with_key(&json.into(), &key.into()).ok()?;
            Some(transaction)
        });
        async move { finished(begun).await }
    }

    /// Removes commands that were acknowledged, or given up; false where that failed.
    pub(super) async fn forget(&self, commands: Vec<CommandId>) -> bool {
        let begun = self.begin("readwrite").and_then(|transaction| {
            let store = transaction.object_store(COMMANDS).ok()?;
            for id in commands {
                store.delete(&self.key(id).into()).ok()?;
            }
            Some(transaction)
        });
        finished(begun).await
    }

    fn key(&self, id: CommandId) -> String {
        format!("{}{id}", self.prefix)
    }

    fn begin(&self, mode: &str) -> Option<IdbTransaction> {
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &"strict".into()).ok()?;
        self.database.begin(COMMANDS, mode, &options).ok()
    }
}

async fn finished(transaction: Option<IdbTransaction>) -> bool {
    match transaction {
        Some(transaction) => JsFuture::from(completed(&transaction)).await.is_ok(),
        None => false,
    }
}

fn opened(request: &IdbOpenDbRequest) -> Promise {
    let upgraded = request.clone();
    let upgrade = Closure::once_into_js(move || {
        let database: Option<IdbDatabase> = upgraded.result().ok().and_then(|database| database.dyn_into().ok());
        if let Some(database) = database {
            _ = database.create_object_store(COMMANDS);
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    answered(request)
}

fn answered(request: &IdbRequest) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let done = request.clone();
        let on_success = Closure::once_into_js(move || {
            _ = resolve.call1(&JsValue::NULL, &done.result().unwrap_or(JsValue::NULL));
        });
        request.set_onsuccess(Some(on_success.unchecked_ref()));
        request.set_onerror(Some(&reject));
    })
}

fn completed(transaction: &IdbTransaction) -> Promise {
    Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onerror(Some(&reject));
        transaction.set_onabort(Some(&reject));
    })
}
