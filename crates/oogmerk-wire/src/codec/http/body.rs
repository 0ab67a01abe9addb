//! Bodies: what of them may be looked at, unchunked and unpacked within limits, with the places of their pieces.

use oogmerk_bytes::runs::Runs;
use std::io::Read;
use std::ops::Range;

/// Most bytes of an unpacked body.
pub const BODY_MAX: usize = 256 * 1024;
/// A packed body that grows more than this many times is cut: no page of a device does.
pub const GROWTH_MAX: usize = 200;

/// What stands after a head, as far as it may be looked at.
#[derive(Clone, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
    None,
    /// Text, with where its pieces stand in the payload.
    Text {
        /// The body without transfer and content coding, at most [`BODY_MAX`] bytes.
        bytes: Vec<u8>,
        /// Where they stand in the payload, where they stand there as they are.
        runs: Runs,
    },
    /// Image, audio, video or multipart: not looked at.
    Media {
        /// Its length as announced, or as far as seen.
        length: u64,
    },
    /// Anything else, and every body of a request: not looked at.
    Unread {
        /// Its length as far as seen.
        length: u64,
    },
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Text { bytes, .. } => write!(f, "Text({} bytes)", bytes.len()),
            Self::Media { length } => write!(f, "Media({length} bytes)"),
            Self::Unread { length } => write!(f, "Unread({length} bytes)"),
        }
    }
}

pub(super) fn is_readable(content_type: Option<&str>) -> bool {
    content_type.is_none_or(|t| {
        t.trim_start().starts_with("text/")
            || ["xml", "json", "html", "javascript", "x-www-form"].iter().any(|w| t.contains(w))
    })
}

/// Bytes that begin like a picture or a film, whatever their type says.
pub(super) fn begins_like_media(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xd8, 0xff])
        || bytes.starts_with(b"\x89PNG")
        || bytes.starts_with(b"GIF8")
        || bytes.starts_with(b"RIFF")
        || bytes.get(4..8) == Some(b"ftyp")
        || bytes.starts_with(&[0, 0, 1, 0xba])
        || bytes.starts_with(&[0, 0, 0, 1])
}

pub(super) fn text_body(payload: &[u8], parts: &[Range<usize>], coding: Option<&str>) -> Body {
    let mut bytes = Vec::new();
    let mut runs = Runs::default();
    for part in parts {
        let take = part.len().min(BODY_MAX - bytes.len());
        runs.add(bytes.len(), part.start, take);
        bytes.extend_from_slice(&payload[part.start..part.start + take]);
        if bytes.len() == BODY_MAX {
            break;
        }
    }
    let packed = coding.is_some_and(|c| ["gzip", "deflate"].iter().any(|w| c.contains(w)))
        || bytes.starts_with(&[0x1f, 0x8b]);
    if !packed {
        return Body::Text { bytes, runs };
    }
    let limit = BODY_MAX.min(bytes.len().saturating_mul(GROWTH_MAX)) as u64;
    let mut out = Vec::new();
    // A truncated stream gives what could be unpacked before it broke off.
    let _ = if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::GzDecoder::new(&bytes[..]).take(limit).read_to_end(&mut out)
    } else {
        flate2::read::ZlibDecoder::new(&bytes[..]).take(limit).read_to_end(&mut out)
    };
    if out.is_empty() {
        // "deflate" without the zlib wrapper is what several servers send.
        let _ = flate2::read::DeflateDecoder::new(&bytes[..]).take(limit).read_to_end(&mut out);
    }
    if begins_like_media(&out) {
        return Body::Media { length: out.len() as u64 };
    }
    Body::Text { bytes: out, runs: Runs::default() }
}

/// A chunked body (RFC 9112 section 7.1) as places in the payload.
pub(super) struct Chunks {
    pub(super) parts: Vec<Range<usize>>,
    pub(super) end: usize,
    pub(super) complete: bool,
}

impl Chunks {
    #[allow(clippy::single_range_in_vec_init, reason = "a body in one part is one range")]
    pub(super) fn read(payload: &[u8], from: usize) -> Self {
        let mut parts = Vec::new();
        let mut at = from;
        loop {
            let Some((line, next)) = oogmerk_bytes::text_head::line(payload, at) else {
                return Self { parts, end: payload.len(), complete: false };
            };
            let text = std::str::from_utf8(&payload[line]).unwrap_or("");
            let size = text.split(';').next().unwrap_or("").trim();
            let Ok(size) = usize::from_str_radix(size, 16) else {
                // Announced as chunked, sent plain: some firmware does.
                if parts.is_empty() {
                    return Self { parts: vec![from..payload.len()], end: payload.len(), complete: true };
                }
                return Self { parts, end: payload.len(), complete: false };
            };
            if size == 0 {
                let mut end = next;
                while let Some((line, next)) = oogmerk_bytes::text_head::line(payload, end) {
                    if payload[line.clone()].starts_with(b"HTTP/") {
                        break;
                    }
                    end = next;
                    if line.is_empty() {
                        break;
                    }
                }
                return Self { parts, end, complete: true };
            }
            let end = next.saturating_add(size);
            if end > payload.len() || parts.len() >= 4096 {
                parts.push(next..payload.len());
                return Self { parts, end: payload.len(), complete: false };
            }
            parts.push(next..end);
            at = end;
            while matches!(payload.get(at), Some(b'\r' | b'\n')) {
                at += 1;
            }
        }
    }
}
