//! What a tell must not do: each rule, on a pack of a few lines that breaks it, and the nearest one that does not.
#![allow(clippy::unwrap_used)]

use oogmerk_knowledge::{Distrust, Knowledge};

const FIELDS: &str = r#"
[[field]]
name = "http.server"
type = "text"
key = "none"
meaning = "Server"

[[field]]
name = "onvif.scope"
type = "text"
key = "none"
meaning = "one scope"
editable = ["onvif://www.onvif.org/name/"]

[[field]]
name = "snmp.sys_name"
type = "text"
key = "weak"
meaning = "sysName"
editable = true

[[field]]
name = "rtsp.content_base"
type = "url"
key = "none"
meaning = "Content-Base"
echoes = true

[[field]]
name = "snmp.enterprise"
type = "number"
key = "none"
meaning = "number"

[[field]]
name = "label.model"
type = "text"
key = "none"
states = "model"
meaning = "model"
"#;

const SOURCE: &str = "acme/cameras docs/banners.md at 0123456789ab; read 2026-11-30";

/// A firm that sells its own A models, and others' devices besides.
const LABEL: &str = r#"key = "label"
name = "Label"
[[made_by]]
id = "label-by-maker"
maker = "maker"
relation = "relabel"
scope = "some"
status = "draft"
evidence = "hearsay"
source = "s"
[[made_by]]
id = "label-by-label"
maker = "label"
relation = "own_brand"
models = "^A-[0-9]+$"
scope = "all"
status = "tested"
evidence = "press"
source = "s"
"#;

/// A firm that sells two kinds, under its own name.
const MAKER: &str = r#"key = "maker"
name = "Maker"
[[grammar]]
id = "maker-recorders"
maker = "maker"
pattern = "^REC-[0-9]+$"
kinds = ["recorder"]
status = "tested"
source = "s"
match = ["REC-7"]
silent = ["REX-7"]
"#;

/// What `check` says of one tell in a pack with both firms, and with `shops` more that sell what Maker builds.
fn failures(lines: &str, shops: usize) -> Vec<String> {
    let mut files = vec![
        ("fields.toml".to_owned(), FIELDS.to_owned()),
        ("vendors/label/vendor.toml".to_owned(), LABEL.to_owned()),
        ("vendors/maker/vendor.toml".to_owned(), MAKER.to_owned()),
        ("vendors/maker/tells.toml".to_owned(), format!("[[tell]]\nid = \"t\"\n{lines}\n")),
    ];
    for n in 0..shops {
        let shop = format!(
            "key = \"shop{n}\"\nname = \"Shop{n}\"\n[[made_by]]\nid = \"shop{n}-by-maker\"\nmaker = \"maker\"\n\
             relation = \"oem\"\nscope = \"some\"\nstatus = \"draft\"\nevidence = \"hearsay\"\nsource = \"s\"\n"
        );
        files.push((format!("vendors/shop{n}/vendor.toml"), shop));
    }
    Knowledge::from_files(files.iter().map(|(p, t)| (p.as_str(), t.as_bytes()))).unwrap().check().failures
}

/// A decisive tell with a good source.
fn decisive(field: &str, pattern: &str, claims: &str, example: &str) -> String {
    format!(
        "field = \"{field}\"\n{pattern}\n{claims}\nweight = \"decisive\"\nstatus = \"proven\"\nsource = \"{SOURCE}\"\n\
         match = [\"{example}\"]\nsilent = [\"nginx\"]"
    )
}

/// The tell breaks this rule and no other.
fn breaks(lines: &str, rule: Distrust) {
    assert_eq!(failures(lines, 0), [format!("t {}", rule.fault())], "{lines}");
}

fn holds(lines: &str) {
    assert_eq!(failures(lines, 0), [""; 0], "{lines}");
}

#[test]
fn a_shape_of_models_names_no_label_firm_as_maker_but_for_models_that_are_its_own() {
    let check = |maker: &str, prefix: &str, status: &str, want: bool| {
        let row = format!(
            "[[grammar]]\nid = \"g\"\n{maker}\npattern = \"^(?i:Label )?{prefix}-[0-9]+$\"\nkinds = [\"camera\"]\n\
             status = \"{status}\"\nsource = \"s\"\nmatch = [\"{prefix}-7\", \"LABEL {prefix}-8\"]\nsilent = [\"X-7\"]\n"
        );
        let label = format!("{LABEL}{row}");
        let files = [
            ("fields.toml", FIELDS),
            ("vendors/label/vendor.toml", &label),
            ("vendors/maker/vendor.toml", MAKER),
        ];
        let knowledge = Knowledge::from_files(files.iter().map(|(p, t)| (*p, t.as_bytes()))).unwrap();
        let failures = knowledge.check().failures;
        let want: &[String] = if want { &[] } else { &[format!("g {}", Distrust::LabelFirm.fault())] };
        assert_eq!(failures, want, "{maker} {prefix} {status}");
    };
    check("maker = \"label\"", "A", "tested", true);
    check("maker = \"label\"", "B", "tested", false);
    check("maker = \"label\"", "B", "draft", true);
    check("maker = \"maker\"", "B", "tested", true);
    check("", "B", "tested", true);
}

#[test]
fn a_label_firm_is_never_named_as_maker_but_for_models_that_are_its_own() {
    let number = |claims: &str| decisive("snmp.enterprise", "exact = \"7\"", claims, "7");
    breaks(&number("maker = \"label\""), Distrust::LabelFirm);
    holds(&number("brand = \"label\""));
    holds(&number("maker = \"maker\""));
    let model = |pattern: &str, example: &str| {
        decisive("label.model", &format!("regex = '{pattern}'"), "maker = \"label\"", example)
    };
    holds(&model("^A-[0-9]+$", "A-12"));
    breaks(&model("^B-[0-9]+$", "B-12"), Distrust::LabelFirm);
    let cut = "maker = \"label\"\nmodel = \"$model\"";
    holds(&decisive("http.server", "regex = '^Web (?P<model>A-[0-9]+)$'", cut, "Web A-12"));
    breaks(
        &decisive("http.server", "regex = '^Web (?P<model>[AB]-[0-9]+)$'", cut, "Web B-12"),
        Distrust::LabelFirm,
    );
    // What others build is one line of recorders, and the tell speaks of cameras: a lead on the one is none on the other.
    let line = |kinds: &str, status: &str| {
        let number = number(&format!("maker = \"line\"\nkinds = [{kinds}]"));
        let vendor =
            LABEL.replace("label", "line").replace("Label", "Line").replace("\"reline\"", "\"relabel\"");
        let vendor = vendor.replacen("\"draft\"", &format!("\"{status}\""), 1);
        let vendor = vendor.replace("evidence = \"hearsay\"", "evidence = [\"press\", \"project\"]");
        let vendor = vendor.replace("scope = \"some\"", "scope = \"some\"\nmodels = \"^REC\"")
            + "[[grammar]]\nid = \"g\"\nmaker = \"maker\"\npattern = \"^REC7$\"\nkinds = [\"recorder\"]\nstatus = \"draft\"\nsource = \"s\"\nmatch = [\"REC7\"]\nsilent = [\"REX7\"]\n";
        let tell = format!("[[tell]]\nid = \"t\"\n{number}\n");
        let files = [
            ("fields.toml", FIELDS),
            ("vendors/line/vendor.toml", &vendor),
            ("vendors/maker/vendor.toml", MAKER),
            ("vendors/line/tells.toml", &tell),
        ];
        Knowledge::from_files(files.iter().map(|(p, t)| (*p, t.as_bytes()))).unwrap().check().failures
    };
    let accused = format!("t {}", Distrust::LabelFirm.fault());
    assert!(!line("\"camera\", \"encoder\"", "draft").contains(&accused));
    assert!(line("\"camera\", \"recorder\"", "draft").contains(&accused));
    // What is tested of one line is reason to doubt the firm.
    assert!(line("\"camera\", \"encoder\"", "tested").contains(&accused));
    // A quiet word is a word too: two of them name a maker.
    let quiet = number("maker = \"label\"").replace("decisive", "weak").replace("proven", "draft");
    breaks(&quiet, Distrust::LabelFirm);
}

#[test]
fn a_stack_under_many_labels_proves_the_maker_and_never_the_label() {
    let stack = |claims: &str, example: &str| {
        decisive("http.server", &format!("exact = \"{example}\""), claims, example)
    };
    let both = "maker = \"maker\"\nbrand = \"maker\"";
    assert_eq!(failures(&stack(both, "App-web"), 5), [format!("t {}", Distrust::SharedStack.fault())]);
    for (claims, example, shops) in
        [(both, "App-web", 3), (both, "Maker-web", 5), ("maker = \"maker\"", "App-web", 5)]
    {
        assert_eq!(failures(&stack(claims, example), shops), [""; 0], "{claims} {example} {shops}");
    }
}

#[test]
fn what_a_user_can_write_decides_nothing() {
    let scope = |kind: &str| {
        let value = format!("onvif://www.onvif.org/{kind}/MAKER");
        decisive("onvif.scope", &format!("exact = \"{value}\""), "brand = \"maker\"", &value)
    };
    breaks(&scope("name"), Distrust::Editable);
    holds(&scope("hardware"));
    breaks(&decisive("snmp.sys_name", "exact = \"maker\"", "brand = \"maker\"", "maker"), Distrust::Editable);
    holds(&scope("name").replace("decisive", "strong"));
}

#[test]
fn what_a_device_sends_back_of_the_question_decides_nothing() {
    let base = decisive(
        "rtsp.content_base",
        "contains = \"/cam/live?\"",
        "maker = \"maker\"",
        "rtsp://h/cam/live?1",
    );
    breaks(&base, Distrust::Echo);
    holds(&base.replace("decisive", "strong"));
}

#[test]
fn a_word_without_an_end_decides_nothing() {
    let server = |pattern: &str| decisive("http.server", pattern, "maker = \"maker\"", "Maker/1");
    breaks(&server("prefix = \"Mak\""), Distrust::OpenEnd);
    breaks(&server("regex = '^Mak'"), Distrust::OpenEnd);
    holds(&server("prefix = \"Maker/\""));
    holds(&server("regex = '^Maker\\b'"));
    holds(&server("prefix = \"Mak\"").replace("decisive", "strong"));
}

#[test]
fn a_number_proves_a_firm_and_not_one_kind_of_several() {
    let number = |kinds: &str| {
        decisive("snmp.enterprise", "exact = \"7\"", &format!("maker = \"maker\"\nkinds = [{kinds}]"), "7")
    };
    breaks(&number("\"camera\""), Distrust::OneKind);
    holds(&number("\"recorder\""));
    holds(&number("\"camera\", \"recorder\""));
}

#[test]
fn what_decides_alone_has_a_source_that_a_stranger_can_open() {
    let lines = decisive("http.server", "exact = \"Maker\"", "maker = \"maker\"", "Maker");
    holds(&lines);
    for source in ["common knowledge", "code index id 70159676798", "acme/cameras docs/banners.md"] {
        let lines = lines.replace(SOURCE, source);
        breaks(&lines, Distrust::NoSource);
        holds(&lines.replace("proven", "draft"));
        // A file without its commit may be looked for; behind a bare number there is nothing to look for.
        let weaker = lines.replace("decisive", "strong");
        if source.contains('/') { holds(&weaker) } else { breaks(&weaker, Distrust::NoSource) }
    }
}

#[test]
fn a_demotion_names_a_tell_that_is_there_or_says_that_it_is_gone() {
    let failures = |tell: &str, now: &str| {
        let row = format!(
            "[[demoted]]\ntell = \"{tell}\"\nclass = \"echo\"\nwas = \"decisive\"\nnow = \"{now}\"\nlooked = \"l\"\non = \"2026-11-30\"\n"
        );
        let tells = format!(
            "[[tell]]\nid = \"t\"\n{}\n",
            decisive("http.server", "exact = \"M\"", "kinds = [\"camera\"]", "M")
        );
        let files = [("fields.toml", FIELDS), ("stacks/x/tells.toml", &tells), ("demoted.toml", &row)];
        Knowledge::from_files(files.iter().map(|(p, t)| (*p, t.as_bytes()))).unwrap().check().failures.len()
    };
    assert_eq!(failures("t", "strong"), 0);
    assert_eq!(failures("u", "removed"), 0);
    assert_eq!(failures("t", "removed"), 1);
    assert_eq!(failures("u", "strong"), 1);
}

#[test]
fn the_knowledge_that_ships_counts_what_was_demoted_by_class() {
    let knowledge = Knowledge::embedded().unwrap();
    for class in Distrust::ALL {
        assert_eq!(Distrust::parse(class.as_str()), Some(class));
    }
    let of = |class| knowledge.demotions().iter().filter(|d| d.class == class).count();
    for class in
        [Distrust::LabelFirm, Distrust::SharedStack, Distrust::Editable, Distrust::Echo, Distrust::NoSource]
    {
        assert!(of(class) > 5, "{class:?}");
    }
}

#[test]
fn who_deals_in_what_others_make_is_nobodys_other_name() {
    let words = "[[words]]\nid = \"w\"\nlist = \"dealer\"\nwords = [\"distribution\"]\nmatch = [\"Global Distribution\"]\n\
                 silent = [\"Global\"]\nsource = \"shop.example, terms, section 1; read 2026-11-30\"\n";
    let failures = |alias: &str| {
        let maker = format!("{MAKER}\n").replacen('\n', &format!("\naliases = [\"{alias}\"]\n"), 1);
        let files =
            [("fields.toml", FIELDS), ("words.toml", words), ("vendors/maker/vendor.toml", maker.as_str())];
        Knowledge::from_files(files.iter().map(|(p, t)| (*p, t.as_bytes()))).unwrap().check().failures
    };
    assert_eq!(failures("Maker International"), [""; 0]);
    let found = failures("Global Distribution");
    assert!(found.len() == 1 && found[0].contains("\"Global Distribution\""), "{found:?}");
}

#[test]
fn what_rests_on_a_number_of_an_index_is_a_lead_in_every_file() {
    let failures = |grammar: &str, words: &str| {
        let maker = MAKER.replace("source = \"s\"", &format!("source = \"{grammar}\""));
        let words = format!(
            "[[words]]\nid = \"w\"\nlist = \"about\"\nwords = [\"blog\"]\nmatch = [\"a blog\"]\nsilent = [\"x\"]\n\
             source = \"{words}\"\n"
        );
        let tell = decisive("http.server", "exact = \"Web\"", "brand = \"maker\"", "Web")
            .replace("\"decisive\"", "\"strong\"")
            .replace("\"proven\"", "\"tested\"")
            .replace(SOURCE, grammar);
        let tell = format!("[[tell]]\nid = \"t\"\n{tell}\n");
        let cloud = format!(
            "maker = \"maker\"\n[[cloud]]\nsuffix = \"maker.example\"\npurpose = \"cloud\"\nsource = \"{grammar}\"\n"
        );
        let lead = format!("{cloud}status = \"draft\"\n").replace("maker.example", "lead.example");
        let files = [
            ("fields.toml", FIELDS),
            ("words.toml", words.as_str()),
            ("vendors/maker/vendor.toml", maker.as_str()),
            ("vendors/maker/tells.toml", tell.as_str()),
            ("clouds/maker.toml", cloud.as_str()),
            ("clouds/lead.toml", lead.as_str()),
        ];
        Knowledge::from_files(files.iter().map(|(p, t)| (*p, t.as_bytes()))).unwrap().check().failures
    };
    assert_eq!(failures("acme, manual of 2020, page 4", "acme, manual of 2020, page 4"), [""; 0]);
    for hollow in
        ["code index id 7; read 2026-11-30", "common knowledge", "industry directories", "a test fixture"]
    {
        let found = failures(hollow, hollow);
        assert_eq!(found.len(), 4, "{hollow}: {found:?}");
    }
}
