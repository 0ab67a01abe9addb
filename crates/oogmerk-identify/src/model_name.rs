//! Model names and firmware versions as text: what is decoration, what is empty, what agrees with what.
//!
//! No maker is known here except through the knowledge base: a brand in front of a model is a name it can look up.

use oogmerk_knowledge::Oracle;

/// Words that say what sort of thing it is and never which.
const KIND_WORDS: &[&str] = &[
    "network",
    "ip",
    "internet",
    "web",
    "video",
    "camera",
    "cam",
    "ipcam",
    "ipcamera",
    "dome",
    "bullet",
    "fixed",
    "digital",
    "recorder",
    "nvr",
    "dvr",
    "xvr",
    "hvr",
    "ipc",
    "encoder",
    "server",
    "device",
    "onvif",
    "rtsp",
    "h264",
    "h.264",
    "h265",
    "hd",
    "wireless",
    "wifi",
    "door",
    "station",
    "generic",
    "embedded",
    "embed",
    "net",
    "surveillance",
    "security",
    "webcam",
    "system",
    "unit",
    "product",
    "blade",
    "model",
    "upnp",
    "basic",
    "mini",
    "indoor",
    "outdoor",
    "series",
];

/// Words that begin the description behind a model: what stands from here on is no longer its name. `Dome` and
/// `Bullet` are not among them, because makers put them in names.
const DESCRIPTION_WORDS: &[&str] = &["network", "ip", "internet", "camera", "video", "digital"];

/// Whether a text names nothing: empty, `unknown`, or made of kind words only.
pub(crate) fn is_empty_word(text: &str) -> bool {
    let text = text.trim();
    if !text.chars().any(char::is_alphanumeric) {
        return true;
    }
    let mut words =
        text.split(|c: char| !(c.is_alphanumeric() || c == '.')).filter(|w| !w.is_empty()).peekable();
    let empty = [
        "unknown",
        "none",
        "null",
        "n",
        "a",
        "na",
        "default",
        "private",
        "oem",
        "general",
        "other",
        "undefined",
        "test",
        "unnamed",
    ];
    words.all(|w| {
        let w = w.to_lowercase();
        KIND_WORDS.contains(&w.as_str()) || empty.contains(&w.as_str())
    })
}

/// The model alone: without the brand in front, the kind behind, and the sales region in brackets.
///
/// `AXIS M1065-LW Network Camera` gives `M1065-LW`, `C210(EU)` gives `C210`, `P3225-LV Mk II` stays as it is.
pub(crate) fn tidy_model(text: &str, oracle: &dyn Oracle) -> String {
    let mut rest = text.trim().trim_matches(['"', '\'']).trim();
    rest = without_brand(rest, oracle);
    let (mut end, mut seen_digit) = (0, false);
    for (at, word) in words_with_places(rest) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        // A firm's name may hold a digit itself (2N), and is no model.
        let is_name = || rest.get(..end).is_some_and(|head| oracle.key_of_name(head.trim()).is_some());
        if seen_digit && DESCRIPTION_WORDS.contains(&bare.as_str()) && !is_name() {
            break;
        }
        seen_digit |= word.chars().any(|c| c.is_ascii_digit());
        end = at + word.len();
    }
    without_region(rest.get(..end).unwrap_or(rest).trim()).to_owned()
}

fn words_with_places(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr() as usize;
    text.split_whitespace().map(move |word| (word.as_ptr() as usize - start, word))
}

/// Cuts a brand the knowledge base knows from the front, if a model is left behind it.
fn without_brand<'t>(text: &'t str, oracle: &dyn Oracle) -> &'t str {
    let places: Vec<usize> = words_with_places(text).map(|(at, _)| at).skip(1).take(2).collect();
    for at in places.into_iter().rev() {
        let (head, tail) = text.split_at(at);
        let has_model = tail.chars().any(|c| c.is_ascii_digit());
        if has_model && !head.chars().any(|c| c.is_ascii_digit()) && oracle.key_of_name(head.trim()).is_some()
        {
            return tail;
        }
    }
    text
}

/// Cuts `(EU)`, `(US)` … from the end.
fn without_region(text: &str) -> &str {
    let Some(head) = text.strip_suffix(')') else { return text };
    let Some((head, region)) = head.rsplit_once('(') else { return text };
    if (2..=3).contains(&region.len()) && region.bytes().all(|b| b.is_ascii_uppercase()) {
        head.trim_end()
    } else {
        text
    }
}

/// Letters and digits, lower case.
pub(crate) fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether two readings can be of one model: equal, or one is the other with more around it.
pub(crate) fn models_agree(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    a == b || (a.len().min(b.len()) >= 4 && (a.contains(&b) || b.contains(&a)))
}

/// Whether two readings can be of one serial: equal, or one ends with the other.
pub(crate) fn serials_agree(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    a == b
        || (a.len().min(b.len()) >= 7
            && (a.ends_with(&b) || b.ends_with(&a) || a.starts_with(&b) || b.starts_with(&a)))
}

/// Whether two readings can be of one firmware: the same numbers, or the shorter is the beginning of the longer.
pub(crate) fn firmwares_agree(a: &str, b: &str) -> bool {
    let (na, nb) = (numbers(a), numbers(b));
    if na.is_empty() || nb.is_empty() {
        return fold(a) == fold(b);
    }
    na.starts_with(&nb) || nb.starts_with(&na)
}

/// All numbers of a text, without leading zeros.
fn numbers(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .map(|run| {
            let trimmed = run.trim_start_matches('0');
            if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() }
        })
        .collect()
}

/// Whether a text can be a version at all: it holds a digit.
pub(crate) fn is_version(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit())
}

/// Whether a word is a version and nothing else: numbers with dots between, a `V` in front and letters behind allowed.
pub(crate) fn is_version_text(word: &str) -> bool {
    let bare = word.strip_prefix(['v', 'V']).unwrap_or(word);
    let mut groups = bare.split('.');
    let is_number = |g: &str| !g.is_empty() && g.len() <= 10 && g.bytes().all(|b| b.is_ascii_digit());
    let starts = |g: &str| g.starts_with(|c: char| c.is_ascii_digit());
    word.len() <= 48
        && groups.next().is_some_and(is_number)
        && groups.next().is_some_and(starts)
        && bare.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
}

/// The first piece of a name that may be a model and is what is sought: of each word, with the next one where it has no
/// digit itself, without a hanging MAC or version, and in its own pieces; words with `_` in them come first as a whole.
pub(crate) fn find_piece<T>(text: &str, mut sought: impl FnMut(&str) -> Option<T>) -> Option<T> {
    let cut = |c: char| {
        c.is_whitespace()
            || matches!(c, ',' | ';' | '(' | ')' | '"' | '\'' | '=' | '<' | '>' | '[' | ']' | '|' | '_' | ':')
    };
    let has_digit = |word: &str| word.bytes().any(|b| b.is_ascii_digit());
    // Where no blanks and strokes may stand, in names of hosts, `_` stands for them: `DS_2CD2143G2_I`.
    if text.contains('_') {
        let joined = text.split(|c: char| cut(c) && c != '_').filter(|w| w.contains('_')).take(4);
        for word in joined.filter(|w| w.len() >= 3 && has_digit(w)) {
            if let Some(found) = sought(word).or_else(|| sought(&word.replace('_', "-"))) {
                return Some(found);
            }
        }
    }
    let mut words = text.split(cut).filter(|w| !w.is_empty()).take(24).peekable();
    let mut pair = String::new();
    while let Some(word) = words.next() {
        let word = word.trim_matches(['.', '-', '/']);
        if let Some(next) = words.peek().filter(|_| !has_digit(word)) {
            pair.clear();
            pair.extend([word, " ", next.trim_matches(['.', '-'])]);
            if let Some(found) = sought(&pair) {
                return Some(found);
            }
        }
        if !has_digit(word) {
            continue;
        }
        let bare = without_version_tail(word.strip_suffix(".local").unwrap_or(word));
        let unnamed = without_mac_tail(bare);
        // `Acme Co., Ltd.-XC-100-0123456789AB`: a stop ends the firm's name in a certificate.
        let behind = unnamed.rsplit_once(".-").map(|(_, tail)| tail);
        let pieces = [Some(unnamed), behind, without_place_tail(unnamed)].into_iter().flatten();
        for piece in pieces.chain(bare.split('/')) {
            if piece.len() >= 3
                && has_digit(piece)
                && let Some(found) = sought(piece)
            {
                return Some(found);
            }
        }
    }
    None
}

/// All of them.
pub(crate) fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let _: Option<()> = find_piece(text, |piece| {
        if !pieces.iter().any(|p| p == piece) {
            pieces.push(piece.to_owned());
        }
        None
    });
    pieces
}

/// `DS-2CD2143G2-I/5.7.3`: what stands behind the stroke is a version.
fn without_version_tail(word: &str) -> &str {
    word.rsplit_once('/').filter(|(_, tail)| is_version_text(tail)).map_or(word, |(head, _)| head)
}

/// `RLC-520A-voordeur`: what stands behind the last number in small letters is where it hangs.
fn without_place_tail(word: &str) -> Option<&str> {
    let mut head = word;
    while let Some((rest, tail)) = head.rsplit_once('-')
        && tail.chars().all(char::is_lowercase)
        && tail.chars().count() > 2
    {
        head = rest;
    }
    (head.len() < word.len()).then_some(head)
}

/// `DCS-935L-B0C554255B0E`: what stands behind the last stroke is a hardware address, or a half of one.
pub(crate) fn without_mac_tail(word: &str) -> &str {
    match word.rsplit_once('-') {
        Some((head, tail))
            if (6..=12).contains(&tail.len())
                && tail.len() % 2 == 0
                && tail.bytes().all(|b| b.is_ascii_hexdigit()) =>
        {
            head
        }
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::SmallOracle;

    #[test]
    fn decoration_is_cut_and_the_name_is_kept() {
        let oracle = SmallOracle::new();
        let check = |text: &str, want: &str| assert_eq!(tidy_model(text, &oracle), want, "{text}");
        check("AXIS M1065-LW Network Camera", "M1065-LW");
        check("M3045-V", "M3045-V");
        check("C210(EU)", "C210");
        check("P3225-LV Mk II", "P3225-LV Mk II");
        check("HIKVISION DS-2CD2385G1-I", "DS-2CD2385G1-I");
        check("UVC G4 Dome", "UVC G4 Dome");
        check("DS-2CD2346G2-ISU/SL", "DS-2CD2346G2-ISU/SL");
        check(" UA Intercom ", "UA Intercom");
        check("9Q IP Camera", "9Q");
        check("2N IP Verso", "2N IP Verso");
        check("", "");
    }

    #[test]
    fn words_for_the_sort_of_thing_name_nothing() {
        let check = |text: &str, want: bool| assert_eq!(is_empty_word(text), want, "{text}");
        for text in ["", "--", "Network Camera", "IP Camera", "NVR", "n/a", "Unknown", "Private"] {
            check(text, true);
        }
        for text in ["UA Intercom", "M3045-V", "C210"] {
            check(text, false);
        }
    }

    #[test]
    fn longer_forms_agree_with_shorter_ones() {
        assert!(models_agree("DS-2CD2385G1-I", "DS-2CD2385G1"));
        assert!(models_agree("AXIS M3045-V", "m3045v"));
        assert!(!models_agree("C21", "C210"));
        assert!(!models_agree("DS-2CD2385G1-I", "DS-2CD2386G2-I"));
        assert!(firmwares_agree("V5.5.6", "V5.5.6build 180326"));
        assert!(firmwares_agree("1.04b12", "1.4b12"));
        assert!(!firmwares_agree("5.5.6", "5.5.7"));
        assert!(serials_agree("DS-2CD2385G1-I20190701AAWRD12345678", "20190701AAWRD12345678"));
        assert!(!serials_agree("123456", "3456"));
    }

    #[test]
    fn a_name_is_read_piece_by_piece() {
        let check = |text: &str, want: &[&str]| {
            let pieces = pieces(text);
            for w in want {
                assert!(pieces.iter().any(|p| p == w), "{text}: {pieces:?}");
            }
        };
        check("DCS-935L-B0C554255B0E.local", &["DCS-935L"]);
        check("Linux,    UPnP/1.0 DCS-935L/1.0", &["DCS-935L"]);
        check("Live view / - AXIS 211M Network Camera", &["AXIS 211M"]);
        check("RLC-520A-voordeur", &["RLC-520A"]);
        check("RLC-520A-hal-achter", &["RLC-520A"]);
        check("CN=Acme Co\\, Ltd.-WV-S2136L-D42DC5000001", &["WV-S2136L"]);
    }
}
