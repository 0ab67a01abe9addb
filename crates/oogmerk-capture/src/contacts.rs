//! Traffic summed per pair of hosts and service, and what leaves through something inside.
//!
//! One row holds both directions; who is a subject and who is outside is only asked when the row is written, because
//! an address may be seen on the link later than its first packet. Rows between two inside hosts are never written.
//! When the table is full its rows are written and begun anew: whoever reads contacts adds them up.

use crate::flow::Flow;
use crate::hash::{self, Map, Set};
use crate::internet::{self, Address};
use crate::ledger::{Ledger, Party};
use oogmerk_model::{Contact, Direction, Fact, Reach, Sink, Timestamp, Transport, Via, ViaHow};
use std::sync::Arc;

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Key {
    client: Address,
    client_holder: u8,
    server: Address,
    server_holder: u8,
    port: u16,
    transport: Transport,
}

struct Row {
    /// Whether each side ever sent, also before these sums began.
    spoke: [bool; 2],
    packets: [u64; 2],
    bytes: [u64; 2],
    first: i64,
    last: i64,
    frame: u64,
    name: Option<Arc<str>>,
}

/// The sums.
#[derive(Default)]
pub(super) struct Contacts {
    rows: Map<Key, Row>,
    vias: Set<(u64, u64)>,
    /// How many were written of each who left.
    vias_of: Map<Party, u16>,
}

const ROWS_MAX: usize = 200_000;
const VIAS_MAX: usize = 1 << 19;
/// Most ways out of one subject, so that nobody's take the place of all others'.
const VIAS_PER_SUBJECT_MAX: u16 = 4096;

impl Contacts {
    /// Adds what a flow counted.
    pub(super) fn add(&mut self, flow: &Flow, ledger: &mut Ledger, sink: &mut dyn Sink) {
        if flow.is_group || flow.ends.iter().all(|e| e.packets == 0) {
            return;
        }
        let (client, server) = (flow.initiator, 1 - flow.initiator);
        let key = Key {
            client: flow.key.address(client),
            client_holder: flow.ends[client].holder,
            server: flow.key.address(server),
            server_holder: flow.ends[server].holder,
            port: if matches!(flow.key.protocol, 6 | 17 | 132 | 136 | 33) {
                flow.key.port(server)
            } else {
                0
            },
            transport: match flow.key.protocol {
                6 => Transport::Tcp,
                17 => Transport::Udp,
                1 | 58 => Transport::Icmp,
                _ => Transport::Other,
            },
        };
        if is_private(key.client) && is_private(key.server) {
            return;
        }
        if self.rows.len() >= ROWS_MAX && !self.rows.contains_key(&key) {
            self.write(ledger, sink);
        }
        let row = self.rows.entry(key).or_insert(Row {
            spoke: [false; 2],
            packets: [0; 2],
            bytes: [0; 2],
            first: flow.first,
            last: flow.last,
            frame: flow.first_frame,
            name: None,
        });
        for (i, end) in [client, server].into_iter().enumerate() {
            row.spoke[i] |= flow.ends[end].spoke;
            row.packets[i] += flow.ends[end].packets;
            row.bytes[i] += flow.ends[end].bytes;
        }
        if flow.first_frame < row.frame {
            row.frame = flow.first_frame;
            row.first = flow.first;
            row.name = flow.name.clone().or(row.name.take());
        }
        row.last = row.last.max(flow.last);
        if row.name.is_none() {
            row.name.clone_from(&flow.name);
        }
    }

    /// Writes and forgets all rows.
    pub(super) fn write(&mut self, ledger: &mut Ledger, sink: &mut dyn Sink) {
        let mut rows: Vec<(Key, Row)> = self.rows.drain().collect();
        rows.sort_unstable_by_key(|(key, row)| (row.frame, *key));
        for (key, row) in rows {
            for own in 0..2 {
                write_side(key, &row, own, ledger, sink);
            }
        }
    }

    /// Writes that something leaves through an inside host, once.
    pub(super) fn via(
        &mut self,
        party: Party,
        through: Address,
        how: ViaHow,
        name: &str,
        frame: u64,
        time: Option<Timestamp>,
        ledger: &mut Ledger,
        sink: &mut dyn Sink,
    ) {
        if !ledger.may_be_subject(party) {
            return;
        }
        let Some(subject) = ledger.subject(party) else { return };
        let mut text = format!("{subject} {how:?} {through:x} ");
        text.push_str(name);
        let key = (hash::of_bytes(1, text.as_bytes()), hash::of_bytes(2, text.as_bytes()));
        if !self.vias.contains(&key) {
            let written = self.vias_of.entry(party).or_insert(0);
            if *written >= VIAS_PER_SUBJECT_MAX || self.vias.len() >= VIAS_MAX {
                ledger.leave_out("ways-out-over-budget", name.len());
                return;
            }
            *written += 1;
            self.vias.insert(key);
            let (through, source) = (internet::ip(through), ledger.source(Some(frame)));
            sink.take(Fact::Via(Via {
                subject,
                through,
                how,
                name: Some(name.to_owned()),
                first: time,
                source,
            }));
        }
    }
}

fn is_private(address: Address) -> bool {
    Reach::of(internet::ip(address)) == Reach::Inside
}

fn write_side(key: Key, row: &Row, own: usize, ledger: &mut Ledger, sink: &mut dyn Sink) {
    let (address, holder, peer) = if own == 0 {
        (key.client, key.client_holder, key.server)
    } else {
        (key.server, key.server_holder, key.client)
    };
    if !internet::is_unicast(address) || !internet::is_unicast(peer) || ledger.is_inside(peer) {
        return;
    }
    let Some(host) = ledger.known(address).filter(|h| ledger.is_subject_at(*h)) else { return };
    let Some(subject) = ledger.subject(Party::Host(host, holder)) else { return };
    // Without a packet of its own the subject contacted nobody, whoever the ports say began.
    let direction = if own == 0 && row.spoke[0] { Direction::Out } else { Direction::In };
    let answered = match (direction, own) {
        (Direction::Out, _) => row.spoke[1],
        (Direction::In, own) => row.spoke[own],
    };
    let time = |t: i64| (t != i64::MIN).then_some(Timestamp(t));
    sink.take(Fact::Contact(Contact {
        subject,
        own: internet::ip(address),
        peer: internet::ip(peer),
        port: key.port,
        transport: key.transport,
        direction,
        name: row.name.as_deref().map(str::to_owned),
        packets: row.packets[own],
        bytes: row.bytes[own],
        first: time(row.first),
        last: time(row.last),
        answered,
        source: ledger.source(Some(row.frame)),
    }));
}
