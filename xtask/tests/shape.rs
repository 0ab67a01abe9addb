//! The shape of the house is held: no files that import each other in a circle, no file of more than 800 lines, nine
//! functions in ten of 30 lines at most. `cargo xtask shape` prints what is measured here. A guard that cannot run fails.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "../src/shape/mod.rs"]
#[allow(dead_code)]
mod shape;

use std::path::{Path, PathBuf};

/// Nine functions in ten are no longer than this.
const LONGEST_OF_NINE_IN_TEN: usize = 30;

/// Crates whose circles and long files are being untied elsewhere and are not held yet.
const NOT_YET: [&str; 6] = [
    "oogmerk-assess",
    "oogmerk-capture",
    "oogmerk-identify",
    "oogmerk-import",
    "oogmerk-judge",
    "oogmerk-wire",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn house() -> Vec<shape::Shape> {
    let house = shape::read(&root()).unwrap();
    assert!(house.len() > 10, "the crates were not found");
    house
}

#[test]
fn no_files_of_a_crate_import_each_other_in_a_circle() {
    let tied: Vec<String> = house()
        .iter()
        .filter(|shape| !NOT_YET.contains(&shape.name.as_str()))
        .flat_map(|shape| shape.circles.iter().map(|circle| format!("{}: {circle}", shape.name)))
        .collect();
    assert!(tied.is_empty(), "{}", tied.join("\n"));
}

#[test]
fn nine_functions_in_ten_are_short() {
    let house = house();
    for shape in &house {
        println!("{}: {}", shape.name, shape.figures());
    }
    let all = shape::whole(&house);
    assert!(all.count > 2_000, "the functions were not found: {all}");
    assert!(all.p90 <= LONGEST_OF_NINE_IN_TEN, "functions, n, median/p90/max: {all}");
}

#[test]
fn no_file_is_longer_than_a_subject() {
    let long: Vec<String> = shape::long_files(&root())
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .filter(|file| !NOT_YET.iter().any(|name| file.starts_with(&format!("crates/{name}/"))))
        .collect();
    assert!(long.is_empty(), "split by subject: {}", long.join(", "));
}

/// Writes a crate of these files and says which of them stand in a circle.
fn check(files: &[(&str, &str)], circles: &[&[&str]]) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join("crates/made-up/src").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let xtask = folder.path().join("xtask/src");
    std::fs::create_dir_all(&xtask).unwrap();
    std::fs::write(xtask.join("main.rs"), "fn main() {}").unwrap();
    let house = shape::read(folder.path()).unwrap();
    let found: Vec<&Vec<String>> = house.iter().flat_map(|s| &s.circles).map(|c| &c.files).collect();
    assert_eq!(found, circles);
}

#[test]
fn two_files_that_use_each_other_are_a_circle() {
    check(
        &[
            ("lib.rs", "mod a; mod b; fn f() {}"),
            ("a.rs", "use crate::b::B; pub struct A(B);"),
            ("b.rs", "pub struct B; fn f() { let _ = format!(\"{}\", super::a::A::name()); }"),
        ],
        &[&["a.rs", "b.rs"]],
    );
}

#[test]
fn a_parent_that_calls_a_child_which_uses_its_type_is_a_circle() {
    check(
        &[("lib.rs", "mod a; pub struct T; fn f() { a::g(T) }"), ("a.rs", "use super::T; pub fn g(_: T) {}")],
        &[&["lib.rs", "a.rs"]],
    );
}

#[test]
fn a_re_export_leads_to_the_file_that_defines_the_name() {
    check(
        &[
            ("lib.rs", "mod a; mod b; pub use b::*; fn f() {}"),
            ("a/mod.rs", "mod deep; pub use deep::{A as One, *};"),
            ("a/deep.rs", "use crate::B; pub struct A(B); pub fn of() {}"),
            ("b.rs", "pub struct B; impl B { fn f(_: crate::a::One) { crate::a::of() } }"),
        ],
        &[&["a/deep.rs", "b.rs"]],
    );
}

#[test]
fn what_only_tests_use_and_a_way_that_does_not_lead_back_are_no_circle() {
    check(
        &[
            ("lib.rs", "mod a; mod b; pub use a::A; fn f(b: b::B) {}"),
            ("a.rs", "pub struct A; #[cfg(test)] mod tests { use crate::b::B; }"),
            ("b.rs", "use crate::A; pub struct B(A); fn f(f: A) -> A { let a = f; a }"),
        ],
        &[],
    );
}

#[test]
fn a_table_that_declares_its_files_uses_them() {
    check(
        &[
            (
                "lib.rs",
                "macro_rules! rows { ($($file:ident: $row:ident;)+) => { $(mod $file;)+ pub const ROWS: &[u8] = &[$($file::$row),+]; }; } rows! { a: ROW; b: ROW; }",
            ),
            ("a.rs", "pub const ROW: u8 = 1; fn f() -> usize { super::ROWS.len() }"),
            ("b.rs", "pub const ROW: u8 = 2;"),
        ],
        &[&["lib.rs", "a.rs"]],
    );
}

#[test]
#[should_panic(expected = "no module was found that declares it")]
fn a_file_that_is_not_read_is_not_passed_over() {
    check(&[("lib.rs", "fn f() {}"), ("lost.rs", "fn g() {}")], &[]);
}
