//! The list of devices: as a page with its filters, as CSV and as JSON.

use crate::list::{self, FILTERS, FacetValue, PAGE, SORTS};
use crate::query::Query;
use crate::site::{Asked, Page, Site, json};
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use oogmerk_model::Device;
use oogmerk_report::{Arg, Book, Html as Markup, Words, marks};
use std::sync::Arc;

/// The list page.
#[derive(Template)]
#[template(path = "devices.html")]
struct Devices {
    words: &'static Words,
    says: Markup,
    query: String,
    carried: Vec<(String, String)>,
    chosen: Vec<(String, String)>,
    clear: Option<String>,
    facets: Vec<(String, Vec<Choice>, Vec<Choice>)>,
    sorts: Vec<(String, String, bool)>,
    table: Markup,
    showing: String,
    first: Option<String>,
    next: Option<String>,
}

struct Choice {
    label: Markup,
    count: String,
    href: String,
    chosen: bool,
}

pub(crate) async fn devices(
    State(site): State<Arc<Site>>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Response {
    let asked = Asked::read(&site, "/devices", raw.as_deref(), &headers);
    let standing = match site.standing(asked.query.moment()).await {
        Ok(s) => s,
        Err(response) => return response,
    };
    let book = Book::open(&standing, asked.lang, asked.links());
    let words = book.words;
    let list = list::list(&book, &asked.query);
    let start = asked
        .query
        .one("after")
        .and_then(|id| list.devices.iter().position(|d| d.id == id))
        .map_or(0, |at| at + 1);
    let shown: Vec<&Device> = list.devices.iter().skip(start).take(PAGE).copied().collect();
    let total = list.devices.len();
    let plain = asked.query.without_keys(&["after"]);
    let chosen = chosen(&book, &plain);
    let count = |n: usize| Arg::N(n as u64);
    let page = Devices {
        words,
        says: words.html("list-says", &[("n", count(total)), ("all", count(standing.devices.len()))], &[]),
        query: asked.query.all("q").collect::<Vec<_>>().join(" "),
        carried: plain.without_keys(&["q"]).pairs().to_vec(),
        clear: (!chosen.is_empty()).then(|| asked.carried().address("/devices")),
        chosen,
        facets: facets(&book, &plain, list.facets),
        sorts: sorts(words, &plain),
        table: oogmerk_report::device_table(&book, &shown, &words.text("list-caption")),
        showing: words.say(
            "list-showing",
            &[
                ("from", count(if total == 0 { 0 } else { start + 1 })),
                ("to", count(start + shown.len())),
                ("n", count(total)),
            ],
        ),
        first: (start > 0).then(|| plain.address("/devices")),
        next: (start + shown.len() < total)
            .then(|| shown.last().map(|d| plain.with("after", &d.id).address("/devices")))
            .flatten(),
    };
    let main = Markup::from_template(&page);
    let frame = Page {
        title: words.text("nav-devices"),
        current: "devices",
        main: &main,
        data: &[("CSV", "/devices.csv"), ("JSON", "/devices.json")],
    };
    site.shell(&asked, &standing, frame)
}

/// Orders of the list: name, address, whether it is the one in use.
fn sorts(words: &Words, plain: &Query) -> Vec<(String, String, bool)> {
    let now = plain.one("sort").unwrap_or("attention");
    let sort = |s: &&str| {
        let address = plain.without_keys(&["sort"]).with("sort", s).address("/devices");
        (words.word("sort", s), address, now == *s)
    };
    SORTS.iter().map(sort).collect()
}

/// What is filtered by, each with the address without it.
fn chosen(book: &Book<'_>, plain: &Query) -> Vec<(String, String)> {
    plain
        .pairs()
        .iter()
        .filter(|(k, v)| FILTERS.contains(&k.as_str()) || (k == "q" && !v.is_empty()))
        .map(|(k, v)| {
            let name = if k == "q" {
                format!("“{v}”")
            } else {
                format!("{}: {}", book.words.word("filter", k), plain_label(book, k, v))
            };
            (name, plain.without(k, v).address("/devices"))
        })
        .collect()
}

/// Facets that leave a choice: heading, the first six values, the others.
fn facets(
    book: &Book<'_>,
    plain: &Query,
    all: Vec<(&'static str, &'static str, Vec<FacetValue>)>,
) -> Vec<(String, Vec<Choice>, Vec<Choice>)> {
    all.into_iter()
        .filter(|(_, _, values)| values.len() > 1 || values.iter().any(|v| v.chosen))
        .map(|(key, head, values)| {
            let mut choices: Vec<Choice> = values
                .into_iter()
                .map(|v| Choice {
                    label: value_label(book, key, &v.value),
                    count: book.lang.number(v.count),
                    href: if v.chosen { plain.without(key, &v.value) } else { plain.with(key, &v.value) }
                        .address("/devices"),
                    chosen: v.chosen,
                })
                .collect();
            let more = choices.split_off(choices.len().min(6));
            (book.words.text(head), choices, more)
        })
        .collect()
}

/// A facet's value in words.
fn value_label(book: &Book<'_>, key: &str, value: &str) -> Markup {
    let own = |family: &str| Markup::own(&book.words.word(family, value));
    match key {
        "isolation" => {
            let class = if value == "unmeasured" { "unproven" } else { value };
            marks::mark(class, class, &own("isolation"))
        }
        "verdict" => marks::mark(value, value, &own("verdict")),
        _ => Markup::hostile(&plain_label(book, key, value)),
    }
}

fn plain_label(book: &Book<'_>, key: &str, value: &str) -> String {
    let words = book.words;
    match key {
        "place" if value.is_empty() => words.text("place-unknown"),
        "department" if value.is_empty() => words.text("department-unknown"),
        _ if value.is_empty() => words.text("verdict-undecided"),
        "maker" | "brand" => book.label(value).to_owned(),
        "rule" => {
            book.rules.iter().find(|r| r.rule == value).map_or_else(|| value.to_owned(), |r| r.name.clone())
        }
        "isolation" | "verdict" | "kind" | "group" | "conclusion" => words.word(key, value),
        _ => value.to_owned(),
    }
}

pub(crate) async fn devices_csv(
    State(site): State<Arc<Site>>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Response {
    let asked = Asked::read(&site, "/devices", raw.as_deref(), &headers);
    match site.standing(asked.query.moment()).await {
        Ok(standing) => {
            let book = Book::open(&standing, asked.lang, asked.links());
            let csv = oogmerk_report::device_csv_of(&list::list(&book, &asked.query).devices);
            let disposition = "attachment; filename=\"devices.csv\"";
            (
                [
                    (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                    (header::CONTENT_DISPOSITION, disposition),
                ],
                csv,
            )
                .into_response()
        }
        Err(response) => response,
    }
}

#[derive(serde::Serialize)]
struct DevicesJson<'a> {
    schema: &'static str,
    as_of: &'a str,
    known_on: Option<oogmerk_model::Timestamp>,
    knowledge: &'a str,
    devices: Vec<&'a Device>,
}

pub(crate) async fn devices_json(
    State(site): State<Arc<Site>>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Response {
    let asked = Asked::read(&site, "/devices", raw.as_deref(), &headers);
    match site.standing(asked.query.moment()).await {
        Ok(standing) => {
            let book = Book::open(&standing, asked.lang, asked.links());
            let devices = list::list(&book, &asked.query).devices;
            let body = DevicesJson {
                schema: "oogmerk.devices/1",
                as_of: &standing.as_of,
                known_on: standing.known_on,
                knowledge: &standing.knowledge,
                devices,
            };
            json(&body)
        }
        Err(response) => response,
    }
}
