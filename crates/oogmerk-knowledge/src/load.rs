//! Pack text to a checked [`Knowledge`]. Whatever is wrong is reported with file and name, all at once.
//!
//! Which folder means what: `fields.toml`; `vendors/*/vendor.toml`; `tells.toml` anywhere below `vendors/` or `stacks/`;
//! `clouds/*.toml`; `policies/*/policy.toml` with `examples.toml` beside it; `oui.csv`; `placeholders.toml`;
//! `weights.toml`; `words.toml`; `demoted.toml`.
//! Other files (`rejected.toml`, `lifecycle/`) are carried but not read here.

use crate::alike::Lists;
use crate::clouds::Clouds;
use crate::index::{by_field, by_model};
use crate::knowledge::{Fields, Knowledge, Problem, has_views};
use crate::lineage;
use crate::named::NamesHere;
use crate::names::Names;
use crate::pack::FileError;
use crate::placeholders::{Placeholders, Row};
use crate::prefixes::Prefixes;
use crate::raw::{self, OneOrMany, RawTell, Scope};
use crate::sources::is_hollow;
use crate::words::{self, WordList, Words};
use crate::{
    Calibration, Claims, Cloud, Demotion, Distrust, Edge, EvidenceClass, FieldDefinition, Grammar,
    KeyStrength, Maker, Pattern, Policy, PolicyExample, PolicyMaker, Tell,
};
use oogmerk_bytes::Until;
use oogmerk_model::{Conclusion, Kind, Property, Severity};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// Whether patterns are tried when read. What is embedded was tried when the program was tested; trying a thousand
/// expressions at every start would cost more than everything else together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Patterns {
    #[default]
    Try,
    Trust,
}

pub(crate) fn load(text: &str, version: String, patterns: Patterns) -> Result<Knowledge, Vec<FileError>> {
    let mut loader = Loader { patterns, ..Loader::default() };
    for line in text.lines() {
        if let Some((path, content)) = line.split_once('\t') {
            loader.file(path, content);
        }
    }
    loader.finish(version)
}

/// What a row matches, and what it is silent on.
type Examples = (Vec<String>, Vec<String>);

#[derive(Default)]
struct Loader {
    patterns: Patterns,
    errors: Vec<FileError>,
    problems: Vec<Problem>,
    fields: BTreeMap<String, FieldDefinition>,
    /// Each with its file, as all rows below.
    tells: Vec<(Arc<str>, Tell)>,
    makers: BTreeMap<String, Maker>,
    names: Names,
    aliases: Vec<(String, String, String)>,
    edges: Vec<(Arc<str>, Edge)>,
    grammars: Vec<(Arc<str>, Grammar, Examples)>,
    clouds: Clouds,
    cloud_makers: Vec<(String, String)>,
    prefixes: Prefixes,
    policies: BTreeMap<String, (String, Policy)>,
    examples: Vec<(String, Vec<PolicyExample>)>,
    placeholders: Placeholders,
    words: Words,
    /// Names of fields that lists of words hold, each with its row.
    word_fields: Vec<(String, String)>,
    calibrations: BTreeMap<Property, Calibration>,
    fitted_on: String,
    demotions: Vec<Demotion>,
}

impl Loader {
    fn wrong(&mut self, file: &str, reason: impl Into<String>) {
        self.errors.push(FileError { file: file.to_owned(), line: 0, reason: reason.into() });
    }

    fn parse<T: DeserializeOwned>(&mut self, path: &str, content: &str) -> Option<T> {
        match serde_json::from_str(content) {
            Ok(value) => Some(value),
            Err(e) => {
                self.wrong(path, e.to_string());
                None
            }
        }
    }

    fn file(&mut self, path: &str, content: &str) {
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            ["fields.toml"] => self.field_file(path, content),
            ["placeholders.toml"] => self.placeholder_file(path, content),
            ["oui.csv"] => match Prefixes::read(content.split('\u{1e}')) {
                Ok(prefixes) => self.prefixes = prefixes,
                Err(e) => self.wrong(path, e),
            },
            ["vendors", key, "vendor.toml"] => self.vendor_file(path, key, content),
            ["vendors" | "stacks", _, "tells.toml"] => self.tells_file(path, content),
            ["clouds", _] => self.cloud_file(path, content),
            ["policies", id, "policy.toml"] => self.policy_file(path, id, content),
            ["policies", id, "examples.toml"] => self.examples_file(path, id, content),
            ["rejected.toml"] => {
                let _: Option<raw::RejectedFile> = self.parse(path, content);
            }
            ["demoted.toml"] => self.demoted_file(path, content),
            ["weights.toml"] => self.weights_file(path, content),
            ["words.toml"] => self.words_file(path, content),
            ["lifecycle", _] => {}
            _ => self.wrong(path, "no rule says what this file is"),
        }
    }

    fn field_file(&mut self, path: &str, content: &str) {
        let Some(file) = self.parse::<raw::FieldsFile>(path, content) else { return };
        for field in file.field {
            let key = match field.key.as_str() {
                "strong" => KeyStrength::Strong,
                "weak" => KeyStrength::Weak,
                "none" => KeyStrength::None,
                other => {
                    self.wrong(
                        path,
                        format!("field `{}`: key `{other}` is not strong, weak or none", field.name),
                    );
                    continue;
                }
            };
            let states = match field.states.as_deref().map(property) {
                Some(None) => {
                    self.wrong(path, format!("field `{}` states no known property", field.name));
                    continue;
                }
                Some(Some(p)) => Some(p),
                None => None,
            };
            let definition = FieldDefinition {
                name: field.name.clone(),
                kind: field.r#type,
                key,
                states,
                meaning: field.meaning,
                example: field.example,
                editable: match field.editable {
                    raw::Editable::Whole(false) => Vec::new(),
                    raw::Editable::Whole(true) => vec![String::new()],
                    raw::Editable::Beginning(beginnings) => beginnings,
                },
                echoes: field.echoes,
                like: field.like,
            };
            if self.fields.insert(field.name.clone(), definition).is_some() {
                self.wrong(path, format!("field `{}` stands there twice", field.name));
            }
        }
    }

    fn placeholder_file(&mut self, path: &str, content: &str) {
        let Some(file) = self.parse::<raw::PlaceholdersFile>(path, content) else { return };
        for row in file.placeholder {
            for pattern in &row.regex {
                self.try_pattern(path, pattern, pattern);
            }
            if row.source.is_empty() {
                self.wrong(path, "a placeholder without source");
            }
            let exact = row.exact.iter().map(|v| v.trim().to_ascii_lowercase()).collect();
            self.placeholders.0.push(Row {
                fields: row.fields,
                exact,
                regex: row.regex,
                matches: row.r#match,
                silent: row.silent,
                compiled: OnceLock::new(),
            });
        }
    }

    fn words_file(&mut self, path: &str, content: &str) {
        let Some(file) = self.parse::<raw::WordsFile>(path, content) else { return };
        for raw in file.words {
            let Some(list) = WordList::parse(&raw.list) else {
                self.wrong(path, format!("words `{}`: `{}` is no list", raw.id, raw.list));
                continue;
            };
            if raw.source.trim().is_empty() || raw.words.is_empty() {
                self.wrong(path, format!("words `{}` have no source, or there are none", raw.id));
            }
            let is_lower = |w: &String| w.to_lowercase() == **w || !list.is_of_words();
            for word in raw.words.iter().filter(|w| w.trim() != **w || w.is_empty() || !is_lower(w)) {
                self.wrong(
                    path,
                    format!("words `{}`: `{word}` is not in lower case, or has blanks around it", raw.id),
                );
            }
            let until = self.until(path, &raw, list);
            let kind = raw.kind.and_then(|kind| self.kinds(path, &raw.id, &[kind]).pop());
            if list.is_of_fields() {
                self.word_fields.extend(raw.words.iter().map(|field| (raw.id.clone(), field.clone())));
            }
            let meaning = words::Meaning { kind, maker: raw.maker };
            let row = words::Row {
                id: raw.id,
                list,
                until,
                meaning,
                source: raw.source,
                words: raw.words,
                matches: raw.r#match,
                silent: raw.silent,
            };
            self.words.add(row);
        }
    }

    /// Where the values of a row of page markers end; no other row says it.
    fn until(&mut self, path: &str, raw: &raw::RawWords, list: WordList) -> Until {
        match raw.until.as_deref() {
            None => Until::Here,
            Some("quote") if list == WordList::PageMarker => Until::Quote,
            Some(other) => {
                self.wrong(path, format!("words `{}`: no value ends at `{other}`", raw.id));
                Until::Here
            }
        }
    }

    fn vendor_file(&mut self, path: &str, folder: &str, content: &str) {
        let Some(file) = self.parse::<raw::VendorFile>(path, content) else { return };
        let own: Arc<str> = path.into();
        if file.key != folder {
            self.wrong(path, format!("key `{}` differs from its folder", file.key));
        }
        for name in [&file.key, &file.name] {
            self.name(path, name, &file.key);
        }
        self.aliases.extend(file.aliases.iter().map(|a| (path.to_owned(), a.clone(), file.key.clone())));
        for edge in file.made_by {
            if let Some(models) = &edge.models {
                self.try_pattern(path, &edge.id, models);
            }
            let evidence = self.classes(path, &edge.id, &edge.evidence);
            let edge = edge_of(&file.key, edge, evidence);
            for fault in lineage::faults(&edge) {
                self.wrong(path, format!("edge `{}` {fault}", edge.id));
            }
            self.edges.push((Arc::clone(&own), edge));
        }
        for row in file.grammar {
            self.try_pattern(path, &row.id, &row.pattern);
            let kinds = self.kinds(path, &row.id, &row.kinds);
            let grammar = Grammar {
                id: row.id,
                maker: row.maker.unwrap_or_default(),
                brand: file.key.clone(),
                pattern: row.pattern,
                kinds,
                meaning: row.meaning,
                status: row.status,
                source: row.source,
            };
            self.grammars.push((Arc::clone(&own), grammar, (row.r#match, row.silent)));
        }
        let maker = Maker {
            key: file.key.clone(),
            name: file.name,
            aliases: file.aliases,
            country: file.country,
            owner: file.owner,
            state_link: file.state_link,
            builds: file.builds,
            enterprise: file.enterprise,
            source: file.source,
        };
        self.makers.insert(file.key, maker);
    }

    fn try_pattern(&mut self, path: &str, id: &str, pattern: &str) {
        if self.patterns == Patterns::Trust {
            return;
        }
        if let Err(e) = regex_syntax::parse(pattern) {
            self.wrong(path, format!("`{id}`: {e}"));
        }
    }

    /// Own names come before anybody's aliases; what two vendors claim goes to the first and is reported.
    fn name(&mut self, path: &str, name: &str, key: &str) {
        if let Some(other) = self.names.add(name, key) {
            self.problems.push(Problem(format!("{path}: the name \"{name}\" already belongs to {other}")));
        }
    }

    fn kinds(&mut self, path: &str, id: &str, words: &[String]) -> Vec<Kind> {
        let mut kinds = Vec::new();
        for word in words {
            match Kind::parse(word) {
                Some(kind) => kinds.push(kind),
                None => self.wrong(path, format!("`{id}`: `{word}` is no kind")),
            }
        }
        kinds
    }

    fn classes(&mut self, path: &str, id: &str, words: &OneOrMany) -> Vec<EvidenceClass> {
        let words = match words {
            OneOrMany::One(word) => std::slice::from_ref(word),
            OneOrMany::Many(words) => words,
        };
        let mut classes = Vec::new();
        for word in words {
            match EvidenceClass::parse(word) {
                Some(class) => classes.push(class),
                None => self.wrong(path, format!("edge `{id}`: `{word}` is no sort of source (`evidence`)")),
            }
        }
        classes
    }

    fn tells_file(&mut self, path: &str, content: &str) {
        let Some(file) = self.parse::<raw::TellsFile>(path, content) else { return };
        let path: Arc<str> = path.into();
        for raw in file.tell {
            self.tell(&path, raw);
        }
    }

    fn tell(&mut self, path: &Arc<str>, raw: RawTell) {
        let id = raw.id.clone();
        let patterns: Vec<Pattern> = [
            raw.exact.map(|text| Pattern::Exact(text.into())),
            raw.prefix.map(|text| Pattern::Prefix(text.into())),
            raw.suffix.map(|text| Pattern::Suffix(text.into())),
            raw.contains.map(|text| Pattern::Contains(text.into())),
            raw.regex.map(|text| Pattern::Regex(text.into())),
        ]
        .into_iter()
        .flatten()
        .collect();
        let [pattern] = patterns.as_slice() else {
            return self.wrong(
                path,
                format!("tell `{id}` needs exactly one of exact, prefix, suffix, contains, regex"),
            );
        };
        if let Pattern::Regex(text) = pattern {
            self.try_pattern(path, &id, text);
        }
        if raw.r#match.is_empty() || raw.silent.is_empty() {
            self.wrong(path, format!("tell `{id}` needs at least one match and one silent example"));
        }
        if raw.source.trim().is_empty() {
            self.wrong(path, format!("tell `{id}` has no source"));
        }
        let kinds = self.kinds(path, &id, &raw.kinds);
        let other: BTreeMap<Property, String> = [
            (Property::Line, raw.line),
            (Property::Model, raw.model),
            (Property::Firmware, raw.firmware),
            (Property::Serial, raw.serial),
            (Property::Soc, raw.soc),
            (Property::SocMaker, raw.soc_maker),
            (Property::Modem, raw.modem),
            (Property::ModemMaker, raw.modem_maker),
            (Property::Hardware, raw.hardware),
            (Property::Brand, raw.brand_text),
        ]
        .into_iter()
        .filter_map(|(p, v)| v.map(|v| (p, v)))
        .collect();
        for template in other.values() {
            let group = template.strip_prefix('$');
            let there = match (group, pattern) {
                (None, _) => true,
                (Some(g), Pattern::Regex(text)) => {
                    text.contains(&format!("?P<{g}>")) || text.contains(&format!("?<{g}>"))
                }
                (Some(_), _) => false,
            };
            if !there {
                self.wrong(path, format!("tell `{id}`: no group for {template}"));
            }
        }
        let fields = match raw.field {
            OneOrMany::One(f) => vec![f],
            OneOrMany::Many(f) => f,
        };
        let claims = Arc::new(Claims { maker: raw.maker, brand: raw.brand, kinds, other });
        let source: Arc<str> = raw.source.into();
        let (matches, silent): (Arc<[String]>, Arc<[String]>) = (raw.r#match.into(), raw.silent.into());
        for (n, field) in fields.iter().enumerate() {
            if !self.fields.contains_key(field) && field != "any.banner" {
                // Fields come first in pack order ("fields.toml" < "stacks/" < "vendors/"), so all are known here.
                self.wrong(path, format!("tell `{id}`: `{field}` is no field"));
            }
            let group =
                raw.group.clone().unwrap_or_else(|| field.split('.').next().unwrap_or_default().to_owned());
            let tell = Tell {
                id: if n == 0 { id.clone() } else { format!("{id}-{}", field.replace(['.', '_'], "-")) },
                field: field.clone(),
                pattern: pattern.clone(),
                claims: claims.clone(),
                weight: raw.weight,
                group,
                status: raw.status,
                source: source.clone(),
                matches: matches.clone(),
                silent: silent.clone(),
            };
            self.tells.push((Arc::clone(path), tell));
        }
    }

    fn demoted_file(&mut self, path: &str, content: &str) {
        let Some(file) = self.parse::<raw::DemotedFile>(path, content) else { return };
        for raw in file.demoted {
            let Some(class) = Distrust::parse(&raw.class) else {
                self.wrong(path, format!("`{}`: `{}` is no class of demoted tells", raw.tell, raw.class));
                continue;
            };
            if !is_day(&raw.on) || [&raw.was, &raw.now, &raw.looked].iter().any(|t| t.trim().is_empty()) {
                self.wrong(
                    path,
                    format!("`{}`: a demotion says what was, what is, where was looked and when", raw.tell),
                );
            }
            self.demotions.push(Demotion {
                tell: raw.tell,
                class,
                was: raw.was,
                now: raw.now,
                looked: raw.looked,
                on: raw.on,
            });
        }
        self.demotions.sort_by(|a, b| (&a.tell, a.class).cmp(&(&b.tell, b.class)));
    }

    fn weights_file(&mut self, path: &str, content: &str) {
        let Some(file) = self.parse::<raw::WeightsFile>(path, content) else { return };
        if !is_day(&file.fitted_on) || file.corpora.is_empty() {
            self.wrong(path, "a fit names its day (YYYY-MM-DD) and its corpora");
        }
        self.fitted_on = file.fitted_on;
        for raw in file.calibration {
            let Some(property) = property(&raw.property) else {
                self.wrong(path, format!("`{}` is no property", raw.property));
                continue;
            };
            if raw.cases < Calibration::CASES_MIN || raw.sources < 2 {
                self.wrong(path, format!("`{}`: too few cases or sources to be called fitted", raw.property));
            }
            if raw.slope_permille <= 0 {
                self.wrong(path, format!("`{}`: a slope is above zero", raw.property));
            }
            let calibration = Calibration {
                property,
                cases: raw.cases,
                offset_mdb: raw.offset_mdb,
                slope_permille: raw.slope_permille,
            };
            if self.calibrations.insert(property, calibration).is_some() {
                self.wrong(path, format!("`{}` stands there twice", raw.property));
            }
        }
    }

    fn cloud_file(&mut self, path: &str, content: &str) {
        let Some(file) = self.parse::<raw::CloudFile>(path, content) else { return };
        if let Some(maker) = &file.maker {
            self.cloud_makers.push((path.to_owned(), maker.clone()));
        }
        for row in file.cloud {
            let with = |pattern: String| Cloud {
                pattern,
                maker: file.maker.clone(),
                service: row.service.clone(),
                purpose: row.purpose.clone(),
                source: row.source.clone(),
                status: row.status,
            };
            let range = row.port.as_deref().map(|p| {
                let (a, b) = p.split_once('-').unwrap_or((p, p));
                (a.parse::<u16>(), b.parse::<u16>())
            });
            match (&row.suffix, &row.name, &row.address, range) {
                (Some(suffix), None, None, None) => self.clouds.add_name(suffix, true, with(suffix.clone())),
                (None, Some(name), None, None) => self.clouds.add_name(name, false, with(name.clone())),
                (None, None, Some(address), None) => {
                    if let Err(e) = self.clouds.add_address(address, None, with(address.clone())) {
                        self.wrong(path, e);
                    }
                }
                (None, None, Some(address), Some((Ok(a), Ok(b)))) if a == b => {
                    if let Err(e) = self.clouds.add_address(address, Some(a), with(format!("{address}:{a}")))
                    {
                        self.wrong(path, e);
                    }
                }
                (None, None, None, Some((Ok(a), Ok(b)))) if a <= b => {
                    self.clouds.add_ports(a, b, with(format!("{a}-{b}")));
                }
                _ => self.wrong(
                    path,
                    "a cloud row needs one of suffix, name, address, port (or address and port)",
                ),
            }
        }
    }

    fn policy_file(&mut self, path: &str, folder: &str, content: &str) {
        let Some(file) = self.parse::<raw::PolicyFile>(path, content) else { return };
        if file.id != folder {
            self.wrong(path, format!("id `{}` differs from its folder", file.id));
        }
        if file.binds.ends_with('.') {
            self.wrong(path, "`binds` is a phrase: it ends without a full stop");
        }
        if file.standard && !file.verified {
            self.wrong(path, "a list that nobody verified is no standard one");
        }
        let severity = match file.severity.as_str() {
            "info" => Severity::Info,
            "low" => Severity::Low,
            "medium" => Severity::Medium,
            "high" => Severity::High,
            "critical" => Severity::Critical,
            other => return self.wrong(path, format!("`{other}` is no severity")),
        };
        let kinds = self.kinds(path, &file.id, &file.kinds);
        for named in file.names.iter().filter(|n| file.verified && is_hollow(&n.source)) {
            self.wrong(path, format!("`{}` is named on {:?}, which is no source", named.maker, named.source));
        }
        let makers = file
            .names
            .into_iter()
            .map(|n| PolicyMaker { maker: n.maker, from: n.from, to: n.to, components: n.components })
            .collect();
        let policy = Policy {
            id: file.id.clone(),
            name: file.name,
            authority: file.authority,
            country: file.country,
            statement: file.statement,
            binds: file.binds,
            standard: file.standard,
            makers,
            kinds,
            legal_reference: file.legal_reference,
            source: file.source,
            severity,
            verified: file.verified,
            examples: Vec::new(),
        };
        self.policies.insert(file.id, (path.to_owned(), policy));
    }

    fn examples_file(&mut self, path: &str, id: &str, content: &str) {
        let Some(file) = self.parse::<raw::ExamplesFile>(path, content) else { return };
        let mut examples = Vec::new();
        for raw in file.example {
            let conclusion = match raw.conclusion.as_str() {
                "breaks" => Conclusion::Breaks,
                "clear" => Conclusion::Clear,
                "undecided" => Conclusion::Undecided,
                "contested" => Conclusion::Contested,
                other => {
                    self.wrong(path, format!("`{other}` is no conclusion"));
                    continue;
                }
            };
            let kind = raw.kind.as_deref().and_then(Kind::parse);
            if raw.kind.is_some() && kind.is_none() {
                self.wrong(path, format!("`{}` is no kind", raw.kind.unwrap_or_default()));
            }
            examples.push(PolicyExample { maker: raw.maker, kind, on: raw.on, conclusion });
        }
        self.examples.push((id.to_owned(), examples));
    }

    fn finish(mut self, version: String) -> Result<Knowledge, Vec<FileError>> {
        for (path, name, key) in std::mem::take(&mut self.aliases) {
            self.name(&path, &name, &key);
        }
        for (id, examples) in std::mem::take(&mut self.examples) {
            match self.policies.get_mut(&id) {
                Some((_, policy)) => policy.examples = examples,
                None => self.wrong(&format!("policies/{id}/examples.toml"), "examples without a policy"),
            }
        }
        self.references();
        self.tells.sort_by(|a, b| a.1.id.cmp(&b.1.id));
        self.edges.sort_by(|a, b| (&a.1.brand, &a.1.id).cmp(&(&b.1.brand, &b.1.id)));
        self.grammars.sort_by(|a, b| a.1.id.cmp(&b.1.id));
        let twice = self.twice();
        for (file, reason) in twice {
            self.wrong(&file, reason);
        }
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        let tells: Vec<Tell> = self.tells.into_iter().map(|(_, t)| t).collect();
        let by_field = by_field(&tells, self.fields.values());
        let alike = Lists::new(&by_field, &tells, has_views);
        let edges: Vec<Edge> = self.edges.into_iter().map(|(_, e)| e).collect();
        let edge_models = edges.iter().map(|e| e.models.as_ref().map(|_| OnceLock::new())).collect();
        let mut grammars = Vec::new();
        let mut grammar_examples = Vec::new();
        for (_, grammar, examples) in self.grammars {
            grammars.push(grammar);
            grammar_examples.push(examples);
        }
        let by_model = by_model(&grammars);
        Ok(Knowledge {
            version,
            tells,
            by_field,
            alike,
            has_foreign: false,
            makers: self.makers,
            names: self.names,
            edges,
            edge_models,
            grammars,
            grammar_examples,
            by_model,
            prefixes: self.prefixes,
            clouds: self.clouds,
            policies: self.policies.into_values().map(|(_, p)| p).collect(),
            fields: Fields::of(self.fields),
            placeholders: self.placeholders,
            words: self.words,
            calibrations: self.calibrations,
            fitted_on: self.fitted_on,
            demotions: self.demotions,
            problems: self.problems,
            deciding: std::sync::OnceLock::new(),
        })
    }

    /// The ids that are used more than once, each with the file of a later use.
    fn twice(&self) -> Vec<(String, String)> {
        let tells = self.tells.iter().map(|(file, tell)| (file, &tell.id));
        let edges = self.edges.iter().map(|(file, edge)| (file, &edge.id));
        let grammars = self.grammars.iter().map(|(file, grammar, ..)| (file, &grammar.id));
        let mut seen = NamesHere::default();
        seen.reserve(self.tells.len() + self.edges.len() + self.grammars.len());
        let all = tells.chain(edges).chain(grammars);
        let repeated = all.filter(|(_, id)| !seen.insert(id.as_str()));
        repeated.map(|(file, id)| (file.to_string(), format!("the id `{id}` is used twice"))).collect()
    }

    /// Every key that is named is the key of a vendor.
    fn references(&mut self) {
        let mut missing = Vec::new();
        let keys: NamesHere<'_> = self.makers.keys().map(String::as_str).collect();
        let known = |key: &str| keys.contains(key);
        for (file, tell) in &self.tells {
            for key in [&tell.claims.maker, &tell.claims.brand].into_iter().flatten().filter(|k| !known(k)) {
                missing
                    .push((file.to_string(), format!("tell `{}` names {key}, which is no vendor", tell.id)));
            }
        }
        for (file, edge) in self.edges.iter().filter(|(_, e)| !known(&e.maker)) {
            missing.push((
                file.to_string(),
                format!("edge `{}` names {}, which is no vendor", edge.id, edge.maker),
            ));
        }
        for (file, g, ..) in self.grammars.iter().filter(|(_, g, ..)| !g.maker.is_empty() && !known(&g.maker))
        {
            missing.push((
                file.to_string(),
                format!("grammar `{}` names {}, which is no vendor", g.id, g.maker),
            ));
        }
        for (file, maker) in self.cloud_makers.iter().filter(|(_, m)| !known(m)) {
            missing.push((file.clone(), format!("maker `{maker}` is no vendor")));
        }
        for (file, policy) in self.policies.values() {
            let named =
                policy.makers.iter().map(|m| &m.maker).chain(policy.examples.iter().map(|e| &e.maker));
            for maker in named.filter(|m| !m.is_empty() && !known(m)) {
                missing.push((file.clone(), format!("maker `{maker}` is no vendor")));
            }
        }
        let mut owners: Vec<&str> = self.prefixes.makers().filter(|m| !known(m)).collect();
        owners.sort_unstable();
        owners.dedup();
        missing.extend(owners.into_iter().map(|m| ("oui.csv".to_owned(), format!("`{m}` is no vendor"))));
        for row in &self.words.rows {
            for maker in row.meaning.maker.iter().filter(|m| !known(m)) {
                let reason = format!("words `{}` name {maker}, which is no vendor", row.id);
                missing.push(("words.toml".to_owned(), reason));
            }
        }
        let strange = self.word_fields.iter().filter(|(_, field)| !self.fields.contains_key(field));
        missing
            .extend(strange.map(|(id, field)| {
                ("words.toml".to_owned(), format!("words `{id}`: `{field}` is no field"))
            }));
        for (file, reason) in missing {
            self.wrong(&file, reason);
        }
    }
}

/// `YYYY-MM-DD`.
fn is_day(text: &str) -> bool {
    oogmerk_model::Timestamp::parse_day(text).is_some()
}

fn edge_of(brand: &str, raw: raw::RawEdge, evidence: Vec<EvidenceClass>) -> Edge {
    Edge {
        id: raw.id,
        brand: brand.to_owned(),
        models: raw.models,
        maker: raw.maker,
        relation: raw.relation,
        from: raw.from,
        to: raw.to,
        all: raw.scope == Scope::All,
        status: raw.status,
        evidence,
        source: raw.source,
        statement: raw.statement,
        disputed: raw.disputed,
    }
}

fn property(word: &str) -> Option<Property> {
    Some(match word {
        "kind" => Property::Kind,
        "brand" => Property::Brand,
        "maker" => Property::Maker,
        "line" => Property::Line,
        "model" => Property::Model,
        "firmware" => Property::Firmware,
        "serial" => Property::Serial,
        "soc" => Property::Soc,
        "hardware" => Property::Hardware,
        "soc-maker" => Property::SocMaker,
        "modem" => Property::Modem,
        "modem-maker" => Property::ModemMaker,
        _ => return None,
    })
}
