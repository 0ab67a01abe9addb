//! Messages whose bytes hold lengths and counts, made longer: so many units, and every length true to them as far as
//! its bytes can say.

use super::growth::part_repeated;

fn be16(number: usize) -> [u8; 2] {
    u16::try_from(number).unwrap_or(u16::MAX).to_be_bytes()
}

fn be32(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes()
}

/// So many units behind a front.
fn units(front: &[u8], many: usize, unit: impl Fn(usize) -> Vec<u8>) -> Vec<u8> {
    let mut out = front.to_vec();
    (0..many).for_each(|number| out.extend(unit(number)));
    out
}

/// A name of its own for each unit.
fn named(number: usize) -> Vec<u8> {
    format!("n{number}").into_bytes()
}

/// Type and length of two bytes each, and a value.
fn part(kind: usize, length: usize, value: &[u8]) -> Vec<u8> {
    [&be16(kind)[..], &be16(length), value].concat()
}

/// Heads of Baichuan messages without bodies.
pub fn heads(many: usize) -> Vec<u8> {
    units(&[], many, |n| {
        let number = u32::try_from(n).unwrap_or(0).to_le_bytes();
        [&[0xf0, 0xde, 0xbc, 0x0a][..], &number, &[0; 8], &[0xc8, 0, 0, 0, 0, 0, 0, 0]].concat()
    })
}

/// Parts of CDP.
pub fn cdp(many: usize) -> Vec<u8> {
    units(&[2, 0xb4, 0, 0], many, |n| part(1, 4 + named(n).len(), &named(n)))
}

/// Lines behind Dahua's old answer.
pub fn dahua_legacy(many: usize) -> Vec<u8> {
    let lines = units(&[], many, |n| format!("Name:n{n}\r\n").into_bytes());
    let mut head = vec![0; 0x78];
    head[0] = 0xb3;
    head[2] = 17;
    head[0x14..0x16].copy_from_slice(&u16::try_from(lines.len()).unwrap_or(u16::MAX).to_le_bytes());
    [&head, &b"02:02:a9:00:00:01"[..], &lines].concat()
}

fn dhcp(many: usize, option: impl Fn(usize) -> Vec<u8>) -> Vec<u8> {
    let mut front = vec![0; 240];
    front[..3].copy_from_slice(&[1, 1, 6]);
    front[28..34].copy_from_slice(&[2, 0, 0x5e, 0x10, 0, 1]);
    front[236..].copy_from_slice(&[0x63, 0x82, 0x53, 0x63]);
    front.extend([53, 1, 3]);
    units(&front, many, option)
}

/// Options of DHCP.
pub fn dhcp_options(many: usize) -> Vec<u8> {
    dhcp(many, |n| vec![60 + (n % 100) as u8, 2, b'a', b'b'])
}

/// One option in many pieces (RFC 3396).
pub fn dhcp_pieces(many: usize) -> Vec<u8> {
    dhcp(many, |n| vec![12, 2, b'a', n as u8])
}

/// Options of DHCPv6.
pub fn dhcp6_options(many: usize) -> Vec<u8> {
    units(&[1, 0, 0, 7], many, |n| part(16, 4 + named(n).len(), &[&be32(1), &named(n)[..]].concat()))
}

/// A message that many relays passed on.
pub fn dhcp6_relays(many: usize) -> Vec<u8> {
    let mut message = dhcp6_options(1);
    for _ in 0..many {
        message = [&[12, 0][..], &[0; 32], &part(9, message.len(), &message)].concat();
    }
    message
}

/// JSON nested deeply.
pub fn json_depth(many: usize) -> Vec<u8> {
    let deep = ["{\"a\":".repeat(many), "1".to_owned(), "}".repeat(many)].concat();
    format!("{{\"mac\":\"02:00:5e:10:00:02\",\"params\":{{\"deviceInfo\":{{\"DeviceType\":\"X\",\"k\":{deep}}}}}}}")
        .into_bytes()
}

/// XML nested deeply.
pub fn soap_depth(many: usize) -> Vec<u8> {
    let front = "<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\" \
                 xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" \
                 xmlns:d=\"http://schemas.xmlsoap.org/ws/2005/04/discovery\" \
                 xmlns:t=\"http://www.onvif.org/ver10/device/wsdl\"><e:Body>\
                 <d:ProbeMatches><d:ProbeMatch><d:XAddrs>http://192.0.2.1/</d:XAddrs></d:ProbeMatch></d:ProbeMatches>\
                 <t:GetDeviceInformationResponse><t:Model>M</t:Model></t:GetDeviceInformationResponse>";
    [front, &"<a>".repeat(many), &"</a>".repeat(many), "</e:Body></e:Envelope>"].concat().into_bytes()
}

fn dns(flags: usize, counts: [usize; 4], rest: &[u8]) -> Vec<u8> {
    [&be16(7)[..], &be16(flags), &counts.map(be16).concat(), rest].concat()
}

fn label(text: &[u8]) -> Vec<u8> {
    [&[text.len() as u8], text].concat()
}

/// A record of a name given by its bytes.
fn record(name: &[u8], kind: usize, data: &[u8]) -> Vec<u8> {
    [name, &be16(kind), &be16(1), &be32(60), &be16(data.len()), data].concat()
}

/// Addresses of one name.
pub fn dns_answers(many: usize) -> Vec<u8> {
    let question = [&label(b"cam")[..], &label(b"test"), &[0, 0, 1, 0, 1]].concat();
    dns(0x8180, [1, many, 0, 0], &units(&question, many, |n| record(&[0xc0, 12], 1, &be32(n))))
}

/// Names that are aliases of the next, and its address at the end.
pub fn dns_aliases(many: usize) -> Vec<u8> {
    let name = |n: usize| [&label(&named(n))[..], &[0]].concat();
    let records =
        units(&[], many, |n| [record(&name(n), 5, &name(n + 1)), record(&name(n), 1, &be32(n))].concat());
    dns(0x8180, [0, 2 * many, 0, 0], &records)
}

/// Questions.
pub fn dns_questions(many: usize) -> Vec<u8> {
    dns(0x0100, [many, 0, 0, 0], &units(&[], many, |n| [&label(&named(n))[..], &[0, 0, 1, 0, 1]].concat()))
}

/// Services with their hosts, texts and addresses.
pub fn mdns_services(many: usize) -> Vec<u8> {
    let kind = [&label(b"_http")[..], &label(b"_tcp"), &label(b"local"), &[0]].concat();
    let records = units(&record(&kind, 12, &[&label(b"a")[..], &[0xc0, 12]].concat()), many, |n| {
        let own = [&label(&named(n))[..], &[0xc0, 12]].concat();
        let host = [&label(&named(n))[..], &label(b"local"), &[0]].concat();
        [
            record(&[0xc0, 12], 12, &own),
            record(&own, 33, &[&[0, 0, 0, 0, 0, 80][..], &host].concat()),
            record(&own, 16, &label(format!("md=M{n}").as_bytes())),
            record(&host, 1, &be32(n)),
        ]
        .concat()
    });
    dns(0x8400, [0, 4 * many + 1, 0, 0], &records)
}

/// Texts of one service.
pub fn mdns_texts(many: usize) -> Vec<u8> {
    let name = [&label(b"cam")[..], &label(b"_http"), &label(b"_tcp"), &label(b"local"), &[0]].concat();
    let texts = units(&[], many, |n| label(format!("k{n}=v").as_bytes()));
    dns(0x8400, [0, 1, 0, 0], &record(&name, 16, &texts))
}

/// Names that point to a name that points to a name.
pub fn mdns_pointers(many: usize) -> Vec<u8> {
    let mut out = record(&[&label(b"a")[..], &[0]].concat(), 12, &[&label(b"b")[..], &[0xc0, 12]].concat());
    for _ in 0..many {
        // A label of one letter and a pointer are the data of the record before.
        let before = 12 + out.len() - 4;
        let pointer = [0xc0 | (before >> 8) as u8 & 0x3f, before as u8];
        out.extend(record(&pointer, 12, &[&label(b"c")[..], &pointer].concat()));
    }
    dns(0x8400, [0, many + 1, 0, 0], &out)
}

/// Headers of DVRIP with numbers of their own.
pub fn dvrip(many: usize) -> Vec<u8> {
    units(&[], many, |n| {
        let mut head = [0; 20];
        head[..2].copy_from_slice(&[0xff, 1]);
        head[14..16].copy_from_slice(&((1001 + 2 * n) as u16).to_le_bytes());
        head.to_vec()
    })
}

/// Prefixes that a router announces.
pub fn icmp(many: usize) -> Vec<u8> {
    let mut front = vec![0; 16];
    front[0] = 134;
    units(&front, many, |n| {
        let mut option = vec![3, 4, 64, 0xc0];
        option.resize(16, 0);
        option.extend([0x20, 1, 0xd, 0xb8]);
        option.extend(be32(n));
        option.resize(32, 0);
        option
    })
}

/// Parts of LLDP.
pub fn lldp(many: usize) -> Vec<u8> {
    let part = |kind: usize, value: &[u8]| [&be16(kind << 9 | value.len())[..], value].concat();
    let front = [
        part(1, &[4, 2, 0, 0x5e, 0x10, 0, 0x12]),
        part(2, &[3, 2, 0, 0x5e, 0x10, 0, 0x12]),
        part(3, &[0, 120]),
    ];
    units(&front.concat(), many, |n| part(5, &named(n)))
}

/// Names of a NetBIOS node.
pub fn netbios(many: usize) -> Vec<u8> {
    let mut front = dns(0x8400, [0, 1, 0, 0], &label(&b"CA".repeat(16)));
    front.extend([0, 0, 0x21, 0, 1, 0, 0, 0, 0, 0, 0, many.min(255) as u8]);
    units(&front, many, |n| [format!("{n:<15}").as_bytes(), &[0, 4, 0]].concat())
}

/// Flows of NetFlow version 5.
pub fn netflow_v5(many: usize) -> Vec<u8> {
    let mut front = [&be16(5)[..], &be16(many)].concat();
    front.resize(24, 0);
    units(&front, many, |n| {
        let mut flow = [be32(n), be32(n + 1)].concat();
        flow.resize(48, 0);
        flow
    })
}

fn netflow(sets: &[u8], many: usize) -> Vec<u8> {
    [&be16(9)[..], &be16(many), &[0; 16], sets].concat()
}

/// Flows of NetFlow version 9, in one set.
pub fn netflow_v9(many: usize) -> Vec<u8> {
    let template = part(0, 16, &[1, 0, 0, 2, 0, 8, 0, 4, 0, 12, 0, 4]);
    let flows = units(&[], many, |n| [be32(n), be32(n + 1)].concat());
    netflow(&[template, part(256, 4 + flows.len(), &flows)].concat(), many + 1)
}

/// Templates of NetFlow version 9.
pub fn netflow_templates(many: usize) -> Vec<u8> {
    let sets =
        units(&[], many, |n| part(0, 16, &[&be16(256 + n)[..], &[0, 2, 0, 8, 0, 4, 0, 12, 0, 4]].concat()));
    netflow(&sets, many)
}

/// Tags of Panasonic's answer.
pub fn panasonic(many: usize) -> Vec<u8> {
    let mut front = vec![0; 53];
    front[1] = 1;
    front[6..12].copy_from_slice(&[2, 0, 0x5e, 0x10, 0, 1]);
    units(&front, many, |n| part(0xa7, named(n).len(), &named(n)))
}

/// Sampled packets.
pub fn sflow(many: usize) -> Vec<u8> {
    let front = [be32(5), be32(1), be32(0), be32(0), be32(1), be32(1), be32(many)].concat();
    units(&front, many, |n| {
        let header = [be32(1), be32(60), be32(0), be32(16), be32(n), be32(n), be32(n), be32(n)].concat();
        let sample = [
            &[be32(1), be32(3), be32(512), be32(0), be32(0), be32(3), be32(4), be32(1), be32(1)].concat()[..],
            &be32(header.len()),
            &header,
        ]
        .concat();
        [&be32(1)[..], &be32(sample.len()), &sample].concat()
    })
}

/// A value with its tag and length, as BER writes it.
fn wrap(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let bytes = length.to_be_bytes();
    let head = if length < 128 { vec![length as u8] } else { [&[0x84][..], &bytes[4..]].concat() };
    [&[tag][..], &head, content].concat()
}

/// Bindings of an SNMP answer.
pub fn snmp(many: usize) -> Vec<u8> {
    let bindings = units(&[], many, |n| {
        let oid =
            [&[0x2b, 6, 1, 4, 1, 0x82, 0x70][..], &[(n >> 7 & 0x7f) as u8 | 0x80, (n & 0x7f) as u8]].concat();
        wrap(0x30, &[wrap(6, &oid), wrap(4, &named(n))].concat())
    });
    let zero = wrap(2, &[0]);
    let body = [&zero[..], &zero, &zero, &wrap(0x30, &bindings)].concat();
    wrap(0x30, &[wrap(2, &[1]), wrap(4, b"x"), wrap(0xa2, &body)].concat())
}

/// Parts of Sony's answer.
pub fn sony(many: usize) -> Vec<u8> {
    units(b"\x02MAC:02-01-4A-00-00-01\xff", many, |n| {
        format!("X{n}:v").into_bytes().into_iter().chain([0xff]).collect()
    })
}

/// Keys of a Tuya announcement.
pub fn tuya(many: usize) -> Vec<u8> {
    let keys = units(b"{\"gwId\":\"a\"", many, |n| format!(",\"k{n}\":1").into_bytes());
    let body = [&[0; 4][..], &keys, b"}", &[0; 8]].concat();
    [&[0, 0, 0x55, 0xaa, 0, 0, 0, 0, 0, 0, 0, 0x12][..], &be32(body.len()), &body].concat()
}

/// Items of Ubiquiti's answer.
pub fn ubiquiti(many: usize) -> Vec<u8> {
    let items = units(&[], many, |n| [&[0x0b][..], &be16(named(n).len()), &named(n)].concat());
    [&[1, 0][..], &be16(items.len()), &items].concat()
}

/// Items of Vivotek's answer.
pub fn vivotek(many: usize) -> Vec<u8> {
    units(&[3, 0x4a, 0x5d, 0x8f, 0x1c], many, |n| [&[1][..], &label(&named(n))].concat())
}

/// Keys of an answer behind XM's header.
pub fn xm(many: usize) -> Vec<u8> {
    let keys = units(b"{\"NetWork.NetCommon\":{\"SN\":\"s\"", many, |n| format!(",\"k{n}\":1").into_bytes());
    let body = [&keys[..], b"}}"].concat();
    let mut head = vec![0; 20];
    head[..2].copy_from_slice(&[0xff, 1]);
    head[14..16].copy_from_slice(&1531u16.to_le_bytes());
    head[16..].copy_from_slice(&u32::try_from(body.len()).unwrap_or(0).to_le_bytes());
    [head, body].concat()
}

fn name(parts: &[u8]) -> Vec<u8> {
    wrap(0x30, parts)
}

fn relative_name(text: &[u8]) -> Vec<u8> {
    wrap(0x31, &wrap(0x30, &[wrap(6, &[0x55, 4, 3]), wrap(12, text)].concat()))
}

fn certificate(subject: &[u8], names: &[u8]) -> Vec<u8> {
    let algorithm = wrap(0x30, &wrap(6, &[0x2a, 3]));
    let date = wrap(0x17, b"700101000000Z");
    let extension = wrap(0x30, &[wrap(6, &[0x55, 0x1d, 0x11]), wrap(4, &wrap(0x30, names))].concat());
    let tbs = [
        wrap(0xa0, &wrap(2, &[2])),
        wrap(2, &[1]),
        algorithm.clone(),
        name(&relative_name(b"issuer")),
        wrap(0x30, &[date.clone(), date].concat()),
        name(subject),
        wrap(0x30, &[algorithm.clone(), wrap(3, &[0, 9])].concat()),
        wrap(0xa3, &wrap(0x30, &extension)),
    ];
    wrap(0x30, &[wrap(0x30, &tbs.concat()), algorithm, wrap(3, &[0, 9])].concat())
}

/// Other names of a certificate.
pub fn certificate_names(many: usize) -> Vec<u8> {
    certificate(&relative_name(b"cam"), &units(&[], many, |n| wrap(0x82, &named(n))))
}

/// Parts of the name of a certificate.
pub fn certificate_parts(many: usize) -> Vec<u8> {
    certificate(&units(&[], many, |n| relative_name(&named(n))), &wrap(0x82, b"cam"))
}

/// One TLS handshake message in records of so many bytes.
fn tls(kind: u8, body: &[u8], record: usize) -> Vec<u8> {
    let message = [&[kind][..], &be32(body.len())[1..], body].concat();
    message.chunks(record).flat_map(|c| [&[22, 3, 1][..], &be16(c.len()), c].concat()).collect()
}

fn client_hello(ciphers: &[u8], extensions: &[u8]) -> Vec<u8> {
    let front = [&[3, 3][..], &[7; 32], &[0]].concat();
    [&front[..], &be16(ciphers.len()), ciphers, &[1, 0], &be16(extensions.len()), extensions].concat()
}

/// A hello cut into records of one byte.
pub fn tls_records(many: usize) -> Vec<u8> {
    tls(1, &client_hello(&[0x13, 1].repeat(many.min(32_000)), &[]), 1)
}

/// Extensions of a hello.
pub fn tls_extensions(many: usize) -> Vec<u8> {
    tls(1, &client_hello(&[0x13, 1], &units(&[], many.min(16_000), |n| part(1000 + n, 0, &[]))), 16_000)
}

/// Cipher suites of a hello.
pub fn tls_ciphers(many: usize) -> Vec<u8> {
    tls(1, &client_hello(&units(&[], many.min(32_000), |n| be16(n).to_vec()), &[]), 16_000)
}

/// Certificates of one server.
pub fn tls_certificates(many: usize) -> Vec<u8> {
    let one = certificate(&relative_name(b"cam"), &wrap(0x82, b"cam"));
    let chain = units(&[], many, |_| [&be32(one.len())[1..], &one[..]].concat());
    let hello = tls(2, &[&[3, 3][..], &[7; 32], &[0, 0xc0, 0x2b, 0]].concat(), 16_000);
    [hello, tls(11, &[&be32(chain.len())[1..], &chain[..]].concat(), 16_000)].concat()
}

/// A sample with each of its eighths repeated in turn, and bytes of every sort put into its middle: what is tried of
/// every reader, also of those that say nothing of themselves here.
pub fn blind(sample: &[u8], way: usize, many: usize) -> Vec<u8> {
    let eighth = (sample.len() / 8).max(1);
    if let Some(bytes) = BYTES.get(way) {
        return super::growth::middle_filled(sample, bytes, many);
    }
    let start = (way - BYTES.len()) * eighth;
    part_repeated(sample, start..start + eighth, many)
}

/// How many ways of that there are.
pub const WAYS: usize = BYTES.len() + 8;

/// What is put into the middle of a sample.
const BYTES: &[&[u8]] = &[
    b"A", b"<", b"<a>", b"{", b"[", b"\"", b" ", b"\n", b"\r\n", b"&", b"&amp;", b"%20", b",", b";", b"=",
    b"\0", b"\xff",
];
