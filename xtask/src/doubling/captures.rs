//! Captures made longer: pcap files of frames that differ in one thing.

const CAMERA: [u8; 6] = [2, 0, 0x5e, 0x10, 0, 1];
const CLIENT: [u8; 6] = [2, 0, 0x5e, 0x10, 0, 2];
const ALL: [u8; 6] = [0xff; 6];
const CAMERA_IP: [u8; 4] = [10, 0, 0, 7];
const CLIENT_IP: [u8; 4] = [10, 0, 0, 9];
const GROUP: (Mac, Ip, u16) = ([1, 0, 0x5e, 0x7f, 0xff, 0xfa], [239, 255, 255, 250], 1900);

type Mac = [u8; 6];
type Ip = [u8; 4];
type Who = (Mac, Ip, u16);

fn be16(number: usize) -> [u8; 2] {
    u16::try_from(number).unwrap_or(u16::MAX).to_be_bytes()
}

/// The last three bytes of a number.
fn three(n: usize) -> [u8; 3] {
    [(n >> 16) as u8, (n >> 8) as u8, n as u8]
}

/// A station of its own, and an address.
fn station(n: usize) -> Mac {
    let [a, b, c] = three(n);
    [2, 1, 0x5e, a, b, c]
}

fn address(n: usize) -> Ip {
    let [a, b, c] = three(n + 256);
    [10, a, b, c]
}

fn file(frames: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut out = vec![0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0];
    for (second, frame) in (1_700_000_000u32..).zip(frames) {
        let length = u32::try_from(frame.len()).unwrap_or(0).to_le_bytes();
        out.extend([&second.to_le_bytes()[..], &[0; 4], &length, &length, &frame].concat());
    }
    out
}

fn ethernet(to: Mac, from: Mac, kind: u16, payload: &[u8]) -> Vec<u8> {
    [&to[..], &from, &kind.to_be_bytes(), payload].concat()
}

fn packet(from: Who, to: Who, protocol: u8, id: usize, word: usize, payload: &[u8]) -> Vec<u8> {
    let head =
        [&[0x45, 0][..], &be16(20 + payload.len()), &be16(id % 65_536), &be16(word), &[64, protocol, 0, 0]]
            .concat();
    ethernet(to.0, from.0, 0x0800, &[&head[..], &from.1, &to.1, payload].concat())
}

fn udp(from: Who, to: Who, payload: &[u8]) -> Vec<u8> {
    let head =
        [&from.2.to_be_bytes()[..], &to.2.to_be_bytes(), &be16(8 + payload.len()), &[0, 0], payload].concat();
    packet(from, to, 17, 0, 0, &head)
}

fn tcp(from: Who, to: Who, sequence: usize, flags: u8, payload: &[u8]) -> Vec<u8> {
    let sequence = u32::try_from(sequence).unwrap_or(0).to_be_bytes();
    let head = [
        &from.2.to_be_bytes()[..],
        &to.2.to_be_bytes(),
        &sequence,
        &[0; 4],
        &[0x50, flags, 1, 0, 0, 0, 0, 0],
        payload,
    ];
    packet(from, to, 6, 0, 0, &head.concat())
}

/// A stream of the camera to the client, of segments given in the order in which they are sent.
fn stream(segments: impl IntoIterator<Item = (usize, Vec<u8>)>) -> Vec<u8> {
    let (camera, client) = ((CAMERA, CAMERA_IP, 80), (CLIENT, CLIENT_IP, 40_000));
    let opening = [
        tcp(client, camera, 99, 2, &[]),
        tcp(camera, client, 499, 0x12, &[]),
        tcp(client, camera, 100, 0x18, b"GET / HTTP/1.1\r\n\r\n"),
    ];
    file(
        opening
            .into_iter()
            .chain(segments.into_iter().map(|(at, bytes)| tcp(camera, client, 500 + at, 0x18, &bytes))),
    )
}

fn notify(n: usize) -> Vec<u8> {
    format!("NOTIFY * HTTP/1.1\r\nNT: x\r\nNTS: ssdp:alive\r\nSERVER: s{n}\r\n\r\n").into_bytes()
}

/// Connections outwards.
pub fn flows(many: usize) -> Vec<u8> {
    file((0..many).map(|n| {
        let [a, b, c] = three(n);
        tcp((CAMERA, CAMERA_IP, 1024 + (n % 60_000) as u16), (CLIENT, [100, a, b, c], 443), 7, 2, &[])
    }))
}

/// One message in segments of one header.
pub fn segments(many: usize) -> Vec<u8> {
    let mut at = 0;
    stream((0..many).map(|n| {
        let bytes = if n == 0 { b"HTTP/1.1 200 OK\r\n".to_vec() } else { b"X-Header: v\r\n".to_vec() };
        at += bytes.len();
        (at - bytes.len(), bytes)
    }))
}

/// Segments of which each second comes before the first.
pub fn disorder(many: usize) -> Vec<u8> {
    let answer = b"HTTP/1.1 204 No Content\r\n\r\n";
    stream((0..many).map(|n| ((n ^ 1) * answer.len(), answer.to_vec())))
}

/// Answers over one connection.
pub fn messages(many: usize) -> Vec<u8> {
    let mut at = 0;
    stream((0..many).map(|n| {
        let bytes = format!("HTTP/1.1 200 OK\r\nServer: s{n}\r\nContent-Length: 0\r\n\r\n").into_bytes();
        at += bytes.len();
        (at - bytes.len(), bytes)
    }))
}

/// Hosts that say hello to each other.
pub fn hosts(many: usize) -> Vec<u8> {
    file((0..many).map(|n| udp((station(n), address(n), 5000), (CLIENT, CLIENT_IP, 5000), b"hello")))
}

fn arp(mac: Mac, ip: Ip) -> Vec<u8> {
    ethernet(ALL, mac, 0x0806, &[&[0, 1, 8, 0, 6, 4, 0, 1][..], &mac, &ip, &[0; 6], &CLIENT_IP].concat())
}

/// Stations that all hold one address.
pub fn holders(many: usize) -> Vec<u8> {
    file((0..many).map(|n| arp(station(n), CAMERA_IP)))
}

/// Addresses that one station holds.
pub fn addresses(many: usize) -> Vec<u8> {
    file((0..many).map(|n| arp(CAMERA, address(n))))
}

/// Whoever speaks to a group, each with words of its own.
pub fn speakers(many: usize) -> Vec<u8> {
    file((0..many).map(|n| udp((station(n), address(n), 1900), GROUP, &notify(n))))
}

/// One that speaks to a group in ever other words.
pub fn values(many: usize) -> Vec<u8> {
    file((0..many).map(|n| udp((CAMERA, CAMERA_IP, 1900), GROUP, &notify(n))))
}

/// Clients that ask for an address through one relay.
pub fn clients(many: usize) -> Vec<u8> {
    file((0..many).map(|n| {
        let mut message = vec![0; 240];
        message[..3].copy_from_slice(&[1, 1, 6]);
        message[24..28].copy_from_slice(&[10, 0, 0, 1]);
        message[28..34].copy_from_slice(&station(n));
        message[236..].copy_from_slice(&[0x63, 0x82, 0x53, 0x63]);
        message.extend([53, 1, 3, 255]);
        udp((CAMERA, [10, 0, 0, 1], 67), (CLIENT, [10, 0, 0, 2], 67), &message)
    }))
}

fn dns(name: &str, answers: &[Ip]) -> Vec<u8> {
    let flags = if answers.is_empty() { 1 } else { 0x81 };
    let mut out = vec![0, 7, flags, 0, 0, 1, 0, answers.len() as u8, 0, 0, 0, 0];
    for label in name.split('.') {
        out.extend([&[label.len() as u8][..], label.as_bytes()].concat());
    }
    out.extend([0, 0, 1, 0, 1]);
    for ip in answers {
        out.extend([&[0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4][..], ip].concat());
    }
    out
}

fn answered(n: usize, name: &str, ip: Ip) -> Vec<u8> {
    udp((CLIENT, CLIENT_IP, 53), (CAMERA, CAMERA_IP, 1024 + (n % 60_000) as u16), &dns(name, &[ip]))
}

/// Names with addresses of their own.
pub fn names(many: usize) -> Vec<u8> {
    file((0..many).map(|n| {
        let [a, b, c] = three(n);
        answered(n, &format!("n{n}.example.com"), [100, a, b, c])
    }))
}

/// Names of one address.
pub fn aliases(many: usize) -> Vec<u8> {
    file((0..many).map(|n| answered(n, &format!("n{n}.example.com"), [100, 0, 0, 1])))
}

/// Names that one host asks of a resolver inside.
pub fn lookups(many: usize) -> Vec<u8> {
    file((0..many).map(|n| {
        udp((CAMERA, CAMERA_IP, 5000), (CLIENT, CLIENT_IP, 53), &dns(&format!("n{n}.hik-connect.com"), &[]))
    }))
}

/// Pieces of datagrams that never become whole.
pub fn datagrams(many: usize) -> Vec<u8> {
    let (from, to) = ((CAMERA, CAMERA_IP, 0), (CLIENT, CLIENT_IP, 0));
    file((0..many).map(|n| packet(from, to, 17, n, 0x2000, &[0; 64])))
}

/// Pieces of one datagram, over and over.
pub fn fragments(many: usize) -> Vec<u8> {
    let (from, to) = ((CAMERA, CAMERA_IP, 0), (CLIENT, CLIENT_IP, 0));
    file((0..many).map(|n| packet(from, to, 17, n / 1000, 0x2000 | (n * 2 % 2000), &[0; 8])))
}

/// One frame with tags before what it carries.
pub fn tags(many: usize) -> Vec<u8> {
    let inner = udp((CAMERA, CAMERA_IP, 1900), GROUP, &notify(0));
    file((0..4).map(|_| [&inner[..12], &[0x81, 0, 0, 1].repeat(many.min(15_000)), &inner[12..]].concat()))
}

/// Networks that a server of addresses names.
pub fn networks(many: usize) -> Vec<u8> {
    file((0..many).map(|n| {
        let mut message = vec![0; 240];
        message[..3].copy_from_slice(&[2, 1, 6]);
        message[16..20].copy_from_slice(&address(n << 8));
        message[28..34].copy_from_slice(&station(n));
        message[236..].copy_from_slice(&[0x63, 0x82, 0x53, 0x63]);
        message.extend([53, 1, 5, 1, 4, 255, 255, 255, 0, 255]);
        udp((CAMERA, [10, 0, 0, 1], 67), (ALL, [255; 4], 68), &message)
    }))
}
