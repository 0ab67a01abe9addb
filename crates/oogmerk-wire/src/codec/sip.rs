//! SIP: which software speaks, from requests and answers. Names, numbers, addresses and bodies are not read.
//!
//! Door stations register and so name themselves. Format: RFC 3261.

use crate::row::{Carried, Codec, Datagrams, Heard, Mark, Secrets, Text};
use crate::{Clues, Malformed};
use crate::{methods, row};
use oogmerk_bytes::spanned::Spanned;
use oogmerk_bytes::text_head::TextHead;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[
        Carried::Datagrams(Datagrams {
            marks: &[Mark::Begins(b"SIP/2"), Mark::Test(b"RIABCMPU", is_request)],
            ..Datagrams::on(&[5060])
        }),
        Carried::Text(Text {
            version: b"SIP/",
            begins: &[methods::SIP, &["OPTIONS ", "SUBSCRIBE ", "NOTIFY "]],
            interleaves: None,
            rest_is_body: false,
            ends_with: &[],
        }),
    ],
    secrets: Secrets::Scan,
    whole: row::whole_text,
    heard: Heard { families: &["sip"], is_two_sided: true, ..Heard::UNSAID },
    ..Codec::new("sip", read, include_bytes!("../../../../fuzz/corpus/sip/register.bin"))
};

/// What a message says about its sender's software.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The method of a request, or the status of an answer.
    pub start: String,
    /// `Server`.
    pub server: Option<Spanned>,
    /// `User-Agent`.
    pub user_agent: Option<Spanned>,
}

/// Reads a head.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let head = TextHead::parse(payload, 0)?;
    let line = &payload[head.start_line.clone()];
    let refuse = Malformed::at(head.start_line.start, "no SIP start line");
    let mut words = line.split(|b| *b == b' ').filter(|w| !w.is_empty());
    let first = words.next().ok_or(refuse)?;
    let start = if first == b"SIP/2.0" {
        let status =
            words.next().filter(|w| w.len() == 3 && w.iter().all(u8::is_ascii_digit)).ok_or(refuse)?;
        String::from_utf8_lossy(status).into_owned()
    } else if line.trim_ascii_end().ends_with(b" SIP/2.0")
        && first.iter().all(u8::is_ascii_uppercase)
        && first.len() <= 16
    {
        String::from_utf8_lossy(first).into_owned()
    } else {
        return Err(refuse);
    };
    let first_of = |name: &str| head.values(payload, name).next().map(|l| l.text(payload));
    Ok(Message { start, server: first_of("server"), user_agent: first_of("user-agent") })
}

impl Message {
    /// The fields of this message.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        for (piece, field) in [(&self.server, "sip.server"), (&self.user_agent, "sip.user_agent")] {
            if let Some(piece) = piece {
                piece.tell(&mut clues, field);
            }
        }
        clues
    }
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// An answer to OPTIONS as a device would send it, for the simulator.
pub fn write(status: u16, reason: &str, user_agent: &str) -> Vec<u8> {
    let plain = |text: &str| text.replace(['\r', '\n'], " ");
    let (reason, agent) = (plain(reason), plain(user_agent));
    format!(
        "SIP/2.0 {status} {reason}\r\nCSeq: 1 OPTIONS\r\nUser-Agent: {agent}\r\nContent-Length: 0\r\n\r\n"
    )
    .into_bytes()
}

/// A request as its first line says; replies say so by themselves.
fn is_request(b: &[u8]) -> bool {
    let begins = methods::SIP.iter().any(|m| b.starts_with(m.as_bytes()));
    let line = memchr::memchr(b'\n', b).map_or(&[][..], |end| b[..end].trim_ascii_end());
    begins && line.rsplit(|c| *c == b' ').next().is_some_and(|version| version.starts_with(b"SIP/"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::trial::{check, never_shows, survives};
    use super::*;

    const REGISTER: &[u8] = b"REGISTER sip:10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.9\r\nFrom: \"Jan\" <sip:geheim@10.0.0.1>\r\n\
        Authorization: Digest username=\"geheim\"\r\nUser-Agent: AXIS A8105-E Network Video Door Station\r\n\r\n";

    #[test]
    fn the_software_is_named_and_nobody_else() {
        check(read, REGISTER, "sip.user_agent = AXIS A8105-E Network Video Door Station");
        let message = parse(REGISTER).unwrap();
        never_shows(&["geheim", "Jan"], &message.clues(), &format!("{message:?}"));
        check(
            read,
            b"SIP/2.0 200 OK\nServer: TANDBERG/519 (TC7.0.2)\n\n",
            "sip.server = TANDBERG/519 (TC7.0.2)",
        );
        check(read, &write(200, "OK", "Hikvision"), "sip.user_agent = Hikvision");
        survives(read, REGISTER);
        for other in [&b"GET / HTTP/1.1\r\n\r\n"[..], b"OPTIONS * RTSP/1.0\r\n\r\n", b"SIP/2.0\r\n", b""] {
            assert!(read(other).is_err());
        }
    }
}
