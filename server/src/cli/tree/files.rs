//! Tree files on the command line: which there are, and what is wrong with them.

use std::fs::Permissions;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use resolutionflow::tree::{Evidence, NotADocument, TreeDocument, TreeFile, advise, check, foreign_file};

use crate::cli::say;

/// Ends of the names of tree files.
const TEXT: &str = ".tree.md";
const JSON: &str = ".json";

/// The files, with those of each folder in the order of their names.
pub(super) fn listed(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let entries =
            std::fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>).with_context(|| path.display().to_string())?;
        let is_tree = |path: &PathBuf| path.is_file() && [TEXT, JSON].iter().any(|end| path.to_string_lossy().ends_with(end));
        let mut inside: Vec<_> = entries.into_iter().map(|entry| entry.path()).filter(is_tree).collect();
        if inside.is_empty() {
            bail!("{} has no tree file: none ends in {TEXT} or {JSON}.", path.display());
        }
        inside.sort();
        files.append(&mut inside);
    }
    Ok(files)
}

/// Content of a file.
pub(super) fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(file).with_context(|| file.display().to_string())
}

/// A tree file; none, and why is said, where it cannot be read.
pub(super) fn parsed(file: &Path, bytes: &[u8]) -> anyhow::Result<Option<TreeFile>> {
    let name = file.display();
    let error = match TreeFile::read(bytes) {
        Ok(read) => return Ok(Some(read)),
        Err(error) => error,
    };
    // The end of its name may say more.
    match (foreign_file(&file.to_string_lossy()), error) {
        (None, NotADocument::Faulty(faults)) => {
            for fault in &faults.first {
                say(format_args!("{name}:{}:{}: {}", fault.line, fault.column, fault.message))?;
            }
            more(faults.count - faults.first.len())?;
        }
        (Some(foreign), _) => say(format_args!("{name}:1:1: {foreign}"))?,
        (None, error) => say(format_args!("{name}:1:1: {error}"))?,
    }
    Ok(None)
}

/// The tree of a file if it can be published, with its warnings said; none, and why is said, where it cannot.
pub(super) fn publishable(file: &Path, bytes: &[u8]) -> anyhow::Result<Option<TreeDocument>> {
    let Some(tree) = parsed(file, bytes)? else { return Ok(None) };
    let document = &tree.document;
    let problems = check(document);
    for problem in &problems.first {
        say(format_args!("{}:{}:1: {problem}", file.display(), tree.line(problem)))?;
    }
    more(problems.unlisted())?;
    if !problems.is_empty() {
        return Ok(None);
    }
    let warnings = advise(document, &Evidence::default(), &[]);
    for warning in warnings.first.iter().map(|warning| &warning.problem) {
        say(format_args!("{}:{}:1: warning: {warning}", file.display(), tree.line(warning)))?;
    }
    if warnings.count > warnings.first.len() {
        say(format_args!("… and {} more warnings.", warnings.count - warnings.first.len()))?;
    }
    Ok(Some(tree.document))
}

fn more(unlisted: usize) -> std::io::Result<()> {
    if unlisted == 0 { Ok(()) } else { say(format_args!("… and {unlisted} more. Correct these first.")) }
}

/// Tree text that belongs into a file.
pub(super) struct Written {
    pub(super) path: PathBuf,
    text: String,
    /// True if the file has it.
    pub(super) is_there: bool,
    is_new: bool,
}

impl Written {
    /// Writes the file: under another name beside it, which becomes its own once all of it is on the disk. So there is never half a file.
    ///
    /// # Errors
    /// Those of the file; one for a JSON file must not be there yet.
    pub(super) fn write(&self) -> anyhow::Result<()> {
        self.persist().with_context(|| self.path.display().to_string())
    }

    fn persist(&self) -> std::io::Result<()> {
        // Where the name is a link, what it leads to is written.
        let path = if self.is_new { self.path.clone() } else { self.path.canonicalize()? };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new().permissions(Permissions::from_mode(0o666)).tempfile_in(folder)?;
        if !self.is_new {
            file.as_file().set_permissions(std::fs::metadata(&path)?.permissions())?;
        }
        file.write_all(self.text.as_bytes())?;
        file.as_file().sync_all()?;
        if self.is_new {
            file.persist_noclobber(path)?
        } else {
            file.persist(path)?
        };
        Ok(())
    }
}

/// Canonical tree text of a file; none, and why is said, where it cannot be read. That of a JSON file belongs into one beside it, which
/// is left alone where it has anything else.
pub(super) fn written(file: &Path) -> anyhow::Result<Option<Written>> {
    let bytes = read(file)?;
    let Some(tree) = parsed(file, &bytes)? else { return Ok(None) };
    let text = tree.document.to_text();
    if tree.is_text {
        return Ok(Some(Written { path: file.to_owned(), is_there: bytes == text.as_bytes(), text, is_new: false }));
    }
    let name = file.to_string_lossy();
    let path = PathBuf::from(format!("{}{TEXT}", name.strip_suffix(JSON).unwrap_or(&name)));
    let is_there = path.try_exists().with_context(|| path.display().to_string())?;
    if is_there && read(&path)? != text.as_bytes() {
        say(format_args!("{name}:1:1: {} is there already, and has another tree or form.", path.display()))?;
        return Ok(None);
    }
    Ok(Some(Written { path, text, is_there, is_new: true }))
}

/// Fails, in words, where some of so many files are left.
pub(super) fn none_of(left: &[&PathBuf], count: usize, what: &str) -> anyhow::Result<()> {
    match left {
        [] => Ok(()),
        [file] => Err(anyhow!("{} {what}", file.display())),
        left => Err(anyhow!("{} of {count} files {what}", left.len())),
    }
}
