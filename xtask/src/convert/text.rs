//! Writes TOML that people like to read: one key a line, literal strings for patterns, nothing where there is nothing.

use std::fmt::Write;

/// A TOML document under construction.
#[derive(Default)]
pub struct Document(pub String);

impl Document {
    /// A comment line.
    pub fn comment(&mut self, text: &str) -> &mut Self {
        let _ = writeln!(self.0, "# {text}");
        self
    }
    /// An array table heading with an empty line before it.
    pub fn table(&mut self, name: &str) -> &mut Self {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        let _ = writeln!(self.0, "[[{name}]]");
        self
    }
    /// `key = "value"`, or nothing where the value is empty.
    pub fn put(&mut self, key: &str, value: &str) -> &mut Self {
        if !value.is_empty() {
            let _ = writeln!(self.0, "{key} = {}", string(value));
        }
        self
    }
    /// `key = value` as it stands.
    pub fn raw(&mut self, key: &str, value: impl std::fmt::Display) -> &mut Self {
        let _ = writeln!(self.0, "{key} = {value}");
        self
    }
    /// `key = ["a", "b"]`, or nothing where there is none.
    pub fn list(&mut self, key: &str, values: &[String]) -> &mut Self {
        if !values.is_empty() {
            let items: Vec<String> = values.iter().map(|v| string(v)).collect();
            let _ = writeln!(self.0, "{key} = [{}]", items.join(", "));
        }
        self
    }
}

/// A string in the quotes that need the least escaping.
pub fn string(value: &str) -> String {
    let plain = value.chars().all(|c| c >= ' ' && c != '\u{7f}');
    if plain && !value.contains(['\\', '"']) {
        return format!("\"{value}\"");
    }
    if plain && !value.contains('\'') {
        return format!("'{value}'");
    }
    let mut out = String::from("\"");
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' || c == '\u{7f}' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Lower-case words joined with dashes.
pub fn kebab(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}
