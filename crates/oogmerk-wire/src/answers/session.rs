//! What people type and say around answers: commands behind a prompt, sessions of telnet, lines of a chat, titles of
//! pages that somebody repeats in a sentence.

/// Tools that ask devices, or show what they said.
const TOOLS: [&str; 27] = [
    "asterisk",
    "curl",
    "wget",
    "nc",
    "ncat",
    "netcat",
    "telnet",
    "ssh",
    "http",
    "https",
    "openssl",
    "snmpwalk",
    "snmpget",
    "snmpbulkwalk",
    "nmap",
    "tshark",
    "tcpdump",
    "hexdump",
    "xxd",
    "cat",
    "ping",
    "python",
    "python3",
    "ffprobe",
    "gst-launch-1.0",
    "busybox",
    "printf",
];

/// What stands behind a prompt, where a tool was called.
pub(super) fn typed(line: &str) -> Option<&str> {
    let line = line.trim();
    let behind = match line.split_once(['$', '#', '>', '%']) {
        Some((before, behind)) if before.len() <= 60 && !before.contains(['<', '=', '{', '"']) => {
            behind.trim_start()
        }
        _ => line,
    };
    let behind = behind.strip_prefix("sudo ").unwrap_or(behind);
    let tool = behind.split_whitespace().next()?;
    // A tool without a prompt has something to ask behind it.
    let is_call = behind.len() < line.len() || behind.contains("://") || behind.contains(" -");
    (TOOLS.contains(&tool) && is_call).then_some(behind)
}

/// Whether somebody typed a command in one of the first lines of a text: it holds more than one answer.
pub fn holds_commands(text: &str) -> bool {
    text.lines().take(400).any(|line| typed(line).is_some())
}

/// Whether answers stand in a text one after the other: the first lines of two heads, or something behind a head that
/// can have no body, because it is a device's in the search of UPnP.
pub fn holds_several(text: &str) -> bool {
    let begins = |line: &str| super::heads::begins(line).is_some_and(|(at, _)| at == 0);
    let mut lines = text.lines().take(2_000);
    let head: Vec<&str> = lines.by_ref().take_while(|line| !line.trim().is_empty()).collect();
    let is_found = super::heads::is_found("http", &head);
    let heads = head.iter().filter(|line| begins(line)).count();
    is_found && lines.clone().any(|line| !line.trim().is_empty())
        || heads + lines.filter(|l| begins(l)).count() > 1
}

/// Whether a command opens a session of telnet.
pub(super) fn opens_telnet(command: &str) -> bool {
    let mut words = command.split_whitespace().filter(|word| !word.starts_with('-'));
    match words.next() {
        Some("telnet") => words.nth(1).is_none_or(|port| port == "23" || port.parse::<u16>().is_err()),
        Some("nc" | "ncat" | "netcat") => words.nth(1) == Some("23"),
        _ => false,
    }
}

/// Whether a session of telnet is shown from here that nobody shows the command of: the client's own lines, and within
/// a few lines somebody is asked who he is.
pub(super) fn is_dialled(line: &str, rest: &str) -> bool {
    line.trim_start().starts_with("Trying ")
        && rest
            .lines()
            .take(LINES_MAX)
            .take_while(|line| line.len() <= LINE_MAX && !line.contains("HTTP/") && !line.contains("RTSP/"))
            .any(|line| {
                let line = line.trim().to_ascii_lowercase();
                ASKS.iter().any(|ask| line.contains(ask)) || line.starts_with("escape character is")
            })
}

/// The fields that a command has printed as columns (`tshark -T fields -e a -e b`).
pub(super) fn columns(command: &str) -> Vec<String> {
    let words: Vec<&str> = command.split_whitespace().collect();
    if !command.contains("fields") || words.first().is_none_or(|tool| *tool != "tshark") {
        return Vec::new();
    }
    let named = words.windows(2).filter(|pair| pair[0] == "-e").map(|pair| pair[1].to_owned());
    named.take(64).collect()
}

/// What a server of telnet says first, and what ends it.
#[derive(Default)]
pub(super) struct Greeting {
    lines: Vec<String>,
}

/// What a server asks before it lets anybody in.
const ASKS: [&str; 8] =
    ["login:", "username:", "user name:", "password:", "login>", "username>", "password>", "user:"];

/// Most lines and bytes of a greeting.
const LINES_MAX: usize = 12;
const LINE_MAX: usize = 200;

impl Greeting {
    /// Takes a line; false where the greeting ends before it. What is typed at a prompt is never held.
    pub fn take(&mut self, line: &str) -> bool {
        let bare = line.trim();
        let lower = bare.to_ascii_lowercase();
        let is_clients = ["trying ", "connected to", "escape character", "telnet>", "connection to"]
            .iter()
            .any(|own| lower.starts_with(own));
        if is_clients || bare.is_empty() {
            return true;
        }
        if lower.starts_with("connection closed") || self.lines.len() >= LINES_MAX || bare.len() > LINE_MAX {
            return false;
        }
        let ask = ASKS.iter().filter_map(|ask| Some(lower.find(ask)? + ask.len())).min();
        self.lines.push(bare[..ask.unwrap_or(bare.len())].to_owned());
        ask.is_none()
    }

    /// The greeting as it was sent.
    pub fn text(self) -> Option<String> {
        (!self.lines.is_empty()).then(|| self.lines.join("\r\n"))
    }
}

/// How many bytes of a line of a chat stand before what was said: an hour, perhaps a day, and a name.
pub(super) fn spoken(line: &str) -> Option<usize> {
    let of_time =
        |c: char| c.is_ascii_digit() || "/:.-, []".contains(c) || c == '\u{200e}' || c == '\u{202f}';
    let name = line.trim_start_matches(of_time);
    let time = &line[..line.len() - name.len()];
    let digits = time.bytes().filter(u8::is_ascii_digit).count();
    if !time.contains(':') || !(3..=14).contains(&digits) {
        return None;
    }
    if let Some((nick, _)) = name.strip_prefix('<').and_then(|rest| rest.split_once("> ")) {
        let is_nick = nick.len() <= 32 && !nick.contains([' ', '/', '=', '<']);
        return is_nick.then_some(time.len() + nick.len() + 3);
    }
    let (own, _) = name.split_once(": ")?;
    let is_name = (1..=32).contains(&own.len())
        && own.split_whitespace().count() <= 3
        && own.chars().all(|c| c.is_alphabetic() || " -_'~".contains(c));
    // `10:00:01 DEBUG client: …` is a log, and `Server: …` is no name.
    let is_word = own.chars().any(|c| c.is_ascii_uppercase()) && own.to_uppercase() != own;
    (is_name && is_word && !is_header(own)).then_some(time.len() + own.len() + 2)
}

fn is_header(name: &str) -> bool {
    ["server", "www-authenticate", "model", "firmware", "content-type"]
        .iter()
        .any(|own| name.eq_ignore_ascii_case(own))
        || name.split_whitespace().any(|word| word.len() > 3 && word.to_uppercase() == word)
}

/// Words for the title of a page.
const TITLES: [&str; 7] = ["title", "titel", "título", "titulo", "titre", "titolo", "tytuł"];
const QUOTES: [(char, char); 6] = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('‘', '’'), ('„', '”')];

/// The title of a page that a sentence repeats between quotes.
pub(super) fn titled(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    if line.contains(['<', '{']) || lower.len() != line.len() {
        return None;
    }
    let (at, word) = TITLES.iter().filter_map(|word| Some((lower.find(word)?, *word))).min()?;
    let is_word = !lower[..at].ends_with(char::is_alphanumeric);
    let behind = line[at + word.len()..].trim_start_matches([' ', ':', '=']);
    let (open, rest) = behind.chars().next().map(|c| (c, &behind[c.len_utf8()..]))?;
    let close =
        QUOTES.iter().filter(|(own, _)| *own == open).filter_map(|(_, close)| rest.find(*close)).min()?;
    let title = rest[..close].split_whitespace().collect::<Vec<_>>().join(" ");
    (is_word && (3..=120).contains(&title.len())).then_some(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_told_from_what_they_print() {
        for (line, want) in [
            ("$ telnet 10.0.0.7", Some("telnet 10.0.0.7")),
            ("~ $ nc 10.0.0.7 23", Some("nc 10.0.0.7 23")),
            ("root@x:~# curl -s http://10.0.0.7/", Some("curl -s http://10.0.0.7/")),
            ("curl -i http://10.0.0.7/", Some("curl -i http://10.0.0.7/")),
            ("<a>curl</a>", None),
            ("http status 200", None),
            ("cat in the hall", None),
            ("Model: curl", None),
        ] {
            assert_eq!(typed(line), want, "{line}");
        }
        assert!(opens_telnet("telnet 10.0.0.7") && opens_telnet("nc -v 10.0.0.7 23"));
        assert!(!opens_telnet("telnet 10.0.0.7 80") && !opens_telnet("nc 10.0.0.7 80"));
        let command = "tshark -r a.pcap -T fields -e ip.src -e http.server";
        assert_eq!(columns(command), ["ip.src", "http.server"]);
    }

    #[test]
    fn a_greeting_ends_where_somebody_is_asked_who_he_is() {
        let mut greeting = Greeting::default();
        let lines =
            ["Trying 10.0.0.7...", "Connected to 10.0.0.7.", "", "Sample 2 fw 1.7", "login: geheim", "x"];
        let taken = lines.iter().take_while(|line| greeting.take(line)).count();
        assert_eq!((taken, greeting.text().as_deref()), (4, Some("Sample 2 fw 1.7\r\nlogin:")));
    }

    #[test]
    fn what_is_said_in_a_chat_stands_behind_an_hour_and_a_name() {
        for (line, want) in [
            ("[14:02] Bram: Server: x", Some("Server: x")),
            ("14/11/2022, 10:22 - Danny V: model=X", Some("model=X")),
            ("21:03 <nick> model=X", Some("model=X")),
            ("10:00:01 DEBUG client: answer", None),
            ("10:00:01 Server: x", None),
            ("2026-01-02 10:00:01 target=10.0.0.4 a: b", None),
            ("Bram: x", None),
        ] {
            assert_eq!(spoken(line).map(|at| &line[at..]), want, "{line}");
        }
    }

    #[test]
    fn a_title_stands_between_quotes() {
        assert_eq!(titled("it has the title \"  Sample   XC-1 \" and asks").as_deref(), Some("Sample XC-1"));
        assert_eq!(titled("de titel “Sample XC-1” staat er").as_deref(), Some("Sample XC-1"));
        for line in ["subtitle \"abc\"", "title: x", "title \"\"", "{\"title\": \"x y\"}"] {
            assert_eq!(titled(line), None, "{line}");
        }
    }
}
