//! Reports of the Shadowserver Foundation: one CSV per kind of scan, one row per address that answered.
//!
//! Columns are found by name; which protocol a column such as `server` speaks of follows from its neighbours.
//! Places, networks and community strings of a row are not read. Source: Shadowserver "Network reporting", report
//! descriptions (SSDP, SNMP, mDNS, WS-Discovery, Ubiquiti, SIP, MQTT, CoAP, HTTP, SSL, DVR DHCPDiscover, device
//! identification).

use crate::formats::oogmerk_lines::too_long;
use crate::reading::{How, Reading};
use crate::table::records::{Next, Record, Records, cells};
use base64::Engine as _;
use oogmerk_model::{Field, Observation, Place, ProblemSeverity, Subject, Timestamp};
use std::collections::HashMap;
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

/// Whether a first line is a report's.
pub(crate) fn is_header(line: &str) -> bool {
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
    ("www_authenticate", "http.www_authenticate"),
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

pub(crate) fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let (_, input) = crate::encoding::as_utf8(input);
    let mut records = Records::new(input, ',');
    let mut names: Vec<String> = Vec::new();
    loop {
        let record = match records.next_record() {
            Ok(Next::Record(record)) => record,
            Ok(Next::Unclosed(record)) => {
                let reason = "a quote is not closed; the row was read as it stands";
                reading.problem(ProblemSeverity::Part, Some(record.number), Some(record.offset), reason);
                record
            }
            Ok(Next::TooLong { number, offset }) => {
                too_long(reading, number, offset);
                continue;
            }
            Ok(Next::End) => return,
            Err(error) => {
                reading.problem(
                    ProblemSeverity::Rest,
                    None,
                    None,
                    format!("cannot be read further: {error}"),
                );
                return;
            }
        };
        if names.is_empty() {
            names = record.cells.iter().map(|c| c.trim().to_owned()).collect();
        } else if record.cells.iter().any(|c| !c.trim().is_empty()) {
            row(&names, &record, reading);
        }
    }
}

fn row(names: &[String], record: &Record, reading: &mut Reading<'_>) {
    let columns: HashMap<&str, (usize, &str)> = names
        .iter()
        .zip(&record.cells)
        .enumerate()
        .filter(|(_, (_, value))| !value.trim().is_empty())
        .map(|(i, (name, value))| (name.as_str(), (i, value.trim())))
        .collect();
    let cell = |name: &str| columns.get(name).map_or("", |(_, v)| *v);
    let has = |name: &str| names.iter().any(|n| n == name);
    let place =
        |name: &str| Place { column: columns.get(name).map(|(i, _)| *i as u32 + 1), ..Place::default() };
    let address = if cell("ip").is_empty() { cell("src_ip") } else { cell("ip") };
    if address.parse::<IpAddr>().is_err() {
        let reason = format!("{address:?} is no address");
        reading.problem(ProblemSeverity::Part, Some(record.number), Some(record.offset), reason);
        return;
    }
    reading.outcome.records += 1;
    // A row is one answer: rows of one address at other ports or times are joined by their keys, not by the report.
    let subject = Subject::named(&format!("row:{}", record.number));
    let mut observation = reading.observation(subject, "shadowserver-csv", Some(record.number), &record.raw);
    // Shadowserver's times are UTC.
    observation.seen_at = Timestamp::parse_rfc3339(&format!("{}Z", cell("timestamp").replacen(' ', "T", 1)));
    let observation = Arc::new(observation);
    reading.put_ip(&observation, Field::of("import.ip"), address, place("ip"));
    let port: u16 = cell("port").parse().unwrap_or(0);
    let transport = cell("protocol").to_ascii_lowercase();
    if port > 0 && matches!(transport.as_str(), "tcp" | "udp") {
        reading.put(
            &observation,
            Field::of("port.open"),
            &format!("{transport}/{port}"),
            How::Decoded,
            place("port"),
        );
    }
    let discover = has("device_serial") || has("machine_name");
    let ubiquiti = has("radioname");
    for (name, field) in PLAIN {
        if field.starts_with("dhdiscover.") && !discover || field.starts_with("ubiquiti.") && !ubiquiti {
            continue;
        }
        let value = cell(name);
        let plain = if field.starts_with("mdns.") { value.trim_end_matches('.') } else { value };
        let how = if plain.len() == value.len() { How::Copied } else { How::Decoded };
        reading.put(&observation, Field::of(field), plain, how, place(name));
    }
    let greeting = match cell("tag").split([',', ';']).map(str::trim).find(|t| GREETED.contains(t)) {
        Some("telnet") => "telnet.banner",
        Some("ftp") => "ftp.banner",
        Some("ssh") => "ssh.banner",
        Some("smtp") => "smtp.banner",
        _ => "tcp.banner",
    };
    reading.put(&observation, Field::of(greeting), cell("banner"), How::Copied, place("banner"));
    for (name, plain, inside) in [
        ("device_vendor", "shadowserver.device_vendor", "dhdiscover.vendor"),
        ("device_type", "shadowserver.device_type", "dhdiscover.device_class"),
        ("device_model", "shadowserver.device_model", "dhdiscover.device_type"),
    ] {
        // In a DVR DHCPDiscover report these are the device's own words.
        let field = if discover { inside } else { plain };
        reading.put(&observation, Field::of(field), cell(name), How::Copied, place(name));
    }
    for name in ["mac", "mac_address", "remote_mac"] {
        let field = match (ubiquiti, discover) {
            (true, _) => "ubiquiti.mac",
            (_, true) => "dhdiscover.mac",
            _ => "import.mac",
        };
        reading.put_mac(&observation, Field::of(field), cell(name), place(name));
    }
    if discover {
        reading.put_ip(&observation, Field::of("dhdiscover.ip"), cell("ipv4_address"), place("ipv4_address"));
    }
    let server = if has("search_target") {
        Some("ssdp.server")
    } else if has("sip") {
        Some("sip.server")
    } else if has("http_code") || has("http") {
        Some("http.server")
    } else if has("rtsp") || cell("tag").contains("rtsp") {
        Some("rtsp.server")
    } else {
        None
    };
    if let Some(field) = server {
        reading.put(&observation, Field::of(field), cell("server"), How::Copied, place("server"));
    }
    if has("sip") {
        reading.put(
            &observation,
            Field::of("sip.user_agent"),
            cell("user_agent"),
            How::Copied,
            place("user_agent"),
        );
    }
    if cell("tag").split(',').any(|t| t.trim() == "coap") {
        reading.put(&observation, Field::of("coap.banner"), cell("response"), How::Copied, place("response"));
    }
    mdns(&cell, &place, &observation, reading);
    certificate(&cell, &place, &observation, reading);
    if cell("tag").contains("ws-discovery")
        && let Ok(bytes) = base64::engine::general_purpose::STANDARD.decode(cell("raw_response"))
        && let Some(Ok(mut clues)) = oogmerk_wire::codec::read("ws-discovery", &bytes)
    {
        clues.0.iter_mut().for_each(|c| c.span = None);
        reading.put_clues(&observation, clues, None);
    }
}

fn mdns<'r>(
    cell: &dyn Fn(&str) -> &'r str,
    place: &dyn Fn(&str) -> Place,
    observation: &Arc<Observation>,
    reading: &mut Reading<'_>,
) {
    for service in cell("services")
        .split([';', ' '])
        .map(|s| s.trim().trim_end_matches('.'))
        .filter(|s| s.starts_with('_'))
    {
        reading.put(observation, Field::of("mdns.service"), service, How::Decoded, place("services"));
    }
    for name in ["http_info", "workstation_info"] {
        for text in cell(name).split(['"', '\\']).map(str::trim).filter(|t| t.contains('=')) {
            reading.put(observation, Field::of("mdns.txt"), text, How::Decoded, place(name));
            let (key, value) = text.split_once('=').unwrap_or((text, ""));
            match key.to_ascii_lowercase().as_str() {
                "md" | "model" | "ty" | "product" | "am" => {
                    reading.put(observation, Field::of("mdns.txt_model"), value, How::Decoded, place(name));
                }
                _ => {}
            }
        }
    }
}

fn certificate<'r>(
    cell: &dyn Fn(&str) -> &'r str,
    place: &dyn Fn(&str) -> Place,
    observation: &Arc<Observation>,
    reading: &mut Reading<'_>,
) {
    const PARTS: [(&str, &str); 6] = [
        ("common_name", "CN"),
        ("organization_name", "O"),
        ("organization_unit_name", "OU"),
        ("locality_name", "L"),
        ("state_or_province_name", "ST"),
        ("country", "C"),
    ];
    for (side, field) in [("subject", "tls.subject"), ("issuer", "tls.issuer")] {
        let name: Vec<String> = PARTS
            .iter()
            .map(|(part, short)| (short, cell(&format!("{side}_{part}"))))
            .filter(|(_, value)| !value.is_empty())
            .map(|(short, value)| format!("{short}={value}"))
            .collect();
        reading.put(
            observation,
            Field::of(field),
            &name.join(","),
            How::Decoded,
            place(&format!("{side}_common_name")),
        );
    }
    let digest: String = cell("sha256_fingerprint").chars().filter(char::is_ascii_hexdigit).collect();
    if digest.len() == 64 {
        let digest = digest.to_ascii_lowercase();
        reading.put(
            observation,
            Field::of("tls.cert_sha256"),
            &digest,
            How::Decoded,
            place("sha256_fingerprint"),
        );
    }
}
