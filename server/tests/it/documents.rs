//! Promises of the documents that code can break: names of tests, links, and paths.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every function below a folder, as `module::function`.
fn functions(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            functions(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let module = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let source = std::fs::read_to_string(&path).unwrap();
            let names = source.lines().filter_map(|line| line.trim().trim_start_matches("async ").strip_prefix("fn "));
            found.extend(names.map(|name| format!("{module}::{}", name.split('(').next().unwrap())));
        }
    }
}

/// The texts between backquotes, without those of code blocks.
fn code(page: &str) -> Vec<&str> {
    let prose = page.split("```").step_by(2);
    prose.flat_map(|prose| prose.split('`').skip(1).step_by(2)).collect()
}

/// Every document of the repository.
fn documents() -> Vec<PathBuf> {
    let pages = |folder: &str| {
        let entries = std::fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect::<Vec<_>>()
    };
    [".", "docs", "docs/adr", "migrations"].into_iter().flat_map(pages).collect()
}

#[test]
fn every_test_that_a_document_names_exists() {
    let mut known = Vec::new();
    for folder in ["app/tests", "server/src", "server/embedded", "server/tests", "src", "tests"] {
        functions(&root().join(folder), &mut known);
    }
    for (document, least) in [("docs/security.md", 30), ("docs/timing.md", 15), ("docs/insights.md", 12)] {
        let page = std::fs::read_to_string(root().join(document)).unwrap();
        let named: Vec<&str> = code(&page).into_iter().filter(|code| code.contains("::") && !code.contains(char::is_uppercase)).collect();
        assert!(named.len() > least, "{document} names its tests");
        for name in named {
            assert!(known.iter().any(|known| known == name), "{document}: {name}");
        }
        for spec in code(&page).into_iter().filter(|code| code.ends_with(".spec.ts")) {
            assert!(root().join("end2end/tests").join(spec).is_file(), "{document}: {spec}");
        }
    }
}

#[test]
fn every_link_and_path_in_a_document_leads_somewhere() {
    const TOP: [&str; 10] = ["app/", "benches/", "docs/", "end2end/", "frontend/", "fuzz/", "migrations/", "scripts/", "server/", "src/"];
    for document in documents() {
        let page = std::fs::read_to_string(&document).unwrap();
        let links = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.contains("://")) {
            let file = document.parent().unwrap().join(link.split('#').next().unwrap());
            assert!(file.exists(), "{}: {link}", document.display());
        }
        // What was is told by the changelog as it was; placeholders stand for a name of the reader's.
        let is_history = document.ends_with("CHANGELOG.md");
        let paths = code(&page).into_iter().filter(|path| !is_history && TOP.iter().any(|top| path.starts_with(top)));
        for path in paths.filter(|path| !path.contains(['<', '*', '{', ' ', '…'])) {
            assert!(root().join(path).exists(), "{}: {path}", document.display());
        }
    }
}
