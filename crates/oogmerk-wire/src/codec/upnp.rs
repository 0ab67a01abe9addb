//! The UPnP device description, the XML document an SSDP LOCATION points to. What it is not: the service
//! descriptions behind it, and control: nothing is ever invoked. Source: UPnP Device Architecture 1.1 §2.3.

use super::told::holds_any;
use crate::row::{Codec, Heard};
use crate::{Clues, Malformed};
use oogmerk_bytes::spanned::{Spanned, answered};
use oogmerk_bytes::xml::{Document, escape};

/// The row of this codec.
pub const CODEC: Codec = Codec {
    in_bodies: Some(|document| holds_any(document, &[b"schemas-upnp-org:device"])),
    heard: Heard { families: &["upnp"], ..Heard::UNSAID },
    ..Codec::new(
        "upnp-description",
        read,
        include_bytes!("../../../../fuzz/corpus/upnp-description/root.xml"),
    )
};

/// Devices read at most, embedded ones included.
pub const DEVICES_MAX: usize = 32;

/// One device of a description.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// Field name and value, in the order written; secrets cut from URLs.
    pub values: Vec<(&'static str, Spanned)>,
}

/// One description: the root device first, then those embedded in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The devices.
    pub devices: Vec<Device>,
}

pub(crate) const FIELDS: [(&str, &str); 13] = [
    ("friendlyName", "upnp.friendly_name"),
    ("manufacturer", "upnp.manufacturer"),
    ("manufacturerURL", "upnp.manufacturer_url"),
    ("modelName", "upnp.model_name"),
    ("modelNumber", "upnp.model_number"),
    ("modelDescription", "upnp.model_description"),
    ("modelURL", "upnp.model_url"),
    ("serialNumber", "upnp.serial"),
    ("UDN", "upnp.udn"),
    ("deviceType", "upnp.device_type"),
    ("presentationURL", "upnp.presentation_url"),
    // What makers add to the description.
    ("macAddress", "upnp.mac"),
    ("firmwareVersion", "upnp.firmware"),
];

/// Reads one document. Malformed where no `device` element says anything.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let document = Document::read(payload);
    let mut devices = Vec::new();
    for index in document.named("device").take(DEVICES_MAX) {
        let mut device = Device::default();
        for i in document.children(index) {
            let element = &document.elements[i];
            let field = FIELDS.iter().find(|(name, _)| *name == element.name);
            if let Some((_, field)) = field.filter(|_| element.closed && !element.text.is_empty()) {
                let url = field.ends_with("_url");
                let value = if url { element.text.without_secrets() } else { element.text.clone() };
                device.values.push((field, value));
            }
        }
        if !device.values.is_empty() {
            devices.push(device);
        }
    }
    let named =
        devices.iter().any(|d| d.value("upnp.device_type").is_some() || d.value("upnp.udn").is_some());
    if !named && !devices.iter().any(|d| d.value("upnp.friendly_name").is_some()) {
        return Err(Malformed::at(document.stopped.unwrap_or(0), "no device of a UPnP description"));
    }
    Ok(Message { devices })
}

/// Bytes to clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    Ok(parse(payload)?.clues())
}

impl Device {
    /// The value of a field.
    pub fn value(&self, field: &str) -> Option<&Spanned> {
        self.values.iter().find(|(f, _)| *f == field).map(|(_, v)| v)
    }
}

impl Message {
    /// The fields of the root device, then those of embedded ones. Only the root's serial is told: embedded
    /// devices repeat it or fill it with words.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        answered(&mut clues, "upnp-description");
        for (position, device) in self.devices.iter().enumerate() {
            for (field, value) in &device.values {
                if position == 0 || *field != "upnp.serial" {
                    value.tell(&mut clues, field);
                }
            }
        }
        clues
    }
}

/// A description for the simulator: element names of the root device and their texts, in order.
pub fn write_description(elements: &[(&str, &str)]) -> Vec<u8> {
    let mut inside = String::new();
    for (name, text) in elements {
        inside.push_str(&format!("<{name}>{}</{name}>\n", escape(text)));
    }
    format!(
        "<?xml version=\"1.0\"?>\n<root xmlns=\"urn:schemas-upnp-org:device-1-0\">\n<specVersion><major>1</major><minor>0</minor></specVersion>\n<device>\n{inside}</device>\n</root>\n"
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::proof;

    const ROOT: &[u8] = include_bytes!("../../../../samples/upnp-description/root.xml");

    #[test]
    fn the_root_device_comes_first_and_embedded_ones_follow() {
        proof::golden(
            read,
            ROOT,
            &[
                "~protocol.answered=upnp-description",
                "upnp.device_type=urn:schemas-upnp-org:device:Basic:1",
                "~upnp.friendly_name=Hall & Yard",
                "upnp.manufacturer=Maker",
                "~upnp.manufacturer_url=http://maker.example/?id=",
                "upnp.model_name=XC-100",
                "upnp.model_number=100",
                "upnp.serial=02005E10000D",
                "upnp.udn=uuid:02005e10-000d-4000-8000-02005e10000d",
                "upnp.device_type=urn:schemas-upnp-org:device:Inner:1",
                "upnp.model_name=Inner",
            ],
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        let bytes = write_description(&[("deviceType", "T"), ("modelName", "a<b")]);
        proof::golden(
            read,
            &bytes,
            &["~protocol.answered=upnp-description", "upnp.device_type=T", "~upnp.model_name=a<b"],
        );
    }

    #[test]
    fn other_xml_is_refused() {
        for bad in
            [&b""[..], b"<device/>", b"<device><serialNumber>1</serialNumber></device>", b"<root><a/></root>"]
        {
            assert!(parse(bad).is_err());
        }
    }

    #[test]
    fn no_bytes_make_it_panic() {
        proof::survives(read, ROOT);
    }
}
