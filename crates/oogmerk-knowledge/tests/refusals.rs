//! What `check` refuses in a lineage and in what tells are heard on: each on a pack of a few lines that breaks one rule,
//! and the nearest pack that does not.
#![allow(clippy::unwrap_used)]

use oogmerk_knowledge::Knowledge;

const FIELDS: &str =
    "[[field]]\nname = \"http.server\"\ntype = \"text\"\nkey = \"none\"\nmeaning = \"Server\"\n";

/// What is wrong with a pack of these files, whether it is found while loading or by its examples.
fn faults(files: &[(&str, &str)]) -> Vec<String> {
    let files = files.iter().copied().chain([("fields.toml", FIELDS)]);
    match Knowledge::from_files(files.map(|(path, text)| (path, text.as_bytes()))) {
        Ok(knowledge) => knowledge.check().failures,
        Err(errors) => errors.iter().map(ToString::to_string).collect(),
    }
}

/// A label firm with edges, beside the firms that may build for it or own it.
fn label(edges: &[&str]) -> Vec<String> {
    let text = format!("key = \"label\"\nname = \"Label\"\n{}", edges.concat());
    let firm =
        |key: &str| (format!("vendors/{key}/vendor.toml"), format!("key = \"{key}\"\nname = \"{key}\"\n"));
    let others = ["aye", "bee"].map(firm);
    let mut files = vec![("vendors/label/vendor.toml", text.as_str())];
    files.extend(others.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    faults(&files)
}

/// An edge of that firm, with what is said of it beside what every edge says.
fn edge(id: &str, maker: &str, lines: &str) -> String {
    let given = |key: &str| lines.lines().any(|line| line.starts_with(key));
    let mut text = format!("[[made_by]]\nid = \"{id}\"\nmaker = \"{maker}\"\n{lines}\n");
    for (key, value) in [
        ("relation", "relabel"),
        ("scope", "all"),
        ("status", "tested"),
        ("evidence", "press"),
        ("source", "a paper, 2020-01-01, page 3"),
    ] {
        if !given(key) {
            text += &format!("{key} = \"{value}\"\n");
        }
    }
    text
}

fn refused(edges: &[&str], want: &str) {
    let found = label(edges);
    assert!(found.len() == 1 && found[0].contains(want), "{edges:?}: {found:?} is not {want:?}");
}

fn accepted(edges: &[&str]) {
    assert_eq!(label(edges), [""; 0], "{edges:?}");
}

#[test]
fn an_edge_without_a_source_is_refused() {
    accepted(&[&edge("a", "aye", "")]);
    refused(&[&edge("a", "aye", "source = \"\"\nstatus = \"draft\"")], "edge `a` has no source");
    refused(&[&edge("a", "aye", "source = \" \"\nstatus = \"draft\"")], "edge `a` has no source");
    let unsaid = edge("a", "aye", "").replace("source = \"a paper, 2020-01-01, page 3\"\n", "");
    refused(&[&unsaid], "missing field `source`");
    refused(&[&edge("a", "aye", "evidence = []\nstatus = \"draft\"")], "says not what its source is");
    // A source that nobody can open bears out no more than a lead.
    let hollow = "source = \"common knowledge\"";
    refused(&[&edge("a", "aye", hollow)], "a says what nothing but \"common knowledge\" bears out");
    accepted(&[&edge("a", "aye", &format!("{hollow}\nstatus = \"draft\"\nevidence = \"hearsay\""))]);
}

#[test]
fn a_beginning_after_the_end_is_refused_in_edges_and_lists() {
    let of = |from: &str, to: &str| edge("a", "aye", &format!("from = \"{from}\"\nto = \"{to}\""));
    refused(&[&of("2023", "2022")], "ends before it begins");
    refused(&[&of("2022-05-02", "2022-05-01")], "ends before it begins");
    refused(&[&of("2022-05", "2021")], "ends before it begins");
    // Within one year nobody said which came first.
    accepted(&[&of("2022-05", "2022")]);
    accepted(&[&of("2022", "2022-05")]);
    accepted(&[&of("2021", "2022")]);
    refused(&[&of("2022-02-30", "")], "no day, month or year");
    let list = |from: &str, to: &str| {
        let text = format!(
            "id = \"rule\"\nname = \"Rule\"\nstatement = \"s\"\nauthority = \"a\"\ncountry = \"BE\"\nbinds = \"all\"\n\
             legal_reference = \"l\"\nsource = \"s\"\nseverity = \"high\"\nverified = false\n\
             [[names]]\nmaker = \"aye\"\nfrom = \"{from}\"\nto = \"{to}\"\n"
        );
        faults(&[
            ("vendors/aye/vendor.toml", "key = \"aye\"\nname = \"Aye\"\n"),
            ("policies/rule/policy.toml", &text),
        ])
    };
    assert_eq!(list("2022-05-01", "2022-06-01"), [""; 0]);
    let found = list("2022-05-01", "2022-04-01");
    assert!(found.len() == 1 && found[0].contains("before"), "{found:?}");
}

#[test]
fn two_edges_that_contradict_are_refused_unless_one_is_disputed() {
    let clash = "contradict";
    let (aye, bee) = (edge("a", "aye", ""), edge("b", "bee", ""));
    refused(&[&aye, &bee], clash);
    refused(&[&aye, &edge("b", "bee", "scope = \"some\"\nstatus = \"draft\"")], clash);
    refused(&[&aye, &edge("b", "label", "relation = \"own_brand\"")], clash);
    accepted(&[&aye, &edge("b", "bee", "disputed = true")]);
    // Some of one and some of another is how such firms buy.
    accepted(&[&edge("a", "aye", "scope = \"some\""), &edge("b", "bee", "scope = \"some\"")]);
    // One after the other, also where a year is all that is known of the change.
    accepted(&[&edge("a", "aye", "to = \"2020\""), &edge("b", "bee", "from = \"2020-07\"")]);
    refused(&[&edge("a", "aye", "to = \"2020-08\""), &edge("b", "bee", "from = \"2020-07\"")], clash);
    // A line is the exception that the whole brand leaves room for; of one line there is one maker.
    let line = |id: &str, maker: &str, models: &str| edge(id, maker, &format!("models = \"{models}\""));
    accepted(&[&aye, &line("b", "bee", "^B-")]);
    accepted(&[&line("a", "aye", "^A-"), &line("b", "bee", "^B-")]);
    refused(&[&line("a", "aye", "^A-"), &line("b", "bee", "^A-")], clash);
    let row = "[[grammar]]\nid = \"g\"\npattern = \"^[AB]-[0-9]+$\"\nstatus = \"draft\"\nsource = \"s\"\n\
               match = [\"A-7\"]\nsilent = [\"C-7\"]\n";
    refused(&[&line("a", "aye", "^A-"), &line("b", "bee", "^[AB]-"), row], clash);
    // A part inside says nothing about who built the whole.
    accepted(&[&aye, &edge("b", "bee", "relation = \"component\"")]);
}

#[test]
fn a_house_has_one_owner_at_a_time_and_is_not_its_own() {
    let bought =
        |id: &str, maker: &str, lines: &str| edge(id, maker, &format!("relation = \"acquired\"\n{lines}"));
    refused(&[&bought("a", "aye", ""), &bought("b", "bee", "")], "owned whole by aye and by bee");
    accepted(&[
        &bought("a", "aye", "from = \"2016\"\nto = \"2025\""),
        &bought("b", "bee", "from = \"2025\""),
    ]);
    accepted(&[&bought("a", "aye", ""), &bought("b", "bee", "disputed = true")]);
    refused(&[&bought("a", "label", "")], "its own acquired");
    refused(&[&edge("a", "label", "")], "its own relabel");
    refused(&[&edge("a", "aye", ""), &edge("b", "aye", "")], "they say the same");
    let back = "key = \"zed\"\nname = \"Zed\"\n".to_owned() + &bought("z", "label", "");
    let own = "key = \"label\"\nname = \"Label\"\n".to_owned() + &bought("a", "zed", "");
    let found = faults(&[("vendors/zed/vendor.toml", &back), ("vendors/label/vendor.toml", &own)]);
    assert!(found.len() == 1 && found[0].contains("each firm owns the other"), "{found:?}");
}

#[test]
fn a_tell_that_is_heard_on_a_look_alike_is_refused() {
    let tell = |id: &str, lines: &str, example: &str| {
        format!(
            "[[tell]]\nid = \"{id}\"\nfield = \"http.server\"\n{lines}\nstatus = \"tested\"\n\
             source = \"a paper, 2020-01-01, page 3\"\nmatch = [\"{example}\"]\nsilent = [\"nginx\"]\n"
        )
    };
    let heard = |camera: &str, other: &str| {
        faults(&[
            ("vendors/aye/vendor.toml", "key = \"aye\"\nname = \"Aye\"\n"),
            ("vendors/aye/tells.toml", &format!("{camera}{other}")),
        ])
    };
    let camera = |weight: &str, prefix: &str| {
        let lines =
            format!("prefix = \"{prefix}\"\nkinds = [\"camera\", \"recorder\"]\nweight = \"{weight}\"");
        tell("camera", &lines, "Aye-Cam/1")
    };
    let of = |kinds: &str| {
        tell(
            "other",
            &format!("prefix = \"Aye-Switch/\"\nkinds = [{kinds}]\nweight = \"strong\""),
            "Aye-Switch/1",
        )
    };
    let switch = of("\"switch\"");
    assert_eq!(heard(&camera("strong", "Aye-Cam/"), &switch), [""; 0]);
    let found = heard(&camera("strong", "Aye-"), &switch);
    assert!(found.len() == 1 && found[0].starts_with("camera is heard on \"Aye-Switch/1\""), "{found:?}");
    // What is quieter than the look-alike's own tell loses to it; what may be either says nothing against a camera.
    assert_eq!(heard(&camera("moderate", "Aye-"), &switch), [""; 0]);
    assert_eq!(heard(&camera("strong", "Aye-"), &of("\"switch\", \"camera\"")), [""; 0]);
    // Its own near miss is the look-alike that its author thought of.
    let near = camera("strong", "Aye-").replace("\"nginx\"", "\"Aye-Switch/1\"");
    let found = heard(&near, "");
    assert!(found.len() == 1 && found[0].contains("on which it must be silent"), "{found:?}");
}
