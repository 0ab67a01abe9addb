//! Arrows between the files of a crate, and the groups of files that reach each other: its circles.
//!
//! A file points at the files whose names it uses. A re-export is looked through, to the file that defines the name; a
//! declaration `mod x;` is no arrow. So a `mod.rs` that only re-exports points nowhere, and one that defines a type its
//! children use while it calls them stands in a circle with them.

use super::module::Module;
use super::tree::Target;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Files of one crate that reach each other, with the names that tie them.
pub struct Circle {
    /// The files, by their path inside `src/`.
    pub files: Vec<String>,
    /// `(from, to, names)` for each arrow inside the circle.
    pub ties: Vec<(String, String, Vec<String>)>,
}

impl fmt::Display for Circle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "circle of {} files: {}", self.files.len(), self.files.join(", "))?;
        for (from, to, names) in &self.ties {
            writeln!(f, "  {from} → {to}: {}", names.join(", "))?;
        }
        Ok(())
    }
}

/// from → to → the names used.
type Arrows = BTreeMap<usize, BTreeMap<usize, BTreeSet<String>>>;

/// The circles of a target, each once.
pub fn circles(target: &Target) -> Vec<Circle> {
    let arrows = arrows(target);
    let reached: BTreeMap<usize, BTreeSet<usize>> =
        (0..target.files.len()).map(|file| (file, reach(&arrows, file))).collect();
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    let mut found = Vec::new();
    for (file, there) in &reached {
        if !there.contains(file) || seen.contains(file) {
            continue;
        }
        let together: BTreeSet<usize> =
            there.iter().copied().filter(|other| reached[other].contains(file)).collect();
        seen.extend(&together);
        found.push(circle(target, &arrows, &together));
    }
    found
}

fn circle(target: &Target, arrows: &Arrows, together: &BTreeSet<usize>) -> Circle {
    let inside = arrows.iter().filter(|(from, _)| together.contains(from));
    let ties = inside
        .flat_map(|(from, there)| there.iter().map(move |(to, names)| (from, to, names)))
        .filter(|(_, to, _)| together.contains(to))
        .map(|(from, to, names)| (target.name(*from), target.name(*to), names.iter().cloned().collect()))
        .collect();
    Circle { files: together.iter().map(|file| target.name(*file)).collect(), ties }
}

/// The files that can be reached from one; itself only where a way leads back.
fn reach(arrows: &Arrows, from: usize) -> BTreeSet<usize> {
    let (mut seen, mut todo) = (BTreeSet::new(), vec![from]);
    while let Some(next) = todo.pop() {
        let onward = arrows.get(&next).into_iter().flat_map(BTreeMap::keys);
        todo.extend(onward.filter(|file| seen.insert(**file)));
    }
    seen
}

fn arrows(target: &Target) -> Arrows {
    let mut arrows = Arrows::new();
    for (at, module) in target.modules.iter().enumerate() {
        for path in &module.used {
            for to in Search::of(target, at, path) {
                if to != module.file {
                    let name = path.join("::");
                    arrows.entry(module.file).or_default().entry(to).or_default().insert(name);
                }
            }
        }
    }
    arrows
}

/// One search for the files that define a path. It goes through each re-export once, so it ends.
struct Search<'a> {
    modules: &'a [Module],
    gone: BTreeSet<(usize, Vec<String>)>,
    found: BTreeSet<usize>,
}

impl<'a> Search<'a> {
    fn of(target: &'a Target, module: usize, path: &[String]) -> BTreeSet<usize> {
        let mut search = Search { modules: &target.modules, gone: BTreeSet::new(), found: BTreeSet::new() };
        search.written_in(module, path);
        search.found
    }

    /// Follows a path as it is written in a module; `false` where it leads out of the crate.
    fn written_in(&mut self, module: usize, path: &[String]) -> bool {
        let Some((first, rest)) = path.split_first() else { return false };
        match first.as_str() {
            "crate" => self.inside(0, rest),
            "self" => self.inside(module, rest),
            "super" => match self.modules[module].parent {
                Some(parent) if rest.first().is_some_and(|next| next == "super") => {
                    self.written_in(parent, rest)
                }
                Some(parent) => self.inside(parent, rest),
                None => false,
            },
            _ => self.inside(module, path),
        }
    }

    /// Follows the rest of a path inside a module. A path that ends at a module names nothing of it yet.
    fn inside(&mut self, at: usize, path: &[String]) -> bool {
        let Some((first, rest)) = path.split_first() else { return true };
        if !self.gone.insert((at, path.to_vec())) {
            return false;
        }
        let module = &self.modules[at];
        let mut known = false;
        if let Some(child) = module.children.get(first) {
            known |= self.inside(*child, rest);
        }
        if module.defined.contains(first) {
            self.found.insert(module.file);
            known = true;
        }
        for (_, behind) in module.aliases.iter().filter(|(name, _)| name == first) {
            let whole: Vec<String> = behind.iter().chain(rest).cloned().collect();
            let is_ours = match whole.split_first() {
                // `use judge::judge` goes through the module, `use memchr::memchr` through the crate; never through itself.
                Some((next, rest)) if next == first => {
                    module.children.get(next).is_some_and(|child| self.inside(*child, rest))
                }
                _ => self.written_in(at, &whole),
            };
            if !is_ours {
                // It comes from another crate: whoever uses it depends on the file that brings it in.
                self.found.insert(module.file);
            }
            known = true;
        }
        if !known {
            for behind in module.globs.iter().filter(|behind| is_ours(module, behind)) {
                let whole: Vec<String> = behind.iter().chain(path).cloned().collect();
                known |= self.written_in(at, &whole);
            }
        }
        known
    }
}

/// Whether a path behind a glob begins inside this crate.
fn is_ours(module: &Module, behind: &[String]) -> bool {
    behind.first().is_some_and(|first| {
        matches!(first.as_str(), "crate" | "self" | "super") || module.children.contains_key(first)
    })
}
