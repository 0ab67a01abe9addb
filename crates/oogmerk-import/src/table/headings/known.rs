//! What a heading can mean, and how surely.

/// What a column is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// A field of `sheet.*` or `label.*`, by its last part.
    Field(&'static str),
    /// Kind or model, by what stands in it.
    Type,
    /// Latitude and longitude in one cell.
    Coordinates,
    /// A number that may be an asset's or a mere row number.
    Number,
    /// Passwords and the like.
    Secret,
    /// Who owns or runs a thing: no part of what it is, kept as a remark.
    Owner,
    /// Telephone numbers, addresses and names of people.
    Person,
}

/// How sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Certainty {
    /// The heading holds a known word among others.
    Word,
    /// The heading is a known word.
    Exact,
}

/// A meaning and the headings that have it, folded.
pub(crate) type Known = (Meaning, &'static [&'static str]);
