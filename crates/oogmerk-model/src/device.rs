//! Claim, verdict and device: what is derived. Serialised exactly as `CONTRACT.md` shows, schema `oogmerk.device/1`.

use crate::{Evidence, Field, Mac, Timestamp, Transport, ViaHow};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::net::IpAddr;

/// Properties a device can have. `Brand` is printed on it, `Maker` built it: two properties, never one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the field's own words; GLOSSARY.md defines them")]
pub enum Property {
    Kind,
    Brand,
    Maker,
    Line,
    Model,
    Firmware,
    Serial,
    /// The chip, as it is called.
    Soc,
    Hardware,
    /// Who made the chip. Never who built the device.
    SocMaker,
    /// The modem, as it is called.
    Modem,
    /// Who made the modem. Never who built the device.
    ModemMaker,
}

/// What sort of thing it is. Kebab-case in data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the words of CONTRACT.md")]
pub enum Kind {
    Camera,
    PtzCamera,
    ThermalCamera,
    AnprCamera,
    BodyCamera,
    Doorbell,
    Intercom,
    Encoder,
    Recorder,
    Vms,
    AccessController,
    Drone,
    DroneDock,
    Sensor,
    Phone,
    Computer,
    Printer,
    Switch,
    Router,
    AccessPoint,
    Gateway,
    Plug,
    Light,
    Hub,
    Other,
}

impl Kind {
    /// All kinds, in the order of CONTRACT.md.
    pub const ALL: [Kind; 25] = [
        Kind::Camera,
        Kind::PtzCamera,
        Kind::ThermalCamera,
        Kind::AnprCamera,
        Kind::BodyCamera,
        Kind::Doorbell,
        Kind::Intercom,
        Kind::Encoder,
        Kind::Recorder,
        Kind::Vms,
        Kind::AccessController,
        Kind::Drone,
        Kind::DroneDock,
        Kind::Sensor,
        Kind::Phone,
        Kind::Computer,
        Kind::Printer,
        Kind::Switch,
        Kind::Router,
        Kind::AccessPoint,
        Kind::Gateway,
        Kind::Plug,
        Kind::Light,
        Kind::Hub,
        Kind::Other,
    ];

    /// The word of CONTRACT.md.
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Camera => "camera",
            Kind::PtzCamera => "ptz-camera",
            Kind::ThermalCamera => "thermal-camera",
            Kind::AnprCamera => "anpr-camera",
            Kind::BodyCamera => "body-camera",
            Kind::Doorbell => "doorbell",
            Kind::Intercom => "intercom",
            Kind::Encoder => "encoder",
            Kind::Recorder => "recorder",
            Kind::Vms => "vms",
            Kind::AccessController => "access-controller",
            Kind::Drone => "drone",
            Kind::DroneDock => "drone-dock",
            Kind::Sensor => "sensor",
            Kind::Phone => "phone",
            Kind::Computer => "computer",
            Kind::Printer => "printer",
            Kind::Switch => "switch",
            Kind::Router => "router",
            Kind::AccessPoint => "access-point",
            Kind::Gateway => "gateway",
            Kind::Plug => "plug",
            Kind::Light => "light",
            Kind::Hub => "hub",
            Kind::Other => "other",
        }
    }

    /// Reads the word of CONTRACT.md; `_` and case are forgiven.
    pub fn parse(word: &str) -> Option<Self> {
        let word = word.trim().to_ascii_lowercase().replace('_', "-");
        Self::ALL.into_iter().find(|k| k.as_str() == word)
    }

    /// A camera in the sense of a council's question: it hangs somewhere and looks. What is carried, what stands at a
    /// door and what turns other cameras' pictures into packets are counted as what they are.
    pub const fn is_camera(self) -> bool {
        matches!(self, Kind::Camera | Kind::PtzCamera | Kind::ThermalCamera | Kind::AnprCamera)
    }

    /// Sees pictures itself: what people and programs may rightly call a camera, whatever else it is.
    pub const fn has_lens(self) -> bool {
        self.is_camera() || matches!(self, Kind::BodyCamera | Kind::Doorbell | Kind::Intercom)
    }

    /// Belongs in the register: cameras, recorders and the other sensitive equipment. People's things do not.
    pub const fn is_registered(self) -> bool {
        self.has_lens()
            || matches!(
                self,
                Kind::Encoder
                    | Kind::Recorder
                    | Kind::Vms
                    | Kind::AccessController
                    | Kind::Drone
                    | Kind::DroneDock
                    | Kind::Sensor
            )
    }
}

/// Name of a piece of evidence inside one device record: `e1`, `e2` …
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EvidenceId(pub String);

/// `(subject, property, value, weight, because, by)`: one tell speaking about one device.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Claim {
    /// Which property.
    pub property: Property,
    /// The claimed value: a maker key, a brand, a model …
    pub value: String,
    /// Weight in milli-decibans (log10 odds × 10 000); integers, so sums are exact in any order.
    pub weight_mdb: i64,
    /// Whether one such claim may decide alone.
    pub decisive: bool,
    /// Claims of one group are readings of the same thing and count once.
    pub group: String,
    /// Evidence it rests on.
    pub because: Vec<EvidenceId>,
    /// Which tell, grammar row, lineage edge or rule said so.
    pub by: String,
    /// Nobody proved what it rests on: a lead, however loud.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_draft: bool,
}

/// State of a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "GLOSSARY.md defines them")]
pub enum State {
    Decided,
    Contested,
    Undecided,
}

/// How the maker relates to the brand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The maker's own name is on it.
    OwnBrand,
    /// A brand of a subsidiary of the maker.
    Subsidiary,
    /// The maker built it for the brand.
    Oem,
    /// The maker's product under another label.
    Relabel,
}

/// One of several values that evidence supports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rival {
    /// Value.
    pub value: String,
    /// Probability between 0 and 1.
    pub confidence: f64,
    /// Evidence.
    pub because: Vec<EvidenceId>,
}

/// What is held about one property.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// Decided, contested or undecided.
    pub verdict: State,
    /// The value where decided; null otherwise.
    pub value: Option<String>,
    /// Probability between 0 and 1 where decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// Evidence where decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<EvidenceId>,
    /// Maker only: how it relates to the brand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<Relation>,
    /// Maker only, where decided: proven knowledge alone decides it too. What leaves the house says "built by" of these
    /// and tells the others as decided on tested facts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub established: bool,
    /// Kind only, where undecided: it can only be one of these. Empty where nothing narrows it down.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub among: Vec<Kind>,
    /// Fields that would settle it, cheapest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Field>,
    /// Where contested: the values and their shares; these and `other` add up to 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rivals: Vec<Rival>,
    /// Where contested: what is left for values nobody named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<f64>,
}

impl Verdict {
    /// Nothing held, with what would settle it.
    pub fn undecided(needs: Vec<Field>) -> Self {
        Self {
            verdict: State::Undecided,
            value: None,
            confidence: None,
            because: Vec::new(),
            relation: None,
            established: false,
            among: Vec::new(),
            needs,
            rivals: Vec::new(),
            other: None,
        }
    }
    /// The value, only where decided.
    pub fn decided_value(&self) -> Option<&str> {
        (self.verdict == State::Decided).then_some(self.value.as_deref()).flatten()
    }
}

/// An outside address the device itself sent to, or that reached it and was answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutsideContact {
    /// Address.
    pub ip: IpAddr,
    /// Service port.
    pub port: u16,
    /// Layer 4.
    pub transport: Transport,
    /// Name looked up or asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whose cloud, by knowledge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cloud: Option<String>,
    /// Packets sent by the device.
    pub packets: u64,
    /// First and last seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Timestamp>,
    /// Last seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Timestamp>,
    /// Whether it was answered.
    pub answered: bool,
    /// Frame or row of the first packet.
    #[serde(default)]
    pub source: crate::Source,
}

/// Something that left through an inside address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutsideVia {
    /// Inside address.
    pub through: IpAddr,
    /// How.
    pub how: ViaHow,
    /// Name asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whose cloud, by knowledge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cloud: Option<String>,
}

/// Isolation verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IsolationVerdict {
    /// At least one packet went outside.
    Leaking,
    /// Every condition of DESIGN holds.
    Isolated,
    /// Anything less.
    Unproven,
}

/// Isolation of one device, with what is missing for more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Isolation {
    /// The verdict.
    pub verdict: IsolationVerdict,
    /// Seconds looked at.
    pub window_s: u64,
    /// Packets lost at the vantage; null where it has no counter.
    pub dropped: Option<u64>,
    /// One packet in n seen.
    pub sampled: u32,
    /// What is missing for `isolated`, as stable kebab-case codes (`window-under-7-days`, `no-drop-counter` …).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

/// Why subjects were joined: a logged, reversible decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// Kind of key: `link.mac`, `serial` …
    pub key: String,
    /// Its value.
    pub value: String,
    /// The subjects it joined.
    pub subjects: Vec<String>,
}

/// One thing on a wall. Field order is the order of the record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Device {
    /// `oogmerk.device/1`.
    pub schema: String,
    /// `dev-…`: minted by the register, or a digest of the strongest key in stateless output.
    pub id: String,
    /// Present when the input named exactly one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// All subjects joined into this device.
    pub subjects: Vec<String>,
    /// Input files it was seen in.
    pub seen_in: Vec<String>,
    /// Strong and copied MAC addresses.
    pub mac: Vec<Mac>,
    /// Addresses it held.
    pub ip: Vec<IpAddr>,
    /// Kind.
    pub kind: Verdict,
    /// Printed on it.
    pub brand: Verdict,
    /// Who built it.
    pub maker: Verdict,
    /// Model.
    pub model: Verdict,
    /// Serial number.
    pub serial: Verdict,
    /// Firmware version.
    pub firmware: Verdict,
    /// The chip, where it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub soc: Option<Verdict>,
    /// Who made the chip, where something speaks of it. Never who built the device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub soc_maker: Option<Verdict>,
    /// The modem, where it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modem: Option<Verdict>,
    /// Who made the modem, where something speaks of it. Never who built the device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modem_maker: Option<Verdict>,
    /// Outside addresses.
    pub outside: Vec<OutsideContact>,
    /// What left through something inside.
    pub outside_via: Vec<OutsideVia>,
    /// Isolation; absent where no traffic was looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub isolation: Option<Isolation>,
    /// Keys that joined its subjects.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merges: Vec<Merge>,
    /// Evidence cited, `e1` first.
    pub evidence: Vec<CitedEvidence>,
    /// The claims the verdicts rest on, strongest first; for `explain`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
    /// Distinct values that were not weighed because there were too many of one field, by field; absent where all were.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub left_out: BTreeMap<String, u64>,
}

/// Evidence as printed inside a device record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CitedEvidence {
    /// `e1` …
    pub id: EvidenceId,
    /// Field.
    pub field: String,
    /// Value.
    pub value: String,
    /// Decoded rather than copied.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub decoded: bool,
    /// Where.
    pub source: CitedSource,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<Timestamp>,
    /// Protocol or format the bytes were read as.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub protocol: String,
    /// SHA-256 of the raw message.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub digest: String,
}

/// A place, flattened for the record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "as in Source and Place")]
pub struct CitedSource {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frame: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
}

impl CitedEvidence {
    /// Numbers a piece of evidence for a device record.
    pub fn of(id: EvidenceId, e: &Evidence) -> Self {
        let s = e.source();
        Self {
            id,
            field: e.field.as_str().to_owned(),
            value: e.value.clone(),
            decoded: e.decoded,
            source: CitedSource {
                file: s.file.as_deref().map(str::to_owned),
                frame: e.place.frame.or(s.frame),
                offset: e.place.offset,
                line: s.line,
                column: e.place.column,
                sheet: s.sheet.as_deref().map(str::to_owned),
            },
            seen_at: e.seen_at(),
            protocol: e.observation.protocol.to_string(),
            digest: e.observation.digest.to_string(),
        }
    }
}

/// What was seen but is nobody's inventory: one count per kind, nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bystanders {
    /// `oogmerk.bystanders/1`.
    pub schema: String,
    /// Kind, or `unknown`.
    pub kind: String,
    /// How many.
    pub count: u64,
}
