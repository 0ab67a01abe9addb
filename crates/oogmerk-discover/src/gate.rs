//! The gate every packet leaves through: authority first, then pace. Pure; time is an argument.
//!
//! Ceilings are compiled in (SAFETY.md); a caller can only go lower. Without a warrant nothing but loopback is let
//! through; surveys of other networks are refused until warrants exist.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::Duration;

/// Under whose authority a survey runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authority {
    /// Loopback needs no warrant, and without a warrant there is nothing else.
    Loopback,
}

impl Authority {
    /// Whether this address may be asked anything at all.
    pub fn covers(self, ip: IpAddr) -> bool {
        match self {
            Authority::Loopback => ip.is_loopback(),
        }
    }
}

/// Why nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The address is outside the authority. The operator's to solve, never ours to widen.
    #[error("{0} is outside the authority: without a warrant only loopback may be surveyed")]
    OutsideAuthority(IpAddr),
}

/// Paces. Never above the compiled-in ceilings, whatever is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ceilings {
    site_packets_per_second: u32,
}

impl Ceilings {
    /// Packets a second for a whole site.
    pub const SITE: u32 = 2_000;
    /// Packets a second for one device.
    pub const DEVICE: u32 = 10;
    /// Packets a short conversation may use before the device's pace starts to bind.
    pub const DEVICE_BURST: u32 = 20;
    /// What is used where nobody asks for less.
    pub const SITE_DEFAULT: u32 = 1_000;

    /// A pace for the site; above the ceiling it is the ceiling, zero is one.
    pub fn lowered_to(site_packets_per_second: u32) -> Self {
        Self { site_packets_per_second: site_packets_per_second.clamp(1, Self::SITE) }
    }

    /// Packets a second for the site.
    pub fn site(self) -> u32 {
        self.site_packets_per_second
    }
}

impl Default for Ceilings {
    fn default() -> Self {
        Self::lowered_to(Self::SITE_DEFAULT)
    }
}

/// What the gate says to a packet that asks to leave now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permit {
    /// Leave.
    Granted,
    /// Not before this time since the survey's start.
    NotBefore(Duration),
}

/// A bucket of packets that refills with time. Kept in micro-packets so that it is exact.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    level: u64,
    at: Duration,
}

const MICRO: u64 = 1_000_000;

impl Bucket {
    fn full(burst: u32, now: Duration) -> Self {
        Self { level: u64::from(burst) * MICRO, at: now }
    }

    fn refill(&mut self, rate: u32, burst: u32, now: Duration) {
        let micros = u64::try_from(now.saturating_sub(self.at).as_micros()).unwrap_or(u64::MAX);
        self.level =
            self.level.saturating_add(micros.saturating_mul(u64::from(rate))).min(u64::from(burst) * MICRO);
        self.at = now.max(self.at);
    }

    fn wait_for(&self, packets: u32, rate: u32) -> Duration {
        let missing = (u64::from(packets) * MICRO).saturating_sub(self.level);
        Duration::from_micros(missing.div_ceil(u64::from(rate.max(1))))
    }
}

/// The gate of one site.
#[derive(Debug)]
pub struct Gate {
    authority: Authority,
    ceilings: Ceilings,
    site: Bucket,
    devices: HashMap<IpAddr, Bucket>,
    granted: u64,
}

impl Gate {
    /// A gate that opens at time zero.
    pub fn new(authority: Authority, ceilings: Ceilings) -> Self {
        let site = Bucket::full(ceilings.site() / 10 + 1, Duration::ZERO);
        Self { authority, ceilings, site, devices: HashMap::new(), granted: 0 }
    }

    /// Asks to send `packets` (all that one question can cost, handshakes included) to `ip` now.
    pub fn ask(&mut self, now: Duration, ip: IpAddr, packets: u32) -> Result<Permit, Refusal> {
        if !self.authority.covers(ip) {
            return Err(Refusal::OutsideAuthority(ip));
        }
        let site_burst = (self.ceilings.site() / 10 + 1).max(packets);
        self.site.refill(self.ceilings.site(), site_burst, now);
        let burst = Ceilings::DEVICE_BURST.max(packets);
        let device = self.devices.entry(ip).or_insert_with(|| Bucket::full(burst, now));
        device.refill(Ceilings::DEVICE, burst, now);
        let wait =
            self.site.wait_for(packets, self.ceilings.site()).max(device.wait_for(packets, Ceilings::DEVICE));
        if !wait.is_zero() {
            return Ok(Permit::NotBefore(now + wait));
        }
        self.site.level -= u64::from(packets) * MICRO;
        device.level -= u64::from(packets) * MICRO;
        self.granted += u64::from(packets);
        Ok(Permit::Granted)
    }

    /// Packets let through so far.
    pub fn granted(&self) -> u64 {
        self.granted
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn nothing_but_loopback_is_let_through_without_a_warrant() {
        let mut gate = Gate::new(Authority::Loopback, Ceilings::default());
        for outside in [
            "10.0.0.1",
            "192.168.1.1",
            "8.8.8.8",
            "fe80::1",
            "224.0.0.251",
            "239.255.255.250",
            "255.255.255.255",
            "0.0.0.0",
        ] {
            assert_eq!(gate.ask(Duration::ZERO, ip(outside), 1), Err(Refusal::OutsideAuthority(ip(outside))));
        }
        assert_eq!(gate.ask(Duration::ZERO, ip("127.3.2.1"), 1), Ok(Permit::Granted));
        assert_eq!(gate.ask(Duration::ZERO, ip("::1"), 1), Ok(Permit::Granted));
    }

    #[test]
    fn no_setting_lifts_a_ceiling() {
        assert_eq!(Ceilings::lowered_to(u32::MAX).site(), Ceilings::SITE);
        assert_eq!(Ceilings::lowered_to(50).site(), 50);
        assert_eq!(Ceilings::lowered_to(0).site(), 1);
    }

    /// Sends as fast as the gate allows for `seconds`; returns how many packets left.
    fn flood(gate: &mut Gate, addresses: &[IpAddr], packets: u32, seconds: u64) -> u64 {
        let mut sent = 0;
        let mut now = Duration::ZERO;
        while now < Duration::from_secs(seconds) {
            for &a in addresses {
                if gate.ask(now, a, packets) == Ok(Permit::Granted) {
                    sent += u64::from(packets);
                }
            }
            now += Duration::from_millis(1);
        }
        sent
    }

    #[test]
    fn one_device_never_gets_more_than_its_pace() {
        let mut gate = Gate::new(Authority::Loopback, Ceilings::default());
        let sent = flood(&mut gate, &[ip("127.0.0.9")], 1, 60);
        assert!(sent <= u64::from(Ceilings::DEVICE) * 60 + u64::from(Ceilings::DEVICE_BURST), "{sent}");
        assert!(sent >= u64::from(Ceilings::DEVICE) * 59, "{sent}");
    }

    #[test]
    fn a_whole_site_never_gets_more_than_its_pace() {
        let mut gate = Gate::new(Authority::Loopback, Ceilings::lowered_to(500));
        let all: Vec<IpAddr> = (0..200).map(|n| ip(&format!("127.0.1.{n}"))).collect();
        let sent = flood(&mut gate, &all, 6, 10);
        assert!(sent <= 500 * 10 + 51 + 6, "{sent}");
    }
}
