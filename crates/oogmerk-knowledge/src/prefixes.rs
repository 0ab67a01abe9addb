//! Who bought an address block: a sorted table, longest prefix first. IEEE registries MA-L (24 bits), MA-M (28), MA-S (36).
//! A block names its buyer, never the maker of the device that uses it.

use crate::Oui;
use oogmerk_model::{Mac, MacKind};

/// Rows sorted by (bits, prefix).
#[derive(Debug, Default)]
pub(crate) struct Prefixes {
    rows: Vec<(u8, u64, Oui)>,
}

impl Prefixes {
    /// Reads the lines of `oui.csv`: `prefix,maker,narrow,assignee` (hex digits, key or nothing, `1` or nothing, the rest).
    pub(crate) fn read<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Self, String> {
        let mut rows = Vec::new();
        for line in lines.skip(1).filter(|l| !l.is_empty()) {
            let mut parts = line.splitn(4, ',');
            let (Some(prefix), Some(maker), Some(narrow), Some(assignee)) =
                (parts.next(), parts.next(), parts.next(), parts.next())
            else {
                return Err(format!("`{line}` has fewer than four columns"));
            };
            let bits = 4 * prefix.len() as u8;
            let Ok(number) = u64::from_str_radix(prefix, 16) else {
                return Err(format!("`{prefix}` is not hexadecimal"));
            };
            if !matches!(bits, 24 | 28 | 36) {
                return Err(format!("`{prefix}` is not 6, 7 or 9 digits"));
            }
            let maker = (!maker.is_empty()).then(|| maker.to_owned());
            rows.push((bits, number, Oui { assignee: assignee.to_owned(), maker, narrow: narrow == "1" }));
        }
        rows.sort_by_key(|r| (r.0, r.1));
        Ok(Self { rows })
    }

    pub(crate) fn find(&self, mac: Mac) -> Option<&Oui> {
        if mac.kind() != MacKind::Global {
            return None;
        }
        let whole = mac.0.iter().fold(0u64, |n, &b| n << 8 | u64::from(b));
        [36u8, 28, 24].iter().find_map(|&bits| {
            let key = (bits, whole >> (48 - bits));
            self.rows.binary_search_by_key(&key, |r| (r.0, r.1)).ok().map(|i| &self.rows[i].2)
        })
    }

    /// Every block: its hex digits and its buyer.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (String, &Oui)> {
        self.rows
            .iter()
            .map(|(bits, number, oui)| (format!("{number:0width$x}", width = *bits as usize / 4), oui))
    }

    pub(crate) fn makers(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().filter_map(|r| r.2.maker.as_deref())
    }
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_prefix_wins_and_made_up_addresses_have_no_owner() {
        let lines = [
            "prefix,maker,narrow,assignee",
            "001122,,,Broad, Inc.",
            "0011223,hik,1,Middle",
            "001122334,dahua,1,Small",
        ];
        let prefixes = Prefixes::read(lines.into_iter()).unwrap_or_default();
        let check = |mac: &str, want: Option<&str>| {
            let found = Mac::parse(mac).and_then(|m| prefixes.find(m)).map(|o| o.assignee.as_str());
            assert_eq!(found, want, "{mac}");
        };
        check("00:11:22:33:45:00", Some("Small"));
        check("00:11:22:35:00:00", Some("Middle"));
        check("00:11:22:44:00:00", Some("Broad, Inc."));
        check("00:11:23:44:00:00", None);
        check("02:11:22:44:00:00", None);
        check("01:11:22:44:00:00", None);
    }
}
