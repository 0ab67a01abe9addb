//! The standing report and the terminal texts from an invented town: escaping, links, headings, size, every language.

#![allow(clippy::unwrap_used, clippy::nonminimal_bool)]

mod town;

use oogmerk_model::{Because, Conclusion, Field, Kind, Standing, State, Verdict};
use oogmerk_report::{
    Book, Lang, Links, MarkSet, PageOptions, Reality, STYLE, Screen, WhyNot, argument_of, bystander_line,
    count_text, demo_summary, demo_summary_on, device_body, device_csv, explain_device, explain_text,
    identify_open, identify_summary, identify_table, standing_page, three_questions, why_not, why_not_text,
};
use std::collections::BTreeSet;
use unicode_width::UnicodeWidthStr;

fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    page.split(&format!(" {name}=\"")).skip(1).filter_map(|r| r.split('"').next()).collect()
}

/// What holds for every page, whatever it is about.
fn check(page: &str, what: &str) {
    assert!(!page.contains("<script"), "{what}: a script");
    assert!(!page.contains("<img"), "{what}: an image from a device");
    for c in page.chars() {
        assert!(
            !(c.is_control() && c != '\n')
                && !('\u{202a}'..='\u{202e}').contains(&c)
                && !('\u{2066}'..='\u{2069}').contains(&c),
            "{what}: {c:?}"
        );
        assert!(!('\u{e000}'..='\u{f8ff}').contains(&c), "{what}: a mark of our own is left");
    }
    assert!(!page.contains("[[") || page.contains("[[cameras|click]]"), "{what}: an open link mark");
    assert!(!page.contains("{ $") && !page.contains(">[lead"), "{what}: a message that was not filled in");
    let ids = attributes(page, "id");
    let set: BTreeSet<_> = ids.iter().collect();
    assert_eq!(
        set.len(),
        ids.len(),
        "{what}: an id stands twice: {:?}",
        ids.iter().filter(|i| ids.iter().filter(|j| j == i).count() > 1).take(3).collect::<Vec<_>>()
    );
    for href in attributes(page, "href") {
        let target = href.strip_prefix('#').unwrap_or_else(|| panic!("{what}: leads away to {href}"));
        assert!(set.contains(&target), "{what}: {href} leads nowhere");
    }
    for fetch in ["src=", "url(", "@import", "<link", "<iframe", "<object"] {
        let style_or_text = page.contains(fetch) && !page.contains("&lt;img src=x");
        assert!(!style_or_text, "{what}: fetches with {fetch}");
    }
    assert_eq!(page.matches("<h1").count(), 1, "{what}: one h1");
    let mut level = 1;
    for h in page.split("<h").skip(1).filter_map(|r| r.chars().next()).filter_map(|c| c.to_digit(10)) {
        assert!(h <= level + 1, "{what}: from h{level} to h{h}");
        level = h;
    }
    for svg in page.split("<svg viewBox").skip(1) {
        let svg = svg.split("</svg>").next().unwrap();
        assert!(
            svg.contains("role=\"img\"") && svg.contains("<title>") && !svg.contains("<title></title>"),
            "{what}: an untitled picture"
        );
    }
    for scroll in page.split("<div class=\"scroll\"").skip(1) {
        let head = scroll.split('>').next().unwrap();
        assert!(
            scroll.starts_with("><svg") || head.contains("tabindex=\"0\""),
            "{what}: a scroll box out of reach"
        );
    }
}

#[test]
fn every_language_gives_a_whole_page() {
    let town = town::town(0);
    for lang in Lang::ALL {
        let page =
            standing_page(&town, lang, &PageOptions { reality: Reality::Invented, ..PageOptions::default() });
        check(&page, lang.code());
        assert!(page.contains(&format!("lang=\"{}\"", lang.tag())));
        for text in town::HOSTILE {
            assert!(!page.contains(text), "{}: {text:?} as it came", lang.code());
        }
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    }
}

#[test]
fn the_dutch_opening_says_label_against_evidence_with_the_numbers_as_links() {
    let page = standing_page(&town::town(0), Lang::Nl, &PageOptions::default());
    assert!(page.contains("toestellen staat Dahua of Hikvision; volgens het bewijs zijn het er <b><a href=\"#makers\">57</a></b>."), "{}", &page[page.find("lead").unwrap()..][..900]);
    assert!(page.contains("Op het etiket van <b><a href=\"#brands\">25</a></b>"));
    assert!(page.contains("Gebouwd door <b><bdi>Dahua</bdi></b> volgens"));
    assert!(page.contains("vermeld op deze lijsten, die enkel binden wie erbij staat:"));
    assert!(page.contains("Sinds <bdi>13 augustus 2019</bdi>."));
    assert!(page.contains("minder dan zeven dagen gemeten"));
    assert!(page.contains("stadhuis.pcapng</bdi>, pakket 101, byte 54"));
}

#[test]
fn a_long_label_is_cut_and_its_controls_are_shown() {
    let page = standing_page(&town::town(0), Lang::En, &PageOptions::default());
    let longest = page
        .split("<bdi>")
        .skip(1)
        .filter_map(|r| r.split("</bdi>").next())
        .map(|t| {
            t.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&")
                .replace("&#39;", "'")
        })
        .map(|t| t.chars().count())
        .max()
        .unwrap();
    assert_eq!(longest, 121, "120 characters and the sign for cut");
    assert!(page.contains("<bdi>□[31mred□□□second line</bdi>"));
}

#[test]
fn nothing_and_one_device_are_pages_too() {
    for lang in Lang::ALL {
        check(&standing_page(&Standing::default(), lang, &PageOptions::default()), "empty");
        let town = town::town(0);
        let one = Standing {
            devices: town.devices[..1].to_vec(),
            as_of: "2026-11-20".into(),
            ..Standing::default()
        };
        check(&standing_page(&one, lang, &PageOptions::default()), "one");
    }
}

#[test]
fn a_large_town_stays_one_page_with_its_limits_stated() {
    let town = town::town(20_000);
    let options = PageOptions {
        sections: 100,
        rows: 500,
        data_file: Some("devices.csv".into()),
        ..PageOptions::default()
    };
    let page = standing_page(&town, Lang::Nl, &options);
    check(&page, "large");
    assert!(page.len() < 6_000_000, "{} bytes", page.len());
    assert_eq!(page.matches("<article").count(), 100);
    assert!(page.contains("De andere 20.018 staan in <bdi>devices.csv</bdi>."));
    assert!(page.contains("Nog 19.618 rijen staan hier niet"));
}

#[test]
fn a_device_in_the_report_costs_little_however_much_speaks_for_it() {
    let mut town = town::town(0);
    let id = town.devices[0].id.clone();
    let small = standing_page(&town, Lang::Nl, &PageOptions::default()).len();
    let argument = town.arguments.entry(id.clone()).or_default();
    let pattern = argument[0].clone();
    for n in 0..500 {
        let mut clue = pattern.clone();
        (clue.by, clue.evidence) = (format!("tell-{n}"), format!("reading {n}"));
        clue.id = format!("e{}", 1000 + n);
        argument.push(clue);
    }
    let page = standing_page(&town, Lang::Nl, &PageOptions::default());
    check(&page, "many clues");
    assert!(page.len() < small + 4_000, "{} after {small}", page.len());
    assert!(page.contains(&format!("alles staat in: oogmerk explain <bdi>{id}</bdi>")));
}

#[test]
fn the_same_standing_gives_the_same_page() {
    let a = standing_page(&town::town(0), Lang::Fr, &PageOptions::default());
    assert_eq!(a, standing_page(&town::town(0), Lang::Fr, &PageOptions::default()));
}

#[test]
fn the_style_sheet_fits_its_budget_and_names_no_outside() {
    assert!(oogmerk_report::STYLE.len() <= 20_480);
    for word in ["url(", "http", "@import"] {
        assert!(!oogmerk_report::STYLE.contains(word));
    }
}

/// The declarations of each rule whose selectors hold this one.
fn rules_of<'s>(style: &'s str, selector: &str) -> Vec<&'s str> {
    style
        .split('}')
        .filter_map(|rule| rule.rsplit_once('{').map(|(head, body)| (head.trim(), body)))
        .filter(|(head, _)| head.split(['{', ',']).any(|own| own.trim() == selector))
        .map(|(_, body)| body)
        .collect()
}

/// A caption for readers of the screen is placed out of the flow: a box that scrolls must be what it is placed in, or
/// the whole page becomes as wide as the table.
#[test]
fn a_wide_table_scrolls_in_its_box_and_paper_shows_no_controls() {
    let boxes = rules_of(STYLE, ".scroll");
    assert!(
        boxes.iter().any(|body| body.contains("overflow-x: auto") && body.contains("position: relative"))
    );
    let paper = &STYLE[STYLE.find("@media print").unwrap()..];
    for control in [".nav", ".tools", ".filters", ".facets", ".pages"] {
        assert!(
            rules_of(paper, control).iter().any(|body| body.contains("display: none")),
            "{control} on paper"
        );
    }
}

#[test]
fn no_line_of_the_table_is_wider_than_the_screen_and_no_maker_is_cut() {
    let mut town = town::town(0);
    for (i, d) in town.devices.iter_mut().enumerate().take(20) {
        d.model = town::decided(&"漢字モデル".repeat(i + 1), 0.9, &["e1"]);
        d.brand = town::decided(&"brand ".repeat(i + 1), 0.9, &["e1"]);
    }
    for lang in Lang::ALL {
        for width in [80, 100, 120, 200] {
            for marks in [MarkSet::Unicode, MarkSet::Ascii] {
                let table =
                    identify_table(&town.devices, lang, Screen { width: Some(width), marks, rows: None });
                for line in table.lines() {
                    assert!(UnicodeWidthStr::width(line) <= width, "{} at {width}: {line}", lang.code());
                    assert!(!line.chars().any(char::is_control));
                }
                assert!(table.contains("hikvision") && table.contains("dev-0006b"));
                if marks == MarkSet::Ascii && lang == Lang::En {
                    assert!(table.lines().all(|l| !l.contains(['●', '◐', '○', '…', '–'])));
                }
            }
        }
    }
    let some = identify_table(
        &town.devices,
        Lang::En,
        Screen { width: Some(80), rows: Some(10), ..Screen::default() },
    );
    assert!(some.contains("… 108 more (--all, or --output jsonl)"));
    assert_eq!(some.lines().count(), 12);
}

#[test]
fn the_sentences_before_the_table_count_what_it_shows() {
    let town = town::town(0);
    let text = identify_summary(&town.devices, 2, Lang::En);
    assert_eq!(
        text,
        "118 devices in 2 files: 102 cameras, 7 recorders, 9 others.\nMaker: 111 established, 0 on tested facts, 3 contested, 4 not established.\n"
    );
    assert_eq!(identify_summary(&[], 1, Lang::Nl), "Geen toestellen in 1 bestand.\n");
    assert!(identify_open(&town.devices, Lang::En).lines().count() == 3);
    assert_eq!(
        bystander_line(&town.bystanders, Lang::En),
        "Also seen, not registered: 41 phones and 1 printer. Only their number is kept.\n"
    );
    assert_eq!(bystander_line(&[], Lang::En), "");
}

#[test]
fn the_demo_says_the_numbers_of_the_standing() {
    let text = demo_summary(&town::town(0), Lang::Nl);
    assert!(text.starts_with("Het register telt 102 camera's en 7 recorders op 6 locaties. Op het etiket van\n25 toestellen staat Dahua of Hikvision; volgens het bewijs zijn het er 57.\nDaarvan 57 vastgesteld en 0 op getoetste feiten, zonder bewijs.\n"), "{text}");
    assert!(text.contains("Aangegeven en gevonden 60   Enkel gevonden 30   Enkel aangegeven 2"));
    for lang in Lang::ALL {
        for line in demo_summary_on(&town::town(0), lang, MarkSet::Ascii).lines() {
            assert!(UnicodeWidthStr::width(line) <= 80, "{}: {line}", lang.code());
        }
    }
}

#[test]
fn an_empty_register_asks_three_questions() {
    for lang in Lang::ALL {
        let text = three_questions(lang, "/home/sofie/register.db");
        assert!(text.contains("/home/sofie/register.db") && text.matches('?').count() >= 3, "{text}");
        assert!(text.lines().all(|l| UnicodeWidthStr::width(l) <= 80), "{text}");
    }
}

#[test]
fn an_explanation_begins_with_short_sentences_and_ends_with_bytes() {
    let town = town::town(0);
    for lang in Lang::ALL {
        for d in &town.devices {
            let text = explain_device(&town, &d.id, lang).unwrap();
            assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{}", d.id);
            let opening = text.split("\n\n").next().unwrap().replace('\n', " ");
            assert!(opening.split_whitespace().count() <= 8 * 25, "{opening}");
            assert!(!text.contains(".."), "a full stop twice: {text}");
            if d.maker.verdict == State::Decided {
                assert!(text.contains("e1") && text.contains("54"), "{text}");
            }
        }
    }
    let d = &town.devices[0];
    let findings: Vec<_> = town.findings.iter().filter(|f| f.device == d.id).collect();
    let alone = explain_text(d, &town.arguments[&d.id], &findings, Lang::En);
    let alone = alone.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        alone.contains("Built by axis according to the evidence of 20 November 2026; confidence 9")
            && alone.contains("“DS-2CD2001-I”, as only devices built by axis do."),
        "{alone}"
    );
    assert!(explain_device(&town, "dev-none", Lang::En).is_none());
}

/// One line of words, however they were wrapped.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_kind_that_is_open_is_told_with_what_it_can_be_and_counted_beside_the_others() {
    let mut town = town::town(0);
    let few = vec![Kind::Camera, Kind::Recorder];
    town.devices[0].kind = Verdict { among: few, ..Verdict::undecided(vec![Field::of("label.model")]) };
    for (lang, sentence, cell) in [
        (Lang::En, "1 more is a camera or a recorder: which of the two is open.", "recorder"),
        (Lang::Nl, "Nog 1 toestel is een camera of een recorder: welk van beide, staat open.", "recorder"),
        (Lang::Fr, "1 autre appareil est une caméra ou un enregistreur", "enregistreur"),
        (Lang::De, "1 weiteres Gerät ist Kamera oder Rekorder: welches von beiden, ist offen.", "Rekorder"),
    ] {
        let summary = one_line(&identify_summary(&town.devices[..1], 1, lang));
        assert!(summary.contains(sentence) && summary.contains(": 0 "), "{summary}");
        assert!(one_line(&demo_summary(&town, lang)).contains(sentence), "{}", lang.code());
        let page = standing_page(&town, lang, &PageOptions::default());
        assert!(page.contains(sentence), "{}", lang.code());
        check(&page, lang.code());
        let screen = Screen { width: None, rows: None, marks: MarkSet::Unicode };
        assert!(identify_table(&town.devices[..1], lang, screen).contains(cell), "{}", lang.code());
    }
}

#[test]
fn makers_are_counted_in_two_parts_wherever_they_are_counted() {
    let mut town = town::town(0);
    let dahua = town.by_maker.rows.iter_mut().find(|r| r.key == "dahua").unwrap();
    let (proved, tested) = (dahua.proved, 4);
    dahua.established = Some(proved - tested);
    let ids: BTreeSet<String> = dahua.devices.iter().take(4).cloned().collect();
    town.devices.iter_mut().filter(|d| ids.contains(&d.id)).for_each(|d| d.maker.established = false);
    town.by_maker.kind_open = 2;
    let shown = format!("{} + {tested}", proved - tested);
    for (lang, parts, of_all, open) in [
        (
            Lang::En,
            "and 4 on tested facts, without proof",
            "107 established, 4 on tested facts",
            "Of 2 more devices",
        ),
        (
            Lang::Nl,
            "en 4 op getoetste feiten, zonder bewijs",
            "107 vastgesteld, 4 op getoetste",
            "Van nog 2 toestellen",
        ),
        (
            Lang::Fr,
            "et 4 sur des faits vérifiés, sans preuve",
            "107 établis, 4 sur des faits",
            "Pour 2 autres appareils",
        ),
        (
            Lang::De,
            "und 4 nach geprüften Tatsachen, ohne Beweis",
            "107 festgestellt, 4 nach geprüften",
            "Bei 2 weiteren Geräten",
        ),
    ] {
        let page = standing_page(&town, lang, &PageOptions::default());
        let said = one_line(&demo_summary(&town, lang));
        // The opening, who made them, the makers' section, and the picture of the flow.
        assert!(page.matches(parts).count() >= 4, "{}: {}", lang.code(), page.matches(parts).count());
        assert!(page.contains(of_all) && page.contains(&shown) && page.contains(open), "{}", lang.code());
        assert!(said.contains(parts) && said.contains(&shown), "{said}");
        assert!(identify_summary(&town.devices, 2, lang).contains(of_all), "{}", lang.code());
        check(&page, lang.code());
        let text = count_text(&town.by_maker, &town.labels, lang);
        let row = text.lines().find(|l| l.starts_with("Dahua")).unwrap();
        let numbers: Vec<&str> = row.split_whitespace().skip(1).take(3).collect();
        assert_eq!(numbers.join(" "), format!("{proved} {} {tested}", proved - tested), "{text}");
    }
}

#[test]
fn a_kind_that_nothing_narrows_down_is_no_other_device() {
    let mut town = town::town(0);
    town.devices[0].kind = Verdict::undecided(vec![Field::of("label.model")]);
    for (lang, sentence, none) in [
        (Lang::En, "Of 1 more device the kind is open.", "0 others"),
        (Lang::Nl, "Van nog 1 toestel staat de soort open.", "0 andere"),
        (Lang::Fr, "Pour 1 autre appareil, le type reste ouvert.", "0 autre"),
        (Lang::De, "Bei 1 weiteren Gerät ist die Art offen.", "0 andere"),
    ] {
        let summary = one_line(&identify_summary(&town.devices[..1], 1, lang));
        assert!(summary.contains(sentence) && summary.contains(none), "{summary}");
        assert!(one_line(&demo_summary(&town, lang)).contains(sentence), "{}", lang.code());
        assert!(standing_page(&town, lang, &PageOptions::default()).contains(sentence), "{}", lang.code());
    }
}

#[test]
fn a_rule_that_is_open_for_want_of_the_kind_says_what_settles_the_kind() {
    let mut town = town::town(0);
    let id = town.devices[0].id.clone();
    let finding = town.findings.iter_mut().find(|f| f.device == id).unwrap();
    (finding.conclusion, finding.remedy) = (Conclusion::Undecided, "remedy-kind".into());
    finding.settles = vec![Field::of("label.model")];
    for (lang, way, what) in [
        (Lang::En, "Would settle it: read the model on the label.", "first establish what kind of device"),
        (Lang::Nl, "lees het model op het etiket", "eerst vaststellen wat voor toestel"),
        (Lang::Fr, "lire le modèle sur l'étiquette", "abord de quel type"),
        (Lang::De, "das Modell auf dem Etikett lesen", "zuerst feststellen, was für ein Gerät"),
    ] {
        let text = one_line(&explain_device(&town, &id, lang).unwrap());
        assert!(text.contains(way), "{}: {text}", lang.code());
        let book = Book::open(&town, lang, Links::Site { query: String::new() });
        let page = device_body(&book, &id).unwrap().to_string();
        assert!(page.contains(what), "{}", lang.code());
    }
}

#[test]
fn what_another_program_takes_a_device_for_is_told_as_its_words() {
    let town = town::town(0);
    let d = &town.devices[0];
    for (field, by, tool) in [
        ("nmap.service", "d-link-nmap", "nmap takes it for “BusyBox ftpd”"),
        ("nmap.service", "grammar:d-link-model", "nmap takes it for “BusyBox ftpd”"),
        ("port.service", "d-link-nmap", "a scanner takes it for “BusyBox ftpd”"),
        ("shadowserver.tag", "tag", "a scanner takes it for “BusyBox ftpd”"),
    ] {
        let mut all = town.arguments[&d.id].clone();
        all.retain(|b| b.property != "maker");
        let told = Because {
            field: field.into(),
            by: by.into(),
            evidence: "BusyBox ftpd".into(),
            ..first_maker(&town)
        };
        all.push(told);
        let text = one_line(&explain_text(d, &all, &[], Lang::En));
        assert!(text.to_lowercase().contains(&tool.to_lowercase()), "{text}");
        assert!(!text.contains("shows this itself"), "{text}");
    }
}

fn first_maker(town: &Standing) -> Because {
    town.arguments[&town.devices[0].id].iter().find(|b| b.property == "maker").unwrap().clone()
}

#[test]
fn a_maker_that_proven_knowledge_does_not_decide_is_told_as_decided_on_tested_facts() {
    let mut town = town::town(0);
    let id = town.devices[0].id.clone();
    town.devices[0].maker.established = false;
    for (lang, words) in [
        (Lang::En, "On tested facts of 20 November 2026, without proof, built by"),
        (Lang::Nl, "Op getoetste feiten van 20 november 2026, zonder bewijs, gebouwd door"),
        (Lang::Fr, "Sur des faits vérifiés du 20 novembre 2026, sans preuve"),
        (Lang::De, "Nach geprüften Tatsachen vom 20. November 2026, ohne Beweis, gebaut von"),
    ] {
        let text = one_line(&explain_device(&town, &id, lang).unwrap());
        assert!(text.contains(words), "{text}");
    }
    let text = one_line(&explain_device(&town, &id, Lang::En).unwrap());
    assert!(!text.contains("Built by"), "{text}");
}

#[test]
fn why_not_says_what_stands_in_the_way() {
    let town = town::town(0);
    let d = town.devices.iter().find(|d| d.maker.verdict == State::Contested).unwrap();
    let all = &town.arguments[&d.id];
    let needs = [Field::of("label.model")];
    let answer = WhyNot {
        maker: "Nordveil",
        reason: "contested",
        speaks_for: &all[5..],
        speaks_against: &all[..1],
        lineage: &[],
        needs: &needs,
    };
    let text = why_not_text(d, &answer, Lang::En);
    assert!(
        text.starts_with("The maker is contested; Nordveil does not prevail over the other readings.\n"),
        "{text}"
    );
    assert!(text.contains("read the model on the label"), "{text}");
    assert!(
        text.contains("\n\nWhat speaks for Nordveil\n  strong  nordveil  e3 rtsp.realm\n      │ Nordveil\n"),
        "{text}"
    );
    let first = &town.devices[0];
    let text = why_not(first, &town.arguments[&first.id], "Dahua", Lang::Nl);
    assert!(text.starts_with("Niets wijst op Dahua.\n"), "{text}");
    assert!(why_not(first, &town.arguments[&first.id], "axis", Lang::Nl).starts_with("axis is wel degelijk"));
    for lang in Lang::ALL {
        for reason in [
            "nothing-speaks-for-it",
            "too-weak",
            "only-one-voice",
            "another-is-decided",
            "contested",
            "it-is",
        ] {
            assert!(why_not_text(d, &WhyNot { reason, ..answer }, lang).contains("Nordveil"), "{reason}");
        }
    }
}

#[test]
fn the_csv_has_one_row_a_device() {
    let town = town::town(0);
    let csv = device_csv(&town.devices);
    assert_eq!(csv.split("\r\n").count(), 118 + 2);
    assert!(csv.starts_with("id,subject,kind,"));
    assert!(!csv.contains('\u{1b}'));
}

#[test]
fn what_looks_different_names_the_label_and_nothing_of_its_maker() {
    let mut town = town::town(0);
    let d = town.devices.iter().find(|d| d.brand.value.as_deref() == Some("lorex")).unwrap();
    let id = d.id.clone();
    let clues = town.arguments.get_mut(&id).unwrap();
    let mut cloud = clues.iter().find(|b| b.property == "brand").unwrap().clone();
    cloud.value = "dahua".into();
    cloud.field = "outside.name".into();
    cloud.evidence = "www.easy4ipcloud.example".into();
    cloud.id = String::new();
    clues.push(cloud);
    let links = Links::Site { query: String::new() };
    let book = Book::open(&town, Lang::En, links);
    let page = device_body(&book, &id).unwrap();
    let text = format!("{page:?}");
    let section = text.split("What looks different").nth(1).unwrap();
    let section = section.split("<h2").next().unwrap();
    assert!(section.contains("http.title") && !section.contains("easy4ip"), "{section}");
    // Nor is it told as if it spoke against the maker.
    let said = argument_of(&town, &id, Lang::En).unwrap().join(" ");
    assert!(!said.contains("counter-evidence"), "{said}");
}
