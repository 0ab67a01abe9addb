//! The site over a real loopback listener: sign-in, headers, every link of every page, escaping, filters, data.

#![allow(clippy::unwrap_used, clippy::nonminimal_bool)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test brings its own listener and reader"
)]

#[path = "../../oogmerk-report/tests/town.rs"]
mod town;

use oogmerk_model::Standing;
use oogmerk_report::Lang;
use oogmerk_web::{Answer, Moment, ServeOptions, Workshop, WorkshopError, serve};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const TOKEN: &str = "0123456789abcdef0123456789abcdef";
const SESSION: &str = "fedcba9876543210fedcba9876543210";

struct Town(Arc<Standing>);

impl Workshop for Town {
    fn standing(&self, moment: Moment) -> Answer<'_, Arc<Standing>> {
        let mut standing = Arc::clone(&self.0);
        Box::pin(async move {
            if let Some(t) = moment.as_of {
                Arc::make_mut(&mut standing).as_of = t.day();
            }
            if moment.known_on.is_some_and(|t| t.day() == "1999-01-01") {
                return Err(WorkshopError("secret of the operator".into()));
            }
            Ok(standing)
        })
    }
    fn device<'a>(&'a self, id: &'a str, _: Moment) -> Answer<'a, Option<String>> {
        Box::pin(async move {
            Ok(if id == "dev-old" { Some("dev-00001".to_owned()) } else { Some(id.to_owned()) })
        })
    }
    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }
}

struct Site {
    port: u16,
    cookie: String,
}

struct Reply {
    status: u16,
    head: String,
    body: String,
}

impl Reply {
    fn header(&self, name: &str) -> &str {
        self.head
            .lines()
            .find_map(|l| l.split_once(": ").filter(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v))
            .unwrap_or_default()
    }
}

impl Site {
    async fn open(extra: usize) -> Self {
        Self::over(Arc::new(Town(Arc::new(town::town(extra))))).await
    }

    async fn over(workshop: Arc<dyn Workshop>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let options =
            ServeOptions { token: TOKEN.into(), session: SESSION.into(), ..ServeOptions::default() };
        tokio::spawn(async move { serve(listener, workshop, options).await });
        Self { port, cookie: String::new() }
    }

    async fn signed_in(extra: usize) -> Self {
        Self::signed_in_over(Arc::new(Town(Arc::new(town::town(extra))))).await
    }

    async fn signed_in_over(workshop: Arc<dyn Workshop>) -> Self {
        let mut site = Self::over(workshop).await;
        let reply = site.get(&format!("/in/{TOKEN}")).await;
        assert_eq!((reply.status, reply.header("location")), (303, "/"));
        reply.header("set-cookie").split(';').next().unwrap().clone_into(&mut site.cookie);
        site
    }

    async fn ask(&self, method: &str, path: &str, host: &str, more: &str) -> Reply {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        let cookie =
            if self.cookie.is_empty() { String::new() } else { format!("Cookie: {}\r\n", self.cookie) };
        let request =
            format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{cookie}{more}\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.unwrap();
        let at = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&bytes[..at]).into_owned();
        let raw = String::from_utf8_lossy(&bytes[at + 4..]).into_owned();
        let body = if head.to_lowercase().contains("content-encoding") {
            String::new()
        } else if head.to_lowercase().contains("transfer-encoding: chunked") {
            unchunk(&raw)
        } else {
            raw
        };
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap();
        Reply { status, head, body }
    }

    async fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, &format!("127.0.0.1:{}", self.port), "").await
    }
}

fn unchunk(mut raw: &str) -> String {
    let mut out = String::new();
    while let Some((size, rest)) = raw.split_once("\r\n") {
        let n = usize::from_str_radix(size.trim(), 16).unwrap_or(0);
        if n == 0 {
            break;
        }
        out.push_str(&rest[..n]);
        raw = rest.get(n + 2..).unwrap_or("");
    }
    out
}

fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    page.split(&format!(" {name}=\"")).skip(1).filter_map(|r| r.split('"').next()).collect()
}

fn check(page: &str, what: &str) {
    for bad in
        ["<script", "<img", "style=\"", "onerror=alert(1)>", " onclick", "http://", "https://example.org\""]
    {
        assert!(!page.contains(bad), "{what}: {bad}");
    }
    for c in page.chars() {
        assert!(!(c.is_control() && c != '\n') && !('\u{202a}'..='\u{202e}').contains(&c), "{what}: {c:?}");
    }
    let ids = attributes(page, "id");
    let set: BTreeSet<_> = ids.iter().copied().collect();
    assert_eq!(set.len(), ids.len(), "{what}: an id stands twice");
    for href in attributes(page, "href") {
        match href.strip_prefix('#') {
            Some(id) => assert!(set.contains(id), "{what}: {href} leads nowhere"),
            None => assert!(href.starts_with('/') && !href.starts_with("//"), "{what}: leads away to {href}"),
        }
    }
    assert_eq!(page.matches("<h1").count(), 1, "{what}: one h1");
    let mut level = 1;
    for h in page.split("<h").skip(1).filter_map(|r| r.chars().next()).filter_map(|c| c.to_digit(10)) {
        assert!(h <= level + 1, "{what}: from h{level} to h{h}");
        level = h;
    }
}

#[tokio::test]
async fn without_the_link_there_is_nothing_but_a_word_of_what_to_do() {
    let site = Site::open(0).await;
    for path in [
        "/",
        "/devices",
        "/devices/dev-00001",
        "/standing.json",
        "/devices.csv",
        "/report.html",
        "/nothing",
        "/in/wrong",
    ] {
        let reply = site.get(path).await;
        assert_eq!(reply.status, 403, "{path}");
        assert!(reply.body.contains("Open de koppeling die het programma"), "{path}");
        assert!(!reply.body.contains("Merelbrugge") && !reply.body.contains("dev-00001"), "{path}");
    }
    let french = site.ask("GET", "/", "localhost", "Accept-Language: fr-BE,fr;q=0.8\r\n").await;
    assert!(
        french.body.contains("n&#39;êtes pas connecté") || french.body.contains("n&#x27;êtes pas connecté"),
        "{}",
        french.body
    );
    assert_eq!(site.get("/healthz").await.body, "ok\n");
    assert_eq!(site.get(&format!("/in/{TOKEN}")).await.status, 303);
    assert_eq!(site.get(&format!("/in/{TOKEN}")).await.status, 403, "the link works once");
}

#[tokio::test]
async fn other_names_and_other_methods_are_refused() {
    let site = Site::signed_in(0).await;
    for host in ["evil.example", "10.0.0.1", "127.0.0.1.nip.io"] {
        assert_eq!(site.ask("GET", "/", host, "").await.status, 421, "{host}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        assert_eq!(site.ask(method, "/", "localhost", "Content-Length: 0\r\n").await.status, 405, "{method}");
    }
    assert_eq!(site.ask("GET", "/", "localhost", "").await.status, 200);
}

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let site = Site::signed_in(0).await;
    for path in ["/", "/devices", "/nothing", "/healthz", "/style.css", "/devices.json"] {
        let reply = site.get(path).await;
        assert!(
            reply.header("content-security-policy").starts_with("default-src 'none'; style-src 'self'"),
            "{path}"
        );
        assert!(!reply.header("content-security-policy").contains("unsafe"), "{path}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(reply.header("referrer-policy"), "no-referrer", "{path}");
        let cache = if path == "/style.css" { "no-cache" } else { "no-store" };
        assert_eq!(reply.header("cache-control"), cache, "{path}");
    }
    let style = site.get("/style.css").await;
    let again = site
        .ask("GET", "/style.css", "localhost", &format!("If-None-Match: {}\r\n", style.header("etag")))
        .await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    let zipped = site.ask("GET", "/", "localhost", "Accept-Encoding: gzip\r\n").await;
    assert_eq!(zipped.header("content-encoding"), "gzip");
}

#[tokio::test]
async fn every_page_is_whole_in_every_language_and_every_link_on_it_leads_somewhere() {
    let site = Site::signed_in(0).await;
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for lang in Lang::ALL {
        for path in ["/", "/devices", "/devices/dev-00001", "/devices/dev-0006b", "/devices/dev-00072"] {
            let reply = site.get(&format!("{path}?lang={}", lang.code())).await;
            assert_eq!(reply.status, 200, "{path}");
            check(&reply.body, &format!("{path} {}", lang.code()));
            assert!(reply.body.contains(&format!("<html lang=\"{}\">", lang.tag())));
            for text in town::HOSTILE {
                assert!(!reply.body.contains(text), "{path}: {text:?}");
            }
            for href in attributes(&reply.body, "href").into_iter().filter(|h| h.starts_with('/')) {
                seen.insert(
                    href.replace("&amp;", "&").replace("&#38;", "&").split('#').next().unwrap().to_owned(),
                );
            }
        }
    }
    assert!(seen.len() > 100, "{}", seen.len());
    // Languages lead to the same pages: one of them is followed.
    for href in seen.iter().filter(|h| h.contains("lang=nl") || !h.contains("lang=")) {
        let reply = site.get(href).await;
        assert_eq!(reply.status, 200, "{href}");
        if href.starts_with("/devices?") {
            assert!(!reply.body.contains("<b>0</b>"), "{href}: a link to an empty list");
        }
    }
}

#[tokio::test]
async fn filters_narrow_and_facets_count_what_would_remain() {
    let site = Site::signed_in(0).await;
    let count =
        |body: &str| body.split("<b>").nth(1).and_then(|r| r.split("</b>").next()).unwrap().to_owned();
    let check = async |query: &str, want: &str| {
        let reply = site.get(&format!("/devices?lang=nl&{query}")).await;
        assert_eq!(count(&reply.body), want, "{query}");
        reply.body
    };
    check("", "118").await;
    check("maker=hikvision", "22").await;
    check("maker=hikvision&maker=dahua", "57").await;
    check("maker=dahua&brand=honeywell", "11").await;
    check("verdict=contested", "3").await;
    check("isolation=leaking", "5").await;
    check("group=recorder", "7").await;
    check("rule=us-ndaa-889&conclusion=breaks", "57").await;
    check("q=honeywell", "11").await;
    check("q=HONEYWELL+zsp-050", "1").await;
    check("q=nothing-like-it", "0").await;
    let body = check("maker=dahua", "35").await;
    assert!(
        body.contains("<bdi><bdi>Hikvision</bdi></bdi> <span>22</span>"),
        "the other makers keep their counts"
    );
    assert!(
        body.contains("<bdi><bdi>Kestral</bdi></bdi> <span>5</span>")
            && !body.contains("<bdi>Bosch</bdi></bdi> <span>0"),
        "brands of this maker only"
    );
    let first = site.get("/devices?lang=en").await.body;
    assert!(first.contains("1–50 of 118"));
    let next = attributes(&first, "href")
        .into_iter()
        .find(|h| h.contains("after="))
        .unwrap()
        .replace("&amp;", "&")
        .replace("&#38;", "&");
    assert!(site.get(&next).await.body.contains("51–100 of 118"));
}

#[tokio::test]
async fn the_same_address_gives_the_data() {
    let site = Site::signed_in(0).await;
    let csv = site.get("/devices.csv?maker=hikvision").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(csv.body.trim_end().split("\r\n").count(), 23);
    let json: serde_json::Value =
        serde_json::from_str(&site.get("/devices.json?maker=hikvision").await.body).unwrap();
    assert_eq!(json["devices"].as_array().unwrap().len(), 22);
    assert_eq!(json["devices"][0]["schema"], "oogmerk.device/1");
    let one: serde_json::Value =
        serde_json::from_str(&site.get("/devices/dev-00001.json").await.body).unwrap();
    assert_eq!(one["id"], "dev-00001");
    let standing: Standing = serde_json::from_str(&site.get("/standing.json").await.body).unwrap();
    assert_eq!(standing.devices.len(), 118);
    let report = site.get("/report.html?lang=de").await;
    assert_eq!(report.header("content-disposition"), "attachment; filename=\"oogmerk-2026-11-20-de.html\"");
    assert!(report.body.starts_with("<!doctype html>"));
}

#[tokio::test]
async fn a_past_day_is_said_in_words_and_stays_in_every_link() {
    let site = Site::signed_in(0).await;
    let page = site.get("/devices/dev-00001?lang=nl&as_of=2022-05-09").await.body;
    assert!(
        page.contains("class=\"asof past\"")
            && page.contains("Stand van <bdi>9 mei 2022</bdi>")
            && page.contains("Terug naar vandaag")
    );
    assert!(
        page.contains("/devices?as_of=2022-05-09&amp;lang=nl")
            || page.contains("/devices?as_of=2022-05-09&#38;lang=nl")
    );
}

#[tokio::test]
async fn an_old_id_leads_on_and_an_unknown_one_is_said_to_be_unknown() {
    let site = Site::signed_in(0).await;
    let old = site.get("/devices/dev-old?lang=fr").await;
    assert_eq!((old.status, old.header("location")), (307, "/devices/dev-00001?lang=fr"));
    for path in ["/devices/dev-none", "/nothing", "/devices/..%2f..%2fetc", "/devices/%00", "/devices/%ff"] {
        let status = site.get(path).await.status;
        assert!(status == 404 || status == 400, "{path}: {status}");
    }
    let failed = site.get("/?known_on=1999-01-01&lang=nl").await;
    assert_eq!(failed.status, 500);
    assert!(!failed.body.contains("secret of the operator"));
}

#[tokio::test]
async fn pages_stay_small_and_quick_with_two_thousand_devices() {
    let site = Site::signed_in(2_000).await;
    for (path, most) in [("/", 400_000), ("/devices", 120_000), ("/devices/dev-00001", 60_000)] {
        let reply = site.get(path).await;
        assert_eq!(reply.status, 200);
        assert!(reply.body.len() < most, "{path}: {} bytes", reply.body.len());
    }
}

/// A town that counts how often it is read, and whose clock stands until it is set.
struct Counted {
    standing: Arc<Standing>,
    seconds: AtomicU64,
    read: AtomicU64,
}

impl Workshop for Counted {
    fn standing(&self, _: Moment) -> Answer<'_, Arc<Standing>> {
        self.read.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move { Ok(Arc::clone(&self.standing)) })
    }
    fn elapsed(&self) -> Duration {
        Duration::from_secs(self.seconds.load(Ordering::Relaxed))
    }
}

#[tokio::test]
async fn one_reading_serves_the_pages_of_three_seconds_by_the_clock_that_is_given() {
    let counted = Arc::new(Counted {
        standing: Arc::new(town::town(0)),
        seconds: AtomicU64::new(100),
        read: AtomicU64::new(0),
    });
    let site = Site::signed_in_over(Arc::clone(&counted) as Arc<dyn Workshop>).await;
    for (second, read) in [(100, 1), (102, 1), (103, 2), (105, 2), (90, 2), (200, 3)] {
        counted.seconds.store(second, Ordering::Relaxed);
        assert_eq!(site.get("/?lang=nl").await.status, 200);
        assert_eq!(counted.read.load(Ordering::Relaxed), read, "at {second}");
    }
}
