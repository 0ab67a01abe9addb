//! Frames in the order of their time, and the capture file that holds them. No clock: times are given.

use etherparse::{PacketBuilder, PacketBuilderStep};
use oogmerk_model::Mac;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;

/// Frames by time; equal times keep the order they were made in.
#[derive(Default)]
pub struct Film {
    frames: BTreeMap<(u64, u32), Vec<u8>>,
    made: u32,
}

impl Film {
    /// Adds a frame.
    pub fn add(&mut self, at: u64, frame: Vec<u8>) {
        self.made += 1;
        self.frames.insert((at, self.made), frame);
    }

    /// A datagram; times are microseconds since the beginning.
    pub fn udp(
        &mut self,
        at: u64,
        from: (Mac, Ipv4Addr, u16),
        to: (Mac, Ipv4Addr, u16),
        ttl: u8,
        payload: &[u8],
    ) {
        let builder = ip(from.0, to.0, from.1, to.1, ttl).udp(from.2, to.2);
        let mut frame = Vec::with_capacity(builder.size(payload.len()));
        // Writing to a vector cannot fail; a payload too long for UDP is simply not filmed.
        if builder.write(&mut frame, payload).is_ok() {
            self.add(at, frame);
        }
    }

    /// A segment; `numbers` are its own and the acknowledged one.
    pub fn tcp(
        &mut self,
        at: u64,
        from: (Mac, Ipv4Addr, u16),
        to: (Mac, Ipv4Addr, u16),
        flags: &str,
        numbers: (u32, u32),
        payload: &[u8],
    ) {
        let mut builder = ip(from.0, to.0, from.1, to.1, 64).tcp(from.2, to.2, numbers.0, 29_200);
        for flag in flags.chars() {
            builder = match flag {
                'S' => builder.syn(),
                'A' => builder.ack(numbers.1),
                'P' => builder.psh(),
                'F' => builder.fin(),
                _ => builder,
            };
        }
        let mut frame = Vec::with_capacity(builder.size(payload.len()));
        if builder.write(&mut frame, payload).is_ok() {
            self.add(at, frame);
        }
    }

    /// The frames as a pcap file that begins at this second of the epoch.
    pub fn file(&self, start: u64) -> Vec<u8> {
        let mut out = Vec::new();
        for word in [0xa1b2_c3d4u32, 0x0004_0002, 0, 0, 262_144, 1] {
            out.extend_from_slice(&word.to_le_bytes());
        }
        for ((at, _), frame) in &self.frames {
            let length = u32::try_from(frame.len()).unwrap_or(u32::MAX);
            for word in [
                u32::try_from(start + at / 1_000_000).unwrap_or(u32::MAX),
                (at % 1_000_000) as u32,
                length,
                length,
            ] {
                out.extend_from_slice(&word.to_le_bytes());
            }
            out.extend_from_slice(frame);
        }
        out
    }
}

fn ip(
    from: Mac,
    to: Mac,
    source: Ipv4Addr,
    target: Ipv4Addr,
    ttl: u8,
) -> PacketBuilderStep<etherparse::IpHeaders> {
    PacketBuilder::ethernet2(from.0, to.0).ipv4(source.octets(), target.octets(), ttl)
}

/// The MAC that stands for a multicast group (RFC 1112).
pub fn group(address: Ipv4Addr) -> Mac {
    let [_, b, c, d] = address.octets();
    Mac([0x01, 0x00, 0x5e, b & 0x7f, c, d])
}
