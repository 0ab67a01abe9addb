//! How long functions and files are. A function is as long as its body: a signature that needs five lines for its
//! arguments makes nothing harder to follow.

use super::source::{only_for_tests, rust_files, text};
use super::tree::Target;
use std::fmt;
use std::path::Path;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// The most lines a file may have, tests included.
pub const LONGEST_FILE: usize = 800;

/// A function and its length: the lines between its braces.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub struct Function {
    /// Its lines.
    pub lines: usize,
    file: String,
    line: usize,
    name: String,
}

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} {} {}", self.file, self.line, self.name, self.lines)
    }
}

/// Lengths of many functions in four numbers.
pub struct Figures {
    /// How many there are.
    pub count: usize,
    /// Half of them are this long or shorter.
    pub median: usize,
    /// Nine in ten are this long or shorter.
    pub p90: usize,
    /// The longest.
    pub longest: usize,
}

impl Figures {
    /// The figures of lengths in any order.
    pub fn of(lengths: impl Iterator<Item = usize>) -> Figures {
        let mut sorted: Vec<usize> = lengths.collect();
        sorted.sort_unstable();
        let at = |tenths: usize| sorted.get((sorted.len() * tenths).div_ceil(10).saturating_sub(1));
        let value = |tenths: usize| at(tenths).copied().unwrap_or_default();
        Figures { count: sorted.len(), median: value(5), p90: value(9), longest: value(10) }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}/{}/{}", self.count, self.median, self.p90, self.longest)
    }
}

/// The functions of a target outside tests.
pub fn functions(target: &Target) -> Vec<Function> {
    let mut found = Vec::new();
    for (file, (_, code)) in target.files.iter().enumerate() {
        let mut reader = Reader { file: target.name(file), found: &mut found };
        reader.visit_file(code);
    }
    found
}

struct Reader<'a> {
    file: String,
    found: &'a mut Vec<Function>,
}

impl Reader<'_> {
    fn note(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let (opens, closes) = (block.span().start().line, block.span().end().line);
        self.found.push(Function {
            lines: (closes - opens).saturating_sub(1).max(1),
            file: self.file.clone(),
            line: signature.span().start().line,
            name: signature.ident.to_string(),
        });
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !only_for_tests(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_impl(&mut self, block: &'ast syn::ItemImpl) {
        if !only_for_tests(&block.attrs) {
            visit::visit_item_impl(self, block);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        if !only_for_tests(&function.attrs) {
            self.note(&function.sig, &function.block);
            visit::visit_item_fn(self, function);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if !only_for_tests(&function.attrs) {
            self.note(&function.sig, &function.block);
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        if let Some(block) = &function.default {
            self.note(&function.sig, block);
        }
        visit::visit_trait_item_fn(self, function);
    }
}

/// A file that is longer than [`LONGEST_FILE`].
pub struct LongFile {
    path: String,
    lines: usize,
}

impl fmt::Display for LongFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.path, self.lines)
    }
}

/// Every `.rs` file of the house that is too long.
pub fn long_files(root: &Path) -> Result<Vec<LongFile>, String> {
    let mut found = Vec::new();
    for folder in ["crates", "xtask", "fuzz"] {
        for path in rust_files(&root.join(folder))? {
            let lines = text(&path)?.lines().count();
            if lines > LONGEST_FILE {
                let path = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
                found.push(LongFile { path, lines });
            }
        }
    }
    Ok(found)
}
