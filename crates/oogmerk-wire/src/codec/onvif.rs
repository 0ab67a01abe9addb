//! ONVIF device and media services over SOAP: the answers that tell what a device is. Read by local name, so that
//! fragments, undeclared prefixes and an HTTP head in front do no harm. What it is not: a SOAP client; of a request
//! only its name is read, never its security header. Source: ONVIF Core Specification, device management service;
//! ONVIF Media Service Specification, GetProfiles.

use super::onvif_scopes;
use super::told::holds_any;
use crate::row::{Ask, Codec, Heard, Proof};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::spanned::{Spanned, answered, asked};
use oogmerk_bytes::xml::{Document, Element};

/// The row of this codec.
pub const CODEC: Codec = Codec {
    proof: Proof::Proven("GetProfiles and GetCapabilities answers of a real camera, published on GitHub"),
    in_bodies: Some(is_one),
    asks: &[
        Ask::speaker("onvif-services", |a| ask(Question::Services, &a.host(), a.at(80).port())),
        Ask::speaker("onvif-capabilities", |a| ask(Question::Capabilities, &a.host(), a.at(80).port())),
        Ask::speaker("onvif-hostname", |a| ask(Question::Hostname, &a.host(), a.at(80).port())),
        Ask::speaker("onvif-time", |a| ask(Question::SystemDateAndTime, &a.host(), a.at(80).port())),
    ],
    heard: Heard {
        families: &["onvif"],
        behind_log_in: &[
            "onvif.model",
            "onvif.manufacturer",
            "onvif.firmware",
            "onvif.serial",
            "onvif.hardware_id",
        ],
        is_two_sided: true,
        ..Heard::UNSAID
    },
    ..Codec::new("onvif", read, include_bytes!("../../../../fuzz/corpus/onvif/device-information.xml"))
};

/// Whether a document is an envelope of SOAP 1.2, or of 1.1 where it names ONVIF: other things speak the older one too.
fn is_one(document: &[u8]) -> bool {
    holds_any(document, &[b"Envelope"])
        && (holds_any(document, &[b"soap-envelope"])
            || holds_any(document, &[b"soap/envelope"]) && holds_any(document, &[b"onvif.org"]))
}

/// Services, profiles and interfaces read at most.
pub const ENTRIES_MAX: usize = 128;

/// One message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The operation answered or asked (`GetScopes`); empty in a fault or a fragment without its wrapper.
    pub operation: String,
    /// Whether it is an answer of a device.
    pub is_answer: bool,
    /// The code of a fault, without prefix (`NotAuthorized`).
    pub fault: Option<String>,
    /// Namespaces declared that belong to no standard.
    pub vendor_namespaces: Vec<Spanned>,
    /// Scopes of GetScopes.
    pub scopes: onvif_scopes::Message,
    /// All other values: field and text.
    pub values: Vec<(&'static str, Spanned)>,
}

pub(crate) const DEVICE_INFORMATION: [(&str, &str); 5] = [
    ("Manufacturer", "onvif.manufacturer"),
    ("Model", "onvif.model"),
    ("FirmwareVersion", "onvif.firmware"),
    ("SerialNumber", "onvif.serial"),
    ("HardwareId", "onvif.hardware_id"),
];

/// Owners of namespaces that every device declares.
const STANDARD: [&str; 9] = [
    "www.w3.org",
    "schemas.xmlsoap.org",
    "docs.oasis-open.org",
    "www.onvif.org",
    "schemas.microsoft.com",
    "schemas.onvif.org",
    "www.xmlsoap.org",
    "tempuri.org",
    "xml.apache.org",
];

/// Reads one document. Malformed where it is neither an answer nor a request of ONVIF.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let document = Document::read(payload);
    let mut message = Message::default();
    let wrapper = wrapper(&document);
    if let Some((index, operation, is_answer)) = wrapper {
        message.operation = operation;
        message.is_answer = is_answer;
        if is_answer {
            message.read_answer(&document, payload, index);
        }
    } else if let Some(fault) = document.named("Fault").next() {
        let code = document.below(fault).map(|i| &document.elements[i]).filter(|e| e.name == "Value").last();
        message.fault = code.map(|e| e.text.value.rsplit(':').next().unwrap_or_default().to_owned());
        message.is_answer = true;
    } else if !message.read_bare_information(&document) {
        return Err(Malformed::at(document.stopped.unwrap_or(0), "no ONVIF answer or request"));
    }
    if message.is_answer {
        message.vendor_namespaces = vendor_namespaces(&document);
    }
    Ok(message)
}

/// The element inside the body: `GetXResponse` or `GetX`, its operation, and whether it is an answer.
fn wrapper(document: &Document) -> Option<(usize, String, bool)> {
    let in_body = |i: usize| match document.elements[i].parent {
        Some(parent) => document.elements[parent].name == "Body",
        None => true,
    };
    let soap = document.elements.iter().any(|e| e.name == "Body" || e.name == "Envelope");
    (0..document.elements.len()).filter(|&i| in_body(i)).find_map(|i| {
        let element = &document.elements[i];
        let operation = element.name.strip_suffix("Response").filter(|o| !o.is_empty());
        match operation {
            Some(operation) if soap || !element.prefix.is_empty() || is_onvif(document, i) => {
                Some((i, operation.to_owned(), true))
            }
            None if soap && element.name.starts_with("Get") && is_onvif(document, i) => {
                Some((i, element.name.clone(), false))
            }
            _ => None,
        }
    })
}

/// In an ONVIF namespace, or under one of the prefixes of ONVIF's own documents where nobody declared it.
fn is_onvif(document: &Document, index: usize) -> bool {
    let prefix = document.elements[index].prefix.as_str();
    match document.namespace(index, prefix) {
        Some(namespace) => namespace.contains("onvif.org"),
        None => matches!(prefix, "tds" | "trt" | "tr2" | "timg" | "tptz" | "tev" | "tan" | "wsdl" | "ns1"),
    }
}

fn vendor_namespaces(document: &Document) -> Vec<Spanned> {
    let mut found: Vec<Spanned> = Vec::new();
    for attribute in document.elements.iter().flat_map(|e| &e.attributes) {
        let value = &attribute.value;
        if !attribute.name.starts_with("xmlns") || !value.value.contains("://") || found.len() >= ENTRIES_MAX
        {
            continue;
        }
        let host =
            value.value.split("://").nth(1).unwrap_or_default().split(['/', ':']).next().unwrap_or_default();
        let standard = STANDARD.iter().any(|s| host.eq_ignore_ascii_case(s));
        if !standard && !host.is_empty() && !found.iter().any(|f| f.value == value.value) {
            found.push(value.without_secrets());
        }
    }
    found
}

/// Bytes to clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    Ok(parse(payload)?.clues())
}

impl Message {
    fn read_answer(&mut self, document: &Document, payload: &[u8], wrapper: usize) {
        for i in document.below(wrapper) {
            let element = &document.elements[i];
            if !element.closed || self.values.len() >= ENTRIES_MAX * 4 {
                continue;
            }
            let parent = element.parent.map_or("", |p| document.elements[p].name.as_str());
            match element.name.as_str() {
                name if self.operation == "GetDeviceInformation" => {
                    let field = DEVICE_INFORMATION.iter().find(|(n, _)| *n == name);
                    self.keep(field.map(|(_, f)| *f), element.text.clone());
                }
                "ScopeItem" if self.scopes.scopes.len() < onvif_scopes::SCOPES_MAX => {
                    self.scopes.scopes.extend(onvif_scopes::in_text(payload, &element.text).scopes);
                }
                "XAddr" => {
                    // Whatever stands inside as it stands: some documents hold a bare `<` in the address.
                    let address = Spanned::copied(payload, element.inner.clone()).without_secrets();
                    self.keep_once("onvif.xaddr", address);
                }
                "Namespace" if parent == "Service" => self.keep_once("onvif.service", element.text.clone()),
                "Name" if parent == "HostnameInformation" => {
                    self.keep(Some("onvif.hostname"), element.text.clone());
                }
                "TZ" if parent == "TimeZone" => self.keep(Some("onvif.time_zone"), element.text.clone()),
                "HwAddress" => {
                    if let Some(mac) = element.text.as_mac() {
                        self.keep_once("onvif.mac", mac);
                    }
                }
                "Address" if self.operation == "GetNetworkInterfaces" => {
                    if let Some(ip) = element.text.as_ip() {
                        self.keep_once("onvif.ip", ip);
                    }
                }
                "Profiles" | "Profile" if parent == document.elements[wrapper].name => {
                    self.keep_profile(document, i, element);
                }
                _ => {}
            }
        }
    }

    fn keep_profile(&mut self, document: &Document, index: usize, element: &Element) {
        let token = element.attributes.iter().find(|a| a.name == "token");
        if let Some(token) = token {
            self.keep_once("onvif.profile_token", token.value.clone());
        }
        if let Some(name) = document.child(index, "Name") {
            self.keep_once("onvif.profile_token", name.clone());
        }
    }

    /// Device information whose wrapper was lost: at least two of its elements side by side.
    fn read_bare_information(&mut self, document: &Document) -> bool {
        for (name, field) in DEVICE_INFORMATION {
            let found =
                document.named(name).map(|i| &document.elements[i]).find(|e| e.closed && !e.text.is_empty());
            if let Some(element) = found.filter(|e| !e.prefix.is_empty()) {
                self.values.push((field, element.text.clone()));
            }
        }
        self.is_answer = self.values.len() >= 2;
        self.is_answer
    }

    fn keep(&mut self, field: Option<&'static str>, value: Spanned) {
        if let Some(field) = field.filter(|_| !value.is_empty()) {
            self.values.push((field, value));
        }
    }

    fn keep_once(&mut self, field: &'static str, value: Spanned) {
        if !self.values.iter().any(|(f, v)| *f == field && v.value == value.value) {
            self.keep(Some(field), value);
        }
    }

    /// What the device says of itself; for a request only that its sender is a client.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        if !self.is_answer {
            asked(&mut clues, "onvif");
            return clues;
        }
        answered(&mut clues, "onvif");
        for (field, value) in &self.values {
            value.tell(&mut clues, field);
        }
        self.scopes.tell(&mut clues);
        for namespace in &self.vendor_namespaces {
            namespace.tell(&mut clues, "onvif.vendor_namespace");
        }
        clues
    }
}

/// Questions that anybody may ask by the specification's access class PRE_AUTH.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Which services there are.
    Services,
    /// The older equivalent.
    Capabilities,
    /// Its host name.
    Hostname,
    /// Its clock and time zone.
    SystemDateAndTime,
}

/// One question over HTTP, without credentials, to the device service at a port. `host` goes into the Host header.
/// `None` where the host is no address or name.
pub fn ask(question: Question, host: &str, port: u16) -> Option<Inquiry> {
    let fine = !host.is_empty()
        && host.len() <= 255
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
    let call = match question {
        Question::Services => {
            "<tds:GetServices><tds:IncludeCapability>false</tds:IncludeCapability></tds:GetServices>"
        }
        Question::Capabilities => {
            "<tds:GetCapabilities><tds:Category>All</tds:Category></tds:GetCapabilities>"
        }
        Question::Hostname => "<tds:GetHostname/>",
        Question::SystemDateAndTime => "<tds:GetSystemDateAndTime/>",
    };
    let body = envelope(call);
    let head = format!(
        "POST /onvif/device_service HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/soap+xml; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    fine.then(|| {
        let bytes = [head.into_bytes(), body.into_bytes()].concat();
        Inquiry::new("onvif", "asks an ONVIF device what anybody may ask", Target::Tcp(port), bytes)
    })
}

fn envelope(inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:tds=\"http://www.onvif.org/ver10/device/wsdl\" xmlns:tt=\"http://www.onvif.org/ver10/schema\" xmlns:ter=\"http://www.onvif.org/ver10/error\"><s:Body>{inside}</s:Body></s:Envelope>"
    )
}

/// An answer for the simulator: the operation and the elements inside its response, as XML the caller escaped.
pub fn write_answer(operation: &str, inside: &str) -> Vec<u8> {
    envelope(&format!("<tds:{operation}Response>{inside}</tds:{operation}Response>")).into_bytes()
}

/// The refusal of a device that wants a log-in, for the simulator.
pub fn write_not_authorized() -> Vec<u8> {
    let fault = "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:NotAuthorized</s:Value></s:Subcode></s:Code></s:Fault>";
    envelope(fault).into_bytes()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::codec::proof;

    const INFORMATION: &[u8] = include_bytes!("../../../../samples/onvif/device-information.xml");

    #[test]
    fn device_information_is_told_with_the_vendor_s_namespaces() {
        proof::golden(
            read,
            INFORMATION,
            &[
                "~protocol.answered=onvif",
                "onvif.manufacturer=Maker",
                "onvif.model=XC-100",
                "onvif.firmware=1.2.3 build 200101",
                "onvif.serial=S0001",
                "onvif.hardware_id=88",
                "onvif.vendor_namespace=http://www.maker.example/onvif/ext/ver10/wsdl",
            ],
        );
    }

    #[test]
    fn services_scopes_profiles_and_the_rest_are_told() {
        let check = |operation: &str, inside: &str, want: &[&str]| {
            let want: Vec<_> =
                std::iter::once("~protocol.answered=onvif").chain(want.iter().copied()).collect();
            proof::golden(read, &write_answer(operation, inside), &want);
        };
        check(
            "GetServices",
            "<tds:Service><tds:Namespace>http://www.onvif.org/ver10/media/wsdl</tds:Namespace><tds:XAddr>http://192.0.2.1/onvif/media</tds:XAddr></tds:Service>",
            &[
                "onvif.service=http://www.onvif.org/ver10/media/wsdl",
                "onvif.xaddr=http://192.0.2.1/onvif/media",
            ],
        );
        check(
            "GetScopes",
            "<tds:Scopes><tt:ScopeDef>Fixed</tt:ScopeDef><tt:ScopeItem>onvif://www.onvif.org/hardware/XC</tt:ScopeItem></tds:Scopes>",
            &["onvif.scope=onvif://www.onvif.org/hardware/XC", "onvif.scope.hardware=XC"],
        );
        check(
            "GetCapabilities",
            "<tt:Device><tt:XAddr>http://<ip>:80/x</tt:XAddr></tt:Device>",
            &["onvif.xaddr=http://<ip>:80/x"],
        );
        check(
            "GetProfiles",
            "<trt:Profiles token='P_1'><tt:Name>main</tt:Name><tt:V token='no'/></trt:Profiles>",
            &["onvif.profile_token=P_1", "onvif.profile_token=main"],
        );
        check(
            "GetHostname",
            "<tds:HostnameInformation><tt:Name>cam</tt:Name></tds:HostnameInformation>",
            &["onvif.hostname=cam"],
        );
        check(
            "GetSystemDateAndTime",
            "<tt:TimeZone><tt:TZ>CST-8:00:00</tt:TZ></tt:TimeZone>",
            &["onvif.time_zone=CST-8:00:00"],
        );
        check(
            "GetNetworkInterfaces",
            "<tt:Info><tt:HwAddress>02-00-5E-10-00-0E</tt:HwAddress></tt:Info><tt:Manual><tt:Address>192.0.2.3</tt:Address></tt:Manual>",
            &["~onvif.mac=02:00:5e:10:00:0e", "onvif.ip=192.0.2.3"],
        );
    }

    #[test]
    fn a_refusal_is_an_answer_that_names_nothing() {
        let message = parse(&write_not_authorized()).unwrap();
        assert_eq!(message.fault.as_deref(), Some("NotAuthorized"));
        proof::golden(read, &write_not_authorized(), &["~protocol.answered=onvif"]);
    }

    #[test]
    fn a_request_is_read_to_its_name_only() {
        let inquiry = ask(Question::Services, "192.0.2.1", 80).unwrap();
        proof::golden(read, inquiry.bytes(), &["~protocol.asked=onvif"]);
        assert_eq!(parse(inquiry.bytes()).unwrap().operation, "GetServices");
        let body = std::str::from_utf8(inquiry.bytes()).unwrap().split_once("\r\n\r\n").unwrap();
        assert!(body.0.ends_with(&format!("Content-Length: {}\r\nConnection: close", body.1.len())));
        assert!(ask(Question::Hostname, "a\r\nX: y", 80).is_none());
    }

    #[test]
    fn fragments_are_understood_and_other_xml_is_refused() {
        proof::golden(
            read,
            b"<tds:Manufacturer>A</tds:Manufacturer><tds:Model>B</tds:Model>",
            &["~protocol.answered=onvif", "onvif.manufacturer=A", "onvif.model=B"],
        );
        for bad in [
            &b""[..],
            b"<html><body/></html>",
            b"<Model>B</Model><Manufacturer>A</Manufacturer>",
            b"<GetXResponse/>",
        ] {
            assert!(parse(bad).is_err(), "{}", String::from_utf8_lossy(bad));
        }
    }

    #[test]
    fn no_bytes_make_it_panic() {
        proof::survives(read, INFORMATION);
    }
}
