//! What was looked at, and who else was seen.

use crate::book::Book;
use crate::hostile::Html;
use crate::tables::{between, figure, limit, section};
use crate::view::{Block, Section, Table};
use crate::words::Arg;
use crate::writing::ListWord;

/// What was looked at, and who else was seen: counts only.
pub(crate) fn windows(book: &Book<'_>) -> Section {
    let w = book.words;
    let s = book.standing;
    let mut blocks = Vec::new();
    if s.windows.is_empty() {
        blocks.push(Block::Says(Html::own(&w.text("unseen-no-traffic"))));
    } else {
        let from = s.windows.iter().filter_map(|x| x.from).min();
        let to = s.windows.iter().filter_map(|x| x.to).max();
        let frames: u64 = s.windows.iter().map(|x| x.frames).sum();
        let (a, b) = (from.map(|t| book.lang.day(&t.day())), to.map(|t| book.lang.day(&t.day())));
        let key = match (&a, &b) {
            (Some(a), Some(b)) if a != b => "windows-says",
            (Some(_), _) => "windows-says-day",
            _ => "windows-says-undated",
        };
        blocks.push(Block::Says(w.html(
            key,
            &[
                ("n", Arg::N(s.windows.len() as u64)),
                ("frames", Arg::N(frames)),
                ("from", Arg::T(a.as_deref().unwrap_or_default())),
                ("to", Arg::T(b.as_deref().unwrap_or_default())),
            ],
            &[],
        )));
        let mut t = Table::new(
            w,
            w.text("t-windows"),
            &["col-input", "col-window", "#col-length", "#col-frames", "#col-dropped", "col-limits"],
        );
        for x in s.windows.iter().take(limit(book)) {
            let name = x.source.file.as_deref().or(x.vantage.as_deref()).unwrap_or_default();
            let length = match (x.from, x.to) {
                (Some(a), Some(b)) => book.lang.duration(b.seconds_since(a)),
                _ => "–".to_owned(),
            };
            let mut limits = Vec::new();
            match x.sampled {
                1 => {}
                0 => limits.push(w.text("limit-sampling-unknown")),
                n => limits.push(w.say("limit-sampled", &[("n", Arg::N(u64::from(n)))])),
            }
            if x.flows_only {
                limits.push(w.text("limit-flows-only"));
            }
            if x.evicted_flows > 0 {
                limits.push(w.say("limit-evicted", &[("n", Arg::N(x.evicted_flows))]));
            }
            t.row(
                String::new(),
                vec![
                    Html::hostile(name),
                    between(book, x.from, x.to),
                    Html::own(&length),
                    figure(book, x.frames),
                    x.dropped.map_or_else(|| Html::own(&w.text("no-counter")), |n| figure(book, n)),
                    Html::own(&limits.join("; ")),
                ],
            );
        }
        t.note = Html::own(&w.text("times-utc"));
        blocks.push(Block::Table(t));
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
