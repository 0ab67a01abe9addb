//! Ids of devices: how one is made, and how one is told from a key.

/// `dev-` and sixteen characters of eighty random bits, without letters that are read wrong aloud (no i, l, o, u).
pub(crate) fn mint(entropy: &mut (dyn FnMut(&mut [u8]) + Send)) -> String {
    const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut bytes = [0u8; 16];
    entropy(&mut bytes);
    let letters = bytes.iter().map(|b| char::from(LETTERS[usize::from(b & 31)]));
    std::iter::once("dev-".to_owned()).chain(letters.map(String::from)).collect()
}

/// `dev-` and something.
pub(crate) fn is_device_id(id: &str) -> bool {
    id.strip_prefix("dev-").is_some_and(|rest| {
        !rest.is_empty() && rest.len() <= 64 && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    })
}
