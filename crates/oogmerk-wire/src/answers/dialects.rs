//! The dialects, the most telling first: interfaces of devices by the keys that stand together in their answers.
//!
//! Keys are written folded: lower case, letters and digits only, dots where the whole key counts. Source of each: the
//! maker's interface document or published answers, as named beside it.

use super::dialect::Dialect;
use super::dialect::Fill::{self, Any, Each, Versions};
use crate::codec::{isapi, onvif, upnp, vapix};

/// Keys of the thing's own addresses, in every dialect.
macro_rules! fields {
    ($family:literal: $($key:literal => $field:literal),* $(,)?) => { &[$(($key, concat!($family, ".", $field))),*] };
}

/// Every dialect, in the order in which they are asked.
pub(super) const DIALECTS: &[Dialect] = &[
    // OCS Inventory's agents, on what they found over SNMP.
    Dialect {
        name: "",
        inside: &["common"],
        needs: &[&["ipaddr"], &["description"], &["macaddr", "snmpdeviceid"]],
        fields: &[Each(&[
            ("description", "snmp.sys_descr"),
            ("name", "snmp.sys_name"),
            ("macaddr", "saved.mac"),
            ("ipaddr", "saved.ip"),
        ])],
    },
    // Hanwha SUNAPI, system.cgi?msubmenu=deviceinfo: before ISAPI, with which it shares half of its keys.
    Dialect {
        name: "sunapi",
        inside: &[],
        needs: &[
            &["model"],
            &["firmwareversion"],
            &["cgiversion", "ispversion", "connectedmacaddress", "opensdkversion"],
        ],
        fields: &[Each(fields!("saved":
            "model" => "model", "firmwareversion" => "firmware", "serialnumber" => "serial", "connectedmacaddress" => "mac",
            "devicetype" => "device_type"))],
    },
    // Hikvision ISAPI, System/deviceInfo.
    Dialect {
        name: "",
        inside: &[],
        needs: &[&["model"], &["serialnumber"], &["firmwarereleaseddate", "devicetype", "encoderversion"]],
        fields: &[Each(&isapi::FIELDS), Each(NAMESPACE)],
    },
    Dialect {
        name: "",
        inside: &["deviceinfo"],
        needs: &[
            &["model"],
            &["serialnumber", "macaddress"],
            &["firmwareversion"],
            &["deviceid", "hardwareversion"],
        ],
        fields: &[Each(&isapi::FIELDS), Each(NAMESPACE)],
    },
    // SADP, the list that the maker's search tool saves.
    Dialect {
        name: "sadp",
        inside: &[],
        needs: &[
            &["devicetype"],
            &["deviceserialno", "deviceserialnumber"],
            &["softwareversion"],
            &["dspversion", "enhancedsdkserviceport", "encodingchannels"],
        ],
        fields: &[Each(fields!("sadp":
            "devicetype" => "device_description", "deviceserialno" => "serial", "deviceserialnumber" => "serial",
            "macaddress" => "mac", "ipv4address" => "ip", "softwareversion" => "software_version",
            "dspversion" => "dsp_version"))],
    },
    // SADP.
    Dialect {
        name: "sadp",
        inside: &[],
        needs: &[&["devicedescription"], &["devicesn"], &["softwareversion", "dspversion"]],
        fields: &[Each(fields!("sadp":
            "devicetype" => "device_type", "devicedescription" => "device_description", "devicesn" => "serial",
            "mac" => "mac", "ipv4address" => "ip", "softwareversion" => "software_version", "dspversion" => "dsp_version",
            "oeminfo" => "oem_info", "activated" => "activated"))],
    },
    // The devices that a recorder of Dahua lists: of any maker, in the recorder's words.
    Dialect {
        name: "",
        inside: &[],
        needs: &[&["devicetype", "deviceclass"], &["address"], &["protocoltype"]],
        fields: &[Each(fields!("saved":
            "devicetype" => "model", "deviceclass" => "device_type", "serialno" => "serial", "mac" => "mac", "address" => "ip",
            "vendor" => "manufacturer", "softwareversion" => "firmware"))],
    },
    // Dahua DHDiscover and the device information of its console channel.
    Dialect {
        name: "dhdiscover",
        inside: &[],
        needs: &[
            &["deviceclass"],
            &["devicetype", "detailtype"],
            &["serialno", "machinename", "detailtype", "videoinputchannels"],
        ],
        fields: &[Each(fields!("dhdiscover":
            "deviceclass" => "device_class", "devicetype" => "device_type", "serialno" => "serial", "mac" => "mac",
            "version" => "version", "machinename" => "machine_name", "vendor" => "vendor", "manufacturer" => "manufacturer",
            "detailoemcode" => "detail_oem_code", "videoinputchannels" => "video_inputs",
            "remotevideoinputchannels" => "remote_video_inputs", "ipv4address.ipaddress" => "ip"))],
    },
    // The same console over HTTP, one answer a question.
    Dialect {
        name: "dhdiscover",
        inside: &["rpc2"],
        needs: &[&["devicetype"], &["version", "vendor", "class", "serialnumber"]],
        fields: &[Each(MAGIC_BOX), Each(&[("mac", "dhdiscover.mac")])],
    },
    Dialect {
        name: "",
        inside: &["rpc2"],
        needs: &[&["devicetype", "version", "vendor", "class", "serialnumber", "mac"]],
        fields: &[Each(MAGIC_BOX_WORDS), Each(&[("mac", "saved.mac")])],
    },
    // Dahua magicBox.cgi and configManager.cgi.
    Dialect {
        name: "dahua-cgi",
        inside: &[],
        needs: &[
            &["devicetype", "updateserial"],
            &["serialnumber"],
            &["processor", "appautostart", "updateserial", "updateserialcloudupgrade"],
        ],
        fields: &[Each(MAGIC_BOX)],
    },
    Dialect {
        name: "dahua-cgi",
        inside: &[],
        needs: &[&[
            "table.general.machinename",
            "table.network.eth0.physicaladdress",
            "table.general.localno",
        ]],
        fields: &[Each(MAGIC_BOX)],
    },
    // Pieces of the same answers, whose words others use too.
    Dialect {
        name: "",
        inside: &[],
        needs: &[&["devicetype"], &["serialnumber"], &["version"]],
        fields: &[Each(MAGIC_BOX_WORDS)],
    },
    Dialect {
        name: "",
        inside: &[],
        needs: &[&["type"], &["class"], &["version"], &["vendor", "sn"]],
        fields: &[Each(MAGIC_BOX_WORDS)],
    },
    Dialect {
        name: "",
        inside: &[],
        needs: &[&["type", "devicetype"], &["version"], &["vendor"]],
        fields: &[Each(MAGIC_BOX_WORDS)],
    },
    // What devices with the same console say of themselves in events.
    Dialect {
        name: "",
        inside: &[],
        needs: &[&["devicetype"], &["machinename"], &["serialno"], &["vendor"]],
        fields: &[Each(fields!("saved":
            "devicetype" => "model", "vendor" => "manufacturer", "serialno" => "serial", "softwareversion" => "firmware"))],
    },
    // Xiongmai NetIP, SystemInfo (message 1020).
    Dialect {
        name: "xm",
        inside: &[],
        needs: &[
            &["serialno"],
            &["softwareversion"],
            &["hardware", "hardwareversion"],
            &["buildtime", "encryptversion", "videoinchannel"],
        ],
        fields: &[Each(fields!("xm":
            "serialno" => "serial", "softwareversion" => "version", "videoinchannel" => "channels", "mac" => "mac"))],
    },
    Dialect {
        name: "xm",
        inside: &[],
        needs: &[
            &["hostname"],
            &["hostip"],
            &["sn", "mac"],
            &["tcpport"],
            &["channelnum", "devicetype", "netconnectstate", "gateway"],
        ],
        fields: &[Each(fields!("xm":
            "hostname" => "host_name", "sn" => "serial", "mac" => "mac", "version" => "version", "tcpport" => "tcp_port",
            "channelnum" => "channels"))],
    },
    // Zavio and others with parameters laid out like those of VAPIX, and names of their own in them.
    Dialect {
        name: "",
        inside: &[],
        needs: &[&["brand.companyname"], &["brand.modelname", "brand.prodfullname"]],
        fields: &[Each(fields!("saved":
            "brand.companyname" => "manufacturer", "brand.modelname" => "model",
            "system.firmwareversion" => "firmware", "system.serialnumber" => "serial",
            "network.eth0.macaddress" => "mac"))],
    },
    // Axis VAPIX, parameters and basicdeviceinfo.cgi.
    Dialect {
        name: "",
        inside: &[],
        needs: &[&["brand.prodnbr", "brand.prodfullname", "brand.prodshortname"]],
        fields: &[Each(&vapix::PARAMETERS), Each(&vapix::PROPERTIES), Each(SECTIONS)],
    },
    Dialect {
        name: "",
        inside: &[],
        needs: &[
            &["properties.firmware.version"],
            &["properties.system.serialnumber", "properties.system.soc"],
        ],
        fields: &[Each(&vapix::PARAMETERS), Each(&vapix::PROPERTIES), Each(SECTIONS)],
    },
    Dialect {
        name: "",
        inside: &[],
        needs: &[&["prodnbr"], &["prodshortname", "prodfullname", "prodtype", "brand"]],
        fields: &[Each(&vapix::PARAMETERS), Each(&vapix::PROPERTIES), Each(SECTIONS)],
    },
    // ONVIF GetDeviceInformation, and what ONVIF Device Manager and others make of it.
    Dialect {
        name: "onvif",
        inside: &[],
        needs: &[&["manufacturer"], &["model"], &["firmwareversion"], &["hardwareid"]],
        fields: &[Each(&onvif::DEVICE_INFORMATION), Each(ONVIF_TOOLS)],
    },
    Dialect {
        name: "onvif",
        inside: &["getdeviceinformationresponse"],
        needs: &[&["manufacturer", "model"]],
        fields: &[Each(&onvif::DEVICE_INFORMATION), Each(ONVIF_TOOLS)],
    },
    Dialect {
        name: "onvif",
        inside: &[],
        needs: &[&["manufacturer"], &["model"], &["firmware", "firmwareversion"], &["onvifversion"]],
        fields: &[Each(&onvif::DEVICE_INFORMATION), Each(ONVIF_TOOLS)],
    },
    // Bosch, autodetect over UDP 1757 and 1758.
    Dialect {
        name: "bosch-autodetect",
        inside: &[],
        needs: &[&["physaddress"], &["unitipaddress"], &["friendlyname", "unitname"]],
        fields: &[Each(fields!("bosch":
            "friendlyname" => "model", "unitname" => "unit_name", "serialnumber" => "serial", "physaddress" => "mac",
            "unitipaddress" => "ip"))],
    },
    // i-PRO and Panasonic, cgi-bin/getinfo?FILE=1.
    Dialect {
        name: "panasonic-getinfo",
        inside: &[],
        needs: &[&["mac"], &["serial"], &["version"], &["name"]],
        fields: &[Each(
            fields!("saved": "name" => "model", "version" => "firmware", "serial" => "serial", "mac" => "mac"),
        )],
    },
    // Sony, command/inquiry.cgi?inq=sysinfo.
    Dialect {
        name: "sony-inquiry",
        inside: &[],
        needs: &[&["modelform"], &["softversion"], &["cgiversion", "serial"]],
        fields: &[Each(
            fields!("saved": "modelname" => "model", "modelform" => "model", "softversion" => "firmware", "serial" => "serial", "macaddress" => "mac"),
        )],
    },
    // Canon, -wvhttp-01-/info.cgi.
    Dialect {
        name: "wvhttp",
        inside: &[],
        needs: &[&["s.hardware"], &["s.firmware"]],
        fields: &[Each(
            fields!("saved": "s.hardware" => "model", "s.firmware" => "firmware", "s.host.id" => "mac"),
        )],
    },
    // The same of older ones, which name no group.
    Dialect {
        name: "wvhttp",
        inside: &[],
        needs: &[&["hardware"], &["firmware"], &["p.count"]],
        fields: &[Each(
            fields!("saved": "hardware" => "model", "firmware" => "firmware", "host.id" => "mac"),
        )],
    },
    // DoorBird, bha-api/info.cgi.
    Dialect {
        name: "bha-api",
        inside: &[],
        needs: &[
            &["firmware"],
            &["buildnumber"],
            &["devicetype"],
            &["primarymacaddr", "wifimacaddr", "relays"],
        ],
        fields: &[Each(
            fields!("saved": "devicetype" => "model", "firmware" => "firmware", "primarymacaddr" => "mac"),
        )],
    },
    // Hikvision ISAPI, event push.
    Dialect {
        name: "isapi-event",
        inside: &["eventnotificationalert"],
        needs: &[&["eventtype"], &["ipaddress", "macaddress", "channelid"]],
        fields: &[Each(fields!("isapi": "macaddress" => "mac", "xmlns" => "namespace"))],
    },
    // UPnP device description.
    Dialect {
        name: "upnp-description",
        inside: &[],
        needs: &[
            &["modelname", "manufacturer"],
            &["udn", "friendlyname"],
            &["devicetype", "udn", "manufacturer"],
        ],
        fields: &[Each(&upnp::FIELDS)],
    },
    // Reolink cgi-bin/api.cgi, GetDevInfo.
    Dialect {
        name: "reolink-api",
        inside: &[],
        needs: &[&["firmver"], &["hardver", "cfgver"], &["model", "serial"]],
        fields: &[Each(fields!("saved":
            "model" => "model", "firmver" => "firmware", "serial" => "serial", "type" => "device_type", "mac" => "mac"))],
    },
    // Reolink, what a camera posts to a receiver of events.
    Dialect {
        name: "",
        inside: &[],
        needs: &[&["alarmtime"], &["devicemodel"], &["channelname"]],
        fields: &[Each(fields!("saved": "devicemodel" => "model"))],
    },
    // TP-Link Tapo and Kasa.
    Dialect {
        name: "",
        inside: &[],
        needs: &[
            &["devicemodel", "model", "modelname"],
            &["fwver", "swver", "swversion", "firmwareversion", "firmware"],
            &["hwver", "hwversion", "hardwareversion"],
            &["devid", "deviceid", "oemid", "hwid", "fwid"],
        ],
        fields: &[Each(fields!("tdp":
            "devicetype" => "device_type", "devicemodel" => "device_model", "model" => "device_model", "modelname" => "device_model", "mac" => "mac",
            "micmac" => "mac", "firmwareversion" => "firmware", "fwver" => "firmware", "swver" => "firmware",
            "swversion" => "firmware", "hardwareversion" => "hardware", "hwver" => "hardware", "hwversion" => "hardware",
            "deviceid" => "device_id", "devid" => "device_id", "ip" => "ip", "localip" => "ip", "mictype" => "mic_type", "type" => "mic_type",
            "obdsrc" => "brand", "manufacturername" => "brand"))],
    },
    Dialect {
        name: "",
        inside: &["basicinfo"],
        needs: &[&["devicemodel"], &["swversion"], &["devicetype"]],
        fields: &[Each(fields!("tdp":
            "devicetype" => "device_type", "devicemodel" => "device_model", "mac" => "mac", "swversion" => "firmware",
            "hwversion" => "hardware", "localip" => "ip", "manufacturername" => "brand"))],
    },
    // TP-Link, the answer to its discovery, often without a version.
    Dialect {
        name: "",
        inside: &[],
        needs: &[&["devicemodel"], &["devicetype"], &["mgtencryptschm", "issupportiotcloud", "obdsrc"]],
        fields: &[Each(fields!("tdp":
            "devicetype" => "device_type", "devicemodel" => "device_model", "mac" => "mac", "deviceid" => "device_id",
            "ip" => "ip", "obdsrc" => "brand", "firmwareversion" => "firmware", "hardwareversion" => "hardware"))],
    },
    // UniFi Protect.
    Dialect {
        name: "",
        inside: &[],
        needs: &[&["modelkey", "marketname"], &["mac"], &["type", "firmwareversion"]],
        fields: &[Each(fields!("unifi":
            "type" => "type", "modelkey" => "model_key", "marketname" => "market_name", "firmwareversion" => "firmware",
            "mac" => "mac", "host" => "host"))],
    },
    // Foscam CGIProxy.fcgi, getDevInfo.
    Dialect {
        name: "foscam-cgi",
        inside: &[],
        needs: &[&["productname"], &["firmwarever"], &["hardwarever"], &["devname", "serialno"]],
        fields: &[Each(fields!("saved":
            "productname" => "model", "firmwarever" => "firmware", "serialno" => "serial", "mac" => "mac"))],
    },
    // Netwave, get_status.cgi.
    Dialect {
        name: "netwave",
        inside: &[],
        needs: &[&["sysver"], &["appver"], &["now", "alarmstatus", "ddnsstatus"]],
        fields: &[Each(fields!("saved": "sysver" => "firmware", "mac" => "mac", "id" => "mac"))],
    },
    // Vivotek getparam.cgi.
    Dialect {
        name: "vivotek-getparam",
        inside: &[],
        needs: &[&["system.info.modelname", "systeminfomodelname"]],
        fields: &[Each(fields!("saved":
            "systeminfomodelname" => "model", "systeminfofirmwareversion" => "firmware", "systeminfoserialnumber" => "serial",
            "system.info.modelname" => "model", "system.info.firmwareversion" => "firmware"))],
    },
    // Brickcom, configfile.dump: the number of the model, not of the board.
    Dialect {
        name: "",
        inside: &[],
        needs: &[&["devicebasicinfo.modelnumber"], &["devicebasicinfo.firmwareversion"]],
        fields: &[Each(fields!("saved":
            "devicebasicinfo.modelnumber" => "model", "devicebasicinfo.firmwareversion" => "firmware",
            "devicebasicinfo.companyname" => "manufacturer"))],
    },
    // Uniview LAPI, System/DeviceInfo.
    Dialect {
        name: "lapi",
        inside: &[],
        needs: &[&["devicemodel"], &["serialnumber"], &["firmwareversion"], &["hardwareid", "ubootversion"]],
        fields: &[Each(fields!("saved":
            "manufacturer" => "manufacturer", "manufacturername" => "manufacturer", "devicemodel" => "model",
            "serialnumber" => "serial", "firmwareversion" => "firmware", "macaddress" => "mac", "mac" => "mac"))],
    },
    // Canon WebView-HTTP, -wvhttp-01-/info.cgi.
    Dialect {
        name: "wvhttp",
        inside: &[],
        needs: &[&["hardware"], &["firmware"], &["protocol"], &["s.epoch", "v.list", "c.list"]],
        fields: &[Each(fields!("saved": "hardware" => "model", "firmware" => "firmware"))],
    },
    // The firmware of Hi3510 cameras, cgi-bin/hi3510/param.cgi.
    Dialect {
        name: "hi3510",
        inside: &[],
        needs: &[&["hardversion"], &["softversion"], &["webversion", "facddnsstatus", "platformstatus"]],
        fields: &[Each(fields!("saved": "model" => "model", "softversion" => "firmware", "mac" => "mac"))],
    },
    // The comment that some cameras write into their pictures: who made them, and which model.
    Dialect {
        name: "",
        inside: &[],
        needs: &[
            &["prd", "fingerprint.prd"],
            &["mod", "image.mod"],
            &["frm", "fingerprint.frm", "eno", "imt"],
        ],
        fields: &[Each(fields!("saved": "prd" => "manufacturer", "mod" => "model"))],
    },
    // VStarcam, get_status.cgi.
    Dialect {
        name: "vstarcam",
        inside: &[],
        needs: &[&["realdeviceid"], &["sysver", "appversion"], &["oemid", "alias"]],
        fields: &[Each(fields!("saved": "sysver" => "firmware", "realdeviceid" => "serial", "mac" => "mac"))],
    },
    // AVTECH, cgi-bin/nobody/Machine.cgi.
    Dialect {
        name: "avtech",
        inside: &[],
        needs: &[&["firmware.version"], &["product.type", "product.id"]],
        fields: &[Each(&[
            ("product.id", "saved.model"),
            ("product.name", "saved.model"),
            ("firmware.version", "saved.firmware"),
            ("product.type", "avtech.product_type"),
            ("macaddress", "saved.mac"),
        ])],
    },
    // D-Link, common/info.cgi (NIPCA).
    Dialect {
        name: "nipca",
        inside: &[],
        needs: &[&["nipca"], &["model", "product"], &["version"]],
        fields: &[Each(fields!("saved":
            "model" => "model", "product" => "model", "version" => "firmware", "brand" => "manufacturer",
            "macaddr" => "mac"))],
    },
    // EZVIZ's cloud, as its client prints it.
    Dialect {
        name: "",
        inside: &[],
        needs: &[&["model"], &["version"], &["devicecategory", "devicesubcategory"], &["macaddress", "mac"]],
        fields: &[Each(fields!("saved":
            "model" => "model", "version" => "firmware", "macaddress" => "mac", "mac" => "mac"))],
    },
    // The same without a model of its own (homeassistant/components/ezviz, diagnostics).
    Dialect {
        name: "",
        inside: &[],
        needs: &[&["devicecategory"], &["devicesubcategory"], &["version"], &["macaddress", "mac"]],
        fields: &[Each(fields!("saved":
            "devicesubcategory" => "model", "devicecategory" => "device_type", "version" => "firmware",
            "manufacturer" => "manufacturer", "macaddress" => "mac", "mac" => "mac"))],
    },
    // ACTi, cgi-bin/system?SYSTEM_INFO of devices that give no model beside it.
    Dialect {
        name: "",
        inside: &[],
        needs: &[
            &["factorydefaulttype"],
            &["firmwareversion"],
            &["macaddress"],
            &["serialnumber", "productionid"],
        ],
        fields: &[Each(fields!("saved":
            "modelnumber" => "model", "companyname" => "manufacturer", "factorydefaulttype" => "device_type",
            "firmwareversion" => "firmware", "serialnumber" => "serial", "macaddress" => "mac"))],
    },
    // 2N, api/system/info.
    Dialect {
        name: "",
        inside: &[],
        needs: &[&["variant"], &["swversion"], &["hwversion"], &["serialnumber"]],
        fields: &[Each(fields!("saved":
            "variant" => "model", "swversion" => "firmware", "serialnumber" => "serial", "macaddr" => "mac"))],
    },
    // The BIOS of a computer, as inventory agents write it.
    Dialect {
        name: "",
        inside: &["bios"],
        needs: &[&["smodel"], &["smanufacturer"]],
        fields: &[Each(
            fields!("saved": "smodel" => "model", "smanufacturer" => "manufacturer", "ssn" => "serial"),
        )],
    },
    // The inventory of a host as Zabbix keeps it (its manual, "Inventory": names of fields).
    Dialect {
        name: "",
        inside: &["inventory", "hostinventory"],
        needs: &[
            &["hardware", "hardwarefull", "model"],
            &["vendor", "serialnoa", "macaddressa", "os", "software"],
        ],
        fields: &[
            Any(&["model", "hardware", "hardwarefull"], "saved.model"),
            Any(&["vendor"], "saved.manufacturer"),
            Versions(&["software", "os", "osshort"], "saved.firmware"),
            Any(&["serialnoa"], "saved.serial"),
            Any(&["macaddressa"], "saved.mac"),
            Any(&["type"], "saved.device_type"),
        ],
    },
    // A device as a firewall of Fortinet takes it for (its REST API, "user/device/query"): the firewall's statement.
    Dialect {
        name: "",
        inside: &[],
        needs: &[&["hardwarevendor"], &["hardwaretype", "hardwarefamily", "osname"], &["mac", "ipv4address"]],
        fields: &[Each(&[
            ("hardwarevendor", "agent.manufacturer"),
            ("hardwaretype", "agent.type"),
            ("hostname", "import.host_name"),
        ])],
    },
    // A device as LibreNMS shows it on a page, and as its database has it.
    Dialect {
        name: "",
        inside: &[],
        needs: &[&["sysdescr"], &["objectid", "sysobjectid"], &["hardware"]],
        fields: &[
            Any(&["hardware"], "saved.model"),
            Versions(&["version", "operatingsystem", "os"], "saved.firmware"),
            Any(&["serial", "serialnumber"], "saved.serial"),
        ],
    },
    // A device as Netdisco keeps it (its API, "Objects/Device").
    Dialect {
        name: "",
        inside: &[],
        needs: &[&["description"], &["layers"], &["vendor", "dns", "osver", "snmpver"]],
        fields: &[Each(&[
            ("description", "snmp.sys_descr"),
            ("osver", "saved.firmware"),
            ("serial", "saved.serial"),
            ("mac", "saved.mac"),
        ])],
    },
    // What any interface or inventory calls these things: nobody's dialect, and whoever wrote it is not known.
    Dialect { name: "", inside: &[], needs: &[MODELS, MANUFACTURERS], fields: SAVED },
    Dialect { name: "", inside: &[], needs: &[MODELS, FIRMWARES], fields: SAVED },
    Dialect { name: "", inside: &[], needs: &[MODELS, SERIALS], fields: SAVED },
    Dialect { name: "", inside: &[], needs: &[MODELS, MACS], fields: SAVED },
    Dialect { name: "", inside: &[], needs: &[MANUFACTURERS, FIRMWARES], fields: SAVED },
    Dialect { name: "", inside: &[], needs: &[FIRMWARES, MACS], fields: SAVED },
];

/// The namespace of an answer names whose words it is written in.
const NAMESPACE: &[(&str, &str)] = &[("xmlns", "isapi.namespace")];

/// Parameters of VAPIX in a report of sections, where the group stands above.
const SECTIONS: &[(&str, &str)] =
    &[("firmware.version", "vapix.firmware"), ("system.serialnumber", "vapix.serial")];

/// What tools call the same values.
const ONVIF_TOOLS: &[(&str, &str)] = &[("firmware", "onvif.firmware"), ("macaddress", "onvif.mac")];

const MAGIC_BOX: &[(&str, &str)] = fields!("dhdiscover":
    "devicetype" => "device_type", "type" => "device_type", "serialnumber" => "serial", "sn" => "serial",
    "version" => "version", "class" => "device_class", "deviceclass" => "device_class", "vendor" => "vendor",
    "table.network.eth0.physicaladdress" => "mac", "table.network.eth0.ipaddress" => "ip");

const MAGIC_BOX_WORDS: &[(&str, &str)] = fields!("saved":
    "devicetype" => "model", "type" => "model", "serialnumber" => "serial", "sn" => "serial", "version" => "firmware",
    "class" => "device_type", "vendor" => "manufacturer");

/// Keys for the model of a thing, as people write them.
pub(super) const MODELS: &[&str] = &[
    "model",
    "modelname",
    "modelnumber",
    "modelno",
    "devicemodel",
    "productmodel",
    "productname",
    "product",
    "productid",
    "modelid",
    "modele",
    "modell",
    "cameramodel",
    "prodname",
    "makeandmodel",
    "makemodel",
    "networkequipmentmodelsid",
    "peripheralmodelsid",
];

pub(super) const MANUFACTURERS: &[&str] = &[
    "manufacturer",
    "manufacturername",
    "vendor",
    "vendorname",
    "brand",
    "brandname",
    "make",
    "companyname",
    "merk",
    "fabrikant",
    "marque",
    "hersteller",
    "fabricant",
    "company",
    "mfr",
    "mfg",
    "oem",
    "vendorname",
    "manufacturername",
    "manufacturersid",
];

pub(super) const FIRMWARES: &[&str] = &[
    "firmware",
    "firmwareversion",
    "firmwarever",
    "fwversion",
    "fwver",
    "fw",
    "swversion",
    "softwareversion",
    "swver",
    "softwarever",
    "sysver",
    "systemversion",
    "firmver",
    "frmver",
    "softversion",
    "romversion",
    "versionfirmware",
    "firmwareversie",
];

pub(super) const SERIALS: &[&str] =
    &["serial", "serialnumber", "serialno", "serienummer", "seriennummer", "sn", "serialnoa", "assetserial"];

const MACS: &[&str] = &[
    "mac",
    "devicemac",
    "macaddress",
    "macaddr",
    "macadresse",
    "macadres",
    "adressemac",
    "direccionmac",
    "hwaddr",
    "macaddressa",
];

const SAVED: &[Fill] = &[
    Any(MODELS, "saved.model"),
    Any(MANUFACTURERS, "saved.manufacturer"),
    Any(FIRMWARES, "saved.firmware"),
    Any(SERIALS, "saved.serial"),
    Any(MACS, "saved.mac"),
    Any(&["devicetype"], "saved.device_type"),
];

#[cfg(test)]
mod tests {
    use crate::Markers;
    use crate::answers::in_text;

    /// The interface that a text is taken for; empty where it is nobody's.
    fn check(text: &str, want: &str) {
        let answers = in_text(text, Markers::NONE);
        let clues = answers.iter().flat_map(|answer| answer.clues.0.iter());
        let told =
            clues.filter(|clue| clue.field.as_str() == "protocol.answered").map(|clue| clue.value.clone());
        assert_eq!(told.collect::<Vec<_>>().concat(), want, "{text}");
    }

    #[test]
    fn words_that_many_inventories_use_are_no_makers_interface() {
        check(r#"{"productName":"Plug 2","firmwareVersion":"1.4","serialNo":"A1"}"#, "");
        check(r#"{"deviceId":"a-1","appVersion":"3.2.1","alias":"Lamp"}"#, "");
        check(r#"{"id":"7","appVer":"3.2","alias":"Phone of nobody"}"#, "");
        check(
            r#"{"deviceName":"Lobby","deviceModel":"T-10","serialNumber":"S1","firmwareVersion":"2.0"}"#,
            "",
        );
        check(r#"{"deviceType":"printer","serialNumber":"S1","hardwareVersion":"2"}"#, "");
        check(r#"{"deviceClass":"Printer","deviceType":"M-40","version":"1.2"}"#, "");
        check(r#"{"model":"R-7000","firmwareVersion":"1.0.9","webVersion":"3.1"}"#, "");
        check(r#"{"modelName":"ONT-10","softVersion":"V5","serial":"X1"}"#, "");
    }

    #[test]
    fn an_interface_is_known_by_the_keys_that_only_it_has() {
        check(
            "appAutoStart=true\ndeviceType=XC-100\nprocessor=S3LM\nserialNumber=A1B2\nupdateSerial=XC-100",
            "dahua-cgi",
        );
        check(
            "Model=XC-100\nSerialNumber=A1B2\nFirmwareVersion=1.41\nDeviceType=NWC\nISPVersion=1.0\nCGIVersion=2.5",
            "sunapi",
        );
        check(
            "var ModelName=\"XC-100\"\nvar Serial=\"12\"\nvar SoftVersion=\"1.2\"\nvar ModelForm=\"XC-100\"",
            "sony-inquiry",
        );
        check("s.hardware:=Maker XC-100\ns.firmware:=Ver. 1.2.0", "wvhttp");
        let foscam = "<CGI_Result><productName>XC-100</productName><serialNo>0A</serialNo><firmwareVer>2.8</firmwareVer><hardwareVer>1.1</hardwareVer></CGI_Result>";
        check(foscam, "foscam-cgi");
    }
}
