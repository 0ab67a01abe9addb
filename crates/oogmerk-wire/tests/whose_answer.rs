//! Whose answer it is: values of one device are never told of another, a device is not split in two, and none is made
//! of what has no address beside the one it belongs to. All texts are ours.

use oogmerk_wire::Markers;
use oogmerk_wire::answers::in_text;
use std::collections::{BTreeMap, BTreeSet};

/// The models in a text, by the address that they are told of; `-` where none is.
fn models(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut models: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for answer in in_text(text, Markers::NONE) {
        let whose = answer.ip.map_or("-".to_owned(), |ip| ip.to_string());
        let own = answer.clues.0.iter().filter(|clue| {
            let name = clue.field.as_str();
            ["model", "device_type", "user_agent"].iter().any(|own| name.ends_with(own))
        });
        models.entry(whose).or_default().extend(own.map(|clue| clue.value.clone()));
    }
    models
}

/// A text tells these models of these addresses, and nothing of any other.
fn check(text: &str, want: &[(&str, &str)]) {
    let found = models(text);
    let found: BTreeSet<(&str, &str)> =
        found.iter().flat_map(|(ip, models)| models.iter().map(|m| (ip.as_str(), m.as_str()))).collect();
    assert_eq!(found, want.iter().copied().collect(), "{text}");
}

const FIRST: &str =
    r#"{"Manufacturer":"Maker","Model":"SC-1","FirmwareVersion":"1.0.4.11","SerialNumber":"S1"}"#;
const SECOND: &str =
    r#"{"Manufacturer":"Maker","Model":"SC-2","FirmwareVersion":"1.0.4.12","SerialNumber":"S2"}"#;
const INFORMATION: &str = "<tds:Manufacturer>Maker</tds:Manufacturer><tds:Model>SC-3</tds:Model>\
    <tds:FirmwareVersion>2.1.0.9</tds:FirmwareVersion><tds:SerialNumber>S3</tds:SerialNumber>";

#[test]
fn a_version_of_four_numbers_is_no_address() {
    check(FIRST, &[("-", "SC-1")]);
    check(
        &format!("=== 10.0.0.7:80 ===\n{FIRST}\n=== 10.0.0.8:80 ===\n{SECOND}\n"),
        &[("10.0.0.7", "SC-1"), ("10.0.0.8", "SC-2")],
    );
    check("Firmware version 1.0.4.11\nModel: SC-1\nFirmware: 1.0.4.11\n", &[("-", "SC-1")]);
    check(&format!("10.0.0.7:\n<r>{INFORMATION}</r>\n"), &[("10.0.0.7", "SC-3")]);
}

#[test]
fn texts_of_one_list_are_lines_of_one_text_and_each_answer_in_it_has_its_own_address() {
    let answer = |ip: &str, model: &str| {
        format!(r#"{{"ip":"{ip}","deviceClass":"IPC","deviceType":"{model}","serialNo":"S-{model}"}}"#)
    };
    let lines = [answer("10.0.0.7", "SC-1"), answer("10.0.0.8", "SC-2"), answer("10.0.0.9", "SC-3")];
    let each = [("10.0.0.7", "SC-1"), ("10.0.0.8", "SC-2"), ("10.0.0.9", "SC-3")];
    check(
        &serde_json::json!({"cells": [{"outputs": [{"text": lines.map(|l| l + "\n")}]}]}).to_string(),
        &each,
    );
    let shown = ["{\n", " 'ip': '10.0.0.7',\n", " 'model': 'SC-1',\n", " 'firmware': '1.0'}\n"];
    check(&serde_json::json!({"text": shown}).to_string(), &[("10.0.0.7", "SC-1")]);
}

#[test]
fn lines_of_several_pairs_are_each_a_things_own() {
    let text = "# HELP camera_info read from the device\n\
        camera_info{instance=\"10.0.0.7\",manufacturer=\"Maker\",model=\"SC-1\",firmware=\"1.0\"} 1\n\
        camera_info{instance=\"10.0.0.8\",manufacturer=\"Maker\",model=\"SC-2\",firmware=\"1.0\"} 1\n\
        toner{instance=\"10.0.0.9\",model=\"P-3\",firmware=\"1\"} 41\n";
    check(text, &[("10.0.0.7", "SC-1"), ("10.0.0.8", "SC-2"), ("10.0.0.9", "P-3")]);
}

#[test]
fn of_two_addresses_with_an_arrow_the_first_speaks() {
    let text = "2026-01-02 10:00:00.114 UDP 10.0.0.7:5060 -> 10.0.0.1:5060\nREGISTER sip:10.0.0.1 SIP/2.0\n\
        User-Agent: Door SC-1\n\n2026-01-02 10:00:00.119 UDP 10.0.0.1:5060 -> 10.0.0.7:5060\nSIP/2.0 200 OK\n\
        User-Agent: Exchange 16\n\n";
    check(text, &[("10.0.0.7", "Door SC-1"), ("10.0.0.1", "Exchange 16")]);
    let text = format!("10:00:01.5 IP 10.0.0.8.37810 > 10.0.0.1.50000: UDP, length 99\n{FIRST}\n");
    check(&text, &[("10.0.0.8", "SC-1")]);
}

#[test]
fn of_two_versions_of_a_text_the_new_one_is_told() {
    let text = "--- a/saved/10.0.0.7.json\n+++ b/saved/10.0.0.7.json\n@@ -1,5 +1,5 @@\n {\n   \"manufacturer\": \"Maker\",\n\
        -  \"firmware\": \"1.0\",\n+  \"firmware\": \"2.0\",\n   \"model\": \"SC-1\"\n }\n";
    check(text, &[("10.0.0.7", "SC-1")]);
    let answers = in_text(text, Markers::NONE);
    let firmware: Vec<_> = answers.iter().filter_map(|a| a.clues.first("saved.firmware")).collect();
    assert_eq!(firmware, ["2.0"]);
}

#[test]
fn a_page_is_read_in_the_order_in_which_it_is_shown() {
    let escaped = INFORMATION.replace('<', "&lt;").replace('>', "&gt;");
    let text = format!(
        "<html><body><div><p>The old one:</p><pre><code>model='SC-1'<br>firmware='1.0'</code></pre></div>\
        <div><p>And this one hangs beside it (10.0.0.8):</p><pre><code>{escaped}</code></pre></div></body></html>"
    );
    check(&text, &[("-", "SC-1"), ("10.0.0.8", "SC-3")]);
    let text = "<html><head><title>x</title><script>\nvar product = { maker : \"Maker\", model : \"SC-9\", \
        firmware : \"3.4\" , ip:\"10.0.0.9\" };\n</script></head><body></body></html>";
    check(text, &[("10.0.0.9", "SC-9")]);
}

#[test]
fn a_sentence_beside_an_answer_names_whose_it_is() {
    let escaped = format!("<r>{INFORMATION}</r>").replace('<', "&lt;");
    let event = |words: &str, data: &str| {
        format!(
            "<Event><System><Id>210</Id></System><EventData><Data>{words}</Data><Data>{data}</Data></EventData></Event>"
        )
    };
    let text = format!(
        "<Events>{}{}</Events>",
        event("poll 10.0.0.7 ok", &escaped),
        event("poll 10.0.0.8 timeout", "")
    );
    check(&text, &[("10.0.0.7", "SC-3")]);
    let text = serde_json::json!([{"text": format!("asked it: {FIRST}")}, {"text": "yes, on 10.0.0.9 too"}]);
    check(&text.to_string(), &[("-", "SC-1")]);
}

#[test]
fn the_answers_of_one_device_to_several_commands_are_one_devices() {
    let text = "2026-01-02 18:02:11.071 DEBUG (MainThread) [api.data] unit/10.0.0.7:80::send() answer:\n[\n  {\n\
        \"cmd\" : \"GetDevInfo\", \"value\" : { \"DevInfo\" : { \"firmVer\" : \"v3\", \"hardVer\" : \"H3\", \"model\" : \"SC-1\" } }\n},\n\
        {\n\"cmd\" : \"GetLocalLink\", \"value\" : { \"LocalLink\" : { \"mac\" : \"00:00:5e:00:53:07\" } }\n}\n]\n";
    check(text, &[("10.0.0.7", "SC-1")]);
    let answers = in_text(text, Markers::NONE);
    assert!(answers.iter().any(|a| a.clues.first("saved.mac") == Some("00:00:5e:00:53:07")), "{answers:?}");
}

#[test]
fn a_line_of_a_log_says_nothing_of_the_device_in_another() {
    let text = "[1388530811] SERVICE ALERT: cam;OK;model=SC-1|version=1.03|nipca=1.9|ipaddr=10.0.0.7\n\
        [1388530815] SERVICE ALERT: printer;HTTP/1.1 404 Not Found - Server: Printer/1.0\n";
    for answer in in_text(text, Markers::NONE) {
        let is_printers = answer.clues.first("http.server").is_some();
        assert_eq!(answer.ip, if is_printers { None } else { "10.0.0.7".parse().ok() }, "{answer:?}");
    }
}

#[test]
fn what_has_no_address_is_that_of_the_only_one_and_of_none_where_it_differs() {
    let text = "10.0.0.7:\nModel: SC-1\nFirmware: 1\n";
    let titled = |model: &str| {
        format!(
            "{{\"a\":{{\"model\":\"{model}\",\"firmware\":\"1\"}},\"text\":\"seen on 10.0.0.7\"}}\n{text}"
        )
    };
    check(&titled("SC-1"), &[("10.0.0.7", "SC-1")]);
    let found = models(&titled("SC-2"));
    assert!(!found["10.0.0.7"].contains("SC-2") || !found["10.0.0.7"].contains("SC-1"), "{found:?}");
}

#[test]
fn cells_of_one_row_are_one_things() {
    let cell = |text: &str| format!("<Cell><Data>{text}</Data></Cell>");
    let escaped = INFORMATION.replace('<', "&lt;");
    let text = format!(
        "<Workbook><Table><Row>{}{}</Row><Row>{}{}</Row><Row>{}{}</Row></Table></Workbook>",
        cell("IP"),
        cell("answer"),
        cell("10.0.0.7"),
        cell(&escaped),
        cell("10.0.0.8"),
        cell(&escaped.replace("SC-3", "SC-4")),
    );
    check(&text, &[("10.0.0.7", "SC-3"), ("10.0.0.8", "SC-4")]);
}

#[test]
fn bytes_shown_as_numbers_are_the_text_that_they_are() {
    let message = [b" \0\0\0DHIP\0\0\0\0", FIRST.as_bytes(), b"\n"].concat();
    let row = |(i, bytes): (usize, &[u8])| {
        let numbers: Vec<String> = bytes.iter().map(|b| format!("{b:02x}")).collect();
        format!("{:08x}  {}  |................|\n", i * 16, numbers.join(" "))
    };
    let dump: String = message.chunks(16).enumerate().map(row).collect();
    check(&format!("$ hexdump -C answer_10.0.0.7_37810.bin\n{dump}"), &[("10.0.0.7", "SC-1")]);
    let row = |(i, bytes): (usize, &[u8])| {
        let words: Vec<String> = bytes
            .chunks(2)
            .map(|pair| pair.iter().map(|b| format!("{b:02x}")).collect::<Vec<_>>().concat())
            .collect();
        format!("\t0x{:04x}:  {}  ........\n", i * 16, words.join(" "))
    };
    let dump: String = message.chunks(16).enumerate().map(row).collect();
    check(
        &format!("10:00:01.5 IP 10.0.0.8.37810 > 10.0.0.1.50000: UDP, length 99\n{dump}"),
        &[("10.0.0.8", "SC-1")],
    );
}

/// A command, a URL or a comment of its own says that another thing speaks, whatever the lines before it were about.
#[test]
fn what_stands_under_a_heading_is_of_whom_it_names_and_what_stood_above_is_not() {
    let of =
        |model: &str| format!("system_info_modelname='{model}'\nsystem_info_firmwareversion='1.{model}'\n");
    let (one, two) = (of("SC-1"), of("SC-2"));
    let each = [("10.0.0.7", "SC-1"), ("10.0.0.8", "SC-2")];
    for heading in
        ["http://IP/cgi-bin/getparam.cgi?system_info", "PS C:\\Users\\x> iwr http://IP/", "$ curl -s IP"]
    {
        let head = |ip: &str| heading.replace("IP", ip);
        check(&format!("{}\n{one}\n{}\n{two}", head("10.0.0.7"), head("10.0.0.8")), &each);
        // A thing that says nothing of itself takes nothing over.
        let silent = format!("{}\n{one}\n{}\n<title>switch</title>\n", head("10.0.0.7"), head("10.0.0.9"));
        check(&silent, &each[..1]);
    }
    let page = |ip: &str, model: &str| {
        format!(
            "<!-- == http://{ip}/ == -->\n<html><head><title>x</title></head><body><script>var model=\"{model}\";var fw=\"1\";</script></body></html>\n"
        )
    };
    check(&(page("10.0.0.7", "SC-1") + &page("10.0.0.8", "SC-2")), &each);
}

#[test]
fn a_line_of_a_log_with_its_priority_and_what_scripts_print_are_read() {
    let soap = |model: &str| {
        format!(
            "<s:E><Manufacturer>Maker</Manufacturer><Model>{model}</Model><FirmwareVersion>5.1.3.0</FirmwareVersion><HardwareId>1</HardwareId></s:E>"
        )
    };
    let line = |ip: &str, model: &str| {
        format!(
            "<134>1 2025-03-02T06:00:02.118+01:00 col poll 812 - - host={ip} port=80 rsp=\"{}\"\n",
            soap(model)
        )
    };
    let each = [("10.0.0.7", "SC-1"), ("10.0.0.8", "SC-2")];
    check(&(line("10.0.0.7", "SC-1") + &line("10.0.0.8", "SC-2")), &each);
    let ruby = |ip: &str, model: &str| {
        format!(
            "{{:host=>\"{ip}\", :manufacturer=>\"Maker\", :model=>\"{model}\", :firmware_version=>\"5.1.3.0\", :hardware_id=>\"1\"}}"
        )
    };
    check(&format!("=> [{}, {}]\n", ruby("10.0.0.7", "SC-1"), ruby("10.0.0.8", "SC-2")), &each);
    let go = |ip: &str, model: &str| {
        format!("{ip} {{Manufacturer:Maker Model:{model} FirmwareVersion:5.1.3.0(27301) HardwareID:1.6}}\n")
    };
    check(&(go("10.0.0.7", "SC-1") + &go("10.0.0.8", "SC-2")), &each);
}

/// What a text tells in one field, by the address that it is told of.
fn told(text: &str, field: &str) -> BTreeSet<(String, String)> {
    let whose = |ip: Option<std::net::IpAddr>| ip.map_or("-".to_owned(), |ip| ip.to_string());
    let all = in_text(text, Markers::NONE).into_iter().flat_map(|answer| {
        let own = answer.clues.0.into_iter().filter(|clue| clue.field.as_str() == field);
        own.map(move |clue| (whose(answer.ip), clue.value)).collect::<Vec<_>>()
    });
    all.collect()
}

fn of<const N: usize>(want: [(&str, &str); N]) -> BTreeSet<(String, String)> {
    want.into_iter().map(|(ip, value)| (ip.to_owned(), value.to_owned())).collect()
}

#[test]
fn a_page_that_was_cut_ends_where_that_of_another_begins() {
    let want = of([("10.0.0.7", "SC-1 view"), ("10.0.0.8", "SC-2 view")]);
    for text in [
        "==> 10.0.0.7/index.html <==\n<html><head><title>SC-1 view</title>\n\n\
         ==> 10.0.0.8/index.html <==\n<HTML><HEAD><TITLE>SC-2 view</TITLE>\n",
        "$ curl -s http://10.0.0.7/ | head -2\n<html><head><title>SC-1 view</title>\n<script src=\"a.js\">\n\
         $ curl -s http://10.0.0.8/ | head -2\n<html><head><title>SC-2 view</title>\n",
        ".7 -> 10.0.0.7\nHTTP/1.0 200 OK\nServer: x\n<html><head><title>SC-1 view</title></head>\n\n\
         .8 -> 10.0.0.8\nHTTP/1.0 200 OK\nServer: x\n<html><head><title>SC-2 view</title></head>\n",
        "### 10.0.0.7\nHTTP/1.0 200 OK\nServer: x\n\n<html><head><title>SC-1 view</title>\n</head><body>\n\
         ### 10.0.0.8\nHTTP/1.0 200 OK\nServer: x\n\n<html><head><title>SC-2 view</title></head></html>\n",
    ] {
        assert_eq!(told(text, "http.title"), want, "{text}");
        // Wherever it is cut, nobody is told a word of the other's.
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let of_another = |(ip, title): &(String, String)| {
                ip == "10.0.0.7" && title.contains("SC-2") || ip == "10.0.0.8" && title.contains("SC-1")
            };
            assert!(!told(&text[..end], "http.title").iter().any(of_another), "{}", &text[..end]);
        }
    }
}

#[test]
fn a_greeting_ends_at_whatever_the_server_asks() {
    for ask in ["login: ", "Username> ", "Login> ", "User: "] {
        let text = format!(
            "Trying 10.0.0.7...\nConnected to 10.0.0.7.\nEscape character is '^]'.\n\nSample SC-1 Version 1.2\n{ask}"
        );
        let greetings = told(&text, "telnet.banner");
        assert!(
            greetings.iter().all(|(ip, said)| ip == "10.0.0.7" && said.starts_with("Sample SC-1")),
            "{greetings:?}"
        );
        assert_eq!(greetings.len(), 1, "{ask}");
    }
}

#[test]
fn descriptions_put_together_are_each_a_devices_own() {
    let description = |ip: &str, model: &str| {
        format!(
            "<!-- http://{ip}:80/desc.xml -->\n<?xml version=\"1.0\"?>\n\
             <root xmlns=\"urn:schemas-upnp-org:device-1-0\"><device><manufacturer>Sample</manufacturer>\
             <modelName>{model}</modelName><serialNumber>1</serialNumber></device></root>\n"
        )
    };
    check(
        &(description("10.0.0.7", "SC-1") + &description("10.0.0.8", "SC-2")),
        &[("10.0.0.7", "SC-1"), ("10.0.0.8", "SC-2")],
    );
}

#[test]
fn what_a_log_shows_as_an_answer_is_of_whom_was_asked() {
    let line = |ip: &str| {
        format!(
            "2026-06-12 08:44:10 DEBUG Client - POST http://{ip}/onvif/device_service\n\
             2026-06-12 08:44:10 DEBUG Client - <-- 200 OK\n<r>{INFORMATION}</r>\n"
        )
    };
    let refused = "2026-06-12 08:44:11 DEBUG Client - POST http://10.0.0.8/onvif/device_service\n\
                   2026-06-12 08:44:11 WARN Client - <-- 400 Bad Request\n<fault>no</fault>\n";
    check(&format!("{}{refused}", line("10.0.0.7")), &[("10.0.0.7", "SC-3")]);
}

#[test]
fn keys_with_a_colon_and_an_equals_sign_are_keys() {
    let text = "s:=37a0-4b\ns.epoch=Wed, 22 Jun 2016 13:05:42 +0200\nhardware:=Sample SC-1\n\
                firmware:=Ver.1.2.0\nprotocol:=WebView-HTTP 01\n";
    assert_eq!(told(text, "saved.model"), of([("-", "Sample SC-1")]));
    let laid_out = "General.Brand.CompanyName=SAMPLE\nGeneral.Brand.ModelName=SC-1\n\
                    General.System.FirmwareVersion=1.6.03\n";
    assert_eq!(told(laid_out, "saved.manufacturer"), of([("-", "SAMPLE")]));
    assert_eq!(told(laid_out, "saved.firmware"), of([("-", "1.6.03")]));
}

#[test]
fn an_address_at_the_end_of_a_block_is_of_that_block_and_not_of_the_next() {
    let each = [("10.0.0.7", "SC-1"), ("10.0.0.8", "SC-2")];
    let block = |model: &str, ip: &str| {
        format!("Manufacturer: Maker\nModel: {model}\nFirmware: 1.0.4.11\nhttp://{ip}/onvif/device_service\n")
    };
    for rule in ["\n", "----------\n", "====\n", "* * *\n\n"] {
        check(&[block("SC-1", "10.0.0.7"), block("SC-2", "10.0.0.8")].join(rule), &each);
    }
    // Drawn as boxes, and hung below a line.
    let boxed = |model: &str, ip: &str| {
        let lines = block(model, ip).lines().map(|l| format!("│ {l:<40} │\n")).collect::<Vec<_>>().concat();
        format!("╭─ Discovered ──────────╮\n{lines}╰───────────────────────╯\n")
    };
    check(&[boxed("SC-1", "10.0.0.7"), boxed("SC-2", "10.0.0.8")].concat(), &each);
    let hung = |n: u32, model: &str, ip: &str| {
        format!(
            "[{n}] EPR: urn:uuid:5f5a69c2-e0ae-504f-829b-00407f9d11f{n}   {ip}\n    types : tdn:NetworkVideoTransmitter\n    scopes: onvif://www.onvif.org/hardware/{model} onvif://www.onvif.org/type/ptz\n    xaddrs: http://{ip}/onvif/device_service\n"
        )
    };
    let hardware = |text: &str| -> BTreeSet<(String, String)> {
        let found = in_text(text, Markers::NONE);
        let of = |clue: &oogmerk_wire::Clue| clue.field.as_str() == "onvif.scope.hardware";
        found
            .iter()
            .flat_map(|a| {
                a.clues.0.iter().filter(|c| of(c)).map(|c| (format!("{:?}", a.ip), c.value.clone()))
            })
            .collect()
    };
    let found = hardware(&[hung(1, "SC-1", "10.0.0.7"), hung(2, "SC-2", "10.0.0.8")].concat());
    assert_eq!(found, each.map(|(ip, model)| (format!("Some({ip})"), model.to_owned())).into());
    // A block that names two, or none: as before, of whom a line above it names.
    let two = format!("10.0.0.7\n{FIRST}\n\n10.0.0.8\n\n{SECOND}\n");
    check(&two, &each);
}

#[test]
fn the_program_that_writes_a_log_and_a_version_in_a_list_are_no_addresses() {
    let line = |ip: &str, model: &str| {
        format!(
            "2026-11-14 03:10:07.000 [VmsGateway] DEBUG OnvifClient[{ip}:80] << HTTP 200 <?xml version=\"1.0\"?><r xmlns=\"urn:x\"><Manufacturer>Maker</Manufacturer><Model>{model}</Model><FirmwareVersion>1.9.2.1-20130619</FirmwareVersion><SerialNumber>S-{model}</SerialNumber></r>\n"
        )
    };
    check(
        &[line("10.0.0.7", "SC-1"), line("10.0.0.8", "SC-2")].concat(),
        &[("10.0.0.7", "SC-1"), ("10.0.0.8", "SC-2")],
    );
    // A neighbour that is said to be one is still none.
    check("default gateway: 10.0.0.1\nModel: SC-1\nFirmware: 1.0.4.11\nSerial: S1\n", &[("-", "SC-1")]);
    let listed = r#"{"items": [{"model": "SC-1", "firmware": "5.51.7", "note": "; Maker SC-1; Encoder; 5.51.7.6; Nov 23; 165; 1;"}]}"#;
    check(listed, &[("-", "SC-1")]);
}

#[test]
fn a_trap_is_of_whom_sent_it() {
    let trap = |ip: &str, model: &str| {
        format!(
            "2026-11-26 04:11:09 {ip}(via UDP: [{ip}]:34122->[10.0.0.1]:162) TRAP2, SNMP v2c, community geheim\n\tsysUpTime = Timeticks: (412) 0:00:04.12\tSNMPv2-MIB::sysDescr.0 = STRING: ; SAMPLE {model}; Camera; 5.40.9.2; May 15 2012 09:50; 188.1; 1;\n"
        )
    };
    let text = [trap("10.0.0.7", "XC-1"), trap("10.0.0.8", "XC-2")].concat();
    let told = told(&text, "snmp.sys_descr");
    for (ip, model) in [("10.0.0.7", "XC-1"), ("10.0.0.8", "XC-2")] {
        assert!(told.iter().any(|(whose, said)| whose == ip && said.contains(model)), "{told:?}");
    }
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(!format!("{:?}", in_text(&text, Markers::NONE)).contains("geheim"));
}
