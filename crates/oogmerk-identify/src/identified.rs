//! Identified: the whole way from ground to devices, rows of lists and what would settle what is open.
//!
//! Devices are made one after another in the order of their ids and handed out at once, so that a large input needs
//! memory for its facts and not for its conclusions.

use crate::examine::{Examined, Examiner};
use crate::gathered::rows;
use crate::ground::{Ground, key_of};
use crate::needs::askable;
use crate::options::{Extent, Include, Options};
use crate::people::{Headcount, Standing, is_equipment, is_sensitive};
use crate::pile::PileKey;
use crate::reconcile::{Found, Row, declared_of, reconcile};
use crate::resolve::{Demoted, Group, Resolved, resolve, resolve_alone};
use oogmerk_knowledge::Oracle;
use oogmerk_model::{
    Bystanders, Cost, Declared, Deviation, Device, Evidence, Hearing, Question, State, Traffic, Verdict,
    Window,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

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

/// Whoever takes what is made, as soon as it is.
pub trait Taker {
    /// A device that may be told about, in the order of ids, with its traffic: where it reaches is not said in its record
    /// yet.
    fn device(&mut self, device: Device, traffic: &Traffic<'_>);
    /// What would settle what is open of a device, before the device itself.
    fn question(&mut self, question: Question);
    /// A list against what was found; all of these come before the first row.
    fn deviation(&mut self, deviation: Deviation);
    /// A row of a list, with its place among all rows, in any order.
    fn declared(&mut self, place: usize, row: Declared);
}

/// Identifies what the ground holds and hands out each device that may be told about as soon as it is made, in the
/// order of ids, with its traffic: where it reaches is not said in its record yet. All else is told in the end.
pub fn identify(
    ground: &Ground,
    oracle: &dyn Oracle,
    options: &Options,
    each: &mut dyn FnMut(Device, &Traffic<'_>),
) -> Identified {
    let mut whole = Whole { each, told: Identified::default(), rows: Vec::new() };
    let mut identified = identify_to(ground, oracle, options, &mut whole);
    let Whole { told, mut rows, .. } = whole;
    rows.sort_by_key(|(place, _)| *place);
    identified.questions = told.questions;
    identified.deviations = told.deviations;
    identified.declared = rows.into_iter().map(|(_, row)| row).collect();
    identified
}

/// Keeps all but the devices.
struct Whole<'e> {
    each: &'e mut dyn FnMut(Device, &Traffic<'_>),
    told: Identified,
    rows: Vec<(usize, Declared)>,
}

impl Taker for Whole<'_> {
    fn device(&mut self, device: Device, traffic: &Traffic<'_>) {
        (self.each)(device, traffic);
    }
    fn question(&mut self, question: Question) {
        self.told.questions.push(question);
    }
    fn deviation(&mut self, deviation: Deviation) {
        self.told.deviations.push(deviation);
    }
    fn declared(&mut self, place: usize, row: Declared) {
        self.rows.push((place, row));
    }
}

/// Identifies what the ground holds and hands out what is made of it: devices, questions, deviations and rows are not
/// kept, and are not among what comes back.
pub fn identify_to(
    ground: &Ground,
    oracle: &dyn Oracle,
    options: &Options,
    taker: &mut dyn Taker,
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
            if matches!(options.extent, Extent::Keys | Extent::Register) {
                let keys: Vec<String> = group.keys.iter().map(ToString::to_string).collect();
                if options.extent == Extent::Register {
                    let is_registered = standing == Standing::Registered;
                    if is_registered {
                        questions(device, options.hearing, taker);
                    }
                    if has_rows {
                        found.push(Found::of(device, &keys, is_registered));
                    }
                }
                identified.keys.insert(group.id.clone(), keys);
            }
            let (device, traffic) = examiner.traffic(group, Some(place), examined, &loaded);
            taker.device(device, &traffic);
        }
    }
    identified.bystanders = headcount.rows();
    if options.extent >= Extent::Admitted {
        each_row(ground, &resolved, &mut |_, row| {
            let named = row.first().map(|e| (e.source().file.as_deref(), e.observation.subject.as_str()));
            identified.admitted.extend(named.map(|(file, it)| (file.map(str::to_owned), it.to_owned())));
        });
    }
    if options.extent == Extent::Register {
        declare(ground, &resolved, &found, oracle, taker);
    }
    identified.demoted_keys = resolved.demoted;
    identified.redirects = resolved.redirects;
    identified.windows.clone_from(&ground.windows);
    identified.windows.sort();
    identified
}

/// Goes through the rows of lists, wherever they lie: by which name each lies, and what stands in it.
fn each_row(ground: &Ground, resolved: &Resolved<'_>, take: &mut dyn FnMut(PileKey, &[&Evidence])) {
    for row in &resolved.declared {
        let node = &resolved.nodes[*row as usize];
        take(key_of(true, node.file, &node.subject), &node.evidence);
    }
    if let Some(pile) = ground.pile() {
        rows(pile, &mut |key, row| take(key, &row.iter().collect::<Vec<_>>()));
    }
}

/// Holds rows of lists against what was found. They are gone through twice, once for what is compared and once to be
/// told, so that no more of them is held than that.
fn declare(
    ground: &Ground,
    resolved: &Resolved<'_>,
    found: &[Found],
    oracle: &dyn Oracle,
    taker: &mut dyn Taker,
) {
    let mut rows: Vec<Row> = Vec::new();
    each_row(ground, resolved, &mut |name, row| {
        rows.push(Row::of(&declared_of(row), name));
    });
    rows.sort();
    reconcile(&mut rows, found, oracle, &mut |deviation| taker.deviation(deviation));
    let places: HashMap<PileKey, usize> = (0..).zip(&rows).map(|(place, row)| (row.name, place)).collect();
    each_row(ground, resolved, &mut |name, row| {
        if let Some(place) = places.get(&name) {
            taker.declared(*place, rows[*place].told(declared_of(row), found));
        }
    });
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

fn questions(device: &Device, hearing: &Hearing, taker: &mut dyn Taker) {
    let properties: [(&str, &Verdict); 4] = [
        ("kind", &device.kind),
        ("maker", &device.maker),
        ("brand", &device.brand),
        ("model", &device.model),
    ];
    let open = properties.iter().filter(|(_, v)| v.verdict != State::Decided);
    for (property, v) in open {
        let Some(field) = v.needs.first().map(|field| field.as_str().to_owned()) else { continue };
        let cost = hearing.cost(&field).map_or(String::new(), |cost| cost.as_str().to_owned());
        taker.question(Question { device: device.id.clone(), property: (*property).to_owned(), field, cost });
    }
}
