//! Who talks outside, and what can honestly be said about it, from traffic written by hand.

#![allow(clippy::unwrap_used)]

mod bench;

use bench::device;
use oogmerk_judge::isolate;
use oogmerk_knowledge::Knowledge;
use oogmerk_model::{
    Cidr, Contact, Device, Direction, Evidence, Field, IsolationVerdict, KeptNames, Means, Observation,
    Recorder, Source, Subject, Territory, Timestamp, Traffic, Transport, Via, ViaHow, Window,
};
use std::sync::{Arc, LazyLock};

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::embedded().unwrap());

/// What was seen of one device, with a recorder behind it where there is one.
#[derive(Clone, Default)]
struct Seen {
    contacts: Vec<Contact>,
    vias: Vec<Via>,
    windows: Vec<Window>,
    evidence: Vec<Evidence>,
    recorder: Option<Box<Seen>>,
    is_stranger: bool,
    is_anybodys: bool,
}

fn source() -> Source {
    Source { file: Some(Arc::from("a.pcap")), ..Source::default() }
}

fn window() -> Window {
    Window {
        source: source(),
        from: Timestamp::parse_day("2026-01-01"),
        to: Timestamp::parse_day("2026-01-09"),
        frames: 1_000_000,
        dropped: Some(0),
        sampled: 1,
        ..Window::default()
    }
}

impl Seen {
    fn says(mut self, field: &str, value: &str, means: Means) -> Self {
        let observation = Arc::new(Observation {
            subject: Subject::named("ip:10.0.0.5"),
            seen_at: None,
            vantage: None,
            means,
            authority: None,
            protocol: Arc::from(field.split('.').next().unwrap()),
            source: source(),
            digest: Arc::from(""),
        });
        self.evidence.push(Evidence::copied(&observation, Field::named(field), value));
        self
    }
    fn window(mut self, change: impl FnOnce(&mut Window)) -> Self {
        let mut window = window();
        change(&mut window);
        self.windows.push(window);
        self
    }
    fn contact(mut self, peer: &str, name: Option<&str>, direction: Direction, answered: bool) -> Self {
        self.contacts.push(Contact {
            subject: Subject::named("ip:10.0.0.5"),
            own: "10.0.0.5".parse().unwrap(),
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
            source: source(),
        });
        self
    }
    fn sends(self, peer: &str) -> Self {
        self.contact(peer, None, Direction::Out, false)
    }
    fn asks(mut self, name: &str) -> Self {
        self.vias.push(Via {
            subject: Subject::named("ip:10.0.0.5"),
            through: "10.0.0.1".parse().unwrap(),
            how: ViaHow::Resolver,
            name: Some(name.into()),
            first: None,
            source: source(),
        });
        self
    }

    fn traffic<'t>(&'t self, territory: &'t Territory) -> Traffic<'t> {
        let recorder = self
            .recorder
            .as_ref()
            .map(|seen| Recorder { address: "10.0.0.2".parse().unwrap(), traffic: seen.traffic(territory) });
        Traffic {
            contacts: self.contacts.iter().collect(),
            vias: self.vias.iter().collect(),
            windows: self.windows.iter().collect(),
            evidence: self.evidence.iter().collect(),
            territory,
            names: if self.is_anybodys { KeptNames::CloudsOnly } else { KeptNames::All },
            is_stranger: self.is_stranger,
            recorders: recorder.into_iter().collect(),
        }
    }

    /// Judged, with these ranges inside.
    fn judged(&self, inside: &[&str]) -> Device {
        let inside: Vec<Cidr> = inside.iter().map(|r| Cidr::parse(r).unwrap()).collect();
        let territory = Territory::new(&inside, &self.windows);
        let mut device = device();
        isolate(&mut device, &self.traffic(&territory), &*KNOWLEDGE);
        device
    }
}

use IsolationVerdict::{Isolated, Leaking, Unproven};

fn check(seen: Seen, inside: &[&str], want: IsolationVerdict, peers: &[&str]) -> Device {
    let device = seen.judged(inside);
    let got: Vec<String> = device.outside.iter().map(|o| o.ip.to_string()).collect();
    assert_eq!(
        (device.isolation.as_ref().map(|i| i.verdict), got),
        (Some(want), peers.iter().map(|p| (*p).to_owned()).collect())
    );
    device
}

fn camera() -> Seen {
    Seen::default().says("protocol.answered", "sadp", Means::Passive).window(|_| ())
}

#[test]
fn one_packet_outside_is_a_leak_and_silence_is_no_proof() {
    let send = |peer: &str| camera().sends(peer);
    check(send("8.8.8.8"), &[], Leaking, &["8.8.8.8"]);
    for inside in [
        "10.0.0.9",
        "192.168.1.1",
        "224.0.0.251",
        "255.255.255.255",
        "100.64.0.1",
        "fe80::1",
        "fd00::1",
        "203.0.113.9",
    ] {
        check(send(inside), &[], Unproven, &[]);
    }
    check(send("8.8.8.8"), &["8.8.8.0/24", "10.0.0.0/8"], Unproven, &[]);
    check(send("172.16.0.1"), &["10.0.0.0/8"], Leaking, &["172.16.0.1"]);
    let on_link = |range: &str| camera().window(|w| w.on_link = vec![range.into()]);
    check(on_link("193.190.1.0/24").sends("193.190.1.7"), &[], Unproven, &[]);
    check(on_link("0.0.0.0/0").sends("8.8.8.8"), &[], Leaking, &["8.8.8.8"]);
}

#[test]
fn being_called_from_outside_counts_once_it_is_answered() {
    let call = |answered| camera().contact("8.8.8.8", None, Direction::In, answered);
    check(call(false), &[], Unproven, &[]);
    check(call(true), &[], Leaking, &["8.8.8.8"]);
}

fn proven() -> Seen {
    [
        ("device.restart", "1"),
        ("segment.complete", "yes"),
        ("segment.egress_test", "refused"),
        ("segment.resolver_test", "refused"),
        ("device.radios", "none"),
    ]
    .into_iter()
    .fold(camera(), |seen, (field, value)| seen.says(field, value, Means::Passive))
}

#[test]
fn isolation_needs_all_of_it_and_names_what_is_missing() {
    check(proven(), &[], Isolated, &[]);
    let lacks = |seen: Seen, code: &str| {
        let device = check(seen, &[], Unproven, &[]);
        assert_eq!(device.isolation.unwrap().missing, [code]);
    };
    lacks(proven().asks("signal.mydlink.com"), "leaves-through-something-inside");
    lacks(proven().window(|w| w.evicted_flows = 1), "flows-evicted");
    lacks(proven().window(|w| w.flows_only = true), "flows-only");
    lacks(proven().window(|w| w.dropped = None), "no-drop-counter");
    lacks(proven().window(|w| w.dropped = Some(300)), "drops-over-limit");
    lacks(proven().window(|w| w.sampled = 64), "sampled");
    lacks(proven().window(|w| w.sampled = 0), "sampling-unknown");
    let short = check(camera(), &[], Unproven, &[]).isolation.unwrap();
    assert!(short.missing.iter().any(|m| m == "no-egress-test") && short.window_s == 8 * 86_400);
}

#[test]
fn a_recorder_that_talks_outside_carries_its_cameras_out() {
    let reached_by = |recorder: Seen| Seen {
        recorder: Some(Box::new(recorder)),
        ..proven().contact("10.0.0.2", None, Direction::In, true)
    };
    let missing = |device: &Device| device.isolation.clone().unwrap().missing;
    let shown = check(reached_by(proven()), &[], Isolated, &[]);
    assert!(shown.outside_via.is_empty());
    let quiet = check(reached_by(camera()), &[], Unproven, &[]);
    assert_eq!(missing(&quiet), ["recorder-not-isolated"]);
    // A recorder that nobody watched is shown to be nothing.
    assert_eq!(missing(&check(reached_by(Seen::default()), &[], Unproven, &[])), ["recorder-not-isolated"]);
    let loud = check(reached_by(camera().sends("8.8.8.8")), &[], Unproven, &[]);
    assert_eq!(loud.outside_via[0].through.to_string(), "10.0.0.2");
    assert!(missing(&loud).iter().any(|m| m == "recorder-leaks"));
}

#[test]
fn a_reply_alone_says_nothing_about_traffic_and_a_stranger_is_nobodys_device() {
    let reply = Seen::default().says("protocol.answered", "sadp", Means::Asked);
    assert_eq!(reply.judged(&[]).isolation, None);
    assert_eq!(reply.window(|_| ()).judged(&[]).isolation, None);
    let stranger = Seen { is_stranger: true, ..camera().sends("8.8.8.8") };
    assert_eq!(stranger.judged(&[]).isolation, None);
}

#[test]
fn names_of_others_are_kept_only_for_known_clouds() {
    let seen = camera().contact("8.8.8.8", Some("private.example"), Direction::Out, false).contact(
        "52.8.178.58",
        Some("signal.mydlink.com"),
        Direction::Out,
        false,
    );
    let names = |seen: Seen| -> Vec<(Option<String>, bool)> {
        let device = seen.judged(&[]);
        device.outside.into_iter().map(|o| (o.name, o.cloud.is_some())).collect()
    };
    let cloud = (Some("signal.mydlink.com".to_owned()), true);
    assert_eq!(names(seen.clone()), [(Some("private.example".to_owned()), false), cloud.clone()]);
    let others = Seen { is_anybodys: true, ..seen.asks("private.example") };
    assert_eq!(names(others.clone()), [(None, false), cloud]);
    assert_eq!(others.judged(&[]).outside_via[0].name, None);
}

#[test]
fn many_names_behind_one_resolver_are_told_once_each() {
    let seen = (0..40_000).fold(Seen::default(), |seen, i| seen.asks(&format!("x{i}.example.org")));
    assert_eq!(seen.judged(&[]).outside_via.len(), 40_000);
    let seen = Seen { is_anybodys: true, ..seen };
    assert_eq!(seen.judged(&[]).outside_via.len(), 1);
}
