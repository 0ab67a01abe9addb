//! Whom evidence is about, and which MAC is whose.

use super::frames::*;
use oogmerk_model::{Direction, Fact, Transport, ViaHow};

const NOTIFY: &[u8] = b"NOTIFY * HTTP/1.1\r\nSERVER: x\r\n\r\n";

fn notify(mac: [u8; 6], ip: [u8; 4]) -> Vec<u8> {
    udp_frame(Who(mac, ip, 1900), Who([1, 0, 0x5e, 0x7f, 0xff, 0xfa], [239, 255, 255, 250], 1900), NOTIFY)
}

#[test]
fn an_address_is_another_subject_once_arp_shows_another_holder() {
    let facts = read(&[
        arp(1, CAMERA, CAMERA_IP, CLIENT_IP),
        notify(CAMERA, CAMERA_IP),
        arp(1, CLIENT, CAMERA_IP, CLIENT_IP),
        notify(CLIENT, CAMERA_IP),
    ]);
    assert_eq!(
        said(&facts, "link.mac"),
        ["ip:10.0.0.7 02:00:5e:10:00:01", "ip:10.0.0.7#2 02:00:5e:10:00:02"]
    );
    let servers: Vec<String> =
        said(&facts, "tcp.banner").into_iter().filter(|s| s.ends_with("SERVER: x")).collect();
    assert_eq!(servers, ["ip:10.0.0.7 SERVER: x", "ip:10.0.0.7#2 SERVER: x"]);
}

#[test]
fn a_router_in_front_of_many_addresses_gives_none_of_them_its_mac() {
    let frames: Vec<Vec<u8>> = (10..30u8)
        .map(|i| udp_frame(Who(ROUTER, [10, 1, 1, i], 5000), Who(CLIENT, CLIENT_IP, 5000), b"x"))
        .collect();
    let facts = read(&frames);
    assert_eq!(said(&facts, "link.mac"), Vec::<String>::new());
    assert_eq!(said(&facts, "frame.mac").len(), 20);
    assert_eq!(said(&facts, "frame.ip").len(), 20);
}

#[test]
fn proxy_arp_gives_no_key() {
    let mut frames: Vec<Vec<u8>> = (10..20u8).map(|i| arp(2, ROUTER, [10, 0, 0, i], CLIENT_IP)).collect();
    frames.push(arp(1, ROUTER, [10, 0, 0, 1], CLIENT_IP));
    frames.push(arp(2, CAMERA, CAMERA_IP, CLIENT_IP));
    let facts = read(&frames);
    assert_eq!(said(&facts, "link.mac"), ["ip:10.0.0.7 02:00:5e:10:00:01"]);
}

#[test]
fn a_station_with_two_addresses_carries_its_mac_on_both() {
    let facts = read(&[arp(1, CAMERA, [192, 168, 0, 20], CLIENT_IP), arp(2, CAMERA, CAMERA_IP, CLIENT_IP)]);
    assert_eq!(said(&facts, "link.mac").len(), 2);
}

/// A router solicitation from an address of the link: `fe80::` with the MAC in it, option 1.
fn seeks_router(mac: [u8; 6]) -> Vec<u8> {
    let message = [&[133, 0, 0, 0, 0, 0, 0, 0, 1, 1][..], &mac].concat();
    let mut own = [0; 16];
    own[..2].copy_from_slice(&[0xfe, 0x80]);
    own[8..].copy_from_slice(&[mac[0] ^ 2, mac[1], mac[2], 0xff, 0xfe, mac[3], mac[4], mac[5]]);
    let mut all_routers = [0; 16];
    (all_routers[0], all_routers[1], all_routers[15]) = (0xff, 2, 2);
    let head = [&[0x60, 0, 0, 0, 0, 16, 58, 255][..], &own, &all_routers].concat();
    [&[0x33, 0x33, 0, 0, 0, 2][..], &mac, &[0x86, 0xdd], &head, &message].concat()
}

#[test]
fn who_looks_for_a_router_is_no_router_and_its_only_address_is_its_own() {
    let speaks = udp_frame(Who(CAMERA, CAMERA_IP, 5000), Who(CLIENT, CLIENT_IP, 5000), b"x");
    let facts = read(&[seeks_router(CAMERA), speaks.clone()]);
    let keys = said(&facts, "link.mac");
    assert!(keys.contains(&"ip:10.0.0.7 02:00:5e:10:00:01".to_owned()), "{keys:?}");
    assert_eq!(keys.len(), 2, "the address of IPv6 carries it too: {keys:?}");
    assert_eq!(said(&read(&[speaks]), "link.mac"), Vec::<String>::new());
    // Who speaks for many is a router, whatever it looks for.
    let mut frames: Vec<Vec<u8>> = (10..30u8)
        .map(|i| udp_frame(Who(ROUTER, [10, 1, 1, i], 5000), Who(CLIENT, CLIENT_IP, 5000), b"x"))
        .collect();
    frames.push(seeks_router(ROUTER));
    assert!(said(&read(&frames), "link.mac").iter().all(|key| key.starts_with("ip:fe80")));
}

#[test]
fn a_lease_binds_and_names_the_network() {
    let server = Who(ROUTER, [10, 0, 0, 1], 67);
    let facts = read(&[
        udp_frame(Who(CAMERA, [0, 0, 0, 0], 68), Who(ALL, [255; 4], 67), &dhcp(1, 3, CAMERA, [0; 4], [0; 4])),
        udp_frame(server, Who(ALL, [255; 4], 68), &dhcp(2, 5, CAMERA, [0; 4], CAMERA_IP)),
    ]);
    let macs = said(&facts, "link.mac");
    assert!(macs.contains(&"ip:10.0.0.7 02:00:5e:10:00:01".to_owned()), "{macs:?}");
    assert!(macs.contains(&"mac:02:00:5e:10:00:01 02:00:5e:10:00:01".to_owned()), "{macs:?}");
    let window = facts.iter().find_map(|f| if let Fact::Window(w) = f { Some(w) } else { None }).unwrap();
    assert_eq!(window.on_link, ["10.0.0.0/24"]);
}

/// Clients that ask for an address, each with a name of its own, through one flow: as they speak themselves, as a server
/// answers them all by broadcast, or as a relay carries them.
fn clients(many: u32, from: Who, to: Who, op: u8) -> Vec<Vec<u8>> {
    let client = |i: u32| {
        let [_, a, b, c] = i.to_be_bytes();
        let mac = [0x02, 0, 0x5e, a, b, c];
        let your = if op == 2 { [10, 1, b, c] } else { [0; 4] };
        let mut message = dhcp(op, if op == 1 { 3 } else { 5 }, mac, [0; 4], your);
        message.truncate(message.len() - 1);
        let name = format!("camera-{i}");
        message.extend_from_slice(&[12, name.len() as u8]);
        message.extend_from_slice(name.as_bytes());
        message.push(255);
        let own = if from.1 == [0; 4] { Who(mac, from.1, from.2) } else { from };
        udp_frame(own, to, &message)
    };
    (0..many).map(client).collect()
}

#[test]
fn of_five_thousand_clients_in_one_flow_none_is_lost() {
    let (nobody, everybody) = (Who(CAMERA, [0; 4], 68), Who(ALL, [255; 4], 67));
    let (relay, server) = (Who(ROUTER, [10, 0, 0, 1], 67), Who(CLIENT, [10, 0, 0, 2], 67));
    for (from, to) in [(nobody, everybody), (relay, server)] {
        let facts = read(&clients(5000, from, to, 1));
        let stations: std::collections::BTreeSet<&str> = evidence(&facts)
            .iter()
            .map(|e| e.observation.subject.as_str())
            .filter(|s| s.starts_with("mac:"))
            .collect();
        assert_eq!(stations.len(), 5000);
        let names = said(&facts, "tcp.banner").iter().filter(|s| s.contains("camera-")).count();
        assert_eq!(names, 5000);
        assert_eq!(dropped(&facts), Vec::new());
    }
    let facts = read(&clients(5000, relay, Who(ALL, [255; 4], 68), 2));
    let leased = said(&facts, "link.mac").iter().filter(|s| s.starts_with("ip:10.1.")).count();
    assert_eq!(leased, 5000);
}

#[test]
fn who_says_more_than_is_listened_to_is_counted_and_starves_nobody() {
    let multicast = Who([1, 0, 0x5e, 0x7f, 0xff, 0xfa], [239, 255, 255, 250], 1900);
    let words = |i: u32| format!("NOTIFY * HTTP/1.1\r\nSERVER: {i}\r\n\r\n");
    let mut frames: Vec<Vec<u8>> =
        (0..300).map(|i| udp_frame(Who(CAMERA, CAMERA_IP, 1900), multicast, words(i).as_bytes())).collect();
    frames.push(udp_frame(Who(CLIENT, CAMERA_IP, 1900), multicast, words(1000).as_bytes()));
    let facts = read(&frames);
    let left = words(200).len() as u64 * 100;
    assert_eq!(dropped(&facts), [("messages-over-budget".to_owned(), 100, left)]);
    assert!(said(&facts, "tcp.banner").iter().any(|s| s.ends_with("SERVER: 1000")));
    // What is said again takes nothing from the budget.
    let again = vec![notify(CAMERA, CAMERA_IP); 300];
    assert_eq!(dropped(&read(&again)), Vec::new());
}

#[test]
fn values_of_one_field_beyond_what_is_kept_are_counted() {
    let to = |i: u32| Who(CLIENT, CLIENT_IP, 2000 + i as u16);
    let frames: Vec<Vec<u8>> = (0..300u32)
        .map(|i| {
            udp_frame(
                Who(CAMERA, CAMERA_IP, 1900),
                to(i),
                format!("NOTIFY * HTTP/1.1\r\nS: {i}\r\n").as_bytes(),
            )
        })
        .collect();
    let dropped = dropped(&read(&frames));
    assert!(dropped.iter().any(|(what, ..)| what == "values-over-budget"), "{dropped:?}");
}

#[test]
fn a_station_that_never_has_an_address_is_a_subject_by_its_mac() {
    let facts = read(&[ethernet(ALL, CAMERA, 0x888e, &[1, 1, 0, 0])]);
    assert_eq!(said(&facts, "link.mac"), ["mac:02:00:5e:10:00:01 02:00:5e:10:00:01"]);
    let facts = read(&[ethernet(ALL, CAMERA, 0x888e, &[1, 1, 0, 0]), notify(CAMERA, CAMERA_IP)]);
    assert!(said(&facts, "link.mac").iter().all(|s| s.starts_with("ip:")));
}

#[test]
fn servers_of_the_internet_are_peers_and_not_subjects() {
    let camera = Who(CAMERA, CAMERA_IP, 40_000);
    let cloud = Who(ROUTER, CLOUD_IP, 80);
    let mut frames = vec![arp(1, CAMERA, CAMERA_IP, CLIENT_IP)];
    frames.extend(handshake(camera, cloud));
    frames.push(tcp_frame(cloud, camera, 501, ACK, b"HTTP/1.1 200 OK\r\nServer: cloud\r\n\r\n"));
    let facts = read(&frames);
    assert!(evidence(&facts).iter().all(|e| !e.observation.subject.as_str().contains("8.8.4.4")));
    assert_eq!(contacts(&facts).len(), 1);
}

#[test]
fn a_camera_with_a_public_address_is_a_subject_once_the_link_shows_it() {
    let ip = [8, 8, 8, 100];
    let with_arp = read(&[arp(1, CLIENT, CLIENT_IP, ip), arp(2, CAMERA, ip, CLIENT_IP), notify(CAMERA, ip)]);
    assert_eq!(said(&with_arp, "link.mac").len(), 2);
    assert!(said(&with_arp, "tcp.banner").iter().any(|s| s.starts_with("ip:8.8.8.100 ")));
    let without = read(&[arp(1, CLIENT, CLIENT_IP, ip), notify(CAMERA, ip)]);
    assert_eq!(said(&without, "tcp.banner"), Vec::<String>::new());
}

#[test]
fn without_any_inside_host_hosts_are_subjects_unless_a_router_speaks_for_them() {
    let camera = [8, 8, 8, 100];
    let mut frames = vec![notify(CAMERA, camera)];
    for i in 1..9 {
        frames.push(udp_frame(Who(ROUTER, [9, 9, 9, i], 1900), Who(CAMERA, camera, 1900), NOTIFY));
    }
    let facts = read(&frames);
    let subjects: Vec<String> = said(&facts, "tcp.banner");
    assert!(!subjects.is_empty() && subjects.iter().all(|s| s.starts_with("ip:8.8.8.100 ")), "{subjects:?}");
    assert_eq!(contacts(&facts).len(), 8);
    assert!(contacts(&facts).iter().all(|c| c.direction == Direction::In && !c.answered));
}

#[test]
fn contacts_count_attempts_and_name_what_was_asked() {
    let camera = Who(CAMERA, CAMERA_IP, 40_000);
    let resolver = Who(ROUTER, [10, 0, 0, 1], 53);
    let frames = [
        udp_frame(camera, resolver, &dns("p2p.example.com", &[])),
        udp_frame(resolver, camera, &dns("p2p.example.com", &[CLOUD_IP])),
        tcp_frame(camera, Who(ROUTER, CLOUD_IP, 8555), 100, SYN, &[]),
        udp_frame(Who(ROUTER, [9, 9, 9, 9], 700), Who(CAMERA, CAMERA_IP, 37_810), b"scan"),
        ethernet(ROUTER, CAMERA, 0x0800, &ipv4(CAMERA_IP, [4, 2, 2, 2], 1, &[8, 0, 0, 0, 0, 0, 0, 0])),
        ethernet(ROUTER, CAMERA, 0x0800, &ipv4(CAMERA_IP, [203, 0, 113, 9], 47, &[0; 8])),
        // Inside, group and broadcast are no contacts.
        udp_frame(camera, Who(CLIENT, CLIENT_IP, 9000), b"x"),
        notify(CAMERA, CAMERA_IP),
        udp_frame(camera, Who(ALL, [255; 4], 9000), b"x"),
    ];
    let facts = read(&frames);
    let mut rows: Vec<String> = contacts(&facts)
        .iter()
        .map(|c| {
            let name = c.name.as_deref().unwrap_or("-");
            format!(
                "{} {}:{} {:?} {:?} {name} {} {}",
                c.own, c.peer, c.port, c.transport, c.direction, c.packets, c.answered
            )
        })
        .collect();
    rows.sort();
    assert_eq!(
        rows,
        [
            "10.0.0.7 203.0.113.9:0 Other Out - 1 false",
            "10.0.0.7 4.2.2.2:0 Icmp Out - 1 false",
            "10.0.0.7 8.8.4.4:8555 Tcp Out p2p.example.com 1 false",
            "10.0.0.7 9.9.9.9:37810 Udp In - 0 false",
        ]
    );
    let vias: Vec<String> = facts
        .iter()
        .filter_map(|f| if let Fact::Via(v) = f { Some(v) } else { None })
        .map(|v| format!("{} {} {:?} {}", v.subject, v.through, v.how, v.name.as_deref().unwrap_or("-")))
        .collect();
    assert_eq!(vias, ["ip:10.0.0.7 10.0.0.1 Resolver p2p.example.com"]);
    assert_eq!(contacts(&facts)[0].transport, Transport::Tcp);
}

#[test]
fn a_request_through_an_inside_proxy_leaves_through_it() {
    let camera = Who(CAMERA, CAMERA_IP, 40_000);
    let proxy = Who(CLIENT, CLIENT_IP, 3128);
    let mut frames = handshake(camera, proxy);
    frames.push(tcp_frame(camera, proxy, 101, ACK, b"CONNECT api.example.com:443 HTTP/1.1\r\n\r\n"));
    let vias: Vec<ViaHow> =
        read(&frames).iter().filter_map(|f| if let Fact::Via(v) = f { Some(v.how) } else { None }).collect();
    assert_eq!(vias, [ViaHow::Proxy]);
}

#[test]
fn the_same_words_are_evidence_once() {
    let frames: Vec<Vec<u8>> = (0..50).map(|_| notify(CAMERA, CAMERA_IP)).collect();
    assert_eq!(said(&read(&frames), "tcp.banner").len(), 2);
}

#[test]
fn rtp_is_counted_and_never_read() {
    let from = Who(CAMERA, CAMERA_IP, 7000);
    let frames: Vec<Vec<u8>> = (0..100u16)
        .map(|i| {
            let mut rtp = vec![0x80, 96];
            rtp.extend_from_slice(&i.to_be_bytes());
            rtp.extend_from_slice(&[0; 4]);
            rtp.extend_from_slice(&[9, 9, 9, 9]);
            rtp.extend_from_slice(b"face");
            // Port 7000 belongs to a codec; the words before RTP is certain must not reach it either.
            udp_frame(from, Who(CLIENT, CLIENT_IP, 7000), &rtp)
        })
        .collect();
    let facts = read(&frames);
    assert_eq!(dropped(&facts), [("rtp".to_owned(), 100, 1600)]);
    assert_eq!(said(&facts, "tcp.banner"), Vec::<String>::new());
}

#[test]
fn a_fragmented_datagram_is_read_whole_in_any_order() {
    let payload = [NOTIFY, &[b'y'; 3000]].concat();
    let whole = udp(1900, 1900, &payload);
    let parts: Vec<Vec<u8>> = whole
        .chunks(1000)
        .enumerate()
        .map(|(i, part)| {
            let more = if (i + 1) * 1000 < whole.len() { 0x2000 } else { 0 };
            let word = more | (i * 125) as u16;
            ethernet(ALL, CAMERA, 0x0800, &ipv4_fragment(CAMERA_IP, [10, 0, 0, 255], 17, 7, word, part))
        })
        .collect();
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2]] {
        let frames: Vec<Vec<u8>> = order.iter().map(|i| parts[*i].clone()).collect();
        let facts = read(&frames);
        let all = evidence(&facts);
        let server = all.iter().find(|e| e.value.starts_with("SERVER: x")).unwrap();
        let first = order.iter().position(|i| *i == 0).unwrap() as u64 + 1;
        assert_eq!((server.place.frame, server.place.offset), (Some(first), Some(42 + 19)));
    }
    // Without the last part nothing is read, and nothing breaks.
    assert_eq!(said(&read(&parts[..3]), "tcp.banner"), Vec::<String>::new());
}

#[test]
fn a_reader_that_goes_on_writes_contacts_in_parts_that_add_up() {
    use super::super::{ETHERNET, Options, Reader};
    use oogmerk_model::Timestamp;
    let (camera, cloud) = (Who(CAMERA, CAMERA_IP, 40_000), Who(ROUTER, CLOUD_IP, 443));
    let mut facts = Vec::new();
    let mut reader = Reader::with_codecs(Options::named("sample"), &ECHO);
    let give = |reader: &mut Reader, facts: &mut Vec<Fact>, frame: &[u8]| {
        reader.frame(ETHERNET, Timestamp(1), frame, frame.len() as u32, facts);
    };
    for frame in handshake(camera, cloud) {
        give(&mut reader, &mut facts, &frame);
    }
    reader.settle(&mut facts);
    reader.settle(&mut facts);
    give(&mut reader, &mut facts, &tcp_frame(cloud, camera, 501, ACK, b"x"));
    give(&mut reader, &mut facts, &tcp_frame(camera, cloud, 101, ACK, b"x"));
    reader.finish(&mut facts);
    let rows: Vec<(Direction, u64, bool)> =
        contacts(&facts).iter().map(|c| (c.direction, c.packets, c.answered)).collect();
    assert_eq!(rows, [(Direction::Out, 1, true), (Direction::Out, 1, true)]);
    assert_eq!(said(&facts, "frame.ip").len(), 1);
}

#[test]
fn hosts_of_a_public_network_named_by_dhcp_are_inside() {
    let (server, camera) = ([8, 8, 8, 1], [8, 8, 8, 100]);
    let facts = read(&[
        udp_frame(
            Who(ROUTER, server, 67),
            Who(ALL, [255; 4], 68),
            &dhcp(2, 5, CLIENT, [0; 4], [8, 8, 8, 50]),
        ),
        udp_frame(Who(CAMERA, camera, 1900), Who(CLIENT, [8, 8, 8, 50], 1900), NOTIFY),
        udp_frame(Who(CAMERA, camera, 5000), Who(ROUTER, [9, 9, 9, 9], 5000), b"x"),
    ]);
    assert!(said(&facts, "tcp.banner").iter().any(|s| s.starts_with("ip:8.8.8.100 ")));
    let peers: Vec<String> = contacts(&facts).iter().map(|c| format!("{}>{}", c.own, c.peer)).collect();
    assert_eq!(peers, ["8.8.8.100>9.9.9.9"]);
}
