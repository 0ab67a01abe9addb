//! Compare: when an answer is the one that truth names. The rules are those of the corpora's own scorer, line by line,
//! so that figures here and there are the same; `./dev evaluate` holds both side by side.

use regex::Regex;
use std::sync::LazyLock;

/// Words of a firm's name that say nothing about which firm it is.
static FIRM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\b(co|ltd|inc|corp|corporation|company|limited|tech|technology|technologies|communications|digital|networks",
        r"|systems|ab|gmbh|hangzhou|zhejiang|shenzhen)\b\.?"
    ))
    .ok()
});

/// Names that are one firm, whatever is asked.
const ALIASES: &[(&str, &[&str])] = &[
    ("tplink", &["tapo", "kasa", "vigi"]),
    ("yi", &["xiaoyi"]),
    ("xiongmai", &["xm"]),
    ("ubiquiti", &["unifi"]),
    ("hp", &["hewlettpackard"]),
    ("2ntelekomunikace", &["2n"]),
    ("meritlilin", &["lilin"]),
    ("bosch", &["boschsecurity", "keenfinity"]),
    ("boschsecurity", &["bosch", "keenfinity"]),
    ("cpplus", &["cpplusworld"]),
];

/// Names that are one brand.
const BRAND_ALIASES: &[(&str, &[&str])] = &[
    ("hanwha", &["hanwhavision", "hanwhatechwin", "wisenet", "samsung", "samsungtechwin"]),
    ("hanwhatechwin", &["hanwha", "hanwhavision", "wisenet", "samsung"]),
    ("samsung", &["samsungtechwin", "wisenet", "hanwha", "hanwhavision"]),
];

/// Letters and digits of the Latin alphabet, lower case.
pub fn fold(text: &str) -> String {
    text.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect()
}

fn firm(text: &str) -> String {
    let lower = text.to_lowercase();
    FIRM.as_ref().map_or_else(|| fold(&lower), |firm| fold(&firm.replace_all(&lower, " ")))
}

/// Whether two names are of one maker.
pub fn same_maker(got: &str, want: &str) -> bool {
    same(got, want, &[])
}

/// Whether two names are of one brand.
pub fn same_brand(got: &str, want: &str) -> bool {
    same(got, want, BRAND_ALIASES)
}

fn same(got: &str, want: &str, more: &[(&str, &[&str])]) -> bool {
    let head = want.split(['(', ';']).next().unwrap_or_default();
    let (g, w) = (firm(got), firm(head));
    let is_alias = |table: &[(&str, &[&str])]| {
        table.iter().any(|(name, others)| *name == w && others.contains(&g.as_str()))
    };
    !g.is_empty() && (g == w || g == fold(head) || is_alias(ALIASES) || is_alias(more))
}

/// Whether two model names agree: equal, or one ends with the other.
pub fn same_model(got: &str, want: &str) -> bool {
    let (g, w) = (fold(got), fold(want));
    let is_long = g.len().min(w.len()) >= 4;
    !g.is_empty() && (g == w || (is_long && (g.ends_with(&w) || w.ends_with(&g))))
}

/// The first version in a text, number by number.
pub fn version(text: &str) -> Vec<u64> {
    static VERSION: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"[0-9]+(?:[._-][0-9]+)+|[0-9]+").ok());
    let found = VERSION.as_ref().and_then(|v| v.find(text)).map_or("", |m| m.as_str());
    found.split(['.', '_', '-']).filter_map(|n| n.parse().ok()).collect()
}

/// Whether two versions have the same numbers.
pub fn same_firmware(got: &str, want: &str) -> bool {
    !version(got).is_empty() && version(got) == version(want)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_what_firms_add() {
        assert!(same_maker("Hikvision", "Hangzhou Hikvision Digital Technology Co., Ltd."));
        assert!(same_maker("Xiongmai", "Hangzhou Xiongmai (XM)"));
        assert!(same_maker("TP-Link", "TP-Link (Tapo/Kasa)"));
        assert!(same_maker("Uniview", "Zhejiang Uniview Tech"));
        assert!(same_maker("2N", "2N Telekomunikace") && same_maker("LILIN", "Merit LILIN"));
        assert!(!same_maker("", "Axis"));
        assert!(!same_maker("Dahua", "Hikvision"));
        assert!(same_brand("Wisenet", "Samsung") && same_brand("Hanwha Vision", "Samsung"));
        assert!(!same_maker("Wisenet", "Samsung"));
    }

    #[test]
    fn models_and_versions_agree_by_their_ends_and_numbers() {
        assert!(same_model("M1065-LW", "AXIS M1065-LW"));
        assert!(!same_model("C21", "C210"));
        assert!(!same_model("Q7424-R Mk II", "Q7424-R"));
        assert!(same_firmware("V5.5.6", "5.5.6build 180326"));
        assert!(!same_firmware("", ""));
    }
}
