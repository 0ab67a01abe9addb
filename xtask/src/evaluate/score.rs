//! Score: devices against truth, right, wrong or silent, per corpus and property, by the rules of the corpora's own
//! scorer.

use super::compare::{fold, same_brand, same_firmware, same_maker, same_model, version};
use super::corpora::{Input, Truth, is_arguable, text};
use oogmerk_model::{Device, IsolationVerdict, Kind, Verdict};
use regex::Regex;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Properties in the order of the table.
pub const PROPERTIES: [&str; 11] = [
    "camera",
    "kind",
    "not-camera",
    "brand",
    "maker",
    "model",
    "firmware",
    "outside",
    "isolation",
    "split",
    "extra",
];

/// How an answer stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// As truth has it.
    Right,
    /// Another answer.
    Wrong,
    /// None.
    Silent,
}

/// Right, wrong and silent answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// As truth has it.
    pub right: u32,
    /// Another answer.
    pub wrong: u32,
    /// None.
    pub silent: u32,
}

impl Tally {
    fn put(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Right => self.right += 1,
            Outcome::Wrong => self.wrong += 1,
            Outcome::Silent => self.silent += 1,
        }
    }

    /// Adds another.
    pub fn add(&mut self, other: Tally) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.silent += other.silent;
    }

    /// Of those answered, how many are right.
    pub fn precision(self) -> f64 {
        ratio(self.right, self.right + self.wrong)
    }

    /// Of all, how many are answered rightly.
    pub fn recall(self) -> f64 {
        ratio(self.right, self.right + self.wrong + self.silent)
    }
}

fn ratio(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
}

/// An answer that is not as truth has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// Corpus.
    pub corpus: String,
    /// Property.
    pub property: &'static str,
    /// Wrong or silent.
    pub outcome: Outcome,
    /// Case.
    pub case: String,
    /// What was answered.
    pub got: Option<String>,
    /// What truth says.
    pub want: String,
    /// Device it was said of.
    pub device: Option<String>,
}

/// The score of some inputs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Per corpus and property, by the place of the property in [`PROPERTIES`].
    pub rows: BTreeMap<(String, usize), Tally>,
    /// Everything that is not right.
    pub misses: Vec<Miss>,
}

/// What one answer is held against.
struct Held<'a> {
    corpus: &'a str,
    case: &'a str,
    truth: &'a Truth,
    device: Option<&'a Device>,
}

impl Score {
    /// Adds another score.
    pub fn add(&mut self, other: Score) {
        for (row, tally) in other.rows {
            self.rows.entry(row).or_default().add(tally);
        }
        self.misses.extend(other.misses);
    }

    /// The sum over all corpora, per property.
    pub fn total(&self) -> BTreeMap<usize, Tally> {
        let mut total: BTreeMap<usize, Tally> = BTreeMap::new();
        for ((_, property), tally) in &self.rows {
            total.entry(*property).or_default().add(*tally);
        }
        total
    }

    /// One property over all corpora.
    pub fn of(&self, property: &str) -> Tally {
        let place = PROPERTIES.iter().position(|p| *p == property).unwrap_or(usize::MAX);
        self.total().get(&place).copied().unwrap_or_default()
    }

    fn put(
        &mut self,
        held: &Held<'_>,
        property: &'static str,
        outcome: Outcome,
        got: Option<String>,
        want: &str,
    ) {
        if outcome == Outcome::Silent && is_arguable(held.truth, property) {
            return;
        }
        let place = PROPERTIES.iter().position(|p| *p == property).unwrap_or(PROPERTIES.len());
        self.rows.entry((held.corpus.to_owned(), place)).or_default().put(outcome);
        if outcome != Outcome::Right {
            self.misses.push(Miss {
                corpus: held.corpus.to_owned(),
                property,
                outcome,
                case: held.case.to_owned(),
                got,
                want: want.to_owned(),
                device: held.device.map(|d| d.id.clone()),
            });
        }
    }

    fn value(
        &mut self,
        held: &Held<'_>,
        property: &'static str,
        of: fn(&Device) -> &Verdict,
        want: Option<&str>,
        same: fn(&str, &str) -> bool,
    ) {
        let Some(want) = want else { return };
        let got = held.device.and_then(|d| of(d).decided_value());
        let outcome = match got {
            None => Outcome::Silent,
            Some(got) if same(got, want) => Outcome::Right,
            Some(_) => Outcome::Wrong,
        };
        self.put(held, property, outcome, got.map(str::to_owned), want);
    }
}

/// What a device is to a council: it sees, it keeps, or it is something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Sees.
    Camera,
    /// Keeps.
    Recorder,
    /// Sees or keeps: which of the two is open.
    Open,
    /// Neither.
    Other,
}

/// The family of a kind by its word.
pub fn family_of(word: &str) -> Family {
    match Kind::parse(word) {
        Some(kind) if kind.has_lens() || kind == Kind::Encoder => Family::Camera,
        Some(Kind::Recorder) => Family::Recorder,
        _ => Family::Other,
    }
}

fn family(device: Option<&Device>) -> Option<Family> {
    let kind = &device?.kind;
    let is_open = || is_open_between_ours(&serde_json::to_value(kind).unwrap_or_default());
    kind.decided_value().map(family_of).or_else(|| is_open().then_some(Family::Open))
}

/// A kind that is open, but only between kinds of camera and recorder, is one of the things that are counted. The
/// words are those under `among` in the record as it is printed, which is all that the corpora's scorer sees.
fn is_open_between_ours(printed: &Value) -> bool {
    let among = printed.get("among").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    !among.is_empty() && among.iter().all(|word| word.as_str().map(family_of).is_some_and(is_counted))
}

fn is_counted(family: Family) -> bool {
    family != Family::Other
}

/// Software that records: right where truth says recorder, never counted as a camera.
fn is_software_recorder(device: Option<&Device>) -> bool {
    device.and_then(|d| d.kind.decided_value()).and_then(Kind::parse) == Some(Kind::Vms)
}

fn sees_or_keeps(family: Option<Family>) -> bool {
    family.is_some_and(is_counted)
}

/// What truth says a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A camera.
    Camera,
    /// A recorder.
    Recorder,
    /// One of the two.
    Either,
    /// Neither.
    Neither,
}

/// What truth says a case is; `None` where it does not say.
pub fn expected(truth: &Truth) -> Option<Expected> {
    static RECORDER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("DVR|NVR|Recorder").ok());
    static CAMERA: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("Camera|Web Cam").ok());
    let holds =
        |pattern: &LazyLock<Option<Regex>>, text: &str| pattern.as_ref().is_some_and(|p| p.is_match(text));
    if let Some(stated) = truth.get("is_camera_or_recorder") {
        let class = text(truth, "device_class").unwrap_or_default();
        return match stated.as_bool()? {
            false => Some(Expected::Neither),
            true if holds(&RECORDER, class) => Some(Expected::Recorder),
            true if holds(&CAMERA, class) => Some(Expected::Camera),
            true => Some(Expected::Either),
        };
    }
    let kind = text(truth, "kind").or_else(|| text(truth, "device_type")).unwrap_or_default().to_lowercase();
    let is_camera = truth.get("is_camera").and_then(Value::as_bool);
    if ["recorder", "nvr", "dvr"].iter().any(|word| kind.starts_with(word)) {
        return Some(Expected::Recorder);
    }
    match is_camera {
        Some(true) => Some(Expected::Camera),
        None if kind.starts_with("camera") => Some(Expected::Camera),
        Some(false) => Some(Expected::Neither),
        None => None,
    }
}

/// Scores the devices found in one input.
pub fn score(input: &Input, devices: &[&Device]) -> Score {
    let mut score = Score::default();
    match &input.subjects {
        Some(subjects) => score_lines(&mut score, input, subjects, devices),
        None => score_file(&mut score, input, devices),
    }
    score
}

fn of_subject<'d>(devices: &[&'d Device], subject: Option<&String>) -> Option<&'d Device> {
    let subject = subject?;
    devices.iter().copied().find(|d| d.subjects.contains(subject) || d.subject.as_ref() == Some(subject))
}

fn score_lines(score: &mut Score, input: &Input, subjects: &BTreeMap<String, String>, devices: &[&Device]) {
    for truth in &input.truths {
        let case = input.case(truth);
        let device = of_subject(devices, subjects.get(&case));
        let held = Held { corpus: &input.corpus, case: &case, truth, device };
        score_kind(score, &held, input.is_unreadable);
        if let Some(is_ours) = truth.get("is_camera_or_recorder") {
            if is_ours.as_bool() == Some(true) {
                score.value(&held, "brand", |d| &d.brand, text(truth, "vendor"), same_brand);
                score.value(&held, "model", |d| &d.model, text(truth, "model"), same_model);
            }
        } else {
            score_identity(score, &held);
        }
        if let Some(twin) = text(truth, "same_as") {
            let other = of_subject(devices, subjects.get(twin));
            let outcome = match (device, other) {
                (Some(a), Some(b)) if a.id == b.id => Outcome::Right,
                (Some(_), Some(_)) => Outcome::Wrong,
                _ => Outcome::Silent,
            };
            score.put(&held, "split", outcome, None, &format!("one device with {twin}"));
        }
    }
}

fn score_kind(score: &mut Score, held: &Held<'_>, is_unreadable: bool) {
    let Some(want) = expected(held.truth) else { return };
    let is_recorder =
        matches!(want, Expected::Recorder | Expected::Either) && is_software_recorder(held.device);
    let got = if is_recorder { Some(Family::Recorder) } else { family(held.device) };
    let word = held.device.and_then(|d| d.kind.decided_value()).map(str::to_owned);
    if want == Expected::Neither {
        let is_wrong = is_unreadable || sees_or_keeps(got);
        let outcome = if is_wrong { Outcome::Wrong } else { Outcome::Right };
        score.put(held, "not-camera", outcome, word.clone(), "no camera");
        if sees_or_keeps(got) {
            score.put(held, "camera", Outcome::Wrong, word, "no camera");
        }
        return;
    }
    let outcome = match got {
        None => Outcome::Silent,
        Some(Family::Other) => Outcome::Wrong,
        Some(_) => Outcome::Right,
    };
    score.put(held, "camera", outcome, word.clone(), word_of(want));
    let Some(got) = got.filter(|_| want != Expected::Either && !is_arguable(held.truth, "camera")) else {
        return;
    };
    let outcome = match (want, got) {
        (_, Family::Open) => Outcome::Silent,
        (Expected::Camera, Family::Camera) | (Expected::Recorder, Family::Recorder) => Outcome::Right,
        _ => Outcome::Wrong,
    };
    score.put(held, "kind", outcome, word, word_of(want));
}

/// The word for what truth says a case is.
pub const fn word_of(expected: Expected) -> &'static str {
    match expected {
        Expected::Camera => "camera",
        Expected::Recorder => "recorder",
        Expected::Either => "camera or recorder",
        Expected::Neither => "no camera",
    }
}

fn score_identity(score: &mut Score, held: &Held<'_>) {
    let truth = held.truth;
    let brand = text(truth, "brand").or_else(|| text(truth, "retail_brand"));
    let maker = text(truth, "true_maker");
    let got = held.device.and_then(|d| d.brand.decided_value());
    if brand.is_some() && !is_arguable(truth, "brand") {
        score.value(held, "brand", |d| &d.brand, brand, same_brand);
    } else if let Some(got) = got
        && (truth.contains_key("brand") || truth.contains_key("retail_brand"))
        && !brand.is_some_and(|b| same_brand(got, b))
        && !maker.is_some_and(|m| same_brand(got, m))
    {
        score.put(held, "brand", Outcome::Wrong, Some(got.to_owned()), "the bytes prove none");
    }
    score.value(held, "maker", |d| &d.maker, maker, same_maker);
    if is_model_visible(truth) {
        score.value(held, "model", |d| &d.model, text(truth, "model"), same_model);
    }
    let firmware = text(truth, "firmware").filter(|f| !version(f).is_empty());
    score.value(held, "firmware", |d| &d.firmware, firmware, same_firmware);
}

/// Whether the model that a label names stands in the bytes.
pub fn is_model_visible(truth: &Truth) -> bool {
    truth.get("model_visible_in_this_file").is_none_or(|v| v.as_bool().unwrap_or(false))
}

fn score_outside(score: &mut Score, held: &Held<'_>, want: &BTreeSet<String>) {
    let listed = want.iter().cloned().collect::<Vec<_>>().join(" ");
    let leaks = if want.is_empty() { "unproven" } else { "leaking" };
    let Some(device) = held.device else {
        score.put(held, "outside", Outcome::Silent, None, &listed);
        score.put(held, "isolation", Outcome::Silent, None, leaks);
        return;
    };
    let got: BTreeSet<String> = device.outside.iter().map(|c| c.ip.to_string()).collect();
    let outcome = if got == *want { Outcome::Right } else { Outcome::Wrong };
    score.put(held, "outside", outcome, Some(got.into_iter().collect::<Vec<_>>().join(" ")), &listed);
    let verdict = device.isolation.as_ref().map(|i| i.verdict);
    let expected = if want.is_empty() { IsolationVerdict::Unproven } else { IsolationVerdict::Leaking };
    let outcome = match verdict {
        None => Outcome::Silent,
        Some(v) if v == expected => Outcome::Right,
        Some(_) => Outcome::Wrong,
    };
    score.put(held, "isolation", outcome, verdict.map(|v| format!("{v:?}").to_lowercase()), leaks);
}

/// The addresses by which a row is found among devices.
#[derive(Debug)]
pub struct Addressed {
    mac: String,
    ips: BTreeSet<String>,
}

/// The addresses a row names. In the one export whose hardware addresses are random the network address is the key;
/// rows without one are found by the hardware address they do name.
pub fn addressed(corpus: &str, truth: &Truth) -> Addressed {
    if let Some(host) = text(truth, "host").filter(|_| corpus == "uiprotect") {
        return Addressed { mac: String::new(), ips: [host.to_owned()].into() };
    }
    let listed = truth.get("ips_seen").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let seen: BTreeSet<String> = listed.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect();
    let own = text(truth, "ip").map(str::to_owned).into_iter().collect();
    let mac = text(truth, "mac").map(fold).unwrap_or_default();
    Addressed { mac, ips: if seen.is_empty() { own } else { seen } }
}

fn macs(device: &Device) -> BTreeSet<String> {
    device.mac.iter().map(|mac| fold(&mac.to_string())).collect()
}

fn ips(device: &Device) -> BTreeSet<String> {
    device.ip.iter().map(ToString::to_string).collect()
}

/// The device a row is about, and how many claim its address.
pub fn pick<'d>(devices: &[&'d Device], by: &Addressed) -> (Option<&'d Device>, usize) {
    let holders = |test: &dyn Fn(&Device) -> bool| -> Vec<&'d Device> {
        devices.iter().copied().filter(|d| test(d)).collect()
    };
    let mut hit = holders(&|d| !by.mac.is_empty() && macs(d).contains(&by.mac));
    if hit.is_empty() {
        hit = holders(&|d| !ips(d).is_disjoint(&by.ips));
    }
    if let Some(first) = hit.first() {
        return (Some(*first), hit.len());
    }
    let is_addressed = !by.mac.is_empty() || !by.ips.is_empty();
    // A reply text that names no address gives one device without addresses.
    let left = holders(&|d| !is_addressed || (d.mac.is_empty() && d.ip.is_empty()));
    let camera = left.iter().copied().find(|d| sees_or_keeps(family(Some(d))));
    (camera.or(left.first().copied()), 1)
}

fn score_file(score: &mut Score, input: &Input, devices: &[&Device]) {
    let (mut known_macs, mut known_ips) = (BTreeSet::new(), BTreeSet::new());
    for truth in &input.truths {
        let case = input.case(truth);
        let hold = |device| Held { corpus: &input.corpus, case: &case, truth, device };
        if let Some(expected) = truth.get("cameras_expected").and_then(Value::as_u64) {
            score_count(score, &hold(None), devices, expected, input.is_unreadable);
            continue;
        }
        if input.corpus == "flows" {
            let camera = text(truth, "camera_ip").unwrap_or_default();
            let device = devices.iter().copied().find(|d| ips(d).contains(camera));
            score_outside(score, &hold(device), &destinations(truth, "external_destinations_expected", None));
            continue;
        }
        let by = addressed(&input.corpus, truth);
        let (device, copies) = pick(devices, &by);
        let held = hold(device);
        if !by.mac.is_empty() && device.is_some() {
            let outcome = if copies == 1 { Outcome::Right } else { Outcome::Wrong };
            score.put(&held, "split", outcome, Some(copies.to_string()), "1");
        }
        known_macs.insert(by.mac);
        known_ips.extend(by.ips);
        score_kind(score, &held, input.is_unreadable);
        if input.corpus == "nmap-replay" {
            if truth.get("is_camera_or_recorder").and_then(Value::as_bool) == Some(true) {
                score.value(&held, "brand", |d| &d.brand, text(truth, "vendor"), same_brand);
            }
        } else {
            score_identity(score, &held);
        }
        let is_camera = truth.get("is_camera").and_then(Value::as_bool) == Some(true);
        let has_list = truth.get("external_destinations").is_some_and(|v| !v.is_null());
        if is_camera && has_list && text(truth, "mac").is_some() {
            score_outside(score, &held, &destinations(truth, "external_destinations", Some("dst")));
        }
    }
    known_macs.remove("");
    if !known_macs.is_empty() {
        score_extra(score, input, devices, &known_macs, &known_ips);
    }
}

/// Addresses in a list of texts, or of records with the address under a key.
fn destinations(truth: &Truth, key: &str, inner: Option<&str>) -> BTreeSet<String> {
    let list = truth.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let address = |v: &Value| inner.map_or(Some(v), |k| v.get(k))?.as_str().map(str::to_owned);
    list.iter().filter_map(address).collect()
}

fn score_count(score: &mut Score, held: &Held<'_>, devices: &[&Device], expected: u64, is_unreadable: bool) {
    let found = devices.iter().filter(|d| sees_or_keeps(family(Some(d)))).count() as u64;
    let outcome = if is_unreadable || found != expected { Outcome::Wrong } else { Outcome::Right };
    score.put(held, "not-camera", outcome, Some(found.to_string()), &expected.to_string());
    if found > expected {
        score.put(held, "camera", Outcome::Wrong, Some(found.to_string()), &expected.to_string());
    }
}

/// Cameras that truth does not name, in files whose devices it names.
fn score_extra(
    score: &mut Score,
    input: &Input,
    devices: &[&Device],
    known_macs: &BTreeSet<String>,
    known_ips: &BTreeSet<String>,
) {
    let nothing = Truth::new();
    for device in devices.iter().copied().filter(|d| sees_or_keeps(family(Some(d)))) {
        if macs(device).is_disjoint(known_macs) && ips(device).is_disjoint(known_ips) {
            let held =
                Held { corpus: &input.corpus, case: &input.file, truth: &nothing, device: Some(device) };
            score.put(&held, "extra", Outcome::Wrong, Some(device.id.clone()), "not named by the truth");
        }
    }
}

/// The device each row of an input is about, for all rows that are about one.
pub fn paired<'i, 'd>(input: &'i Input, devices: &[&'d Device]) -> Vec<(&'i Truth, String, &'d Device)> {
    let about = |truth: &&'i Truth| {
        let case = input.case(truth);
        let device = match &input.subjects {
            Some(subjects) => of_subject(devices, subjects.get(&case)),
            None => pick(devices, &addressed(&input.corpus, truth)).0,
        };
        device.map(|d| (*truth, case, d))
    };
    let names_one = |t: &&'i Truth| !t.contains_key("cameras_expected") && input.corpus != "flows";
    input.truths.iter().filter(names_one).filter_map(|truth| about(&truth)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_kind_open_only_between_cameras_and_recorders_is_counted() {
        let is_open = |among: Value| is_open_between_ours(&json!({"verdict": "undecided", "among": among}));
        assert!(is_open(json!(["camera", "recorder"])) && is_open(json!(["doorbell"])));
        for other in [json!([]), json!(["camera", "printer"]), json!(["recorder", "vms"]), Value::Null] {
            assert!(!is_open(other.clone()), "{other}");
        }
        assert!(!is_open_between_ours(&json!({"verdict": "undecided"})));
    }

    #[test]
    fn a_row_without_a_network_address_is_found_by_its_hardware_address() {
        let row = |value: Value| value.as_object().cloned().unwrap_or_default();
        let by = addressed("uiprotect", &row(json!({"mac": "02:00:5E:10:00:01"})));
        assert_eq!((by.mac.as_str(), by.ips.len()), ("02005e100001", 0));
        let by = addressed("uiprotect", &row(json!({"mac": "02:00:5E:10:00:01", "host": "192.0.2.1"})));
        assert_eq!((by.mac.as_str(), by.ips.len()), ("", 1));
    }
}
