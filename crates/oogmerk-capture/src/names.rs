//! Names behind addresses: which name a host asked for to get an address, and which names lead outside.
//! Nothing here is written out by itself.

use crate::hash::Map;
use crate::internet::{self, Address};
use oogmerk_wire::row::Lookup;
use std::sync::Arc;

const NAMES_MAX: usize = 200_000;

/// Whether a name leads outside: not local, not a reverse look-up, not a bare word.
pub(super) fn leads_outside(name: &str) -> bool {
    const INSIDE: &[&str] = &[
        "local",
        "lan",
        "home",
        "internal",
        "intranet",
        "localdomain",
        "localhost",
        "arpa",
        "test",
        "invalid",
        "corp",
        "private",
    ];
    let Some((_, last)) = name.trim_end_matches('.').rsplit_once('.') else { return false };
    !INSIDE.contains(&last)
}

/// Which name each client asked for to get an address.
#[derive(Default)]
pub(super) struct Names {
    table: Map<(Address, Address), Arc<str>>,
    forgotten: u64,
}

impl Names {
    /// Remembers an answer given to a client.
    pub(super) fn remember(&mut self, client: Address, lookup: &Lookup) {
        if lookup.name.is_empty() || lookup.addresses.is_empty() {
            return;
        }
        let name: Arc<str> = Arc::from(lookup.name.as_str());
        for &ip in &lookup.addresses {
            if self.table.len() >= NAMES_MAX {
                self.forgotten += self.table.len() as u64;
                self.table.clear();
            }
            self.table.insert((client, internet::address(ip)), Arc::clone(&name));
        }
    }

    /// Takes the count of names forgotten for want of room; contacts begun later have none.
    pub(super) fn take_forgotten(&mut self) -> u64 {
        std::mem::take(&mut self.forgotten)
    }

    /// The name a client asked for to get this address.
    pub(super) fn of(&self, client: Address, address: Address) -> Option<Arc<str>> {
        self.table.get(&(client, address)).cloned()
    }
}
