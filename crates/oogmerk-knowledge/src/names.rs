//! Printed names to keys. Folded spelling and listed aliases only: a name that is not listed has no key.

use std::collections::HashMap;

/// Legal forms and the words that firms put behind their names; stripped from the end, never from the middle.
const LEGAL: &[&str] = &[
    "co",
    "ltd",
    "limited",
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "company",
    "gmbh",
    "ag",
    "ab",
    "bv",
    "nv",
    "sa",
    "sas",
    "srl",
    "spa",
    "llc",
    "plc",
    "oy",
    "as",
    "kg",
    "pty",
    "pte",
    "technology",
    "technologies",
    "tech",
    "communications",
    "digital",
    "electronics",
    "systems",
    "system",
    "network",
    "networks",
    "international",
    "group",
    "holding",
    "holdings",
];
/// Places of registration that stand before a name.
const PLACES: &[&str] = &[
    "hangzhou",
    "zhejiang",
    "shenzhen",
    "guangzhou",
    "xiamen",
    "suzhou",
    "zhuhai",
    "shanghai",
    "beijing",
    "jinan",
];

/// Folded name → key.
#[derive(Debug, Default)]
pub(crate) struct Names(HashMap<String, String>);

impl Names {
    /// Records a name for a key. Gives the other key back where the name already belongs to it.
    pub(crate) fn add(&mut self, name: &str, key: &str) -> Option<String> {
        let folded = fold(name);
        if folded.is_empty() {
            return None;
        }
        match self.0.get(&folded) {
            Some(other) if other != key => Some(other.clone()),
            _ => {
                self.0.insert(folded, key.to_owned());
                None
            }
        }
    }

    /// The key of a name as printed, or of its form without place and legal words.
    pub(crate) fn key_of(&self, name: &str) -> Option<String> {
        if name.len() > 200 {
            return None;
        }
        if let Some(key) = self.0.get(&fold(name)) {
            return Some(key.clone());
        }
        let words = words(name);
        let mut slice = &words[..];
        loop {
            if let Some(key) = (!slice.is_empty()).then(|| self.0.get(&slice.concat())).flatten() {
                return Some(key.clone());
            }
            if let Some(key) = without_place(slice).and_then(|s| self.0.get(&s.concat())) {
                return Some(key.clone());
            }
            match slice.split_last() {
                Some((last, rest)) if LEGAL.contains(&last.as_str()) => slice = rest,
                _ => return None,
            }
        }
    }
}

fn without_place(words: &[String]) -> Option<&[String]> {
    let (first, rest) = words.split_first()?;
    (PLACES.contains(&first.as_str()) && !rest.is_empty()).then_some(rest)
}

/// Letters and digits, lower case; everything else parts words. Text inside brackets is left out.
fn words(name: &str) -> Vec<String> {
    let mut depth = 0usize;
    let plain: String = name
        .chars()
        .filter_map(|c| match c {
            '(' | '（' => {
                depth += 1;
                Some(' ')
            }
            ')' | '）' => {
                depth = depth.saturating_sub(1);
                Some(' ')
            }
            _ if depth > 0 => None,
            '.' | '\'' | '’' => None,
            c if c.is_alphanumeric() || c == '&' => Some(c),
            _ => Some(' '),
        })
        .collect();
    plain.split_whitespace().map(str::to_lowercase).collect()
}

/// One folded spelling for all ways to write a name.
pub(crate) fn fold(name: &str) -> String {
    words(name).concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_by_its_aliases_and_without_legal_words_and_never_guessed() {
        let mut names = Names::default();
        names.add("Hikvision", "hikvision");
        names.add("TP-Link", "tp-link");
        let check =
            |name: &str, want: Option<&str>| assert_eq!(names.key_of(name).as_deref(), want, "{name}");
        check("HIKVISION", Some("hikvision"));
        check("Hangzhou Hikvision Digital Technology Co., Ltd.", Some("hikvision"));
        check("TP-LINK TECHNOLOGIES CO.,LTD.", Some("tp-link"));
        check("tplink", Some("tp-link"));
        check("Hikvision reseller", None);
        check("Co., Ltd.", None);
        check("", None);
    }
}
