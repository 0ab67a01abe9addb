//! Identified: the whole way from ground to devices, rows of lists and what would settle what is open.
//!
//! Devices are made one after another in the order of their ids and handed out at once, so that a large input needs
//! memory for its facts and not for its conclusions.

use crate::examine::{Examined, Examiner};
use crate::gathered::rows;
use crate::ground::Ground;
use crate::needs::askable;
use crate::options::{Extent, Include, Options};
use crate::people::{Headcount, Standing, is_equipment, is_sensitive};
use crate::reconcile::{Found, declared_of, reconcile};
use crate::resolve::{Demoted, Group, Resolved, resolve, resolve_alone};
use oogmerk_knowledge::Oracle;
use oogmerk_model::{
    Bystanders, Cost, Declared, Deviation, Device, Evidence, Hearing, Question, State, Traffic, Verdict,
    Window,
};
use std::collections::{BTreeMap, BTreeSet};

/// What is identified under one knowledge version at one moment, besides the devices themselves.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Identified {
    /// Everybody who may not be told about, counted per kind.
    pub bystanders: Vec<Bystanders>,
    /// What would settle what is open.
    pub questions: Vec<Question>,
    /// Rows of lists, with the device each was matched with.
    pub declared: Vec<Declared>,
    /// Lists against what was found.
    pub deviations: Vec<Deviation>,
    /// Keys that were not believed.
    pub demoted_keys: Vec<Demoted>,
    /// Strong keys per device id, strongest first: what a register binds a minted name to.
    pub keys: BTreeMap<String, Vec<String>>,
    /// Minted ids that now belong to another device: old, new.
    pub redirects: Vec<(String, String)>,
    /// What was looked at.
    pub windows: Vec<Window>,
    /// Subjects of devices that may be told about and rows of lists, each with its input: what may be stored. All
    /// other subjects are nobody's inventory.
    #[serde(skip)]
    pub admitted: BTreeSet<(Option<String>, String)>,
    /// Version of the knowledge it was derived with.
    pub knowledge: String,
}

/// Groups whose readings are taken back from a pile at once.
const TAKEN_AT_ONCE: usize = 64;

/// Identifies what the ground holds and hands out each device that may be told about as soon as it is made, in the
/// order of ids, with its traffic: where it reaches is not said in its record yet.
pub fn identify(
    ground: &Ground,
    oracle: &dyn Oracle,
    options: &Options,
    each: &mut dyn FnMut(Device, &Traffic<'_>),
) -> Identified {
    let resolved = resolve(ground, oracle, &options.names);
    let examiner = Examiner::new(ground, oracle, options, &resolved, askable(oracle, options.hearing));
    let mut headcount = Headcount::default();
    let mut identified = Identified { knowledge: oracle.version().to_owned(), ..Identified::default() };
    let mut found = Vec::new();
    let has_rows = !resolved.declared.is_empty() || ground.has_piled_rows();
    // What lies in memory needs no parting.
    let at_once = if ground.pile().is_some() { TAKEN_AT_ONCE } else { resolved.groups.len().max(1) };
    for (places, groups) in (0usize..).step_by(at_once).zip(resolved.groups.chunks(at_once)) {
        let loaded = examiner.load(groups);
        for (place, group) in (places..).zip(groups) {
            let examined = examiner.examine(group, &loaded);
            let device = &examined.device;
            let standing = raised(&examined, group, &examiner, oracle, &options.include);
            if !headcount.admits(device, standing, &options.include) {
                continue;
            }
            if options.extent >= Extent::Admitted {
                identified.admitted.extend(group.nodes.iter().map(|n| name(&resolved, *n)));
            }
            if options.extent == Extent::Register {
                let is_registered = standing == Standing::Registered;
                let keys: Vec<String> = group.keys.iter().map(ToString::to_string).collect();
                if is_registered {
                    identified.questions.extend(questions(device, options.hearing));
                }
                if has_rows {
                    found.push(Found::of(device, &keys, is_registered));
                }
                identified.keys.insert(group.id.clone(), keys);
            }
            let (device, traffic) = examiner.traffic(group, Some(place), examined, &loaded);
            each(device, &traffic);
        }
    }
    identified.bystanders = headcount.rows();
    if options.extent >= Extent::Admitted {
        declare(&mut identified, ground, &resolved, options.extent);
        identified.deviations = reconcile(&mut identified.declared, &found, oracle);
    }
    identified.demoted_keys = resolved.demoted;
    identified.redirects = resolved.redirects;
    identified.windows.clone_from(&ground.windows);
    identified.windows.sort();
    identified
}

/// Rows of lists, wherever they lie: who they speak of, and what they say where a register asks for it.
fn declare(identified: &mut Identified, ground: &Ground, resolved: &Resolved<'_>, extent: Extent) {
    let mut take = |file: Option<&str>, subject: &str, evidence: &[&Evidence]| {
        identified.admitted.insert((file.map(str::to_owned), subject.to_owned()));
        if extent == Extent::Register {
            identified.declared.push(declared_of(file, subject, evidence));
        }
    };
    for row in &resolved.declared {
        let node = &resolved.nodes[*row as usize];
        take(node.file, &node.subject, &node.evidence);
    }
    if let Some(pile) = ground.pile() {
        rows(pile, &mut |row| {
            let Some(first) = row.first() else { return };
            let (file, subject) = (first.source().file.as_deref(), first.observation.subject.as_str());
            take(file, subject, &row.iter().collect::<Vec<_>>());
        });
    }
    identified.declared.sort();
}

/// A subject with its input.
fn name(resolved: &Resolved<'_>, node: u32) -> (Option<String>, String) {
    let node = &resolved.nodes[node as usize];
    (node.file.map(str::to_owned), node.subject.to_string())
}

/// How a device stands once lists and the wish of whoever asks are heard. Its own names are no freer for it.
fn raised(
    examined: &Examined<'_>,
    group: &Group,
    examiner: &Examiner<'_>,
    oracle: &dyn Oracle,
    include: &Include,
) -> Standing {
    let device = &examined.device;
    let is_asked_for =
        || matches!(include, Include::Sensitive(makers) if is_sensitive(device, oracle, makers));
    let may_be_raised = is_equipment(device) && !examined.is_carried;
    let is_raised = may_be_raised && (examiner.rows().speak_of(group) || is_asked_for());
    if is_raised { Standing::Registered } else { examined.standing }
}

/// One verdict for the readings of one subject, without merging and without memory of others.
pub fn identify_one(evidence: &[Evidence], oracle: &dyn Oracle, options: &Options) -> Device {
    OneByOne::new(oracle, options).identify(evidence, oracle)
}

/// Verdicts on one subject after another, without merging and without memory of others: what is the same for all of them
/// is worked out once.
#[derive(Clone, Debug)]
pub struct OneByOne<'a> {
    options: &'a Options,
    askable: Vec<(Cost, &'a str)>,
}

impl<'a> OneByOne<'a> {
    /// Under one knowledge at one moment.
    pub fn new(oracle: &'a dyn Oracle, options: &'a Options) -> Self {
        Self { options, askable: askable(oracle, options.hearing) }
    }

    /// What the subject of these readings is, under that knowledge.
    pub fn identify(&self, evidence: &[Evidence], oracle: &dyn Oracle) -> Device {
        let mut ground = Ground::new();
        let names = &self.options.names;
        if let Some(resolved) = resolve_alone(evidence, oracle, names) {
            return self.whole(&ground, &resolved, oracle);
        }
        ground.evidence.extend_from_slice(evidence);
        self.whole(&ground, &resolve(&ground, oracle, names), oracle)
    }

    /// All subjects as one device, by the name of the first.
    fn whole(&self, ground: &Ground, resolved: &Resolved<'_>, oracle: &dyn Oracle) -> Device {
        let group = Group {
            id: resolved.groups.first().map(|g| g.id.clone()).unwrap_or_default(),
            nodes: (0..resolved.nodes.len()).filter_map(|n| u32::try_from(n).ok()).collect(),
            keys: Vec::new(),
            merges: Vec::new(),
        };
        Examiner::new(ground, oracle, self.options, resolved, self.askable.as_slice()).device(&group)
    }
}

fn questions(device: &Device, hearing: &Hearing) -> Vec<Question> {
    let properties: [(&str, &Verdict); 4] = [
        ("kind", &device.kind),
        ("maker", &device.maker),
        ("brand", &device.brand),
        ("model", &device.model),
    ];
    let open = properties.iter().filter(|(_, v)| v.verdict != State::Decided);
    open.filter_map(|(property, v)| {
        let field = v.needs.first()?.as_str().to_owned();
        let cost = hearing.cost(&field).map_or(String::new(), |cost| cost.as_str().to_owned());
        Some(Question { device: device.id.clone(), property: (*property).to_owned(), field, cost })
    })
    .collect()
}
