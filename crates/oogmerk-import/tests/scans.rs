//! What scanners and sensors of networks write: laid out in any way, cut off, nested without end, and with the
//! scanner's own opinions beside the device's words.

mod held;

use held::read_bytes;

/// A record of each scanner, its address left open.
const RECORDS: [(&str, &str); 4] = [
    ("shodan-json", r#"{"ip_str":"IP","port":80,"data":"HTTP/1.1 200 OK\r\nServer: IP\r\n\r\n","deep":0}"#),
    (
        "censys-json",
        r#"{"ip":"IP","services":[{"port":80,"service_name":"HTTP","banner":"HTTP/1.1 200 OK\r\nServer: IP\r\n\r\n"}],"deep":0}"#,
    ),
    (
        "zgrab-json",
        r#"{"ip":"IP","data":{"http":{"status":"success","result":{"response":{"status_code":200,"headers":{"server":["IP"]}}}}},"deep":0}"#,
    ),
    (
        "masscan-json",
        r#"{"ip":"IP","timestamp":"1","ports":[{"port":80,"proto":"tcp","service":{"name":"http","banner":"HTTP/1.1 200 OK\r\nServer: IP\r\n\r\n"}}],"deep":0}"#,
    ),
];

fn of(record: &str, ip: &str) -> String {
    record.replace("IP", ip)
}

#[test]
fn two_devices_are_two_however_the_list_is_laid_out() {
    for (format, record) in RECORDS {
        let (one, two) = (of(record, "192.0.2.1"), of(record, "192.0.2.2"));
        let spread = |text: &str| text.replace(",\"", ",\n  \"").replace("{\"", "{\n  \"");
        let layouts = [
            format!("{one}\n{two}\n"),
            format!("{one}\r\n\r\n{two}"),
            format!("[{one},{two}]"),
            format!("[\n{one}\n,\n{two}\n]\n"),
            format!("[\n{},\n{}\n]\n", spread(&one), spread(&two)),
            format!("\u{feff}{one}\n{two}\n"),
        ];
        for text in &layouts {
            for bytes in [text.as_bytes().to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()]
            {
                let held = read_bytes(&bytes);
                assert_eq!(held.format(), format, "{text}");
                assert_eq!(held.values("http.server"), ["192.0.2.1", "192.0.2.2"], "{text}");
                assert_eq!(held.subjects().len(), 2, "{text}");
                assert!(held.problems().is_empty(), "{text}: {:?}", held.problems());
            }
        }
    }
}

#[test]
fn a_record_nested_without_end_is_told_and_the_next_one_read() {
    for (format, record) in RECORDS {
        let (one, two) = (of(record, "192.0.2.1"), of(record, "192.0.2.2"));
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let deep = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
            let held = read_bytes(
                format!("{one}\n{}\n{two}\n", one.replace("\"deep\":0", &format!("\"deep\":{deep}")))
                    .as_bytes(),
            );
            assert_eq!(held.format(), format);
            assert!(held.values("http.server").ends_with(&["192.0.2.2"]), "{format}");
            assert!(!held.problems().is_empty(), "{format}");
        }
    }
}

#[test]
fn every_cut_of_a_list_keeps_what_stands_before_it() {
    for (format, record) in RECORDS {
        let (one, two) = (of(record, "192.0.2.1"), of(record, "192.0.2.2"));
        let text = format!("{one}\n{two}\n");
        for cut in one.len() + 1..text.len() {
            let held = read_bytes(&text.as_bytes()[..cut]);
            assert_eq!(held.format(), format, "{cut}");
            assert_eq!(held.values("http.server").first(), Some(&"192.0.2.1"), "{format} {cut}");
            let is_whole = cut + 1 >= text.len() || cut == one.len() + 1;
            assert_eq!(held.problems().is_empty(), is_whole, "{format} {cut}");
        }
    }
}

#[test]
fn what_a_scanner_makes_of_a_service_is_its_statement() {
    let records = [
        r#"{"ip_str":"192.0.2.1","port":80,"data":"","product":"Sample IP Camera","devicetype":"webcam","version":"1.2"}"#,
        r#"{"ip":"192.0.2.1","services":[{"port":80,"service_name":"HTTP","software":[{"vendor":"Sample","product":"Camera"}]}],"labels":["camera"]}"#,
    ];
    for record in records {
        let held = read_bytes(record.as_bytes());
        let said: Vec<&str> = held.evidence().map(|e| e.field.as_str()).collect();
        assert_eq!(said, ["import.ip", "port.open", "port.service"], "{record}");
    }
}
