//! Whose cloud a name or an address is. Names are looked up by their labels from the longest suffix down; addresses by
//! listed host or prefix; a bare port names nobody.

use crate::Cloud;
use std::collections::HashMap;
use std::net::IpAddr;

#[derive(Debug, Default)]
pub(crate) struct Clouds {
    pub(crate) all: Vec<Cloud>,
    names: HashMap<String, usize>,
    suffixes: HashMap<String, usize>,
    addresses: Vec<(IpAddr, u8, Option<u16>, usize)>,
    ports: Vec<(u16, u16, usize)>,
}

impl Clouds {
    pub(crate) fn add_name(&mut self, name: &str, with_all_below: bool, cloud: Cloud) {
        let name = name.trim_matches('.').to_ascii_lowercase();
        let map = if with_all_below { &mut self.suffixes } else { &mut self.names };
        map.entry(name).or_insert(self.all.len());
        self.all.push(cloud);
    }

    /// An address, a prefix `a.b.c.d/n`, with a port or for all ports.
    pub(crate) fn add_address(&mut self, text: &str, port: Option<u16>, cloud: Cloud) -> Result<(), String> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
        let address: IpAddr = address.parse().map_err(|_| format!("`{text}` is no address"))?;
        let full = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            None => full,
            Some(b) => b.parse().ok().filter(|b| *b <= full).ok_or(format!("`{text}` is no prefix"))?,
        };
        self.addresses.push((address, bits, port, self.all.len()));
        self.all.push(cloud);
        Ok(())
    }

    pub(crate) fn add_ports(&mut self, from: u16, to: u16, cloud: Cloud) {
        self.ports.push((from, to, self.all.len()));
        self.all.push(Cloud { maker: None, ..cloud });
    }

    pub(crate) fn of_name(&self, name: &str) -> Option<&Cloud> {
        let name = name.trim().trim_end_matches('.').to_ascii_lowercase();
        if let Some(&i) = self.names.get(&name) {
            return Some(&self.all[i]);
        }
        let mut rest = name.as_str();
        loop {
            if let Some(&i) = self.suffixes.get(rest) {
                return Some(&self.all[i]);
            }
            rest = rest.split_once('.')?.1;
        }
    }

    pub(crate) fn of_address(&self, ip: IpAddr, port: u16) -> Option<&Cloud> {
        let hit = self
            .addresses
            .iter()
            .filter(|(net, bits, p, _)| p.is_none_or(|p| p == port) && within(ip, *net, *bits))
            .max_by_key(|(_, bits, p, i)| (*bits, p.is_some(), usize::MAX - *i))
            .map(|h| h.3);
        let hit = hit.or_else(|| {
            self.ports
                .iter()
                .filter(|(a, b, _)| (*a..=*b).contains(&port))
                .min_by_key(|(a, b, i)| (b - a, *i))
                .map(|h| h.2)
        });
        hit.map(|i| &self.all[i])
    }
}

fn within(ip: IpAddr, net: IpAddr, bits: u8) -> bool {
    let leading =
        |a: u128, b: u128, size: u32, bits: u8| bits == 0 || (a ^ b) >> (size - u32::from(bits)) == 0;
    match (ip, net) {
        (IpAddr::V4(a), IpAddr::V4(b)) => leading(u32::from(a).into(), u32::from(b).into(), 32, bits),
        (IpAddr::V6(a), IpAddr::V6(b)) => leading(a.into(), b.into(), 128, bits),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_by_label_and_a_bare_port_names_nobody() {
        let cloud = |p: &str| Cloud {
            pattern: p.into(),
            maker: Some("m".into()),
            service: String::new(),
            purpose: "cloud".into(),
            source: String::new(),
            status: crate::Status::Tested,
        };
        let mut clouds = Clouds::default();
        clouds.add_name("ezviz.com", true, cloud("ezviz.com"));
        clouds.add_name("dev.ezviz.com", false, cloud("dev.ezviz.com"));
        clouds.add_ports(8000, 8010, cloud("8000-8010"));
        let _ = clouds.add_address("203.0.113.0/24", None, cloud("net"));
        let name = |n: &str| clouds.of_name(n).map(|c| c.pattern.as_str());
        assert_eq!(name("a.b.EZVIZ.com."), Some("ezviz.com"));
        assert_eq!(name("dev.ezviz.com"), Some("dev.ezviz.com"));
        assert_eq!(name("notezviz.com"), None);
        assert_eq!(name("com"), None);
        let ip = |t: &str, port| {
            t.parse().ok().and_then(|ip| clouds.of_address(ip, port)).map(|c| c.maker.as_deref())
        };
        assert_eq!(ip("203.0.113.9", 1), Some(Some("m")));
        assert_eq!(ip("198.51.100.9", 8005), Some(None));
        assert_eq!(ip("198.51.100.9", 9), None);
    }
}
