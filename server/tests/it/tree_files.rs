//! Tree files on the command line: `resolutionflow tree check`, `fmt`, `diff`, `import` and `export`.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use resolutionflow::tree::TreeDocument;
use serde_json::json;
use sqlx::ConnectOptions;
use uuid::Uuid;

use crate::app::TestApp;
use crate::fixtures::{MARA, tree};

/// A folder that is gone with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("resolutionflow-files-{}", Uuid::now_v7().simple()));
        std::fs::create_dir(&folder).unwrap();
        Self(folder)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.0.join(name), content).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap()
    }

    /// Names of the files, in order.
    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// What the program says in the folder: its status, standard output and standard error.
    fn run(&self, line: &str, database: &str) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_resolutionflow"));
        command.args(line.split(' '));
        self.output(command, database)
    }

    /// What the program says of a file that comes through a pipe.
    fn run_piped(&self, name: &str, line: &str, database: &str) -> (i32, String, String) {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("cat {name} | {} {line}", env!("CARGO_BIN_EXE_resolutionflow"))]);
        self.output(command, database)
    }

    fn output(&self, mut command: Command, database: &str) -> (i32, String, String) {
        command.current_dir(&self.0).env_remove("DATABASE_OWNER_URL").env("DATABASE_URL", database);
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn text(key: &str) -> String {
    TreeDocument::from_json(tree(key).to_string().as_bytes()).unwrap().to_text()
}

#[test]
fn check_says_what_is_wrong_at_which_line_of_which_file() {
    let folder = Folder::new();
    folder.write("good.tree.md", text("good"));
    folder.write("slips.tree.md", "---\nkey: x\n---\n\n## [a] A\n\n## [b] B\n+ Yes\n");
    folder.write("lost.tree.md", "---\nkey: x\nname: X\ncategory: C\n---\n\n## [a] A\n-> nowhere\n");
    folder.write("comma.json", "{\n\"key\": \"x\",,\n}");
    folder.write("notes.txt", "No tree.");
    assert_eq!(
        folder.run("tree check good.tree.md", ""),
        (0, "“The good tree” can be published: 5 nodes, no problems.\n".into(), String::new())
    );
    let (status, said, error) = folder.run("tree check .", "");
    assert_eq!(status, 1);
    assert!(error.contains("3 of 4 files cannot be published"), "{error}");
    for line in [
        "./slips.tree.md:5:1: step “a”: it has no exit",
        "./slips.tree.md:8:3: step “b”: an answer has an arrow",
        "./lost.tree.md:7:1: Node “a”: It leads to “nowhere”, but there is no such node.",
        "./comma.json:2:12: a comma too many",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    assert!(!said.contains("notes.txt"));
    assert_eq!(folder.run("tree check missing.tree.md", "").0, 1);
}

#[test]
fn fmt_writes_the_one_form_and_with_check_says_what_would_change() {
    let folder = Folder::new();
    let canonical = text("good");
    let loose = canonical.replace("->", "→").replace('\n', "\r\n");
    folder.write("loose.tree.md", &loose);
    folder.write("good.tree.md", &canonical);
    folder.write("old.json", tree("old").to_string());
    let (status, said, _) = folder.run("tree fmt --check .", "");
    assert_eq!((status, said.as_str()), (1, "./loose.tree.md would change.\n./old.tree.md would change.\n"));
    assert_eq!(folder.read("loose.tree.md"), loose);
    assert_eq!(folder.run("tree fmt .", "").0, 0);
    assert_eq!(
        (folder.read("loose.tree.md"), folder.read("good.tree.md"), folder.read("old.tree.md")),
        (canonical.clone(), canonical, text("old"))
    );
    assert_eq!(folder.run("tree fmt --check .", ""), (0, String::new(), String::new()));
    folder.write("slips.tree.md", "---\nkey: x\n---\n## [a] A\n");
    assert_eq!(folder.run("tree fmt slips.tree.md", "").0, 1);
    assert_eq!(folder.read("slips.tree.md"), "---\nkey: x\n---\n## [a] A\n");
}

#[test]
fn fmt_goes_on_past_a_text_that_is_there_already_and_leaves_it_alone() {
    let folder = Folder::new();
    folder.write("a.json", tree("a").to_string());
    folder.write("a.tree.md", text("other"));
    folder.write("b.tree.md", text("b").replace("->", "→"));
    let there = "./a.json:1:1: ./a.tree.md is there already, and has another tree or form.\n";
    let (status, said, error) = folder.run("tree fmt --check .", "");
    assert_eq!((status, said), (1, format!("{there}./b.tree.md would change.\n")));
    assert!(error.contains("2 of 3 files would change, or cannot be read or written"), "{error}");
    let (status, said, error) = folder.run("tree fmt .", "");
    assert_eq!((status, said), (1, format!("{there}./b.tree.md is written.\n")));
    assert!(error.contains("a.json cannot be read or written"), "{error}");
    assert_eq!((folder.read("a.tree.md"), folder.read("b.tree.md")), (text("other"), text("b")));
}

#[test]
fn fmt_replaces_a_file_as_a_whole_with_its_permissions_and_through_a_link() {
    let folder = Folder::new();
    let loose = text("a").replace("->", "→");
    folder.write("a.tree.md", &loose);
    std::fs::set_permissions(folder.0.join("a.tree.md"), Permissions::from_mode(0o640)).unwrap();
    // Who has the file open still reads the whole of what it was.
    let mut before = std::fs::File::open(folder.0.join("a.tree.md")).unwrap();
    std::os::unix::fs::symlink("a.tree.md", folder.0.join("link.tree.md")).unwrap();
    folder.write("new.json", tree("new").to_string());
    for line in ["tree fmt link.tree.md", "tree fmt new.json"] {
        assert_eq!(folder.run(line, "").0, 0);
    }
    assert_eq!(std::io::read_to_string(&mut before).unwrap(), loose);
    assert_eq!((folder.read("a.tree.md"), folder.read("new.tree.md")), (text("a"), text("new")));
    assert!(folder.0.join("link.tree.md").is_symlink());
    let mode = |name| std::fs::metadata(folder.0.join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("a.tree.md"), mode("new.tree.md")), (0o640, mode("new.json")));
    assert_eq!(folder.names(), ["a.tree.md", "link.tree.md", "new.json", "new.tree.md"]);
}

#[test]
fn diff_says_what_has_changed_in_sentences_or_line_by_line() {
    let folder = Folder::new();
    folder.write("old.json", tree("vpn").to_string());
    folder.write("same.tree.md", text("vpn"));
    let changed = text("vpn").replace("[s2] Plug it in", "[plug-in] Plug it in firmly").replace("-> s2", "-> plug-in");
    folder.write("new.tree.md", changed);
    assert_eq!(folder.run("tree diff old.json same.tree.md", ""), (0, String::new(), String::new()));
    let sentences = "Step “Plug it in firmly”: id s2 → plug-in.\nStep “Plug it in” is called “Plug it in firmly” now.\n";
    let error = "resolutionflow: old.json and new.tree.md differ in 2 changes\n".to_owned();
    assert_eq!(folder.run("tree diff old.json new.tree.md", ""), (1, sentences.to_owned(), error));
    let (status, said, _) = folder.run("tree diff --text old.json new.tree.md", "");
    assert_eq!(status, 1);
    assert!(said.starts_with("--- old.json\n+++ new.tree.md\n"), "{said}");
    assert!(said.contains("\n-## [s2] Plug it in\n+## [plug-in] Plug it in firmly\n"), "{said}");
    folder.write("slips.tree.md", "---\nkey: x\n---\n## [a] A\n");
    let (status, said, error) = folder.run("tree diff slips.tree.md new.tree.md", "");
    assert!(status == 1 && said.starts_with("slips.tree.md:4:1: step “a”"), "{said}");
    assert!(error.contains("slips.tree.md cannot be read"), "{error}");
}

#[tokio::test]
async fn a_folder_is_imported_as_a_whole_or_not_and_a_tree_is_exported_as_text() {
    let app = TestApp::start().await;
    let database = app.pool.connect_options().to_url_lossy().to_string();
    let folder = Folder::new();
    folder.write("one.tree.md", text("one"));
    folder.write("two.json", tree("two").to_string());
    let before = app.count("tree_versions").await;
    let mut broken = tree("three");
    broken["nodes"][0]["title"] = json!("");
    folder.write("three.json", broken.to_string());
    let (status, said, _) = folder.run("tree import . --account north", &database);
    assert!(status == 1 && said.contains("./three.json:1:1: Node “"), "{said}");
    assert_eq!(app.count("tree_versions").await, before);

    folder.write("three.json", tree("one").to_string());
    assert!(folder.run("tree import . --account north", &database).2.contains("are both “one”"));
    std::fs::remove_file(folder.0.join("three.json")).unwrap();
    let imported = folder.run("tree import . --account north", &database);
    assert_eq!((imported.0, imported.1.as_str()), (0, "one is now version 1.\ntwo is now version 1.\n"), "{}", imported.2);
    let again = folder.run("tree import one.tree.md --account north", &database);
    assert_eq!(again.1, "one is already version 1.\n");
    folder.write("piped", text("piped"));
    let piped = folder.run_piped("piped", "tree import /dev/stdin --account north", &database);
    assert_eq!(piped.1, "piped is now version 1.\n", "{}", piped.2);
    assert_eq!(folder.run("tree export two --text --account north", &database).1, text("two"));

    folder.write("one.tree.md", text("one").replace("It works", "It works again"));
    let (status, said, error) = folder.run("tree diff one.tree.md --account north", &database);
    assert_eq!((status, said.as_str()), (1, "Step “It works” is called “It works again” now.\n"), "{error}");
    assert!(error.contains("one (published) and one.tree.md differ in 1 change"), "{error}");
    assert_eq!(folder.run("tree diff two.json --account north", &database).0, 0);
}

#[tokio::test]
async fn files_become_drafts_of_an_author_whatever_is_wrong_with_them() {
    let app = TestApp::start().await;
    let database = app.pool.connect_options().to_url_lossy().to_string();
    let folder = Folder::new();
    let mut broken = tree("vpn");
    broken["nodes"][0]["title"] = json!("");
    folder.write("vpn.json", broken.to_string());
    let (status, said, error) = folder.run("tree import vpn.json --draft --as MARA@north.example --account north", &database);
    assert!(status == 0 && said.starts_with("vpn.json: a draft of vpn, /drafts/"), "{said} {error}");
    let mara = app.sign_in(MARA).await;
    let draft = mara.drafts().await.unwrap().open.remove(0);
    assert_eq!((draft.base, draft.changed_by.as_str()), (Some(("vpn".to_owned(), 1)), "Mara Lindqvist"));
    assert!(said.trim_end().ends_with(&draft.id.to_string()));
    assert_eq!(mara.tree("vpn").await.unwrap().card.version, 1, "nothing is published");
    // Somebody writes that one now.
    let again = folder.run("tree import vpn.json --draft --as mara@north.example --account north", &database);
    assert!(again.1.starts_with("vpn.json: a draft by itself"), "{}", again.1);
    for (line, words) in [
        ("--draft --as tess@north.example", "tess@north.example may not write trees"),
        ("--draft --as ben@south.example", "ben@south.example is nobody of this account"),
        ("--draft --as nobody@north.example", "nobody@north.example"),
        ("--draft", "--as <EMAIL>"),
        ("--as mara@north.example", "--draft"),
    ] {
        let (status, _, error) = folder.run(&format!("tree import vpn.json {line} --account north"), &database);
        assert!(status != 0 && error.contains(words), "{line}: {error}");
    }
    folder.write("no.tree.md", "No tree.");
    assert_eq!(folder.run("tree import . --draft --as mara@north.example --account north", &database).0, 1);
    assert_eq!(mara.drafts().await.unwrap().open.len(), 2, "all or none");
}

#[tokio::test]
async fn walk_tests_are_run_on_files_and_on_what_is_published() {
    let app = TestApp::start().await;
    let database = app.pool.connect_options().to_url_lossy().to_string();
    let folder = Folder::new();
    let walk = json!({
        "answers": [{"step": {"id": "q1", "title": "Is it plugged in?"}, "option": "no", "answer": "No"}],
        "end": {"step": {"id": "s2", "title": "Plug it in"}, "outcome": "workaround"},
    });
    sqlx::query(
        "insert into walk_tests (account_id, id, fingerprint, tree_id, name, walk, kept_at, kept_by)
         select trees.account_id, gen_random_uuid(), sha256(''), trees.id, 'Unplugged', $1, now(), users.id
         from trees join users using (account_id) where key = 'vpn' and email = 'mara@north.example'",
    )
    .bind(walk)
    .execute(&app.superuser)
    .await
    .unwrap();
    let passes = (0, "“The vpn tree”: 1 walk test passes.\n".to_owned(), String::new());
    assert_eq!(folder.run("tree check --walks --account north", &database), passes);
    folder.write("vpn.tree.md", text("vpn"));
    let (status, said, error) = folder.run("tree check --walks . --account north", &database);
    assert_eq!((status, said.lines().last()), (0, Some("“The vpn tree”: 1 walk test passes.")), "{error}");
    folder.write("vpn.tree.md", text("vpn").replace("-> s2", "-> s0").replace("-> s1", "-> s2").replace("-> s0", "-> s1"));
    let (status, said, error) = folder.run("tree check --walks . --account north", &database);
    let line = "./vpn.tree.md:1:1: walk test “Unplugged”: It ends at “It works”, not at “Plug it in”.";
    assert_eq!((status, said.lines().last()), (1, Some(line)), "{said}");
    assert!(error.contains("1 walk test fails"), "{error}");
    assert_eq!(folder.run("tree check .", "").0, 0);
    assert_eq!(folder.run("tree check", "").0, 2);
}
