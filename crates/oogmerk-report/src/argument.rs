//! The argument about a device, as a layman can follow it: at most eight sentences of at most twenty-five words. What
//! it is called, who built it and because of what, how sure that is, what the lineage list says, the strongest thing
//! that speaks against it and why that does not win, what would settle what is open, and what follows.
//!
//! Nothing is weighed or decided here: order, strength and independence come with each [`Because`]. Words that came
//! from a device stand in quotation marks and are cut to a few; a name is cut to three words, so that no device can
//! make a sentence longer than it may be.

use crate::book::{Book, isolation_name};
use crate::hostile::{Html, neutral};
use crate::readings::argument;
use crate::sayings::{capital, how_seen};
use crate::words::{Arg, Words};
use crate::writing::ListWord;
use oogmerk_model::{Because, Conclusion, Device, Field, Finding, Kind, Lineage, Relation, State, Verdict};

/// Most sentences of an argument.
pub(crate) const SENTENCES: usize = 8;
/// Most words shown of what a device said.
const QUOTED_WORDS: usize = 4;
/// Most characters of it.
const QUOTED_CHARS: usize = 48;
/// Most words of a name.
const NAME_WORDS: usize = 3;
/// Most characters of a name.
const NAME_CHARS: usize = 40;

/// A message with its arguments, to be said as text or as markup.
#[derive(Clone, Debug)]
pub(crate) struct Sentence {
    key: &'static str,
    args: Vec<(&'static str, Value)>,
    /// What may be left out first where there are too many; 0 stays.
    spare: u8,
}

#[derive(Clone, Debug)]
enum Value {
    Number(u64),
    /// Words of our own, or a clause.
    Ours(String),
    /// Text from outside.
    Theirs(String),
}

impl Sentence {
    fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new(), spare: 0 }
    }

    fn n(mut self, name: &'static str, n: u64) -> Self {
        self.args.push((name, Value::Number(n)));
        self
    }

    fn ours(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.args.push((name, Value::Ours(text.into())));
        self
    }

    /// A name, cut.
    fn named(mut self, name: &'static str, text: &str) -> Self {
        self.args.push((name, Value::Theirs(shortened(text, NAME_WORDS, NAME_CHARS))));
        self
    }

    fn spare(mut self, rank: u8) -> Self {
        self.spare = rank;
        self
    }

    fn with<T>(&self, say: impl FnOnce(&str, &[(&str, Arg<'_>)]) -> T) -> T {
        let args: Vec<(&str, Arg<'_>)> = self
            .args
            .iter()
            .map(|(name, value)| {
                let arg = match value {
                    Value::Number(n) => Arg::N(*n),
                    Value::Ours(text) => Arg::T(text),
                    Value::Theirs(text) => Arg::X(text),
                };
                (*name, arg)
            })
            .collect();
        say(self.key, &args)
    }

    /// On a terminal.
    pub(crate) fn text(&self, w: &Words) -> String {
        self.with(|key, args| w.say(key, args))
    }

    /// On a page.
    pub(crate) fn html(&self, w: &Words) -> Html {
        self.with(|key, args| w.html(key, args, &[]))
    }
}

/// The argument about a device.
pub(crate) fn sentences(
    book: &Book<'_>,
    d: &Device,
    because: &[Because],
    findings: &[&Finding],
) -> Vec<Sentence> {
    let mut out = vec![carries(book, d)];
    out.extend(built(book, d, because));
    out.extend(lineage(book, d, because));
    out.extend(chip(book, d));
    out.extend(against(book, d, because));
    if d.maker.verdict != State::Decided {
        out.push(settles(book, &d.maker.needs));
    }
    out.extend(follows(book, d, findings));
    kept(out)
}

/// Leaves out what may be spared, the most dispensable first.
fn kept(mut out: Vec<Sentence>) -> Vec<Sentence> {
    while out.len() > SENTENCES {
        let Some(place) = (0..out.len()).max_by_key(|i| (out[*i].spare, *i)).filter(|i| out[*i].spare > 0)
        else {
            break;
        };
        out.remove(place);
    }
    out.truncate(SENTENCES);
    out
}

/// Which name stands on it.
fn carries(book: &Book<'_>, d: &Device) -> Sentence {
    let noun = Book::noun(d);
    match d.brand.decided_value() {
        Some(brand) => Sentence::new("says-brand").ours("noun", noun).named("brand", book.label(brand)),
        None if d.brand.verdict == State::Contested => Sentence::new("says-brand-contested")
            .ours("noun", noun)
            .ours("names", rivals(book, "brand", &d.brand)),
        None => Sentence::new("says-brand-undecided").ours("noun", noun),
    }
}

/// Who built it, how sure that is, and because of what.
fn built(book: &Book<'_>, d: &Device, because: &[Because]) -> Vec<Sentence> {
    let Some(maker) = d.maker.decided_value() else { return open(book, d, because) };
    let mut out = vec![verdict(book, d, maker)];
    let voices = voices(book, because, maker);
    let Some(first) = voices.first() else { return out };
    out.push(shows(book, first));
    let second = voices.iter().find(|b| b.strength != "weak" && b.group != first.group);
    if let Some(second) = second {
        let sentence = Sentence::new("argue-second").ours("clue", clue(book, second));
        // One that decides alone needs no second.
        out.push(sentence.spare(if first.decisive { 3 } else { 0 }));
    }
    out
}

fn verdict(book: &Book<'_>, d: &Device, maker: &str) -> Sentence {
    match d.maker.confidence {
        Some(c) => {
            let sentence = match (book.standing.as_of.as_str(), d.maker.established) {
                ("", true) => Sentence::new("argue-built"),
                ("", false) => Sentence::new("argue-tested"),
                (day, true) => Sentence::new("argue-built-on").ours("on", book.lang.day(day)),
                (day, false) => Sentence::new("argue-tested-on").ours("on", book.lang.day(day)),
            };
            sentence.named("maker", book.label(maker)).n("n", (c * 100.0).floor().clamp(1.0, 99.0) as u64)
        }
        None if !d.maker.established => Sentence::new("says-tested-bare").named("maker", book.label(maker)),
        None => Sentence::new("says-maker-bare").named("maker", book.label(maker)),
    }
}

/// What was seen of an open maker.
fn open(book: &Book<'_>, d: &Device, because: &[Because]) -> Vec<Sentence> {
    let mut out = vec![if d.maker.verdict == State::Contested {
        Sentence::new("says-maker-contested").ours("names", rivals(book, "maker", &d.maker))
    } else {
        Sentence::new("says-maker-undecided")
    }];
    out.push(match leader(book, d, because) {
        Some(first) => shows(book, first),
        None => Sentence::new("argue-nothing"),
    });
    out
}

/// The clue that leads where nothing is established: of a contested maker that of its first rival.
fn leader<'b>(book: &Book<'_>, d: &Device, because: &'b [Because]) -> Option<&'b Because> {
    match d.maker.rivals.first() {
        Some(rival) => voices(book, because, &rival.value).into_iter().next(),
        None => said(because, "maker").into_iter().next(),
    }
}

/// Clues on a property that hold words, strongest first.
fn said<'b>(because: &'b [Because], property: &str) -> Vec<&'b Because> {
    let mut all = argument(because, property);
    all.retain(|b| !b.evidence.trim().is_empty());
    all.sort_by_key(|b| !b.decisive);
    all
}

/// Clues for a maker, strongest first.
fn voices<'b>(book: &Book<'_>, because: &'b [Because], maker: &str) -> Vec<&'b Because> {
    let mut all = said(because, "maker");
    all.retain(|b| book.same(&b.value, maker));
    all
}

/// A clue, and what it says of the maker.
fn shows(book: &Book<'_>, b: &Because) -> Sentence {
    let key = if b.decisive { "argue-alone" } else { "argue-fits" };
    Sentence::new(key).ours("clue", capital(&clue(book, b))).named("maker", book.label(&b.value))
}

/// What was read, as part of a sentence.
fn clue(book: &Book<'_>, b: &Because) -> String {
    let key = match (b.field.as_str(), how_seen(b)) {
        ("protocol.answered", _) => "seen-answer",
        (_, "nmap") => "seen-nmap",
        (_, "scanner") => "seen-scanner",
        (_, "agent") => "seen-agent",
        (_, "search") => "seen-search",
        (_, "onvif") => "seen-onvif",
        (_, "upnp") => "seen-upnp",
        (_, "mdns") => "seen-mdns",
        (_, "rtsp") => "seen-rtsp",
        (_, "http") => "seen-http",
        (_, "tls") => "seen-tls",
        (_, "dhcp") => "seen-dhcp",
        (_, "snmp") => "seen-snmp",
        (_, "mac") => "seen-mac",
        (_, "label") => "seen-label",
        (_, "sheet") => "seen-sheet",
        (_, "contact") => "seen-contact",
        (_, "lineage") => "seen-lineage",
        (_, "model") => "seen-model",
        _ => "seen-other",
    };
    let words = quoted(&b.evidence);
    book.words.clause(key, &[("evidence", Arg::X(&words))])
}

/// What the lineage list says of the name and who built it.
fn lineage(book: &Book<'_>, d: &Device, because: &[Because]) -> Option<Sentence> {
    let brand = d.brand.decided_value()?;
    let Some(maker) = d.maker.decided_value() else { return leads(book, because) };
    if book.same(brand, maker) {
        return Some(Sentence::new("lineage-same").spare(4));
    }
    let placed = placed_on(book, d);
    let mut edges: Vec<&Lineage> = because
        .iter()
        .filter(|b| book.same(&b.value, maker))
        .filter_map(|b| b.lineage.as_ref())
        .filter(|l| !l.is_lead)
        .collect();
    edges.sort_by_key(|l| placed.as_deref().is_some_and(|day| !covers(l, day)));
    let named = |s: Sentence| s.named("maker", book.label(maker)).named("brand", book.label(brand));
    let Some(edge) = edges.first() else { return Some(named(Sentence::new("lineage-unlisted"))) };
    if edge.disputed {
        return Some(named(Sentence::new("lineage-disputed")));
    }
    let sentence = match placed.filter(|day| covers(edge, day)) {
        Some(day) => Sentence::new("lineage-placed").ours("on", book.lang.day(&day)),
        None if edge.to.is_empty() => Sentence::new("lineage-says").ours("period", period(book, edge)),
        None => Sentence::new("lineage-was").ours("period", period(book, edge)),
    };
    Some(named(sentence.ours("relation", relation_word(edge.relation))).spare(1))
}

/// Who can have built it, where nobody knows.
fn leads(book: &Book<'_>, because: &[Because]) -> Option<Sentence> {
    let mut names: Vec<String> = Vec::new();
    for b in because.iter().filter(|b| b.lineage.is_some()) {
        let name = shortened(&b.value, NAME_WORDS, NAME_CHARS);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.truncate(3);
    (!names.is_empty())
        .then(|| Sentence::new("lineage-leads").ours("names", book.lang.list(&names, ListWord::Or)).spare(1))
}

/// The day a device was put up, as a list or a person says.
fn placed_on(book: &Book<'_>, d: &Device) -> Option<String> {
    let listed = book.declared(&d.id).iter().filter_map(|row| row.fields.get("installed").cloned());
    let read = d.evidence.iter().filter(|e| e.field == "sheet.installed").map(|e| e.value.clone());
    let is_day = |text: &String| {
        text.len() <= 10
            && text.get(..4).is_some_and(|y| y.bytes().all(|b| b.is_ascii_digit()))
            && text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
    };
    listed.chain(read).map(|text| text.trim().to_owned()).filter(is_day).min()
}

/// Whether a period holds a day, at the coarser of the two.
fn covers(l: &Lineage, day: &str) -> bool {
    let cut = |bound: &str| day.get(..bound.len().min(day.len())).unwrap_or(day).to_owned();
    let at = |bound: &str| bound.get(..bound.len().min(day.len())).unwrap_or(bound).to_owned();
    let begun = l.from.is_empty() || cut(&l.from) >= at(&l.from);
    let ended = !l.to.is_empty() && cut(&l.to) > at(&l.to);
    begun && !ended
}

fn period(book: &Book<'_>, l: &Lineage) -> String {
    let key = match (l.from.is_empty(), l.to.is_empty()) {
        (true, true) => return String::new(),
        (false, true) => "period-since",
        (true, false) => "period-until",
        (false, false) => "period-between",
    };
    let (from, to) = (book.lang.day(&l.from), book.lang.day(&l.to));
    book.words.say(key, &[("from", Arg::X(&from)), ("to", Arg::X(&to))])
}

fn relation_word(relation: Relation) -> &'static str {
    match relation {
        Relation::OwnBrand => "own",
        Relation::Subsidiary => "subsidiary",
        Relation::Oem => "oem",
        Relation::Relabel => "relabel",
    }
}

/// Who made the part that thinks: not who built the device.
fn chip(book: &Book<'_>, d: &Device) -> Option<Sentence> {
    let maker = d.soc_maker.as_ref()?.decided_value()?;
    Some(Sentence::new("argue-chip").named("maker", book.label(maker)).spare(2))
}

/// The strongest thing that speaks for something else, and why it does not win; or that there is none.
fn against(book: &Book<'_>, d: &Device, because: &[Because]) -> Vec<Sentence> {
    let Some(b) = counter(book, d, because) else {
        // Where nothing speaks for a maker there is nothing to speak against.
        let is_said = leader(book, d, because).is_some();
        return is_said.then(|| Sentence::new("counter-none")).into_iter().collect();
    };
    let first = match b.property.as_str() {
        "brand" => Sentence::new("counter-brand").named("other", book.label(&b.value)),
        "kind" => Sentence::new("counter-kind").ours("other", kinds(book, &b.value)),
        _ => Sentence::new("counter-maker").named("other", book.label(&b.value)),
    };
    vec![first.ours("clue", clue(book, b)), Sentence::new(why(d, b))]
}

/// The strongest claim for another maker, brand or kind than is held.
fn counter<'b>(book: &Book<'_>, d: &Device, because: &'b [Because]) -> Option<&'b Because> {
    let lead = leader(book, d, because);
    let is_makers = |b: &&Because| d.maker.decided_value().is_some_and(|maker| book.same(maker, &b.value));
    let speaks_against = |b: &&Because| match b.property.as_str() {
        "maker" => match d.maker.decided_value().or(lead.map(|l| l.value.as_str())) {
            Some(held) => !book.same(&b.value, held),
            None => false,
        },
        // The maker's own name under another label is about the label, and speaks for the maker if for anything.
        "brand" => d.brand.decided_value().is_some_and(|held| !book.same(&b.value, held)) && !is_makers(b),
        "kind" => d.kind.decided_value().is_some_and(|held| !is_kind(&b.value, held)),
        _ => false,
    };
    // Where two makers contest each other, the other one is the counter-evidence, whatever else there is.
    let contested = d.maker.verdict == State::Contested;
    let properties = if contested { &["maker"][..] } else { &["maker", "brand", "kind"] };
    let candidates = properties.iter().flat_map(|p| said(because, p)).filter(speaks_against);
    candidates.min_by_key(|b| loudness(b))
}

fn loudness(b: &Because) -> u8 {
    match b.strength.as_str() {
        "decisive" => 0,
        "strong" => 1,
        "moderate" => 2,
        _ => 3,
    }
}

/// Whether a claim on the kind leaves room for the kind that is held. All that sees may be called a camera.
fn is_kind(claimed: &str, held: &str) -> bool {
    let family = |word: &str| Kind::parse(word).map(|k| if k.has_lens() { Kind::Camera } else { k });
    claimed.split('|').any(|word| word == held || (family(word).is_some() && family(word) == family(held)))
}

fn kinds(book: &Book<'_>, value: &str) -> String {
    let words: Vec<String> = value.split('|').take(3).map(|k| book.words.word("kind", k)).collect();
    book.lang.list(&words, ListWord::Or)
}

/// Why the counter-evidence does not win.
fn why(d: &Device, b: &Because) -> &'static str {
    let held = match b.property.as_str() {
        "brand" => &d.brand,
        "kind" => &d.kind,
        _ => &d.maker,
    };
    match (held.verdict, how_seen(b)) {
        (State::Contested, _) => "counter-both",
        (State::Undecided, _) => "counter-open",
        (_, "mac") => "counter-resold",
        (_, "sheet") => "counter-stated",
        _ if b.strength == "weak" => "counter-weak",
        _ => "counter-less",
    }
}

/// What would settle something open, cheapest first.
pub(crate) fn settles(book: &Book<'_>, needs: &[Field]) -> Sentence {
    if needs.is_empty() {
        return Sentence::new("settle-nothing");
    }
    let mut ways: Vec<String> = Vec::new();
    for way in needs.iter().map(|field| way(book.words, field.as_str())) {
        // Two fields of one answer are read in one go.
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    ways.truncate(2);
    Sentence::new("explain-needs").ours("fields", book.lang.list(&ways, ListWord::Or))
}

/// How a field is read, in words; its name in quotation marks where there are none.
fn way(w: &Words, field: &str) -> String {
    let key = format!("settle-{}", field.replace(['.', '_'], "-"));
    if w.has(&key) { w.text(&key) } else { w.clause("settle-field", &[("field", Arg::X(&quoted(field)))]) }
}

/// What follows: its connection, and the rules.
fn follows(book: &Book<'_>, d: &Device, findings: &[&Finding]) -> Option<Sentence> {
    let count = |c: Conclusion| findings.iter().filter(|f| f.conclusion == c).count() as u64;
    let broken = count(Conclusion::Breaks);
    let open = count(Conclusion::Undecided) + count(Conclusion::Contested);
    let state = match (broken, open) {
        (1.., _) => "breaks",
        (0, 1..) => "open",
        (0, 0) => "clear",
    };
    let judged = |s: Sentence| s.ours("state", state).n("open", open).n("all", findings.len() as u64);
    let connected = |s: Sentence| {
        s.ours("verdict", book.words.word("isolation", isolation_name(d))).n("n", d.outside.len() as u64)
    };
    match (d.isolation.is_some(), findings.is_empty()) {
        (false, true) => None,
        (true, true) => Some(connected(Sentence::new("explain-isolation"))),
        (false, false) => Some(judged(Sentence::new("explain-rules")).n("n", broken)),
        (true, false) => Some(judged(connected(Sentence::new("explain-follows"))).n("broken", broken)),
    }
}

fn rivals(book: &Book<'_>, property: &str, v: &Verdict) -> String {
    let names: Vec<String> = v
        .rivals
        .iter()
        .take(3)
        .map(|r| shortened(&book.value(property, &r.value), NAME_WORDS, NAME_CHARS))
        .collect();
    book.lang.list(&names, ListWord::Or)
}

/// What is asked: why a device is not said to be built by this maker.
pub(crate) struct Other<'a> {
    /// The maker's printed name.
    pub maker: &'a str,
    /// Stable code of `assess::why_not`.
    pub reason: &'a str,
    /// What speaks for it, for others, and what the lineage list says.
    pub because: &'a [Because],
    /// Fields that would settle it.
    pub needs: &'a [Field],
}

/// Why a device is not said to be built by a maker.
pub(crate) fn why_not(book: &Book<'_>, d: &Device, other: &Other<'_>) -> Vec<Sentence> {
    let own = voices(book, other.because, other.maker);
    let mut out = vec![reason(book, d, other)];
    if other.reason == "it-is" {
        out.extend(built(book, d, other.because).into_iter().skip(1));
        out.extend(against(book, d, other.because));
        return kept(out);
    }
    if d.brand.decided_value().is_some_and(|brand| book.same(brand, other.maker)) {
        out.push(Sentence::new("whynot-name").named("maker", other.maker).spare(1));
    }
    match own.first() {
        Some(b) => {
            out.push(Sentence::new("whynot-speaks").named("maker", other.maker).ours("clue", clue(book, b)));
            // Where nobody is established, the opening says already that this is not enough.
            if d.maker.verdict != State::Undecided {
                out.push(Sentence::new(why(d, b)));
            }
        }
        None if other.reason != "nothing-speaks-for-it" => {
            out.push(Sentence::new("why-not-nothing-speaks-for-it").ours("maker", name(other.maker)));
        }
        None => {}
    }
    out.extend(whynot_lineage(book, d, other));
    let rival = d.maker.decided_value().map(str::to_owned).or_else(|| {
        d.maker.rivals.iter().map(|r| r.value.clone()).find(|value| !book.same(value, other.maker))
    });
    let against = match &rival {
        Some(rival) => voices(book, other.because, rival).into_iter().next(),
        None => said(other.because, "maker").into_iter().find(|b| !book.same(&b.value, other.maker)),
    };
    match (against, d.maker.decided_value()) {
        (Some(b), Some(maker)) => {
            out.push(shows(book, b));
            out.push(verdict(book, d, maker));
        }
        (Some(b), None) => out.push(
            Sentence::new("counter-maker").named("other", book.label(&b.value)).ours("clue", clue(book, b)),
        ),
        (None, _) => out.push(Sentence::new("whynot-nobody-else")),
    }
    out.push(if d.maker.verdict == State::Decided {
        Sentence::new("whynot-would-change").named("maker", other.maker).spare(1)
    } else {
        settles(book, other.needs)
    });
    kept(out)
}

fn name(maker: &str) -> String {
    shortened(maker, NAME_WORDS, NAME_CHARS)
}

fn reason(book: &Book<'_>, d: &Device, other: &Other<'_>) -> Sentence {
    let key = match other.reason {
        "it-is" => "why-not-it-is",
        "nothing-speaks-for-it" => "why-not-nothing-speaks-for-it",
        "another-is-decided" => "why-not-another-is-decided",
        "contested" => "why-not-contested",
        "only-one-voice" => "why-not-only-one-voice",
        _ => "why-not-too-weak",
    };
    let decided = d.maker.decided_value().map(|m| name(book.label(m))).unwrap_or_default();
    Sentence::new(key).ours("maker", name(other.maker)).ours("other", decided)
}

/// What the lineage list says of this maker and the name on the device.
fn whynot_lineage(book: &Book<'_>, d: &Device, other: &Other<'_>) -> Option<Sentence> {
    let brand = d.brand.decided_value()?;
    if book.same(brand, other.maker) {
        return None;
    }
    let is_listed = other.because.iter().any(|b| b.lineage.is_some() && book.same(&b.value, other.maker));
    let key = if is_listed { "whynot-lead" } else { "whynot-no-lineage" };
    Some(Sentence::new(key).named("maker", other.maker).named("brand", book.label(brand)).spare(2))
}

/// The first words of what a device said, fit to stand in quotation marks.
fn quoted(text: &str) -> String {
    let is_mark = |c: char| matches!(c, '“' | '”' | '„' | '‟' | '«' | '»');
    let plain: String = text.chars().map(|c| if is_mark(c) { '\'' } else { c }).collect();
    shortened(&plain, QUOTED_WORDS, QUOTED_CHARS)
}

/// The first words and characters of a text, on one line; cut with `…`.
fn shortened(text: &str, words: usize, chars: usize) -> String {
    let text = neutral(text, '·', None);
    let all: Vec<&str> = text.split_whitespace().collect();
    let few = all.iter().take(words).copied().collect::<Vec<_>>().join(" ");
    let mut short: String = few.chars().take(chars).collect();
    if short.len() < few.len() || all.len() > words {
        short.truncate(short.trim_end().len());
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_device_says_cannot_make_a_sentence_long() {
        assert_eq!(quoted("Login to 070C89"), "Login to 070C89");
        assert_eq!(quoted("one two  three four five"), "one two three four…");
        assert_eq!(quoted(&"x".repeat(100)), format!("{}…", "x".repeat(QUOTED_CHARS)));
        assert_eq!(quoted("a” and «b"), "a' and 'b");
        assert_eq!(shortened("Hangzhou Hikvision Digital Technology", 3, 40), "Hangzhou Hikvision Digital…");
    }

    #[test]
    fn a_period_holds_a_day_at_the_coarser_of_the_two() {
        let within = |from: &str, to: &str, day: &str| {
            let l = Lineage {
                brand: String::new(),
                relation: Relation::Oem,
                from: from.into(),
                to: to.into(),
                all: true,
                is_lead: false,
                disputed: false,
            };
            covers(&l, day)
        };
        assert!(within("2018", "2022-11-24", "2019-05-01"));
        assert!(within("2018", "2022-11-24", "2022-11-24"));
        assert!(!within("2018", "2022-11-24", "2022-11-25"));
        assert!(within("2018", "2022-11-24", "2022"));
        assert!(!within("2018", "", "2017-12-31"));
        assert!(within("", "2020", "2020-06-01"));
    }

    #[test]
    fn all_that_sees_is_a_camera_and_a_recorder_is_none() {
        assert!(is_kind("camera|recorder", "ptz-camera"));
        assert!(!is_kind("recorder", "camera"));
        assert!(is_kind("recorder", "recorder"));
    }
}
