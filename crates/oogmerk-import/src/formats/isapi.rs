//! An ISAPI `deviceInfo` saved as a file, as XML or as the JSON that clients make of it, read by the codec `isapi`.

use crate::document::{read_told, told};
use crate::head::{Head, Keys};
use crate::reading::{Reading, Where};
use crate::row::Row;
use oogmerk_model::Observation;
use oogmerk_wire::codec::isapi;
use std::io::Read;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::new("isapi", looks_like, read);

const NOTHING: &str = "holds nothing of a deviceInfo";

fn looks_like(head: &Head<'_>) -> bool {
    match head {
        Head::Xml(root) => root.local == "DeviceInfo",
        Head::Json(keys) => is_json(keys),
        Head::Lines(_) => false,
    }
}

fn is_json(keys: &Keys<'_>) -> bool {
    keys.has_any(&[
        "DeviceInfo.model",
        "DeviceInfo.serialNumber",
        "DeviceInfo.deviceType",
        "DeviceInfo.firmwareVersion",
    ]) || (keys.has("model") && keys.has("serialNumber") && keys.has("firmwareReleasedDate"))
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    read_told(input, "isapi", isapi::parse, NOTHING, reading);
}

/// The answer inside another record, whose place is its.
pub(crate) fn read_fragment(
    payload: &[u8],
    offset: u64,
    observation: &Arc<Observation>,
    reading: &mut Reading<'_>,
) {
    told(isapi::parse(payload), Where::Inside(offset), NOTHING, observation, reading);
}
