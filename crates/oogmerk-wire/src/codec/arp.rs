//! ARP for IPv4 over Ethernet: who holds which address on the link. The payload starts at the hardware type.
//! What it is not: a neighbour table; readers keep that. Source: RFC 826, RFC 5227 (probes and announcements).

use crate::lesson;
use crate::row::{Carried, Codec, Heard, Lesson, Proof, Secrets};
use crate::{About, Clues, Malformed};
use oogmerk_bytes::spanned::Spanned;
use oogmerk_model::{Field, Mac, MacKind};
use std::net::Ipv4Addr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    proof: Proof::Proven("captures of devices being installed, published by IoT Sentinel"),
    carried: &[Carried::Frames(0x0806)],
    secrets: Secrets::Open,
    lesson: Lesson::Holder(lesson::holder),
    heard: Heard { families: &["link", "mac"], by_itself: true, ..Heard::UNSAID },
    ..Codec::new("arp", read, include_bytes!("../../../../fuzz/corpus/arp/request.bin"))
};

/// What a message does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Who has the target address?
    Request,
    /// The sender has it.
    Reply,
    /// Another number.
    Other(u16),
}

/// One message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// What it does.
    pub operation: Operation,
    /// Who sends.
    pub sender_mac: Mac,
    /// Under which address; 0.0.0.0 in a probe.
    pub sender_ip: Ipv4Addr,
    /// Whom it is meant for.
    pub target_mac: Mac,
    /// Which address it is about.
    pub target_ip: Ipv4Addr,
}

/// Reads one message; padding behind it is ignored. Malformed where it is not IPv4 over Ethernet.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let bytes: &[u8; 28] =
        payload.first_chunk().ok_or(Malformed::at(payload.len(), "shorter than an ARP message"))?;
    if bytes[..2] != [0, 1] && bytes[..2] != [0, 6] {
        return Err(Malformed::at(0, "not an Ethernet ARP"));
    }
    if bytes[2..6] != [8, 0, 6, 4] {
        return Err(Malformed::at(2, "not IPv4 over six-byte addresses"));
    }
    let mac = |at: usize| {
        Mac([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3], bytes[at + 4], bytes[at + 5]])
    };
    let ip = |at: usize| Ipv4Addr::new(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
    let operation = match u16::from_be_bytes([bytes[6], bytes[7]]) {
        1 => Operation::Request,
        2 => Operation::Reply,
        other => Operation::Other(other),
    };
    Ok(Message { operation, sender_mac: mac(8), sender_ip: ip(14), target_mac: mac(18), target_ip: ip(24) })
}

/// Bytes to clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    Ok(parse(payload)?.clues())
}

impl Message {
    /// Announces its own address to everybody.
    pub fn is_gratuitous(&self) -> bool {
        self.sender_ip == self.target_ip && !self.sender_ip.is_unspecified()
    }

    /// Asks whether an address is free; the sender does not hold it yet.
    pub fn is_probe(&self) -> bool {
        self.sender_ip.is_unspecified()
    }

    /// The sender's MAC and address; nothing where no device can own that MAC.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        if matches!(self.sender_mac.kind(), MacKind::Zero | MacKind::Group) {
            return clues;
        }
        let about = || About::Mac(self.sender_mac);
        Spanned::computed(self.sender_mac.to_string(), 8..14).tell_about(&mut clues, about(), "link.mac");
        if !self.is_probe() {
            Spanned::computed(self.sender_ip.to_string(), 14..18).tell_about(&mut clues, about(), "link.ip");
        }
        if self.is_gratuitous() {
            clues.about(about(), Field::of("arp.gratuitous"), "1", true, Some(14..28));
        }
        clues
    }

    /// The message as bytes.
    pub fn write(&self) -> Vec<u8> {
        let operation = match self.operation {
            Operation::Request => 1,
            Operation::Reply => 2,
            Operation::Other(number) => number,
        };
        let mut out = vec![0, 1, 8, 0, 6, 4];
        out.extend_from_slice(&operation.to_be_bytes());
        out.extend_from_slice(&self.sender_mac.0);
        out.extend_from_slice(&self.sender_ip.octets());
        out.extend_from_slice(&self.target_mac.0);
        out.extend_from_slice(&self.target_ip.octets());
        out
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::codec::proof;

    fn message(sender: [u8; 4], target: [u8; 4]) -> Message {
        Message {
            operation: Operation::Request,
            sender_mac: Mac([2, 0, 0x5e, 0x10, 0, 6]),
            sender_ip: sender.into(),
            target_mac: Mac([0; 6]),
            target_ip: target.into(),
        }
    }

    #[test]
    fn the_sender_s_pair_is_told_and_a_probe_holds_nothing() {
        let request = message([192, 0, 2, 1], [192, 0, 2, 2]).write();
        assert_eq!(parse(&request).unwrap().write(), request);
        proof::golden(read, &request, &["~link.mac=02:00:5e:10:00:06", "~link.ip=192.0.2.1"]);
        proof::golden(read, &message([0; 4], [192, 0, 2, 2]).write(), &["~link.mac=02:00:5e:10:00:06"]);
        let own = message([192, 0, 2, 1], [192, 0, 2, 1]).write();
        proof::golden(
            read,
            &own,
            &["~link.mac=02:00:5e:10:00:06", "~link.ip=192.0.2.1", "~arp.gratuitous=1"],
        );
    }

    #[test]
    fn bytes_of_another_library_are_understood() {
        let peer = etherparse::ArpPacket::new(
            etherparse::ArpHardwareId::ETHERNET,
            etherparse::EtherType::IPV4,
            etherparse::ArpOperation::REPLY,
            &[2, 0, 0x5e, 0x10, 0, 7],
            &[192, 0, 2, 3],
            &[2, 0, 0x5e, 0x10, 0, 6],
            &[192, 0, 2, 1],
        );
        let bytes = peer.unwrap().to_bytes();
        let read_back = parse(&bytes).unwrap();
        assert_eq!(
            (read_back.operation, read_back.sender_ip),
            (Operation::Reply, Ipv4Addr::new(192, 0, 2, 3))
        );
    }

    #[test]
    fn no_bytes_make_it_panic() {
        proof::survives(read, &message([192, 0, 2, 1], [192, 0, 2, 1]).write());
    }
}
