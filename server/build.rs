//! A new migration makes the server out of date: `sqlx::migrate!` alone sees changes of those it knows.

fn main() {
    println!("cargo:rerun-if-changed=../migrations");
}
