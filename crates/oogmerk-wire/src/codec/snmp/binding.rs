//! Objects and their values, and the fields they give, whether they came as BER or as text.

use crate::Clues;
use oogmerk_bytes::spanned::Spanned;
use oogmerk_model::{Field, Mac, MacKind};
use std::collections::BTreeMap;

/// Most bindings read of one message or walk.
pub const BINDINGS_MAX: usize = 20_000;
/// Most `snmp.object` clues of one message or walk.
pub const OBJECTS_MAX: usize = 200;
/// Longest text given as `snmp.object`, in bytes.
pub const OBJECT_TEXT_MAX: usize = 256;

/// An object and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Object identifier, dotted, without leading dot.
    pub oid: String,
    /// Value.
    pub value: Value,
}

/// A value as far as it is of use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// An octet string that is text.
    Text(Spanned),
    /// An octet string that is not.
    Bytes(Vec<u8>, std::ops::Range<usize>),
    /// An object identifier.
    Oid(Spanned),
    /// An integer, counter, gauge or number of ticks.
    Number(i64),
    /// Nothing: null, no such object, end of view, or a type of no use.
    Nothing,
}

/// UTF-8 without control characters other than line ends and tabs; trailing NULs do not count.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    let end = bytes.iter().rposition(|b| *b != 0).map_or(0, |i| i + 1);
    let bytes = &bytes[..end];
    std::str::from_utf8(bytes).is_ok()
        && !bytes.iter().any(|b| *b < 0x20 && !matches!(b, b'\r' | b'\n' | b'\t'))
}

/// Subtrees that are not read: TCP connections, address tables, bridge tables, processes and software of the host,
/// neighbours by LLDP, and the agent's users, communities and views.
const NOT_READ: &[&str] = &[
    "1.3.6.1.2.1.1.4.",
    "1.3.6.1.2.1.3.",
    "1.3.6.1.2.1.4.22.",
    "1.3.6.1.2.1.4.35.",
    "1.3.6.1.2.1.6.",
    "1.3.6.1.2.1.7.",
    "1.3.6.1.2.1.17.",
    "1.3.6.1.2.1.25.4.",
    "1.3.6.1.2.1.25.6.",
    "1.0.8802.",
    "1.3.6.1.6.",
    "1.3.6.1.4.1.9.9.23.",
];

/// ifPhysAddress: bytes, even where they happen to be printable.
pub(super) const INTERFACE_MAC: &str = "1.3.6.1.2.1.2.2.1.6.";
const ENTITY: &str = "1.3.6.1.2.1.47.1.1.1.1.";
const ENTERPRISES: &str = "1.3.6.1.4.1.";

/// The fields that objects give, whether they came as BER or as text.
pub(super) fn binding_clues(bindings: &[Binding]) -> Clues {
    let mut clues = Clues::default();
    let mut enterprises: Vec<(u32, std::ops::Range<usize>)> = Vec::new();
    let mut entities: BTreeMap<u32, BTreeMap<u32, &Value>> = BTreeMap::new();
    let mut objects = 0;
    for binding in bindings {
        let mut remember = |oid: &str, span: std::ops::Range<usize>| {
            let number = oid.strip_prefix(ENTERPRISES).and_then(|rest| rest.split('.').next()?.parse().ok());
            if let Some(number) = number.filter(|n| enterprises.iter().all(|(known, _)| known != n)) {
                enterprises.push((number, span));
            }
        };
        match (binding.oid.as_str(), &binding.value) {
            ("1.3.6.1.2.1.1.1.0", Value::Text(text)) => text.tell(&mut clues, "snmp.sys_descr"),
            ("1.3.6.1.2.1.1.2.0", Value::Oid(oid)) => {
                oid.tell(&mut clues, "snmp.sys_object_id");
                remember(&oid.value, oid.span.clone());
            }
            ("1.3.6.1.2.1.1.5.0", Value::Text(text)) => text.tell(&mut clues, "snmp.sys_name"),
            ("1.3.6.1.2.1.1.6.0", Value::Text(text)) => text.tell(&mut clues, "snmp.sys_location"),
            (oid, value) => {
                if let Some((column, index)) = oid.strip_prefix(ENTITY).and_then(|rest| rest.split_once('.'))
                {
                    if let (Ok(column), Ok(index)) = (column.parse(), index.parse()) {
                        entities.entry(index).or_default().insert(column, value);
                    }
                    continue;
                }
                if oid.starts_with(INTERFACE_MAC) {
                    interface_mac(value, &mut clues);
                    continue;
                }
                let span = value.span().unwrap_or(0..0);
                remember(oid, span.clone());
                let dotted = format!("{oid}.");
                let wanted = !NOT_READ.iter().any(|tree| dotted.starts_with(tree));
                if let Value::Text(text) = value
                    && wanted
                    && objects < OBJECTS_MAX
                    && (1..=OBJECT_TEXT_MAX).contains(&text.value.len())
                {
                    objects += 1;
                    clues.decoded(Field::of("snmp.object"), format!("{oid}={}", text.value), Some(span));
                }
            }
        }
    }
    entity_clues(&entities, &mut clues);
    for (number, span) in enterprises {
        clues.decoded(Field::of("snmp.enterprise"), number.to_string(), Some(span));
    }
    clues
}

impl Value {
    fn span(&self) -> Option<std::ops::Range<usize>> {
        match self {
            Self::Text(piece) | Self::Oid(piece) => Some(piece.span.clone()),
            Self::Bytes(_, span) => Some(span.clone()),
            Self::Number(_) | Self::Nothing => None,
        }
    }
}

/// A chassis (class 3), or else the first entity, speaks for the device; its modules do not.
fn entity_clues(entities: &BTreeMap<u32, BTreeMap<u32, &Value>>, clues: &mut Clues) {
    let chassis = entities.values().find(|columns| columns.get(&5) == Some(&&Value::Number(3)));
    let Some(columns) = chassis.or_else(|| entities.values().next()) else { return };
    let fields = [
        (13, "snmp.entity_model"),
        (11, "snmp.entity_serial"),
        (12, "snmp.entity_manufacturer"),
        (9, "snmp.entity_firmware"),
    ];
    for (column, field) in fields {
        if let Some(Value::Text(text)) = columns.get(&column) {
            text.tell(clues, field);
        }
    }
    // Cameras often leave the firmware column empty and fill the software column.
    if clues.first("snmp.entity_firmware").is_none()
        && let Some(Value::Text(text)) = columns.get(&10)
    {
        text.tell(clues, "snmp.entity_firmware");
    }
}

fn interface_mac(value: &Value, clues: &mut Clues) {
    let Value::Bytes(bytes, span) = value else { return };
    if let Ok(mac) = <[u8; 6]>::try_from(bytes.as_slice()).map(Mac)
        && mac.kind() == MacKind::Global
    {
        clues.decoded(Field::of("snmp.if_mac"), mac.to_string(), Some(span.clone()));
    }
}
