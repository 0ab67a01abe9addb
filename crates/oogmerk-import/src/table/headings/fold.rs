//! Words of four languages made comparable: case, accents and punctuation away.

/// Lower case, accents dropped, everything but letters and digits made one space.
pub(crate) fn fold(heading: &str) -> String {
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
