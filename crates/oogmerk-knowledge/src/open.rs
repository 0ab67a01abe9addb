//! The ways to a knowledge base: the one this program was built with, a pack, a folder of files.

use crate::Knowledge;
use crate::load::{self, Patterns};
use crate::pack::{FileError, Pack};

impl Knowledge {
    /// The knowledge this program was built with.
    ///
    /// # Errors
    /// Never for a program whose tests passed: the same pack is checked there.
    pub fn embedded() -> Result<Self, Vec<FileError>> {
        let text = include_str!(concat!(env!("OUT_DIR"), "/knowledge.pack"));
        load::load(text, env!("OOGMERK_KNOWLEDGE_VERSION").to_owned(), Patterns::Trust)
    }

    /// The pack this program was built with, as it is signed or laid over.
    pub fn embedded_pack() -> Pack {
        let text = include_str!(concat!(env!("OUT_DIR"), "/knowledge.pack"));
        Pack { text: text.to_owned(), version: env!("OOGMERK_KNOWLEDGE_VERSION").to_owned() }
    }

    /// Knowledge from a pack whose patterns were tried before, when it was made or installed.
    ///
    /// # Errors
    /// The text is not a pack's, or its schema is another program's.
    pub fn of_pack(pack: &Pack) -> Result<Self, Vec<FileError>> {
        load::load(&pack.text, pack.version.clone(), Patterns::Trust)
    }

    /// Knowledge from files: path relative to `knowledge/` with forward slashes, and bytes, in any order.
    pub fn from_files<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    ) -> Result<Self, Vec<FileError>> {
        let files: Vec<_> = files.into_iter().collect();
        let pack = Pack::of_files(files.iter().copied())?;
        load::load(&pack.text, pack.version, Patterns::Try).map_err(|errors| {
            let place = |mut e: FileError| {
                if let Some((_, bytes)) = files.iter().find(|(path, _)| *path == e.file) {
                    e.line = line_of_name(bytes, &e.reason);
                }
                e
            };
            errors.into_iter().map(place).collect()
        })
    }
}

/// The line on which the quoted name in an error stands, if it stands anywhere.
fn line_of_name(bytes: &[u8], reason: &str) -> usize {
    let text = String::from_utf8_lossy(bytes);
    let name = reason.split('`').nth(1).unwrap_or_default();
    if name.is_empty() {
        return 1;
    }
    text.lines().position(|l| l.contains(name)).map_or(1, |i| i + 1)
}
