//! The thin shell: moves a survey's questions and answers over sockets. Decides nothing.
//!
//! One UDP socket a protocol; one TCP connection a device. A connection is read until the answer is whole, at most
//! 16 KiB or 2 s, then closed; a reply typed image, audio, video or multipart is closed at its head. A datagram from
//! an address that was not asked, or that answers another's question, is told and not taken. Nothing is followed,
//! nothing is retried.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the only sockets to devices, and their clock"
)]
use crate::plan::{Plan, Planned};
use crate::survey::{Next, Survey};
use oogmerk_model::{
    Evidence, Fact, Field, Mac, Means, Observation, Place, Problem, ProblemSeverity, Sink, Source, Subject,
    Timestamp,
};
use oogmerk_wire::row::Whole;
use oogmerk_wire::{About, Inquiry, Markers, Target, codec};
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::sync::mpsc;

const ANSWER_LIMIT: usize = 16 * 1024;
const CONNECT: Duration = Duration::from_millis(800);
const ANSWER: Duration = Duration::from_secs(2);
const DATAGRAM: Duration = Duration::from_millis(400);

/// One line of the audit log: what left, to whom, when.
#[derive(Clone, Debug, Serialize)]
pub struct Sent {
    /// Milliseconds since the survey's start.
    pub at_ms: u64,
    /// Address and port.
    pub to: SocketAddr,
    /// `udp` or `tcp`.
    pub transport: &'static str,
    /// Codec.
    pub protocol: &'static str,
    /// What for.
    pub purpose: &'static str,
    /// Bytes of the question.
    pub bytes: usize,
}

/// The audit log of a survey, in order.
pub type Audit = Vec<Sent>;

/// What a survey came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Everything that was sent.
    pub audit: Audit,
    /// Addresses that answered anything.
    pub answered: std::collections::BTreeSet<IpAddr>,
    /// Addresses that refused a connection but nothing more: something lives there.
    pub refused: std::collections::BTreeSet<IpAddr>,
    /// Addresses that stayed silent: not "nothing there".
    pub silent: usize,
    /// Packets sent at most.
    pub packets: u64,
}

enum Word {
    Datagram { from: SocketAddr, protocol: &'static str, bytes: Vec<u8> },
    Answer { from: SocketAddr, protocol: &'static str, bytes: Vec<u8> },
    Refused(IpAddr),
    Settled(IpAddr),
}

/// What was asked by datagram. All devices of a survey are asked in the same words.
struct Pending {
    addresses: HashSet<IpAddr>,
    questions: BTreeMap<&'static str, Inquiry>,
}

impl Pending {
    /// Why a datagram is no answer to what was asked; nothing where it can be one.
    fn refuses(&self, from: IpAddr, protocol: &str, bytes: &[u8]) -> Option<&'static str> {
        if !self.addresses.contains(&from) {
            return Some("comes from an address that was not asked");
        }
        let question = self.questions.get(protocol)?;
        let answers = codec::named(protocol)?.answers;
        (!answers(question, bytes)).then_some("answers another's question")
    }
}

/// Who is asking, from where, when: goes into every observation.
#[derive(Clone, Debug)]
pub struct Asker {
    /// The survey's name; becomes the source's file.
    pub survey: Arc<str>,
    /// Where we stand.
    pub vantage: Arc<str>,
    /// Under which authority.
    pub authority: Arc<str>,
    /// Wall time at the start, given by the caller.
    pub started: Timestamp,
    /// What pages are searched for.
    pub markers: Markers,
}

/// Runs a survey to its end; facts go to `sink`, `tell` hears progress (questions left). `neighbours` is the
/// neighbour table of the vantage (address and MAC on link), read by the caller.
pub async fn run(
    plan: &Plan,
    mut survey: Survey,
    asker: &Asker,
    neighbours: &[(IpAddr, Mac)],
    sink: &mut dyn Sink,
    mut tell: impl FnMut(usize),
) -> std::io::Result<Outcome> {
    let start = Instant::now();
    let (tx, mut rx) = mpsc::channel::<Word>(1024);
    let mut sockets: BTreeMap<(&'static str, bool), Arc<UdpSocket>> = BTreeMap::new();
    let mut outcome = Outcome::default();
    let mut pending =
        Pending { addresses: plan.addresses.iter().copied().collect(), questions: BTreeMap::new() };
    for (ip, mac) in neighbours.iter().filter(|(ip, _)| pending.addresses.contains(ip)) {
        let observation = observation(asker, *ip, "neighbour-table", start.elapsed(), "");
        sink.take(Fact::Evidence(Evidence::copied(&observation, Field::of("link.mac"), mac.to_string())));
    }
    loop {
        while let Ok(word) = rx.try_recv() {
            hear(word, &pending, &mut survey, &mut outcome, asker, start, sink);
        }
        match survey.poll(start.elapsed()) {
            Next::Done => break,
            Next::Wait(until) => {
                let nap = until
                    .saturating_sub(start.elapsed())
                    .min(Duration::from_millis(250))
                    .max(Duration::from_millis(1));
                if let Ok(Some(word)) = tokio::time::timeout(nap, rx.recv()).await {
                    hear(word, &pending, &mut survey, &mut outcome, asker, start, sink);
                }
            }
            Next::Ask(planned) => {
                let to = planned.to;
                let transport =
                    if matches!(planned.inquiry.target(), Target::Tcp(_)) { "tcp" } else { "udp" };
                outcome.audit.push(Sent {
                    at_ms: u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
                    to,
                    transport,
                    protocol: planned.inquiry.protocol(),
                    purpose: planned.inquiry.purpose(),
                    bytes: planned.inquiry.bytes().len(),
                });
                if transport == "tcp" {
                    tokio::spawn(converse(planned, tx.clone()));
                } else {
                    let key = (planned.inquiry.protocol(), to.is_ipv6());
                    let socket = if let Some(socket) = sockets.get(&key) {
                        Arc::clone(socket)
                    } else {
                        let socket = Arc::new(open(to).await?);
                        tokio::spawn(listen(Arc::clone(&socket), key.0, tx.clone()));
                        sockets.insert(key, Arc::clone(&socket));
                        socket
                    };
                    pending.questions.entry(key.0).or_insert_with(|| planned.inquiry.clone());
                    tokio::spawn(datagram(socket, planned, tx.clone()));
                }
                tell(survey.left());
            }
        }
    }
    outcome.packets = survey.packets();
    outcome.silent = plan
        .addresses
        .iter()
        .filter(|ip| !outcome.answered.contains(ip) && !outcome.refused.contains(ip))
        .count();
    Ok(outcome)
}

async fn open(to: SocketAddr) -> std::io::Result<UdpSocket> {
    let here: SocketAddr = match (to.ip().is_loopback(), to.is_ipv6()) {
        (true, false) => ([127, 0, 0, 1], 0).into(),
        (true, true) => (std::net::Ipv6Addr::LOCALHOST, 0).into(),
        (false, false) => ([0, 0, 0, 0], 0).into(),
        (false, true) => (std::net::Ipv6Addr::UNSPECIFIED, 0).into(),
    };
    UdpSocket::bind(here).await
}

async fn listen(socket: Arc<UdpSocket>, protocol: &'static str, tx: mpsc::Sender<Word>) {
    let mut buffer = vec![0u8; 65_536];
    while !tx.is_closed() {
        // An ICMP refusal surfaces as an error on the next receive; it says nothing we need.
        if let Ok(Ok((n, from))) =
            tokio::time::timeout(Duration::from_secs(1), socket.recv_from(&mut buffer)).await
        {
            let bytes = buffer[..n.min(ANSWER_LIMIT)].to_vec();
            if tx.send(Word::Datagram { from, protocol, bytes }).await.is_err() {
                return;
            }
        }
    }
}

async fn datagram(socket: Arc<UdpSocket>, planned: Planned, tx: mpsc::Sender<Word>) {
    let _ = socket.send_to(planned.inquiry.bytes(), planned.to).await;
    tokio::time::sleep(DATAGRAM).await;
    let _ = tx.send(Word::Settled(planned.to.ip())).await;
}

async fn converse(planned: Planned, tx: mpsc::Sender<Word>) {
    let to = planned.to;
    let ip = to.ip();
    match tokio::time::timeout(CONNECT, TcpStream::connect(to)).await {
        Ok(Ok(mut stream)) => {
            let mut bytes = Vec::with_capacity(4096);
            if stream.write_all(planned.inquiry.bytes()).await.is_ok() {
                let whole = codec::named(planned.inquiry.protocol()).map(|c| c.whole);
                let _ = tokio::time::timeout(ANSWER, read_head(&mut stream, &mut bytes, whole)).await;
            }
            let _ = stream.shutdown().await;
            drop(stream);
            if bytes.is_empty() {
                let _ = tx.send(Word::Refused(ip)).await;
            } else {
                let _ = tx.send(Word::Answer { from: to, protocol: planned.inquiry.protocol(), bytes }).await;
            }
        }
        Ok(Err(e)) if e.kind() == std::io::ErrorKind::ConnectionRefused => {
            let _ = tx.send(Word::Refused(ip)).await;
        }
        Ok(Err(_)) | Err(_) => {}
    }
    let _ = tx.send(Word::Settled(ip)).await;
}

async fn read_head(stream: &mut TcpStream, bytes: &mut Vec<u8>, whole: Option<fn(&[u8]) -> Whole>) {
    let mut chunk = [0u8; 4096];
    while bytes.len() < ANSWER_LIMIT {
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return,
            Ok(n) => bytes.extend_from_slice(&chunk[..n.min(ANSWER_LIMIT - bytes.len())]),
        }
        if let Some(end) = media_begins(bytes) {
            bytes.truncate(end);
            return;
        }
        if whole.is_some_and(|whole| matches!(whole(bytes), Whole::Ends(_))) {
            return;
        }
    }
}

/// Where the head ends, if the head says that pictures or sound follow.
///
/// Read as loosely as devices write: lines may end without a carriage return, a space may stand before the colon or
/// the line, and heads that only say "go on" (`100 Continue`) come before the one that counts.
fn media_begins(bytes: &[u8]) -> Option<usize> {
    let mut begin = 0;
    loop {
        let end = begin + head_end(bytes.get(begin..)?)?;
        let head = String::from_utf8_lossy(&bytes[begin..end]).to_ascii_lowercase();
        let types = head.lines().filter_map(|line| line.split_once(':'));
        let is_media = |value: &str| {
            let value = value.trim().trim_start_matches(['"', '\'']);
            ["image/", "audio/", "video/", "multipart/"].iter().any(|media| value.starts_with(media))
        };
        if types.filter(|(name, _)| name.trim() == "content-type").any(|(_, value)| is_media(value)) {
            return Some(end);
        }
        let status = head.split_whitespace().nth(1).unwrap_or_default();
        if !(status.len() == 3 && status.starts_with('1')) {
            return None;
        }
        begin = end;
    }
}

/// Where a head ends: behind its first empty line, however lines end.
fn head_end(bytes: &[u8]) -> Option<usize> {
    let mut line = 0;
    for (at, _) in bytes.iter().enumerate().filter(|(_, b)| **b == b'\n') {
        let is_empty = bytes[line..at].iter().all(|b| *b == b'\r');
        if is_empty && line > 0 {
            return Some(at + 1);
        }
        line = at + 1;
    }
    None
}

fn observation(
    asker: &Asker,
    ip: IpAddr,
    protocol: &str,
    elapsed: Duration,
    digest: &str,
) -> Arc<Observation> {
    let micros = i64::try_from(elapsed.as_micros()).unwrap_or(0);
    Arc::new(Observation {
        subject: Subject::ip(ip),
        seen_at: Some(Timestamp(asker.started.0.saturating_add(micros))),
        vantage: Some(Arc::clone(&asker.vantage)),
        means: Means::Asked,
        authority: Some(Arc::clone(&asker.authority)),
        protocol: Arc::from(protocol),
        source: Source { file: Some(Arc::clone(&asker.survey)), ..Source::default() },
        digest: Arc::from(digest),
    })
}

fn hear(
    word: Word,
    pending: &Pending,
    survey: &mut Survey,
    outcome: &mut Outcome,
    asker: &Asker,
    start: Instant,
    sink: &mut dyn Sink,
) {
    match word {
        Word::Settled(ip) => survey.settled(ip),
        Word::Refused(ip) => {
            outcome.refused.insert(ip);
        }
        Word::Datagram { from, protocol, bytes } => {
            if let Some(why) = pending.refuses(from.ip(), protocol, &bytes) {
                let source = Source { file: Some(Arc::clone(&asker.survey)), ..Source::default() };
                let reason = format!("a {protocol} datagram of {from} is not taken: it {why}");
                sink.take(Fact::Problem(Problem {
                    source,
                    offset: None,
                    reason,
                    severity: ProblemSeverity::Part,
                }));
                return;
            }
            take(from, protocol, &bytes, outcome, asker, start, sink);
        }
        Word::Answer { from, protocol, bytes } => take(from, protocol, &bytes, outcome, asker, start, sink),
    }
}

/// Hands over what an answer says of the one who gave it.
fn take(
    from: SocketAddr,
    protocol: &'static str,
    bytes: &[u8],
    outcome: &mut Outcome,
    asker: &Asker,
    start: Instant,
    sink: &mut dyn Sink,
) {
    outcome.answered.insert(from.ip());
    let observation = observation(asker, from.ip(), protocol, start.elapsed(), "");
    match codec::read_for(protocol, bytes, &asker.markers) {
        Some(Ok(clues)) => {
            // Only the one who answered is surveyed; a word about somebody else is not taken from here.
            for clue in clues.0.into_iter().filter(|c| c.about == About::Sender) {
                sink.take(Fact::Evidence(Evidence {
                    observation: Arc::clone(&observation),
                    field: clue.field,
                    value: clue.value,
                    decoded: clue.decoded,
                    place: Place { offset: clue.span.map(|s| s.start as u64), ..Place::default() },
                }));
            }
        }
        Some(Err(malformed)) => sink.take(Fact::Problem(Problem {
            source: observation.source.clone(),
            offset: Some(malformed.offset as u64),
            reason: format!(
                "{} port {}: answer is no {protocol}: {}",
                from.ip(),
                from.port(),
                malformed.reason
            ),
            severity: ProblemSeverity::Part,
        })),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_that_is_a_picture_ends_at_its_head() {
        let picture = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8\xff";
        assert_eq!(media_begins(picture), Some(picture.len() - 3));
        assert_eq!(media_begins(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>"), None);
        assert_eq!(media_begins(b"HTTP/1.1 200 OK\r\nContent-Type: mul"), None);
    }

    #[test]
    fn a_picture_is_known_however_its_head_is_written() {
        let heads: [&[u8]; 7] = [
            b"HTTP/1.0 200 OK\nContent-Type: image/jpeg\n\n",
            b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Type : image/jpeg\r\n\r\n",
            b"HTTP/1.1 200 OK\r\n content-type:\tVideo/mp4\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Type: \"image/jpeg\"\r\r\n\r\r\n",
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace\r\n\r\n",
            b"HTTP/1.1 103 Early Hints\n\nHTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\nContent-Type: audio/basic\n\n",
        ];
        for head in heads {
            let answer = [head, b"\xff\xd8\xff"].concat();
            assert_eq!(media_begins(&answer), Some(head.len()), "{}", String::from_utf8_lossy(head));
        }
        assert_eq!(media_begins(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: ima"), None);
        assert_eq!(media_begins(b"HTTP/1.1 200 OK\nX: image/png\n\nContent-Type: image/png\n\n"), None);
    }

    #[test]
    fn a_datagram_nobody_asked_for_is_told_and_not_taken() {
        let asked: IpAddr = [127, 0, 0, 5].into();
        let token = [7u8; 32];
        let plan =
            Plan { addresses: vec![asked], asks: crate::Question::all(), loopback_port_shift: 0, token };
        let questions: BTreeMap<_, _> = plan.questions().map(|q| (q.inquiry.protocol(), q.inquiry)).collect();
        let pending = Pending { addresses: HashSet::from([asked]), questions };
        let answer = |uuid: &str| {
            let elements = [("DeviceDescription", "X")];
            codec::sadp::write_answer(uuid, &elements, codec::sadp::Flavour::Lines)
        };
        let ours = answer("07070707-0707-0707-0707-070707070707");
        assert_eq!(pending.refuses(asked, "sadp", &ours), None);
        assert!(pending.refuses(asked, "sadp", &answer("01010101-0101-0101-0101-010101010101")).is_some());
        assert!(pending.refuses([127, 9, 9, 9].into(), "sadp", &ours).is_some());
    }
}
