//! A UPnP device description saved as a file, read by the codec `upnp-description`.
//!
//! Source: UPnP Device Architecture 1.1 section 2.3 (`root` of `urn:schemas-upnp-org:device-1-0`).

use crate::row::Row;

pub(crate) const ROW: Row = Row::of_codec(
    "upnp-xml",
    |head| {
        head.xml().is_some_and(|root| {
            root.local == "root"
                && (root.holds("urn:schemas-upnp-org:device") || root.holds("<deviceType>"))
                && !root.is_one_of_several()
        })
    },
    "upnp-description",
);
