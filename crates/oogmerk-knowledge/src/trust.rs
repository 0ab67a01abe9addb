//! Trust: what a tell must not do, however well its pattern fits.
//!
//! A pattern that fits says that a text is there. Whether the text proves what the tell claims is another question, and
//! the answer lies in how the text got there: a label firm prints its own number on what others build, a user types a
//! name, a server sends back the address it was asked for. Each rule here is one such way to accuse or to clear wrongly.

use crate::sources::is_hollow;
use crate::{
    Demotion, Distrust, Edge, EdgeRelation, FieldDefinition, Grammar, Knowledge, Oracle, Pattern, Status,
    Tell, Weight,
};
use oogmerk_model::{Kind, Property};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// From how many other labels on a maker's stacks count as shared: below it, an edge or two may be nothing but a lead.
const LABELS_MANY: usize = 5;
/// Fields in which a firm's number in the IANA register stands.
const REGISTERED: [&str; 4] = ["snmp.enterprise", "snmp.sys_object_id", "snmp.engine_id", "dhcp6.enterprise"];

impl Knowledge {
    /// Every rule that a tell breaks.
    pub(crate) fn distrust(&self, tell: &Tell) -> Vec<Distrust> {
        let may_decide = tell.weight == Weight::Decisive && tell.status > Status::Draft;
        let field = self.fields.get(&tell.field);
        let is_said_on_nothing = tell.status > Status::Draft && is_hollow(&tell.source);
        let tests = [
            (Distrust::LabelFirm, self.is_label_firm(tell)),
            (Distrust::SharedStack, self.is_shared_stack(tell)),
            (Distrust::Editable, may_decide && field.is_some_and(|f| is_editable(f, tell))),
            (Distrust::Echo, may_decide && field.is_some_and(|f| f.echoes)),
            (Distrust::OpenEnd, may_decide && has_open_end(&tell.pattern)),
            (Distrust::OneKind, self.is_one_kind_of_several(tell)),
            (Distrust::NoSource, may_decide && !can_be_opened(&tell.source) || is_said_on_nothing),
        ];
        tests.into_iter().filter_map(|(class, broken)| broken.then_some(class)).collect()
    }

    /// Tells that were demoted, in the order of their ids.
    pub fn demotions(&self) -> &[Demotion] {
        &self.demotions
    }

    /// Whether the maker it names sells what others build, and nothing says that these models are its own.
    ///
    /// A lead is enough to doubt: an edge of any status stands against the maker, but only a tested one for it.
    fn is_label_firm(&self, tell: &Tell) -> bool {
        let Some(maker) = &tell.claims.maker else { return false };
        self.sells_of_others(maker, &tell.claims.kinds, || self.models_of(tell))
    }

    /// The same of a shape of models, whose examples are the models.
    pub(crate) fn is_shape_of_label_firm(&self, row: &Grammar, examples: &[String]) -> bool {
        let own = self.lineage(&row.maker, None, None);
        let is_house = own.iter().any(|e| e.maker == row.maker && e.speaks_for_all());
        let bare = |text: &String| {
            let name = self.label(&row.maker);
            let tail = text.get(..name.len()).filter(|head| head.eq_ignore_ascii_case(&name));
            tail.map_or(text.clone(), |head| text[head.len()..].trim().to_owned())
        };
        // The name in front of a short shape is no part of the model that an edge knows.
        let models = || examples.iter().map(|e| if is_house { bare(e) } else { e.clone() }).collect();
        !row.maker.is_empty() && self.sells_of_others(&row.maker, &row.kinds, models)
    }

    fn sells_of_others(&self, maker: &str, kinds: &[Kind], models: impl FnOnce() -> Vec<String>) -> bool {
        // Edges are about things of surveillance systems: who builds a firm's printers is another matter.
        if !kinds.is_empty() && kinds.iter().all(|kind| !kind.is_registered()) {
            return false;
        }
        let edges = self.lineage(maker, None, None);
        let is_of_others =
            |e: &Edge| e.maker != maker && matches!(e.relation, EdgeRelation::Relabel | EdgeRelation::Oem);
        let sells_of_others = edges.iter().any(|e| is_of_others(e) && self.concerns(e, kinds));
        let own: Vec<_> = edges.iter().filter(|e| e.maker == maker && e.speaks_for_all()).collect();
        if !sells_of_others || own.iter().any(|e| e.models.is_none()) {
            return false;
        }
        let models = models();
        let is_own = |model: &String| own.iter().any(|e| covers(e.models.as_deref(), model));
        models.is_empty() || !models.iter().all(is_own)
    }

    /// Whether an edge speaks of something of these kinds: what is said of a firm's recorders is no word on its cameras,
    /// as long as it is a lead. Which kinds an edge's models are, the rows of grammar say; where they do not, or where the
    /// edge was tested, it concerns all.
    fn concerns(&self, edge: &Edge, of: &[Kind]) -> bool {
        let Some(models) = edge.models.as_deref().filter(|_| edge.status == Status::Draft) else {
            return true;
        };
        let rows = self.grammars.iter().zip(&self.grammar_examples);
        let fitting = rows.filter(|(g, (examples, _))| {
            g.brand == edge.brand && examples.iter().any(|m| covers(Some(models), m))
        });
        let kinds: BTreeSet<Kind> = fitting.flat_map(|(g, _)| g.kinds.iter().copied()).collect();
        kinds.is_empty() || of.is_empty() || of.iter().any(|k| kinds.contains(k))
    }

    /// The models that a tell's examples state; empty where one of them states none, for then it speaks for any.
    fn models_of(&self, tell: &Tell) -> Vec<String> {
        let states_model = self.fields.get(&tell.field).is_some_and(|f| f.states == Some(Property::Model));
        let mut models = Vec::new();
        for example in tell.matches.iter() {
            let mut spoken = Vec::new();
            self.speak(&tell.field, example, &mut spoken);
            let mut own = spoken.into_iter().filter(|s| s.tell.id == tell.id).flat_map(|s| s.filled);
            let cut = own.find(|(p, _)| *p == Property::Model).map(|(_, v)| v);
            match cut.or_else(|| states_model.then(|| example.trim().to_owned())) {
                Some(model) => models.push(model),
                None => return Vec::new(),
            }
        }
        models
    }

    /// Whether it names a brand on a text that does not print it, where the maker's stacks carry many labels.
    ///
    /// A model number is no stack: it is printed beside the name.
    fn is_shared_stack(&self, tell: &Tell) -> bool {
        let Some(brand) = &tell.claims.brand else { return false };
        let labels = self.edges.iter().filter(|e| {
            e.maker == *brand
                && e.brand != *brand
                && matches!(e.relation, EdgeRelation::Relabel | EdgeRelation::Oem)
        });
        let labels: BTreeSet<&str> = labels.map(|e| e.brand.as_str()).collect();
        labels.len() >= LABELS_MANY
            && tell.matches.iter().any(|m| !self.prints(brand, m) && !self.has_model(brand, tell, m))
    }

    /// Whether a text holds a name of the brand.
    fn prints(&self, brand: &str, text: &str) -> bool {
        let text = crate::names::fold(text);
        let maker = self.makers.get(brand);
        let names = maker.into_iter().flat_map(|m| [&m.key, &m.name].into_iter().chain(&m.aliases));
        names.map(|n| crate::names::fold(n)).any(|n| n.len() > 1 && text.contains(&n))
    }

    /// Whether an example is, or holds, a model number that a row of the brand's grammar knows.
    fn has_model(&self, brand: &str, tell: &Tell, example: &str) -> bool {
        let mut spoken = Vec::new();
        self.speak(&tell.field, example, &mut spoken);
        let cut = spoken.into_iter().flat_map(|s| s.filled);
        let models = cut.filter(|(p, _)| *p == Property::Model).map(|(_, v)| v);
        models.chain([example.to_owned()]).any(|m| self.grammar(&m).iter().any(|g| g.brand == brand))
            || self.fields.get(&tell.field).is_some_and(|f| f.states == Some(Property::Model))
    }

    /// Whether it takes a firm's registered number for one kind, where other rows know more kinds of the firm.
    fn is_one_kind_of_several(&self, tell: &Tell) -> bool {
        let firm = tell.claims.maker.as_ref().or(tell.claims.brand.as_ref());
        let (Some(firm), [only]) = (firm, tell.claims.kinds.as_slice()) else { return false };
        let is_number = REGISTERED.contains(&tell.field.as_str());
        let reads_branch = tell.field == "snmp.sys_object_id" && !matches!(tell.pattern, Pattern::Exact(_));
        if !is_number || reads_branch || tell.weight < Weight::Strong || tell.status == Status::Draft {
            return false;
        }
        let is_firm = |key: Option<&String>| key == Some(firm);
        let told = self.tells.iter().filter(|t| {
            t.field != tell.field && (is_firm(t.claims.maker.as_ref()) || is_firm(t.claims.brand.as_ref()))
        });
        let shaped = self.grammars.iter().filter(|g| is_firm(Some(&g.brand)) || is_firm(Some(&g.maker)));
        told.flat_map(|t| &t.claims.kinds)
            .chain(shaped.flat_map(|g| &g.kinds))
            .any(|k| k != only && !is_sort_of(*k, *only))
    }
}

/// Whether a kind is a narrower word for another.
fn is_sort_of(narrow: Kind, wide: Kind) -> bool {
    wide == Kind::Camera && matches!(narrow, Kind::PtzCamera | Kind::ThermalCamera)
}

/// Whether an edge of these models holds for a model.
fn covers(models: Option<&str>, model: &str) -> bool {
    models.is_none_or(|pattern| regex::Regex::new(pattern).is_ok_and(|r| r.is_match(model.trim())))
}

/// Whether a user can write one of the texts on which it must speak.
fn is_editable(field: &FieldDefinition, tell: &Tell) -> bool {
    tell.matches.iter().any(|m| field.may_be_written(m))
}

/// Whether the last word of a pattern may go on: a letter or digit stands last, and nothing says that the word ends.
fn has_open_end(pattern: &Pattern) -> bool {
    let ends_in_word = |text: &str| text.chars().next_back().is_some_and(char::is_alphanumeric);
    match pattern {
        Pattern::Exact(_) | Pattern::Suffix(_) => false,
        Pattern::Prefix(text) | Pattern::Contains(text) => ends_in_word(text),
        // What ends in a class or a repetition reads a number or a serial, not a word.
        Pattern::Regex(text) => {
            let bare = text.trim_end_matches(')');
            let mut last = bare.chars().rev();
            last.next().is_some_and(char::is_alphanumeric) && last.next() != Some('\\')
        }
    }
}

/// Whether a stranger can open one of the sources, and the day is told.
///
/// A part between semicolons is a source: `owner/repository path at commit`, `owner/repository issue 7 of 2021-12-21`,
/// a released file as `name 1.2 path`, or a document with its page, section or entry.
fn can_be_opened(source: &str) -> bool {
    static FORMS: LazyLock<Vec<regex::Regex>> = LazyLock::new(|| {
        let forms = [
            r"\b[\w.-]+/[\w.-]+ [\w.-]+(?:/[\w.-]+)*.* at [0-9a-f]{7,40}\b",
            r"\b[A-Za-z][\w-]* [0-9]+(?:\.[0-9]+)+ [\w-]+(?:[./][\w.-]+)+",
            r"\b[\w.-]+/[\w.-]+ (?:issue|pull request) [0-9]+ of [0-9]{4}-",
            r"\b(?:p\.|pages?|section|chapter|entry|table) ?[A-Z]?[0-9]",
        ];
        forms.iter().filter_map(|f| regex::Regex::new(f).ok()).collect()
    });
    static DAY: LazyLock<Option<regex::Regex>> =
        LazyLock::new(|| regex::Regex::new(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b").ok());
    DAY.as_ref().is_some_and(|d| d.is_match(source))
        && source.split(';').any(|part| FORMS.iter().any(|f| f.is_match(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_can_be_opened_where_it_says_which_file_at_which_commit_and_when_it_was_read() {
        let check = |source: &str, want: bool| assert_eq!(can_be_opened(source), want, "{source}");
        check("rapid7/recog xml/html_title.xml at 14fa1a7211e7; read 2026-11-30", true);
        check("nmap/nmap nmap-service-probes line 9191 at f1a9fdd1659f; read 2026-11-30", true);
        check("IANA enterprise numbers in Wireshark 4.0.17 enterprises.tsv, read 2026-11-22", true);
        check("VAPIX version 3 manual, p. 16, read 2026-11-22", true);
        check("google/ExoPlayer issue 9800 of 2021-12-21; read 2026-11-30", true);
        check("rapid7/recog xml/html_title.xml at 14fa1a7211e7", false);
        check("rapid7/recog xml/html_title.xml; read 2026-11-30", false);
        check("code index id 70159676798; read 2026-11-30", false);
        check("industry directories; read 2026-11-30", false);
        check("common knowledge", false);
        check("", false);
    }

    #[test]
    fn a_word_without_an_end_is_open_and_a_number_is_not() {
        let check = |pattern: &Pattern, want: bool| assert_eq!(has_open_end(pattern), want, "{pattern:?}");
        check(&Pattern::Prefix("onvif://www.onvif.org/name/AXIS".into()), true);
        check(&Pattern::Prefix("root.Brand.".into()), false);
        check(&Pattern::Contains("/axis-media/media.amp".into()), true);
        check(&Pattern::Exact("AXIS".into()), false);
        check(&Pattern::Regex("(?i)name/(UNV|Uniview)".into()), true);
        check(&Pattern::Regex(r"(?i)name/(UNV|Uniview)\b".into()), false);
        check(&Pattern::Regex("^IPC-H(FW|DW)[0-9]".into()), false);
        check(&Pattern::Regex(r"^DCS-\w+".into()), false);
        check(&Pattern::Regex(r"^HIP[0-9.]+$".into()), false);
    }
}
