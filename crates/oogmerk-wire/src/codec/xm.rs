//! Xiongmai's discovery on UDP 34569 ("NETIP"): a 20-byte header and JSON. Only message 1530 is ever asked.
//!
//! The header serves all of the maker's commands; on TCP 34567 see `dvrip`. From an answer only the fields below are
//! kept. Source: NeiroNx/python-dvr, DeviceManager.py; header as in OpenIPC/python-dvr.

pub use super::announcement::Announcement as Message;
use super::announcement::Does;
use super::told::{begins_with, holds_any};
use crate::row::{Ask, Carried, Codec, Datagrams};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::json::Leaves;
use oogmerk_bytes::spanned::Spanned;
use serde_json::json;
use std::net::Ipv4Addr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Datagrams(Datagrams { ports_may_carry_media: false, ..Datagrams::on(&[34569]) })],
    in_bodies: Some(|document| {
        begins_with(document, b'{') && holds_any(document, &[b"\"NetWork.NetCommon\""])
    }),
    asks: &[Ask::hinted("xm", |_| Some(ask_one())), Ask::group("xm-group", |_| Some(ask()))],
    ..Codec::new("xm", read, include_bytes!("../../../../fuzz/corpus/xm/answer.bin"))
};

/// Port of questions and answers.
pub const PORT: u16 = 34569;
/// Bytes before the JSON.
pub const HEADER: usize = 20;

/// The header that all messages of this family share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Message number: even asks, odd answers.
    pub message: u16,
    /// Length of what follows.
    pub length: u32,
}

impl Header {
    /// Reads a header: `FF`, a version of 0 or 1, and a plausible length.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let head = bytes.first_chunk::<HEADER>()?;
        let header = Self {
            message: u16::from_le_bytes([head[14], head[15]]),
            length: u32::from_le_bytes([head[16], head[17], head[18], head[19]]),
        };
        (head[0] == 0xff && head[1] <= 1 && header.message >= 999 && header.length < 1 << 24)
            .then_some(header)
    }
}

/// Names in the JSON and the fields they fill.
const FIELDS: &[(&str, &str)] = &[
    ("HostName", "xm.host_name"),
    ("SN", "xm.serial"),
    ("MAC", "xm.mac"),
    ("HostIP", "xm.ip"),
    ("Version", "xm.version"),
    ("BuildDate", "xm.version"),
    ("DeviceType", "xm.device_type"),
    ("TCPPort", "xm.tcp_port"),
    ("ChannelNum", "xm.channels"),
];

/// Reads a datagram; also the bare JSON of an answer.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let number = match Header::read(payload) {
        Some(header) => header.message,
        None if payload.trim_ascii_start().starts_with(b"{") => 1531,
        None => return Err(Malformed::at(0, "no XM header")),
    };
    let mut values = Vec::new();
    if number == 1531 {
        let start = if payload[0] == 0xff { HEADER } else { 0 };
        let leaves = Leaves::read(&payload[start..]).unwrap_or_default();
        for (name, field) in FIELDS {
            let paths = [format!("NetWork.NetCommon.{name}"), (*name).to_owned()];
            let Some(found) = paths.iter().find_map(|path| leaves.at(path)) else { continue };
            let mut value = found.clone();
            value.span = value.span.start + start..value.span.end + start;
            let value = match *name {
                "MAC" => value.as_mac(),
                "HostIP" => address(&value),
                _ => Some(value),
            };
            values.extend(value.map(|value| (*field, value)));
        }
        if values.is_empty() && Header::read(payload).is_none() {
            return Err(Malformed::at(0, "JSON without a field of this protocol"));
        }
    }
    let does = match number {
        1530 => Does::Ask,
        1531 => Does::Answer,
        // Others are known by number only.
        _ => Does::Other,
    };
    Ok(Message { codec: "xm", does, values })
}

/// `0x0A01A8C0` is a little-endian number: 192.168.1.10. Plain text stays as it is.
fn address(value: &Spanned) -> Option<Spanned> {
    match value.value.strip_prefix("0x") {
        Some(digits) => {
            let number = u32::from_str_radix(digits, 16).ok().filter(|n| *n != 0)?;
            Some(value.read_as(Ipv4Addr::from(number.swap_bytes()).to_string()))
        }
        None => value.as_ip(),
    }
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// Asks everybody on the link. Answers come to port 34569.
pub fn ask() -> Inquiry {
    Inquiry::new(
        "xm",
        "name, serial, MAC and address",
        Target::UdpGroup(Ipv4Addr::BROADCAST, PORT),
        packet(1530, b""),
    )
}

/// Asks one device.
pub fn ask_one() -> Inquiry {
    Inquiry::new("xm", "name, serial, MAC and address", Target::Udp(PORT), packet(1530, b""))
}

fn packet(message: u16, body: &[u8]) -> Vec<u8> {
    let mut out = vec![0xff, u8::from(message % 2 == 1)];
    out.extend([0; 12]);
    out.extend(message.to_le_bytes());
    out.extend((body.len() as u32).to_le_bytes());
    out.extend_from_slice(body);
    out
}

/// What a simulated device says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Description<'a> {
    /// Host name.
    pub host_name: &'a str,
    /// Address.
    pub ip: Ipv4Addr,
    /// MAC with colons.
    pub mac: &'a str,
    /// Serial.
    pub serial: &'a str,
    /// Pictures it keeps; 0 for one that does not say.
    pub channels: u32,
}

/// An answer as a device would send it, for the simulator.
pub fn write_answer(device: &Description<'_>) -> Vec<u8> {
    let ip = format!("0x{:08X}", u32::from(device.ip).swap_bytes());
    let mut common = json!({
        "HostName": device.host_name, "HostIP": ip, "Submask": "0x00FFFFFF", "GateWay": "0x0101A8C0", "MAC": device.mac,
        "HttpPort": 80, "TCPPort": 34567, "UDPPort": 34568, "SSLPort": 8443, "SN": device.serial, "MonMode": "TCP",
        "TransferPlan": "Quality", "TCPMaxConn": 10, "MaxBps": 0, "UseHSDownLoad": false,
    });
    if device.channels > 0 {
        common["ChannelNum"] = device.channels.into();
    }
    let mut body = json!({"NetWork.NetCommon": common, "Ret": 100}).to_string().into_bytes();
    body.extend([b'\n', 0]);
    packet(1531, &body)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::trial::{check, survives};
    use super::*;

    fn sample() -> Vec<u8> {
        write_answer(&Description {
            host_name: "LocalHost",
            ip: Ipv4Addr::new(192, 0, 2, 10),
            mac: "00:12:31:4f:aa:01",
            serial: "b1c5f2e000000001",
            channels: 0,
        })
    }

    #[test]
    fn an_answer_gives_its_fields() {
        check(
            read,
            &sample(),
            "~protocol.answered = xm
            xm.host_name = LocalHost
            xm.serial = b1c5f2e000000001
            xm.mac = 00:12:31:4f:aa:01
            ~xm.ip = 192.0.2.10
            xm.tcp_port = 34567",
        );
        survives(read, &sample());
        let json = sample().split_off(HEADER);
        assert_eq!(read(&json).unwrap().first("xm.serial"), Some("b1c5f2e000000001"));
    }

    #[test]
    fn the_question_is_the_documented_twenty_bytes() {
        let want = [0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xfa, 0x05, 0, 0, 0, 0];
        assert_eq!(ask().bytes(), want);
        assert_eq!(ask_one().bytes(), want);
        check(read, &want, "~protocol.asked = xm");
        for other in [&b""[..], b"\xff", b"{}", &[0xff; 20], b"hello"] {
            assert!(read(other).is_err(), "{other:?}");
        }
    }
}
