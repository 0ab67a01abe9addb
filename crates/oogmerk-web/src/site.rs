//! What all pages share: the readings of the register that serve them for some seconds, the frame around each, and
//! what a request asks. Every list is a query; the same address ending in `.csv` or `.json` gives the data.

use crate::door::Door;
use crate::options::ServeOptions;
use crate::query::Query;
use crate::workshop::{Moment, Workshop};
use askama::Template;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use oogmerk_model::Standing;
use oogmerk_report::{Html as Markup, Lang, Links, Reality, STYLE, Words};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long one reading of the register serves the pages.
const FRESH: Duration = Duration::from_secs(3);
/// How many moments are kept at once.
const KEPT: usize = 4;
/// What a page is about, when that was read (by [`Workshop::elapsed`]), and what was read.
type Kept = (Moment, Duration, Arc<Standing>);

/// Everything the handlers share.
pub(crate) struct Site {
    pub(crate) workshop: Arc<dyn Workshop>,
    lang: Lang,
    pub(crate) reality: Reality,
    pub(crate) door: Door,
    pub(crate) turns: Semaphore,
    pub(crate) style_tag: String,
    kept: Mutex<VecDeque<Kept>>,
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

/// One request, read.
pub(crate) struct Asked {
    pub(crate) query: Query,
    pub(crate) lang: Lang,
    path: String,
}

impl Asked {
    pub(crate) fn read(site: &Site, path: &str, raw: Option<&str>, headers: &HeaderMap) -> Self {
        let query = Query::parse(raw.unwrap_or_default());
        let accept = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
        let lang = query.lang(accept, site.lang);
        Self { query, lang, path: path.to_owned() }
    }

    /// What every link carries on.
    pub(crate) fn carried(&self) -> Query {
        self.query.only(&["lang", "as_of", "known_on"])
    }

    pub(crate) fn links(&self) -> Links {
        Links::Site { query: self.carried().write() }
    }
}

impl Site {
    pub(crate) fn new(workshop: Arc<dyn Workshop>, options: ServeOptions, port: u16) -> Self {
        Self {
            workshop,
            lang: options.lang,
            reality: options.reality,
            door: Door::new(options.token, options.session, port),
            turns: Semaphore::new(16),
            style_tag: format!("\"{:016x}\"", fingerprint(STYLE)),
            kept: Mutex::new(VecDeque::new()),
        }
    }

    /// One reading of the register serves all pages of the next seconds.
    pub(crate) async fn standing(&self, moment: Moment) -> Result<Arc<Standing>, Response> {
        let asked = self.workshop.elapsed();
        let is_fresh = |(of, at, _): &&Kept| *of == moment && asked.saturating_sub(*at) < FRESH;
        let known = self.kept.lock().unwrap_or_else(PoisonError::into_inner).iter().find(is_fresh).cloned();
        if let Some((_, _, standing)) = known {
            return Ok(standing);
        }
        match self.workshop.standing(moment).await {
            Ok(standing) => {
                let read = self.workshop.elapsed();
                let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.retain(|(m, ..)| *m != moment);
                kept.push_front((moment, read, Arc::clone(&standing)));
                kept.truncate(KEPT);
                Ok(standing)
            }
            Err(_) => Err(Self::plain(StatusCode::INTERNAL_SERVER_ERROR, self.lang, "failed", None)),
        }
    }

    pub(crate) fn plain(status: StatusCode, lang: Lang, key: &str, home: Option<String>) -> Response {
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

    pub(crate) fn shell(&self, asked: &Asked, standing: &Standing, page: Page<'_>) -> Response {
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

/// A page to be framed.
pub(crate) struct Page<'a> {
    pub(crate) title: String,
    pub(crate) current: &'static str,
    pub(crate) main: &'a Markup,
    pub(crate) data: &'a [(&'static str, &'a str)],
}

/// An answer as data.
pub(crate) fn json(body: &impl serde::Serialize) -> Response {
    match serde_json::to_vec(body) {
        Ok(bytes) => ([(header::CONTENT_TYPE, "application/json")], bytes).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// FNV-1a: tells one style sheet from another, nothing more.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}
