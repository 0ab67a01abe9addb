//! sFlow version 5: the beginnings of sampled packets. Counters are skipped; an agent is no device here.
//!
//! Headers are given as places in the datagram, to be read like captured frames. Format: sflow.org,
//! "sFlow Version 5" (July 2004), sections 4 and 5.

use crate::row::{Codec, Proof};
use crate::{Clues, Malformed};
use std::net::IpAddr;
use std::ops::Range;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    proof: Proof::Proven("datagrams captured for nDPI, read as tshark reads them"),
    ..Codec::new("sflow", read, include_bytes!("../../../../fuzz/corpus/sflow/flows.bin"))
};

/// Most samples read of one datagram.
pub const SAMPLES_MAX: u32 = 1024;

/// One datagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The agent's own address.
    pub agent: IpAddr,
    /// Number of the sampler within it.
    pub sub_agent: u32,
    /// Number of the datagram.
    pub sequence: u32,
    /// The agent's up-time in milliseconds.
    pub up_millis: u32,
    /// Sampled packets.
    pub packets: Vec<Sampled>,
    /// Other samples: counters, and forms of their makers.
    pub skipped: u32,
    /// False where the datagram was cut.
    pub complete: bool,
}

/// The beginning of one sampled packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sampled {
    /// One packet in so many is looked at.
    pub sampling: u32,
    /// Packets the agent lost for want of room, since it started.
    pub drops: u32,
    /// What its bytes begin with.
    pub protocol: HeaderProtocol,
    /// Length of the whole frame on its wire.
    pub frame_length: u32,
    /// The bytes sampled, in the datagram.
    pub header: Range<usize>,
}

/// What a sampled header begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderProtocol {
    /// An Ethernet frame.
    Ethernet,
    /// An IPv4 packet.
    Ipv4,
    /// An IPv6 packet.
    Ipv6,
    /// Something else, by its number.
    Other(u32),
}

/// Reads four-byte numbers and opaque bytes (XDR, RFC 4506).
struct Words<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
}

impl Words<'_> {
    fn number(&mut self) -> Option<u32> {
        let range = self.take(4)?;
        self.bytes[range].first_chunk::<4>().map(|b| u32::from_be_bytes(*b))
    }

    fn take(&mut self, length: usize) -> Option<Range<usize>> {
        let end = self.at.checked_add(length).filter(|end| *end <= self.end)?;
        let range = self.at..end;
        self.at = end;
        Some(range)
    }

    /// A part with its length in front, as a reader of its own.
    fn part(&mut self) -> Option<Self> {
        let length = self.number()? as usize;
        let range = self.take(length)?;
        Some(Self { bytes: self.bytes, at: range.start, end: range.end })
    }

    fn address(&mut self) -> Option<IpAddr> {
        match self.number()? {
            1 => {
                let range = self.take(4)?;
                self.bytes[range].first_chunk::<4>().map(|b| IpAddr::from(*b))
            }
            2 => {
                let range = self.take(16)?;
                self.bytes[range].first_chunk::<16>().map(|b| IpAddr::from(*b))
            }
            _ => None,
        }
    }
}

/// Reads a datagram. Samples behind a broken one are lost, those before are given.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let mut words = Words { bytes: payload, at: 0, end: payload.len() };
    if words.number() != Some(5) {
        return Err(Malformed::at(0, "no sFlow version 5"));
    }
    let agent = words.address().ok_or(Malformed::at(4, "no sFlow agent address"))?;
    let at = words.at;
    let mut head = || words.number().ok_or(Malformed::at(at, "an sFlow header cut short"));
    let (sub_agent, sequence, up_millis, count) = (head()?, head()?, head()?, head()?);
    if count > SAMPLES_MAX {
        return Err(Malformed::at(at, "more sFlow samples than a datagram holds"));
    }
    let mut message =
        Message { agent, sub_agent, sequence, up_millis, packets: Vec::new(), skipped: 0, complete: true };
    for _ in 0..count {
        let (Some(kind), Some(mut sample)) = (words.number(), words.part()) else {
            message.complete = false;
            break;
        };
        match kind {
            1 => message.complete &= flow_sample(&mut sample, 1, &mut message.packets).is_some(),
            3 => message.complete &= flow_sample(&mut sample, 2, &mut message.packets).is_some(),
            _ => message.skipped += 1,
        }
    }
    Ok(message)
}

/// A flow sample; in the expanded form sources and interfaces take `width` numbers each.
fn flow_sample(sample: &mut Words<'_>, width: usize, out: &mut Vec<Sampled>) -> Option<()> {
    sample.number()?;
    sample.take(4 * width)?;
    let sampling = sample.number()?.max(1);
    sample.number()?;
    let drops = sample.number()?;
    sample.take(8 * width)?;
    let records = sample.number()?;
    for _ in 0..records.min(64) {
        let kind = sample.number()?;
        let mut record = sample.part()?;
        if kind != 1 {
            continue;
        }
        let protocol = match record.number()? {
            1 => HeaderProtocol::Ethernet,
            11 => HeaderProtocol::Ipv4,
            12 => HeaderProtocol::Ipv6,
            other => HeaderProtocol::Other(other),
        };
        let frame_length = record.number()?;
        record.number()?;
        let length = record.number()? as usize;
        let header = record.take(length)?;
        out.push(Sampled { sampling, drops, protocol, frame_length, header });
    }
    Some(())
}

/// Reads a payload into clues: none, but it says whether the payload is sFlow.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|_| Clues::default())
}

/// A datagram with the beginnings of Ethernet frames, as a switch would send it, for the simulator.
pub fn write(agent: std::net::Ipv4Addr, sequence: u32, sampling: u32, frames: &[&[u8]]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::new();
    let word = |out: &mut Vec<u8>, number: u32| out.extend(number.to_be_bytes());
    for number in [5, 1, u32::from(agent), 0, sequence, 1000, frames.len() as u32] {
        word(&mut out, number);
    }
    for (at, frame) in frames.iter().enumerate() {
        let seen = &frame[..frame.len().min(128)];
        let padded = seen.len().next_multiple_of(4);
        let record = 16 + padded;
        for number in
            [1, (32 + 8 + record) as u32, at as u32, 3, sampling, 0, 0, 3, 4, 1, 1, record as u32, 1]
        {
            word(&mut out, number);
        }
        for number in [frame.len() as u32, 0, seen.len() as u32] {
            word(&mut out, number);
        }
        out.extend_from_slice(seen);
        out.resize(out.len() + padded - seen.len(), 0);
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::trial::{self, survives};
    use super::*;

    fn sample() -> Vec<u8> {
        let frame = [0xaau8; 200];
        write(std::net::Ipv4Addr::new(192, 0, 2, 1), 9, 512, &[&frame, &frame[..61]])
    }

    #[test]
    fn sampled_headers_are_placed() {
        let bytes = sample();
        let message = parse(&bytes).unwrap();
        assert!(message.complete);
        let seen: Vec<_> =
            message.packets.iter().map(|p| (p.frame_length, p.header.len(), p.sampling)).collect();
        assert_eq!(seen, [(200, 128, 512), (61, 61, 512)]);
        for packet in &message.packets {
            assert!(bytes[packet.header.clone()].iter().all(|b| *b == 0xaa));
        }
        survives(read, &bytes);
    }

    #[test]
    fn counters_are_skipped_and_the_expanded_form_is_read() {
        let word = |n: u32| n.to_be_bytes();
        let mut bytes: Vec<u8> = [5, 1, 0xc000_0201, 0, 1, 0, 2].into_iter().flat_map(word).collect();
        bytes.extend([2u32, 4, 0].into_iter().flat_map(word));
        let expanded = [3, 44 + 8 + 20, 1, 0, 3, 64, 0, 7, 0, 1, 0, 2, 1, 1, 20, 11, 40, 0, 4];
        bytes.extend(expanded.into_iter().flat_map(word));
        bytes.extend([0x45, 0, 0, 40]);
        let message = parse(&bytes).unwrap();
        assert_eq!((message.skipped, message.packets.len(), message.complete), (1, 1, true));
        let packet = &message.packets[0];
        assert_eq!((packet.sampling, packet.drops, packet.protocol), (64, 7, HeaderProtocol::Ipv4));
        survives(read, &bytes);
    }

    #[test]
    fn other_bytes_are_refused() {
        for bytes in [&b""[..], &[0, 0, 0, 4], &[0, 0, 0, 5], &[0, 0, 0, 5, 0, 0, 0, 3, 1, 2, 3, 4]] {
            assert!(read(bytes).is_err());
        }
        let mut many: Vec<u8> =
            [5u32, 1, 0, 0, 1, 0, u32::MAX].into_iter().flat_map(u32::to_be_bytes).collect();
        assert!(parse(&many).is_err());
        many.truncate(27);
        assert!(parse(&many).is_err());
    }

    #[test]
    fn datagrams_captured_by_others_stand_where_they_say() {
        let packets = trial::packets("ndpi", "sflow.pcap");
        trial::stand(read, packets.iter().map(|p| p.payload.as_slice()), "sFlow datagram");
    }
}
