//! Who many stand behind: relays, groups, one address for all. A budget is that of who speaks, and what one drops is
//! counted.

use super::frames::*;
use oogmerk_model::Fact;
use std::collections::BTreeSet;

const MANY: u32 = 5000;

fn station(i: u32) -> [u8; 6] {
    let [_, a, b, c] = i.to_be_bytes();
    [0x02, 1, 0x5e, a, b, c]
}

fn address(i: u32) -> [u8; 4] {
    let [_, _, b, c] = i.to_be_bytes();
    [10, 2, b, c]
}

fn subjects<'f>(facts: &'f [Fact], value: &str) -> BTreeSet<&'f str> {
    let said = evidence(facts).into_iter().filter(|e| e.value.contains(value));
    said.map(|e| e.observation.subject.as_str()).collect()
}

#[test]
fn of_five_thousand_that_speak_to_a_group_none_is_lost() {
    let ssdp = Who([1, 0, 0x5e, 0x7f, 0xff, 0xfa], [239, 255, 255, 250], 1900);
    let mdns = Who([1, 0, 0x5e, 0, 0, 0xfb], [224, 0, 0, 251], 5353);
    for (group, words) in
        [(ssdp, "NOTIFY * HTTP/1.1\r\nSERVER: camera-"), (mdns, "\0\0\u{4}\0\0\0\0\u{1}\0\0\0\0 camera-")]
    {
        let frames: Vec<Vec<u8>> = (0..MANY)
            .map(|i| {
                udp_frame(Who(station(i), address(i), group.2), group, format!("{words}{i}\r\n").as_bytes())
            })
            .collect();
        let facts = read(&frames);
        assert_eq!(subjects(&facts, "camera-").len(), MANY as usize, "{}", group.2);
        assert_eq!(dropped(&facts), Vec::new());
    }
}

#[test]
fn of_five_thousand_clients_behind_relays_none_is_lost() {
    let server = Who(CLIENT, [10, 0, 0, 2], 67);
    let frames: Vec<Vec<u8>> = (0..MANY)
        .map(|i| {
            let mut message = dhcp(1, 3, station(i), [0; 4], [0; 4]);
            let relay = [10, (i % 7) as u8, 0, 1];
            message[24..28].copy_from_slice(&relay);
            udp_frame(Who(ROUTER, relay, 67), server, &message)
        })
        .collect();
    let facts = read(&frames);
    let found: BTreeSet<String> =
        said(&facts, "link.mac").into_iter().filter(|s| s.starts_with("mac:")).collect();
    assert_eq!(found.len(), MANY as usize);
    assert_eq!(dropped(&facts), Vec::new());
}

/// One that answers at a port of an address that others share.
fn served(port: u16, words: &str) -> Vec<Vec<u8>> {
    let (client, server) = (Who(CLIENT, CLIENT_IP, 30_000), Who(ROUTER, CAMERA_IP, port));
    let mut frames = handshake(client, server);
    frames.push(tcp_frame(client, server, 101, ACK, b"GET / HTTP/1.1\r\n\r\n"));
    let answer = format!("HTTP/1.1 200 OK\r\nServer: {words}\r\nContent-Length: 0\r\n\r\n");
    frames.push(tcp_frame(server, client, 501, ACK, answer.as_bytes()));
    frames
}

#[test]
fn behind_one_address_each_door_has_a_budget_of_its_own() {
    let frames: Vec<Vec<u8>> = (0..300).flat_map(|i| served(8000 + i, &format!("camera-{i}"))).collect();
    let facts = read(&frames);
    let found = said(&facts, "tcp.banner").iter().filter(|s| s.contains("Server: camera-")).count();
    assert_eq!(found, 300);
}

#[test]
fn one_that_holds_an_address_with_many_others_is_not_taken_for_another() {
    let frames: Vec<Vec<u8>> = (0..100).map(|i| arp(1, station(i), CAMERA_IP, CLIENT_IP)).collect();
    let facts = read(&frames);
    let macs: BTreeSet<String> = said(&facts, "link.mac").into_iter().collect();
    let each = macs.iter().filter_map(|s| s.split(' ').next()).collect::<BTreeSet<_>>();
    assert_eq!((macs.len(), each.len()), (64, 64), "one station each");
    let told = dropped(&facts);
    assert_eq!(told, [("holders-over-budget".to_owned(), 36, 0)]);
}

#[test]
fn one_that_asks_for_ever_other_names_keeps_nobody_from_asking() {
    let asked = |i: u32, mac: [u8; 6], ip: [u8; 4]| {
        udp_frame(Who(mac, ip, 5000), Who(CLIENT, CLIENT_IP, 53), &dns(&format!("n{i}.example.com"), &[]))
    };
    let mut frames: Vec<Vec<u8>> = (0..MANY).map(|i| asked(i, CAMERA, CAMERA_IP)).collect();
    frames.push(asked(MANY, ROUTER, [10, 0, 0, 1]));
    let facts = read(&frames);
    let vias =
        |of: &str| facts.iter().filter(|f| matches!(f, Fact::Via(v) if v.subject.as_str() == of)).count();
    assert_eq!((vias("ip:10.0.0.7"), vias("ip:10.0.0.1")), (4096, 1));
    let told: Vec<(String, u64)> =
        dropped(&facts).into_iter().map(|(what, times, _)| (what, times)).collect();
    assert_eq!(told, [("ways-out-over-budget".to_owned(), 904)]);
}

#[test]
fn networks_beyond_what_is_kept_are_counted() {
    let frames: Vec<Vec<u8>> = (0..300u32)
        .map(|i| {
            let [_, _, b, c] = i.to_be_bytes();
            let message = dhcp(2, 5, station(i), [0; 4], [10, b, c, 9]);
            udp_frame(Who(ROUTER, [10, 0, 0, 1], 67), Who(ALL, [255; 4], 68), &message)
        })
        .collect();
    let told: u64 =
        dropped(&read(&frames)).iter().filter(|(what, ..)| what == "networks-over-budget").map(|d| d.1).sum();
    assert!(told > 0);
}
