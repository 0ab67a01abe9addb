//! What was looked at, and who else was seen.

use crate::book::Book;
use crate::hostile::Html;
use crate::tables::{between, figure, limit, section};
use crate::view::{Block, Section, Table};
use crate::words::Arg;
use crate::writing::ListWord;
use oogmerk_model::{Timestamp, Window};

/// What was looked at, and who else was seen: counts only.
pub(crate) fn windows(book: &Book<'_>) -> Section {
    let w = book.words;
    let s = book.standing;
    let mut blocks = Vec::new();
    if s.windows.is_empty() {
        blocks.push(Block::Says(Html::own(&w.text("unseen-no-traffic"))));
    } else {
        blocks.push(Block::Says(looked_at(book)));
        blocks.push(Block::Table(windows_table(book)));
    }
    let others: u64 = s.bystanders.iter().map(|b| b.count).sum();
    if others > 0 {
        let kinds: Vec<String> =
            s.bystanders.iter().filter(|b| b.count > 0).map(|b| w.many("kinds", &b.kind, b.count)).collect();
        blocks.push(Block::Heading("bystanders".into(), Html::own(&w.text("h-bystanders"))));
        blocks.push(Block::List(vec![w.html(
            "bystanders",
            &[("n", Arg::N(others)), ("kinds", Arg::T(&book.lang.list(&kinds, ListWord::And)))],
            &[],
        )]));
    }
    section(book, "windows", blocks)
}

/// How much was looked at, and from when to when.
fn looked_at(book: &Book<'_>) -> Html {
    let windows = &book.standing.windows;
    let day = |t: Option<Timestamp>| t.map(|t| book.lang.day(&t.day()));
    let from = day(windows.iter().filter_map(|x| x.from).min());
    let to = day(windows.iter().filter_map(|x| x.to).max());
    let key = match (&from, &to) {
        (Some(a), Some(b)) if a != b => "windows-says",
        (Some(_), _) => "windows-says-day",
        _ => "windows-says-undated",
    };
    book.words.html(
        key,
        &[
            ("n", Arg::N(windows.len() as u64)),
            ("frames", Arg::N(windows.iter().map(|x| x.frames).sum())),
            ("from", Arg::T(from.as_deref().unwrap_or_default())),
            ("to", Arg::T(to.as_deref().unwrap_or_default())),
        ],
        &[],
    )
}

fn windows_table(book: &Book<'_>) -> Table {
    let w = book.words;
    let heads = ["col-input", "col-window", "#col-length", "#col-frames", "#col-dropped", "col-limits"];
    let mut t = Table::new(w, w.text("t-windows"), &heads);
    for x in book.standing.windows.iter().take(limit(book)) {
        let name = x.source.file.as_deref().or(x.vantage.as_deref()).unwrap_or_default();
        let length = match (x.from, x.to) {
            (Some(a), Some(b)) => book.lang.duration(b.seconds_since(a)),
            _ => "–".to_owned(),
        };
        t.row(
            String::new(),
            vec![
                Html::hostile(name),
                between(book, x.from, x.to),
                Html::own(&length),
                figure(book, x.frames),
                x.dropped.map_or_else(|| Html::own(&w.text("no-counter")), |n| figure(book, n)),
                Html::own(&limits(book, x).join("; ")),
            ],
        );
    }
    t.note = Html::own(&w.text("times-utc"));
    t
}

/// What a window cannot show.
fn limits(book: &Book<'_>, window: &Window) -> Vec<String> {
    let w = book.words;
    let mut limits = Vec::new();
    match window.sampled {
        1 => {}
        0 => limits.push(w.text("limit-sampling-unknown")),
        n => limits.push(w.say("limit-sampled", &[("n", Arg::N(u64::from(n)))])),
    }
    if window.flows_only {
        limits.push(w.text("limit-flows-only"));
    }
    if window.evicted_flows > 0 {
        limits.push(w.say("limit-evicted", &[("n", Arg::N(window.evicted_flows))]));
    }
    limits
}
