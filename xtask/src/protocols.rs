//! `docs/protocols.md`: every row of the codec table in words, so that the page cannot say anything else than the code.

use oogmerk_wire::codec::CODECS;
use oogmerk_wire::row::{Ask, Asking, Carried, Codec, Etiquette, Proof, Secrets};
use oogmerk_wire::{Community, Inquiry, Target};
use std::fmt::Write as _;
use std::net::Ipv4Addr;

/// The page.
pub fn page() -> String {
    let proven = CODECS.iter().filter(|c| c.proof != Proof::Unproven).count();
    let mut out = format!(
        "# Protocols\n\n\
         Written by `cargo xtask protocols` from the table of codecs (`crates/oogmerk-wire/src/codec/`); not by hand.\n\n\
         {} codecs, {proven} of them proven on bytes that somebody else wrote.\n\n\
         * *Heard*: how messages are carried, and by what they are told from others.\n\
         * *Kept*: whether a digest of a message is kept: always, never, or only where no word in it hints at a secret.\n\
         * *Asked*: the harmless questions, where they go and what they cost at most. *Survey*: part of every survey. *Speaker*: \
         only to a device that showed that it speaks this. *Hinted*: only where something says that it may. *Group*: to everybody \
         on the link. *Owner*: with what only the owner can give. Today `discover` puts those of every survey.\n\n",
        CODECS.len(),
    );
    out.push_str("| codec | heard | kept | asked | proof |\n|---|---|---|---|---|\n");
    let mut rows: Vec<&Codec> = CODECS.to_vec();
    rows.sort_by_key(|c| c.name);
    for codec in rows {
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} | {} |",
            codec.name,
            or_dash(
                codec
                    .carried
                    .iter()
                    .map(heard)
                    .chain(codec.in_bodies.map(|_| "bodies of HTTP answers".to_owned()))
                    .collect(),
            ),
            match codec.secrets {
                Secrets::Open => "always",
                Secrets::Scan => "by its words",
                Secrets::Closed => "never",
            },
            or_dash(codec.asks.iter().filter_map(asked).collect()),
            match codec.proof {
                Proof::Unproven => "own samples only",
                Proof::Proven(by) => by,
            },
        );
    }
    out
}

fn or_dash(words: Vec<String>) -> String {
    if words.is_empty() { "–".to_owned() } else { words.join("; ") }
}

fn heard(carried: &Carried) -> String {
    match carried {
        Carried::Frames(number) => format!("EtherType {number:04x}"),
        Carried::Snap([a, b, c], number) => format!("SNAP {a:02x}{b:02x}{c:02x} {number:04x}"),
        Carried::Packets(protocol, _) => format!("IP protocol {protocol}"),
        Carried::Datagrams(datagrams) => {
            let marked = if datagrams.marks.is_empty() { "" } else { ", or by its bytes" };
            match datagrams.ports {
                [] => "UDP, by its bytes".to_owned(),
                ports => format!("UDP {}{marked}", numbers(ports)),
            }
        }
        Carried::Text(_) => "TCP, by its first line".to_owned(),
        Carried::Records(_) => "TCP, by its first record".to_owned(),
        Carried::Greeting(greeting) => match (greeting.ports, greeting.is_last_resort) {
            (_, true) => "TCP greeting that is nothing else".to_owned(),
            ([], false) => "TCP greeting, by its bytes".to_owned(),
            (ports, false) => format!("TCP greeting, {}", numbers(ports)),
        },
        Carried::Measured(measured) => {
            let how = if measured.only_on_ports { "" } else { ", or by its bytes" };
            format!("TCP {}{how} (as `{}`)", numbers(measured.ports), measured.name)
        }
    }
}

fn numbers(ports: &[u16]) -> String {
    ports.iter().map(u16::to_string).collect::<Vec<_>>().join(", ")
}

fn asked(ask: &Ask) -> Option<String> {
    let community = Community::given("");
    let asking =
        Asking { ip: Ipv4Addr::LOCALHOST.into(), port_shift: 0, token: [0; 32], community: Some(&community) };
    let inquiry: Inquiry = (ask.make)(&asking)?;
    let target = match inquiry.target() {
        Target::Udp(port) => format!("UDP {port}"),
        Target::UdpGroup(group, port) => format!("{group} UDP {port}"),
        Target::Tcp(port) => format!("TCP {port}"),
    };
    let when = match ask.etiquette {
        Etiquette::Survey => "survey",
        Etiquette::Speaker => "speaker",
        Etiquette::Hinted => "hinted",
        Etiquette::Group => "group",
        Etiquette::Owner => "owner",
    };
    let packets = inquiry.packets();
    let plural = if packets == 1 { "packet" } else { "packets" };
    Some(format!("`{}`: {} ({target}, {packets} {plural}, {when})", ask.name, inquiry.purpose()))
}
