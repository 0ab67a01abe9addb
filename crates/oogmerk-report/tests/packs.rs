//! What a person reads of packs and updates, in each language.

use oogmerk_model::{Conclusion, State};
use oogmerk_report::{
    ConclusionChanged, CountChanged, Ended, KnowledgeList, Lang, PackCard, PackFile, Reading, RowsChange,
    VerdictChanged, WhatIf, Whence, knowledge_change_text, knowledge_list_text, pack_text, update_end_text,
    update_question, what_if_text,
};

fn reading(state: State, values: &[&str]) -> Reading {
    Reading { state, values: values.iter().map(ToString::to_string).collect() }
}

fn verdict(device: &str, property: &str, sides: [Reading; 2]) -> VerdictChanged {
    VerdictChanged {
        device: device.into(),
        property: property.into(),
        sides,
        now_says: Vec::new(),
        no_longer_says: (1..=6).map(|n| format!("tell-{n} (x)")).collect(),
    }
}

fn example() -> WhatIf {
    WhatIf {
        register: "town.db".into(),
        verdicts: vec![
            verdict(
                "dev-1",
                "maker",
                [reading(State::Contested, &["Axis", "Bosch"]), reading(State::Undecided, &[])],
            ),
            verdict(
                "dev-2",
                "kind",
                [reading(State::Decided, &["ptz-camera"]), reading(State::Decided, &["recorder"])],
            ),
        ],
        conclusions: vec![ConclusionChanged {
            device: "dev-1".into(),
            rule: "a-rule".into(),
            sides: [None, Some(Conclusion::Breaks)],
        }],
        appears: vec!["dev-3".into()],
        vanishes: Vec::new(),
        counts: vec![CountChanged {
            property: "kind".into(),
            key: "ptz-camera".into(),
            sides: [(1_234, 1_234), (0, 0)],
        }],
    }
}

fn check(lang: Lang, rows: usize, wanted: &[&str]) {
    let text = what_if_text(&example(), rows, lang);
    for part in wanted {
        assert!(text.contains(part), "{part} in\n{text}");
    }
}

#[test]
fn a_difference_is_told_in_the_words_of_the_language() {
    check(
        Lang::Nl,
        20,
        &[
            "dev-1  maker  betwist: Axis / Bosch → niet vastgesteld",
            "dev-2  soort  draaibare camera → recorder",
            "a-rule  niet getoetst → in strijd",
            "soort  draaibare camera  1.234, 1.234 → 0, 0",
        ],
    );
    check(Lang::De, 20, &["strittig: Axis / Bosch → nicht festgestellt", "schwenkbare Kamera → Rekorder"]);
    check(Lang::Fr, 20, &["contesté\u{202f}: Axis / Bosch → non établi", "caméra orientable → enregistreur"]);
    check(Lang::En, 20, &["contested: Axis / Bosch → not established", "not judged → breaks"]);
}

#[test]
fn what_is_left_out_is_counted_and_all_is_shown_when_asked() {
    check(Lang::En, 20, &["tell-4 (x)\n      … and 2 more (--all shows everything)"]);
    check(Lang::En, 1, &["\n    … and 1 more (--all shows everything)"]);
    let all = what_if_text(&example(), usize::MAX, Lang::En);
    assert!(all.contains("tell-6 (x)") && !all.contains("--all"), "{all}");
}

#[test]
fn where_nothing_changes_one_sentence_says_so() {
    for lang in Lang::ALL {
        let text = what_if_text(&WhatIf { register: "town.db".into(), ..WhatIf::default() }, 20, lang);
        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(text.contains("town.db") && !text.contains('→'), "{text}");
    }
}

#[test]
fn rows_that_differ_stand_under_their_sort_and_sorts_without_difference_are_not_named() {
    let changes = [
        RowsChange { sort: "tells", added: vec!["a-tell".into()], ..RowsChange::default() },
        RowsChange { sort: "edges", ..RowsChange::default() },
    ];
    let text = knowledge_change_text(("k-1", &Whence::default()), "k-2", &changes, 20, Lang::Nl);
    assert!(text.contains("kenmerken  1 toegevoegd, 0 verwijderd, 0 gewijzigd\n  + a-tell\n"), "{text}");
    assert!(!text.contains("herkomstregels"), "{text}");
}

#[test]
fn no_word_of_a_pack_reaches_the_terminal_as_a_command() {
    let evil = "a\u{1b}[2Jb\nc".to_owned();
    let card = PackCard {
        version: evil.clone(),
        made_on: evil.clone(),
        program: evil.clone(),
        maker: evil.clone(),
        key: evil.clone(),
        fingerprint: evil.clone(),
        counts: vec![(evil.clone(), 1), (format!("tells_{evil}"), 2)],
        sources: 3,
    };
    let list = KnowledgeList {
        version: evil.clone(),
        whence: Some(Whence { pack: Some((evil.clone(), evil.clone())), ..Whence::default() }),
        passed_over: Some((evil.clone(), evil.clone())),
        trusted: vec![(evil.clone(), evil.clone())],
        tells: vec![(evil.clone(), [1, 0, 0])],
        policies: vec![[evil.clone(), evil.clone(), evil.clone()]],
    };
    for lang in Lang::ALL {
        let texts = [pack_text(&evil, PackFile::Proved, &card, lang), knowledge_list_text(&list, lang)];
        assert!(texts.iter().all(|t| !t.contains('\u{1b}') && !t.lines().any(|l| l == "c")), "{texts:?}");
    }
}

#[test]
fn holdings_are_told_proven_first() {
    let counts = [("tells_draft", 1), ("tells_proven", 2_000), ("vendors", 3)];
    let counts = counts.map(|(key, n)| (key.to_owned(), n)).to_vec();
    let card = PackCard { counts, ..PackCard::default() };
    let text = pack_text("p", PackFile::Written(9), &card, Lang::Nl);
    assert!(text.contains("kenmerken: 2.000 bewezen, 1 voorlopig"), "{text}");
    assert!(text.contains("firma's: 3"), "{text}");
}

#[test]
fn an_update_ends_and_asks_in_words_of_the_language() {
    let ends = [Ended::InUseAlready, Ended::DryRun, Ended::Declined, Ended::Installed("k-2".into())];
    for lang in Lang::ALL {
        let said: std::collections::BTreeSet<String> =
            ends.iter().map(|e| update_end_text(e, lang)).collect();
        assert_eq!(said.len(), ends.len(), "{said:?}");
    }
    let asked = Lang::ALL.map(update_question);
    assert!(
        asked.iter().zip(["[j/N] ", "[o/N] ", "[j/N] ", "[y/N] "]).all(|(q, end)| q.ends_with(end)),
        "{asked:?}"
    );
}
