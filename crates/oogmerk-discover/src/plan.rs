//! What a survey would ask whom: the list behind `--dry-run`, made of codecs' questions only.

use crate::gate::{Authority, Refusal};
use oogmerk_wire::{Inquiry, Target};
use std::net::{IpAddr, Ipv4Addr};

/// One question for one address.
#[derive(Clone, Debug)]
pub struct Planned {
    /// To whom.
    pub ip: IpAddr,
    /// What.
    pub inquiry: Inquiry,
    /// All packets this question can cost, handshake and closing included.
    pub packets: u32,
}

/// The questions of a survey, cheapest first.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Addresses, in order.
    pub addresses: Vec<IpAddr>,
    /// Asked of every address: one datagram each.
    pub first: Vec<Inquiry>,
    /// Asked where something may listen: connect, ask, close.
    pub then: Vec<Inquiry>,
    /// Added to every port on loopback, so that a simulated town needs no privileges. Ignored elsewhere.
    pub loopback_port_shift: u16,
}

/// A range that may not be surveyed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooWide {
    /// Not an address or `address/bits`.
    #[error("'{0}' is not an address or a range such as 127.1.0.0/24")]
    NotARange(String),
    /// More than a /16.
    #[error("'{0}' is wider than a /16")]
    Wide(String),
    /// Outside the authority.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// Addresses of `127.1.0.0/24`-like ranges, at most a /16 each, every one inside the authority.
pub fn addresses(ranges: &[String], authority: Authority) -> Result<Vec<IpAddr>, TooWide> {
    let mut all = Vec::new();
    for text in ranges {
        let wrong = || TooWide::NotARange(text.clone());
        let (base, bits) = match text.split_once('/') {
            Some((base, bits)) => (
                base.parse::<IpAddr>().map_err(|_| wrong())?,
                Some(bits.parse::<u32>().map_err(|_| wrong())?),
            ),
            None => (text.parse::<IpAddr>().map_err(|_| wrong())?, None),
        };
        match (base, bits) {
            (IpAddr::V4(_), Some(bits)) if bits > 32 => return Err(wrong()),
            (IpAddr::V4(_), Some(bits)) if bits < 16 => return Err(TooWide::Wide(text.clone())),
            (IpAddr::V4(v4), Some(bits)) => {
                let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
                let first = u32::from(v4) & mask;
                let last = first | !mask;
                // Network and broadcast address are no hosts in anything wider than a /31.
                let (from, to) = if bits < 31 { (first + 1, last - 1) } else { (first, last) };
                all.extend((from..=to).map(|n| IpAddr::V4(Ipv4Addr::from(n))));
            }
            (IpAddr::V6(_), Some(bits)) if bits != 128 => return Err(TooWide::Wide(text.clone())),
            (ip, _) => all.push(ip),
        }
    }
    all.sort();
    all.dedup();
    for ip in &all {
        if !authority.covers(*ip) {
            return Err(Refusal::OutsideAuthority(*ip).into());
        }
    }
    Ok(all)
}

impl Plan {
    /// Every question of the plan in the order it would be asked.
    pub fn questions(&self) -> impl Iterator<Item = Planned> + '_ {
        let each = move |inquiries: &'_ [Inquiry]| {
            let inquiries = inquiries.to_vec();
            self.addresses.iter().flat_map(move |ip| {
                let ip = *ip;
                inquiries.clone().into_iter().map(move |inquiry| Planned {
                    ip,
                    packets: cost(&inquiry),
                    inquiry,
                })
            })
        };
        each(&self.first).chain(each(&self.then))
    }

    /// The port a question goes to at this address.
    pub fn port(&self, ip: IpAddr, target: Target) -> u16 {
        let (Target::Udp(port) | Target::UdpGroup(_, port) | Target::Tcp(port)) = target;
        if ip.is_loopback() { port.wrapping_add(self.loopback_port_shift) } else { port }
    }
}

/// Packets a question can cost at most: a datagram is one; a connection is SYN (twice at most), ACK, request, two
/// acknowledgements, FIN and its acknowledgement.
pub fn cost(inquiry: &Inquiry) -> u32 {
    match inquiry.target() {
        Target::Udp(_) | Target::UdpGroup(..) => 1,
        Target::Tcp(_) => 8,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(range: &str, expected: Result<usize, &str>) {
        let got = addresses(&[range.to_owned()], Authority::Loopback);
        match expected {
            Ok(n) => assert_eq!(got.unwrap().len(), n, "{range}"),
            Err(why) => assert!(got.unwrap_err().to_string().contains(why), "{range}"),
        }
    }

    #[test]
    fn ranges_are_bounded_and_stay_inside_the_authority() {
        check("127.1.0.0/24", Ok(254));
        check("127.1.0.5", Ok(1));
        check("127.1.0.4/31", Ok(2));
        check("::1", Ok(1));
        check("127.0.0.0/8", Err("wider than a /16"));
        check("10.0.0.0/24", Err("outside the authority"));
        check("0.0.0.0/0", Err("wider"));
        check("house", Err("not an address"));
        check("127.0.0.1/99", Err("not an address"));
        check("fe80::/64", Err("wider"));
    }
}
