//! What stands around a model in one record: inventories keep the model in an object of its own, and serial and firmware
//! beside that object (`{"serial": "S1", "device_type": {"model": "XC-100", "manufacturer": {"name": "Maker"}}}`).

use super::bag::{Bag, Pair};
use super::dialects::{FIRMWARES, MANUFACTURERS, MODELS, SERIALS};
use super::keys::{fold, last};
use std::collections::HashMap;

/// Bags of one thing that are looked at.
const BAGS_MAX: usize = 8;

/// What inventories call the object that is a model.
const OF_MODELS: [&str; 7] =
    ["devicetype", "model", "type", "hardware", "product", "platform", "devicemodel"];

/// Gives a bag with a model what the objects around it say of the same thing and it does not say itself.
pub(super) fn lend(bags: &mut [Bag]) {
    if bags.len() < 2 {
        return;
    }
    let mut scopes: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, bag) in bags.iter().enumerate() {
        scopes.entry(&bag.scope).or_default().push(at);
    }
    let mut lent: Vec<(usize, Pair)> = Vec::new();
    for places in scopes.values().filter(|places| (2..=BAGS_MAX).contains(&places.len())) {
        let with_model: Vec<usize> = places.iter().copied().filter(|at| has(&bags[*at], MODELS)).collect();
        let [model] = with_model[..] else { continue };
        if !OF_MODELS.contains(&bags[model].name.as_str()) {
            continue;
        }
        let is_around = |at: usize| {
            let around = &bags[at].place;
            let inner = bags[model].place.strip_prefix(around.as_str());
            inner.is_some_and(|rest| around.is_empty() && !rest.is_empty() || rest.starts_with('.'))
        };
        for keys in [SERIALS, FIRMWARES, MANUFACTURERS] {
            let around = || places.iter().copied().filter(|at| *at != model && is_around(*at));
            if !has(&bags[model], keys) {
                lent.extend(
                    around().find_map(|at| pair_of(&bags[at], keys)).map(|pair| (model, pair.clone())),
                );
            }
        }
    }
    for (at, pair) in lent {
        bags[at].put(&pair.key, &pair.value);
    }
}

fn pair_of<'b>(bag: &'b Bag, keys: &[&str]) -> Option<&'b Pair> {
    bag.pairs.iter().find(|pair| keys.contains(&last(&fold(&pair.key))))
}

fn has(bag: &Bag, keys: &[&str]) -> bool {
    pair_of(bag, keys).is_some()
}
