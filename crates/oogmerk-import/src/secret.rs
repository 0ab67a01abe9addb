//! What is cut before a value becomes evidence: user and password in an address, and the values of a query.
//!
//! Codecs cut their own messages; this guards values that other tools and people wrote into files.

use std::borrow::Cow;

/// The text without user information and query values in any address it holds. Borrowed where there was nothing to cut.
///
/// `rtsp://admin:secret@10.0.0.7/live?token=abc` becomes `rtsp://10.0.0.7/live?token=`.
pub(crate) fn without_url_secrets(text: &str) -> Cow<'_, str> {
    if !text.contains("://") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(found) = rest.find("://") {
        let (before, after) = rest.split_at(found + 3);
        out.push_str(before);
        let end = after
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>'))
            .unwrap_or(after.len());
        let (address, tail) = after.split_at(end);
        push_address(&mut out, address);
        rest = tail;
    }
    out.push_str(rest);
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

fn push_address(out: &mut String, address: &str) {
    let query = address.find('?');
    let (base, query) = address.split_at(query.unwrap_or(address.len()));
    let authority_end = base.find('/').unwrap_or(base.len());
    let (authority, path) = base.split_at(authority_end);
    out.push_str(authority.rsplit_once('@').map_or(authority, |(_, host)| host));
    out.push_str(path);
    for (i, part) in query.split('&').enumerate() {
        if i > 0 {
            out.push('&');
        }
        match part.split_once('=') {
            Some((key, _)) => {
                out.push_str(key);
                out.push('=');
            }
            None => out.push_str(part),
        }
    }
}

/// Whether a heading or key names a secret: its values are never read.
pub(crate) fn names_a_secret(heading: &str) -> bool {
    const WORDS: [&str; 23] = [
        "password",
        "passwd",
        "passphrase",
        "wachtwoord",
        "paswoord",
        "mot de passe",
        "motdepasse",
        "passwort",
        "kennwort",
        "zugangsdaten",
        "credential",
        "geheim",
        "secret",
        "token",
        "community",
        "login",
        "username",
        "user name",
        "gebruikersnaam",
        "benutzername",
        "utilisateur",
        "inloggegevens",
        "pincode",
    ];
    let folded = heading.to_lowercase();
    WORDS.iter().any(|w| folded.contains(w))
        || matches!(folded.trim(), "user" | "pass" | "pw" | "pwd" | "pin" | "psk" | "mdp" | "ww")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_information_and_query_values_are_cut() {
        let check = |input: &str, want: &str| assert_eq!(without_url_secrets(input), want, "{input}");
        check("rtsp://admin:s3cret@10.0.0.7:554/live?token=abc&ch=1", "rtsp://10.0.0.7:554/live?token=&ch=");
        check("see http://u@h/x and http://h/?a", "see http://h/x and http://h/?a");
        check("http://h/p@th", "http://h/p@th");
        check("no address", "no address");
        check("://", "://");
    }

    #[test]
    fn headings_that_name_secrets_are_known() {
        for heading in ["Wachtwoord", "Mot de passe", "PW", "SNMP community", "Benutzername"] {
            assert!(names_a_secret(heading), "{heading}");
        }
        for heading in ["Merk", "Passage", "Pincher", "user group"] {
            assert!(!names_a_secret(heading), "{heading}");
        }
    }
}
