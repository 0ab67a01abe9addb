//! Two things of a web page: its title, and fixed product strings. Not a browser, not a document tree.
//!
//! Which strings those are is handed in, and what they mean is said by tells: both are data, and neither stands here.
//! A notice of copyright is known by its form, whoever is named in it.

use crate::{Clues, Markers};
use oogmerk_bytes::references;
use oogmerk_bytes::spanned::Spanned;
use oogmerk_bytes::text_head::trim;
use std::ops::Range;

/// Longest part of a page that is searched.
pub const SEARCHED_MAX: usize = 256 * 1024;

/// Adds `http.title` and `http.body_marker` clues for a page, and what its scripts say. Spans are places in `page`.
pub fn clues(page: &[u8], markers: &Markers, clues: &mut Clues) {
    let page = &page[..page.len().min(SEARCHED_MAX)];
    if let Some(title) = title(page) {
        title.tell(clues, "http.title");
    }
    for place in markers.find(page).into_iter().chain(copyright(page)) {
        Spanned::copied(page, place).tell(clues, "http.body_marker");
    }
    for (field, value) in variables(page) {
        value.tell(clues, field);
    }
}

/// Names under which scripts of devices keep what the device is, `_` left out and in lower case. `version` alone is not
/// among them: scripts number themselves so.
const VARIABLES: &[(&str, &str)] = &[
    ("model", "http.page_model"),
    ("modelname", "http.page_model"),
    ("modelnumber", "http.page_model"),
    ("modelid", "http.page_model"),
    ("devicemodel", "http.page_model"),
    ("devmodel", "http.page_model"),
    ("cameramodel", "http.page_model"),
    ("productmodel", "http.page_model"),
    ("productname", "http.page_model"),
    ("prodname", "http.page_model"),
    ("product", "http.page_model"),
    ("brand", "http.page_brand"),
    ("brandname", "http.page_brand"),
    ("manufacturer", "http.page_brand"),
    ("vendor", "http.page_brand"),
    ("vendorname", "http.page_brand"),
    ("manufacturername", "http.page_brand"),
    ("companyname", "http.page_brand"),
    ("oemname", "http.page_brand"),
    ("firmware", "http.page_firmware"),
    ("firmwareversion", "http.page_firmware"),
    ("firmwarever", "http.page_firmware"),
    ("fwversion", "http.page_firmware"),
    ("fwver", "http.page_firmware"),
    ("firmver", "http.page_firmware"),
    ("frmver", "http.page_firmware"),
    ("sysver", "http.page_firmware"),
    ("romversion", "http.page_firmware"),
    ("swversion", "http.page_firmware"),
    ("softwareversion", "http.page_firmware"),
    ("softversion", "http.page_firmware"),
];

/// What some programmers write before a name to say of what sort it is, in lower case.
const SORTS: [&str; 5] = ["msz", "sz", "str", "g", "m"];

/// Longest text of a variable that is one of these.
const VARIABLE_MAX: usize = 64;

/// What scripts of a page say of the device, the first text of each field: `var model="FI9821W"`.
fn variables(page: &[u8]) -> Vec<(&'static str, Spanned)> {
    let mut found: Vec<(&'static str, Spanned)> = Vec::new();
    for sign in memchr::memchr2_iter(b'=', b':', page) {
        let Some(field) = variable_before(page, sign).filter(|f| found.iter().all(|(g, _)| g != f)) else {
            continue;
        };
        let Some(value) = text_behind(page, sign + 1) else { continue };
        if !value.is_empty() && value.value.bytes().any(|b| b.is_ascii_alphanumeric()) {
            found.push((field, value));
        }
    }
    found
}

/// The field of the variable whose name ends before a place, where it is set there by a statement: an attribute of an
/// element has the same form and is none.
fn variable_before(page: &[u8], end: usize) -> Option<&'static str> {
    const NAME_MAX: usize = 24;
    let is_member = page.get(end) == Some(&b':');
    let mut head = page[end.saturating_sub(2 * NAME_MAX)..end].trim_ascii_end();
    // A member of an object may be quoted.
    let quote = head.last().copied().filter(|last| is_member && matches!(last, b'"' | b'\''));
    if quote.is_some() {
        head = &head[..head.len() - 1];
    }
    let length = head.iter().rev().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    let (before, name) = head.split_at(head.len() - length);
    // Few signs stand behind a name that is set: that is looked at before all that a name may be.
    if name.is_empty() || !is_set(before, is_member, quote) {
        return None;
    }
    let own = || name.iter().filter(|b| **b != b'_').map(u8::to_ascii_lowercase);
    let sorted = |sort: &str, known: &str| own().eq(sort.bytes().chain(known.bytes()));
    let is_variable = |known: &str| own().eq(known.bytes()) || SORTS.iter().any(|sort| sorted(sort, known));
    VARIABLES.iter().find(|(known, _)| is_variable(known)).map(|(_, field)| *field)
}

/// Whether what stands before a name sets it: a word of the language, a member of an object begun, or the name of what a
/// page writes into an element for its scripts (`<body data-model="XC-100">`).
fn is_set(before: &[u8], is_member: bool, quote: Option<u8>) -> bool {
    if !is_member && before.ends_with(b"data-") {
        return true;
    }
    let before = quote.map_or(Some(before), |quote| before.strip_suffix(&[quote]));
    let Some(before) = before.map(<[u8]>::trim_ascii_end) else { return false };
    let words: &[&[u8]] =
        if is_member { &[b"{", b","] } else { &[b"var", b"let", b"const", b";", b"{", b","] };
    words.iter().any(|word| before.ends_with(word))
}

/// The text between the quotation marks that open at a place, blanks in front let pass.
fn text_behind(page: &[u8], at: usize) -> Option<Spanned> {
    let blanks = page.get(at..)?.iter().take(4).take_while(|b| **b == b' ').count();
    let open = at + blanks;
    let quote = *page.get(open).filter(|b| matches!(b, b'"' | b'\''))?;
    let text = &page[open + 1..page.len().min(open + 1 + VARIABLE_MAX + 1)];
    let length = memchr::memchr(quote, text).filter(|n| !text[..*n].contains(&b'\n'))?;
    Some(read_as_written(page, open + 1..open + 1 + length))
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
    let raw = read_as_written(page, span.clone());
    // Most are written as they are told.
    if !raw.decoded
        && raw.value.bytes().zip(raw.value.bytes().skip(1)).all(|pair| pair != (b' ', b' '))
        && raw.value.bytes().all(|b| b.is_ascii() && b != b'&' && (b == b' ' || b.is_ascii_graphic()))
    {
        return Some(raw);
    }
    let text =
        references::undo(&raw.value, references::html).split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Spanned::made(page, span, text))
}

/// The bytes of a page as text. What is no UTF-8 is of an older page, whose letters are those of Latin-1 where it says
/// nothing else; bytes that are none there are broken.
fn read_as_written(page: &[u8], span: Range<usize>) -> Spanned {
    let raw = Spanned::copied(page, span);
    if !raw.decoded {
        return raw;
    }
    let letter = |b: &u8| match b {
        0x80..=0x9f => char::REPLACEMENT_CHARACTER,
        b => char::from(*b),
    };
    let text: String = page[raw.span.clone()].iter().map(letter).collect();
    Spanned { value: text, ..raw }
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

/// How the notice of a copyright begins.
const COPYRIGHT: &str = "Copyright ";

/// `Copyright YEAR by NAME`, the notice itself, at most 80 bytes.
fn copyright(page: &[u8]) -> Option<Range<usize>> {
    let at = memchr::memmem::find_iter(page, COPYRIGHT).find(|at| {
        let rest = &page[at + COPYRIGHT.len()..];
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        digits > 0 && rest[digits..].starts_with(b" by ")
    })?;
    let length = page[at..].iter().take(80).take_while(|b| !matches!(b, b'<' | b'"' | b'\r' | b'\n')).count();
    Some(trim(page, at..at + length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use oogmerk_bytes::Until;

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
    fn variables_of_scripts_are_read_and_attributes_are_not() {
        let check = |page: &str, want: &[(&str, &str)]| {
            let got = variables(page.as_bytes());
            let got: Vec<(&str, &str)> = got.iter().map(|(f, v)| (*f, v.value.as_str())).collect();
            assert_eq!(got, want, "{page}");
        };
        check(
            "<script>var id='000DC5D1B2C3';\nvar sys_ver='11.37.2.54';var alias='hal';var model = \"FI9821W\";",
            &[("http.page_firmware", "11.37.2.54"), ("http.page_model", "FI9821W")],
        );
        check(
            "<script>let Brand_Name='Foscam', model_name='C1';",
            &[("http.page_brand", "Foscam"), ("http.page_model", "C1")],
        );
        check(
            "<script>var g_s_x='1', gSoftVersion='45.8', m_szModel = 'C1';",
            &[("http.page_firmware", "45.8"), ("http.page_model", "C1")],
        );
        check("var model=\"A1\";var model=\"B2\"", &[("http.page_model", "A1")]);
        check("<input name=\"x\" model=\"A1\"><a model='B2'>", &[]);
        check("var version=\"1.2\";var password=\"geheim\";var model=42;var model=\"", &[]);
        check(&format!("var model=\"{}\"", "A".repeat(65)), &[]);
    }

    #[test]
    fn members_of_objects_and_what_an_element_keeps_for_scripts_are_read() {
        let check = |page: &str, want: &[(&str, &str)]| {
            let got = variables(page.as_bytes());
            let got: Vec<(&str, &str)> = got.iter().map(|(f, v)| (*f, v.value.as_str())).collect();
            assert_eq!(got, want, "{page}");
        };
        check(
            "<script>var dev={model:'XC-1', \"fwVersion\" : \"2.1.0\", vendor: \"Maker\"};",
            &[("http.page_model", "XC-1"), ("http.page_firmware", "2.1.0"), ("http.page_brand", "Maker")],
        );
        check("<body class='login' data-product=\"XC-1\" data-fw-ver=\"2\">", &[("http.page_model", "XC-1")]);
        check("<p>The model: \"XC-1\" is new</p><a href=\"x:y\" title=\"model: 'B2'\">", &[]);
        check("{\"remodel\":\"A1\",\"a\":{\"x\":\"model\"}}", &[]);
    }

    #[test]
    fn letters_of_older_pages_are_read() {
        let page = b"<title>Cam\xe9ra   r\xe9seau Maker</title><script>var vendor='Soci\xe9t\xe9 Maker';";
        assert_eq!(title(page).expect("a title").value, "Cam\u{e9}ra r\u{e9}seau Maker");
        assert!(title(page).expect("a title").decoded);
        assert_eq!(variables(page)[0].1.value, "Soci\u{e9}t\u{e9} Maker");
        assert_eq!(title(b"<title>A \x9d B</title>").expect("a title").value, "A \u{fffd} B");
    }

    #[test]
    fn markers_are_the_bytes_themselves() {
        let page = b"<script>var BrandCopyright=\"Zavio Inc.\";</script><a href='/doc/page/login.asp?_1'> Copyright 2009 by Basler AG <br>";
        let check = |markers: &Markers, want: &[&str]| {
            let mut out = Clues::default();
            clues(page, markers, &mut out);
            let values: Vec<&str> = out.0.iter().map(|c| c.value.as_str()).collect();
            assert_eq!(values, want);
            for clue in &out.0 {
                assert_eq!(clue.span.clone().map(|s| &page[s]), Some(clue.value.as_bytes()));
            }
        };
        let markers = [
            ("BrandCopyright=\"", Until::Quote),
            ("/doc/page/login.asp", Until::Here),
            ("/none", Until::Here),
        ];
        let notice = "Copyright 2009 by Basler AG";
        check(&Markers::new(markers), &["BrandCopyright=\"Zavio Inc.", "/doc/page/login.asp", notice]);
        check(Markers::NONE, &[notice]);
    }
}
