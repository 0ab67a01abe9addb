//! The town's own list: the spreadsheet a facility manager keeps, with its title row, its holes and its mistakes.

use crate::town::{SITES, Town};

/// The list as CSV with semicolons, Dutch headings and a title row, as such lists are.
pub fn spreadsheet(town: &Town) -> String {
    let mut out = format!(
        "Camera's en recorders van {}, bijgewerkt door de dienst Facility;;;;;;;;;\n;;;;;;;;;\n",
        town.name
    );
    out.push_str("Nummer;Merk;Model;Serienummer;MAC-adres;Gebouw;Dienst;Doel;Leverancier;Datum in dienst\n");
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
        let (day, month, year) = (1 + n % 28, 1 + n % 12, 2016 + n % 9);
        out.push_str(&format!(
            "{};{brand};{model};{serial};{mac};{};{};{};{};{day:02}/{month:02}/{year}\n",
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
            "{asset};{brand};{model};;{mac};{};{};{};Kijkdicht nv;12/03/2011\n",
            s.name, s.department, s.purpose
        ));
    }
    out.push_str(&format!(
        "Totaal;{};;;;;;;;\n",
        town.registered().filter(|r| r.declared).count() + town.gone.len()
    ));
    out
}
