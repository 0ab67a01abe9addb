//! Capture files: handed piece by piece to `oogmerk-capture`, which holds link layers, reassembly and the flow table.

use crate::reading::Reading;
use oogmerk_capture::{Options, Reader};
use oogmerk_model::ProblemSeverity;
use std::io::Read;
use std::sync::Arc;

pub(crate) use oogmerk_capture::looks_like_capture as looks_like;

/// How much is read at a time.
const PIECE: usize = 256 * 1024;

pub(crate) fn read(mut input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let options = Options {
        file: Some(Arc::clone(reading.file())),
        vantage: reading.options.vantage.clone(),
        ..Options::default()
    };
    let mut capture = Reader::new(options);
    let mut piece = vec![0; PIECE];
    let mut cut = None;
    loop {
        match input.read(&mut piece) {
            Ok(0) => break,
            Ok(n) => capture.feed(&piece[..n], reading),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => {
                cut = Some(error);
                break;
            }
        }
    }
    reading.outcome.records += capture.frames();
    capture.finish(reading);
    if let Some(error) = cut {
        reading.problem(ProblemSeverity::Rest, None, None, format!("cannot be read further: {error}"));
    }
}
