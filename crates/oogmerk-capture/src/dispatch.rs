//! Which row of the codec table reads which bytes: by what the bytes say first, by the port second.
//!
//! It knows no protocol: everything is read from the rows it is given, once, into tables that answer fast.

use crate::link::Kind;
use crate::side::Side;
use oogmerk_wire::row::{Carried, Codec, Datagrams, Greeting, Lesson, Mark, Measured, Records, Text, Whose};
use std::collections::BTreeMap;

/// What the first bytes of a stream are.
#[derive(Clone, Copy)]
pub(super) enum Recognised {
    /// Too few bytes to say.
    More,
    /// Nothing this program reads.
    Nothing,
    /// A stream of this sort.
    Stream(Tongue, Cut),
}

/// How a stream is cut into messages.
#[derive(Clone, Copy)]
pub(super) enum Cut {
    Text(&'static Text),
    Records(&'static Records),
    Greeting,
    Measured(&'static Measured),
}

/// What is spoken: its name, and who reads it, if anybody does.
#[derive(Clone, Copy)]
pub(super) struct Tongue {
    pub name: &'static str,
    pub codec: Option<&'static Codec>,
    /// Nothing but such a device and its client speaks so.
    pub speaks_for_itself: bool,
}

impl Tongue {
    /// What the layers below say: no codec reads it.
    pub(super) const fn link(name: &'static str) -> Self {
        Self { name, codec: None, speaks_for_itself: false }
    }
}

impl From<&'static Codec> for Tongue {
    fn from(codec: &'static Codec) -> Self {
        Self { name: codec.name, codec: Some(codec), speaks_for_itself: false }
    }
}

/// A row with one way in which its messages are carried.
type Way<T> = (&'static Codec, &'static T);

/// The rows, as those ask who have bytes at hand.
pub(super) struct Dispatch {
    texts: Vec<Way<Text>>,
    records: Vec<Way<Records>>,
    greetings: Vec<Way<Greeting>>,
    measured: Vec<(Tongue, &'static Measured)>,
    /// Marks of datagrams by first byte.
    marks: Vec<Vec<(Mark, &'static Codec)>>,
    ports: BTreeMap<u16, &'static Codec>,
    frames: BTreeMap<Kind, &'static Codec>,
    packets: Vec<(u8, &'static [u8], &'static Codec)>,
    /// Ports on which no media runs.
    no_media: Vec<u16>,
    /// Ports that devices of protocols which speak for themselves listen on.
    own: Vec<u16>,
    /// Ports on which names are looked up.
    lookups: Vec<u16>,
    /// Ports on which clients without an address, and those who relay for them, share one flow.
    shared: Vec<u16>,
}

impl Dispatch {
    /// The tables of these rows.
    pub(super) fn of(codecs: &[&'static Codec]) -> Self {
        let mut made = Self {
            texts: Vec::new(),
            records: Vec::new(),
            greetings: Vec::new(),
            measured: Vec::new(),
            marks: vec![Vec::new(); 256],
            ports: BTreeMap::new(),
            frames: BTreeMap::new(),
            packets: Vec::new(),
            no_media: Vec::new(),
            own: Vec::new(),
            lookups: Vec::new(),
            shared: Vec::new(),
        };
        for &codec in codecs {
            for carried in codec.carried {
                made.add(codec, carried, codecs);
            }
        }
        made
    }

    fn add(&mut self, codec: &'static Codec, carried: &'static Carried, codecs: &[&'static Codec]) {
        match carried {
            Carried::Frames(number) => {
                self.frames.insert(Kind::Ether(*number), codec);
            }
            Carried::Snap(organisation, number) => {
                self.frames.insert(Kind::Snap(*organisation, *number), codec);
            }
            Carried::Packets(protocol, first) => self.packets.push((*protocol, first, codec)),
            Carried::Datagrams(datagrams) => self.add_datagrams(codec, datagrams),
            Carried::Text(text) => self.texts.push((codec, text)),
            Carried::Records(records) => self.records.push((codec, records)),
            Carried::Greeting(greeting) => self.greetings.push((codec, greeting)),
            Carried::Measured(measured) => {
                let name = measured.name;
                let reader = codecs.iter().find(|c| c.name == name).copied();
                let speaks_for_itself = measured.speaks_for_itself;
                self.measured.push((Tongue { name, codec: reader, speaks_for_itself }, measured));
                self.own.extend(measured.ports);
            }
        }
    }

    fn add_datagrams(&mut self, codec: &'static Codec, datagrams: &'static Datagrams) {
        for mark in datagrams.marks {
            let first = mark.first_bytes();
            for (byte, marks) in (0..=u8::MAX).zip(&mut self.marks) {
                if first.is_empty() || first.contains(&byte) {
                    marks.push((*mark, codec));
                }
            }
        }
        for port in datagrams.ports {
            self.ports.insert(*port, codec);
        }
        if !datagrams.ports_may_carry_media {
            self.no_media.extend(datagrams.ports);
        }
        if matches!(codec.lesson, Lesson::Names(_)) {
            self.lookups.extend(datagrams.ports);
        }
        if matches!(codec.lesson, Lesson::Lease(_) | Lesson::Unnumbered) {
            self.shared.extend(datagrams.ports);
        }
    }

    /// Names what a stream speaks by its first bytes, then by the port of its service.
    pub(super) fn stream(&self, head: &[u8], side: Side, port: u16) -> Recognised {
        if head.len() < 4 {
            return Recognised::More;
        }
        if let Some(found) = self.by_mark(head, side, port) {
            return found;
        }
        if let Some((tongue, measured)) =
            self.measured.iter().find(|(_, m)| m.marks.is_empty() && m.ports.contains(&port))
        {
            return Recognised::Stream(*tongue, Cut::Measured(measured));
        }
        if head[0].is_ascii_uppercase()
            && let Some(found) = self.text(head)
        {
            return found;
        }
        if side == Side::Client { Recognised::Nothing } else { self.greeting(head, side, port) }
    }

    /// Bytes that say by themselves what they begin.
    fn by_mark(&self, head: &[u8], side: Side, port: u16) -> Option<Recognised> {
        if let Some((codec, records)) = self.records.iter().find(|(_, r)| r.mark.is_on(head)) {
            return Some(Recognised::Stream(Tongue::from(*codec), Cut::Records(records)));
        }
        let counts = |from: Whose| from == Whose::Anybody || side == Side::Greeter;
        let greets = |g: &Greeting| g.mark.is_some_and(|(mark, from)| counts(from) && mark.is_on(head));
        if let Some((codec, _)) = self.greetings.iter().find(|(_, g)| greets(g)) {
            return Some(Recognised::Stream(Tongue::from(*codec), Cut::Greeting));
        }
        let between = |t: &Text| t.interleaves.is_some_and(|(b, on)| head[0] == b && on.contains(&port));
        if let Some((codec, text)) = self.texts.iter().find(|(_, t)| between(t)) {
            return Some(Recognised::Stream(Tongue::from(*codec), Cut::Text(text)));
        }
        for (tongue, measured) in &self.measured {
            if measured.only_on_ports && !measured.ports.contains(&port) {
                continue;
            }
            if measured.marks.iter().any(|m| m.is_on(head)) {
                return Some(Recognised::Stream(*tongue, Cut::Measured(measured)));
            }
            if measured.marks.iter().any(|m| m.may_come(head)) {
                return Some(Recognised::More);
            }
        }
        None
    }

    /// Heads of text; which protocol is said by the version at one end of the first line.
    fn text(&self, head: &[u8]) -> Option<Recognised> {
        let of = |version: &[u8]| {
            let (codec, text) = self.texts.iter().find(|(_, t)| version.starts_with(t.version))?;
            Some(Recognised::Stream(Tongue::from(*codec), Cut::Text(text)))
        };
        if let Some(reply) = of(head) {
            return Some(reply);
        }
        let mut words = self.texts.iter().flat_map(|(_, t)| words_of(t));
        if words.clone().any(|w| head.starts_with(w)) {
            return Some(match memchr::memchr(b'\n', head) {
                None if head.len() < 4096 => Recognised::More,
                None => Recognised::Nothing,
                Some(end) => {
                    let last = head[..end].trim_ascii_end().rsplit(|b| *b == b' ').next();
                    of(last.unwrap_or_default()).unwrap_or(Recognised::Nothing)
                }
            });
        }
        let mut versions = self.texts.iter().map(|(_, t)| t.version);
        let may_become = words.any(|w| w.starts_with(head)) || versions.any(|v| v.starts_with(head));
        may_become.then_some(Recognised::More)
    }

    /// What follows a client's words may repeat them, a password too: only a greeting is one.
    fn greeting(&self, head: &[u8], side: Side, port: u16) -> Recognised {
        let says = |g: &Greeting| g.hello.iter().any(|h| head.starts_with(h.as_bytes()));
        let found = |codec: &'static Codec| Recognised::Stream(Tongue::from(codec), Cut::Greeting);
        let on_port = |g: &Greeting| {
            g.ports.contains(&port) && if g.hello.is_empty() { side == Side::Greeter } else { says(g) }
        };
        if let Some((codec, _)) = self.greetings.iter().find(|(_, g)| on_port(g)) {
            return found(codec);
        }
        if self.greetings.iter().any(|(_, g)| says(g)) {
            let end = memchr::memchr(b'\n', head);
            if end.is_none() && head.len() < 1024 {
                return Recognised::More;
            }
            let line = head[..end.unwrap_or(head.len())].to_ascii_uppercase();
            let holds = |word: &str| memchr::memmem::find(&line, word.as_bytes()).is_some();
            let alike = || self.greetings.iter().filter(|(_, g)| says(g));
            let by_word = alike().find(|(_, g)| g.word.is_some_and(holds));
            return by_word
                .or_else(|| alike().find(|(_, g)| g.word.is_none()))
                .map_or(Recognised::Nothing, |(codec, _)| found(codec));
        }
        let is_text = head[..4].iter().all(|b| matches!(b, b' '..=b'~' | b'\r' | b'\n' | b'\t'));
        if side == Side::Greeter && is_text {
            let last = self.greetings.iter().find(|(_, g)| g.is_last_resort);
            return last.map_or(Recognised::Nothing, |(codec, _)| found(codec));
        }
        Recognised::Nothing
    }

    /// How replies of text protocols begin.
    pub(super) fn is_reply(&self, first_line: &[u8]) -> bool {
        self.texts.iter().any(|(_, t)| first_line.starts_with(t.version))
    }

    /// The ports devices of protocols listen on that speak for themselves.
    pub(super) fn is_own_port(&self, port: u16) -> bool {
        self.own.contains(&port)
    }

    /// Whether names are looked up on this port.
    pub(super) fn is_lookup_port(&self, port: u16) -> bool {
        self.lookups.contains(&port)
    }

    /// Whether one flow on this port may be that of many.
    pub(super) fn is_shared_port(&self, port: u16) -> bool {
        self.shared.contains(&port)
    }

    /// Who reads a datagram, and whether it says so itself.
    pub(super) fn datagram(&self, bytes: &[u8], from: u16, to: u16) -> Option<(&'static Codec, Told)> {
        let first = usize::from(*bytes.first()?);
        if let Some((_, codec)) = self.marks[first].iter().find(|(mark, _)| mark.is_on(bytes)) {
            return Some((codec, Told::ByItself));
        }
        let codec = self.ports.get(&to).or_else(|| self.ports.get(&from))?;
        Some((codec, Told::ByPort))
    }

    /// Whether media may run on ports that belong to something else: not on those of the system, and not on those
    /// of messages that begin like RTP.
    pub(super) fn may_be_media(&self, from: u16, to: u16) -> bool {
        from.min(to) >= 1024 && ![from, to].iter().any(|p| self.no_media.contains(p))
    }

    /// Who reads frames that are not IP.
    pub(super) fn frame(&self, kind: Kind) -> Option<&'static Codec> {
        self.frames.get(&kind).copied()
    }

    /// Who reads a packet that is neither TCP nor UDP.
    pub(super) fn packet(&self, protocol: u8, bytes: &[u8]) -> Option<&'static Codec> {
        let first = bytes.first()?;
        self.packets.iter().find(|(p, b, _)| *p == protocol && b.contains(first)).map(|(.., codec)| *codec)
    }
}

/// How it is known who reads a datagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    ByItself,
    ByPort,
}

/// Words with which messages of a text stream may begin, its version apart.
fn words_of(text: &'static Text) -> impl Iterator<Item = &'static [u8]> + Clone {
    text.begins.iter().flat_map(|list| list.iter().map(|word| word.as_bytes()))
}

/// Whether bytes begin a message of such a stream.
pub(super) fn goes_on(text: &'static Text, bytes: &[u8]) -> bool {
    bytes.starts_with(text.version)
        || text.interleaves.is_some_and(|(byte, _)| bytes.first() == Some(&byte))
        || words_of(text).any(|word| bytes.starts_with(word))
}
