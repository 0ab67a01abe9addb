//! The table of formats: one file a format, one line a file. A line `mod name;` is all that a format is known by; its
//! row stands in that file.
//!
//! Rows are asked from top to bottom whether an input is theirs, and the first that says so reads it. So what names
//! itself comes before what is known by a few keys, and a list kept by people comes last: any text with separators
//! looks like one.

use crate::format::Format;
use crate::row::Row;
use serde::{Deserialize, Deserializer};

/// Declares the files and gathers their rows, in the order of the lines.
macro_rules! formats {
    ($(mod $file:ident;)+) => {
        $(pub(crate) mod $file;)+

        /// Every row, in the order in which they are asked.
        pub(crate) const ROWS: &[&Row] = &[$(&$file::ROW),+];

        /// The names of the files, in the same order.
        #[cfg(test)]
        const FILES: &[&str] = &[$(stringify!($file)),+];
    };
}

formats! {
    // Magic bytes.
    mod capture;
    mod spreadsheet_xlsx;
    // The root of XML.
    mod nmap_xml;
    mod sadp_xml;
    mod upnp_xml;
    mod ws_discovery_xml;
    mod onvif_xml;
    mod agent_xml;
    // A first line that names its protocol.
    mod rtsp_text;
    mod ssdp_text;
    mod http_text;
    mod sdp_text;
    mod onvif_scopes;
    // A schema, keys or columns that nobody else has.
    mod oogmerk_lines;
    mod zeek_log;
    mod zeek_conn;
    mod geojson;
    mod dhip_json;
    // Keys that tell it by standing together.
    mod isapi;
    mod shodan_json;
    mod censys_json;
    mod zgrab_json;
    mod leases_json;
    mod librenms_json;
    mod web_probes;
    mod masscan_json;
    mod tplink_json;
    mod unifi_json;
    // Lines of a known shape.
    mod masscan_list;
    mod shodan_text;
    mod nmap_grepable;
    mod nmap_normal;
    mod nfdump_csv;
    mod shadowserver_csv;
    mod shodan_csv;
    mod snmprec;
    mod snmpwalk;
    mod network_tables;
    mod vapix;
    // Rows that agree on a separator.
    mod spreadsheet_csv;
    // Anything else in which a device says what it is.
    mod saved_answers;
}

impl Format {
    /// Every format, in the order of the table.
    pub const ALL: [Format; ROWS.len()] = {
        let mut all = [Format::named(""); ROWS.len()];
        let mut i = 0;
        while i < ROWS.len() {
            all[i] = Format::named(ROWS[i].name);
            i += 1;
        }
        all
    };

    /// Reads a stable name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.as_str() == name)
    }

    /// The codec that reads it, where it is one saved message.
    pub fn codec(self) -> Option<&'static str> {
        self.row().and_then(Row::codec)
    }

    /// Whether no head tells it: it is tried where no other format gives anything.
    pub fn is_last_resort(self) -> bool {
        self.row().is_some_and(|row| row.is_last_resort)
    }

    /// The sample that stands in the format's own file, if one does.
    pub fn sample(self) -> Option<&'static [u8]> {
        self.row().and_then(|row| row.sample)
    }

    pub(crate) fn row(self) -> Option<&'static Row> {
        ROWS.iter().copied().find(|row| row.name == self.as_str())
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
    fn every_format_has_a_name_of_its_own_that_reads_back_and_names_its_file() {
        for (format, file) in Format::ALL.into_iter().zip(FILES) {
            assert_eq!(Format::parse(format.as_str()), Some(format));
            assert_eq!(format.as_str().replace('-', "_"), **file);
        }
        assert_eq!(Format::parse("pcap"), None);
    }
}
