//! The town's own list: the spreadsheet a facility manager keeps, with its title row, its holes and its mistakes.

use crate::town::{SITES, Town};

/// The list as CSV with semicolons, Dutch headings and a title row, as such lists are.
pub fn spreadsheet(town: &Town) -> String {
    let mut out = format!(
        "Camera's en recorders van {}, bijgewerkt door de dienst Facility;;;;;;;;;;\n;;;;;;;;;;\n",
        town.name
    );
    out.push_str(
        "Nummer;Merk;Model;Serienummer;MAC-adres;IP-adres;Gebouw;Dienst;Doel;Leverancier;Datum in dienst\n",
    );
    for (n, r) in town.registered().filter(|r| r.declared).enumerate() {
        let site = SITES[r.site];
        let (brand, model) = r.declared_as.unwrap_or((r.persona.brand, r.model.as_str()));
        // A third of the rows never got a MAC, a fifth never got a serial number: as such lists are.
        let mac = if n % 3 == 0 && n % 5 != 0 {
            String::new()
        } else {
            r.mac.to_string().to_uppercase().replace(':', "-")
        };
        let serial = if n % 5 == 0 || r.declared_as.is_some() { "" } else { r.serial.as_str() };
        // Most devices never say their serial number on the wire; where the MAC is missing, too, the address helps.
        let ip = if mac.is_empty() { r.lan.to_string() } else { String::new() };
        let (day, month, year) = (1 + n % 28, 1 + n % 12, 2016 + n % 9);
        out.push_str(&format!(
            "{};{brand};{model};{serial};{mac};{ip};{};{};{};{};{day:02}/{month:02}/{year}\n",
            r.asset,
            site.name,
            site.department,
            site.purpose,
            if n % 2 == 0 { "Beveiliging Noord bv" } else { "Kijkdicht nv" },
        ));
    }
    for (asset, brand, model, mac, site) in &town.gone {
        let s = SITES[*site];
        out.push_str(&format!(
            "{asset};{brand};{model};;{mac};;{};{};{};Kijkdicht nv;12/03/2011\n",
            s.name, s.department, s.purpose
        ));
    }
    out.push_str(&format!(
        "Totaal;{};;;;;;;;;\n",
        town.registered().filter(|r| r.declared).count() + town.gone.len()
    ));
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn every_row_can_be_matched_by_something_and_has_a_cell_for_every_heading() {
        let list = spreadsheet(&Town::merelbrugge(7));
        let cells = |line: &str| line.split(';').map(str::to_owned).collect::<Vec<_>>();
        let mut lines = list.lines().skip(2);
        let heads = cells(lines.next().unwrap());
        let at = |name: &str| heads.iter().position(|h| h == name).unwrap();
        let keys = [at("MAC-adres"), at("IP-adres")];
        let mut by_address = 0;
        for line in lines.filter(|l| !l.starts_with("Totaal")) {
            let row = cells(line);
            assert_eq!(row.len(), heads.len(), "{line}");
            assert!(keys.iter().any(|k| !row[*k].is_empty()), "{line}");
            by_address += usize::from(!row[keys[1]].is_empty());
        }
        assert!(by_address >= 20, "{by_address} rows by address");
    }
}
