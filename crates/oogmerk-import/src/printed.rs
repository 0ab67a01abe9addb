//! What network tools and switches print about other devices: tables of addresses, leases, neighbours, browsers' finds.
//!
//! One paste often holds several of them, so one page reads them all: each line is offered to the grammars in turn
//! (`rows`, `columns` and `probes` for tables of one line a device, `keyed` for sheets of `key: value`, `leases`, `browse`,
//! `routeros`, `session`, `dhcp_text` and `seen` for what has a form of its own), and what none of them takes is passed over. Facts go where the protocol
//! has fields; what a tool says by its own table (a vendor beside a MAC) enters as `import.vendor`. Nothing here
//! concludes, and no account, key or community is kept.

mod browse;
mod columns;
mod device;
mod dhcp_text;
mod firewall;
mod grammar;
mod keyed;
mod leases;
mod line;
mod pattern;
mod probes;
mod routeros;
mod rows;
mod seen;
mod session;

pub(crate) use device::Text;
pub(crate) use leases::Lease;
pub(crate) use line::{address_in, address_of_url, command, heading};

use crate::pasted::{BareLine, bare_lines};
use crate::reading::Reading;
use device::Found;
use grammar::Grammar;
use std::ops::Range;

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
        Box::new(firewall::Users::default()),
        Box::new(dhcp_text::Messages::default()),
        Box::new(probes::Web),
        Box::new(probes::Svmap::default()),
        Box::new(seen::Objects),
        Box::new(columns::Columns::default()),
        Box::new(keyed::Sheets::default()),
        Box::new(rows::Rows::default()),
    ]
}

/// Reads every table of a text, in the order printed. Gives the pieces between them, of which no grammar took a line:
/// a terminal that was saved may hold other answers there.
pub(crate) fn read(text: &Text, reading: &mut Reading<'_>) -> Vec<Range<usize>> {
    let mut grammars = grammars();
    let (mut done, mut last) = (Vec::new(), None);
    let (mut others, mut open): (Vec<Range<usize>>, Option<usize>) = (Vec::new(), None);
    for line in bare_lines(&text.whole) {
        let begin = line.offset - line.before.len();
        if offer(&mut grammars, &line, &mut done) {
            others.extend(open.take().map(|from| from..begin));
        } else {
            open = open.or(Some(begin));
        }
        put(&mut done, &mut last, text, reading);
    }
    others.extend(open.map(|from| from..text.whole.len()));
    for grammar in &mut grammars {
        grammar.end(&mut done);
    }
    put(&mut done, &mut last, text, reading);
    others
}

/// Hands over what was found; a row that only repeats the one before it is passed over.
fn put(done: &mut Vec<Found>, last: &mut Option<Found>, text: &Text, reading: &mut Reading<'_>) {
    for found in done.drain(..) {
        if last.as_ref().is_some_and(|last| found.repeats(last)) {
            reading.outcome.passed_over += 1;
            continue;
        }
        *last = Some(found.clone());
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

/// Gives a line to the first grammar that takes it; `false` where none does.
fn offer(grammars: &mut [Box<dyn Grammar>], line: &BareLine<'_>, done: &mut Vec<Found>) -> bool {
    grammars.iter_mut().any(|grammar| grammar.take(line, done))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;

    #[test]
    fn what_stands_between_tables_is_given_to_others() {
        let whole = "$ arp -an\n? (10.0.0.7) at 00:40:8c:9d:31:e8 [ether] on eth0\n\
            ? (10.0.0.7) at 00:40:8c:9d:31:e8 [ether] on eth0\n> $ curl -i 10.0.0.7\n> HTTP/1.1 200 OK\n";
        let text = Text { whole: whole.to_owned(), base: 0, is_exact: true };
        let options = Options::default();
        let mut facts: Vec<oogmerk_model::Fact> = Vec::new();
        let mut reading = Reading::new("t", &options, &mut facts);
        let others = read(&text, &mut reading);
        assert_eq!((reading.outcome.records, reading.outcome.passed_over), (1, 1));
        let others: Vec<&str> = others.into_iter().map(|piece| &whole[piece]).collect();
        assert_eq!(others, ["$ arp -an\n", "> $ curl -i 10.0.0.7\n> HTTP/1.1 200 OK\n"]);
    }

    #[test]
    fn secrets_and_accounts_are_not_kept() {
        let whole = "$ openssl s_client -connect 10.0.0.7:443 -pass pass:geheim\nCONNECTED(3)\nsubject=CN = cam, emailAddress = geheim@example\n\
            ---\nasterisk*CLI> sip show peer 8001\n  Secret : geheim\n  Addr->IP : 10.0.0.8:5060\n  Useragent : Door 1\n  Callerid : geheim\n\
            Reg. Contact : sip:geheim@10.0.0.8:5060\n$ avahi-browse -rpt _x._tcp\n\
            =;eth0;IPv4;cam;_x._tcp;local;cam.local;10.0.0.9;80;\"password=geheim\" \"ssid=geheim\" \"md=X\"\n\
            [admin@r] > /ip neighbor print detail\n 0 interface=e mac-address=00:40:8C:9D:31:E8 comment=\"geheim\" password=geheim identity=\"c\"\n\
            resource available\n  Location: http://geheim:geheim@10.0.0.10/a.xml\n";
        let text = Text { whole: whole.to_owned(), base: 0, is_exact: true };
        let options = Options::default();
        let mut facts: Vec<oogmerk_model::Fact> = Vec::new();
        read(&text, &mut Reading::new("t", &options, &mut facts));
        let told = format!("{facts:?}");
        for value in ["CN=cam", "Door 1", "md=X", "10.0.0.10"] {
            assert!(told.contains(value), "{value}");
        }
        assert!(!told.contains("geheim"), "{told}");
    }

    #[test]
    fn devices_are_found_by_what_a_line_is_and_not_by_what_it_resembles() {
        assert_eq!(devices_in("10.0.0.7 dev eth0 lladdr 00:40:8c:9d:31:e8 STALE\n", 9), 1);
        for text in [
            "merk;model;mac\nA;B;00:40:8c:9d:31:e8\n",
            "IP address:\t10.0.0.7\nMAC address:\t00:40:8c:9d:31:e8\nModel:\tX\n",
            "Host: 10.0.0.7\nServer: x\nUser-Agent: y\n",
            "mac=00:40:8c:9d:31:e8\nip=10.0.0.7\n",
            "subject: a = b\nindex: 4\n",
        ] {
            assert_eq!(devices_in(text, 99), 0, "{text}");
        }
    }
}
