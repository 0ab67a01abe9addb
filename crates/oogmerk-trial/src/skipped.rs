//! A test that cannot run says so and why. The runner gathers what was said, prints it, and counts the test as
//! skipped; libtest itself knows no test that finds out while running that it cannot, and swallows what it prints.

use std::fs::OpenOptions;
use std::io::Write;
use std::panic::Location;
use std::path::Path;

/// The folder in which the runner gathers; without it a line goes straight to the terminal.
const GATHERED_IN: &str = "OOGMERK_NOT_RUN";

/// Says that the test that calls this could not run, and why: `no corpora`, `no openssl`. The test then returns.
///
/// Panics where the runner's folder cannot be written to: a test that did not run must not pass unseen.
#[track_caller]
pub fn not_run(why: &str) {
    let test = running_test(Location::caller());
    let line = format!("{why}\t{}\t{test}\n", binary());
    match std::env::var_os(GATHERED_IN) {
        Some(folder) => {
            let written = write(Path::new(&folder), &line);
            assert!(written.is_ok(), "{GATHERED_IN} cannot be written to: {written:?}");
        }
        // Not eprintln!, which libtest keeps back from tests that pass.
        None => {
            let _ = std::io::stderr().write_all(format!("not run: {why} ({test})\n").as_bytes());
        }
    }
}

/// One file per test binary; tests of one binary append whole lines at once.
fn write(folder: &Path, line: &str) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    OpenOptions::new().create(true).append(true).open(folder.join(binary()))?.write_all(line.as_bytes())
}

/// libtest gives the thread of a test its name. Where tests run one by one there is only the main thread: the place
/// of the call is what is left to say.
fn running_test(place: &Location<'_>) -> String {
    let thread = std::thread::current();
    let name = thread.name().filter(|name| *name != "main");
    name.map_or_else(|| format!("{}:{}", place.file(), place.line()), str::to_owned)
}

/// The test binary's name without cargo's hash: `oogmerk_wire`.
fn binary() -> String {
    let path = std::env::current_exe().unwrap_or_default();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    stem.rsplit_once('-').map_or(stem.clone(), |(name, _)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_is_told_by_the_name_of_its_thread() {
        let name = running_test(Location::caller());
        assert!(
            name.ends_with("a_test_is_told_by_the_name_of_its_thread") || name.contains("skipped.rs:"),
            "{name}"
        );
        assert_eq!(binary(), "oogmerk_trial");
    }

    #[test]
    fn what_could_not_run_is_gathered_line_by_line() {
        let folder = std::env::temp_dir().join(format!("oogmerk-trial-{}", std::process::id()));
        for line in ["no corpora\ta\tb\n", "no openssl\ta\tc\n"] {
            assert!(write(&folder, line).is_ok());
        }
        let told = std::fs::read_to_string(folder.join(binary())).unwrap_or_default();
        assert_eq!(told, "no corpora\ta\tb\nno openssl\ta\tc\n");
        assert!(std::fs::remove_dir_all(&folder).is_ok());
    }
}
