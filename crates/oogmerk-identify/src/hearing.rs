//! Hearing: what it costs to hear a field, and by what asking is told from being.
//!
//! These are facts about protocols, and no protocol is known here: whoever knows them hands them in. Until then
//! [`Hearing::BY_HAND`] says what was written down by hand, in this one place.

/// What reading a field costs, cheapest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cost {
    /// The device says it by itself: listen longer.
    Wait,
    /// The answer to one harmless question.
    Ask,
    /// A person reads the label.
    Label,
    /// An export of its management, or whoever supplied it.
    Supplier,
}

impl Cost {
    /// Stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Cost::Wait => "wait",
            Cost::Ask => "ask",
            Cost::Label => "label",
            Cost::Supplier => "supplier",
        }
    }
}

/// What is known of protocols as far as identifying needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hearing {
    /// What a family of fields (`sadp`) costs, or one field of it (`onvif.model`), whose row then holds; `None` for
    /// what nobody here asks. A family without a row is printed by other tools only.
    pub costs: &'static [(&'static str, Option<Cost>)],
    /// Families whose fields already tell asking from being.
    pub two_sided: &'static [&'static str],
    /// Fields that show what a subject asks and not what it is.
    pub of_clients: &'static [&'static str],
}

impl Hearing {
    /// As written down by hand.
    pub const BY_HAND: Self = Self { costs: COSTS, two_sided: TWO_SIDED, of_clients: OF_CLIENTS };

    /// What reading a field costs; `None` for what another tool prints and what nobody here asks.
    pub fn cost(&self, field: &str) -> Option<Cost> {
        let row = |name: &str| self.costs.iter().find(|(n, _)| *n == name).map(|(_, cost)| *cost);
        row(field).or_else(|| row(field.split('.').next().unwrap_or(field))).flatten()
    }

    /// Whether the fields of a family already tell asking from being.
    pub fn is_two_sided(&self, family: &str) -> bool {
        self.two_sided.contains(&family)
    }

    /// Whether a field shows what a subject asks: no vote on kind, brand, maker or model rests on it.
    pub fn is_of_clients(&self, field: &str) -> bool {
        self.of_clients.contains(&field)
    }
}

impl Default for Hearing {
    fn default() -> Self {
        Self::BY_HAND
    }
}

const COSTS: &[(&str, Option<Cost>)] = &[
    ("link", Some(Cost::Wait)),
    ("mac", Some(Cost::Wait)),
    ("dhcp", Some(Cost::Wait)),
    ("dhcp6", Some(Cost::Wait)),
    ("mdns", Some(Cost::Wait)),
    ("ssdp", Some(Cost::Wait)),
    ("lldp", Some(Cost::Wait)),
    ("cdp", Some(Cost::Wait)),
    ("netbios", Some(Cost::Wait)),
    ("protocol", Some(Cost::Ask)),
    ("sadp", Some(Cost::Ask)),
    ("dhdiscover", Some(Cost::Ask)),
    ("onvif", Some(Cost::Ask)),
    ("wsd", Some(Cost::Ask)),
    ("http", Some(Cost::Ask)),
    ("tls", Some(Cost::Ask)),
    ("rtsp", Some(Cost::Ask)),
    ("sdp", Some(Cost::Ask)),
    // Of ONVIF the prober only asks what needs no log-in.
    ("onvif.model", Some(Cost::Supplier)),
    ("onvif.manufacturer", Some(Cost::Supplier)),
    ("onvif.firmware", Some(Cost::Supplier)),
    ("onvif.serial", Some(Cost::Supplier)),
    ("onvif.hardware_id", Some(Cost::Supplier)),
    // What a client says of itself is no answer to anybody's question.
    ("protocol.asked", None),
    ("rtsp.user_agent", None),
    ("rtsp.url_path", None),
    ("http.user_agent", None),
    ("http.host", None),
    ("http.api_path", None),
    ("wsd.probe_types", None),
    ("label", Some(Cost::Label)),
    ("isapi", Some(Cost::Supplier)),
    ("vapix", Some(Cost::Supplier)),
    ("statement", Some(Cost::Supplier)),
];

const TWO_SIDED: &[&str] = &[
    "mdns", "ssdp", "upnp", "wsd", "onvif", "dhcp", "dhcp6", "dns", "http", "rtsp", "sdp", "sip", "tls",
    "snmp", "ftp", "telnet", "ssh",
];

const OF_CLIENTS: &[&str] = &[
    "protocol.asked",
    "ssdp.search_target",
    "ssdp.user_agent",
    "wsd.probe_types",
    "mdns.question",
    "rtsp.user_agent",
    "rtsp.url_path",
    "http.api_path",
];
