//! `cargo xtask new …`: the skeleton of each thing a newcomer adds. It compiles; its test fails until it is filled in.

use std::fs;
use std::path::{Path, PathBuf};

/// What stands in for what the author has to write.
const FILL_IN: &str = "FILL IN";

/// Makes a skeleton below `root`. Returns what was written and what is left to do.
pub fn run(root: &Path, words: &[&str]) -> Result<String, String> {
    match words {
        ["protocol", name] => protocol(root, named(name)?),
        ["tell", vendor, id] => tell(root, named(vendor)?, id),
        ["policy", id] => policy(root, named(id)?),
        ["sentence", key] => sentence(root, named(key)?),
        ["format", name] => format_of_files(root, named(name)?),
        _ => Err(
            "usage: cargo xtask new protocol NAME | tell VENDOR ID | policy ID | sentence KEY | format NAME"
                .into(),
        ),
    }
}

/// Names are kebab-case, as identifiers in data are.
fn named(name: &str) -> Result<&str, String> {
    let fine = !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && name.starts_with(|c: char| c.is_ascii_lowercase());
    if fine { Ok(name) } else { Err(format!("'{name}' is no name: lower-case letters, digits and dashes")) }
}

fn fresh(path: PathBuf, text: &str) -> Result<String, String> {
    if path.exists() {
        return Err(format!("{} stands there already", path.display()));
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(format!("wrote {}\n", path.display()))
}

/// Inserts lines before the first line that satisfies a test.
fn insert_before(path: &Path, is_place: impl Fn(&str) -> bool, lines: &str) -> Result<String, String> {
    let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let at = text
        .lines()
        .position(is_place)
        .ok_or_else(|| format!("{}: the place to insert was not found", path.display()))?;
    let mut out: Vec<&str> = text.lines().collect();
    out.insert(at, lines.trim_end());
    fs::write(path, out.join("\n") + "\n").map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(format!("added to {}: {}\n", path.display(), lines.trim()))
}

/// One new file, which holds everything about the protocol, and one line in the table of codecs.
fn protocol(root: &Path, name: &str) -> Result<String, String> {
    let module = name.replace('-', "_");
    let codecs = root.join("crates/oogmerk-wire/src/codec");
    let code = format!(
        r#"//! {name}: {FILL_IN} what it is, what it is not, and where the format comes from (standard and section, or source).

pub use super::announcement::Announcement as Message;
use crate::row::{{Carried, Codec, Datagrams}};
use crate::{{Clues, Malformed}};
use oogmerk_bytes::spanned::Spanned;

/// The row of this codec. {FILL_IN}: what `row.rs` offers and the protocol has (marks, secrets, questions …); a
/// neighbour of the same sort shows how.
pub const CODEC: Codec =
    Codec {{ carried: &[Carried::Datagrams(Datagrams::on(&[PORT]))], ..Codec::new("{name}", read, SAMPLE) }};

/// {FILL_IN} the port, and who says so.
pub const PORT: u16 = 0;

/// {FILL_IN} an answer as a device sends it, written by us from the source above.
const SAMPLE: &[u8] = b"";

/// Reads one datagram. Total: any bytes give a message or say why not.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {{
    let value = Spanned::copied(payload, 0..payload.len());
    if value.is_empty() {{
        return Err(Malformed::at(0, "{name} is not read yet"));
    }}
    // {FILL_IN} which bytes hold which field of `knowledge/fields.toml`.
    Ok(Message::answer("{name}", []))
}}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {{
    parse(payload).map(|m| m.clues())
}}

#[cfg(test)]
mod tests {{
    use super::super::trial::{{check, survives}};
    use super::*;

    #[test]
    fn an_answer_gives_its_fields() {{
        check(read, SAMPLE, "~protocol.answered = {name}");
        survives(read, SAMPLE);
    }}
}}
"#
    );
    let mut said = fresh(codecs.join(format!("{module}.rs")), &code)?;
    let line = format!("    {module}: CODEC;");
    let is_place = |l: &str| l == "}" || (is_row(l) && l > line.as_str());
    said += &insert_after(&codecs.join("mod.rs"), |l| l == "codecs! {", is_place, &line)?;
    Ok(
        said + "next: fill it in; `./dev format`; `cargo test -p oogmerk-wire`; `cargo test -p oogmerk-sim --test every_codec`; `./dev golden`\n"
    )
}

/// `    name: ROW;`, a line of a table.
fn is_row(line: &str) -> bool {
    line.starts_with("    ") && line.ends_with(';') && line.contains(": ")
}

/// Inserts a line into the table that begins with a line, before the first of its lines that satisfies a test.
fn insert_after(
    path: &Path,
    is_start: impl Fn(&str) -> bool,
    is_place: impl Fn(&str) -> bool,
    line: &str,
) -> Result<String, String> {
    let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut lines: Vec<&str> = text.lines().collect();
    let start = lines.iter().position(|l| is_start(l));
    let at = start.and_then(|s| Some(s + 1 + lines[s + 1..].iter().position(|l| is_place(l))?));
    let at = at.ok_or_else(|| format!("{}: the table was not found", path.display()))?;
    lines.insert(at, line);
    fs::write(path, lines.join("\n") + "\n").map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(format!("added to {}: {}\n", path.display(), line.trim()))
}

fn tell(root: &Path, vendor: &str, id: &str) -> Result<String, String> {
    let path = root.join(format!("knowledge/vendors/{vendor}/tells.toml"));
    let known = fs::read_to_string(&path).unwrap_or_default();
    if known.contains(&format!("id = \"{id}\"")) {
        return Err(format!("{id} stands in {} already", path.display()));
    }
    let skeleton = format!(
        "\n[[tell]]\nid = \"{id}\"\nfield = \"http.server\"\nexact = \"{FILL_IN}\"\nweight = \"weak\"\nstatus = \"draft\"\nsource = \"{FILL_IN} (title, section, date)\"\nmatch = [\"{FILL_IN} a value on which it must speak\"]\nsilent = [\"{FILL_IN} the nearest value on which it must not\"]\n"
    );
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    fs::write(&path, known + &skeleton).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(format!(
        "added to {}\nnext: fill it in, run `cargo xtask check`, then `./dev golden` and read the difference\n",
        path.display()
    ))
}

fn policy(root: &Path, id: &str) -> Result<String, String> {
    let folder = root.join(format!("knowledge/policies/{id}"));
    let mut said = fresh(
        folder.join("policy.toml"),
        &format!(
            "id = \"{id}\"\nname = \"{FILL_IN}\"\nauthority = \"{FILL_IN}\"\ncountry = \"{FILL_IN}\"\nbinds = \"{FILL_IN} whom it binds\"\nlegal_reference = \"{FILL_IN}\"\nsource = \"{FILL_IN} (title, date)\"\nseverity = \"medium\"\nverified = false\nkinds = []\n\n[[maker]]\nmaker = \"{FILL_IN}\"\nfrom = \"YYYY-MM-DD\"\n"
        ),
    )?;
    said += &fresh(
        folder.join("examples.toml"),
        &format!(
            "# One that breaks it, one that does not, one nobody can tell, and one on the day before.\n[[example]]\nmaker = \"{FILL_IN}\"\non = \"YYYY-MM-DD\"\nconclusion = \"breaks\"\n"
        ),
    )?;
    Ok(said + "next: fill in both, look at a neighbour in knowledge/policies/, run `cargo xtask check`\n")
}

fn sentence(root: &Path, key: &str) -> Result<String, String> {
    let mut said = String::new();
    for language in ["nl", "fr", "de", "en"] {
        let path = root.join(format!("crates/oogmerk-report/messages/{language}.ftl"));
        let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        if text.lines().any(|l| l.starts_with(&format!("{key} ="))) {
            return Err(format!("{key} stands in {} already", path.display()));
        }
        fs::write(&path, format!("{}\n{key} = {FILL_IN}\n", text.trim_end()))
            .map_err(|e| format!("{}: {e}", path.display()))?;
        said += &format!("added to {}\n", path.display());
    }
    Ok(said + "next: write it in all four, use it in a template, run `cargo test -p oogmerk-report`\n")
}

/// The file of a format, which reads its own sample as it stands, and its line in the table, before the lists.
fn format_of_files(root: &Path, name: &str) -> Result<String, String> {
    let module = name.replace('-', "_");
    let formats = root.join("crates/oogmerk-import/src");
    let mut said = fresh(formats.join(format!("formats/{module}.rs")), &format_file(name))?;
    let lists = |line: &str| line.trim() == "// Rows that agree on a separator.";
    said += &insert_before(&formats.join("formats.rs"), lists, &format!("    mod {module};"))?;
    Ok(
        said + "next: fill in the file, move its line to where it belongs; `./dev format`; `cargo test -p oogmerk-import`\n"
    )
}

fn format_file(name: &str) -> String {
    format!(
        r##"//! {name}: {FILL_IN} which tool writes it, which versions were seen, and where its shape is documented.

use crate::head::Head;
use crate::lines::{{Lines, Skip}};
use crate::reading::{{How, Reading, at}};
use crate::row::Row;
use oogmerk_model::{{Field, Subject}};
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::new("{name}", looks_like, read).sampled(SAMPLE);

/// {FILL_IN} what tells it from every other format.
const HEADING: &str = "# {name}";

/// {FILL_IN} a small input written by us, and from what.
const SAMPLE: &[u8] = b"# {name}\n192.0.2.7 {FILL_IN}/1.0\n";

fn looks_like(head: &Head<'_>) -> bool {{
    head.lines().is_some_and(|opening| opening.first == HEADING)
}}

/// Reads it line by line: a bad one is told with its number, the rest goes on.
fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {{
    let mut lines = Lines::of(input, Skip::BlankAndComments);
    while let Some(line) = lines.next(reading) {{
        let text = line.text();
        let (address, server) = text.split_once(' ').unwrap_or((&text, ""));
        let Ok(ip) = address.parse::<IpAddr>() else {{
            line.problem(reading, "the address is none");
            continue;
        }};
        reading.outcome.records += 1;
        let observation =
            Arc::new(reading.observation(Subject::ip(ip), ROW.name, Some(line.number), line.bytes));
        reading.put_ip(&observation, Field::of("import.ip"), address, at(line.offset));
        reading.put(&observation, Field::of("http.server"), server, How::Copied, at(line.offset));
    }}
}}

#[cfg(test)]
mod tests {{
    use super::*;
    use crate::reading::Options;
    use oogmerk_model::Fact;

    #[test]
    fn the_sample_gives_its_fields() {{
        let options = Options::default();
        let mut facts: Vec<Fact> = Vec::new();
        let mut reading = Reading::new("sample", &options, &mut facts);
        read(Box::new(SAMPLE), &mut reading);
        assert_eq!((reading.outcome.records, reading.outcome.problems), (1, 0));
        let said = format!("{{facts:?}}");
        assert!(said.contains("192.0.2.7"), "{{said}}");
        assert!(!said.contains("{FILL_IN}"), "the sample is made up: {{said}}");
    }}
}}
"##
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// A house with just what the scaffolds touch.
    fn house() -> PathBuf {
        let root = std::env::temp_dir().join(format!(
            "oogmerk-scaffold-{}-{:?}",
            std::process::id(),
            std::thread::current().id()
        ));
        let put = |path: &str, text: &str| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        put(
            "crates/oogmerk-wire/src/codec/mod.rs",
            "//! x\n\ncodecs! {\n    arp: CODEC;\n    xm: CODEC;\n}\n",
        );
        put(
            "crates/oogmerk-import/src/formats.rs",
            "formats! {\n    mod vapix;\n    // Rows that agree on a separator.\n    mod spreadsheet_csv;\n}\n",
        );
        for language in ["nl", "fr", "de", "en"] {
            put(&format!("crates/oogmerk-report/messages/{language}.ftl"), "a = b\n");
        }
        root
    }

    #[test]
    fn each_recipe_makes_its_files_once() {
        let root = house();
        for words in [
            vec!["protocol", "new-thing"],
            vec!["tell", "acme", "acme-http-server-x"],
            vec!["policy", "xx-list"],
            vec!["sentence", "new-sentence"],
            vec!["format", "new-tool"],
        ] {
            let said = run(&root, &words).unwrap();
            assert!(said.contains("next:"), "{said}");
            assert!(run(&root, &words).is_err(), "{words:?} was made twice");
        }
        let table = fs::read_to_string(root.join("crates/oogmerk-wire/src/codec/mod.rs")).unwrap();
        assert!(table.contains("    arp: CODEC;\n    new_thing: CODEC;\n    xm: CODEC;\n"), "{table}");
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_format_is_one_new_file_and_one_line_of_the_table_as_it_is() {
        let root = house();
        let table = root.join("crates/oogmerk-import/src/formats.rs");
        let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/oogmerk-import/src/formats.rs");
        let before = fs::read_to_string(real).unwrap();
        fs::write(&table, &before).unwrap();
        run(&root, &["format", "new-tool"]).unwrap();
        let after = fs::read_to_string(&table).unwrap();
        assert_eq!(after.replacen("    mod new_tool;\n", "", 1), before);
        assert_eq!(after.lines().count(), before.lines().count() + 1);
        assert!(root.join("crates/oogmerk-import/src/formats/new_tool.rs").is_file());
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_name_that_could_leave_the_folder_is_refused() {
        for name in ["../x", "", "A", "a/b", "-a", "a b"] {
            assert!(run(Path::new("."), &["protocol", name]).is_err(), "{name}");
        }
    }
}
