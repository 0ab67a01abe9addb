//! Pile: readings that find no room in memory lie elsewhere, and come back subject by subject.
//!
//! Where they lie is not known here: whoever runs the program hands over a [`Pile`]. What comes of the readings is the
//! same to the byte, wherever they lay.

use crate::packing::Unpacker;
use oogmerk_model::Evidence;

/// Names a subject of one input: a digest of both. The highest bit says that a list speaks of it.
pub type PileKey = [u8; 16];

/// Readings of one subject, packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Whose.
    pub key: PileKey,
    /// Counted in the order in which pieces were put.
    pub number: i64,
    /// The readings.
    pub bytes: Vec<u8>,
}

/// Whose pieces.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'k> {
    /// Of all subjects but rows of lists.
    Seen,
    /// Of rows of lists.
    Declared,
    /// Of these subjects.
    These(&'k [PileKey]),
}

/// A place outside memory. What fails there is kept by whoever made it, and asked for in the end: a pile that failed
/// takes nothing more and gives nothing more.
pub trait Pile: std::fmt::Debug + Send + Sync {
    /// Takes pieces.
    fn put(&self, pieces: Vec<(PileKey, Vec<u8>)>);
    /// Some of the pieces that come next behind one, by key and number; none at the end.
    fn next(&self, whose: Whose<'_>, behind: Option<(PileKey, i64)>) -> Vec<Piece>;
    /// Hears that a piece is not what was put.
    fn damaged(&self);
}

/// Hands over all readings of some subjects, one subject after the other.
pub(crate) fn walk(pile: &dyn Pile, whose: Whose<'_>, take: &mut dyn FnMut(PileKey, Evidence)) {
    let mut unpacker = Unpacker::default();
    let mut behind = None;
    loop {
        let page = pile.next(whose, behind);
        let Some(last) = page.last() else { return };
        behind = Some((last.key, last.number));
        for piece in &page {
            if unpacker.each(&piece.bytes, &mut |e| take(piece.key, e)).is_none() {
                return pile.damaged();
            }
        }
    }
}
