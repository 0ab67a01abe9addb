//! The shape of the house: which files of a crate import each other in a circle, how long functions and files are.
//!
//! `cargo xtask shape` prints it; `xtask/tests/shape.rs` holds it. It reads names as they are written (`use` trees and
//! paths), so a call of a method that stands in another file draws no arrow. Code under `#[cfg(test)]` is left out.

mod circles;
mod module;
mod size;
mod source;
mod tree;

pub use circles::{Circle, circles};
pub use size::{Figures, LONGEST_FILE, long_files};

use size::Function;
use std::path::{Path, PathBuf};
use tree::Target;

/// What one crate looks like.
pub struct Shape {
    /// The folder's name, which is the crate's.
    pub name: String,
    /// Its files that import each other, a group at a time.
    pub circles: Vec<Circle>,
    /// Its functions outside tests, longest last.
    functions: Vec<Function>,
}

impl Shape {
    /// The lengths of its functions.
    pub fn figures(&self) -> Figures {
        Figures::of(self.functions.iter().map(|f| f.lines))
    }
}

/// Reads every crate of the house: the folders under `crates/`, and `xtask`.
pub fn read(root: &Path) -> Result<Vec<Shape>, String> {
    let mut folders = source::folders(&root.join("crates"))?;
    folders.push(root.join("xtask"));
    folders.iter().map(|folder| shape(folder)).collect()
}

/// The lengths of all functions of the house together.
pub fn whole(shapes: &[Shape]) -> Figures {
    Figures::of(shapes.iter().flat_map(|s| &s.functions).map(|f| f.lines))
}

/// What `cargo xtask shape` prints.
pub fn run(root: &Path) -> Result<String, String> {
    let shapes = read(root)?;
    let mut said = String::from("crate: circles; functions: n, median/p90/max\n");
    for shape in &shapes {
        said += &format!("{}: {}; {}\n", shape.name, shape.circles.len(), shape.figures());
    }
    let circles: usize = shapes.iter().map(|s| s.circles.len()).sum();
    said += &format!("all: {circles}; {}\n", whole(&shapes));
    for shape in &shapes {
        for circle in &shape.circles {
            said += &format!("\n{}: {circle}", shape.name);
        }
    }
    said += "\nlongest functions of each crate\n";
    for shape in &shapes {
        for function in shape.functions.iter().rev().take(5) {
            said += &format!("  {}: {function}\n", shape.name);
        }
    }
    for file in long_files(root)? {
        said += &format!("file over {LONGEST_FILE} lines: {file}\n");
    }
    Ok(said)
}

fn shape(folder: &Path) -> Result<Shape, String> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut found = Shape { name, circles: Vec::new(), functions: Vec::new() };
    let targets =
        roots(folder).iter().map(|root| Target::read(folder, root)).collect::<Result<Vec<_>, _>>()?;
    for file in source::rust_files(&folder.join("src"))? {
        if !targets.iter().any(|target| target.knows(&file)) {
            return Err(format!("{}: no module was found that declares it", file.display()));
        }
    }
    for target in &targets {
        found.circles.extend(circles(target));
        found.functions.extend(size::functions(target));
    }
    found.functions.sort();
    Ok(found)
}

/// The files a crate's library and program begin with.
fn roots(folder: &Path) -> Vec<PathBuf> {
    ["src/lib.rs", "src/main.rs"].iter().map(|r| folder.join(r)).filter(|r| r.is_file()).collect()
}
