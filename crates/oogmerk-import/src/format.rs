//! The formats that can be read, with the stable names that `--as FORMAT` takes.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A format of an input file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// pcap, pcapng and their kin.
    Capture,
    /// `oogmerk.observation/1` and `oogmerk.evidence/1` lines, mixed.
    OogmerkLines,
    /// `nmap -oX`, also written by `masscan -oX`.
    NmapXml,
    /// `nmap -oG`.
    NmapGrepable,
    /// `nmap -oN`, or what nmap prints, whole or in part.
    NmapNormal,
    /// `masscan -oJ` and `-oD`.
    MasscanJson,
    /// `nfdump -o csv`, 1.6 and 1.7.
    NfdumpCsv,
    /// Zeek's `conn.log`, tab-separated or JSON.
    ZeekConn,
    /// A list kept by people, as text with a separator.
    SpreadsheetCsv,
    /// A list kept by people, as an Office Open XML workbook.
    SpreadsheetXlsx,
    /// A list of places with properties (RFC 7946).
    GeoJson,
    /// A report of the Shadowserver Foundation.
    ShadowserverCsv,
    /// A recording for an SNMP simulator: `oid|tag|value`.
    SnmpRec,
    /// What `snmpwalk` prints.
    SnmpWalk,
    /// Parameters of an Axis device: `root.Brand.Brand=…`.
    Vapix,
    /// `deviceInfo` of an ISAPI device, XML or JSON.
    Isapi,
    /// Answers of TP-Link Tapo and Kasa devices, as JSON.
    TplinkJson,
    /// UniFi Protect: a console's bootstrap or one entry.
    UnifiJson,
    /// One message of one protocol, read by the codec of that name.
    Document(Document),
}

/// Single messages that are recognised when saved as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Document {
    /// An RTSP answer.
    Rtsp,
    /// A session description (RFC 8866).
    Sdp,
    /// An HTTP answer.
    Http,
    /// An ONVIF answer.
    Onvif,
    /// A WS-Discovery message.
    WsDiscovery,
    /// ONVIF scopes, separated by white space.
    OnvifScopes,
    /// A UPnP device description.
    Upnp,
    /// An SSDP message.
    Ssdp,
    /// A SADP answer.
    Sadp,
    /// A DHDiscover answer.
    Dhip,
}

impl Document {
    /// Name of the codec that reads it.
    pub const fn codec(self) -> &'static str {
        match self {
            Self::Rtsp => "rtsp",
            Self::Sdp => "sdp",
            Self::Http => "http",
            Self::Onvif => "onvif",
            Self::WsDiscovery => "ws-discovery",
            Self::OnvifScopes => "onvif-scopes",
            Self::Upnp => "upnp-description",
            Self::Ssdp => "ssdp",
            Self::Sadp => "sadp",
            Self::Dhip => "dhdiscover",
        }
    }
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 28] = [
        Self::Capture,
        Self::OogmerkLines,
        Self::NmapXml,
        Self::NmapGrepable,
        Self::NmapNormal,
        Self::MasscanJson,
        Self::NfdumpCsv,
        Self::ZeekConn,
        Self::SpreadsheetCsv,
        Self::SpreadsheetXlsx,
        Self::GeoJson,
        Self::ShadowserverCsv,
        Self::SnmpRec,
        Self::SnmpWalk,
        Self::Vapix,
        Self::Isapi,
        Self::TplinkJson,
        Self::UnifiJson,
        Self::Document(Document::Rtsp),
        Self::Document(Document::Sdp),
        Self::Document(Document::Http),
        Self::Document(Document::Onvif),
        Self::Document(Document::WsDiscovery),
        Self::Document(Document::OnvifScopes),
        Self::Document(Document::Upnp),
        Self::Document(Document::Ssdp),
        Self::Document(Document::Sadp),
        Self::Document(Document::Dhip),
    ];

    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Capture => "capture",
            Self::OogmerkLines => "oogmerk-lines",
            Self::NmapXml => "nmap-xml",
            Self::NmapGrepable => "nmap-grepable",
            Self::NmapNormal => "nmap-normal",
            Self::MasscanJson => "masscan-json",
            Self::NfdumpCsv => "nfdump-csv",
            Self::ZeekConn => "zeek-conn",
            Self::SpreadsheetCsv => "spreadsheet-csv",
            Self::SpreadsheetXlsx => "spreadsheet-xlsx",
            Self::GeoJson => "geojson",
            Self::ShadowserverCsv => "shadowserver-csv",
            Self::SnmpRec => "snmprec",
            Self::SnmpWalk => "snmpwalk",
            Self::Vapix => "vapix",
            Self::Isapi => "isapi",
            Self::TplinkJson => "tplink-json",
            Self::UnifiJson => "unifi-json",
            Self::Document(Document::Rtsp) => "rtsp-text",
            Self::Document(Document::Sdp) => "sdp-text",
            Self::Document(Document::Http) => "http-text",
            Self::Document(Document::Onvif) => "onvif-xml",
            Self::Document(Document::WsDiscovery) => "ws-discovery-xml",
            Self::Document(Document::OnvifScopes) => "onvif-scopes",
            Self::Document(Document::Upnp) => "upnp-xml",
            Self::Document(Document::Ssdp) => "ssdp-text",
            Self::Document(Document::Sadp) => "sadp-xml",
            Self::Document(Document::Dhip) => "dhip-json",
        }
    }

    /// Reads a stable name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.as_str() == name)
    }

    /// Whether it is a list kept by people, whose columns can be mapped.
    pub const fn is_table(self) -> bool {
        matches!(self, Self::SpreadsheetCsv | Self::SpreadsheetXlsx | Self::GeoJson)
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Format {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Format {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let name = String::deserialize(d)?;
        Self::parse(&name).ok_or_else(|| serde::de::Error::custom("not a format"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_a_name_of_its_own_that_reads_back() {
        for format in Format::ALL {
            assert_eq!(Format::parse(format.as_str()), Some(format));
        }
        assert_eq!(Format::parse("pcap"), None);
    }
}
