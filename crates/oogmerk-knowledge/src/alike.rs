//! Fields that are alike: one program writes the same words in them, whichever protocol it answers in. What no tell of
//! the field itself knows, those of its like may.
//!
//! Most words are known to none of them. So the patterns of all are looked for in one pass, and of what may match, that
//! of the field itself is tried first.

use crate::matcher::{Groups, Matcher, Sought};
use crate::named::Named;
use crate::{Pattern, Tell};
use oogmerk_model::Property;
use std::ops::Range;

/// Fields in which one program writes the same words. Those that stand together say the same with the same words, and
/// lend each other every tell. The others lend what reads a model or a version: a word alone says one thing in a realm
/// and another in a class of clients.
const SAME_WORDS: &[&[&[&str]]] = &[
    &[&["http.server", "rtsp.server", "sip.server", "sip.user_agent"]],
    &[
        &["http.realm", "rtsp.realm"],
        &["http.title"],
        &["ftp.banner"],
        &["telnet.banner"],
        &["snmp.sys_descr"],
        &["lldp.system_description"],
        &["cdp.platform"],
        &["dhcp.vendor_class"],
        &["upnp.friendly_name"],
        &["upnp.model_description"],
        &["onvif.scope.name"],
        &["sdp.session_name"],
        &["sdp.session_info"],
        &["tcp.banner"],
        &["ssh.banner"],
        &["http.page_model"],
        &["saved.words"],
    ],
    &[&["dhcp.hostname"], &["mdns.host"], &["import.host_name"], &["netbios.name"]],
];

/// Fields in which people write sentences. They lend and do not borrow: a tell for the words of a program does not know
/// a sentence about a camera from a camera.
const OF_PEOPLE: [&str; 2] = ["http.title", "http.page_model"];

/// Fields that only a program writes: their tells need not know a sentence from a type, so they lend to each other alone.
const OF_PROGRAMS: [&str; 5] = [
    "snmp.sys_descr",
    "lldp.system_description",
    "cdp.platform",
    "dhcp.vendor_class",
    "upnp.model_description",
];

/// Whether a field of another family lends to one.
fn may_lend(from: &str, to: &str) -> bool {
    !OF_PROGRAMS.contains(&from) || OF_PROGRAMS.contains(&to)
}

/// Whether a tell reads more than one word that may mean another thing elsewhere, and knows a text from its beginning to
/// its end: what begins alike may be a sentence where others write.
pub(crate) fn is_lent(tell: &Tell) -> bool {
    let reads = [Property::Model, Property::Firmware];
    let is_whole = match &tell.pattern {
        Pattern::Exact(_) => true,
        Pattern::Regex(text) => {
            let begins = text.trim_start_matches("(?i)").starts_with('^');
            begins && (text.ends_with('$') || text.ends_with("$)")) && !text.contains(".*")
        }
        _ => false,
    };
    is_whole && reads.iter().any(|property| tell.claims.other.contains_key(property))
}

/// The fields that a field borrows from, each with whether it lends everything.
pub(crate) fn lenders(field: &str) -> impl Iterator<Item = (&'static str, bool)> + '_ {
    let borrows = !OF_PEOPLE.contains(&field);
    let list = SAME_WORDS.iter().find(|list| borrows && list.iter().any(|family| family.contains(&field)));
    let fields = list.into_iter().flat_map(|list| list.iter()).flat_map(move |family| {
        let is_own = family.contains(&field);
        family.iter().map(move |other| (*other, is_own))
    });
    fields.filter(move |(other, is_own)| *other != field && (*is_own || may_lend(other, field)))
}

/// The patterns of all such lists, and where each field stands that borrows.
#[derive(Debug)]
pub(crate) struct Lists {
    lists: Vec<Alike>,
    places: Named<(usize, usize)>,
}

impl Lists {
    /// All lists, made of the patterns of their fields. Those fields have no place whose values say more than one thing.
    pub fn new(by_field: &Named<Matcher>, tells: &[Tell], says_more: fn(&str) -> bool) -> Self {
        let lists: Vec<Alike> = SAME_WORDS.iter().map(|list| Alike::of(list, by_field, tells)).collect();
        let mut places = Named::default();
        for (list, alike) in lists.iter().enumerate() {
            let fields = alike.fields.iter().map(|own| own.field).enumerate();
            let borrowing = fields.filter(|(_, field)| !OF_PEOPLE.contains(field) && !says_more(field));
            places.extend(borrowing.map(|(place, field)| (field.to_owned(), (list, place))));
        }
        Self { lists, places }
    }

    /// The list of a field that borrows, and its place in it.
    pub fn get(&self, field: &str) -> Option<(&Alike, usize)> {
        let (list, place) = self.places.get(field)?;
        Some((&self.lists[*list], *place))
    }
}

/// The patterns of one such list of fields.
#[derive(Debug)]
pub(crate) struct Alike {
    fields: Vec<Patterns>,
    matcher: Matcher,
    /// The tell that a pattern answers by.
    tells: Vec<u32>,
}

/// The places of the patterns of one field.
#[derive(Debug)]
struct Patterns {
    field: &'static str,
    /// The fields that it stands together with.
    family: usize,
    all: Range<u32>,
    /// Those that are lent to any of its like.
    lent: Range<u32>,
}

impl Alike {
    fn of(list: &'static [&'static [&'static str]], by_field: &Named<Matcher>, known: &[Tell]) -> Self {
        let (mut fields, mut sought, mut tells) = (Vec::new(), Vec::new(), Vec::new());
        let named =
            list.iter().enumerate().flat_map(|(family, fields)| fields.iter().map(move |f| (family, *f)));
        for (family, field) in named {
            let own = by_field.get(field).map_or(&[][..], Matcher::patterns);
            let mut put = |is_wanted: &dyn Fn(&Sought) -> bool| {
                let begin = tells.len() as u32;
                for one in own.iter().filter(|one| is_wanted(one)) {
                    sought.push(Sought { number: tells.len() as u32, ..one.clone() });
                    tells.push(one.number);
                }
                begin..tells.len() as u32
            };
            let all = put(&|_| true);
            let lent = if list.len() > 1 {
                put(&|one| known.get(one.number as usize).is_some_and(is_lent))
            } else {
                0..0
            };
            fields.push(Patterns { field, family, all, lent });
        }
        Self { fields, matcher: Matcher::new(sought), tells }
    }

    /// Hands over the tells of the field at a place that match; where none does, those of the first of its like of which
    /// any does. The field itself has nothing to say of nothing.
    pub fn find(&self, place: usize, value: &str, mut found: impl FnMut(u32, Groups<'_>)) {
        let own = self.fields.get(place).filter(|_| !value.is_empty());
        let ranges = own.into_iter().flat_map(|own| {
            let others = self.fields.iter().enumerate().filter(|(at, _)| *at != place);
            let lent = others.filter_map(|(_, one)| {
                if one.family == own.family {
                    Some(one.all.clone())
                } else {
                    may_lend(one.field, own.field).then(|| one.lent.clone())
                }
            });
            std::iter::once(own.all.clone()).chain(lent)
        });
        self.matcher.find_first(value, ranges, |number, groups| {
            found(self.tells[number as usize], groups);
        });
    }
}
