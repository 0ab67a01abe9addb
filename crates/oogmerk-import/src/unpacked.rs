//! Packed inputs: gzip (RFC 1952) unpacked on the way, and a ZIP archive of one file, never further than an honest file
//! packs. Reports are mailed as such archives; one of several files is for whoever handed it in to take apart.
//!
//! What the ratio is for: a file of 400 kB that unpacks to 400 MB of one letter costs whoever reads it a thousand times
//! what it cost to send. Logs, captures and exports pack five to sixty times; the same bound holds for the parts of a
//! workbook.

use crate::recognise::is_gzip;
use flate2::read::MultiGzDecoder;
use std::cell::Cell;
use std::io::{Cursor, Error, Read, Result};
use std::rc::Rc;

/// How often larger than packed an input may be, once it is large.
const RATIO_MAX: u64 = 300;
const RATIO_FROM: u64 = 8 * 1024 * 1024;

/// Largest archive that is held, and the largest file in it.
pub(crate) const ARCHIVE_MAX: u64 = 64 * 1024 * 1024;

/// The one file in an archive; `None` where it holds none or several, or one that cannot or must not be unpacked.
pub(crate) fn sole_part(archive: &[u8]) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).ok()?;
    if archive.len() > PARTS_MAX {
        return None;
    }
    let mut sole = None;
    for i in 0..archive.len() {
        let part = archive.by_index(i).ok()?;
        // What a desktop adds beside a file.
        let is_beside = part.is_dir() || part.name().ok()?.starts_with("__MACOSX/");
        if !is_beside && sole.replace(i).is_some() {
            return None;
        }
    }
    let part = archive.by_index(sole?).ok()?;
    let packed = part.compressed_size().max(1);
    let most = ARCHIVE_MAX.min((packed * RATIO_MAX).max(RATIO_FROM));
    let mut bytes = Vec::new();
    part.take(most + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= most).then_some(bytes)
}

/// Most parts of an archive that are looked at.
const PARTS_MAX: usize = 100;

/// An input given as its first bytes and the rest: itself, or what is packed in it.
pub(crate) fn unpacked<'a>(head: Vec<u8>, rest: impl Read + 'a) -> Box<dyn Read + 'a> {
    let is_packed = is_gzip(&head);
    let input = Cursor::new(head).chain(rest);
    if is_packed { Box::new(Unpacked::new(input)) } else { Box::new(input) }
}

/// Unpacks; an error where too much comes out of too little.
struct Unpacked<R> {
    decoder: MultiGzDecoder<Counted<R>>,
    taken: Rc<Cell<u64>>,
    given: u64,
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    taken: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        let n = self.inner.read(out)?;
        self.taken.set(self.taken.get() + n as u64);
        Ok(n)
    }
}

impl<R: Read> Unpacked<R> {
    fn new(inner: R) -> Self {
        let taken = Rc::new(Cell::new(0));
        let decoder = MultiGzDecoder::new(Counted { inner, taken: Rc::clone(&taken) });
        Self { decoder, taken, given: 0 }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        if self.given > RATIO_FROM && self.given / self.taken.get().max(1) > RATIO_MAX {
            return Err(Error::other(format!("it unpacks to more than {RATIO_MAX} times its size")));
        }
        let n = self.decoder.read(out)?;
        self.given += n as u64;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use std::io::Write;

    fn packed(bytes: &mut dyn Read) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::copy(bytes, &mut encoder).unwrap();
        encoder.flush().unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn what_unpacks_to_a_thousand_times_its_size_is_left_at_the_bound() {
        let bomb = packed(&mut std::io::repeat(b'a').take(100 << 20));
        let mut input = unpacked(bomb, std::io::empty());
        let mut given = 0;
        let mut piece = vec![0; 1 << 16];
        let reason = loop {
            match input.read(&mut piece) {
                Ok(0) => break String::new(),
                Ok(n) => given += n as u64,
                Err(error) => break error.to_string(),
            }
        };
        assert_eq!(reason, "it unpacks to more than 300 times its size");
        assert!(given < 2 * RATIO_FROM, "{given}");
    }

    fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn an_archive_of_one_file_is_that_file_and_no_other_is() {
        let one = archive(&[("a.csv", b"a,b\n"), ("__MACOSX/._a.csv", b"x")]);
        assert_eq!(sole_part(&one).as_deref(), Some(&b"a,b\n"[..]));
        assert_eq!(sole_part(&archive(&[("a", b"a"), ("b", b"b")])), None);
        assert_eq!(sole_part(&archive(&[])), None);
        assert_eq!(sole_part(&archive(&[("a", &vec![b'a'; 40 << 20])])), None, "a bomb");
        for end in 0..one.len() {
            assert_eq!(sole_part(&one[..end]), None, "{end}");
        }
    }

    #[test]
    fn an_archive_is_read_as_what_it_holds_and_one_in_another_is_not() {
        let list = b"merk;model;mac\nA;B;00:40:8c:9d:31:e8\n";
        let read = |bytes: &[u8]| {
            let mut facts: Vec<oogmerk_model::Fact> = Vec::new();
            let options = crate::Options::default();
            let outcome = crate::read(Box::new(bytes), "t", None, &options, &mut facts);
            (outcome.format, outcome.evidence)
        };
        let packed = archive(&[("a.csv", list)]);
        assert!(read(list).1 > 0);
        assert_eq!(read(&packed), read(list));
        assert_eq!(read(&archive(&[("a.zip", &packed)])).0, None);
        assert_eq!(read(&archive(&[("a.csv", list), ("b.csv", list)])).0, None);
    }

    #[test]
    fn what_packs_well_and_honestly_is_read_to_its_end() {
        let line = |i: u32| format!("2026-01-02 03:00:{:02},10.0.{}.{},443,TCP\n", i % 60, i % 250, i % 253);
        let text: String = (0..400_000).map(line).collect();
        assert!(text.len() as u64 > RATIO_FROM);
        let bytes = packed(&mut text.as_bytes());
        let mut read = String::new();
        unpacked(bytes, std::io::empty()).read_to_string(&mut read).unwrap();
        assert_eq!(read.len(), text.len());
    }
}
