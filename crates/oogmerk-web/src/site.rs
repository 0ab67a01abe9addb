//! The pages and their addresses. Every list is a query; the same address ending in `.csv` or `.json` gives the data.

use crate::gate::{self, Door, Opened};
use crate::list::{self, FILTERS, PAGE, SORTS};
use crate::query::Query;
use crate::workshop::{Moment, Workshop};
use askama::Template;
use axum::Router;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use oogmerk_model::{Device, Standing};
use oogmerk_report::{Arg, Book, Html as Markup, Lang, Links, PageOptions, Reality, STYLE, Words, marks};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

/// How long one reading of the register serves the pages.
const FRESH: Duration = Duration::from_secs(3);
/// How many moments are kept at once.
const KEPT: usize = 4;
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Everything the handlers share.
pub(crate) struct Site {
    workshop: Arc<dyn Workshop>,
    lang: Lang,
    reality: Reality,
    pub(crate) door: Door,
    pub(crate) turns: Semaphore,
    style_tag: String,
    kept: Mutex<VecDeque<(Moment, Duration, Arc<Standing>)>>,
}

/// The router with its limits.
pub(crate) fn router(workshop: Arc<dyn Workshop>, options: crate::ServeOptions, port: u16) -> Router {
    let site = Arc::new(Site {
        workshop,
        lang: options.lang,
        reality: options.reality,
        door: Door::new(options.token, port),
        turns: Semaphore::new(16),
        style_tag: format!("\"{:016x}\"", fingerprint(STYLE)),
        kept: Mutex::new(VecDeque::new()),
    });
    Router::new()
        .route("/", get(overview))
        .route("/report.html", get(report))
        .route("/standing.json", get(standing_json))
        .route("/devices", get(devices))
        .route("/devices.csv", get(devices_csv))
        .route("/devices.json", get(devices_json))
        .route("/devices/{id}", get(device))
        .route("/in/{token}", get(sign_in))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/style.css", get(style))
        .route("/icon.svg", get(icon))
        .fallback(missing)
        .layer(axum::middleware::from_fn_with_state(Arc::clone(&site), gate::guard))
        .layer(CompressionLayer::new())
        .layer(RequestBodyLimitLayer::new(16 * 1024))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, PATIENCE))
        .with_state(site)
}

/// FNV-1a: tells one style sheet from another, nothing more.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// The frame around every page.
#[derive(Template)]
#[template(path = "shell.html")]
struct Shell<'a> {
    words: &'static Words,
    lang: &'static str,
    title: String,
    body_name: Markup,
    home: String,
    devices: String,
    report: String,
    search: String,
    carried: Vec<(String, String)>,
    current: &'a str,
    past: bool,
    as_of: Markup,
    today: String,
    notice: Markup,
    main: &'a Markup,
    languages: Vec<(&'static str, &'static str, String, bool)>,
    data: Vec<(&'static str, String)>,
    foot: Vec<Markup>,
}

/// A page without a standing: refused, missing, failed.
#[derive(Template)]
#[template(path = "plain.html")]
struct Plain {
    words: &'static Words,
    lang: &'static str,
    title: String,
    says: String,
    next: String,
    home: Option<String>,
}

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

/// One request, read.
struct Asked {
    query: Query,
    lang: Lang,
    path: String,
}

impl Asked {
    fn read(site: &Site, path: &str, raw: Option<&str>, headers: &HeaderMap) -> Self {
        let query = Query::parse(raw.unwrap_or_default());
        let accept = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
        let lang = query.lang(accept, site.lang);
        Self { query, lang, path: path.to_owned() }
    }

    /// What every link carries on.
    fn carried(&self) -> Query {
        self.query.only(&["lang", "as_of", "known_on"])
    }

    fn links(&self) -> Links {
        Links::Site { query: self.carried().write() }
    }
}

impl Site {
    /// One reading of the register serves all pages of the next seconds.
    async fn standing(&self, moment: Moment) -> Result<Arc<Standing>, Response> {
        let now = self.workshop.open_for();
        let known = |kept: &VecDeque<(Moment, Duration, Arc<Standing>)>| {
            let is_fresh = |at: Duration| now.saturating_sub(at) < FRESH;
            kept.iter().find(|(m, at, _)| *m == moment && is_fresh(*at)).map(|(.., s)| Arc::clone(s))
        };
        if let Some(standing) = known(&self.kept.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(standing);
        }
        match self.workshop.standing(moment).await {
            Ok(standing) => {
                let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.retain(|(m, ..)| *m != moment);
                kept.push_front((moment, self.workshop.open_for(), Arc::clone(&standing)));
                kept.truncate(KEPT);
                Ok(standing)
            }
            Err(_) => Err(Self::plain(StatusCode::INTERNAL_SERVER_ERROR, self.lang, "failed", None)),
        }
    }

    fn plain(status: StatusCode, lang: Lang, key: &str, home: Option<String>) -> Response {
        let words = Words::of(lang);
        let page = Plain {
            words,
            lang: lang.tag(),
            title: words.text(&format!("site-{key}-title")),
            says: words.text(&format!("site-{key}-says")),
            next: words.text(&format!("site-{key}-next")),
            home,
        };
        (status, Html(page.render().unwrap_or_default())).into_response()
    }

    /// What is said to whoever has not signed in.
    pub(crate) fn refused(&self, request: &Request) -> Response {
        let asked = Asked::read(self, "", request.uri().query(), request.headers());
        Self::plain(StatusCode::FORBIDDEN, asked.lang, "refused", None)
    }

    fn shell(&self, asked: &Asked, standing: &Standing, page: Page<'_>) -> Response {
        let words = Words::of(asked.lang);
        let carried = asked.carried();
        let past = asked.query.one("as_of").is_some() || asked.query.one("known_on").is_some();
        let data = page
            .data
            .iter()
            .map(|(name, path)| (*name, asked.query.without_keys(&["after"]).address(path)))
            .collect();
        let languages = Lang::ALL
            .iter()
            .map(|l| {
                let query = asked.query.without_keys(&["lang"]).with("lang", l.code());
                (l.tag(), l.own_name(), query.address(&asked.path), *l == asked.lang)
            })
            .collect();
        let shell = Shell {
            words,
            lang: asked.lang.tag(),
            title: format!("{} – Oogmerk", page.title),
            body_name: Markup::hostile(&standing.body),
            home: carried.address("/"),
            devices: carried.address("/devices"),
            report: carried.address("/report.html"),
            search: asked.query.all("q").collect::<Vec<_>>().join(" "),
            carried: carried.pairs().to_vec(),
            current: page.current,
            past,
            as_of: oogmerk_report::as_of(standing, asked.lang),
            today: asked.query.without_keys(&["as_of", "known_on"]).address(&asked.path),
            notice: match self.reality {
                Reality::Invented => oogmerk_report::notice(Reality::Invented, asked.lang),
                Reality::Real => Markup::default(),
            },
            main: page.main,
            languages,
            data,
            foot: oogmerk_report::foot(standing, asked.lang),
        };
        Html(shell.render().unwrap_or_default()).into_response()
    }
}

struct Page<'a> {
    title: String,
    current: &'static str,
    main: &'a Markup,
    data: &'a [(&'static str, &'a str)],
}

async fn overview(State(site): State<Arc<Site>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Response {
    let asked = Asked::read(&site, "/", raw.as_deref(), &headers);
    let standing = match site.standing(asked.query.moment()).await {
        Ok(s) => s,
        Err(response) => return response,
    };
    let book = Book::open(&standing, asked.lang, asked.links());
    let main = oogmerk_report::overview_body(&book);
    let page = Page {
        title: oogmerk_report::title(&standing, asked.lang),
        current: "overview",
        main: &main,
        data: &[("CSV", "/devices.csv"), ("JSON", "/standing.json")],
    };
    site.shell(&asked, &standing, page)
}

async fn report(State(site): State<Arc<Site>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Response {
    let asked = Asked::read(&site, "/report.html", raw.as_deref(), &headers);
    match site.standing(asked.query.moment()).await {
        Ok(standing) => {
            let options = PageOptions { reality: site.reality, ..PageOptions::default() };
            let page = oogmerk_report::standing_page(&standing, asked.lang, &options);
            // Its style stands inside it, and the policy of the site would refuse that; it is a file to keep.
            let name = format!(
                "attachment; filename=\"oogmerk-{}-{}.html\"",
                file_name(&standing.as_of),
                asked.lang.code()
            );
            ([(header::CONTENT_DISPOSITION, name)], Html(page)).into_response()
        }
        Err(response) => response,
    }
}

fn json(body: &impl serde::Serialize) -> Response {
    match serde_json::to_vec(body) {
        Ok(bytes) => ([(header::CONTENT_TYPE, "application/json")], bytes).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Letters, digits and dashes only.
fn file_name(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(40).collect()
}

async fn standing_json(State(site): State<Arc<Site>>, RawQuery(raw): RawQuery) -> Response {
    match site.standing(Query::parse(raw.as_deref().unwrap_or_default()).moment()).await {
        Ok(standing) => json(standing.as_ref()),
        Err(response) => response,
    }
}

async fn devices(State(site): State<Arc<Site>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Response {
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
    let facets = list
        .facets
        .into_iter()
        .filter(|(_, _, values)| values.len() > 1 || values.iter().any(|v| v.chosen))
        .map(|(key, head, values)| {
            let mut choices: Vec<Choice> = values
                .into_iter()
                .map(|v| Choice {
                    label: value_label(&book, key, &v.value),
                    count: asked.lang.number(v.count),
                    href: if v.chosen { plain.without(key, &v.value) } else { plain.with(key, &v.value) }
                        .address("/devices"),
                    chosen: v.chosen,
                })
                .collect();
            let more = choices.split_off(choices.len().min(6));
            (words.text(head), choices, more)
        })
        .collect();
    let chosen: Vec<(String, String)> = plain
        .pairs()
        .iter()
        .filter(|(k, v)| FILTERS.contains(&k.as_str()) || (k == "q" && !v.is_empty()))
        .map(|(k, v)| {
            let name = if k == "q" {
                format!("“{v}”")
            } else {
                format!("{}: {}", words.word("filter", k), plain_label(&book, k, v))
            };
            (name, plain.without(k, v).address("/devices"))
        })
        .collect();
    let count = |n: usize| Arg::N(n as u64);
    let page = Devices {
        words,
        says: words.html("list-says", &[("n", count(total)), ("all", count(standing.devices.len()))], &[]),
        query: asked.query.all("q").collect::<Vec<_>>().join(" "),
        carried: plain.without_keys(&["q"]).pairs().to_vec(),
        clear: (!chosen.is_empty()).then(|| asked.carried().address("/devices")),
        chosen,
        facets,
        sorts: SORTS
            .iter()
            .map(|s| {
                let on = asked.query.one("sort").unwrap_or("attention") == *s;
                (words.word("sort", s), plain.without_keys(&["sort"]).with("sort", s).address("/devices"), on)
            })
            .collect(),
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

async fn devices_csv(State(site): State<Arc<Site>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Response {
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

async fn devices_json(
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

async fn device(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Response {
    let (id, as_data) = id.strip_suffix(".json").map_or((id.as_str(), false), |id| (id, true));
    let path = format!("/devices/{}", oogmerk_report::percent(id));
    let asked = Asked::read(&site, &path, raw.as_deref(), &headers);
    let moment = asked.query.moment();
    let standing = match site.standing(moment).await {
        Ok(s) => s,
        Err(response) => return response,
    };
    let book = Book::open(&standing, asked.lang, asked.links());
    let Some(found) = book.device(id) else {
        // An id that was merged away leads to the one that stayed.
        return match site.workshop.device(id, moment).await {
            Ok(Some(now)) if now != id && book.device(&now).is_some() => {
                let to = asked.query.address(&format!("/devices/{}", oogmerk_report::percent(&now)));
                (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to)]).into_response()
            }
            _ => Site::plain(
                StatusCode::NOT_FOUND,
                asked.lang,
                "missing",
                Some(asked.carried().address("/devices")),
            ),
        };
    };
    if as_data {
        return json(found);
    }
    let words = book.words;
    let Some(body) = oogmerk_report::device_body(&book, id) else {
        return Site::plain(StatusCode::NOT_FOUND, asked.lang, "missing", None);
    };
    let crumb =
        Markup::crumb(&words.text("nav-devices"), &asked.carried().address("/devices"), book.name(id));
    let main = Markup::after(&crumb, &body);
    let data_path = format!("{path}.json");
    let page = Page {
        title: oogmerk_report::terminal(book.name(id)),
        current: "devices",
        main: &main,
        data: &[("JSON", &data_path)],
    };
    site.shell(&asked, &standing, page)
}

async fn sign_in(State(site): State<Arc<Site>>, Path(token): Path<String>, request: Request) -> Response {
    match site.door.open(&token) {
        Opened::Yes(cookie) => {
            (StatusCode::SEE_OTHER, [(header::SET_COOKIE, cookie), (header::LOCATION, "/".to_owned())])
                .into_response()
        }
        Opened::No if site.door.knows(&request) => {
            (StatusCode::SEE_OTHER, [(header::LOCATION, "/")]).into_response()
        }
        Opened::No => site.refused(&request),
    }
}

async fn style(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    let tag = site.style_tag.clone();
    let same = headers.get(header::IF_NONE_MATCH).is_some_and(|v| v.as_bytes() == tag.as_bytes());
    let head = [
        (header::ETAG, tag),
        (header::CACHE_CONTROL, "no-cache".to_owned()),
        (header::CONTENT_TYPE, "text/css; charset=utf-8".to_owned()),
    ];
    if same { (StatusCode::NOT_MODIFIED, head).into_response() } else { (head, STYLE).into_response() }
}

async fn icon() -> Response {
    const ICON: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><path d=\"M2 16c4-7 8.6-10.5 14-10.5S26 9 30 16c-4 7-8.6 10.5-14 10.5S6 23 2 16z\" fill=\"none\" stroke=\"#0b4f8a\" stroke-width=\"2.4\"/><path d=\"M16 9.5 22.5 16 16 22.5 9.5 16z\" fill=\"#0b4f8a\"/></svg>";
    ([(header::CONTENT_TYPE, "image/svg+xml")], ICON).into_response()
}

async fn missing(State(site): State<Arc<Site>>, request: Request) -> Response {
    let asked = Asked::read(&site, "/", request.uri().query(), request.headers());
    Site::plain(StatusCode::NOT_FOUND, asked.lang, "missing", Some(asked.carried().address("/")))
}
