//! Which meaning a heading has: the known words, whole or among others.

use super::dealings::DEALINGS;
use super::fold::fold;
use super::keys::KEYS;
use super::known::{Certainty, Known, Meaning};
use super::positions::POSITIONS;
use super::things::THINGS;
use super::whereabouts::WHEREABOUTS;
use oogmerk_bytes::cut::names_a_secret;

/// Every known heading. A word that stands twice means what it means first.
fn known() -> impl Iterator<Item = &'static Known> {
    [THINGS, KEYS, WHEREABOUTS, DEALINGS, POSITIONS].into_iter().flatten()
}

/// Words that stand before or behind a known one without changing it: "merk camera", "camera brand".
const FILLERS: [&str; 22] = [
    "camera",
    "cameras",
    "kamera",
    "kameras",
    "toestel",
    "apparaat",
    "gerat",
    "appareil",
    "equipment",
    "device",
    "de",
    "du",
    "la",
    "van",
    "van de",
    "the",
    "der",
    "des",
    "d",
    "l",
    "le",
    "eur",
];

/// What a heading means, if it is known.
pub(crate) fn meaning(heading: &str) -> Option<(Meaning, Certainty)> {
    if heading.len() > 200 {
        return None;
    }
    if names_a_secret(heading) {
        return Some((Meaning::Secret, Certainty::Exact));
    }
    let folded = fold(heading);
    if folded.is_empty() {
        return None;
    }
    let exact = |text: &str| known().find(|(_, words)| words.contains(&text)).map(|(m, _)| *m);
    if let Some(found) = exact(&folded) {
        return Some((found, Certainty::Exact));
    }
    let bare: Vec<&str> = folded.split(' ').filter(|w| !FILLERS.contains(w)).collect();
    if let Some(found) = exact(&bare.join(" ")) {
        return Some((found, Certainty::Exact));
    }
    among(&folded).map(|m| (m, Certainty::Word))
}

/// What the longest known phrase among the words means; single letters and the like say nothing among others.
///
/// "Merk van de installateur", "fabrikant/leverancier": where a dealer or an owner stands beside a brand, it is not said
/// that the brand is meant.
fn among(folded: &str) -> Option<Meaning> {
    let stands =
        |(m, w): &(Meaning, &str)| w.len() >= 3 && !matches!(m, Meaning::Number) && holds_phrase(folded, w);
    let phrases = || known().flat_map(|(m, words)| words.iter().map(move |w| (*m, *w))).filter(stands);
    let (longest, _) = phrases().max_by_key(|(_, w)| w.len())?;
    let names_a_firm = matches!(longest, Meaning::Type | Meaning::Field("brand" | "maker" | "model"));
    let role =
        || phrases().map(|(m, _)| m).find(|m| matches!(m, Meaning::Owner | Meaning::Field("supplier")));
    Some(names_a_firm.then(role).flatten().unwrap_or(longest))
}

/// Whether whole words of a folded text are these.
fn holds_phrase(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        let end = at + phrase.len();
        (at == 0 || text.as_bytes()[at - 1] == b' ') && (end == text.len() || text.as_bytes()[end] == b' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::headings::known::Meaning::{Field, Number, Owner, Person, Type};

    fn check(heading: &str, want: Option<Meaning>) {
        assert_eq!(meaning(heading).map(|(m, _)| m), want, "{heading}");
    }

    #[test]
    fn headings_of_four_languages_are_known() {
        for heading in
            ["Merk", "MARQUE :", "Marke", "Brand", "Merk camera", "Camera brand", "marque de la caméra"]
        {
            check(heading, Some(Field("brand")));
        }
        for heading in ["Serienummer", "N° de série", "Seriennummer", "S/N", "Serial No."] {
            check(heading, Some(Field("serial")));
        }
        for heading in ["Locatie", "Emplacement", "Implantation", "Standort", "Gebouw", "Bâtiment", "Gebäude"]
        {
            check(heading, Some(Field("place")));
        }
        for heading in ["Datum in dienst", "Date de mise en service", "Inbetriebnahme", "Installation date"] {
            check(heading, Some(Field("installed")));
        }
        for heading in ["FCC-ID", "FCC ID nummer", "Numéro FCC", "FCC-Kennung"] {
            check(heading, Some(Field("fcc_id")));
        }
        for heading in
            ["CE-fabrikant", "Fabricant selon CE", "Hersteller laut CE", "Declaration of conformity"]
        {
            check(heading, Some(Field("ce_manufacturer")));
        }
        check("IP-adres", Some(Field("ip")));
        check("Adresse IP (v4)", Some(Field("ip")));
        check("Breedte", Some(Field("latitude")));
        check("Längengrad", Some(Field("longitude")));
        check("Type", Some(Type));
        check("Nr.", Some(Number));
        check("N°", Some(Number));
        check("Wachtwoord", Some(Meaning::Secret));
        check("GSM contactpersoon", Some(Person));
        check("Postcode", None);
        check("", None);
    }

    #[test]
    fn who_owns_or_sells_it_is_not_its_brand() {
        for heading in [
            "Merk van de installateur",
            "Fabrikant/leverancier",
            "Hersteller / Lieferant",
            "Marque du revendeur",
            "Maintenance company",
            "Brand distributor",
            "Type leverancier",
        ] {
            check(heading, Some(Field("supplier")));
        }
        for heading in [
            "Company",
            "Company name",
            "Brand owner",
            "Eigenaar merk",
            "Owner type",
            "Marque du propriétaire",
        ] {
            check(heading, Some(Owner));
        }
        check("Merk recorder", Some(Field("brand")));
    }

    #[test]
    fn the_longest_known_phrase_wins() {
        check("Précision de l’implantation", Some(Field("place")));
        assert_eq!(meaning("Précision de l’implantation").map(|m| m.1), Some(Certainty::Word));
        check("Verantwoordelijke dienst (naam)", Some(Field("department")));
    }
}
