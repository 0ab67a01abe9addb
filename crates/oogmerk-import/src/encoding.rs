//! Character encodings of text inputs: byte order marks, UTF-16, and for texts that are no UTF-8 what they say of
//! themselves, else the old encodings of Windows.
//!
//! Sources: Unicode 16 section 23.8 (byte order mark), RFC 3629 (UTF-8), the WHATWG Encoding standard (windows-1252).

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};
use std::io::Read;

/// How many first bytes of an input are looked at, for its format as for its encoding.
pub const HEAD_MAX: usize = 64 * 1024;

/// What the first bytes say. Text that is neither marked nor valid UTF-8 is in what it says, else in an encoding of
/// Windows, which reads any byte.
pub(crate) fn sniff(head: &[u8]) -> &'static Encoding {
    if head.starts_with(&[0xff, 0xfe]) {
        return UTF_16LE;
    }
    if head.starts_with(&[0xfe, 0xff]) {
        return UTF_16BE;
    }
    if head.starts_with(&[0xef, 0xbb, 0xbf]) {
        return UTF_8;
    }
    if let Some(unmarked) = unmarked_utf16(head) {
        return unmarked;
    }
    match std::str::from_utf8(head) {
        Ok(_) => UTF_8,
        // The head may end inside a character.
        Err(e) if e.error_len().is_none() && e.valid_up_to() + 4 > head.len() => UTF_8,
        Err(_) => declared(head).unwrap_or_else(|| of_letters(head)),
    }
}

/// What a page or a document says of its letters, where it does (`charset=`, `encoding=`) and they are written in bytes.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = &head[..head.len().min(DECLARED_WITHIN)];
    ["charset=", "encoding="].iter().find_map(|key| {
        let at = memchr::memmem::find(head, key.as_bytes())?;
        let value = head[at + key.len()..].trim_ascii_start();
        let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
        let is_of_name = |b: &&u8| b.is_ascii_alphanumeric() || b"-_:".contains(b);
        let length = value.iter().take_while(is_of_name).count();
        let named = Encoding::for_label(&value[..length])?;
        (named.is_ascii_compatible() && named != UTF_8).then_some(named)
    })
}

/// First bytes in which a document says how its letters are written.
const DECLARED_WITHIN: usize = 4 * 1024;

/// Which of the old encodings of Windows a text is in, of which nobody says it. Letters of Cyrillic stand in words of
/// their own, those of other tongues by themselves; three bytes are letters in the middle of Europe alone.
fn of_letters(head: &[u8]) -> &'static Encoding {
    let is_high = |b: &u8| *b >= 0x80;
    let high = head.iter().filter(|b| is_high(b)).count();
    let beside = head.windows(2).filter(|pair| pair.iter().all(|b| *b >= 0xc0)).count();
    if high >= 4 && beside * 10 >= high * 6 {
        return WINDOWS_1251;
    }
    let is_central = |b: &u8| matches!(b, 0x8d | 0x8f | 0x9d);
    if head.iter().any(is_central) && !head.iter().any(|b| matches!(b, 0x81 | 0x83 | 0x88 | 0x90 | 0x98)) {
        return WINDOWS_1250;
    }
    WINDOWS_1252
}

/// Mostly-ASCII text in UTF-16 has a zero in every second byte and nowhere else.
fn unmarked_utf16(head: &[u8]) -> Option<&'static Encoding> {
    let sample = &head[..head.len().min(512) & !1];
    if sample.len() < 4 {
        return None;
    }
    let zeroes = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeroes(0), zeroes(1), sample.len() / 2);
    if odd * 10 >= half * 8 && even == 0 {
        Some(UTF_16LE)
    } else if even * 10 >= half * 8 && odd == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The head as text, marks removed, broken characters replaced.
pub(crate) fn text_of(head: &[u8]) -> String {
    let (text, _) = sniff(head).decode_with_bom_removal(head);
    if ends_in_returns(head) { text.replace('\r', "\n") } else { text.into_owned() }
}

/// Whether lines end in carriage returns alone, as terminals that were recorded and old programs write them.
fn ends_in_returns(head: &[u8]) -> bool {
    let head = &head[..head.len().min(HEAD_MAX)];
    let holds = |byte: u8| memchr::memchr(byte, head).is_some();
    // The head may end between a return and its line feed.
    memchr::memchr(b'\r', &head[..head.len().saturating_sub(1)]).is_some() && !holds(b'\n') && !holds(0)
}

/// A text with line feeds at the ends of lines where it has carriage returns alone: every byte stays where it is.
pub(crate) fn lined<'i>(mut input: Box<dyn Read + 'i>) -> Box<dyn Read + 'i> {
    let mut head = Vec::new();
    // An error here comes back on the next read.
    let _ = (&mut input).take(HEAD_MAX as u64).read_to_end(&mut head);
    let has_returns = ends_in_returns(&head);
    let input = std::io::Cursor::new(head).chain(input);
    if has_returns { Box::new(Lined(input)) } else { Box::new(input) }
}

struct Lined<R>(R);

impl<R: Read> Read for Lined<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let n = self.0.read(out)?;
        for byte in out[..n].iter_mut().filter(|byte| **byte == b'\r') {
            *byte = b'\n';
        }
        Ok(n)
    }
}

/// Reads any encoding as UTF-8 without a mark; broken characters become U+FFFD.
pub(crate) struct Transcoder<R> {
    inner: R,
    decoder: Decoder,
    pending: Vec<u8>,
    taken: usize,
    ended: bool,
}

impl<R: Read> Transcoder<R> {
    pub fn new(inner: R, encoding: &'static Encoding) -> Self {
        Self {
            inner,
            decoder: encoding.new_decoder_with_bom_removal(),
            pending: Vec::new(),
            taken: 0,
            ended: false,
        }
    }

    fn refill(&mut self) -> std::io::Result<()> {
        let mut raw = [0u8; 16 * 1024];
        let read = loop {
            match self.inner.read(&mut raw) {
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.ended = read == 0;
        let need = self.decoder.max_utf8_buffer_length(read).unwrap_or(read * 3 + 16);
        self.pending.resize(need, 0);
        let (_, _, written, _) = self.decoder.decode_to_utf8(&raw[..read], &mut self.pending, self.ended);
        self.pending.truncate(written);
        self.taken = 0;
        Ok(())
    }
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        while self.taken == self.pending.len() {
            if self.ended || out.is_empty() {
                return Ok(0);
            }
            self.refill()?;
        }
        let n = out.len().min(self.pending.len() - self.taken);
        out[..n].copy_from_slice(&self.pending[self.taken..self.taken + n]);
        self.taken += n;
        Ok(n)
    }
}

/// The output of a tool as UTF-8: tools write UTF-8, or UTF-16 where a shell redirected them; what is broken in it is
/// replaced, never taken for another encoding.
pub(crate) fn as_utf8<'a>(mut input: Box<dyn Read + 'a>) -> (&'static Encoding, Box<dyn Read + 'a>) {
    let mut head = Vec::new();
    // An error here comes back on the next read.
    let _ = (&mut input).take(HEAD_MAX as u64).read_to_end(&mut head);
    let is_wide = |e: &&Encoding| *e == UTF_16LE || *e == UTF_16BE;
    let encoding = Some(sniff(&head)).filter(is_wide).unwrap_or(UTF_8);
    (encoding, Box::new(Transcoder::new(std::io::Cursor::new(head).chain(input), encoding)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(bytes: &[u8], want: &str) {
        let mut input = Transcoder::new(bytes, sniff(bytes));
        let mut text = String::new();
        input.read_to_string(&mut text).unwrap();
        assert_eq!(text, want);
    }

    #[test]
    fn lines_that_end_in_returns_alone_are_lines() {
        for (text, want) in
            [("a\rb\r", "a\nb\n"), ("a\r\nb\r", "a\r\nb\r"), ("a b", "a b"), ("a\r\0b", "a\r\0b")]
        {
            let mut told = String::new();
            lined(Box::new(text.as_bytes())).read_to_string(&mut told).expect("text");
            assert_eq!(told, want, "{text:?}");
            assert_eq!(text_of(text.as_bytes()), want);
        }
    }

    #[test]
    fn every_encoding_a_spreadsheet_writes_is_read() {
        check("étage".as_bytes(), "étage");
        check("\u{feff}étage".as_bytes(), "étage");
        check(b"\xe9tage", "étage");
        let le: Vec<u8> = "\u{feff}merk;é\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&le, "merk;é\n");
        let be: Vec<u8> = "merk;model\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&be, "merk;model\n");
        check(b"", "");
        check(b"\xff", "ÿ");
    }

    #[test]
    fn letters_are_those_that_a_page_says_or_that_stand_in_words_of_their_own() {
        check(
            b"<meta charset=shift_jis><title>\x83l\x83b\x83g</title>",
            "<meta charset=shift_jis><title>ネット</title>",
        );
        check(
            b"<?xml version='1.0' encoding='ISO-8859-2'?><a>\xbaa</a>",
            "<?xml version='1.0' encoding='ISO-8859-2'?><a>şa</a>",
        );
        check(b"IP-\xea\xe0\xec\xe5\xf0\xe0 Maker", "IP-камера Maker");
        check(b"S\xed\x9dov\xe1 kamera", "Síťová kamera");
        check(b"Caf\xe9 \x80 12, na\xefef", "Café € 12, naïef");
        check(b"charset=nonsense \xe9.", "charset=nonsense é.");
    }

    #[test]
    fn a_broken_byte_in_a_tools_output_changes_nothing_else() {
        let (_, mut input) = as_utf8(Box::new(&b"\xc3\xa9\n\xff\n"[..]));
        let mut text = String::new();
        input.read_to_string(&mut text).unwrap();
        assert_eq!(text, "é\n\u{fffd}\n");
    }

    #[test]
    fn a_head_cut_inside_a_character_is_still_utf8() {
        assert_eq!(sniff(&"aé".as_bytes()[..2]), UTF_8);
    }
}
