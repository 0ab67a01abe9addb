//! Two things of a web page: its title, and fixed product strings. Not a browser, not a document tree.
//!
//! The markers are strings that public detection scripts look for; what they mean is said by tells, not here
//! (source: nvtscript and Recog rules as listed in the knowledge base under `http_body` and `http_location`).

use crate::Clues;
use oogmerk_bytes::spanned::Spanned;
use oogmerk_bytes::text_head::trim;
use std::ops::Range;

/// Longest part of a page that is searched.
pub const SEARCHED_MAX: usize = 256 * 1024;

/// Where a marker's value ends.
#[derive(Clone, Copy)]
enum Until {
    /// With the marker itself.
    Here,
    /// Before the next quote or angle bracket, at most 64 bytes on.
    Quote,
}

const MARKERS: &[(&str, Until)] = &[
    ("content=\"MOBOTIX AG, Germany\"", Until::Here),
    ("@WebVersion@", Until::Here),
    ("/live/live_layout.htm", Until::Here),
    ("var_brand=\"Arecont Vision\"", Until::Here),
    ("app-id=com.ubnt.unifivideo", Until::Here),
    ("Sarix&trade;", Until::Here),
    ("INPUT name=umd5", Until::Here),
    ("/oncam.ico", Until::Here),
    ("BrandCopyright=\"", Until::Quote),
    ("\"cmd\" : \"Unknown\"", Until::Here),
    ("/doc/page/login.asp", Until::Here),
    ("/doc/index.html", Until::Here),
    ("/doc/script/", Until::Quote),
    ("NETSurveillance", Until::Here),
    ("NetSurveillance", Until::Here),
    ("ui-dialog-content", Until::Here),
    ("jsCore/rpcCore.js", Until::Here),
    ("/RPC2_Login", Until::Here),
    ("webs/plugin", Until::Here),
    ("/axis-cgi/", Until::Here),
    ("/control/userimage.html", Until::Here),
    ("/cgi-bin/videoconfiguration.cgi", Until::Here),
    ("/ISAPI/", Until::Here),
    ("/SDK/activateStatus", Until::Here),
    ("webVideoCtrl", Until::Here),
    ("/cgi-bin/hi3510/", Until::Here),
    ("/cgi/jvsweb.cgi", Until::Here),
    ("get_camera_params.cgi", Until::Here),
    ("HNAP1", Until::Here),
    ("initProdNbr", Until::Here),
];

/// Adds `http.title` and `http.body_marker` clues for a page. Spans are places in `page`.
pub fn clues(page: &[u8], clues: &mut Clues) {
    let page = &page[..page.len().min(SEARCHED_MAX)];
    if let Some(title) = title(page) {
        title.tell(clues, "http.title");
    }
    for marker in markers(page) {
        marker.tell(clues, "http.body_marker");
    }
}

/// The first title element: entities resolved and white space folded, decoded where that changed anything.
pub fn title(page: &[u8]) -> Option<Spanned> {
    let open = tag(page, 0, b"<title")?;
    let start = open + memchr::memchr(b'>', &page[open..])? + 1;
    let end = tag(page, start, b"</title")
        .unwrap_or_else(|| start + memchr::memchr(b'<', &page[start..]).unwrap_or(page.len() - start));
    let span = trim(page, start..end);
    if span.len() > 1024 || span.is_empty() {
        return None;
    }
    let raw = Spanned::copied(page, span.clone());
    let text = unescape(&raw.value).split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Spanned::made(page, span, text))
}

fn tag(page: &[u8], from: usize, name: &[u8]) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr::memchr(b'<', page.get(at..)?)?;
        let found = page.get(at..at + name.len()).is_some_and(|w| w.eq_ignore_ascii_case(name));
        let closed = page.get(at + name.len()).is_none_or(|b| !b.is_ascii_alphanumeric());
        if found && closed {
            return Some(at);
        }
        at += 1;
    }
}

/// Each marker's first occurrence, in the order of the list.
fn markers(page: &[u8]) -> Vec<Spanned> {
    let mut found = Vec::new();
    for (needle, until) in MARKERS {
        let Some(at) = memchr::memmem::find(page, needle.as_bytes()) else { continue };
        let end = at + needle.len();
        let more = match until {
            Until::Here => 0,
            Until::Quote => page[end..]
                .iter()
                .take(64)
                .take_while(|b| !matches!(b, b'"' | b'\'' | b'<' | b'>' | b'?'))
                .count(),
        };
        found.push(Spanned::copied(page, at..end + more));
    }
    if let Some(span) = copyright(page) {
        found.push(Spanned::copied(page, span));
    }
    found
}

/// `Copyright YEAR by NAME`, the notice itself, at most 80 bytes.
fn copyright(page: &[u8]) -> Option<Range<usize>> {
    let at = memchr::memmem::find_iter(page, b"Copyright ").find(|at| {
        let rest = &page[at + 10..];
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        digits > 0 && rest[digits..].starts_with(b" by ")
    })?;
    let length = page[at..].iter().take(80).take_while(|b| !matches!(b, b'<' | b'"' | b'\r' | b'\n')).count();
    Some(trim(page, at..at + length))
}

/// Character references of HTML that occur in titles; unknown ones stay as they are.
pub fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|b| b == b';');
        if let Some((c, end)) = end.and_then(|end| reference(&rest[1..end]).map(|c| (c, end))) {
            out.push(c);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control() || c.is_whitespace());
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "ndash" => '–',
        "mdash" => '—',
        "middot" => '·',
        "raquo" => '»',
        "laquo" => '«',
        "eacute" => 'é',
        "egrave" => 'è',
        "agrave" => 'à',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "szlig" => 'ß',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_found_in_any_case_and_its_entities_are_resolved() {
        let check = |page: &str, want: Option<(&str, bool)>| {
            let got = title(page.as_bytes());
            assert_eq!(got.as_ref().map(|t| (t.value.as_str(), t.decoded)), want, "{page}");
        };
        check("<html><TITLE>WEB SERVICE</TITLE>", Some(("WEB SERVICE", false)));
        check("<title id=x>\n  Sarix&trade; &#65;&amp;B\n </title>", Some(("Sarix™ A&B", true)));
        check("<title>cut off", Some(("cut off", false)));
        check("<titlebar>x</titlebar>", None);
        check("<title></title>", None);
        check("a < b", None);
    }

    #[test]
    fn markers_are_the_bytes_themselves() {
        let page = b"<script>var BrandCopyright=\"Zavio Inc.\";</script><a href='/doc/page/login.asp?_1'> Copyright 2009 by Basler AG <br>";
        let mut out = Clues::default();
        clues(page, &mut out);
        let values: Vec<&str> = out.0.iter().map(|c| c.value.as_str()).collect();
        assert_eq!(
            values,
            ["BrandCopyright=\"Zavio Inc.", "/doc/page/login.asp", "Copyright 2009 by Basler AG"]
        );
        for clue in &out.0 {
            assert_eq!(clue.span.clone().map(|s| &page[s]), Some(clue.value.as_bytes()));
        }
    }
}
