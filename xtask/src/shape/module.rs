//! One module: what it defines, brings in and names, read item by item.

use super::source::only_for_tests;
use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use syn::visit::{self, Visit};
use syn::{Item, UseTree, Visibility};

/// One module.
#[derive(Default)]
pub struct Module {
    /// The module it stands in.
    pub parent: Option<usize>,
    /// Its file, as a place among those of the target.
    pub file: usize,
    /// The modules declared in it.
    pub children: BTreeMap<String, usize>,
    /// The names it defines.
    pub defined: BTreeSet<String>,
    /// The names it brings in from elsewhere, each with the path behind it.
    pub aliases: Vec<(String, Vec<String>)>,
    /// The modules of which it brings in everything.
    pub globs: Vec<Vec<String>>,
    /// The paths it uses: of a `use` that is no re-export, and of code.
    pub used: BTreeSet<Vec<String>>,
}

impl Module {
    /// Adds what an item defines, brings in and names.
    pub fn read(&mut self, item: &Item) {
        let mut reader = Reader { module: std::mem::take(self), bound: Vec::new() };
        reader.item(item);
        *self = reader.module;
    }
}

/// The name an item defines.
fn name_of(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(i) => &i.ident,
        Item::Enum(i) => &i.ident,
        Item::Fn(i) => &i.sig.ident,
        Item::Macro(i) => i.ident.as_ref()?,
        Item::Static(i) => &i.ident,
        Item::Struct(i) => &i.ident,
        Item::Trait(i) => &i.ident,
        Item::Type(i) => &i.ident,
        _ => return None,
    };
    Some(name.to_string())
}

/// The names that the body of a macro defines wherever it is called.
fn defined_in(body: TokenStream) -> BTreeSet<String> {
    let mut defined = BTreeSet::new();
    let mut is_named_next = false;
    for token in body {
        match token {
            TokenTree::Ident(word) => {
                if std::mem::take(&mut is_named_next) {
                    defined.insert(word.to_string());
                }
                let word = word.to_string();
                is_named_next =
                    matches!(word.as_str(), "const" | "enum" | "fn" | "static" | "struct" | "trait" | "type");
            }
            TokenTree::Group(group) => defined.extend(defined_in(group.stream())),
            _ => is_named_next = false,
        }
    }
    defined
}

/// Gathers what one module names. Names bound inside a function hide those of the module.
struct Reader {
    module: Module,
    bound: Vec<BTreeSet<String>>,
}

impl Reader {
    fn item(&mut self, item: &Item) {
        self.module.defined.extend(name_of(item));
        if let Item::Macro(made) = item
            && made.ident.is_some()
        {
            self.module.defined.extend(defined_in(made.mac.tokens.clone()));
        }
        self.visit_item(item);
    }

    fn uses(&mut self, path: Vec<String>) {
        let hidden = |name: &String| self.bound.iter().any(|names| names.contains(name));
        if path.len() > 1 || path.first().is_some_and(|name| !hidden(name)) {
            self.module.used.insert(path);
        }
    }

    /// A `use` brings in names. A private one is used by being there (a trait is never named again);
    /// a re-export is used only where this module names it.
    fn brings(&mut self, tree: &UseTree, before: &[String], private: bool) {
        let with = |name: &syn::Ident| {
            let mut path = before.to_vec();
            if name != "self" || path.is_empty() {
                path.push(name.to_string());
            }
            path
        };
        match tree {
            UseTree::Path(part) => self.brings(&part.tree, &with(&part.ident), private),
            UseTree::Group(group) => group.items.iter().for_each(|t| self.brings(t, before, private)),
            UseTree::Glob(_) => self.module.globs.push(before.to_vec()),
            UseTree::Name(name) => {
                let path = with(&name.ident);
                self.named(path.last().cloned().unwrap_or_default(), path, private);
            }
            UseTree::Rename(name) => self.named(name.rename.to_string(), with(&name.ident), private),
        }
    }

    fn named(&mut self, name: String, path: Vec<String>, private: bool) {
        if private {
            self.module.used.insert(path.clone());
        }
        self.module.aliases.push((name, path));
    }

    /// The paths in the tokens of a macro or an attribute, which are not parsed as Rust.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let (mut colons, mut after_dot) = (0, false);
        for token in tokens {
            match token {
                TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        self.ends(&mut path, after_dot);
                        after_dot = false;
                    }
                    path.push(name.to_string());
                    colons = 0;
                }
                other => {
                    self.ends(&mut path, after_dot);
                    colons = 0;
                    after_dot = matches!(&other, TokenTree::Punct(mark) if mark.as_char() == '.');
                    if let TokenTree::Group(group) = other {
                        self.tokens(group.stream());
                    }
                }
            }
        }
        self.ends(&mut path, after_dot);
    }

    /// A path read from tokens is over; what follows a dot is a field or a method.
    fn ends(&mut self, path: &mut Vec<String>, after_dot: bool) {
        let path = std::mem::take(path);
        if !after_dot && !path.is_empty() {
            self.uses(path);
        }
    }

    fn inside(&mut self, bound: BTreeSet<String>, visit: impl FnOnce(&mut Self)) {
        self.bound.push(bound);
        visit(self);
        self.bound.pop();
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if item.leading_colon.is_none() {
            self.brings(&item.tree, &[], matches!(item.vis, Visibility::Inherited));
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            self.uses(path.segments.iter().map(|s| s.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.tokens(call.tokens.clone());
        visit::visit_macro(self, call);
    }

    fn visit_meta_list(&mut self, list: &'ast syn::MetaList) {
        self.tokens(list.tokens.clone());
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        if !only_for_tests(&function.attrs) {
            self.inside(Bound::in_block(&function.sig, &function.block), |r| {
                visit::visit_item_fn(r, function);
            });
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if !only_for_tests(&function.attrs) {
            self.inside(Bound::in_block(&function.sig, &function.block), |r| {
                visit::visit_impl_item_fn(r, function);
            });
        }
    }
}

/// The names a function binds: its arguments, `let`, arms, closures.
#[derive(Default)]
struct Bound(BTreeSet<String>);

impl Bound {
    fn in_block(signature: &syn::Signature, block: &syn::Block) -> BTreeSet<String> {
        let mut bound = Bound::default();
        bound.visit_signature(signature);
        bound.visit_block(block);
        bound.0
    }
}

impl<'ast> Visit<'ast> for Bound {
    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        let name = pattern.ident.to_string();
        // A constant in a pattern looks like a binding; only lower-case names are bindings here.
        if name.starts_with(|c: char| c.is_lowercase()) {
            self.0.insert(name);
        }
        visit::visit_pat_ident(self, pattern);
    }
}
