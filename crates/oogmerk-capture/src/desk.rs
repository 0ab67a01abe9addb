//! Where messages go: to the codec of their name, and what it finds into the ledger; and what is counted and
//! thrown away.

use crate::contacts::Contacts;
use crate::dispatch;
use crate::hash::{self, Map, Set};
use crate::internet::{self, Address};
use crate::ledger::{Ledger, Line, Message, Observed, Party};
use crate::names::{self, Names};
use crate::span::Span;
use crate::stream::{Listener, Media, Side};
use oogmerk_bytes::{Clues, Malformed};
use oogmerk_model::{Dropped, Fact, Field, Place, Sink, Timestamp, ViaHow};
use oogmerk_wire::codec::Codec;
use std::collections::BTreeMap;
use std::sync::Arc;

type Read = fn(&[u8]) -> Result<Clues, Malformed>;

/// Ledger, sums and codecs together.
pub(super) struct Desk {
    pub ledger: Ledger,
    pub contacts: Contacts,
    pub names: Names,
    codecs: Map<&'static str, Read>,
    dropped: BTreeMap<&'static str, (u64, u64)>,
    /// Messages already read, so that a beacon is read once.
    read: Set<u64>,
    heard: Map<u64, Heard>,
}

const READ_MAX: usize = 1 << 19;
/// Messages remembered with what they say, and how long such a message may be.
const HEARD_MAX: usize = 4096;
const HEARD_BYTES_MAX: usize = 2048;

/// Protocol, message, clues; none where the codec did not know it.
type Heard = (&'static str, Box<[u8]>, Option<Arc<Clues>>);

/// The time of a number of microseconds.
pub(super) fn time_of(micros: i64) -> Option<Timestamp> {
    (micros != i64::MIN).then_some(Timestamp(micros))
}

impl Desk {
    pub(super) fn new(ledger: Ledger, codecs: &'static [Codec]) -> Self {
        Self {
            ledger,
            contacts: Contacts::default(),
            names: Names::default(),
            codecs: codecs.iter().map(|c| (c.name, c.read)).collect(),
            dropped: BTreeMap::new(),
            read: Set::default(),
            heard: Map::default(),
        }
    }

    /// Whether there is a codec of this name.
    pub(super) fn reads(&self, protocol: &str) -> bool {
        self.codecs.contains_key(protocol)
    }

    /// True the first time these words are heard from this sender.
    pub(super) fn is_news(&mut self, sender: Party, protocol: &'static str, bytes: &[u8]) -> bool {
        // The transaction number of a DNS message changes with each copy of it.
        let bytes = if matches!(protocol, "dns" | "mdns" | "llmnr") {
            bytes.get(2..).unwrap_or(bytes)
        } else {
            bytes
        };
        if self.read.len() >= READ_MAX {
            self.read.clear();
        }
        let who = match sender {
            Party::Host(index, holder) => u64::from(index) << 8 | u64::from(holder),
            Party::Station(mac) => mac.0.iter().fold(1 << 60, |n, b| n << 8 | u64::from(*b)),
            Party::Nobody => u64::MAX,
        };
        let seed = hash::of_bytes(who, protocol.as_bytes());
        self.read.insert(hash::of_bytes(seed, bytes))
    }

    /// Counts something thrown away.
    pub(super) fn drop(&mut self, what: &'static str, packets: u64, bytes: u64) {
        let entry = self.dropped.entry(what).or_default();
        entry.0 += packets;
        entry.1 += bytes;
    }

    /// Writes the counts of what was thrown away.
    pub(super) fn write_dropped(&mut self, sink: &mut dyn Sink) {
        for (what, (packets, bytes)) in std::mem::take(&mut self.dropped) {
            sink.take(Fact::Dropped(Dropped { what: what.to_owned(), packets, bytes }));
        }
    }

    /// Has a message read and writes what it says. Gives the clues, empty where the codec did not know the message.
    pub(super) fn message(&mut self, message: &Message<'_>, sink: &mut dyn Sink) -> Option<Arc<Clues>> {
        let clues = self.clues(message.protocol, message.span?.bytes)?;
        self.ledger.clues(message, &clues, sink);
        Some(clues)
    }

    /// What a codec finds in a message. Devices of one make say the same, and every device repeats itself: a message
    /// heard before, from anybody, is not read again.
    fn clues(&mut self, protocol: &'static str, bytes: &[u8]) -> Option<Arc<Clues>> {
        let read = self.codecs.get(protocol)?;
        let key = hash::of_bytes(hash::of_bytes(0, protocol.as_bytes()), bytes);
        if let Some((of, said, clues)) = self.heard.get(&key)
            && *of == protocol
            && **said == *bytes
        {
            return clues.clone();
        }
        let clues = read(bytes).ok().map(Arc::new);
        if bytes.len() <= HEARD_BYTES_MAX {
            if self.heard.len() >= HEARD_MAX {
                self.heard.clear();
            }
            self.heard.insert(key, (protocol, Box::from(bytes), clues.clone()));
        }
        clues
    }

    /// Writes a fact about the sender that is not in the bytes as a value.
    pub(super) fn say(&mut self, message: &Message<'_>, field: Field, value: &str, sink: &mut dyn Sink) {
        let place = Place { frame: Some(message.frame), ..Place::default() };
        let line = Line { field, value, decoded: true, place };
        self.ledger.write(message.sender, line, message, &mut Observed::default(), sink);
    }
}

/// Listens to one stream on behalf of the desk.
pub(super) struct Ear<'a> {
    pub desk: &'a mut Desk,
    pub sink: &'a mut dyn Sink,
    pub speaker: Party,
    pub other: Party,
    pub other_address: Address,
    /// The port the speaker speaks from.
    pub own_port: u16,
    /// A name the speaker asked for.
    pub name: Option<Arc<str>>,
    /// The speaker behaved as a server, or as a client.
    pub side: Side,
}

impl Listener for Ear<'_> {
    fn message(&mut self, protocol: &'static str, side: Side, time: i64, span: Span<'_>) {
        let message = Message {
            protocol,
            frame: span.place(0).frame.unwrap_or(0),
            time: time_of(time),
            span: Some(span),
            sender: self.speaker,
            receiver: self.other,
        };
        let side = match (side, protocol, span.bytes.get(5)) {
            (Side::Unknown, "tls", Some(1)) => Side::Client,
            (Side::Unknown, "tls", Some(2)) => Side::Server,
            (side, ..) => side,
        };
        if self.side == Side::Unknown {
            self.side = side;
        }
        if side == Side::Server {
            self.desk.say(&message, Field::of("port.open"), &format!("tcp/{}", self.own_port), self.sink);
        }
        if dispatch::speaks_for_itself(protocol) {
            // These protocols exist between such a device and its client only.
            let is_server =
                side == Side::Server || (side == Side::Unknown && dispatch::is_own_port(self.own_port));
            let field = if is_server { "protocol.answered" } else { "protocol.asked" };
            self.desk.say(&message, Field::of(field), protocol, self.sink);
            if is_server && side == Side::Unknown {
                self.desk.say(&message, Field::of("port.open"), &format!("tcp/{}", self.own_port), self.sink);
            }
        }
        if protocol == "http" && side == Side::Client {
            self.proxied(&message, span.bytes);
        }
        let Some(clues) = self.desk.message(&message, self.sink) else { return };
        if side == Side::Client && self.name.is_none() {
            let asked = clues.first("tls.sni").or_else(|| clues.first("http.host"));
            self.name = asked.filter(|n| n.parse::<std::net::IpAddr>().is_err()).map(Arc::from);
        }
    }

    fn media(&mut self, media: Media, bytes: u64) {
        self.desk.drop(media.name(), 1, bytes);
    }
}

impl Ear<'_> {
    /// A request that names another host than the one it is sent to goes through a proxy.
    fn proxied(&mut self, message: &Message<'_>, bytes: &[u8]) {
        let line = &bytes[..memchr::memchr(b'\n', bytes).unwrap_or(bytes.len()).min(2048)];
        let mut words = line.split(|b| *b == b' ');
        let (Some(method), Some(target)) = (words.next(), words.next()) else { return };
        let authority = if method == b"CONNECT" {
            target
        } else if let Some(rest) = target.strip_prefix(b"http://") {
            rest.split(|b| *b == b'/').next().unwrap_or_default()
        } else {
            return;
        };
        let host = authority.rsplit(|b| *b == b'@').next().unwrap_or_default();
        let host = host.split(|b| *b == b':').next().unwrap_or_default();
        let Ok(name) = std::str::from_utf8(host) else { return };
        let same = name.parse().is_ok_and(|ip| internet::address(ip) == self.other_address);
        let outside = match name.parse::<std::net::IpAddr>() {
            Ok(ip) => !self.desk.ledger.is_inside(internet::address(ip)),
            Err(_) => names::leads_outside(name),
        };
        if same || !outside || !self.desk.ledger.is_inside(self.other_address) {
            return;
        }
        let Desk { contacts, ledger, .. } = &mut *self.desk;
        contacts.via(
            self.speaker,
            self.other_address,
            ViaHow::Proxy,
            name,
            message.frame,
            message.time,
            ledger,
            self.sink,
        );
    }
}
