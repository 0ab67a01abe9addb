//! Suricata's events as JSON (`eve.json`): http, tls, dhcp, ssh and ftp, an object an event.
//!
//! As with Zeek's logs a record speaks of the end whose words it holds: of an answer the responder, of a user agent the
//! originator; what a client asked for (`hostname`, `url`, `sni`) says nothing of the server and, with names of users
//! and what was sent, is not read. Alerts are Suricata's opinion of traffic, whichever way it went, and passed over.
//! Hosts are subjects only on the owner's side. Source: Suricata user guide, "EVE JSON Output" and "EVE JSON Format".

use crate::head::{Head, Keys};
use crate::reading::Reading;
use crate::row::Row;
use crate::scan::answer::{Answer, turned};
use crate::scan::objects::{Object, Objects};
use crate::scan::tree::{Branch, Tree};
use oogmerk_model::{Mac, Subject, Timestamp};
use oogmerk_wire::answers;
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::new("suricata-eve", |head: &Head<'_>| head.json().is_some_and(is_one), read).sampled(
    br#"{"timestamp":"2026-01-02T03:04:05.123456+0000","flow_id":1,"event_type":"http","src_ip":"10.0.0.4","src_port":50110,"dest_ip":"10.0.0.7","dest_port":80,"proto":"TCP","http":{"hostname":"geheim.example","url":"/geheim","http_user_agent":"Sample Recorder/1","http_method":"GET","protocol":"HTTP/1.1","status":401,"response_headers":[{"name":"Server","value":"Sample-Webs/1.0"},{"name":"WWW-Authenticate","value":"Basic realm=\"SC-100\""},{"name":"Set-Cookie","value":"sid=geheim"}]}}
{"timestamp":"2026-01-02T03:04:06.1+0000","event_type":"tls","src_ip":"10.0.0.4","dest_ip":"10.0.0.8","dest_port":443,"proto":"TCP","tls":{"subject":"C=BE, O=Sample, CN=cam-8","issuerdn":"CN=ca","sni":"geheim.example"}}
{"timestamp":"2026-01-02T03:04:07.1+0000","event_type":"dhcp","src_ip":"0.0.0.0","dest_ip":"255.255.255.255","proto":"UDP","dhcp":{"type":"request","client_mac":"00:40:8c:00:00:09","requested_ip":"10.0.0.9","hostname":"sc-100","vendor_class_identifier":"Sample SC-100"}}
{"timestamp":"2026-01-02T03:04:08.1+0000","event_type":"ftp","src_ip":"10.0.0.4","dest_ip":"10.0.0.10","dest_port":21,"proto":"TCP","ftp":{"command":"USER","command_data":"geheim","reply":["Sample SC-200 ready."],"completion_code":["220"]}}
{"timestamp":"2026-01-02T03:04:09.1+0000","event_type":"ssh","src_ip":"10.0.0.4","dest_ip":"10.0.0.11","dest_port":22,"proto":"TCP","ssh":{"client":{"proto_version":"2.0","software_version":"OpenSSH_9"},"server":{"proto_version":"2.0","software_version":"dropbear"}}}
{"timestamp":"2026-01-02T03:04:10.1+0000","event_type":"alert","src_ip":"93.184.216.34","dest_ip":"10.0.0.12","alert":{"signature":"Sample Camera exploit"}}
"#,
);

fn is_one(keys: &Keys<'_>) -> bool {
    ["", "[]."].iter().any(|at| {
        let has = |name: &str| keys.has(&format!("{at}{name}"));
        has("event_type") && has("src_ip") && has("dest_ip")
    })
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let mut objects = Objects::of(input);
    let mut bodies = String::new();
    while let Some(object) = objects.next(reading) {
        let tree = Tree::told(&object, reading);
        let event = Event { told: tree.root(), object: &object };
        event.body(reading, &mut bodies);
        if event.tell(reading) { reading.outcome.records += 1 } else { reading.outcome.passed_over += 1 }
    }
    for answer in answers::in_text(&bodies, &reading.options.markers) {
        let Some(ip) = answer.ip.filter(|ip| reading.options.is_inside(*ip)) else { continue };
        let observation = Arc::new(reading.observation(Subject::ip(ip), ROW.name, None, &[]));
        reading.put_clues(&observation, answer.clues, None);
    }
}

/// Bytes of bodies that are looked at together: what a device is asked one thing at a time is answered in pieces.
const BODIES_MAX: usize = 16 << 20;

/// One event.
struct Event<'e> {
    told: Branch<'e>,
    object: &'e Object,
}

impl Event<'_> {
    /// Tells of whoever speaks in it; `false` where it holds nothing of a device of the owner's.
    fn tell(&self, reading: &mut Reading<'_>) -> bool {
        match self.told.text("event_type") {
            "http" => self.http(reading),
            "tls" => self.about("dest_ip", reading, &mut |answer| {
                let tls = self.told.at("tls");
                if !answer.certificate(tls.text("certificate")) {
                    answer.put("tls.subject", &turned(tls.text("subject")));
                    answer.put("tls.issuer", &turned(tls.text("issuerdn")));
                }
            }),
            "dhcp" => self.lease(reading),
            "ssh" => self.about("dest_ip", reading, &mut |answer| {
                let [version, software] = ["ssh.server.proto_version", "ssh.server.software_version"]
                    .map(|key| self.told.text(key));
                if !software.is_empty() {
                    answer.put("ssh.banner", &format!("SSH-{version}-{software}"));
                }
            }),
            "ftp" if self.told.text("ftp.completion_code.0") == "220" => {
                self.about("dest_ip", reading, &mut |answer| {
                    answer.greeting(&format!("220 {}", self.told.text("ftp.reply.0")), 21, "ftp");
                })
            }
            _ => false,
        }
    }

    /// The host at an end of the conversation, where it is one of the owner's.
    fn about(&self, end: &str, reading: &mut Reading<'_>, tell: &mut dyn FnMut(&mut Answer<'_, '_>)) -> bool {
        let Ok(ip) = self.told.text(end).parse::<IpAddr>() else { return false };
        if !reading.options.is_inside(ip) {
            return false;
        }
        self.of(Subject::ip(ip), reading, &mut |answer| {
            answer.put("import.ip", &ip.to_string());
            tell(answer);
        });
        true
    }

    fn of(&self, subject: Subject, reading: &mut Reading<'_>, tell: &mut dyn FnMut(&mut Answer<'_, '_>)) {
        let mut observation =
            reading.observation(subject, ROW.name, Some(self.object.number), &self.object.bytes);
        observation.seen_at = Timestamp::parse_rfc3339(&with_colon(self.told.text("timestamp")));
        let observation = Arc::new(observation);
        tell(&mut Answer { observation: &observation, offset: self.object.offset, reading });
    }

    /// What was answered, and by what it was asked.
    fn http(&self, reading: &mut Reading<'_>) -> bool {
        let http = self.told.at("http");
        let mut headers: Vec<(String, String)> = Vec::new();
        for pair in http.at("response_headers").items() {
            headers.push((pair.text("name").to_owned(), pair.text("value").to_owned()));
        }
        for (key, name) in [("server", "Server"), ("www_authenticate", "WWW-Authenticate")] {
            let is_told = headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
            if !http.text(key).is_empty() && !is_told {
                headers.push((name.to_owned(), http.text(key).to_owned()));
            }
        }
        let status = http.text("status");
        let server = !status.is_empty()
            && self.about("dest_ip", reading, &mut |answer| {
                answer.port("tcp", self.told.port("dest_port"));
                answer.head(&format!("HTTP/1.1 {status}"), &headers);
            });
        let agent = http.text("http_user_agent");
        let client = !agent.is_empty()
            && self.about("src_ip", reading, &mut |answer| answer.put("http.user_agent", agent));
        server || client
    }

    /// Adds what was answered, where the log was told to keep it, below the address of who answered.
    fn body(&self, reading: &Reading<'_>, bodies: &mut String) {
        let http = self.told.at("http");
        let Ok(ip) = self.told.text("dest_ip").parse::<IpAddr>() else { return };
        let printed = http.text("http_response_body_printable");
        let body = if printed.is_empty() { http.text("http_response_body") } else { printed };
        if !body.is_empty() && reading.options.is_inside(ip) && bodies.len() + body.len() < BODIES_MAX {
            bodies.push_str(&format!("http://{ip}/\n{body}\n"));
        }
    }

    /// A client's message holds its own words; an answer says only which address it was given.
    fn lease(&self, reading: &mut Reading<'_>) -> bool {
        let dhcp = self.told.at("dhcp");
        let Some(mac) = Mac::parse(dhcp.text("client_mac")) else { return false };
        self.of(Subject::mac(mac), reading, &mut |answer| {
            answer.mac("import.mac", dhcp.text("client_mac"));
            let held = ["assigned_ip", "requested_ip", "client_ip"].map(|key| dhcp.text(key));
            let is_held = |ip: &&str| ip.parse::<IpAddr>().is_ok_and(|ip| !ip.is_unspecified());
            answer.put("import.ip", held.iter().copied().find(is_held).unwrap_or_default());
            if dhcp.text("type") != "reply" {
                answer.put("dhcp.hostname", dhcp.text("hostname"));
                answer.put("dhcp.vendor_class", dhcp.text("vendor_class_identifier"));
            }
        });
        true
    }
}

/// Suricata writes zones without a colon: `+0200`.
fn with_colon(time: &str) -> String {
    match time.len().checked_sub(4) {
        Some(at) if time.is_char_boundary(at) && time[..at].ends_with(['+', '-']) && time.contains('T') => {
            let (hours, minutes) = (time.get(..at + 2), time.get(at + 2..));
            format!("{}:{}", hours.unwrap_or_default(), minutes.unwrap_or_default())
        }
        _ => time.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_end_has_its_own_words_and_what_was_asked_for_is_nobodys() {
        let whole = ROW.sample.expect("a sample");
        let all = ROW.told(whole);
        for line in [
            "ip:10.0.0.7 http.server=Sample-Webs/1.0",
            "ip:10.0.0.7 http.realm=SC-100",
            "ip:10.0.0.4 http.user_agent=Sample Recorder/1",
            "ip:10.0.0.8 tls.subject=CN=cam-8,O=Sample,C=BE",
            "mac:00:40:8c:00:00:09 dhcp.vendor_class=Sample SC-100",
            "ip:10.0.0.10 ftp.banner=220 Sample SC-200 ready.",
            "ip:10.0.0.11 ssh.banner=SSH-2.0-dropbear",
        ] {
            assert!(all.iter().any(|told| told == line), "{line}: {all:#?}");
        }
        let words = all.concat();
        assert!(
            !["geheim", "exploit", "OpenSSH", "10.0.0.12"].iter().any(|word| words.contains(word)),
            "{words}"
        );
        for line in whole.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
            assert_eq!(crate::recognise::row_of(line).map(|row| row.name), Some(ROW.name));
        }
        assert_eq!(with_colon("2026-01-02T03:04:05.1+0200"), "2026-01-02T03:04:05.1+02:00");
    }

    #[test]
    fn hosts_outside_are_no_subjects_and_a_cut_gives_nobody_anothers_words() {
        let outside =
            br#"{"event_type":"tls","src_ip":"10.0.0.4","dest_ip":"93.184.216.34","tls":{"subject":"CN=x"}}"#;
        assert!(ROW.told(outside).is_empty());
        let whole = ROW.sample.expect("a sample");
        let all = ROW.told(whole);
        for end in 0..=whole.len() {
            for line in ROW.told(&whole[..end]) {
                let is_known = all.contains(&line) || line.contains(" http.") || line.contains(" import.ip=");
                assert!(is_known, "{end}: {line}");
            }
        }
    }

    #[test]
    fn what_was_answered_in_pieces_is_read_together_of_whoever_answered() {
        let event = |ip: &str, body: &str| {
            let body = body.replace('\n', "\\r\\n");
            format!(
                r#"{{"timestamp":"2026-01-02T03:04:05.1+0000","event_type":"http","src_ip":"10.0.0.4","dest_ip":"{ip}","dest_port":80,"proto":"TCP","http":{{"url":"/x?pwd=geheim","status":200,"http_response_body_printable":"{body}"}}}}"#
            ) + "\n"
        };
        let text = event("10.0.0.7", "appAutoStart=true\ndeviceType=SC-1\nprocessor=S3LM\nserialNumber=S1\n")
            + &event(
                "10.0.0.8",
                "<DeviceInfo version=\\\"2.0\\\"><model>SC-2</model><serialNumber>S2</serialNumber><firmwareVersion>V5.5</firmwareVersion></DeviceInfo>",
            )
            + &event("10.0.0.7", "version=2.800.0000000.13.R,build:2020-06-05\n")
            + &event("93.184.216.34", "appAutoStart=true\ndeviceType=SC-9\nserialNumber=S9\n");
        let all = ROW.told(text.as_bytes());
        for line in [
            "ip:10.0.0.7 dhdiscover.device_type=SC-1",
            "ip:10.0.0.7 dhdiscover.version=2.800.0000000.13.R",
            "ip:10.0.0.8 saved.model=SC-2",
        ] {
            assert!(all.iter().any(|told| told == line), "{line}: {all:#?}");
        }
        let words = all.concat();
        assert!(!words.contains("geheim") && !words.contains("SC-9"), "{words}");
    }
}
