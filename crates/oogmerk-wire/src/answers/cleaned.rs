//! Text as it was before somebody quoted, numbered, logged or escaped it.

use std::borrow::Cow;

/// Whether a text is worth looking into.
pub(super) fn may_hold_answers(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3(b'<', b'{', b'=', bytes).is_some()
        || text.contains("onvif://")
        || memchr::memchr2(b'\n', b'\\', bytes).is_some()
        || text.contains(": ")
        || bytes.len() >= 64 && !bytes.contains(&b' ')
}

/// Without quote marks, line numbers and Markdown, where lines carry them.
pub(super) fn cleaned(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    // What a client shows of an answer (`curl -v`): lines behind `< `, its own behind `> ` and `* `.
    if text.lines().any(|line| line.starts_with("< HTTP/")) {
        let bare: Vec<&str> = text
            .lines()
            .map(|line| {
                line.strip_prefix("< ").or(line.strip_prefix('<').filter(|l| l.is_empty())).unwrap_or(line)
            })
            .collect();
        text = Cow::Owned(bare.join("\n"));
    }
    // A quoted line is one among others; numbers stand before most lines or are no numbers of lines.
    for (strip, least) in [(quoted as fn(&str) -> Option<&str>, 0), (numbered, 50)] {
        let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
        let marked = lines.iter().filter(|line| strip(line).is_some()).count();
        if marked > 0 && marked * 100 >= lines.len() * least {
            let bare: Vec<&str> = text.lines().map(|line| strip(line).unwrap_or(line)).collect();
            text = Cow::Owned(bare.join("\n"));
        }
    }
    text
}

/// `> answer`, `>> answer`, `| answer`.
fn quoted(line: &str) -> Option<&str> {
    let mut rest = line.trim_start();
    let mut was = false;
    while let Some(behind) = rest.strip_prefix('>').or_else(|| rest.strip_prefix("| ")) {
        rest = behind.strip_prefix(' ').unwrap_or(behind);
        was = true;
    }
    was.then_some(rest)
}

/// `12: answer`, `  12  answer`, `12|answer`.
fn numbered(line: &str) -> Option<&str> {
    let rest = line.trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let behind = rest.get(digits..)?;
    if !(1..=6).contains(&digits) {
        return None;
    }
    ["\t", ": ", "| ", "|", ":", "  ", ") ", ". "]
        .iter()
        .find_map(|mark| behind.strip_prefix(mark))
        .or_else(|| behind.is_empty().then_some(""))
}

/// A text whose line ends and quotes are written as `\n` and `\"`, undone once.
pub(super) fn unescaped(text: &str) -> Option<String> {
    if !text.contains('\\') {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut changed = false;
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let undone = match chars.peek() {
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('"') => '"',
            Some('\'') => '\'',
            Some('/') => '/',
            Some('\\') => '\\',
            _ => {
                out.push(c);
                continue;
            }
        };
        chars.next();
        out.push(undone);
        changed = true;
    }
    changed.then_some(out)
}

/// Quoted-printable (RFC 2045 section 6.7), where a text is.
pub(super) fn unquoted(text: &str) -> Option<String> {
    let head = &text[..text.floor_char_boundary(16_384)];
    if !head.to_ascii_lowercase().contains("quoted-printable") || !text.contains("=3D") {
        return None;
    }
    let joined = text.replace("=\r\n", "").replace("=\n", "");
    let mut out: Vec<u8> = Vec::with_capacity(joined.len());
    let bytes = joined.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'=').then(|| bytes.get(at + 1..at + 3)).flatten();
        let value =
            hex.and_then(|h| std::str::from_utf8(h).ok()).and_then(|h| u8::from_str_radix(h, 16).ok());
        if let Some(value) = value {
            out.push(value);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    Some(String::from_utf8_lossy(&out).into_owned())
}

/// What a run of base64 holds, where that is text.
pub(super) fn unpacked(text: &str) -> Option<String> {
    use base64::Engine as _;
    let bare: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    if bare.len() < 40
        || bare.len() > 1 << 24
        || !bare.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=-_".contains(&b))
    {
        return None;
    }
    let bytes = base64::engine::general_purpose::STANDARD.decode(bare).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let odd = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    (odd * 50 <= text.len()).then_some(text)
}
