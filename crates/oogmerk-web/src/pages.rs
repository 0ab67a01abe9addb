//! The pages besides the list: the overview, the report to keep, one device, the sign-in, and the little files.

use crate::door::Opened;
use crate::query::Query;
use crate::site::{Asked, Page, Site, json};
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use oogmerk_report::{Book, Html as Markup, PageOptions, STYLE};
use std::sync::Arc;

pub(crate) async fn overview(
    State(site): State<Arc<Site>>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Response {
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

pub(crate) async fn report(
    State(site): State<Arc<Site>>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Response {
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

/// Letters, digits and dashes only.
fn file_name(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(40).collect()
}

pub(crate) async fn standing_json(State(site): State<Arc<Site>>, RawQuery(raw): RawQuery) -> Response {
    match site.standing(Query::parse(raw.as_deref().unwrap_or_default()).moment()).await {
        Ok(standing) => json(standing.as_ref()),
        Err(response) => response,
    }
}

pub(crate) async fn device(
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

pub(crate) async fn sign_in(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
    request: Request,
) -> Response {
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

pub(crate) async fn style(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    let tag = site.style_tag.clone();
    let same = headers.get(header::IF_NONE_MATCH).is_some_and(|v| v.as_bytes() == tag.as_bytes());
    let head = [
        (header::ETAG, tag),
        (header::CACHE_CONTROL, "no-cache".to_owned()),
        (header::CONTENT_TYPE, "text/css; charset=utf-8".to_owned()),
    ];
    if same { (StatusCode::NOT_MODIFIED, head).into_response() } else { (head, STYLE).into_response() }
}

pub(crate) async fn icon() -> Response {
    const ICON: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><path d=\"M2 16c4-7 8.6-10.5 14-10.5S26 9 30 16c-4 7-8.6 10.5-14 10.5S6 23 2 16z\" fill=\"none\" stroke=\"#0b4f8a\" stroke-width=\"2.4\"/><path d=\"M16 9.5 22.5 16 16 22.5 9.5 16z\" fill=\"#0b4f8a\"/></svg>";
    ([(header::CONTENT_TYPE, "image/svg+xml")], ICON).into_response()
}

pub(crate) async fn missing(State(site): State<Arc<Site>>, request: Request) -> Response {
    let asked = Asked::read(&site, "/", request.uri().query(), request.headers());
    Site::plain(StatusCode::NOT_FOUND, asked.lang, "missing", Some(asked.carried().address("/")))
}
