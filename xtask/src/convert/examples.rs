//! Candidate examples for a pattern. They are candidates only: the check proves them, a reviewer betters them.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// A short string the expression matches, or `None` where the generator's guess does not hold.
pub fn of_regex(pattern: &str) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let compiled = regex::Regex::new(pattern).ok()?;
    for repeat in [1, 0, 3, 6] {
        let mut text = String::new();
        write(&hir, repeat, &mut text);
        if text.trim() == text && compiled.is_match(&text) {
            return Some(text);
        }
        let trimmed = text.trim().to_owned();
        if compiled.is_match(&trimmed) {
            return Some(trimmed);
        }
    }
    None
}

fn write(hir: &Hir, repeat: u32, out: &mut String) {
    match hir.kind() {
        HirKind::Literal(l) => out.push_str(&String::from_utf8_lossy(&l.0)),
        HirKind::Class(class) => out.push(letter(class, out.len())),
        HirKind::Look(Look::WordAscii | Look::WordUnicode | _) | HirKind::Empty => {}
        HirKind::Repetition(r) => {
            let most = r.max.unwrap_or(u32::MAX);
            let n = repeat.max(r.min).min(most);
            for _ in 0..n {
                write(&r.sub, repeat, out);
            }
        }
        HirKind::Capture(c) => write(&c.sub, repeat, out),
        HirKind::Concat(parts) => parts.iter().for_each(|p| write(p, repeat, out)),
        HirKind::Alternation(branches) => {
            if let Some(first) = branches.first() {
                write(first, repeat, out);
            }
        }
    }
}

/// A member of a class that looks like what devices write; varies with the place so that serials do not read 0000.
fn letter(class: &Class, place: usize) -> char {
    let digits = ['4', '2', '7', '1', '9', '3', '6', '5', '8'];
    let wished = [digits[place % digits.len()], 'A', 'a', 'P', 'x', '1', 'C', ' ', '-'];
    let Class::Unicode(class) = class else { return 'A' };
    let holds = |c: char| class.ranges().iter().any(|r| r.start() <= c && c <= r.end());
    wished
        .into_iter()
        .find(|c| holds(*c))
        .or_else(|| class.ranges().first().map(regex_syntax::hir::ClassUnicodeRange::start))
        .unwrap_or('A')
}

/// An altered string: the last letter or digit replaced by another.
pub fn altered(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    match chars.iter().rposition(|c| c.is_alphanumeric()) {
        Some(i) => chars[i] = if chars[i] == 'q' { 'z' } else { 'q' },
        None => chars.push('q'),
    }
    chars.into_iter().collect()
}

/// A string cut in the middle and turned round: no longer what it was.
pub fn broken(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let half = chars.len() / 2;
    format!("{}{}", chars[half..].iter().collect::<String>(), chars[..half].iter().collect::<String>())
}
