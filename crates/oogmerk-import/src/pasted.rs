//! Lines as people paste them: what pasting puts in front of a line taken off, so that a tool's line can be known
//! anywhere.
//!
//! Taken off, from the outside in: quotes of mail and forums (`> `), bars (`| `) and line numbers where the text as a
//! whole has them, heads of logs (syslog, a date and time, a level, a nick), and the prompt before what was typed.
//! Fences of Markdown and prompts with nothing behind them are empty lines. What a line says is its format's business,
//! and nothing is joined here: a line stays a line and says where it stands.
//!
//! Bars and numbers are taken off only where most of the first lines have them: nmap begins lines with a bar of its
//! own, and tables of addresses begin rows with a number. Sources of the forms: RFC 3676 section 4.5 (quotes), RFC 3164
//! and RFC 5424 (syslog), the prompts that shells, routers and switches print by default.

mod heads;
mod prompts;

/// How many first lines say what the whole text has in front of its lines.
const SAMPLE_LINES: usize = 200;
/// Deepest quote that is taken off.
const QUOTES_MAX: usize = 16;

/// One line without what pasting put around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BareLine<'t> {
    /// What is left, without white space behind it; indents are kept.
    pub text: &'t str,
    /// What was taken off in front, as it stood.
    pub before: &'t str,
    /// Where `text` begins in the whole text, in bytes.
    pub offset: usize,
    /// The line's number, from 1.
    pub number: u64,
    /// Whether a prompt stood before it: somebody typed this, no tool printed it.
    pub is_typed: bool,
}

/// The lines of a text, in order, with the prefixes of pasting taken off. One for each line of the text.
pub(crate) fn bare_lines(text: &str) -> impl Iterator<Item = BareLine<'_>> {
    let frame = Frame::of(text);
    let mut offset = 0;
    text.split_inclusive('\n').zip(1..).map(move |(line, number)| {
        let at = offset;
        offset += line.len();
        let bare = frame.bare(line);
        BareLine { offset: at + bare.offset, number, ..bare }
    })
}

/// Whether the first line of a text begins with something pasted, a prompt or the head of a log, although it begins
/// with the bracket of another language.
pub(crate) fn is_pasted(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    text.starts_with(['[', '<', '{']) && {
        let bare = Frame::default().bare(line);
        bare.is_typed || !bare.before.trim().is_empty() || is_tagged(line)
    }
}

/// Whether a line begins with a word in brackets, of a forum (`[quote=nick]…`) or before what was said
/// (`[10.0.0.7] text`).
fn is_tagged(line: &str) -> bool {
    let tag = line.trim_end().strip_prefix('[').and_then(|rest| rest.split_once(']'));
    tag.is_some_and(|(tag, behind)| {
        let is_word =
            tag.starts_with(|c: char| c.is_ascii_alphanumeric()) && !tag.contains(['"', '{', '[', ',']);
        is_word
            && !behind.starts_with([',', ']'])
            && (!behind.is_empty() || FORUM.iter().any(|own| tag.starts_with(own)))
    })
}

/// Tags of forums that stand alone on their line.
const FORUM: [&str; 4] = ["code", "quote", "CODE", "QUOTE"];

/// Whether a line begins as lines of logs do.
pub(crate) fn is_log_line(line: &str) -> bool {
    heads::without(line).len() < line.len()
}

/// What stands in front of the lines of one text as a whole. Known from its first lines, used on each: for those who
/// read line by line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Frame {
    has_bars: bool,
    /// Where lines are numbered: how many blanks stand behind every number, but for the one that parts it.
    numbers: Option<usize>,
}

impl Frame {
    /// What most of the first lines of a text have in front.
    pub fn of(opening: &str) -> Self {
        let sample = || opening.lines().take(SAMPLE_LINES).map(unquoted).filter(|l| !l.trim().is_empty());
        let lines = sample().count();
        let has_bars = lines >= 2 && sample().filter(|l| unbarred(l).is_some()).count() * 3 > lines * 2;
        let inner = |l| if has_bars { unbarred(l).unwrap_or(l) } else { l };
        let numbers: Vec<Option<u64>> = sample().map(|l| numbered(inner(l)).map(|(n, _)| n)).collect();
        let in_order = numbers.windows(2).filter(|w| matches!(w, [Some(a), Some(b)] if *a + 1 == *b)).count();
        let has_numbers = lines >= 3 && in_order * 3 >= (lines - 1) * 2;
        let blanks = |rest: &str| rest.len() - rest.trim_start_matches(' ').len();
        let rests = sample().filter_map(|l| numbered(inner(l))).map(|(_, rest)| rest);
        let pad = rests.filter(|rest| !rest.trim().is_empty()).map(blanks).min().unwrap_or(0);
        Self { has_bars, numbers: has_numbers.then_some(pad) }
    }

    /// The same, where bars belong to the lines themselves.
    pub fn without_bars(self) -> Self {
        Self { has_bars: false, ..self }
    }

    /// One line with what pasting put in front taken off; `offset` is where `text` begins in it, `number` is 0.
    pub fn bare<'t>(&self, line: &'t str) -> BareLine<'t> {
        let mut text = unquoted(line.trim_start_matches('\u{feff}').trim_end());
        if self.has_bars {
            text = unbarred(text).unwrap_or(text);
        }
        if let Some(pad) = self.numbers
            && let Some((_, rest)) = numbered(text)
        {
            let blanks = rest.len() - rest.trim_start_matches(' ').len();
            text = &rest[pad.min(blanks)..];
        }
        // What a forum or a log quotes may be quoted itself.
        text = unquoted(heads::without(text));
        let typed = prompts::typed(text);
        text = typed.unwrap_or(text);
        if is_fence(text) {
            text = &text[text.len()..];
        }
        let offset = text.as_ptr() as usize - line.as_ptr() as usize;
        BareLine { text, before: &line[..offset], offset, number: 0, is_typed: typed.is_some() }
    }
}

/// Without the marks of a quote: `> `, `>> `, `> > `.
fn unquoted(line: &str) -> &str {
    let mut rest = line;
    for _ in 0..QUOTES_MAX {
        let trimmed = rest.trim_start_matches(' ');
        let Some(inner) = trimmed.strip_prefix('>').or_else(|| trimmed.strip_prefix("&gt;")) else { break };
        rest = inner.strip_prefix(' ').unwrap_or(inner);
    }
    rest
}

/// Without a bar in front (and one behind), as terminals and tables draw them.
fn unbarred(line: &str) -> Option<&str> {
    let trimmed = line.trim_start_matches(' ');
    let inner = ["|", "│", "┃", "¦"].iter().find_map(|bar| trimmed.strip_prefix(bar))?;
    let inner = inner.strip_prefix(' ').unwrap_or(inner).trim_end();
    Some(inner.trim_end_matches(['|', '│', '┃', '¦']).trim_end())
}

/// A number in front and what follows it: `12 text`, `12: text`, `12| text`, `[12] text`, `L12: text`.
fn numbered(line: &str) -> Option<(u64, &str)> {
    let trimmed = line.trim_start();
    let trimmed = trimmed.strip_prefix(['L', '[', '#']).unwrap_or(trimmed);
    let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 7 {
        return None;
    }
    let (number, rest) = trimmed.split_at(digits);
    let number = number.parse().ok()?;
    if rest.is_empty() {
        return Some((number, rest));
    }
    let mark = rest.strip_prefix([':', '|', '.', ')', ']', '│', '→']).unwrap_or(rest);
    // A dot or a colon within an address is no mark behind a number.
    let inner = mark.strip_prefix([' ', '\t']).or_else(|| Some(mark).filter(|_| mark.is_empty()))?;
    Some((number, inner))
}

/// A line that fences code in Markdown, with or without the name of a language.
fn is_fence(line: &str) -> bool {
    let line = line.trim();
    let name = line.strip_prefix("```").or_else(|| line.strip_prefix("~~~"));
    name.is_some_and(|name| {
        name.len() <= 20 && name.trim().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of each line; `$` before what was typed.
    fn check(text: &str, want: &[&str]) {
        let lines: Vec<BareLine<'_>> = bare_lines(text).collect();
        let seen: Vec<String> =
            lines.iter().map(|l| format!("{}{}", if l.is_typed { "$ " } else { "" }, l.text)).collect();
        assert_eq!(seen, want, "{text:?}");
        for line in lines {
            assert!(text[line.offset..].starts_with(line.text), "{line:?}");
            assert!(text[..line.offset].ends_with(line.before), "{line:?}");
        }
    }

    #[test]
    fn quotes_and_fences_are_taken_off() {
        check("> a\n>> b\n> > c\n>\n&gt; d\nplain\n", &["a", "b", "c", "", "d", "plain"]);
        check(
            "```text\n  a = b\n~~~\n```not a fence of one\n",
            &["", "  a = b", "", "```not a fence of one"],
        );
        check("\u{feff}a\r\nb \t\r\n", &["a", "b"]);
        check("", &[]);
    }

    #[test]
    fn a_word_in_brackets_before_a_text_is_no_list() {
        for text in ["[quote=nick]What is it?[/quote]", "[code]\nNmap", "[10.0.0.7] HTTP/1.1 200 OK"] {
            assert!(is_pasted(text), "{text}");
        }
        for text in ["[1, 2]", "[{\"a\": 1}]", "[\"a\"]", "[true]", "[root.Brand]\nBrand=x", "[[1]]"] {
            assert!(!is_pasted(text), "{text}");
        }
    }

    #[test]
    fn bars_and_numbers_are_taken_off_where_the_text_has_them() {
        check("| a |\n| b: 1\n| c\n", &["a", "b: 1", "c"]);
        // nmap's own.
        check(
            "80/tcp open http\n| http-title: x\n|_x\nb\n",
            &["80/tcp open http", "| http-title: x", "|_x", "b"],
        );
        check("  9  a\n 10  b\n 11\n 12    c\n", &["a", "b", "", "  c"]);
        check("1: a\n2: b\n3: c\n", &["a", "b", "c"]);
        check("$\n1:\n2:\n3:\n", &["$ ", "", "", ""]);
        check("> 1| a\n> 2| b\n> 3| c\n", &["a", "b", "c"]);
        let leases = ["1794550011 ec:71:db:5c:10:aa 10.0.0.1", "1794550012 ec:71:db:5c:10:ab 10.0.0.2"];
        check(&leases.join("\n"), &leases);
        check("10.0.0.1 a\n10.0.0.2 b\n10.0.0.3 c\n", &["10.0.0.1 a", "10.0.0.2 b", "10.0.0.3 c"]);
    }

    #[test]
    fn lines_read_one_by_one_are_those_of_the_whole() {
        let text = "> 1: a\n> 2: b\n> 3: $ ls\n";
        let frame = Frame::of(text);
        for (line, whole) in text.split_inclusive('\n').zip(bare_lines(text)) {
            let alone = frame.bare(line);
            assert_eq!((alone.text, alone.is_typed), (whole.text, whole.is_typed));
        }
    }
}
