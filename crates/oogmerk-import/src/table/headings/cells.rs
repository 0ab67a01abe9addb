//! What cells say besides values: kinds of things, "unknown" in so many words, failed formulas, sums.

use super::fold::fold;

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
pub(crate) fn are_kinds<'v>(values: impl Iterator<Item = &'v str>) -> bool {
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
pub(crate) fn is_unknown(value: &str) -> bool {
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
pub(crate) fn is_failed(value: &str) -> bool {
    let value = value.trim();
    value.len() > 2
        && value.len() <= 12
        && value.starts_with('#')
        && value[1..].bytes().all(|b| b.is_ascii_uppercase() || matches!(b, b'/' | b'!' | b'?' | b'0'))
}

/// Whether a row's first words are those of a sum.
pub(crate) fn is_total(value: &str) -> bool {
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
