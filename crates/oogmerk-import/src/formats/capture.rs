//! Capture files: handed piece by piece to `oogmerk-capture`, which holds link layers, reassembly and the flow table.

use crate::lines::unreadable;
use crate::reading::Reading;
use crate::row::Row;
use oogmerk_capture::{Options, Reader};
use std::io::Read;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::binary("capture", oogmerk_capture::looks_like_capture, read);

/// How much is read at a time.
const PIECE: usize = 256 * 1024;

fn read(mut input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let options = Options {
        file: Some(Arc::clone(reading.file())),
        vantage: reading.options.vantage.clone(),
        markers: reading.options.markers.clone(),
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
        unreadable(reading, &error);
    }
}
