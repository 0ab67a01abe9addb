//! Address blocks from the registry's files, in each of its forms.
#![allow(clippy::unwrap_used)]

use oogmerk_knowledge::blocks::{Refreshed, refresh};
use oogmerk_knowledge::{Knowledge, Oracle};
use oogmerk_model::Mac;

const CSV: &str = "Registry,Assignment,Organization Name,Organization Address\r\n\
MA-L,ACCC8E,\"Axis  Communications AB\",\"Lund, SE\"\r\n\
MA-L,00408C,Somebody Else Ltd,\"line one\r\nline two\"\r\n\
MA-L,F00001,AXIS COMMUNICATIONS AB,SE\r\n\
MA-L,F00002,Nobody Known Here,XX\r\n\
CID,1,x,y\r\n\
MA-L,zz,broken,row\r\n";

const TEXT: &str = "OUI/MA-M                                Organization\n\
company_id                              Organization\n\n\
40-D8-55   (hex)\t\tAXIS COMMUNICATIONS AB\n\
A00000-AFFFFF     (base 16)\t\tAXIS COMMUNICATIONS AB\n\
\t\t\t\tsome street\n\n\
70-B3-D5   (hex)\t\tAXIS COMMUNICATIONS AB\n\
123000-123FFF     (base 16)\t\tAXIS COMMUNICATIONS AB\n\
28-6F-B9   (hex)\t\tNobody Known Here\n\
286FB9     (base 16)\t\tNobody Known Here\n\
A0000-AFFFF     (base 16)\t\tbroken\n";

fn knowledge() -> Knowledge {
    Knowledge::embedded().unwrap()
}

fn one(name: &str, text: &str) -> Refreshed {
    refresh(&knowledge(), &[(name, text.as_bytes())]).unwrap()
}

fn owner(csv: &str, mac: &str) -> Option<(Option<String>, bool)> {
    let pack = Knowledge::embedded_pack().with_file("oui.csv", csv.as_bytes()).unwrap();
    let knowledge = Knowledge::of_pack(&pack).unwrap();
    knowledge.oui(Mac::parse(mac).unwrap()).map(|o| (o.maker.clone(), o.narrow))
}

#[test]
fn names_are_refreshed_and_meanings_kept_only_where_they_are_known() {
    let before = knowledge();
    let had = before.oui(Mac::parse("ac:cc:8e:00:00:01").unwrap()).unwrap();
    let got = one("oui.csv", CSV);
    assert_eq!(got.read, 4);
    assert_eq!(got.problems.len(), 1, "{:?}", got.problems);
    assert_eq!(got.problems[0].line, 7);
    assert_eq!(got.added, [("f00001".to_owned(), "AXIS COMMUNICATIONS AB".to_owned())]);
    assert_eq!(owner(&got.csv, "ac:cc:8e:00:00:01"), Some((had.maker.clone(), had.narrow)));
    assert_eq!(owner(&got.csv, "f0:00:01:00:00:01").unwrap().0.as_deref(), Some("axis"));
    assert_eq!(owner(&got.csv, "f0:00:02:00:00:01"), None, "nothing is invented");
    assert_eq!(owner(&got.csv, "00:40:8c:00:00:01"), None, "the block has another owner now");
    assert!(got.gone.iter().any(|(prefix, _)| prefix == "00408c"));
    assert!(got.gone.iter().all(|(prefix, _)| prefix.len() == 6), "registries that were not given stay");
}

#[test]
fn the_text_form_gives_parts_of_blocks_too() {
    let got = one("mam.txt", TEXT);
    assert_eq!(got.read, 3);
    assert_eq!(got.problems.len(), 1);
    assert_eq!(owner(&got.csv, "40:d8:55:a1:00:01").unwrap().0.as_deref(), Some("axis"));
    assert_eq!(owner(&got.csv, "40:d8:55:b1:00:01").and_then(|o| o.0).as_deref(), None);
    assert_eq!(owner(&got.csv, "70:b3:d5:12:30:01").unwrap().0.as_deref(), Some("axis"));
    assert!(got.csv.contains("\n40d855a,axis,"), "{}", got.csv.len());
}

#[test]
fn a_file_without_blocks_changes_nothing_and_the_same_table_again_changes_nothing() {
    let none = refresh(&knowledge(), &[("x.txt", b"<html>not found</html>")]);
    assert_eq!(
        none.unwrap_err().to_string(),
        "x.txt:0: no address block in it: the registry's CSV or text form is expected"
    );
    assert!(refresh(&knowledge(), &[("x.csv", b"Registry,Assignment\r\n")]).is_err());
    let once = one("oui.csv", CSV);
    let pack = Knowledge::embedded_pack().with_file("oui.csv", once.csv.as_bytes()).unwrap();
    let again = refresh(&Knowledge::of_pack(&pack).unwrap(), &[("oui.csv", CSV.as_bytes())]).unwrap();
    assert_eq!((again.added.len(), again.changed.len(), again.gone.len()), (0, 0, 0));
    assert_eq!(again.csv, once.csv);
}

#[test]
fn a_part_of_the_registry_takes_nothing_away_and_a_whole_one_what_it_no_longer_names() {
    let part = one("oui.csv", CSV);
    assert!(part.kept > 1_000, "{}", part.kept);
    let rows: Vec<String> = Knowledge::embedded_pack()
        .file("oui.csv")
        .unwrap()
        .lines()
        .skip(1)
        .filter_map(|row| {
            let (prefix, rest) = row.split_once(',')?;
            let assignee = rest.splitn(3, ',').nth(2)?;
            (prefix.len() == 6).then(|| format!("MA-L,{},\"{assignee}\",x\n", prefix.to_uppercase()))
        })
        .collect();
    let all = format!("Registry,Assignment,Organization Name,Organization Address\n{}", rows[1..].concat());
    let whole = one("oui.csv", &all);
    assert_eq!((whole.kept, whole.gone.len()), (0, 1), "{:?}", whole.gone);
}
