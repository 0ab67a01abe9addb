//! Subjects and addresses: what an observation is about, before anybody knows which device that is.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::net::IpAddr;
use std::sync::Arc;

/// What an observation is about, in the words of its source: `ip:10.0.0.7`, `mac:b0:c5:54:25:5b:0e`,
/// `ip:10.0.0.7#2` (the same address after ARP or DHCP showed another holder), or the name an input line gave.
///
/// A subject promises identity only *within* one input (one capture, one scan, one file). Which subjects are one
/// device is decided by `oogmerk-identify` from keys, never from the spelling of a subject.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Subject(pub Arc<str>);

impl Subject {
    /// A subject named by its source.
    pub fn named(name: &str) -> Self {
        Self(Arc::from(name))
    }
    /// The holder of an IP address within one input.
    pub fn ip(ip: IpAddr) -> Self {
        Self(Arc::from(format!("ip:{ip}")))
    }
    /// The holder of a MAC address within one input.
    pub fn mac(mac: Mac) -> Self {
        Self(Arc::from(format!("mac:{mac}")))
    }
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A 48-bit MAC address. Displayed and serialised in lower case with colons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mac(pub [u8; 6]);

/// What the bits of a MAC say about its worth as a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MacKind {
    /// Globally administered unicast: bought from the IEEE by somebody.
    Global,
    /// Locally administered unicast: set by software, often randomised; no key, no OUI.
    Local,
    /// Multicast or broadcast: never a device.
    Group,
    /// All zero.
    Zero,
}

impl Mac {
    /// Reads `aa:bb:cc:dd:ee:ff`, dashes, dots (`aabb.ccdd.eeff`) or twelve bare hex digits, any case.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Vec<u8> =
            text.trim().bytes().filter(|b| !matches!(b, b':' | b'-' | b'.' | b' ')).collect();
        if digits.len() != 12 || text.trim().len() > 17 {
            return None;
        }
        let mut mac = [0u8; 6];
        for (i, pair) in digits.chunks_exact(2).enumerate() {
            mac[i] = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(mac))
    }

    /// The MAC hidden in a modified EUI-64 interface identifier (RFC 4291 appendix A), if there is one.
    pub fn from_eui64(ip: std::net::Ipv6Addr) -> Option<Self> {
        let o = ip.octets();
        (o[11] == 0xff && o[12] == 0xfe).then(|| Self([o[8] ^ 2, o[9], o[10], o[13], o[14], o[15]]))
    }

    /// What its bits say.
    pub fn kind(self) -> MacKind {
        match self.0 {
            [0, 0, 0, 0, 0, 0] => MacKind::Zero,
            [a, ..] if a & 1 == 1 => MacKind::Group,
            [a, ..] if a & 2 == 2 => MacKind::Local,
            _ => MacKind::Global,
        }
    }
}

impl std::fmt::Display for Mac {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
    }
}

impl Serialize for Mac {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Mac {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a MAC address"))
    }
}

/// Where an address can be reached, by its own bits (IANA special-purpose registries).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Loopback, private (RFC 1918), CGNAT (RFC 6598), ULA, link-local, multicast, broadcast, unspecified.
    Inside,
    /// Documentation, benchmarking and reserved blocks: never a real destination.
    Reserved,
    /// Everything else: global unicast.
    Global,
}

impl Reach {
    /// Classifies an address; IPv4-mapped IPv6 addresses are judged as IPv4.
    pub fn of(ip: IpAddr) -> Self {
        match ip {
            IpAddr::V4(v4) => {
                let [a, b, c, _] = v4.octets();
                let shared = a == 100 && (64..128).contains(&b);
                if v4.is_loopback() || v4.is_private() || v4.is_link_local() || a == 0 || a >= 224 || shared {
                    Self::Inside
                } else if (a, b, c) == (192, 0, 2)
                    || (a, b, c) == (198, 51, 100)
                    || (a, b, c) == (203, 0, 113)
                    || (a == 198 && b & 0xfe == 18)
                {
                    Self::Reserved
                } else {
                    Self::Global
                }
            }
            IpAddr::V6(v6) => {
                if let Some(v4) = v6.to_ipv4_mapped() {
                    return Self::of(IpAddr::V4(v4));
                }
                let s = v6.segments();
                if v6.is_loopback()
                    || v6.is_unspecified()
                    || s[0] & 0xffc0 == 0xfe80
                    || s[0] & 0xfe00 == 0xfc00
                    || s[0] >> 8 == 0xff
                {
                    Self::Inside
                } else if s[0] == 0x2001 && s[1] == 0xdb8 {
                    Self::Reserved
                } else {
                    Self::Global
                }
            }
        }
    }
}

/// A range of addresses, `10.0.0.0/8` or `2001:db8::/32`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cidr {
    base: IpAddr,
    bits: u8,
}

impl Cidr {
    /// A range; bits below the prefix are cleared. `None` where the prefix is longer than the address.
    pub fn new(base: IpAddr, bits: u8) -> Option<Self> {
        let base = match base {
            IpAddr::V4(v4) if bits <= 32 => {
                IpAddr::V4((u32::from(v4) & u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0)).into())
            }
            IpAddr::V6(v6) if bits <= 128 => IpAddr::V6(
                (u128::from(v6) & u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0)).into(),
            ),
            _ => return None,
        };
        Some(Self { base, bits })
    }

    /// Reads `address/bits`; a bare address is a range of one.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((base, bits)) = text.trim().split_once('/') {
            return Self::new(base.parse().ok()?, bits.parse().ok()?);
        }
        let base: IpAddr = text.trim().parse().ok()?;
        Self::new(base, if base.is_ipv4() { 32 } else { 128 })
    }

    /// Whether the address lies in it. IPv4-mapped IPv6 addresses count as IPv4.
    pub fn contains(&self, ip: IpAddr) -> bool {
        Self::new(ip.to_canonical(), self.bits).is_some_and(|range| range.base == self.base)
    }

    /// The prefix length.
    pub const fn bits(&self) -> u8 {
        self.bits
    }

    /// The first address.
    pub const fn base(&self) -> IpAddr {
        self.base
    }
}

impl std::fmt::Display for Cidr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.base, self.bits)
    }
}

impl Serialize for Cidr {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cidr {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not an address range"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_holds_its_addresses_and_no_others() {
        let check = |range: &str, ip: &str, want: bool| {
            let range = Cidr::parse(range)
                .map(|r| r.contains(ip.parse().unwrap_or(IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED))));
            assert_eq!(range, Some(want), "{ip}");
        };
        check("10.1.2.3/8", "10.255.0.1", true);
        check("10.1.2.3/8", "11.0.0.1", false);
        check("0.0.0.0/0", "8.8.8.8", true);
        check("0.0.0.0/0", "2001:db8::1", false);
        check("2001:db8::/32", "2001:db8:ffff::1", true);
        check("192.0.2.7", "192.0.2.8", false);
        check("192.0.2.0/24", "::ffff:192.0.2.9", true);
        assert_eq!(Cidr::parse("10.0.0.0/33"), None);
        assert_eq!(Cidr::parse("10.1.2.3/8").map(|r| r.to_string()).as_deref(), Some("10.0.0.0/8"));
    }

    #[test]
    fn macs_are_read_in_every_usual_spelling() {
        let want = Mac([0xb0, 0xc5, 0x54, 0x25, 0x5b, 0x0e]);
        for text in ["b0:c5:54:25:5b:0e", "B0-C5-54-25-5B-0E", "b0c5.5425.5b0e", "B0C554255B0E"] {
            assert_eq!(Mac::parse(text), Some(want), "{text}");
        }
        for text in ["", "b0:c5:54:25:5b", "b0:c5:54:25:5b:0g", "b0:c5:54:25:5b:0e:11"] {
            assert_eq!(Mac::parse(text), None, "{text}");
        }
        assert_eq!(want.to_string(), "b0:c5:54:25:5b:0e");
    }

    #[test]
    fn a_link_local_eui64_gives_its_mac_back() {
        let ip = "fe80::5a50:edff:fe1f:e385".parse().unwrap_or(std::net::Ipv6Addr::UNSPECIFIED);
        assert_eq!(Mac::from_eui64(ip).map(|m| m.to_string()).as_deref(), Some("58:50:ed:1f:e3:85"));
    }

    #[test]
    fn reach_follows_the_special_purpose_registries() {
        let check = |ip: &str, want| assert_eq!(ip.parse().map(Reach::of), Ok(want), "{ip}");
        for ip in [
            "10.1.2.3",
            "192.168.0.1",
            "172.31.0.1",
            "100.64.1.1",
            "169.254.1.1",
            "224.0.0.251",
            "255.255.255.255",
            "fe80::1",
            "fd00::1",
            "ff02::fb",
            "::1",
            "0.0.0.0",
        ] {
            check(ip, Reach::Inside);
        }
        for ip in ["8.8.8.8", "100.128.0.1", "2a02::1", "::ffff:8.8.8.8", "172.32.0.1"] {
            check(ip, Reach::Global);
        }
        check("203.0.113.9", Reach::Reserved);
    }
}
