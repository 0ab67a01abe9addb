//! What a codec says about itself in one row: how its messages are carried and told from others, what may be asked
//! with it and at what cost, when an answer is whole and whose it is, what may be kept of it.
//!
//! Rows are data and plain functions. Who reads captures, plans surveys, simulates devices, reads saved answers or
//! writes the documentation takes it from here; nobody else knows a protocol. What is absent: a row for a maker.

use crate::inquiry::{Community, Inquiry, Target};
use oogmerk_bytes::{Clues, Malformed, Markers};
use oogmerk_model::Mac;
use std::net::{IpAddr, SocketAddr};

/// Reads one whole message (a datagram, a stream head, a document) into clues. Total.
pub type Read = fn(&[u8]) -> Result<Clues, Malformed>;

/// The same, where a message may hold a page that is searched for given texts.
pub type Search = fn(&[u8], &Markers) -> Result<Clues, Malformed>;

/// One row of the codec table.
#[derive(Clone, Copy)]
pub struct Codec {
    /// Its name in files, options and answers: lower case with dashes, as the protocol's own documents call it.
    pub name: &'static str,
    /// Reads one message.
    pub read: Read,
    /// Reads one message and searches the pages in it; none where no message holds one.
    pub search: Option<Search>,
    /// Whether others' bytes proved it.
    pub proof: Proof,
    /// Where its messages are found in traffic; nowhere: they stand inside others or were saved.
    pub carried: &'static [Carried],
    /// Whether a document is one of its messages: the body of an answer, or a part of what somebody saved. None where
    /// its messages are never documents of their own.
    pub in_bodies: Option<fn(&[u8]) -> bool>,
    /// Whether a message may hold what must never be kept.
    pub secrets: Secrets,
    /// Bytes at the front that change with each copy of the same words (a transaction number).
    pub varies: usize,
    /// What the message says about the network it was sent in, beside evidence.
    pub lesson: Lesson,
    /// The field in which a client names the host it wants.
    pub host_field: Option<&'static str>,
    /// The harmless questions, if there are any.
    pub asks: &'static [Ask],
    /// When an answer over a stream is whole.
    pub whole: fn(&[u8]) -> Whole,
    /// Whether these bytes can be the answer to that question. They may still be no message.
    pub answers: fn(&Inquiry, &[u8]) -> bool,
    /// How one comes to hear it, and what the fields it fills say.
    pub heard: Heard,
    /// A message as a device would send it, written by us.
    pub sample: &'static [u8],
}

impl Codec {
    /// A row of which only the necessary is known: no carriage, no question, unproven, nothing of it kept.
    pub const fn new(name: &'static str, read: Read, sample: &'static [u8]) -> Self {
        Self {
            name,
            read,
            search: None,
            proof: Proof::Unproven,
            carried: &[],
            in_bodies: None,
            secrets: Secrets::Closed,
            varies: 0,
            lesson: Lesson::None,
            host_field: None,
            asks: &[],
            whole: whole_as_it_is,
            answers: any_answer,
            heard: Heard::UNSAID,
            sample,
        }
    }

    /// Reads one message; pages in it are searched for these texts.
    pub fn read_for(&self, message: &[u8], markers: &Markers) -> Result<Clues, Malformed> {
        match self.search {
            Some(search) => search(message, markers),
            None => (self.read)(message),
        }
    }

    /// The datagrams of this protocol, where it has any.
    pub fn datagrams(&self) -> Option<&'static Datagrams> {
        self.carried.iter().find_map(|c| if let Carried::Datagrams(d) = c { Some(d) } else { None })
    }

    /// Where a device of this protocol hears its questions: ports, never groups.
    pub fn doors(&self) -> Vec<Target> {
        let community = Community::given("");
        let asking = Asking {
            ip: IpAddr::from([127, 0, 0, 1]),
            port_shift: 0,
            token: [0; 32],
            community: Some(&community),
        };
        let mut doors = Vec::new();
        for inquiry in self.asks.iter().filter_map(|ask| (ask.make)(&asking)) {
            let door = match inquiry.target() {
                Target::UdpGroup(_, port) => Target::Udp(port),
                own => own,
            };
            if !doors.contains(&door) {
                doors.push(door);
            }
        }
        doors
    }

    /// Whether a digest of a message can be kept.
    pub fn may_digest(&self, message: &[u8]) -> bool {
        match self.secrets {
            Secrets::Open => true,
            Secrets::Scan => !oogmerk_bytes::cut::may_hold_a_secret(message),
            Secrets::Closed => false,
        }
    }
}

impl std::fmt::Debug for Codec {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Codec({})", self.name)
    }
}

/// Whether bytes that someone else wrote have proved a codec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Only our own samples so far.
    Unproven,
    /// An independent server, client or published capture agreed; the text says which.
    Proven(&'static str),
}

/// Where in traffic the messages of a protocol are found.
#[derive(Clone, Copy)]
pub enum Carried {
    /// Frames of this EtherType.
    Frames(u16),
    /// Frames of this number under an organisation's identifier (LLC/SNAP, IEEE 802).
    Snap([u8; 3], u16),
    /// Packets of this IP protocol number whose first byte is one of these.
    Packets(u8, &'static [u8]),
    /// UDP.
    Datagrams(Datagrams),
    /// TCP: heads with lines, and bodies.
    Text(Text),
    /// TCP: records, of which those at the beginning are in clear.
    Records(Records),
    /// TCP: what a server says before its client has said anything.
    Greeting(Greeting),
    /// TCP: messages that say their own length.
    Measured(Measured),
}

/// UDP datagrams.
#[derive(Clone, Copy)]
pub struct Datagrams {
    /// Ports to or from which a datagram is taken for this, unless its bytes say otherwise.
    pub ports: &'static [u16],
    /// Bytes by which it says so itself, on any port.
    pub marks: &'static [Mark],
    /// Whether media may run on these ports too. False where messages begin like RTP, or nothing else is ever there.
    pub ports_may_carry_media: bool,
}

impl Datagrams {
    /// Datagrams told by their port.
    pub const fn on(ports: &'static [u16]) -> Self {
        Self { ports, marks: &[], ports_may_carry_media: true }
    }
}

/// How bytes are told.
#[derive(Clone, Copy)]
pub enum Mark {
    /// They begin so.
    Begins(&'static [u8]),
    /// They begin with one of these bytes (any, where none is named) and pass a test.
    Test(&'static [u8], fn(&[u8]) -> bool),
}

impl Mark {
    /// Whether these bytes carry the mark.
    pub fn is_on(&self, bytes: &[u8]) -> bool {
        match self {
            Self::Begins(with) => bytes.starts_with(with),
            Self::Test(first, test) => {
                (first.is_empty() || bytes.first().is_some_and(|b| first.contains(b))) && test(bytes)
            }
        }
    }

    /// Whether more bytes may bring the mark.
    pub fn may_come(&self, bytes: &[u8]) -> bool {
        matches!(self, Self::Begins(with) if bytes.len() < with.len() && with.starts_with(bytes))
    }

    /// First bytes it can stand on; none: any.
    pub fn first_bytes(&self) -> &'static [u8] {
        match self {
            Self::Begins(with) => with.get(..1).unwrap_or_default(),
            Self::Test(first, _) => first,
        }
    }
}

/// A text protocol of heads and bodies.
#[derive(Clone, Copy)]
pub struct Text {
    /// How a reply begins and a request line ends: `HTTP/`.
    pub version: &'static [u8],
    /// Words with which a message of such a stream may begin, the version's own apart.
    pub begins: &'static [&'static [&'static str]],
    /// The byte before a frame of other data between messages (RFC 2326 section 10.12), which is never kept, and the
    /// ports on which a stream may begin with it.
    pub interleaves: Option<(u8, &'static [u16])>,
    /// A body without a length goes on to the end of the connection.
    pub rest_is_body: bool,
    /// Requests after which the connection speaks something else.
    pub ends_with: &'static [&'static str],
}

/// Which side of a connection wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// The one who asks.
    Client,
    /// The one who answers.
    Server,
}

/// A protocol of records, in clear until both sides have agreed.
#[derive(Clone, Copy)]
pub struct Records {
    /// How a stream of them begins.
    pub mark: Mark,
    /// Who wrote these.
    pub writer: fn(&[u8]) -> Option<Writer>,
}

/// What a server greets with. Nothing that follows a client's words is one: it may repeat them, a password too.
#[derive(Clone, Copy)]
pub struct Greeting {
    /// Ports on which a greeting is this.
    pub ports: &'static [u16],
    /// How it begins. On its ports nothing else is needed; without any, whatever a greeter says there is this.
    pub hello: &'static [&'static str],
    /// What its first line holds, in capitals, where others greet alike on other ports.
    pub word: Option<&'static str>,
    /// Bytes by which it says so itself, on any port; and whether only from a server that greets.
    pub mark: Option<(Mark, Whose)>,
    /// Taken for this where it is nothing else and can be read by a person.
    pub is_last_resort: bool,
}

impl Greeting {
    /// A greeting told by nothing yet.
    pub const NONE: Self = Self { ports: &[], hello: &[], word: None, mark: None, is_last_resort: false };
}

/// Whose bytes a mark is looked for in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Either side's.
    Anybody,
    /// Those of a server whose client has said nothing.
    Greeter,
}

/// A protocol whose messages say their own length.
#[derive(Clone, Copy)]
pub struct Measured {
    /// What the stream is called. Where no codec has that name its messages are heard and not read.
    pub name: &'static str,
    /// Ports devices listen on.
    pub ports: &'static [u16],
    /// How a stream begins; none: anything on its ports.
    pub marks: &'static [Mark],
    /// Whether the marks count on its ports only.
    pub only_on_ports: bool,
    /// Whether nothing but such a device and its client speaks so.
    pub speaks_for_itself: bool,
    /// Bytes needed to measure.
    pub header: usize,
    /// Length of the message at the start, and whether it is film or sound. `None`: too short, or none.
    pub measure: fn(&[u8]) -> Option<Measure>,
}

/// One message of such a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Bytes, header included.
    pub len: usize,
    /// Film or sound: counted, never kept.
    pub is_media: bool,
}

/// Whether a message may hold a password, a token or a community string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrets {
    /// It has no place for one: a digest of it may be kept.
    Open,
    /// It may: kept only where no word in it hints at one.
    Scan,
    /// It does where no word hints at it (a token in binary), or nobody looked: the default. Whoever looked writes it
    /// out with the reason.
    Closed,
}

/// What the reader of captures learns from a message beside its evidence.
#[derive(Clone, Copy)]
pub enum Lesson {
    /// Nothing.
    None,
    /// Which name stands behind an address.
    Names(fn(&[u8]) -> Option<Lookup>),
    /// Who was given which address.
    Lease(fn(&[u8]) -> Option<Lease>),
    /// Who holds which address on the link, IPv4.
    Holder(fn(&[u8]) -> Option<Holder>),
    /// The same, IPv6, and which prefixes are on the link.
    Neighbour(fn(&[u8]) -> Neighbour),
    /// Which host a request is to be handed on to.
    Forward(fn(&[u8]) -> Option<&str>),
    /// Its sender may not have an address yet.
    Unnumbered,
}

/// A question for the addresses of a name, or the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// Whether it is the answer.
    pub is_answer: bool,
    /// The first question's name, lower case.
    pub name: String,
    /// The addresses of the answer.
    pub addresses: Vec<IpAddr>,
}

/// The binding in a message of an address service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The client.
    pub client: Mac,
    /// Where that stands in the message.
    pub client_at: usize,
    /// Whether the server speaks.
    pub is_reply: bool,
    /// Whether the client has, or is given, this address: and where it stands.
    pub bound: Option<(IpAddr, usize)>,
    /// Mask length.
    pub mask: Option<u8>,
}

/// Who says to hold which address on the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Who, and where that stands in the message.
    pub mac: Mac,
    /// Where that stands in the message.
    pub mac_at: usize,
    /// Which address; `None`: it asks whether it may.
    pub address: Option<IpAddr>,
    /// Where that stands in the message.
    pub address_at: usize,
    /// It says so unasked; else it answered, as a proxy may too.
    pub is_own_word: bool,
    /// Bytes of the message; what follows is padding.
    pub len: usize,
}

/// What neighbour discovery says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Neighbour {
    /// The binding; none: a probe for an address not yet held.
    pub bound: Option<Bound>,
    /// Prefixes a router announces as on this link.
    pub prefixes: Vec<(IpAddr, u8)>,
    /// It looks for a router, as only end stations do (RFC 4861, section 6.3.7).
    pub is_end_station: bool,
}

/// A binding of neighbour discovery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Who.
    pub mac: Mac,
    /// Where that stands in the message.
    pub mac_at: usize,
    /// Which address, and where it stands; `None`: the sender's.
    pub target: Option<(IpAddr, usize)>,
    /// It answered a question, as a proxy may too.
    pub is_solicited: bool,
}

/// How far bytes of a stream are a whole message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// Not yet.
    More,
    /// So many of them.
    Ends(usize),
}

/// A datagram is whole as it came.
pub fn whole_as_it_is(bytes: &[u8]) -> Whole {
    if bytes.is_empty() { Whole::More } else { Whole::Ends(bytes.len()) }
}

/// A head with its body: by its length, by its chunks, or, where it says neither, when the connection ends.
pub fn whole_text(bytes: &[u8]) -> Whole {
    use oogmerk_bytes::text_head::{Ended, TextHead};
    let Ok(head) = TextHead::parse(bytes, 0) else { return Whole::More };
    if head.ended != Ended::BlankLine {
        return Whole::More;
    }
    if head.first(bytes, "transfer-encoding").is_some_and(|v| v.to_ascii_lowercase().ends_with("chunked")) {
        return last_chunk(bytes, head.end);
    }
    let is_stream = bytes.starts_with(b"HTTP/");
    match head.number(bytes, "content-length").and_then(|n| usize::try_from(n).ok()) {
        Some(length) if bytes.len() - head.end >= length => Whole::Ends(head.end + length),
        Some(_) => Whole::More,
        None if is_stream => Whole::More,
        None => Whole::Ends(head.end),
    }
}

/// Where a body of chunks that begins at `at` ends (RFC 9112 section 7.1).
fn last_chunk(bytes: &[u8], mut at: usize) -> Whole {
    loop {
        let Some(end) = bytes.get(at..).and_then(|rest| memchr::memchr(b'\n', rest)) else {
            return Whole::More;
        };
        let line = &bytes[at..at + end];
        let digits = line.iter().take_while(|b| b.is_ascii_hexdigit()).count();
        let size = std::str::from_utf8(&line[..digits]).ok().and_then(|d| usize::from_str_radix(d, 16).ok());
        at += end + 1;
        match size {
            None => return Whole::More,
            Some(0) => {
                return match bytes.get(at..at + 2) {
                    Some(b"\r\n") => Whole::Ends(at + 2),
                    Some(_) => Whole::Ends(at),
                    None => Whole::More,
                };
            }
            Some(size) => at = at.saturating_add(size).saturating_add(2),
        }
    }
}

/// The protocol gives no means to tell whose answer it is.
pub fn any_answer(_: &Inquiry, _: &[u8]) -> bool {
    true
}

/// One question a codec can put.
#[derive(Clone, Copy)]
pub struct Ask {
    /// Its name, unique in the house: the codec's, with what sets it apart.
    pub name: &'static str,
    /// When it may be put.
    pub etiquette: Etiquette,
    /// Of a survey's questions of one cost, the lower turn is put first.
    pub turn: u8,
    /// Makes it. `None` where something it needs is missing.
    pub make: fn(&Asking<'_>) -> Option<Inquiry>,
}

type Make = fn(&Asking<'_>) -> Option<Inquiry>;

impl Ask {
    /// A question of every survey, at its turn.
    pub const fn survey(name: &'static str, turn: u8, make: Make) -> Self {
        Self { name, etiquette: Etiquette::Survey, turn, make }
    }
    /// A question to a device that speaks this.
    pub const fn speaker(name: &'static str, make: Make) -> Self {
        Self { name, etiquette: Etiquette::Speaker, turn: 0, make }
    }
    /// A question to a device that may speak this.
    pub const fn hinted(name: &'static str, make: Make) -> Self {
        Self { name, etiquette: Etiquette::Hinted, turn: 0, make }
    }
    /// A question to everybody on the link.
    pub const fn group(name: &'static str, make: Make) -> Self {
        Self { name, etiquette: Etiquette::Group, turn: 0, make }
    }
    /// A question that needs what the owner gives.
    pub const fn owner(name: &'static str, make: Make) -> Self {
        Self { name, etiquette: Etiquette::Owner, turn: 0, make }
    }
}

impl std::fmt::Debug for Ask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Ask({}, {:?})", self.name, self.etiquette)
    }
}

/// When a question may be put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Etiquette {
    /// To any device: part of every survey.
    Survey,
    /// To a device that showed that it speaks this.
    Speaker,
    /// To a device of which something says that it may be of this make, or that this port is open. No survey puts
    /// these today.
    Hinted,
    /// To a group, which reaches whoever is on the link.
    Group,
    /// With what only the owner can give.
    Owner,
}

/// What a question is made of.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// Whom.
    pub ip: IpAddr,
    /// Added to every port, so that a simulated town on loopback needs no privileges; else nothing.
    pub port_shift: u16,
    /// Random bytes of this survey: identifiers of messages are made of them.
    pub token: [u8; 32],
    /// What the owner gave to read with.
    pub community: Option<&'a Community>,
}

impl Asking<'_> {
    /// The device at a port of the protocol.
    pub fn at(&self, port: u16) -> SocketAddr {
        SocketAddr::new(self.ip, port.wrapping_add(self.port_shift))
    }

    /// The device's address as a host in a URL.
    pub fn host(&self) -> String {
        match self.ip {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        }
    }

    /// Sixteen of the random bytes.
    pub fn uuid(&self) -> [u8; 16] {
        let mut uuid = [0; 16];
        uuid.copy_from_slice(&self.token[..16]);
        uuid
    }

    /// A number of the random bytes.
    pub fn number(&self) -> u32 {
        u32::from_be_bytes([self.token[16], self.token[17], self.token[18], self.token[19]])
    }
}

/// How one comes to hear a protocol, and what its fields say about who speaks. Needed where devices speak unasked, or
/// where a question goes to any device or to any speaker; for hinted, group and owner's questions it is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    /// Families of the fields its messages fill: the first word of their names (`onvif` of `onvif.model`).
    pub families: &'static [&'static str],
    /// Whether devices say it by themselves: who listens will hear it.
    pub by_itself: bool,
    /// Whether it comes along with another protocol's answer, without a question of its own.
    pub comes_along: bool,
    /// Fields that clients fill: they say nothing about a device.
    pub of_clients: &'static [&'static str],
    /// Fields that no answer brings.
    pub unasked: &'static [&'static str],
    /// Fields that no question without a log-in brings.
    pub behind_log_in: &'static [&'static str],
    /// Whether its fields already tell asking from being.
    pub is_two_sided: bool,
}

impl Heard {
    /// Nothing said: its fields come with no survey, and nobody is told to wait for them.
    pub const UNSAID: Self = Self {
        families: &[],
        by_itself: false,
        comes_along: false,
        of_clients: &[],
        unasked: &[],
        behind_log_in: &[],
        is_two_sided: false,
    };
}
