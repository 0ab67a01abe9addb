//! SDP session descriptions, alone or inside RTSP answers: what the software says about itself, never key material.
//!
//! Parameter sets (`sprop-*`, `config=`) are cut: they are a piece of the picture stream. Keys (`k=`, `a=crypto`,
//! `a=key-mgmt`, `a=ice-pwd`) and addresses of people (`e=`, `p=`) are not read. Format: RFC 8866 (RFC 4566).

use crate::row::{Codec, Heard, Proof, Secrets};
use crate::{Clues, Malformed};
use oogmerk_bytes::cut;
use oogmerk_bytes::spanned::Spanned;
use oogmerk_bytes::text_head::line;
use oogmerk_bytes::text_head::trim;
use std::ops::Range;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    proof: Proof::Proven("descriptions of real cameras in retina's test data"),
    secrets: Secrets::Scan,
    heard: Heard { families: &["sdp"], comes_along: true, is_two_sided: true, ..Heard::UNSAID },
    ..Codec::new("sdp", read, include_bytes!("../../../../fuzz/corpus/sdp/description.txt"))
};

/// Most lines read of one description.
pub const LINES_MAX: usize = 1000;

/// A session description: its telling lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// `s=`.
    pub session_name: Option<Spanned>,
    /// `i=` of the session.
    pub session_info: Option<Spanned>,
    /// `o=`.
    pub origin: Option<Spanned>,
    /// `a=tool:`.
    pub tool: Option<Spanned>,
    /// Other attributes of the session, and those of its media that no standard defines; whole lines.
    pub attributes: Vec<Spanned>,
    /// `m=`.
    pub media: Vec<Spanned>,
    /// `a=control:`.
    pub controls: Vec<Spanned>,
}

/// Media attributes that say how to play, not who made it.
const ORDINARY: &[&str] = &[
    "rtpmap",
    "range",
    "recvonly",
    "sendonly",
    "sendrecv",
    "inactive",
    "ptime",
    "maxptime",
    "framerate",
    "framesize",
    "rtcp",
    "rtcp-mux",
    "rtcp-fb",
    "rtcp-rsize",
    "mid",
    "msid",
    "ssrc",
    "extmap",
    "setup",
    "candidate",
    "lang",
    "cliprect",
    "mimetype",
    "type",
    "ts-refclk",
    "mediaclk",
    "source-filter",
    "imageattr",
    "orient",
    "charset",
    "end-of-candidates",
    "length",
];

/// Attributes that hold keys or log-ins.
const KEYS: &[&str] = &["crypto", "key-mgmt", "ice-pwd", "ice-ufrag", "fingerprint", "identity"];

/// Reads a description: text that begins with `v=` after white space.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    parse_at(payload, 0..payload.len())
}

/// Reads a description standing within a payload; places are in the payload.
pub fn parse_at(payload: &[u8], span: Range<usize>) -> Result<Message, Malformed> {
    let payload = &payload[..span.end.min(payload.len())];
    let begin = trim(payload, span.start.min(payload.len())..payload.len()).start;
    if !payload.get(begin..).is_some_and(|rest| rest.starts_with(b"v=")) {
        return Err(Malformed::at(begin, "no v= line"));
    }
    let mut message = Message::default();
    let mut at = begin;
    for _ in 0..LINES_MAX {
        let Some((line, next)) = line(payload, at) else { break };
        at = next;
        let line = trim(payload, line);
        if line.len() < 3 || payload[line.start + 1] != b'=' {
            continue;
        }
        let value = trim(payload, line.start + 2..line.end);
        let in_media = !message.media.is_empty();
        match payload[line.start] {
            b's' => _ = message.session_name.get_or_insert_with(|| Spanned::copied(payload, value)),
            b'i' if !in_media => {
                message.session_info.get_or_insert_with(|| Spanned::copied(payload, value));
            }
            b'o' => _ = message.origin.get_or_insert_with(|| Spanned::copied(payload, value)),
            b'm' => message.media.push(Spanned::copied(payload, value)),
            b'a' => message.attribute(payload, line, value, in_media),
            _ => {}
        }
    }
    Ok(message)
}

impl Message {
    fn attribute(&mut self, payload: &[u8], line: Range<usize>, value: Range<usize>, in_media: bool) {
        let bytes = &payload[value.clone()];
        let colon = memchr::memchr(b':', bytes).unwrap_or(bytes.len());
        let name = String::from_utf8_lossy(&bytes[..colon]).trim().to_ascii_lowercase();
        let rest = || trim(payload, (value.start + colon + 1).min(value.end)..value.end);
        match name.as_str() {
            "control" => {
                let raw = Spanned::copied(payload, rest());
                self.controls.push(Spanned::made(payload, raw.span, cut::url(&raw.value)));
            }
            "tool" => _ = self.tool.get_or_insert_with(|| Spanned::copied(payload, rest())),
            name if KEYS.contains(&name) => {}
            "fmtp" => {
                let raw = Spanned::copied(payload, line);
                self.attributes.push(Spanned::made(payload, raw.span, without_parameter_sets(&raw.value)));
            }
            name if in_media && ORDINARY.contains(&name) => {}
            _ => self.attributes.push(Spanned::copied(payload, line)),
        }
    }

    /// The fields of this description.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        let single = [
            (&self.session_name, "sdp.session_name"),
            (&self.session_info, "sdp.session_info"),
            (&self.origin, "sdp.origin"),
            (&self.tool, "sdp.tool"),
        ];
        for (piece, field) in single {
            if let Some(piece) = piece {
                piece.tell(&mut clues, field);
            }
        }
        let many = [
            (&self.attributes, "sdp.attribute"),
            (&self.media, "sdp.media"),
            (&self.controls, "sdp.control"),
        ];
        for (pieces, field) in many {
            for piece in pieces {
                piece.tell(&mut clues, field);
            }
        }
        clues
    }
}

/// A format line with the values of `sprop-*` and `config` left out, their names kept.
fn without_parameter_sets(line: &str) -> String {
    let parts = line.split(';').map(|part| {
        let cut = ["sprop-", "config="].iter().filter_map(|word| part.find(word)).min();
        match cut.and_then(|at| part[at..].find('=').map(|equals| at + equals)) {
            Some(equals) => &part[..=equals],
            None => part,
        }
    });
    parts.collect::<Vec<_>>().join(";")
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// A description as a device would send it, for the simulator: name, origin, attributes, one H.264 stream.
pub fn write(session_name: &str, origin: &str, attributes: &[&str], control: &str) -> Vec<u8> {
    let plain = |text: &str| text.replace(['\r', '\n'], " ");
    let mut out = format!("v=0\r\no={}\r\ns={}\r\nt=0 0\r\n", plain(origin), plain(session_name));
    for attribute in attributes {
        out.push_str(&format!("a={}\r\n", plain(attribute)));
    }
    out.push_str("m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n");
    out.push_str(&format!("a=control:{}\r\n", plain(control)));
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::trial;
    use super::*;

    const SAMPLE: &[u8] = b"v=0\no=- 109001 1 IN IP4 192.0.2.64\ns=Media Presentation\ni=front\ne=NONE\nk=clear:geheim1\n\
        a=control:rtsp://jan:geheim2@192.0.2.64/Streaming/?t=geheim3\na=tool:vlc 3.0.12\na=x-dimensions: 1280, 720\n\
        a=crypto:1 AES inline:geheim4\nm=video 0 RTP/AVP 96\ni=ignored\na=rtpmap:96 H264/90000\n\
        a=fmtp:96 packetization-mode=1;sprop-parameter-sets=Z2QA,aO4;x=1\na=packetization-supported:DH\na=control:trackID=1\n\
        a=Media_header:MEDIAINFO=494D4B48;\n";

    #[test]
    fn the_telling_lines_are_read_and_keys_and_picture_parameters_cut() {
        trial::check(
            read,
            SAMPLE,
            "sdp.session_name = Media Presentation
            sdp.session_info = front
            sdp.origin = - 109001 1 IN IP4 192.0.2.64
            sdp.tool = vlc 3.0.12
            sdp.attribute = a=x-dimensions: 1280, 720
            ~sdp.attribute = a=fmtp:96 packetization-mode=1;sprop-parameter-sets=;x=1
            sdp.attribute = a=packetization-supported:DH
            sdp.attribute = a=Media_header:MEDIAINFO=494D4B48;
            sdp.media = video 0 RTP/AVP 96
            ~sdp.control = rtsp://192.0.2.64/Streaming/?t=
            sdp.control = trackID=1",
        );
        let message = parse(SAMPLE).unwrap();
        trial::never_shows(&["geheim"], &message.clues(), &format!("{message:?}"));
    }

    #[test]
    fn no_bytes_make_it_panic_or_misplace() {
        trial::survives(read, SAMPLE);
        assert!(read(b"s=x").is_err());
    }

    #[test]
    fn what_is_written_is_read_back() {
        let bytes =
            write("Media Server", "- 1 1 IN IP4 0.0.0.0", &["packetization-supported:DH"], "trackID=0");
        let clues = read(&bytes).unwrap();
        assert_eq!(clues.first("sdp.session_name"), Some("Media Server"));
        assert_eq!(clues.first("sdp.attribute"), Some("a=packetization-supported:DH"));
        assert_eq!(clues.first("sdp.control"), Some("trackID=0"));
    }
}
