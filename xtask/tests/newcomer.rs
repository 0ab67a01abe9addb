//! What CONTRIBUTING promises to whoever adds a protocol or a format: one new file and one line in a table, and it is
//! heard in a capture, in a folder and by the simulator's socket. Tried on a copy of the house, then taken away again.
#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A bell that rings on UDP 41414: `BELL` and a model. Made up; it stands for what somebody may add.
const BELL: &str = r#"//! bell: a protocol that does not exist, for a test. Source: none.

pub use super::announcement::Announcement as Message;
use crate::row::{Ask, Carried, Codec, Datagrams, Mark, Secrets};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::spanned::Spanned;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Datagrams(Datagrams { marks: &[Mark::Begins(b"BELL")], ..Datagrams::on(&[41_414]) })],
    secrets: Secrets::Open,
    asks: &[Ask::hinted("bell", |_| {
        Some(Inquiry::new("bell", "the model of a bell", Target::Udp(41_414), b"RING".to_vec()))
    })],
    ..Codec::new("bell", read, b"BELLDing 3000")
};

/// Reads one datagram.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    if payload == b"RING" {
        return Ok(Message::question("bell"));
    }
    if !payload.starts_with(b"BELL") {
        return Err(Malformed::at(0, "no bell"));
    }
    Ok(Message::answer("bell", [("onvif.model", Some(Spanned::copied(payload, 4..payload.len())))]))
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}
"#;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// Every file of the house but what is built and what git keeps, by its path.
fn files(of: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut todo = vec![of.to_path_buf()];
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if !matches!(name.as_str(), ".git" | "target" | "out") {
                    todo.push(path);
                }
            } else if path.is_file() {
                files.insert(path.strip_prefix(of).unwrap().to_path_buf(), std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// Gives our crates in a file of cargo's another version. Cargo tells crates of a workspace apart by name and version,
/// not by place: under the same version the copy's would take the place of the house's own among what is built.
fn rename(file: &Path, is_ours: impl Fn(&str) -> bool) {
    let text = std::fs::read_to_string(file).unwrap();
    let own = format!("version = \"{}\"", env!("CARGO_PKG_VERSION"));
    let copy = format!("version = \"{}-copy\"", env!("CARGO_PKG_VERSION"));
    let parts = text.split("[[package]]\n");
    let renamed = parts.map(|p| if is_ours(p) { p.replacen(&own, &copy, 1) } else { p.to_owned() });
    std::fs::write(file, renamed.collect::<Vec<_>>().join("[[package]]\n")).unwrap();
}

struct House(PathBuf);

impl House {
    fn copied(name: &str) -> Self {
        let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&to);
        for (path, bytes) in files(&root()) {
            let path = to.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        rename(&to.join("Cargo.toml"), |part| part.contains("[workspace.package]"));
        rename(&to.join("Cargo.lock"), |part| {
            part.starts_with("name = \"oogmerk") || part.starts_with("name = \"xtask\"")
        });
        Self(to)
    }

    fn scaffold(&self, words: &[&str]) {
        let out = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("new")
            .args(words)
            .current_dir(&self.0)
            .output()
            .unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    }

    /// Runs cargo in the house, with what was built already, and gives what it printed.
    fn cargo(&self, words: &[&str]) -> (bool, String) {
        let built = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let out = Command::new(env!("CARGO"))
            .args(words)
            .args(["--offline", "--quiet"])
            .env("CARGO_TARGET_DIR", built)
            .env_remove("OOGMERK_NOT_RUN")
            .current_dir(&self.0)
            .output()
            .unwrap();
        let said = [out.stdout, out.stderr].concat();
        (out.status.success(), String::from_utf8_lossy(&said).into_owned())
    }
}

/// New files, and the lines added to others; fails where anything else was done.
fn difference(
    before: &BTreeMap<PathBuf, Vec<u8>>,
    after: &BTreeMap<PathBuf, Vec<u8>>,
) -> (Vec<PathBuf>, Vec<(PathBuf, String)>) {
    let (mut fresh, mut added) = (Vec::new(), Vec::new());
    for (path, bytes) in after {
        let Some(old) = before.get(path) else {
            fresh.push(path.clone());
            continue;
        };
        if old == bytes {
            continue;
        }
        let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(bytes));
        let mut rest = old.lines().peekable();
        for line in new.lines() {
            if rest.peek() == Some(&line) {
                rest.next();
            } else {
                added.push((path.clone(), line.trim().to_owned()));
            }
        }
        assert_eq!(rest.next(), None, "{} lost a line", path.display());
    }
    assert!(before.keys().all(|path| after.contains_key(path)), "a file went away");
    (fresh, added)
}

#[test]
fn a_protocol_and_a_format_are_one_file_and_one_line_each_and_are_heard_everywhere() {
    let house = House::copied("newcomer");
    let before = files(&house.0);
    house.scaffold(&["protocol", "bell"]);
    house.scaffold(&["format", "bell-log"]);
    let (fresh, added) = difference(&before, &files(&house.0));
    let names: Vec<String> = fresh.iter().map(|p| p.to_string_lossy().into_owned()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names.iter().any(|n| n.ends_with("codec/bell.rs")), "{names:?}");
    assert!(names.iter().any(|n| n.ends_with("bell_log.rs")), "{names:?}");
    assert_eq!(added.len(), 2, "{added:?}");

    // The skeletons compile, and their tests fail until somebody fills them in.
    let (passed, said) = house.cargo(&["test", "-p", "oogmerk-wire", "--lib", "codec::bell"]);
    assert!(!passed && said.contains("an_answer_gives_its_fields"), "{said}");

    // Filled in, the protocol is heard wherever one can be, by tests that do not know it.
    std::fs::write(house.0.join("crates/oogmerk-wire/src/codec/bell.rs"), BELL).unwrap();
    // The format that was scaffolded beside it knows and reads the sample in its file.
    // The whole workspace is named so that what others wrote is shared with the build that runs this test.
    let (passed, said) = house.cargo(&["test", "--workspace", "--test", "every_codec", "--test", "table"]);
    assert!(passed, "{said}");

    for path in fresh {
        std::fs::remove_file(house.0.join(path)).unwrap();
    }
    for (path, line) in added {
        let path = house.0.join(path);
        let text = std::fs::read_to_string(&path).unwrap();
        let kept: Vec<&str> = text.lines().filter(|l| l.trim() != line).collect();
        std::fs::write(&path, kept.join("\n") + "\n").unwrap();
    }
    assert!(files(&house.0) == before, "the house is not as it was");
    std::fs::remove_dir_all(&house.0).unwrap();
}
