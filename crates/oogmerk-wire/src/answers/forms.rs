//! Texts that only a device writes, known by their form wherever they stand: the parts of a description behind semicolons
//! (`; Maker XC-100; Camera; 10.12.91; Aug 17 2022; 7C3; 1;`), those of a vendor class behind commas without blanks
//! (`MAKER,Camera,XC-100,9.70.1`), or such a class as its bytes (`0x4D41…`). People write blanks, and fewer parts.

/// The longest text that is looked at.
const TEXT_MAX: usize = 2000;

/// A text of such a form in a line or a cell, and the field that it is.
pub(super) fn form_in(line: &str) -> Option<(&'static str, String)> {
    if line.len() > TEXT_MAX {
        return None;
    }
    let described = line.find("; ").and_then(|at| description_at(line, at));
    let class = || line.split(['\t', '"', '|']).flat_map(|part| part.split("  ")).find_map(class_in);
    described
        .map(|text| ("snmp.sys_descr", text.to_owned()))
        .or_else(|| Some(("dhcp.vendor_class", class()?)))
}

/// The description whose first semicolon stands here: five parts or more, and nothing but a blank before it.
fn description_at(line: &str, at: usize) -> Option<&str> {
    let begins = line[..at].is_empty() || line[..at].ends_with([' ', '\t', '"', '|']);
    let text = line[at..].split(['\t', '"', '|', '<']).next()?.trim();
    let parts = || text.split("; ").map(str::trim).filter(|part| !part.is_empty());
    let has_version = || parts().any(is_version);
    (begins && text.len() <= 255 && parts().count() >= 5 && has_version()).then_some(text)
}

/// The vendor class that a word is: four parts behind commas without blanks, the last a version.
fn class_in(word: &str) -> Option<String> {
    let word = word.trim();
    if let Some(bytes) = word.split(',').find_map(|cell| cell.strip_prefix("0x")) {
        return class_of_bytes(bytes);
    }
    let parts: Vec<&str> = word.split(',').take(5).collect();
    let [name, _, model, version] = parts[..] else { return None };
    let is_name = name.len() >= 2 && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'-');
    let is_close = parts.iter().all(|part| !part.is_empty() && part.trim() == *part);
    (is_name && is_close && model.contains(char::is_alphanumeric) && is_version(version))
        .then(|| word.to_owned())
}

/// A class that was written as the numbers of its bytes.
fn class_of_bytes(digits: &str) -> Option<String> {
    let is_hex = digits.len() >= 16 && digits.len() <= 510 && digits.len().is_multiple_of(2);
    let bytes = (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok());
    let bytes = is_hex.then(|| bytes.collect::<Option<Vec<u8>>>()).flatten()?;
    let text = String::from_utf8(bytes).ok()?;
    text.chars().all(|c| (' '..='~').contains(&c)).then_some(text)
}

/// Whether a word is a version: numbers with points between them.
fn is_version(word: &str) -> bool {
    word.contains('.')
        && word.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}
