//! A crate as a tree of modules, each with its file. No arrow is drawn here.

use super::module::Module;
use super::source::{only_for_tests, parsed};
use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use syn::Item;

/// A library or a program: its modules, the root first.
pub struct Target {
    /// The crate's folder.
    pub folder: PathBuf,
    /// Its source files with what they hold, in the order in which they are declared.
    pub files: Vec<(PathBuf, syn::File)>,
    /// Its modules; a module written inside a file has that file.
    pub modules: Vec<Module>,
    /// Modules that are only there for tests, by their path without ending.
    left_out: Vec<PathBuf>,
}

impl Target {
    /// Reads the files of a target from its first one.
    pub fn read(folder: &Path, root: &Path) -> Result<Target, String> {
        let mut target = Target {
            folder: folder.to_path_buf(),
            files: Vec::new(),
            modules: Vec::new(),
            left_out: Vec::new(),
        };
        let home = root.parent().unwrap_or(folder);
        target.read_file(root, home, None)?;
        Ok(target)
    }

    /// The path of a file inside `src/`.
    pub fn name(&self, file: usize) -> String {
        let path = &self.files[file].0;
        path.strip_prefix(self.folder.join("src")).unwrap_or(path).to_string_lossy().into_owned()
    }

    /// Reads one file; `home` is the folder in which its child modules lie.
    fn read_file(&mut self, path: &Path, home: &Path, parent: Option<usize>) -> Result<usize, String> {
        let code = parsed(path)?;
        let (items, file) = (code.items.clone(), self.files.len());
        self.files.push((path.to_path_buf(), code));
        self.read_items(&items, home, file, parent)
    }

    fn read_items(
        &mut self,
        items: &[Item],
        home: &Path,
        file: usize,
        parent: Option<usize>,
    ) -> Result<usize, String> {
        let at = self.modules.len();
        self.modules.push(Module { parent, file, ..Module::default() });
        for item in items {
            match item {
                Item::Mod(module) if only_for_tests(&module.attrs) => {
                    self.left_out.push(home.join(module.ident.to_string()));
                }
                Item::Mod(module) => {
                    let child = self.read_module(module, home, file, at)?;
                    self.modules[at].children.insert(module.ident.to_string(), child);
                }
                _ if attributes(item).is_some_and(only_for_tests) => {}
                _ => self.modules[at].read(item),
            }
            if let Item::Macro(call) = item
                && call.ident.is_none()
            {
                self.read_declared(call.mac.tokens.clone(), home, at)?;
            }
        }
        Ok(at)
    }

    fn read_module(
        &mut self,
        module: &syn::ItemMod,
        home: &Path,
        file: usize,
        parent: usize,
    ) -> Result<usize, String> {
        let name = module.ident.to_string();
        if let Some((_, items)) = &module.content {
            return self.read_items(items, &home.join(name), file, Some(parent));
        }
        let flat = file_of(home, &name).unwrap_or_else(|| home.join(format!("{name}.rs")));
        self.read_file(&flat, &home.join(name), Some(parent))
    }

    /// Modules that a macro declares, as a table of rows does: a word of its call that is a file beside. Such a table
    /// names what it holds, so the module counts as using each of them.
    fn read_declared(&mut self, call: TokenStream, home: &Path, at: usize) -> Result<(), String> {
        let words = words_of(call);
        for word in &words {
            let Some(path) = file_of(home, word).filter(|_| !self.modules[at].children.contains_key(word))
            else {
                continue;
            };
            let child = self.read_file(&path, &home.join(word), Some(at))?;
            self.modules[at].children.insert(word.clone(), child);
            self.modules[at].used.extend(words.iter().map(|other| vec![word.clone(), other.clone()]));
        }
        Ok(())
    }

    /// Whether a file is part of the target, or only of its tests.
    pub fn knows(&self, path: &Path) -> bool {
        self.files.iter().any(|(read, _)| read == path)
            || self.left_out.iter().any(|left| path.with_extension("") == *left || path.starts_with(left))
    }
}

/// The file of a module in a folder, where there is one.
fn file_of(home: &Path, name: &str) -> Option<PathBuf> {
    [home.join(format!("{name}.rs")), home.join(name).join("mod.rs")].into_iter().find(|path| path.is_file())
}

/// The words of a macro's call, those in groups too.
fn words_of(tokens: TokenStream) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for token in tokens {
        match token {
            TokenTree::Ident(word) => drop(words.insert(word.to_string())),
            TokenTree::Group(group) => words.extend(words_of(group.stream())),
            _ => {}
        }
    }
    words
}

fn attributes(item: &Item) -> Option<&[syn::Attribute]> {
    Some(match item {
        Item::Const(i) => &i.attrs,
        Item::Enum(i) => &i.attrs,
        Item::Fn(i) => &i.attrs,
        Item::Impl(i) => &i.attrs,
        Item::Macro(i) => &i.attrs,
        Item::Mod(i) => &i.attrs,
        Item::Static(i) => &i.attrs,
        Item::Struct(i) => &i.attrs,
        Item::Trait(i) => &i.attrs,
        Item::Type(i) => &i.attrs,
        Item::Use(i) => &i.attrs,
        _ => return None,
    })
}
