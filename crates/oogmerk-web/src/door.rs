//! The sign-in: one link that works once, then a cookie.

use axum::extract::Request;
use axum::http::header;
use std::sync::{Mutex, PoisonError};

/// The shortest secret that opens anything.
const SECRET_MIN: usize = 16;

/// The sign-in: a link that works once, then a cookie.
pub(crate) struct Door {
    /// The link's secret and the session's, until the link is used.
    waiting: Mutex<Option<(String, String)>>,
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
    /// A door with its link and the session that begins behind it; too short a secret opens nothing. The port is in the
    /// cookie's name: cookies do not tell ports apart.
    pub fn new(link: String, session: String, port: u16) -> Self {
        let waiting = (link.len() >= SECRET_MIN && session.len() >= SECRET_MIN).then_some((link, session));
        Self { waiting: Mutex::new(waiting), session: Mutex::new(None), cookie: format!("oogmerk-{port}") }
    }

    /// Uses the link.
    pub fn open(&self, token: &str) -> Opened {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((_, session)) = waiting.take_if(|(link, _)| same(link, token)) else { return Opened::No };
        let cookie = format!("{}={session}; HttpOnly; SameSite=Strict; Path=/", self.cookie);
        *self.session.lock().unwrap_or_else(PoisonError::into_inner) = Some(session);
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
        let secret = || "fedcba9876543210fedc".to_owned();
        let door = Door::new("0123456789abcdef0123".into(), secret(), 8460);
        assert_eq!(door.open("0123456789abcdef0124"), Opened::No);
        let Opened::Yes(cookie) = door.open("0123456789abcdef0123") else { unreachable!("the right link") };
        assert_eq!(cookie, "oogmerk-8460=fedcba9876543210fedc; HttpOnly; SameSite=Strict; Path=/");
        assert_eq!(door.open("0123456789abcdef0123"), Opened::No);
        assert_eq!(Door::new(String::new(), secret(), 1).open(""), Opened::No);
        let link = "0123456789abcdef0123";
        assert_eq!(Door::new(link.into(), String::new(), 1).open(link), Opened::No);
    }
}
