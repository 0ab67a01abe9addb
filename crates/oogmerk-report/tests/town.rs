//! An invented town for tests and for looking at pages: makers, labels and addresses that show every case a page must
//! bear, hostile texts included. Nothing here is about a real body; addresses are from the documentation blocks.

#![allow(clippy::unwrap_used, clippy::wildcard_imports, missing_docs, dead_code)]

use oogmerk_model::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Texts a device might send to hurt who reads about it.
pub const HOSTILE: [&str; 5] = [
    "<script>alert(1)</script>",
    "\u{202e}ferocious\u{2066}",
    "\"><img src=x onerror=alert(1)>",
    "\u{1b}[31mred\u{7}\r\nsecond line",
    "[[cameras|click]] {$n} <i>",
];

pub fn at(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).unwrap()
}

pub fn decided(value: &str, confidence: f64, because: &[&str]) -> Verdict {
    Verdict {
        verdict: State::Decided,
        value: Some(value.into()),
        confidence: Some(confidence),
        because: because.iter().map(|b| EvidenceId((*b).into())).collect(),
        relation: None,
        established: false,
        among: vec![],
        needs: vec![],
        rivals: vec![],
        other: None,
    }
}

pub fn contested(values: &[(&str, f64, &str)]) -> Verdict {
    Verdict {
        verdict: State::Contested,
        value: None,
        confidence: None,
        because: vec![],
        relation: None,
        established: false,
        among: vec![],
        needs: ["label.model", "onvif.scope.hardware"].map(Field::of).into(),
        rivals: values
            .iter()
            .map(|(v, c, b)| Rival {
                value: (*v).into(),
                confidence: *c,
                because: vec![EvidenceId((*b).into())],
            })
            .collect(),
        other: Some(0.1),
    }
}

fn cited(id: &str, field: &str, value: &str, frame: u64) -> CitedEvidence {
    CitedEvidence {
        id: EvidenceId(id.into()),
        field: field.into(),
        value: value.into(),
        decoded: false,
        source: CitedSource {
            file: Some("stadhuis.pcapng".into()),
            frame: Some(frame),
            offset: Some(54),
            ..Default::default()
        },
        seen_at: Some(at("2026-11-18T09:14:07Z")),
        protocol: field.split('.').next().unwrap_or_default().into(),
        digest: "7c1e40b99d02aa".repeat(4),
    }
}

fn because(property: &str, value: &str, strength: &str, id: &str, field: &str, evidence: &str) -> Because {
    Because {
        property: property.into(),
        value: value.into(),
        by: format!("{value}-{}", field.replace('.', "-")),
        strength: strength.into(),
        field: field.into(),
        evidence: evidence.into(),
        id: id.into(),
        source: "own sample, 2026-11-02".into(),
        decisive: strength == "decisive",
        ..Because::default()
    }
}

/// A device of a brand, a maker and a kind, with an argument.
pub fn device(n: usize, kind: &str, brand: &str, maker: &str) -> (Device, Vec<Because>) {
    let id = format!("dev-{n:05x}");
    let evidence = vec![
        cited("e1", "sadp.device_description", &format!("DS-2CD2{n:03}-I"), 100 + n as u64),
        cited("e2", "http.title", brand, 200 + n as u64),
        cited("e3", "rtsp.realm", "Login to 5E0", 300 + n as u64),
        cited("e4", "mac.oui", "08:ed:ed", 12),
    ];
    let argument = vec![
        because("maker", maker, "weak", "e4", "mac.oui", "08:ed:ed"),
        because("maker", maker, "decisive", "e1", "sadp.device_description", &format!("DS-2CD2{n:03}-I")),
        because("maker", maker, "strong", "e3", "rtsp.realm", "Login to 5E0"),
        because("brand", brand, "strong", "e2", "http.title", brand),
        because("kind", kind, "moderate", "e1", "sadp.device_description", &format!("DS-2CD2{n:03}-I")),
    ];
    let mut m = decided(maker, 0.98, &["e1", "e3"]);
    m.relation = Some(if brand == maker { Relation::OwnBrand } else { Relation::Oem });
    m.established = true;
    let d = Device {
        schema: "oogmerk.device/1".into(),
        id,
        subject: None,
        subjects: vec![format!("ip:10.20.{}.{}", n / 250, n % 250)],
        seen_in: vec!["stadhuis.pcapng".into()],
        mac: vec![Mac([0x08, 0xed, 0xed, 1, (n >> 8) as u8, n as u8])],
        ip: vec![format!("10.20.{}.{}", n / 250, n % 250).parse().unwrap()],
        kind: decided(kind, 0.99, &["e1"]),
        brand: decided(brand, 0.97, &["e2"]),
        maker: m,
        model: decided(&format!("DS-2CD2{n:03}"), 0.9, &["e1"]),
        serial: Verdict::undecided(vec![Field::of("label.serial")]),
        firmware: decided("2.800.0000.26", 0.99, &["e1"]),
        soc: None,
        soc_maker: None,
        modem: None,
        modem_maker: None,
        outside: vec![],
        outside_via: vec![],
        isolation: None,
        merges: vec![],
        evidence,
        claims: vec![],
        left_out: std::collections::BTreeMap::new(),
    };
    (d, argument)
}

fn contact(
    ip: &str,
    port: u16,
    name: Option<&str>,
    cloud: Option<&str>,
    packets: u64,
    answered: bool,
) -> OutsideContact {
    OutsideContact {
        ip: ip.parse().unwrap(),
        port,
        transport: if port == 443 { Transport::Tcp } else { Transport::Udp },
        name: name.map(str::to_owned),
        cloud: cloud.map(str::to_owned),
        packets,
        first: Some(at("2026-11-07T11:00:00Z")),
        last: Some(at("2026-11-18T09:00:00Z")),
        answered,
        source: Source { file: Some("museum.pcapng".into()), frame: Some(8812), ..Default::default() },
    }
}

fn count(question: &str, rows: BTreeMap<String, Vec<String>>, open: u64) -> Count {
    let mut rows: Vec<CountRow> = rows
        .into_iter()
        .map(|(key, devices)| CountRow {
            key,
            proved: devices.len() as u64,
            established: None,
            at_most: devices.len() as u64 + open,
            settles: vec![],
            devices,
        })
        .collect();
    rows.sort_by(|a, b| b.proved.cmp(&a.proved).then(a.key.cmp(&b.key)));
    Count {
        schema: "oogmerk.count/1".into(),
        question: question.into(),
        as_of: "2026-11-20".into(),
        rows,
        ..Count::default()
    }
}

/// Label, maker, how many.
const MIX: [(&str, &str, usize); 12] = [
    ("axis", "axis", 31),
    ("dahua", "dahua", 12),
    ("honeywell", "dahua", 11),
    ("kestral", "dahua", 5),
    ("lorex", "dahua", 2),
    ("hikvision", "hikvision", 13),
    ("nordveil", "hikvision", 6),
    ("hilook", "hikvision", 3),
    ("bosch", "bosch", 10),
    ("hanwha", "hanwha", 8),
    ("mobotix", "mobotix", 3),
    ("uniview", "uniview", 2),
];

const PLACES: [(&str, &str); 7] = [
    ("Stadhuis", "Facility"),
    ("Museum De Zilverspoel", "Cultuur & Musea"),
    ("Sporthal Ter Wilgen", "Sport"),
    ("Stationsplein", "Mobiliteit"),
    ("Bibliotheek", "Cultuur & Musea"),
    ("School Het Anker", "Onderwijs"),
    ("", ""),
];

/// The town, with `extra` more cameras of one maker.
pub fn town(extra: usize) -> Standing {
    let mut devices = Vec::new();
    let mut arguments = BTreeMap::new();
    let mut n = 0;
    let mut mix: Vec<(&str, &str, usize)> = MIX.to_vec();
    mix.push(("axis", "axis", extra));
    for (brand, maker, many) in mix {
        for i in 0..many {
            n += 1;
            let kind = if i % 9 == 8 {
                "recorder"
            } else if i % 7 == 6 {
                "intercom"
            } else {
                "camera"
            };
            let (mut d, a) = device(n, kind, brand, maker);
            d.isolation = match n % 4 {
                0 => None,
                1 => Some(Isolation {
                    verdict: IsolationVerdict::Isolated,
                    window_s: 1_209_600,
                    dropped: Some(0),
                    sampled: 1,
                    missing: vec![],
                }),
                _ => Some(Isolation {
                    verdict: IsolationVerdict::Unproven,
                    window_s: 259_200,
                    dropped: None,
                    sampled: 1,
                    missing: vec!["window-under-7-days".into(), "no-drop-counter".into()],
                }),
            };
            arguments.insert(d.id.clone(), a);
            devices.push(d);
        }
    }
    // Contested, undecided, leaking, hostile.
    for i in 0..7 {
        n += 1;
        let (mut d, mut a) = device(n, "camera", "nordveil", "hikvision");
        if i % 3 == 0 {
            d.maker = contested(&[("hikvision", 0.6, "e1"), ("nordveil", 0.3, "e3")]);
            d.firmware = contested(&[("5.7.3 build 220112", 0.6, "e1"), ("5.7.1", 0.3, "e2")]);
            a.push(because("maker", "nordveil", "strong", "e3", "rtsp.realm", "Nordveil"));
        } else {
            d.maker = Verdict::undecided(vec![Field::of("http.title"), Field::of("onvif.scope.hardware")]);
            d.brand = Verdict::undecided(vec![Field::of("label.brand")]);
            a.clear();
        }
        arguments.insert(d.id.clone(), a);
        devices.push(d);
    }
    for (i, text) in HOSTILE.iter().enumerate() {
        n += 1;
        let (mut d, mut a) = device(n, "camera", text, "dahua");
        d.model = decided(text, 0.9, &["e1"]);
        d.serial = decided(&text.repeat(400), 0.9, &["e1"]);
        for e in &mut d.evidence {
            e.value = (*text).into();
            e.source.file = Some(format!("{text}.pcap"));
        }
        for b in &mut a {
            b.evidence = (*text).into();
            b.source = (*text).into();
            b.by = (*text).into();
        }
        d.isolation = Some(Isolation {
            verdict: IsolationVerdict::Leaking,
            window_s: 1_209_600,
            dropped: Some(3),
            sampled: 1,
            missing: vec![],
        });
        d.outside = match i {
            0 => vec![
                contact("203.0.113.40", 8800, Some("www.example.com"), Some("Dahua P2P"), 12, false),
                contact("192.0.2.123", 123, Some("pool.ntp.example"), Some("time"), 2, false),
            ],
            1 => vec![contact("198.51.100.7", 443, None, None, 3, true)],
            _ => vec![contact("2001:db8::7", 443, Some(text), Some(text), 1, false)],
        };
        d.outside_via = vec![OutsideVia {
            through: "10.20.0.1".parse().unwrap(),
            how: ViaHow::Resolver,
            name: Some((*text).into()),
            cloud: None,
        }];
        arguments.insert(d.id.clone(), a);
        devices.push(d);
    }
    let mut merged = devices[0].clone();
    merged.merges = vec![Merge {
        key: "link.mac".into(),
        value: "08:ed:ed:01:00:01".into(),
        subjects: vec!["ip:10.20.0.1".into(), "ip:10.20.0.9".into()],
    }];
    devices[0] = merged;

    let group = |f: &dyn Fn(&Device) -> Option<String>| {
        let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for d in &devices {
            if let Some(k) = f(d) {
                out.entry(k).or_default().push(d.id.clone());
            }
        }
        out
    };
    let value = |v: &Verdict| v.decided_value().map(str::to_owned);
    let mut by_maker = count("how_many_by_maker", group(&|d| value(&d.maker)), 7);
    by_maker.contested = devices.iter().filter(|d| d.maker.verdict == State::Contested).count() as u64;
    by_maker.undecided = devices.iter().filter(|d| d.maker.verdict == State::Undecided).count() as u64;
    by_maker.not_surveyed_sites = 2;
    by_maker.rows.iter_mut().for_each(|row| row.established = Some(row.proved));
    if let Some(r) = by_maker.rows.iter_mut().find(|r| r.key == "dahua") {
        let open = devices.iter().find(|d| d.maker.verdict == State::Undecided).unwrap();
        r.settles = vec![format!("label.model of {}", open.id), "anything else".into()];
    }
    let by_brand = count("how_many_by_brand", group(&|d| value(&d.brand)), 0);
    let by_kind = count("how_many_by_kind", group(&|d| value(&d.kind)), 0);
    let flows = group(&|d| {
        Some(format!("{}\u{1}{}", value(&d.brand).unwrap_or_default(), value(&d.maker).unwrap_or_default()))
    });
    let brand_to_maker = flows
        .into_iter()
        .map(|(k, v)| {
            let (b, m) = k.split_once('\u{1}').unwrap();
            (b.to_owned(), m.to_owned(), v)
        })
        .collect();
    let mut places: Vec<PlaceRow> = PLACES
        .iter()
        .map(|(p, d)| PlaceRow { place: (*p).into(), department: (*d).into(), ..PlaceRow::default() })
        .collect();
    for (i, d) in devices.iter().enumerate() {
        let spread = [0, 0, 0, 1, 1, 2, 3, 0, 4, 5, 1, 6];
        let p = &mut places[spread[i % spread.len()]];
        if d.kind.decided_value() == Some("recorder") {
            p.recorders += 1;
        } else {
            p.cameras += 1;
        }
        p.devices.push(d.id.clone());
    }
    let listed = |f: &dyn Fn(&Device) -> bool| {
        devices.iter().filter(|d| f(d)).map(|d| d.id.clone()).collect::<Vec<_>>()
    };
    let named = |d: &Device| matches!(d.maker.decided_value(), Some("dahua" | "hikvision"));
    let rules = vec![
        RuleBroken {
            rule: "us-ndaa-889".into(),
            name: "NDAA section 889".into(),
            binds: "federal agencies of the United States and their contractors".into(),
            since: "2019-08-13".into(),
            legal_reference: "Public Law 115-232, section 889".into(),
            source: "https://example.org/pl115-232".into(),
            severity: Severity::High,
            devices: vec![
                (Conclusion::Breaks, listed(&named)),
                (Conclusion::Clear, listed(&|d| d.maker.verdict == State::Decided && !named(d))),
                (Conclusion::Undecided, listed(&|d| d.maker.verdict == State::Undecided)),
                (Conclusion::Contested, listed(&|d| d.maker.verdict == State::Contested)),
            ],
        },
        RuleBroken {
            rule: "own-no-internet".into(),
            name: "Camera's komen niet op internet <b>".into(),
            binds: "Stad Merelbrugge".into(),
            since: "2026-02-03".into(),
            legal_reference: "college, 3 februari 2026".into(),
            source: String::new(),
            severity: Severity::Medium,
            devices: vec![
                (Conclusion::Breaks, listed(&|d| !d.outside.is_empty())),
                (Conclusion::Undecided, listed(&|d| d.isolation.is_none())),
            ],
        },
    ];
    let mut findings = Vec::new();
    for r in &rules {
        for (c, ids) in &r.devices {
            for id in ids {
                findings.push(Finding {
                    schema: "oogmerk.finding/1".into(),
                    id: format!("fnd-{}-{id}", r.rule),
                    device: id.clone(),
                    rule: r.rule.clone(),
                    conclusion: *c,
                    severity: r.severity,
                    because: if r.rule == "us-ndaa-889" {
                        vec!["maker:dahua".into(), "e1".into()]
                    } else {
                        vec!["outside:203.0.113.40".into()]
                    },
                    settles: vec![],
                    remedy: "remedy-breaks".into(),
                    as_of: "2026-11-20".into(),
                });
            }
        }
    }
    let row = |key: &str, model: &str, line: u64, device: Option<String>| Declared {
        key: key.into(),
        fields: [
            ("brand".to_owned(), "Honeywell".to_owned()),
            ("model".to_owned(), model.to_owned()),
            ("place".to_owned(), "zaal 4".to_owned()),
        ]
        .into(),
        source: Source {
            file: Some("inventaris-2026.xlsx".into()),
            line: Some(line),
            sheet: Some("camera's".into()),
            ..Default::default()
        },
        matched_by: device.as_ref().map(|_| "mac".to_owned()),
        device,
    };
    let mut declared: Vec<Declared> = devices
        .iter()
        .take(60)
        .enumerate()
        .map(|(i, d)| row(&format!("ZSP-{:03}", i + 1), "H4W4PER3", i as u64 + 2, Some(d.id.clone())))
        .collect();
    declared.push(row("BIB-017", "onbekend", 88, None));
    declared.push(row(HOSTILE[0], HOSTILE[1], 89, None));
    let mut deviations: Vec<Deviation> = ["BIB-017", HOSTILE[0]]
        .iter()
        .map(|k| Deviation {
            kind: DeviationKind::DeclaredNotFound,
            device: None,
            declared: Some((*k).into()),
            fields: vec![],
        })
        .collect();
    deviations.extend(devices.iter().skip(60).take(30).map(|d| Deviation {
        kind: DeviationKind::FoundNotDeclared,
        device: Some(d.id.clone()),
        declared: None,
        fields: vec![],
    }));
    deviations.push(Deviation {
        kind: DeviationKind::Differs,
        device: Some(devices[3].id.clone()),
        declared: Some("ZSP-004".into()),
        fields: vec![("brand".into(), "Honeywell".into(), "axis".into())],
    });
    let questions = devices
        .iter()
        .filter(|d| d.maker.verdict != State::Decided)
        .map(|d| Question {
            device: d.id.clone(),
            property: "maker".into(),
            field: "label.model".into(),
            cost: "label".into(),
        })
        .collect();
    let outside = devices
        .iter()
        .filter(|d| !d.outside.is_empty())
        .map(|d| Outsider {
            device: d.id.clone(),
            contacts: d.outside.clone(),
            isolation: d.isolation.clone(),
        })
        .collect();
    let label = |k: &str, v: &str| (k.to_owned(), v.to_owned());
    let window = |file: &str, dropped: Option<u64>, sampled: u32, flows_only: bool| Window {
        source: Source { file: Some(Arc::from(file)), ..Default::default() },
        vantage: None,
        from: Some(at("2026-11-05T00:00:00Z")),
        to: Some(at("2026-11-18T23:00:00Z")),
        frames: 1_284_112,
        dropped,
        sampled,
        evicted_flows: u64::from(flows_only) * 12,
        flows_only,
        on_link: vec![],
    };
    Standing {
        body: "Stad Merelbrugge (voorbeeld)".into(),
        as_of: "2026-11-20".into(),
        known_on: Some(at("2026-11-20T08:30:00Z")),
        knowledge: "k-3f9a21c0".into(),
        labels: [
            label("axis", "Axis"),
            label("dahua", "Dahua"),
            label("hikvision", "Hikvision"),
            label("honeywell", "Honeywell"),
            label("kestral", "Kestral"),
            label("lorex", "Lorex"),
            label("nordveil", "Nordveil"),
            label("hilook", "HiLook"),
            label("bosch", "Bosch"),
            label("hanwha", "Hanwha"),
            label("mobotix", "Mobotix"),
            label("uniview", "Uniview"),
        ]
        .into(),
        devices,
        by_maker,
        by_brand,
        by_kind,
        brand_to_maker,
        places,
        outside,
        rules,
        findings,
        declared,
        deviations,
        questions,
        windows: vec![
            window("museum.pcapng", Some(0), 1, false),
            window("firewall-netflow.nfcapd", None, 100, true),
        ],
        bystanders: vec![
            Bystanders { schema: "oogmerk.bystanders/1".into(), kind: "phone".into(), count: 41 },
            Bystanders { schema: "oogmerk.bystanders/1".into(), kind: "printer".into(), count: 1 },
        ],
        arguments,
    }
}
