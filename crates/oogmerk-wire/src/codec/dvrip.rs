//! Xiongmai's commands on TCP 34567 ("DVRIP", "Sofia"), known by number only: log-ins, set-up and media run here.
//!
//! Nothing behind a header is looked at. Numbers: OpenIPC/python-dvr. Of no relation to Dahua's DVRIP on 37777.

use super::xm::{HEADER, Header};
use crate::row::{Carried, Codec, Mark, Measure, Measured};
use crate::{Clues, Malformed};
use oogmerk_bytes::spanned::{Spanned, answered, asked};

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Measured(Measured {
        name: "dvrip",
        ports: &[34567, 34561, 34599],
        marks: &[Mark::Begins(&[0xff, 0, 0, 0]), Mark::Begins(&[0xff, 1, 0, 0])],
        only_on_ports: true,
        speaks_for_itself: true,
        header: 20,
        measure,
    })],
    ..Codec::new("dvrip", read, include_bytes!("../../../../fuzz/corpus/dvrip/answers.bin"))
};

/// Most headers read of one stream head.
pub const HEADERS_MAX: usize = 64;

/// The headers at the start of one direction of a stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Numbers of the messages, each once.
    pub numbers: Vec<(u16, Spanned)>,
}

/// Reads headers, each skipping what it announces.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let mut message = Message::default();
    let mut at = 0;
    for _ in 0..HEADERS_MAX {
        let Some(header) = payload.get(at..).and_then(Header::read) else { break };
        if message.numbers.iter().all(|(known, _)| *known != header.message) {
            let number = Spanned::computed(header.message.to_string(), at + 14..at + 16);
            message.numbers.push((header.message, number));
        }
        at += HEADER + header.length as usize;
    }
    if message.numbers.is_empty() {
        return Err(Malformed::at(0, "no DVRIP header"));
    }
    Ok(message)
}

impl Message {
    /// The fields of this message. Odd numbers are answers, so their sender is the device.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        if self.numbers.iter().any(|(number, _)| number % 2 == 1) {
            answered(&mut clues, "dvrip");
        } else {
            asked(&mut clues, "dvrip");
        }
        for (_, number) in &self.numbers {
            number.tell(&mut clues, "dvrip.message");
        }
        clues
    }
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// Answers with a number and nothing else, for the simulator (1001 answers a log-in).
pub fn write(number: u16) -> Vec<u8> {
    let mut out = vec![0xff, 1];
    out.extend([0; 12]);
    out.extend(number.to_le_bytes());
    out.extend([0; 4]);
    out
}

/// 20 bytes: message id at 14, length at 16.
fn measure(b: &[u8]) -> Option<Measure> {
    let head = b.first_chunk::<20>()?;
    let message = u16::from_le_bytes([head[14], head[15]]);
    let length = u32::from_le_bytes([head[16], head[17], head[18], head[19]]) as usize;
    // 1412 monitor data, 1426 playback data, 1432/1433 talk data, 1562 pictures.
    (head[0] == 0xff && head[1] <= 1).then_some(Measure {
        len: 20 + length,
        is_media: matches!(message, 1412 | 1426 | 1432 | 1433 | 1562),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::trial::{check, never_shows, survives};
    use super::*;

    #[test]
    fn log_ins_are_known_by_number_and_nothing_of_them_is_kept() {
        let secret = br#"{"PassWord":"geheim","UserName":"geheim"}"#;
        let mut login = vec![0xff, 0];
        login.extend([0; 12]);
        login.extend(1000u16.to_le_bytes());
        login.extend((secret.len() as u32).to_le_bytes());
        login.extend_from_slice(secret);
        check(read, &login, "~protocol.asked = dvrip\n~dvrip.message = 1000");
        never_shows(&["geheim"], &read(&login).unwrap(), &format!("{:?}", parse(&login)));
        let answers = [write(1001), write(1413), write(1001)].concat();
        check(read, &answers, "~protocol.answered = dvrip\n~dvrip.message = 1001\n~dvrip.message = 1413");
        survives(read, &login);
        assert!(read(b"\xff\xff").is_err());
    }
}
