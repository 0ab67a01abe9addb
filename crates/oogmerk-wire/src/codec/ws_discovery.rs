//! WS-Discovery over UDP 3702, as ONVIF devices speak it: Probe, Hello, Bye, ProbeMatches, Resolve, ResolveMatches.
//! Read by local name, so that both namespaces, mixtures of them, undeclared prefixes and bare body fragments are
//! understood. What it is not: a SOAP stack, nor a judgement whether an address in an answer is right.
//! Source: WS-Discovery 2005/04 and OASIS 1.1 (2009/01), ONVIF Core Specification "Device discovery".

use super::onvif_scopes::{self, percent_encoded};
use crate::row::{Ask, Carried, Codec, Datagrams, Heard, Mark, Proof, Secrets};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::spanned::uuid_text;
use oogmerk_bytes::spanned::{Spanned, answered, asked};
use oogmerk_bytes::xml::{self, Document, escape};
use oogmerk_model::{Mac, MacKind};
use std::net::{Ipv4Addr, Ipv6Addr};

/// The row of this codec.
pub const CODEC: Codec = Codec {
    proof: Proof::Proven("answers of devices quoted in public code and issues"),
    carried: &[Carried::Datagrams(Datagrams {
        marks: &[Mark::Test(b"<\xef", is_discovery)],
        ports_may_carry_media: false,
        ..Datagrams::on(&[3702])
    })],
    secrets: Secrets::Open,
    asks: &[
        Ask::survey("ws-discovery", 3, |a| Some(ask_one(ProbeType::NetworkVideoTransmitter, a.uuid()))),
        Ask::group("ws-discovery-group", |a| Some(ask(ProbeType::NetworkVideoTransmitter, a.uuid()))),
        Ask::group("ws-discovery-device", |a| Some(ask(ProbeType::Device, a.uuid()))),
    ],
    answers,
    heard: Heard { families: &["wsd", "onvif"], of_clients: &["wsd.probe_types"], ..Heard::UNSAID },
    ..Codec::new("ws-discovery", read, include_bytes!("../../../../fuzz/corpus/ws-discovery/two-matches.xml"))
};

/// The group.
pub const GROUP: Ipv4Addr = Ipv4Addr::new(239, 255, 255, 250);
/// Its port.
pub const PORT: u16 = 3702;
/// Matches read at most from one datagram.
pub const MATCHES_MAX: usize = 64;

/// What a message does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A client asks for types.
    Probe,
    /// A client asks for one endpoint's address.
    Resolve,
    /// Devices answer a probe.
    ProbeMatches,
    /// A device answers a resolve.
    ResolveMatches,
    /// A device joins.
    Hello,
    /// A device leaves.
    Bye,
}

impl Role {
    /// Whether a device speaks about itself in it.
    pub fn is_by_device(self) -> bool {
        !matches!(self, Self::Probe | Self::Resolve)
    }
}

/// One endpoint as a message describes it, or what a probe asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoint {
    /// Its stable address, `urn:uuid:…`.
    pub address: Option<Spanned>,
    /// Types with the usual prefixes (`dn:`, `tds:`) where the namespace is known.
    pub types: Option<Spanned>,
    /// Scopes.
    pub scopes: onvif_scopes::Message,
    /// Service addresses.
    pub xaddrs: Vec<Spanned>,
    /// Version of its metadata.
    pub metadata_version: Option<Spanned>,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What it does.
    pub role: Role,
    /// Its own id.
    pub message_id: Option<Spanned>,
    /// The id of the probe it answers.
    pub relates_to: Option<Spanned>,
    /// Each endpoint it speaks of.
    pub endpoints: Vec<Endpoint>,
}

/// Prefixes every reader knows, by namespace.
const USUAL: [(&str, &str); 4] = [
    ("http://www.onvif.org/ver10/network/wsdl", "dn"),
    ("http://www.onvif.org/ver10/device/wsdl", "tds"),
    ("http://schemas.xmlsoap.org/ws/2006/02/devprof", "wsdp"),
    ("http://schemas.microsoft.com/windows/pub/2005/07", "pub"),
];

/// Reads one datagram. Malformed where none of the six messages starts in it.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let document = Document::read(payload);
    let names = [
        (Role::ProbeMatches, "ProbeMatch"),
        (Role::ResolveMatches, "ResolveMatch"),
        (Role::Hello, "Hello"),
        (Role::Bye, "Bye"),
        (Role::Resolve, "Resolve"),
        (Role::Probe, "Probe"),
    ];
    for (role, name) in names {
        // SADP has messages of the same two names, with a Uuid of its own inside.
        let ours = |&i: &usize| {
            document.child(i, "Uuid").is_none() && (role.is_by_device() || says_discovery(&document, i))
        };
        let found: Vec<usize> = document.named(name).filter(ours).take(MATCHES_MAX).collect();
        if found.is_empty() {
            continue;
        }
        let endpoints: Vec<Endpoint> = found.iter().map(|&i| endpoint(&document, payload, i)).collect();
        let header = |name| {
            document.named(name).next().map(|i| document.elements[i].text.clone()).filter(|t| !t.is_empty())
        };
        let message =
            Message { role, message_id: header("MessageID"), relates_to: header("RelatesTo"), endpoints };
        if role.is_by_device() && message.endpoints.iter().all(|e| *e == Endpoint::default()) {
            return Err(Malformed::at(
                document.elements[found[0]].inner.start,
                "an answer that says nothing",
            ));
        }
        return Ok(message);
    }
    Err(Malformed::at(document.stopped.unwrap_or(0), "none of the messages of WS-Discovery"))
}

/// `Probe` and `Resolve` are common words: they count with a prefix, a discovery namespace or inside a SOAP body.
fn says_discovery(document: &Document, index: usize) -> bool {
    let element = &document.elements[index];
    let in_body = element.parent.is_some_and(|p| document.elements[p].name == "Body");
    in_body
        || !element.prefix.is_empty()
        || document.namespace(index, "").is_some_and(|n| n.contains("discovery"))
}

/// Bytes to clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    Ok(parse(payload)?.clues())
}

fn endpoint(document: &Document, payload: &[u8], index: usize) -> Endpoint {
    let mut endpoint = Endpoint::default();
    for i in document.below(index) {
        let element = &document.elements[i];
        if element.text.is_empty() || !element.closed {
            continue;
        }
        let parent = element.parent.map(|p| document.elements[p].name.as_str());
        match element.name.as_str() {
            "Address" if parent == Some("EndpointReference") => {
                endpoint.address = Some(normal_address(&element.text));
            }
            "Types" => endpoint.types = Some(usual_types(document, i)),
            "Scopes" => endpoint.scopes = onvif_scopes::in_text(payload, &element.text),
            "XAddrs" => {
                let words = element.text.value.split_ascii_whitespace();
                endpoint.xaddrs = words.take(32).map(|w| element.text.read_part(w)).collect();
            }
            "MetadataVersion" => endpoint.metadata_version = Some(element.text.clone()),
            _ => {}
        }
    }
    endpoint
}

/// `urn:uuid:` and lower case, where it is a UUID in any of the spellings seen; as sent otherwise.
fn normal_address(sent: &Spanned) -> Spanned {
    let lower = sent.value.to_ascii_lowercase();
    let bare = lower.strip_prefix("urn:").unwrap_or(&lower);
    let bare = bare.strip_prefix("uuid:").unwrap_or(bare).trim_matches(['{', '}']);
    let shape: Vec<usize> = bare.split('-').map(str::len).collect();
    let is_uuid = shape == [8, 4, 4, 4, 12] && bare.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit());
    if is_uuid { sent.read_as(format!("urn:uuid:{bare}")) } else { sent.clone() }
}

fn usual_types(document: &Document, index: usize) -> Spanned {
    let text = &document.elements[index].text;
    let word = |w: &str| {
        let (prefix, name) = w.split_once(':').unwrap_or(("", w));
        let usual =
            document.namespace(index, prefix).and_then(|n| USUAL.iter().find(|(known, _)| *known == n));
        usual.map_or_else(|| w.to_owned(), |(_, p)| format!("{p}:{name}"))
    };
    let words: Vec<String> = text.value.split_ascii_whitespace().map(word).collect();
    text.read_as(words.join(" "))
}

impl Endpoint {
    /// The MAC its own words give: a MAC scope, an EUI-64 address among its service addresses, or the tail of its
    /// UUID where one of the two agrees or the UUID is time-based (version 1), whose tail is a MAC by RFC 4122 §4.1.6.
    pub fn mac(&self) -> Option<Spanned> {
        self.scopes.mac().or_else(|| self.mac_of_xaddr()).or_else(|| self.mac_of_uuid())
    }

    fn mac_of_xaddr(&self) -> Option<Spanned> {
        self.xaddrs.iter().find_map(|x| {
            let host = x.value.split_once("://[")?.1.split([']', '%']).next()?;
            let mac = Mac::from_eui64(host.parse::<Ipv6Addr>().ok()?)?;
            (mac.kind() == MacKind::Global).then(|| Spanned::computed(mac.to_string(), x.span.clone()))
        })
    }

    fn mac_of_uuid(&self) -> Option<Spanned> {
        let address = self.address.as_ref()?;
        let uuid = address.value.strip_prefix("urn:uuid:")?;
        let tail = uuid.get(24..36)?;
        let mac = Mac::parse(tail)?;
        let time_based = uuid.as_bytes().get(14) == Some(&b'1')
            && matches!(uuid.as_bytes().get(19), Some(b'8' | b'9' | b'a' | b'b'));
        let plausible = mac.kind() == MacKind::Global && mac.0[3..] != [0; 3] && mac.0[..3] != [0; 3];
        (time_based && plausible).then(|| Spanned::computed(mac.to_string(), address.span.clone()))
    }

    fn tell(&self, clues: &mut Clues) {
        let tell = |value: &Option<Spanned>, clues: &mut Clues, field| {
            if let Some(value) = value {
                value.tell(clues, field);
            }
        };
        tell(&self.address, clues, "wsd.endpoint");
        tell(&self.types, clues, "wsd.types");
        self.scopes.tell(clues);
        for xaddr in &self.xaddrs {
            xaddr.without_secrets().tell(clues, "wsd.xaddr");
        }
        if self.scopes.mac().is_none() {
            tell(&self.mac(), clues, "wsd.mac");
        }
    }
}

impl Message {
    /// What devices say of themselves, or what a client asked for.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        if self.role.is_by_device() {
            answered(&mut clues, "ws-discovery");
            self.endpoints.iter().for_each(|e| e.tell(&mut clues));
        } else {
            asked(&mut clues, "ws-discovery");
            for types in
                self.endpoints.iter().filter_map(|e| e.types.as_ref()).filter(|_| self.role == Role::Probe)
            {
                types.tell(&mut clues, "wsd.probe_types");
            }
        }
        clues
    }
}

/// The two types asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProbeType {
    /// `dn:NetworkVideoTransmitter`: cameras and encoders.
    NetworkVideoTransmitter,
    /// `tds:Device`: recorders, door controllers and the rest of ONVIF.
    Device,
}

/// One probe, to the group. The UUID becomes the message id and must be fresh.
pub fn ask(probe_type: ProbeType, uuid: [u8; 16]) -> Inquiry {
    Inquiry::new(
        "ws-discovery",
        "asks ONVIF devices for their names and addresses",
        Target::UdpGroup(GROUP, PORT),
        probe(probe_type, uuid),
    )
}

/// The same probe to one device.
pub fn ask_one(probe_type: ProbeType, uuid: [u8; 16]) -> Inquiry {
    Inquiry::new(
        "ws-discovery",
        "asks one ONVIF device for its name and addresses",
        Target::Udp(PORT),
        probe(probe_type, uuid),
    )
}

fn probe(probe_type: ProbeType, uuid: [u8; 16]) -> Vec<u8> {
    let types = match probe_type {
        ProbeType::NetworkVideoTransmitter => "dn:NetworkVideoTransmitter",
        ProbeType::Device => "tds:Device",
    };
    let to = "urn:schemas-xmlsoap-org:ws:2005:04:discovery";
    envelope(
        Namespaces::Of2005,
        "Probe",
        uuid,
        None,
        to,
        &format!("<d:Probe><d:Types>{types}</d:Types></d:Probe>"),
    )
}

/// Which pair of namespaces a simulated device uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Namespaces {
    /// WS-Discovery 2005/04 with WS-Addressing 2004/08, as ONVIF prescribes.
    #[default]
    Of2005,
    /// OASIS 2009/01 with WS-Addressing 2005/08.
    Of2009,
}

impl Namespaces {
    const fn addressing(self) -> &'static str {
        match self {
            Self::Of2005 => "http://schemas.xmlsoap.org/ws/2004/08/addressing",
            Self::Of2009 => "http://www.w3.org/2005/08/addressing",
        }
    }
    const fn discovery(self) -> &'static str {
        match self {
            Self::Of2005 => "http://schemas.xmlsoap.org/ws/2005/04/discovery",
            Self::Of2009 => "http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01",
        }
    }
}

fn envelope(
    namespaces: Namespaces,
    action: &str,
    id: [u8; 16],
    relates_to: Option<&str>,
    to: &str,
    body: &str,
) -> Vec<u8> {
    let (addressing, discovery, id) = (namespaces.addressing(), namespaces.discovery(), uuid_text(id));
    let relates = relates_to.map(|r| format!("<a:RelatesTo>{}</a:RelatesTo>", escape(r))).unwrap_or_default();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:a=\"{addressing}\" xmlns:d=\"{discovery}\" \
xmlns:dn=\"http://www.onvif.org/ver10/network/wsdl\" xmlns:tds=\"http://www.onvif.org/ver10/device/wsdl\">\
<s:Header><a:Action s:mustUnderstand=\"1\">{discovery}/{action}</a:Action><a:MessageID>urn:uuid:{id}</a:MessageID>{relates}\
<a:To s:mustUnderstand=\"1\">{to}</a:To></s:Header><s:Body>{body}</s:Body></s:Envelope>"
    )
    .into_bytes()
}

/// What a simulated device says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Description<'a> {
    /// `urn:uuid:…`.
    pub address: &'a str,
    /// `dn:NetworkVideoTransmitter tds:Device`.
    pub types: &'a str,
    /// Category and value of each scope, not yet percent-encoded: `("hardware", "XC-100")`.
    pub scopes: &'a [(&'a str, &'a str)],
    /// Service addresses.
    pub xaddrs: &'a [&'a str],
}

impl Description<'_> {
    fn inside(&self) -> String {
        let scope = |(category, value): &(&str, &str)| {
            format!("onvif://www.onvif.org/{category}/{}", percent_encoded(value))
        };
        let scopes: Vec<_> = self.scopes.iter().map(scope).collect();
        format!(
            "<a:EndpointReference><a:Address>{}</a:Address></a:EndpointReference><d:Types>{}</d:Types><d:Scopes>{}</d:Scopes><d:XAddrs>{}</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion>",
            escape(self.address),
            escape(self.types),
            escape(&scopes.join(" ")),
            escape(&self.xaddrs.join(" "))
        )
    }
}

/// The answer to a probe, for the simulator.
pub fn write_probe_matches(
    namespaces: Namespaces,
    id: [u8; 16],
    relates_to: &str,
    device: &Description<'_>,
) -> Vec<u8> {
    let body = format!("<d:ProbeMatches><d:ProbeMatch>{}</d:ProbeMatch></d:ProbeMatches>", device.inside());
    let to = format!("{}/role/anonymous", Namespaces::Of2005.addressing());
    envelope(namespaces, "ProbeMatches", id, Some(relates_to), &to, &body)
}

/// A Hello, for the simulator.
pub fn write_hello(namespaces: Namespaces, id: [u8; 16], device: &Description<'_>) -> Vec<u8> {
    let to = "urn:schemas-xmlsoap-org:ws:2005:04:discovery";
    envelope(namespaces, "Hello", id, None, to, &format!("<d:Hello>{}</d:Hello>", device.inside()))
}

/// A Bye, for the simulator.
pub fn write_bye(namespaces: Namespaces, id: [u8; 16], address: &str) -> Vec<u8> {
    let to = "urn:schemas-xmlsoap-org:ws:2005:04:discovery";
    let body = format!(
        "<d:Bye><a:EndpointReference><a:Address>{}</a:Address></a:EndpointReference></d:Bye>",
        escape(address)
    );
    envelope(namespaces, "Bye", id, None, to, &body)
}

/// An envelope that speaks of discovery, by its first 2,048 bytes.
fn is_discovery(b: &[u8]) -> bool {
    let head = &b[..b.len().min(2048)];
    let has = |word: &[u8]| memchr::memmem::find(head, word).is_some();
    xml::begins(b) && has(b"Envelope") && has(b"discovery")
}

/// The answer names the message it answers; some devices leave that out.
fn answers(question: &Inquiry, answer: &[u8]) -> bool {
    let id = parse(question.bytes()).ok().and_then(|m| m.message_id);
    let of = parse(answer).ok().and_then(|m| m.relates_to);
    match (id, of) {
        (Some(id), Some(of)) => id.value.trim().eq_ignore_ascii_case(of.value.trim()),
        _ => true,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::codec::proof;

    const TWO: &[u8] = include_bytes!("../../../../samples/ws-discovery/two-matches.xml");

    #[test]
    fn each_match_of_a_datagram_is_told() {
        proof::golden(
            read,
            TWO,
            &[
                "~protocol.answered=ws-discovery",
                "~wsd.endpoint=urn:uuid:02005e10-000a-4000-8000-02005e10000a",
                "~wsd.types=dn:NetworkVideoTransmitter tds:Device",
                "~onvif.scope=onvif://www.onvif.org/name/Hall Camera",
                "~onvif.scope.name=Hall Camera",
                "onvif.scope=onvif://www.onvif.org/hardware/XC-100",
                "onvif.scope.hardware=XC-100",
                "wsd.xaddr=http://192.0.2.17/onvif/device_service",
                "wsd.xaddr=http://[fe80::211:22ff:fe33:4455]/onvif/device_service",
                "~wsd.mac=00:11:22:33:44:55",
                "wsd.endpoint=urn:uuid:02005e10-000b-4000-8000-02005e10000b",
                "wsd.xaddr=http://192.0.2.18:8899/onvif/device_service",
            ],
        );
        let message = parse(TWO).unwrap();
        assert_eq!(message.relates_to.unwrap().value, "urn:uuid:00000000-0000-4000-8000-000000000002");
    }

    #[test]
    fn a_probe_tells_what_is_looked_for() {
        let want = ["~protocol.asked=ws-discovery", "wsd.probe_types=dn:NetworkVideoTransmitter"];
        proof::golden(read, ask(ProbeType::NetworkVideoTransmitter, [1; 16]).bytes(), &want);
        let text = String::from_utf8(ask(ProbeType::Device, [0x5a; 16]).bytes().to_vec()).unwrap();
        assert!(
            text.contains("urn:uuid:5a5a5a5a-5a5a-5a5a-5a5a-5a5a5a5a5a5a")
                && text.contains("<d:Types>tds:Device</d:Types>")
        );
        let other = b"<e:Envelope xmlns:x='http://www.onvif.org/ver10/network/wsdl'><e:Body><Probe><Types>x:NetworkVideoTransmitter</Types></Probe></e:Body></e:Envelope>";
        proof::golden(
            read,
            other,
            &["~protocol.asked=ws-discovery", "~wsd.probe_types=dn:NetworkVideoTransmitter"],
        );
        proof::golden(read, b"<e:Body><d:Probe/></e:Body>", &["~protocol.asked=ws-discovery"]);
    }

    #[test]
    fn the_tail_of_a_uuid_is_a_mac_only_where_something_says_so() {
        let mac = |uuid: &str| {
            let address = Some(Spanned::computed(uuid, 0..0));
            Endpoint { address, ..Endpoint::default() }.mac().map(|m| m.value)
        };
        assert_eq!(
            mac("urn:uuid:aa850000-6324-11b3-819e-001122334455").as_deref(),
            Some("00:11:22:33:44:55")
        );
        assert_eq!(mac("urn:uuid:aa850000-6324-41b3-819e-001122334455"), None);
        assert_eq!(mac("urn:uuid:aa850000-6324-11b3-819e-001122000000"), None);
        assert_eq!(mac("urn:uuid:aa850000-6324-11b3-819e-031122334455"), None);
    }

    #[test]
    fn what_is_written_is_read_back_in_both_namespaces() {
        let device = Description {
            address: "urn:uuid:02005e10-000c-4000-8000-02005e10000c",
            types: "dn:NetworkVideoTransmitter",
            scopes: &[("name", "A & B"), ("MAC", "02:00:5e:10:00:0c")],
            xaddrs: &["http://192.0.2.19/onvif/device_service"],
        };
        for namespaces in [Namespaces::Of2005, Namespaces::Of2009] {
            let bytes = write_probe_matches(namespaces, [3; 16], "urn:uuid:x", &device);
            let want = [
                "~protocol.answered=ws-discovery",
                "wsd.endpoint=urn:uuid:02005e10-000c-4000-8000-02005e10000c",
                "wsd.types=dn:NetworkVideoTransmitter",
                "~onvif.scope=onvif://www.onvif.org/name/A & B",
                "~onvif.scope.name=A & B",
                "onvif.scope=onvif://www.onvif.org/MAC/02:00:5e:10:00:0c",
                "wsd.mac=02:00:5e:10:00:0c",
                "wsd.xaddr=http://192.0.2.19/onvif/device_service",
            ];
            proof::golden(read, &bytes, &want);
            proof::golden(read, &write_hello(namespaces, [4; 16], &device), &want);
            let bye = write_bye(namespaces, [5; 16], device.address);
            assert_eq!(parse(&bye).unwrap().role, Role::Bye);
        }
    }

    #[test]
    fn entities_in_scopes_are_undone() {
        let hello = b"<d:Hello><d:Scopes>onvif://www.onvif.org/name/A&amp;B</d:Scopes></d:Hello>";
        let want = [
            "~protocol.answered=ws-discovery",
            "~onvif.scope=onvif://www.onvif.org/name/A&B",
            "~onvif.scope.name=A&B",
        ];
        proof::golden(read, hello, &want);
    }

    #[test]
    fn sadp_and_other_xml_are_refused() {
        for bad in [
            &b"<ProbeMatch><Uuid>U</Uuid><Types>inquiry</Types></ProbeMatch>"[..],
            b"<Probe><Uuid>U</Uuid><Types>inquiry</Types></Probe>",
            b"<Probe>x</Probe>",
            b"<html/>",
            b"",
        ] {
            assert!(parse(bad).is_err(), "{}", String::from_utf8_lossy(bad));
        }
    }

    #[test]
    fn no_bytes_make_it_panic() {
        proof::survives(read, TWO);
    }
}
