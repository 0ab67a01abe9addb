//! Text that came from devices, files and people, made fit to show. Such text is data: on a page it is escaped,
//! isolated from the direction of the text around it, its control characters become □ and it is cut at 120
//! characters; on a terminal they become `·`, so that no escape sequence reaches the screen.

use std::fmt;

/// How many characters of a device's own text a page shows.
pub const SHOWN_CHARS: usize = 120;

/// HTML that is already fit to print: made by this crate, never by a device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(pub(crate) String);

impl Html {
    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// Whether there is anything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// Escapes text of our own (a message, a number): no isolation, no cutting.
    pub fn own(text: &str) -> Self {
        let mut out = String::with_capacity(text.len());
        escape_into(text, &mut out);
        Self(out)
    }
    /// Text from outside: cut, neutralised, escaped, isolated.
    pub fn hostile(text: &str) -> Self {
        let mut out = String::with_capacity(text.len().min(SHOWN_CHARS * 4) + 11);
        out.push_str("<bdi>");
        escape_into(&neutral(text, '□', Some(SHOWN_CHARS)), &mut out);
        out.push_str("</bdi>");
        Self(out)
    }
    /// Several pieces after each other with `between` in between.
    pub fn join(pieces: &[Html], between: &str) -> Self {
        Self(pieces.iter().map(Html::as_str).collect::<Vec<_>>().join(between))
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The one type templates print without escaping; its constructors are in this crate.
impl askama::filters::HtmlSafe for Html {}

/// Appends text with the five characters of HTML escaped.
pub(crate) fn escape_into(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

/// Escaped for an attribute value in double quotes.
pub(crate) fn attribute(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&neutral(text, '□', Some(SHOWN_CHARS)), &mut out);
    out
}

/// Text for a terminal: one line, no control or direction characters.
pub fn terminal(text: &str) -> String {
    neutral(text, '·', None)
}

/// Lines for a terminal: as [`terminal`], but line feeds and the white space that lines begin with stay.
pub fn terminal_lines(text: &str) -> String {
    text.chars().map(|c| if c != '\n' && commands(c) { '·' } else { c }).collect()
}

/// Replaces what could command, hide or turn text, and cuts after `limit` characters with `…`.
pub(crate) fn neutral(text: &str, mark: char, limit: Option<usize>) -> String {
    let limit = limit.unwrap_or(usize::MAX);
    let mut out = String::with_capacity(text.len().min(limit.saturating_mul(4)));
    for (i, c) in text.trim().chars().enumerate() {
        if i >= limit {
            out.push('…');
            break;
        }
        out.push(if commands(c) { mark } else { c });
    }
    out
}

/// Whether a sign commands, hides or turns text: control characters, direction overrides and isolates, invisible joiners, line separators, private use (which the
/// message renderer uses as its own marks), tags.
pub fn commands(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}'
            | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
}

/// A fragment identifier from any text: letters, digits and dashes stay, every other byte is written `_xx`, so that
/// different texts give different identifiers.
pub fn anchor(prefix: &str, text: &str) -> String {
    let mut out = String::with_capacity(prefix.len() + text.len() + 1);
    out.push_str(prefix);
    out.push('-');
    for b in text.bytes().take(200) {
        if b.is_ascii_alphanumeric() || b == b'-' || b == b'.' {
            out.push(char::from(b));
        } else {
            out.push_str(&format!("_{b:02x}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn device_text_is_escaped_isolated_and_cut() {
        assert_eq!(Html::hostile("<script>\u{1b}[31m").as_str(), "<bdi>&lt;script&gt;□[31m</bdi>");
        assert_eq!(Html::hostile("a\u{202e}b").as_str(), "<bdi>a□b</bdi>");
        let long = Html::hostile(&"x".repeat(10_000));
        assert_eq!(long.as_str().chars().count(), SHOWN_CHARS + 1 + 11);
        assert!(long.as_str().contains("x…</bdi>"));
    }

    #[test]
    fn no_escape_sequence_reaches_a_terminal() {
        assert_eq!(terminal("\u{1b}]0;x\u{7}a\r\nb"), "·]0;x·a··b");
        assert_eq!(terminal_lines("  \u{9b}31ma\n\u{202e}b\r"), "  ·31ma\n·b·");
    }

    #[test]
    fn different_texts_have_different_anchors() {
        assert_eq!(anchor("dev", "dev-7f3k"), "dev-dev-7f3k");
        assert_ne!(anchor("p", "a b"), anchor("p", "a_b"));
        assert!(!anchor("p", "\"><script>").contains('"'));
    }
}
