//! A town: sites, departments, and who lives where. Made from a seed alone.

use crate::chance::Chance;
use crate::persona::{PERSONAS, Persona, Role};
use oogmerk_model::Mac;
use std::net::Ipv4Addr;

/// A device of the town.
#[derive(Clone, Debug)]
pub struct Resident {
    /// What it is.
    pub persona: &'static Persona,
    /// Its number on the town's list, such as `STH-003`; empty for people's own things.
    pub asset: String,
    /// Which site, an index into [`Town::sites`].
    pub site: usize,
    /// MAC.
    pub mac: Mac,
    /// Address on the town's network (in the capture).
    pub lan: Ipv4Addr,
    /// Address on this machine's loopback (in the survey).
    pub loopback: Ipv4Addr,
    /// Model on its label.
    pub model: String,
    /// Firmware.
    pub firmware: String,
    /// Serial number.
    pub serial: String,
    /// Sends outside.
    pub leaks: bool,
    /// Stands on the town's own list.
    pub declared: bool,
    /// What the list says wrongly about it: brand and model of the one that hung there before.
    pub declared_as: Option<(&'static str, &'static str)>,
}

/// A site.
#[derive(Clone, Copy, Debug)]
pub struct Site {
    /// Prefix of asset numbers.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
    /// Department.
    pub department: &'static str,
    /// Purpose of its cameras.
    pub purpose: &'static str,
}

/// Sites of the town.
pub const SITES: &[Site] = &[
    Site { code: "STH", name: "Stadhuis", department: "Facility", purpose: "toegangscontrole" },
    Site { code: "ZSP", name: "Museum De Zilverspoel", department: "Cultuur", purpose: "bewaking collectie" },
    Site { code: "BIB", name: "Bibliotheek", department: "Cultuur", purpose: "bewaking collectie" },
    Site { code: "SPH", name: "Sporthal Oost", department: "Sport", purpose: "toegangscontrole" },
    Site { code: "ZWB", name: "Zwembad", department: "Sport", purpose: "veiligheid bezoekers" },
    Site { code: "MRK", name: "Grote Markt", department: "Politie", purpose: "openbare orde" },
    Site { code: "STA", name: "Stationsplein", department: "Politie", purpose: "openbare orde" },
    Site { code: "PRK", name: "Parking Zuid", department: "Mobiliteit", purpose: "verkeer" },
    Site { code: "DEP", name: "Stedelijk depot", department: "Technische dienst", purpose: "inbraak" },
    Site { code: "SCH", name: "Basisschool De Linde", department: "Onderwijs", purpose: "toegangscontrole" },
    Site { code: "WZC", name: "Woonzorgcentrum", department: "Welzijn", purpose: "toegangscontrole" },
    Site { code: "HAV", name: "Haventerrein", department: "Technische dienst", purpose: "inbraak" },
];

/// A town.
#[derive(Clone, Debug)]
pub struct Town {
    /// Its name.
    pub name: &'static str,
    /// Everything on its networks.
    pub residents: Vec<Resident>,
    /// Rows of its list that hang nowhere any more: asset, brand, model, MAC, site.
    pub gone: Vec<(String, &'static str, &'static str, Mac, usize)>,
}

impl Town {
    /// Merelbrugge, a town that does not exist.
    pub fn merelbrugge(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let mut residents = Vec::new();
        let mut used = vec![9u32; SITES.len()];
        for persona in PERSONAS {
            for n in 0..persona.count {
                residents.push(settle(persona, n, &mut used, &mut chance));
            }
        }
        forget_doors(&mut residents, &mut chance);
        let gone = (0..11)
            .map(|n| {
                let site = pick_site(&mut chance);
                let tail = chance.next().to_be_bytes();
                let asset = format!("{}-9{n:02}", SITES[site].code);
                (asset, "Panasonic", "WV-SP306", Mac([0x00, 0x80, 0xf0, tail[0], tail[1], tail[2]]), site)
            })
            .collect();
        Self { name: "Merelbrugge", residents, gone }
    }

    /// Devices that belong in the register.
    pub fn registered(&self) -> impl Iterator<Item = &Resident> {
        self.residents.iter().filter(|r| r.persona.role != Role::Bystander)
    }

    /// What the neighbour table of the survey's host shows: loopback address and MAC.
    pub fn neighbours(&self) -> Vec<(std::net::IpAddr, Mac)> {
        self.registered().map(|r| (r.loopback.into(), r.mac)).collect()
    }
}

/// Lets a few devices out: about seven in a hundred of those that would phone home if they could, never fewer than
/// six, so that every town has something to find and most of its sites are shut.
fn forget_doors(residents: &mut [Resident], chance: &mut Chance) {
    let mut able: Vec<usize> = residents
        .iter()
        .enumerate()
        .filter(|(_, r)| r.persona.role != Role::Bystander && !r.persona.cloud.is_empty())
        .map(|(n, _)| n)
        .collect();
    for _ in 0..(able.len() * 7 / 100).max(6).min(able.len()) {
        let at = usize::try_from(chance.below(able.len() as u64)).unwrap_or(0);
        if let Some(r) = residents.get_mut(able.swap_remove(at)) {
            r.leaks = true;
        }
    }
}

fn pick_site(chance: &mut Chance) -> usize {
    usize::try_from(chance.below(SITES.len() as u64)).unwrap_or(0)
}

fn settle(persona: &'static Persona, n: u32, used: &mut [u32], chance: &mut Chance) -> Resident {
    let site = pick_site(chance);
    used[site] += 1;
    let host = u8::try_from(used[site] % 250).unwrap_or(250);
    let site_byte = u8::try_from(site).unwrap_or(0);
    let tail = chance.next().to_be_bytes();
    let [a, b, c] = persona.oui;
    let model = (*chance.pick(persona.models).unwrap_or(&"")).to_owned();
    let serial = serial_of(persona, &model, n, chance);
    let registered = persona.role != Role::Bystander;
    let declared = registered && chance.percent(87);
    let wrong = declared && chance.percent(6);
    Resident {
        persona,
        asset: if registered { format!("{}-{:03}", SITES[site].code, used[site] - 9) } else { String::new() },
        site,
        mac: Mac([a, b, c, tail[0], tail[1], tail[2]]),
        lan: Ipv4Addr::new(10, 20, site_byte, host),
        loopback: Ipv4Addr::new(127, 20, site_byte, host),
        firmware: (*chance.pick(persona.firmware).unwrap_or(&"")).to_owned(),
        model,
        serial,
        leaks: false,
        declared,
        declared_as: wrong.then_some(("Axis", "M3025-VE")),
    }
}

/// Serial numbers in the maker's form, with made-up digits.
fn serial_of(persona: &Persona, model: &str, n: u32, chance: &mut Chance) -> String {
    let number = chance.below(1_000_000_000);
    match persona.maker {
        "hikvision" => format!("{model}20200414AAWR{number:09}"),
        "dahua" => format!("{:02X}0{:04X}PAG{:05X}{}", n & 0xff, number & 0xffff, number % 0xf_ffff, n % 10)
            .chars()
            .take(15)
            .collect(),
        _ => format!("{number:09}{n:03}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_same_seed_gives_the_same_town_and_nobody_shares_an_address() {
        let (one, two) = (Town::merelbrugge(7), Town::merelbrugge(7));
        assert_eq!(format!("{:?}", one.residents), format!("{:?}", two.residents));
        let macs: BTreeSet<_> = one.residents.iter().map(|r| r.mac).collect();
        let addresses: BTreeSet<_> = one.residents.iter().map(|r| r.loopback).collect();
        assert_eq!((macs.len(), addresses.len()), (one.residents.len(), one.residents.len()));
    }

    #[test]
    fn some_are_rebranded_some_leak_and_some_are_on_no_list() {
        let town = Town::merelbrugge(7);
        let rebranded = town
            .registered()
            .filter(|r| r.persona.maker != r.persona.brand.to_lowercase() && !r.persona.brand.is_empty())
            .count();
        let leaking = town.registered().filter(|r| r.leaks).count();
        let undeclared = town.registered().filter(|r| !r.declared).count();
        assert!(rebranded >= 30 && leaking >= 5 && undeclared >= 10, "{rebranded} {leaking} {undeclared}");
        for seed in 0..20 {
            let town = Town::merelbrugge(seed);
            let open: BTreeSet<_> = town.registered().filter(|r| r.leaks).map(|r| r.site).collect();
            assert!((1..=SITES.len() / 2).contains(&open.len()), "seed {seed}: {open:?}");
        }
    }
}
