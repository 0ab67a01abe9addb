//! Disclosure: how much of an answer a reader is given. Withheld here, at the query, so that no view can forget to.
//!
//! | level | adds |
//! |---|---|
//! | public | counts without device ids, places to the street, departments |
//! | internal | devices: kind, brand, maker, model, firmware, addresses, MACs, isolation, rules |
//! | confidential | serial numbers, evidence, claims, arguments, declared rows |
//! | secret | who talks outside and to whom: what an attacker would want first |

use oogmerk_model::{Device, Verdict};
use serde::{Deserialize, Serialize};

/// How much a reader may be given. Ordered: each level includes the ones before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the table above")]
pub enum Disclosure {
    Public,
    Internal,
    Confidential,
    /// Everything: the one local user of a register on their own machine.
    #[default]
    Secret,
}

impl Disclosure {
    /// Takes out of a device what this level does not give; names of what was taken.
    pub(crate) fn withhold(self, device: &mut Device) -> Vec<&'static str> {
        let mut withheld = Vec::new();
        if self < Self::Secret {
            take(&mut withheld, "outside", &mut device.outside);
            take(&mut withheld, "outside_via", &mut device.outside_via);
        }
        if self < Self::Confidential {
            hide(&mut withheld, "serial", &mut device.serial);
            take(&mut withheld, "evidence", &mut device.evidence);
            take(&mut withheld, "claims", &mut device.claims);
            take(&mut withheld, "merges", &mut device.merges);
            take(&mut withheld, "subjects", &mut device.subjects);
            take(&mut withheld, "seen_in", &mut device.seen_in);
            if device.subject.take().is_some() {
                withheld.push("subject");
            }
        }
        if self < Self::Internal {
            take(&mut withheld, "mac", &mut device.mac);
            take(&mut withheld, "ip", &mut device.ip);
            hide(&mut withheld, "brand", &mut device.brand);
            hide(&mut withheld, "maker", &mut device.maker);
            hide(&mut withheld, "model", &mut device.model);
            hide(&mut withheld, "firmware", &mut device.firmware);
            if device.isolation.take().is_some() {
                withheld.push("isolation");
            }
            for (name, part) in [
                ("soc", &mut device.soc),
                ("soc_maker", &mut device.soc_maker),
                ("modem", &mut device.modem),
                ("modem_maker", &mut device.modem_maker),
            ] {
                if part.take().is_some() {
                    withheld.push(name);
                }
            }
        }
        withheld
    }
}

fn take<T>(withheld: &mut Vec<&'static str>, name: &'static str, all: &mut Vec<T>) {
    if !all.is_empty() {
        all.clear();
        withheld.push(name);
    }
}

/// A withheld verdict looks undecided and asks for nothing; its name among the withheld says which it is.
fn hide(withheld: &mut Vec<&'static str>, name: &'static str, verdict: &mut Verdict) {
    if verdict.value.is_some() || !verdict.rivals.is_empty() {
        withheld.push(name);
    }
    *verdict = Verdict::undecided(Vec::new());
}
