//! A workbench for tests: facts in one line each, a knowledge base small enough to read, and a fair shuffle.
//! Nothing here is knowledge: the makers are real names so that tests read well, the tells are invented.

#![allow(clippy::unwrap_used)]

use crate::ground::Ground;
use crate::identified::{Identified, identify};
use crate::options::Options;
use oogmerk_knowledge::{
    Builds, Calibration, Claims, Cloud, Decider, Edge, EdgeRelation, EvidenceClass, FieldDefinition, Grammar,
    KeyStrength, Knowledge, Maker, Oracle, Oui, Pattern, Policy, Spoken, Status, Tell, Weight, Words,
};
use oogmerk_model::{
    Contact, Device, Direction, Evidence, Fact, Field, Kind, Mac, Means, Observation, Property, Sink, Source,
    Subject, Timestamp, Transport, Via, ViaHow, Window,
};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, LazyLock};

/// Builds facts.
#[derive(Clone, Debug)]
pub(crate) struct Bench {
    facts: Vec<Fact>,
    file: &'static str,
    means: Means,
    seen_at: Option<Timestamp>,
    line: u64,
}

impl Bench {
    pub fn new() -> Self {
        Self { facts: Vec::new(), file: "a.pcap", means: Means::Passive, seen_at: None, line: 0 }
    }
    /// From here on, facts come from this input.
    pub fn from(mut self, file: &'static str, means: Means) -> Self {
        self.file = file;
        self.means = means;
        self
    }
    /// From here on, facts are seen on this day.
    pub fn on(mut self, day: &str) -> Self {
        self.seen_at = Timestamp::parse_day(day);
        self
    }
    pub fn says(mut self, subject: &str, field: &str, value: &str) -> Self {
        self.line += 1;
        let line = self.line;
        self.at(subject, line, field, value)
    }
    pub fn at(mut self, subject: &str, frame: u64, field: &str, value: &str) -> Self {
        let observation = Arc::new(Observation {
            subject: Subject::named(subject),
            seen_at: self.seen_at,
            vantage: None,
            means: self.means,
            authority: None,
            protocol: Arc::from(field.split('.').next().unwrap()),
            source: Source { file: Some(Arc::from(self.file)), frame: Some(frame), ..Source::default() },
            digest: Arc::from(""),
        });
        self.facts.push(Fact::Evidence(Evidence::copied(&observation, Field::named(field), value)));
        self
    }
    pub fn sends(self, subject: &str, own: &str, peer: &str, name: Option<&str>) -> Self {
        self.contact(subject, own, peer, name, Direction::Out, false)
    }
    pub fn contact(
        mut self,
        subject: &str,
        own: &str,
        peer: &str,
        name: Option<&str>,
        direction: Direction,
        answered: bool,
    ) -> Self {
        self.facts.push(Fact::Contact(Contact {
            subject: Subject::named(subject),
            own: own.parse().unwrap(),
            peer: peer.parse().unwrap(),
            port: 443,
            transport: Transport::Tcp,
            direction,
            name: name.map(str::to_owned),
            packets: 1,
            bytes: 60,
            first: None,
            last: None,
            answered,
            source: Source { file: Some(Arc::from(self.file)), ..Source::default() },
        }));
        self
    }
    pub fn asks(mut self, subject: &str, through: &str, name: &str) -> Self {
        self.facts.push(Fact::Via(Via {
            subject: Subject::named(subject),
            through: through.parse().unwrap(),
            how: ViaHow::Resolver,
            name: Some(name.into()),
            first: None,
            source: Source { file: Some(Arc::from(self.file)), ..Source::default() },
        }));
        self
    }
    pub fn window(mut self, change: impl FnOnce(&mut Window)) -> Self {
        let mut window = Window {
            source: Source { file: Some(Arc::from(self.file)), ..Source::default() },
            from: Timestamp::parse_day("2026-01-01"),
            to: Timestamp::parse_day("2026-01-09"),
            frames: 1_000_000,
            dropped: Some(0),
            sampled: 1,
            ..Window::default()
        };
        change(&mut window);
        self.facts.push(Fact::Window(window));
        self
    }
    pub fn facts(self) -> Vec<Fact> {
        self.facts
    }
    pub fn evidence(self) -> Vec<Evidence> {
        self.facts
            .into_iter()
            .filter_map(|f| if let Fact::Evidence(e) = f { Some(e) } else { None })
            .collect()
    }
    pub fn ground(self) -> Ground {
        Ground::of(self.facts)
    }
    /// Identifies everything, people included.
    pub fn identified(self) -> Found {
        identified(&self.ground(), &SmallOracle::new(), &all())
    }
}

/// What came of one ground, with its devices.
#[derive(Debug, serde::Serialize)]
pub(crate) struct Found {
    pub devices: Vec<Device>,
    pub rest: Identified,
}

/// Identifies and keeps every device; where it reaches is nobody's question here.
pub(crate) fn identified(ground: &Ground, oracle: &dyn Oracle, options: &Options) -> Found {
    let mut devices = Vec::new();
    let rest = identify(ground, oracle, options, &mut |device, _| devices.push(device));
    Found { devices, rest }
}

pub(crate) fn all() -> Options {
    Options::all_at(Timestamp::parse_day("2026-06-01").unwrap(), oogmerk_wire::hearing())
}

/// The same facts in another order; the same seed gives the same order.
pub(crate) fn shuffled(mut facts: Vec<Fact>, seed: u64) -> Vec<Fact> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1);
    for i in (1..facts.len()).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        facts.swap(i, (state % (i as u64 + 1)) as usize);
    }
    facts
}

/// A knowledge base of a dozen facts.
pub(crate) struct SmallOracle {
    tells: Vec<Tell>,
    makers: BTreeMap<String, Maker>,
    edges: Vec<Edge>,
    grammar: Vec<Grammar>,
    narrow: Oui,
    cloud: Cloud,
    fields: BTreeMap<String, FieldDefinition>,
    /// What shares stand for; empty for what the rule gives.
    pub calibrations: Vec<Calibration>,
    deciders: BTreeMap<String, Vec<Decider>>,
    deciding: Vec<(String, usize)>,
}

impl SmallOracle {
    pub fn new() -> Self {
        use Status::{Draft, Proven, Tested};
        use Weight::{Decisive, Moderate, Strong};
        let tell = |id: &str,
                    field: &str,
                    pattern: &str,
                    maker: &str,
                    brand: &str,
                    kinds: &[Kind],
                    weight,
                    status| Tell {
            id: id.into(),
            field: field.into(),
            pattern: Pattern::Prefix(pattern.into()),
            claims: Claims {
                maker: (!maker.is_empty()).then(|| maker.into()),
                brand: (!brand.is_empty()).then(|| brand.into()),
                kinds: kinds.to_vec(),
                other: BTreeMap::new(),
            }
            .into(),
            weight,
            group: field.split('.').next().unwrap().into(),
            status,
            source: format!("source of {id}").into(),
            matches: Vec::new().into(),
            silent: Vec::new().into(),
        };
        let (cam, both) = (&[Kind::Camera][..], &[Kind::Camera, Kind::Recorder][..]);
        let tells = vec![
            tell("hik-app-webs", "http.server", "App-webs", "hikvision", "", both, Strong, Proven),
            tell("hik-realm", "rtsp.realm", "IP Camera(", "hikvision", "", cam, Strong, Proven),
            tell("hik-sadp", "protocol.answered", "sadp", "hikvision", "", both, Decisive, Proven),
            tell("hik-sadp-asked", "protocol.asked", "sadp", "hikvision", "", both, Decisive, Proven),
            tell("dahua-dhip", "protocol.answered", "dhdiscover", "dahua", "", both, Decisive, Proven),
            tell("dahua-realm", "rtsp.realm", "Login to ", "dahua", "", both, Strong, Proven),
            tell("axis-ftp", "ftp.banner", "220 AXIS", "axis", "axis", cam, Strong, Tested),
            tell("dlink-server", "http.server", "DCS-", "", "d-link", cam, Moderate, Tested),
            tell("any-draft", "http.title", "IP CAM", "dahua", "", cam, Decisive, Draft),
            tell("printer", "http.server", "HP-ChaiSOE", "", "", &[Kind::Printer], Strong, Tested),
            tell("phone", "dhcp.vendor_class", "android-dhcp", "", "", &[Kind::Phone], Strong, Tested),
            tell("player", "rtsp.server", "VLC/", "", "", &[Kind::Computer], Moderate, Tested),
            tell(
                "huawei-vrp",
                "snmp.sys_descr",
                "Huawei Versatile",
                "huawei",
                "",
                &[Kind::Router, Kind::Switch],
                Decisive,
                Proven,
            ),
            tell("nvr", "isapi.device_type", "NVR", "", "", &[Kind::Recorder], Strong, Tested),
        ];
        let decider = |field: &str, weight, status, group: &str| Decider {
            field: field.into(),
            weight,
            status,
            group: group.into(),
        };
        let names = [
            ("hikvision", "Hikvision"),
            ("dahua", "Dahua"),
            ("axis", "Axis"),
            ("2n", "2N"),
            ("d-link", "D-Link"),
            ("honeywell", "Honeywell"),
            ("ezviz", "EZVIZ"),
            ("huawei", "Huawei"),
            ("lorex", "Lorex"),
            ("hisilicon", "HiSilicon"),
            ("ambarella", "Ambarella"),
            ("quectel", "Quectel"),
        ];
        let maker = |key: &str, name: &str| Maker {
            key: key.into(),
            name: name.into(),
            aliases: Vec::new(),
            country: "CN".into(),
            owner: String::new(),
            state_link: String::new(),
            builds: match key {
                "hisilicon" | "ambarella" => Builds::Chips,
                "quectel" => Builds::Modems,
                _ => Builds::Devices,
            },
            enterprise: Vec::new(),
            source: "test".into(),
        };
        let edge = |brand: &str, maker: &str, relation, all, status| Edge {
            id: format!("{brand}-{maker}"),
            brand: brand.into(),
            models: None,
            maker: maker.into(),
            relation,
            from: String::new(),
            to: String::new(),
            all,
            status,
            evidence: vec![EvidenceClass::Project],
            source: "test".into(),
            statement: None,
            disputed: false,
        };
        let row = |maker: &str, prefix: &str, kind, status| Grammar {
            id: format!("{maker}-{prefix}"),
            maker: maker.into(),
            brand: maker.into(),
            pattern: prefix.into(),
            kinds: vec![kind],
            meaning: String::new(),
            status,
            source: "test".into(),
        };
        Self {
            tells,
            makers: names.iter().map(|(key, name)| ((*key).to_owned(), maker(key, name))).collect(),
            edges: vec![
                edge("hikvision", "hikvision", EdgeRelation::OwnBrand, true, Tested),
                edge("axis", "axis", EdgeRelation::OwnBrand, true, Tested),
                edge("ezviz", "hikvision", EdgeRelation::Subsidiary, true, Tested),
                edge("honeywell", "dahua", EdgeRelation::Oem, false, Proven),
                edge("d-link", "d-link", EdgeRelation::OwnBrand, true, Draft),
                Edge {
                    from: "2018".into(),
                    to: "2022-11-24".into(),
                    ..edge("lorex", "dahua", EdgeRelation::Subsidiary, true, Proven)
                },
                Edge {
                    from: "2022-11-24".into(),
                    ..edge("lorex", "lorex", EdgeRelation::Acquired, true, Proven)
                },
            ],
            grammar: vec![
                row("hikvision", "DS-2CD", Kind::Camera, Proven),
                row("hikvision", "DS-76", Kind::Recorder, Proven),
                row("dahua", "IPC-H", Kind::Camera, Proven),
                row("d-link", "DCS-", Kind::Camera, Tested),
                row("axis", "M3045", Kind::Camera, Tested),
            ],
            narrow: Oui {
                assignee: "Hangzhou Hikvision".into(),
                maker: Some("hikvision".into()),
                narrow: true,
            },
            cloud: Cloud {
                pattern: "mydlink.com".into(),
                maker: Some("d-link".into()),
                service: "mydlink".into(),
                purpose: "cloud".into(),
                source: "test".into(),
                status: Tested,
            },
            fields: fields(),
            calibrations: Vec::new(),
            deciders: BTreeMap::from([
                (
                    "hikvision".to_owned(),
                    vec![
                        decider("label.model", Strong, Proven, "model"),
                        decider("protocol.answered", Decisive, Proven, "protocol"),
                        decider("rtsp.realm", Strong, Proven, "rtsp"),
                    ],
                ),
                ("dahua".to_owned(), vec![decider("protocol.answered", Decisive, Proven, "protocol")]),
            ]),
            deciding: vec![("protocol.answered".to_owned(), 2)],
        }
    }

    /// Writes down that one builds for another, or for itself; what stood there of the two before is gone.
    pub fn edge(&mut self, brand: &str, maker: &str, status: Status) {
        self.edges.retain(|e| e.brand != brand || e.maker != maker);
        let relation = if brand == maker { EdgeRelation::OwnBrand } else { EdgeRelation::Oem };
        let any = self.edges[0].clone();
        let (id, all) = (format!("{brand}-{maker}"), brand == maker);
        self.edges.push(Edge { id, brand: brand.into(), maker: maker.into(), relation, all, status, ..any });
    }
}

fn fields() -> BTreeMap<String, FieldDefinition> {
    use KeyStrength::{None as No, Strong, Weak};
    use Property::{Brand, Firmware, Model, Serial, Soc};
    let rows: &[(&str, &str, KeyStrength, Option<Property>)] = &[
        ("link.mac", "mac", Strong, None),
        ("link.ip", "ip", No, None),
        ("frame.mac", "mac", No, None),
        ("import.mac", "mac", Strong, None),
        ("sadp.mac", "mac", Strong, None),
        ("wsd.mac", "mac", Strong, None),
        ("label.mac", "mac", Strong, None),
        ("sadp.ip", "ip", No, None),
        ("sadp.serial", "text", Strong, Some(Serial)),
        ("isapi.serial", "text", Strong, Some(Serial)),
        ("onvif.serial", "text", Strong, Some(Serial)),
        ("vapix.serial", "text", Strong, Some(Serial)),
        ("vapix.soc", "text", No, Some(Soc)),
        ("wsd.endpoint", "uuid", Strong, None),
        ("tls.key_sha256", "hex", Weak, None),
        ("dhcp.hostname", "text", Weak, None),
        ("sheet.asset", "text", Strong, None),
        ("sheet.mac", "mac", Strong, None),
        ("sheet.serial", "text", Strong, Some(Serial)),
        ("sheet.brand", "text", No, Some(Brand)),
        ("label.asset", "text", Strong, None),
        ("label.brand", "text", No, Some(Brand)),
        ("label.model", "text", No, Some(Model)),
        ("onvif.manufacturer", "text", No, Some(Brand)),
        ("onvif.model", "text", No, Some(Model)),
        ("sadp.device_description", "text", No, Some(Model)),
        ("isapi.model", "text", No, Some(Model)),
        ("onvif.firmware", "text", No, Some(Firmware)),
        ("isapi.firmware", "text", No, Some(Firmware)),
    ];
    rows.iter()
        .map(|(name, kind, key, states)| {
            let definition = FieldDefinition {
                name: (*name).into(),
                kind: (*kind).into(),
                key: *key,
                states: *states,
                meaning: String::new(),
                example: String::new(),
                editable: Vec::new(),
                echoes: false,
                like: None,
            };
            ((*name).to_owned(), definition)
        })
        .collect()
}

impl Oracle for SmallOracle {
    fn version(&self) -> &'static str {
        "k-test"
    }
    fn speak<'k>(&'k self, field: &str, value: &str, out: &mut Vec<Spoken<'k>>) {
        let speaks = |t: &&Tell| {
            t.field == field && matches!(&t.pattern, Pattern::Prefix(p) if value.trim().starts_with(&**p))
        };
        out.extend(self.tells.iter().filter(speaks).map(|tell| Spoken { tell, filled: Vec::new() }));
    }
    fn maker(&self, key: &str) -> Option<&Maker> {
        self.makers.get(key)
    }
    fn key_of_name(&self, name: &str) -> Option<String> {
        let name = name.trim().to_lowercase();
        self.makers.values().find(|m| m.key == name || m.name.to_lowercase() == name).map(|m| m.key.clone())
    }
    fn label(&self, key: &str) -> String {
        self.makers.get(key).map_or_else(|| key.to_owned(), |m| m.name.clone())
    }
    fn lineage<'k>(&'k self, brand: &str, _: Option<&str>, on: Option<&str>) -> Vec<&'k Edge> {
        let holds = |e: &Edge, day: &str| {
            (e.from.is_empty() || day[..e.from.len()] >= *e.from)
                && (e.to.is_empty() || day[..e.to.len()] <= *e.to)
        };
        self.edges.iter().filter(|e| e.brand == brand && on.is_none_or(|day| holds(e, day))).collect()
    }
    fn builds_for_others(&self, maker: &str) -> bool {
        self.edges.iter().any(|e| e.maker == maker && e.brand != maker)
    }
    fn grammar<'k>(&'k self, model: &str) -> Vec<&'k Grammar> {
        self.grammar.iter().filter(|g| model.starts_with(&g.pattern)).collect()
    }
    fn oui(&self, mac: Mac) -> Option<&Oui> {
        mac.0.starts_with(&[0x44, 0x47, 0xcc]).then_some(&self.narrow)
    }
    fn cloud_of_name(&self, name: &str) -> Option<&Cloud> {
        name.ends_with("mydlink.com").then_some(&self.cloud)
    }
    fn cloud_of_address(&self, _: IpAddr, _: u16) -> Option<&Cloud> {
        None
    }
    fn policies(&self) -> &[Policy] {
        &[]
    }
    fn field(&self, name: &str) -> Option<&FieldDefinition> {
        self.fields.get(name)
    }
    fn deciders(&self, maker: &str) -> &[Decider] {
        self.deciders.get(maker).map_or(&[], Vec::as_slice)
    }
    fn deciding_fields(&self) -> &[(String, usize)] {
        &self.deciding
    }
    fn is_placeholder(&self, _: &str, value: &str) -> bool {
        matches!(value, "Private" | "General" | "OEM" | "N/A")
    }
    fn words(&self) -> &Words {
        // The program's own: a second set of words would prove nothing about the first.
        static EMBEDDED: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::embedded().unwrap());
        EMBEDDED.words()
    }
    fn calibration(&self, property: Property) -> Option<&Calibration> {
        self.calibrations.iter().find(|c| c.property == property)
    }
}

/// All that came of a ground as text: two are the same if and only if these are.
pub(crate) fn bytes(found: &Found) -> String {
    serde_json::to_string(found).unwrap()
}

/// Collects facts one by one, as a reader would.
pub(crate) fn ground_of(facts: Vec<Fact>) -> Ground {
    let mut ground = Ground::new();
    for fact in facts {
        ground.take(fact);
    }
    ground
}
