//! Records of inventories and monitors: what a tool keeps of a device beside its address, wherever in the record the
//! address, the maker, the model and the firmware stand. Two things in each that can hold two. All texts are ours.

mod saying;

use saying::said;
use std::collections::BTreeSet;

fn check(text: &str, want: &[&str]) {
    let told = said(text);
    for line in want {
        assert!(told.contains(*line), "{line} is not told of\n{text}\n{told:#?}");
    }
    // A record cut anywhere tells nobody what the whole does not.
    let addresses: BTreeSet<&str> = told.iter().filter_map(|line| line.split(' ').next()).collect();
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)).step_by(7) {
        for line in said(&text[..end]) {
            let whose = line.split(' ').next().unwrap_or_default();
            assert!(whose == "-" || !addresses.contains(whose) || is_part_of(&line, &told), "{end}: {line}");
        }
    }
}

/// Whether a line, or a longer one that begins so, is told of the whole.
fn is_part_of(line: &str, told: &BTreeSet<String>) -> bool {
    told.iter().any(|whole| whole.starts_with(line))
}

#[test]
fn an_inventory_keeps_address_model_and_firmware_in_objects_of_their_own() {
    let zabbix = r#"{"jsonrpc":"2.0","result":[
        {"hostid":"1","host":"hall","inventory":{"type":"IPC","os":"V5.7.12 build 220812","serialno_a":"S1","hardware":"SC-1","macaddress_a":"00:00:5e:00:53:07","vendor":"Maker"},"interfaces":[{"interfaceid":"1","ip":"10.0.0.7","dns":"","port":"161"}]},
        {"hostid":"2","host":"door","inventory":{"os":"Linux 3.0.8","serialno_a":"S2","model":"SC-2","vendor":"Maker"},"interfaces":[{"interfaceid":"2","ip":"10.0.0.8","port":"161"}]}],"id":1}"#;
    check(
        zabbix,
        &[
            "10.0.0.7 saved.model=SC-1",
            "10.0.0.7 saved.firmware=V5.7.12 build 220812",
            "10.0.0.7 saved.serial=S1",
            "10.0.0.7 saved.mac=00:00:5e:00:53:07",
            "10.0.0.8 saved.model=SC-2",
            "10.0.0.8 saved.manufacturer=Maker",
        ],
    );
    assert!(
        !said(zabbix).iter().any(|line| line.contains("Linux")),
        "a system under many things is no firmware"
    );
    check(
        r#"{"count":2,"results":[
            {"id":1,"name":"cam-01","device_type":{"id":4,"manufacturer":{"id":2,"name":"Maker"},"model":"SC-1"},"role":{"name":"Camera"},"serial":"S1","primary_ip":{"address":"10.0.0.7/24","family":4},"custom_fields":{"firmware":"2.21.02"}},
            {"id":2,"name":"cam-02","device_type":{"id":4,"manufacturer":{"id":2,"name":"Maker"},"model":"SC-2"},"serial":"S2","primary_ip":{"address":"10.0.0.8/24","family":4},"custom_fields":{"firmware":"2.22.01"}}]}"#,
        &[
            "10.0.0.7 saved.manufacturer=Maker",
            "10.0.0.7 saved.model=SC-1",
            "10.0.0.7 saved.serial=S1",
            "10.0.0.7 saved.firmware=2.21.02",
            "10.0.0.8 saved.model=SC-2",
            "10.0.0.8 saved.firmware=2.22.01",
        ],
    );
    check(
        r#"{"total":1,"rows":[{"id":7,"name":"hall","serial":"S1","model":{"id":1,"name":"SC-1"},"manufacturer":{"id":3,"name":"Maker"},"custom_fields":{"IP":{"field":"_ip","value":"10.0.0.7"},"Firmware":{"field":"_fw","value":"5.4.2"}}}]}"#,
        &["10.0.0.7 saved.model=SC-1", "10.0.0.7 saved.manufacturer=Maker", "10.0.0.7 saved.firmware=5.4.2"],
    );
    check(
        "<export><hosts><host><host>hall</host><interfaces><interface><type>SNMP</type><ip>10.0.0.7</ip></interface></interfaces>\
         <inventory><type>IPC</type><os>V5.7.12 build 220812</os><hardware>SC-1</hardware><vendor>Maker</vendor></inventory></host>\
         <host><host>ups</host><interfaces><interface><ip>10.0.0.8</ip></interface></interfaces>\
         <inventory><hardware>Power 5</hardware><vendor>Other</vendor></inventory></host></hosts></export>",
        &[
            "10.0.0.7 saved.model=SC-1",
            "10.0.0.7 saved.firmware=V5.7.12 build 220812",
            "10.0.0.8 saved.manufacturer=Other",
        ],
    );
}

#[test]
fn what_a_scanner_or_a_network_manager_keeps_is_the_devices_word() {
    check(
        r#"[{"ip":"10.0.0.7","dns":"cam7","description":"Maker SC-1; Network Camera; 9.80.2","vendor":"maker","os":"","serial":"","mac":"00:00:5e:00:53:07","layers":"00000010"},
            {"ip":"10.0.0.8","dns":"cam8","description":"Maker SC-2; Network Camera; 9.81.0","vendor":"maker","os":"","serial":"","layers":"00000010"}]"#,
        &[
            "10.0.0.7 snmp.sys_descr=Maker SC-1; Network Camera; 9.80.2",
            "10.0.0.7 saved.mac=00:00:5e:00:53:07",
            "10.0.0.8 snmp.sys_descr=Maker SC-2; Network Camera; 9.81.0",
        ],
    );
    check(
        "{\"address\":\"10.0.0.7\",\"type\":\"IP Camera\",\"services\":{\"10.0.0.7/tcp/80\":{\"http.head.server\":\"Maker-Webs\",\"html.title\":\"SC-1\"},\"10.0.0.7/tcp/554\":{\"rtsp.head.server\":\"Maker Rtsp\"}}}\n\
         {\"address\":\"10.0.0.8\",\"services\":{\"10.0.0.8/tcp/80\":{\"html.title\":\"SC-2\"}}}\n",
        &[
            "10.0.0.7 http.server=Maker-Webs",
            "10.0.0.7 http.title=SC-1",
            "10.0.0.7 rtsp.server=Maker Rtsp",
            "10.0.0.8 http.title=SC-2",
        ],
    );
    check(
        "Monitor  |  Overview  Graphs\nhall\n10.0.0.7\n\nSystem Name      HALL\nHardware         SC-1\nOS               Maker NVR V4.30.085\n\
         Object ID        .1.3.6.1.4.1.99999.1\nSysDescr         Maker company products\n",
        &[
            "10.0.0.7 snmp.sys_descr=Maker company products",
            "10.0.0.7 saved.model=SC-1",
            "10.0.0.7 saved.firmware=V4.30.085",
        ],
    );
    check(
        "MACAddress,Policy,ip,dhcp-class-identifier,host-name,snmp-sysDescr\n\
         00:00:5e:00:53:07,Camera,10.0.0.7,MAKER,cam7,Maker SC-1; Network Camera\n\
         00:00:5e:00:53:08,Camera,10.0.0.8,MAKER,cam8,Maker SC-2; Network Camera\n",
        &[
            "10.0.0.7 dhcp.vendor_class=MAKER",
            "10.0.0.7 snmp.sys_descr=Maker SC-1; Network Camera",
            "10.0.0.8 snmp.sys_descr=Maker SC-2; Network Camera",
        ],
    );
}

#[test]
fn the_last_message_of_a_check_of_the_description_is_the_devices_word() {
    let first = "10.0.0.7 snmp.sys_descr=Maker SC-1, FW 7.87.0029";
    check(
        "\"Device\",\"Host\",\"Sensor\",\"Status\",\"Message\",\"Tags\"\n\
         \"Hall\",\"10.0.0.7\",\"SNMP System Info\",\"Up\",\"Maker SC-1, FW 7.87.0029\",\"snmp\"\n\
         \"Door\",\"10.0.0.8\",\"HTTP\",\"Down\",\"Connection refused (socket error # 10061)\",\"camera\"\n",
        &[first],
    );
    check(
        r#"{"sensors":[{"objid":1,"device":"Hall","host":"10.0.0.7","sensor":"SNMP System Info","status":"Up","message":"Maker SC-1, FW 7.87.0029"},
            {"objid":2,"device":"Door","host":"10.0.0.8","sensor":"Ping","status":"Up","message":"OK"}]}"#,
        &[first],
    );
    check(
        r#"{"results":[{"attrs":{"name":"hall!sysdescr","host_name":"hall","last_check_result":{"output":"SNMP OK - Maker SC-1, FW 7.87.0029","state":0},"address":"10.0.0.7"}}]}"#,
        &[first],
    );
    check(
        r#"{"result":[{"name":"System description","key_":"system.descr[sysDescr.0]","lastvalue":"Maker SC-1, FW 7.87.0029","interfaces":[{"ip":"10.0.0.7"}]}]}"#,
        &[first],
    );
    check(
        "hoststatus {\n\thost_name=hall\n\tplugin_output=PING OK - Packet loss = 0%\n\t}\n\
         servicestatus {\n\thost_name=hall\n\tservice_description=RTSP\n\tcheck_command=check_rtsp!10.0.0.7\n\
         \tplugin_output=RTSP OK - port 554 [RTSP/1.0 401 Unauthorized|Server: Maker Rtsp/2.0]\n\t}\n\
         servicestatus {\n\thost_name=hall\n\tservice_description=SNMP firmware\n\tcheck_command=check_snmp!geheim!.1.3.6.1.2.1.1.1.0\n\
         \tplugin_output=SNMP OK - \"Maker SC-1, FW 7.87.0029\"\n\t}\n\
         servicestatus {\n\thost_name=door\n\tservice_description=sysDescr\n\tcheck_command=check_snmp!10.0.0.8\n\
         \tplugin_output=SNMP OK - \"Maker SC-2, FW 7.88\"\n\t}\n",
        &[first, "10.0.0.7 rtsp.server=Maker Rtsp/2.0", "10.0.0.8 snmp.sys_descr=Maker SC-2, FW 7.88"],
    );
}

#[test]
fn what_a_firewall_takes_a_device_for_is_the_firewalls_statement() {
    check(
        r#"{"http_method":"GET","results":[
            {"ipv4_address":"10.0.0.7","mac":"00:00:5e:00:53:07","hardware_vendor":"Maker","hardware_type":"IP Camera","os_name":"Maker OS","host_src":"fortiguard","is_online":true},
            {"ipv4_address":"10.0.0.8","mac":"00:00:5e:00:53:08","hardware_vendor":"Other","hardware_type":"Smart TV","hostname":"tv-8","host_src":"mdns","is_online":true}],
            "vdom":"root","path":"user","serial":"FG1","version":"v7.2.8","build":1639}"#,
        &[
            "10.0.0.7 agent.manufacturer=Maker",
            "10.0.0.7 agent.type=IP Camera",
            "10.0.0.8 agent.type=Smart TV",
            "10.0.0.8 saved.mac=00:00:5e:00:53:08",
        ],
    );
}

#[test]
fn a_dump_of_a_database_has_a_thing_a_row() {
    check(
        "INSERT INTO `devices` (`id`,`ip`,`vendor`,`model`,`firmware`) VALUES (1,'10.0.0.7','Maker','SC-1','45.8.0.3'),\n         (2,'10.0.0.8','Ma''ker; (x)','SC-2','v3.1');\n",
        &["10.0.0.7 saved.model=SC-1", "10.0.0.7 saved.firmware=45.8.0.3", "10.0.0.8 saved.model=SC-2"],
    );
    check(
        "--\nCOPY public.devices (id, ip, vendor, model, firmware) FROM stdin;\n         1\t10.0.0.7\tMaker\tSC-1\t45.8.0.3\n2\t10.0.0.8\tMaker\tSC-2\t\\N\n\\.\n",
        &["10.0.0.7 saved.firmware=45.8.0.3", "10.0.0.8 saved.manufacturer=Maker"],
    );
}

#[test]
fn a_scanner_writes_title_and_server_of_a_page_in_one_column() {
    check(
        "<html><head><title>IP Scanner</title></head><body><table border=1>\n         <tr><th>Status</th><th>Name</th><th>IP</th><th>Manufacturer</th><th>MAC address</th><th>Comments (HTTP)</th></tr>\n         <tr><td>alive</td><td>a</td><td>10.0.0.7</td><td>Block Ltd.</td><td>00:00:5e:00:53:07</td><td>HTTP: <a href=\"http://10.0.0.7/\">Maker SC-1 Network Camera</a> (Boa/0.94)</td></tr>\n         <tr><td>alive</td><td>b</td><td>10.0.0.8</td><td>Block Inc</td><td>00:00:5e:00:53:08</td><td>HTTP 401: SC-2</td></tr>\n         </table></body></html>",
        &[
            "10.0.0.7 http.title=Maker SC-1 Network Camera",
            "10.0.0.7 http.server=Boa/0.94",
            "10.0.0.8 http.realm=SC-2",
        ],
    );
}

const TWO: [&str; 4] = [
    "10.0.0.7 saved.model=SC-1",
    "10.0.0.7 saved.firmware=9.80.3.5",
    "10.0.0.8 saved.model=SC-2",
    "10.0.0.8 saved.manufacturer=Maker Vision",
];

#[test]
fn a_table_written_as_lists_of_lists_has_a_thing_a_list() {
    let rows = r#"["10.0.0.7","Maker","SC-1","9.80.3.5"],["10.0.0.8","Maker Vision","SC-2",null]"#;
    let columns = r#"["ip","manufacturer","model","firmware"]"#;
    let named = r#"[{"name":"ip","type":"text"},{"name":"manufacturer","type":"text"},{"name":"model","type":"text"},{"name":"firmware","type":"text"}]"#;
    for text in [
        format!(r#"{{"columns":{columns},"index":[0,1],"data":[{rows}]}}"#),
        format!(r#"{{"columns":{named},"rows":[{rows}]}}"#),
        format!(r#"{{"meta":{named},"data":[{rows}],"rows":2}}"#),
        format!(r#"{{"range":"A1:D3","values":[{columns},{rows}]}}"#),
        format!("[{columns},{rows}]"),
    ] {
        check(&text, &TWO);
    }
    let numbers = r#"{"columns":["x","y","z"],"data":[["10.0.0.7","SC-1","9.80"]]}"#;
    assert!(said(numbers).is_empty(), "columns that name nothing are no heading");
}

#[test]
fn a_table_that_a_terminal_draws_is_one() {
    check(
        "$ probe --all\n\nIPAddress  Manufacturer  Model  Firmware\n---------  ------------  -----  --------\n\
         10.0.0.7   Maker         SC-1   9.80.3.5\n10.0.0.8   Maker Vision  SC-2   2.21.02\n\nDone.\n",
        &TWO,
    );
    check(
        "+----------+--------------+-------+----------+\n| ip       | manufacturer | model | firmware |\n\
         +----------+--------------+-------+----------+\n| 10.0.0.7 | Maker        | SC-1  | 9.80.3.5 |\n\
         | 10.0.0.8 | Maker Vision | SC-2  | 2.21.02  |\n+----------+--------------+-------+----------+\n2 rows in set\n",
        &TWO,
    );
}

#[test]
fn a_column_of_types_with_numbers_is_one_of_models_and_one_of_words_is_not() {
    check(
        "From: a@example\nMIME-Version: 1.0\nContent-Transfer-Encoding: quoted-printable\n\nHoi,\n\n\
         | IP | Merk | Type | Firmware | MAC |\n|---|---|---|---|---|\n\
         | 10.0.0.7 | Maker | SC-1 | 9.80.3.5 | 00:00:5e=\n:00:53:07 |\n\
         | 10.0.0.8 | Maker Vision | SC-2 | 2.21.02 | 00:00:5e:00:53:08 |\n\nGroeten=85\n",
        &[&TWO[..], &["10.0.0.7 saved.mac=00:00:5e:00:53:07"]].concat(),
    );
    let words = "| IP | Merk | Type | Firmware |\n|---|---|---|---|\n| 10.0.0.7 | Maker | dome | 9.80 |\n";
    assert!(!said(words).iter().any(|line| line.contains("saved.model")), "{:?}", said(words));
}

#[test]
fn names_of_more_inventories_are_known() {
    for text in [
        r#"{"result":[{"ip_address":"10.0.0.7","manufacturer":{"display_value":"Maker","link":"https://x/a"},"model_id":{"display_value":"SC-1","link":"https://x/b"},"firmware_version":"9.80.3.5"},
            {"ip_address":"10.0.0.8","manufacturer":{"display_value":"Maker Vision"},"model_id":{"display_value":"SC-2"},"firmware_version":"2.21.02"}]}"#,
        r#"{"data":[{"attributes":{"vendorName":"Maker","makeModel":"SC-1","softwareVersion":"9.80.3.5","ipAddresses":["10.0.0.7"]}},
            {"attributes":{"vendorName":"Maker Vision","makeModel":"SC-2","softwareVersion":"2.21.02","ipAddresses":["10.0.0.8"]}}]}"#,
        r#"{"items":[{"assetBasicInfo":{"name":"a","ipAddress":"10.0.0.7"},"assetCustom":{"manufacturer":"Maker","model":"SC-1","firmwareVersion":"9.80.3.5"}},
            {"assetBasicInfo":{"name":"b","ipAddress":"10.0.0.8"},"assetCustom":{"manufacturer":"Maker Vision","model":"SC-2","firmwareVersion":"2.21.02"}}]}"#,
    ] {
        check(text, &TWO);
    }
    let nodes = "<nodes><node label=\"a\"><sysDescription>Maker SC-1; Network Camera; 9.80.3.5</sysDescription>\
         <ipInterfaces><ipInterface><ipAddress>10.0.0.7</ipAddress></ipInterface></ipInterfaces></node>\
         <node label=\"b\"><sysDescription>Maker SC-2; Network Camera; 9.81</sysDescription>\
         <ipInterfaces><ipInterface><ipAddress>10.0.0.8</ipAddress></ipInterface></ipInterfaces></node></nodes>";
    check(
        nodes,
        &[
            "10.0.0.7 snmp.sys_descr=Maker SC-1; Network Camera; 9.80.3.5",
            "10.0.0.8 snmp.sys_descr=Maker SC-2; Network Camera; 9.81",
        ],
    );
    assert!(!said(nodes).iter().any(|line| line.starts_with("9.80")), "a version is nobody's address");
}

#[test]
fn what_only_a_device_writes_counts_in_any_column() {
    let class = "SAMPLE,Network Camera,XC3225,9.70.1.5";
    let described = "; SAMPLE XC-1; Camera; 5.40.9.2; May 15 2012 09:50; 188.1; 1;";
    let (first, second) =
        (format!("10.0.0.7 dhcp.vendor_class={class}"), format!("10.0.0.8 snmp.sys_descr={described}"));
    check(
        &format!(
            "IP\t\tMAC\tKind\n10.0.0.7\t00:00:5e:00:53:07\tcam\t{class}\n10.0.0.8\t00:00:5e:00:53:08\tcam\t{described}\n"
        ),
        &[&first, &second],
    );
    check(
        &format!(
            "[{{\"address\":\"10.0.0.7\",\"x\":\"{class}\"}},{{\"address\":\"10.0.0.8\",\"remark\":\"{described}\"}},{{\"address\":\"10.0.0.9\",\"x\":\"SAMPLE XC-1 in the hall, 2.1\"}}]"
        ),
        &[&first, &second],
    );
}
