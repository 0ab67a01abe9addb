//! The proof of the knowledge base: every example speaks for its own tell, near misses stay silent, greedy tells show.

use crate::lineage::ends_before_it_begins;
use crate::sources::is_hollow;
use crate::{EdgeRelation, Knowledge, Oracle, Status, Tell, Weight, WordList};
use oogmerk_model::Kind;
use std::collections::BTreeMap;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// Version of the pack.
    pub version: String,
    /// What must be mended: plain sentences that name the tell, edge, grammar row or policy.
    pub failures: Vec<String>,
    /// What a reviewer should look at.
    pub remarks: Vec<String>,
    /// Examples on which tells of two makers or brands speak: example's tell, field, example, and the others.
    pub overlaps: Vec<String>,
    /// Rules that no example of another file reaches: nobody would notice if they were wrong.
    pub unexercised: Vec<String>,
    /// Tells per status word.
    pub tells_by_status: BTreeMap<String, usize>,
    /// Tells per vendor key; tells that name nobody stand under `-`.
    pub tells_by_vendor: BTreeMap<String, usize>,
    /// Edges per status word.
    pub edges_by_status: BTreeMap<String, usize>,
    /// Number of vendors, grammar rows, address blocks, cloud rows, policies, of which verified.
    pub vendors: usize,
    /// Grammar rows.
    pub grammars: usize,
    /// Address blocks.
    pub blocks: usize,
    /// Cloud rows.
    pub clouds: usize,
    /// Policies.
    pub policies: usize,
    /// Policies whose statement and date were read in a source.
    pub verified_policies: usize,
}

impl CheckReport {
    /// Whether nothing must be mended.
    pub fn passed(&self) -> bool {
        self.failures.is_empty()
    }
}

fn word(status: Status) -> String {
    match status {
        Status::Draft => "draft",
        Status::Tested => "tested",
        Status::Proven => "proven",
    }
    .to_owned()
}

/// How loud a tell is once its status is counted: a draft is a lead, whatever its weight.
fn loudness(tell: &Tell) -> i64 {
    match tell.status {
        Status::Draft => Weight::Weak.weight_mdb(),
        Status::Tested | Status::Proven => tell.weight.weight_mdb(),
    }
}

fn fits(pattern: &str, text: &str) -> bool {
    regex::Regex::new(pattern).is_ok_and(|r| r.is_match(&text.trim().to_ascii_lowercase()))
}

impl Knowledge {
    /// Runs every example of every file.
    pub fn check(&self) -> CheckReport {
        let mut report = CheckReport { version: self.version.clone(), ..CheckReport::default() };
        self.check_tells(&mut report);
        self.check_grammar(&mut report);
        self.check_placeholders(&mut report);
        report.failures.extend(self.words.faults());
        self.check_page_markers(&mut report);
        self.check_names(&mut report);
        self.check_sources(&mut report);
        self.check_policies(&mut report);
        self.check_demotions(&mut report);
        report.failures.extend(self.contradictions());
        for edge in &self.edges {
            *report.edges_by_status.entry(word(edge.status)).or_default() += 1;
        }
        report.remarks.extend(self.problems.iter().map(|p| p.0.clone()));
        report.unexercised = self.unexercised();
        report.vendors = self.makers.len();
        report.grammars = self.grammars.len();
        report.blocks = self.prefixes.len();
        report.clouds = self.clouds.all.len();
        report.policies = self.policies.len();
        report.verified_policies = self.policies.iter().filter(|p| p.verified).count();
        report
    }

    fn check_tells(&self, report: &mut CheckReport) {
        let mut patterns = BTreeMap::new();
        for tell in &self.tells {
            *report.tells_by_status.entry(word(tell.status)).or_default() += 1;
            let vendor =
                tell.claims.maker.as_ref().or(tell.claims.brand.as_ref()).map_or("-", String::as_str);
            *report.tells_by_vendor.entry(vendor.to_owned()).or_default() += 1;
            if let Some(other) = patterns.insert((&tell.field, format!("{:?}", tell.pattern)), &tell.id) {
                report.failures.push(format!("{} repeats the pattern of {other}", tell.id));
            }
            if tell.matches.is_empty() || tell.silent.is_empty() {
                report.failures.push(format!("{} lacks an example or a near miss", tell.id));
            }
            for class in self.distrust(tell) {
                report.failures.push(format!("{} {}", tell.id, class.fault()));
            }
            for example in tell.matches.iter() {
                let spoken = self.spoken(&tell.field, example);
                if !spoken.contains(&tell.id.as_str()) {
                    report.failures.push(format!("{} is silent on its own example {example:?}", tell.id));
                }
                self.check_rivals(tell, example, &spoken, report);
                self.check_look_alike(tell, example, &spoken, report);
            }
            for example in
                tell.silent.iter().filter(|e| self.spoken(&tell.field, e).contains(&tell.id.as_str()))
            {
                report
                    .failures
                    .push(format!("{} speaks on {example:?}, on which it must be silent", tell.id));
            }
        }
    }

    fn spoken(&self, field: &str, example: &str) -> Vec<&str> {
        let mut out = Vec::new();
        self.speak(field, example, &mut out);
        out.into_iter().map(|s| s.tell.id.as_str()).collect()
    }

    /// An example is its own tell's: a tell that names somebody else on it must be quieter, or the form is known to
    /// be shared.
    fn check_rivals(&self, tell: &Tell, example: &str, spoken: &[&str], report: &mut CheckReport) {
        let others = self.others(tell, spoken);
        if others.is_empty() {
            return;
        }
        let ids: Vec<&str> = others.iter().map(|t| t.id.as_str()).collect();
        report.overlaps.push(format!("{} {} {example:?}: {}", tell.id, tell.field, ids.join(", ")));
        for rival in others.iter().filter(|r| self.contradict(tell, r) && loudness(r) >= loudness(tell)) {
            report.failures.push(format!(
                "{} example {example:?} is claimed at least as loudly by {}, which names another",
                tell.id, rival.id
            ));
        }
    }

    /// What is no camera, recorder or the like by its own tell is a look-alike to every tell that knows such things by
    /// their kind: none of them may be heard on it as loudly.
    fn check_look_alike(&self, tell: &Tell, example: &str, spoken: &[&str], report: &mut CheckReport) {
        let is_registered = |kinds: &[Kind]| kinds.iter().all(|k| k.is_registered());
        let is_bystander = |kinds: &[Kind]| !kinds.iter().any(|k| k.is_registered());
        if tell.claims.kinds.is_empty() || !is_bystander(&tell.claims.kinds) {
            return;
        }
        let heard = spoken.iter().filter_map(|id| self.tell(id)).filter(|other| {
            let kinds = &other.claims.kinds;
            !kinds.is_empty() && is_registered(kinds) && loudness(other) >= loudness(tell)
        });
        report.failures.extend(heard.map(|other| {
            format!("{} is heard on {example:?}, which by {} is another kind of thing", other.id, tell.id)
        }));
    }

    fn tell(&self, id: &str) -> Option<&Tell> {
        self.tells.binary_search_by(|t| t.id.as_str().cmp(id)).ok().map(|i| &self.tells[i])
    }

    /// Tells that speak on another's example and name somebody else, kin or not.
    fn others(&self, tell: &Tell, spoken: &[&str]) -> Vec<&Tell> {
        let differ = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some() && a != b;
        spoken
            .iter()
            .filter_map(|id| self.tell(id))
            .filter(|other| {
                differ(&tell.claims.maker, &other.claims.maker)
                    || differ(&tell.claims.brand, &other.claims.brand)
            })
            .collect()
    }

    /// Whether two tells cannot both be right: two makers, or two brands that no lineage ties together.
    fn contradict(&self, a: &Tell, b: &Tell) -> bool {
        let makers = a.claims.maker.as_ref().zip(b.claims.maker.as_ref());
        let brands = a.claims.brand.as_ref().zip(b.claims.brand.as_ref());
        makers.is_some_and(|(x, y)| x != y)
            || brands.is_some_and(|(x, y)| x != y && !self.is_kin(x, y) && !self.is_kin(y, x))
    }

    /// Whether one firm is known to build for, or to own, the other.
    fn is_kin(&self, brand: &str, maker: &str) -> bool {
        self.lineage(brand, None, None)
            .iter()
            .any(|e| e.maker == maker && e.relation != EdgeRelation::Component)
    }

    fn check_grammar(&self, report: &mut CheckReport) {
        for (grammar, (matches, silent)) in self.grammars.iter().zip(&self.grammar_examples) {
            if matches.is_empty() || silent.is_empty() {
                report.failures.push(format!("{} lacks an example or a near miss", grammar.id));
            }
            for example in matches {
                let hits = self.grammar(example);
                if !hits.iter().any(|g| g.id == grammar.id) {
                    report.failures.push(format!("{} does not fit its own example {example:?}", grammar.id));
                }
                for rival in hits
                    .iter()
                    .filter(|g| !g.maker.is_empty() && !grammar.maker.is_empty() && g.maker != grammar.maker)
                {
                    let line = format!(
                        "{} example {example:?} also fits {} of {}",
                        grammar.id, rival.id, rival.maker
                    );
                    if grammar.status > Status::Draft && rival.status > Status::Draft {
                        report.failures.push(line);
                    } else {
                        report.remarks.push(line);
                    }
                }
            }
            if grammar.status > Status::Draft && self.is_shape_of_label_firm(grammar, matches) {
                report.failures.push(format!("{} {}", grammar.id, crate::Distrust::LabelFirm.fault()));
            }
            for example in silent.iter().filter(|e| self.grammar(e).iter().any(|g| g.id == grammar.id)) {
                report.failures.push(format!("{} fits {example:?}, which it must not", grammar.id));
            }
        }
    }

    fn check_placeholders(&self, report: &mut CheckReport) {
        for row in &self.placeholders.0 {
            for pattern in row.regex.iter().filter(|p| !row.matches.iter().any(|m| fits(p, m))) {
                report.failures.push(format!("placeholder {pattern:?} has no example"));
            }
            for (pattern, text) in row.regex.iter().flat_map(|p| row.silent.iter().map(move |s| (p, s))) {
                if fits(pattern, text) {
                    report.failures.push(format!("placeholder {pattern:?} fits {text:?}, which it must not"));
                }
            }
            if !row.regex.is_empty() && row.silent.is_empty() {
                report.failures.push(format!("placeholder {:?} has no near miss", row.regex));
            }
        }
    }

    fn check_policies(&self, report: &mut CheckReport) {
        for policy in self.policies.iter().filter(|p| p.verified) {
            for conclusion in [oogmerk_model::Conclusion::Breaks, oogmerk_model::Conclusion::Clear] {
                if !policy.examples.iter().any(|e| e.conclusion == conclusion) {
                    report.failures.push(format!("policy {} has no example that {conclusion:?}", policy.id));
                }
            }
            for named in policy.makers.iter().filter(|named| named.from.len() != 10) {
                report.failures.push(format!("policy {} names {} without a day", policy.id, named.maker));
            }
        }
        let named = self.policies.iter().flat_map(|p| p.makers.iter().map(move |named| (&p.id, named)));
        for (policy, named) in named.filter(|(_, n)| ends_before_it_begins(&n.from, &n.to)) {
            let fault = format!("policy {policy} strikes {} out before it names it", named.maker);
            report.failures.push(fault);
        }
    }

    /// Whatever says more than a lead rests on something. (Tells are looked at one by one.)
    fn check_sources(&self, report: &mut CheckReport) {
        let edges = self.edges.iter().filter(|e| e.status > Status::Draft).map(|e| (&e.id, &e.source));
        let grammars = self.grammars.iter().filter(|g| g.status > Status::Draft).map(|g| (&g.id, &g.source));
        let words = self.words.rows.iter().map(|w| (&w.id, &w.source));
        let verified = self.policies.iter().filter(|p| p.verified);
        let policies = verified.map(|p| (&p.id, &p.source));
        let clouds = self.clouds.all.iter().filter(|c| c.status > Status::Draft);
        let clouds = clouds.map(|c| (&c.pattern, &c.source));
        for (id, source) in edges.chain(grammars).chain(words).chain(policies).chain(clouds) {
            if is_hollow(source) {
                report.failures.push(format!("{id} says what nothing but {source:?} bears out"));
            }
        }
    }

    /// Pages are searched for nothing that no tell reads: in an example of each row some tell knows what is found.
    fn check_page_markers(&self, report: &mut CheckReport) {
        for row in self.words.rows.iter().filter(|row| row.list == WordList::PageMarker) {
            let silent = |example: &&String| {
                let values = row.found(example).into_iter().filter_map(|place| example.get(place));
                values.flat_map(|value| self.spoken("http.body_marker", value)).next().is_none()
            };
            let unread = row.matches.iter().filter(silent);
            report.failures.extend(
                unread.map(|example| format!("words {}: no tell reads what is found in {example:?}", row.id)),
            );
        }
    }

    /// Who sells, puts up or owns what others make is nobody's other name.
    fn check_names(&self, report: &mut CheckReport) {
        for maker in self.makers.values() {
            let names = [&maker.key, &maker.name].into_iter().chain(&maker.aliases);
            for name in names.filter(|n| self.words.found(WordList::Dealer, n).next().is_some()) {
                let fault =
                    format!("vendor {} is called {name:?}, as who only deals in things is", maker.key);
                report.failures.push(fault);
            }
        }
    }

    /// What was demoted is still there, or said to be gone.
    fn check_demotions(&self, report: &mut CheckReport) {
        for row in &self.demotions {
            let is_there = self.tells.binary_search_by(|t| t.id.cmp(&row.tell)).is_ok();
            if is_there == (row.now == "removed") {
                report.failures.push(format!("demoted.toml: {} is {:?}, which is not so", row.tell, row.now));
            }
        }
    }

    /// The golden table: for every example of every tell, which tells speak. One line each, sorted.
    pub fn golden(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        for tell in &self.tells {
            for example in tell.matches.iter().chain(tell.silent.iter()) {
                lines.push(format!(
                    "{} {:?} -> {}\n",
                    tell.field,
                    example,
                    self.spoken(&tell.field, example).join(" ")
                ));
            }
        }
        lines.sort();
        lines.dedup();
        lines.concat()
    }
}
