//! Bytes put together from runs of a payload (chunks of a body, fragments in records), and the way back.

use crate::Clues;
use std::ops::Range;

/// Which runs of assembled bytes stand where in a payload.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Runs(Vec<Run>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Run {
    inner: usize,
    outer: usize,
    length: usize,
}

impl Runs {
    /// Bytes at `inner` of the assembled stand at `outer` of the payload, `length` of them. In order.
    pub fn add(&mut self, inner: usize, outer: usize, length: usize) {
        self.0.push(Run { inner, outer, length });
    }

    /// Where a span of the assembled bytes stands in the payload; `None` where it spans runs or stands nowhere.
    pub fn outside(&self, span: &Range<usize>) -> Option<Range<usize>> {
        let at = self.0.partition_point(|run| run.inner + run.length <= span.start);
        let run =
            self.0.get(at).filter(|run| run.inner <= span.start && span.end <= run.inner + run.length)?;
        Some(run.outer + span.start - run.inner..run.outer + span.end - run.inner)
    }

    /// Clues with their places moved into the payload. Those that stand in one piece nowhere become decoded, at `whole`.
    pub fn place(&self, clues: Clues, whole: &Range<usize>) -> Clues {
        let mut out = Clues::default();
        for mut clue in clues.0 {
            let found = clue.span.as_ref().and_then(|span| self.outside(span));
            clue.decoded |= found.is_none();
            clue.span = Some(found.unwrap_or_else(|| whole.clone()));
            out.0.push(clue);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_within_a_run_are_found_and_others_are_not() {
        let mut runs = Runs::default();
        runs.add(0, 10, 4);
        runs.add(4, 20, 4);
        assert_eq!(runs.outside(&(1..3)), Some(11..13));
        assert_eq!(runs.outside(&(4..8)), Some(20..24));
        assert_eq!(runs.outside(&(3..5)), None);
        assert_eq!(runs.outside(&(8..9)), None);
    }
}
