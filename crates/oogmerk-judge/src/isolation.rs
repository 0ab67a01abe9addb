//! Isolation: who a device talks to outside the owner's ranges, and what can honestly be said about it.
//!
//! `leaking` needs one packet, answered or not. `isolated` needs everything in ARCHITECTURE.md, "Isolation is shown,
//! not assumed"; anything less is `unproven` with what is missing. Not seeing a packet proves nothing by itself.

use crate::outside::{outside, outside_via};
use oogmerk_knowledge::Oracle;
use oogmerk_model::{
    Device, Evidence, Isolation, IsolationVerdict, Means, OutsideContact, OutsideVia, Traffic, ViaHow, Window,
};
use std::collections::BTreeSet;

const SEVEN_DAYS_S: u64 = 7 * 86_400;

/// Writes into the record of a device whom it reaches outside and what can be said about its isolation.
pub fn isolate(device: &mut Device, traffic: &Traffic<'_>, oracle: &dyn Oracle) {
    let reached = reached(traffic, oracle);
    device.outside = reached.outside;
    device.outside_via = reached.via;
    device.isolation = reached.isolation;
}

/// Where a device reaches.
struct Reached {
    outside: Vec<OutsideContact>,
    via: Vec<OutsideVia>,
    /// None where nobody watched it, or where it is nobody's device.
    isolation: Option<Isolation>,
}

fn reached(traffic: &Traffic<'_>, oracle: &dyn Oracle) -> Reached {
    let outside = outside(traffic, oracle);
    let mut via = outside_via(traffic, oracle);
    let recorders = recorders_behind(traffic, oracle, &mut via);
    let was_watched = !traffic.contacts.is_empty()
        || (!traffic.windows.is_empty()
            && traffic.evidence.iter().any(|e| e.observation.means == Means::Passive));
    let isolation =
        (was_watched && !traffic.is_stranger).then(|| isolation(&outside, &via, recorders, traffic));
    Reached { outside, via, isolation }
}

/// State of the recorders that reach a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Recorders {
    /// None was seen to reach it.
    NoneSeen,
    /// One of them leaks.
    Leaking,
    /// One of them is not shown to be isolated.
    Unproven,
}

/// Whether pictures can leave through the recorders that reach a device; those that leak are ways out.
fn recorders_behind(traffic: &Traffic<'_>, oracle: &dyn Oracle, via: &mut Vec<OutsideVia>) -> Recorders {
    let mut worst = Recorders::NoneSeen;
    for recorder in &traffic.recorders {
        let isolation = reached(&recorder.traffic, oracle).isolation;
        match isolation.map_or(IsolationVerdict::Unproven, |i| i.verdict) {
            IsolationVerdict::Isolated => {}
            IsolationVerdict::Unproven => {
                if worst == Recorders::NoneSeen {
                    worst = Recorders::Unproven;
                }
            }
            IsolationVerdict::Leaking => {
                worst = Recorders::Leaking;
                via.push(OutsideVia {
                    through: recorder.address,
                    how: ViaHow::Recorder,
                    name: None,
                    cloud: None,
                });
            }
        }
    }
    via.sort_by(|a, b| (a.through, a.how, &a.name).cmp(&(b.through, b.how, &b.name)));
    via.dedup();
    worst
}

/// First to last packet of its own, where windows carry no time.
fn own_span_s(traffic: &Traffic<'_>) -> u64 {
    traffic
        .contacts
        .iter()
        .filter_map(|c| Some((c.first?, c.last?)))
        .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
        .map_or(0, |(from, to)| to.seconds_since(from))
}

/// The verdict.
fn isolation(
    outside: &[OutsideContact],
    via: &[OutsideVia],
    recorders: Recorders,
    traffic: &Traffic<'_>,
) -> Isolation {
    let windows = &traffic.windows;
    let window_s = span_s(windows).max(own_span_s(traffic));
    let dropped = windows.iter().map(|w| w.dropped).sum::<Option<u64>>().filter(|_| !windows.is_empty());
    let sampled = sampled(windows);
    if !outside.is_empty() {
        return Isolation {
            verdict: IsolationVerdict::Leaking,
            window_s,
            dropped,
            sampled,
            missing: Vec::new(),
        };
    }
    let missing = missing(window_s, dropped, sampled, via, recorders, traffic);
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
    recorders: Recorders,
    traffic: &Traffic<'_>,
) -> Vec<String> {
    let frames: u64 = traffic.windows.iter().map(|w| w.frames).sum();
    let says = |field: &str, value: &str| {
        traffic.evidence.iter().any(|e| e.field.as_str() == field && e.value.trim() == value)
    };
    let mut missing = Vec::new();
    let mut lacks = |is_missing: bool, code: &str| {
        if is_missing {
            missing.push(code.to_owned());
        }
    };
    lacks(window_s < SEVEN_DAYS_S, "window-under-7-days");
    lacks(!restarted(&traffic.evidence), "no-restart-seen");
    lacks(dropped.is_none(), "no-drop-counter");
    lacks(
        dropped.is_some_and(|d| d.saturating_mul(10_000) >= frames.saturating_add(d).max(1)),
        "drops-over-limit",
    );
    lacks(sampled == 0, "sampling-unknown");
    lacks(sampled > 1, "sampled");
    lacks(traffic.windows.iter().any(|w| w.evicted_flows > 0), "flows-evicted");
    lacks(traffic.windows.iter().any(|w| w.flows_only), "flows-only");
    lacks(!says("segment.complete", "yes"), "segment-not-complete");
    lacks(!says("segment.egress_test", "refused"), "no-egress-test");
    lacks(!says("segment.resolver_test", "refused"), "no-resolver-test");
    lacks(!says("device.radios", "none"), "radio-or-second-interface-unknown");
    lacks(!via.is_empty(), "leaves-through-something-inside");
    lacks(recorders == Recorders::Leaking, "recorder-leaks");
    lacks(recorders == Recorders::Unproven, "recorder-not-isolated");
    missing
}

/// A restart was seen: a person or a reader says so, or the device gave two boot times.
fn restarted(evidence: &[&Evidence]) -> bool {
    let boots: BTreeSet<&str> =
        evidence.iter().filter(|e| e.field.as_str() == "sadp.boot_time").map(|e| e.value.as_str()).collect();
    boots.len() > 1 || evidence.iter().any(|e| e.field.as_str() == "device.restart")
}
