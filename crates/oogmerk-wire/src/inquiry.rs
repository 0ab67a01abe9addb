//! The only thing that may ever be sent: a question made by a codec. Sealed: no other crate can build one.

use std::net::Ipv4Addr;

/// Where a question goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// One datagram to the device's own address at this port.
    Udp(u16),
    /// One datagram to a group or broadcast address at this port, TTL 1.
    UdpGroup(Ipv4Addr, u16),
    /// A TCP connection to this port, these bytes, one answer, close.
    Tcp(u16),
}

/// One harmless question. Only the `ask` functions of this crate's codecs can make one; it cannot be changed.
#[derive(Clone, PartialEq, Eq)]
pub struct Inquiry {
    protocol: &'static str,
    purpose: &'static str,
    target: Target,
    bytes: Vec<u8>,
}

/// The bytes may hold a community string the owner gave: they are counted, not shown.
impl std::fmt::Debug for Inquiry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { protocol, purpose, target, bytes } = self;
        write!(f, "Inquiry({protocol} to {target:?}, {} bytes: {purpose})", bytes.len())
    }
}

impl Inquiry {
    pub(crate) fn new(protocol: &'static str, purpose: &'static str, target: Target, bytes: Vec<u8>) -> Self {
        Self { protocol, purpose, target, bytes }
    }
    /// Which codec asked, and which codec reads the answer.
    pub fn protocol(&self) -> &'static str {
        self.protocol
    }
    /// What it asks for, in plain English, for the dry run and the audit log.
    pub fn purpose(&self) -> &'static str {
        self.purpose
    }
    /// All packets it can cost: a datagram is one; a connection is SYN (twice at most), ACK, request, two
    /// acknowledgements, FIN and its acknowledgement.
    pub fn packets(&self) -> u32 {
        match self.target {
            Target::Udp(_) | Target::UdpGroup(..) => 1,
            Target::Tcp(_) => 8,
        }
    }
    /// Where it goes.
    pub fn target(&self) -> Target {
        self.target
    }
    /// What is sent. For SNMP it holds the owner's community: a log keeps its length, not its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// A community string that the owner gave. It is sent, and shown nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Community(String);

impl Community {
    /// One that the owner gave.
    pub fn given(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// What is sent.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl std::fmt::Debug for Community {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Community(cut)")
    }
}
