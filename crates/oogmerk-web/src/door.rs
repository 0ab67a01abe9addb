//! The sign-in: one link that works once, then a cookie.

use axum::extract::Request;
use axum::http::header;
use std::sync::{Mutex, PoisonError};

/// The sign-in: a link that works once, then a cookie.
pub(crate) struct Door {
    link: Mutex<Option<String>>,
    session: Mutex<Option<String>>,
    cookie: String,
}

/// What came of a link.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Opened {
    /// The cookie to set.
    Yes(String),
    /// Wrong or used.
    No,
}

impl Door {
    /// A door with its link. The port is in the cookie's name: cookies do not tell ports apart.
    pub fn new(token: String, port: u16) -> Self {
        let link = Some(token).filter(|t| t.len() >= 16);
        Self { link: Mutex::new(link), session: Mutex::new(None), cookie: format!("oogmerk-{port}") }
    }

    /// Uses the link.
    pub fn open(&self, token: &str) -> Opened {
        let mut link = self.link.lock().unwrap_or_else(PoisonError::into_inner);
        if !link.as_deref().is_some_and(|t| same(t, token)) {
            return Opened::No;
        }
        let mut bytes = [0u8; 32];
        if getrandom::fill(&mut bytes).is_err() {
            return Opened::No;
        }
        *link = None;
        let value = bytes.iter().fold(String::with_capacity(64), |hex, b| hex + &format!("{b:02x}"));
        let cookie = format!("{}={value}; HttpOnly; SameSite=Strict; Path=/", self.cookie);
        *self.session.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
        Opened::Yes(cookie)
    }

    /// Whether a request carries the cookie.
    pub fn knows(&self, request: &Request) -> bool {
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(session) = session.as_deref() else { return false };
        request
            .headers()
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|c| c.to_str().ok())
            .flat_map(|c| c.split(';'))
            .filter_map(|c| c.trim().split_once('='))
            .any(|(name, value)| name == self.cookie && same(session, value))
    }
}

/// Compares without telling by its time where two texts differ.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0u8, |d, (x, y)| d | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_works_once_and_only_the_link() {
        let door = Door::new("0123456789abcdef0123".into(), 8460);
        assert_eq!(door.open("0123456789abcdef0124"), Opened::No);
        let Opened::Yes(cookie) = door.open("0123456789abcdef0123") else { unreachable!("the right link") };
        assert!(cookie.starts_with("oogmerk-8460=") && cookie.contains("HttpOnly; SameSite=Strict"));
        assert_eq!(door.open("0123456789abcdef0123"), Opened::No);
        assert_eq!(Door::new(String::new(), 1).open(""), Opened::No);
    }
}
