//! The pack: every knowledge file as one line of text, sorted by path, so that the binary carries one compact blob.
//!
//! It is not an archive format for others: `build.rs` writes it, `load.rs` reads it, and a folder of files goes through the
//! same door. One line is `path TAB content`; a TOML file's content is its JSON form, a `.csv` file's lines are joined with
//! U+001E. The version of a pack is a digest of exactly this text, so equal content has equal version wherever it came from.

use sha2::{Digest, Sha256};

/// Something wrong with a knowledge file: always the file's author's fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub struct FileError {
    /// Path inside `knowledge/`.
    pub file: String,
    /// Line, counted from 1; 0 where the whole file is meant.
    pub line: usize,
    /// What is wrong, in plain English.
    pub reason: String,
}

/// All files as pack text.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    /// The text.
    pub text: String,
    /// `k-` and the first twelve hex digits of its SHA-256.
    pub version: String,
}

impl Pack {
    /// Packs files given as path (with forward slashes, relative to `knowledge/`) and bytes, in any order. Files that are
    /// neither `.toml` nor `.csv` are left out.
    pub fn of_files<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    ) -> Result<Self, Vec<FileError>> {
        let mut lines = Vec::new();
        let mut errors = Vec::new();
        for (path, bytes) in files {
            match line_of(path, bytes) {
                Ok(Some(line)) => lines.push(line),
                Ok(None) => {}
                Err(e) => errors.push(e),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        lines.sort();
        Ok(Self::of_text(lines.concat()))
    }

    /// The same pack with one file put in the place of its namesake, or added.
    ///
    /// # Errors
    /// The file does not parse.
    #[allow(dead_code, reason = "the build script reads this file too and has no overlay")]
    pub fn with_file(&self, path: &str, bytes: &[u8]) -> Result<Self, FileError> {
        let is_other = |line: &&str| line.split_once('\t').is_none_or(|(p, _)| p != path);
        let mut lines: Vec<String> =
            self.text.split_inclusive('\n').filter(is_other).map(str::to_owned).collect();
        lines.extend(line_of(path, bytes)?);
        lines.sort();
        Ok(Self::of_text(lines.concat()))
    }

    /// A file's content: JSON for TOML files, the lines for `.csv`.
    #[allow(dead_code, reason = "the build script reads this file too and has no overlay")]
    pub fn file(&self, path: &str) -> Option<String> {
        let of = |line: &str| {
            line.split_once('\t').filter(|(p, _)| *p == path).map(|(_, c)| c.replace('\u{1e}', "\n"))
        };
        self.text.lines().find_map(of)
    }

    /// A pack from text that a pack wrote.
    pub fn of_text(text: String) -> Self {
        let digest = Sha256::digest(text.as_bytes());
        let version = digest.iter().take(6).fold(String::from("k-"), |mut v, b| {
            v.push_str(&format!("{b:02x}"));
            v
        });
        Self { text, version }
    }
}

fn line_of(path: &str, bytes: &[u8]) -> Result<Option<String>, FileError> {
    let wrong = |line, reason: String| FileError { file: path.to_owned(), line, reason };
    let extension = path.rsplit('.').next().unwrap_or_default();
    if !matches!(extension, "toml" | "csv") {
        return Ok(None);
    }
    let text = std::str::from_utf8(bytes).map_err(|e| wrong(0, format!("not UTF-8: {e}")))?;
    let content = if extension == "csv" {
        text.lines().collect::<Vec<_>>().join("\u{1e}")
    } else {
        let value: serde_json::Value = toml::from_str(text).map_err(|e: toml::de::Error| {
            let line =
                e.span().map_or(0, |s| text.get(..s.start).unwrap_or_default().matches('\n').count() + 1);
            wrong(line, e.message().to_owned())
        })?;
        value.to_string()
    };
    Ok(Some(format!("{path}\t{content}\n")))
}
