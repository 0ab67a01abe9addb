//! Answers of TP-Link Tapo and Kasa devices saved as a file, alone or gathered, read by the codec `tplink`.

use crate::document::read_told;
use crate::head::Head;
use crate::reading::Reading;
use crate::row::Row;
use oogmerk_wire::codec::tplink;
use std::io::Read;

pub(crate) const ROW: Row = Row::new("tplink-json", looks_like, read);

/// Keys that no other document has at these places. The last four are written at the top of a file by python-kasa
/// (`devtools/dump_devinfo.py`), which gathers what it asked a device: its files are what people keep and publish.
const OWN: [&str; 8] = [
    "system.get_sysinfo",
    "get_sysinfo",
    "get_device_info",
    "getDeviceInfo",
    "discovery_result",
    "component_nego",
    "child_info_from_parent",
    "getAppComponentList",
];

/// Modules of the older protocol. python-kasa sorts the keys, so that these come before `system`, and the head of a
/// large file may end before it.
const OLDER: [&str; 3] = ["smartlife.iot.", "emeter.get_", "cnCloud."];

fn looks_like(head: &Head<'_>) -> bool {
    head.json().is_some_and(|keys| {
        keys.has_any(&OWN)
            || keys.begins_any(&OLDER)
            || (keys.has("result.device_type") && keys.has_any(&["result.device_model", "result.device_id"]))
    })
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let nothing = "holds no answer that tells what the device is";
    read_told(input, "tplink-json", tplink::parse, nothing, reading);
}
