//! Greetings: what FTP, telnet, SSH and SMTP servers say before anybody logs in. Nothing after the greeting is read.
//!
//! A greeting ends with its reply (FTP, SMTP), its line (SSH) or its first prompt (telnet): what follows may hold
//! names and passwords. Format: RFC 959 section 4.2, RFC 854, RFC 4253 section 4.2, RFC 5321 section 4.2.

use crate::row::{Ask, Carried, Codec, Greeting, Heard, Mark, Proof, Secrets, Whole, Whose};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::spanned::Spanned;
use oogmerk_bytes::text_head::{line, trim};
use std::ops::Range;

/// The row of this codec.
pub const FTP: Codec = Codec {
    proof: Proof::Proven("greetings collected for Recog"),
    carried: &[Carried::Greeting(Greeting { ports: &[21, 2121], hello: HELLO, ..Greeting::NONE })],
    secrets: Secrets::Open,
    asks: &[Ask::hinted("ftp", |a| Some(ask(Protocol::Ftp, a.at(21).port())))],
    whole: whole_greeting,
    heard: Heard { families: &["ftp"], is_two_sided: true, ..Heard::UNSAID },
    ..Codec::new("ftp", read_ftp, include_bytes!("../../../../fuzz/corpus/ftp/greeting.bin"))
};

/// The row of this codec.
pub const SMTP: Codec = Codec {
    carried: &[Carried::Greeting(Greeting {
        ports: &[25, 587, 2525],
        hello: HELLO,
        word: Some("SMTP"),
        ..Greeting::NONE
    })],
    secrets: Secrets::Open,
    asks: &[Ask::hinted("smtp", |a| Some(ask(Protocol::Smtp, a.at(25).port())))],
    whole: whole_greeting,
    heard: Heard { families: &["smtp"], ..Heard::UNSAID },
    ..Codec::new("smtp", read_smtp, include_bytes!("../../../../fuzz/corpus/smtp/greeting.bin"))
};

/// The row of this codec.
pub const SSH: Codec = Codec {
    carried: &[Carried::Greeting(Greeting {
        mark: Some((Mark::Begins(b"SSH-"), Whose::Anybody)),
        ..Greeting::NONE
    })],
    secrets: Secrets::Open,
    asks: &[Ask::hinted("ssh", |a| Some(ask(Protocol::Ssh, a.at(22).port())))],
    whole: whole_greeting,
    heard: Heard { families: &["ssh"], is_two_sided: true, ..Heard::UNSAID },
    ..Codec::new("ssh", read_ssh, include_bytes!("../../../../fuzz/corpus/ssh/greeting.bin"))
};

/// The row of this codec.
pub const OTHER: Codec = Codec {
    carried: &[Carried::Greeting(Greeting { is_last_resort: true, ..Greeting::NONE })],
    whole: whole_greeting,
    ..Codec::new("tcp-banner", read_other, include_bytes!("../../../../fuzz/corpus/tcp-banner/greeting.bin"))
};

/// The row of this codec.
pub const TELNET: Codec = Codec {
    proof: Proof::Proven("greetings collected for Recog"),
    carried: &[Carried::Greeting(Greeting {
        ports: &[23, 2323, 9527, 4719],
        mark: Some((Mark::Test(&[0xff], |b| matches!(b, [_, 0xfb..=0xfe, ..])), Whose::Greeter)),
        ..Greeting::NONE
    })],
    asks: &[Ask::hinted("telnet", |a| Some(ask(Protocol::Telnet, a.at(23).port())))],
    whole: whole_bargaining,
    heard: Heard { families: &["telnet"], is_two_sided: true, ..Heard::UNSAID },
    ..Codec::new("telnet", read_telnet, include_bytes!("../../../../fuzz/corpus/telnet/greeting.bin"))
};

/// Longest greeting kept, in bytes.
pub const GREETING_MAX: usize = 1024;

/// Which protocol greets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// FTP.
    Ftp,
    /// Telnet.
    Telnet,
    /// SSH.
    Ssh,
    /// SMTP.
    Smtp,
    /// A server on a port without a codec of its own.
    Other,
}

/// One greeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Who greets.
    pub protocol: Protocol,
    /// What it says.
    pub greeting: Spanned,
}

/// Reads a server's first bytes.
pub fn parse(protocol: Protocol, payload: &[u8]) -> Result<Message, Malformed> {
    let greeting = match protocol {
        Protocol::Ftp | Protocol::Smtp => reply(payload)?,
        Protocol::Ssh => identification(payload)?,
        Protocol::Telnet => screen(payload)?,
        Protocol::Other => words(payload)?,
    };
    Ok(Message { protocol, greeting })
}

/// Words that clients send: then this is the wrong direction.
const COMMANDS: &[&str] = &[
    "USER ", "PASS ", "AUTH", "EHLO", "HELO", "MAIL ", "QUIT", "SYST", "FEAT", "OPTS ", "TYPE ", "PASV",
    "STARTTLS",
];

/// The first reply: lines `220-…` up to `220 …`.
fn reply(payload: &[u8]) -> Result<Spanned, Malformed> {
    let Some((first, mut next)) = line(payload, 0) else { return Err(Malformed::at(0, "no greeting")) };
    let text = &payload[first.clone()];
    if COMMANDS.iter().any(|c| text.get(..c.len()).is_some_and(|t| t.eq_ignore_ascii_case(c.as_bytes()))) {
        return Err(Malformed::at(0, "a client's command"));
    }
    printable(payload, &first)?;
    let mut end = first.end;
    if text.get(3) == Some(&b'-') && text[..3].iter().all(u8::is_ascii_digit) {
        let code = text[..3].to_vec();
        while let Some((more, after)) = line(payload, next) {
            if end > GREETING_MAX {
                break;
            }
            let bytes = &payload[more.clone()];
            end = more.end;
            next = after;
            if bytes.starts_with(&code) && matches!(bytes.get(3), None | Some(b' ')) {
                break;
            }
        }
    }
    Ok(Spanned::copied(payload, 0..end.min(GREETING_MAX)))
}

fn identification(payload: &[u8]) -> Result<Spanned, Malformed> {
    let mut at = 0;
    for _ in 0..32 {
        let Some((span, next)) = line(payload, at) else { break };
        if payload[span.clone()].starts_with(b"SSH-") {
            let span = span.start..span.end.min(span.start + 255);
            printable(payload, &span)?;
            return Ok(Spanned::copied(payload, span));
        }
        at = next;
    }
    Err(Malformed::at(0, "no SSH identification"))
}

/// Text between telnet commands, up to the end of the first prompt.
fn screen(payload: &[u8]) -> Result<Spanned, Malformed> {
    let mut kept: Vec<u8> = Vec::new();
    let mut span: Option<Range<usize>> = None;
    let mut at = 0;
    while let Some(&byte) = payload.get(at) {
        let length = match (byte, payload.get(at + 1)) {
            (0xff, Some(0xfb..=0xfe)) => 3,
            (0xff, Some(0xfa)) => {
                let end = memchr::memmem::find(&payload[at..], b"\xff\xf0");
                end.map_or(payload.len() - at, |end| end + 2)
            }
            (0xff, _) => 2,
            (0x1b, Some(b'[')) => {
                // A terminal sequence: parameters, then one letter.
                let parameters =
                    payload[at + 2..].iter().take(16).take_while(|b| !b.is_ascii_alphabetic()).count();
                2 + parameters + 1
            }
            _ => 0,
        };
        if length > 0 {
            at += length;
            continue;
        }
        if kept.len() < GREETING_MAX && (byte >= 0x20 || matches!(byte, b'\r' | b'\n' | b'\t')) {
            kept.push(byte);
            span = Some(span.map_or(at..at + 1, |s| s.start..at + 1));
        }
        at += 1;
        if byte == b':' && is_prompt(&kept) {
            break;
        }
    }
    let Some(span) = span else { return Err(Malformed::at(0, "no text")) };
    let text = String::from_utf8_lossy(&kept);
    let text = text.trim();
    if text.is_empty() {
        return Err(Malformed::at(0, "no text"));
    }
    Ok(Spanned::made(payload, trim(payload, span), text))
}

fn is_prompt(text: &[u8]) -> bool {
    ["login:", "username:", "user:", "password:", "name:"].iter().any(|prompt| {
        text.len()
            .checked_sub(prompt.len())
            .is_some_and(|at| text[at..].eq_ignore_ascii_case(prompt.as_bytes()))
    })
}

/// The first run of printable bytes of at least four, if the payload begins with one.
fn words(payload: &[u8]) -> Result<Spanned, Malformed> {
    let length = payload.iter().take(120).take_while(|b| (0x20..0x7f).contains(*b)).count();
    if length < 4 {
        return Err(Malformed::at(0, "no text"));
    }
    Ok(Spanned::copied(payload, 0..length))
}

fn printable(payload: &[u8], span: &Range<usize>) -> Result<(), Malformed> {
    let odd = payload[span.clone()].iter().position(|b| *b < 0x20 && *b != b'\t');
    match odd {
        Some(at) => Err(Malformed::at(span.start + at, "no greeting")),
        None if trim(payload, span.clone()).is_empty() => Err(Malformed::at(span.start, "no greeting")),
        None => Ok(()),
    }
}

impl Message {
    /// The field of this greeting.
    pub fn clues(&self) -> Clues {
        let field = match self.protocol {
            Protocol::Ftp => "ftp.banner",
            Protocol::Telnet => "telnet.banner",
            Protocol::Ssh => "ssh.banner",
            Protocol::Smtp => "smtp.banner",
            Protocol::Other => "tcp.banner",
        };
        let mut clues = Clues::default();
        self.greeting.tell(&mut clues, field);
        clues
    }
}

/// Reads an FTP greeting into clues.
pub fn read_ftp(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(Protocol::Ftp, payload).map(|m| m.clues())
}

/// Reads a telnet greeting into clues.
pub fn read_telnet(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(Protocol::Telnet, payload).map(|m| m.clues())
}

/// Reads an SSH identification into clues.
pub fn read_ssh(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(Protocol::Ssh, payload).map(|m| m.clues())
}

/// Reads an SMTP greeting into clues.
pub fn read_smtp(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(Protocol::Smtp, payload).map(|m| m.clues())
}

/// Reads the first words of any server into clues.
pub fn read_other(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(Protocol::Other, payload).map(|m| m.clues())
}

/// Connects and listens; nothing is sent.
pub fn ask(protocol: Protocol, port: u16) -> Inquiry {
    let name = match protocol {
        Protocol::Ftp => "ftp",
        Protocol::Telnet => "telnet",
        Protocol::Ssh => "ssh",
        Protocol::Smtp => "smtp",
        Protocol::Other => "tcp-banner",
    };
    Inquiry::new(name, "the server's greeting; nothing is sent", Target::Tcp(port), Vec::new())
}

/// A greeting as a server would send it, for the simulator.
pub fn write(protocol: Protocol, greeting: &str) -> Vec<u8> {
    let text = greeting.replace(['\r', '\n'], " ");
    match protocol {
        Protocol::Ftp | Protocol::Smtp => format!("220 {text}\r\n").into_bytes(),
        Protocol::Ssh => format!("SSH-2.0-{text}\r\n").into_bytes(),
        Protocol::Telnet => {
            [&[0xff, 0xfd, 1, 0xff, 0xfb, 3][..], format!("\r\n{text} login: ").as_bytes()].concat()
        }
        Protocol::Other => format!("{text}\r\n").into_bytes(),
    }
}

/// How FTP and SMTP greet: ready (RFC 959, RFC 5321).
const HELLO: &[&str] = &["220 ", "220-"];

/// One reply of FTP or SMTP (`220-…` lines until `220 …`), or one line of anything else.
fn whole_greeting(bytes: &[u8]) -> Whole {
    let mut at = 0;
    while let Some(i) = memchr::memchr(b'\n', &bytes[at..]) {
        let line = &bytes[at..at + i];
        at += i + 1;
        let goes_on = line.len() > 3 && line[..3].iter().all(u8::is_ascii_digit) && line[3] == b'-';
        if !goes_on || at > 1024 {
            return Whole::Ends(at);
        }
    }
    if bytes.len() > 1024 { Whole::Ends(1024) } else { Whole::More }
}

/// Bargaining and what stands around it ends nowhere: so much of it is looked at.
fn whole_bargaining(bytes: &[u8]) -> Whole {
    if bytes.len() >= 512 { Whole::Ends(512) } else { Whole::More }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::trial::{self, check, never_shows, survives};
    use super::*;

    #[test]
    fn a_greeting_is_its_first_reply_and_nothing_more() {
        let ftp = b"220-AXIS M1054\r\n220 Network Camera ready.\r\n331 Password required for geheim\r\n";
        check(read_ftp, ftp, "ftp.banner = 220-AXIS M1054\n220 Network Camera ready.");
        never_shows(&["geheim"], &read_ftp(ftp).unwrap(), &format!("{:?}", parse(Protocol::Ftp, ftp)));
        check(read_ftp, b"DCS-932L FTP server ready\r\n", "ftp.banner = DCS-932L FTP server ready");
        check(read_smtp, b"220 mail ESMTP\r\n250 x", "smtp.banner = 220 mail ESMTP");
        check(
            read_ssh,
            b"hello\r\nSSH-2.0-dropbear_2019.78\r\n\0\0\x01",
            "ssh.banner = SSH-2.0-dropbear_2019.78",
        );
        for client in [&b"USER geheim\r\nPASS geheim\r\n"[..], b"", b"\x16\x03\x01", b"\r\n"] {
            assert!(read_ftp(client).is_err());
        }
        survives(read_ftp, ftp);
    }

    #[test]
    fn a_telnet_greeting_ends_at_its_first_prompt() {
        let plain = b"\xff\xfd\x01\xff\xfb\x03\r\n192.0.2.64 login: geheim\r\nPassword: geheim\r\n";
        check(read_telnet, plain, "telnet.banner = 192.0.2.64 login:");
        let painted = b"\x1b[2J\x1b[1;31mGrandstream \xff\xfa\x18\x01\xff\xf0GXV3674\r\nUsername:geheim";
        check(read_telnet, painted, "~telnet.banner = Grandstream GXV3674\nUsername:");
        for sample in [&plain[..], painted] {
            never_shows(&["geheim"], &read_telnet(sample).unwrap(), "");
            survives(read_telnet, sample);
        }
        assert!(read_telnet(b"\xff\xfd\x01").is_err());
    }

    #[test]
    fn what_is_written_is_read_back_and_asking_sends_nothing() {
        for protocol in [Protocol::Ftp, Protocol::Telnet, Protocol::Ssh, Protocol::Smtp, Protocol::Other] {
            let message = parse(protocol, &write(protocol, "Cam 1")).unwrap();
            assert!(message.greeting.value.contains("Cam 1"));
            assert!(ask(protocol, 21).bytes().is_empty());
        }
    }

    #[test]
    fn greetings_collected_by_others_stand_where_they_say() {
        let cases = trial::lines("recog", "banners.jsonl");
        for (list, read) in
            [("xml/ftp_banners.xml", read_ftp as trial::Read), ("xml/telnet_banners.xml", read_telnet)]
        {
            let own = cases.iter().filter(|case| case["source_file"] == list);
            let banners = own.filter_map(|case| case["banner"].as_str());
            trial::stand(read, banners.map(str::as_bytes), list);
        }
    }
}
