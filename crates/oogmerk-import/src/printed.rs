//! What network tools and switches print about other devices: tables of addresses, leases, neighbours, browsers' finds.
//!
//! One paste often holds several of them, so one page reads them all: each line is offered to the grammars in turn
//! (`rows` for tables of one line a device, `keyed` for sheets of `key: value`, `leases`, `browse`, `routeros` and
//! `session` for what has a form of its own), and what none of them takes is passed over. Facts go where the protocol
//! has fields; what a tool says by its own table (a vendor beside a MAC) enters as `import.vendor`. Nothing here
//! concludes, and no account, key or community is kept.

mod browse;
mod device;
mod grammar;
mod keyed;
mod leases;
mod line;
mod pattern;
mod routeros;
mod rows;
mod session;

pub(crate) use device::Text;
pub(crate) use line::{address_in, command, heading};

use crate::pasted::{BareLine, bare_lines};
use crate::reading::Reading;
use device::Found;
use grammar::Grammar;

/// All grammars, in the order in which they are asked.
fn grammars() -> Vec<Box<dyn Grammar>> {
    vec![
        Box::new(leases::Dhcpd::default()),
        Box::new(leases::Kea::default()),
        Box::new(browse::Avahi::default()),
        Box::new(browse::DnsSd::default()),
        Box::new(browse::Upnp::default()),
        Box::new(routeros::Prints::default()),
        Box::new(session::Certificates::default()),
        Box::new(keyed::Sheets::default()),
        Box::new(rows::Rows::default()),
    ]
}

/// Reads every table of a text, in the order printed.
pub(crate) fn read(text: &Text, reading: &mut Reading<'_>) {
    let mut grammars = grammars();
    let mut done = Vec::new();
    for line in bare_lines(&text.whole) {
        offer(&mut grammars, &line, &mut done);
        for found in done.drain(..) {
            found.put(text, reading);
        }
    }
    for grammar in &mut grammars {
        grammar.end(&mut done);
    }
    for found in done {
        found.put(text, reading);
    }
}

/// How many devices the first lines of a text tell of.
pub(crate) fn devices_in(opening: &str, lines: usize) -> usize {
    let mut grammars = grammars();
    let mut done = Vec::new();
    for line in bare_lines(opening).take(lines) {
        offer(&mut grammars, &line, &mut done);
    }
    for grammar in &mut grammars {
        grammar.end(&mut done);
    }
    done.iter().filter(|found| found.is_device()).count()
}

/// Gives a line to the first grammar that takes it.
fn offer(grammars: &mut [Box<dyn Grammar>], line: &BareLine<'_>, done: &mut Vec<Found>) {
    let _ = grammars.iter_mut().any(|grammar| grammar.take(line, done));
}
