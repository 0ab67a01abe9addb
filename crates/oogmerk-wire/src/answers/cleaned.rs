//! Text as it was before somebody quoted, numbered, logged or escaped it.

use std::borrow::Cow;

/// Whether a text is worth looking into.
pub(super) fn may_hold_answers(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3(b'<', b'{', b'=', bytes).is_some()
        || text.contains("onvif://")
        || memchr::memchr2(b'\n', b'\\', bytes).is_some()
        || text.contains(": ")
        || super::heads::greets(text).is_some()
        || bytes.len() >= 64 && !bytes.contains(&b' ')
}

/// Without quote marks, line numbers and Markdown, where lines carry them.
pub(super) fn cleaned(text: &str) -> Cow<'_, str> {
    if let Some(read) = parts_unpacked(text) {
        return Cow::Owned(cleaned(&read).into_owned());
    }
    let mut text = match (bytes_shown(text), compared(text)) {
        (Some(shown), _) => Cow::Owned(shown),
        (None, Some(now)) => Cow::Owned(now),
        (None, None) => Cow::Borrowed(text),
    };
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

/// A mail whose parts were sent as base64, with what they hold where that is text (RFC 2045, section 6).
fn parts_unpacked(text: &str) -> Option<String> {
    let is_packed = |line: &str| {
        let (name, value) = line.split_once(':').unwrap_or_default();
        name.eq_ignore_ascii_case("content-transfer-encoding") && value.trim().eq_ignore_ascii_case("base64")
    };
    if !text.lines().any(is_packed) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let (mut lines, mut is_any) = (text.lines().peekable(), false);
    let mut is_head_of_packed = false;
    while let Some(line) = lines.next() {
        is_head_of_packed |= is_packed(line);
        // That its lines are packed is said once more by nobody: the head goes with them.
        if !is_packed(line) {
            out.extend([line, "\n"]);
        }
        if !(is_head_of_packed && line.trim().is_empty()) {
            continue;
        }
        is_head_of_packed = false;
        let mut run = String::new();
        while let Some(more) = lines.next_if(|more| !more.trim().is_empty() && !more.starts_with("--")) {
            run.extend([more, "\n"]);
        }
        let held = unpacked(&run);
        is_any |= held.is_some();
        out.extend([held.as_deref().unwrap_or(&run), "\n"]);
    }
    is_any.then_some(out)
}

/// What two texts that were compared line by line say now (`diff -u`, `git diff`): what was taken away is left out.
fn compared(text: &str) -> Option<String> {
    let is_piece = |line: &str| line.starts_with("@@ -") && line[4..].contains(" @@");
    if !text.lines().any(is_piece) {
        return None;
    }
    let mut now = String::with_capacity(text.len());
    let mut is_within = false;
    for line in text.lines() {
        if is_piece(line) {
            is_within = true;
            continue;
        }
        is_within &= line.is_empty() || line.starts_with(['+', '-', ' ', '\\']);
        match line.chars().next() {
            _ if line.starts_with("--- ") => continue,
            Some('-') if is_within => continue,
            Some('+' | ' ') if is_within && !line.starts_with("+++ ") => now.push_str(&line[1..]),
            _ => now.push_str(line),
        }
        now.push('\n');
    }
    Some(now)
}

/// Texts with the bytes that lines show as numbers (`hexdump -C`, `xxd`, `tcpdump -X`) as the text that they are.
fn bytes_shown(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let (mut bytes, mut last, mut found): (Vec<u8>, Option<u64>, bool) = (Vec::new(), None, false);
    for line in text.lines() {
        let row = row_of_bytes(line);
        // What goes on begins where the row before it ended.
        let goes_on = |at: u64| last.is_some_and(|next| next == at);
        if !row.as_ref().is_some_and(|(at, _)| goes_on(*at)) {
            found |= end_bytes(&mut bytes, &mut out);
        }
        match row {
            Some((at, row)) if goes_on(at) || at == 0 => {
                last = Some(at + row.len() as u64);
                bytes.extend(row);
            }
            _ => {
                last = None;
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    found |= end_bytes(&mut bytes, &mut out);
    found.then_some(out)
}

/// Least bytes in rows that are shown bytes.
const BYTES_LEAST: usize = 17;

/// What rows of bytes hold as text, each run of others a line end; whether there were rows enough.
fn end_bytes(bytes: &mut Vec<u8>, out: &mut String) -> bool {
    let whole = std::mem::take(bytes);
    if whole.is_empty() {
        return false;
    }
    let text = String::from_utf8_lossy(&whole);
    let is_text = |c: char| !c.is_control() && c != char::REPLACEMENT_CHARACTER || c == '\t';
    let lines = text.split(|c| !is_text(c)).filter(|line| !line.is_empty());
    lines.for_each(|line| out.extend([line, "\n"]));
    out.push('\n');
    whole.len() >= BYTES_LEAST
}

/// A row of shown bytes: where it begins, and its bytes.
fn row_of_bytes(line: &str) -> Option<(u64, Vec<u8>)> {
    let line = line.trim_start();
    let (place, rest) = line.split_once([' ', '\t', ':'])?;
    let digits = place.strip_prefix("0x").unwrap_or(place);
    if !(4..=8).contains(&digits.len()) {
        return None;
    }
    let at = u64::from_str_radix(digits, 16).ok()?;
    let rest = rest.trim_start_matches(':').trim_start();
    // Two blanks or a bar part the numbers from the letters that they stand for; `hexdump -C` has two in the middle.
    let numbers = rest.split('|').next()?;
    let mut bytes = Vec::new();
    for group in numbers.split("  ").take(2) {
        for word in group.split_whitespace() {
            let is_bytes = word.len() % 2 == 0 && word.bytes().all(|b| b.is_ascii_hexdigit());
            if !is_bytes || bytes.len() + word.len() / 2 > 32 {
                return (!bytes.is_empty()).then_some((at, bytes));
            }
            bytes.extend(
                (0..word.len()).step_by(2).filter_map(|i| u8::from_str_radix(&word[i..i + 2], 16).ok()),
            );
        }
        if bytes.len() >= 16 {
            break;
        }
    }
    (!bytes.is_empty()).then_some((at, bytes))
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
    // An hour is no number of a line.
    let is_hour = rest.len() > 8 && rest.bytes().take(8).map(|b| b.is_ascii_digit()).eq(HOUR);
    if !(1..=6).contains(&digits) || is_hour && behind.starts_with(':') {
        return None;
    }
    ["\t", ": ", "| ", "|", ":", "  ", ") ", ". "]
        .iter()
        .find_map(|mark| behind.strip_prefix(mark))
        .or_else(|| behind.is_empty().then_some(""))
}

/// Where in `07:14:02` digits stand.
const HOUR: [bool; 8] = [true, true, false, true, true, false, true, true];

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
    // A short text may hold nothing but lines that were broken.
    let is_coded = || ["=3D", "=\n", "=\r\n"].iter().any(|mark| text.contains(mark));
    if !head.to_ascii_lowercase().contains("quoted-printable") || !is_coded() {
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
