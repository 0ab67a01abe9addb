//! What a heading of a list means, in Dutch, French, German and English.
//!
//! A heading that says "manufacturer" names, in the lists people keep, what is printed on the thing: it is the brand
//! unless the list has a brand column beside it. Headings of secrets and of people are known so that their columns
//! are left out.

use oogmerk_bytes::cut::names_a_secret;

/// What a column is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A field of `sheet.*` or `label.*`, by its last part.
    Field(&'static str),
    /// Kind or model, by what stands in it.
    Type,
    /// Latitude and longitude in one cell.
    Coordinates,
    /// A number that may be an asset's or a mere row number.
    Number,
    /// Passwords and the like.
    Secret,
    /// Telephone numbers, addresses and names of people.
    Person,
}

/// How sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// The heading holds a known word among others.
    Word,
    /// The heading is a known word.
    Exact,
}

use Meaning::{Coordinates, Field, Number, Person, Type};

/// Known headings, folded as [`fold`] does.
const WORDS: &[(Meaning, &[&str])] = &[
    (
        Field("brand"),
        &[
            "merk",
            "merknaam",
            "marque",
            "marke",
            "brand",
            "brand name",
            "fabrikaat",
            "fabrikat",
            "make",
            "cameramerk",
        ],
    ),
    (
        Field("maker"),
        &[
            "fabrikant",
            "fabricant",
            "hersteller",
            "manufacturer",
            "maker",
            "producent",
            "constructeur",
            "producer",
            "vendor",
            "herstellername",
            "company",
        ],
    ),
    (
        Field("model"),
        &[
            "model",
            "modele",
            "modell",
            "modelnummer",
            "modelnr",
            "model nr",
            "model no",
            "model number",
            "model name",
            "modelnaam",
            "typenummer",
            "typenr",
            "type nr",
            "typenaam",
            "type nummer",
            "modellnummer",
            "modellbezeichnung",
            "typbezeichnung",
            "numero de modele",
            "reference modele",
            "merk en type",
            "product",
            "produit",
            "produkt",
            "productnaam",
            "artikel",
            "artikelnummer",
            "part number",
            "models",
        ],
    ),
    (
        Type,
        &[
            "type",
            "typ",
            "type camera",
            "cameratype",
            "kameratyp",
            "camera type",
            "type toestel",
            "type de camera",
            "type cam",
        ],
    ),
    (
        Field("kind"),
        &[
            "soort",
            "soort toestel",
            "soort camera",
            "categorie",
            "category",
            "kategorie",
            "art",
            "gerateart",
            "type d appareil",
            "type appareil",
            "device type",
            "kind",
            "camerasoort",
            "nature",
            "kamera art",
            "kameraart",
            "toesteltype",
        ],
    ),
    (
        Field("fcc_id"),
        &["fcc id", "fcc", "fccid", "fcc nummer", "fcc number", "numero fcc", "fcc nr", "fcc kennung"],
    ),
    (
        Field("ce_manufacturer"),
        &[
            "ce fabrikant",
            "ce fabricant",
            "ce hersteller",
            "ce manufacturer",
            "fabrikant volgens ce",
            "fabricant selon ce",
            "hersteller laut ce",
            "manufacturer in declaration",
            "conformiteitsverklaring",
            "declaration de conformite",
            "konformitatserklarung",
            "declaration of conformity",
        ],
    ),
    (
        Field("country_mark"),
        &[
            "made in",
            "land van herkomst",
            "herkomstland",
            "gemaakt in",
            "pays d origine",
            "fabrique en",
            "ursprungsland",
            "herkunftsland",
            "country of origin",
            "country mark",
        ],
    ),
    (
        Field("date_code"),
        &[
            "datumcode",
            "date code",
            "code date",
            "datecode",
            "productiedatum",
            "date de fabrication",
            "herstellungsdatum",
            "production date",
            "manufacturing date",
            "date of manufacture",
        ],
    ),
    (
        Field("serial"),
        &[
            "serienummer",
            "serienr",
            "serie nr",
            "serie nummer",
            "s n",
            "sn",
            "serial",
            "serial number",
            "serial no",
            "serial nr",
            "n de serie",
            "n serie",
            "no serie",
            "numero de serie",
            "num serie",
            "no de serie",
            "seriennummer",
            "seriennr",
            "serien nr",
            "sernr",
            "fabrieksnummer",
        ],
    ),
    (
        Field("mac"),
        &[
            "mac",
            "mac adres",
            "macadres",
            "mac address",
            "macaddress",
            "adresse mac",
            "mac adresse",
            "macadresse",
            "ethernet address",
            "hardware address",
            "mac addr",
        ],
    ),
    (
        Field("ip"),
        &[
            "ip",
            "ip adres",
            "ipadres",
            "ip address",
            "ipaddress",
            "adresse ip",
            "ip adresse",
            "ipadresse",
            "ipv4",
            "ip addr",
            "ipv4 adres",
            "ip nummer",
        ],
    ),
    (
        Field("firmware"),
        &[
            "firmware",
            "firmwareversie",
            "firmware versie",
            "firmware version",
            "version firmware",
            "version du firmware",
            "micrologiciel",
            "softwareversie",
            "version logicielle",
        ],
    ),
    (
        Field("place"),
        &[
            "locatie",
            "lokatie",
            "location",
            "site",
            "gebouw",
            "adres",
            "straat",
            "plaats",
            "standplaats",
            "emplacement",
            "implantation",
            "lieu",
            "adresse",
            "batiment",
            "rue",
            "localisation",
            "standort",
            "gebaude",
            "ort",
            "strasse",
            "anschrift",
            "address",
            "building",
            "street",
            "place",
            "campus",
            "vestiging",
            "locatienaam",
            "location name",
            "site name",
            "installatieplaats",
            "plaats van opstelling",
            "opstelplaats",
            "lieu d implantation",
            "liegenschaft",
            "objekt",
            "cameralocatie",
            "camera locatie",
            "feature alias",
            "featurealias",
            "montageort",
            "einbauort",
        ],
    ),
    (
        Field("room"),
        &[
            "lokaal",
            "ruimte",
            "verdieping",
            "kamer",
            "etage",
            "local",
            "salle",
            "piece",
            "niveau",
            "raum",
            "stockwerk",
            "geschoss",
            "zimmer",
            "room",
            "floor",
            "level",
            "bouwlaag",
            "lokaalnummer",
            "raumnummer",
        ],
    ),
    (
        Field("department"),
        &[
            "dienst",
            "afdeling",
            "service",
            "departement",
            "direction",
            "abteilung",
            "amt",
            "dezernat",
            "dienststelle",
            "department",
            "unit",
            "eenheid",
            "team",
            "sector",
            "beherende dienst",
            "service gestionnaire",
            "fachbereich",
            "verantwoordelijke dienst",
            "zone",
        ],
    ),
    (
        Field("purpose"),
        &[
            "doel",
            "doeleinde",
            "doeleinden",
            "doelstelling",
            "finalite",
            "finalites",
            "but",
            "objectif",
            "motif",
            "zweck",
            "verwendungszweck",
            "purpose",
            "reason",
            "usage",
            "gebruik",
        ],
    ),
    (
        Field("legal_ground"),
        &[
            "rechtsgrond",
            "wettelijke grond",
            "wettelijke basis",
            "grondslag",
            "base legale",
            "fondement juridique",
            "base juridique",
            "rechtsgrundlage",
            "legal ground",
            "legal basis",
            "lawful basis",
        ],
    ),
    (
        Field("supplier"),
        &[
            "leverancier",
            "fournisseur",
            "lieferant",
            "supplier",
            "installateur",
            "installer",
            "installatiefirma",
            "aannemer",
            "prestataire",
            "distributeur",
            "errichter",
            "contractor",
            "leveranciersnaam",
        ],
    ),
    (
        Field("installed"),
        &[
            "datum in dienst",
            "in dienst",
            "in dienst sinds",
            "datum indienststelling",
            "indienststelling",
            "datum ingebruikname",
            "ingebruikname",
            "in gebruik sinds",
            "installatiedatum",
            "datum installatie",
            "plaatsingsdatum",
            "datum plaatsing",
            "geplaatst op",
            "date de mise en service",
            "mise en service",
            "date mise en service",
            "date d installation",
            "date installation",
            "date de pose",
            "inbetriebnahme",
            "inbetriebnahmedatum",
            "datum inbetriebnahme",
            "datum der inbetriebnahme",
            "installationsdatum",
            "einbaudatum",
            "commissioning date",
            "commissioned",
            "install date",
            "installation date",
            "date installed",
            "installed",
            "installed on",
            "in service since",
            "in use since",
            "in service date",
        ],
    ),
    (
        Field("bought"),
        &[
            "aankoopdatum",
            "datum aankoop",
            "aangekocht op",
            "gekocht op",
            "factuurdatum",
            "datum factuur",
            "date d achat",
            "date achat",
            "achete le",
            "date de facture",
            "date facture",
            "kaufdatum",
            "anschaffungsdatum",
            "rechnungsdatum",
            "purchase date",
            "date of purchase",
            "date purchased",
            "bought on",
            "purchased on",
            "invoice date",
        ],
    ),
    (
        Field("price"),
        &[
            "prijs",
            "aankoopprijs",
            "kostprijs",
            "aanschafprijs",
            "aanschafwaarde",
            "prix",
            "prix d achat",
            "cout",
            "montant",
            "preis",
            "kaufpreis",
            "anschaffungswert",
            "anschaffungspreis",
            "price",
            "purchase price",
            "cost",
            "bedrag",
            "kosten",
            "prijs eur",
            "prix eur",
        ],
    ),
    (
        Field("count"),
        &[
            "aantal",
            "aantal camera s",
            "aantal cameras",
            "nombre",
            "nombre de cameras",
            "nb",
            "nb cameras",
            "quantite",
            "qte",
            "anzahl",
            "stuckzahl",
            "menge",
            "count",
            "quantity",
            "qty",
            "stuks",
            "number of cameras",
            "anzahl kameras",
        ],
    ),
    (
        Field("asset"),
        &[
            "asset",
            "assetnummer",
            "asset number",
            "asset nr",
            "asset no",
            "asset tag",
            "asset id",
            "inventarisnummer",
            "inventarisnr",
            "inventaris nr",
            "inventarisnummer camera",
            "numero d inventaire",
            "no inventaire",
            "n inventaire",
            "n d inventaire",
            "inventarnummer",
            "inventar nr",
            "inventarnr",
            "inventory number",
            "inventory no",
            "camera id",
            "cameraid",
            "cameranummer",
            "camera nr",
            "cameranr",
            "camera nummer",
            "kameranummer",
            "kamera nr",
            "numero camera",
            "numero de camera",
            "numero de la camera",
            "n camera",
            "camera number",
            "camera no",
            "toestelnummer",
            "identificatie",
            "identificatienummer",
            "identifiant",
            "kennung",
            "cameracode",
            "code camera",
            "unique id",
        ],
    ),
    (
        Number,
        &[
            "nummer",
            "nr",
            "numero",
            "no",
            "n",
            "num",
            "id",
            "volgnummer",
            "volgnr",
            "featurenum",
            "feature num",
            "lfd nr",
            "laufende nummer",
            "number",
            "nbr",
            "rang",
            "ref",
            "referentie",
            "reference",
            "referenz",
        ],
    ),
    (
        Field("latitude"),
        &[
            "breedte",
            "breedtegraad",
            "latitude",
            "lat",
            "breite",
            "breitengrad",
            "gps lat",
            "geo lat",
            "wgs84 lat",
            "lat wgs84",
        ],
    ),
    (
        Field("longitude"),
        &[
            "lengte",
            "lengtegraad",
            "longitude",
            "lon",
            "long",
            "lng",
            "lange",
            "langengrad",
            "gps lon",
            "gps long",
            "geo lon",
            "wgs84 lon",
            "lon wgs84",
        ],
    ),
    (
        Coordinates,
        &[
            "coordinaten",
            "gps",
            "gps coordinaten",
            "coordonnees",
            "coordonnees gps",
            "koordinaten",
            "coordinates",
            "lat lon",
            "latlon",
            "lat long",
            "geo point",
            "geo point 2d",
            "geopunt",
        ],
    ),
    (
        Person,
        &[
            "contact",
            "contactpersoon",
            "telefoon",
            "telefoonnummer",
            "tel",
            "gsm",
            "email",
            "e mail",
            "mail",
            "telephone",
            "mobile",
            "handy",
            "telefon",
            "responsable",
            "ansprechpartner",
            "verantwoordelijke",
            "verantwortlicher",
            "personne de contact",
            "phone",
            "contact person",
            "courriel",
        ],
    ),
];

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

/// Lower case, accents dropped, everything but letters and digits made one space.
pub(super) fn fold(heading: &str) -> String {
    let mut out = String::with_capacity(heading.len());
    for c in heading.to_lowercase().chars() {
        let plain = match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
            'ç' => 'c',
            'è' | 'é' | 'ê' | 'ë' => 'e',
            'ì' | 'í' | 'î' | 'ï' => 'i',
            'ñ' => 'n',
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
            'ù' | 'ú' | 'û' | 'ü' => 'u',
            'ý' | 'ÿ' => 'y',
            'ß' => {
                out.push('s');
                's'
            }
            // Accents written as characters of their own.
            '\u{300}'..='\u{36f}' => continue,
            c if c.is_alphanumeric() => c,
            _ => ' ',
        };
        if plain != ' ' || !(out.is_empty() || out.ends_with(' ')) {
            out.push(plain);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// What a heading means, if it is known.
pub(super) fn meaning(heading: &str) -> Option<(Meaning, Certainty)> {
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
    let exact = |text: &str| WORDS.iter().find(|(_, words)| words.contains(&text)).map(|(m, _)| *m);
    if let Some(found) = exact(&folded) {
        return Some((found, Certainty::Exact));
    }
    let bare: Vec<&str> = folded.split(' ').filter(|w| !FILLERS.contains(w)).collect();
    if let Some(found) = exact(&bare.join(" ")) {
        return Some((found, Certainty::Exact));
    }
    // The longest known phrase among the words; single letters and the like say nothing among others.
    WORDS
        .iter()
        .flat_map(|(m, words)| words.iter().map(move |w| (*m, *w)))
        .filter(|(m, w)| w.len() >= 3 && !matches!(m, Meaning::Number) && holds_phrase(&folded, w))
        .max_by_key(|(_, w)| w.len())
        .map(|(m, _)| (m, Certainty::Word))
}

/// Whether whole words of a folded text are these.
fn holds_phrase(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        let end = at + phrase.len();
        (at == 0 || text.as_bytes()[at - 1] == b' ') && (end == text.len() || text.as_bytes()[end] == b' ')
    })
}

/// Words that stand in a column of kinds rather than of models.
const KIND_WORDS: [&str; 26] = [
    "dome",
    "bullet",
    "ptz",
    "vast",
    "vaste",
    "fixe",
    "fixed",
    "fest",
    "speeddome",
    "speed dome",
    "turret",
    "kubus",
    "cube",
    "analoog",
    "analog",
    "analogique",
    "ip",
    "camera",
    "kamera",
    "recorder",
    "nvr",
    "dvr",
    "anpr",
    "thermisch",
    "thermique",
    "intercom",
];

/// Whether most values of a column are kinds of things.
pub(super) fn are_kinds<'v>(values: impl Iterator<Item = &'v str>) -> bool {
    let (mut kinds, mut all) = (0, 0);
    for value in values.map(fold).filter(|v| !v.is_empty()) {
        all += 1;
        let word = value
            .split(' ')
            .any(|w| KIND_WORDS.contains(&w) || w.ends_with("camera") || w.ends_with("kamera"));
        kinds += usize::from(word && !value.bytes().any(|b| b.is_ascii_digit()));
    }
    all > 0 && kinds * 2 > all
}

/// Whether a cell says in so many words that nobody knows.
pub(super) fn is_unknown(value: &str) -> bool {
    const WORDS: [&str; 30] = [
        "onbekend",
        "niet bekend",
        "niet gekend",
        "ongekend",
        "geen",
        "inconnu",
        "inconnue",
        "inconnus",
        "inconnues",
        "non connu",
        "non connue",
        "aucun",
        "aucune",
        "unbekannt",
        "nicht bekannt",
        "keine",
        "keiner",
        "kein",
        "unknown",
        "not known",
        "none",
        "n a",
        "na",
        "nvt",
        "n v t",
        "nc",
        "n c",
        "tbd",
        "null",
        "nan",
    ];
    let folded = fold(value);
    folded.is_empty() || WORDS.contains(&folded.as_str())
}

/// Whether a cell holds what a spreadsheet shows where a formula failed (`#N/A`, `#REF!`, `#VERW!` …).
pub(super) fn is_failed(value: &str) -> bool {
    let value = value.trim();
    value.len() > 2
        && value.len() <= 12
        && value.starts_with('#')
        && value[1..].bytes().all(|b| b.is_ascii_uppercase() || matches!(b, b'/' | b'!' | b'?' | b'0'))
}

/// Whether a row's first words are those of a sum.
pub(super) fn is_total(value: &str) -> bool {
    const WORDS: [&str; 13] = [
        "totaal",
        "subtotaal",
        "eindtotaal",
        "total",
        "sous total",
        "total general",
        "grand total",
        "subtotal",
        "gesamt",
        "summe",
        "gesamtsumme",
        "zwischensumme",
        "somme",
    ];
    let folded = fold(value);
    WORDS.iter().any(|w| folded == *w || folded.strip_prefix(w).is_some_and(|r| r.starts_with(' ')))
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn the_longest_known_phrase_wins() {
        check("Précision de l’implantation", Some(Field("place")));
        assert_eq!(meaning("Précision de l’implantation").map(|m| m.1), Some(Certainty::Word));
        check("Verantwoordelijke dienst (naam)", Some(Field("department")));
    }

    #[test]
    fn a_column_of_kinds_is_told_from_one_of_models() {
        assert!(are_kinds(["Dome", "bullet camera", "PTZ"].into_iter()));
        assert!(!are_kinds(["DS-2CD2143G2-I", "P3245-LV", "dome"].into_iter()));
        assert!(!are_kinds(std::iter::empty()));
    }

    #[test]
    fn unknown_is_a_word_in_every_language() {
        for value in ["inconnue", "Onbekend", "unbekannt", "N/A", "-", "?", "n.v.t."] {
            assert!(is_unknown(value), "{value}");
        }
        for value in ["Stadhuis", "0", "Kein Ort"] {
            assert!(!is_unknown(value), "{value}");
        }
        for value in ["#N/A", "#REF!", "#DIV/0!", "#NAME?"] {
            assert!(is_failed(value), "{value}");
        }
        assert!(!is_failed("#12") && !is_failed("#") && !is_failed("# hal"));
    }
}
