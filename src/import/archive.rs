//! ZIP archives, of which documents of Word and Excel are made, unpacked within a limit whatever they say of their sizes.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::{MAX_UNPACKED, Refusal};

/// The most files of an archive.
const MAX_FILES: usize = 10_000;

/// Archive whose files, unpacked, are within the limit.
pub(crate) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
}

impl<'b> Archive<'b> {
    /// Opens an archive, and measures it by unpacking it once.
    ///
    /// # Errors
    /// [`Refusal`].
    pub(crate) fn open(bytes: &'b [u8]) -> Result<Self, Refusal> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
        if zip.len() > MAX_FILES {
            return Err(Refusal::TooLargeUnpacked);
        }
        let mut left = MAX_UNPACKED as u64;
        for at in 0..zip.len() {
            // One that is encrypted or packed in another way is not read later either.
            let Ok(file) = zip.by_index(at) else { continue };
            let read = std::io::copy(&mut file.take(left + 1), &mut std::io::sink()).unwrap_or(0);
            left = left.checked_sub(read).ok_or(Refusal::TooLargeUnpacked)?;
        }
        Ok(Self { zip })
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// Text of a file in it; none where there is no such file.
    ///
    /// # Errors
    /// [`Refusal`] where it cannot be unpacked, or is no text.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        if !self.has(name) {
            return Ok(None);
        }
        let file = self.zip.by_name(name).map_err(|_| damaged())?;
        let mut bytes = Vec::new();
        file.take(MAX_UNPACKED as u64).read_to_end(&mut bytes).map_err(|_| damaged())?;
        String::from_utf8(bytes).map(Some).map_err(|_| damaged())
    }
}

fn damaged() -> Refusal {
    Refusal::broken(
        "a ZIP archive, or a document of Word, Excel or the like",
        "it is damaged or encrypted: save it again, without a password",
    )
}
