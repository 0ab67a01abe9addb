//! Words by which things are called, and the fields in which such words stand (`words.toml`).
//!
//! A list says what a word may be read as and decides nothing. Every row has a source, texts that hold one of its words
//! and the nearest that hold none, like a tell.

use crate::named::Named;
use oogmerk_bytes::{Markers, Until};
use oogmerk_model::Kind;
use std::collections::{BTreeSet, HashMap};
use std::hash::BuildHasherDefault;
use std::ops::Range;

/// What a list of words is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WordList {
    /// Only a camera, a recorder or an encoder is called so; the kind stands beside it where one follows.
    Called,
    /// A model that begins so, with a number behind it, is of the kind beside it.
    ClassInModel,
    /// Stands around cameras: what is called so too is none.
    Around,
    /// Tells about cameras: a text that holds it is a sentence and no name.
    About,
    /// A recogniser's words for what hangs on a wall.
    Recognised,
    /// Stands beside a device's name without making a sentence of it.
    Beside,
    /// What telephones and computers that people carry call themselves.
    Carried,
    /// Who sells, puts up, connects or owns what others make: in a name, that it is no brand.
    Dealer,
    /// Protocols that only things of a surveillance system answer.
    Surveillance,
    /// Texts that pages are searched for, letter by letter; how far a value goes stands beside them.
    PageMarker,
    /// Families of fields whose serials one firm numbers; its key stands beside them.
    SerialFamily,
    /// Fields in which a device carries the name it was given.
    NameGiven,
    /// Fields in which a brand may stand in front of a model.
    BrandAndModel,
    /// Fields in which a program says what it is.
    Banner,
    /// Banners that no user of a device writes.
    Unwritten,
    /// Banners that people may change on some devices.
    ForPeople,
    /// Fields in which whoever owns a computer may write a sentence.
    AnybodyWrites,
    /// Headers that hold a realm among other things.
    RealmInside,
    /// Fields in which another program says what it took a service for.
    Recogniser,
    /// Fields in which a model may stand among other words.
    HoldsModel,
    /// Fields of names that a thing looks up or asks for, and does not answer to.
    AskedName,
    /// Fields in which a thing calls itself something when it asks for an address or offers a service.
    CallsItself,
    /// Numbers that are more than one only on the kind beside them: channels, disks.
    ManyMeans,
}

impl WordList {
    /// Every list with its word in the file.
    const ALL: [(&'static str, Self); 23] = [
        ("called", Self::Called),
        ("class-in-model", Self::ClassInModel),
        ("around", Self::Around),
        ("about", Self::About),
        ("recognised", Self::Recognised),
        ("beside", Self::Beside),
        ("carried", Self::Carried),
        ("dealer", Self::Dealer),
        ("surveillance", Self::Surveillance),
        ("page-marker", Self::PageMarker),
        ("serial-family", Self::SerialFamily),
        ("name-given", Self::NameGiven),
        ("brand-and-model", Self::BrandAndModel),
        ("banner", Self::Banner),
        ("unwritten", Self::Unwritten),
        ("for-people", Self::ForPeople),
        ("anybody-writes", Self::AnybodyWrites),
        ("realm-inside", Self::RealmInside),
        ("recogniser", Self::Recogniser),
        ("holds-model", Self::HoldsModel),
        ("asked-name", Self::AskedName),
        ("calls-itself", Self::CallsItself),
        ("many-means", Self::ManyMeans),
    ];

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(name, _)| *name == word).map(|(_, list)| *list)
    }

    /// Whether its words are in lower case and stand in a text as whole words; else they are bytes of a page.
    pub(crate) fn is_of_words(self) -> bool {
        self != Self::PageMarker
    }

    /// Whether its words are names of fields.
    pub(crate) fn is_of_fields(self) -> bool {
        self >= Self::NameGiven
    }
}

/// What follows from a word.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Meaning {
    /// What a thing so called is.
    pub kind: Option<Kind>,
    /// Whose word it is, by key.
    pub maker: Option<String>,
}

/// One row of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub id: String,
    pub list: WordList,
    /// Where the value of a page marker ends.
    pub until: Until,
    pub meaning: Meaning,
    pub source: String,
    pub words: Vec<String>,
    pub matches: Vec<String>,
    pub silent: Vec<String>,
}

impl Row {
    fn markers(&self) -> impl Iterator<Item = (&str, Until)> {
        self.words.iter().map(|word| (word.as_str(), self.until))
    }

    /// Where the markers of a row stand in a page.
    pub(crate) fn found(&self, page: &str) -> Vec<Range<usize>> {
        Markers::new(self.markers()).find(page.as_bytes())
    }

    /// Whether a text holds one of its words.
    fn speaks(&self, text: &str) -> bool {
        if !self.list.is_of_words() {
            return !self.found(text).is_empty();
        }
        let text = spaced(text);
        self.words.iter().any(|word| stands_in(word, &text))
    }
}

/// All lists.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pub(crate) rows: Vec<Row>,
    /// Per list, sorted by word.
    lists: [Vec<(String, Meaning)>; WordList::ALL.len()],
    /// On which lists a word stands, a bit for each.
    by_word: Named<u32>,
    /// How many words the longest of them has.
    longest: usize,
}

/// Lists on which one word stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lists(u32);

impl Lists {
    /// Whether this list is among them.
    pub fn hold(self, list: WordList) -> bool {
        self.0 >> list as u32 & 1 == 1
    }
}

impl Words {
    /// No words at all.
    pub const NONE: &'static Self = &Self {
        rows: Vec::new(),
        lists: [const { Vec::new() }; WordList::ALL.len()],
        by_word: HashMap::with_hasher(BuildHasherDefault::new()),
        longest: 0,
    };

    pub(crate) fn add(&mut self, row: Row) {
        let words = &mut self.lists[row.list as usize];
        words.extend(row.words.iter().map(|word| (word.clone(), row.meaning.clone())));
        words.sort();
        for word in &row.words {
            self.longest = self.longest.max(word.split(' ').count());
            *self.by_word.entry(word.clone()).or_default() |= 1 << row.list as u32;
        }
        self.rows.push(row);
    }

    /// What follows from a word, where it stands on a list.
    pub fn meaning(&self, list: WordList, word: &str) -> Option<&Meaning> {
        let words = &self.lists[list as usize];
        let place = words.binary_search_by(|(own, _)| own.as_str().cmp(word)).ok()?;
        words.get(place).map(|(_, meaning)| meaning)
    }

    /// On which lists a word stands.
    pub fn lists(&self, word: &str) -> Lists {
        Lists(self.by_word.get(word).copied().unwrap_or_default())
    }

    /// Whether a word stands on a list.
    pub fn holds(&self, list: WordList, word: &str) -> bool {
        self.lists(word).hold(list)
    }

    /// What follows from the words of a list that stand in a text as whole words, in the order of the list.
    pub fn found<'w>(&'w self, list: WordList, text: &str) -> impl Iterator<Item = &'w Meaning> + use<'w> {
        let text = spaced(text);
        let words = &self.lists[list as usize];
        let mut places = BTreeSet::new();
        // Looked up are the words of the text, and so many in a row as any list has: texts are short, and lists are not.
        for begin in text.match_indices(' ').map(|(blank, _)| blank + 1) {
            let ends = text[begin..].match_indices(' ').take(self.longest);
            for word in ends.map(|(length, _)| &text[begin..begin + length]) {
                if self.holds(list, word) {
                    let first = words.partition_point(|(own, _)| own.as_str() < word);
                    places.extend((first..words.len()).take_while(|place| words[*place].0 == word));
                }
            }
        }
        places.into_iter().map(|place| &words[place].1)
    }

    /// What pages are searched for, in the order of the file.
    pub(crate) fn page_markers(&self) -> Markers {
        let rows = self.rows.iter().filter(|row| row.list == WordList::PageMarker);
        Markers::new(rows.flat_map(Row::markers))
    }

    /// What must be mended: rows that are silent on their own examples, or speak on a near miss.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for row in &self.rows {
            let holds = |text: &String| row.speaks(text);
            if row.matches.is_empty() || row.silent.is_empty() {
                faults.push(format!("words {} lack an example or a near miss", row.id));
            }
            for text in row.matches.iter().filter(|text| !holds(text)) {
                faults.push(format!("words {} are silent on their own example {text:?}", row.id));
            }
            for text in row.silent.iter().filter(|text| holds(text)) {
                faults.push(format!("words {} speak on {text:?}, on which they must be silent", row.id));
            }
        }
        faults
    }
}

/// A text in lower case with one blank between its words and around them.
fn spaced(text: &str) -> String {
    let words =
        text.split(|c: char| c.is_whitespace() || "/;,()\"|:[]".contains(c)).filter(|w| !w.is_empty());
    format!(" {} ", words.collect::<Vec<_>>().join(" ").to_lowercase())
}

fn stands_in(word: &str, spaced: &str) -> bool {
    spaced
        .match_indices(word)
        .any(|(at, _)| spaced[..at].ends_with(' ') && spaced[at + word.len()..].starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        let row = Row {
            id: "r".into(),
            list: WordList::Called,
            until: Until::Here,
            meaning: Meaning { kind: Some(Kind::Camera), maker: None },
            source: "s".into(),
            words: vec!["ip camera".into(), "nvr".into()],
            matches: vec!["Honeywell IP Camera/1.0".into()],
            silent: vec!["NVRAM".into()],
        };
        let mut words = Words::default();
        words.add(row);
        words
    }

    #[test]
    fn a_phrase_counts_as_whole_words_in_any_case() {
        let words = words();
        let found = |text: &str| words.found(WordList::Called, text).filter_map(|m| m.kind).count();
        assert_eq!(found("Honeywell IP  Camera/1.0"), 1);
        assert_eq!(found("an nvr"), 1);
        assert_eq!(found("NVRAM, VIP cameras"), 0);
        assert!(words.holds(WordList::Called, "nvr") && !words.holds(WordList::Around, "nvr"));
    }

    #[test]
    fn a_page_marker_counts_letter_by_letter_wherever_it_stands() {
        let row = Row {
            id: "m".into(),
            list: WordList::PageMarker,
            until: Until::Quote,
            meaning: Meaning::default(),
            source: "s".into(),
            words: vec!["Brand=\"".into()],
            matches: vec!["var xBrand=\"Maker Inc.\";".into()],
            silent: vec!["brand=\"Maker Inc.\"".into()],
        };
        let page = row.matches[0].clone();
        let mut words = words();
        words.add(row);
        assert!(words.faults().is_empty(), "{:?}", words.faults());
        assert!(words.found(WordList::Called, &page).next().is_none());
        let found = words.page_markers().find(page.as_bytes());
        assert_eq!(found.into_iter().map(|place| &page[place]).collect::<Vec<_>>(), ["Brand=\"Maker Inc."]);
        words.rows[1].silent.push(page);
        words.rows[1].matches.push("no brand".into());
        assert_eq!(words.faults().len(), 2, "{:?}", words.faults());
    }

    #[test]
    fn a_row_is_tried_on_its_examples_and_near_misses() {
        assert!(words().faults().is_empty());
        let mut wrong = words();
        wrong.rows[0].silent.push("an NVR".into());
        wrong.rows[0].matches.push("a switch".into());
        assert_eq!(wrong.faults().len(), 2, "{:?}", wrong.faults());
    }
}
