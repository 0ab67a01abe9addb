//! Bags out of XML and of pages: the texts of one element's children side by side, and the rows of tables and lists in
//! which a page writes a label and a value.

use super::bag::Bag;
use oogmerk_bytes::references;
use oogmerk_bytes::xml::{Piece, Pieces, local};
use std::collections::HashMap;

/// Most bags of one document, and the deepest nesting followed.
const BAGS_MAX: usize = 100_000;
const DEPTH_MAX: usize = 512;

/// What a document gives.
#[derive(Default)]
pub(super) struct Found {
    pub bags: Vec<Bag>,
    /// Texts that may hold answers themselves, each with the scope it stands in.
    pub inner: Vec<(String, String)>,
    /// Running text, a line a cell or paragraph, for what is no element of its own.
    pub lines: String,
    /// Running text that stands in no element.
    pub outside: String,
}

struct Open {
    name: String,
    /// Where it stands: names from the outside in, each with its number among its like.
    place: String,
    /// How many children of each name were begun.
    children: HashMap<String, usize>,
    text: String,
    /// How much of the text is told among the running text.
    told: usize,
    bag: Option<usize>,
}

/// Whether a document is a page, by the elements near its beginning.
pub(super) fn is_page(text: &str) -> bool {
    let head = text[..text.floor_char_boundary(4096)].to_ascii_lowercase();
    ["<html", "<!doctype html", "<body", "<td>", "<td ", "<title", "<div", "<p>"]
        .iter()
        .any(|tag| head.contains(tag))
}

/// Whether several pages or descriptions stand in a text one after the other, as somebody put them together.
pub(super) fn has_pages(text: &str) -> bool {
    let begins = |at: usize| {
        let (tag, behind) = text[at..].split_at_checked(5).unwrap_or_default();
        let is_root = tag == "<root" && behind.starts_with([' ', '>', '\n', '\r', '\t']);
        tag.eq_ignore_ascii_case("<html") || is_root
    };
    text.match_indices('<').filter(|(at, _)| begins(*at)).take(2).count() == 2
}

/// The comments before the first element: whoever keeps pages writes there whose they are.
pub(super) fn comments_before(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (comment, behind) = rest.trim_start().strip_prefix("<!--")?.split_once("-->")?;
        rest = behind;
        Some(comment.trim())
    })
}

/// Reads a document or a piece of one. Broken text ends it.
pub(super) fn bags(text: &str) -> Found {
    let mut reading = Reading { is_page: is_page(text), ..Reading::default() };
    let mut pieces = Pieces::of_message(text);
    loop {
        match pieces.next_piece() {
            Ok(Piece::Open(tag)) => {
                let name = local(tag.name()).to_owned();
                let attributes: Vec<(String, String)> = tag
                    .loose_attributes()
                    .take(64)
                    .map(|(key, value)| {
                        (local(key).to_owned(), references::undo(&value, references::xml).into_owned())
                    })
                    .collect();
                let is_empty = tag.is_empty || reading.is_void(&name);
                reading.open(name, &attributes, is_empty);
            }
            Ok(Piece::Close(tag)) => reading.close(local(tag.name())),
            Ok(Piece::Text(text) | Piece::CData(text)) => reading.say(&text),
            Ok(Piece::Reference(name)) => reading.say(&Piece::resolved(&name)),
            Ok(Piece::Other) => {}
            Ok(Piece::End) | Err(_) => return reading.finish(),
        }
    }
}

#[derive(Default)]
struct Reading {
    found: Found,
    open: Vec<Open>,
    places: HashMap<String, usize>,
    /// How many of each name stand in one place.
    alike: HashMap<String, usize>,
    begun: HashMap<String, usize>,
    /// Where each inner text stands.
    inner: Vec<String>,
    /// The bag of what stands in no element.
    outermost: Option<usize>,
    is_page: bool,
}

/// Elements that have no end in any page (HTML, section 13.1.2), and those of them that no other document has.
const VOID: [&str; 11] =
    ["br", "hr", "img", "wbr", "input", "meta", "link", "area", "col", "embed", "source"];
const VOID_ANYWHERE: usize = 4;

/// Elements that stand within a line of text, and those that keep their text to themselves.
const INLINE: [&str; 12] =
    ["b", "i", "em", "strong", "span", "font", "a", "u", "small", "code", "label", "tt"];
/// Elements in which a page writes what people read.
const PAGE: [&str; 14] =
    ["td", "th", "tr", "li", "dt", "dd", "p", "div", "h1", "h2", "h3", "h4", "pre", "option"];
/// Elements for a cell of a row, in any document.
const CELL_NAMES: [&str; 9] = ["cell", "data", "value", "td", "th", "column", "col", "field", "c"];
/// Elements of a page that end a cell, and a line.
const CELLS: [&str; 4] = ["td", "th", "dt", "dd"];

impl Reading {
    fn open(&mut self, name: String, attributes: &[(String, String)], is_empty: bool) {
        if self.open.len() >= DEPTH_MAX {
            return;
        }
        let lower = name.to_ascii_lowercase();
        if lower == "br" {
            return self.say("\n");
        }
        if !INLINE.contains(&lower.as_str()) {
            self.tell();
        }
        let place = self.place(&name);
        let mut open =
            Open { name, place, children: HashMap::new(), text: String::new(), told: 0, bag: None };
        let values: Vec<&(String, String)> =
            attributes.iter().filter(|(key, _)| !key.starts_with("xmlns")).collect();
        let is_addressed = || values.iter().any(|(_, value)| super::keys::address(value).is_some());
        if (values.len() > 1 || is_addressed()) && self.found.bags.len() < BAGS_MAX {
            let mut bag = Bag { name: super::keys::fold(&open.name), ..Bag::default() };
            for (key, value) in &values {
                bag.put(key, value);
            }
            open.bag = Some(self.found.bags.len());
            self.places.insert(open.place.clone(), self.found.bags.len());
            self.found.bags.push(bag);
        }
        // `<input name="model" value="XC-100">`, `<property key="model" value="…">`.
        if let Some((key, value)) = named_value(attributes) {
            self.put(key, value);
        }
        if is_empty {
            return;
        }
        self.open.push(open);
    }

    /// A pair for the element that is open.
    fn put(&mut self, key: &str, value: &str) {
        let (bag, place, name) = match self.open.last_mut() {
            Some(around) => (&mut around.bag, around.place.as_str(), around.name.as_str()),
            None => (&mut self.outermost, "", ""),
        };
        let next = self.found.bags.len();
        let at = *bag.get_or_insert(next);
        if at == next {
            if next >= BAGS_MAX {
                *bag = None;
                return;
            }
            self.places.insert(place.to_owned(), next);
            self.found.bags.push(Bag { name: super::keys::fold(name), ..Bag::default() });
        }
        self.found.bags[at].put(key, value);
        self.found.bags[at].note(key, value);
    }

    fn is_void(&self, name: &str) -> bool {
        let ends = if self.is_page { VOID.len() } else { VOID_ANYWHERE };
        VOID[..ends].iter().any(|own| name.eq_ignore_ascii_case(own))
    }

    /// What was said so far in the element that is open stands before what begins in it.
    fn tell(&mut self) {
        let Some(open) = self.open.last_mut() else { return };
        if INLINE.iter().any(|name| open.name.eq_ignore_ascii_case(name)) {
            return;
        }
        let text = open.text[open.told..].trim();
        if !text.is_empty() {
            self.found.lines.push_str(text);
            self.found.lines.push('\n');
        }
        open.told = open.text.len();
    }

    /// The place of an element that begins.
    fn place(&mut self, name: &str) -> String {
        let (around, begun) = match self.open.last_mut() {
            Some(around) => (around.place.as_str(), &mut around.children),
            None => ("", &mut self.begun),
        };
        let number = begun.entry(name.to_owned()).or_insert(0);
        *number += 1;
        let like = format!("{around}.{}", name.replace('.', "_"));
        let place = format!("{like}/{number}");
        self.alike.insert(like, *number);
        place
    }

    fn say(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut() {
            if open.text.len() < 1 << 20 {
                open.text.push_str(text);
            }
        } else {
            self.found.lines.push_str(text);
            self.found.outside.push_str(text);
        }
    }

    fn close(&mut self, name: &str) {
        let Some(depth) = self.open.iter().rev().take(16).position(|open| open.name == name) else { return };
        for _ in 0..=depth {
            self.close_one();
        }
    }

    fn close_one(&mut self) {
        let Some(own) = self.open.pop() else { return };
        let lower = own.name.to_ascii_lowercase();
        let text = own.text.trim();
        if INLINE.contains(&lower.as_str()) {
            let text = own.text.clone();
            return self.say(&text);
        }
        // The elements of a page name no values.
        let is_of_page = PAGE.contains(&lower.as_str());
        if !is_of_page && own.bag.is_none() && !text.is_empty() && text.len() <= 512 {
            let (key, text) = (own.name.clone(), text.to_owned());
            self.put(&key, &text);
        }
        let is_script = lower == "script" || lower == "style";
        // The text of a page is read as it runs, in the order in which people read it.
        if is_script || !self.is_page && text.len() >= 12 && super::cleaned::may_hold_answers(text) {
            self.inner.push(own.place.clone());
            self.found.inner.push((String::new(), text.to_owned()));
        }
        if is_script {
            return;
        }
        self.found.lines.push_str(own.text[own.told..].trim());
        self.found.lines.push(if CELLS.contains(&lower.as_str()) { '\t' } else { '\n' });
    }

    fn finish(mut self) -> Found {
        while !self.open.is_empty() {
            self.close_one();
        }
        let alike = &self.alike;
        // Cells of one row are not things of their own.
        let is_cell = |like: &str| {
            let name = like.rsplit('.').next().unwrap_or(like);
            CELL_NAMES.iter().any(|own| name.eq_ignore_ascii_case(own))
        };
        let is_member = |place: &str| {
            place
                .rsplit_once('/')
                .is_some_and(|(like, _)| alike.get(like).is_some_and(|number| *number > 1) && !is_cell(like))
        };
        let given = super::scope::give(&mut self.found.bags, &self.places, &is_member, &self.inner);
        for (inner, scope) in self.found.inner.iter_mut().zip(given) {
            inner.0 = scope;
        }
        self.found
    }
}

fn named_value(attributes: &[(String, String)]) -> Option<(&str, &str)> {
    let of = |names: &[&str]| {
        attributes
            .iter()
            .find(|(key, _)| names.iter().any(|n| key.eq_ignore_ascii_case(n)))
            .map(|(_, v)| v.as_str())
    };
    Some((of(&["name", "key", "id"])?, of(&["value", "val"])?))
}
