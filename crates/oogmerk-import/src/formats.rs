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
    mod suricata_eve;
    mod geojson;
    mod dhip_json;
    // Keys that tell it by standing together.
    mod isapi;
    mod shodan_json;
    mod censys_json;
    mod zgrab_json;
    mod leases_json;
    mod agent_json;
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
    /// Half a file may tell less; its last word may be half and be taken for another kind of word, and whose it is may
    /// stand behind the cut. Nobody gets a word of another's for it.
    #[test]
    fn a_sample_cut_anywhere_tells_nobody_what_the_whole_does_not() {
        for row in ROWS {
            let Some(sample) = row.sample else { continue };
            let whole = row.told(sample);
            let all: Vec<(&str, &str)> = whole.iter().map(|line| whose_and_what(line)).collect();
            // What an escape cut in half leaves is nothing that the whole says.
            let is_escaped = |end: usize| sample[end.saturating_sub(8)..end].contains(&b'\\');
            for end in (0..sample.len()).filter(|end| !is_escaped(*end)) {
                for line in row.told(&sample[..end]) {
                    let (subject, value) = whose_and_what(&line);
                    let is_nobodys = !all.iter().any(|(whose, _)| *whose == subject);
                    let own = || all.iter().filter(|(whose, _)| is_nobodys || *whose == subject);
                    let is_told = |word: &str| own().any(|(_, told)| told.contains(word));
                    let mut words = value.split(|c: char| !c.is_alphanumeric());
                    assert!(words.all(is_told), "{} {end}: {line}\n{whole:#?}", row.name);
                }
            }
        }
    }

    fn whose_and_what(line: &str) -> (&str, &str) {
        let (subject, word) = line.split_once(' ').expect("a subject and a word");
        (subject, word.split_once('=').expect("a field and a value").1)
    }
}
