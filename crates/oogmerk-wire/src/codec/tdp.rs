//! TP-Link's discovery: TDP on UDP 20002 and 20004, and the older Kasa form on UDP 9999 (JSON, XOR-chained).
//!
//! Also the bare JSON of either. Owner, names of networks and places are not kept; that an owner is set, is.
//! Source: python-kasa 0.12.0, kasa/discover.py and kasa/transports/xortransport.py.

pub use super::announcement::Announcement as Message;
use super::announcement::Does;
use crate::row::{Ask, Carried, Codec, Datagrams, Proof, Secrets};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::json::Leaves;
use oogmerk_bytes::spanned::Spanned;
use serde_json::Value;
use std::net::Ipv4Addr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    proof: Proof::Proven("answers collected in python-kasa's test data"),
    carried: &[Carried::Datagrams(Datagrams::on(&[9999, 20002, 20004]))],
    secrets: Secrets::Open,
    asks: &[
        Ask::hinted("tdp", |_| Some(ask_one(Form::Tdp))),
        Ask::hinted("tdp-kasa", |_| Some(ask_one(Form::Kasa))),
        Ask::group("tdp-group", |_| Some(ask(Form::Tdp))),
        Ask::group("tdp-kasa-group", |_| Some(ask(Form::Kasa))),
    ],
    ..Codec::new("tdp", read, include_bytes!("../../../../fuzz/corpus/tdp/answer.bin"))
};

/// Port of TDP.
pub const PORT: u16 = 20002;
/// Port of the older form.
pub const KASA_PORT: u16 = 9999;
/// Bytes before the JSON of TDP.
pub const HEADER: usize = 16;
/// The question that asks for no key exchange: a header and nothing else.
const QUESTION: [u8; HEADER] = [2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0x46, 0x3c, 0xb5, 0xd3];
const KASA_QUESTION: &[u8] = br#"{"system":{"get_sysinfo":{}}}"#;

/// Names under `result` (TDP) or `system.get_sysinfo` (older form), and the fields they fill. The first found counts.
const FIELDS: &[(&str, &[&str])] = &[
    ("tdp.device_type", &["device_type"]),
    ("tdp.mic_type", &["mic_type", "type"]),
    ("tdp.device_model", &["device_model", "model"]),
    ("tdp.mac", &["mac", "mic_mac", "ethernet_mac"]),
    ("tdp.ip", &["ip"]),
    ("tdp.firmware", &["firmware_version", "sw_ver", "fw_ver"]),
    ("tdp.hardware", &["hardware_version", "hw_ver"]),
    ("tdp.device_id", &["device_id", "deviceId"]),
    ("tdp.factory_default", &["factory_default"]),
    ("tdp.brand", &["obd_src"]),
    ("tdp.alias", &["alias", "device_name"]),
];

/// Reads a datagram or a bare JSON text.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    if payload.first() == Some(&2) && payload.len() >= HEADER {
        let answers = payload.get(HEADER..).filter(|rest| !rest.is_empty());
        let Some(body) = answers else { return Ok(Message::question("tdp")) };
        let mut message =
            from_json(body, HEADER).ok_or(Malformed::at(HEADER, "no JSON behind the header"))?;
        // The question of current apps carries a public key and no device.
        message.does = if message.values.is_empty() { Does::Ask } else { Does::Answer };
        return Ok(message);
    }
    if payload.trim_ascii_start().starts_with(b"{") {
        let message = from_json(payload, 0).filter(|m| !m.values.is_empty());
        return message.ok_or(Malformed::at(0, "JSON without a field of this protocol"));
    }
    // Over TCP a length of four bytes stands in front of the chain.
    for start in [0, 4] {
        let Some(chain) = payload.get(start..).filter(|c| c.len() >= 2 && c.len() <= 1 << 16) else {
            continue;
        };
        let plain = unchain(chain);
        if !plain.starts_with(b"{\"") && !plain.starts_with(b"{ ") {
            continue;
        }
        let mut message = from_json(&plain, start).unwrap_or(Message::question("tdp"));
        for (_, value) in &mut message.values {
            value.decoded = true;
        }
        message.does = if message.values.is_empty() { Does::Ask } else { Does::Answer };
        return Ok(message);
    }
    Err(Malformed::at(0, "neither TDP nor a Kasa message"))
}

/// Undoes the chain: each cipher byte is the key of the next; the first key is 171.
fn unchain(bytes: &[u8]) -> Vec<u8> {
    let mut key = 171;
    bytes.iter().map(|b| b ^ std::mem::replace(&mut key, *b)).collect()
}

fn chain(bytes: &[u8]) -> Vec<u8> {
    let mut key = 171u8;
    let mut step = |b: &u8| {
        key ^= b;
        key
    };
    bytes.iter().map(&mut step).collect()
}

fn from_json(body: &[u8], offset: usize) -> Option<Message> {
    let leaves = Leaves::read(body)?;
    let prefixes = ["result.", "system.get_sysinfo.", "discovery_result.result.", "discovery_result.", ""];
    // A bare top level counts only where it names a device.
    let has = |prefix: &str| {
        ["device_model", "device_type", "model", "deviceId"]
            .iter()
            .any(|key| leaves.at(&format!("{prefix}{key}")).is_some())
    };
    let mut message = Message::new("tdp", Does::Answer);
    let Some(prefix) = prefixes.into_iter().find(|prefix| has(prefix)) else { return Some(message) };
    for (field, names) in FIELDS {
        let Some(found) = names.iter().find_map(|name| leaves.at(&format!("{prefix}{name}"))) else {
            continue;
        };
        let mut value = found.clone();
        value.span = value.span.start + offset..value.span.end + offset;
        let value = match *field {
            "tdp.mac" => value.as_mac(),
            "tdp.ip" => value.as_ip(),
            _ => Some(value),
        };
        message.values.extend(value.map(|value| (*field, value)));
    }
    if let Some(owner) = leaves.at(&format!("{prefix}owner")) {
        let span = owner.span.start + offset..owner.span.end + offset;
        message.values.push(("tdp.owner_set", Spanned::computed("1", span)));
    }
    Some(message)
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// Which form is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// UDP 20002.
    Tdp,
    /// UDP 9999, older devices.
    Kasa,
}

impl Form {
    fn port(self) -> u16 {
        match self {
            Self::Tdp => PORT,
            Self::Kasa => KASA_PORT,
        }
    }

    fn question(self) -> Vec<u8> {
        match self {
            Self::Tdp => QUESTION.to_vec(),
            Self::Kasa => chain(KASA_QUESTION),
        }
    }
}

/// Asks everybody on the link.
pub fn ask(form: Form) -> Inquiry {
    let target = Target::UdpGroup(Ipv4Addr::BROADCAST, form.port());
    Inquiry::new("tdp", "model, MAC, firmware and whether an owner is set", target, form.question())
}

/// Asks one device.
pub fn ask_one(form: Form) -> Inquiry {
    let target = Target::Udp(form.port());
    Inquiry::new("tdp", "model, MAC, firmware and whether an owner is set", target, form.question())
}

/// An answer as a device would send it, for the simulator: `body` is the whole JSON.
pub fn write_answer(form: Form, serial: u32, body: &Value) -> Vec<u8> {
    let body = body.to_string().into_bytes();
    match form {
        Form::Kasa => chain(&body),
        Form::Tdp => {
            let mut out = vec![2, 0, 0, 1];
            out.extend((body.len() as u16).to_be_bytes());
            out.extend([0x12, 0]);
            out.extend(serial.to_be_bytes());
            out.extend(0x5a6b_7c8du32.to_be_bytes());
            out.extend(body);
            let sum = crc32(&out);
            out[12..16].copy_from_slice(&sum.to_be_bytes());
            out
        }
    }
}

/// CRC-32 as in zip files, over the whole datagram with its own field preset.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::trial::{self, check, never_shows, survives};
    use super::*;
    use serde_json::json;

    fn camera() -> Value {
        json!({"error_code": 0, "result": {
            "device_type": "SMART.IPCAMERA", "device_model": "C210", "mac": "9C-A2-F4-00-00-01", "ip": "192.0.2.9",
            "firmware_version": "1.4.7 Build 250625 Rel.58841n", "hardware_version": "1.0", "factory_default": false,
            "owner": "geheim", "device_id": "00AA", "connect_ssid": "geheim"}})
    }

    #[test]
    fn an_answer_gives_its_fields_and_not_its_owner() {
        let bytes = write_answer(Form::Tdp, 7, &camera());
        check(
            read,
            &bytes,
            "~protocol.answered = tdp
            tdp.device_type = SMART.IPCAMERA
            tdp.device_model = C210
            ~tdp.mac = 9c:a2:f4:00:00:01
            tdp.ip = 192.0.2.9
            tdp.firmware = 1.4.7 Build 250625 Rel.58841n
            tdp.hardware = 1.0
            tdp.device_id = 00AA
            tdp.factory_default = false
            ~tdp.owner_set = 1",
        );
        never_shows(&["geheim"], &read(&bytes).unwrap(), &format!("{:?}", parse(&bytes)));
        survives(read, &bytes);
    }

    #[test]
    fn the_older_form_is_unchained() {
        let plug = json!({"system": {"get_sysinfo": {"type": "IOT.SMARTPLUGSWITCH", "model": "HS100(UK)",
            "mac": "50:C7:BF:00:00:01", "sw_ver": "1.1.0", "latitude_i": 515000}}});
        let bytes = write_answer(Form::Kasa, 0, &plug);
        check(
            read,
            &bytes,
            "~protocol.answered = tdp
            ~tdp.mic_type = IOT.SMARTPLUGSWITCH
            ~tdp.device_model = HS100(UK)
            ~tdp.mac = 50:c7:bf:00:00:01
            ~tdp.firmware = 1.1.0",
        );
        survives(read, &bytes);
        let over_tcp = [&(bytes.len() as u32).to_be_bytes()[..], &bytes].concat();
        assert_eq!(read(&over_tcp).unwrap().first("tdp.device_model"), Some("HS100(UK)"));
    }

    #[test]
    fn the_questions_are_the_documented_ones() {
        assert_eq!(ask(Form::Tdp).bytes(), QUESTION);
        // The static question is the general one without content: its sum is the same rule.
        let mut preset = QUESTION;
        preset[12..].copy_from_slice(&0x5a6b_7c8du32.to_be_bytes());
        assert_eq!(crc32(&preset).to_be_bytes(), QUESTION[12..]);
        // python-kasa documents how its encrypted question begins.
        assert_eq!(ask_one(Form::Kasa).bytes()[..4], [0xd0, 0xf2, 0x81, 0xf8]);
        for form in [Form::Tdp, Form::Kasa] {
            check(read, ask(form).bytes(), "~protocol.asked = tdp");
        }
        for other in [&b""[..], b"{}", b"hello world", &[0; 40]] {
            assert!(read(other).is_err());
        }
    }

    #[test]
    fn answers_collected_by_others_stand_where_they_say() {
        let files = trial::files("python-kasa", ".json");
        let answers: Vec<Vec<u8>> = files.iter().filter_map(|f| answer_in(&f.bytes)).collect();
        trial::stand(read, answers.iter().map(Vec::as_slice), "answer of a plug or camera");
    }

    /// The answer that somebody's dump of a device holds, as the device sends it.
    fn answer_in(dump: &[u8]) -> Option<Vec<u8>> {
        let whole: Value = serde_json::from_slice(dump).ok()?;
        let mut answer = whole["discovery_result"].clone();
        if !answer.is_object() {
            answer = json!({"system": whole["system"]});
        }
        if answer.get("result").is_none() && answer.get("system").is_none() {
            answer = json!({"result": answer, "error_code": 0});
        }
        let form = if answer.get("result").is_some() { Form::Tdp } else { Form::Kasa };
        Some(write_answer(form, 1, &answer))
    }
}
