//! Banners to measure with: the same ones at every run. Half are examples of the tells, often with other digits or an
//! end cut off; half are what the rest of the network says. Weighted to HTTP headers and titles, as scans are.

use oogmerk_knowledge::{Knowledge, Tell};

/// A small generator of numbers (xorshift), for lines and not for secrets.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
    fn one_of<'t, T: ?Sized>(&mut self, all: &[&'t T]) -> &'t T {
        all[self.below(all.len())]
    }
}

/// Fields and values, in one piece of memory.
#[derive(Debug, Default)]
pub struct Corpus {
    text: String,
    fields: Vec<String>,
    /// Field, and where the value ends.
    rows: Vec<(u16, usize)>,
}

impl Corpus {
    /// Adds a row.
    pub fn push(&mut self, field: &str, value: &str) {
        let at = self.fields.iter().position(|f| f == field).unwrap_or_else(|| {
            self.fields.push(field.to_owned());
            self.fields.len() - 1
        });
        self.text.push_str(value);
        self.rows.push((at as u16, self.text.len()));
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Bytes of all values.
    pub fn bytes(&self, rows: std::ops::Range<usize>) -> usize {
        self.begin(rows.end) - self.begin(rows.start)
    }

    /// Field and value of a row.
    pub fn row(&self, i: usize) -> (&str, &str) {
        let (field, end) = self.rows[i];
        (&self.fields[usize::from(field)], &self.text[self.begin(i)..end])
    }

    fn begin(&self, i: usize) -> usize {
        i.checked_sub(1).map_or(0, |before| self.rows[before].1)
    }
}

/// Percent of the rows that read these fields; the rest is spread over all others.
const WEIGHTS: [(&str, usize); 6] = [
    ("http.server", 36),
    ("http.title", 26),
    ("http.www_authenticate", 6),
    ("http.realm", 4),
    ("rtsp.server", 5),
    ("rtsp.realm", 3),
];

/// Makes a corpus of so many banners from the knowledge's own examples.
pub fn generate(knowledge: &Knowledge, banners: usize) -> Corpus {
    let mut chance = Chance(0x00a6_3e2c);
    let mut corpus = Corpus::default();
    let tells: Vec<&Tell> = knowledge.tells().iter().collect();
    let mut value = String::new();
    for _ in 0..banners {
        let field = field(&tells, &mut chance);
        value.clear();
        if chance.below(2) == 0 {
            example(field, &tells, &mut chance, &mut value);
        } else {
            noise(field, &mut chance, &mut value);
        }
        corpus.push(field, value.trim());
    }
    corpus
}

/// Makes a corpus of so many banners: half are these examples as they stand, half what else is said in their fields.
pub fn among(examples: &[(String, String)], banners: usize) -> Corpus {
    let mut chance = Chance(0x00a6_3e2d);
    let mut corpus = Corpus::default();
    let mut value = String::new();
    for _ in 0..if examples.is_empty() { 0 } else { banners } {
        let (field, text) = &examples[chance.below(examples.len())];
        value.clear();
        if chance.below(2) == 0 {
            value.push_str(text);
        } else {
            noise(field, &mut chance, &mut value);
        }
        corpus.push(field, value.trim());
    }
    corpus
}

fn field<'k>(tells: &[&'k Tell], chance: &mut Chance) -> &'k str {
    let mut at = chance.below(100);
    for (field, percent) in WEIGHTS {
        if at < percent {
            return field;
        }
        at -= percent;
    }
    &tells[chance.below(tells.len())].field
}

/// An example of some tell of the field: three in five as it stands, the others changed a little.
fn example(field: &str, tells: &[&Tell], chance: &mut Chance, out: &mut String) {
    // A challenge holds a realm, and the realm's tells read it.
    let read = if field == "http.www_authenticate" { "http.realm" } else { field };
    let from = chance.below(tells.len());
    let tell = tells[from..].iter().chain(&tells[..from]).find(|t| t.field == read);
    let Some(text) = tell.map(|t| &t.matches[chance.below(t.matches.len())]) else {
        return noise(field, chance, out);
    };
    if read != field {
        out.push_str("Digest realm=\"");
    }
    match chance.below(10) {
        0..=5 => out.push_str(text),
        6..=8 => out.extend(text.chars().map(|c| other_digit(c, chance))),
        _ => out.extend(text.chars().take(text.len() * 2 / 3)),
    }
    if read != field {
        out.push_str("\", qop=\"auth\"");
    }
}

fn other_digit(c: char, chance: &mut Chance) -> char {
    if c.is_ascii_digit() { char::from(b'0' + chance.below(10) as u8) } else { c }
}

const SERVERS: [&str; 24] = [
    "nginx",
    "nginx/1.#.# + Phusion Passenger #.#.#",
    "Apache/2.4.# (Ubuntu) OpenSSL/1.1.#",
    "Apache/2.4.# (CentOS) OpenSSL/1.0.2k-fips PHP/7.#.##",
    "Apache/2.4.# (Win64) OpenSSL/1.1.1# PHP/8.#.# mod_perl/2.0.#",
    "Apache/2.2.# (CentOS)",
    "Microsoft-IIS/#.0",
    "Microsoft-HTTPAPI/2.0",
    "lighttpd/1.4.#-devel-####M",
    "Oracle-Application-Server-11g Oracle-Web-Cache-11g/11.1.1.#",
    "mini_httpd/1.## 19dec2003",
    "cloudflare",
    "openresty/1.#.#.#",
    "IBM_HTTP_Server/8.#.#.# Apache/2.4.# (Unix)",
    "Jetty(9.4.##.v2023####)",
    "GoAhead-Webs PeerSec-MatrixSSL/3.#.#-OPEN",
    "Boa/0.94.14rc##",
    "thttpd/2.##b 23jun2000",
    "Werkzeug/2.#.# Python/3.#.#",
    "Apache-Coyote/1.1 Apache Tomcat/8.#.##",
    "Embedthis-http/4.#.# appweb",
    "Linux/2.6.#, UPnP/1.0, Portable SDK for UPnP devices/1.6.##",
    "Apache/2.4.## (Debian) mod_fcgid/2.3.# mod_wsgi/4.#.# Python/3.#",
    "Zope/(2.13.##, python 2.7.#, linux2) ZServer/1.1",
];
const TITLES: [&str; 20] = [
    "Welcome to nginx!",
    "Apache2 Ubuntu Default Page: It works",
    "404 Not Found - the page you asked for is not here",
    "Login - Network Management System v#.#",
    "Index of /pub/mirror/releases/#.#",
    "Home | Municipal library, opening hours and contact",
    "IIS Windows Server",
    "401 Unauthorized",
    "Router Configuration - Please log in to continue",
    "Sign in - Online store and customer portal",
    "phpMyAdmin #.#.#",
    "Web Interface of the printing room on floor #",
    "Document moved permanently",
    "Dashboard - Kubernetes cluster ## overview",
    "Network Printer #### embedded web server",
    "403 Forbidden: access is denied",
    "Grafana - weather station ## measurements",
    "Webmail Login :: Welcome to mail server ##",
    "Untitled",
    "Loading the application, please wait...",
];
const WORDS: [&str; 28] = [
    "home",
    "office",
    "system",
    "network",
    "server",
    "login",
    "control",
    "panel",
    "device",
    "management",
    "bakery",
    "school",
    "north",
    "remote",
    "storage",
    "access",
    "smart",
    "gateway",
    "portal",
    "service",
    "green",
    "local",
    "admin",
    "test",
    "main",
    "data",
    "room",
    "web",
];

/// What everything else on a network says in a field.
fn noise(field: &str, chance: &mut Chance, out: &mut String) {
    let pattern = match (field, chance.below(10)) {
        ("http.server" | "ssdp.server" | "rtsp.server", 0..=7) => chance.one_of(&SERVERS),
        ("http.title", 0..=5) => chance.one_of(&TITLES),
        ("http.www_authenticate", 0..=4) => "Basic realm=\"Restricted area ##\"",
        _ => {
            for _ in 0..=2 + chance.below(5) {
                out.push_str(chance.one_of(&WORDS));
                out.push(chance.one_of(&[" ", " ", "-", "_", "/"]).chars().next().unwrap_or(' '));
            }
            "v#.##"
        }
    };
    out.extend(pattern.chars().map(|c| if c == '#' { other_digit('0', chance) } else { c }));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use oogmerk_knowledge::Oracle;

    #[test]
    fn the_corpus_is_the_same_at_every_run_and_half_of_it_is_known() {
        let knowledge = Knowledge::embedded().unwrap();
        let (one, two) = (generate(&knowledge, 4_000), generate(&knowledge, 4_000));
        assert!((0..one.len()).all(|i| one.row(i) == two.row(i)));
        let known = |i: &usize| {
            let (field, value) = one.row(*i);
            let mut out = Vec::new();
            knowledge.speak(field, value, &mut out);
            !out.is_empty()
        };
        let known = (0..one.len()).filter(known).count();
        assert!((1_500..2_500).contains(&known), "{known} of 4,000");
        let mean = one.bytes(0..one.len()) / one.len();
        assert!((15..45).contains(&mean), "{mean} bytes");
    }
}
