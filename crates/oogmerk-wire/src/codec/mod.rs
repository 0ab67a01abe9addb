//! The table of codecs: one line a file, each file with its row or rows.
//!
//! Adding a protocol is one file here and one line below. What a row says ([`Codec`]) is read by all who need to know
//! a protocol: the reader of captures, import, the planner of surveys, the simulator, what would settle an open
//! question, and the documentation. `rustfmt` does not follow modules that a macro declares: `./dev check` and
//! `./dev format` hand it the files.

use crate::row::Codec;
use crate::{Clues, Malformed, Markers};

pub mod announcement;
pub mod html;
pub mod told;

#[cfg(test)]
mod others;
#[cfg(test)]
pub(crate) mod proof;
#[cfg(test)]
pub(crate) mod trial;

/// Declares the files and gathers their rows.
macro_rules! codecs {
    ($($file:ident: $($row:ident),+;)+) => {
        $(pub mod $file;)+

        /// Every codec that reads a message on its own.
        pub const CODECS: &[&Codec] = &[$($(&$file::$row),+),+];
    };
}

codecs! {
    arp: CODEC;
    baichuan: STREAM, DISCOVERY;
    banner: FTP, SMTP, SSH, OTHER, TELNET;
    bosch: CODEC;
    cdp: CODEC;
    certificate: CODEC;
    dahua_legacy: CODEC;
    dhcp: CODEC;
    dhcp6: CODEC;
    dhdiscover: CODEC;
    dns: CODEC;
    dvrip: CODEC;
    gvcp: CODEC;
    hanwha: CODEC;
    hid: CODEC;
    http: CODEC;
    icmp: CODEC;
    isapi: CODEC;
    lldp: CODEC;
    llmnr: CODEC;
    mdns: CODEC;
    mhed: CODEC;
    netbios: CODEC;
    netflow: CODEC;
    netwave: CODEC;
    nicevision: CODEC;
    onvif: CODEC;
    onvif_scopes: CODEC;
    panasonic: CODEC;
    pppp: CODEC;
    rtsp: CODEC;
    sadp: CODEC;
    sadp_ethernet: CODEC;
    sdp: CODEC;
    sflow: CODEC;
    sip: CODEC;
    snmp: CODEC;
    sony: CODEC;
    ssdp: CODEC;
    tdp: CODEC;
    tls: CODEC;
    tplink: CODEC;
    tuya: CODEC;
    ubiquiti: CODEC;
    upnp: CODEC;
    vapix: CODEC;
    vision360: CODEC;
    vivotek: CODEC;
    vstarcam: CODEC;
    ws_discovery: CODEC;
    xm: CODEC;
}

/// The codec of a name.
pub fn named(protocol: &str) -> Option<&'static Codec> {
    CODECS.iter().find(|c| c.name == protocol).copied()
}

/// Reads a payload as the named protocol, and searches the pages in it for these texts.
pub fn read_for(protocol: &str, payload: &[u8], markers: &Markers) -> Option<Result<Clues, Malformed>> {
    named(protocol).map(|c| c.read_for(payload, markers))
}

/// Reads a payload as the named protocol; no page is searched.
pub fn read(protocol: &str, payload: &[u8]) -> Option<Result<Clues, Malformed>> {
    named(protocol).map(|c| (c.read)(payload))
}
