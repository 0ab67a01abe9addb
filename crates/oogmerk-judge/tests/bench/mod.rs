//! A device as it comes from whoever identified it.

use oogmerk_model::{Device, Verdict};

/// A device of which nothing is known.
pub fn device() -> Device {
    let open = || Verdict::undecided(Vec::new());
    Device {
        schema: "oogmerk.device/1".into(),
        id: "dev-1".into(),
        subject: None,
        subjects: Vec::new(),
        seen_in: Vec::new(),
        mac: Vec::new(),
        ip: Vec::new(),
        kind: open(),
        brand: open(),
        maker: open(),
        model: open(),
        serial: open(),
        firmware: open(),
        soc: None,
        soc_maker: None,
        modem: None,
        modem_maker: None,
        outside: Vec::new(),
        outside_via: Vec::new(),
        isolation: None,
        merges: Vec::new(),
        evidence: Vec::new(),
        claims: Vec::new(),
        left_out: std::collections::BTreeMap::new(),
    }
}
