//! Where knowledge is kept on this machine, and which is in use: an installed pack before the program's own, a
//! refreshed table of address blocks laid over either.
//!
//! All of it lies in the folder `knowledge` of the user's data folder: `pack` (signed), `oui.csv`, `trusted-keys`.
//! What lies there and is not good stops the run with place and reason: another knowledge in silence would be worse.

use crate::exit::Trouble;
use oogmerk_knowledge::signed::{self, Manifest};
use oogmerk_knowledge::{FileError, Knowledge, Pack, TrustedKeys};
use oogmerk_report::Whence;
use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// The platform's folder for a program's data.
pub fn data_folder() -> Option<PathBuf> {
    let from = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let base = if cfg!(windows) {
        from("APPDATA")
    } else if cfg!(target_os = "macos") {
        from("HOME").map(|h| h.join("Library/Application Support"))
    } else {
        from("XDG_DATA_HOME").or_else(|| from("HOME").map(|h| h.join(".local/share")))
    };
    base.map(|b| b.join("oogmerk"))
}

/// Knowledge in use, and whence it is.
#[derive(Debug)]
pub struct InUse {
    /// The files it was loaded from.
    pub pack: Pack,
    /// The installed pack's manifest; `None` for the program's own.
    pub manifest: Option<Manifest>,
    /// Whether an installed table of address blocks lies over it.
    pub has_blocks: bool,
    /// A pack that is installed and not used, because this program is newer than it.
    pub passed_over: Option<Manifest>,
}

impl InUse {
    /// Ready to be asked.
    pub fn load(&self) -> Result<Knowledge, Trouble> {
        Knowledge::of_pack(&self.pack).map_err(|errors| broken(&errors))
    }

    /// Whence it is.
    pub fn whence(&self) -> Whence {
        Whence {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            pack: self.manifest.as_ref().map(|m| (m.maker.clone(), m.made_on.clone())),
            has_blocks: self.has_blocks,
        }
    }
}

/// The knowledge to reason with.
pub fn current() -> Result<Knowledge, Trouble> {
    match Shelf::here() {
        Some(shelf) if shelf.folder.exists() => shelf.in_use()?.load(),
        _ => Knowledge::embedded().map_err(|errors| broken(&errors)),
    }
}

fn broken(errors: &[FileError]) -> Trouble {
    let lines: Vec<String> = errors.iter().take(5).map(ToString::to_string).collect();
    Trouble::nothing(format!(
        "the knowledge in use does not load: {}. `oogmerk knowledge reset` goes back to the program's own",
        lines.join("; ")
    ))
}

/// The folder in which knowledge is kept.
#[derive(Debug)]
pub struct Shelf {
    folder: PathBuf,
}

impl Shelf {
    /// That of the user who runs this; `None` where no home is known.
    pub fn here() -> Option<Self> {
        data_folder().map(|data| Self { folder: data.join("knowledge") })
    }

    /// The same, where it is needed.
    pub fn needed() -> Result<Self, Trouble> {
        Self::here()
            .ok_or_else(|| Trouble::wrong_use("no home folder is known here, so knowledge cannot be kept"))
    }

    /// Where the trusted keys are listed.
    pub fn keys_path(&self) -> PathBuf {
        self.folder.join("trusted-keys")
    }

    fn pack_path(&self) -> PathBuf {
        self.folder.join("pack")
    }

    fn blocks_path(&self) -> PathBuf {
        self.folder.join("oui.csv")
    }

    /// The keys a person said are to be believed.
    pub fn trusted(&self) -> Result<TrustedKeys, Trouble> {
        let path = self.keys_path();
        let Some(bytes) = read_if_there(&path)? else { return Ok(TrustedKeys::default()) };
        let place = |reason: String| Trouble::nothing(format!("{}: {reason}", path.display()));
        let text = String::from_utf8(bytes).map_err(|_| place("not UTF-8".into()))?;
        TrustedKeys::parse(&text).map_err(|e| place(e.to_string()))
    }

    /// Which knowledge is in use.
    pub fn in_use(&self) -> Result<InUse, Trouble> {
        let mut in_use =
            InUse { pack: Knowledge::embedded_pack(), manifest: None, has_blocks: false, passed_over: None };
        if let Some(bytes) = read_if_there(&self.pack_path())? {
            let (manifest, pack) = signed::reopen(&bytes, &self.trusted()?).map_err(|e| {
                Trouble::nothing(format!(
                    "the installed knowledge is refused: {}: {}. `oogmerk knowledge reset` goes back to the program's own",
                    self.pack_path().display(),
                    oogmerk_report::terminal(&e.to_string())
                ))
            })?;
            if is_older_program(&manifest.program, env!("CARGO_PKG_VERSION")) {
                in_use.passed_over = Some(manifest);
            } else {
                in_use.pack = pack;
                in_use.manifest = Some(manifest);
            }
        }
        if let Some(csv) = read_if_there(&self.blocks_path())? {
            in_use.pack = in_use.pack.with_file("oui.csv", &csv).map_err(|e| broken(&[e]))?;
            in_use.has_blocks = true;
        }
        Ok(in_use)
    }

    /// Installs a pack that was opened. What was there stays whole until the new one is.
    pub fn put_pack(&self, bytes: &[u8]) -> Result<(), Trouble> {
        self.put(&self.pack_path(), bytes)
    }

    /// Lays a table of address blocks over the knowledge in use.
    pub fn put_blocks(&self, csv: &str) -> Result<(), Trouble> {
        self.put(&self.blocks_path(), csv.as_bytes())
    }

    /// Adds a key to the trusted ones.
    pub fn trust(&self, line: &str) -> Result<(), Trouble> {
        fs::create_dir_all(&self.folder)?;
        let mut file = OpenOptions::new().append(true).create(true).open(self.keys_path())?;
        Ok(file.write_all(line.as_bytes())?)
    }

    /// Back to the program's own knowledge; trusted keys stay. Returns what was taken away.
    pub fn reset(&self) -> Result<Vec<PathBuf>, Trouble> {
        let mut gone = Vec::new();
        for path in [self.pack_path(), self.blocks_path()] {
            match fs::remove_file(&path) {
                Ok(()) => gone.push(path),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(gone)
    }

    fn put(&self, path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
        fs::create_dir_all(&self.folder)?;
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|e| Trouble::from(e.error))?;
        Ok(())
    }
}

/// A pack or list as far as it may be read: one byte more than allowed is enough to refuse it.
pub fn read_bounded(path: &Path, most: usize) -> Result<Vec<u8>, Trouble> {
    let place = |e: std::io::Error| Trouble::nothing(format!("{}: {e}", path.display()));
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(place)?;
    file.take(most as u64 + 1).read_to_end(&mut bytes).map_err(place)?;
    Ok(bytes)
}

fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, Trouble> {
    if path.exists() { read_bounded(path, signed::PACK_MAX).map(Some) } else { Ok(None) }
}

/// Whether version `a` (numbers with dots) comes before `b`. What is no number counts as nought.
pub fn is_older_program(a: &str, b: &str) -> bool {
    let numbers = |text: &str| text.split('.').map(|n| n.parse().unwrap_or(0)).collect::<Vec<u32>>();
    numbers(a) < numbers(b)
}

#[cfg(test)]
mod tests {
    use super::is_older_program;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        assert!(is_older_program("0.9.0", "0.10.0"));
        assert!(!is_older_program("0.10.0", "0.10.0"));
        assert!(!is_older_program("1.0", "0.10.0"));
        assert!(is_older_program("nonsense", "0.1.0"));
    }
}
