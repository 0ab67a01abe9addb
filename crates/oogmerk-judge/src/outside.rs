//! Outside: whom a device talks to beyond the owner's ranges, directly or through something inside.

use oogmerk_knowledge::{Cloud, Oracle};
use oogmerk_model::{Contact, Direction, KeptNames, OutsideContact, OutsideVia, Traffic, Transport, ViaHow};
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// Outside contacts of one device, one row per address, port and transport.
pub(crate) fn outside(traffic: &Traffic<'_>, oracle: &dyn Oracle) -> Vec<OutsideContact> {
    let mut rows: BTreeMap<(IpAddr, u16, Transport), OutsideContact> = BTreeMap::new();
    for c in &traffic.contacts {
        let reaches_out = match c.direction {
            Direction::Out => true,
            Direction::In => c.answered,
        };
        if !reaches_out || !traffic.territory.is_outside(c.peer, c.source.file.as_deref()) {
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
            if traffic.names == KeptNames::CloudsOnly && by_name.is_none() {
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
pub(crate) fn outside_via(traffic: &Traffic<'_>, oracle: &dyn Oracle) -> Vec<OutsideVia> {
    let mut rows: BTreeSet<(IpAddr, ViaHow, Option<&str>)> = BTreeSet::new();
    for via in &traffic.vias {
        rows.insert((via.through, via.how, via.name.as_deref()));
    }
    let mut list: Vec<OutsideVia> = Vec::new();
    // Names that are left out make equal rows of different ones. There may be as many as the input has lines: what was
    // told is looked up, never searched for.
    let mut told: BTreeSet<(IpAddr, ViaHow, Option<String>, Option<String>)> = BTreeSet::new();
    for (through, how, name) in rows {
        let cloud = name.and_then(|name| oracle.cloud_of_name(name));
        let name = name.filter(|_| traffic.names == KeptNames::All || cloud.is_some()).map(str::to_owned);
        let row = OutsideVia { through, how, name, cloud: cloud.map(printed) };
        if told.insert((row.through, row.how, row.name.clone(), row.cloud.clone())) {
            list.push(row);
        }
    }
    list
}
