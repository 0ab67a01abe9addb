//! Fixed texts that pages are searched for, all in one pass. Which they are is handed in by whoever knows; what follows
//! from one is said elsewhere. Not a pattern language: a text is there or it is not.

use aho_corasick::packed::Searcher;
use std::ops::Range;
use std::sync::Arc;

/// Longest part of a page behind a marker that belongs to its value.
const BEHIND_MAX: usize = 64;

/// Where a marker's value ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Until {
    /// With the marker itself.
    #[default]
    Here,
    /// Before the next quote, angle bracket or question mark, at most 64 bytes on.
    Quote,
}

/// A list of such texts. Copies share it.
#[derive(Clone, Debug, Default)]
pub struct Markers(Option<Arc<List>>);

#[derive(Debug)]
struct List {
    texts: Vec<(String, Until)>,
    /// For each byte, which texts begin with it.
    begins: Vec<Vec<usize>>,
    /// Tells where the first of any of them stands, where the processor can: most pages hold none.
    any: Option<Searcher>,
}

impl Markers {
    /// Nothing is searched for.
    pub const NONE: &'static Self = &Self(None);

    /// A list in the order in which what is found is told. Empty texts are left out.
    pub fn new<T: Into<String>>(texts: impl IntoIterator<Item = (T, Until)>) -> Self {
        let texts: Vec<(String, Until)> = texts
            .into_iter()
            .map(|(text, until)| (text.into(), until))
            .filter(|(text, _)| !text.is_empty())
            .collect();
        let mut begins = vec![Vec::new(); 256];
        for (number, (text, _)) in texts.iter().enumerate() {
            begins[usize::from(text.as_bytes()[0])].push(number);
        }
        let any = Searcher::new(texts.iter().map(|(text, _)| text));
        Self((!texts.is_empty()).then(|| Arc::new(List { texts, begins, any })))
    }

    /// Where each text stands first with its value, in the order of the list.
    pub fn find(&self, page: &[u8]) -> Vec<Range<usize>> {
        self.0.as_ref().map_or_else(Vec::new, |list| list.find(page))
    }
}

impl List {
    fn find(&self, page: &[u8]) -> Vec<Range<usize>> {
        let first = match &self.any {
            Some(any) => any.find(page).map(|found| found.start()),
            None => Some(0),
        };
        let Some(first) = first else { return Vec::new() };
        let mut places: Vec<Option<Range<usize>>> = vec![None; self.texts.len()];
        for (at, byte) in page.iter().enumerate().skip(first) {
            for number in &self.begins[usize::from(*byte)] {
                let (text, until) = &self.texts[*number];
                if places[*number].is_none() && page[at..].starts_with(text.as_bytes()) {
                    places[*number] = Some(at..until.end(page, at + text.len()));
                }
            }
        }
        places.into_iter().flatten().collect()
    }
}

impl Until {
    fn end(self, page: &[u8], from: usize) -> usize {
        let ends = |b: &u8| matches!(b, b'"' | b'\'' | b'<' | b'>' | b'?');
        match self {
            Self::Here => from,
            Self::Quote => from + page[from..].iter().take(BEHIND_MAX).take_while(|b| !ends(b)).count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_place_of_each_is_found_in_the_order_of_the_list() {
        let list =
            [("brand=\"", Until::Quote), ("", Until::Here), ("brand", Until::Here), ("/a", Until::Here)];
        let check = |page: &str, want: &[&str]| {
            let found = Markers::new(list).find(page.as_bytes());
            let found: Vec<&str> = found.into_iter().map(|place| &page[place]).collect();
            assert_eq!(found, want, "{page}");
        };
        check("/a /a brand=\"One\" brand=\"Two\"", &["brand=\"One", "brand", "/a"]);
        check("brand=\"cut off", &["brand=\"cut off", "brand"]);
        check("bran/", &[]);
        check("", &[]);
        let long = format!("brand=\"{}", "x".repeat(65));
        check(&long, &[&long[..long.len() - 1], "brand"]);
        assert!(Markers::NONE.find(b"/a").is_empty());
    }
}
