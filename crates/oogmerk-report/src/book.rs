//! A standing opened for one language and one place: labels, names, orders and links, looked up once so that every
//! section says the same thing about the same device. Adds rows of counts; counts nothing anew but what no count holds
//! (verdicts of the devices listed).

use crate::hostile::{Html, anchor};
use crate::language::Lang;
use crate::marks;
use crate::words::{Arg, Words};
use oogmerk_model::{
    CitedSource, Conclusion, Count, CountRow, Declared, Device, IsolationVerdict, Kind, PlaceRow, Question,
    RuleBroken, Standing, State, Verdict,
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Where links lead.
#[derive(Clone, Debug)]
pub enum Links {
    /// One file that holds everything: numbers lead to anchors.
    File {
        /// How many devices get a section of their own.
        sections: usize,
        /// How many rows or names a list holds.
        rows: usize,
    },
    /// Pages of the web server; the query keeps language and date: `lang=nl&as_of=…`, without `?`.
    Site {
        /// What every link carries.
        query: String,
    },
}

/// Groups of kinds a council asks for.
pub(crate) const GROUPS: [&str; 3] = ["camera", "recorder", "other"];

/// Which group a kind belongs to.
pub fn group(kind: Option<Kind>) -> &'static str {
    match kind {
        Some(k) if k.is_camera() => "camera",
        Some(Kind::Recorder | Kind::Vms) => "recorder",
        _ => "other",
    }
}

/// Whether a device is a camera or a recorder, and nothing tells which.
pub(crate) fn is_either(device: &Device) -> bool {
    let among = &device.kind.among;
    !among.is_empty() && among.iter().all(|kind| group(Some(*kind)) != "other")
}

/// Whether nobody knows what it is, not even that it is one of the two.
pub(crate) fn is_kind_open(device: &Device) -> bool {
    device.kind.decided_value().is_none() && !is_either(device)
}

/// A standing, ready to be said.
pub struct Book<'a> {
    /// What is said.
    pub standing: &'a Standing,
    /// In which words.
    pub words: &'static Words,
    /// In which language.
    pub lang: Lang,
    /// The rules judged by, their names and whom they bind in this language where the messages say it.
    pub rules: Vec<RuleBroken>,
    pub(crate) links: Links,
    /// Device indexes, what needs attention first.
    pub(crate) order: Vec<usize>,
    by_id: HashMap<&'a str, usize>,
    rank: HashMap<&'a str, usize>,
    names: HashMap<&'a str, &'a str>,
    places: HashMap<&'a str, &'a PlaceRow>,
    declared: HashMap<&'a str, Vec<&'a Declared>>,
    lists: HashSet<String>,
    pub(crate) flows: Vec<(String, String, Vec<String>)>,
    breaking: HashSet<&'a str>,
    by_folded_key: HashMap<String, &'a str>,
    focus: Vec<usize>,
}

impl<'a> Book<'a> {
    /// Opens a standing.
    pub fn open(standing: &'a Standing, lang: Lang, links: Links) -> Self {
        let by_id: HashMap<&str, usize> =
            standing.devices.iter().enumerate().map(|(i, d)| (d.id.as_str(), i)).collect();
        let mut declared: HashMap<&str, Vec<&Declared>> = HashMap::new();
        for row in &standing.declared {
            if let Some(device) = row.device.as_deref() {
                declared.entry(device).or_default().push(row);
            }
        }
        // A name people gave is shorter and better known than an id; "file and row" is no name.
        let names = declared
            .iter()
            .filter_map(|(device, rows)| {
                let key = rows.iter().map(|r| r.key.as_str()).min()?;
                (!key.is_empty() && !key.contains([':', '/', '\\', '#'])).then_some((*device, key))
            })
            .collect();
        let mut places = HashMap::new();
        for place in &standing.places {
            for d in &place.devices {
                places.entry(d.as_str()).or_insert(place);
            }
        }
        let breaking: HashSet<&str> = standing
            .rules
            .iter()
            .flat_map(|r| &r.devices)
            .filter(|(c, _)| *c == Conclusion::Breaks)
            .flat_map(|(_, ids)| ids.iter().map(String::as_str))
            .collect();
        let words = Words::of(lang);
        let mut book = Self {
            standing,
            words,
            lang,
            rules: standing.rules.iter().map(|r| rule_in(words, r)).collect(),
            links,
            order: Vec::new(),
            by_id,
            rank: HashMap::new(),
            names,
            places,
            declared,
            lists: HashSet::new(),
            flows: flows(standing),
            breaking,
            by_folded_key: standing.labels.iter().map(|(k, v)| (folded(k), v.as_str())).collect(),
            focus: Vec::new(),
        };
        book.focus = book.find_focus();
        let mut order: Vec<usize> = (0..standing.devices.len()).collect();
        order.sort_by(|a, b| book.urgency(*a).cmp(&book.urgency(*b)));
        book.rank = order
            .iter()
            .enumerate()
            .filter_map(|(rank, i)| standing.devices.get(*i).map(|d| (d.id.as_str(), rank)))
            .collect();
        book.order = order;
        book.lists = book
            .all_lists()
            .into_iter()
            .map(|(facet, key, _)| anchor(&format!("list-{facet}"), &key))
            .collect();
        book
    }

    fn urgency(&self, index: usize) -> (u8, &'a str) {
        let Some(d) = self.standing.devices.get(index) else { return (9, "") };
        let leaks = d.isolation.as_ref().is_some_and(|i| i.verdict == IsolationVerdict::Leaking);
        let rank = match () {
            () if leaks => 0,
            () if self.breaking.contains(d.id.as_str()) => 1,
            () if d.maker.verdict == State::Contested => 2,
            () if d.maker.verdict == State::Undecided => 3,
            () => 4,
        };
        (rank, d.id.as_str())
    }

    /// Devices, what needs attention first: leaking, breaking a rule, contested, undecided, the rest; then by id.
    pub fn devices(&self) -> impl Iterator<Item = &'a Device> + '_ {
        self.order.iter().filter_map(|i| self.standing.devices.get(*i))
    }

    /// A device by id.
    pub fn device(&self, id: &str) -> Option<&'a Device> {
        self.by_id.get(id).and_then(|i| self.standing.devices.get(*i))
    }

    /// Whether some rule is broken by it.
    pub fn breaks(&self, id: &str) -> bool {
        self.breaking.contains(id)
    }

    /// Asset number where people gave one, else the id.
    pub fn name<'s>(&'s self, id: &'s str) -> &'s str {
        self.names.get(id).copied().unwrap_or(id)
    }

    /// Where it hangs, as declared.
    pub fn place(&self, id: &str) -> Option<&'a PlaceRow> {
        self.places.get(id).copied()
    }

    /// What people declared about it.
    pub fn declared(&self, id: &str) -> &[&'a Declared] {
        self.declared.get(id).map_or(&[], Vec::as_slice)
    }

    /// The printed name of a maker or brand key.
    pub fn label<'s>(&'s self, key: &'s str) -> &'s str {
        let labels = &self.standing.labels;
        // Claims hold keys (`hanwha-vision`), verdicts printed names: both lead to the same label.
        match labels.get(key) {
            Some(label) => label,
            None => self.by_folded_key.get(&folded(key)).copied().unwrap_or(key),
        }
    }

    /// Whether two keys or names mean the same firm or brand.
    pub fn same(&self, a: &str, b: &str) -> bool {
        a.eq_ignore_ascii_case(b) || self.label(a).eq_ignore_ascii_case(self.label(b))
    }

    /// The value of a property as printed.
    pub fn value(&self, property: &str, value: &str) -> String {
        match property {
            // A claim may leave several kinds open: `camera|recorder`.
            "kind" => value.split('|').map(|k| self.words.word("kind", k)).collect::<Vec<_>>().join(" / "),
            "maker" | "brand" | "soc" | "soc-maker" | "modem-maker" => self.label(value).to_owned(),
            _ => value.to_owned(),
        }
    }

    /// What a device is called in a sentence: `camera`, `recorder`, `other`.
    pub fn noun(device: &Device) -> &'static str {
        group(device.kind.decided_value().and_then(Kind::parse))
    }

    // ---- links -----------------------------------------------------------------------------------------------

    /// The anchor of a device; its id begins with `dev-` already.
    pub(crate) fn device_anchor(prefix: &str, id: &str) -> String {
        anchor(prefix, id.strip_prefix("dev-").unwrap_or(id))
    }

    /// Address of a device; empty where this page has none.
    pub fn device_href(&self, id: &str) -> String {
        match &self.links {
            Links::File { sections, rows } => match self.rank.get(id) {
                Some(rank) if rank < sections => format!("#{}", Self::device_anchor("dev", id)),
                Some(rank) if rank < rows => format!("#{}", Self::device_anchor("row", id)),
                _ => String::new(),
            },
            Links::Site { query } if self.by_id.contains_key(id) => {
                format!("/devices/{}?{query}", percent(id)).trim_end_matches('?').to_owned()
            }
            Links::Site { .. } => String::new(),
        }
    }

    /// A device's name, linked where this page can.
    pub fn device_link(&self, id: &str) -> Html {
        let name = Html::hostile(self.name(id));
        let href = self.device_href(id);
        if href.is_empty() {
            return Html(format!("<span class=\"id\">{name}</span>"));
        }
        Html(format!("<a class=\"id\" href=\"{}\">{name}</a>", Html::own(&href)))
    }

    /// Address of the list a number counts; empty where there is none.
    pub fn list_href(&self, facet: &str, key: &str) -> String {
        let id = anchor(&format!("list-{facet}"), key);
        if !self.lists.contains(&id) {
            return String::new();
        }
        match &self.links {
            Links::File { .. } => format!("#{id}"),
            Links::Site { query } => {
                let and = if query.is_empty() { "" } else { "&" };
                match facet.split_once('+') {
                    Some((a, b)) => {
                        let (ka, kb) = key.split_once('\u{1f}').unwrap_or((key, ""));
                        format!("/devices?{a}={}&{b}={}{and}{query}", percent(ka), percent(kb))
                    }
                    None => format!("/devices?{facet}={}{and}{query}", percent(key)),
                }
            }
        }
    }

    /// Address of a section of the report. The site's overview holds them all, too.
    #[allow(clippy::unused_self, reason = "the one place that decides it")]
    pub fn section_href(&self, id: &str) -> String {
        format!("#{id}")
    }

    /// A number that leads to the list it counts.
    pub fn counted(&self, n: u64, facet: &str, key: &str) -> Html {
        let href = if n == 0 { String::new() } else { self.list_href(facet, key) };
        linked(&self.lang.number(n), &href)
    }

    /// Every list a number on this page may lead to: facet, key, devices.
    pub(crate) fn all_lists(&self) -> Vec<(&'static str, String, Vec<&str>)> {
        let s = self.standing;
        let mut out: Vec<(&'static str, String, Vec<&str>)> = Vec::new();
        let mut from = |facet: &'static str, count: &'a Count| {
            for row in &count.rows {
                out.push((facet, row.key.clone(), row.devices.iter().map(String::as_str).collect()));
            }
        };
        from("maker", &s.by_maker);
        from("brand", &s.by_brand);
        from("kind", &s.by_kind);
        let mut groups: BTreeMap<&'static str, Vec<&str>> = BTreeMap::new();
        for row in &s.by_kind.rows {
            groups
                .entry(group(Kind::parse(&row.key)))
                .or_default()
                .extend(row.devices.iter().map(String::as_str));
        }
        for g in GROUPS {
            out.push(("group", g.to_owned(), groups.remove(g).unwrap_or_default()));
        }
        for (brand, maker, ids) in &self.flows {
            out.push((
                "brand+maker",
                format!("{brand}\u{1f}{maker}"),
                ids.iter().map(String::as_str).collect(),
            ));
        }
        let mut departments: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut sites: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for p in &s.places {
            let ids = || p.devices.iter().map(String::as_str);
            departments.entry(&p.department).or_default().extend(ids());
            sites.entry(&p.place).or_default().extend(ids());
        }
        out.extend(sites.into_iter().map(|(k, v)| ("place", k.to_owned(), v)));
        out.extend(departments.into_iter().map(|(k, v)| ("department", k.to_owned(), v)));
        for state in [State::Contested, State::Undecided] {
            let ids = s.devices.iter().filter(|d| d.maker.verdict == state).map(|d| d.id.as_str()).collect();
            out.push(("verdict", marks::state(state).to_owned(), ids));
        }
        for name in ["leaking", "isolated", "unproven", "unmeasured"] {
            let ids = s.devices.iter().filter(|d| isolation_name(d) == name).map(|d| d.id.as_str()).collect();
            out.push(("isolation", name.to_owned(), ids));
        }
        for rule in &s.rules {
            for (c, ids) in &rule.devices {
                let key = format!("{}\u{1f}{}", rule.rule, marks::conclusion(*c));
                out.push(("rule+conclusion", key, ids.iter().map(String::as_str).collect()));
            }
        }
        out.retain(|(_, _, ids)| !ids.is_empty());
        out
    }

    // ---- figures ---------------------------------------------------------------------------------------------

    /// Cameras, recorders, others: sums of the kinds' rows.
    pub fn groups(&self) -> [u64; 3] {
        let mut out = [0; 3];
        for row in &self.standing.by_kind.rows {
            let g = group(Kind::parse(&row.key));
            if let Some(slot) = GROUPS.iter().position(|x| *x == g).and_then(|i| out.get_mut(i)) {
                *slot += row.proved;
            }
        }
        out
    }

    /// Devices that are a camera or a recorder, and nothing tells which: in none of the two groups.
    pub fn either(&self) -> u64 {
        self.standing.devices.iter().filter(|d| is_either(d)).count() as u64
    }

    /// Devices of which not even that is known: in no group, whatever they can be.
    pub fn kind_open(&self) -> u64 {
        self.standing.devices.iter().filter(|d| is_kind_open(d)).count() as u64
    }

    /// The makers the opening speaks of: those whose devices break a rule, most first, at most three; where no rule
    /// is broken, the two largest.
    pub fn focus(&self) -> Vec<&'a CountRow> {
        self.focus.iter().filter_map(|i| self.standing.by_maker.rows.get(*i)).collect()
    }

    fn find_focus(&self) -> Vec<usize> {
        let rows = &self.standing.by_maker.rows;
        let mut breaking: BTreeMap<&str, usize> = BTreeMap::new();
        for maker in self.breaking.iter().filter_map(|id| self.device(id)?.maker.decided_value()) {
            *breaking.entry(maker).or_default() += 1;
        }
        let mut hit: Vec<(usize, usize)> = rows
            .iter()
            .enumerate()
            .map(|(i, row)| {
                (breaking.iter().filter(|(m, _)| self.same(m, &row.key)).map(|(_, n)| n).sum(), i)
            })
            .filter(|(n, _)| *n > 0)
            .collect();
        hit.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        hit.truncate(3);
        let mut chosen: Vec<usize> = hit.into_iter().map(|(_, i)| i).collect();
        if chosen.is_empty() {
            chosen = (0..rows.len().min(2)).collect();
        }
        chosen.retain(|i| rows.get(*i).is_some_and(|r| !unknown(&r.key)));
        chosen.sort_by_key(|i| rows.get(*i).map(|r| (std::cmp::Reverse(r.proved), r.key.clone())));
        chosen
    }

    /// Whether a stream runs from a label to another maker's name.
    pub fn differs(&self, brand: &str, maker: &str) -> bool {
        !unknown(brand) && !unknown(maker) && !self.same(brand, maker)
    }

    /// Leaking, isolated, unproven, not measured.
    pub fn isolation(&self) -> [u64; 4] {
        let mut out = [0; 4];
        for d in &self.standing.devices {
            let i = match d.isolation.as_ref().map(|i| i.verdict) {
                Some(IsolationVerdict::Leaking) => 0,
                Some(IsolationVerdict::Isolated) => 1,
                Some(IsolationVerdict::Unproven) => 2,
                None => 3,
            };
            if let Some(slot) = out.get_mut(i) {
                *slot += 1;
            }
        }
        out
    }

    /// Cameras and recorders per department, largest first.
    pub fn departments(&self) -> Vec<(&'a str, u64, u64)> {
        self.places_by(|p| &p.department)
    }

    /// Cameras and recorders per site, largest first.
    pub fn sites(&self) -> Vec<(&'a str, u64, u64)> {
        self.places_by(|p| &p.place)
    }

    fn places_by(&self, key: impl Fn(&'a PlaceRow) -> &'a str) -> Vec<(&'a str, u64, u64)> {
        let mut sums: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for p in &self.standing.places {
            let e = sums.entry(key(p)).or_default();
            e.0 += p.cameras;
            e.1 += p.recorders;
        }
        let mut out: Vec<_> = sums.into_iter().map(|(k, (c, r))| (k, c, r)).collect();
        out.sort_by(|a, b| (b.1 + b.2).cmp(&(a.1 + a.2)).then(a.0.cmp(b.0)));
        out
    }

    /// Named sites.
    pub fn site_count(&self) -> u64 {
        self.standing
            .places
            .iter()
            .map(|p| p.place.as_str())
            .filter(|p| !p.is_empty())
            .collect::<BTreeSet<_>>()
            .len() as u64
    }

    /// Devices that break at least one rule.
    pub fn breaking_count(&self) -> u64 {
        self.breaking.len() as u64
    }

    /// Rules that at least one device breaks.
    pub fn rules_broken(&self) -> u64 {
        self.standing.rules.iter().filter(|r| concluded(r, Conclusion::Breaks) > 0).count() as u64
    }

    /// Open questions of one device, in the order given.
    pub fn questions(&self, id: &str) -> Vec<&'a Question> {
        self.standing.questions.iter().filter(|q| q.device == id).collect()
    }

    // ---- words ------------------------------------------------------------------------------------------------

    /// What reading this field means, for a person: `lees het model van het etiket`.
    pub fn settles(&self, field: &str) -> Html {
        let key = format!("settle-{}", field.replace(['.', '_'], "-"));
        if self.words.has(&key) {
            Html::own(&self.words.text(&key))
        } else {
            self.words.html("settle-field", &[("field", Arg::X(field))], &[])
        }
    }

    /// A verdict with its mark: the value, the rivals, or the word for unknown.
    pub fn verdict(&self, property: &str, v: &Verdict) -> Html {
        let name = marks::state(v.verdict);
        let inner = match v.verdict {
            State::Decided => {
                let value = self.value(property, v.value.as_deref().unwrap_or_default());
                return marks::mark_hidden(
                    name,
                    name,
                    &marks::certainty(self.words, v),
                    &Html::hostile(&value),
                );
            }
            State::Contested if !v.rivals.is_empty() => {
                let rivals: Vec<Html> =
                    v.rivals.iter().take(4).map(|r| Html::hostile(&self.value(property, &r.value))).collect();
                return marks::mark_hidden(
                    name,
                    name,
                    &self.words.text("verdict-contested"),
                    &Html::join(&rivals, " / "),
                );
            }
            State::Undecided if !v.among.is_empty() => {
                let few: Vec<&str> = v.among.iter().map(|kind| kind.as_str()).collect();
                return marks::mark_hidden(
                    name,
                    name,
                    &marks::certainty(self.words, v),
                    &Html::hostile(&self.value(property, &few.join("|"))),
                );
            }
            _ => Html::own(&marks::certainty(self.words, v)),
        };
        marks::mark(name, name, &inner)
    }

    /// A verdict in a dense table: a decided value stands plain, since what is settled asks for no mark.
    pub fn plain_verdict(&self, property: &str, v: &Verdict) -> Html {
        match v.decided_value() {
            Some(value) => Html::hostile(&self.value(property, value)),
            None => self.verdict(property, v),
        }
    }

    /// The maker in a dense table: grey and unmarked where the label says the same, so that differences stand out.
    pub fn maker_beside_brand(&self, d: &Device) -> Html {
        match (d.maker.decided_value(), d.brand.decided_value()) {
            (Some(maker), Some(brand)) if self.same(maker, brand) => {
                Html(format!("<span class=\"muted\">{}</span>", Html::hostile(self.label(maker))))
            }
            _ => self.verdict("maker", &d.maker),
        }
    }

    /// File, frame, offset, row, in words.
    pub fn source(&self, s: &CitedSource) -> Html {
        let mut out = Vec::new();
        if let Some(file) = s.file.as_deref() {
            out.push(Html::hostile(file));
        }
        if let Some(sheet) = s.sheet.as_deref() {
            out.push(self.words.html("source-sheet", &[("sheet", Arg::X(sheet))], &[]));
        }
        for (key, n) in [
            ("source-frame", s.frame),
            ("source-line", s.line),
            ("source-column", s.column.map(u64::from)),
            ("source-offset", s.offset),
        ] {
            if let Some(n) = n {
                out.push(self.words.html(key, &[("n", Arg::N(n))], &[]));
            }
        }
        if out.is_empty() { Html::own(&self.words.text("source-none")) } else { Html::join(&out, ", ") }
    }
}

/// A rule with its name and whom it binds in the words of the language; a rule the messages do not know keeps the
/// words of its policy file.
fn rule_in(words: &Words, rule: &RuleBroken) -> RuleBroken {
    let said = |part: &str, own: &str| {
        let key = format!("policy-{part}-{}", rule.rule);
        if words.has(&key) { words.text(&key) } else { own.to_owned() }
    };
    RuleBroken { name: said("name", &rule.name), binds: said("binds", &rule.binds), ..rule.clone() }
}

/// Label and maker of every device: the pairs of the standing, and the devices of which one of the two is open.
fn flows(standing: &Standing) -> Vec<(String, String, Vec<String>)> {
    let mut out: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    let mut placed: HashSet<&str> = HashSet::new();
    for (brand, maker, ids) in &standing.brand_to_maker {
        out.entry((brand, maker)).or_default().extend(ids.iter().cloned());
        placed.extend(ids.iter().map(String::as_str));
    }
    for d in standing.devices.iter().filter(|d| !placed.contains(d.id.as_str())) {
        if d.maker.verdict == State::Decided && d.brand.verdict == State::Decided {
            continue;
        }
        let pair = (d.brand.decided_value().unwrap_or_default(), d.maker.decided_value().unwrap_or_default());
        out.entry(pair).or_default().push(d.id.clone());
    }
    out.into_iter().map(|((b, m), ids)| (b.to_owned(), m.to_owned(), ids)).collect()
}

/// A key or name without case, spaces and dashes.
fn folded(key: &str) -> String {
    key.chars().filter(|c| !matches!(c, ' ' | '-' | '_')).flat_map(char::to_lowercase).collect()
}

/// `leaking`, `isolated`, `unproven` or `unmeasured`.
pub fn isolation_name(d: &Device) -> &'static str {
    d.isolation.as_ref().map_or("unmeasured", |i| marks::isolation(i.verdict))
}

/// How many devices a rule concludes this about.
pub fn concluded(rule: &RuleBroken, c: Conclusion) -> u64 {
    rule.devices.iter().filter(|(x, _)| *x == c).map(|(_, ids)| ids.len() as u64).sum()
}

/// Whether a key stands for "nobody knows" rather than for a name.
pub fn unknown(key: &str) -> bool {
    matches!(key, "" | "-" | "?" | "unknown" | "undecided" | "contested")
}

/// Text of our own, strong, linked where there is an address.
pub fn linked(text: &str, href: &str) -> Html {
    let text = Html::own(text);
    if href.is_empty() { text } else { Html(format!("<a href=\"{}\">{text}</a>", Html::own(href))) }
}

/// Percent-encodes everything but unreserved characters (RFC 3986 section 2.3).
pub fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for b in text.bytes() {
        if b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(b));
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    out
}
