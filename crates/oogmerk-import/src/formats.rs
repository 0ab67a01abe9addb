//! The formats, one a file.

pub(crate) mod capture;
pub(crate) mod geojson;
pub(crate) mod isapi;
pub(crate) mod masscan_json;
pub(crate) mod nfdump_csv;
pub(crate) mod nmap_normal;
pub(crate) mod nmap_xml;
pub(crate) mod oogmerk_lines;
pub(crate) mod shadowserver_csv;
pub(crate) mod spreadsheet_csv;
pub(crate) mod spreadsheet_xlsx;
pub(crate) mod tplink_json;
pub(crate) mod unifi_json;
pub(crate) mod vapix;
pub(crate) mod zeek_conn;
