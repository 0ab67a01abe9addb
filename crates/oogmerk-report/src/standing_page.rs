//! The standing report: one file that holds the answer, the pictures, the lists and the evidence, readable without a
//! network, a script or a second file.

use crate::book::{Book, Links};
use crate::device_page::device_view;
use crate::device_section::tells;
use crate::hostile::Html;
use crate::language::Lang;
use crate::marks::SPRITE;
use crate::overview::overview;
use crate::sections::{contents, sections};
use crate::view::{PageView, SectionsView, render};
use crate::words::{Arg, Words};
use oogmerk_model::{Standing, Timestamp};

/// The style sheet of report and site.
pub const STYLE: &str = include_str!("style.css");

/// Whether the page is about something that exists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reality {
    /// A real body's register.
    #[default]
    Real,
    /// A simulated town: the page says so on its first line.
    Invented,
}

/// What a page needs beside the standing.
#[derive(Clone, Debug)]
pub struct PageOptions {
    /// Real or invented.
    pub reality: Reality,
    /// How many devices get a section with their argument; the others stand in the list and in the data file.
    pub sections: usize,
    /// How many rows a list holds.
    pub rows: usize,
    /// Name of the data file (CSV or JSON lines) that holds all devices, where one is written beside the page.
    pub data_file: Option<String>,
}

impl Default for PageOptions {
    fn default() -> Self {
        Self { reality: Reality::Real, sections: 400, rows: 2_000, data_file: None }
    }
}

/// The standing report as one HTML file.
pub fn standing_page(standing: &Standing, lang: Lang, options: &PageOptions) -> String {
    let w = Words::of(lang);
    let book = Book::open(
        standing,
        lang,
        Links::File { sections: options.sections, rows: options.rows.max(options.sections) },
    );
    let sections = sections(&book);
    let devices: Vec<_> =
        book.devices().take(options.sections).map(|d| device_view(&book, d, false)).collect();
    let tells = tells(&book, book.devices().take(options.sections));
    let left = standing.devices.len().saturating_sub(devices.len()) as u64;
    let devices_note = match (left, options.data_file.as_deref()) {
        (0, _) => Html::own(&w.text("devices-note")),
        (n, Some(file)) => w.html(
            "devices-left-file",
            &[("shown", Arg::N(devices.len() as u64)), ("n", Arg::N(n)), ("file", Arg::X(file))],
            &[],
        ),
        (n, None) => {
            w.html("devices-left", &[("shown", Arg::N(devices.len() as u64)), ("n", Arg::N(n))], &[])
        }
    };
    let mut toc = contents(&sections);
    toc.push(("devices".to_owned(), Html::own(&w.text("h-devices"))));
    toc.extend(tells.iter().map(|t| (t.id.clone(), t.title.clone())));
    let style = Html(minified(STYLE));
    let view = PageView {
        lang: lang.tag(),
        title: title(standing, lang),
        style: &style,
        sprite: Html(SPRITE.to_owned()),
        words: w,
        body: Html::hostile(&standing.body),
        as_of: as_of(standing, lang),
        stand: stand(standing, lang),
        notice: notice(options.reality, lang),
        contents: toc,
        overview: overview(&book),
        sections: SectionsView { sections: &sections },
        last: SectionsView { sections: tells.as_slice() },
        devices,
        devices_title: w.text("h-devices"),
        devices_note,
        foot: foot(standing, lang),
    };
    without_optional_ends(&render(&view).0)
}

/// Leaves out the end tags that HTML lets one leave out within tables and lists (HTML Standard, section 13.1.2.4): a
/// tenth of the page. Text cannot hold one, since its `<` is written `&lt;`.
fn without_optional_ends(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("</") {
        out.push_str(before);
        let optional =
            ["td>", "th>", "tr>", "dt>", "dd>", "li>"].iter().find_map(|tag| after.strip_prefix(tag));
        if optional.is_none() {
            out.push_str("</");
        }
        rest = optional.unwrap_or(after);
    }
    out.push_str(rest);
    out
}

/// `Stand van de camera's – Merelbrugge – 20 november 2026`.
pub fn title(standing: &Standing, lang: Lang) -> String {
    let on = lang.day(&standing.as_of);
    Words::of(lang).say("page-title", &[("body", Arg::X(&standing.body)), ("on", Arg::X(&on))])
}

/// `Stand van 20 november 2026, zoals bekend op …`.
pub fn as_of(standing: &Standing, lang: Lang) -> Html {
    let on = lang.day(&standing.as_of);
    let w = Words::of(lang);
    match standing.known_on {
        Some(t) => {
            let known = lang.moment(t);
            w.html("as-of-known", &[("on", Arg::X(&on)), ("known", Arg::T(&known))], &[])
        }
        None => w.html("as-of", &[("on", Arg::X(&on))], &[]),
    }
}

fn stand(standing: &Standing, lang: Lang) -> Html {
    let latest: Option<Timestamp> = standing.windows.iter().filter_map(|w| w.to).max();
    match latest {
        Some(t) => Words::of(lang).html("last-measured", &[("on", Arg::T(&lang.day(&t.day())))], &[]),
        None => Html::default(),
    }
}

/// What the first line says of the page as a whole.
pub fn notice(reality: Reality, lang: Lang) -> Html {
    let w = Words::of(lang);
    match reality {
        Reality::Real => Html::own(&w.text("notice-internal")),
        Reality::Invented => w.html("notice-invented", &[], &[]),
    }
}

/// Knowledge version and rules of reading, for the foot of a page.
pub fn foot(standing: &Standing, lang: Lang) -> Vec<Html> {
    let w = Words::of(lang);
    let mut out = Vec::new();
    if !standing.knowledge.is_empty() {
        out.push(w.html("foot-knowledge", &[("version", Arg::X(&standing.knowledge))], &[]));
    }
    out.push(Html::own(&w.text("foot-method")));
    out.push(Html::own(&w.text("times-utc")));
    out
}

/// The style sheet without comments and line breaks.
fn minified(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, r)| r);
    }
    out.push_str(rest);
    out.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
}
