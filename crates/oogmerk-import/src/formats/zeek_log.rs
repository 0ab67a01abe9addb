//! Zeek's logs of protocols and of what it knows: http, ssl, x509, dhcp, dns, ssh, sip, software, known_services,
//! known_hosts, known_devices, known_certs.
//!
//! A row speaks of the end whose words it holds: of an answer over HTTP the responder, of a user agent the
//! originator; what a client asked for (`host`, `uri`, names asked of a resolver) says nothing of the server and, with
//! names of users, is not read. Hosts are subjects only on the owner's side. In `software`, `name` and the parts of
//! `version` are what Zeek made of a string: its statement; `unparsed_version` is that string.
//! Source: Zeek manual, "Log files" and the scripts of `base/protocols` and `policy/protocols`.

use crate::head::{Head, Keys};
use crate::reading::Reading;
use crate::row::Row;
use crate::scan::answer::Answer;
use crate::zeek::{Entry, columns_of, is_log, path_of, rows};
use oogmerk_model::{Mac, ProblemSeverity, Subject};
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::new("zeek-log", looks_like, read);

/// The logs read here, with columns that one of them has and flows have not. All of a list must be there.
const LOGS: [(&str, &[&[&str]]); 13] = [
    (
        "http",
        &[
            &["id.resp_h", "method"],
            &["id.resp_h", "status_code", "trans_depth"],
            &["id.resp_h", "user_agent", "uri"],
        ],
    ),
    (
        "ssl",
        &[
            &["id.resp_h", "cipher"],
            &["id.resp_h", "subject", "issuer"],
            &["id.resp_h", "server_name", "established"],
        ],
    ),
    ("x509", &[&["certificate.subject", "certificate.issuer"]]),
    (
        "dhcp",
        &[
            &["mac", "assigned_addr"],
            &["mac", "msg_types"],
            &["mac", "client_software"],
            &["mac", "assigned_ip", "lease_time"],
        ],
    ),
    ("dns", &[&["id.resp_h", "query", "qtype_name"], &["id.resp_h", "query", "rcode_name"]]),
    ("ssh", &[&["id.resp_h", "auth_attempts"], &["id.resp_h", "client", "server", "host_key_alg"]]),
    ("sip", &[&["id.resp_h", "request_from", "user_agent"]]),
    ("software", &[&["host", "software_type"]]),
    ("known_services", &[&["host", "port_num", "service"]]),
    ("known_certs", &[&["host", "port_num", "issuer_subject"]]),
    ("known_devices", &[&["mac", "dhcp_host_name"]]),
    ("known_hosts", &[]),
    ("snmp", &[&["id.resp_h", "display_string"]]),
];

/// The columns read.
const WANTED: [&str; 48] = [
    "ts",
    "id.orig_h",
    "id.resp_h",
    "id.resp_p",
    "version",
    "status_code",
    "status_msg",
    "user_agent",
    "server_header",
    "server",
    "server_name",
    "www_authenticate",
    "subject",
    "issuer",
    "cert_chain_fps",
    "certificate.subject",
    "certificate.issuer",
    "certificate.not_valid_before",
    "fingerprint",
    "san.dns",
    "san.ip",
    "basic_constraints.ca",
    "client_cert",
    "mac",
    "host_name",
    "client_fqdn",
    "client_software",
    "vendor_class",
    "vendor_class_id",
    "assigned_addr",
    "assigned_ip",
    "client_addr",
    "query",
    "rcode_name",
    "answers",
    "host",
    "host_p",
    "software_type",
    "name",
    "unparsed_version",
    "port_num",
    "port_proto",
    "service",
    "issuer_subject",
    "dhcp_host_name",
    "method",
    "request_from",
    "display_string",
];

fn looks_like(head: &Head<'_>) -> bool {
    match head {
        Head::Json(keys) => {
            LOGS.iter().any(|(path, _)| keys.says("_path", path))
                || ["", "[]."].iter().any(|at| names_one(keys, at))
        }
        Head::Lines(opening) => {
            let path = path_of(opening);
            let columns: Vec<&str> = columns_of(opening).collect();
            let has_all = |names: &[&str]| names.iter().all(|name| columns.contains(name));
            is_log(head)
                && if path.is_empty() {
                    LOGS.iter().any(|(_, signs)| signs.iter().any(|names| has_all(names)))
                } else {
                    LOGS.iter().any(|(name, _)| path == *name)
                }
        }
        Head::Xml(_) => false,
    }
}

fn names_one(keys: &Keys<'_>, at: &str) -> bool {
    let has = |name: &str| keys.has(&format!("{at}{name}")) || keys.has(&format!("{at}{name}[]"));
    has("ts") && LOGS.iter().any(|(_, signs)| signs.iter().any(|names| names.iter().all(|name| has(name))))
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    rows(input, &WANTED, reading, &mut |row, reading| {
        let log = Log { row };
        if log.tell(reading) { reading.outcome.records += 1 } else { reading.outcome.passed_over += 1 }
    });
}

/// A row being told.
struct Log<'l, 'e> {
    row: &'l Entry<'e>,
}

impl Log<'_, '_> {
    /// Tells the row by what it holds: logs are joined, and JSON need not say which one it is. `false` where it holds
    /// nothing of a device of the owner's.
    fn tell(&self, reading: &mut Reading<'_>) -> bool {
        let row = self.row;
        if row.has_any(&["software_type"]) {
            self.software(reading)
        } else if row.has_any(&["certificate.subject"]) {
            self.certificate(reading)
        } else if row.has_any(&["port_num"]) {
            self.known_port(reading)
        } else if row.has_any(&["mac"]) {
            self.lease(reading)
        } else if row.has_any(&["host"]) && !row.has_any(&["id.resp_h"]) {
            self.about("host", reading, &mut |_| {})
        } else {
            self.conversation(reading)
        }
    }

    /// Tells of the host in a column, where it is one of the owner's.
    fn about(
        &self,
        column: &str,
        reading: &mut Reading<'_>,
        told: &mut dyn FnMut(&mut Answer<'_, '_>),
    ) -> bool {
        let Ok(ip) = self.row.cell(column).parse::<IpAddr>() else {
            let reason = format!("{column} is no address");
            reading.problem(ProblemSeverity::Part, Some(self.row.number), Some(self.row.offset), reason);
            return false;
        };
        if !reading.options.is_inside(ip) {
            return false;
        }
        self.of(Subject::ip(ip), reading, &mut |answer| {
            answer.put("import.ip", &ip.to_string());
            told(answer);
        });
        true
    }

    fn of(&self, subject: Subject, reading: &mut Reading<'_>, told: &mut dyn FnMut(&mut Answer<'_, '_>)) {
        let row = self.row;
        let mut observation = reading.observation(subject, ROW.name, Some(row.number), row.bytes);
        observation.seen_at = row.time();
        let observation = Arc::new(observation);
        told(&mut Answer { observation: &observation, offset: row.offset, reading });
    }

    /// What passed between two ends: the responder's words, and the originator's.
    fn conversation(&self, reading: &mut Reading<'_>) -> bool {
        let row = self.row;
        let port: u16 = row.cell("id.resp_p").parse().unwrap_or(0);
        let answered = row.has_any(&["status_code", "subject", "server", "server_header"]);
        let server = self.about("id.resp_h", reading, &mut |answer| {
            if answered {
                answer.port("tcp", port);
            }
            self.web(answer);
            // `sysDescr.0`, where it was asked for (Zeek, "snmp.log").
            answer.put("snmp.sys_descr", row.cell("display_string").trim());
            self.names(["subject", "issuer"], answer);
            answer.fingerprint(row.words("cert_chain_fps").first().unwrap_or(&""));
            // Of a log of SSH, where the column has another meaning.
            answer.put(
                "ssh.banner",
                if row.cell("server").starts_with("SSH-") { row.cell("server") } else { "" },
            );
            if row.cell("query").eq_ignore_ascii_case("version.bind") {
                answer.put("dns.version_bind", row.words("answers").first().unwrap_or(&""));
            }
        });
        let agent = row.cell("user_agent");
        let field = if self.is_sip() { "sip.user_agent" } else { "http.user_agent" };
        let client =
            !agent.is_empty() && self.about("id.orig_h", reading, &mut |answer| answer.put(field, agent));
        server || client
    }

    fn is_sip(&self) -> bool {
        self.row.path == "sip" || self.row.has_any(&["request_from"])
    }

    /// The head of an answer over HTTP.
    fn web(&self, answer: &mut Answer<'_, '_>) {
        let row = self.row;
        let code = row.cell("status_code");
        if code.is_empty() || code.contains(|c: char| !c.is_ascii_digit()) || self.is_sip() {
            return;
        }
        let version = if row.cell("version").is_empty() { "1.1" } else { row.cell("version") };
        // Scripts that add the header to the log call its column by one of these.
        let named = ["server_header", "server", "server_name"].map(|column| row.cell(column));
        let server = named.into_iter().find(|header| !header.is_empty()).unwrap_or_default();
        let headers: Vec<(String, String)> =
            [("Server", server), ("WWW-Authenticate", row.cell("www_authenticate"))]
                .into_iter()
                .filter(|(_, value)| !value.is_empty())
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect();
        answer.head(&format!("HTTP/{version} {code} {}", row.cell("status_msg")), &headers);
    }

    /// Subject and issuer of a certificate, which Zeek writes in the order of RFC 2253.
    fn names(&self, columns: [&str; 2], answer: &mut Answer<'_, '_>) {
        answer.put("tls.subject", self.row.cell(columns[0]));
        answer.put("tls.issuer", self.row.cell(columns[1]));
    }

    /// A certificate without the host that showed it: that of an address it names itself, if it is one of the
    /// owner's, else a subject of its own where nobody else vouches for it.
    fn certificate(&self, reading: &mut Reading<'_>) -> bool {
        let row = self.row;
        if row.cell("basic_constraints.ca") == "T"
            && row.cell("certificate.subject") != row.cell("certificate.issuer")
        {
            return false;
        }
        let mut addresses = row.words("san.ip");
        let common =
            row.cell("certificate.subject").split(',').find_map(|part| part.trim().strip_prefix("CN="));
        addresses.extend(common.filter(|name| name.parse::<IpAddr>().is_ok()));
        addresses.sort_unstable();
        addresses.dedup();
        let ip = match addresses[..] {
            [one] => one.parse::<IpAddr>().ok().filter(|ip| reading.options.is_inside(*ip)),
            _ => None,
        };
        let is_own = row.cell("certificate.subject") == row.cell("certificate.issuer");
        if ip.is_none() && !is_own && row.has_any(&["san.dns"]) {
            return false;
        }
        let subject = ip.map_or_else(|| Subject::named(&format!("row:{}", row.number)), Subject::ip);
        self.of(subject, reading, &mut |answer| {
            if let Some(ip) = ip {
                answer.put("import.ip", &ip.to_string());
            }
            self.names(["certificate.subject", "certificate.issuer"], answer);
            for name in row.words("san.dns").into_iter().take(20) {
                answer.put("tls.san", name);
            }
            answer.fingerprint(row.cell("fingerprint"));
        });
        true
    }

    fn known_port(&self, reading: &mut Reading<'_>) -> bool {
        let row = self.row;
        self.about("host", reading, &mut |answer| {
            let port = row.cell("port_num").parse().unwrap_or(0);
            answer.port(row.cell("port_proto"), port);
            answer.taken_for(row.cell("port_proto"), port, &row.words("service"));
            self.names(["subject", "issuer_subject"], answer);
        })
    }

    /// A lease, or a device known by its link address.
    fn lease(&self, reading: &mut Reading<'_>) -> bool {
        let row = self.row;
        let Some(mac) = Mac::parse(row.cell("mac")) else { return false };
        self.of(Subject::mac(mac), reading, &mut |answer| {
            answer.mac("import.mac", row.cell("mac"));
            let held = ["assigned_addr", "assigned_ip", "client_addr"].iter().map(|name| row.cell(name));
            if let Some(ip) =
                held.into_iter().find(|ip| ip.parse::<IpAddr>().is_ok_and(|ip| !ip.is_unspecified()))
            {
                answer.put("import.ip", ip);
            }
            for (column, field) in [
                ("host_name", "dhcp.hostname"),
                ("dhcp_host_name", "dhcp.hostname"),
                ("client_fqdn", "dhcp.fqdn"),
                ("client_software", "dhcp.vendor_class"),
                ("vendor_class", "dhcp.vendor_class"),
                ("vendor_class_id", "dhcp.vendor_class"),
            ] {
                answer.put(field, row.cell(column));
            }
        });
        true
    }

    fn software(&self, reading: &mut Reading<'_>) -> bool {
        let row = self.row;
        self.about("host", reading, &mut |answer| {
            let (kind, whole) = (row.cell("software_type"), row.cell("unparsed_version"));
            let field = match kind {
                "HTTP::SERVER" => Some("http.server"),
                "HTTP::APPSERVER" => Some("http.powered_by"),
                "HTTP::BROWSER" => Some("http.user_agent"),
                "DHCP::CLIENT" => Some("dhcp.vendor_class"),
                "FTP::SERVER" => Some("ftp.banner"),
                "TELNET::SERVER" => Some("telnet.banner"),
                _ => None,
            };
            if let Some(field) = field {
                answer.put(field, whole);
            }
            answer.taken_for("tcp", row.cell("host_p").parse().unwrap_or(0), &[kind, row.cell("name")]);
        })
    }
}
