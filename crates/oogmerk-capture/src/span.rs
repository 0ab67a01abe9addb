//! Bytes that remember where they stood: a message put together from fragments or segments still knows, for each
//! of its bytes, the frame and the offset in that frame.

use oogmerk_model::Place;

/// A run of bytes that came from one frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Offset of the run in the whole.
    pub start: u32,
    /// Frame, counted from 1.
    pub frame: u64,
    /// Offset of the run in that frame, from the first byte of the link layer.
    pub at: u32,
}

/// Bytes with their pieces. `base` is where `bytes` begins in the whole the pieces speak of.
#[derive(Clone, Copy)]
pub(super) struct Span<'a> {
    pub bytes: &'a [u8],
    pub pieces: &'a [Piece],
    pub base: u32,
}

impl Span<'_> {
    /// Without the first `n` bytes.
    pub(super) fn skip(self, n: usize) -> Self {
        let n = n.min(self.bytes.len());
        Self { bytes: &self.bytes[n..], base: self.base + n as u32, ..self }
    }

    /// Only the first `n` bytes.
    pub(super) fn cut(self, n: usize) -> Self {
        Self { bytes: &self.bytes[..n.min(self.bytes.len())], ..self }
    }

    /// Where a byte stands.
    pub(super) fn place(self, offset: usize) -> Place {
        let offset = self.base + offset as u32;
        let index = self.pieces.partition_point(|p| p.start <= offset);
        match index.checked_sub(1).and_then(|i| self.pieces.get(i)) {
            Some(piece) => Place {
                frame: Some(piece.frame),
                offset: Some(u64::from(piece.at) + u64::from(offset - piece.start)),
                column: None,
            },
            None => Place::default(),
        }
    }
}
