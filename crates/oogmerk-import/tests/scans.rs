//! What scanners and sensors of networks write: laid out in any way, cut off, nested without end, and with the
//! scanner's own opinions beside the device's words.

mod held;

use held::read_bytes;

/// A record of each scanner, its address left open.
const RECORDS: [(&str, &str); 5] = [
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
        "web-probes",
        r#"{"url":"http://IP","input":"IP","host":"IP","port":"80","title":"","webserver":"IP","deep":0}"#,
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

#[test]
fn what_a_client_asked_for_says_nothing_of_the_server_and_is_not_kept() {
    let log = "#separator \\x09\n#path\thttp\n#fields\tts\tid.orig_h\tid.resp_h\tid.resp_p\tmethod\thost\turi\tuser_agent\tusername\tpassword\tstatus_code\n\
        1.0\t10.0.0.4\t10.0.0.7\t80\tGET\tcam.sample.example\t/ISAPI/geheim\tSample Camera/1\tjan\tgeheim\t200\n";
    let held = read_bytes(log.as_bytes());
    assert_eq!(held.format(), "zeek-log");
    assert_eq!(held.of("ip:10.0.0.4", "http.user_agent"), ["Sample Camera/1"]);
    let kept: Vec<&str> = held.evidence().map(|e| e.value.as_str()).collect();
    assert_eq!(kept, ["10.0.0.7", "tcp/80", "HTTP/1.1 200", "10.0.0.4", "Sample Camera/1"]);
}

#[test]
fn logs_cut_to_their_columns_and_joined_under_their_names_are_read() {
    let log = "#fields\tts\tuids\tclient_addr\tmac\thost_name\tassigned_addr\tmsg_types\tclient_software\n\
        1.0\tC1\t-\t00:00:5e:00:53:07\tcam\t10.0.0.7\tACK\tSample,Camera,XC-100\n";
    let held = read_bytes(log.as_bytes());
    assert_eq!(held.format(), "zeek-log");
    assert_eq!(held.of("mac:00:00:5e:00:53:07", "dhcp.vendor_class"), ["Sample,Camera,XC-100"]);
    let log = "==> software.log <==\n#fields\tts\thost\thost_p\tsoftware_type\tname\tunparsed_version\n\
        1.0\t10.0.0.7\t80\tHTTP::SERVER\tSample\tSample-Webs\n\n==> known_services.log <==\n\
        #fields\tts\thost\tport_num\tport_proto\tservice\n2.0\t10.0.0.7\t8000\ttcp\t(empty)\n";
    let held = read_bytes(log.as_bytes());
    assert_eq!((held.format(), held.problems().len()), ("zeek-log", 0));
    assert_eq!(held.of("ip:10.0.0.7", "http.server"), ["Sample-Webs"]);
    assert_eq!(held.of("ip:10.0.0.7", "port.open"), ["tcp/8000"]);
    let list = read_bytes(b"#fields of the farm\nhouse\t10.0.0.7\nbarn\t10.0.0.8\n");
    assert_ne!(list.format(), "zeek-log");
}

#[test]
fn hosts_outside_are_no_subjects_of_a_log() {
    let line = r#"{"ts":1.0,"id.orig_h":"10.0.0.4","id.resp_h":"93.184.216.34","id.resp_p":443,"cipher":"X","server_name":"www.example","subject":"CN=www.example","issuer":"CN=CA"}"#;
    let held = read_bytes(line.as_bytes());
    assert_eq!((held.format(), held.evidence().count(), held.outcome.passed_over), ("zeek-log", 0, 1));
}

/// A report of one row, its columns beside those that all reports have.
fn report(columns: &str, cells: &str) -> held::Held {
    let text = format!(
        "timestamp,ip,protocol,port,hostname,tag,asn,geo,{columns}\n2026-01-02 03:04:05,192.0.2.7,tcp,80,,x,64496,ZZ,{cells}\n"
    );
    let held = read_bytes(text.as_bytes());
    assert_eq!(held.format(), "shadowserver-csv");
    held
}

#[test]
fn a_machine_name_is_that_of_the_protocol_that_was_asked() {
    let netbios =
        report("mac_address,workgroup,machine_name,username", "00:00:5e:00:53:07,HOME,NVR-7,A. Person");
    assert_eq!(netbios.values("netbios.name"), ["NVR-7"]);
    assert_eq!(netbios.values("netbios.mac"), ["00:00:5e:00:53:07"]);
    assert!(
        netbios.evidence().all(|e| !e.field.as_str().starts_with("dhdiscover.") && e.value != "A. Person")
    );
    let dvr = report("machine_name,device_serial,device_model,device_version", "SN1,SN1,SC-1,1.0");
    assert_eq!(dvr.values("dhdiscover.machine_name"), ["SN1"]);
    assert_eq!(dvr.values("protocol.answered"), ["dhdiscover"]);
    let other = report("device_vendor,device_type,device_model,device_version", "Sample,camera,SC-1,1.0");
    assert_eq!(other.values("shadowserver.device_version"), ["1.0"]);
    assert_eq!(other.values("protocol.answered"), Vec::<&str>::new());
}

#[test]
fn a_challenge_is_that_of_the_protocol_it_stands_beside() {
    let challenge = "\"Basic realm=\"\"SC-100\"\"\"";
    let http = report(
        "http,http_code,http_reason,www_authenticate,set_cookie",
        &format!("HTTP/1.1,401,No,{challenge},sid=geheim"),
    );
    assert_eq!((http.values("http.realm"), http.values("http.set_cookie")), (vec!["SC-100"], vec!["sid="]));
    let rtsp = report("rtsp,server,www_authenticate", &format!("RTSP/1.0,Sample Rtsp/2.0,{challenge}"));
    assert_eq!(
        (rtsp.values("rtsp.realm"), rtsp.values("rtsp.server")),
        (vec!["SC-100"], vec!["Sample Rtsp/2.0"])
    );
    assert!(rtsp.evidence().all(|e| !e.field.as_str().starts_with("http.")));
}

#[test]
fn what_stands_behind_a_prompt_of_a_banner_is_not_kept() {
    let held = report("banner", "\"SC-300\nlogin: admin\nPassword: geheim\"");
    assert!(held.evidence().all(|e| !e.value.contains("geheim") && !e.value.contains("admin")));
}

#[test]
fn bars_in_a_report_are_ends_of_lines_and_what_is_not_available_is_nothing() {
    let ftp = report("banner", "220 SC-300 FTP server ready.|500 no|");
    assert_eq!(ftp.values("ftp.banner"), ["220 SC-300 FTP server ready."]);
    let http = report(
        "http,http_code,http_reason,www_authenticate,set_cookie,server",
        "HTTP/1.1,200,OK,,NA,Sample-Webs/1.0",
    );
    assert_eq!(http.values("http.set_cookie"), Vec::<&str>::new());
}

/// A short result of nmap has more lines of scripts, which begin with a bar, than others.
#[test]
fn the_bars_of_scripts_are_no_quote_of_the_whole() {
    let host = "Nmap scan report for 192.0.2.3\nPORT   STATE SERVICE\n23/tcp open  telnet\n";
    let scripts = "| fingerprint-strings: \n|   GenericLines, GetRequest: \n|     IP CAMERA login: \n|     IP CAMERA login:\n\
        |   NULL: \n|_    IP CAMERA login:\n80/tcp open  http\n| http-headers: \n|   Server: TAS-Tech IPCam\n|   Date: Fri\n\
        |_  Connection: close\n";
    let quoted: String = format!("{host}{scripts}").lines().flat_map(|l| ["| ", l, "\n"]).collect();
    for text in [format!("{host}{scripts}"), quoted] {
        let held = read_bytes(text.as_bytes());
        assert_eq!(held.format(), "nmap-normal", "{text}");
        assert_eq!(held.values("http.server"), ["TAS-Tech IPCam"], "{text}");
        assert!(held.values("telnet.banner").iter().any(|v| v.contains("IP CAMERA login:")), "{text}");
    }
}

#[test]
fn announcements_saved_line_by_line_are_of_several_devices() {
    let line = |n: u8, kind: &str| {
        format!(
            "{{\"mac\":\"00:00:5e:00:53:0{n}\",\"method\":\"client.notifyDevInfo\",\"params\":{{\"deviceInfo\":{{\"DeviceClass\":\"{kind}\",\"DeviceType\":\"XC-{n}\",\"IPv4Address\":{{\"IPAddress\":\"10.0.0.{n}\"}},\"SerialNo\":\"S{n}\"}}}}}}\n"
        )
    };
    let held = read_bytes((line(7, "IPC") + &line(8, "NVR")).as_bytes());
    assert_eq!(held.of("ip:10.0.0.8", "dhdiscover.device_class"), ["NVR"]);
    assert_eq!(held.of("ip:10.0.0.7", "dhdiscover.device_class"), ["IPC"]);
    assert_eq!(read_bytes(line(7, "IPC").as_bytes()).format(), "dhip-json");
}
