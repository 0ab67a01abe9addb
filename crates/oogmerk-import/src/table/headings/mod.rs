//! What a heading of a list means, in Dutch, French, German and English.
//!
//! A heading that says "manufacturer" names, in the lists people keep, what is printed on the thing: it is the brand
//! unless the list has a brand column beside it. Headings of secrets and of people are known so that their columns
//! are left out.

mod cells;
mod dealings;
mod fold;
mod keys;
mod known;
mod lookup;
mod positions;
mod things;
mod whereabouts;

pub(crate) use cells::{are_kinds, is_failed, is_total, is_unknown};
pub(crate) use fold::fold;
pub(crate) use known::{Certainty, Meaning};
pub(crate) use lookup::meaning;
