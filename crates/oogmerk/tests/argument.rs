//! The argument about every device of the simulated town, and its opposite, in four languages: short, in words that
//! the glossary explains, with the strongest counter-evidence named, and with the same facts in each language.
#![allow(missing_docs, clippy::unwrap_used)]

use oogmerk_knowledge::{Knowledge, Oracle};
use oogmerk_model::{Device, Kind, Property, Standing, State, Verdict};
use oogmerk_register::{Disclosure, Register, When};
use oogmerk_report::{Lang, WhyNot, argument_of, explain_device, why_not_argument};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

const GLOSSARY: &str = include_str!("../../../GLOSSARY.md");

/// Words of the trade that a layman need not know: each may be said only where the glossary explains it, or quoted.
const TERMS: [&[&str]; 4] = [
    &[
        "beeldserver",
        "beheerpagina",
        "beheerscherm",
        "certificaat",
        "netwerkadres",
        "netwerkonderdelen",
        "zoekvraag",
        "modelnummer",
        "herkomstlijst",
        "etiket",
        "chip",
        "modem",
        "firmware",
        "netbeheer",
        "kenmerk",
        "tegenbewijs",
        "aanwijzing",
        "maker",
        "merk",
        "recorder",
        "verbinding",
        "lekt",
        "afgezonderd",
        "leverancier",
        "regels",
        "pictogram",
        "beeldbeschrijving",
        "aankondiging",
        "adresaanvraag",
        "bewijs",
        "wachtwoord",
        "protocol",
        "poort",
        "server",
        "hash",
        "vingerafdruk",
        "realm",
        "banner",
        "stack",
        "metadata",
    ],
    &[
        "serveur d'images",
        "page de gestion",
        "certificat",
        "adresse réseau",
        "composants réseau",
        "question de recherche",
        "numéro de modèle",
        "liste d'origine",
        "étiquette",
        "puce",
        "modem",
        "micrologiciel",
        "gestion du réseau",
        "signe distinctif",
        "preuve contraire",
        "indice",
        "fabricant réel",
        "marque",
        "enregistreur",
        "connexion",
        "isolé",
        "fournisseur",
        "règles",
        "icône",
        "description d'images",
        "annonce",
        "demande d'adresse",
        "preuve",
        "protocole",
        "port",
        "empreinte",
        "bannière",
        "métadonnées",
    ],
    &[
        "bildserver",
        "verwaltungsseite",
        "zertifikat",
        "netzwerkadresse",
        "netzwerkteile",
        "suchanfrage",
        "modellnummer",
        "herkunftsliste",
        "etikett",
        "chip",
        "modem",
        "firmware",
        "netzverwaltung",
        "kennzeichen",
        "gegenbeleg",
        "hinweis",
        "tatsächlicher hersteller",
        "marke",
        "rekorder",
        "verbindung",
        "abgeschottet",
        "lieferanten",
        "regeln",
        "symbol",
        "bildbeschreibung",
        "ankündigung",
        "adressanfrage",
        "beleg",
        "protokoll",
        "fingerabdruck",
        "banner",
        "metadaten",
    ],
    &[
        "picture server",
        "management page",
        "certificate",
        "network address",
        "network parts",
        "search question",
        "model number",
        "lineage list",
        "label",
        "chip",
        "modem",
        "firmware",
        "network management",
        "tell",
        "counter-evidence",
        "clue",
        "maker",
        "brand",
        "recorder",
        "connection",
        "isolated",
        "leaking",
        "supplier",
        "rules",
        "icon",
        "picture description",
        "announcement",
        "evidence",
        "protocol",
        "port",
        "fingerprint",
        "banner",
        "metadata",
        "realm",
        "hash",
    ],
];

fn place(lang: Lang) -> usize {
    Lang::ALL.iter().position(|l| *l == lang).unwrap()
}

/// The column of a language, folded: nl, fr, de, en as [`Lang::ALL`] orders them.
fn glossary(lang: Lang) -> String {
    let column = [2, 3, 4, 1][place(lang)];
    let cells: Vec<&str> = GLOSSARY.lines().filter_map(|l| l.split('|').nth(column)).map(str::trim).collect();
    cells.join("\n").to_lowercase()
}

fn marks(lang: Lang) -> (char, char) {
    match lang {
        Lang::Nl | Lang::En => ('“', '”'),
        Lang::De => ('„', '“'),
        Lang::Fr => ('«', '»'),
    }
}

/// A sentence without what stands in quotation marks, and what stood there.
fn unquoted(sentence: &str, lang: Lang) -> (String, Vec<String>) {
    let (open, close) = marks(lang);
    let (mut rest, mut out, mut quotes) = (sentence, String::new(), Vec::new());
    while let Some((before, after)) = rest.split_once(open) {
        let (quote, behind) =
            after.split_once(close).unwrap_or_else(|| panic!("an open quotation: {sentence}"));
        quotes.push(quote.trim().to_owned());
        out.push_str(before);
        out.push('”');
        rest = behind;
    }
    (out + rest, quotes)
}

/// Names that may stand without quotation marks: firms, brands, the device's own name.
fn names(standing: &Standing, knowledge: &Knowledge) -> BTreeSet<String> {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let labels = standing.labels.values().flat_map(|l| words(l));
    let makers = knowledge.makers().flat_map(|m| words(&m.name));
    labels.chain(makers).collect()
}

fn check(said: &[String], lang: Lang, names: &BTreeSet<String>, what: &str) -> Vec<Vec<String>> {
    let glossary = glossary(lang);
    assert!((2..=8).contains(&said.len()), "{what}: {} sentences: {said:#?}", said.len());
    let mut quoted = Vec::new();
    for sentence in said {
        let words = sentence.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count();
        assert!(words <= 25, "{what}: {words} words: {sentence}");
        assert!(sentence.ends_with('.') && !sentence.ends_with(".."), "{what}: {sentence}");
        assert!(sentence.chars().next().unwrap().is_uppercase(), "{what}: {sentence}");
        let (plain, quotes) = unquoted(sentence, lang);
        for sign in ["{", "}", "[", "]", "  ", " ,", " .", ",,", ": .", ":;", "()"] {
            assert!(!plain.contains(sign), "{what}: {sign:?} in {sentence}");
        }
        assert!(quotes.iter().all(|q| !q.is_empty()), "{what}: an empty quotation: {sentence}");
        for token in plain.split([' ', '\u{a0}', '\u{202f}', '(', ')', '\'', '’', '-']) {
            let token = token.trim_matches(|c: char| !c.is_alphanumeric());
            let capitals = token.chars().filter(|c| c.is_uppercase()).count();
            let is_mixed = token.chars().any(char::is_alphabetic)
                && (token.contains(['.', '_', '/', '=', ':']) || token.chars().any(|c| c.is_ascii_digit()));
            if capitals >= 2 || is_mixed {
                let known = glossary.contains(&token.to_lowercase())
                    || names.iter().any(|n| n.contains(token))
                    || matches!(token, "1er");
                assert!(known, "{what}: '{token}' is neither explained nor quoted: {sentence}");
            }
        }
        let folded = plain.to_lowercase();
        for term in TERMS[place(lang)].iter().filter(|t| folded.contains(**t)) {
            let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
            let is_said = folded.match_indices(*term).any(|(at, found)| {
                !is_letter(folded[..at].chars().next_back())
                    && !is_letter(folded[at + found.len()..].chars().next())
            });
            // The glossary names things in the singular.
            let explained = ["", "s", "n", "en"]
                .iter()
                .any(|ending| term.strip_suffix(ending).is_some_and(|singular| glossary.contains(singular)))
                || glossary.contains(&term.replace("composants", "composant"));
            assert!(!is_said || explained, "{what}: '{term}' is not in the glossary: {sentence}");
        }
        quoted.push(quotes);
    }
    quoted
}

/// Whether some claim is for another maker, brand or kind than is held.
fn is_opposed(d: &Device, knowledge: &Knowledge) -> bool {
    let family = |word: &str| Kind::parse(word).map(|k| if k.has_lens() { Kind::Camera } else { k });
    let differs = |verdict: &Verdict, value: &str| {
        verdict.decided_value().is_some_and(|held| knowledge.label(value) != held)
    };
    // A claim on a cloud rests on a contact, not on a reading.
    d.claims.iter().filter(|c| !c.because.is_empty() || c.by.starts_with("cloud:")).any(|c| {
        match c.property {
            Property::Maker => differs(&d.maker, &c.value),
            // The maker's own name under another label is about the label.
            Property::Brand => differs(&d.brand, &c.value) && differs(&d.maker, &c.value),
            Property::Kind => d
                .kind
                .decided_value()
                .is_some_and(|held| c.value.split('|').all(|k| k != held && family(k) != family(held))),
            _ => false,
        }
    })
}

const COUNTER: [&str; 4] = ["tegenbewijs", "preuve contraire", "Gegenbeleg", "counter-evidence"];
const NO_COUNTER: [&str; 4] = [
    "Niets spreekt dit tegen.",
    "Rien ne s'y oppose.",
    "Nichts spricht dagegen.",
    "Nothing speaks against it.",
];

/// The same facts: as many sentences, the same quotations in the same order.
fn same_facts(all: &[(Lang, Vec<Vec<String>>)], what: &str) {
    let (_, first) = &all[0];
    for (lang, other) in &all[1..] {
        assert_eq!(first.len(), other.len(), "{what}: {lang:?} has other sentences");
        // A field that has words in one language has them in all.
        assert_eq!(first, other, "{what}: {lang:?} quotes something else");
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

fn town(folder: &Path) -> Standing {
    let keep = folder.join("town");
    let out = Command::new(env!("CARGO_BIN_EXE_oogmerk"))
        .args(["demo", "--headless", "--seed", "7", "--lang", "en", "--keep", keep.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    runtime().block_on(async {
        let register = Register::open(&keep.join("merelbrugge.db")).await.unwrap();
        let standing = register.standing(When::default(), Disclosure::Secret).await.unwrap();
        register.close().await.unwrap();
        standing
    })
}

#[test]
fn every_device_of_the_town_is_argued_so_that_a_layman_can_follow() {
    let folder = tempfile::tempdir().unwrap();
    let standing = town(folder.path());
    let knowledge = Knowledge::embedded().unwrap();
    let names = names(&standing, &knowledge);
    assert!(standing.devices.len() >= 200, "{}", standing.devices.len());
    let (mut opposed, mut relabelled, mut open) = (0, 0, 0);
    for d in &standing.devices {
        let mut all = Vec::new();
        for lang in Lang::ALL {
            let what = format!("{} {lang:?}", d.id);
            let said = argument_of(&standing, &d.id, lang).unwrap();
            all.push((lang, check(&said, lang, &names, &what)));
            let told = said.join(" ");
            let (counter, none) = (COUNTER[place(lang)], NO_COUNTER[place(lang)]);
            if is_opposed(d, &knowledge) {
                assert!(told.contains(counter) && !told.contains(none), "{what}: {said:#?}");
            } else if d.maker.verdict == State::Decided {
                assert!(told.contains(none), "{what}: {said:#?}");
            }
            for name in [&d.brand, &d.maker].into_iter().filter_map(|v| v.decided_value()) {
                assert!(told.contains(name), "{what}: {name} is not named: {said:#?}");
            }
            let page = explain_device(&standing, &d.id, lang).unwrap();
            let opening = page.split("\n\n").next().unwrap().split_once('\n').unwrap().1.replace('\n', " ");
            let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(squeezed(&opening), squeezed(&told), "{what}: the argument goes first");
        }
        same_facts(&all, &d.id);
        opposed += usize::from(is_opposed(d, &knowledge));
        open += usize::from(d.maker.verdict != State::Decided);
        relabelled +=
            usize::from(d.brand.decided_value().zip(d.maker.decided_value()).is_some_and(|(b, m)| b != m));
    }
    // A town without these would prove nothing.
    assert!(opposed >= 5 && relabelled >= 30 && open >= 1, "{opposed} {relabelled} {open}");

    for d in &standing.devices {
        let makers = ["hikvision", "dahua", "axis"];
        let other = makers.iter().find(|m| d.maker.decided_value() != Some(&knowledge.label(m))).unwrap();
        for maker in [*other, "honeywell"] {
            opposite(&standing, d, maker, &knowledge, &names);
        }
    }
}

/// The opposite question about one device, in four languages.
fn opposite(standing: &Standing, d: &Device, maker: &str, knowledge: &Knowledge, names: &BTreeSet<String>) {
    let answer = oogmerk_identify::why_not(d, maker, knowledge);
    let label = knowledge.label(maker);
    let told = WhyNot {
        maker: &label,
        reason: &answer.reason,
        speaks_for: &answer.speaks_for,
        speaks_against: &answer.speaks_against,
        lineage: &answer.lineage,
        needs: &answer.needs,
    };
    let mut all = Vec::new();
    for lang in Lang::ALL {
        let what = format!("{} why not {maker} {lang:?}", d.id);
        let said = why_not_argument(standing, &d.id, &told, lang).unwrap();
        all.push((lang, check(&said, lang, names, &what)));
        let text = said.join(" ");
        assert!(text.contains(&label), "{what}: {said:#?}");
        if let Some(held) = d.maker.decided_value() {
            assert!(text.contains(held), "{what}: {held} is not named: {said:#?}");
        }
    }
    same_facts(&all, &d.id);
}

/// Readings of one thing, as lines of evidence.
fn device_of(readings: &[(&str, &str)]) -> (Standing, Knowledge) {
    let knowledge = Knowledge::embedded().unwrap();
    let evidence: Vec<_> = readings
        .iter()
        .enumerate()
        .map(|(i, (field, value))| {
            let observation = std::sync::Arc::new(oogmerk_model::Observation {
                subject: oogmerk_model::Subject::named("x"),
                seen_at: None,
                vantage: None,
                means: oogmerk_model::Means::Imported,
                authority: None,
                protocol: field.split('.').next().unwrap().into(),
                source: oogmerk_model::Source {
                    line: Some(i as u64 + 1),
                    ..oogmerk_model::Source::default()
                },
                digest: "".into(),
            });
            oogmerk_model::Evidence::copied(&observation, oogmerk_model::Field::named(field), *value)
        })
        .collect();
    let now = oogmerk_model::Timestamp::parse_day("2026-11-01").unwrap();
    let device = oogmerk_identify::identify_one(
        &evidence,
        &knowledge,
        &oogmerk_identify::Options::all_at(now, oogmerk_wire::hearing()),
    );
    let because = oogmerk_identify::explain(&device, &knowledge);
    let standing = Standing {
        as_of: "2026-11-01".into(),
        arguments: [(device.id.clone(), because)].into(),
        devices: vec![device],
        ..Standing::default()
    };
    (standing, knowledge)
}

fn check_alone(readings: &[(&str, &str)], want: State, not: &[&str]) -> Vec<String> {
    let (standing, knowledge) = device_of(readings);
    let d = &standing.devices[0];
    assert_eq!(d.maker.verdict, want, "{readings:?} {:?}", d.maker);
    let names = names(&standing, &knowledge);
    let mut all = Vec::new();
    for lang in Lang::ALL {
        let said = argument_of(&standing, &d.id, lang).unwrap();
        all.push((lang, check(&said, lang, &names, &format!("{readings:?} {lang:?}"))));
    }
    same_facts(&all, "alone");
    for maker in not {
        opposite(&standing, d, maker, &knowledge, &names);
    }
    argument_of(&standing, &d.id, Lang::En).unwrap()
}

#[test]
fn a_contested_and_an_open_maker_are_argued_both_ways() {
    let said = check_alone(
        &[("protocol.answered", "sadp"), ("protocol.answered", "dhdiscover")],
        State::Contested,
        &["hikvision", "dahua", "axis"],
    );
    let text = said.join(" ");
    assert!(text.contains("“sadp”") && text.contains("“dhdiscover”"), "{said:#?}");
    assert!(text.contains("counter-evidence") && text.contains("we do not decide"), "{said:#?}");
    let said = check_alone(&[("onvif.manufacturer", "Lorex")], State::Undecided, &["dahua", "lorex", "axis"]);
    let text = said.join(" ");
    assert!(text.contains("can have been built by") && text.contains("Would settle it"), "{said:#?}");
    check_alone(&[("http.server", "something")], State::Undecided, &["hikvision"]);
}

#[test]
fn what_a_device_or_a_list_writes_cannot_make_a_sentence_too_long() {
    let long = "one two three four five six seven eight nine ten ” « “ eleven twelve {$maker} [[a|b]]";
    check_alone(
        &[("http.title", long), ("onvif.manufacturer", long), ("rtsp.realm", "Login to 070C89APAG9CB69")],
        State::Decided,
        &["hikvision"],
    );
}

#[test]
fn the_period_says_who_stood_behind_the_name_when_it_was_put_up() {
    let lorex = |installed: &str| {
        let readings = [
            ("onvif.manufacturer", "Lorex"),
            ("rtsp.realm", "Login to 070C89APAG9CB69"),
            ("sheet.installed", installed),
        ];
        check_alone(&readings, State::Decided, &[]).join(" ")
    };
    assert!(
        lorex("2019-05-01").contains("When it was put up (1 May 2019), Lorex belonged"),
        "{}",
        lorex("2019-05-01")
    );
    assert!(!lorex("2024-05-01").contains("belonged"), "{}", lorex("2024-05-01"));
}
