//! Scorer: the counts computed here against those of the corpora's own scorer, which runs the program itself.

use super::score::{PROPERTIES, Score};
use oogmerk_knowledge::{Knowledge, Oracle};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Right, wrong and silent, by corpus and property.
type Counts = BTreeMap<(String, String), [u32; 3]>;

/// Where the counts differ, one line each; an error says why they could not be compared.
pub fn differences(
    score: &Score,
    folder: &Path,
    program: Option<&Path>,
    knowledge: &Knowledge,
) -> Result<Vec<String>, String> {
    let script = folder.join("../score/score.py");
    if !script.is_file() {
        return Err("no score.py beside the corpora".to_owned());
    }
    let program = program.ok_or("no --bin that says which build of oogmerk to run")?;
    if !is_of_today(program, knowledge) {
        return Err(format!("{} holds other knowledge than the folder", program.display()));
    }
    let theirs = run(&script, folder, program)?;
    let ours = counts(score);
    let cells: std::collections::BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
    let lines = cells.into_iter().filter(|cell| ours.get(*cell) != theirs.get(*cell));
    Ok(lines
        .map(|cell| {
            let (own, other) = (ours.get(cell), theirs.get(cell));
            format!("{} {}: {own:?} here, {other:?} by score.py", cell.0, cell.1)
        })
        .collect())
}

/// Whether a build of the program holds the knowledge that was evaluated here.
fn is_of_today(program: &Path, knowledge: &Knowledge) -> bool {
    let said = Command::new(program).args(["knowledge", "check"]).output();
    said.is_ok_and(|out| String::from_utf8_lossy(&out.stdout).contains(knowledge.version()))
}

fn counts(score: &Score) -> Counts {
    let name = |place: usize| PROPERTIES.get(place).copied().unwrap_or_default().to_owned();
    let cell = |((corpus, place), t): (&(String, usize), &super::score::Tally)| {
        ((corpus.clone(), name(*place)), [t.right, t.wrong, t.silent])
    };
    score.rows.iter().map(cell).collect()
}

fn run(script: &Path, folder: &Path, program: &Path) -> Result<Counts, String> {
    let out = Command::new("python3")
        .arg(script)
        .arg("--bin")
        .arg(program)
        .arg("--corpora")
        .arg(folder)
        .args(["--timeout", "300"])
        .output()
        .map_err(|e| format!("no python3: {e}"))?;
    if !out.status.success() {
        return Err(format!("score.py ended badly: {}", String::from_utf8_lossy(&out.stderr)));
    }
    let theirs = read(&String::from_utf8_lossy(&out.stdout));
    if theirs.is_empty() { Err("score.py printed no table".to_owned()) } else { Ok(theirs) }
}

/// The rows of the printed table, but for its sums.
fn read(table: &str) -> Counts {
    let row = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [corpus, property, right, wrong, silent, ..] = words[..] else { return None };
        let counts = [right.parse().ok()?, wrong.parse().ok()?, silent.parse().ok()?];
        Some(((corpus.to_owned(), property.to_owned()), counts))
    };
    table.lines().skip(1).filter(|l| !l.starts_with("ALL")).filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_table_is_read_row_by_row_without_its_sums() {
        let table = "corpus property right wrong silent precision recall\n\
             a  camera 3 0 1 1.000 0.750\na  kind 2 1 0 0.667 0.667\nALL camera 3 0 1 1.000 0.750\n";
        let want: Counts = [(("a", "camera"), [3, 0, 1]), (("a", "kind"), [2, 1, 0])]
            .map(|((c, p), n)| ((c.to_owned(), p.to_owned()), n))
            .into();
        assert_eq!(read(table), want);
    }
}
