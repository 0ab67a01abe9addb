//! Who spoke to whom: the ground facts isolation is judged from, already summed per flow so that a capture of any
//! length stays small.

use crate::{Source, Subject, Timestamp};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::sync::Arc;

/// Layer-4 protocol of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
    /// ICMP and ICMPv6.
    Icmp,
    /// Anything else over IP.
    Other,
}

/// Who spoke first, or at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// The subject sent to the peer (attempts count, answered or not).
    Out,
    /// The peer sent to the subject first; `answered` says whether the subject replied.
    In,
}

/// All traffic between a subject and one peer address, port and transport within one input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Contact {
    /// Who.
    pub subject: Subject,
    /// The subject's own address in these packets.
    pub own: IpAddr,
    /// The other side.
    pub peer: IpAddr,
    /// The service port: the peer's where the subject spoke first, the subject's own otherwise; 0 where there is none.
    pub port: u16,
    /// Layer 4.
    pub transport: Transport,
    /// Who spoke first.
    pub direction: Direction,
    /// The name the subject looked up to get this address, or asked for in TLS or HTTP. Personal data unless the
    /// subject is registered or the name is a known cloud's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Packets the subject sent.
    pub packets: u64,
    /// Bytes the subject sent, as counted by the source (IP length in captures).
    pub bytes: u64,
    /// First packet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Timestamp>,
    /// Last packet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Timestamp>,
    /// Whether the other side of the first packet ever answered.
    pub answered: bool,
    /// Where the first packet stands.
    pub source: Source,
}

/// Something that leaves through something inside.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Via {
    /// Who.
    pub subject: Subject,
    /// Through what: an inside address.
    pub through: IpAddr,
    /// How.
    pub how: ViaHow,
    /// The outside name asked for, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Timestamp>,
    /// Where.
    pub source: Source,
}

/// How something leaves through something inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ViaHow {
    /// A name asked of an internal resolver.
    Resolver,
    /// A request through an internal proxy.
    Proxy,
    /// A relay.
    Relay,
    /// A recorder or VMS that itself talks outside.
    Recorder,
}

/// What one input looked at: how long, how much, and what it lost. Absence is judged against this.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Window {
    /// The input.
    pub source: Source,
    /// From where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vantage: Option<Arc<str>>,
    /// First packet or record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Last packet or record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
    /// Frames or flow records read.
    pub frames: u64,
    /// Packets the vantage says it lost; `None` where the source has no counter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dropped: Option<u64>,
    /// One packet in `sampled` was seen; 1 is all, 0 is unknown.
    pub sampled: u32,
    /// Flows evicted from the bounded flow table.
    pub evicted_flows: u64,
    /// Whether the input holds names asked of resolvers and link-layer keys (a capture) or flows only (a flow log).
    pub flows_only: bool,
    /// On-link prefixes seen (DHCP masks, router advertisements), as CIDR text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on_link: Vec<String>,
}
