//! Tables that tools wrote of what they asked devices are devices; lists that people keep stay lists.
#![allow(clippy::disallowed_methods, reason = "tests read their samples; the crate reads none")]

mod held;

use held::{Held, read_bytes};

fn check(table: &str, subject: &str, said: &[(&str, &str)]) {
    let held = read_bytes(table.as_bytes());
    for (field, value) in said {
        assert_eq!(held.of(subject, field), [*value], "{subject} {field} in\n{table}\n{:?}", held.subjects());
    }
    assert!(held.outcome.plan.is_none(), "a list: {table}");
}

fn is_list(table: &str) -> bool {
    let held: Held = read_bytes(table.as_bytes());
    let is_declared = held.evidence().all(|e| e.observation.means == oogmerk_model::Means::Declared);
    assert!(held.outcome.records > 0, "{table}");
    is_declared && held.outcome.plan.is_some()
}

#[test]
fn a_table_with_addresses_and_firmware_and_nothing_that_people_keep_is_of_devices() {
    let all = [("saved.model", "SC-2"), ("saved.firmware", "2.1.0"), ("saved.serial", "S2")];
    let tables = [
        "host;manufacturer;model;firmware;serial;hw\n10.0.0.1;Maker;SC-1;2.0.9;S1;0\n10.0.0.2;Maker;SC-2;2.1.0;S2;0\n",
        "\"Host\",\"IP\",\"Type\",\"OS\",\"Vendor\",\"Model\",\"Serial number\"\n\"a\",\"10.0.0.1\",\"IPC\",\"2.0\",\"Maker\",\"SC-1\",\"S1\"\n\"b\",\"10.0.0.2\",\"IPC\",\"2.1.0\",\"Maker\",\"SC-2\",\"S2\"\n",
        "Hardware name;Address;Driver;Product ID;Model;Firmware version;Serial number\nHall (10.0.0.2);http://10.0.0.2/;Maker 1 channel;SC2;SC-2;2.1.0;S2\n",
        "NO.,Status,Type,Model,IP,Version,SN\n1,Initialized,IPC,SC-1,10.0.0.1,2.0,S1\n2,Initialized,NVR,SC-2,10.0.0.2,2.1.0,S2\n",
        "Model\tIP Address\tFirmware Version\tSerial Number\tUser\nSC-2\t10.0.0.2\t2.1.0\tS2\tadmin\n",
        "Name,Status,Address,Model,Firmware,Serial,Server\nSC-2 hall,OK,10.0.0.2,SC-2,2.1.0,S2,10.0.0.250\n",
        "\"Unit\";\"Manufacturer\";\"Product type\";\"IP address\";\"Firmware version\";\"Serial\"\n\"x\";\"Maker\";\"SC-2\";\"10.0.0.2\";\"2.1.0\";\"S2\"\n",
        "# Read with a probe\n\n| host | manufacturer | model | firmware | serial |\n|---|---|---|---|---|\n| 10.0.0.1 | Maker | SC-1 | 2.0.9 | S1 |\n| 10.0.0.2 | Maker | SC-2 | 2.1.0 | S2 |\n",
        "Name,IP Address,Manufacturer,Model,Firmware Version,Serial,Category,Risk Level\nhall,10.0.0.2,Maker,SC-2,2.1.0,S2,Cameras,7\n",
        "IP-adres;Merk;Model;Firmwareversie;Serienummer\n10.0.0.2;Maker;SC-2;2.1.0;S2\n",
        "Adresse IP;Passerelle IP;Fabricant;Modèle;Version firmware;N° de série\n10.0.0.2;10.0.0.254;Maker;SC-2;2.1.0;S2\n",
    ];
    for table in tables {
        check(table, "ip:10.0.0.2", &all);
    }
    check(
        "MAC address,Manufacturer,Model,Firmware\n00:00:5e:00:53:02,Maker,SC-2,2.1.0\n",
        "mac:00:00:5e:00:53:02",
        &[("saved.mac", "00:00:5e:00:53:02"), ("saved.manufacturer", "Maker"), ("saved.model", "SC-2")],
    );
}

#[test]
fn a_list_that_people_keep_stays_a_list() {
    for table in [
        "Merk;Model;IP;Firmware;Locatie\nMaker;SC-1;10.0.0.1;2.1.0;Hal\n",
        "Merk;Model;IP;Firmware;Aankoopdatum\nMaker;SC-1;10.0.0.1;2.1.0;2021-04-01\n",
        "Merk;Model;IP;Firmware;Leverancier\nMaker;SC-1;10.0.0.1;2.1.0;Firma\n",
        "Merk;Model;IP;Serienummer\nMaker;SC-1;10.0.0.1;S1\n",
        "Merk;Model;IP;Serienummer\nCOPY center;SC-1;10.0.0.1;S1\n",
        "Merk;Model;Firmware\nMaker;SC-1;2.1.0\n",
        "Inventarisnummer;Merk;Model;IP;Firmware\nCAM-0001;Maker;SC-1;10.0.0.1;2.1.0\n",
        "Merk;Model;IP;Firmware\nMaker;SC-1;10.0.0.1;\nMaker;SC-1;10.0.0.2;\nMaker;SC-1;10.0.0.3;ja\n",
    ] {
        assert!(is_list(table), "{table}");
    }
}

#[test]
fn a_dump_of_a_database_is_no_list() {
    let row =
        |n: u32| format!("INSERT INTO t (ip, model, firmware) VALUES ('10.0.0.{n}', 'SC-{n}', '2.1.0');\n");
    let rows = [row(1), row(2), row(3), row(4)].concat();
    let copied = "COPY t (ip, model, firmware) FROM stdin;\n10.0.0.2\tSC-2\t2.1.0\n\\.\n";
    for dump in [rows.as_str(), copied] {
        check(dump, "ip:10.0.0.2", &[("saved.model", "SC-2"), ("saved.firmware", "2.1.0")]);
    }
}
