//! The codecs and their table: which protocol name reads which bytes.

use crate::{Clues, Malformed};

pub mod announcement;
pub mod arp;
pub mod baichuan;
pub mod banner;
pub mod bosch;
pub mod cdp;
pub mod certificate;
pub mod dahua_legacy;
pub mod dhcp;
pub mod dhcp6;
pub mod dhdiscover;
pub mod dns;
pub mod dvrip;
pub mod gvcp;
pub mod hanwha;
pub mod hid;
pub mod html;
pub mod http;
pub mod icmp;
pub mod lldp;
pub mod llmnr;
pub mod mdns;
pub mod mhed;
pub mod netbios;
pub mod netflow;
pub mod netwave;
pub mod nicevision;
pub mod onvif;
pub mod onvif_scopes;
pub mod panasonic;
pub mod pppp;
pub mod rtsp;
pub mod sadp;
pub mod sadp_ethernet;
pub mod sdp;
pub mod sflow;
pub mod sip;
pub mod snmp;
pub mod snmp_text;
pub mod sony;
pub mod ssdp;
pub mod tdp;
pub mod tls;
pub mod tuya;
pub mod ubiquiti;
pub mod upnp;
pub mod vision360;
pub mod vivotek;
pub mod vstarcam;
pub mod ws_discovery;
pub mod xm;

#[cfg(test)]
mod others;
#[cfg(test)]
pub(crate) mod proof;
#[cfg(test)]
pub(crate) mod trial;

/// Whether bytes that someone else wrote have proved a codec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Only our own samples so far.
    Unproven,
    /// An independent server, client or published capture agreed; the text says which.
    Proven(&'static str),
}

/// One row of the codec table.
#[derive(Clone, Copy)]
pub struct Codec {
    /// Name as in `CONTRACT.md`, "Protocol names".
    pub name: &'static str,
    /// Reads one whole message (a datagram, a stream head, a document) into clues.
    pub read: fn(&[u8]) -> Result<Clues, Malformed>,
    /// Whether others' bytes proved it.
    pub proof: Proof,
}

impl Codec {
    const fn row(name: &'static str, read: fn(&[u8]) -> Result<Clues, Malformed>, proof: Proof) -> Self {
        Self { name, read, proof }
    }
}

/// Every codec that reads a message on its own, by name. Grows by one line per protocol.
#[rustfmt::skip]
pub const CODECS: &[Codec] = &[
    Codec::row("360vision", vision360::read, Proof::Unproven),
    Codec::row("arp", arp::read, Proof::Proven("captures of devices being installed, published by IoT Sentinel")),
    Codec::row("baichuan", baichuan::read, Proof::Proven("a log-in captured for neolink: camera and client told apart")),
    Codec::row("baichuan-discovery", baichuan::read, Proof::Unproven),
    Codec::row("bosch", bosch::read, Proof::Unproven),
    Codec::row("cdp", cdp::read, Proof::Unproven),
    Codec::row("dahua-legacy", dahua_legacy::read, Proof::Unproven),
    Codec::row("dhcp", dhcp::read, Proof::Proven("captures of devices being installed, published by IoT Sentinel")),
    Codec::row("dhcp6", dhcp6::read, Proof::Unproven),
    Codec::row("dhdiscover", dhdiscover::read, Proof::Proven("answers of devices quoted in public code and issues")),
    Codec::row("dns", dns::read, Proof::Proven("captures of devices being installed, published by IoT Sentinel")),
    Codec::row("dvrip", dvrip::read, Proof::Unproven),
    Codec::row("ftp", banner::read_ftp, Proof::Proven("greetings collected for Recog")),
    Codec::row("gvcp", gvcp::read, Proof::Unproven),
    Codec::row("hanwha", hanwha::read, Proof::Unproven),
    Codec::row("hid", hid::read, Proof::Unproven),
    Codec::row("http", http::read, Proof::Proven("messages captured for IoT Sentinel, of a camera and its app")),
    Codec::row("icmp", icmp::read, Proof::Proven("captures of devices being installed, published by IoT Sentinel")),
    Codec::row("lldp", lldp::read, Proof::Unproven),
    Codec::row("llmnr", llmnr::read, Proof::Unproven),
    Codec::row("mdns", mdns::read, Proof::Proven("captures of devices being installed, published by IoT Sentinel")),
    Codec::row("mhed", mhed::read, Proof::Unproven),
    Codec::row("netbios", netbios::read, Proof::Unproven),
    Codec::row("netflow", netflow::read, Proof::Proven("an IPFIX datagram captured for nDPI, by way of the netflow_parser crate")),
    Codec::row("netwave", netwave::read, Proof::Unproven),
    Codec::row("nicevision", nicevision::read, Proof::Unproven),
    Codec::row("onvif", onvif::read, Proof::Proven("GetProfiles and GetCapabilities answers of a real camera, published on GitHub")),
    Codec::row("onvif-scopes", onvif_scopes::read, Proof::Proven("answers of devices quoted in public code and issues")),
    Codec::row("panasonic", panasonic::read, Proof::Unproven),
    Codec::row("pppp", pppp::read, Proof::Unproven),
    Codec::row("rtsp", rtsp::read, Proof::Proven("answers of real cameras in retina's test data")),
    Codec::row("sadp", sadp::read, Proof::Proven("answers of devices quoted in public code and issues")),
    Codec::row("sadp-ethernet", sadp_ethernet::read, Proof::Unproven),
    Codec::row("sdp", sdp::read, Proof::Proven("descriptions of real cameras in retina's test data")),
    Codec::row("sflow", sflow::read, Proof::Proven("datagrams captured for nDPI, read as tshark reads them")),
    Codec::row("sip", sip::read, Proof::Unproven),
    Codec::row("smtp", banner::read_smtp, Proof::Unproven),
    Codec::row("snmp", snmp::read, Proof::Proven("agents recorded in LibreNMS's test data")),
    Codec::row("sony", sony::read, Proof::Unproven),
    Codec::row("ssdp", ssdp::read, Proof::Proven("captures of devices being installed, published by IoT Sentinel")),
    Codec::row("ssh", banner::read_ssh, Proof::Unproven),
    Codec::row("tcp-banner", banner::read_other, Proof::Unproven),
    Codec::row("tdp", tdp::read, Proof::Proven("answers collected in python-kasa's test data")),
    Codec::row("telnet", banner::read_telnet, Proof::Proven("greetings collected for Recog")),
    Codec::row("tls", tls::read, Proof::Proven("flights of OpenSSL 3.0; JA3 of captured hellos as tshark prints it")),
    Codec::row("tls-certificate", certificate::read, Proof::Proven("names, dates and digests as OpenSSL 3.0 prints them")),
    Codec::row("tuya", tuya::read, Proof::Proven("announcements captured for nDPI: each names the address it came from")),
    Codec::row("ubiquiti", ubiquiti::read, Proof::Unproven),
    Codec::row("upnp-description", upnp::read, Proof::Unproven),
    Codec::row("vivotek", vivotek::read, Proof::Unproven),
    Codec::row("vstarcam", vstarcam::read, Proof::Unproven),
    Codec::row("ws-discovery", ws_discovery::read, Proof::Proven("answers of devices quoted in public code and issues")),
    Codec::row("xm", xm::read, Proof::Unproven),
];

/// Reads a payload as the named protocol.
pub fn read(protocol: &str, payload: &[u8]) -> Option<Result<Clues, Malformed>> {
    CODECS.iter().find(|c| c.name == protocol).map(|c| (c.read)(payload))
}

/// Sixteen bytes as a UUID in lower case.
pub(crate) fn uuid_text(bytes: [u8; 16]) -> String {
    let hex = oogmerk_bytes::spanned::hex(&bytes);
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
