//! The flow picture: from the name that is printed on the devices to who built them.

use crate::book::{Book, unknown};
use crate::hostile::Html;
use crate::svg::{self, Node, Sides, Stream};
use std::collections::BTreeMap;

/// How many makers have a place of their own; brands have two more.
const SIDE: usize = 11;

/// The flow picture, and how many devices bear another name than their maker's. `title` is what the picture says.
pub(crate) fn flow(book: &Book<'_>, title: &str) -> (Html, u64) {
    let flow = Flow::of(book);
    if flow.pairs.is_empty() {
        return (Html::default(), 0);
    }
    let dark = flow.pairs.iter().filter(|(b, m, _)| book.differs(b, m)).map(|(_, _, n)| n).sum();
    let makers = flow.makers();
    let brands = flow.brands(&makers);
    let streams = flow.streams(&brands, &makers);
    let rest = |f: &dyn Fn(&Stream) -> bool| streams.iter().filter(|s| f(s)).map(|s| s.count).sum::<u64>();
    let left = flow.nodes(&brands, "flow-no-label", rest(&|s| s.from == brands.names.len()), |_| false);
    let right =
        flow.nodes(&makers, "flow-unknown", rest(&|s| s.to == makers.names.len()), |m| flow.is_focus(m));
    let w = book.words;
    let sides = Sides { left: &w.text("flow-left"), right: &w.text("flow-right") };
    (svg::flow(title, &sides, &left, &right, &streams), dark)
}

struct Flow<'b> {
    book: &'b Book<'b>,
    /// The makers the page is about.
    focus: Vec<&'b str>,
    /// Brand, maker, devices.
    pairs: Vec<(&'b str, &'b str, u64)>,
}

/// One side of the picture, from top to bottom; the empty name is what is not known.
struct Side<'b> {
    names: Vec<(&'b str, u64)>,
    /// Whether a last place is needed for all others.
    has_rest: bool,
}

impl Side<'_> {
    /// Where a name stands; the place after the last is that of all others.
    fn place(&self, name: &str) -> usize {
        self.names.iter().position(|(k, _)| *k == known(name)).unwrap_or(self.names.len())
    }
}

/// A name, or nothing where it is not known.
fn known(name: &str) -> &str {
    if unknown(name) { "" } else { name }
}

impl<'b> Flow<'b> {
    fn of(book: &'b Book<'b>) -> Self {
        let pairs = book
            .flows
            .iter()
            .map(|(b, m, ids)| (b.as_str(), m.as_str(), ids.len() as u64))
            .filter(|(_, _, n)| *n > 0)
            .collect();
        Self { book, focus: book.focus().iter().map(|r| r.key.as_str()).collect(), pairs }
    }

    fn is_focus(&self, maker: &str) -> bool {
        self.focus.iter().any(|f| self.book.same(f, maker))
    }

    /// Makers, most devices first. Who the page is about is never folded into "other", nor is what is not known.
    fn makers(&self) -> Side<'b> {
        let mut makers: BTreeMap<&str, u64> = BTreeMap::new();
        for (_, m, n) in &self.pairs {
            *makers.entry(known(m)).or_default() += n;
        }
        let mut names: Vec<(&str, u64)> = makers.into_iter().collect();
        names.sort_by(|a, b| a.0.is_empty().cmp(&b.0.is_empty()).then(b.1.cmp(&a.1)).then(a.0.cmp(b.0)));
        let has_rest = names.len() > SIDE;
        if has_rest {
            let mut place = 0;
            names.retain(|(m, _)| {
                place += 1;
                place <= SIDE - 2 || m.is_empty() || self.is_focus(m)
            });
        }
        Side { names, has_rest }
    }

    /// The brands with most devices, in the order of the makers that most of each lead to.
    fn brands(&self, makers: &Side<'_>) -> Side<'b> {
        // Brand → devices, place of its main maker, devices of that one.
        let mut brands: BTreeMap<&str, (u64, usize, u64)> = BTreeMap::new();
        for (b, m, n) in &self.pairs {
            let e = brands.entry(known(b)).or_insert((0, usize::MAX, 0));
            e.0 += n;
            if *n > e.2 {
                (e.1, e.2) = (makers.place(m), *n);
            }
        }
        let mut left: Vec<(&str, u64, usize)> = brands.into_iter().map(|(b, (n, r, _))| (b, n, r)).collect();
        left.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let has_rest = left.len() > SIDE + 2;
        left.truncate(SIDE + 2);
        left.sort_by(|a, b| {
            a.0.is_empty().cmp(&b.0.is_empty()).then(a.2.cmp(&b.2)).then(b.1.cmp(&a.1)).then(a.0.cmp(b.0))
        });
        Side { names: left.into_iter().map(|(b, n, _)| (b, n)).collect(), has_rest }
    }

    fn streams(&self, brands: &Side<'_>, makers: &Side<'_>) -> Vec<Stream> {
        let mut streams: BTreeMap<(usize, usize, &'static str), u64> = BTreeMap::new();
        for (b, m, n) in &self.pairs {
            let class = match () {
                () if unknown(m) => "unknown",
                () if self.book.differs(b, m) => "c1",
                () if self.is_focus(m) => "c3",
                () => "c6",
            };
            *streams.entry((brands.place(b), makers.place(m), class)).or_default() += n;
        }
        streams.into_iter().map(|((from, to, class), count)| Stream { from, to, count, class }).collect()
    }

    fn nodes(&self, side: &Side<'_>, nameless: &str, rest: u64, heavy: impl Fn(&str) -> bool) -> Vec<Node> {
        let (book, w) = (self.book, self.book.words);
        let label = |name: &str| if name.is_empty() { w.text(nameless) } else { book.label(name).to_owned() };
        let node = |(name, n): &(&str, u64)| Node {
            label: label(name),
            shown: book.lang.number(*n),
            heavy: !name.is_empty() && heavy(name),
        };
        let mut nodes: Vec<Node> = side.names.iter().map(node).collect();
        if side.has_rest {
            nodes.push(Node { label: w.text("flow-others"), shown: book.lang.number(rest), heavy: false });
        }
        nodes
    }
}
