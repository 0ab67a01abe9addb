//! Pictures: bars, one divided bar, a field of marks and the flow from label to maker. Each is an image with a title
//! that states the finding; the page holds a table with the same data. Colours are classes of the style sheet, one
//! ramp ordered by luminance, so that a picture survives grey print, dark screens and a policy without inline style.

use crate::hostile::{Html, attribute, escape_into, neutral};

/// One row of a bar chart.
pub struct Bar {
    /// What.
    pub label: String,
    /// Proved.
    pub proved: u64,
    /// At most; at least `proved`.
    pub at_most: u64,
    /// The numbers as printed.
    pub shown: String,
    /// Drawn heavier: what the page is about.
    pub heavy: bool,
}

fn text_of(label: &str, chars: usize) -> String {
    let mut out = String::new();
    escape_into(&neutral(label, '□', Some(chars)), &mut out);
    out
}

fn open(width: u32, height: f64, title: &str) -> String {
    let mut t = String::new();
    escape_into(title, &mut t);
    format!(
        "<svg viewBox=\"0 0 {width} {height:.0}\" width=\"{width}\" height=\"{height:.0}\" role=\"img\" aria-label=\"{t}\"><title>{t}</title>"
    )
}

/// How much room the labels of a bar chart need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Labels {
    /// A name: 15 characters.
    Short,
    /// The name of a rule: 33 characters.
    Long,
}

/// Characters of the figure beside a bar: `1.234 + 567 (≤ 1.890)`.
const FIGURE_MAX: usize = 24;

/// Horizontal bars: full for proved, dashed outline up to at most.
pub fn bars(title: &str, labels: Labels, rows: &[Bar]) -> Html {
    let (width, gap) = (384u32, 23.0);
    let (label, chars) = match labels {
        Labels::Short => (122.0, 15),
        Labels::Long => (246.0, 33),
    };
    let shown = rows.iter().map(|r| r.shown.chars().count().min(FIGURE_MAX)).max().unwrap_or(0);
    // Heavy figures of 12 px, and the gap before them.
    let span = f64::from(width) - label - (shown as f64 * 7.8 + 6.0).max(62.0);
    let most = rows.iter().map(|r| r.at_most.max(r.proved)).max().unwrap_or(0).max(1) as f64;
    let mut out = open(width, rows.len() as f64 * gap + 4.0, title);
    for (i, r) in rows.iter().enumerate() {
        let y = i as f64 * gap + 3.0;
        let w = r.proved as f64 / most * span;
        let all = r.at_most.max(r.proved) as f64 / most * span;
        out.push_str(&format!(
            "<text x=\"{:.0}\" y=\"{:.1}\" class=\"e{}\">{}</text>",
            label - 8.0,
            y + 12.5,
            if r.heavy { " h" } else { "" },
            text_of(&r.label, chars)
        ));
        if w > 0.0 {
            out.push_str(&format!(
                "<rect x=\"{label:.0}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"16\" class=\"{}\"/>",
                w.max(1.5),
                if r.heavy { "c1" } else { "c3" }
            ));
        }
        if all > w + 0.1 {
            out.push_str(&format!(
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"14.6\" class=\"dash\"/>",
                label + w + 0.7,
                y + 0.7,
                (all - w - 0.7).max(1.5)
            ));
        }
        out.push_str(&format!(
            "<text x=\"{:.1}\" y=\"{:.1}\"{}>{}</text>",
            label + all + 6.0,
            y + 12.5,
            if r.heavy { " class=\"h\"" } else { "" },
            text_of(&r.shown, FIGURE_MAX)
        ));
    }
    out.push_str("</svg>");
    Html(out)
}

/// A part of a divided bar.
pub struct Part {
    /// What.
    pub label: String,
    /// How many.
    pub count: u64,
    /// The number as printed.
    pub shown: String,
    /// Class of the style sheet: `c1` … `c6`, `dash`, `leak`, `safe`.
    pub class: &'static str,
}

/// One bar divided in parts, with the parts named below it.
pub fn divided(title: &str, parts: &[Part]) -> Html {
    let width = 384u32;
    let parts: Vec<&Part> = parts.iter().filter(|p| p.count > 0).collect();
    let total = parts.iter().map(|p| p.count).sum::<u64>().max(1) as f64;
    let mut out = open(width, 34.0 + parts.len() as f64 * 20.0, title);
    let mut x = 0.0;
    for p in &parts {
        let w = p.count as f64 / total * (f64::from(width) - 1.5 * parts.len() as f64);
        if p.class == "dash" {
            out.push_str(&format!(
                "<rect x=\"{:.1}\" y=\".8\" width=\"{:.1}\" height=\"24.4\" class=\"dash\"/>",
                x + 0.8,
                (w - 1.6).max(1.0)
            ));
        } else {
            out.push_str(&format!(
                "<rect x=\"{x:.1}\" y=\"0\" width=\"{:.1}\" height=\"26\" class=\"{}\"/>",
                w.max(1.0),
                p.class
            ));
        }
        x += w + 1.5;
    }
    for (i, p) in parts.iter().enumerate() {
        let y = 38.0 + i as f64 * 20.0;
        let inset = if p.class == "dash" { 0.8 } else { 0.0 };
        out.push_str(&format!(
            "<rect x=\"{inset}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" class=\"{}\"/><text x=\"20\" y=\"{:.1}\">{}</text><text x=\"300\" y=\"{:.1}\" class=\"e\">{}</text>",
            y + inset, 11.0 - 2.0 * inset, 11.0 - 2.0 * inset, p.class, y + 10.0, text_of(&p.label, 40), y + 10.0, text_of(&p.shown, 16)
        ));
    }
    out.push_str("</svg>");
    Html(out)
}

/// One mark per device, in the order given: shape name and how many.
pub fn field_of_marks(title: &str, marks: &[(&'static str, u64)]) -> Html {
    let width = 384u32;
    let total: u64 = marks.iter().map(|(_, n)| n).sum();
    let per_row = 14u64;
    let mut out = open(width, total.div_ceil(per_row) as f64 * 26.0, title);
    let mut i = 0u64;
    for (shape, n) in marks {
        for _ in 0..*n {
            let (x, y) = ((i % per_row) * 27, (i / per_row) * 26);
            let class = if *shape == "unmeasured" { "unproven" } else { shape };
            out.push_str(&format!("<use href=\"#m-{class}\" x=\"{x}\" y=\"{y}\" width=\"18\" height=\"18\" class=\"v-{class}\"/>"));
            i += 1;
        }
    }
    out.push_str("</svg>");
    Html(out)
}

/// A stream of the flow picture.
pub struct Stream {
    /// Left node's index.
    pub from: usize,
    /// Right node's index.
    pub to: usize,
    /// How many.
    pub count: u64,
    /// Class of the style sheet.
    pub class: &'static str,
}

/// A node of the flow picture.
pub struct Node {
    /// What.
    pub label: String,
    /// The number as printed.
    pub shown: String,
    /// Drawn heavier.
    pub heavy: bool,
}

/// What stands above the two sides of the flow picture.
pub struct Sides<'a> {
    /// Above the left side.
    pub left: &'a str,
    /// Above the right side.
    pub right: &'a str,
}

/// The flow from what the label says to who built it. Streams to one node keep the order of the left side.
pub fn flow(title: &str, sides: &Sides<'_>, left: &[Node], right: &[Node], streams: &[Stream]) -> Html {
    let width = 384u32;
    let (x0, x1) = (132.0, 252.0);
    let total = streams.iter().map(|s| s.count).sum::<u64>().max(1) as f64;
    let scale = 230.0 / total;
    let sum =
        |f: &dyn Fn(&Stream) -> bool| streams.iter().filter(|s| f(s)).map(|s| s.count).sum::<u64>() as f64;
    let place = |counts: Vec<f64>| -> (Vec<f64>, f64) {
        let mut y = 18.0;
        let mut tops = Vec::with_capacity(counts.len());
        for c in counts {
            let slot = (c * scale).max(14.5);
            tops.push(y + (slot - c * scale) / 2.0);
            y += slot + 3.0;
        }
        (tops, y)
    };
    let left_counts: Vec<f64> = (0..left.len()).map(|i| sum(&|s| s.from == i)).collect();
    let right_counts: Vec<f64> = (0..right.len()).map(|i| sum(&|s| s.to == i)).collect();
    let (left_tops, left_end) = place(left_counts.clone());
    let (right_tops, right_end) = place(right_counts.clone());
    let mut out = open(width, left_end.max(right_end) + 4.0, title);
    out.push_str(&format!(
        "<text x=\"{:.0}\" y=\"10\" class=\"e s\">{}</text><text x=\"{:.0}\" y=\"10\" class=\"s\">{}</text>",
        x0 - 6.0,
        text_of(sides.left, 30),
        x1 + 6.0,
        text_of(sides.right, 30)
    ));
    let mut from = left_tops.clone();
    let mut to = right_tops.clone();
    for s in streams {
        let (Some(a), Some(b)) = (from.get_mut(s.from), to.get_mut(s.to)) else { continue };
        let h = (s.count as f64 * scale).max(0.8);
        let (m, n) = (x0 + 60.0, x1 - 60.0);
        out.push_str(&format!(
            "<path d=\"M{x0} {a:.1}C{m} {a:.1} {n} {b:.1} {x1} {b:.1}v{h:.1}C{n} {bh:.1} {m} {ah:.1} {x0} {ah:.1}z\" class=\"{}\"/>",
            s.class, a = *a, b = *b, ah = *a + h, bh = *b + h
        ));
        *a += s.count as f64 * scale;
        *b += s.count as f64 * scale;
    }
    for (i, n) in left.iter().enumerate() {
        let y = left_tops.get(i).copied().unwrap_or(0.0)
            + left_counts.get(i).copied().unwrap_or(0.0) * scale / 2.0
            + 4.0;
        out.push_str(&format!(
            "<text x=\"{:.0}\" y=\"{y:.1}\" class=\"e\">{} <tspan class=\"s\">{}</tspan></text>",
            x0 - 6.0,
            text_of(&n.label, 16),
            attribute(&n.shown)
        ));
    }
    for (i, n) in right.iter().enumerate() {
        let y = right_tops.get(i).copied().unwrap_or(0.0)
            + right_counts.get(i).copied().unwrap_or(0.0) * scale / 2.0
            + 4.0;
        out.push_str(&format!(
            "<text x=\"{:.0}\" y=\"{y:.1}\"{}>{} {}</text>",
            x1 + 6.0,
            if n.heavy { " class=\"h\"" } else { "" },
            attribute(&n.shown),
            text_of(&n.label, 16)
        ));
    }
    out.push_str("</svg>");
    Html(out)
}
