//! Assessment: what was identified, judged. The one place where the two are put together; neither knows the other, and
//! nothing is decided here.

use oogmerk_identify::{Ground, Identified, Options, Taker, identify, identify_to};
use oogmerk_judge::{isolate, judge};
use oogmerk_knowledge::Oracle;
use oogmerk_model::{Declared, Deviation, Device, Finding, Question, Traffic};

/// Everything derived from the ground under one knowledge version at one moment.
#[derive(Clone, Debug, Default)]
pub struct Assessment {
    /// Devices that may be told about, by id.
    pub devices: Vec<Device>,
    /// Standard rules against devices.
    pub findings: Vec<Finding>,
    /// What was identified besides.
    pub identified: Identified,
}

/// Assesses the ground and keeps everything in memory.
pub fn assess(ground: &Ground, oracle: &dyn Oracle, options: &Options) -> Assessment {
    let mut devices = Vec::new();
    let identified = assess_into(ground, oracle, options, &mut |device| devices.push(device));
    let findings = judge(&devices, oracle, &options.now.day(), None);
    Assessment { devices, findings, identified }
}

/// Assesses the ground and hands out each device as soon as it is made, in the order of ids. Rules are not judged.
pub fn assess_into(
    ground: &Ground,
    oracle: &dyn Oracle,
    options: &Options,
    each: &mut dyn FnMut(Device),
) -> Identified {
    identify(ground, oracle, options, &mut |mut device, traffic| {
        isolate(&mut device, traffic, oracle);
        each(device);
    })
}

/// Assesses the ground and hands out all that is made of it as soon as it is, so that nothing of it need be kept. Rules
/// are not judged.
pub fn assess_to(
    ground: &Ground,
    oracle: &dyn Oracle,
    options: &Options,
    taker: &mut dyn Taker,
) -> Identified {
    identify_to(ground, oracle, options, &mut Isolated { oracle, taker })
}

/// Says of each device on its way where it reaches.
struct Isolated<'a> {
    oracle: &'a dyn Oracle,
    taker: &'a mut dyn Taker,
}

impl Taker for Isolated<'_> {
    fn device(&mut self, mut device: Device, traffic: &Traffic<'_>) {
        isolate(&mut device, traffic, self.oracle);
        self.taker.device(device, traffic);
    }
    fn question(&mut self, question: Question) {
        self.taker.question(question);
    }
    fn deviation(&mut self, deviation: Deviation) {
        self.taker.deviation(deviation);
    }
    fn declared(&mut self, place: usize, row: Declared) {
        self.taker.declared(place, row);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use oogmerk_identify::identify_one;
    use oogmerk_judge::{Facts, conclude, facts_of};
    use oogmerk_knowledge::Knowledge;
    use oogmerk_model::{
        Conclusion, Contact, Direction, Evidence, Fact, Field, IsolationVerdict, Kind, Means, Observation,
        Source, Subject, Timestamp, Transport, Window,
    };
    use std::sync::Arc;

    fn source() -> Source {
        Source { file: Some(Arc::from("a.pcap")), ..Source::default() }
    }

    fn says(subject: &str, field: &str, value: &str) -> Evidence {
        let observation = Arc::new(Observation {
            subject: Subject::named(subject),
            seen_at: None,
            vantage: None,
            means: Means::Passive,
            authority: None,
            protocol: Arc::from(field.split('.').next().unwrap()),
            source: source(),
            digest: Arc::from(""),
        });
        Evidence::copied(&observation, Field::named(field), value)
    }

    fn contact(own: &str, peer: &str, direction: Direction) -> Fact {
        Fact::Contact(Contact {
            subject: Subject::named(&format!("ip:{own}")),
            own: own.parse().unwrap(),
            peer: peer.parse().unwrap(),
            port: 443,
            transport: Transport::Tcp,
            direction,
            name: None,
            packets: 1,
            bytes: 60,
            first: None,
            last: None,
            answered: true,
            source: source(),
        })
    }

    fn options() -> Options {
        Options::all_at(Timestamp::parse_day("2026-06-01").unwrap(), oogmerk_wire::hearing())
    }

    /// A camera, and a recorder that reaches it and talks outside.
    fn site() -> Vec<Fact> {
        let readings = [
            ("ip:10.0.0.5", "protocol.answered", "sadp"),
            ("ip:10.0.0.5", "sadp.device_description", "DS-2CD2385G1-I"),
            ("ip:10.0.0.2", "isapi.device_type", "NVR"),
            ("ip:10.0.0.2", "link.ip", "10.0.0.2"),
            ("ip:10.0.0.7", "onvif.manufacturer", "Lorex"),
        ];
        let mut facts: Vec<Fact> = readings.iter().map(|(s, f, v)| Fact::Evidence(says(s, f, v))).collect();
        facts.push(contact("10.0.0.5", "10.0.0.2", Direction::In));
        facts.push(contact("10.0.0.2", "8.8.8.8", Direction::Out));
        facts.push(Fact::Window(Window { source: source(), frames: 1_000, sampled: 1, ..Window::default() }));
        facts
    }

    #[test]
    fn a_recorder_that_talks_outside_carries_its_cameras_out() {
        let knowledge = Knowledge::embedded().unwrap();
        let assessment = assess(&Ground::of(site()), &knowledge, &options());
        let find = |ip: &str| assessment.devices.iter().find(|d| d.ip[0].to_string() == ip).unwrap();
        let recorder = find("10.0.0.2");
        assert_eq!(recorder.isolation.as_ref().unwrap().verdict, IsolationVerdict::Leaking);
        assert_eq!(recorder.outside[0].ip.to_string(), "8.8.8.8");
        let camera = find("10.0.0.5");
        assert_eq!(camera.outside_via[0].through.to_string(), "10.0.0.2");
        assert!(camera.isolation.as_ref().unwrap().missing.iter().any(|m| m == "recorder-leaks"));
    }

    #[test]
    fn rules_rest_on_what_was_identified() {
        let knowledge = Knowledge::embedded().unwrap();
        let assessment = assess(&Ground::of(site()), &knowledge, &options());
        let concluded = |ip: &str| {
            let device = assessment.devices.iter().find(|d| d.ip[0].to_string() == ip).unwrap();
            let own = assessment.findings.iter().filter(|f| f.device == device.id);
            own.filter(|f| f.rule == "us-ndaa-889").map(|f| f.conclusion).collect::<Vec<_>>()
        };
        assert_eq!(concluded("10.0.0.5"), [Conclusion::Breaks]);
        assert_eq!(concluded("10.0.0.7"), [Conclusion::Undecided]);
    }

    #[test]
    fn the_order_of_facts_does_not_matter() {
        let knowledge = Knowledge::embedded().unwrap();
        let told = |facts: Vec<Fact>| {
            let made = assess(&Ground::of(facts), &knowledge, &options());
            serde_json::to_string(&(&made.devices, &made.findings, &made.identified)).unwrap()
        };
        let want = told(site());
        for turn in 1..site().len() {
            let mut facts = site();
            facts.rotate_left(turn);
            assert_eq!(told(facts.clone()), want, "turned by {turn}");
            facts.reverse();
            assert_eq!(told(facts), want, "turned by {turn} and backwards");
        }
    }

    fn device(readings: &[(&str, &str)], knowledge: &Knowledge) -> Device {
        let evidence: Vec<Evidence> = readings.iter().map(|(field, value)| says("x", field, value)).collect();
        identify_one(&evidence, knowledge, &options())
    }

    #[test]
    fn a_chip_proved_for_some_of_a_line_keeps_the_rule_open_and_one_of_the_brand_at_large_does_not() {
        let knowledge = Knowledge::embedded().unwrap();
        let rule = knowledge.policies().iter().find(|p| p.id == "us-ndaa-889").unwrap();
        let pelco = device(&[("sheet.brand", "Pelco"), ("label.model", "GFC1201")], &knowledge);
        let facts = facts_of(&pelco, &knowledge);
        assert_eq!(facts.possible_parts, ["hisilicon"], "{:?}", pelco.claims);
        assert_eq!(pelco.maker.decided_value().filter(|m| *m == "HiSilicon"), None);
        let with_maker = Facts { maker: Some("axis".into()), kind: Some(Kind::Camera), ..facts };
        assert_eq!(conclude(rule, &with_maker, "2026-01-01"), Some(Conclusion::Undecided));
        let axis =
            device(&[("rtsp.realm", "AXIS_ACCC8EC78880"), ("http.realm", "AXIS_ACCC8EC78880")], &knowledge);
        let facts = facts_of(&axis, &knowledge);
        assert_eq!(
            (facts.maker.as_deref(), facts.possible_parts.len()),
            (Some("axis"), 0),
            "{:?}",
            axis.claims
        );
    }
}
