//! Documents on their way out. A long one waits in a file for its reader, who may be slow: what was not taken yet is not in memory.

use std::fs::{File, OpenOptions, remove_file};
use std::io::{BufWriter, Error, IntoInnerError, Result, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;

use app::backend::exports::Content;
use uuid::Uuid;

/// The most bytes of a document that waits in memory.
const SHORT: usize = 256 * 1024;

/// Document that is being written: in memory while it is short, in a file from there on.
#[derive(Default)]
pub(crate) struct Spool {
    short: Vec<u8>,
    long: Option<BufWriter<File>>,
    length: u64,
}

impl Spool {
    /// The document, which is whole.
    ///
    /// # Errors
    /// Those of the file.
    pub(crate) fn finish(self) -> Result<Content> {
        let Some(long) = self.long else { return Ok(Content::Short(self.short)) };
        let mut file = long.into_inner().map_err(IntoInnerError::into_error)?;
        file.rewind()?;
        Ok(Content::Long { file, length: self.length })
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        if self.long.is_none() && self.short.len() + bytes.len() > SHORT {
            let mut long = BufWriter::new(nameless()?);
            long.write_all(&std::mem::take(&mut self.short))?;
            self.long = Some(long);
        }
        let written = match &mut self.long {
            Some(long) => long.write(bytes)?,
            None => self.short.write(bytes)?,
        };
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> Result<()> {
        self.long.as_mut().map_or(Ok(()), Write::flush)
    }
}

/// A file that only this process can reach and that is gone when it is closed, in the system's folder for such (`TMPDIR`).
fn nameless() -> Result<File> {
    let path = std::env::temp_dir().join(format!("resolutionflow-{}", Uuid::now_v7().simple()));
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .map_err(|error| Error::new(error.kind(), format!("{}: {error}", path.display())))?;
    remove_file(path)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spooled(pieces: &[&[u8]]) -> Content {
        let mut spool = Spool::default();
        for piece in pieces {
            spool.write_all(piece).unwrap();
        }
        spool.finish().unwrap()
    }

    fn read(content: &Content) -> Vec<u8> {
        let mut bytes = Vec::new();
        content.copy_to(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn a_short_document_stays_in_memory_and_a_long_one_goes_to_a_file() {
        let short = spooled(&[b"one", b"two"]);
        assert!(matches!(short, Content::Short(_)));
        assert_eq!((short.length(), read(&short)), (6, b"onetwo".to_vec()));

        let half = vec![b'x'; SHORT];
        let long = spooled(&[&half, b"y", &half]);
        assert!(matches!(long, Content::Long { .. }));
        assert_eq!(long.length(), 2 * SHORT as u64 + 1);
        let bytes = read(&long);
        assert_eq!((bytes.len(), bytes[SHORT]), (2 * SHORT + 1, b'y'));
        assert_eq!(read(&long), bytes, "from the beginning each time");
    }
}
