//! The town on real sockets of this machine's loopback: every resident has its own 127.x address.
//!
//! Answers only what a device of that persona answers, one question at a time. Nothing but loopback is ever bound.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the simulator's own sockets, on loopback"
)]
use crate::persona::{Persona, RtspVoice, WebVoice};
use crate::town::{Resident, Town};
use oogmerk_wire::Target;
use oogmerk_wire::codec::{self, dhdiscover, http, rtsp, sadp, sdp, ws_discovery};
use oogmerk_wire::row::{Carried, Codec};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::task::JoinSet;

/// A town that is listening. Dropping it ends every listener.
#[derive(Debug)]
pub struct Listening {
    tasks: JoinSet<()>,
    /// Sockets bound.
    pub sockets: usize,
}

impl Listening {
    /// Ends every listener.
    pub fn stop(mut self) {
        self.tasks.abort_all();
    }

    /// The same, and waits until every port is free again.
    pub async fn stopped(mut self) {
        self.tasks.shutdown().await;
    }
}

/// How a resident answers a question; nothing, where it does not.
type Answer = fn(&Resident, &[u8]) -> Option<Vec<u8>>;

/// What residents speak: the codec, whether this one does, and its answer. Ports are the codec's.
const VOICES: &[(&str, fn(&Persona) -> bool, Answer)] = &[
    ("sadp", |p| p.sadp, sadp_answer),
    ("dhdiscover", |p| p.dhip.is_some(), dhip_answer),
    ("ws-discovery", |p| !p.onvif_name.is_empty(), onvif_answer),
    ("http", |p| p.web.is_some(), web_answer),
    ("rtsp", |p| p.rtsp.is_some(), rtsp_answer),
];

/// Makes every registered resident listen on its loopback address, its ports raised by `shift`.
pub async fn listen(town: &Town, shift: u16) -> std::io::Result<Listening> {
    let mut listening = Listening { tasks: JoinSet::new(), sockets: 0 };
    for resident in town.registered() {
        let resident = Arc::new(resident.clone());
        for (name, speaks, answer) in VOICES {
            let Some(codec) = codec::named(name).filter(|_| speaks(&resident.persona)) else { continue };
            let answer = Arc::new({
                let resident = Arc::clone(&resident);
                move |question: &[u8]| answer(&resident, question)
            });
            listening.open(codec, IpAddr::V4(resident.loopback), shift, answer).await?;
        }
    }
    Ok(listening)
}

/// Makes a device listen that knows this codec only and answers with the codec's own sample.
pub async fn listen_sample(codec: &'static Codec, shift: u16) -> std::io::Result<Listening> {
    let mut listening = Listening { tasks: JoinSet::new(), sockets: 0 };
    let answer = Arc::new(|_: &[u8]| Some(codec.sample.to_vec()));
    listening.open(codec, IpAddr::V4(Ipv4Addr::LOCALHOST), shift, answer).await?;
    Ok(listening)
}

impl Listening {
    /// Opens the doors of a codec at an address.
    async fn open<A>(
        &mut self,
        codec: &'static Codec,
        ip: IpAddr,
        shift: u16,
        answer: Arc<A>,
    ) -> std::io::Result<()>
    where
        A: Fn(&[u8]) -> Option<Vec<u8>> + Send + Sync + 'static,
    {
        let greets = codec.carried.iter().any(|c| matches!(c, Carried::Greeting(_)));
        for door in codec.doors() {
            match door {
                Target::Udp(port) => {
                    let socket = UdpSocket::bind((ip, port.wrapping_add(shift))).await?;
                    self.tasks.spawn(answer_datagrams(socket, Arc::clone(&answer)));
                }
                Target::Tcp(port) => {
                    let listener = TcpListener::bind((ip, port.wrapping_add(shift))).await?;
                    self.tasks.spawn(answer_connections(listener, greets, Arc::clone(&answer)));
                }
                Target::UdpGroup(..) => continue,
            }
            self.sockets += 1;
        }
        Ok(())
    }
}

async fn answer_datagrams<A>(socket: UdpSocket, answer: Arc<A>)
where
    A: Fn(&[u8]) -> Option<Vec<u8>> + Send + Sync,
{
    let mut buffer = vec![0u8; 4096];
    loop {
        let Ok((n, from)) = socket.recv_from(&mut buffer).await else { continue };
        if let Some(bytes) = answer(&buffer[..n]) {
            let _ = socket.send_to(&bytes, from).await;
        }
    }
}

async fn answer_connections<A>(listener: TcpListener, greets: bool, answer: Arc<A>)
where
    A: Fn(&[u8]) -> Option<Vec<u8>> + Send + Sync,
{
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        // One at a time, as small devices do.
        let _ = tokio::time::timeout(Duration::from_secs(3), serve(stream, greets, &*answer)).await;
    }
}

/// A question is over with a blank line, or when nothing more comes for a while.
async fn serve(mut stream: TcpStream, greets: bool, answer: impl Fn(&[u8]) -> Option<Vec<u8>>) {
    let mut request = Vec::new();
    let mut chunk = [0u8; 2048];
    while !greets && request.len() < 8192 && !request.windows(4).any(|w| w == b"\r\n\r\n") {
        match tokio::time::timeout(QUIET, stream.read(&mut chunk)).await {
            Ok(Ok(0) | Err(_)) => return,
            Ok(Ok(n)) => request.extend_from_slice(&chunk[..n]),
            Err(_) if request.is_empty() => return,
            Err(_) => break,
        }
    }
    if let Some(bytes) = answer(&request) {
        let _ = stream.write_all(&bytes).await;
    }
    let _ = stream.shutdown().await;
}

/// So long a device waits for more of a question.
const QUIET: Duration = Duration::from_millis(500);

impl Resident {
    fn fill(&self, template: &str) -> String {
        Persona::fill(template, &self.model, &self.firmware, &self.serial, self.mac)
    }
}

/// The SADP answer of a resident, for the UUID of the question.
pub fn sadp_answer(r: &Resident, question: &[u8]) -> Option<Vec<u8>> {
    let asked = sadp::parse(question).ok()?;
    let uuid = asked.element("Uuid")?.value.as_str();
    let recorder = r.persona.role == crate::Role::Recorder;
    let mac = r.mac.to_string().replace(':', "-");
    let ip = r.loopback.to_string();
    let channels = if recorder { "16" } else { "1" };
    let mut elements = vec![
        ("DeviceType", if recorder { "80141" } else { "141945" }),
        ("DeviceDescription", &r.model),
        ("DeviceSN", &r.serial),
        ("CommandPort", "8000"),
        ("HttpPort", "80"),
        ("MAC", &mac),
        ("IPv4Address", &ip),
        ("DHCP", "true"),
        ("AnalogChannelNum", "0"),
        ("DigitalChannelNum", channels),
        ("SoftwareVersion", &r.firmware),
        ("DSPVersion", "V7.3 build 190626"),
        ("Activated", "true"),
        ("DiskNumber", if recorder { "2" } else { "0" }),
    ];
    if !r.persona.oem_info.is_empty() {
        elements.push(("OEMInfo", r.persona.oem_info));
    }
    Some(sadp::write_answer(uuid, &elements, sadp::Flavour::Lines))
}

/// The DHIP answer of a resident.
pub fn dhip_answer(r: &Resident, question: &[u8]) -> Option<Vec<u8>> {
    let voice = r.persona.dhip?;
    if !dhdiscover::deserves_answer(question) {
        return None;
    }
    let recorder = r.persona.role == crate::Role::Recorder;
    let info = serde_json::json!({
        "DeviceClass": voice.class, "DeviceType": r.model, "Find": "BC", "FindVersion": 1, "HttpPort": 80,
        "IPv4Address": {"DefaultGateway": "127.20.0.1", "DhcpEnable": true, "IPAddress": r.loopback.to_string(), "SubnetMask": "255.255.255.0"},
        "Init": 2714, "MachineName": r.serial, "Manufacturer": "Private", "Port": 37777,
        "RemoteVideoInputChannels": if recorder { 16 } else { 0 }, "SerialNo": r.serial, "Vendor": voice.vendor,
        "Version": r.firmware, "VideoInputChannels": i32::from(!recorder), "VideoOutputChannels": 0,
    });
    Some(dhdiscover::write_answer(&r.mac.to_string(), &info))
}

/// The web page of a resident.
pub fn web_answer(r: &Resident, question: &[u8]) -> Option<Vec<u8>> {
    let voice: WebVoice = r.persona.web?;
    question.starts_with(b"GET ").then(|| {
        let (server, realm, title) = (r.fill(voice.server), r.fill(voice.realm), r.fill(voice.title));
        let challenge = format!("Digest realm=\"{realm}\", nonce=\"{:x}\", qop=\"auth\"", r.mac.0[5]);
        let mut headers = vec![("Content-Type", "text/html")];
        if !server.is_empty() {
            headers.push(("Server", server.as_str()));
        }
        if !realm.is_empty() {
            headers.push(("WWW-Authenticate", challenge.as_str()));
        }
        if !voice.location.is_empty() && voice.status / 100 == 3 {
            headers.push(("Location", voice.location));
        }
        let script = if voice.location.is_empty() {
            String::new()
        } else {
            format!("<script>window.location.href = \"{}\";</script>", voice.location)
        };
        let page = format!("<html><head><title>{title}</title>{script}</head><body></body></html>");
        let reason = match voice.status {
            401 => "Unauthorized",
            302 => "Found",
            _ => "OK",
        };
        http::write(voice.status, reason, &headers, page.as_bytes())
    })
}

/// The RTSP answer of a resident.
pub fn rtsp_answer(r: &Resident, question: &[u8]) -> Option<Vec<u8>> {
    let voice: RtspVoice = r.persona.rtsp?;
    let describe = question.starts_with(b"DESCRIBE ");
    if !describe && !question.starts_with(b"OPTIONS ") {
        return None;
    }
    let server = r.fill(voice.server);
    let realm = r.fill(voice.realm);
    let base = format!("rtsp://{}:554{}/", r.loopback, voice.path);
    let challenge = format!("Digest realm=\"{realm}\", nonce=\"{:x}\"", r.mac.0[4]);
    let mut headers = Vec::new();
    if !server.is_empty() {
        headers.push(("Server", server.as_str()));
    }
    if !describe {
        headers.push(("Public", "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN"));
        return Some(rtsp::write(200, "OK", 1, &headers, None));
    }
    if !realm.is_empty() {
        headers.push(("WWW-Authenticate", challenge.as_str()));
        return Some(rtsp::write(401, "Unauthorized", 2, &headers, None));
    }
    headers.push(("Content-Base", base.as_str()));
    let description =
        sdp::write(voice.session, &format!("- 0 0 IN IP4 {}", r.loopback), voice.attributes, "trackID=1");
    Some(rtsp::write(200, "OK", 2, &headers, Some(&description)))
}

/// The UUID a resident is known by: its MAC in the last twelve digits, as many makers do.
fn endpoint(r: &Resident) -> String {
    let mac = r.mac.to_string().replace(':', "");
    format!("urn:uuid:0e0f0a0b-1c2d-4e3f-8a9b-{mac}")
}

fn described<T>(r: &Resident, host: &str, write: impl FnOnce(&ws_discovery::Description<'_>) -> T) -> T {
    let name = r.fill(r.persona.onvif_name).replace("%20", " ");
    let mac = r.mac.to_string();
    let mut scopes = vec![("type", "video_encoder"), ("Profile", "Streaming"), ("name", name.as_str())];
    if !r.model.is_empty() {
        scopes.push(("hardware", r.model.as_str()));
    }
    if r.persona.maker == "hikvision" {
        scopes.push(("MAC", mac.as_str()));
        scopes.push(("location", "city/hangzhou"));
    }
    let service = format!("http://{host}/onvif/device_service");
    write(&ws_discovery::Description {
        address: &endpoint(r),
        types: "dn:NetworkVideoTransmitter tds:Device",
        scopes: &scopes,
        xaddrs: &[&service],
    })
}

fn message_id(r: &Resident, n: u32) -> [u8; 16] {
    let mut id = [0x40u8; 16];
    id[..6].copy_from_slice(&r.mac.0);
    id[12..].copy_from_slice(&n.to_be_bytes());
    id
}

/// The Hello of a resident that speaks ONVIF.
pub fn hello(r: &Resident, host: &str, n: u32) -> Vec<u8> {
    described(r, host, |d| ws_discovery::write_hello(ws_discovery::Namespaces::Of2005, message_id(r, n), d))
}

/// The answer to a WS-Discovery probe.
pub fn onvif_answer(r: &Resident, question: &[u8]) -> Option<Vec<u8>> {
    let probe = ws_discovery::parse(question).ok()?;
    let asked = probe.message_id?.value;
    (probe.role == ws_discovery::Role::Probe).then(|| {
        described(r, &r.loopback.to_string(), |d| {
            ws_discovery::write_probe_matches(ws_discovery::Namespaces::Of2005, message_id(r, 0), &asked, d)
        })
    })
}
