//! Who can live in a simulated town: how each kind of device presents itself, on the wire and on its label.
//!
//! What each persona says on the wire follows the documented behaviour of devices of that maker (the sources stand
//! with the tells in `knowledge/`). Model numbers have the maker's form; serial numbers and addresses are made up.

use oogmerk_model::Kind;

/// What a device does in the town, which decides where its traffic goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Streams to the site's recorder.
    Camera,
    /// Takes the streams.
    Recorder,
    /// Somebody's own thing that happens to be on the network.
    Bystander,
}

/// How a device answers a DHIP search.
#[derive(Clone, Copy, Debug)]
pub struct DhipVoice {
    /// `DeviceClass`.
    pub class: &'static str,
    /// `Vendor`, the name the firmware was branded with.
    pub vendor: &'static str,
}

/// How a device's web page presents itself.
#[derive(Clone, Copy, Debug)]
pub struct WebVoice {
    /// Status of `/`.
    pub status: u16,
    /// `Server`; empty for none. `$model` is replaced.
    pub server: &'static str,
    /// Digest realm of a `401`; empty for none. `$serial`, `$mac` and `$model` are replaced.
    pub realm: &'static str,
    /// Title; `$model` is replaced.
    pub title: &'static str,
    /// `Location` of a redirect; empty for none.
    pub location: &'static str,
}

/// How a device answers RTSP.
#[derive(Clone, Copy, Debug)]
pub struct RtspVoice {
    /// `Server`; empty for none.
    pub server: &'static str,
    /// Realm of the `401`; empty where it describes without log-in.
    pub realm: &'static str,
    /// Session name of the description.
    pub session: &'static str,
    /// Attributes of the description.
    pub attributes: &'static [&'static str],
    /// Path of `Content-Base`.
    pub path: &'static str,
}

/// A kind of device that can live in a town.
#[derive(Clone, Copy, Debug)]
pub struct Persona {
    /// Name on the label.
    pub brand: &'static str,
    /// Who built it: the truth the town is checked against, never said on the wire.
    pub maker: &'static str,
    /// Kind.
    pub kind: Kind,
    /// Role.
    pub role: Role,
    /// Models of this form; one is picked a device.
    pub models: &'static [&'static str],
    /// Firmware versions.
    pub firmware: &'static [&'static str],
    /// First three bytes of its MAC.
    pub oui: [u8; 3],
    /// Answers SADP.
    pub sadp: bool,
    /// `OEMInfo` of its SADP answer: whose label the firmware was made for; empty for the maker's own.
    pub oem_info: &'static str,
    /// Answers DHIP.
    pub dhip: Option<DhipVoice>,
    /// Channels that it tells whoever searches for it in Xiongmai's protocol; 0 where it does not speak that.
    pub xm_channels: u32,
    /// Name scope of its WS-Discovery Hello; empty for none. `$model` is replaced.
    pub onvif_name: &'static str,
    /// Web page.
    pub web: Option<WebVoice>,
    /// RTSP.
    pub rtsp: Option<RtspVoice>,
    /// DHCP vendor class; `$model`, `$firmware` are replaced; empty for none.
    pub dhcp_vendor_class: &'static str,
    /// DHCP host name; `$model`, `$mac` are replaced; empty for none.
    pub dhcp_host_name: &'static str,
    /// mDNS service type announced; empty for none.
    pub mdns: &'static str,
    /// Name it looks up when somebody forgot to shut the door; empty where it never does.
    pub cloud: &'static str,
    /// How many of it live in a town of usual size.
    pub count: u32,
}

const NONE: Persona = Persona {
    brand: "",
    maker: "",
    kind: Kind::Other,
    role: Role::Bystander,
    models: &[""],
    firmware: &[""],
    oui: [0, 0, 0],
    sadp: false,
    oem_info: "",
    dhip: None,
    xm_channels: 0,
    onvif_name: "",
    web: None,
    rtsp: None,
    dhcp_vendor_class: "",
    dhcp_host_name: "",
    mdns: "",
    cloud: "",
    count: 0,
};

const HIK_WEB: WebVoice =
    WebVoice { status: 200, server: "App-webs/", realm: "", title: "index", location: "/doc/page/login.asp" };
const HIK_RTSP: RtspVoice = RtspVoice {
    server: "",
    realm: "IP Camera(C$serial4)",
    session: "Media Presentation",
    attributes: &[],
    path: "/Streaming/Channels/101",
};
const DAHUA_WEB: WebVoice =
    WebVoice { status: 200, server: "", realm: "", title: "WEB SERVICE", location: "" };
const DAHUA_RTSP: RtspVoice = RtspVoice {
    server: "",
    realm: "Login to $serial",
    session: "Media Server",
    attributes: &["packetization-supported:DH"],
    path: "/cam/realmonitor?channel=1",
};
const AXIS_WEB: WebVoice =
    WebVoice { status: 401, server: "Apache", realm: "AXIS_$mac", title: "AXIS", location: "" };
const AXIS_RTSP: RtspVoice = RtspVoice {
    server: "GStreamer RTSP server",
    realm: "AXIS_WS_$mac",
    session: "Session streamed with GStreamer",
    attributes: &[],
    path: "/axis-media/media.amp",
};

/// Everybody who can live in a town.
pub const PERSONAS: &[Persona] = &[
    Persona {
        brand: "Hikvision",
        maker: "hikvision",
        kind: Kind::Camera,
        role: Role::Camera,
        models: &["DS-2CD2143G2-I", "DS-2CD2T47G2-L", "DS-2CD2346G2-IU", "DS-2DE4425IW-DE"],
        firmware: &["V5.5.82build 190910", "V5.7.3build 220112"],
        oui: [0x44, 0x47, 0xcc],
        sadp: true,
        onvif_name: "HIKVISION%20$model",
        web: Some(HIK_WEB),
        rtsp: Some(HIK_RTSP),
        cloud: "dev.hik-connect.com",
        count: 24,
        ..NONE
    },
    Persona {
        brand: "Hikvision",
        maker: "hikvision",
        kind: Kind::Recorder,
        role: Role::Recorder,
        models: &["DS-7608NI-K2", "DS-7732NI-I4"],
        firmware: &["V4.30.085build 220112"],
        oui: [0x44, 0x47, 0xcc],
        sadp: true,
        web: Some(WebVoice { server: "DNVRS-Webs", ..HIK_WEB }),
        cloud: "dev.hik-connect.com",
        count: 4,
        ..NONE
    },
    Persona {
        brand: "HiLook",
        maker: "hikvision",
        kind: Kind::Camera,
        role: Role::Camera,
        models: &["IPC-T240H", "IPC-B140H"],
        firmware: &["V5.5.83build 191108"],
        oui: [0xc0, 0x56, 0xe3],
        sadp: true,
        onvif_name: "HiLook%20$model",
        web: Some(HIK_WEB),
        rtsp: Some(HIK_RTSP),
        count: 10,
        ..NONE
    },
    Persona {
        brand: "Annke",
        maker: "hikvision",
        kind: Kind::Camera,
        role: Role::Camera,
        models: &["C800", "NC400"],
        firmware: &["V5.5.800build 210628"],
        oui: [0xc0, 0x56, 0xe3],
        sadp: true,
        oem_info: "Annke",
        web: Some(HIK_WEB),
        rtsp: Some(HIK_RTSP),
        count: 8,
        ..NONE
    },
    Persona {
        brand: "Dahua",
        maker: "dahua",
        kind: Kind::Camera,
        role: Role::Camera,
        models: &["IPC-HDW1431T1-S4", "IPC-HFW2431S-S2", "IPC-HDBW3441E-AS"],
        firmware: &["2.800.0000000.13.R", "2.840.0000000.28.R"],
        oui: [0x08, 0xed, 0xed],
        dhip: Some(DhipVoice { class: "IPC", vendor: "Dahua" }),
        onvif_name: "Dahua",
        web: Some(DAHUA_WEB),
        rtsp: Some(DAHUA_RTSP),
        cloud: "www.easy4ipcloud.com",
        count: 22,
        ..NONE
    },
    Persona {
        brand: "Dahua",
        maker: "dahua",
        kind: Kind::Recorder,
        role: Role::Recorder,
        models: &["NVR5216-16P-4KS2", "NVR4108HS-4KS2"],
        firmware: &["4.001.0000000.3.R"],
        oui: [0x08, 0xed, 0xed],
        dhip: Some(DhipVoice { class: "NVR", vendor: "Dahua" }),
        web: Some(DAHUA_WEB),
        cloud: "www.easy4ipcloud.com",
        count: 3,
        ..NONE
    },
    Persona {
        brand: "Honeywell",
        maker: "dahua",
        kind: Kind::Camera,
        role: Role::Camera,
        models: &["H4W4PER3", "HBW4PER2"],
        firmware: &["2.800.0000000.13.R"],
        oui: [0x4c, 0x11, 0xbf],
        dhip: Some(DhipVoice { class: "IPC", vendor: "Honeywell" }),
        web: Some(DAHUA_WEB),
        rtsp: Some(DAHUA_RTSP),
        count: 18,
        ..NONE
    },
    Persona {
        brand: "Lorex",
        maker: "dahua",
        kind: Kind::Camera,
        role: Role::Camera,
        models: &["LNB8921BW", "LNE8950AB"],
        firmware: &["2.460.0000.7.R"],
        oui: [0x4c, 0x11, 0xbf],
        dhip: Some(DhipVoice { class: "IPC", vendor: "Lorex" }),
        web: Some(DAHUA_WEB),
        rtsp: Some(DAHUA_RTSP),
        cloud: "www.easy4ipcloud.com",
        count: 9,
        ..NONE
    },
    Persona {
        brand: "Amcrest",
        maker: "dahua",
        kind: Kind::Camera,
        role: Role::Camera,
        models: &["IP8M-2496EB", "IP5M-T1179EW"],
        firmware: &["2.622.00AC000.0.R"],
        oui: [0x9c, 0x8e, 0xcd],
        dhip: Some(DhipVoice { class: "IPC", vendor: "Amcrest" }),
        web: Some(DAHUA_WEB),
        rtsp: Some(DAHUA_RTSP),
        count: 8,
        ..NONE
    },
    Persona {
        brand: "Axis",
        maker: "axis",
        kind: Kind::Camera,
        role: Role::Camera,
        models: &["P3265-LV", "M3045-V", "Q6135-LE", "P1448-LE"],
        firmware: &["11.11.94", "10.12.228"],
        oui: [0xac, 0xcc, 0x8e],
        onvif_name: "AXIS%20$model",
        web: Some(AXIS_WEB),
        rtsp: Some(AXIS_RTSP),
        dhcp_vendor_class: "AXIS,Network Camera,$model,$firmware",
        dhcp_host_name: "axis-$mac",
        mdns: "_axis-video._tcp.local",
        count: 42,
        ..NONE
    },
    Persona {
        brand: "Bosch",
        maker: "bosch",
        kind: Kind::Camera,
        role: Role::Camera,
        models: &["NDE-3512-AL", "NBE-4502-AL"],
        firmware: &["7.87.0029"],
        oui: [0x00, 0x07, 0x5f],
        onvif_name: "Bosch",
        web: Some(WebVoice {
            status: 200,
            server: "VCS-VideoJet-Webserver",
            realm: "",
            title: "Bosch Security Systems",
            location: "",
        }),
        rtsp: Some(RtspVoice {
            server: "",
            realm: "Use 'live' as User Name",
            session: "LIVE VIEW",
            attributes: &[],
            path: "/rtsp_tunnel",
        }),
        count: 16,
        ..NONE
    },
    Persona {
        brand: "Hanwha",
        maker: "hanwha-vision",
        kind: Kind::Camera,
        role: Role::Camera,
        models: &["XNV-6081", "QND-7082R"],
        firmware: &["1.41.10"],
        oui: [0x00, 0x09, 0x18],
        web: Some(WebVoice {
            status: 401,
            server: "",
            realm: "iPolis_$mac",
            title: "Hanwha Techwin",
            location: "",
        }),
        rtsp: Some(RtspVoice {
            server: "",
            realm: "iPOLiS",
            session: "RTSP Session",
            attributes: &[],
            path: "/profile1/media.smp",
        }),
        count: 12,
        ..NONE
    },
    Persona {
        brand: "Uniview",
        maker: "uniview",
        kind: Kind::Camera,
        role: Role::Camera,
        models: &["IPC2124SR3-DPF28M", "IPC3614SB-ADF28KM-I0"],
        firmware: &["IPC_G6102-B0005P18D1806C34"],
        oui: [0x48, 0xea, 0x63],
        onvif_name: "UNIVIEW%20$model",
        web: Some(WebVoice { status: 200, server: "", realm: "", title: "Login", location: "" }),
        rtsp: Some(RtspVoice {
            server: "",
            realm: "",
            session: "VCP IPC Realtime stream",
            attributes: &["DecoderTag=h3c-v3"],
            path: "/unicast/c1/s0/live",
        }),
        count: 9,
        ..NONE
    },
    Persona {
        brand: "Mobotix",
        maker: "mobotix",
        kind: Kind::Camera,
        role: Role::Camera,
        models: &["Mx-M16B", "Mx-S26B"],
        firmware: &["MX-V5.4.0.57"],
        oui: [0x00, 0x03, 0xc5],
        // Mobotix may sell what others build: only the model says that this one is its own.
        onvif_name: "MOBOTIX%20$model",
        web: Some(WebVoice {
            status: 302,
            server: "",
            realm: "",
            title: "Redirect to userimage",
            location: "/control/userimage.html",
        }),
        count: 6,
        ..NONE
    },
    Persona {
        brand: "Vivotek",
        maker: "vivotek",
        kind: Kind::Camera,
        role: Role::Camera,
        models: &["FD9389-EHV-V2", "IB9367-H"],
        firmware: &["0117a"],
        oui: [0x00, 0x02, 0xd1],
        onvif_name: "VIVOTEK",
        web: Some(WebVoice {
            status: 401,
            server: "Vivotek Network Camera",
            realm: "streaming_server",
            title: "",
            location: "",
        }),
        count: 6,
        ..NONE
    },
    Persona {
        brand: "Sony",
        maker: "sony",
        kind: Kind::Camera,
        role: Role::Camera,
        models: &["SNC-EB600", "SNC-VM772R"],
        firmware: &["2.7.1"],
        oui: [0x54, 0x42, 0x49],
        web: Some(WebVoice {
            status: 401,
            server: "gen6th/1.0",
            realm: "Sony Network Camera $model",
            title: "Sony Network Camera",
            location: "",
        }),
        count: 5,
        ..NONE
    },
    Persona {
        brand: "D-Link",
        maker: "d-link",
        kind: Kind::Camera,
        role: Role::Camera,
        models: &["DCS-935L", "DCS-4602EV"],
        firmware: &["1.06"],
        oui: [0xb0, 0xc5, 0x54],
        web: Some(WebVoice {
            status: 401,
            server: "dcs-lig-httpd",
            realm: "$model",
            title: "",
            location: "",
        }),
        dhcp_host_name: "$model",
        cloud: "signal.auto.mydlink.com",
        count: 5,
        ..NONE
    },
    Persona {
        brand: "TP-Link",
        maker: "tp-link",
        kind: Kind::Camera,
        role: Role::Camera,
        models: &["VIGI C440I", "VIGI C340"],
        firmware: &["2.0.1 Build 230628"],
        oui: [0x5c, 0xa6, 0xe6],
        onvif_name: "TP-IPC",
        web: Some(WebVoice { status: 401, server: "", realm: "TP-LINK IP-Camera", title: "", location: "" }),
        count: 4,
        ..NONE
    },
    Persona {
        brand: "Reolink",
        maker: "reolink",
        kind: Kind::Camera,
        role: Role::Camera,
        models: &["RLC-810A"],
        firmware: &["v3.1.0.956_22041503"],
        oui: [0xec, 0x71, 0xdb],
        rtsp: Some(RtspVoice {
            server: "",
            realm: "",
            session: "Session streamed by \"preview\"",
            attributes: &[],
            path: "/h264Preview_01_main",
        }),
        dhcp_host_name: "Reolink",
        cloud: "p2p.reolink.com",
        count: 4,
        ..NONE
    },
    Persona {
        brand: "",
        maker: "xiongmai",
        kind: Kind::Recorder,
        role: Role::Recorder,
        models: &[""],
        firmware: &[""],
        oui: [0x00, 0x12, 0x31],
        xm_channels: 16,
        web: Some(WebVoice {
            status: 200,
            server: "uc-httpd 1.0.0",
            realm: "",
            title: "NETSurveillance WEB",
            location: "",
        }),
        rtsp: Some(RtspVoice {
            server: "H264DVR 1.0",
            realm: "",
            session: "RTSP Session",
            attributes: &[],
            path: "/",
        }),
        cloud: "xmeye.net",
        count: 4,
        ..NONE
    },
    Persona {
        brand: "",
        maker: "",
        kind: Kind::Camera,
        role: Role::Camera,
        models: &[""],
        firmware: &[""],
        oui: [0x00, 0x16, 0x31],
        rtsp: Some(RtspVoice {
            server: "HiIpcam/V100R003 VodServer/1.0.0",
            realm: "",
            session: "HiIpcam",
            attributes: &[],
            path: "/11",
        }),
        count: 6,
        ..NONE
    },
    // People's own things. They are on the same network and must leave nothing but a count.
    Persona {
        brand: "",
        kind: Kind::Phone,
        oui: [0xda, 0xa1, 0x19],
        dhcp_vendor_class: "android-dhcp-13",
        dhcp_host_name: "Telefoon-van-Marijke",
        count: 14,
        ..NONE
    },
    Persona {
        brand: "",
        kind: Kind::Computer,
        oui: [0xf4, 0x8e, 0x38],
        dhcp_vendor_class: "MSFT 5.0",
        dhcp_host_name: "PC-ONTHAAL-$serial4",
        count: 10,
        ..NONE
    },
];

impl Persona {
    /// Fills `$model`, `$firmware`, `$serial`, `$serial4` (its last four) and `$mac` (twelve hex digits, upper case).
    pub fn fill(
        template: &str,
        model: &str,
        firmware: &str,
        serial: &str,
        mac: oogmerk_model::Mac,
    ) -> String {
        let tail: String = serial.chars().skip(serial.chars().count().saturating_sub(4)).collect();
        let mac = mac.to_string().replace(':', "").to_ascii_uppercase();
        template
            .replace("$serial4", &tail)
            .replace("$serial", serial)
            .replace("$model", model)
            .replace("$firmware", firmware)
            .replace("$mac", &mac)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_town_of_usual_size_has_two_hundred_devices_of_twelve_makers() {
        let registered: u32 = PERSONAS.iter().filter(|p| p.role != Role::Bystander).map(|p| p.count).sum();
        let makers: BTreeSet<_> = PERSONAS.iter().map(|p| p.maker).filter(|m| !m.is_empty()).collect();
        assert!(registered >= 200 && makers.len() >= 12, "{registered} devices of {} makers", makers.len());
    }
}
