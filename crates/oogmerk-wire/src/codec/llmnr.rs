//! LLMNR: names of the link, asked over UDP 5355. What it is not: a resolver; names in questions are those a
//! person looks for and are not told. Source: RFC 4795.

use super::dns::{self, Data, Section};
use crate::row::{Carried, Codec, Datagrams, Secrets};
use crate::{Clues, Malformed};
use oogmerk_bytes::spanned::{answered, asked};

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Datagrams(Datagrams { ports_may_carry_media: false, ..Datagrams::on(&[5355]) })],
    secrets: Secrets::Open,
    varies: 2,
    ..Codec::new("llmnr", read, include_bytes!("../../../../fuzz/corpus/llmnr/answer.bin"))
};

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The DNS message it is.
    pub dns: dns::Message,
}

/// Reads one datagram.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let dns = dns::parse(payload)?;
    if dns.flags & 0x7800 != 0 {
        return Err(Malformed::at(2, "an operation LLMNR does not have"));
    }
    Ok(Message { dns })
}

/// Bytes to clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    Ok(parse(payload)?.clues())
}

impl Message {
    /// The names the sender answers for; for a question only that it was asked.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        if !self.dns.is_response() {
            asked(&mut clues, "llmnr");
            return clues;
        }
        let mut told: Vec<String> = Vec::new();
        for record in self.dns.records.iter().filter(|r| r.section == Section::Answer) {
            let name = match &record.data {
                Data::A(_) | Data::Aaaa(_) => &record.name,
                Data::Ptr(name) => name,
                _ => continue,
            };
            if !told.contains(&name.text()) {
                told.push(name.text());
                name.spanned().tell(&mut clues, "llmnr.name");
            }
        }
        if !told.is_empty() {
            answered(&mut clues, "llmnr");
        }
        clues
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::proof;
    use std::net::Ipv4Addr;

    #[test]
    fn an_answer_tells_the_sender_s_name_and_a_question_none() {
        let mut bytes =
            dns::write_answer(3, "recorder", dns::kind::A, vec![Data::A(Ipv4Addr::new(192, 0, 2, 22))]);
        bytes[2] = 0x80;
        bytes[3] = 0;
        proof::golden(read, &bytes, &["~llmnr.name=recorder", "~protocol.answered=llmnr"]);
        proof::survives(read, &bytes);
        let mut question = dns::write_query(3, "somebody", dns::kind::A);
        question[2] = 0;
        proof::golden(read, &question, &["~protocol.asked=llmnr"]);
    }
}
