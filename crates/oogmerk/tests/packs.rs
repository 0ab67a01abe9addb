//! Knowledge from elsewhere: signed packs, refreshed address blocks, other people's fingerprints, as a person meets them.
#![allow(clippy::unwrap_used)]

use oogmerk_knowledge::signed::seal;
use oogmerk_knowledge::{Knowledge, SecretKey};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A user with a home of their own.
struct User {
    home: TempDir,
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl User {
    fn new() -> Self {
        Self { home: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> String {
        fs::write(self.path(name), text).unwrap();
        self.path(name).display().to_string()
    }

    /// Runs in the user's folder; words that begin with `@` are files in it.
    fn run(&self, line: &[&str]) -> Ran {
        let words = line.iter().map(|w| match w.strip_prefix('@') {
            Some(name) => self.path(name).display().to_string(),
            None => (*w).to_owned(),
        });
        let output = Command::new(env!("CARGO_BIN_EXE_oogmerk"))
            .args(words)
            .env("XDG_DATA_HOME", self.path("data"))
            .env("HOME", self.home.path())
            .env_remove("OOGMERK_RECOG")
            .env_remove("OOGMERK_NMAP_PROBES")
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap();
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    fn done(&self, line: &[&str]) -> String {
        let ran = self.run(line);
        assert_eq!(ran.code, 0, "{line:?}\n{}\n{}", ran.out, ran.err);
        ran.out
    }

    fn version(&self) -> String {
        let out = self.done(&["knowledge", "list"]);
        after(&out, "knowledge").to_owned()
    }
}

fn after<'t>(text: &'t str, word: &str) -> &'t str {
    text.lines()
        .find_map(|l| l.trim_start().strip_prefix(word))
        .unwrap_or_else(|| panic!("no {word} in {text}"))
        .trim()
}

fn copy(from: &Path, to: &Path, without: &[&str]) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if without.iter().any(|own| entry.path().ends_with(own)) {
            continue;
        }
        if entry.path().is_dir() {
            copy(&entry.path(), &target, without);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

const AXIS: &str = concat!(
    r#"{"schema":"oogmerk.evidence/1","subject":"x1","field":"link.mac","value":"ac:cc:8e:00:00:01"}"#,
    "\n",
    r#"{"schema":"oogmerk.evidence/1","subject":"x1","field":"http.realm","value":"AXIS_ACCC8E000001"}"#,
    "\n",
    r#"{"schema":"oogmerk.evidence/1","subject":"x1","field":"rtsp.realm","value":"AXIS_ACCC8E000001"}"#,
    "\n",
    r#"{"schema":"oogmerk.evidence/1","subject":"x1","field":"http.title","value":"AXIS P3225-LV Mk II Network Camera"}"#,
    "\n"
);

/// This project's knowledge without what tells Axis's devices, and without the blocks that bear out its name.
fn lesser(user: &User) {
    let knowledge = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
    copy(&knowledge, &user.path("lesser"), &["vendors/axis/tells.toml", "oui.csv"]);
}

#[test]
fn a_pack_is_installed_only_when_its_maker_is_trusted_and_after_showing_what_it_changes() {
    let user = User::new();
    user.write("axis.jsonl", AXIS);
    user.done(&["import", "@axis.jsonl", "--register", "@town.db"]);
    let own = user.version();
    let made = user.done(&["knowledge", "key", "new", "-o", "@a.key"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(user.path("a.key")).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(
        user.run(&["knowledge", "key", "new", "-o", "@a.key"]).code,
        4,
        "never over a key that is there"
    );
    let fingerprint = after(&made, "fingerprint").to_owned();
    lesser(&user);
    let packed = user.done(&[
        "knowledge",
        "pack",
        "--key",
        "@a.key",
        "--from",
        "@lesser",
        "--maker",
        "A province",
        "-o",
        "@p",
    ]);
    let version = after(&packed, "version").to_owned();
    assert_ne!(version, own);

    let ran = user.run(&["knowledge", "update", "@p", "--yes"]);
    assert_eq!(ran.code, 5, "{}", ran.err);
    assert!(ran.err.contains("is not trusted here") && ran.err.contains(&fingerprint), "{}", ran.err);
    // The stranger's own word is no reason to believe the stranger: nothing stands there to be copied and run.
    assert!(!ran.err.contains(&format!("trust '{fingerprint}")), "{}", ran.err);
    assert!(!ran.err.contains("--from"), "{}", ran.err);
    let ran = user.run(&["knowledge", "trust", "0000 0000 0000 0000 0000 0000", "--from", "@p"]);
    assert_eq!(ran.code, 5, "{}", ran.err);
    assert_eq!(user.run(&["knowledge", "trust", "nonsense"]).code, 2);
    assert_eq!(user.version(), own);
    user.done(&["knowledge", "trust", &fingerprint, "--from", "@p", "--name", "the province"]);

    let facts = fs::read(user.path("town.db")).unwrap();
    let told = user.done(&["knowledge", "update", "@p", "--register", "@town.db", "--dry-run"]);
    assert!(told.contains("Axis → not established") && told.contains("Nothing is installed"), "{told}");
    assert!(told.contains("maker  axis  1, 1 → 0, 0") && told.contains("- axis-"), "{told}");
    assert_eq!(fs::read(user.path("town.db")).unwrap(), facts, "a register is read, never written");
    assert_eq!(user.run(&["knowledge", "update", "@p"]).code, 2, "nobody can be asked here");
    assert_eq!(user.version(), own);
    user.done(&["knowledge", "update", "@p", "--yes"]);
    assert_eq!(user.version(), version);
    assert!(user.done(&["knowledge", "list"]).contains("installed pack of A province"));
    assert!(user.done(&["knowledge", "list"]).contains(&format!("{fingerprint} the province")));

    // What is altered is refused, and what was installed stays.
    let whole = fs::read(user.path("p")).unwrap();
    let mut turned = whole.clone();
    *turned.last_mut().unwrap() ^= 1;
    fs::write(user.path("turned"), &turned).unwrap();
    fs::write(user.path("cut"), &whole[..100]).unwrap();
    for (name, code) in [("@turned", 5), ("@cut", 4), ("@axis.jsonl", 4), ("@not-there", 4)] {
        let ran = user.run(&["knowledge", "update", name, "--yes"]);
        assert_eq!(ran.code, code, "{name} {}", ran.err);
    }
    assert_eq!(user.version(), version);

    // What is older goes in only when asked for.
    let key = SecretKey::parse(&fs::read_to_string(user.path("a.key")).unwrap()).unwrap();
    let text = Knowledge::embedded_pack().text;
    for (name, made_on, program) in
        [("old", "2020-01-01", env!("CARGO_PKG_VERSION")), ("older", "2099-01-01", "0.0.1")]
    {
        fs::write(user.path(name), seal(&text, "A province", made_on, program, &key).unwrap()).unwrap();
        let ran = user.run(&["knowledge", "update", &format!("@{name}"), "--yes"]);
        assert_eq!(ran.code, 5, "{name} {}", ran.err);
        assert!(ran.err.contains("--allow-older"), "{}", ran.err);
    }
    assert_eq!(user.version(), version);
    user.done(&["knowledge", "update", "@old", "--yes", "--allow-older"]);
    assert_eq!(user.version(), own);
    user.done(&["knowledge", "update", "@p", "--yes"]);
    assert_eq!(user.version(), version);

    // What lies in the data folder is held against the keys at every start.
    let installed = user.path("data/oogmerk/knowledge/pack");
    fs::write(&installed, &turned).unwrap();
    let ran = user.run(&["identify", "@axis.jsonl"]);
    assert_eq!(ran.code, 4, "{}", ran.err);
    assert!(ran.err.contains("knowledge reset"), "{}", ran.err);
    user.done(&["knowledge", "reset"]);
    assert_eq!(user.version(), own);
}

#[test]
fn address_blocks_are_refreshed_from_the_registrys_file() {
    let user = User::new();
    let own = user.version();
    let csv = "Registry,Assignment,Organization Name,Organization Address\r\n\
               MA-M,ACCC8E1,Axis Communications AB,x\r\n\
               MA-M,1234567,Nobody Known Here,x\r\n";
    user.write("oui.csv", csv);
    let told = user.done(&["knowledge", "update", "--oui", "@oui.csv", "--dry-run"]);
    assert!(told.contains("Address blocks: 2 read, 1 added, 0 changed"), "{told}");
    assert!(told.contains("+ accc8e1"), "{told}");
    assert_eq!(user.version(), own);
    user.done(&["knowledge", "update", "--oui", "@oui.csv", "--yes"]);
    let now = user.version();
    assert_ne!(now, own);
    assert!(user.done(&["knowledge", "list"]).contains("with address blocks from"));
    let again = user.done(&["knowledge", "update", "--oui", "@oui.csv", "--yes"]);
    assert!(again.contains("in use already"), "{again}");
    user.write("none.txt", "<html>");
    assert_eq!(user.run(&["knowledge", "update", "--oui", "@none.txt", "--yes"]).code, 4);
    assert_eq!(user.version(), now);
    user.done(&["knowledge", "reset"]);
    assert_eq!(user.version(), own);
}

#[test]
fn other_peoples_fingerprints_are_voices_of_their_own() {
    let user = User::new();
    fs::create_dir(user.path("recog")).unwrap();
    // Written for this test, in Recog's format.
    user.write(
        "recog/titles.xml",
        "<fingerprints matches=\"html_title\"><fingerprint pattern=\"^Zzyzx (\\w+)$\"><example>Zzyzx 12</example>\
         <param pos=\"0\" name=\"hw.vendor\" value=\"Mobotix\"/><param pos=\"0\" name=\"hw.device\" value=\"IP Camera\"/>\
         <param pos=\"1\" name=\"hw.product\"/></fingerprint>\
         <fingerprint pattern=\"a(?=b)\"><example>ab</example></fingerprint></fingerprints>",
    );
    user.write(
        "probes",
        "Probe TCP NULL q||\nmatch ftp m|^220 Zzyzx ftpd ([\\w]+)\\r\\n| p/Mobotix Zzyzx ftpd/ d/webcam/ cpe:/h:mobotix:$1/\n",
    );
    user.write(
        "x.jsonl",
        concat!(
            r#"{"schema":"oogmerk.evidence/1","subject":"x1","field":"http.title","value":"Zzyzx 12"}"#,
            "\n",
            r#"{"schema":"oogmerk.evidence/1","subject":"x1","field":"ftp.banner","value":"220 Zzyzx ftpd 12"}"#,
            "\n"
        ),
    );
    let line = ["identify", "--include", "all", "--output", "jsonl", "@x.jsonl"];
    let device =
        |text: &str| -> serde_json::Value { serde_json::from_str(text.lines().next().unwrap()).unwrap() };
    assert_eq!(device(&user.done(&line))["brand"]["verdict"], "undecided");
    let with = [&line[..], &["--recog", "@recog", "--nmap-probes", "@probes"]].concat();
    let ran = user.run(&with);
    assert!(
        ran.err.contains("recog: 1 of 2 patterns usable") && ran.err.contains("look-around"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("nmap: 1 of 1 patterns usable"), "{}", ran.err);
    let told = device(&ran.out);
    assert_eq!(told["brand"]["value"], "Mobotix", "{told}");
    assert_eq!(told["maker"]["verdict"], "undecided", "a name is a statement");
    assert_eq!(told["model"]["value"], "12");
    assert_eq!(told["kind"]["value"], "camera");
    let explained = user.done(&["explain", "x1", "@x.jsonl", "--recog", "@recog", "--lang", "en"]);
    assert!(explained.contains("Zzyzx 12"), "{explained}");
    let checked = user.done(&["knowledge", "check", "--recog", "@recog"]);
    assert!(checked.contains("recog: 1 of 1 examples are matched first by their own pattern"), "{checked}");
    assert_eq!(user.run(&["identify", "@x.jsonl", "--recog", "@nowhere"]).code, 4);
}
