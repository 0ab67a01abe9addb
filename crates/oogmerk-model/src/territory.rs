//! Territory: what the owner calls inside.
//!
//! Who tells devices apart asks it whether a subject is somebody else's server, who judges asks it whether a packet
//! left. Both must get one answer, so it stands below both.

use crate::{Cidr, Reach, Window};
use std::collections::BTreeMap;
use std::net::IpAddr;

/// What the owner calls inside.
#[derive(Clone, Debug, Default)]
pub struct Territory {
    configured: Vec<Cidr>,
    /// On-link prefixes per input.
    on_link: BTreeMap<Option<String>, Vec<Cidr>>,
}

impl Territory {
    /// From configured ranges, and the prefixes that each input saw on its link.
    pub fn new(configured: &[Cidr], windows: &[Window]) -> Self {
        let mut on_link: BTreeMap<Option<String>, Vec<Cidr>> = BTreeMap::new();
        for window in windows {
            let ranges = window
                .on_link
                .iter()
                .filter_map(|text| Cidr::parse(text))
                .filter(|range| is_a_segment(*range));
            on_link.entry(window.source.file.as_deref().map(str::to_owned)).or_default().extend(ranges);
        }
        Self { configured: configured.to_vec(), on_link }
    }

    /// Outside the owner's ranges. Documentation and reserved blocks are nobody's: neither in nor out.
    pub fn is_outside(&self, ip: IpAddr, file: Option<&str>) -> bool {
        if is_nobody(ip) {
            return false;
        }
        if !self.configured.is_empty() {
            return !self.configured.iter().any(|range| range.contains(ip));
        }
        let on_link = self.on_link.get(&file.map(str::to_owned));
        Reach::of(ip) == Reach::Global
            && !on_link.is_some_and(|ranges| ranges.iter().any(|range| range.contains(ip)))
    }
}

/// Multicast, broadcast, link-local, loopback, unspecified and reserved: no owner can leave through these.
fn is_nobody(ip: IpAddr) -> bool {
    let ip = ip.to_canonical();
    let by_kind = match ip {
        IpAddr::V4(v4) => v4.is_link_local() || v4.is_broadcast(),
        IpAddr::V6(v6) => v6.is_unicast_link_local(),
    };
    by_kind
        || ip.is_multicast()
        || ip.is_loopback()
        || ip.is_unspecified()
        || Reach::of(ip) == Reach::Reserved
}

/// A mask that covers half the world is a default route, no segment.
fn is_a_segment(range: Cidr) -> bool {
    range.bits() >= if range.base().is_ipv4() { 8 } else { 16 }
}
