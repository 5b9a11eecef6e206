use std::fs::{File, TryLockError};
use std::io;

/// Lock on a file, which ends when this is dropped or the process ends, even by a kill.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Lock {
    /// Locks it for this process alone, without waiting; none where somebody has it.
    pub(super) fn alone(file: File) -> io::Result<Option<Self>> {
        Self::tried(file.try_lock(), file)
    }

    /// Locks it together with others who do so, without waiting; none where somebody has it alone.
    pub(super) fn shared(file: File) -> io::Result<Option<Self>> {
        Self::tried(file.try_lock_shared(), file)
    }

    fn tried(tried: Result<(), TryLockError>, file: File) -> io::Result<Option<Self>> {
        match tried {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // To close the file is not enough: a program that another thread is about to start has it for a moment, too.
        let _ = self.0.unlock();
    }
}
