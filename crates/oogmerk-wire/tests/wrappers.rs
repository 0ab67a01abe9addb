//! Wrappers in which people and tools save what devices said: consoles, tables in a report, sessions, chats, exports
//! whose keys name a field. Each whole, cut, with secrets in it and with two devices. All texts are ours.

mod saying;

use oogmerk_wire::Markers;
use oogmerk_wire::answers::in_text;
use saying::said;

/// A browser's archive of calls to a device's console.
fn archive(calls: &[(&str, &str)]) -> String {
    let entry = |(n, (method, params)): (usize, &(&str, &str))| {
        let question =
            format!(r#"{{"method":"{method}","params":{{"password":"geheim"}},"id":{n},"session":1}}"#);
        let answer = format!(r#"{{"id":{n},"params":{params},"result":true,"session":1}}"#);
        serde_json::json!({
            "request": {"method": "POST", "url": "http://10.0.0.7/RPC2", "postData": {"text": question}},
            "response": {"status": 200, "content": {"mimeType": "application/json", "text": answer}},
        })
    };
    let entries: Vec<serde_json::Value> = calls.iter().enumerate().map(entry).collect();
    serde_json::json!({"log": {"version": "1.2", "entries": entries}}).to_string()
}

/// A text and what it says, two devices in each that can hold two.
fn wrapped() -> Vec<(String, &'static [&'static str])> {
    vec![
        (
            "[10.0.0.7] HTTP/1.1 200 OK\n[10.0.0.7] EXT:\n[10.0.0.7] LOCATION: http://10.0.0.7:49152/d.xml\n\
             [10.0.0.7] SERVER: Linux/2.6, UPnP/1.0, Maker SC-1/1.8\n[10.0.0.7] USN: uuid:a1::upnp:rootdevice\n[10.0.0.7] \n\
             [10.0.0.8] HTTP/1.1 200 OK\n[10.0.0.8] SERVER: UPnP/1.0 SC-2/2.0\n[10.0.0.8] ST: upnp:rootdevice\n"
                .to_owned(),
            &[
                "10.0.0.7 ssdp.server=Linux/2.6, UPnP/1.0, Maker SC-1/1.8",
                "10.0.0.8 ssdp.server=UPnP/1.0 SC-2/2.0",
            ],
        ),
        (
            "HTTP/1.1 200 OK\nLOCATION: http://10.0.0.7:49152/d.xml\nSERVER: Linux/2.6, UPnP/1.0, SC-1/1.8\n\
             USN: uuid:a1::upnp:rootdevice\n\n<?xml version=\"1.0\"?>\n<root xmlns=\"urn:schemas-upnp-org:device-1-0\">\
             <device><manufacturer>Maker</manufacturer><modelName>SC-1</modelName><UDN>uuid:a1</UDN></device></root>\n\n\
             HTTP/1.1 200 OK\nLOCATION: http://10.0.0.8:80/d.xml\nSERVER: Maker SC-2\nUSN: uuid:a2\n"
                .to_owned(),
            &[
                "10.0.0.7 ssdp.server=Linux/2.6, UPnP/1.0, SC-1/1.8",
                "10.0.0.7 upnp.manufacturer=Maker",
                "10.0.0.7 upnp.model_name=SC-1",
                "10.0.0.8 ssdp.server=Maker SC-2",
            ],
        ),
        (
            "07:14:02.118 ssdp  << NOTIFY ssdp:alive from 10.0.0.7  LOCATION: http://10.0.0.7:80/d.xml\n\
             07:14:02.240 body  << <root xmlns=\"urn:schemas-upnp-org:device-1-0\"><device>\n\
             07:14:02.240 body  << <manufacturer>Maker</manufacturer><modelName>SC-1</modelName>\n\
             07:14:02.241 body  << <UDN>uuid:a1</UDN></device></root>\n\
             07:15:00.001 note  -- nothing\n"
                .to_owned(),
            &["10.0.0.7 upnp.manufacturer=Maker", "10.0.0.7 upnp.model_name=SC-1"],
        ),
        (
            "$ curl -si http://10.0.0.7/x\nHTTP/1.0 401 Unauthorized\nWWW-Authenticate: Digest realm=\"Maker SC-1\"\n\
             $ curl -s http://10.0.0.8/\n<title>Maker SC-2</title>\n"
                .to_owned(),
            &["10.0.0.7 http.realm=Maker SC-1", "10.0.0.8 http.title=Maker SC-2"],
        ),
        (
            "$ strings a.jpg # http://10.0.0.7/\nSECTION FINGERPRINT\nVER=2.5\nPRD=MAKER\nFRM=441\nDAT=2022-04-19\n\
             SECTION IMAGE\nIMT=IMAGE\nMOD=SC-1B\n"
                .to_owned(),
            &["10.0.0.7 saved.manufacturer=MAKER", "10.0.0.7 saved.model=SC-1B"],
        ),
        (
            "<!-- saved from url=(0030)http://10.0.0.7/status.htm -->\n<html><head><title>STATUS</title></head><body><table>\
             <tr><td>Firmware Version</td><td>2.18.01 (2019-07-04)</td></tr>\
             <tr><td>MAC Address</td><td>00:00:5e:00:53:07</td></tr></table></body></html>\n"
                .to_owned(),
            &["10.0.0.7 saved.firmware=2.18.01 (2019-07-04)", "10.0.0.7 saved.mac=00:00:5e:00:53:07"],
        ),
        (
            "// cache of http://10.0.0.7/info\nvar SYSTEM = {\"cameraName\":\"Gate\",\"model\":\"SC-1(UN)\",\"frmVer\":\"1.5.3\"};\n"
                .to_owned(),
            &["10.0.0.7 saved.model=SC-1(UN)", "10.0.0.7 saved.firmware=1.5.3"],
        ),
        (
            archive(&[
                ("magicBox.getDeviceType", r#"{"type":"SC-1"}"#),
                ("magicBox.getDeviceClass", r#"{"type":"IPC"}"#),
                ("magicBox.getVendor", r#"{"Vendor":"Maker"}"#),
                ("magicBox.getSoftwareVersion", r#"{"version":{"Build":"1","Version":"2.420.0.R"}}"#),
            ]),
            &[
                "10.0.0.7 dhdiscover.device_type=SC-1",
                "10.0.0.7 dhdiscover.device_class=IPC",
                "10.0.0.7 dhdiscover.version=2.420.0.R",
                "10.0.0.7 dhdiscover.vendor=Maker",
            ],
        ),
        (
            "# Report\n\n| # | adres | deviceType | versie | wachtwoord |\n|---|---|---|---|---|\n\
             | 1 | 10.0.0.7 | `deviceType=SC-1` | `vendor=Maker` `version=4.001,build:2020` | geheim |\n\
             | 2 | 10.0.0.8 | `deviceType=SC-2` | `vendor=Maker` `version=4.002,build:2020` | geheim |\n\nModel: none\n"
                .to_owned(),
            &["10.0.0.7 saved.model=SC-1", "10.0.0.8 saved.model=SC-2", "10.0.0.8 saved.firmware=4.002"],
        ),
        (
            "Name/OID,Value,Type,IP:Port\n.iso.mgmt.system.sysDescr.0,\"Maker SC-1, fw 8.2\",OctetString,10.0.0.7:161\n\
             .iso.mgmt.system.sysName.0,hall,OctetString,10.0.0.7:161\n\
             .iso.mgmt.system.sysDescr.0,\"Maker SC-2, fw 8.3\",OctetString,10.0.0.8:161\n"
                .to_owned(),
            &[
                "10.0.0.7 snmp.sys_descr=Maker SC-1, fw 8.2",
                "10.0.0.7 snmp.sys_name=hall",
                "10.0.0.8 snmp.sys_descr=Maker SC-2, fw 8.3",
            ],
        ),
        (
            "tshark -r a.pcapng -T fields -e ip.src -e eth.src -e dhcp.option.hostname -e dhcp.option.vendor_class_id\n\
             10.0.0.7\t00:00:5e:00:53:07\tcam-1\tMaker_SC-1\n10.0.0.8\t00:00:5e:00:53:08\tcam-2\tMaker_SC-2\n"
                .to_owned(),
            &[
                "10.0.0.7 dhcp.vendor_class=Maker_SC-1",
                "10.0.0.8 dhcp.vendor_class=Maker_SC-2",
                "10.0.0.8 saved.mac=00:00:5e:00:53:08",
            ],
        ),
        (
            "$ telnet 10.0.0.7\nTrying 10.0.0.7...\nConnected to 10.0.0.7.\n\nWelcome to Sample\nSample 752   Version V3.4\nlogin: geheim\n\
             Connection closed.\n$ telnet 10.0.0.8\nNPort of nobody\nPlease keyin your password:geheim\n"
                .to_owned(),
            &[
                "10.0.0.7 telnet.banner=Welcome to Sample\r\nSample 752   Version V3.4\r\nlogin:",
                "10.0.0.8 telnet.banner=NPort of nobody\r\nPlease keyin your password:",
            ],
        ),
        (
            "[14:01] Bram: http://10.0.0.7/\n[14:02] Bram: the old one says:  WWW-Authenticate: Basic realm=\"Sample IC-31\"\n\
             [14:03] Els: Server: Sample/2.25\n"
                .to_owned(),
            &["10.0.0.7 http.realm=Sample IC-31", "10.0.0.7 http.server=Sample/2.25"],
        ),
        (
            "Buenas, al abrir http://10.0.0.7/ sale un título \"  Sample   ECO-16 \" y pide usuario.\n\
             El de al lado (10.0.0.8) es la impresora que no imprime, título \"Printer C831\".\n"
                .to_owned(),
            &["10.0.0.7 http.title=Sample ECO-16", "10.0.0.8 http.title=Printer C831"],
        ),
        (
            "10.0.0.7: HTTP/1.1 302 Found / Location: /x / Server: Sample HTTP; SC-1 / Set-Cookie: sid=geheim\n".to_owned(),
            &["10.0.0.7 http.server=Sample HTTP; SC-1", "10.0.0.7 http.location=/x"],
        ),
        (
            "2026-01-02 11:20:31.402 1a2c DEBUG http: Sending: GET /param.cgi HTTP/1.1 Host: 10.0.0.7\n\
             2026-01-02 11:20:31.455 1a2c DEBUG http: Received: HTTP/1.1 200 OK Content-Type: text/plain\n\
             General.Brand.CompanyName=Maker\nGeneral.Brand.ModelName=SC-1\n\
             2026-01-02 11:20:32.402 1a2c DEBUG http: Sending: GET /param.cgi HTTP/1.1 Host: 10.0.0.8\n\
             2026-01-02 11:20:32.455 1a2c DEBUG http: Received: HTTP/1.1 200 OK Content-Type: text/plain\n\
             General.Brand.CompanyName=Maker\nGeneral.Brand.ModelName=SC-2\n"
                .to_owned(),
            &["10.0.0.7 saved.model=SC-1", "10.0.0.8 saved.model=SC-2"],
        ),
        (
            "{\"devices\":[{\"hostname\":\"10.0.0.7\",\"sysDescr\":\"Maker SC-1\",\"community\":\"geheim\"},\
             {\"hostname\":\"10.0.0.8\",\"sysDescr\":\"Maker SC-2\",\"community\":\"geheim\"}]}"
                .to_owned(),
            &["10.0.0.7 snmp.sys_descr=Maker SC-1", "10.0.0.8 snmp.sys_descr=Maker SC-2"],
        ),
        (
            "{\"interface\":\"1/1/1\",\"neighbors\":[{\"chassis_id\":\"00:00:5e:00:53:07\",\"chassis_name\":\"hall\",\
             \"chassis_description\":\"Maker SC-1\",\"mgmt_ip_list\":[\"10.0.0.7\"]}]}\n\
             {\"interface\":\"1/1/2\",\"neighbors\":[]}\n"
                .to_owned(),
            &["10.0.0.7 lldp.system_description=Maker SC-1", "10.0.0.7 lldp.system_name=hall"],
        ),
        (
            "timestamp;ip;port;banner;login\n2026;10.0.0.7;21;220 Sample SC-1 FTP server ready.;geheim\n\
             2026;10.0.0.8;80;\"HTTP/1.0 200 OK\nServer: Sample/2\n\";geheim\n"
                .to_owned(),
            &["10.0.0.7 ftp.banner=220 Sample SC-1 FTP server ready.", "10.0.0.8 http.server=Sample/2"],
        ),
        (
            "ID,Device Type,Status,IPv4 Address,Software Version,Device Serial No.,MAC Address,Encoding Channels\n\
             001,SC-1,Active,10.0.0.7,V5.7,SC-1AB,00-00-5e-00-53-07,1\n002,SC-2,Active,10.0.0.8,V3.4,SC-2AB,00-00-5e-00-53-08,4\n"
                .to_owned(),
            &[
                "10.0.0.7 sadp.device_description=SC-1",
                "10.0.0.8 sadp.device_description=SC-2",
                "10.0.0.8 sadp.software_version=V3.4",
            ],
        ),
        (
            "{\"results\":{\"10.0.0.7\":{\"json\":{\"result\":{\"variant\":\"SC-1\",\"serialNumber\":\"S1\",\"hwVersion\":\"5\",\
             \"swVersion\":\"2.44\",\"password\":\"geheim\"}}},\"10.0.0.8\":{\"json\":{\"model\":\"SC-2\",\"firmware\":\"1.1\"}}}}"
                .to_owned(),
            &["10.0.0.7 saved.model=SC-1", "10.0.0.7 saved.firmware=2.44", "10.0.0.8 saved.model=SC-2"],
        ),
        (
            "IP;Poort;Titel;Server;Auth;Wachtwoord\n10.0.0.7;80;\"Sample  SC-1\";\"S-Webs\";\"Digest realm=\"\"SC-1\"\"\";geheim\n\
             10.0.0.8;443;\"Sample SC-2\";\"\";\"Basic realm=\"\"SC-2\"\"\";geheim\n"
                .to_owned(),
            &["10.0.0.7 http.title=Sample SC-1", "10.0.0.7 http.server=S-Webs", "10.0.0.8 http.realm=SC-2"],
        ),
        (
            "{\"text\":\"weak TLS on 10.0.0.7\",\"notes\":[{\"name\":\"a.txt\",\"body\":\"Subject Name: \\n\\nCountry: BE\\n\
             Organization: Maker\\nOrganization Unit: Cameras\\nCommon Name: SC-1\\n\"},{\"name\":\"b.txt\",\
             \"body\":\"HTTP/1.1 401 Unauthorized\\r\\nWWW-Authenticate: Digest realm=\\\"SAMPLE\\\", nonce=\\\"n1\\\"\\r\\n\"}]}"
                .to_owned(),
            &["10.0.0.7 tls.subject=CN=SC-1,O=Maker,OU=Cameras,C=BE", "10.0.0.7 http.realm=SAMPLE"],
        ),
        (
            "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Digest realm=\"Login to S1\"\n--\n\
             $ curl --digest -u admin:geheim http://10.0.0.7/cgi-bin/magicBox.cgi?action=getDeviceType\ntype=SC-1\n\
             $ curl ... action=getVendor\nvendor=Maker\n$ curl ... action=getSoftwareVersion\nversion=2.8,build:2021\n"
                .to_owned(),
            &["10.0.0.7 saved.model=SC-1", "10.0.0.7 saved.manufacturer=Maker", "10.0.0.7 http.realm=Login to S1"],
        ),
        (
            "12-03-19 14:02 - Danny: which one is 10.0.0.7\n\
             12-03-19 14:05 - Bart ICT: {\"id\":3,\"params\":{\"type\":\"SC-31R\"},\"result\":true}\n"
                .to_owned(),
            &["10.0.0.7 saved.model=SC-31R"],
        ),
        (
            "\"Time\",\"Line\"\n\"10:00:01\",\"level=info target=10.0.0.7 msg=\"\"GET / 401\"\" www-authenticate=\"\"Basic realm=\\\"\"SC-1\\\"\"\"\" token=geheim\"\n\
             \"10:00:02\",\"level=info target=10.0.0.8 www-authenticate=\"\"Basic realm=\\\"\"SC-2\\\"\"\"\"\"\n"
                .to_owned(),
            &["10.0.0.7 http.realm=SC-1", "10.0.0.8 http.realm=SC-2"],
        ),
        (
            "REGISTER sip:pbx.example SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.7:5060\nContact: <sip:601@10.0.0.7:5060>;expires=300\n\
             Authorization: Digest username=\"geheim\"\nUser-Agent: Sample R2 1.2\n\n"
                .to_owned(),
            &["10.0.0.7 sip.user_agent=Sample R2 1.2"],
        ),
        (
            "<html><body><table><tr><td>Modell</td><td>Maker M24</td></tr><tr><td>Werks-IP-Adresse</td><td>10.9.9.9</td></tr>\
             <tr><td>MAC-Adresse</td><td>00:00:5E:00:53:07</td></tr><tr><td>IP-Adresse</td><td>10.0.0.7</td></tr></table></body></html>"
                .to_owned(),
            &["10.0.0.7 saved.model=Maker M24", "10.0.0.7 saved.mac=00:00:5e:00:53:07"],
        ),
        (
            "[1388530811] SERVICE ALERT: cam;OK;HARD;1;model=SC-22|brand=Maker|version=1.03|nipca=1.9|macaddr=00:00:5E:00:53:07|ipaddr=10.0.0.7\n"
                .to_owned(),
            &["10.0.0.7 saved.model=SC-22", "10.0.0.7 saved.firmware=1.03", "10.0.0.7 saved.manufacturer=Maker"],
        ),
    ]
}

#[test]
fn what_devices_said_is_found_in_every_wrapper_and_told_of_its_device() {
    for (text, want) in wrapped() {
        let said = said(&text);
        for value in want {
            assert!(said.contains(*value), "{value} in {text}\n{said:#?}");
        }
        // Nothing is told of a device that the text does not name.
        let strangers: Vec<&String> =
            said.iter().filter(|s| !s.starts_with("10.0.0.7 ") && !s.starts_with("10.0.0.8 ")).collect();
        assert!(strangers.is_empty(), "{strangers:?} in {text}");
        assert!(said.iter().all(|value| !value.contains("geheim")), "{said:#?}");
    }
}

#[test]
fn cut_anywhere_a_wrapper_gives_up_no_secret() {
    for (text, _) in wrapped() {
        for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            let said = said(&text[..end]);
            assert!(said.iter().all(|value| !value.contains("geheim")), "{said:#?}");
        }
    }
}

#[test]
fn wrappers_around_wrappers_end() {
    for (inner, _) in wrapped() {
        for (open, close) in
            [("[", "]"), ("{\"log\":", "}"), ("<a>", "</a>"), ("> ", ""), ("| ", " |"), ("$ telnet ", "")]
        {
            let _ =
                in_text(&format!("{}{inner}{}", open.repeat(10_000), close.repeat(10_000)), Markers::NONE);
        }
    }
}

#[test]
fn sentences_with_such_words_are_no_tables_and_no_sessions() {
    for text in [
        "Model, firmware, and serial are unknown\nso we ask, then wait, then see\n",
        "the model | of the camera | is unknown to us\n",
        "We use telnet here: nobody likes it\nlogin: never\n",
        "cat in the hall; model of the door; nothing else\n",
    ] {
        assert!(said(text).is_empty(), "{text}\n{:#?}", said(text));
    }
}

#[test]
fn what_tools_write_of_one_answer_each_is_one_devices() {
    let info = "deviceType=SC-1\r\nprocessor=S1\r\nserialNumber=S0001\r\nupdateSerial=SC-1\r\n";
    let item = |n: u8, body: &str| {
        serde_json::json!({
            "name": "x",
            "request": {"method": "GET", "url": {"raw": format!("http://10.0.0.{n}/cgi-bin/magicBox.cgi?action=x")}},
            "response": [{"name": "x", "code": 200, "body": body}],
        })
    };
    let collection = serde_json::json!({"info": {"name": "shop"}, "item": [
        item(7, info), item(7, "version=4.001.0.1.R,build:2022-08-18\r\n"), item(7, "vendor=Maker\r\n"),
        item(8, "version=1.0,build:2020-01-01\r\n"),
    ]});
    let line = |said: &str| {
        format!(
            "2026-01-02 06:00:19.655 DEBUG (MainThread) [part.client] http://10.0.0.7:80/cgi-bin/magicBox.cgi?action=x -> {said}\n"
        )
    };
    let log = [
        line("{'deviceType': 'SC-1', 'processor': 'S1', 'serialNumber': 'S0001', 'updateSerial': 'SC-1'}"),
        line("{'version': '4.001.0.1.R,build:2022-08-18'}"),
        line("{'vendor': 'Maker'}"),
        line("{'version': '9.9'}"),
    ];
    for text in [collection.to_string(), log.concat()] {
        let said = said(&text);
        for want in ["type=SC-1", "=4.001.0.1.R", "=Maker"] {
            let is_said = said.iter().any(|one| one.starts_with("10.0.0.7 ") && one.ends_with(want));
            assert!(is_said, "{want}: {said:?}");
        }
        assert!(said.iter().all(|one| !one.contains("9.9") && !one.contains("=1.0")), "{said:?}");
    }
}

#[test]
fn elements_written_as_json_are_read_as_elements() {
    let text = r##"{"host":{"ip":"10.0.0.7","body":{"DeviceInfo":{"@attributes":{"xmlns":"http://www.isapi.org/ver20/XMLSchema"},
        "model":{"#text":"SC-1"},"serialNumber":{"#text":"S0001"},"firmwareVersion":{"#text":"V5.5"},"deviceType":{"#text":"IPCamera"}}}}}"##;
    let said = said(text);
    for want in ["10.0.0.7 isapi.model=SC-1", "10.0.0.7 isapi.namespace=http://www.isapi.org/ver20/XMLSchema"]
    {
        assert!(said.contains(want), "{want}: {said:?}");
    }
}

#[test]
fn interfaces_that_name_their_model_otherwise_are_read() {
    for (text, want) in [
        (
            r#"{"version":"V5.3.0 build 1","device_category":"IPC","device_sub_category":"SC-1","local_ip":"10.0.0.7","mac_address":"02:00:5e:10:00:0a","manufacturer":"Maker"}"#,
            "10.0.0.7 saved.model=SC-1",
        ),
        (
            "$ curl http://10.0.0.7/cgi-bin/system?SYSTEM_INFO\nFirmware Version = A1-V6\nMAC Address = 02:00:5e:10:00:0a\nSerial Number = S0001\nFactory Default Type = Two Ways\n",
            "10.0.0.7 saved.firmware=A1-V6",
        ),
        (
            r#"[2026-01-02 21:05:02] 10.0.0.7 POST /hook 200 {"event":"Car","device_name":"x","device_model":"SC-1","device_mac":"02:00:5E:10:00:0A"}"#,
            "10.0.0.7 saved.model=SC-1",
        ),
        (
            r#"[2026-01-02 21:05:02] 10.0.0.7 POST /hook 200 {"Code":"x","Data":{"DeviceType":"SC-1","MachineName":"x","SerialNo":"S1","Vendor":"Maker","SoftwareVersion":"3.1"}}"#,
            "10.0.0.7 saved.model=SC-1",
        ),
        (
            "$ wget -qO- http://10.0.0.7/-wvhttp-01-/info.cgi\nhardware:=Maker SC-1\ntype:=C2\nfirmware:=Ver. 1.1.2\np.count:=4\n",
            "10.0.0.7 protocol.answered=wvhttp",
        ),
    ] {
        let said = said(text);
        assert!(said.contains(want), "{want}: {said:?}");
    }
}

#[test]
fn a_session_without_its_command_and_a_mail_in_base64_are_read() {
    let session = "Trying 10.0.0.7...\nConnected to 10.0.0.7.\nEscape character is '^]'.\n\nSample 2 fw 1.7\nlogin: geheim\n";
    assert!(
        said(session).contains("10.0.0.7 telnet.banner=Sample 2 fw 1.7\r\nlogin:"),
        "{:?}",
        said(session)
    );
    let web = "Trying 10.0.0.7...\nConnected to 10.0.0.7.\nGET / HTTP/1.0\n\nHTTP/1.0 200 OK\nServer: Sample\n\nlogin: x\n";
    assert!(said(web).iter().all(|one| !one.contains("telnet")), "{:?}", said(web));
    // The part says: the address, and the lines that device wrote.
    let part = "dG9yZW4gKDEwLjAuMC43KToKCi9jZ2ktYmluL21hZ2ljQm94LmNnaT9hY3Rpb249Z2V0U3lzdGVt\n\
                SW5mbwpkZXZpY2VUeXBlPVNDLTEKcHJvY2Vzc29yPVMxCnNlcmlhbE51bWJlcj1TMDAwMQp1cGRh\n\
                dGVTZXJpYWw9U0MtMQo=\n";
    let mail = format!(
        "From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"x\"\n\n--x\n\
         Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n{part}\n--x\n\
         Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ\n--x--\n"
    );
    assert!(said(&mail).contains("10.0.0.7 dhdiscover.device_type=SC-1"), "{:?}", said(&mail));
}
