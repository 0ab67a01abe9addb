//! Printed names to keys. Folded spelling and listed aliases only: a name that is not listed has no key.

use crate::named::Named;

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
    "electronic",
    "electronics",
    "ent",
    "enterprise",
    "enterprises",
    "industries",
    "industry",
    "industrial",
    "security",
    "cctv",
    "europe",
    "deutschland",
    "benelux",
    "usa",
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
pub(crate) struct Names {
    keys: Named<String>,
    heads: Heads,
}

/// How names begin, four bytes of each or all of a shorter one: nearly every text that is held against the names begins
/// like none, and is known for that without being folded.
#[derive(Debug)]
struct Heads(Vec<u64>);

/// Bits of [`Heads`], as a power of two.
const HEADS: u32 = 16;

impl Default for Heads {
    fn default() -> Self {
        let mut heads = Self(vec![0; 1 << (HEADS - 6)]);
        // What stands behind a place is looked for as well.
        for place in PLACES {
            heads.add(place);
        }
        heads
    }
}

impl Heads {
    fn place(head: u32) -> (usize, u64) {
        let bit = head.wrapping_mul(0x9e37_79b1) >> (32 - HEADS);
        ((bit / 64) as usize, 1 << (bit % 64))
    }

    fn add(&mut self, folded: &str) {
        let head = folded.bytes().take(4).fold(0, |head, byte| head << 8 | u32::from(byte));
        let (word, bit) = Self::place(head);
        self.0[word] |= bit;
    }

    /// Whether a name may begin as a text of plain ASCII without brackets does.
    fn may_begin(&self, text: &str) -> bool {
        let letters = text.bytes().filter(|b| b.is_ascii_alphanumeric() || *b == b'&').take(4);
        let mut head = 0;
        letters.map(|b| u32::from(b.to_ascii_lowercase())).any(|letter| {
            head = head << 8 | letter;
            let (word, bit) = Self::place(head);
            self.0[word] & bit != 0
        })
    }
}

impl Names {
    /// Records a name for a key. Gives the other key back where the name already belongs to it.
    pub(crate) fn add(&mut self, name: &str, key: &str) -> Option<String> {
        let folded = fold(name);
        if folded.is_empty() {
            return None;
        }
        match self.keys.get(&folded) {
            Some(other) if other != key => Some(other.clone()),
            _ => {
                self.heads.add(&folded);
                self.keys.insert(folded, key.to_owned());
                None
            }
        }
    }

    /// Whether a name may begin as a text does.
    pub(crate) fn may_begin(&self, text: &str) -> bool {
        !text.is_ascii() || text.contains('(') || self.heads.may_begin(text)
    }

    /// The key of a name as printed, or of its form without place and legal words.
    pub(crate) fn key_of(&self, name: &str) -> Option<String> {
        if name.len() > 200 || !self.may_begin(name) {
            return None;
        }
        let folded = Folded::of(name);
        let mut words = folded.ends.len();
        // From which byte on, without a place in front: where there is one, and something behind it.
        let behind = folded.ends.first().copied().filter(|end| PLACES.contains(&&folded.text[..*end]));
        while words > 0 {
            let end = folded.ends[words - 1];
            let without_place = behind.filter(|_| words > 1).map(|from| &folded.text[from..end]);
            let found = self.keys.get(&folded.text[..end]);
            if let Some(key) = found.or_else(|| self.keys.get(without_place?)) {
                return Some(key.clone());
            }
            let begin = words.checked_sub(2).map_or(0, |before| folded.ends[before]);
            if !LEGAL.contains(&&folded.text[begin..end]) {
                return None;
            }
            words -= 1;
        }
        None
    }
}

/// The words of a name one after another, and where each ends: some words in a row are a part of the text.
struct Folded {
    text: String,
    ends: Vec<usize>,
}

impl Folded {
    fn of(name: &str) -> Self {
        if name.is_ascii() { Self::of_ascii(name) } else { Self::of_words(&words(name)) }
    }

    fn of_words(words: &[String]) -> Self {
        let mut folded = Self { text: String::new(), ends: Vec::with_capacity(words.len()) };
        for word in words {
            folded.text.push_str(word);
            folded.ends.push(folded.text.len());
        }
        folded
    }

    /// As [`words`] has it, in one pass: nearly every name is plain ASCII, and every word of a title may be one.
    fn of_ascii(name: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(name.len()), ends: Vec::with_capacity(4) };
        let (mut depth, mut begin) = (0usize, 0);
        for byte in name.bytes() {
            match byte {
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                _ if depth > 0 => continue,
                b'.' | b'\'' => continue,
                b'&' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                    folded.text.push(char::from(byte.to_ascii_lowercase()));
                    continue;
                }
                _ => {}
            }
            if folded.text.len() > begin {
                begin = folded.text.len();
                folded.ends.push(begin);
            }
        }
        if folded.text.len() > begin {
            folded.ends.push(folded.text.len());
        }
        folded
    }
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
    fn plain_names_are_folded_as_all_others() {
        for name in [
            "Hangzhou Hikvision Digital Technology Co., Ltd.",
            "A(b (c) d)e f)g",
            "AT&T's  x-1_2",
            " .'. ",
            "(all of it",
            "",
        ] {
            let (one, other) = (Folded::of_ascii(name), Folded::of_words(&words(name)));
            assert_eq!((one.text, one.ends), (other.text, other.ends), "{name}");
        }
    }

    #[test]
    fn a_name_is_known_by_its_aliases_and_without_legal_words_and_never_guessed() {
        let mut names = Names::default();
        names.add("Hikvision", "hikvision");
        names.add("TP-Link", "tp-link");
        names.add("LG", "lg");
        let check =
            |name: &str, want: Option<&str>| assert_eq!(names.key_of(name).as_deref(), want, "{name}");
        check("HIKVISION", Some("hikvision"));
        check("Hangzhou Hikvision Digital Technology Co., Ltd.", Some("hikvision"));
        check("TP-LINK TECHNOLOGIES CO.,LTD.", Some("tp-link"));
        check("tplink", Some("tp-link"));
        check("Co. Hikvision", None);
        check("HIK vision", Some("hikvision"));
        check("(old) Hikvision", Some("hikvision"));
        check("L.G. Electronics", Some("lg"));
        check("Hikvision reseller", None);
        check("Co., Ltd.", None);
        check("", None);
    }
}
