//! Short tables of neighbours: `show cdp neighbors`, `show lldp neighbors`, `show lldp info remote-device`. Cells stand
//! under their headings, whatever blanks they hold.
//!
//! Sources: the command references of Cisco IOS and NX-OS, HPE ProVision and Juniper Junos. A port whose id is a MAC is
//! the neighbour's own port (IEEE 802.1AB, port id subtype 3).

use super::device::Found;
use super::grammar::Grammar;
use super::line::any_mac;
use crate::pasted::BareLine;

/// What a heading stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    Platform,
    Port,
    Chassis,
    Other,
}

/// The table that is being read.
#[derive(Default)]
pub(super) struct Columns {
    /// Where each column begins, in bytes of the line.
    columns: Vec<(usize, Column)>,
    /// A name too long for its column, on a line of its own.
    carried: Option<String>,
}

impl Grammar for Columns {
    fn take(&mut self, line: &BareLine<'_>, done: &mut Vec<Found>) -> bool {
        if line.is_typed || line.text.trim().is_empty() {
            self.columns.clear();
            return false;
        }
        if let Some(columns) = headings(line.text) {
            self.columns = columns;
            self.carried = None;
            return true;
        }
        if self.columns.is_empty() {
            return false;
        }
        if line.text.bytes().all(|b| matches!(b, b'-' | b'+' | b'=' | b' ' | b'|')) {
            return true;
        }
        let found = self.row(line);
        let is_row = found.is_some() || self.carried.is_some();
        done.extend(found);
        is_row
    }

    fn end(&mut self, _: &mut Vec<Found>) {}
}

impl Columns {
    fn row(&mut self, line: &BareLine<'_>) -> Option<Found> {
        let cell = |wanted: Column| {
            let at = self.columns.iter().position(|(_, column)| *column == wanted)?;
            let end =
                self.columns.get(at + 1).map_or(line.text.len(), |(start, _)| *start).min(line.text.len());
            let text = line.text.get(self.columns[at].0..end)?.trim();
            (!text.is_empty()).then_some(text)
        };
        let (name, port, chassis) = (cell(Column::Name), cell(Column::Port), cell(Column::Chassis));
        if port.is_none() && chassis.is_none() {
            let alone = line.text.trim();
            self.carried = (!alone.contains(' ') && name.is_some()).then(|| alone.to_owned());
            return None;
        }
        let is_cdp = self.columns.iter().any(|(_, column)| *column == Column::Platform);
        let (protocol, name_field, port_field) = if is_cdp {
            ("cdp", "cdp.device_id", "cdp.port")
        } else {
            ("lldp", "lldp.system_name", "lldp.port")
        };
        let mut found = Found::new(protocol, line);
        match (name, &self.carried) {
            (Some(name), _) => found.say(name_field, name, line),
            (None, Some(name)) => found.say_decoded(name_field, name.into(), line),
            (None, None) => {}
        }
        for (field, text) in [(port_field, port), ("cdp.platform", cell(Column::Platform))] {
            if let Some(text) = text {
                found.say(field, text, line);
            }
        }
        if let Some((mac, text)) = chassis.and_then(|text| Some((any_mac(text)?, text))) {
            found.mac = Some(mac);
            found.say("lldp.chassis_mac", text, line);
        } else if !is_cdp {
            found.mac = port.and_then(any_mac);
        }
        self.carried = None;
        (found.has(name_field) || found.mac.is_some()).then_some(found)
    }
}

/// The columns under a line of headings, where they are those of neighbours.
fn headings(text: &str) -> Option<Vec<(usize, Column)>> {
    let mut columns = Vec::new();
    let mut at = 0;
    for part in text.split("  ") {
        // Short labels may stand one blank apart, and a bar may stand between.
        let is_joined = part.split(' ').any(|word| matches!(word, "SysName" | "ChassisId"));
        let mut from = at;
        for word in if is_joined { part.split(' ').collect() } else { vec![part] } {
            let lead = word.len() - word.trim_start_matches([' ', '|']).len();
            let label = word.trim_matches([' ', '|']);
            if !label.is_empty() {
                columns.push((from + lead, column_of(label)));
            }
            from += word.len() + 1;
        }
        at += part.len() + 2;
    }
    let has = |wanted: Column| columns.iter().any(|(_, column)| *column == wanted);
    let is_one = columns.len() >= 4 && has(Column::Name) && (has(Column::Port) || has(Column::Chassis));
    is_one.then_some(columns)
}

fn column_of(label: &str) -> Column {
    match label.to_ascii_lowercase().replace('-', " ").as_str() {
        "device id" | "system name" | "sysname" | "neighbor device" => Column::Name,
        "platform" => Column::Platform,
        "port id" | "portid" | "port info" => Column::Port,
        "chassis id" | "chassisid" => Column::Chassis,
        _ => Column::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pasted::bare_lines;

    fn read(text: &str) -> Vec<Found> {
        let (mut columns, mut done) = (Columns::default(), Vec::new());
        for line in bare_lines(text) {
            columns.take(&line, &mut done);
        }
        done
    }

    #[test]
    fn cells_are_read_under_their_headings() {
        let cisco = "Device ID        Local Intrfce     Holdtme    Capability  Platform  Port ID\n\
            SAMPLE00408C9D31 Fas 0/3           141             H      AXIS P14  eth0\n\
            a-name-that-is-too-long.example\n                 Fas 0/4           160             H P      IP Phone  Port 1\n\nno row\n";
        let found = read(cisco);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0].said_of("cdp.platform"), Some("AXIS P14"));
        assert_eq!(found[1].said_of("cdp.device_id"), Some("a-name-that-is-too-long.example"));
        let lldp = "Device ID           Local Intf     Hold-time  Capability      Port ID\n\
            cam                 Gi1/0/5        120        S               0040.8c9d.31e8\n\nTotal entries displayed: 1\n";
        let found = read(lldp);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].mac.map(|m| m.to_string()).as_deref(), Some("00:40:8c:9d:31:e8"));
    }

    #[test]
    fn bars_between_columns_are_passed_over() {
        let hp = "  LocalPort | ChassisId                 PortId             PortDescr SysName   \n  \
            --------- + ------------------------- ------------------ --------- -------\n  \
            5         | 00 40 8c 9d 31 e8         00 40 8c 9d 31 e8  eth0      cam-1  \n";
        let found = read(hp);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].has("lldp.chassis_mac"));
        assert_eq!(read("Name  Model  Port  Place\na  b  c  d\n").len(), 0);
    }
}
