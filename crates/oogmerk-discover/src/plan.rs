//! What a survey would ask whom: the list behind `--dry-run`, made of codecs' questions only.

use crate::gate::{Authority, Refusal};
use oogmerk_wire::codec::CODECS;
use oogmerk_wire::row::{Ask, Asking, Codec, Etiquette};
use oogmerk_wire::{Inquiry, Target};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// One question for one address.
#[derive(Clone, Debug)]
pub struct Planned {
    /// To whom.
    pub to: SocketAddr,
    /// What.
    pub inquiry: Inquiry,
    /// All packets this question can cost, handshake and closing included.
    pub packets: u32,
}

/// One question of one codec.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// Who makes it, and reads the answer.
    pub codec: &'static Codec,
    /// Which.
    pub ask: &'static Ask,
}

impl Question {
    /// Every question that may be put to any device, cheapest first: datagrams, then connections.
    pub fn all() -> Vec<Self> {
        let mut all: Vec<Self> = CODECS
            .iter()
            .flat_map(|codec| codec.asks.iter().map(move |ask| Self { codec, ask }))
            .filter(|q| q.ask.etiquette == Etiquette::Survey)
            .collect();
        all.sort_by_key(|q| (q.packets(), q.ask.turn, q.ask.name));
        all
    }

    /// The codec's name, as `--only` takes it.
    pub fn protocol(&self) -> &'static str {
        self.codec.name
    }

    fn packets(&self) -> u32 {
        let nobody = IpAddr::V4(Ipv4Addr::LOCALHOST);
        self.made(nobody, 0, [0; 32]).map_or(0, |inquiry| inquiry.packets())
    }

    fn made(&self, ip: IpAddr, port_shift: u16, token: [u8; 32]) -> Option<Inquiry> {
        (self.ask.make)(&Asking { ip, port_shift, token, community: None })
    }
}

/// The questions of a survey.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Addresses, in order.
    pub addresses: Vec<IpAddr>,
    /// What each is asked.
    pub asks: Vec<Question>,
    /// Added to every port on loopback, so that a simulated town needs no privileges. Ignored elsewhere.
    pub loopback_port_shift: u16,
    /// Random bytes of this survey: identifiers in its messages are made of them.
    pub token: [u8; 32],
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
    /// Every question in the order it would be asked: each kind over all addresses before the next kind.
    pub fn questions(&self) -> impl Iterator<Item = Planned> + '_ {
        self.asks
            .iter()
            .flat_map(move |ask| self.addresses.iter().filter_map(move |ip| self.question(*ip, *ask)))
    }

    fn question(&self, ip: IpAddr, question: Question) -> Option<Planned> {
        let shift = if ip.is_loopback() { self.loopback_port_shift } else { 0 };
        let inquiry = question.made(ip, shift, self.token)?;
        let port = match inquiry.target() {
            // A datagram's port is its protocol's own; a connection's was shifted when the question was made.
            Target::Udp(port) => port.wrapping_add(shift),
            Target::Tcp(port) => port,
            Target::UdpGroup(..) => return None,
        };
        Some(Planned { to: SocketAddr::new(ip, port), packets: inquiry.packets(), inquiry })
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
    fn a_plan_asks_each_address_each_question_once_and_only_there() {
        let plan = Plan {
            addresses: addresses(&["127.9.0.0/30".into()], Authority::Loopback).unwrap(),
            asks: Question::all(),
            loopback_port_shift: 20_000,
            token: [7; 32],
        };
        let all: Vec<Planned> = plan.questions().collect();
        assert_eq!(all.len(), 2 * Question::all().len());
        for q in &all {
            assert!(plan.addresses.contains(&q.to.ip()) && q.to.port() > 20_000, "{q:?}");
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
