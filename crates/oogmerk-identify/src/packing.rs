//! Packing: readings as bytes and back, for the time that they lie outside memory.
//!
//! The form is this program's own and lives no longer than one run: nothing reads it but the code beside it. An
//! observation is written once for all of its readings that follow each other.

use oogmerk_model::{Evidence, Field, Means, Observation, Place, Source, Subject, Timestamp};
use std::collections::HashSet;
use std::sync::Arc;

/// Bytes after which the readings of one subject go on in another piece.
const PIECE_MAX: usize = 64 * 1024;

/// The readings of one subject, in pieces that can each be read alone.
pub(crate) fn packed(readings: &[Evidence]) -> Vec<Vec<u8>> {
    let mut pieces = Vec::new();
    let mut piece = Vec::new();
    let mut last: Option<&Arc<Observation>> = None;
    for e in readings {
        if piece.len() >= PIECE_MAX {
            pieces.push(std::mem::take(&mut piece));
            last = None;
        }
        let is_new = last.is_none_or(|last| !Arc::ptr_eq(last, &e.observation));
        piece.push(u8::from(is_new));
        if is_new {
            put_observation(&mut piece, &e.observation);
            last = Some(&e.observation);
        }
        put_reading(&mut piece, e);
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

fn put_observation(out: &mut Vec<u8>, o: &Observation) {
    put_text(out, o.subject.as_str());
    put_number(out, o.seen_at.map(|at| at.0.cast_unsigned()));
    put_words(out, o.vantage.as_deref());
    out.push(match o.means {
        Means::Passive => 0,
        Means::Asked => 1,
        Means::Imported => 2,
        Means::Declared => 3,
        Means::Person => 4,
    });
    put_words(out, o.authority.as_deref());
    put_text(out, &o.protocol);
    put_words(out, o.source.file.as_deref());
    put_number(out, o.source.frame);
    put_number(out, o.source.line);
    put_words(out, o.source.sheet.as_deref());
    put_text(out, &o.digest);
}

fn put_reading(out: &mut Vec<u8>, e: &Evidence) {
    put_text(out, e.field.as_str());
    put_text(out, &e.value);
    out.push(u8::from(e.decoded));
    put_number(out, e.place.frame);
    put_number(out, e.place.offset);
    put_number(out, e.place.column.map(u64::from));
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_length(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

fn put_words(out: &mut Vec<u8>, text: Option<&str>) {
    out.push(u8::from(text.is_some()));
    if let Some(text) = text {
        put_text(out, text);
    }
}

fn put_number(out: &mut Vec<u8>, number: Option<u64>) {
    out.push(u8::from(number.is_some()));
    if let Some(number) = number {
        put_length(out, number);
    }
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
fn put_length(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

/// Reads pieces back. Words that many readings share are held once.
#[derive(Debug, Default)]
pub(crate) struct Unpacker {
    words: HashSet<Arc<str>>,
}

impl Unpacker {
    /// Hands over each reading of a piece; `None` where the piece is not one of ours.
    pub fn each(&mut self, piece: &[u8], take: &mut dyn FnMut(Evidence)) -> Option<()> {
        let mut bytes = Bytes(piece);
        let mut observation: Option<Arc<Observation>> = None;
        while !bytes.0.is_empty() {
            if bytes.byte()? == 1 {
                observation = Some(Arc::new(self.observation(&mut bytes)?));
            }
            take(reading(&mut bytes, observation.as_ref()?)?);
        }
        Some(())
    }

    fn observation(&mut self, bytes: &mut Bytes<'_>) -> Option<Observation> {
        Some(Observation {
            subject: Subject::named(bytes.text()?),
            seen_at: bytes.number()?.map(|at| Timestamp(at.cast_signed())),
            vantage: self.words(bytes)?,
            means: match bytes.byte()? {
                0 => Means::Passive,
                1 => Means::Asked,
                2 => Means::Imported,
                3 => Means::Declared,
                4 => Means::Person,
                _ => return None,
            },
            authority: self.words(bytes)?,
            protocol: bytes.text().map(|text| self.word(text))?,
            source: Source {
                file: self.words(bytes)?,
                frame: bytes.number()?,
                line: bytes.number()?,
                sheet: self.words(bytes)?,
            },
            digest: Arc::from(bytes.text()?),
        })
    }

    #[allow(clippy::option_option, reason = "outside: the bytes ran out; inside: the source said nothing")]
    fn words(&mut self, bytes: &mut Bytes<'_>) -> Option<Option<Arc<str>>> {
        if bytes.byte()? == 0 {
            return Some(None);
        }
        let text = bytes.text()?;
        Some(Some(self.word(text)))
    }

    fn word(&mut self, text: &str) -> Arc<str> {
        if let Some(word) = self.words.get(text) {
            return Arc::clone(word);
        }
        let word: Arc<str> = Arc::from(text);
        self.words.insert(Arc::clone(&word));
        word
    }
}

fn reading(bytes: &mut Bytes<'_>, observation: &Arc<Observation>) -> Option<Evidence> {
    Some(Evidence {
        observation: Arc::clone(observation),
        field: Field::named(bytes.text()?),
        value: bytes.text()?.to_owned(),
        decoded: bytes.byte()? == 1,
        place: Place {
            frame: bytes.number()?,
            offset: bytes.number()?,
            column: match bytes.number()? {
                Some(column) => Some(u32::try_from(column).ok()?),
                None => None,
            },
        },
    })
}

/// What is left of a piece.
struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn length(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    #[allow(clippy::option_option, reason = "outside: the bytes ran out; inside: the source said nothing")]
    fn number(&mut self) -> Option<Option<u64>> {
        if self.byte()? == 0 { Some(None) } else { self.length().map(Some) }
    }

    fn text(&mut self) -> Option<&'b str> {
        let length = usize::try_from(self.length()?).ok()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::bench::Bench;

    fn unpacked(pieces: &[Vec<u8>]) -> Vec<Evidence> {
        let (mut back, mut unpacker) = (Vec::new(), Unpacker::default());
        for piece in pieces {
            unpacker.each(piece, &mut |e| back.push(e)).unwrap();
        }
        back
    }

    #[test]
    fn readings_come_back_as_they_were() {
        let bench = Bench::new().says("x", "http.server", "").on("1969-12-31").says("x", "http.title", "é\0");
        let mut evidence = bench.at("x", 7, "rtsp.realm", "IP Camera").evidence();
        let all = Place { frame: Some(1), offset: Some(u64::MAX), column: Some(u32::MAX) };
        evidence[0].place = all;
        evidence[0].decoded = true;
        for means in [Means::Passive, Means::Asked, Means::Imported, Means::Declared, Means::Person] {
            let observation = Observation {
                means,
                vantage: Some(Arc::from("v")),
                authority: Some(Arc::from("a")),
                digest: Arc::from("d"),
                source: Source { sheet: Some(Arc::from("s")), line: Some(0), ..Source::default() },
                ..(*evidence[0].observation).clone()
            };
            let observation = Arc::new(observation);
            evidence.push(Evidence::copied(&observation, Field::of("a.b"), "one"));
            evidence.push(Evidence::copied(&observation, Field::of("a.b"), "two"));
        }
        assert_eq!(unpacked(&packed(&evidence)), evidence);
    }

    #[test]
    fn many_readings_are_cut_into_pieces_that_can_be_read_alone() {
        let bench =
            (0..3_000).fold(Bench::new(), |b, i| b.says("x", "http.title", &format!("title {i:060}")));
        let evidence = bench.evidence();
        let pieces = packed(&evidence);
        assert!(pieces.len() > 2 && pieces.iter().all(|p| p.len() < PIECE_MAX + 1024));
        assert_eq!(unpacked(&pieces), evidence);
        let last = pieces.len() - 1;
        assert!(!unpacked(&pieces[last..]).is_empty());
    }

    #[test]
    fn a_damaged_piece_is_refused() {
        let piece = packed(&Bench::new().says("x", "http.server", "App-webs/").evidence()).remove(0);
        for cut in 1..piece.len() {
            assert_eq!(Unpacker::default().each(&piece[..cut], &mut |_| ()), None, "cut at {cut}");
        }
    }
}
