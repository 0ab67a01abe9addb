//! VAPIX parameters saved as a file (`param.cgi?action=list`), or the properties that a device gives without log-in
//! (`basicdeviceinfo.cgi`), read by the codec `vapix`.

use crate::document::{read_told, told};
use crate::head::Head;
use crate::reading::{Reading, Where};
use crate::row::Row;
use oogmerk_model::Observation;
use oogmerk_wire::codec::vapix;
use std::io::Read;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::new("vapix", looks_like, read);

const NOTHING: &str = "holds no parameters";

/// Whether the first lines are parameters of such a device, or the keys its properties.
fn looks_like(head: &Head<'_>) -> bool {
    match head {
        Head::Lines(opening) => vapix::is_list(opening.lines.iter().copied()),
        Head::Json(keys) => keys.has("data.propertyList.ProdNbr"),
        Head::Xml(_) => false,
    }
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    read_told(input, "vapix", vapix::parse, NOTHING, reading);
}

/// Parameters inside another record, whose place is theirs.
pub(crate) fn read_fragment(
    payload: &[u8],
    offset: u64,
    observation: &Arc<Observation>,
    reading: &mut Reading<'_>,
) {
    told(vapix::parse(payload), Where::Inside(offset), NOTHING, observation, reading);
}
