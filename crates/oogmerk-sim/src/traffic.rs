//! The town in virtual time: a fortnight on its network as one capture, made byte by byte. No clock, no socket.
//!
//! What a mirror port of a quiet camera network would show: leases, announcements, name look-ups, streams to the
//! recorder, the odd call home, and people's own things. Outside addresses are taken from 192.88.99.0/24, which no
//! cloud uses (RFC 7526), so that no real host is named.

use crate::chance::Chance;
use crate::film::{Film, group};
use crate::persona::Role;
use crate::town::{Resident, Town};
use oogmerk_model::Mac;
use oogmerk_wire::codec::dhcp::Choice;
use oogmerk_wire::codec::{arp, dhcp, dns, mdns, tls, ws_discovery, xm};
use std::net::{IpAddr, Ipv4Addr};

/// First second of the capture: 2026-11-01T00:00:00Z.
pub const START: u64 = 1_793_491_200;
/// Days it covers.
pub const DAYS: u64 = 14;

const ROUTER_MAC: Mac = Mac([0x00, 0x1b, 0x17, 0x00, 0x01, 0x01]);
const BROADCAST: Mac = Mac([0xff; 6]);
const DAY: u64 = 86_400_000_000;

/// A fortnight of the town as a pcap file.
pub fn capture(town: &Town, seed: u64) -> Vec<u8> {
    let mut chance = Chance::new(seed ^ 0x7ea);
    let mut film = Film::default();
    for (n, resident) in town.residents.iter().enumerate() {
        let offset = chance.below(DAY / 2);
        for day in 0..DAYS {
            let at = day * DAY + offset + chance.below(60_000_000);
            wake(&mut film, resident, at, n as u32);
            answer_viewer(&mut film, resident, at + 3_000_000);
            // Once in the fortnight everything restarts; on the other days it only renews its lease.
            if day == 3 {
                arrive(&mut film, resident, at.saturating_sub(2_000_000), n as u32);
            }
            match resident.persona.role {
                Role::Camera => stream(&mut film, town, resident, at + 5_000_000, &mut chance),
                Role::Bystander => browse(&mut film, resident, at + 5_000_000, n as u32),
                Role::Recorder => {}
            }
            if resident.leaks {
                call_home(&mut film, resident, at + 9_000_000, n as u32);
            }
        }
    }
    film.file(START)
}

fn router(r: &Resident) -> Ipv4Addr {
    let [a, b, c, _] = r.lan.octets();
    Ipv4Addr::new(a, b, c, 1)
}

fn fill(r: &Resident, template: &str) -> String {
    crate::Persona::fill(template, &r.model, &r.firmware, &r.serial, r.mac)
}

/// A lease and a gratuitous ARP: what a device does when it gets power.
fn arrive(film: &mut Film, r: &Resident, at: u64, n: u32) {
    let mut options = Vec::new();
    let host = fill(r, r.persona.dhcp_host_name);
    let class = fill(r, r.persona.dhcp_vendor_class);
    if !host.is_empty() {
        options.push(Choice::of(12, host.as_bytes()));
    }
    if !class.is_empty() {
        options.push(Choice::of(60, class.as_bytes()));
    }
    options.push(Choice::of(55, [1, 3, 6, 15, 28, 42]));
    let discover = dhcp::write_client(1, n, r.mac, Ipv4Addr::UNSPECIFIED, options.clone());
    let request = dhcp::write_client(3, n, r.mac, Ipv4Addr::UNSPECIFIED, options);
    let ack = dhcp::write_ack(n, r.mac, r.lan, router(r), 24);
    let client = (r.mac, Ipv4Addr::UNSPECIFIED, 68);
    let everybody = (BROADCAST, Ipv4Addr::BROADCAST, 67);
    film.udp(at, client, everybody, 64, &discover);
    film.udp(at + 20_000, client, everybody, 64, &request);
    film.udp(at + 40_000, (ROUTER_MAC, router(r), 67), (r.mac, r.lan, 68), 64, &ack);
}

/// What a device says every day: it announces its address, and itself if it is of those that do.
fn wake(film: &mut Film, r: &Resident, at: u64, n: u32) {
    let announcement = arp::Message {
        operation: arp::Operation::Request,
        sender_mac: r.mac,
        sender_ip: r.lan,
        target_mac: Mac([0; 6]),
        target_ip: r.lan,
    };
    let mut frame = Vec::new();
    frame.extend_from_slice(&BROADCAST.0);
    frame.extend_from_slice(&r.mac.0);
    frame.extend_from_slice(&[0x08, 0x06]);
    frame.extend_from_slice(&announcement.write());
    film.add(at, frame);
    if !r.persona.mdns.is_empty() {
        let mac = r.mac.to_string().replace(':', "").to_ascii_uppercase();
        let instance = format!("{} {} - {mac}", r.persona.brand.to_ascii_uppercase(), r.model);
        let text = format!("macaddress={mac}");
        let service = mdns::Service { kind: r.persona.mdns, instance: &instance, port: 80, texts: &[&text] };
        let host = format!("{}-{}.local", r.persona.brand.to_lowercase(), mac.to_lowercase());
        let payload = mdns::write_announcement(&host, Some(r.lan), None, &[service]);
        let to = Ipv4Addr::new(224, 0, 0, 251);
        film.udp(at + 100_000, (r.mac, r.lan, 5353), (group(to), to, 5353), 255, &payload);
    }
    if !r.persona.onvif_name.is_empty() {
        let payload = crate::sockets::hello(r, &r.lan.to_string(), n);
        let to = Ipv4Addr::new(239, 255, 255, 250);
        film.udp(at + 200_000, (r.mac, r.lan, 3702), (group(to), to, ws_discovery::PORT), 1, &payload);
    }
}

/// What a device tells the viewer that somebody starts in the morning, and with it everybody on the link.
fn answer_viewer(film: &mut Film, r: &Resident, at: u64) {
    if r.persona.xm_channels == 0 {
        return;
    }
    let payload = xm::write_answer(&xm::Description {
        host_name: "LocalHost",
        ip: r.lan,
        mac: &r.mac.to_string(),
        serial: &r.serial,
        channels: r.persona.xm_channels,
    });
    film.udp(at, (r.mac, r.lan, xm::PORT), (BROADCAST, Ipv4Addr::BROADCAST, xm::PORT), 64, &payload);
}

/// A short stream to the recorder of the site: RTP that a reader must count and forget.
fn stream(film: &mut Film, town: &Town, r: &Resident, at: u64, chance: &mut Chance) {
    let Some(recorder) = town.residents.iter().find(|x| x.persona.role == Role::Recorder) else { return };
    let port = 40_000 + u16::try_from(chance.below(10_000)).unwrap_or(0);
    for k in 0..12u16 {
        let mut packet = vec![0x80, 0x60];
        packet.extend_from_slice(&(1000 + k).to_be_bytes());
        packet.extend_from_slice(&(u32::from(k) * 3600).to_be_bytes());
        packet.extend_from_slice(&r.mac.0[2..6]);
        packet.extend((0..200).map(|i| (i as u8).wrapping_mul(31).wrapping_add(k as u8)));
        film.udp(
            at + u64::from(k) * 40_000,
            (r.mac, r.lan, port),
            (recorder.mac, recorder.lan, port + 2),
            64,
            &packet,
        );
    }
}

/// The outside address this town's internet gives a name.
fn outside(name: &str) -> Ipv4Addr {
    let sum = name.bytes().fold(7u8, |a, b| a.wrapping_mul(31).wrapping_add(b));
    Ipv4Addr::new(192, 88, 99, sum.max(2))
}

/// Looks a name up at the town's resolver and opens a connection to what it got.
fn call_home(film: &mut Film, r: &Resident, at: u64, n: u32) {
    connect(film, r, at, n, r.persona.cloud, 443, &|| {
        let mut random = [0u8; 32];
        random[..6].copy_from_slice(&r.mac.0);
        tls::ask(443, random).bytes().to_vec()
    });
}

/// What somebody's phone or computer does: nothing of it may be kept.
fn browse(film: &mut Film, r: &Resident, at: u64, n: u32) {
    connect(film, r, at, n, "www.krant.example", 80, &|| {
        b"GET /sport HTTP/1.1\r\nHost: www.krant.example\r\nAuthorization: Basic bWFyaWprZTpnZWhlaW0=\r\nCookie: s=1\r\n\r\n".to_vec()
    });
}

fn connect(
    film: &mut Film,
    r: &Resident,
    at: u64,
    n: u32,
    name: &str,
    port: u16,
    first: &dyn Fn() -> Vec<u8>,
) {
    let id = (n as u16).wrapping_add((at / DAY) as u16);
    let resolver = (ROUTER_MAC, router(r), 53);
    let own = 49_152 + (n % 8_000) as u16;
    film.udp(at, (r.mac, r.lan, own), resolver, 64, &dns::write_query(id, name, dns::kind::A));
    let answer = dns::write_answer(id, name, dns::kind::A, vec![dns::Data::A(outside(name))]);
    film.udp(at + 8_000, resolver, (r.mac, r.lan, own), 64, &answer);
    let (here, there) = ((r.mac, r.lan, own), (ROUTER_MAC, outside(name), port));
    let hello = first();
    let length = u32::try_from(hello.len()).unwrap_or(0);
    film.tcp(at + 20_000, here, there, "S", (1000, 0), &[]);
    film.tcp(at + 45_000, there, here, "SA", (7000, 1001), &[]);
    film.tcp(at + 45_500, here, there, "A", (1001, 7001), &[]);
    film.tcp(at + 46_000, here, there, "PA", (1001, 7001), &hello);
    film.tcp(at + 70_000, there, here, "A", (7001, 1001 + length), &[]);
    film.tcp(at + 90_000, here, there, "FA", (1001 + length, 7001), &[]);
}

/// Whether an address stands for the outside in this town.
pub fn is_outside(ip: IpAddr) -> bool {
    matches!(ip, IpAddr::V4(v4) if v4.octets()[..3] == [192, 88, 99])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_capture_is_in_time_order_repeatable_and_holds_every_resident() {
        let town = Town::merelbrugge(7);
        let bytes = capture(&town, 7);
        assert_eq!(bytes, capture(&town, 7));
        let mut at = 24;
        let (mut last, mut frames) = (0u64, 0u32);
        while at + 16 <= bytes.len() {
            let word = |i: usize| u32::from_le_bytes([bytes[i], bytes[i + 1], bytes[i + 2], bytes[i + 3]]);
            let time = u64::from(word(at)) * 1_000_000 + u64::from(word(at + 4));
            assert!(time >= last, "frame {frames} goes back");
            last = time;
            at += 16 + word(at + 8) as usize;
            frames += 1;
        }
        assert_eq!(at, bytes.len());
        assert!(last - START * 1_000_000 > 13 * DAY && frames > 10_000, "{frames}");
        for r in &town.residents {
            assert!(bytes.windows(6).any(|w| w == r.mac.0), "{:?}", r.mac);
        }
    }
}
