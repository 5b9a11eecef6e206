//! Tree files on the command line: `resolutionflow tree check`, `fmt`, `import` and `export`.

use std::path::PathBuf;
use std::process::Command;

use resolutionflow::tree::TreeDocument;
use serde_json::json;
use sqlx::ConnectOptions;
use uuid::Uuid;

use crate::app::TestApp;
use crate::fixtures::tree;

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

    /// What the program says in the folder: its status, standard output and standard error.
    fn run(&self, line: &str, database: &str) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_resolutionflow"));
        command.args(line.split(' ')).current_dir(&self.0).env_remove("DATABASE_OWNER_URL").env("DATABASE_URL", database);
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
    folder.write("old.tree.md", "mine");
    assert!(folder.run("tree fmt old.json", "").2.contains("old.tree.md is there already"));
    assert_eq!(folder.read("old.tree.md"), "mine");
    folder.write("slips.tree.md", "---\nkey: x\n---\n## [a] A\n");
    assert_eq!(folder.run("tree fmt slips.tree.md", "").0, 1);
    assert_eq!(folder.read("slips.tree.md"), "---\nkey: x\n---\n## [a] A\n");
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
    assert_eq!(folder.run("tree export two --text --account north", &database).1, text("two"));
}
