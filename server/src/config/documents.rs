use std::ffi::OsString;
use std::path::Path;

use clap::Args;
use export::Fonts;

use super::ConfigError;

/// Where fonts are on Linux and the BSDs.
const USUAL: &str = "/usr/share/fonts";

/// Settings of documents that are written.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Documents")]
pub struct DocumentConfig {
    /// The folder with fonts for what the fonts of PDFs lack, such as Chinese letters and emoji; empty
    /// for none [default: /usr/share/fonts]
    #[arg(long, env = "FONT_FOLDER", value_name = "FOLDER")]
    font_folder: Option<OsString>,
}

impl DocumentConfig {
    /// The fonts of the folder.
    ///
    /// # Errors
    /// [`ConfigError`] where a folder is named that is none.
    pub fn fonts(&self) -> Result<Fonts, ConfigError> {
        match &self.font_folder {
            None => Ok(Fonts::of_folder(USUAL)),
            Some(folder) if folder.is_empty() => Ok(Fonts::default()),
            Some(folder) if Path::new(folder).is_dir() => Ok(Fonts::of_folder(folder)),
            Some(folder) => Err(ConfigError::new("FONT_FOLDER", format!("names {}, which is no folder", folder.display()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_named_has_to_be_there() {
        let fonts = |folder: Option<&str>| DocumentConfig { font_folder: folder.map(Into::into) }.fonts();
        assert!(fonts(None).is_ok() && fonts(Some("")).is_ok() && fonts(Some("/")).is_ok());
        let error = fonts(Some("/nowhere/at/all")).unwrap_err();
        assert_eq!(error.to_string(), "FONT_FOLDER names /nowhere/at/all, which is no folder");
    }
}
