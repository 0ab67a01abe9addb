//! JSON as devices send it, as a flat list of values with their paths and places. Tolerant: bytes before the first
//! brace are skipped, a cut document gives what stood before the cut. What it is not: a document tree; for data of
//! our own there is `serde_json`. Source: RFC 8259.

use super::walk::{Kind, Manner, Value, walk_from};
use crate::spanned::Spanned;

/// One value that is neither object nor array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Keys from the outside in, joined by `.`; array positions as numbers.
    pub path: String,
    /// The value, escapes undone, without blanks at its ends.
    pub value: Spanned,
    /// Its sort.
    pub kind: Kind,
}

/// The values of the first object or array in the payload, in the order written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaves {
    /// The values.
    pub leaves: Vec<Leaf>,
    /// Where the JSON starts.
    pub start: usize,
    /// Whether it was read to its end.
    pub complete: bool,
}

impl Leaves {
    /// Reads from the first `{` or `[`. `None` where there is none.
    pub fn read(payload: &[u8]) -> Option<Self> {
        let start = payload.iter().position(|b| matches!(b, b'{' | b'['))?;
        let mut leaves = Vec::new();
        let ended = walk_from(payload, start, Manner::MESSAGE, &mut |value| {
            if value.kind != Kind::Open {
                let (path, kind) = (value.path.to_owned(), value.kind);
                leaves.push(Leaf { path, value: spanned(payload, value), kind });
            }
        });
        Some(Self { leaves, start, complete: ended.is_ok() })
    }

    /// The value at a path, where it is no null and not empty.
    pub fn at(&self, path: &str) -> Option<&Spanned> {
        let found = self.leaves.iter().find(|l| l.path == path && l.kind != Kind::Null);
        found.map(|l| &l.value).filter(|v| !v.is_empty())
    }
}

fn spanned(payload: &[u8], value: &Value<'_, '_>) -> Spanned {
    match value.text() {
        Some(text) if value.is_escaped => Spanned::computed(text.trim(), value.span.clone()),
        _ => Spanned::copied(payload, value.span.clone()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_path_and_place() {
        let bytes = br#"xx{"a":{"b":"one","c":[1,true,null]},"d":"x\/y","e":"\u00e9\ud83d\ude00","f":""}"#;
        let leaves = Leaves::read(bytes).unwrap();
        assert!(leaves.complete);
        assert_eq!(
            (leaves.at("a.b").unwrap().value.as_str(), leaves.at("a.b").unwrap().decoded),
            ("one", false)
        );
        assert_eq!(&bytes[leaves.at("a.b").unwrap().span.clone()], b"one");
        assert_eq!(leaves.at("a.c.0").unwrap().value, "1");
        assert_eq!(leaves.at("a.c.2"), None);
        assert_eq!(leaves.at("d").unwrap().value, "x/y");
        assert!(leaves.at("d").unwrap().decoded);
        assert_eq!(leaves.at("e").unwrap().value, "é😀");
        assert_eq!(leaves.at("f"), None);
    }

    #[test]
    fn a_cut_document_gives_what_stood_before() {
        let leaves = Leaves::read(br#"{"a":"one","b":12"#).unwrap();
        assert!(!leaves.complete);
        assert_eq!(leaves.leaves.len(), 1);
        assert_eq!(Leaves::read(b"no json"), None);
    }

    #[test]
    fn depth_is_limited_and_nothing_loops() {
        let deep = "[".repeat(100_000);
        assert!(!Leaves::read(deep.as_bytes()).unwrap().complete);
        for bad in ["{", "{\"", "{\"a", "{\"a\\", "{\"a\":}", "[,]", "{1:2}", "[tru]", "[\"\\u12\"]"] {
            let _ = Leaves::read(bad.as_bytes());
        }
    }
}
