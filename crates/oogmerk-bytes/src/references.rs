//! Character references of XML and HTML (`&amp;`, `&#65;`): the one place where they are undone.
//!
//! What a document declares itself is never expanded, so nothing can grow; what is unknown stays as it is written.
//! Sources: XML 1.0 sections 4.1 and 4.6, HTML Standard "Named character references".

use std::borrow::Cow;

/// Longest reference looked at, `&` and `;` included.
const REFERENCE_MAX: usize = 12;

/// The text with every reference undone that `known` knows by what stands between `&` and `;`. Never longer than the
/// input; borrowed where nothing changed.
pub fn undo(text: &str, known: fn(&str) -> Option<char>) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'&', &rest.as_bytes()[from..]).map(|at| from + at) {
        let reference = &rest[at..];
        let end = reference.bytes().take(REFERENCE_MAX).position(|b| b == b';');
        match end.and_then(|end| Some((known(&reference[1..end])?, end))) {
            Some((c, end)) => {
                out.push_str(&rest[..at]);
                out.push(c);
                rest = &reference[end + 1..];
                from = 0;
            }
            None => from = at + 1,
        }
    }
    if rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The five of XML and numbers. NUL is no character.
pub fn xml(name: &str) -> Option<char> {
    xml_or_nul(name).filter(|c| *c != '\0')
}

/// The five of XML and numbers, NUL among them.
pub fn xml_or_nul(name: &str) -> Option<char> {
    match name.strip_prefix('#') {
        Some(digits) => number(digits),
        None => five(name),
    }
}

/// The five of XML and numbers as the standard writes them: a small `x`, no sign, not NUL.
pub fn xml_exactly(name: &str) -> Option<char> {
    xml(name).filter(|_| !name.contains(['X', '+']))
}

/// References that occur in titles of web pages. Numbers of control characters stay as they are written.
pub fn html(name: &str) -> Option<char> {
    if let Some(digits) = name.strip_prefix('#') {
        return number(digits).filter(|c| !c.is_control() || c.is_whitespace());
    }
    five(name).or_else(|| HTML.iter().find(|(known, _)| *known == name).map(|(_, c)| *c))
}

fn number(digits: &str) -> Option<char> {
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(code)
}

fn five(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

const HTML: [(&str, char); 16] = [
    ("nbsp", ' '),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("middot", '·'),
    ("raquo", '»'),
    ("laquo", '«'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("agrave", 'à'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("szlig", 'ß'),
];

/// Text made safe to stand between tags or in an attribute.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            c if c.is_control() && !matches!(c, '\t' | '\n' | '\r') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(known: fn(&str) -> Option<char>, given: &str, want: &str) {
        assert_eq!(undo(given, known), want, "{given}");
        assert_eq!(matches!(undo(given, known), Cow::Borrowed(_)), given == want, "{given}");
    }

    #[test]
    fn what_is_known_is_undone_and_all_else_stays() {
        check(xml, "a&#x41;&#66;&quot;&nope;&;&#xffffffff;&", "aAB\"&nope;&;&#xffffffff;&");
        check(xml, "&amp;amp; &&amp;& &#0; &copy;", "&amp; &&& &#0; &copy;");
        check(xml_or_nul, "&#0;", "\0");
        check(xml_exactly, "&#X41;&#x+41;&#x41;&#0;", "&#X41;&#x+41;A&#0;");
        check(html, "Sarix&trade;&nbsp;&#65;&#7;&#10;&bull;", "Sarix™ A&#7;\n&bull;");
        check(xml, "&#0000000065; & nothing; else", "&#0000000065; & nothing; else");
        check(xml, "é&é;&lt;", "é&é;<");
    }

    #[test]
    fn what_is_escaped_is_undone_again() {
        let text = "<a b='c' d=\"e\">&amp;";
        assert_eq!(undo(&escape(text), xml), text);
    }
}
