//! Words in which devices say of themselves what they are, as makers print them in headers, titles, greetings, names and
//! certificates; and the nearest texts of other things, about which nothing of the kind may be said. Invented after the
//! forms in public documentation, one device a line.

#![allow(clippy::unwrap_used)]

use oogmerk_identify::{Options, identify_one};
use oogmerk_knowledge::Knowledge;
use oogmerk_model::{
    Device, Evidence, Field, Means, Observation, Source, State, Subject, Timestamp, Verdict,
};
use std::sync::Arc;

fn device(readings: &str, knowledge: &Knowledge) -> Device {
    let evidence: Vec<Evidence> = readings
        .split(" ;; ")
        .zip(1..)
        .map(|(reading, line)| {
            let (field, value) = reading.split_once('=').unwrap();
            let observation = Arc::new(Observation {
                subject: Subject::named("x"),
                seen_at: None,
                vantage: None,
                means: Means::Asked,
                authority: None,
                protocol: Arc::from(field.split('.').next().unwrap()),
                source: Source { frame: Some(line), ..Source::default() },
                digest: Arc::from(""),
            });
            Evidence::copied(&observation, Field::named(field), value.replace('¦', "|"))
        })
        .collect();
    let day = Timestamp::parse_day("2026-11-30").unwrap();
    identify_one(&evidence, knowledge, &Options::all_at(day, oogmerk_wire::hearing()))
}

/// `-` is undecided, `?` contested; `-camera` undecided among these.
fn word(verdict: &Verdict) -> String {
    match verdict.verdict {
        State::Decided => verdict.value.clone().unwrap_or_default(),
        State::Contested => "?".into(),
        State::Undecided => {
            let among: Vec<&str> = verdict.among.iter().map(|kind| kind.as_str()).collect();
            format!("-{}", among.join("|"))
        }
    }
}

/// Every line: the readings, then kind, brand, maker, model and firmware. `¦` stands for `|` in a text.
fn check(table: &str) {
    let knowledge = Knowledge::embedded().unwrap();
    let mut wrong = Vec::new();
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (readings, want) = line.split_once(" | ").unwrap();
        let d = device(readings, &knowledge);
        let got = [&d.kind, &d.brand, &d.maker, &d.model, &d.firmware].map(word).join(" | ");
        if got != want {
            wrong.push(format!("{readings}\n     is {got}\n not as {want}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn words_of_makers_count_wherever_they_stand() {
    check(SAID);
}

#[test]
fn words_of_other_things_make_no_camera_of_them() {
    check(NEAR);
}

#[test]
fn words_in_logs_and_notes_count_and_sentences_there_do_not() {
    check(
        r"
    saved.words=AXIS Q1656-LE ;; saved.firmware=11.11.85 | camera | Axis | - | Q1656-LE | 11.11.85
    saved.words=version 4.9.206-axis5 AXIS Q1785-LE Network Camera 10.12.199 | camera | Axis | - | Q1785-LE | 10.12.199
    saved.words=PROGRAM D-Link DCS-4603 1.04.03 | camera | D-Link | - | DCS-4603 | 1.04.03
    saved.words=MOBOTIX M26B mx10-21-3-44 software MX-V5.4.0.60 | camera | Mobotix | - | M26B | MX-V5.4.0.60
    saved.words=VIVOTEK-MD8531H | camera | Vivotek | - | MD8531H | -
    telnet.banner=Welcome to Zavio F3210 Network Camera Firmware M2.1.6.03P8 | camera | Zavio | - | F3210 | M2.1.6.03P8
    cdp.platform=CIVS-IPC-4500 ;; cdp.version=Cisco Video Surveillance 4500 Series IP Camera, Version 2.4.2-4 | camera | Cisco | - | CIVS-IPC-4500 | 2.4.2-4
    cdp.version=Switch of nobody, version 2.4.2 | - | - | - | - | -
    saved.words=Job 33 of jan: AXIS P3225 manual printed in colour | - | - | - | - | -
    saved.words=HP LaserJet 4700 camera hall | - | - | - | - | -
    saved.words=channel 3 lost, Hikvision DS-2CD2042WD and Dahua IPC-HDW1431T gone | - | - | - | - | -
    saved.words=XC-4603 camera | - | - | - | - | -
",
    );
}

const SAID: &str = r#"
    sip.server=AXIS A8105-E/1.65.1 | intercom | Axis | - | A8105-E | 1.65.1
    sip.user_agent=Grandstream GXV3672_FHD 1.0.3.9 | camera | Grandstream | - | GXV3672_FHD | 1.0.3.9
    http.title=AXIS P1448-LE - Live View | camera | Axis | - | P1448-LE | -
    http.title=Live view  -  AXIS M3045-V Network Camera | camera | Axis | - | M3045-V | -
    http.title=AXIS Q1786-LE Netwerkcamera | camera | Axis | - | Q1786-LE | -
    http.title=Caméra réseau AXIS P3245-LVE | camera | Axis | - | P3245-LVE | -
    http.title=AXIS Netzwerk-Kamera | camera | Axis | - | - | -
    http.title=VIVOTEK IP8166 ¦ Network Camera | camera | Vivotek | - | IP8166 | -
    http.title=Network Camera VIVOTEK | camera | Vivotek | - | - | -
    http.title=TRENDnet ¦ TV-IP310PI ¦ Login | camera | TRENDnet | - | TV-IP310PI | -
    http.title=D-LINK SYSTEMS, INC. ¦ WIRELESS INTERNET CAMERA ¦ HOME | camera | D-Link | - | - | -
    http.title=Brickcom MB-300Ap Megapixel Cube Network Camera | camera | Brickcom | - | MB-300Ap | -
    http.title=GeoVision Inc. - IP Camera | camera | GeoVision | - | - | -
    http.title=SONY Network Camera SNC-VB600 | camera | Sony | - | SNC-VB600 | -
    http.title=Panasonic WV-SC385 Network Camera | camera | Panasonic | - | WV-SC385 | -
    http.title=i-PRO WV-S1131 Network Camera | camera | i-PRO | - | WV-S1131 | -
    http.title=MOBOTIX M26 Live | camera | Mobotix | - | M26 | -
    http.title=Grandstream GXV3674_HD_VF IP Camera | camera | Grandstream | - | GXV3674_HD_VF | -
    http.title=Milesight Network Camera | camera | Milesight | Milesight | - | -
    http.title=Amcrest IP2M-841 - WEB VIEW | camera | Amcrest | - | IP2M-841 | -
    http.title=EDIMAX IC-3116W Network Camera | camera | Edimax | - | IC-3116W | -
    http.title=Canon Network Camera VB-H43 | camera | Canon | - | VB-H43 | -
    http.title=BOSCH FLEXIDOME IP starlight 8000i | camera | Bosch | - | FLEXIDOME IP starlight 8000i | -
    http.title=INSTAR IN-8015 Full HD IP Kamera | camera | INSTAR | - | IN-8015 | -
    http.title=Zavio F3210 IP Camera | camera | Zavio | - | F3210 | -
    http.title=Foscam FI9821W IP Camera | camera | Foscam | - | FI9821W | -
    http.title=Samsung SNV-6084R Network Camera | camera | Samsung | - | SNV-6084R | -
    http.title=Hanwha Vision XNV-8080R WebViewer | camera | Hanwha Vision | - | XNV-8080R | -
    http.title=Uniview IPC322LB-SF28-A | camera | Uniview | - | IPC322LB-SF28-A | -
    http.title=Reolink RLC-810A | camera | Reolink | - | RLC-810A | -
    http.title=JVC VN-H57 Network Camera | camera | JVC | - | VN-H57 | -
    http.title=ACTi E32 Network Camera | camera | ACTi | - | E32 | -
    http.title=Cámara IP Hikvision DS-2CD2143G2-I | camera | Hikvision | - | DS-2CD2143G2-I | -
    http.title=IP-Kamera von ABUS TVIP61500 | camera | ABUS | - | TVIP61500 | -
    http.realm=AXIS_ACCC8E012345 | - | Axis | Axis | - | -
    http.realm=DCS-932L_F1 | camera | D-Link | D-Link | DCS-932L | -
    rtsp.realm=TV-IP110W | camera | TRENDnet | - | TV-IP110W | -
    http.realm=iPolis | camera | Hanwha Vision | Hanwha Vision | - | -
    http.www_authenticate=Digest realm="Sony Network Camera SNC-CH140", nonce="" | camera | Sony | Sony | SNC-CH140 | -
    rtsp.www_authenticate=Digest realm="Milesight Network Camera" | camera | Milesight | - | - | -
    dhcp.hostname=RLC_810A ;; link.mac=ec:71:db:00:00:01 | camera | - | - | RLC-810A | -
    dhcp.hostname=DS_2CD2143G2_I ;; link.mac=44:19:b6:00:00:01 | camera | - | - | DS-2CD2143G2-I | -
    dhcp.hostname=AXIS_M3045-V ;; link.mac=ac:cc:8e:00:00:01 | camera | - | - | M3045-V | -
    dhcp.hostname=Reolink_E1_Pro ;; link.mac=ec:71:db:00:00:01 | camera | - | - | E1 Pro | -
    dhcp.hostname=VIVOTEK_IP8166 ;; link.mac=00:02:d1:00:00:01 | camera | - | - | IP8166 | -
    mdns.txt=ci=17 ;; mdns.txt_model=Netatmo Presence | camera | Netatmo | - | Netatmo Presence | -
    mdns.txt=ci=18 ;; mdns.txt_model=Logitech Circle View Doorbell | doorbell | Logitech | - | Logitech Circle View Doorbell | -
    mdns.txt_vendor=Ubiquiti ;; mdns.txt_firmware=4.63.22 | - | Ubiquiti | - | - | 4.63.22
    http.title=IC-3115W Network Camera | camera | - | - | IC-3115W | -
    http.title=BB-HCM531A Network Camera | camera | Panasonic | - | BB-HCM531A | -
    http.title=Edimax Network Camera | camera | Edimax | - | - | -
    dhcp.vendor_class=BOSCH DINION IP starlight 6000 HD | camera | Bosch | - | DINION IP starlight 6000 HD | -
    onvif.manufacturer=Merit LILIN Ent. Co., Ltd. ;; onvif.model=Z5R8922X3 | camera | LILIN | - | Z5R8922X3 | -
    mdns.instance=Bosch FLEXIDOME IP 4000i ;; link.mac=00:07:5f:00:00:01 | camera | Bosch | Bosch | FLEXIDOME IP 4000i | -
    dhcp.hostname=RLC_810A | - | - | - | RLC-810A | -
    dhcp.hostname=DS_2CD2143G2_I ;; link.mac=3c:52:82:00:00:01 | - | - | - | DS-2CD2143G2-I | -
    mdns.instance=Bosch FLEXIDOME IP 4000i | - | Bosch | - | FLEXIDOME IP 4000i | -
    mdns.txt_model=Hikvision DS-2CD2143G2-I | camera | Hikvision | - | DS-2CD2143G2-I | -
    dhcp.vendor_class=Hanwha Techwin XNV-8080R | camera | Hanwha Vision | - | XNV-8080R | -
    dhcp.vendor_class=AXIS,Network Camera,M3045-V,8.40.1 | camera | Axis | Axis | M3045-V | 8.40.1
    dhcp.vendor_class=HIKVISION | - | - | - | - | -
    snmp.sys_descr=AXIS M3045-V Network Camera 8.40.1 | camera | Axis | - | M3045-V | 8.40.1
    lldp.system_description=AXIS P3245-LVE Dome Camera; 9.80.3.2 | camera | Axis | - | P3245-LVE | 9.80.3.2
    lldp.system_description=Hikvision DS-2CD2143G2-I V5.7.3 build 220112 | camera | Hikvision | - | DS-2CD2143G2-I | V5.7.3
    cdp.platform=AXIS P3245-LVE ;; cdp.version=9.80.3 | camera | Axis | - | P3245-LVE | 9.80.3
    ftp.banner=220 AXIS M3045-V Network Camera 8.40.1 (2018) ready. | camera | Axis | Axis | M3045-V | 8.40.1
    ftp.banner=220 Bosch NDE-5503-A FTP server ready | camera | Bosch | - | NDE-5503-A | -
    telnet.banner=VIVOTEK Network Camera IP8166 login: | camera | Vivotek | - | IP8166 | -
    telnet.banner=Foscam FI9821W login: | camera | Foscam | - | FI9821W | -
    tls.subject=CN=XNV-8080R,O=Hanwha Techwin | camera | Hanwha Vision | - | XNV-8080R | -
    tls.subject=CN=DS-2CD2143G2-I,O=Hikvision | camera | Hikvision | - | DS-2CD2143G2-I | -
    tls.subject=CN=WV-S1131,O=i-PRO Co.\, Ltd. | camera | i-PRO | - | WV-S1131 | -
    tls.subject=CN=MOBOTIX M73,O=MOBOTIX AG | camera | Mobotix | - | M73 | -
    sdp.session_name=VIVOTEK IP8166 Stream | camera | Vivotek | - | IP8166 | -
    sdp.session_info=AXIS Media Server | - | - | - | - | -
    sdp.session_name=Hanwha XNV-8080R | camera | Hanwha Vision | - | XNV-8080R | -
    sdp.session_name=HIK Media Server V3.4.99 | - | - | - | - | -
    sdp.session_name=Milesight Network Camera | camera | Milesight | - | - | -
    sdp.tool=Honeywell IP Camera HC30W45R3 | camera | Honeywell | - | HC30W45R3 | -
    http.server=Vivotek IP8166/0100 | camera | Vivotek | - | IP8166 | -
    rtsp.server=Bosch DINION IP 5000 | camera | Bosch | - | DINION IP 5000 | -
    rtsp.server=Hikvision DS-2CD2143G2-I/5.7.3 | camera | Hikvision | - | DS-2CD2143G2-I | 5.7.3
    onvif.scope.manufacturer=Annke ;; onvif.scope.model=C800 | camera | Annke | - | C800 | -
    onvif.scope.firmware=1.41.02 ;; onvif.scope.hardware=XNV-8080R ;; onvif.scope.name=Hanwha Techwin XNV-8080R | camera | Hanwha Vision | - | XNV-8080R | 1.41.02
    onvif.scope.firmware=V5.7.3 ;; onvif.scope.name=HIKVISION DS-2CD2143G2-I ;; onvif.scope.model=DS-2CD2143G2-I | camera | Hikvision | - | DS-2CD2143G2-I | V5.7.3
    protocol.answered=onvif ;; onvif.manufacturer=IPCAM ;; onvif.model=IPG-50HV20PES-S ;; onvif.firmware=V4.02.R12.00006510.10010 | camera | - | - | IPG-50HV20PES-S | V4.02.R12.00006510.10010
    protocol.answered=onvif ;; onvif.manufacturer=ZENOTECH ;; onvif.model=ZT-4MP-D2 ;; onvif.firmware=1.0.9 | - | ZENOTECH | - | ZT-4MP-D2 | 1.0.9
    protocol.answered=onvif ;; onvif.manufacturer=IP CAMERA ;; onvif.model=C6F0SoZ3N0PdL2 ;; onvif.firmware=10.1.1.2 | camera | - | - | C6F0SoZ3N0PdL2 | 10.1.1.2
    onvif.manufacturer=Hikvision ;; onvif.model=DS-2CD2143G2-I ;; onvif.firmware=V5.7.3 build 220112 | camera | Hikvision | Hikvision | DS-2CD2143G2-I | V5.7.3 build 220112
    onvif.manufacturer=Dahua ;; onvif.model=IPC-HFW2431S-S-S2 ;; onvif.firmware=2.800.0000000.16.R, Build Date 2020-09-11 | camera | Dahua | Dahua | IPC-HFW2431S-S-S2 | 2.800.0000000.16.R, Build Date 2020-09-11
    onvif.manufacturer=VIVOTEK ;; onvif.model=IP8166 ;; onvif.firmware=IP8166-VVTK-0100h | camera | Vivotek | - | IP8166 | IP8166-VVTK-0100h
    onvif.manufacturer=Hanwha Techwin ;; onvif.model=XNV-8080R ;; onvif.firmware=1.41.02_20200529_R339 | camera | Hanwha Vision | - | XNV-8080R | 1.41.02_20200529_R339
    upnp.manufacturer=Reolink ;; upnp.model_name=RLC-810A | camera | Reolink | - | RLC-810A | -
    http.server=Boa/0.94.13 ;; http.title=Foscam FI9821W IP Camera | camera | Foscam | - | FI9821W | -
    http.server=lighttpd/1.4.35 ;; onvif.manufacturer=Axis ;; onvif.model=M3045-V | camera | Axis | - | M3045-V | -
    http.page_model=FI9821W ;; http.page_brand=Foscam | camera | Foscam | - | FI9821W | -
    http.page_model=Foscam FI9821W ;; http.page_firmware=2.11.1.5 | camera | Foscam | - | FI9821W | 2.11.1.5
    rtsp.server=D-Link DCS-932L Linux 2.6.21 | camera | D-Link | - | DCS-932L | -
    http.server=AXIS M3045-V Boa/0.94.14 | camera | Axis | - | M3045-V | -
    protocol.answered=onvif ;; onvif.scope.name=IPCAM | camera | - | - | - | -
    onvif.scope.name=IPCAM | - | - | - | - | -
    isapi.device_name=Embedded Net NVR ;; isapi.model=XR-1608 | recorder | - | - | XR-1608 | -
    isapi.device_name=IP CAMERA ;; isapi.model=XC-2143 | camera | - | - | XC-2143 | -
    onvif.manufacturer=ZENOTECH | - | - | - | - | -
"#;

const NEAR: &str = r"
    http.title=HP LaserJet MFP M426fdn | printer | HP | - | LaserJet MFP M426fdn | -
    http.title=Canon MF240 Series Remote UI | printer | Canon | - | MF240 Series | -
    http.title=Brother HL-L2350DW series | printer | Brother | - | HL-L2350DW | -
    http.title=Samsung SyncThru Web Service SL-M2070 | - | - | - | - | -
    sip.user_agent=Yealink SIP-T46S 66.85.0.5 | phone | Yealink | - | SIP-T46S | 66.85.0.5
    sip.user_agent=Cisco-CP8841/11.5.1 | phone | Cisco | - | CP8841 | 11.5.1
    http.title=Axis ip camera test blog | - | - | - | - | -
    http.title=Review of the Hikvision DS-2CD2143G2-I | - | - | - | - | -
    http.title=Buy Reolink RLC-810A cameras - best price | - | - | - | - | -
    http.title=How to set up your VIVOTEK IP8166 Network Camera | - | - | - | - | -
    ftp.banner=220 Sony webcam pictures of my holidays | - | - | - | - | -
    http.title=Milestone XProtect and Axis cameras forum | - | - | - | - | -
    http.title=Panasonic KX-TGP600 IP phone | phone | Panasonic | - | KX-TGP600 | -
    http.title=Sony Bravia TV | - | - | - | - | -
    dhcp.hostname=Axis_Bank_Laptop | - | - | - | - | -
    dhcp.hostname=marie_iphone | - | - | - | - | -
    dhcp.vendor_class=android-dhcp-13 | - | - | - | - | -
    dhcp.vendor_class=MSFT 5.0 | - | - | - | - | -
    http.server=nginx/1.18.0 ;; http.title=Bosch home appliances | - | - | - | - | -
    http.title=Philips Hue Bridge | - | - | - | - | -
    tls.subject=CN=www.bosch.com,O=Robert Bosch GmbH | - | - | - | - | -
    http.title=Bosch Smart Home Controller | - | - | - | - | -
    snmp.sys_descr=Canon iR-ADV C3520 /P | printer | Canon | - | iR-ADV C3520 | -
    snmp.sys_descr=D-Link DGS-1210-28 Gigabit Smart Switch | switch | D-Link | - | DGS-1210-28 | -
    http.title=TP-Link Archer C7 | - | - | - | - | -
    http.realm=NETGEAR R7000 | router | Netgear | - | R7000 | -
    http.title=TRENDnet TEW-812DRU | -router|access-point | TRENDnet | - | TEW-812DRU | -
    http.title=D-Link DIR-868L | router | D-Link | - | DIR-868L | -
    http.title=Honeywell thermostat | - | - | - | - | -
    sdp.session_name=My holidays in Sony | - | - | - | - | -
    upnp.manufacturer=Sonos, Inc. ;; upnp.model_name=Sonos Beam | other | Sonos | - | Sonos Beam | -
    upnp.manufacturer=Brother ;; upnp.model_name=HL-L5100DN series | printer | Brother | - | HL-L5100DN series | -
    lldp.manufacturer=Polycom ;; lldp.model=VVX410 | - | - | - | VVX410 | -
    http.page_model=RT-AC68U | - | - | - | - | -
    http.title=Reolink RLC-810A Review and unboxing | - | - | - | - | -
    snmp.sys_descr=AXIS 5600+ Network Print Server V7.10 | printer | Axis | - | - | -
    http.title=AXIS 5600 Print Server | - | - | - | - | -
    dhcp.hostname=Samsung_Galaxy_S21 | - | - | - | - | -
    dhcp.vendor_class=Cisco Systems, Inc. IP Phone CP-7962G | phone | Cisco | - | CP-7962G | -
    dhcp.vendor_class=Hewlett-Packard JetDirect | - | - | - | - | -
    mdns.instance=Canon MX490 series | - | Canon | - | MX490 series | -
    http.title=Panasonic KX-NT553 | phone | Panasonic | - | KX-NT553 | -
    sip.user_agent=Panasonic-MPR08/1.0 | - | Panasonic | - | MPR08 | 1.0
    sdp.session_name=Session streamed by Sony Vegas | - | - | - | - | -
    sdp.tool=LIVE555 Streaming Media v2014.05.27 | - | - | - | - | -
    http.title=Ring Central meeting | - | - | - | - | -
    http.title=Nice to meet you - my IP camera page | - | - | - | - | -
    ftp.banner=220 Welcome to the Reolink RLC-810A picture archive | - | - | - | - | -
    http.title=Synology Surveillance Station: Axis M3045-V, Hikvision DS-2CD2143G2-I | - | - | - | - | -
    upnp.friendly_name=Bosch dishwasher SMV4HVX31E | - | - | - | - | -
    protocol.answered=onvif ;; onvif.manufacturer=Gemeente Genk ;; onvif.model=XC-12 | - | - | - | XC-12 | -
    onvif.manufacturer=H264 ;; onvif.model=H264 | - | - | - | - | -
    netbios.name=NVR_KANTOOR | - | - | - | - | -
    http.title=Nice webcam | camera | - | - | - | -
    mdns.txt=ci=2 | - | - | - | - | -
    mdns.txt=ci=5 | light | - | - | - | -
    dhcp.vendor_class=HIKVISION | - | - | - | - | -
    snmp.sys_descr=Web Configurator | - | - | - | - | -
    http.title=Netwerkcamera kopen? Alle AXIS M3045-V aanbiedingen | - | - | - | - | -
    http.title=Test de la caméra IP Reolink RLC-810A | - | - | - | - | -
";

/// Firms of older and rarer cameras, wherever they name themselves; a name in front of a model counts where the device
/// tells that model in another text too.
#[test]
fn older_and_rarer_firms_are_named_in_every_place_with_model_and_version() {
    check(RARER);
}

const RARER: &str = "
    http.title=Lumenera Le375 | camera | Lumenera | - | Le375 | -
    ftp.banner=220 4XEM IPCAMW45 FTP server (Version 1.2.3) ready. | camera | 4XEM | - | IPCAMW45 | 1.2.3
    telnet.banner=Cohu 3960HD 2.10.3 | camera | Cohu | - | 3960HD | 2.10.3
    rtsp.realm=SANTEC_SNC-2201 | camera | SANTEC | - | SNC-2201 | -
    http.server=Urmet-1099/201 | - | - | - | - | -
    sip.user_agent=Siedle SG 150-0 4.2.1 | intercom | Siedle | - | SG 150-0 | 4.2.1
    tls.subject=CN=DF5210HD-DN, O=Dallmeier electronic, C=DE | camera | Dallmeier | - | DF5210HD-DN | -
    http.title=Convision Netzwerkkamera | camera | Convision | - | - | -
    tls.subject=CN=March Networks 8516 R,O=March Networks,C=CA | recorder | March Networks | - | 8516 R | -
    onvif.scope.name=PLANET ICA-HM100 ;; onvif.scope.hardware=ICA-HM100 | camera | PLANET | - | ICA-HM100 | -
    onvif.scope.name=PLANET HAL-12 ;; onvif.scope.hardware=ICA-HM100 | camera | - | - | ICA-HM100 | -
    http.title=Sitecom | - | - | - | - | -
    http.title=Santec review of cameras | - | - | - | - | -
    ftp.banner=220 Medion FTP server ready | - | - | - | - | -
    http.realm=Conceptronic_0022F7123456 | - | - | - | - | -
";

/// The same words in other letters, other wrappings of a program, beside a line's name, or parted over two fields of one
/// answer.
#[test]
fn words_count_in_other_letters_behind_other_programs_and_beside_a_number_elsewhere() {
    check(NEIGHBOURS);
}

const NEIGHBOURS: &str = r"
    http.title=JVC ネットワークカメラ VN-H57 ビューワー | camera | JVC | - | VN-H57 | -
    http.title=Síťová kamera ¦ Hikvision DS-2CD2143G2-I | camera | Hikvision | - | DS-2CD2143G2-I | -
    http.title=Sieťová kamera AXIS M3045-V | camera | Axis | - | M3045-V | -
    http.title=Ağ kamerası VIVOTEK IP8166 | camera | Vivotek | - | IP8166 | -
    http.title=AXIS Verkkokamera | camera | Axis | - | - | -
    http.title=网络摄像机 Uniview IPC322LB-SF28-A | camera | Uniview | - | IPC322LB-SF28-A | -
    http.title=Câmara de rede AXIS M3045-V | camera | Axis | - | M3045-V | -
    http.title=D-Link Corporation. ¦ WIRELESS INTERNET CAMERA ¦ STATUS | camera | D-Link | - | - | -
    http.title=TRENDnet ¦ WIRELESS INTERNET CAMERA ¦ MAINTENANCE | camera | TRENDnet | - | - | -
    ssdp.server=Linux/2.6.18, UPnP/1.0, AXIS M3045-V/8.40.1 | camera | Axis | - | M3045-V | 8.40.1
    ssdp.server=Linux/3.10.14 UPnP/1.0 Reolink RLC-810A/1.0 | camera | Reolink | - | RLC-810A | 1.0
    ssdp.server=Linux/2.6.18, UPnP/1.0, Pelco Sarix IX30DN/1.8.2-20120327-1.9082-A1.7852 | camera | Pelco | - | IX30DN | 1.8.2-20120327-1.9082-A1.7852
    ssdp.server=Linux/4.4.21-rt13 UPnP/1.0 Honeywell Equip XC-100/2.1.0 | - | Honeywell | - | XC-100 | 2.1.0
    http.server=Honeywell Equip XC-100/2.1.0 | - | Honeywell | - | XC-100 | 2.1.0
    ftp.banner=220 ProFTPD Server (AXIS M3045-V Network Camera) ready. | camera | Axis | - | M3045-V | -
    tls.subject=C=US,L=San Jose,O=Ubiquiti Networks Inc.,OU=UniFi Video,CN=UVC G4 Doorbell | camera | Ubiquiti | - | UVC G4 | -
    http.page_brand=Reolink ;; http.page_model=RLC-810A | camera | Reolink | - | RLC-810A | -
    http.title=Amcrest Web View ;; http.page_model=IP2M-841 | camera | Amcrest | - | IP2M-841 | -
    http.title=Reolink ;; onvif.model=RLC-810A | camera | Reolink | Reolink | RLC-810A | -
    http.title=Amcrest Web View | - | - | - | - | -
    http.title=Bosch Web Client | - | - | - | - | -
    http.title=Canon Remote UI: Portal | - | - | - | - | -
    http.page_brand=Sony | - | - | - | - | -
    http.page_brand=Sony ;; http.page_model=KD-55X80 | other | - | - | - | -
    ssdp.server=Linux/3.14.0 UPnP/1.0 IpBridge/1.56.0 | hub | Philips | - | - | -
    ssdp.server=Linux, UPnP/1.0, Sonos/57.3 (ZPS1) | other | - | - | - | -
    ssdp.server=Debian/10 DLNADOC/1.50 UPnP/1.0 MiniDLNA/1.2.1 | - | - | - | - | -
    ftp.banner=220 ProFTPD 1.3.5 Server (Debian) ready. | - | - | - | - | -
    ftp.banner=220 FTP server (pictures of my Sony netcam) ready. | - | - | - | - | -
    http.title=防犯カメラ のお知らせ Panasonic | - | - | - | - | -
    tls.subject=CN=intranet.philips.example,OU=IT,O=Philips | - | - | - | - | -
";
