//! ONVIF scopes saved as a file, separated by white space, read by the codec `onvif-scopes`.
//!
//! Source: ONVIF Core Specification, "Scopes" (`onvif://www.onvif.org/CATEGORY/VALUE`).

use crate::row::Row;

pub(crate) const ROW: Row = Row::of_codec(
    "onvif-scopes",
    |head| head.lines().is_some_and(|opening| opening.first.starts_with("onvif://")),
    "onvif-scopes",
);
