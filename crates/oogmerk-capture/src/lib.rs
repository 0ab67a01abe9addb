//! Captures: bytes of a capture file, or live frames, to facts.
//!
//! Push-style and sans-IO: [`Reader::feed`] takes the bytes as they come, in any pieces; [`Reader::frame`] takes one
//! frame from a live interface. Facts go to a [`Sink`] as they are found; what only the whole input shows (which
//! addresses are held by which station, who spoke to whom) is written by [`Reader::finish`].
//!
//! What is absent: opening files, clocks (time is the frames' own), and any word about makers. Payload of RTP,
//! interleaved RTSP and anything typed image, audio or video is counted and never kept.
//!
//! Flow: `container` → `link` → `internet` (and `assembly`) → `watch` (flows) → `stream` → `dispatch` → codec →
//! `ledger` (evidence) and `contacts`.

mod assembly;
mod contacts;
mod container;
mod datagrams;
mod desk;
mod dispatch;
mod flow;
mod hash;
mod internet;
mod ledger;
mod link;
mod links;
mod names;
mod segments;
mod span;
mod stream;
mod watch;

#[cfg(test)]
mod tests;

use container::{Container, Event};
use oogmerk_model::{Sink, Timestamp};
use oogmerk_wire::codec::CODECS;
use oogmerk_wire::row::Codec;
use std::sync::Arc;
use watch::Watch;

/// LINKTYPE number of Ethernet, for [`Reader::frame`].
pub const ETHERNET: u32 = 1;

/// How an input is read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The input's name as the user gave it.
    pub file: Option<Arc<str>>,
    /// From where it was seen.
    pub vantage: Option<Arc<str>>,
    /// Bytes of streams held at most.
    pub reassembly_bytes: usize,
    /// Flows held at most; more are evicted and counted.
    pub flows_max: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { file: None, vantage: None, reassembly_bytes: 64 << 20, flows_max: 200_000 }
    }
}

impl Options {
    /// The usual bounds, for a named input.
    pub fn named(file: &str) -> Self {
        Self { file: Some(Arc::from(file)), ..Self::default() }
    }
}

/// Whether bytes are the beginning of a capture file (pcap or pcapng). Twelve bytes are enough.
pub fn looks_like_capture(head: &[u8]) -> bool {
    container::recognise(head)
}

/// Reads one capture.
pub struct Reader {
    container: Container,
    watch: Watch,
}

impl Reader {
    /// A reader with every codec of the table.
    pub fn new(options: Options) -> Self {
        Self::with_codecs(options, CODECS)
    }

    /// A reader with the codecs given.
    pub fn with_codecs(options: Options, codecs: &[&'static Codec]) -> Self {
        Self { container: Container::new(), watch: Watch::new(&options, codecs) }
    }

    /// Takes the next bytes of a capture file.
    pub fn feed(&mut self, bytes: &[u8], sink: &mut dyn Sink) {
        let watch = &mut self.watch;
        self.container.feed(bytes, &mut |event| take(watch, event, sink));
    }

    /// Takes one frame. `link_type` is a LINKTYPE number; `original_len` is its length on the wire.
    pub fn frame(
        &mut self,
        link_type: u32,
        time: Timestamp,
        captured: &[u8],
        original_len: u32,
        sink: &mut dyn Sink,
    ) {
        self.watch.frame(link_type, Some(time), captured, original_len, sink);
    }

    /// Frames read so far.
    pub fn frames(&self) -> u64 {
        self.watch.frames()
    }

    /// Writes all that is known by now, for a reader that goes on: contacts since the last time, addresses and
    /// stations. Contacts of one pair may so come in several parts that are to be added up.
    pub fn settle(&mut self, sink: &mut dyn Sink) {
        self.watch.settle(sink);
    }

    /// No more will come: writes what is left, and the window looked through.
    pub fn finish(self, sink: &mut dyn Sink) {
        self.finish_with_dropped(None, sink);
    }

    /// As [`Reader::finish`], for a live interface that counted the packets it lost.
    pub fn finish_with_dropped(mut self, dropped: Option<u64>, sink: &mut dyn Sink) {
        let watch = &mut self.watch;
        self.container.finish(&mut |event| take(watch, event, sink));
        self.watch.close(sink);
        self.watch.settle(sink);
        self.watch.window(dropped.or(self.container.dropped()), sink);
    }
}

fn take(watch: &mut Watch, event: Event<'_>, sink: &mut dyn Sink) {
    match event {
        Event::Record(record) => {
            watch.frame(record.link, record.time, record.captured, record.original_len, sink);
        }
        Event::Problem { offset, reason, severity } => {
            watch.problem(Some(watch.frames() + 1), offset, reason, severity, sink);
        }
    }
}
