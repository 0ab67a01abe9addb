//! ONVIF scopes: URIs separated by white space, `onvif://www.onvif.org/CATEGORY/VALUE`, percent-encoded. Read from
//! WS-Discovery and GetScopes answers, or alone. What it is not: a judgement of what a scope means.
//! Source: ONVIF Core Specification, "Scopes" (categories Profile, Location, Hardware, Name, MacAddress,
//! SerialNumber); `manufacturer`, `mfr`, `brand`, `model`, `version`, `firmware`, `type` and `MAC` are seen in the field,
//! some under hosts of the makers' own.

use crate::row::{Codec, Heard, Proof};
use crate::{Clues, Malformed};
use oogmerk_bytes::spanned::Spanned;
use std::ops::Range;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    proof: Proof::Proven("answers of devices quoted in public code and issues"),
    heard: Heard { families: &["onvif"], ..Heard::UNSAID },
    ..Codec::new("onvif-scopes", read, include_bytes!("../../../../fuzz/corpus/onvif-scopes/list.txt"))
};

/// Scopes read at most from one list.
pub const SCOPES_MAX: usize = 256;

/// One scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The whole URI, percent-decoded.
    pub uri: Spanned,
    /// Its category in lower case, empty where the URI is none of ONVIF's.
    pub category: String,
    /// What follows the category, percent-decoded.
    pub rest: Spanned,
}

/// A list of scopes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The scopes in order.
    pub scopes: Vec<Scope>,
}

/// Reads a list. Malformed where nothing in it looks like a URI of ONVIF.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let message = list(payload, 0..payload.len());
    if message.scopes.iter().any(|s| !s.category.is_empty()) {
        Ok(message)
    } else {
        Err(Malformed::at(0, "no onvif:// scope"))
    }
}

/// Bytes to clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    Ok(parse(payload)?.clues())
}

/// Scopes in the text of an XML element. Where entities had to be undone first, all of them count as decoded.
pub(super) fn in_text(payload: &[u8], text: &Spanned) -> Message {
    if !text.decoded {
        return list(payload, text.span.clone());
    }
    let bytes = text.value.as_bytes();
    let mut message = list(bytes, 0..bytes.len());
    for scope in &mut message.scopes {
        scope.uri = Spanned::computed(std::mem::take(&mut scope.uri.value), text.span.clone());
        scope.rest = Spanned::computed(std::mem::take(&mut scope.rest.value), text.span.clone());
    }
    message
}

/// Scopes in a part of a payload.
fn list(payload: &[u8], within: Range<usize>) -> Message {
    let mut scopes = Vec::new();
    let bytes = payload.get(within.clone()).unwrap_or_default();
    let mut start = None;
    for at in 0..=bytes.len() {
        let blank = bytes.get(at).is_none_or(|b| b.is_ascii_whitespace() || *b == 0);
        match (start, blank) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                start = None;
                scopes.extend(scope(payload, within.start + from..within.start + at));
                if scopes.len() >= SCOPES_MAX {
                    break;
                }
            }
            _ => {}
        }
    }
    Message { scopes }
}

fn scope(payload: &[u8], span: Range<usize>) -> Option<Scope> {
    let raw = &payload[span.clone()];
    if !raw.windows(3).any(|w| w == b"://") {
        return None;
    }
    const SCHEME: usize = "onvif://".len();
    let onvif = raw.get(..SCHEME).is_some_and(|s| s.eq_ignore_ascii_case(b"onvif://"));
    let slash =
        |from: usize| raw.get(from..).and_then(|r| r.iter().position(|b| *b == b'/')).map(|p| from + p);
    let mut category = String::new();
    let mut rest = span.end..span.end;
    if onvif && let Some(host_end) = slash(SCHEME) {
        let end = slash(host_end + 1).unwrap_or(raw.len());
        category = String::from_utf8_lossy(&raw[host_end + 1..end]).to_ascii_lowercase();
        rest = span.start + (end + 1).min(raw.len())..span.end;
    }
    Some(Scope { uri: percent_decoded(payload, span), category, rest: percent_decoded(payload, rest) })
}

fn percent_decoded(payload: &[u8], span: Range<usize>) -> Spanned {
    let raw = &payload[span.clone()];
    if !raw.contains(&b'%') {
        return Spanned::copied(payload, span);
    }
    let mut out = Vec::with_capacity(raw.len());
    let mut at = 0;
    while at < raw.len() {
        let pair = raw.get(at + 1..at + 3).and_then(|p| std::str::from_utf8(p).ok());
        if let Some(byte) = pair.filter(|_| raw[at] == b'%').and_then(|p| u8::from_str_radix(p, 16).ok()) {
            out.push(byte);
            at += 3;
        } else {
            out.push(raw[at]);
            at += 1;
        }
    }
    Spanned::computed(String::from_utf8_lossy(&out).trim(), span)
}

impl Message {
    /// The fields of all scopes.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        self.tell(&mut clues);
        clues
    }

    /// The MAC of a MAC or MacAddress scope.
    pub fn mac(&self) -> Option<Spanned> {
        self.scopes.iter().filter(|s| is_mac(&s.category)).find_map(|s| s.rest.as_mac())
    }

    pub(super) fn tell(&self, clues: &mut Clues) {
        for scope in &self.scopes {
            scope.uri.tell(clues, "onvif.scope");
            let field = match scope.category.as_str() {
                "hardware" => "onvif.scope.hardware",
                "name" => "onvif.scope.name",
                "location" => "onvif.scope.location",
                "manufacturer" | "mfr" | "brand" | "vendor" => "onvif.scope.manufacturer",
                "model" | "device_model" | "productmodel" => "onvif.scope.model",
                "version" | "firmware" | "fw" | "firmwareversion" | "fwversion" => "onvif.scope.firmware",
                "profile" => "onvif.scope.profile",
                "type" => "onvif.scope.type",
                "serial" | "serialnumber" | "sn" => "onvif.scope.serial",
                category if is_mac(category) => {
                    if let Some(mac) = scope.rest.as_mac() {
                        mac.tell(clues, "wsd.mac");
                    }
                    continue;
                }
                _ => continue,
            };
            scope.rest.tell(clues, field);
        }
    }
}

fn is_mac(category: &str) -> bool {
    matches!(category, "mac" | "macaddress" | "mac_address")
}

/// A value made safe to stand in a scope: everything but unreserved characters and `/`, `:` percent-encoded.
pub fn percent_encoded(value: &str) -> String {
    value.bytes().fold(String::with_capacity(value.len()), |mut out, b| {
        if b.is_ascii_alphanumeric() || b"-._~/:".contains(&b) {
            out.push(char::from(b));
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::proof;

    const LIST: &[u8] = include_bytes!("../../../../samples/onvif-scopes/list.txt");

    #[test]
    fn scopes_of_makers_own_say_model_and_version_too() {
        let list = b"onvif://www.samsungtechwin.com/version/1.41.02 onvif://www.onvif.org/Brand/Annke onvif://x.example/model/C800";
        proof::golden(
            read,
            list,
            &[
                "onvif.scope=onvif://www.samsungtechwin.com/version/1.41.02",
                "onvif.scope.firmware=1.41.02",
                "onvif.scope=onvif://www.onvif.org/Brand/Annke",
                "onvif.scope.manufacturer=Annke",
                "onvif.scope=onvif://x.example/model/C800",
                "onvif.scope.model=C800",
            ],
        );
    }

    #[test]
    fn scopes_are_split_decoded_and_sorted_by_category() {
        proof::golden(
            read,
            LIST,
            &[
                "onvif.scope=onvif://www.onvif.org/Profile/Streaming",
                "onvif.scope.profile=Streaming",
                "~onvif.scope=onvif://www.onvif.org/name/Hall Camera",
                "~onvif.scope.name=Hall Camera",
                "onvif.scope=onvif://www.onvif.org/hardware/XC-100",
                "onvif.scope.hardware=XC-100",
                "onvif.scope=onvif://www.onvif.org/location/city/ghent",
                "onvif.scope.location=city/ghent",
                "onvif.scope=onvif://www.onvif.org/MAC/02:00:5e:10:00:04",
                "wsd.mac=02:00:5e:10:00:04",
                "onvif.scope=onvif://www.onvif.org/SerialNumber/S1",
                "onvif.scope.serial=S1",
                "onvif.scope=onvif://www.onvif.org/mfr/Maker",
                "onvif.scope.manufacturer=Maker",
                "onvif.scope=maker://example.test/security/",
            ],
        );
    }

    #[test]
    fn text_without_a_scope_is_refused() {
        for bad in [&b""[..], b"hello world", b"http://example.test/"] {
            assert!(parse(bad).is_err());
        }
        assert_eq!(percent_encoded("Hall Camera/1é"), "Hall%20Camera/1%C3%A9");
    }

    #[test]
    fn no_bytes_make_it_panic() {
        proof::survives(read, LIST);
        proof::survives(
            read,
            b"onvif:// onvif:/// onvif://x onvif://x/ onvif://x/name onvif://x/name/% %://%4",
        );
    }
}
