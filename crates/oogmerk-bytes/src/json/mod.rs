//! JSON (RFC 8259): one walker, and what messages of devices are read with on top of it.

mod leaves;
mod walk;

pub use leaves::{Leaf, Leaves};
pub use walk::{Kind, Manner, Members, Stop, Value, walk, walk_document, walk_from};
