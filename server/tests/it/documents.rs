//! What the documents promise is there.

use std::path::Path;

/// Every function of the server's sources and tests, as `module::function`.
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

#[test]
fn every_test_that_the_security_page_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut known = Vec::new();
    functions(&root.join("src"), &mut known);
    functions(&root.join("tests"), &mut known);
    let page = std::fs::read_to_string(root.join("../docs/security.md")).unwrap();
    let named: Vec<&str> = page.split('`').skip(1).step_by(2).filter(|code| code.contains("::")).collect();
    assert!(named.len() > 30, "the page names its tests");
    for name in named {
        assert!(known.iter().any(|known| known == name), "{name}");
    }
    let specs = page.split('`').skip(1).step_by(2).filter(|code| code.ends_with(".spec.ts"));
    for spec in specs {
        assert!(root.join("../end2end/tests").join(spec).is_file(), "{spec}");
    }
}
