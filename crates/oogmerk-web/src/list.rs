//! The list of devices: filters, facets, order and pages, all in the address. Filters of one key are alternatives,
//! filters of different keys narrow each other. A facet counts what would remain; it never shows a value with none.

use crate::query::Query;
use oogmerk_model::{Conclusion, Device, Kind, State, Verdict};
use oogmerk_report::{Book, group, isolation_name, marks};
use std::collections::BTreeMap;

/// Rows of a page.
pub(crate) const PAGE: usize = 50;

/// Keys that narrow the list.
pub(crate) const FILTERS: [&str; 10] =
    ["maker", "verdict", "brand", "place", "department", "isolation", "kind", "group", "rule", "conclusion"];

/// The facets shown, in order: key and the message that heads it.
pub(crate) const FACETS: [(&str, &str); 7] = [
    ("maker", "col-maker"),
    ("verdict", "facet-verdict"),
    ("brand", "col-brand"),
    ("place", "col-place"),
    ("department", "col-department"),
    ("isolation", "col-isolation"),
    ("kind", "col-kind"),
];

/// Orders of the list; the first is the one without `sort=`.
pub(crate) const SORTS: [&str; 6] = ["attention", "maker", "brand", "kind", "place", "model"];

/// A device with what filters ask of it.
struct Facts<'a> {
    device: &'a Device,
    values: [Vec<String>; 8],
}

const KEYS: [&str; 8] = ["maker", "verdict", "brand", "place", "department", "isolation", "kind", "group"];

/// Keys of the counts for maker and brand, so that address and count speak of the same thing.
fn keyed(book: &Book<'_>, rows: &[oogmerk_model::CountRow], v: &Verdict) -> Vec<String> {
    let key = |value: &str| {
        rows.iter().find(|r| book.same(&r.key, value)).map_or_else(|| value.to_owned(), |r| r.key.clone())
    };
    match v.verdict {
        State::Decided => vec![v.value.as_deref().map_or_else(String::new, key)],
        State::Contested | State::Undecided => vec![String::new()],
    }
}

fn facts<'a>(book: &Book<'a>) -> Vec<Facts<'a>> {
    let s = book.standing;
    book.devices()
        .map(|d| {
            let place = book.place(&d.id);
            let kind = d.kind.decided_value().unwrap_or_default();
            Facts {
                device: d,
                values: [
                    keyed(book, &s.by_maker.rows, &d.maker),
                    vec![marks::state(d.maker.verdict).to_owned()],
                    keyed(book, &s.by_brand.rows, &d.brand),
                    vec![place.map_or_else(String::new, |p| p.place.clone())],
                    vec![place.map_or_else(String::new, |p| p.department.clone())],
                    vec![isolation_name(d).to_owned()],
                    vec![kind.to_owned()],
                    vec![group(Kind::parse(kind)).to_owned()],
                ],
            }
        })
        .collect()
}

impl Facts<'_> {
    fn fits(&self, query: &Query, except: &str) -> bool {
        KEYS.iter().zip(&self.values).filter(|(key, _)| **key != except).all(|(key, values)| {
            let mut asked = query.all(key).peekable();
            asked.peek().is_none() || asked.any(|v| values.iter().any(|x| x == v))
        })
    }

    fn holds(&self, book: &Book<'_>, words: &[String]) -> bool {
        if words.is_empty() {
            return true;
        }
        let d = self.device;
        let mut text = format!("{} {}", d.id, book.name(&d.id));
        for v in [&d.kind, &d.brand, &d.maker, &d.model, &d.serial, &d.firmware] {
            for value in v.value.iter().chain(v.rivals.iter().map(|r| &r.value)) {
                text.push(' ');
                text.push_str(value);
                text.push(' ');
                text.push_str(book.label(value));
            }
        }
        for a in d.ip.iter().map(ToString::to_string).chain(d.mac.iter().map(ToString::to_string)) {
            text.push(' ');
            text.push_str(&a);
        }
        for v in self.values.iter().skip(3).take(2).flatten() {
            text.push(' ');
            text.push_str(v);
        }
        let text = text.to_lowercase();
        words.iter().all(|w| text.contains(w.as_str()))
    }
}

/// A value of a facet.
pub(crate) struct FacetValue {
    /// Value, as in the address.
    pub value: String,
    /// How many would remain.
    pub count: u64,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// What a list page shows.
pub(crate) struct List<'a> {
    /// All devices that fit, in order.
    pub devices: Vec<&'a Device>,
    /// Facets with their values, most first.
    pub facets: Vec<(&'static str, &'static str, Vec<FacetValue>)>,
}

/// The devices of one rule and conclusion, where asked.
fn by_rule<'a>(book: &Book<'a>, query: &Query) -> Option<Vec<&'a str>> {
    let rule = query.one("rule")?;
    let conclusion = query.one("conclusion").unwrap_or("breaks");
    let wanted = |c: Conclusion| marks::conclusion(c) == conclusion;
    let rules = book.standing.rules.iter().filter(|r| r.rule == rule).flat_map(|r| &r.devices);
    Some(rules.filter(|(c, _)| wanted(*c)).flat_map(|(_, ids)| ids.iter().map(String::as_str)).collect())
}

/// Filters, counts and orders.
pub(crate) fn list<'a>(book: &Book<'a>, query: &Query) -> List<'a> {
    let rule = by_rule(book, query).map(|ids| ids.into_iter().collect::<std::collections::HashSet<_>>());
    let words: Vec<String> =
        query.all("q").flat_map(str::split_whitespace).take(8).map(str::to_lowercase).collect();
    let all: Vec<Facts<'a>> = facts(book)
        .into_iter()
        .filter(|f| rule.as_ref().is_none_or(|ids| ids.contains(f.device.id.as_str())))
        .filter(|f| f.holds(book, &words))
        .collect();
    let facets = FACETS
        .iter()
        .map(|(key, head)| {
            let at = KEYS.iter().position(|k| k == key).unwrap_or(0);
            let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
            for f in all.iter().filter(|f| f.fits(query, key)) {
                for v in f.values.get(at).into_iter().flatten() {
                    *counts.entry(v).or_default() += 1;
                }
            }
            let mut values: Vec<FacetValue> = counts
                .into_iter()
                .map(|(v, count)| FacetValue { value: v.to_owned(), count, chosen: query.has(key, v) })
                .collect();
            values.sort_by(|a, b| {
                b.chosen.cmp(&a.chosen).then(b.count.cmp(&a.count)).then_with(|| a.value.cmp(&b.value))
            });
            (*key, *head, values)
        })
        .collect();
    let mut fitting: Vec<&Facts<'a>> = all.iter().filter(|f| f.fits(query, "")).collect();
    let sort = query.one("sort").unwrap_or("attention");
    let column = match sort {
        "maker" => Some(0),
        "brand" => Some(2),
        "place" => Some(3),
        "kind" => Some(6),
        _ => None,
    };
    if let Some(column) = column {
        // Empty values last; within equals the order by attention stays.
        let key = |f: &Facts<'_>| {
            let v = f
                .values
                .get(column)
                .and_then(|v| v.first())
                .map_or_else(String::new, |v| book.label(v).to_lowercase());
            (v.is_empty(), v)
        };
        fitting.sort_by_cached_key(|f| key(f));
    } else if sort == "model" {
        fitting.sort_by_cached_key(|f| {
            f.device.model.decided_value().map_or((true, String::new()), |m| (false, m.to_lowercase()))
        });
    }
    List { devices: fitting.into_iter().map(|f| f.device).collect(), facets }
}
