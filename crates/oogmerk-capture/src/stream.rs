//! One direction of a TCP connection: its first bytes in order, cut into messages.
//!
//! Only the first [`HEAD_MAX`] bytes are ever looked at. Of those, only what may become a message is held: bodies of
//! pictures, sound and film, interleaved RTSP and request bodies are counted as they pass and never stored.
//! Where the protocol is not known from the first bytes nothing is held at all.
//! Sources: RFC 9293 (sequence numbers), RFC 9112 (HTTP/1.1 framing), RFC 2326 section 10.12 (interleaving),
//! RFC 8446 section 5 (TLS records).

use crate::assembly::Waiting;
use crate::dispatch::{self, Cut, Dispatch, Recognised, Tongue};
use crate::span::{Piece, Span};
use oogmerk_wire::row::{Measured, Records, Text, Whole, Writer};

/// How much of each direction is looked at.
pub(super) const HEAD_MAX: usize = 16 << 10;

/// Which side a direction is, as far as known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Client,
    Server,
    /// A server whose client has not said anything yet: what it says is a greeting.
    Greeter,
    Unknown,
}

impl Side {
    /// Who wrote what this side says, where that is known.
    fn writer(self) -> Option<Writer> {
        match self {
            Self::Client => Some(Writer::Client),
            Self::Server | Self::Greeter => Some(Writer::Server),
            Self::Unknown => None,
        }
    }
}

/// What was thrown away unread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Media {
    /// A body typed image, audio, video or multipart/x-mixed-replace.
    Typed,
    /// Interleaved RTSP.
    Interleaved,
    /// Media frames of a camera maker's own protocol.
    Own,
}

impl Media {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Typed => "media-type",
            Self::Interleaved => "rtsp-interleaved",
            Self::Own => "media-frames",
        }
    }
}

/// Takes what a stream gives.
pub(super) trait Listener {
    /// The rows to recognise streams by.
    fn dispatch(&self) -> &Dispatch;
    /// A message, and who wrote it.
    fn message(&mut self, tongue: Tongue, writer: Option<Writer>, time: i64, span: Span<'_>);
    /// Bytes thrown away.
    fn media(&mut self, media: Media, bytes: u64);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Body {
    /// Between messages.
    None,
    /// So many bytes of a message are wanted in all.
    Length(usize),
    /// Chunks follow; the next chunk header stands here.
    Chunks(usize),
    /// Everything until the end.
    Rest,
}

/// Bytes that leave at the front; those behind are moved up now and then, not each time.
#[derive(Default)]
struct Queue {
    bytes: Vec<u8>,
    front: usize,
}

impl Queue {
    fn drop_front(&mut self, n: usize) {
        self.front += n;
        if self.front >= self.bytes.len() || self.front > HEAD_MAX / 2 {
            self.bytes.drain(..self.front.min(self.bytes.len()));
            self.front = 0;
        }
    }
}

impl std::ops::Deref for Queue {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.bytes[self.front..]
    }
}

/// One direction.
pub(super) struct Stream {
    /// What it speaks and how that is cut; none: not enough bytes to say.
    kind: Option<(Tongue, Cut)>,
    side: Side,
    port: u16,
    /// Sequence number of stream offset 0.
    base: u32,
    /// Next stream offset in order.
    next: u32,
    /// Bytes in order, not yet given away; the first stands at stream offset `head_at`.
    head: Queue,
    head_at: u32,
    pieces: Vec<Piece>,
    waiting: Waiting,
    body: Body,
    /// Where in `head` the body of the message begins.
    body_at: usize,
    /// How much of `head` was already searched for the end of a text head.
    searched: usize,
    /// Bytes to throw away before looking again.
    discard: u64,
    discard_as: Option<Media>,
    done: bool,
    /// Times of the newest segment, and of the first segment of the message being read.
    now: i64,
    time: i64,
}

/// A piece of a stream where it stands: time in microseconds, frame, offset in the frame.
#[derive(Clone, Copy)]
pub(super) struct Segment<'a> {
    pub time: i64,
    pub frame: u64,
    pub at: u32,
    pub bytes: &'a [u8],
}

impl Stream {
    /// A stream whose offset 0 is `base`.
    pub(super) fn new(base: u32, side: Side, port: u16) -> Self {
        Self {
            kind: None,
            side,
            port,
            base,
            next: 0,
            head: Queue::default(),
            head_at: 0,
            pieces: Vec::new(),
            waiting: Waiting::default(),
            body: Body::None,
            body_at: 0,
            searched: 0,
            discard: 0,
            discard_as: None,
            done: false,
            now: i64::MIN,
            time: i64::MIN,
        }
    }

    /// It waits for the rest of a greeting.
    pub(super) fn is_banner(&self) -> bool {
        matches!(self.kind, Some((_, Cut::Greeting)))
    }

    /// Nothing more will come of it.
    pub(super) fn is_done(&self) -> bool {
        self.done
    }

    /// What the rest of the stream is to be counted as.
    pub(super) fn rest_is(&self) -> Option<Media> {
        self.discard_as
    }

    /// Bytes held, about.
    pub(super) fn held(&self) -> usize {
        self.head.bytes.capacity() + self.waiting.held() + 32 * self.pieces.capacity()
    }

    /// Adds a segment that stands in `frame` at `at`.
    pub(super) fn add(&mut self, sequence: u32, segment: Segment<'_>, out: &mut impl Listener) {
        let Segment { time, frame, at, bytes } = segment;
        self.now = time;
        let offset = sequence.wrapping_sub(self.base).cast_signed();
        if self.done || !(-(1 << 28)..16 << 10).contains(&offset) {
            return;
        }
        // What lies before the first byte known, or was had already.
        let old = usize::try_from(i64::from(self.next) - i64::from(offset)).unwrap_or(0).min(bytes.len());
        let bytes = &bytes[old..];
        let start = (offset as u32).wrapping_add(old as u32);
        let at = at + old as u32;
        if bytes.is_empty() {
            return;
        }
        if start > self.next {
            let room = HEAD_MAX - start as usize;
            self.waiting.add(start, frame, at, &bytes[..bytes.len().min(room)]);
            return;
        }
        self.append(Piece { start, frame, at }, bytes, out);
        while !self.done && !self.waiting.is_empty() {
            let Some((piece, part)) = self.waiting.take(self.next) else { break };
            let old = (self.next - piece.start) as usize;
            if old < part.len() {
                let piece = Piece { start: self.next, at: piece.at + old as u32, ..piece };
                self.append(piece, &part[old..], out);
            }
        }
    }

    /// The other side has begun to speak (banners end there).
    pub(super) fn interrupted<L: Listener>(&mut self, out: &mut L) {
        if matches!(self.kind, Some((_, Cut::Greeting))) {
            self.close(out);
        }
    }

    /// No more will come: what is there is given away.
    pub(super) fn close<L: Listener>(&mut self, out: &mut L) {
        if !self.done {
            if !self.head.is_empty() {
                self.give_rest(out);
            }
            self.stop();
        }
    }

    fn stop(&mut self) {
        self.done = true;
        self.head = Queue::default();
        self.pieces = Vec::new();
        self.waiting = Waiting::default();
    }

    fn append(&mut self, piece: Piece, bytes: &[u8], out: &mut impl Listener) {
        let room = HEAD_MAX.saturating_sub(self.next as usize);
        let mut rest = &bytes[..bytes.len().min(room)];
        let mut piece = piece;
        while !rest.is_empty() && !self.done {
            if self.discard > 0 {
                let n = usize::try_from(self.discard).unwrap_or(usize::MAX).min(rest.len());
                if let Some(media) = self.discard_as {
                    out.media(media, n as u64);
                }
                self.discard -= n as u64;
                self.next += n as u32;
                self.head_at = self.next;
                rest = &rest[n..];
                piece = Piece { start: piece.start + n as u32, at: piece.at + n as u32, ..piece };
                if self.discard == 0 {
                    self.discard_as = None;
                }
                continue;
            }
            if self.head.is_empty() {
                self.time = self.now;
            }
            self.pieces.push(Piece { start: self.next, ..piece });
            self.head.bytes.extend_from_slice(rest);
            self.next += rest.len() as u32;
            rest = &[];
            self.advance(out);
        }
        if !self.done && self.next as usize >= HEAD_MAX {
            if let (Some(media), true) = (self.discard_as, bytes.len() > room) {
                out.media(media, (bytes.len() - room) as u64);
            }
            self.close(out);
        }
    }

    /// Cuts as many messages from the head as it holds.
    fn advance(&mut self, out: &mut impl Listener) {
        while !self.done && !self.head.is_empty() {
            let went_on = match self.kind {
                None => self.decide(out),
                Some((tongue, Cut::Text(text))) => self.text(tongue, text, out),
                Some((tongue, Cut::Records(records))) => self.records(tongue, records, out),
                Some((tongue, Cut::Greeting)) => self.greeting(tongue, out),
                Some((tongue, Cut::Measured(measured))) => self.measured(tongue, measured, out),
            };
            if !went_on {
                break;
            }
        }
    }

    fn decide(&mut self, out: &impl Listener) -> bool {
        match out.dispatch().stream(&self.head, self.side, self.port) {
            Recognised::More => return false,
            Recognised::Nothing => {
                self.stop();
                return false;
            }
            Recognised::Stream(tongue, cut) => self.kind = Some((tongue, cut)),
        }
        true
    }

    fn span(&self, len: usize) -> Span<'_> {
        Span { bytes: &self.head[..len.min(self.head.len())], pieces: &self.pieces, base: self.head_at }
    }

    /// Forgets the first `n` bytes of the head; where there are fewer, the missing ones when they come.
    fn drop_front(&mut self, n: usize, media: Option<Media>, out: &mut impl Listener) {
        let have = n.min(self.head.len());
        if let (Some(media), true) = (media, have > 0) {
            out.media(media, have as u64);
        }
        self.head.drop_front(have);
        self.head_at += have as u32;
        self.discard = (n - have) as u64;
        self.discard_as = if self.discard > 0 { media } else { None };
        self.searched = 0;
        self.body = Body::None;
        let first = self.pieces.partition_point(|p| p.start <= self.head_at).saturating_sub(1);
        if self.head.is_empty() {
            self.pieces.clear();
        } else {
            self.pieces.drain(..first);
        }
    }

    fn text(&mut self, tongue: Tongue, text: &'static Text, out: &mut impl Listener) -> bool {
        match self.body {
            Body::None => {}
            Body::Length(total) => return self.text_whole(tongue, total, out),
            Body::Chunks(at) => return self.chunks(tongue, at, out),
            Body::Rest => return false,
        }
        if text.interleaves.is_some_and(|(byte, _)| self.head[0] == byte) {
            let Some(&[_, _, high, low]) = self.head.first_chunk::<4>() else { return false };
            let length = 4 + usize::from(u16::from_be_bytes([high, low]));
            self.drop_front(length, Some(Media::Interleaved), out);
            return true;
        }
        if matches!(self.head[0], b'\r' | b'\n') {
            self.drop_front(1, None, out);
            return true;
        }
        let Some(end) = end_of_head(&self.head, self.searched) else {
            self.searched = self.head.len().saturating_sub(3);
            if self.head.len() >= 8 && !dispatch::goes_on(text, &self.head) {
                self.stop();
            }
            return false;
        };
        if !dispatch::goes_on(text, &self.head) {
            self.stop();
            return false;
        }
        let head = Frame::read(&self.head[..end], text, out.dispatch());
        if head.is_media && !head.has_no_body {
            out.message(tongue, Some(head.writer()), self.time, self.span(end));
            self.drop_front(end, None, out);
            let rest = if head.is_chunked { None } else { head.length };
            self.drop_front(rest.unwrap_or(usize::MAX), Some(Media::Typed), out);
            return true;
        }
        if head.is_request {
            // What a client posts is not kept; logins are posted.
            out.message(tongue, Some(Writer::Client), self.time, self.span(end));
            if head.is_chunked || head.ends_here {
                self.stop();
                return false;
            }
            self.drop_front(end + head.length.unwrap_or(0), None, out);
            return true;
        }
        self.body_at = end;
        self.body = if head.has_no_body {
            Body::Length(end)
        } else if head.is_chunked {
            Body::Chunks(end)
        } else if let Some(length) = head.length {
            Body::Length(end.saturating_add(length))
        } else if text.rest_is_body {
            Body::Rest
        } else {
            Body::Length(end)
        };
        true
    }

    fn text_whole(&mut self, tongue: Tongue, total: usize, out: &mut impl Listener) -> bool {
        if self.head.len() < total {
            return false;
        }
        self.give_reply(tongue, total, out);
        self.drop_front(total, None, out);
        true
    }

    /// A body that begins like a picture is one, whatever its type says.
    fn give_reply(&self, tongue: Tongue, total: usize, out: &mut impl Listener) {
        let body = self.head.get(self.body_at..total).unwrap_or_default();
        if looks_like_media(body) {
            out.media(Media::Typed, body.len() as u64);
            out.message(tongue, Some(Writer::Server), self.time, self.span(self.body_at));
        } else {
            out.message(tongue, Some(Writer::Server), self.time, self.span(total));
        }
    }

    fn chunks(&mut self, tongue: Tongue, mut at: usize, out: &mut impl Listener) -> bool {
        while let Some(line) = self.head.get(at..).and_then(|rest| memchr::memchr(b'\n', rest)) {
            let digits: &[u8] = &self.head[at..at + line];
            let digits = &digits[..digits.iter().take_while(|b| b.is_ascii_hexdigit()).count()];
            let size = std::str::from_utf8(digits).ok().and_then(|d| usize::from_str_radix(d, 16).ok());
            match size {
                None => {
                    self.body = Body::Rest;
                    return false;
                }
                Some(0) => {
                    let end = at + line + 1;
                    let Some(trailer) = self.head.get(end..end + 2) else { break };
                    let end = if trailer == b"\r\n" { end + 2 } else { end };
                    return self.text_whole(tongue, end, out);
                }
                Some(size) => at = at.saturating_add(line + 1).saturating_add(size).saturating_add(2),
            }
        }
        self.body = Body::Chunks(at);
        false
    }

    fn greeting(&mut self, tongue: Tongue, out: &mut impl Listener) -> bool {
        let Some(Whole::Ends(end)) = tongue.codec.map(|c| (c.whole)(&self.head)) else { return false };
        out.message(tongue, Some(Writer::Server), self.time, self.span(end));
        self.stop();
        false
    }

    fn records(&mut self, tongue: Tongue, records: &'static Records, out: &mut impl Listener) -> bool {
        let Some(Whole::Ends(end)) = tongue.codec.map(|c| (c.whole)(&self.head)) else { return false };
        if end > 0 {
            out.message(tongue, (records.writer)(&self.head), self.time, self.span(end));
        }
        self.stop();
        false
    }

    fn measured(&mut self, tongue: Tongue, measured: &'static Measured, out: &mut impl Listener) -> bool {
        let Some(measure) = (measured.measure)(&self.head) else {
            if self.head.len() >= measured.header {
                self.stop();
            }
            return false;
        };
        if measure.is_media {
            self.drop_front(measure.len, Some(Media::Own), out);
            return true;
        }
        if self.head.len() < measure.len {
            return false;
        }
        out.message(tongue, self.side.writer(), self.time, self.span(measure.len));
        self.drop_front(measure.len, None, out);
        true
    }

    /// Gives away what is there of the message that did not end.
    fn give_rest(&mut self, out: &mut impl Listener) {
        let Some((tongue, cut)) = self.kind else { return };
        let all = self.head.len();
        match cut {
            Cut::Text(text) if self.body == Body::None => {
                // A head that did not end: whole lines only, so that no half of a secret is taken for something else.
                if let Some(end) = memchr::memrchr(b'\n', &self.head)
                    && dispatch::goes_on(text, &self.head)
                {
                    let head = Frame::read(&self.head[..=end], text, out.dispatch());
                    out.message(tongue, Some(head.writer()), self.time, self.span(end + 1));
                }
            }
            Cut::Text(_) => self.give_reply(tongue, all, out),
            Cut::Greeting => out.message(tongue, Some(Writer::Server), self.time, self.span(all)),
            Cut::Records(records) => {
                out.message(tongue, (records.writer)(&self.head), self.time, self.span(all));
            }
            Cut::Measured(_) => out.message(tongue, self.side.writer(), self.time, self.span(all)),
        }
    }
}

fn end_of_head(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(i) = memchr::memchr(b'\n', bytes.get(at..)?) {
        let after = at + i + 1;
        match bytes.get(after..) {
            Some([b'\r', b'\n', ..]) => return Some(after + 2),
            Some([b'\n', ..]) => return Some(after + 1),
            _ => at = after,
        }
    }
    None
}

fn looks_like_media(body: &[u8]) -> bool {
    body.starts_with(&[0xff, 0xd8, 0xff])
        || body.starts_with(b"\x89PNG")
        || body.starts_with(b"GIF8")
        || body.starts_with(&[0, 0, 0, 1, 0x67])
        || body.starts_with(b"RIFF")
        || body.starts_with(b"FLV\x01")
}

/// What the framing of a text message depends on.
struct Frame {
    is_request: bool,
    is_chunked: bool,
    is_media: bool,
    has_no_body: bool,
    /// The connection speaks something else afterwards.
    ends_here: bool,
    length: Option<usize>,
}

impl Frame {
    fn read(head: &[u8], text: &Text, dispatch: &Dispatch) -> Self {
        let first = head.split(|b| *b == b'\n').next().unwrap_or_default();
        let is_request = !dispatch.is_reply(first);
        let status = if is_request { &[][..] } else { first.get(9..12).unwrap_or_default() };
        let mut read = Self {
            is_request,
            is_chunked: false,
            is_media: false,
            has_no_body: status.starts_with(b"1") || status == b"204" || status == b"304",
            ends_here: text.ends_with.iter().any(|word| first.starts_with(word.as_bytes())),
            length: None,
        };
        for line in head.split(|b| *b == b'\n').skip(1) {
            let Some(colon) = memchr::memchr(b':', line) else { continue };
            let (name, value) = (line[..colon].trim_ascii(), line[colon + 1..].trim_ascii());
            match name.len() {
                14 if name.eq_ignore_ascii_case(b"content-length") && read.length.is_none() => {
                    read.length = std::str::from_utf8(value).ok().and_then(|v| v.parse().ok());
                }
                1 if name.eq_ignore_ascii_case(b"l") && read.length.is_none() => {
                    read.length = std::str::from_utf8(value).ok().and_then(|v| v.parse().ok());
                }
                17 if name.eq_ignore_ascii_case(b"transfer-encoding") => {
                    read.is_chunked = value.to_ascii_lowercase().ends_with(b"chunked");
                }
                12 if name.eq_ignore_ascii_case(b"content-type") => read.is_media = is_media_type(value),
                7 if name.eq_ignore_ascii_case(b"upgrade") => {
                    read.ends_here = !value.eq_ignore_ascii_case(b"h2c");
                }
                _ => {}
            }
        }
        read.length = read.length.map(|l| l.min(1 << 40));
        read
    }

    fn writer(&self) -> Writer {
        if self.is_request { Writer::Client } else { Writer::Server }
    }
}

/// Whether a body of this type may hold what a lens or a microphone saw or heard.
pub(super) fn is_media_type(value: &[u8]) -> bool {
    let lower = value.to_ascii_lowercase();
    [
        b"image/".as_slice(),
        b"audio/",
        b"video/",
        b"multipart/x-mixed-replace",
        b"application/x-rtsp-tunnelled",
    ]
    .iter()
    .any(|t| lower.starts_with(t))
}
