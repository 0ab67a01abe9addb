//! Assessed: what was identified, with where it reaches, as the evaluation puts the two together.

use oogmerk_identify::{Ground, Leanings, Options};
use oogmerk_knowledge::Oracle;

/// Every device of a ground in the order of ids, with all that was weighed for it.
pub fn leanings(ground: &Ground, oracle: &dyn Oracle, options: &Options) -> Vec<Leanings> {
    let mut found = Vec::new();
    oogmerk_identify::leanings(ground, oracle, options, &mut |mut leanings, traffic| {
        oogmerk_judge::isolate(&mut leanings.device, traffic, oracle);
        found.push(leanings);
    });
    found
}
