//! Readings made more: of one field of one subject, of subjects that share a value, of subjects that each have their
//! own; and the shapes in which devices, lists and traffic hang together.

use oogmerk_knowledge::FieldDefinition;
use oogmerk_model::{
    Contact, Direction, Evidence, Fact, Field, Means, Observation, Source, Subject, Timestamp, Transport,
    Window,
};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// Facts about a field.
pub type OfField = fn(&FieldDefinition, usize) -> Vec<Fact>;
/// Facts about devices.
pub type OfDevices = fn(usize) -> Vec<Fact>;

/// What grows where one subject says it all.
pub const OF_ONE: &str = "values of one subject";

/// How readings of one field grow.
pub const OF_FIELDS: &[(&str, OfField)] = &[
    (OF_ONE, |field, many| each(field, many, |_| "ip:10.9.0.1".to_owned(), own_value)),
    ("subjects with a value of their own", |field, many| each(field, many, subject, own_value)),
    ("subjects with one value", |field, many| each(field, many, subject, |field, _| own_value(field, 7))),
];

/// How devices, lists and traffic grow.
pub const OF_DEVICES: &[(&str, OfDevices)] = &[
    ("subjects in a chain of keys", chain),
    ("subjects that share all their keys", shared),
    ("rows of a list and devices of one address", one_address),
    ("rows of a list, each of its device", rows),
    ("rows of one key", rows_of_one_key),
    ("holders of one address", holders),
    ("peers of one device", peers),
    ("names of one device", names),
    ("devices with the same peers", same_peers),
    ("inputs of one device", inputs),
    ("windows", windows),
];

fn each(
    field: &FieldDefinition,
    many: usize,
    subject: fn(usize) -> String,
    value: fn(&FieldDefinition, usize) -> String,
) -> Vec<Fact> {
    (0..many).map(|n| says(&subject(n), &field.name, &value(field, n))).collect()
}

fn subject(n: usize) -> String {
    format!("ip:{}", address(n))
}

fn address(n: usize) -> Ipv4Addr {
    Ipv4Addr::from(0x0a00_0100 + u32::try_from(n).unwrap_or(0))
}

fn mac(n: usize) -> String {
    format!("44:47:cc:{:02x}:{:02x}:{:02x}", n >> 16 & 255, n >> 8 & 255, n & 255)
}

/// A value of the sort the field holds, of its own for each number.
fn own_value(field: &FieldDefinition, n: usize) -> String {
    match field.kind.as_str() {
        "mac" => mac(n),
        "ip" => address(n).to_string(),
        "uuid" => format!("4c4e4d00-0000-1000-8000-{:012x}", 0x4447_cc00_0000_usize + n),
        "url" => format!("http://10.0.0.9/doc/page{n}.asp"),
        "number" | "port" => n.to_string(),
        "oid" => format!("1.3.6.1.4.1.39165.1.{n}"),
        "date" => format!("{}-{:02}-{:02}", 1990 + n / 336 % 40, 1 + n / 28 % 12, 1 + n % 28),
        "hex" => format!("{:08x}", 0xdead_0000_usize + n),
        _ => format!("DS-2CD{n:05}-I 1.{n} build {n}"),
    }
}

fn observed(subject: &str, field: &str, file: &str) -> Arc<Observation> {
    Arc::new(Observation {
        subject: Subject::named(subject),
        seen_at: None,
        vantage: None,
        means: if field.starts_with("sheet.") { Means::Declared } else { Means::Passive },
        authority: None,
        protocol: Arc::from(field.split('.').next().unwrap_or_default()),
        source: Source { file: Some(Arc::from(file)), ..Source::default() },
        digest: Arc::from(""),
    })
}

fn says(subject: &str, field: &str, value: &str) -> Fact {
    Fact::Evidence(Evidence::copied(&observed(subject, field, "a"), Field::named(field), value))
}

fn chain(many: usize) -> Vec<Fact> {
    (0..many)
        .flat_map(|n| [says(&subject(n), "sadp.mac", &mac(n)), says(&subject(n), "sadp.mac", &mac(n + 1))])
        .collect()
}

fn shared(many: usize) -> Vec<Fact> {
    let keys = [("link.mac", mac(1)), ("sadp.serial", "DS-2CD2385G1-I20190101AAWR000000001".to_owned())];
    (0..many).flat_map(|n| keys.clone().map(|(field, value)| says(&subject(n), field, &value))).collect()
}

fn one_address(many: usize) -> Vec<Fact> {
    (0..many)
        .flat_map(|n| {
            [
                says(&format!("a:{n}"), "sadp.mac", &mac(n)),
                says(&format!("a:{n}"), "sadp.ip", "10.0.0.7"),
                says(&format!("row:{n}"), "sheet.ip", "10.0.0.7"),
                says(&format!("row:{n}"), "sheet.model", &format!("M{n}")),
            ]
        })
        .collect()
}

fn rows(many: usize) -> Vec<Fact> {
    (0..many)
        .flat_map(|n| {
            [
                says(&format!("a:{n}"), "sadp.mac", &mac(n)),
                says(&format!("row:{n}"), "sheet.mac", &mac(n)),
                says(&format!("row:{n}"), "sheet.model", &format!("M{n}")),
            ]
        })
        .collect()
}

fn rows_of_one_key(many: usize) -> Vec<Fact> {
    let device = [says("a", "sadp.mac", &mac(1)), says("a", "sadp.model", "DS-2CD2385G1-I")];
    let rows = (0..many).flat_map(|n| {
        let row = format!("row:{n}");
        [says(&row, "sheet.mac", &mac(1)), says(&row, "sheet.model", &format!("M{n}"))]
    });
    device.into_iter().chain(rows).collect()
}

fn holders(many: usize) -> Vec<Fact> {
    (0..many)
        .flat_map(|n| {
            let subject = format!("ip:10.0.0.7#{n}");
            [says(&subject, "link.mac", &mac(n)), says(&subject, "link.ip", "10.0.0.7")]
        })
        .collect()
}

fn contact(own: usize, peer: usize, name: Option<String>) -> Fact {
    Fact::Contact(Contact {
        subject: Subject::named(&subject(own)),
        own: IpAddr::V4(address(own)),
        peer: IpAddr::V4(Ipv4Addr::from(0x2d00_0000 + u32::try_from(peer).unwrap_or(0))),
        port: 443,
        transport: Transport::Tcp,
        direction: Direction::Out,
        name,
        packets: 1,
        bytes: 60,
        first: Some(Timestamp::from_seconds(1_700_000_000, 0)),
        last: Some(Timestamp::from_seconds(1_700_000_000, 0)),
        answered: true,
        source: Source { file: Some(Arc::from("a")), ..Source::default() },
    })
}

fn camera(n: usize) -> Vec<Fact> {
    let subject = subject(n);
    vec![says(&subject, "sadp.mac", &mac(n)), says(&subject, "sadp.model", "DS-2CD2385G1-I")]
}

fn peers(many: usize) -> Vec<Fact> {
    camera(0).into_iter().chain((0..many).map(|n| contact(0, n, None))).collect()
}

fn names(many: usize) -> Vec<Fact> {
    camera(0)
        .into_iter()
        .chain((0..many).map(|n| contact(0, n % 4, Some(format!("n{n}.hik-connect.com")))))
        .collect()
}

fn same_peers(many: usize) -> Vec<Fact> {
    (0..many)
        .flat_map(|n| camera(n).into_iter().chain([contact(n, 1, Some("dev.hik-connect.com".to_owned()))]))
        .collect()
}

fn inputs(many: usize) -> Vec<Fact> {
    (0..many)
        .map(|n| {
            let observation = observed("ip:10.0.0.7", "sadp.mac", &format!("f{n}"));
            Fact::Evidence(Evidence::copied(&observation, Field::named("sadp.mac"), mac(1)))
        })
        .collect()
}

fn windows(many: usize) -> Vec<Fact> {
    let window = |n: usize| {
        Fact::Window(Window {
            source: Source { file: Some(Arc::from(format!("f{n}"))), ..Source::default() },
            vantage: None,
            from: Some(Timestamp::from_seconds(1_700_000_000, 0)),
            to: Some(Timestamp::from_seconds(1_700_000_000 + i64::try_from(n).unwrap_or(0), 0)),
            frames: 1,
            dropped: None,
            sampled: 1,
            evicted_flows: 0,
            flows_only: false,
            on_link: Vec::new(),
        })
    };
    camera(0).into_iter().chain((0..many).map(window)).collect()
}
