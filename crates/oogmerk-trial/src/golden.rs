//! Expected texts: what a test found is held against the file that stands in the repository, byte for byte.
//!
//! A text that changed fails, with the difference. Tests never write over it: `./dev golden` runs the tests that hold
//! expected texts with a folder to put their proposals in, shows the difference, and writes it when a person who
//! has read it says so. It finds these tests by their names, so each says `golden` in its own.

use std::path::{Path, PathBuf};

/// The folder for proposals; only `./dev golden` names one.
const PROPOSED_IN: &str = "OOGMERK_GOLDEN";

/// Lines of a difference that are shown; `./dev golden` shows all.
const SHOWN: usize = 60;

/// Holds found bytes against the files that say what is expected.
///
/// Panics where one differs or is missing, naming the command; and in a test whose name does not say `golden`.
#[track_caller]
pub fn hold<P: AsRef<Path>, B: AsRef<[u8]>>(found: impl IntoIterator<Item = (P, B)>) {
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("main");
    assert!(
        test == "main" || test.contains("golden"),
        "`./dev golden` finds tests by the word golden in their name; {test} lacks it"
    );
    let proposed = std::env::var_os(PROPOSED_IN).map(PathBuf::from);
    let mut changed = String::new();
    for (path, found) in found {
        let (path, found) = (path.as_ref(), found.as_ref());
        let want = std::fs::read(path).unwrap_or_default();
        if want == found {
            continue;
        }
        match &proposed {
            Some(folder) => propose(folder, path, found),
            None => changed += &format!("{}\n{}", path.display(), difference(&want, found)),
        }
    }
    assert!(
        changed.is_empty(),
        "an expected text changed. `./dev golden` shows the whole difference and writes it once you have read it.\n{changed}"
    );
}

fn propose(folder: &Path, path: &Path, found: &[u8]) {
    let inside = inside_repository(path);
    let to = folder.join(&inside);
    let written =
        to.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&to, found));
    assert!(written.is_ok(), "{}: {written:?}", to.display());
}

/// The path below the repository's root: proposals keep it.
fn inside_repository(path: &Path) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap_or_default();
    let folder = path.parent().and_then(|f| f.canonicalize().ok()).unwrap_or_default();
    let below = folder.strip_prefix(&root).map(Path::to_path_buf);
    assert!(below.is_ok(), "{} lies outside the repository, or its folder is missing", path.display());
    below.unwrap_or_default().join(path.file_name().unwrap_or_default())
}

/// The lines that differ, without those before the first and after the last difference.
fn difference(want: &[u8], found: &[u8]) -> String {
    let (want, found) = (String::from_utf8_lossy(want), String::from_utf8_lossy(found));
    let (want, found): (Vec<&str>, Vec<&str>) = (want.lines().collect(), found.lines().collect());
    let start = want.iter().zip(&found).take_while(|(a, b)| a == b).count();
    let (want, found) = (&want[start..], &found[start..]);
    let end = want.iter().rev().zip(found.iter().rev()).take_while(|(a, b)| a == b).count();
    let gone = want[..want.len() - end].iter().map(|line| format!("-{line}\n"));
    let new = found[..found.len() - end].iter().map(|line| format!("+{line}\n"));
    let lines: Vec<String> = gone.chain(new).collect();
    let more = lines.len().saturating_sub(SHOWN);
    let rest = if more > 0 { format!("… {more} lines more\n") } else { String::new() };
    format!("@@ line {} @@\n{}{rest}", start + 1, lines[..lines.len() - more].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_shows_the_lines_between_the_first_and_the_last() {
        let shown = difference(b"a\nb\nc\nd\n", b"a\nx\nc\ny\nd\n");
        assert_eq!(shown, "@@ line 2 @@\n-b\n-c\n+x\n+c\n+y\n");
        assert_eq!(difference(b"", b"new\n"), "@@ line 1 @@\n+new\n");
        let long = "x\n".repeat(100);
        assert!(difference(b"", long.as_bytes()).ends_with("… 40 lines more\n"));
    }

    #[test]
    fn a_golden_text_that_changed_is_an_error_that_names_the_command() {
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let text = std::fs::read(&own).unwrap_or_default();
        hold([(&own, &text)]);
        if std::env::var_os(PROPOSED_IN).is_none() {
            let failed = std::panic::catch_unwind(|| hold([(&own, "other")]));
            let said = failed.err().and_then(|e| e.downcast::<String>().ok()).unwrap_or_default();
            assert!(said.contains("./dev golden") && said.contains("+other"), "{said}");
        }
    }

    #[test]
    fn a_proposal_keeps_its_path_below_the_repository() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/new.facts");
        assert_eq!(inside_repository(&path), Path::new("samples/new.facts"));
    }
}
