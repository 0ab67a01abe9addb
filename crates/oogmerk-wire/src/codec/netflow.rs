//! NetFlow v5, v9 and IPFIX: datagrams of exporters to flows. Not an inventory: an exporter is no device here.
//!
//! Templates and sampling rates arrive in some datagrams and are needed in others, so a [`Collector`] keeps them per
//! exporter. The formats themselves are read by the `netflow_parser` crate; this file says what its fields mean.
//! Format: Cisco NetFlow v5, RFC 3954, RFC 7011, RFC 5103 (flows of two directions), IANA's registry of elements.

use crate::row::{Codec, Proof};
use crate::{Clues, Malformed};
use netflow_parser::scoped_parser::AutoScopedParser;
use netflow_parser::variable_versions::ipfix::lookup::{
    IANAIPFixField, IPFixField, ReverseInformationElement,
};
use netflow_parser::{FieldValue, NetflowPacket, NetflowParser, PendingFlowsConfig};
use oogmerk_model::{Mac, Timestamp};
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

/// The row of this codec.
pub const CODEC: Codec = Codec {
    proof: Proof::Proven("an IPFIX datagram captured for nDPI, by way of the netflow_parser crate"),
    ..Codec::new("netflow", read, include_bytes!("../../../../fuzz/corpus/netflow/v5.bin"))
};

/// Most exporters whose templates are kept.
pub const EXPORTERS_MAX: usize = 256;
/// Most data sets kept until their template arrives.
const PENDING_MAX: usize = 64;
/// Bytes of them.
const PENDING_BYTES_MAX: usize = 4 << 20;

/// One direction of one flow.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Flow {
    /// Sender.
    pub source: IpAddr,
    /// Receiver.
    pub destination: IpAddr,
    /// Sender's port, 0 where there is none.
    pub source_port: u16,
    /// Receiver's port, 0 where there is none.
    pub destination_port: u16,
    /// IP protocol number.
    pub protocol: u8,
    /// Packets, as exported: not multiplied by `sampling`.
    pub packets: u64,
    /// Bytes, likewise.
    pub bytes: u64,
    /// First packet.
    pub first: Option<Timestamp>,
    /// Last packet.
    pub last: Option<Timestamp>,
    /// TCP flags seen, ored.
    pub tcp_flags: Option<u8>,
    /// Sender's MAC as the exporter saw it; behind a router it is the router's.
    pub source_mac: Option<Mac>,
    /// One packet in so many was looked at; 1 where nothing else was said.
    pub sampling: u32,
}

/// Keeps what datagrams say about later datagrams.
#[derive(Debug)]
pub struct Collector {
    parser: AutoScopedParser,
    sampling: BTreeMap<(SocketAddr, u32), u32>,
    without_template: u64,
}

impl Default for Collector {
    fn default() -> Self {
        Self::new()
    }
}

impl Collector {
    /// A collector that has seen nothing.
    pub fn new() -> Self {
        let mut pending = PendingFlowsConfig::new(PENDING_MAX);
        pending.max_total_bytes = PENDING_BYTES_MAX;
        let builder = NetflowParser::builder().with_pending_flows(pending);
        // Both limits are constants within the crate's bounds; were they not, its defaults serve.
        let parser = AutoScopedParser::try_with_builder(builder)
            .and_then(|parser| parser.with_max_sources(EXPORTERS_MAX))
            .unwrap_or_default();
        Self { parser, sampling: BTreeMap::new(), without_template: 0 }
    }

    /// Reads one datagram of an exporter. What follows a broken part is lost, what came before is given.
    pub fn read(&mut self, exporter: SocketAddr, datagram: &[u8]) -> Result<Vec<Flow>, Malformed> {
        match datagram.first_chunk::<2>() {
            Some([0, 5 | 7 | 9 | 10]) => {}
            _ => return Err(Malformed::at(0, "no NetFlow or IPFIX version")),
        }
        let result = self.parser.parse_from_source(exporter, datagram);
        if result.packets.is_empty() {
            return Err(Malformed::at(2, "no complete NetFlow or IPFIX message"));
        }
        let mut flows = Vec::new();
        for packet in &result.packets {
            self.packet(exporter, packet, &mut flows);
        }
        Ok(flows)
    }

    /// Data sets that could not be read because their template has not come: lost ones, and those still kept for it.
    /// Absence of a flow proves nothing while this is not 0.
    pub fn unread_sets(&self) -> u64 {
        let v9 = self.parser.v9_info().into_iter().map(|(_, info)| info.v9.pending_flow_count);
        let ipfix = self.parser.ipfix_info().into_iter().map(|(_, info)| info.ipfix.pending_flow_count);
        self.without_template + v9.chain(ipfix).sum::<usize>() as u64
    }

    fn packet(&mut self, exporter: SocketAddr, packet: &NetflowPacket, flows: &mut Vec<Flow>) {
        match packet {
            NetflowPacket::V5(v5) => {
                let header = v5.header;
                let boot = Boot::of(header.unix_secs, header.unix_nsecs / 1000, header.sys_up_time);
                // The two top bits say how was sampled.
                let sampling = u32::from(header.sampling_interval & 0x3fff).max(1);
                flows.extend(v5.flowsets.iter().map(|set| Flow {
                    source: set.src_addr.into(),
                    destination: set.dst_addr.into(),
                    source_port: set.src_port,
                    destination_port: set.dst_port,
                    protocol: set.protocol_number,
                    packets: set.d_pkts.into(),
                    bytes: set.d_octets.into(),
                    first: Some(boot.at(set.first)),
                    last: Some(boot.at(set.last)),
                    tcp_flags: Some(set.tcp_flags),
                    source_mac: None,
                    sampling,
                }));
            }
            NetflowPacket::V9(v9) => {
                use netflow_parser::variable_versions::v9::FlowSetBody;
                let key = (exporter, v9.header.source_id);
                let boot = Boot::of(v9.header.unix_secs, 0, v9.header.sys_up_time);
                for set in &v9.flowsets {
                    match &set.body {
                        FlowSetBody::OptionsData(options) => {
                            for record in &options.fields {
                                let pairs = record.options_fields.iter().map(|(f, v)| (u16::from(*f), v));
                                self.remember_sampling(key, &Record::read(pairs));
                            }
                        }
                        FlowSetBody::Data(data) => {
                            for record in &data.fields {
                                let record = Record::read(record.iter().map(|(f, v)| (u16::from(*f), v)));
                                record.flows(boot, self.sampling_of(key), flows);
                            }
                        }
                        FlowSetBody::NoTemplate(_) => self.without_template += 1,
                        _ => {}
                    }
                }
            }
            NetflowPacket::IPFix(ipfix) => {
                use netflow_parser::variable_versions::ipfix::FlowSetBody;
                let key = (exporter, ipfix.header.observation_domain_id);
                let boot = Boot::of(ipfix.header.export_time, 0, 0);
                for set in &ipfix.flowsets {
                    match &set.body {
                        FlowSetBody::OptionsData(options) => {
                            for record in &options.fields {
                                let pairs = record.iter().filter_map(|(f, v)| Some((number(*f)?, v)));
                                self.remember_sampling(key, &Record::read(pairs));
                            }
                        }
                        FlowSetBody::Data(data) => {
                            for record in &data.fields {
                                let record =
                                    Record::read(record.iter().filter_map(|(f, v)| Some((number(*f)?, v))));
                                record.flows(boot, self.sampling_of(key), flows);
                            }
                        }
                        FlowSetBody::NoTemplate(_) => self.without_template += 1,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn remember_sampling(&mut self, key: (SocketAddr, u32), record: &Record) {
        if let Some(sampling) = record.sampling
            && (self.sampling.len() < 4 * EXPORTERS_MAX || self.sampling.contains_key(&key))
        {
            self.sampling.insert(key, sampling);
        }
    }

    fn sampling_of(&self, key: (SocketAddr, u32)) -> u32 {
        self.sampling.get(&key).copied().unwrap_or(1)
    }
}

/// When an exporter booted, in microseconds: what its up-times count from.
#[derive(Clone, Copy)]
struct Boot(i64);

impl Boot {
    fn of(seconds: u32, micros: u32, up_millis: u32) -> Self {
        Self(i64::from(seconds) * 1_000_000 + i64::from(micros) - i64::from(up_millis) * 1000)
    }

    fn at(self, up_millis: u32) -> Timestamp {
        Timestamp(self.0 + i64::from(up_millis) * 1000)
    }
}

/// Numbers of the elements read; the reverse ones of RFC 5103 are given as 0x8000 plus their number.
const WANTED: &[u16] = &[
    1, 2, 4, 6, 7, 8, 11, 12, 21, 22, 23, 24, 27, 28, 34, 50, 56, 85, 86, 150, 151, 152, 153, 154, 155, 160,
    231, 232, 298, 299, 305,
];

fn number(field: IPFixField) -> Option<u16> {
    match field {
        IPFixField::IANA(field) => WANTED.iter().copied().find(|n| IANAIPFixField::from(*n) == field),
        IPFixField::ReverseInformationElement(ReverseInformationElement::ReverseOctetDeltaCount) => {
            Some(0x8001)
        }
        IPFixField::ReverseInformationElement(ReverseInformationElement::ReversePacketDeltaCount) => {
            Some(0x8002)
        }
        _ => None,
    }
}

/// One record with the elements a flow needs.
#[derive(Default)]
struct Record {
    source: Option<IpAddr>,
    destination: Option<IpAddr>,
    source_port: u16,
    destination_port: u16,
    protocol: u8,
    packets: u64,
    bytes: u64,
    back_packets: u64,
    back_bytes: u64,
    first: Option<i64>,
    last: Option<i64>,
    first_up: Option<u32>,
    last_up: Option<u32>,
    boot: Option<i64>,
    tcp_flags: Option<u8>,
    source_mac: Option<Mac>,
    sampling: Option<u32>,
}

impl Record {
    fn read<'v>(pairs: impl Iterator<Item = (u16, &'v FieldValue)>) -> Self {
        let mut record = Self::default();
        for (number, value) in pairs {
            let ip = || IpAddr::try_from(value).ok().filter(|ip| !ip.is_unspecified());
            let count = || value.as_u64().unwrap_or(0);
            match number {
                1 | 23 | 85 | 231 => record.bytes = record.bytes.max(count()),
                2 | 24 | 86 | 298 => record.packets = record.packets.max(count()),
                232 | 0x8001 => record.back_bytes = count(),
                299 | 0x8002 => record.back_packets = count(),
                4 => record.protocol = value.as_u8().unwrap_or(0),
                6 => record.tcp_flags = bytes(value).last().copied(),
                7 => record.source_port = value.as_u16().unwrap_or(0),
                11 => record.destination_port = value.as_u16().unwrap_or(0),
                8 | 27 => record.source = record.source.or(ip()),
                12 | 28 => record.destination = record.destination.or(ip()),
                21 => record.last_up = u32::try_from(count()).ok(),
                22 => record.first_up = u32::try_from(count()).ok(),
                150 | 152 | 154 => record.first = micros(value),
                151 | 153 | 155 => record.last = micros(value),
                160 => record.boot = micros(value),
                34 | 50 | 305 => record.sampling = u32::try_from(count()).ok().filter(|n| *n > 0),
                56 => {
                    if let FieldValue::MacAddr(mac) = value {
                        record.source_mac = Some(Mac(*mac));
                    }
                }
                _ => {}
            }
        }
        record
    }

    fn flows(&self, boot: Boot, sampling: u32, flows: &mut Vec<Flow>) {
        let (Some(source), Some(destination)) = (self.source, self.destination) else { return };
        let boot = self.boot.map_or(boot, Boot);
        let time = |absolute: Option<i64>, up: Option<u32>| {
            absolute.map(Timestamp).or_else(|| up.map(|up| boot.at(up)))
        };
        let forth = Flow {
            source,
            destination,
            source_port: self.source_port,
            destination_port: self.destination_port,
            protocol: self.protocol,
            packets: self.packets,
            bytes: self.bytes,
            first: time(self.first, self.first_up),
            last: time(self.last, self.last_up),
            tcp_flags: self.tcp_flags,
            source_mac: self.source_mac,
            sampling: self.sampling.unwrap_or(sampling),
        };
        let back = (self.back_packets > 0 || self.back_bytes > 0).then(|| Flow {
            source: destination,
            destination: source,
            source_port: forth.destination_port,
            destination_port: forth.source_port,
            packets: self.back_packets,
            bytes: self.back_bytes,
            tcp_flags: None,
            source_mac: None,
            ..forth.clone()
        });
        flows.push(forth);
        flows.extend(back);
    }
}

/// A time as microseconds since 1970, whatever unit it came in.
fn micros(value: &FieldValue) -> Option<i64> {
    match value {
        FieldValue::Duration(duration) => i64::try_from(duration.as_duration().as_micros()).ok(),
        _ => i64::try_from(value.as_u64()?).ok()?.checked_mul(1000),
    }
}

fn bytes(value: &FieldValue) -> Vec<u8> {
    let mut out = Vec::new();
    match value {
        FieldValue::DataNumber(number) => _ = number.write_be_bytes(&mut out),
        FieldValue::TcpControlBits(bits, _) => out.extend(u16::from(*bits).to_be_bytes()),
        _ => {}
    }
    out
}

/// Reads a payload into clues: none, but it says whether the payload is NetFlow or IPFIX.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    let nobody = SocketAddr::from(([0, 0, 0, 0], 0));
    Collector::new().read(nobody, payload).map(|_| Clues::default())
}

/// A NetFlow v5 datagram as an exporter would send it, for the simulator; of the flows the first thirty of IPv4.
pub fn write_v5(now: Timestamp, sequence: u32, flows: &[Flow]) -> Vec<u8> {
    let seconds = now.0.div_euclid(1_000_000);
    let boot = now.0 - 3_600_000_000;
    let up = |time: Option<Timestamp>| time.map_or(0, |t| u32::try_from((t.0 - boot) / 1000).unwrap_or(0));
    let records: Vec<Vec<u8>> = flows
        .iter()
        .filter_map(|flow| {
            let (IpAddr::V4(source), IpAddr::V4(destination)) = (flow.source, flow.destination) else {
                return None;
            };
            let mut record = Vec::with_capacity(48);
            record.extend(source.octets());
            record.extend(destination.octets());
            record.extend([0; 8]);
            record.extend((flow.packets.min(u32::MAX.into()) as u32).to_be_bytes());
            record.extend((flow.bytes.min(u32::MAX.into()) as u32).to_be_bytes());
            record.extend(up(flow.first).to_be_bytes());
            record.extend(up(flow.last).to_be_bytes());
            record.extend(flow.source_port.to_be_bytes());
            record.extend(flow.destination_port.to_be_bytes());
            record.extend([0, flow.tcp_flags.unwrap_or(0), flow.protocol, 0]);
            record.extend([0; 8]);
            Some(record)
        })
        .take(30)
        .collect();
    let sampling = flows.first().map_or(1, |f| f.sampling).min(0x3fff) as u16;
    let mut out = vec![0, 5];
    out.extend((records.len() as u16).to_be_bytes());
    out.extend(3_600_000u32.to_be_bytes());
    out.extend((seconds as u32).to_be_bytes());
    out.extend(((now.0.rem_euclid(1_000_000) * 1000) as u32).to_be_bytes());
    out.extend(sequence.to_be_bytes());
    out.extend([0, 0]);
    out.extend((if sampling > 1 { 0x4000 | sampling } else { 0 }).to_be_bytes());
    out.extend(records.concat());
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::trial::{self, survives};
    use super::*;

    fn exporter() -> SocketAddr {
        SocketAddr::from(([192, 0, 2, 1], 2055))
    }

    fn flow() -> Flow {
        Flow {
            source: IpAddr::from([192, 0, 2, 64]),
            destination: IpAddr::from([203, 0, 113, 9]),
            source_port: 40000,
            destination_port: 8555,
            protocol: 17,
            packets: 12,
            bytes: 3456,
            first: Some(Timestamp(1_700_000_000_500_000)),
            last: Some(Timestamp(1_700_000_010_000_000)),
            tcp_flags: Some(0),
            source_mac: None,
            sampling: 100,
        }
    }

    #[test]
    fn version_5_gives_back_what_was_written() {
        let bytes = write_v5(Timestamp(1_700_000_020_000_000), 7, &[flow()]);
        assert_eq!(Collector::new().read(exporter(), &bytes), Ok(vec![flow()]));
        survives(read, &bytes);
    }

    /// A set: number, length, content.
    fn set(id: u16, content: &[u8]) -> Vec<u8> {
        [&id.to_be_bytes()[..], &(content.len() as u16 + 4).to_be_bytes(), content].concat()
    }

    fn template(id: u16, fields: &[(u16, u16)]) -> Vec<u8> {
        let mut content = [id.to_be_bytes(), (fields.len() as u16).to_be_bytes()].concat();
        content.extend(
            fields.iter().flat_map(|(kind, length)| [kind.to_be_bytes(), length.to_be_bytes()].concat()),
        );
        content
    }

    fn version_9(sets: &[Vec<u8>]) -> Vec<u8> {
        let mut out = vec![0, 9, 0, sets.len() as u8];
        out.extend(3_600_000u32.to_be_bytes());
        out.extend(1_700_003_600u32.to_be_bytes());
        out.extend([0, 0, 0, 1, 0, 0, 0, 5]);
        out.extend(sets.concat());
        out
    }

    fn ipfix(domain: u32, sets: &[Vec<u8>]) -> Vec<u8> {
        let body = sets.concat();
        let mut out = vec![0, 10];
        out.extend((body.len() as u16 + 16).to_be_bytes());
        out.extend(1_700_000_020u32.to_be_bytes());
        out.extend(1u32.to_be_bytes());
        out.extend(domain.to_be_bytes());
        out.extend(body);
        out
    }

    #[test]
    fn version_9_needs_its_template_and_its_sampling_from_other_datagrams() {
        let fields =
            [(8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (2, 4), (1, 4), (22, 4), (21, 4), (6, 1), (56, 6)];
        let mut record = vec![192, 0, 2, 64, 203, 0, 113, 9];
        record.extend([0x9c, 0x40, 0x21, 0x6b, 17]);
        record.extend([
            0, 0, 0, 12, 0, 0, 0x0d, 0x80, 0, 0, 0x01, 0xf4, 0, 0, 0x27, 0x10, 0, 0, 0x12, 0x31, 0x4f, 0xaa,
            1,
        ]);
        let options = [&[1, 1, 0, 4, 0, 4, 0, 1, 0, 4, 0, 34, 0, 4][..]].concat();
        let mut collector = Collector::new();
        assert_eq!(collector.read(exporter(), &version_9(&[set(256, &record)])), Ok(vec![]));
        assert_eq!(collector.unread_sets(), 1);
        let first = version_9(&[set(1, &options), set(257, &[0, 0, 0, 1, 0, 0, 0, 100])]);
        assert_eq!(collector.read(exporter(), &first), Ok(vec![]));
        let second = version_9(&[set(0, &template(256, &fields)), set(256, &record)]);
        let flows = collector.read(exporter(), &second).unwrap();
        let want = Flow { source_mac: Some(Mac([0, 0x12, 0x31, 0x4f, 0xaa, 1])), ..flow() };
        assert_eq!(flows, [want.clone(), want], "the kept set and the new one");
        assert_eq!(collector.unread_sets(), 0);
        survives(read, &second);
    }

    #[test]
    fn ipfix_templates_belong_to_their_exporter_and_domain_and_both_directions_are_given() {
        let fields = [
            (8, 4),
            (12, 4),
            (7, 2),
            (11, 2),
            (4, 1),
            (298, 8),
            (231, 8),
            (299, 8),
            (232, 8),
            (152, 8),
            (153, 8),
        ];
        let mut record = vec![192, 0, 2, 64, 203, 0, 113, 9, 0x9c, 0x40, 0x21, 0x6b, 17];
        for number in [12u64, 3456, 3, 300, 1_700_000_000_500, 1_700_000_010_000] {
            record.extend(number.to_be_bytes());
        }
        let mut collector = Collector::new();
        let bytes = ipfix(1, &[set(2, &template(256, &fields)), set(256, &record)]);
        let flows = collector.read(exporter(), &bytes).unwrap();
        let forth = Flow { sampling: 1, tcp_flags: None, ..flow() };
        assert_eq!(flows[0], forth);
        assert_eq!((flows[1].source, flows[1].source_port, flows[1].packets), (forth.destination, 8555, 3));
        assert_eq!(collector.read(exporter(), &ipfix(2, &[set(256, &record)])), Ok(vec![]));
        let again = collector.read(exporter(), &ipfix(1, &[set(256, &record)])).unwrap();
        assert_eq!(again, flows);
        survives(read, &bytes);
    }

    #[test]
    fn other_bytes_are_refused() {
        for bytes in [&b""[..], &[0, 5], &[0, 9, 0], &[0, 11, 0, 0], b"GET / HTTP/1.1"] {
            assert!(read(bytes).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn a_datagram_captured_by_others_gives_the_same_flows_twice() {
        let packets = trial::packets("ndpi", "netflow-fritz.pcap");
        for packet in &packets {
            let from = SocketAddr::new(packet.source, packet.source_port);
            let read = || Collector::new().read(from, &packet.payload);
            assert_eq!(read(), read());
        }
        trial::stand(read, packets.iter().map(|p| p.payload.as_slice()), "NetFlow datagram");
    }
}
