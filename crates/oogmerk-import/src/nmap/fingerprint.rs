//! nmap's service fingerprints: the raw answers to its probes, escaped into one string.
//!
//! Form: `SF-Port80-TCP:V=7.93%I=7%…%r(GetRequest,78,"HTTP/1\.1\x20200\x20OK\r\n…")%r(…);`, in normal output cut into
//! lines that begin with `SF:`. Source: nmap reference, "Community contributed signatures" (submission format).

/// Largest answer unescaped; nmap itself keeps less.
const ANSWER_MAX: usize = 64 * 1024;
/// Most answers of one fingerprint; nmap has some dozens of probes.
const ANSWERS_MAX: usize = 64;

/// Probe and answer of each `%r(…)`, different answers only. A fingerprint that is cut off gives what is whole.
pub(crate) fn answers(fingerprint: &str) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<(String, Vec<u8>)> = Vec::new();
    let mut rest = fingerprint;
    while let Some(start) = rest.find("%r(") {
        rest = &rest[start + 3..];
        let Some((probe, after)) = rest.split_once(',') else { break };
        let Some((_, after)) = after.split_once('"') else { break };
        let Some((bytes, used)) = unescape(after) else { break };
        rest = &after[used..];
        if found.len() < ANSWERS_MAX && !found.iter().any(|(_, seen)| *seen == bytes) {
            found.push((probe.to_owned(), bytes));
        }
    }
    found
}

/// The quoted string whose opening quote has been passed, and how many bytes it took with its closing quote.
fn unescape(text: &str) -> Option<(Vec<u8>, usize)> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut i = 0;
    loop {
        match *bytes.get(i)? {
            b'"' => return Some((out, i + 1)),
            b'\\' => {
                let code = *bytes.get(i + 1)?;
                i += 2;
                let byte = match code {
                    b'x' => {
                        let hex = text.get(i..i + 2).and_then(|h| u8::from_str_radix(h, 16).ok());
                        i += if hex.is_some() { 2 } else { 0 };
                        hex.unwrap_or(b'x')
                    }
                    b'r' => b'\r',
                    b'n' => b'\n',
                    b't' => b'\t',
                    b'0' => 0,
                    b'a' => 7,
                    b'b' => 8,
                    b'f' => 12,
                    b'v' => 11,
                    other => other,
                };
                if out.len() < ANSWER_MAX {
                    out.push(byte);
                }
            }
            byte => {
                if out.len() < ANSWER_MAX {
                    out.push(byte);
                }
                i += 1;
            }
        }
    }
}

/// The line-broken form of normal output made one string again: first line, then `SF:` lines.
pub(crate) fn join(text: &mut String, line: &str) {
    text.push_str(line.strip_prefix("SF:").unwrap_or(line));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_unescaped_and_told_once() {
        let sf = r#"SF-Port80-TCP:V=7.93%I=7%r(GetRequest,78,"HTTP/1\.1\x20200\x20OK\r\nServer:\x20\"A\"\r\n\r\n")%r(Same,78,"HTTP/1\.1\x20200\x20OK\r\nServer:\x20\"A\"\r\n\r\n")%r(Other,3,"\x00\0\\z");"#;
        let found = answers(sf);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].0, "GetRequest");
        assert_eq!(found[0].1, b"HTTP/1.1 200 OK\r\nServer: \"A\"\r\n\r\n");
        assert_eq!(found[1].1, b"\0\0\\z");
    }

    #[test]
    fn a_fingerprint_cut_anywhere_is_read_as_far_as_it_is_whole() {
        let sf = r#"%r(A,1,"x\x41")%r(B,2,"y")"#;
        for cut in 0..=sf.len() {
            assert!(answers(&sf[..cut]).len() <= 2);
        }
        assert_eq!(answers(&sf[..sf.len() - 2]).len(), 1);
    }
}
