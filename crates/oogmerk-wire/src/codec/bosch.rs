//! Bosch autodetect: UDP 1757 asks, 1758 hears; 32 bytes or XML answer.
//!
//! Source: julienblitte/UniversalScanner Bosch.cs and its self-test.

pub use super::announcement::Announcement as Message;
use crate::row::{Ask, Carried, Codec, Datagrams};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::spanned::Spanned;
use std::net::Ipv4Addr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Datagrams(Datagrams::on(&[1757, 1758]))],
    asks: &[Ask::group("bosch", |a| Some(ask(a.number())))],
    answers,
    ..Codec::new("bosch", read, include_bytes!("../../../../fuzz/corpus/bosch/answer.bin"))
};

/// Port that is asked.
pub const PORT: u16 = 1757;
const MAGIC: [u8; 4] = [0x99, 0x39, 0xa4, 0x27];
/// Elements of the XML form and their fields.
const ELEMENTS: &[(&str, &str)] = &[
    ("friendlyName", "bosch.model"),
    ("unitName", "bosch.unit_name"),
    ("serialNumber", "bosch.serial"),
    ("physAddress", "bosch.mac"),
    ("unitIPAddress", "bosch.ip"),
];

/// Reads a datagram.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    if payload.starts_with(&MAGIC) {
        return match payload.len() {
            12 => Ok(Message::question("bosch")),
            32.. => {
                let mac =
                    Spanned::mac_bytes(payload, 8).ok_or(Malformed::at(8, "no MAC where it belongs"))?;
                Ok(Message::answer(
                    "bosch",
                    [("bosch.mac", Some(mac)), ("bosch.ip", Spanned::ipv4_bytes(payload, 16))],
                ))
            }
            _ => Err(Malformed::at(payload.len(), "a Bosch message cut short")),
        };
    }
    if memchr::memmem::find(&payload[..payload.len().min(512)], b"<OEMExt00").is_none() {
        return Err(Malformed::at(0, "no message of this protocol"));
    }
    let values = ELEMENTS.iter().map(|(element, field)| {
        let value = content(payload, element);
        let value = match *element {
            "physAddress" => value.and_then(|v| v.as_mac()),
            "unitIPAddress" => value.and_then(|v| v.as_ip()),
            _ => value,
        };
        (*field, value)
    });
    let message = Message::answer("bosch", values);
    if message.values.is_empty() { Err(Malformed::at(0, "no field of this protocol")) } else { Ok(message) }
}

fn content(xml: &[u8], element: &str) -> Option<Spanned> {
    let open = format!("<{element}>");
    let start = memchr::memmem::find(xml, open.as_bytes())? + open.len();
    let length = memchr::memchr(b'<', &xml[start..])?;
    (length <= 128).then(|| Spanned::copied(xml, start..start + length))
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// Asks everybody on the link. Answers come to port 1758.
pub fn ask(transaction: u32) -> Inquiry {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(transaction.to_be_bytes());
    bytes.extend([0xff, 0x00, 0x06, 0xde]);
    Inquiry::new(
        "bosch",
        "model, serial, MAC and address",
        Target::UdpGroup(Ipv4Addr::BROADCAST, PORT),
        bytes,
    )
}

/// A short answer as a device would send it, for the simulator.
pub fn write_answer(transaction: u32, mac: [u8; 6], ip: Ipv4Addr) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend(transaction.to_be_bytes());
    out.extend(mac);
    out.extend([0, 0]);
    out.extend(ip.octets());
    out.resize(32, 0);
    out
}

/// A binary answer repeats the transaction of the question; the XML has none.
fn answers(question: &Inquiry, answer: &[u8]) -> bool {
    !answer.starts_with(&MAGIC) || question.bytes().get(4..8) == answer.get(4..8)
}

#[cfg(test)]
mod tests {
    use super::super::trial::{check, survives};
    use super::*;

    #[test]
    fn both_forms_are_read() {
        let short = write_answer(7, [0, 7, 0x5f, 0, 0, 1], Ipv4Addr::new(192, 0, 2, 8));
        check(
            read,
            &short,
            "~protocol.answered = bosch\n~bosch.mac = 00:07:5f:00:00:01\n~bosch.ip = 192.0.2.8",
        );
        survives(read, &short);
        let xml =
            b"<OEMExt00><friendlyName>DINION IP 6000</friendlyName><serialNumber>044512345678</serialNumber>\
            <physAddress>00-07-5f-00-00-01</physAddress><unitIPAddress>192.0.2.8</unitIPAddress></OEMExt00>";
        check(
            read,
            xml,
            "~protocol.answered = bosch
            bosch.model = DINION IP 6000
            bosch.serial = 044512345678
            ~bosch.mac = 00:07:5f:00:00:01
            bosch.ip = 192.0.2.8",
        );
        survives(read, xml);
        assert_eq!(ask(1).bytes(), [0x99, 0x39, 0xa4, 0x27, 0, 0, 0, 1, 0xff, 0, 6, 0xde]);
        check(read, ask(1).bytes(), "~protocol.asked = bosch");
        assert!(read(b"").is_err() && read(b"<xml/>").is_err());
    }
}
