//! A SADP answer saved as a file: the XML that a device sends back, read by the codec `sadp`.
//!
//! The sample is written by us after the codec's own, which begins with bytes that some devices send before the XML
//! and that no file has.

use crate::row::Row;

pub(crate) const ROW: Row = Row::of_codec(
    "sadp-xml",
    |head| head.xml().is_some_and(|root| matches!(root.local, "ProbeMatch" | "Probe")),
    "sadp",
)
.sampled(SAMPLE);

const SAMPLE: &[u8] = br#"<?xml version="1.0" encoding="UTF-8"?>
<ProbeMatch>
<Uuid>00000000-0000-4000-8000-000000000001</Uuid>
<Types>inquiry</Types>
<DeviceDescription>DS-2CD0000-T</DeviceDescription>
<MAC>02-00-5e-00-53-01</MAC>
<IPv4Address>192.0.2.64</IPv4Address>
</ProbeMatch>
"#;
