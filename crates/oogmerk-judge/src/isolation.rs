//! Isolation: who a device talks to outside the owner's ranges, and what can honestly be said about it.
//!
//! `leaking` needs one packet, answered or not. `isolated` needs everything in ARCHITECTURE.md, "Isolation is shown,
//! not assumed"; anything less is `unproven` with what is missing. Not seeing a packet proves nothing by itself.

use oogmerk_knowledge::{Cloud, Oracle};
use oogmerk_model::{
    Cidr, Contact, Direction, Evidence, Isolation, IsolationVerdict, OutsideContact, OutsideVia, Reach,
    Timestamp, Transport, Via, Window,
};
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

const SEVEN_DAYS_S: u64 = 7 * 86_400;

/// What the owner calls inside.
#[derive(Clone, Debug, Default)]
pub struct Territory {
    configured: Vec<Cidr>,
    /// On-link prefixes per input.
    on_link: BTreeMap<Option<String>, Vec<Cidr>>,
}

impl Territory {
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

/// Whether names may be kept in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// The device belongs in the register.
    Kept,
    /// Only names of known clouds.
    CloudsOnly,
}

/// Outside contacts of one device, one row per address, port and transport.
pub fn outside(
    contacts: &[&Contact],
    territory: &Territory,
    oracle: &dyn Oracle,
    names: Names,
) -> Vec<OutsideContact> {
    let mut rows: BTreeMap<(IpAddr, u16, Transport), OutsideContact> = BTreeMap::new();
    for c in contacts {
        let reaches_out = match c.direction {
            Direction::Out => true,
            Direction::In => c.answered,
        };
        if !reaches_out || !territory.is_outside(c.peer, c.source.file.as_deref()) {
            continue;
        }
        let row = rows.entry((c.peer, c.port, c.transport)).or_insert_with(|| OutsideContact {
            ip: c.peer,
            port: c.port,
            transport: c.transport,
            name: None,
            cloud: None,
            packets: 0,
            first: None,
            last: None,
            answered: false,
            source: c.source.clone(),
        });
        row.packets = row.packets.saturating_add(c.packets);
        row.answered |= c.answered;
        if earlier(c, row) {
            row.source = c.source.clone();
        }
        row.first = row.first.into_iter().chain(c.first).min();
        row.last = row.last.into_iter().chain(c.last).max();
        row.name = row.name.take().into_iter().chain(c.name.clone()).min();
    }
    rows.into_values()
        .map(|mut row| {
            let by_name = row.name.as_deref().and_then(|name| oracle.cloud_of_name(name));
            let cloud = by_name.or_else(|| oracle.cloud_of_address(row.ip, row.port));
            row.cloud = cloud.map(printed);
            if names == Names::CloudsOnly && by_name.is_none() {
                row.name = None;
            }
            row
        })
        .collect()
}

fn earlier(c: &Contact, row: &OutsideContact) -> bool {
    (c.first, &c.source) < (row.first, &row.source)
}

fn printed(cloud: &Cloud) -> String {
    cloud.service.clone()
}

/// What left through something inside.
pub fn outside_via(vias: &[&Via], oracle: &dyn Oracle, names: Names) -> Vec<OutsideVia> {
    let mut rows: BTreeSet<(IpAddr, oogmerk_model::ViaHow, Option<&str>)> = BTreeSet::new();
    for via in vias {
        rows.insert((via.through, via.how, via.name.as_deref()));
    }
    let mut list: Vec<OutsideVia> = Vec::new();
    for (through, how, name) in rows {
        let cloud = name.and_then(|name| oracle.cloud_of_name(name));
        let name = name.filter(|_| names == Names::Kept || cloud.is_some()).map(str::to_owned);
        let row = OutsideVia { through, how, name, cloud: cloud.map(printed) };
        if !list.contains(&row) {
            list.push(row);
        }
    }
    list
}

/// What bears on a verdict besides the contacts themselves.
pub struct Watched<'a> {
    /// Windows of the inputs the device was seen in.
    pub windows: Vec<&'a Window>,
    /// First and last packet of its own, where windows carry no time.
    pub own_span: Option<(Timestamp, Timestamp)>,
    pub evidence: &'a [&'a Evidence],
    /// Whether everything that reaches it and could carry its pictures out is itself isolated.
    pub recorders: Recorders,
}

/// State of the recorders that reach a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorders {
    /// None was seen to reach it.
    NoneSeen,
    /// One of them leaks.
    Leaking,
    /// One of them is not shown to be isolated.
    Unproven,
}

/// The verdict.
pub fn isolation(outside: &[OutsideContact], via: &[OutsideVia], watched: &Watched<'_>) -> Isolation {
    let window_s =
        span_s(&watched.windows).max(watched.own_span.map_or(0, |(from, to)| to.seconds_since(from)));
    let dropped = watched
        .windows
        .iter()
        .map(|w| w.dropped)
        .sum::<Option<u64>>()
        .filter(|_| !watched.windows.is_empty());
    let sampled = sampled(&watched.windows);
    if !outside.is_empty() {
        return Isolation {
            verdict: IsolationVerdict::Leaking,
            window_s,
            dropped,
            sampled,
            missing: Vec::new(),
        };
    }
    let missing = missing(window_s, dropped, sampled, via, watched);
    let verdict = if missing.is_empty() { IsolationVerdict::Isolated } else { IsolationVerdict::Unproven };
    Isolation { verdict, window_s, dropped, sampled, missing }
}

/// One packet in n: the coarsest of the inputs; 0 where one of them does not say.
fn sampled(windows: &[&Window]) -> u32 {
    if windows.iter().any(|w| w.sampled == 0) {
        0
    } else {
        windows.iter().map(|w| w.sampled).max().unwrap_or(0)
    }
}

/// Seconds looked at: the union of the windows, so that two captures of one hour are one hour.
fn span_s(windows: &[&Window]) -> u64 {
    let mut spans: Vec<(i64, i64)> =
        windows.iter().filter_map(|w| Some((w.from?.0, w.to?.0))).filter(|(from, to)| from <= to).collect();
    spans.sort_unstable();
    let (mut total, mut end) = (0i64, i64::MIN);
    for (from, to) in spans {
        let from = from.max(end);
        total += (to - from).max(0);
        end = end.max(to);
    }
    u64::try_from(total / 1_000_000).unwrap_or(0)
}

fn missing(
    window_s: u64,
    dropped: Option<u64>,
    sampled: u32,
    via: &[OutsideVia],
    watched: &Watched<'_>,
) -> Vec<String> {
    let frames: u64 = watched.windows.iter().map(|w| w.frames).sum();
    let says = |field: &str, value: &str| {
        watched.evidence.iter().any(|e| e.field.as_str() == field && e.value.trim() == value)
    };
    let mut missing = Vec::new();
    let mut lacks = |is_missing: bool, code: &str| {
        if is_missing {
            missing.push(code.to_owned());
        }
    };
    lacks(window_s < SEVEN_DAYS_S, "window-under-7-days");
    lacks(!restarted(watched.evidence), "no-restart-seen");
    lacks(dropped.is_none(), "no-drop-counter");
    lacks(
        dropped.is_some_and(|d| d.saturating_mul(10_000) >= frames.saturating_add(d).max(1)),
        "drops-over-limit",
    );
    lacks(sampled == 0, "sampling-unknown");
    lacks(sampled > 1, "sampled");
    lacks(watched.windows.iter().any(|w| w.evicted_flows > 0), "flows-evicted");
    lacks(watched.windows.iter().any(|w| w.flows_only), "flows-only");
    lacks(!says("segment.complete", "yes"), "segment-not-complete");
    lacks(!says("segment.egress_test", "refused"), "no-egress-test");
    lacks(!says("segment.resolver_test", "refused"), "no-resolver-test");
    lacks(!says("device.radios", "none"), "radio-or-second-interface-unknown");
    lacks(!via.is_empty(), "leaves-through-something-inside");
    lacks(watched.recorders == Recorders::Leaking, "recorder-leaks");
    lacks(watched.recorders == Recorders::Unproven, "recorder-not-isolated");
    missing
}

/// A restart was seen: a person or a reader says so, or the device gave two boot times.
fn restarted(evidence: &[&Evidence]) -> bool {
    let boots: BTreeSet<&str> =
        evidence.iter().filter(|e| e.field.as_str() == "sadp.boot_time").map(|e| e.value.as_str()).collect();
    boots.len() > 1 || evidence.iter().any(|e| e.field.as_str() == "device.restart")
}
