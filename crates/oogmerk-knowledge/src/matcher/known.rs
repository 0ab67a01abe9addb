//! Shapes that were worked out when the program was built. Reading an expression takes longer than all else that makes
//! the tells ready, and those of the embedded knowledge are known beforehand; those of other packs are read when needed.
//!
//! The table: how many, where each row begins (four bytes, little end first), the rows in the order of their texts. A
//! row is the text of an expression and its shape, as postcard writes them. `build.rs` writes it.

use super::shape::Shape;

static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/shapes.table"));

/// The shape of an expression of the embedded knowledge.
pub(super) fn shape_of(text: &str) -> Option<Shape> {
    let (mut from, mut to) = (0, number(0)?);
    while from < to {
        let middle = usize::midpoint(from, to);
        let (found, rest) = row(middle)?;
        match found.cmp(text) {
            std::cmp::Ordering::Less => from = middle + 1,
            std::cmp::Ordering::Greater => to = middle,
            std::cmp::Ordering::Equal => return postcard::from_bytes(rest).ok(),
        }
    }
    None
}

/// The text of a row, and the bytes that begin with its shape.
fn row(at: usize) -> Option<(&'static str, &'static [u8])> {
    postcard::take_from_bytes(TABLE.get(number(at + 1)?..)?).ok()
}

fn number(at: usize) -> Option<usize> {
    let bytes = TABLE.get(at * 4..at * 4 + 4)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::shape::of_expression;
    use super::*;
    use crate::{Knowledge, Pattern};

    #[test]
    fn every_expression_of_the_embedded_knowledge_is_in_the_table_as_it_would_be_read_now() {
        let knowledge = Knowledge::embedded().unwrap();
        let tells = knowledge.tells().iter().filter_map(|tell| match &tell.pattern {
            Pattern::Regex(text) => Some(&**text),
            _ => None,
        });
        let texts: Vec<&str> = tells.chain(knowledge.grammars().iter().map(|g| g.pattern.as_str())).collect();
        assert!(texts.len() > 1_000);
        for text in texts {
            assert_eq!(shape_of(text), Some(of_expression(text).unwrap()), "{text}");
        }
        assert!(shape_of("no row of any table").is_none() && shape_of("").is_none());
    }
}
