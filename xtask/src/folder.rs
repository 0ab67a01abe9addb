//! A folder of knowledge: its files, and what they load to.

use oogmerk_knowledge::{FileError, Knowledge};
use std::path::Path;

/// Every file below a folder, with its path inside it.
pub(crate) fn files(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut files = Vec::new();
    gather(folder, folder, &mut files).map_err(|e| format!("{}: {e}", folder.display()))?;
    Ok(files)
}

/// Loads a folder of knowledge.
pub(crate) fn load(folder: &Path) -> Result<Knowledge, String> {
    let files = files(folder)?;
    let list = |errors: Vec<FileError>| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    Knowledge::from_files(files.iter().map(|(p, b)| (p.as_str(), b.as_slice()))).map_err(list)
}

fn gather(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(root, &path, files)?;
        } else if let Ok(relative) = path.strip_prefix(root) {
            files.push((relative.to_string_lossy().replace('\\', "/"), std::fs::read(&path)?));
        }
    }
    Ok(())
}
