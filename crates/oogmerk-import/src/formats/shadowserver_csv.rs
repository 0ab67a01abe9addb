//! Reports of the Shadowserver Foundation: one CSV per kind of scan, one row per address that answered.
//!
//! Columns are found by name; which protocol a column such as `server` speaks of follows from its neighbours. Columns
//! that hold an answer itself, as text or as base64, go to the codec that knows it. Places, networks, users and
//! community strings of a row are not read. Source: Shadowserver "Network reporting", report descriptions, and the
//! columns of its published schema (The-Shadowserver-Foundation/report_schema `reports.json`, read 2026-11-30).

use crate::banner;
use crate::encoding::as_utf8;
use crate::reading::{How, Reading, at};
use crate::row::Row;
use crate::scan::answer::Answer;
use crate::table::records::{Record, Records, cells};
use base64::Engine as _;
use oogmerk_model::{Field, Observation, Place, ProblemSeverity, Subject, Timestamp};
use std::collections::HashMap;
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

pub(crate) const ROW: Row =
    Row::new("shadowserver-csv", |head| head.lines().is_some_and(|opening| is_header(opening.first)), read);

/// Whether a first line is a report's.
fn is_header(line: &str) -> bool {
    let names = cells(line, ',');
    let has = |n: &str| names.iter().any(|c| c.trim() == n);
    has("timestamp")
        && (has("ip") || has("src_ip"))
        && (has("asn") || has("src_asn"))
        && (has("geo") || has("src_geo") || has("tag"))
}

/// Tags of reports whose `banner` is a greeting of that protocol.
const GREETED: [&str; 4] = ["telnet", "ftp", "ssh", "smtp"];

/// Columns whose meaning does not depend on the report.
const PLAIN: [(&str, &str); 30] = [
    ("hostname", "import.host_name"),
    ("tag", "shadowserver.tag"),
    ("sysdesc", "snmp.sys_descr"),
    ("sysname", "snmp.sys_name"),
    ("location", "ssdp.location"),
    ("search_target", "ssdp.st"),
    ("nt", "ssdp.st"),
    ("unique_service_name", "ssdp.usn"),
    ("workstation_name", "mdns.host"),
    ("http_name", "mdns.host"),
    ("http_target", "mdns.host"),
    ("http_ptr", "mdns.instance"),
    ("modelshort", "ubiquiti.model"),
    ("modelfull", "ubiquiti.model"),
    ("firmware", "ubiquiti.firmware"),
    ("radioname", "ubiquiti.host_name"),
    ("dns_version", "dns.version_bind"),
    ("http_title", "http.title"),
    ("html_title", "http.title"),
    ("ftp_banner", "ftp.banner"),
    ("serverid_raw", "ssh.banner"),
    ("jarm", "tls.jarm"),
    ("machine_name", "dhdiscover.machine_name"),
    ("device_serial", "dhdiscover.serial"),
    ("device_version", "dhdiscover.version"),
    ("manufacturer", "dhdiscover.manufacturer"),
    ("internal_port", "dhdiscover.port"),
    ("video_input_channels", "dhdiscover.video_inputs"),
    ("remote_video_input_channels", "dhdiscover.remote_video_inputs"),
    ("netbios_name", "netbios.name"),
];

/// Columns that name a certificate's parts, with the short name of each.
const NAME_PARTS: [(&str, &str); 6] = [
    ("common_name", "CN"),
    ("organization_name", "O"),
    ("organization_unit_name", "OU"),
    ("locality_name", "L"),
    ("state_or_province_name", "ST"),
    ("country", "C"),
];

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let mut records = Records::new(as_utf8(input).1, ',');
    let mut names: Vec<String> = Vec::new();
    while let Some(record) = records.next_told(reading) {
        if names.is_empty() {
            names = record.cells.iter().map(|c| c.trim().to_owned()).collect();
        } else if record.cells.iter().any(|c| !c.trim().is_empty()) {
            take(&names, &record, reading);
        }
    }
}

fn take(names: &[String], record: &Record, reading: &mut Reading<'_>) {
    let cells = Cells::of(names, record);
    let address = if cells.cell("ip").is_empty() { cells.cell("src_ip") } else { cells.cell("ip") };
    if address.parse::<IpAddr>().is_err() {
        let reason = "the ip is no address";
        reading.problem(ProblemSeverity::Part, Some(record.number), Some(record.offset), reason);
        return;
    }
    reading.outcome.records += 1;
    // A row is one answer: rows of one address at other ports or times are joined by their keys, not by the report.
    let subject = Subject::named(&format!("row:{}", record.number));
    let mut observation = reading.observation(subject, ROW.name, Some(record.number), &record.raw);
    // Shadowserver's times are UTC.
    let time = cells.cell("timestamp").replacen(' ', "T", 1);
    observation.seen_at = Timestamp::parse_rfc3339(&format!("{time}Z"));
    let observation = Arc::new(observation);
    reading.put_ip(&observation, Field::of("import.ip"), address, cells.place("ip"));
    Told { cells: &cells, observation: &observation, offset: record.offset, reading }.all();
}

/// The cells of one row by the names of their columns.
struct Cells<'r> {
    names: &'r [String],
    filled: HashMap<&'r str, (usize, &'r str)>,
}

impl<'r> Cells<'r> {
    fn of(names: &'r [String], record: &'r Record) -> Self {
        let filled = names
            .iter()
            .zip(&record.cells)
            .enumerate()
            // What an answer did not hold is empty, or `NA` in some reports.
            .filter(|(_, (_, value))| !matches!(value.trim(), "" | "NA" | "N/A"))
            .map(|(i, (name, value))| (name.as_str(), (i, value.trim())))
            .collect();
        Self { names, filled }
    }

    /// What stands in a column; empty where there is no such column.
    fn cell(&self, name: &str) -> &'r str {
        self.filled.get(name).map_or("", |(_, value)| *value)
    }

    /// Whether the report has a column, filled in this row or not.
    fn has(&self, name: &str) -> bool {
        self.names.iter().any(|n| n == name)
    }

    fn place(&self, name: &str) -> Place {
        Place { column: self.filled.get(name).map(|(i, _)| *i as u32 + 1), ..Place::default() }
    }

    /// A report of the scan for DHDiscover: its columns are the device's own words.
    fn is_discover(&self) -> bool {
        self.has("device_serial") || self.has("internal_port")
    }

    /// A report of the scan for NetBIOS, which has a `machine_name` too.
    fn is_netbios(&self) -> bool {
        self.has("workgroup")
    }

    /// A report of the scan for RTSP.
    fn is_rtsp(&self) -> bool {
        self.has("rtsp") || self.cell("tag").contains("rtsp") || self.cell("http").starts_with("RTSP/")
    }

    /// What stands in the first of these columns that is filled in, with its name.
    fn first(&self, names: &[&'static str]) -> (&'static str, &'r str) {
        let filled = names.iter().map(|name| (*name, self.cell(name))).find(|(_, cell)| !cell.is_empty());
        filled.unwrap_or_default()
    }

    /// A report of the scan for Ubiquiti's discovery.
    fn is_ubiquiti(&self) -> bool {
        self.has("radioname")
    }

    /// Of which protocol the column `server` speaks.
    fn server(&self) -> Option<&'static str> {
        if self.has("search_target") {
            Some("ssdp.server")
        } else if self.has("sip") {
            Some("sip.server")
        } else if self.is_rtsp() {
            Some("rtsp.server")
        } else if self.has("http_code") || self.has("http") {
            Some("http.server")
        } else {
            None
        }
    }

    /// Of which protocol the column `banner` is the greeting.
    fn greeting(&self) -> &'static str {
        let tags = self.cell("tag").split([',', ';']).map(str::trim);
        // `telnet-alt` is telnet on another port.
        let mut protocols = tags.filter_map(|tag| tag.split('-').next());
        protocols.find_map(|tag| GREETED.iter().copied().find(|name| *name == tag)).unwrap_or_default()
    }
}

/// A row being told, column by column.
struct Told<'t, 'r, 's> {
    cells: &'t Cells<'r>,
    observation: &'t Arc<Observation>,
    /// Where the row begins.
    offset: u64,
    reading: &'t mut Reading<'s>,
}

impl<'s> Told<'_, '_, 's> {
    fn all(&mut self) {
        self.port();
        self.plain();
        self.greeted();
        self.device();
        self.link_addresses();
        if let Some(field) = self.cells.server() {
            self.copy("server", Field::of(field));
        }
        self.head();
        if self.cells.has("sip") {
            self.copy("user_agent", Field::of("sip.user_agent"));
        }
        if self.cells.cell("tag").split(',').any(|t| t.trim() == "coap") {
            self.copy("response", Field::of("coap.banner"));
        }
        self.services();
        self.service_records();
        self.certificate();
        self.payloads();
    }

    /// A cell as it stands.
    fn copy(&mut self, name: &str, field: Field) {
        self.put(name, field, self.cells.cell(name), How::Copied);
    }

    fn put(&mut self, name: &str, field: Field, value: &str, how: How) {
        self.reading.put(self.observation, field, value, how, self.cells.place(name));
    }

    fn port(&mut self) {
        let port: u16 = self.cells.cell("port").parse().unwrap_or(0);
        let transport = self.cells.cell("protocol").to_ascii_lowercase();
        if port > 0 && matches!(transport.as_str(), "tcp" | "udp") {
            self.put("port", Field::of("port.open"), &format!("{transport}/{port}"), How::Decoded);
        }
    }

    fn port_number(&self) -> u16 {
        self.cells.cell("port").parse().unwrap_or(0)
    }

    fn answer(&mut self) -> Answer<'_, 's> {
        Answer { observation: self.observation, offset: self.offset, reading: &mut *self.reading }
    }

    /// A greeting, given to the codec that knows where it ends.
    fn greeted(&mut self) {
        let (port, service, text) = (self.port_number(), self.cells.greeting(), self.cells.cell("banner"));
        // Shadowserver writes the ends of lines as bars.
        let lines = if text.contains('\n') { text.to_owned() } else { text.replace('|', "\r\n") };
        self.answer().greeting(&lines, port, service);
    }

    /// The head of an answer over HTTP or RTSP: what its columns say together that none says alone.
    fn head(&mut self) {
        let cells = self.cells;
        let challenge = cells.cell("www_authenticate");
        if cells.is_rtsp() {
            self.answer().rtsp("", challenge);
            return;
        }
        self.copy("www_authenticate", Field::of("http.www_authenticate"));
        if cells.has("http_code") {
            self.copy("server_type", Field::of("http.server"));
        }
        let (_, version) = cells.first(&["http", "http_response_type"]);
        let code = cells.cell("http_code");
        let status = if version.starts_with("HTTP/") && !code.is_empty() {
            format!("{version} {code} {}", cells.cell("http_reason"))
        } else {
            String::new()
        };
        let names = [
            ("WWW-Authenticate", "www_authenticate"),
            ("Set-Cookie", "set_cookie"),
            ("Content-Type", "content_type"),
            ("Location", "http_location"),
        ];
        let headers: Vec<(String, String)> = names
            .iter()
            .map(|(header, column)| ((*header).to_owned(), cells.cell(column).to_owned()))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let is_http = cells.has("http_code") || !challenge.is_empty();
        if is_http && !(status.is_empty() && headers.is_empty()) {
            self.answer().head_but(status.trim_end(), &headers, &["http.www_authenticate"]);
        }
    }

    fn plain(&mut self) {
        let (discover, ubiquiti) = (self.cells.is_discover(), self.cells.is_ubiquiti());
        if self.cells.is_netbios() {
            self.copy("machine_name", Field::of("netbios.name"));
        }
        for (name, field) in PLAIN {
            if field.starts_with("dhdiscover.") && !discover || field.starts_with("ubiquiti.") && !ubiquiti {
                continue;
            }
            let value = self.cells.cell(name);
            let plain = if field.starts_with("mdns.") { value.trim_end_matches('.') } else { value };
            let how = if plain.len() == value.len() { How::Copied } else { How::Decoded };
            self.put(name, Field::of(field), plain, how);
        }
    }

    /// What Shadowserver takes the device for; in a DVR DHCPDiscover report these are the device's own words.
    fn device(&mut self) {
        for (name, plain, inside) in [
            ("device_vendor", "shadowserver.device_vendor", "dhdiscover.vendor"),
            ("device_type", "shadowserver.device_type", "dhdiscover.device_class"),
            ("device_model", "shadowserver.device_model", "dhdiscover.device_type"),
        ] {
            let field = if self.cells.is_discover() { inside } else { plain };
            self.copy(name, Field::of(field));
        }
        if self.cells.is_discover() {
            self.put("port", Field::of("protocol.answered"), "dhdiscover", How::Decoded);
        } else {
            self.copy("device_version", Field::of("shadowserver.device_version"));
        }
    }

    fn link_addresses(&mut self) {
        let discover = self.cells.is_discover();
        let field = match (self.cells.is_ubiquiti(), discover, self.cells.is_netbios()) {
            (true, ..) => "ubiquiti.mac",
            (_, true, _) => "dhdiscover.mac",
            (.., true) => "netbios.mac",
            _ => "import.mac",
        };
        for name in ["mac", "mac_address", "remote_mac"] {
            let (mac, place) = (self.cells.cell(name), self.cells.place(name));
            self.reading.put_mac(self.observation, Field::of(field), mac, place);
        }
        if discover {
            for name in ["ipv4_address", "ipv6_address", "ipv6_link_local"] {
                let ip = self.cells.cell(name).split('/').next().unwrap_or_default();
                self.reading.put_ip(self.observation, Field::of("dhdiscover.ip"), ip, self.cells.place(name));
            }
        }
    }

    fn services(&mut self) {
        let services = self.cells.cell("services").split([';', ' ']);
        for service in services.map(|s| s.trim().trim_end_matches('.')).filter(|s| s.starts_with('_')) {
            self.put("services", Field::of("mdns.service"), service, How::Decoded);
        }
    }

    fn service_records(&mut self) {
        for name in ["http_info", "workstation_info"] {
            let texts = self.cells.cell(name).split(['"', '\\']).map(str::trim);
            for text in texts.filter(|t| t.contains('=')) {
                self.put(name, Field::of("mdns.txt"), text, How::Decoded);
                let (key, value) = text.split_once('=').unwrap_or((text, ""));
                let key = key.to_ascii_lowercase();
                if matches!(key.as_str(), "md" | "model" | "ty" | "product" | "am") {
                    self.put(name, Field::of("mdns.txt_model"), value, How::Decoded);
                }
            }
        }
    }

    fn certificate(&mut self) {
        let raw = self.cells.cell("raw_cert");
        if !raw.is_empty() && self.answer().certificate(raw) {
            return;
        }
        for (side, field) in [("subject", "tls.subject"), ("issuer", "tls.issuer")] {
            let name: Vec<String> = NAME_PARTS
                .iter()
                .map(|(part, short)| (short, self.cells.cell(&format!("{side}_{part}"))))
                .filter(|(_, value)| !value.is_empty())
                .map(|(short, value)| format!("{short}={value}"))
                .collect();
            let first = format!("{side}_common_name");
            self.put(&first, Field::of(field), &name.join(","), How::Decoded);
        }
        let fingerprint = self.cells.cell("sha256_fingerprint");
        let digest: String = fingerprint.chars().filter(char::is_ascii_hexdigit).collect();
        if digest.len() == 64 {
            self.put(
                "sha256_fingerprint",
                Field::of("tls.cert_sha256"),
                &digest.to_ascii_lowercase(),
                How::Decoded,
            );
        }
    }

    /// Columns that hold the answer itself, as text or as base64.
    fn payloads(&mut self) {
        for name in ["raw_response", "raw_banner", "payload", "raw_payload", "http_response"] {
            let text = self.cells.cell(name);
            let packed = base64::engine::general_purpose::STANDARD.decode(text).ok();
            let bytes = packed.unwrap_or_else(|| banner::unescaped(text));
            if !bytes.is_empty() {
                self.payload(&bytes);
            }
        }
        for name in ["body", "html", "http_body"] {
            let body = self.cells.cell(name);
            self.answer().page(body, "");
        }
    }

    fn payload(&mut self, bytes: &[u8]) {
        let (port, tag) = (self.port_number(), self.cells.cell("tag"));
        let codec =
            PAYLOADS.iter().find(|(word, at, _)| tag.contains(word) || *at == port).map(|(.., codec)| *codec);
        let told = codec.map(|codec| self.answer().message(codec, bytes, &[])).unwrap_or_default();
        // Numbers of other protocols are no text, and their words are not this codec's.
        if told.is_empty() && codec.is_none() && is_text(bytes) {
            let service = self.cells.greeting();
            banner::route(bytes, port, service, self.observation, at(self.offset), self.reading);
        }
    }
}

/// Which codec reads the answers of a report, by its tag or by the port.
const PAYLOADS: [(&str, u16, &str); 8] = [
    ("ws-discovery", 3702, "ws-discovery"),
    ("onvif", 3702, "ws-discovery"),
    ("dvrdhcpdiscover", 37810, "dhdiscover"),
    ("ssdp", 1900, "ssdp"),
    ("mdns", 5353, "mdns"),
    ("snmp", 161, "snmp"),
    ("ubiquiti", 10001, "ubiquiti"),
    ("rtsp", 554, "rtsp"),
];

/// Nothing but text.
fn is_text(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| !text.chars().any(|c| c.is_control() && !c.is_whitespace()))
}
