//! What a survey would ask whom: the list behind `--dry-run`, made of codecs' questions only.

use crate::gate::{Authority, Refusal};
use oogmerk_wire::codec::{dhdiscover, http, rtsp, sadp, ws_discovery};
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

/// What can be asked. Each is one question of one codec.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ask {
    /// SADP inquiry, unicast.
    Sadp,
    /// DHIP search, unicast.
    Dhdiscover,
    /// WS-Discovery probe, unicast.
    WsDiscovery,
    /// HTTP `GET /` on port 80.
    Http,
    /// RTSP OPTIONS on port 554.
    RtspOptions,
    /// RTSP DESCRIBE on port 554, without log-in.
    RtspDescribe,
}

impl Ask {
    /// Everything, cheapest first: datagrams, then connections.
    pub const ALL: [Ask; 6] =
        [Ask::Sadp, Ask::Dhdiscover, Ask::WsDiscovery, Ask::Http, Ask::RtspOptions, Ask::RtspDescribe];

    /// The codec's name, as `--only` takes it.
    pub fn protocol(self) -> &'static str {
        match self {
            Ask::Sadp => "sadp",
            Ask::Dhdiscover => "dhdiscover",
            Ask::WsDiscovery => "ws-discovery",
            Ask::Http => "http",
            Ask::RtspOptions | Ask::RtspDescribe => "rtsp",
        }
    }
}

/// The questions of a survey.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Addresses, in order.
    pub addresses: Vec<IpAddr>,
    /// What each is asked.
    pub asks: Vec<Ask>,
    /// Added to every port on loopback, so that a simulated town needs no privileges. Ignored elsewhere.
    pub loopback_port_shift: u16,
    /// Names this survey in messages that carry a UUID.
    pub uuid: [u8; 16],
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

    fn question(&self, ip: IpAddr, ask: Ask) -> Option<Planned> {
        let shift = if ip.is_loopback() { self.loopback_port_shift } else { 0 };
        let at = |port: u16| SocketAddr::new(ip, port.wrapping_add(shift));
        let (to, inquiry) = match ask {
            Ask::Sadp => (at(sadp::PORT), sadp::ask_one(self.uuid)),
            Ask::Dhdiscover => (at(dhdiscover::PORT), dhdiscover::ask_one()),
            Ask::WsDiscovery => (
                at(ws_discovery::PORT),
                ws_discovery::ask_one(ws_discovery::ProbeType::NetworkVideoTransmitter, self.uuid),
            ),
            Ask::Http => (at(80), http::ask(at(80), http::Page::Root)?),
            Ask::RtspOptions => (at(554), rtsp::ask(at(554), rtsp::Ask::Options)),
            Ask::RtspDescribe => (at(554), rtsp::ask(at(554), rtsp::Ask::Describe)),
        };
        Some(Planned { to, packets: cost(&inquiry), inquiry })
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
    fn a_plan_asks_each_address_each_question_once_and_only_there() {
        let plan = Plan {
            addresses: addresses(&["127.9.0.0/30".into()], Authority::Loopback).unwrap(),
            asks: Ask::ALL.to_vec(),
            loopback_port_shift: 20_000,
            uuid: [7; 16],
        };
        let all: Vec<Planned> = plan.questions().collect();
        assert_eq!(all.len(), 2 * Ask::ALL.len());
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
