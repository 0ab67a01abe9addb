//! Which bags of one document speak of one thing.

use super::bag::Bag;
use std::collections::HashMap;

/// Gives each bag the scope of the nearest place around it that has an address, else of the member of a list it stands
/// in, else of the document. Places are written from the outside in, joined with dots; `others` are places of texts
/// that stand in the document, whose scopes are returned.
pub(super) fn give(
    bags: &mut [Bag],
    places: &HashMap<String, usize>,
    is_member: &dyn Fn(&str) -> bool,
    others: &[String],
) -> Vec<String> {
    let marks: HashMap<&str, (bool, bool)> = places
        .iter()
        .map(|(place, at)| (place.as_str(), (bags[*at].is_addressed(), bags[*at].says_what_it_is())))
        .collect();
    // A bag that says nothing of what the thing is belongs to what stands around it; a text within is a word of its own.
    let scope_of = |place: &str, is_bag: bool| {
        let mut here = place;
        let mut is_own = is_bag;
        loop {
            let (is_addressed, says) = marks.get(here).copied().unwrap_or_default();
            if (is_addressed || is_member(here)) && (!is_own || says) {
                return here.to_owned();
            }
            is_own = false;
            match here.rsplit_once('.') {
                Some((around, _)) => here = around,
                None => return String::new(),
            }
        }
    };
    let scopes: Vec<(usize, String)> =
        places.iter().map(|(place, at)| (*at, scope_of(place, true))).collect();
    let given = others.iter().map(|place| scope_of(place, false)).collect();
    for (at, scope) in scopes {
        bags[at].scope = scope;
    }
    for (place, at) in places {
        bags[*at].place.clone_from(place);
    }
    given
}
