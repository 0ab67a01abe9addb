//! `docs/coverage.md`: which firms are known on which protocols, so that the page cannot say anything else than the
//! knowledge.

use oogmerk_knowledge::{Coverage, CoverageRow, Knowledge, Status};
use std::fmt::Write as _;

const STATUSES: [Status; 3] = [Status::Proven, Status::Tested, Status::Draft];

/// The page.
pub fn page(knowledge: &Knowledge) -> String {
    let coverage = knowledge.coverage();
    let two = coverage.rows.iter().filter(|row| row.answers(&coverage.protocols) > 1).count();
    let (known, unknown): (Vec<&CoverageRow>, Vec<&CoverageRow>) =
        coverage.rows.iter().partition(|row| row.cells.iter().any(|cell| cell.best().is_some()));
    let mut out = format!(
        "# Coverage\n\n\
         Written by `cargo xtask known` from `knowledge/` (a test holds it to that); not by hand. `oogmerk knowledge coverage` \
         prints the same of the knowledge in use.\n\n\
         {} firms; {two} of them are known by their own answers on two protocols or more, drafts left out.\n\n\
         * *Proven*, *tested*, *draft*: the best status that a tell of the firm has on that protocol. A tell may name the \
         firm as maker or as brand. What a row does not name is *nothing*.\n\
         * Columns that are no protocols: what people and other programs write down (`agent`, `import`, `label`, `nmap`, `port`, \
         `saved`, `sheet`, `unifi`), where devices of the firm talk to (`cloud`), the shapes of its model numbers (`model`).\n\
         * A firm may be known through the stack of the firm that builds for it; the lineage stands in `knowledge/vendors/`.\n\n",
        coverage.rows.len(),
    );
    out.push_str("## By firm\n\n| firm | proven | tested | draft |\n|---|---|---|---|\n");
    for row in known {
        let [proven, tested, draft] = STATUSES.map(|status| columns(row, &coverage, status));
        let _ = writeln!(out, "| {} | {proven} | {tested} | {draft} |", row.name.replace('|', "\\|"));
    }
    out.push_str(
        "\n## By protocol: how many firms\n\n| protocol | proven | tested | draft |\n|---|---|---|---|\n",
    );
    for (i, protocol) in coverage.protocols.iter().enumerate() {
        let [proven, tested, draft] = STATUSES
            .map(|status| coverage.rows.iter().filter(|row| row.cells[i].best() == Some(status)).count());
        let _ = writeln!(out, "| `{protocol}` | {proven} | {tested} | {draft} |");
    }
    let names: Vec<&str> = unknown.iter().map(|row| row.name.as_str()).collect();
    let _ = write!(out, "\n## Nothing but a name\n\n{} firms: {}.\n", names.len(), names.join(", "));
    out
}

fn columns(row: &CoverageRow, coverage: &Coverage, status: Status) -> String {
    let cells = coverage.protocols.iter().zip(&row.cells);
    let names: Vec<&str> =
        cells.filter(|(_, cell)| cell.best() == Some(status)).map(|(name, _)| name.as_str()).collect();
    if names.is_empty() { "–".to_owned() } else { names.join(", ") }
}
