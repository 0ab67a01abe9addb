//! XML: one reader of tags over quick-xml, and two views on it: the elements of a message as a flat list with exact
//! places, and the elements of a file by their paths.

mod document;
mod paths;
mod pieces;

pub use crate::references::escape;
pub use document::{Attribute, BYTES_MAX, DEPTH_MAX, Document, ELEMENTS_MAX, Element};
pub use paths::{ClosedElement, walk};
pub use pieces::{Broken, EndTag, Limited, Piece, Pieces, Tag, begins, first_names, local, root_name};
