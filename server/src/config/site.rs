use std::path::{Path, PathBuf};

use clap::{ArgAction, Args};
use leptos::config::LeptosOptions;

use super::ConfigError;

/// Settings that say where the built styles, scripts and fonts are. `cargo leptos` sets the same variables while it builds.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Site")]
pub struct SiteConfig {
    /// The folder with the built styles, scripts and fonts [default: site beside the program or its
    /// folder, or target/site]
    #[arg(long, env = "LEPTOS_SITE_ROOT", value_name = "FOLDER")]
    site_root: Option<PathBuf>,

    /// The folder in it whose files carry a hash in their names
    #[arg(long, env = "LEPTOS_SITE_PKG_DIR", default_value = "pkg", hide = true)]
    site_pkg_dir: String,

    /// Beginning of those files' names
    #[arg(long, env = "LEPTOS_OUTPUT_NAME", default_value = "resolutionflow", hide = true)]
    output_name: String,

    /// True if they do carry a hash; by default, if hash.txt stands beside the program
    #[arg(long, env = "LEPTOS_HASH_FILES", action = ArgAction::Set, hide = true)]
    hash_files: Option<bool>,

    /// The file beside the program with the hashes
    #[arg(long, env = "LEPTOS_HASH_FILE_NAME", default_value = "hash.txt", hide = true)]
    hash_file: String,
}

impl SiteConfig {
    /// The settings as leptos takes them, with the defaults found beside the program.
    ///
    /// # Errors
    /// [`ConfigError`] where there is no built site in the folder, or file names shall carry hashes but the file with the hashes is
    /// missing.
    pub fn options(&self) -> Result<LeptosOptions, ConfigError> {
        let beside = std::env::current_exe().ok().and_then(|program| program.parent().map(Path::to_owned)).unwrap_or_default();
        let root = match &self.site_root {
            Some(root) if root.join(&self.site_pkg_dir).is_dir() => root.clone(),
            Some(root) => {
                let message = format!("names {}, where there is no folder {}; build the site with make", root.display(), self.site_pkg_dir);
                return Err(ConfigError::new("LEPTOS_SITE_ROOT", message));
            }
            None => [beside.join("site"), beside.join("../site"), PathBuf::from("target/site")]
                .into_iter()
                .find(|root| root.is_dir())
                .ok_or_else(|| {
                    ConfigError::new("LEPTOS_SITE_ROOT", "is not set, and there is no folder site beside the program; name the built site")
                })?,
        };
        let hashes_exist = beside.join(&self.hash_file).is_file();
        let hash_files = self.hash_files.unwrap_or(hashes_exist);
        if hash_files && !hashes_exist {
            let message = format!("is true, but there is no {} beside the program; build the site with make", self.hash_file);
            return Err(ConfigError::new("LEPTOS_HASH_FILES", message));
        }
        Ok(LeptosOptions::builder()
            .output_name(self.output_name.as_str())
            .site_root(root.display().to_string())
            .site_pkg_dir(self.site_pkg_dir.as_str())
            .hash_files(hash_files)
            .hash_file(self.hash_file.as_str().into())
            .build())
    }
}
