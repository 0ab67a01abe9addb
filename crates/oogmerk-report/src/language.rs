//! The four languages: which one is asked for, and how each groups a number. What needs words is in `writing`.

/// A language of the page. Paths and data never change with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// Dutch as a Flemish civil servant writes it.
    #[default]
    Nl,
    /// Belgian French.
    Fr,
    /// Belgian German.
    De,
    /// Plain British English.
    En,
}

impl Lang {
    /// All, in the order of the footer.
    pub const ALL: [Lang; 4] = [Lang::Nl, Lang::Fr, Lang::De, Lang::En];

    /// Two letters, as in `?lang=` and `--lang`.
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Nl => "nl",
            Lang::Fr => "fr",
            Lang::De => "de",
            Lang::En => "en",
        }
    }

    /// The value of the HTML `lang` attribute.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::Nl => "nl-BE",
            Lang::Fr => "fr-BE",
            Lang::De => "de-BE",
            Lang::En => "en-GB",
        }
    }

    /// Its own name, for the language links.
    pub const fn own_name(self) -> &'static str {
        match self {
            Lang::Nl => "Nederlands",
            Lang::Fr => "Français",
            Lang::De => "Deutsch",
            Lang::En => "English",
        }
    }

    /// Reads `nl`, `nl-BE`, `nl_BE.UTF-8`, any case. `C` and `POSIX` are English. `None` for other languages.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let first = text.split(['-', '_', '.', '@']).next()?.to_ascii_lowercase();
        match first.as_str() {
            "nl" => Some(Lang::Nl),
            "fr" => Some(Lang::Fr),
            "de" => Some(Lang::De),
            "en" | "c" | "posix" => Some(Lang::En),
            _ => None,
        }
    }

    /// The best language of an `Accept-Language` header (RFC 9110 section 12.5.4); ties go to the first named.
    pub fn negotiate(accept: &str) -> Option<Self> {
        let mut best: Option<(Lang, u32)> = None;
        for item in accept.split(',').take(32) {
            let mut parts = item.split(';');
            let Some(lang) = parts.next().and_then(Lang::parse) else { continue };
            let weight = parts
                .find_map(|p| p.trim().strip_prefix("q="))
                .map_or(1.0, |q| q.trim().parse::<f64>().unwrap_or(0.0));
            let weight = (weight.clamp(0.0, 1.0) * 1000.0) as u32;
            if weight > 0 && best.is_none_or(|(_, w)| weight > w) {
                best = Some((lang, weight));
            }
        }
        best.map(|(lang, _)| lang)
    }

    /// A whole number grouped in threes: `95.000`, `95 000` (narrow no-break space), `95,000`.
    pub fn number(self, n: u64) -> String {
        let mark = match self {
            Lang::Nl | Lang::De => '.',
            Lang::Fr => '\u{202f}',
            Lang::En => ',',
        };
        let digits = n.to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (i, d) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(mark);
            }
            out.push(d);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_each_language_does() {
        assert_eq!(Lang::Nl.number(95_000), "95.000");
        assert_eq!(Lang::Fr.number(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(Lang::En.number(999), "999");
    }

    #[test]
    fn the_browsers_languages_are_weighed() {
        assert_eq!(Lang::negotiate("fr-BE,fr;q=0.9,nl;q=0.8"), Some(Lang::Fr));
        assert_eq!(Lang::negotiate("es, de;q=0.3, nl;q=0.7"), Some(Lang::Nl));
        assert_eq!(Lang::negotiate("zh, ja"), None);
        assert_eq!(Lang::negotiate("nl;q=0, en;q=nonsense"), None);
        assert_eq!(Lang::parse("nl_BE.UTF-8"), Some(Lang::Nl));
        assert_eq!(Lang::parse("C"), Some(Lang::En));
    }
}
