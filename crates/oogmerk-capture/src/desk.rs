//! Where messages go: to the codec of their name, and what it finds into the ledger; and what is counted and
//! thrown away.

use crate::contacts::Contacts;
use crate::dispatch::{Dispatch, Tongue};
use crate::flow::LOOKS;
use crate::hash::{self, Map, Set};
use crate::internet::{self, Address};
use crate::ledger::{Ledger, Line, Message, Observed, Party};
use crate::names::{self, Names};
use crate::span::Span;
use crate::stream::{Listener, Media};
use oogmerk_bytes::{Clues, Markers};
use oogmerk_model::{Dropped, Fact, Field, Mac, Place, Sink, Timestamp, ViaHow};
use oogmerk_wire::row::{Codec, Lesson, Writer};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Ledger, sums and codecs together.
pub(super) struct Desk {
    pub ledger: Ledger,
    pub contacts: Contacts,
    pub names: Names,
    pub dispatch: Dispatch,
    /// What pages are searched for.
    markers: Markers,
    dropped: BTreeMap<&'static str, (u64, u64)>,
    /// Messages already read, so that a beacon is read once.
    read: Set<u64>,
    heard: Map<u64, Heard>,
    /// Bytes of the messages heard that are held.
    held: usize,
    /// Messages still looked into of each who speaks in a flow of many.
    looks: Map<u64, u8>,
}

/// Who speaks, where the flow does not tell.
#[derive(Clone, Copy)]
pub(super) enum Speaker {
    /// Whoever sent the frame, and the address in it.
    Sender(Option<Mac>, Address),
    /// Whom a server of addresses speaks with, through whatever relays.
    Client(Mac),
}

/// Speakers remembered in flows of many. When there are more all begin anew: nobody is starved by a crowd.
const SPEAKERS_MAX: usize = 1 << 17;
const READ_MAX: usize = 1 << 19;
/// Messages remembered with what they say, how long such a message may be, and how long all of them together: pages of
/// devices are some tens of kilobytes, and are read over and over.
const HEARD_MAX: usize = 4096;
const HEARD_BYTES_MAX: usize = 256 * 1024;
const HEARD_HELD_MAX: usize = 8 * 1024 * 1024;

/// Protocol, message, clues; none where the codec did not know it.
type Heard = (&'static str, Box<[u8]>, Option<Arc<Clues>>);

/// The time of a number of microseconds.
pub(super) fn time_of(micros: i64) -> Option<Timestamp> {
    (micros != i64::MIN).then_some(Timestamp(micros))
}

impl Desk {
    pub(super) fn new(ledger: Ledger, codecs: &[&'static Codec], markers: Markers) -> Self {
        Self {
            ledger,
            contacts: Contacts::default(),
            names: Names::default(),
            dispatch: Dispatch::of(codecs),
            markers,
            dropped: BTreeMap::new(),
            read: Set::default(),
            heard: Map::default(),
            held: 0,
            looks: Map::default(),
        }
    }

    /// True the first time these words are heard from this sender.
    pub(super) fn is_news(&mut self, sender: Party, codec: &'static Codec, bytes: &[u8]) -> bool {
        let bytes = bytes.get(codec.varies..).unwrap_or(bytes);
        if self.read.len() >= READ_MAX {
            self.read.clear();
        }
        let who = match sender {
            Party::Host(index, holder) => u64::from(index) << 8 | u64::from(holder),
            Party::Station(mac) => mac.0.iter().fold(1 << 60, |n, b| n << 8 | u64::from(*b)),
            Party::Nobody => u64::MAX,
        };
        let seed = hash::of_bytes(who, codec.name.as_bytes());
        self.read.insert(hash::of_bytes(seed, bytes))
    }

    /// Takes one look of a speaker's budget in flows of many; `false` where it is spent.
    pub(super) fn may_look(&mut self, codec: &'static Codec, speaker: Speaker) -> bool {
        let who = match speaker {
            Speaker::Sender(mac, address) => {
                let seed = mac.map_or(0, |mac| hash::of_bytes(1, &mac.0));
                hash::of_bytes(seed, &address.to_be_bytes())
            }
            Speaker::Client(mac) => hash::of_bytes(2, &mac.0),
        };
        let key = hash::of_bytes(who, codec.name.as_bytes());
        if self.looks.len() >= SPEAKERS_MAX && !self.looks.contains_key(&key) {
            self.looks.clear();
        }
        let left = self.looks.entry(key).or_insert(LOOKS);
        let may_look = *left > 0;
        *left = left.saturating_sub(1);
        may_look
    }

    /// Counts something thrown away.
    pub(super) fn drop(&mut self, what: &'static str, packets: u64, bytes: u64) {
        let entry = self.dropped.entry(what).or_default();
        entry.0 += packets;
        entry.1 += bytes;
    }

    /// Writes the counts of what was thrown away.
    pub(super) fn write_dropped(&mut self, sink: &mut dyn Sink) {
        let names = self.names.take_forgotten();
        if names > 0 {
            self.drop("names-over-budget", names, 0);
        }
        for (what, (packets, bytes)) in self.ledger.take_left_out() {
            self.drop(what, packets, bytes);
        }
        for (what, (packets, bytes)) in std::mem::take(&mut self.dropped) {
            sink.take(Fact::Dropped(Dropped { what: what.to_owned(), packets, bytes }));
        }
    }

    /// Has a message read and writes what it says. Gives the clues, empty where the codec did not know the message.
    pub(super) fn message(&mut self, message: &Message<'_>, sink: &mut dyn Sink) -> Option<Arc<Clues>> {
        let clues = self.clues(message.tongue.codec?, message.span?.bytes)?;
        self.ledger.clues(message, &clues, sink);
        Some(clues)
    }

    /// What a codec finds in a message. Devices of one make say the same, and every device repeats itself: a message
    /// heard before, from anybody, is not read again.
    fn clues(&mut self, codec: &'static Codec, bytes: &[u8]) -> Option<Arc<Clues>> {
        let protocol = codec.name;
        let key = hash::of_bytes(hash::of_bytes(0, protocol.as_bytes()), bytes);
        if let Some((of, said, clues)) = self.heard.get(&key)
            && *of == protocol
            && **said == *bytes
        {
            return clues.clone();
        }
        let clues = codec.read_for(bytes, &self.markers).ok().map(Arc::new);
        if bytes.len() <= HEARD_BYTES_MAX {
            if self.heard.len() >= HEARD_MAX || self.held + bytes.len() > HEARD_HELD_MAX {
                self.heard.clear();
                self.held = 0;
            }
            self.held += bytes.len();
            let before = self.heard.insert(key, (protocol, Box::from(bytes), clues.clone()));
            self.held -= before.map_or(0, |(_, said, _)| said.len());
        }
        clues
    }

    /// Writes a fact about the sender that is not in the bytes as a value.
    pub(super) fn say(&mut self, message: &Message<'_>, field: Field, value: &str, sink: &mut dyn Sink) {
        let place = Place { frame: Some(message.frame), ..Place::default() };
        let line = Line { field, value, decoded: true, place };
        let message = &Message { door: 0, ..*message };
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
    pub writer: Option<Writer>,
}

impl Listener for Ear<'_> {
    fn dispatch(&self) -> &Dispatch {
        &self.desk.dispatch
    }

    fn message(&mut self, tongue: Tongue, writer: Option<Writer>, time: i64, span: Span<'_>) {
        let message = Message {
            tongue,
            frame: span.place(0).frame.unwrap_or(0),
            time: time_of(time),
            span: Some(span),
            sender: self.speaker,
            receiver: self.other,
            door: if writer == Some(Writer::Server) { self.own_port } else { 0 },
        };
        self.writer = self.writer.or(writer);
        let is_answer = writer == Some(Writer::Server);
        if is_answer {
            self.say_open(&message);
        }
        if tongue.speaks_for_itself {
            // Such a protocol exists between such a device and its client only.
            let by_port = writer.is_none() && self.desk.dispatch.is_own_port(self.own_port);
            let field = if is_answer || by_port { "protocol.answered" } else { "protocol.asked" };
            self.desk.say(&message, Field::of(field), tongue.name, self.sink);
            if by_port {
                self.say_open(&message);
            }
        }
        let is_question = writer == Some(Writer::Client);
        if let Some(Lesson::Forward(read)) = tongue.codec.map(|c| c.lesson)
            && is_question
            && let Some(host) = read(span.bytes)
        {
            self.proxied(&message, host);
        }
        let Some(clues) = self.desk.message(&message, self.sink) else { return };
        if is_question && self.name.is_none() {
            let asked = tongue.codec.and_then(|c| c.host_field).and_then(|field| clues.first(field));
            self.name = asked.filter(|n| n.parse::<std::net::IpAddr>().is_err()).map(Arc::from);
        }
    }

    fn media(&mut self, media: Media, bytes: u64) {
        self.desk.drop(media.name(), 1, bytes);
    }
}

impl Ear<'_> {
    /// The port the speaker answered from is open.
    fn say_open(&mut self, message: &Message<'_>) {
        self.desk.say(message, Field::of("port.open"), &format!("tcp/{}", self.own_port), self.sink);
    }

    /// A request that names another host than the one it is sent to goes through a proxy.
    fn proxied(&mut self, message: &Message<'_>, name: &str) {
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
