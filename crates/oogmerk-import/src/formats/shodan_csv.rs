//! Shodan's downloads as a table (`shodan convert … csv`): a row an answer, columns named by the paths of the keys.
//!
//! A row is told as the object it was made of would be. Source: `shodan/cli/converter/csvc.py` of Shodan's library,
//! for the names of columns.

use super::shodan_json::record;
use crate::encoding::as_utf8;
use crate::reading::Reading;
use crate::row::Row;
use crate::scan::objects::Object;
use crate::scan::tree::Tree;
use crate::table::records::{Records, cells};
use std::io::Read;

pub(crate) const ROW: Row =
    Row::new("shodan-csv", |head| head.lines().is_some_and(|opening| is_header(opening.first)), read).sampled(
        b"data,hostnames,ip,ip_str,port,transport,timestamp,product,http.title,http.favicon.hash\n\
          \"HTTP/1.1 200 OK\nServer: Sample-Webs/1.0\n\n\",cam.example,1,192.0.2.7,80,tcp,2026-01-02T03:04:05,Sample IP Camera,SC-100,77\n\
          x,,1,nowhere,80,tcp,,,,\n",
    );

fn is_header(line: &str) -> bool {
    let names = cells(line, ',');
    let has = |name: &str| names.iter().any(|cell| cell.trim() == name);
    has("ip_str") && has("port") && (has("data") || has("http.title") || has("transport"))
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let mut records = Records::new(as_utf8(input).1, ',');
    let mut names: Vec<String> = Vec::new();
    while let Some(row) = records.next_told(reading) {
        if names.is_empty() {
            names = row.cells.iter().map(|cell| cell.trim().to_owned()).collect();
        } else if row.cells.iter().any(|cell| !cell.trim().is_empty()) {
            let tree = Tree::of_row(&names, &row.cells);
            let object = Object::new(row.raw, row.number, row.offset);
            record(&tree.root(), &object, reading);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use oogmerk_model::Fact;

    #[test]
    fn a_row_says_what_its_object_said() {
        let options = Options::default();
        let mut facts: Vec<Fact> = Vec::new();
        let mut reading = Reading::new("t", &options, &mut facts);
        read(Box::new(ROW.sample.expect("a sample")), &mut reading);
        assert_eq!((reading.outcome.records, reading.outcome.problems), (1, 1));
        let told: Vec<String> = facts
            .iter()
            .filter_map(|f| {
                if let Fact::Evidence(e) = f { Some(format!("{}={}", e.field, e.value)) } else { None }
            })
            .collect();
        assert_eq!(
            told,
            [
                "import.ip=192.0.2.7",
                "import.host_name=cam.example",
                "port.open=tcp/80",
                "port.service=80/tcp Sample IP Camera",
                "http.status=HTTP/1.1 200 OK",
                "http.server=Sample-Webs/1.0",
                "http.header_order=Server",
                "http.title=SC-100",
                "http.favicon_mmh3=77",
            ]
        );
    }
}
