//! Whose tell it is: one of this knowledge base, or one of somebody else's database; its id says so.

use crate::{Spoken, Tell};

/// Whether the id of a tell is one from somebody else's database.
pub fn is_foreign(id: &str) -> bool {
    id.starts_with("recog:") || id.starts_with("nmap:")
}

/// The database a foreign tell belongs to: what stands before the last colon.
pub(crate) fn database(id: &str) -> Option<&str> {
    id.rsplit_once(':').map(|(database, _)| database).filter(|_| is_foreign(id))
}

/// Of each database only the first tell on a field speaks. Expects what spoke on one value, in id order.
pub(crate) fn first_of_each(spoken: &mut Vec<Spoken<'_>>, begin: usize) {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    let mut at = 0;
    spoken.retain(|s| {
        at += 1;
        let Some(database) = database(&s.tell.id).filter(|_| at > begin) else { return true };
        let key = (database, s.tell.field.as_str());
        let is_first = !seen.contains(&key);
        seen.push(key);
        is_first
    });
}

impl Tell {
    /// Whether it comes from somebody else's database and not from this knowledge base.
    pub fn is_foreign(&self) -> bool {
        is_foreign(&self.id)
    }
}
