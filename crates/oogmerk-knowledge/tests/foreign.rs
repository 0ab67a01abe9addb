//! Fingerprints of others: read whole or in part, respelled or counted, and never louder than they may be.
//!
//! The samples are written here, in those formats. `OOGMERK_RECOG` (a folder) and `OOGMERK_NMAP_PROBES` (a file) name
//! copies of the real databases; without them those tests are noted as not run.
#![allow(clippy::unwrap_used)]
#![allow(clippy::disallowed_methods, reason = "tests read the user's own copies where there are any")]

use oogmerk_knowledge::foreign::{Foreign, nmap, recog, verify};
use oogmerk_knowledge::{Knowledge, Oracle, Pattern, Tell, Weight};
use oogmerk_model::{Kind, Property};

/// Written for these tests; also seeds of the fuzz target `pack`.
const SERVERS: &str = include_str!("../../../fuzz/seeds/foreign/servers.xml");

const PROBES: &str = include_str!("../../../fuzz/seeds/foreign/probes");

fn knowledge() -> Knowledge {
    Knowledge::embedded().unwrap_or_else(|e| panic!("{}", e.len()))
}

fn servers() -> Foreign {
    recog(&[("servers.xml", SERVERS.as_bytes())])
}

fn reasons(foreign: &Foreign) -> Vec<(usize, &str)> {
    foreign.skipped.iter().map(|s| (s.line, s.reason.as_str())).collect()
}

/// A foreign tell that spoke: id, filled claims, kinds.
type Said = (String, Vec<(Property, String)>, Vec<Kind>);

fn spoken(knowledge: &Knowledge, field: &str, value: &str) -> Vec<Said> {
    let mut out = Vec::new();
    knowledge.speak(field, value, &mut out);
    out.into_iter()
        .filter(|s| s.tell.is_foreign())
        .map(|s| (s.tell.id.clone(), s.filled, s.tell.claims.kinds.clone()))
        .collect()
}

/// A database of so many patterns, each of some thousands of states.
fn large(patterns: usize) -> String {
    let one = |i: usize| {
        format!(
            "<fingerprint pattern=\"^x{i}(?:[a-z0-9]{{1,60}}[._-]?){{1,30}}$\"><param pos=\"0\" name=\"hw.vendor\" value=\"AXIS\"/></fingerprint>"
        )
    };
    let all: String = (0..patterns).map(one).collect();
    format!("<fingerprints matches=\"http_header.server\">{all}</fingerprints>")
}

#[test]
fn patterns_are_kept_while_they_fit_into_memory_and_the_rest_is_counted() {
    let (few, many) = (large(10), large(400));
    let kept = recog(&[("few.xml", few.as_bytes())]);
    assert_eq!((kept.tells.len(), kept.skipped.len()), (10, 0));
    let kept = recog(&[("many.xml", many.as_bytes()), ("more.xml", many.as_bytes())]);
    assert!(kept.tells.len() < 300, "{}", kept.tells.len());
    assert_eq!(kept.tells.len() + kept.skipped.len(), 800);
    assert!(reasons(&kept).iter().all(|(_, reason)| *reason == "more patterns than are kept in memory"));
    let huge = "<fingerprints matches=\"http_header.server\"><fingerprint pattern=\"(?:(?:a|b[cd]){1,200}){1,200}\"/></fingerprints>";
    assert_eq!(reasons(&recog(&[("huge.xml", huge.as_bytes())])), [(1, "repeats too much")]);
}

#[test]
fn a_recog_fingerprint_becomes_a_tell_that_names_brand_kind_model_and_version() {
    let foreign = servers();
    assert_eq!(foreign.tells.len(), 3);
    assert_eq!(foreign.speaking(), 2);
    assert_eq!(reasons(&foreign), [(22, "look-around"), (28, "the flag `REG_ODD` is unknown")]);
    let k = knowledge().with_foreign(foreign.tells);
    let want = vec![(
        "recog:servers.xml:00001".to_owned(),
        vec![
            (Property::Brand, "AXIS".to_owned()),
            (Property::Model, "eg-7".to_owned()),
            (Property::Firmware, "1.20".to_owned()),
        ],
        vec![Kind::Camera],
    )];
    let mut got = spoken(&k, "http.server", "eyeglass cam/1.20 (eg-7)");
    got[0].1.sort();
    let mut want_sorted = want;
    want_sorted[0].1.sort();
    assert_eq!(got, want_sorted, "only the first of a database speaks");
    assert_eq!(spoken(&k, "http.server", "Eyeglass Server")[0].0, "recog:servers.xml:00002");
    assert!(spoken(&k, "http.title", "Eyeglass Server").is_empty());
    // Declared entities are not expanded, so nothing can grow.
    let glass = spoken(&k, "http.server", "glass &lol;A");
    assert_eq!(glass[0].1, [], "a brand that nobody knows is not claimed");
    assert_eq!(glass[0].2, [Kind::Recorder]);
}

/// What no reader hears is held by a banner of that name, which lines of evidence may bring.
#[test]
fn a_database_that_no_reader_hears_is_held_by_a_banner_of_its_name() {
    let field = |file: &str, root: &str| {
        let text = format!("<fingerprints {root}><fingerprint pattern=\"^a$\"/></fingerprints>");
        let foreign = recog(&[(file, text.as_bytes())]);
        let reasons: Vec<String> = foreign.skipped.iter().map(|s| s.reason.clone()).collect();
        foreign.tells.first().map_or(reasons.concat(), |tell| tell.field.clone())
    };
    assert_eq!(field("telnet_banners.xml", "protocol=\"telnet\""), "telnet.banner");
    assert_eq!(field("copy/xml/smtp_help.xml", "protocol=\"smtp\""), "smtp_help.banner");
    assert_eq!(field("m.xml", "matches=\"mysql.banners\""), "mysql.banner");
    assert_eq!(field("m.xml", "matches=\"imap4.banner\""), "imap4.banner");
    assert_eq!(field("m.xml", "matches=\"ldap.search_result\""), "ldap.search_result.banner");
    assert_eq!(field("m.xml", "matches=\"http_header.server\""), "http.server");
    assert_eq!(field("m.xml", "matches=\"two words\""), "no field here holds `two words`");
    assert_eq!(field(".xml", ""), "no field here holds ``");
}

#[test]
fn each_example_of_recog_is_matched_first_by_its_own_pattern() {
    let foreign = servers();
    assert_eq!(foreign.examples.len(), 3, "{:?}", foreign.examples);
    let examples = foreign.examples.clone();
    let verified = verify(&knowledge().with_foreign(foreign.tells), &examples);
    assert_eq!((verified.right, verified.differences.len()), (3, 0), "{:?}", verified.differences);
    let turned = SERVERS.replace("<example>Eyeglass Server<", "<example>Eyeglass Cam/1 (EG-1)<");
    let foreign = recog(&[("servers.xml", turned.as_bytes())]);
    let examples = foreign.examples.clone();
    let verified = verify(&knowledge().with_foreign(foreign.tells), &examples);
    assert_eq!(
        verified.differences,
        ["recog:servers.xml:00002 \"Eyeglass Cam/1 (EG-1)\": recog:servers.xml:00001 speaks"]
    );
}

#[test]
fn match_lines_of_nmap_are_used_where_they_bind_one_field() {
    let foreign = nmap("probes", PROBES.as_bytes());
    assert_eq!(
        reasons(&foreign),
        [
            (5, "a byte above 127"),
            (6, "only the service's name"),
            (10, "binds more than one field, or the page"),
            (12, "binds the status line"),
            (13, "binds nothing but the status line"),
            (14, "an answer to a question that is never asked"),
            (15, "not a match line"),
        ]
    );
    let k = knowledge().with_foreign(foreign.tells);
    let check = |field: &str, value: &str, want: &[(Property, &str)], kinds: &[Kind]| {
        let got = spoken(&k, field, value);
        assert_eq!(got.len(), 1, "{field} {value:?}");
        let mut filled: Vec<_> = got[0].1.iter().map(|(p, v)| (*p, v.as_str())).collect();
        filled.sort_unstable();
        let mut want = want.to_vec();
        want.sort_unstable();
        assert_eq!(filled, want, "{field} {value:?}");
        assert_eq!(got[0].2, kinds, "{field} {value:?}");
    };
    let cameras = [Kind::Camera, Kind::Recorder, Kind::Encoder];
    use Property::{Brand, Firmware, Model};
    for greeting in ["220 Eyeglass ftpd 1.2 (EG-7)", "Eyeglass ftpd 1.2 (EG-7)\r\nmore"] {
        check("ftp.banner", greeting, &[(Brand, "axis")], &cameras);
    }
    check("telnet.banner", "Eyeglass EG-7 login:", &[(Brand, "axis"), (Model, "EG-7")], &cameras);
    check("http.server", "Eyeglass-Web/2.0", &[(Brand, "D-Link")], &cameras);
    check(
        "http.www_authenticate",
        "Basic realm=\"Eyeglass EG-9\"",
        &[(Brand, "axis"), (Model, "EG-9"), (Firmware, "EG-9")],
        &[Kind::Router],
    );
    check("http.title", "Eyeglass Live", &[(Brand, "axis"), (Model, "EG 11")], &cameras);
    assert!(spoken(&k, "http.title", "Eyeglass Live View").is_empty());
    assert!(spoken(&k, "http.server", "xEyeglass-Web/2.0").is_empty());
}

#[test]
fn a_foreign_tell_is_moderate_at_most_and_never_names_a_maker() {
    let mut all = servers();
    all.append(nmap("probes", PROBES.as_bytes()));
    let is_quiet = |t: &Tell| t.weight <= Weight::Moderate && t.claims.maker.is_none() && t.is_foreign();
    assert!(all.tells.iter().all(is_quiet));
    assert!(all.tells.iter().any(|t| t.weight == Weight::Weak), "doubt is weak");
    let k = knowledge();
    let version = k.version().to_owned();
    let with = k.with_foreign(all.tells);
    assert!(with.version().starts_with(&format!("{version}+f-")), "{}", with.version());
}

#[test]
fn hostile_files_are_read_to_their_end_without_a_panic() {
    for cut in 0..SERVERS.len() {
        if let Some(text) = SERVERS.get(..cut) {
            let got = recog(&[("cut", text.as_bytes())]);
            let is_told = got.skipped.last().is_some_and(|s| {
                s.reason.contains("cut off")
                    || s.reason.contains("ends early")
                    || s.reason.contains("no Recog")
            });
            assert!(is_told || cut == SERVERS.len() - 1, "cut at {cut}: {:?}", got.skipped);
        }
    }
    for cut in 0..PROBES.len() {
        nmap("cut", &PROBES.as_bytes()[..cut]);
    }
    for (i, byte) in [0u8, 0xff, b'<', b'|', b'(', b'"'].iter().cycle().enumerate().take(600) {
        let mut servers = SERVERS.as_bytes().to_vec();
        let at = i * 7 % servers.len();
        servers[at] = *byte;
        recog(&[("changed", &servers)]);
        let mut probes = PROBES.as_bytes().to_vec();
        let at = i * 5 % probes.len();
        probes[at] = *byte;
        nmap("changed", &probes);
    }
    let deep = format!(
        "{}{}",
        "<fingerprints matches=\"http_header.server\">",
        "<fingerprint pattern=\"a\">".repeat(50_000)
    );
    assert!(recog(&[("deep", deep.as_bytes())]).tells.is_empty());
    assert_eq!(recog(&[("zip", b"PK\x03\x04")]).skipped[0].reason, "the file is no Recog database");
    assert_eq!(nmap("empty", b"").skipped[0].reason, "the file has no match lines");
    assert_eq!(recog(&[("bytes", b"\xff\xfe")]).skipped[0].reason, "the file is not UTF-8");
}

/// The expressions of usable patterns compile and stay within the engine's own bound.
fn compiles(tells: &[Tell]) -> Vec<String> {
    let broken = tells.iter().filter_map(|t| match &t.pattern {
        Pattern::Regex(text) => regex::Regex::new(text).err().map(|e| format!("{}: {e}", t.id)),
        _ => None,
    });
    broken.collect()
}

/// A copy of somebody's database that a variable of the environment names; without one the test is noted as not run.
fn own_copy(variable: &str, of_what: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os(variable).map(std::path::PathBuf::from).filter(|p| p.exists());
    if path.is_none() {
        oogmerk_trial::not_run(&format!("no copy of {of_what} ({variable})"));
    }
    path
}

#[test]
fn every_pattern_taken_from_a_copy_of_nmaps_probes_compiles() {
    let Some(path) = own_copy("OOGMERK_NMAP_PROBES", "nmap's service probes") else { return };
    let foreign = nmap("nmap-service-probes", &std::fs::read(path).unwrap());
    assert_eq!(compiles(&foreign.tells), Vec::<String>::new());
}

#[test]
fn every_pattern_taken_from_a_copy_of_recog_compiles_and_every_example_is_read() {
    let Some(folder) = own_copy("OOGMERK_RECOG", "Recog") else { return };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().extension().is_some_and(|e| e == "xml") {
            let name = entry.file_name().to_string_lossy().into_owned();
            files.push((name, std::fs::read(entry.path()).unwrap()));
        }
    }
    let files: Vec<_> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    let foreign = recog(&files);
    assert_eq!(compiles(&foreign.tells), Vec::<String>::new());
    let examples = foreign.examples.clone();
    let verified = verify(&knowledge().with_foreign(foreign.tells), &examples);
    // How many agree is a figure of the copy: `knowledge check --recog DIR` prints it.
    assert_eq!(verified.right + verified.differences.len(), examples.len());
}
