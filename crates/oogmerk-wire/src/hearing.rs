//! What the table of codecs says about hearing, for whoever identifies: which fields come by themselves, which by a
//! question, which only through a log-in, and which are a client's own words.

use crate::codec::CODECS;
use crate::row::{Codec, Etiquette};
use oogmerk_model::{Cost, Hearing};
use std::sync::LazyLock;

/// Of all codecs together.
pub fn hearing() -> &'static Hearing {
    static HEARING: LazyLock<Hearing> = LazyLock::new(|| {
        let mut hearing = Hearing::beside_protocols();
        for codec in CODECS {
            add(codec, &mut hearing);
        }
        hearing
    });
    &HEARING
}

fn add(codec: &Codec, hearing: &mut Hearing) {
    let heard = codec.heard;
    let is_asked = codec.asks.iter().any(|a| a.etiquette <= Etiquette::Speaker);
    let family_cost = match (heard.by_itself, is_asked || heard.comes_along) {
        (true, _) => Some(Cost::Wait),
        (false, true) => Some(Cost::Ask),
        (false, false) => None,
    };
    if let Some(cost) = family_cost {
        for family in heard.families {
            // Two codecs may fill one family: the cheaper way counts.
            let known = hearing.costs.entry(family).or_insert(Some(cost));
            *known = known.map(|k| k.min(cost));
        }
    }
    hearing.costs.extend(heard.behind_log_in.iter().map(|field| (*field, Some(Cost::Supplier))));
    let silent = heard.of_clients.iter().filter(|_| !heard.by_itself).chain(heard.unasked);
    hearing.costs.extend(silent.map(|field| (*field, None)));
    hearing.of_clients.extend(heard.of_clients);
    if heard.is_two_sided {
        hearing.two_sided.insert(codec.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_say_what_hearing_a_field_costs() {
        let hearing = hearing();
        for (field, cost) in [
            ("mdns.service", Some(Cost::Wait)),
            ("sadp.serial", Some(Cost::Ask)),
            ("sdp.session_name", Some(Cost::Ask)),
            ("onvif.scope.hardware", Some(Cost::Ask)),
            ("onvif.model", Some(Cost::Supplier)),
            ("rtsp.user_agent", None),
            ("netwave.name", None),
            ("label.model", Some(Cost::Label)),
        ] {
            assert_eq!(hearing.cost(field), cost, "{field}");
        }
        assert!(hearing.is_two_sided("http") && !hearing.is_two_sided("sadp"));
        assert!(hearing.is_of_clients("mdns.question") && !hearing.is_of_clients("mdns.service"));
    }
}
