//! What the table says of one format: its name, how an input of it is known, and who reads it.

use crate::document;
use crate::head::Head;
use crate::plan::TablePlan;
use crate::reading::Reading;
#[cfg(test)]
use oogmerk_model::Fact;
use std::io::Read;

/// Whether an input whose first bytes are lent is of a format.
pub(crate) type LooksLike = fn(&Head<'_>) -> bool;

/// Reads an input to its end; every trouble is told, none stops the other inputs.
pub(crate) type ReadAll = fn(Box<dyn Read + '_>, &mut Reading<'_>);

/// How a list would be read; `None` where it cannot be.
pub(crate) type Sniff = fn(&[u8]) -> Option<TablePlan>;

/// One format. Built from [`Row::new`], [`Row::binary`] or [`Row::of_codec`] and what its format has besides.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    /// The stable name, as `--as` takes it and JSON prints it.
    pub name: &'static str,
    /// By magic bytes: these are asked before anything is taken for text.
    pub mark: Option<fn(&[u8]) -> bool>,
    /// By what a text says: its root, its keys, its first lines.
    pub looks_like: LooksLike,
    /// What is plainly a relative of this format and cannot be read: no other row is asked, so that it is not taken
    /// for something vaguer.
    pub relative: Option<LooksLike>,
    /// How its columns would be read, where it is a list kept by people.
    pub sniff: Option<Sniff>,
    /// Whether no head tells it: it is tried where no other format gives anything.
    pub is_last_resort: bool,
    /// A small input of it, where one stands in its file rather than under `samples/`.
    pub sample: Option<&'static [u8]>,
    reader: Reader,
}

/// Who reads an input.
#[derive(Clone, Copy)]
enum Reader {
    /// A function of the format's own file.
    Own(ReadAll),
    /// The codec of that name: the input is one saved message.
    Codec(&'static str),
}

impl Row {
    /// A format of text.
    pub const fn new(name: &'static str, looks_like: LooksLike, read: ReadAll) -> Self {
        Self::read_by(name, looks_like, Reader::Own(read))
    }

    /// A format that magic bytes tell.
    pub const fn binary(name: &'static str, mark: fn(&[u8]) -> bool, read: ReadAll) -> Self {
        Self::new(name, |_| false, read).marked(mark)
    }

    /// One saved message, read by the codec of that name.
    pub const fn of_codec(name: &'static str, looks_like: LooksLike, codec: &'static str) -> Self {
        Self::read_by(name, looks_like, Reader::Codec(codec))
    }

    const fn read_by(name: &'static str, looks_like: LooksLike, reader: Reader) -> Self {
        Self {
            name,
            mark: None,
            looks_like,
            relative: None,
            sniff: None,
            is_last_resort: false,
            sample: None,
            reader,
        }
    }

    /// It has magic bytes too.
    pub const fn marked(self, mark: fn(&[u8]) -> bool) -> Self {
        Self { mark: Some(mark), ..self }
    }

    /// It has relatives that cannot be read.
    pub const fn and_relatives(self, relative: LooksLike) -> Self {
        Self { relative: Some(relative), ..self }
    }

    /// It is a list kept by people.
    pub const fn of_people(self, sniff: Sniff) -> Self {
        Self { sniff: Some(sniff), ..self }
    }

    /// No head tells it.
    pub const fn of_last_resort(self) -> Self {
        Self { is_last_resort: true, ..self }
    }

    /// Its sample stands in its own file.
    pub const fn sampled(self, sample: &'static [u8]) -> Self {
        Self { sample: Some(sample), ..self }
    }

    /// Reads an input.
    pub fn read(&self, input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
        match self.reader {
            Reader::Own(read) => read(input, reading),
            Reader::Codec(codec) => document::read(input, codec, reading),
        }
    }

    /// The codec that reads it, where it is one saved message.
    pub const fn codec(&self) -> Option<&'static str> {
        if let Reader::Codec(codec) = self.reader { Some(codec) } else { None }
    }
}

#[cfg(test)]
impl Row {
    /// What is told of whom in an input: subject, field and value.
    pub fn told(&self, input: &[u8]) -> Vec<String> {
        let options = crate::Options::default();
        let mut facts: Vec<Fact> = Vec::new();
        self.read(Box::new(input), &mut Reading::new("t", &options, &mut facts));
        let evidence = facts.into_iter().filter_map(|fact| match fact {
            Fact::Evidence(e) => Some(format!("{} {}={}", e.observation.subject, e.field, e.value)),
            _ => None,
        });
        evidence.collect()
    }

    /// What the sample tells of whom. Panics where the file holds none.
    pub fn told_by_sample(&self) -> Vec<String> {
        self.told(self.sample.expect("a sample"))
    }
}
