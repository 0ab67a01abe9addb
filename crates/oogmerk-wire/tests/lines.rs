//! Lines of logs, notes, mails and monitors that name a host and tell what it said. All texts are ours; two devices in
//! each that can hold two, and somebody who is no device of this kind beside them.

mod saying;

use saying::said;

/// A text, what it says, and what it must not say.
type Case = (&'static str, &'static [&'static str], &'static [&'static str]);

const CASES: &[Case] = &[
    // rsyslog, traditional.
    (
        "Nov 24 01:40:02 10.0.0.7 sample-00005e005307 [ INFO ] systemd[1]: Starting up SAMPLE XQ1656-LE, firmware 11.11.85\n\
         Nov 24 05:00:41 10.0.0.8 upsd: Maker Smart-UPS on battery\n\
         Nov 24 05:00:42 10.0.0.9 cupsd[4]: job 'camera XC-9' of jan\n",
        &[
            "10.0.0.7 saved.words=SAMPLE XQ1656-LE",
            "10.0.0.7 saved.firmware=11.11.85",
            "10.0.0.8 saved.ip=10.0.0.8",
            "10.0.0.9 saved.ip=10.0.0.9",
        ],
        &["XC-9", "jan"],
    ),
    // Kiwi and other servers that write tabs.
    (
        "2026-11-14 03:00:00\tLocal7.Info\t10.0.0.7\tNov 14 03:00:01 XC4603: Sample XC-4603 V1.2.3 booted\n",
        &["10.0.0.7 saved.words=XC4603 Sample XC-4603 V1.2.3"],
        &[],
    ),
    // RFC 5424.
    (
        "<134>1 2026-11-14T03:00:00Z 10.0.0.7 cam 1 ID1 - Sample XC-4603 ready\n<134>1 2026-11-14T03:00:00Z 10.0.0.8 sshd 1 - - XC-1 logged in\n",
        &["10.0.0.7 saved.words=Sample XC-4603", "10.0.0.8 saved.ip=10.0.0.8"],
        &["XC-1"],
    ),
    // journalctl, hosts by their names.
    (
        "Nov 14 03:00:00 cam-hall kernel: Sample XC-4603 1.2.3\nNov 14 03:00:01 gw dhcpd: Sample XC-9 asks\n",
        &["- saved.words=Sample XC-4603 1.2.3", "- import.host_name=cam-hall"],
        &["XC-9"],
    ),
    // A program of somebody's own that asks pages.
    (
        "2026-03-02 10:01:55 GET http://10.0.0.7/ -> 401 | server: s-httpd | www-authenticate: Basic realm=\"XCS-5011\" | x\n\
         2026-03-02 10:01:56 GET http://10.0.0.8/ -> 200 | server: Sample/0.94 | title: Maker XU-2015 IP Camera | fw: LM.1.6\n",
        &[
            "10.0.0.7 http.realm=XCS-5011",
            "10.0.0.7 http.server=s-httpd",
            "10.0.0.8 http.title=Maker XU-2015 IP Camera",
            "10.0.0.8 saved.firmware=LM.1.6",
        ],
        &[],
    ),
    // pdsh and the like: a host, a colon, and a line.
    (
        "10.0.0.7: Sample XC-4603 Network Camera\n10.0.0.8: Linux\n",
        &["10.0.0.7 saved.words=Sample XC-4603 Network Camera"],
        &["10.0.0.8"],
    ),
    // A list in a mail.
    (
        "Hello,\n* 10.0.0.7 (hall): title \"Sample XC-1\", server \"S-Webs/1.0\", fw 1.2.3\n* 10.0.0.8: realm \"Maker XC-2\"\nRegards\n",
        &[
            "10.0.0.7 http.title=Sample XC-1",
            "10.0.0.7 http.server=S-Webs/1.0",
            "10.0.0.7 saved.firmware=1.2.3",
            "10.0.0.8 http.realm=Maker XC-2",
        ],
        &[],
    ),
    // A name with its address behind it.
    (
        "hall (10.0.0.7): Sample XC-4603, firmware: 1.2.3\nNVR 10.0.0.8 - Maker XR-16\nwe saw 10.0.0.9 today and XC-77 too\n",
        &["10.0.0.7 saved.firmware=1.2.3", "10.0.0.8 saved.words=Maker XR-16"],
        &["XC-77"],
    ),
    // A forum's table of blanks.
    (
        "ip              what it says\n192.0.2.7    <title>X703</title>   Server: Sample Embedded 1.0\n\
         192.0.2.8    get?model -> model=3105   realm \"Maker Vision\"  get?fwversion -> fwversion=52042\n",
        &[
            "192.0.2.7 http.title=X703",
            "192.0.2.7 http.server=Sample Embedded 1.0",
            "192.0.2.8 saved.model=3105",
            "192.0.2.8 http.realm=Maker Vision",
            "192.0.2.8 saved.firmware=52042",
        ],
        &["realm \""],
    ),
    // Arrows.
    (
        "10.0.0.7 → realm \"Sample XC-1\" → server: S/1\n",
        &["10.0.0.7 http.realm=Sample XC-1", "10.0.0.7 http.server=S/1"],
        &[],
    ),
    // Nagios: hosts by their names, addresses in commands.
    (
        "servicestatus {\n\thost_name=a\n\tservice_description=sysDescr\n\tcheck_command=check_snmp!10.0.0.7\n\tplugin_output=SNMP OK - \"SAMPLE SX-M25M, Software SX-V4.4\"\n\t}\n\
         servicestatus {\n\thost_name=b\n\tservice_description=sysDescr\n\tcheck_command=check_snmp!10.0.0.8\n\tplugin_output=SNMP OK - \"Printer of nobody\"\n\t}\n",
        &[
            "10.0.0.7 snmp.sys_descr=SAMPLE SX-M25M, Software SX-V4.4",
            "10.0.0.8 snmp.sys_descr=Printer of nobody",
        ],
        &[],
    ),
    // A monitor's mail.
    (
        "Host: hall\nAddress: 10.0.0.7\nState: OK\n\nInfo:\nSNMP OK - \"Sample XC-1 1.2\"\n",
        &["snmp.sys_descr=Sample XC-1 1.2"],
        &[],
    ),
    // A check of RTSP that repeats the head in brackets.
    (
        "RTSP OK - 0.02 s - 10.0.0.7 port 554 [RTSP/1.0 401 Unauthorized|Server: S/2.0|WWW-Authenticate: Digest realm=\"Sample Camera\"]\n",
        &["10.0.0.7 rtsp.server=S/2.0", "10.0.0.7 rtsp.realm=Sample Camera"],
        &[],
    ),
    // Answers of a console under headings.
    (
        "# box at 10.0.0.7\n== getDeviceType\ntype=XP8M\n== getHardwareVersion\nversion=1.00\n== getVendor\nvendor=Maker\n== getSoftwareVersion\nversion=2.800.00AC006.0.R,build:2021-07-02\n",
        &["10.0.0.7 saved.model=XP8M", "10.0.0.7 saved.firmware=2.800.00AC006.0.R"],
        &["firmware=1.00"],
    ),
    // A head and a page of two hosts.
    (
        "$ curl -sI http://10.0.0.7/\nHTTP/1.1 401 Unauthorized\nServer: s\nWWW-Authenticate: Basic realm=\"XC-1\"\n\n\
         $ curl -s http://10.0.0.8/\n<html><head><title>XC-2 Camera</title></head></html>\n",
        &["10.0.0.7 http.realm=XC-1", "10.0.0.8 http.title=XC-2 Camera"],
        &["10.0.0.8 http.realm"],
    ),
    // Messages of UPnP, each with its description.
    (
        "NOTIFY * HTTP/1.1\nHOST: 239.255.255.250:1900\nLOCATION: http://10.0.0.7:80/a.xml\nNT: upnp:rootdevice\nUSN: uuid:1::upnp:rootdevice\n\n\
         NOTIFY * HTTP/1.1\nHOST: 239.255.255.250:1900\nLOCATION: http://10.0.0.8:80/a.xml\nNT: upnp:rootdevice\nSERVER: Other/1\nUSN: uuid:2::upnp:rootdevice\n\n",
        &["10.0.0.8 ssdp.server=Other/1"],
        &["10.0.0.7 ssdp.server"],
    ),
    // A session that asks before it greets.
    (
        "C:\\> telnet 10.0.0.7\rTrying 10.0.0.7...\rConnected to 10.0.0.7.\rEscape character is '^]'.\r(none) login: \rWelcome to Sample XF3210\rFirmware M2.1.6\rlogin: geheim\r",
        &["10.0.0.7 telnet.banner=(none) login:\r\nWelcome to Sample XF3210\r\nFirmware M2.1.6\r\nlogin:"],
        &["geheim"],
    ),
    // A table in a mail whose lines were broken, with the types of brands.
    (
        "Content-Transfer-Encoding: quoted-printable\n\n| IP | Merk | Type | Firmware | MAC |\n|---|---|---|---|---|\n\
         | 10.0.0.7 | Maker | XC-1 | 1.2 | 00:00:5E:00:53=\n:07 |\n",
        &["10.0.0.7 saved.model=XC-1", "10.0.0.7 saved.mac=00:00:5e:00:53:07"],
        &[],
    ),
    // Secrets beside what is told.
    (
        "10.0.0.7 | title: Sample XC-1 | admin / GEHEIM-12\n10.0.0.8  GEHEIM12  wachtwoord\nNov 14 03:00:00 10.0.0.9 app: password GEHEIM-1 set\n",
        &["10.0.0.7 http.title=Sample XC-1"],
        &["GEHEIM"],
    ),
];

#[test]
fn lines_tell_of_whom_they_name() {
    for (text, want, none) in CASES {
        let said = said(text);
        for value in *want {
            assert!(said.iter().any(|one| one.contains(value)), "{value} in {text}\n{said:#?}");
        }
        for value in *none {
            assert!(said.iter().all(|one| !one.contains(value)), "{value} in {text}\n{said:#?}");
        }
    }
}

#[test]
fn cut_anywhere_lines_give_up_no_secret_and_end() {
    for (text, _, _) in CASES {
        for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            let said = said(&text[..end]);
            assert!(said.iter().all(|one| !one.contains("geheim") && !one.contains("GEHEIM")), "{said:#?}");
        }
    }
}

#[test]
fn lines_about_things_are_no_words_of_theirs() {
    for text in [
        "the camera at 10.0.0.7 is an XC-4603, I think, and it is broken since the storm of last week\n",
        "Nov 14 03:00:00 10.0.0.1 kernel: [UFW BLOCK] IN=eth0 SRC=10.0.0.7 DST=224.0.0.251 PROTO=UDP XC1=1\n",
        "10.0.0.7 - - [14/Nov/2026:03:00:00 +0100] \"GET /XC-4603.bin HTTP/1.1\" 200 12\n",
    ] {
        assert!(said(text).iter().all(|one| !one.contains("saved.words")), "{text}: {:?}", said(text));
    }
}
