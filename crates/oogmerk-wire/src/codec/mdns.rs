//! Multicast DNS and DNS-SD: what a device announces, and what a client asks for. What it is not: unicast DNS
//! (`dns`), which carries names of people. Records are taken from responses only; the known answers in a client's
//! question are about others. Source: RFC 6762, RFC 6763.

use super::dns::{self, Data, Message as Dns, Name, Question, Record, Section, kind};
use crate::row::{Ask, Carried, Codec, Datagrams, Heard, Proof, Secrets};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::spanned::{Spanned, answered, asked};
use std::net::{Ipv4Addr, Ipv6Addr};

/// The row of this codec.
pub const CODEC: Codec = Codec {
    proof: Proof::Proven("captures of devices being installed, published by IoT Sentinel"),
    carried: &[Carried::Datagrams(Datagrams { ports_may_carry_media: false, ..Datagrams::on(&[5353]) })],
    secrets: Secrets::Open,
    varies: 2,
    asks: &[
        Ask::group("mdns", |_| Some(ask())),
        Ask::group("mdns-axis", |_| ask_service("_axis-video._tcp.local")),
    ],
    heard: Heard {
        families: &["mdns"],
        by_itself: true,
        of_clients: &["mdns.question"],
        is_two_sided: true,
        ..Heard::UNSAID
    },
    ..Codec::new("mdns", read, include_bytes!("../../../../fuzz/corpus/mdns/announcement.bin"))
};

/// The group.
pub const GROUP: Ipv4Addr = Ipv4Addr::new(224, 0, 0, 251);
/// Its port.
pub const PORT: u16 = 5353;
/// The name whose PTR records list all service types.
pub const ALL_SERVICES: &str = "_services._dns-sd._udp.local";

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The DNS message it is.
    pub dns: Dns,
}

/// Clues told at most of one message.
const CLUES_MAX: usize = 512;
/// TXT keys whose value names a model.
const MODEL_KEYS: [&str; 8] =
    ["md", "model", "ty", "product", "am", "model_number", "model_name", "modelname"];
/// TXT keys whose value is the maker's name.
const VENDOR_KEYS: [&str; 4] = ["vendor", "manufacturer", "mfg", "usb_mfg"];
/// TXT keys whose value is a version of the firmware.
const FIRMWARE_KEYS: [&str; 8] =
    ["fw", "fv", "fwver", "fwversion", "fw_version", "firmware", "firmware_version", "firmwareversion"];
/// TXT keys whose value is the sender's MAC.
const MAC_KEYS: [&str; 3] = ["mac", "macaddress", "mac_address"];
/// TXT keys never kept.
const SECRET_KEYS: [&str; 8] = ["password", "passwd", "pwd", "token", "secret", "psk", "pin", "user"];

/// Reads one datagram.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let dns = dns::parse(payload)?;
    if dns.flags & 0x7800 != 0 {
        return Err(Malformed::at(2, "an operation mDNS does not have"));
    }
    Ok(Message { dns })
}

/// Bytes to clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    Ok(parse(payload)?.clues())
}

/// The fields of one string of a TXT record, as a browser printed it. Secrets are passed over.
pub fn text_clues(text: &[u8], is_device_info: bool) -> Clues {
    let mut clues = Clues::default();
    tell_text(&mut clues, &Spanned::copied(text, 0..text.len()), is_device_info);
    clues
}

impl Message {
    /// For a response: services, instances, hosts and texts of the sender. For a question: the service types asked for.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        if self.dns.is_response() {
            if !self.dns.records.is_empty() {
                answered(&mut clues, "mdns");
            }
            for record in &self.dns.records {
                tell_record(&mut clues, record);
            }
        } else {
            let services: Vec<_> =
                self.dns.questions.iter().filter(|q| q.kind == kind::PTR && is_service(&q.name)).collect();
            if !services.is_empty() {
                asked(&mut clues, "mdns");
            }
            for question in services {
                once(&mut clues, "mdns.question", &question.name.spanned());
            }
        }
        clues
    }
}

fn tell_record(clues: &mut Clues, record: &Record) {
    match &record.data {
        Data::Ptr(target) if record.name.is(ALL_SERVICES) => once(clues, "mdns.service", &target.spanned()),
        Data::Ptr(target) if is_service(&record.name) => {
            once(clues, "mdns.service", &service_part(&record.name));
            once(clues, "mdns.instance", &target.spanned());
        }
        Data::Ptr(target) if ends_with(&record.name, "arpa") && ends_with(target, "local") => {
            once(clues, "mdns.host", &target.spanned());
        }
        Data::Srv(_, host) => {
            once(clues, "mdns.service", &service_part(&record.name));
            once(clues, "mdns.instance", &record.name.spanned());
            once(clues, "mdns.host", &host.spanned());
        }
        Data::A(_) | Data::Aaaa(_) if ends_with(&record.name, "local") => {
            once(clues, "mdns.host", &record.name.spanned());
        }
        Data::Txt(texts) => {
            let device_info = record.name.labels.iter().any(|l| l.eq_ignore_ascii_case("_device-info"));
            for text in texts.iter().take(64) {
                tell_text(clues, text, device_info);
            }
        }
        _ => {}
    }
}

fn tell_text(clues: &mut Clues, text: &Spanned, device_info: bool) {
    let key = text.value.split('=').next().unwrap_or_default().to_ascii_lowercase();
    // The name of a radio network is somebody's, and tells where they live; no maker gives itself away by it.
    if SECRET_KEYS.contains(&key.as_str()) || key.contains("ssid") {
        return;
    }
    once(clues, if device_info { "mdns.device_info_txt" } else { "mdns.txt" }, text);
    let Some((_, value)) = text.value.split_once('=').filter(|(_, v)| !v.trim().is_empty()) else { return };
    let value = text.read_part(value.trim());
    for (keys, field) in [
        (&MODEL_KEYS[..], "mdns.txt_model"),
        (&VENDOR_KEYS[..], "mdns.txt_vendor"),
        (&FIRMWARE_KEYS[..], "mdns.txt_firmware"),
    ] {
        if keys.contains(&key.as_str()) {
            once(clues, field, &value);
        }
    }
    if let Some(mac) = value.as_mac().filter(|_| MAC_KEYS.contains(&key.as_str())) {
        once(clues, "mdns.mac", &mac);
    }
}

/// Each value of a field once: announcements repeat the same name in many records.
fn once(clues: &mut Clues, field: &'static str, value: &Spanned) {
    let full = clues.0.len() >= CLUES_MAX;
    if !full && !clues.0.iter().any(|c| c.field.as_str() == field && c.value == value.value) {
        value.tell(clues, field);
    }
}

/// `_name._tcp.local` or `_name._udp.local`, with or without a subtype.
fn is_service(name: &Name) -> bool {
    let transport = |l: &String| l.eq_ignore_ascii_case("_tcp") || l.eq_ignore_ascii_case("_udp");
    name.labels.first().is_some_and(|l| l.starts_with('_')) && name.labels.iter().any(transport)
}

/// The service type inside an instance's or a subtype's name.
fn service_part(name: &Name) -> Spanned {
    let transport =
        name.labels.iter().rposition(|l| l.eq_ignore_ascii_case("_tcp") || l.eq_ignore_ascii_case("_udp"));
    let from = transport.unwrap_or(0).saturating_sub(1);
    Spanned::computed(name.labels[from.min(name.labels.len())..].join("."), name.span.clone())
}

fn ends_with(name: &Name, label: &str) -> bool {
    name.labels.last().is_some_and(|l| l.eq_ignore_ascii_case(label))
}

/// One-shot question for all service types, to the group. From a port other than 5353 answers come unicast
/// (RFC 6762 §6.7).
pub fn ask() -> Inquiry {
    inquiry(ALL_SERVICES)
}

/// One-shot question for the instances of one service type. `None` where it is no service type of the local domain.
pub fn ask_service(service: &str) -> Option<Inquiry> {
    let name = Name::dotted(service);
    let fine = is_service(&name)
        && name.labels.len() == 3
        && ends_with(&name, "local")
        && name
            .labels
            .iter()
            .all(|l| l.len() <= 63 && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
    fine.then(|| inquiry(service))
}

fn inquiry(service: &str) -> Inquiry {
    let question = Question { name: Name::dotted(service), kind: kind::PTR, class: dns::IN, unicast: false };
    let bytes = Dns { questions: vec![question], ..Dns::default() }.write();
    Inquiry::new("mdns", "asks which services are offered on this link", Target::UdpGroup(GROUP, PORT), bytes)
}

/// A service a simulated device offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service<'a> {
    /// `_axis-video._tcp.local`.
    pub kind: &'a str,
    /// The instance's own label; may hold spaces and dots.
    pub instance: &'a str,
    /// Port.
    pub port: u16,
    /// TXT strings.
    pub texts: &'a [&'a str],
}

/// An unsolicited announcement (or the answer to a question), for the simulator.
pub fn write_announcement(
    host: &str,
    ipv4: Option<Ipv4Addr>,
    ipv6: Option<Ipv6Addr>,
    services: &[Service<'_>],
) -> Vec<u8> {
    let mut records = Vec::new();
    let host = Name::dotted(host);
    let answer = |name: &Name, data| Record::of(Section::Answer, name.clone(), 120, data);
    for service in services {
        let kind = Name::dotted(service.kind);
        let instance =
            Name::of(std::iter::once(service.instance).chain(kind.labels.iter().map(String::as_str)));
        let texts = service.texts.iter().map(|t| Spanned::computed(*t, 0..0)).collect();
        records.push(answer(&kind, Data::Ptr(instance.clone())));
        records.push(answer(&instance, Data::Srv(service.port, host.clone())));
        records.push(answer(&instance, Data::Txt(texts)));
    }
    records.extend(ipv4.map(|ip| answer(&host, Data::A(ip))));
    records.extend(ipv6.map(|ip| answer(&host, Data::Aaaa(ip))));
    Dns { flags: 0x8400, records, ..Dns::default() }.write()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::codec::proof;

    fn announcement() -> Vec<u8> {
        let services = [
            Service {
                kind: "_axis-video._tcp.local",
                instance: "XC-100 v1.2 - 02005E100005",
                port: 80,
                texts: &["macaddress=02005E100005", "md=XC-100", "vendor=Sample", "fw=1.2.3", "token=canary"],
            },
            Service { kind: "_device-info._tcp.local", instance: "XC-100", port: 0, texts: &["model=XC"] },
        ];
        write_announcement("xc-100.local", Some(Ipv4Addr::new(192, 0, 2, 12)), None, &services)
    }

    #[test]
    fn an_announcement_gives_services_hosts_and_texts_once() {
        proof::golden(
            read,
            &announcement(),
            &[
                "~protocol.answered=mdns",
                "~mdns.service=_axis-video._tcp.local",
                "~mdns.instance=XC-100 v1.2 - 02005E100005._axis-video._tcp.local",
                "~mdns.host=xc-100.local",
                "mdns.txt=macaddress=02005E100005",
                "~mdns.mac=02:00:5e:10:00:05",
                "mdns.txt=md=XC-100",
                "mdns.txt_model=XC-100",
                "mdns.txt=vendor=Sample",
                "mdns.txt_vendor=Sample",
                "mdns.txt=fw=1.2.3",
                "mdns.txt_firmware=1.2.3",
                "~mdns.service=_device-info._tcp.local",
                "~mdns.instance=XC-100._device-info._tcp.local",
                "mdns.device_info_txt=model=XC",
                "mdns.txt_model=XC",
            ],
        );
    }

    #[test]
    fn a_question_says_what_a_client_looks_for_and_its_known_answers_are_not_its_own() {
        let mut bytes = ask_service("_axis-video._tcp.local").unwrap().bytes().to_vec();
        let want = ["~protocol.asked=mdns", "~mdns.question=_axis-video._tcp.local"];
        proof::golden(read, &bytes, &want);
        bytes[7] = 1;
        bytes.extend_from_slice(&announcement()[12..]);
        proof::golden(read, &bytes, &want);
        proof::golden(
            read,
            ask().bytes(),
            &["~protocol.asked=mdns", "~mdns.question=_services._dns-sd._udp.local"],
        );
    }

    #[test]
    fn only_service_types_of_the_link_can_be_asked_for() {
        for bad in ["www.example.test", "host.local", "_x._tcp.example", "a._x._tcp.local", "_a b._tcp.local"]
        {
            assert!(ask_service(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn no_bytes_make_it_panic() {
        proof::survives(read, &announcement());
        assert!(parse(&[0, 0, 0x78, 0, 0, 1, 0, 0, 0, 0, 0, 0]).is_err());
    }
}
