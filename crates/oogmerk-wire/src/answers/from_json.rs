//! Bags out of JSON: the values of one object side by side, at any depth of a document of any size.

use super::bag::Bag;
use oogmerk_bytes::json;
use std::collections::{HashMap, HashSet};

/// A text within the document that may hold answers itself, with the scope it stands in.
pub(super) struct Inner {
    pub scope: String,
    pub text: String,
}

/// Deepest nesting followed: every value has its whole path.
const DEPTH_MAX: usize = 96;

/// Most bags of one document.
const BAGS_MAX: usize = 200_000;

/// How a document ended.
pub(super) enum End {
    /// Whole, here.
    At(usize),
    /// With the text, in its middle, after so many bytes.
    Cut(usize),
    /// It is none; so many bytes were looked at.
    Broken(usize),
}

/// Bags and inner texts of one document that begins at `start`.
pub(super) fn bags(text: &str, start: usize) -> (Vec<Bag>, Vec<Inner>, End) {
    let mut gathered = Gathered::default();
    let manner = json::Manner { depth_max: DEPTH_MAX, ..json::Manner::FILE };
    let ended = json::walk_from(text.as_bytes(), start, manner, &mut |value| gathered.take(value));
    let end = match ended {
        Ok(end) => End::At(end),
        Err(stop) if stop.cut_off => End::Cut(stop.offset.saturating_sub(start)),
        Err(stop) => End::Broken(stop.offset.saturating_sub(start)),
    };
    gathered.scope();
    gathered.tables();
    (gathered.bags, gathered.inner, end)
}

#[derive(Default)]
struct Gathered {
    bags: Vec<Bag>,
    /// Where each bag's object stands: its path with positions.
    places: HashMap<String, usize>,
    inner: Vec<Inner>,
    /// The last name in an object of a name and a value, with its place.
    named: Option<(String, String)>,
    /// Lists of texts: a text whose lines were written as members.
    lists: Vec<Inner>,
    list: HashMap<String, usize>,
    /// Tables written as lists of lists.
    grids: super::from_grid::Grids,
    /// Lists whose members are the answers of one thing to one command each.
    of_commands: HashSet<String>,
}

/// Keys under which one record keeps more of its own.
const WITHIN: [&str; 5] =
    ["@attributes", "last_check_result", "custom_fields", "customFields", "custom_field_data"];

/// Keys of what an object within a record is called.
const NAMES: [&str; 9] =
    ["name", "value", "label", "address", "display_name", "display_value", "version", "current", "installed"];

/// Gives a key its meaning where the object around it names it. Tells whether what is said goes to the object around.
fn renamed(place: &str, key: &mut String, object: &mut String) -> bool {
    // Elements of XML that a tool wrote as JSON: their text, and the attributes of one with elements in it.
    if ["#text", "$t", "_text"].contains(&key.as_str()) {
        key.clear();
    }
    // `{"manufacturer": {"name": "Maker"}}`: the name is what the key around it names.
    let named =
        object.rsplit('.').next().and_then(|last| last.split('[').next()).unwrap_or_default().to_owned();
    let is_lifted = NAMES.contains(&key.as_str()) && is_a_word_of_things(&named);
    if is_lifted {
        *object = parent_of(object).to_owned();
        *key = named;
    } else if super::keys::field_of(key).is_none() {
        // `http.head.server` names its field by more than its last part.
        let whole = tail_of(place);
        if super::keys::field_of(whole).is_some() {
            whole.clone_into(key);
        }
    }
    within(object);
    if key.is_empty() {
        object.rsplit('.').next().unwrap_or_default().clone_into(key);
        *object = parent_of(object).to_owned();
    }
    is_lifted
}

/// What stands around a place.
fn parent_of(place: &str) -> &str {
    place.rsplit_once('.').map_or("", |(around, _)| around)
}

/// The record that an object within it is a part of.
fn within(object: &mut String) {
    let own = WITHIN.iter().find_map(|within| object.strip_suffix(within)?.strip_suffix('.'));
    let length = own.map_or(object.len(), str::len);
    object.truncate(length);
}

/// Whether a key names what a thing is or where: an object under it is no thing of its own.
fn is_a_word_of_things(key: &str) -> bool {
    let folded = super::keys::fold(key);
    let is_one_of = |words: &[&str]| words.contains(&folded.as_str());
    is_one_of(&super::bag::IDENTITY)
        || is_one_of(&super::bag::MACS)
        || is_one_of(&[
            "ip",
            "ipaddress",
            "ipaddr",
            "ipv4",
            "primaryip",
            "primaryip4",
            "managementip",
            "brand",
            "make",
            "modelid",
        ])
}

/// The last three parts of a path.
fn tail_of(place: &str) -> &str {
    place.rmatch_indices('.').nth(2).map_or(place, |(at, _)| &place[at + 1..])
}

/// Keys of a member of a list that is the answer to one command.
const COMMANDS: [&str; 3] = ["cmd", "command", "method"];

impl Gathered {
    fn take(&mut self, value: &json::Value<'_, '_>) {
        let Some(text) = value.text() else { return };
        let place = placed(value.path, value.indexes);
        self.grids.take(&place, &text);
        let (object, key) = place.rsplit_once('.').unwrap_or(("", &place));
        let mut key = key.to_owned();
        let mut object = object.to_owned();
        // Members of a list of plain values stand under the key of the list.
        let mut is_line = false;
        if let Some((name, _)) = key.split_once('[') {
            is_line = value.kind == json::Kind::Text;
            key = name.to_owned();
        }
        if COMMANDS.contains(&key.as_str())
            && let Some((list, _)) = object.rsplit_once('[').filter(|(_, member)| member.ends_with(']'))
        {
            self.of_commands.insert(list.to_owned());
        }
        let lifted = renamed(&place, &mut key, &mut object);
        if is_line {
            self.line(&place, &object, &text);
        } else if value.kind == json::Kind::Text
            && text.len() >= 12
            && super::cleaned::may_hold_answers(&text)
        {
            self.inner.push(Inner { scope: object.clone(), text: text.clone().into_owned() });
        }
        self.paired(&mut key, &mut object, &text);
        self.keyed(&object);
        let next = self.bags.len();
        if next >= BAGS_MAX {
            return;
        }
        let around = if lifted { object.clone() } else { parent_of(&place).to_owned() };
        let at = *self.places.entry(object).or_insert(next);
        if at == next {
            let name = around.rsplit('.').next().unwrap_or_default();
            let name = name.split('[').next().unwrap_or_default();
            self.bags.push(Bag { name: super::keys::fold(name), ..Bag::default() });
        }
        if text.len() <= 512 {
            self.bags[at].put(&key, &text);
            self.bags[at].note(&key, &text);
        }
    }

    /// `{"name": "model", "value": "XC-100"}` is a pair of the thing that has the list.
    fn paired(&mut self, key: &mut String, object: &mut String, text: &str) {
        match key.as_str() {
            "name" | "key" | "label" | "field" | "Name" | "Key" => {
                self.named = Some((object.clone(), text.to_owned()));
            }
            "value" | "val" | "Value" => {
                if let Some((at, named)) = self.named.take()
                    && at == *object
                    && let Some((list, _)) = object.rsplit_once('[')
                {
                    (*key, *object) = (named, parent_of(list).to_owned());
                }
            }
            _ => {}
        }
    }

    /// The rows of tables, each a thing of its own.
    fn tables(&mut self) {
        for (place, row) in std::mem::take(&mut self.grids).rows() {
            if self.bags.len() >= BAGS_MAX {
                return;
            }
            self.inner.extend(row.cells.into_iter().map(|text| Inner { scope: place.clone(), text }));
            self.bags.push(Bag { scope: place.clone(), place, ..row.bag });
        }
    }

    /// Objects that stand under an address, or a hardware address, as their key: `{"10.0.0.7": {…}}`.
    fn keyed(&mut self, object: &str) {
        let Some((end, key)) = key_in(object) else { return };
        let next = self.bags.len();
        if next < BAGS_MAX && *self.places.entry(object[..end].to_owned()).or_insert(next) == next {
            let mut bag = Bag::default();
            bag.put(if key.contains('.') { "ip" } else { "mac" }, key);
            self.bags.push(bag);
        }
    }

    /// A member of a list of texts: another line of one text.
    fn line(&mut self, place: &str, object: &str, text: &str) {
        let Some((list, _)) = place.rsplit_once('[') else { return };
        let next = self.lists.len();
        let at = *self.list.entry(list.to_owned()).or_insert(next);
        if at == next {
            self.lists.push(Inner { scope: object.to_owned(), text: String::new() });
        }
        let whole = &mut self.lists[at].text;
        whole.push_str(text);
        if !text.ends_with('\n') {
            whole.push('\n');
        }
    }

    fn scope(&mut self) {
        let lists = std::mem::take(&mut self.lists);
        self.inner.extend(lists.into_iter().filter(|list| super::cleaned::may_hold_answers(&list.text)));
        let others: Vec<String> = self.inner.iter().map(|inner| inner.scope.clone()).collect();
        let commands = &self.of_commands;
        let is_member = |place: &str| {
            place.ends_with(']') && place.rsplit_once('[').is_some_and(|(list, _)| !commands.contains(list))
        };
        let given = super::scope::give(&mut self.bags, &self.places, &is_member, &others);
        for (inner, scope) in self.inner.iter_mut().zip(given) {
            inner.scope = scope;
        }
    }
}

/// The address that is a key in a path, and where in the path it ends.
fn key_in(path: &str) -> Option<(usize, &str)> {
    let starts = std::iter::once(0).chain(path.match_indices('.').map(|(at, _)| at + 1)).take(32);
    for start in starts.filter(|start| path[*start..].starts_with(|c: char| c.is_ascii_hexdigit())) {
        let rest = &path[start..];
        let mac = rest.get(..17).filter(|mac| oogmerk_model::Mac::parse(mac).is_some());
        let end_of_ip = rest.match_indices('.').map(|(at, _)| at).chain([rest.len()]).nth(3);
        let ip = end_of_ip.map(|end| &rest[..end]).filter(|ip| ip.parse::<std::net::Ipv4Addr>().is_ok());
        let ends = |key: &&str| matches!(rest.as_bytes().get(key.len()), None | Some(b'.'));
        if let Some(key) = mac.or(ip).filter(ends) {
            return Some((start + key.len(), key));
        }
    }
    None
}

/// `cameras[].mac` at position 3 as `cameras[3].mac`.
fn placed(path: &str, indexes: &[usize]) -> String {
    let mut placed = String::with_capacity(path.len() + 8);
    let mut indexes = indexes.iter();
    for piece in path.split_inclusive("[]") {
        if let Some(before) = piece.strip_suffix("[]") {
            placed.push_str(before);
            placed.push('[');
            if let Some(index) = indexes.next() {
                placed.push_str(&index.to_string());
            }
            placed.push(']');
        } else {
            placed.push_str(piece);
        }
    }
    placed
}
