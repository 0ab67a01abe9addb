//! The knowledge that ships, and the loader's manners.
#![allow(clippy::unwrap_used)]
#![allow(clippy::disallowed_methods, reason = "these tests compare the folder with what is embedded")]

use oogmerk_knowledge::{Knowledge, Oracle, Spoken};
use oogmerk_model::{Kind, Mac, Property};

fn knowledge() -> Knowledge {
    Knowledge::embedded()
        .unwrap_or_else(|e| panic!("{}", e.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))
}

fn spoken<'k>(k: &'k Knowledge, field: &str, value: &str) -> Vec<Spoken<'k>> {
    let mut out = Vec::new();
    k.speak(field, value, &mut out);
    out
}

#[test]
fn every_example_speaks_for_its_own_tell_and_near_misses_are_silent() {
    let report = knowledge().check();
    assert!(report.passed(), "{}", report.failures.join("\n"));
}

#[test]
fn the_golden_table_is_what_the_tells_say() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../knowledge/golden.txt");
    oogmerk_trial::golden::hold([(path, knowledge().golden())]);
}

#[test]
fn a_folder_and_the_program_give_the_same_version() {
    let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../knowledge"));
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                files.push((name, std::fs::read(&path).unwrap()));
            }
        }
    }
    let folder = Knowledge::from_files(files.iter().map(|(p, b)| (p.as_str(), b.as_slice()))).unwrap();
    assert_eq!(folder.version(), knowledge().version());
}

const FIELDS: &str =
    "[[field]]\nname = \"http.server\"\ntype = \"text\"\nkey = \"none\"\nmeaning = \"Server\"\n";

fn wrong(path: &str, text: &str) -> String {
    let files = [("fields.toml", FIELDS.as_bytes()), (path, text.as_bytes())];
    Knowledge::from_files(files).err().and_then(|e| e.first().map(ToString::to_string)).unwrap_or_default()
}

#[test]
fn a_loader_error_names_file_and_line() {
    let tell = "[[tell]]\nid = \"a\"\nfield = \"http.server\"\nexact = \"x\"\nweight = \"strong\"\nstatus = \"draft\"\nsource = \"s\"\n";
    let check = |path: &str, text: &str, want: &str| {
        let got = wrong(path, text);
        assert!(got.starts_with(want), "{got:?} does not begin with {want:?}");
    };
    check("stacks/x/tells.toml", "\n[[tell]\n", "stacks/x/tells.toml:2: ");
    check(
        "stacks/x/tells.toml",
        tell,
        "stacks/x/tells.toml:2: tell `a` needs at least one match and one silent example",
    );
    let both = format!("{tell}match = [\"x\"]\nsilent = [\"y\"]\n");
    check("stacks/x/tells.toml", &both, "");
    assert_eq!(wrong("stacks/x/tells.toml", &both), "");
    check(
        "stacks/x/tells.toml",
        &both.replace("http.server", "http.servant"),
        "stacks/x/tells.toml:2: tell `a`: `http.servant` is no field",
    );
    check(
        "stacks/x/tells.toml",
        &format!("# one\n\n{both}maker = \"nobody\"\n"),
        "stacks/x/tells.toml:4: tell `a` names nobody, which is no vendor",
    );
    check("what/ever.toml", "", "what/ever.toml:1: no rule says what this file is");
    let regex = both.replace("exact = \"x\"", "regex = \"(\"");
    check("stacks/x/tells.toml", &regex, "stacks/x/tells.toml:2: `a`: regex parse error");
    let kind = format!("{both}kinds = [\"webcam\"]\n");
    check("stacks/x/tells.toml", &kind, "stacks/x/tells.toml:2: `a`: `webcam` is no kind");
}

#[test]
fn names_are_known_by_listed_spelling_only() {
    let k = knowledge();
    let check = |name: &str, want: Option<&str>| assert_eq!(k.key_of_name(name).as_deref(), want, "{name}");
    check("Hangzhou Hikvision Digital Technology Co.,Ltd.", Some("hikvision"));
    check("AXIS Communications AB", Some("axis"));
    check("D-LINK CORPORATION", Some("d-link"));
    check("Tapo", Some("tapo"));
    check("Wisenet", Some("hanwha-vision"));
    check("Media Presentation", None);
    check("Some Camera Shop", None);
    assert_eq!(k.label("hikvision"), "Hikvision");
    assert_eq!(k.label("no-such-key"), "no-such-key");
}

#[test]
fn words_that_many_makers_use_never_name_a_maker() {
    let k = knowledge();
    let check = |field: &str, value: &str| {
        for s in spoken(&k, field, value) {
            assert_eq!(s.tell.claims.maker, None, "{} on {field} {value:?}", s.tell.id);
            assert_eq!(s.tell.claims.brand, None, "{} on {field} {value:?}", s.tell.id);
        }
    };
    check("sdp.session_name", "Media Presentation");
    check("sdp.attribute", "a=Media_header:MEDIAINFO=494D4B48010100000400010010710110401F000000FA0000");
    check("sdp.tool", "LIVE555 Streaming Media v2013.02.11");
    check("http.server", "camera");
    check("http.title", "IP Camera");
    check("dhcp.vendor_class", "udhcp 1.19.4");
}

#[test]
fn a_realm_inside_a_header_and_a_number_inside_an_object_id_speak_too() {
    let k = knowledge();
    let maker =
        |field: &str, value: &str| spoken(&k, field, value).iter().find_map(|s| s.tell.claims.maker.clone());
    assert_eq!(
        maker("http.www_authenticate", "Digest realm=\"IP Camera(C2183)\", nonce=\"1\"").as_deref(),
        Some("hikvision")
    );
    assert_eq!(maker("snmp.sys_object_id", ".1.3.6.1.4.1.39165.1.1").as_deref(), Some("hikvision"));
    assert_eq!(maker("snmp.engine_id", "8000017003accc8e000000").as_deref(), Some("axis"));
    assert_eq!(maker("snmp.sys_object_id", "1.3.6.1.4.1.3916500"), None);
}

#[test]
fn an_edge_holds_for_its_period_and_its_models() {
    let k = knowledge();
    let makers = |brand: &str, model: Option<&str>, on: Option<&str>| {
        let mut m: Vec<_> =
            k.lineage(brand, model, on).iter().filter(|e| e.all).map(|e| e.maker.clone()).collect();
        m.sort();
        m.dedup();
        m
    };
    assert!(makers("lorex", None, Some("2020-01-01")).contains(&"dahua".to_owned()));
    assert!(!makers("lorex", None, Some("2023-01-01")).contains(&"dahua".to_owned()));
    assert!(makers("lorex", None, Some("2022-11-24")).contains(&"skywatch".to_owned()));
    assert!(k.lineage("no-such-brand", None, None).is_empty());
}

#[test]
fn an_address_block_is_looked_up_for_real_addresses_only() {
    let k = knowledge();
    let owner = |mac: &str| Mac::parse(mac).and_then(|m| k.oui(m)).and_then(|o| o.maker.clone());
    assert_eq!(owner("ac:cc:8e:00:00:01").as_deref(), Some("axis"));
    assert_eq!(owner("02:cc:8e:00:00:01"), None);
    assert_eq!(owner("00:00:00:00:00:00"), None);
}

#[test]
fn placeholders_are_recognised_and_real_values_are_not() {
    let k = knowledge();
    for (field, value) in [
        ("dhdiscover.serial", "000000000000"),
        ("onvif.serial", "N/A"),
        ("dhdiscover.vendor", "Private"),
        ("dhdiscover.manufacturer", "General"),
        ("label.serial", "0123456789"),
        ("dhcp.hostname", "localhost"),
    ] {
        assert!(k.is_placeholder(field, value), "{field} {value}");
    }
    for (field, value) in [
        ("dhdiscover.serial", "6C01E93PAG69A7D"),
        ("onvif.manufacturer", "Hikvision"),
        ("dhcp.hostname", "DCS-935L"),
    ] {
        assert!(!k.is_placeholder(field, value), "{field} {value}");
    }
}

#[test]
fn a_model_is_read_by_its_grammar() {
    let k = knowledge();
    let rows = k.grammar("DS-2CD2385G1-I");
    assert!(rows.iter().any(|g| g.maker == "hikvision" && g.kinds == [Kind::Camera]));
    assert!(k.grammar("LaserJet 4200").is_empty());
}

#[test]
fn filled_templates_carry_what_the_string_says() {
    let k = knowledge();
    for tell in k.tells() {
        for example in tell.matches.iter() {
            let all = spoken(&k, &tell.field, example);
            let own = all.iter().find(|s| s.tell.id == tell.id).unwrap();
            for (property, text) in &own.filled {
                assert!(!text.is_empty(), "{} {property:?}", tell.id);
                assert!(*property != Property::Maker, "{} claims a maker from text", tell.id);
            }
        }
    }
}

#[test]
fn what_is_called_fitted_rests_on_enough_cases_and_sources() {
    let row = "fitted_on = \"2026-11-27\"\ncorpora = [\"a\"]\n[[calibration]]\nproperty = \"kind\"\ncases = 100\n\
               readings = 0\nsources = 2\noffset_mdb = 100\nslope_permille = 900\n";
    let check = |from: &str, to: &str, want: &str| {
        let got = wrong("weights.toml", &row.replace(from, to));
        assert!(got.contains(want), "{got:?}");
        assert_eq!(got.is_empty(), want.is_empty(), "{got:?}");
    };
    check("", "", "");
    check("cases = 100", "cases = 99", "too few cases");
    check("sources = 2", "sources = 1", "too few cases or sources");
    check("= 900", "= 0", "a slope is above zero");
    check("\"kind\"", "\"colour\"", "`colour` is no property");
    check("2026-11-27", "yesterday", "a fit names its day");
    check("[\"a\"]", "[]", "and its corpora");
    let k = knowledge();
    assert!(k.calibration(Property::Maker).is_none(), "the maker has too few labelled cases to be fitted");
}

fn checked(tells: &str, vendor: &str) -> Vec<String> {
    let files = [
        ("fields.toml", FIELDS.as_bytes()),
        ("vendors/aye/vendor.toml", "key = \"aye\"\nname = \"Aye\"\n".as_bytes()),
        ("vendors/bee/vendor.toml", vendor.as_bytes()),
        ("vendors/aye/tells.toml", tells.as_bytes()),
    ];
    Knowledge::from_files(files).unwrap().check().failures
}

const BEE: &str = "key = \"bee\"\nname = \"Bee\"\n";

fn tell(id: &str, prefix: &str, maker: &str, weight: &str) -> String {
    format!(
        "[[tell]]\nid = \"{id}\"\nfield = \"http.server\"\nprefix = \"{prefix}\"\nmaker = \"{maker}\"\n\
         weight = \"{weight}\"\nstatus = \"tested\"\nsource = \"s\"\nmatch = [\"{prefix}1\"]\nsilent = [\"nginx\"]\n"
    )
}

#[test]
fn an_example_that_another_makers_tell_claims_as_loudly_fails() {
    let pair = |loud: &str| tell("aye-a", "Cam-webs", "aye", "strong") + &tell("bee-b", "Cam-", "bee", loud);
    let failures = checked(&pair("strong"), BEE);
    assert!(failures.iter().any(|f| f.contains("aye-a") && f.contains("bee-b")), "{failures:?}");
    // A quieter tell on another's example is an overlap to read, not a fault.
    assert_eq!(checked(&pair("moderate"), BEE), [""; 0]);
}

#[test]
fn a_shape_without_a_near_miss_fails() {
    let row = |silent: &str| {
        format!(
            "{BEE}[[grammar]]\nid = \"bee-g\"\nmaker = \"bee\"\npattern = \"^BEE-[0-9]+$\"\nstatus = \"tested\"\n\
             source = \"s\"\nmatch = [\"BEE-7\"]\n{silent}"
        )
    };
    let failures = checked("", &row(""));
    assert!(failures.iter().any(|f| f.contains("bee-g") && f.contains("near miss")), "{failures:?}");
    assert_eq!(checked("", &row("silent = [\"BEA-7\"]")), [""; 0]);
}

#[test]
fn an_edge_says_what_its_sources_are_and_stands_no_higher_than_they_carry() {
    let edge = |lines: &str| {
        format!(
            "key = \"acme\"\nname = \"Acme\"\n[[made_by]]\nid = \"acme-by-acme\"\nmaker = \"acme\"\n\
             relation = \"own_brand\"\nscope = \"all\"\nsource = \"read\"\n{lines}"
        )
    };
    let check = |lines: &str, want: &str| {
        let got = wrong("vendors/acme/vendor.toml", &edge(lines));
        assert!(got.contains(want), "{lines}: {got}");
    };
    check("status = \"draft\"", "missing field `evidence`");
    check("status = \"draft\"\nevidence = \"gossip\"", "`gossip` is no sort of source");
    check("status = \"tested\"\nevidence = \"hearsay\"", "no more than a draft");
    check("status = \"proven\"\nevidence = \"press\"", "called proven");
    check("status = \"draft\"\nevidence = \"press\"\nfrom = \"June\"", "no day, month or year");
    check(
        "status = \"draft\"\nevidence = \"press\"\nstatement = { by = \"Acme\", says = \"no\", date = \"\", source = \"x\" }",
        "statement without",
    );
}

#[test]
fn edges_are_found_by_their_own_id_and_by_either_firm() {
    let k = knowledge();
    for edge in k.edges() {
        assert_eq!(oogmerk_knowledge::edges_about(&k, &edge.id), [edge]);
        for firm in [&edge.brand, &edge.maker] {
            assert!(oogmerk_knowledge::edges_about(&k, firm).contains(&edge), "{}: {firm}", edge.id);
        }
    }
    assert!(oogmerk_knowledge::edges_about(&k, "no-such-edge").is_empty());
    assert!(oogmerk_knowledge::edges_about(&k, "lorex").iter().any(|e| e.id == "lorex-by-dahua-2"));
}

#[test]
fn a_key_that_nothing_here_reads_is_refused_in_every_file() {
    let sent = "send = \"GET /reboot\"\n";
    for path in [
        "vendors/a/vendor.toml",
        "vendors/a/tells.toml",
        "stacks/a/tells.toml",
        "clouds/a.toml",
        "policies/a/policy.toml",
        "policies/a/examples.toml",
        "placeholders.toml",
        "weights.toml",
        "words.toml",
        "rejected.toml",
    ] {
        let error = wrong(path, sent);
        assert!(error.contains("unknown field `send`"), "{path}: {error}");
    }
    let fields = format!("target = \"10.0.0.1\"\n{FIELDS}");
    let error = Knowledge::from_files([("fields.toml", fields.as_bytes())]).unwrap_err();
    assert!(error[0].to_string().contains("unknown field `target`"), "{}", error[0]);
}

#[test]
fn lists_of_words_are_held_to_their_form() {
    let row = |list: &str, words: &str| {
        format!(
            "[[words]]\nid = \"w\"\nlist = \"{list}\"\nwords = {words}\nmatch = [\"x\"]\nsilent = [\"y\"]\nsource = \"s\"\n"
        )
    };
    assert!(wrong("words.toml", &row("nonsense", "[\"x\"]")).contains("no list"));
    assert!(wrong("words.toml", &row("called", "[\"IP Camera\"]")).contains("lower case"));
    assert!(wrong("words.toml", &row("banner", "[\"http.colour\"]")).contains("no field"));
    assert!(wrong("words.toml", &row("called", "[\"x\"]")).is_empty());
    let files = [("fields.toml", FIELDS.to_owned()), ("words.toml", row("called", "[\"z\", \"y\"]"))];
    let loaded = Knowledge::from_files(files.iter().map(|(p, t)| (*p, t.as_bytes()))).unwrap();
    let failures = loaded.check().failures;
    assert_eq!(failures.len(), 2, "silent on its example, and speaks on its near miss: {failures:?}");
}

#[test]
fn pages_are_searched_only_for_what_some_tell_reads() {
    let fields = "[[field]]\nname = \"http.body_marker\"\ntype = \"text\"\nkey = \"none\"\nmeaning = \"m\"\nexample = \"e\"\n";
    let tells = tell("aye-a", "Brand=\\\"Aye", "aye", "strong").replace("http.server", "http.body_marker");
    let check = |row: &str, want: &str| {
        let words = format!(
            "[[words]]\nid = \"w\"\nlist = \"page-marker\"\n{row}\nsilent = [\"brand='Aye'\"]\nsource = \"s\"\n"
        );
        let files = [
            ("fields.toml", fields),
            ("words.toml", words.as_str()),
            ("vendors/aye/vendor.toml", "key = \"aye\"\nname = \"Aye\"\n"),
            ("vendors/aye/tells.toml", tells.as_str()),
        ];
        let told = match Knowledge::from_files(files.map(|(path, text)| (path, text.as_bytes()))) {
            Ok(knowledge) => knowledge.check().failures.join("\n"),
            Err(errors) => format!("{errors:?}"),
        };
        assert!(if want.is_empty() { told.is_empty() } else { told.contains(want) }, "{row}: {told}");
    };
    let page = r#"match = ["var Brand=\"Aye Ltd\";"]"#;
    check(&format!("words = [\"Brand=\\\"\"]\nuntil = \"quote\"\n{page}"), "");
    check(&format!("words = [\"Brand=\\\"\"]\n{page}"), "no tell reads");
    check(&format!("words = [\"Brand=\\\"\"]\nuntil = \"end\"\n{page}"), "no value ends at");
    check(&format!("words = [\"brand=\"]\nuntil = \"quote\"\n{page}"), "silent on their own example");
}
