//! Capture files as a stream of records: pcap (both byte orders, micro- and nanoseconds, the "modified" record of
//! 0xa1b2cd34) and pcapng (both byte orders, several sections and interfaces).
//!
//! It walks blocks and knows nothing of what is in a packet. Any way of cutting the input gives the same events:
//! a decision is only taken when the bytes it needs are there. Never more than one record is held.
//! Formats: draft-ietf-opsawg-pcap and draft-ietf-opsawg-pcapng (headers, options, if_tsresol), and the
//! LINKTYPE registry of tcpdump.org.

use oogmerk_model::{ProblemSeverity, Timestamp};

/// Larger records are no packets; libpcap itself refuses more than 256 KiB for ordinary link types.
const RECORD_MAX: usize = 1 << 20;
/// Larger blocks of other kinds are skipped without being held.
const BLOCK_HELD_MAX: usize = 1 << 21;
const INTERFACES_MAX: usize = 4096;
/// How far one looks ahead at once when the next record has to be searched for; more than any candidate needs.
const LOST_WINDOW: usize = RECORD_MAX + 64;

/// One captured frame.
pub(super) struct Record<'a> {
    /// LINKTYPE number.
    pub link: u32,
    /// When, if the file says.
    pub time: Option<Timestamp>,
    /// What was kept of it.
    pub captured: &'a [u8],
    /// How long it was on the wire.
    pub original_len: u32,
}

/// What a container gives.
pub(super) enum Event<'a> {
    /// A frame.
    Record(Record<'a>),
    /// Unreadable bytes.
    Problem {
        /// Byte offset in the input.
        offset: u64,
        /// Why.
        reason: &'static str,
        /// What it cost.
        severity: ProblemSeverity,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Little,
    Big,
}

impl Order {
    fn u16(self, b: &[u8], at: usize) -> u16 {
        let Some(&[x, y]) = b.get(at..at + 2) else { return 0 };
        match self {
            Self::Little => u16::from_le_bytes([x, y]),
            Self::Big => u16::from_be_bytes([x, y]),
        }
    }
    fn u32(self, b: &[u8], at: usize) -> u32 {
        let Some(&[w, x, y, z]) = b.get(at..at + 4) else { return 0 };
        match self {
            Self::Little => u32::from_le_bytes([w, x, y, z]),
            Self::Big => u32::from_be_bytes([w, x, y, z]),
        }
    }
    fn u64(self, b: &[u8], at: usize) -> u64 {
        let Some(Ok(bytes)) = b.get(at..at + 8).map(<[u8; 8]>::try_from) else { return 0 };
        match self {
            Self::Little => u64::from_le_bytes(bytes),
            Self::Big => u64::from_be_bytes(bytes),
        }
    }
}

#[derive(Clone, Copy)]
struct Classic {
    order: Order,
    nanoseconds: bool,
    /// 16, or 24 in the modified format.
    header: usize,
    link: u32,
    limit: u32,
    last_seconds: u32,
}

struct Interface {
    link: u32,
    snap_len: u32,
    ticks: Ticks,
    offset_seconds: i64,
    dropped: Option<u64>,
}

#[derive(Clone, Copy)]
enum Ticks {
    PerSecond(u64),
    /// Two to this power, beyond 63 nothing but zero is left.
    Binary(u32),
}

enum State {
    Start,
    Classic(Classic),
    ClassicLost(Classic),
    Blocks(Order),
    BlocksLost(Order),
    /// Nothing more can be read.
    Done,
}

enum Step {
    Took(usize),
    /// More bytes are needed: at least so many in all.
    Need(usize),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum More {
    MayCome,
    Never,
}

/// The walker.
pub(super) struct Container {
    state: State,
    held: Vec<u8>,
    need: usize,
    skip: u64,
    /// Offset in the input of the first byte not yet taken.
    offset: u64,
    /// Where the last broken record begins.
    lost_at: u64,
    interfaces: Vec<Interface>,
    /// Drops of interfaces of earlier sections.
    dropped_before: Option<u64>,
}

/// Whether the first bytes are those of a capture file.
pub(super) fn recognise(head: &[u8]) -> bool {
    let Some(&magic) = head.first_chunk::<4>() else { return false };
    match magic {
        [0x0a, 0x0d, 0x0d, 0x0a] => {
            matches!(head.get(8..12), None | Some([0x1a, 0x2b, 0x3c, 0x4d] | [0x4d, 0x3c, 0x2b, 0x1a]))
        }
        _ => classic_magic(magic).is_some(),
    }
}

fn classic_magic(magic: [u8; 4]) -> Option<(Order, bool, usize)> {
    let read = |order, value: u32| match value {
        0xa1b2_c3d4 => Some((order, false, 16)),
        0xa1b2_3c4d => Some((order, true, 16)),
        0xa1b2_cd34 => Some((order, false, 24)),
        _ => None,
    };
    read(Order::Little, u32::from_le_bytes(magic)).or_else(|| read(Order::Big, u32::from_be_bytes(magic)))
}

impl Container {
    pub(super) fn new() -> Self {
        Self {
            state: State::Start,
            held: Vec::new(),
            need: 0,
            skip: 0,
            offset: 0,
            lost_at: 0,
            interfaces: Vec::new(),
            dropped_before: None,
        }
    }

    /// Packets the interfaces say they lost; `None` where none has a counter.
    pub(super) fn dropped(&self) -> Option<u64> {
        self.interfaces
            .iter()
            .filter_map(|i| i.dropped)
            .fold(self.dropped_before, |sum, d| Some(sum.unwrap_or(0).saturating_add(d)))
    }

    /// Takes the next bytes of the input.
    pub(super) fn feed(&mut self, mut input: &[u8], out: &mut impl FnMut(Event<'_>)) {
        while !input.is_empty() {
            if self.held.is_empty() {
                let taken = self.run(input, More::MayCome, out);
                self.held.extend_from_slice(&input[taken..]);
                return;
            }
            let missing = self.need.saturating_sub(self.held.len()).clamp(1, input.len());
            self.held.extend_from_slice(&input[..missing]);
            input = &input[missing..];
            if self.held.len() >= self.need {
                let mut held = std::mem::take(&mut self.held);
                let taken = self.run(&held, More::MayCome, out);
                held.drain(..taken);
                self.held = held;
            }
        }
    }

    /// No more bytes will come.
    pub(super) fn finish(&mut self, out: &mut impl FnMut(Event<'_>)) {
        let held = std::mem::take(&mut self.held);
        let taken = self.run(&held, More::Never, out);
        if taken < held.len() {
            let (reason, severity) = match self.state {
                State::Start => ("shorter than any capture header", ProblemSeverity::Whole),
                _ => ("the file ends inside a record", ProblemSeverity::Rest),
            };
            out(Event::Problem { offset: self.offset, reason, severity });
        } else if self.skip > 0 {
            let reason = "the file ends inside a block";
            out(Event::Problem { offset: self.offset, reason, severity: ProblemSeverity::Rest });
        }
        self.state = State::Done;
    }

    /// Takes as many whole records as the window holds; returns how many bytes that were and sets `need`.
    fn run(&mut self, window: &[u8], more: More, out: &mut impl FnMut(Event<'_>)) -> usize {
        let mut at = 0;
        while at < window.len() {
            if self.skip > 0 {
                let n = usize::try_from(self.skip).unwrap_or(usize::MAX).min(window.len() - at);
                self.skip -= n as u64;
                self.offset += n as u64;
                at += n;
                continue;
            }
            match self.step(&window[at..], more, out) {
                Step::Took(n) => {
                    let n = n.min(window.len() - at);
                    self.offset += n as u64;
                    at += n;
                }
                Step::Need(n) => {
                    self.need = n;
                    break;
                }
            }
        }
        at
    }

    fn step(&mut self, window: &[u8], more: More, out: &mut impl FnMut(Event<'_>)) -> Step {
        match self.state {
            State::Start => self.start(window, out),
            State::Classic(c) => self.classic(c, window, out),
            State::ClassicLost(c) => self.find_classic(c, window, more, out),
            State::Blocks(order) => self.block(order, window, out),
            State::BlocksLost(order) => self.find_block(order, window, more, out),
            State::Done => Step::Took(window.len()),
        }
    }

    fn problem(
        &self,
        at: usize,
        reason: &'static str,
        severity: ProblemSeverity,
        out: &mut impl FnMut(Event<'_>),
    ) {
        out(Event::Problem { offset: self.offset + at as u64, reason, severity });
    }

    fn start(&mut self, window: &[u8], out: &mut impl FnMut(Event<'_>)) -> Step {
        let Some(&magic) = window.first_chunk::<4>() else { return Step::Need(4) };
        if magic == [0x0a, 0x0d, 0x0d, 0x0a] {
            self.state = State::Blocks(Order::Little);
            return self.block(Order::Little, window, out);
        }
        let Some((order, nanoseconds, header)) = classic_magic(magic) else {
            self.problem(0, "no capture magic at the start", ProblemSeverity::Whole, out);
            self.state = State::Done;
            return Step::Took(window.len());
        };
        if window.len() < 24 {
            return Step::Need(24);
        }
        let snap = order.u32(window, 16);
        // The upper bits of the link type word carry the FCS length and the class.
        let link = order.u32(window, 20) & 0x03ff_ffff;
        let limit = if snap == 0 || snap > 1 << 26 { 1 << 18 } else { snap.max(1 << 18) };
        self.state = State::Classic(Classic { order, nanoseconds, header, link, limit, last_seconds: 0 });
        Step::Took(24)
    }

    fn classic(&mut self, mut c: Classic, window: &[u8], out: &mut impl FnMut(Event<'_>)) -> Step {
        if window.len() < c.header {
            return Step::Need(c.header);
        }
        let captured_len = c.order.u32(window, 8);
        if captured_len > c.limit {
            self.problem(8, "a record is longer than the snap length allows", ProblemSeverity::Part, out);
            self.lost_at = self.offset;
            self.state = State::ClassicLost(c);
            return Step::Took(1);
        }
        let total = c.header + captured_len as usize;
        let seconds = c.order.u32(window, 0);
        c.last_seconds = seconds;
        let fraction = c.order.u32(window, 4);
        let micros = i64::from(if c.nanoseconds { fraction / 1000 } else { fraction });
        let time = Some(Timestamp::from_seconds(i64::from(seconds), micros));
        let original_len = c.order.u32(window, 12);
        if captured_len as usize > RECORD_MAX {
            self.problem(8, "a record of more than one mebibyte", ProblemSeverity::Part, out);
            out(Event::Record(Record { link: c.link, time, captured: &[], original_len }));
            self.skip = captured_len as u64;
            self.state = State::Classic(c);
            return Step::Took(c.header);
        }
        let Some(captured) = window.get(c.header..total) else { return Step::Need(total) };
        self.state = State::Classic(c);
        out(Event::Record(Record { link: c.link, time, captured, original_len }));
        Step::Took(total)
    }

    /// Looks for two plausible record headers, one after the other (or one that ends exactly at the end).
    fn find_classic(
        &mut self,
        c: Classic,
        window: &[u8],
        more: More,
        out: &mut impl FnMut(Event<'_>),
    ) -> Step {
        let plausible = |at: usize| -> Option<usize> {
            let head = window.get(at..at + c.header)?;
            let (seconds, fraction) = (c.order.u32(head, 0), c.order.u32(head, 4));
            let (captured, original) = (c.order.u32(head, 8), c.order.u32(head, 12));
            let near = c.last_seconds == 0 || seconds.abs_diff(c.last_seconds) < 86_400 * 366;
            let fits = fraction < if c.nanoseconds { 1_000_000_000 } else { 1_000_000 };
            let sane =
                (1..=c.limit.min(1 << 18)).contains(&captured) && original >= captured && original <= 1 << 20;
            (near && fits && sane).then_some(c.header + captured as usize)
        };
        let mut at = 0;
        while at + c.header <= window.len() {
            if let Some(len) = plausible(at) {
                let next = at + len;
                let good = if window.len() >= next + c.header {
                    plausible(next).is_some()
                } else if more == More::MayCome {
                    return if at > 0 { Step::Took(at) } else { Step::Need(LOST_WINDOW) };
                } else {
                    window.len() == next
                };
                if good {
                    self.state = State::Classic(c);
                    return if at > 0 { Step::Took(at) } else { self.classic(c, window, out) };
                }
            }
            at += 1;
        }
        match more {
            More::MayCome if at == 0 => Step::Need(c.header),
            More::MayCome => Step::Took(at),
            More::Never => {
                let (offset, severity) = (self.lost_at, ProblemSeverity::Rest);
                out(Event::Problem { offset, reason: "no further record was found", severity });
                self.state = State::Done;
                Step::Took(window.len())
            }
        }
    }

    fn block(&mut self, order: Order, window: &[u8], out: &mut impl FnMut(Event<'_>)) -> Step {
        if window.len() < 12 {
            return Step::Need(12);
        }
        let mut order = order;
        if window[..4] == [0x0a, 0x0d, 0x0d, 0x0a] {
            order = match window[8..12] {
                [0x1a, 0x2b, 0x3c, 0x4d] => Order::Big,
                [0x4d, 0x3c, 0x2b, 0x1a] => Order::Little,
                _ => {
                    self.problem(8, "a section header without byte-order magic", ProblemSeverity::Part, out);
                    self.lost_at = self.offset;
                    self.state = State::BlocksLost(order);
                    return Step::Took(1);
                }
            };
            self.state = State::Blocks(order);
        }
        let kind = order.u32(window, 0);
        let length = order.u32(window, 4) as usize;
        let known = matches!(kind, 1 | 2 | 3 | 5 | 6 | 0x0a0d_0d0a);
        if length < 12 || (known && length > BLOCK_HELD_MAX) {
            self.problem(4, "a block of impossible length", ProblemSeverity::Part, out);
            self.lost_at = self.offset;
            self.state = State::BlocksLost(order);
            return Step::Took(1);
        }
        // Some writers do not count the padding in the length, yet pad.
        let padded = length.next_multiple_of(4);
        if !known {
            self.skip = padded as u64 - 12;
            return Step::Took(12);
        }
        let Some(block) = window.get(..padded) else { return Step::Need(padded) };
        if order.u32(block, length - 4) as usize != length && order.u32(block, padded - 4) as usize != length
        {
            self.problem(length - 4, "the two lengths of a block differ", ProblemSeverity::Part, out);
            self.lost_at = self.offset;
            self.state = State::BlocksLost(order);
            return Step::Took(1);
        }
        let body = &block[8..length - 4];
        match kind {
            0x0a0d_0d0a => {
                self.dropped_before = self.dropped();
                self.interfaces.clear();
            }
            1 => self.interface(order, body),
            5 => self.statistics(order, body),
            3 => self.simple_packet(order, body, out),
            _ => self.packet(order, kind, body, out),
        }
        Step::Took(padded)
    }

    fn interface(&mut self, order: Order, body: &[u8]) {
        if self.interfaces.len() >= INTERFACES_MAX || body.len() < 8 {
            return;
        }
        let mut interface = Interface {
            link: u32::from(order.u16(body, 0)),
            snap_len: order.u32(body, 4),
            ticks: Ticks::PerSecond(1_000_000),
            offset_seconds: 0,
            dropped: None,
        };
        options(order, &body[8..], |code, value| match (code, value) {
            (9, [resolution, ..]) => {
                interface.ticks = if resolution & 0x80 == 0 {
                    Ticks::PerSecond(10u64.checked_pow(u32::from(*resolution)).unwrap_or(u64::MAX))
                } else {
                    Ticks::Binary(u32::from(resolution & 0x7f))
                };
            }
            (14, value) if value.len() == 8 => interface.offset_seconds = order.u64(value, 0).cast_signed(),
            _ => {}
        });
        self.interfaces.push(interface);
    }

    fn statistics(&mut self, order: Order, body: &[u8]) {
        let Some(interface) = self.interfaces.get_mut(order.u32(body, 0) as usize) else { return };
        let Some(rest) = body.get(12..) else { return };
        let mut dropped = None;
        options(order, rest, |code, value| {
            if matches!(code, 5 | 7) && value.len() == 8 {
                dropped = Some(order.u64(value, 0).saturating_add(dropped.unwrap_or(0)));
            }
        });
        // The counters run from the start of the capture: the last block says it all.
        interface.dropped = dropped.or(interface.dropped);
    }

    fn simple_packet(&self, order: Order, body: &[u8], out: &mut impl FnMut(Event<'_>)) {
        let Some(data) = body.get(4..) else { return };
        let original_len = order.u32(body, 0);
        let (link, snap) = self.interfaces.first().map_or((u32::MAX, 0), |i| (i.link, i.snap_len));
        let mut len = original_len as usize;
        if snap > 0 {
            len = len.min(snap as usize);
        }
        out(Event::Record(Record { link, time: None, captured: &data[..len.min(data.len())], original_len }));
    }

    fn packet(&self, order: Order, kind: u32, body: &[u8], out: &mut impl FnMut(Event<'_>)) {
        let Some(data) = body.get(20..) else {
            self.problem(0, "a packet block too short for its header", ProblemSeverity::Part, out);
            return;
        };
        let number = if kind == 2 { u32::from(order.u16(body, 0)) } else { order.u32(body, 0) };
        let ticks = u64::from(order.u32(body, 4)) << 32 | u64::from(order.u32(body, 8));
        let (captured_len, original_len) = (order.u32(body, 12) as usize, order.u32(body, 16));
        let interface = self.interfaces.get(number as usize);
        if interface.is_none() {
            self.problem(8, "a packet of an interface that was not described", ProblemSeverity::Part, out);
        }
        if captured_len > data.len() {
            self.problem(20, "a packet longer than its block", ProblemSeverity::Part, out);
        }
        out(Event::Record(Record {
            link: interface.map_or(u32::MAX, |i| i.link),
            time: interface.map(|i| i.time(ticks)),
            captured: &data[..captured_len.min(data.len())],
            original_len,
        }));
    }

    /// Looks for a block of a known kind whose two lengths agree.
    fn find_block(
        &mut self,
        order: Order,
        window: &[u8],
        more: More,
        out: &mut impl FnMut(Event<'_>),
    ) -> Step {
        let mut at = 0;
        while at + 12 <= window.len() {
            let section = window[at..at + 4] == [0x0a, 0x0d, 0x0d, 0x0a];
            let kind = order.u32(window, at);
            let length = order.u32(window, at + 4) as usize;
            if section {
                self.state = State::Blocks(order);
                return if at > 0 { Step::Took(at) } else { self.block_or_go_on(order, window, out) };
            }
            if matches!(kind, 1 | 2 | 3 | 5 | 6)
                && (16..=RECORD_MAX).contains(&length)
                && length.is_multiple_of(4)
            {
                if window.len() >= at + length {
                    if order.u32(window, at + length - 4) as usize == length {
                        self.state = State::Blocks(order);
                        return if at > 0 { Step::Took(at) } else { self.block(order, window, out) };
                    }
                } else if more == More::MayCome {
                    return if at > 0 { Step::Took(at) } else { Step::Need(LOST_WINDOW) };
                }
            }
            at += 1;
        }
        match more {
            More::MayCome if at == 0 => Step::Need(12),
            More::MayCome => Step::Took(at),
            More::Never => {
                let (offset, severity) = (self.lost_at, ProblemSeverity::Rest);
                out(Event::Problem { offset, reason: "no further block was found", severity });
                self.state = State::Done;
                Step::Took(window.len())
            }
        }
    }

    fn block_or_go_on(&mut self, order: Order, window: &[u8], out: &mut impl FnMut(Event<'_>)) -> Step {
        match window[8..12] {
            [0x1a, 0x2b, 0x3c, 0x4d] | [0x4d, 0x3c, 0x2b, 0x1a] => self.block(order, window, out),
            _ => {
                self.state = State::BlocksLost(order);
                Step::Took(1)
            }
        }
    }
}

impl Interface {
    fn time(&self, ticks: u64) -> Timestamp {
        let micros = match self.ticks {
            Ticks::PerSecond(1_000_000) => ticks,
            Ticks::PerSecond(1_000_000_000) => ticks / 1000,
            Ticks::PerSecond(per) => saturate(u128::from(ticks) * 1_000_000 / u128::from(per.max(1))),
            Ticks::Binary(power) => saturate((u128::from(ticks) * 1_000_000).checked_shr(power).unwrap_or(0)),
        };
        Timestamp::from_seconds(self.offset_seconds, i64::try_from(micros).unwrap_or(i64::MAX))
    }
}

fn saturate(value: u128) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}

fn options(order: Order, mut bytes: &[u8], mut each: impl FnMut(u16, &[u8])) {
    while bytes.len() >= 4 {
        let (code, length) = (order.u16(bytes, 0), order.u16(bytes, 2) as usize);
        if code == 0 {
            return;
        }
        let Some(value) = bytes.get(4..4 + length) else { return };
        each(code, value);
        bytes = bytes.get(4 + length.next_multiple_of(4)..).unwrap_or(&[]);
    }
}
