//! Keys as they are compared, addresses as they are written, and the fields that keys name by themselves.
//!
//! Sources of the names of fields: see `field_keys`.

use std::net::IpAddr;

/// Keys as they are folded, and their fields. One with a dot is compared with the end of a whole key.
const KEYS: [(&str, &str); 56] = [
    ("sysdescr", "snmp.sys_descr"),
    ("sysdescr.0", "snmp.sys_descr"),
    ("sysdescription", "snmp.sys_descr"),
    ("sysdesc", "snmp.sys_descr"),
    ("nodedescription", "snmp.sys_descr"),
    ("snmpsysdescr", "snmp.sys_descr"),
    ("snmpdescription", "snmp.sys_descr"),
    ("sysobjectid", "snmp.sys_object_id"),
    ("sysobjectid.0", "snmp.sys_object_id"),
    ("sysname", "snmp.sys_name"),
    ("sysname.0", "snmp.sys_name"),
    ("chassisdescription", "lldp.system_description"),
    ("systemdescription", "lldp.system_description"),
    ("systemdesc", "lldp.system_description"),
    ("system.desc", "lldp.system_description"),
    ("chassisname", "lldp.system_name"),
    ("systemname", "lldp.system_name"),
    ("tlv.system.name", "lldp.system_name"),
    ("cdpplatform", "cdp.platform"),
    ("cdp.platform", "cdp.platform"),
    ("cdpversion", "cdp.version"),
    ("cdp.softwareversion", "cdp.version"),
    ("vendorclassid", "dhcp.vendor_class"),
    ("vendorclassidentifier", "dhcp.vendor_class"),
    ("vendorclass", "dhcp.vendor_class"),
    ("dhcpvendorclass", "dhcp.vendor_class"),
    ("dhcpclassidentifier", "dhcp.vendor_class"),
    ("dhcpclassid", "dhcp.vendor_class"),
    ("dhcpfingerprintvendor", "dhcp.vendor_class"),
    ("option.hostname", "dhcp.hostname"),
    ("dhcphostname", "dhcp.hostname"),
    ("httpserver", "http.server"),
    ("http.server", "http.server"),
    ("serverheader", "http.server"),
    ("httpserverheader", "http.server"),
    ("httptitle", "http.title"),
    ("http.title", "http.title"),
    ("htmltitle", "http.title"),
    ("pagetitle", "http.title"),
    ("httprealm", "http.realm"),
    ("authrealm", "http.realm"),
    ("html.title", "http.title"),
    ("http.head.server", "http.server"),
    ("headers.server", "http.server"),
    ("wwwauthenticate", "http.www_authenticate"),
    ("rtspserver", "rtsp.server"),
    ("rtsp.server", "rtsp.server"),
    ("rtsp.head.server", "rtsp.server"),
    ("httpuseragent", "http.user_agent"),
    ("http.useragent", "http.user_agent"),
    ("sipuseragent", "sip.user_agent"),
    ("sip.useragent", "sip.user_agent"),
    ("ftpbanner", "ftp.banner"),
    ("ftp.banner", "ftp.banner"),
    ("telnetbanner", "telnet.banner"),
    ("telnet.banner", "telnet.banner"),
];

/// The field that a key names.
pub(super) fn field_of(key: &str) -> Option<&'static str> {
    let folded = fold(key);
    let is_key = |own: &str| match own.split_once('.') {
        None => last(&folded) == own,
        Some(_) => folded.strip_suffix(own).is_some_and(|before| before.is_empty() || before.ends_with('.')),
    };
    KEYS.iter().find(|(own, _)| is_key(own)).map(|(_, field)| *field)
}

/// An address, with a port or a path behind it or a scheme before it.
pub(super) fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let text = text.split(['/', '?']).next().unwrap_or_default();
    let text = text.rsplit_once('@').map_or(text, |(_, host)| host);
    if let Ok(ip) = text.parse() {
        return Some(ip);
    }
    let (host, port) = text.rsplit_once(':')?;
    port.bytes().all(|b| b.is_ascii_digit()).then(|| host.trim_matches(['[', ']']).parse().ok()).flatten()
}

/// The last part of a key with dots.
pub(super) fn last(key: &str) -> &str {
    key.rsplit('.').next().unwrap_or(key)
}

/// A key in lower case without anything but letters, digits and dots: `Serial Number` and `serial_number` are one.
pub(super) fn fold(key: &str) -> String {
    // `Serial No.` ends in a dot that parts nothing.
    let key = key.trim_end_matches(['.', ' ', ':']);
    key.chars().filter(|c| c.is_alphanumeric() || *c == '.').flat_map(char::to_lowercase).collect()
}
