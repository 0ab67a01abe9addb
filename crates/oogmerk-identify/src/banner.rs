//! Banner: a text in which a program or a page says what it is, and what can be read in it beyond the tells for exactly
//! that text: whose name stands there, what the plain words call the thing, which model and which version stand
//! behind the name.
//!
//! A name alone says nothing here: anybody may write one. It counts where a model of that maker's grammar stands
//! beside it, where plain words say that the thing is a camera, a recorder or an encoder, or where the number of a type
//! stands right behind it in a banner that comes with the firmware. Nothing here is about who built it.

use crate::brand::is_model_like;
use crate::model_name::{is_version_text, tidy_model, without_mac_tail};
use crate::naming::{is_plain, may_be_a_name};
use crate::voice::{Vote, family};
use oogmerk_knowledge::{Grammar, Lists, Oracle, Status, Weight, WordList};
use oogmerk_model::{Evidence, Kind, Property};
use std::collections::BTreeSet;
use std::ops::Range;

/// Words of a text that are looked at.
const WORDS_MAX: usize = 16;

/// Programs that print a version of their own: what stands behind them is not the device's.
const PROGRAMS: &[&str] = &[
    "linux",
    "kernel",
    "boa",
    "thttpd",
    "lighttpd",
    "nginx",
    "apache",
    "httpd",
    "goahead",
    "openssl",
    "gsoap",
    "upnp",
    "libupnp",
    "onvif",
    "http",
    "rtsp",
    "live555",
    "gstreamer",
    "php",
    "dropbear",
    "busybox",
    "sdk",
    "api",
];

/// Whoever runs a network writes certificates: a name in one counts beside a model of that maker's alone.
const CERTIFICATE: &str = "tls.subject";

/// The title of a page.
const TITLE: &str = "http.title";

/// Servers of FTP print a program of the firm's own name first.
const GREETING: &str = "ftp.banner";

/// What stands behind the system and the standard in the line in which a server of UPnP says what it is (UPnP Device
/// Architecture 1.1, section 1.2.2: `OS/version UPnP/1.1 product/version`).
fn product_in(server: &str) -> Option<&str> {
    let (_, behind) = server.split_once("UPnP/")?;
    let product = behind.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let product = product.trim_start_matches([',', ';', ' ']);
    (!product.is_empty()).then_some(product)
}

/// What the parts of a certificate's subject are called.
const PARTS_OF_SUBJECT: &[&str] = &["CN", "O", "OU", "C", "L", "ST", "S"];

/// A client calls itself what it likes, and programs of many firms ask: a name in front counts beside a model of that
/// maker's alone (`Maker XC-100/1.2.0`), as devices write it that push events.
const CLIENTS: &[&str] = &["http.user_agent", "rtsp.user_agent"];

/// Fields that hold what a device's software says of itself: at length for a switch, the version alone for a camera.
const OF_SOFTWARE: &[&str] = &["cdp.version", "lldp.software"];

/// What a banner says: of a brand in it the name, and with it the kinds, the model and the version beside it. The lists
/// are those on which its field stands.
pub(crate) fn votes_in_banner(e: &Evidence, at: u32, lists: Lists, oracle: &dyn Oracle) -> Vec<Vote> {
    let field = e.field.as_str();
    let is_banner = lists.hold(WordList::Banner);
    if OF_SOFTWARE.contains(&field) {
        return version_alone(e, at).or_else(|| version_of_a_camera(e, at, oracle)).into_iter().collect();
    }
    let is_by_model = field == CERTIFICATE || CLIENTS.contains(&field);
    if !is_banner && !is_by_model && !lists.hold(WordList::CallsItself) {
        return Vec::new();
    }
    let is_realm_inside = lists.hold(WordList::RealmInside);
    let value = if is_realm_inside { realm_inside(&e.value) } else { Some(e.value.as_str()) };
    // A recogniser, or a greeting, names the program first and the device in brackets: `thttpd (Panasonic IP camera http
    // viewer)`.
    let inner = e.value.split_once('(').map(|(_, inner)| inner);
    let inner = inner.filter(|_| lists.hold(WordList::Recogniser) || field == GREETING);
    let text = [value, inner, value.and_then(product_in)]
        .into_iter()
        .flatten()
        .find_map(|text| Text::read(text, field, is_banner, oracle));
    if let Some(text) = text {
        return text.votes(at, oracle);
    }
    let numbered = value.map(|text| number_alone(text, e, at, is_banner, oracle)).unwrap_or_default();
    let named = name_alone(e, at, oracle).or_else(|| title_alone(e, at, oracle));
    numbered.into_iter().chain(named).collect()
}

/// A maker's name and plain words in the title of a page, and nothing else (`Acme Web View`): a lead.
fn title_alone(e: &Evidence, at: u32, oracle: &dyn Oracle) -> Option<Vote> {
    const WORDS: usize = 5;
    let field = e.field.as_str();
    if field != TITLE || !is_plain(&e.value, oracle) {
        return None;
    }
    let words = words_of(&e.value, true);
    let (start, end, key) = name_in(&words, oracle)
        .filter(|_| words.len() <= WORDS && !words.iter().any(|word| has_digit(word)))?;
    is_proper(&words[start..end].join(" "), &key, oracle).then(|| lead(Property::Brand, key, field, at))
}

/// A model of one firm's grammar and plain words that call it a camera, and nobody's name: `IC-3115W Network Camera`.
fn number_alone(text: &str, e: &Evidence, at: u32, is_banner: bool, oracle: &dyn Oracle) -> Vec<Vote> {
    let field = e.field.as_str();
    let words = words_of(text, is_banner);
    if !is_banner || !words.iter().any(|word| is_type(word)) || !is_plain(text, oracle) {
        return Vec::new();
    }
    let Some(kinds) = called(&words, field, oracle).filter(|kinds| !kinds.is_empty()) else {
        return Vec::new();
    };
    let tested = |word: &str| {
        let rows = oracle.grammar(word);
        let firms: BTreeSet<String> =
            rows.iter().filter(|row| row.status >= Status::Tested).map(|row| row.brand.clone()).collect();
        (firms.len() == 1).then(|| firms.into_iter().next()).flatten()
    };
    let found = words.iter().filter(|word| is_type(word)).find_map(|word| Some((*word, tested(word)?)));
    let Some((model, firm)) = found else { return Vec::new() };
    let kind = Vote { kinds, ..lead(Property::Kind, String::new(), field, at) };
    let group = "model".to_owned();
    let brand = Vote { group, ..lead(Property::Brand, firm, field, at) };
    vec![kind, brand, lead(Property::Model, tidy_model(model, oracle), field, at)]
}

/// A maker's name and nothing else, where no user writes: a lead.
fn name_alone(e: &Evidence, at: u32, oracle: &dyn Oracle) -> Option<Vote> {
    let field = e.field.as_str();
    let known = oracle.words();
    let is_editable = oracle.field(field).is_some_and(|f| !f.editable.is_empty());
    let may_be_anybodys = is_editable || known.holds(WordList::AnybodyWrites, field);
    let is_told = known.holds(WordList::Recogniser, field) || known.holds(WordList::RealmInside, field);
    let key = (!may_be_anybodys && !is_told).then(|| oracle.key_of_name(e.value.trim())).flatten()?;
    Some(lead(Property::Brand, key, field, at))
}

/// A version and nothing else, where a device's software is told.
fn version_alone(e: &Evidence, at: u32) -> Option<Vote> {
    let field = e.field.as_str();
    let version = e.value.trim();
    (OF_SOFTWARE.contains(&field) && is_version_text(version))
        .then(|| lead(Property::Firmware, version.to_owned(), field, at))
}

/// The version at the end of words that call the thing a camera: `Sample IP Camera, version 1.2.3`.
fn version_of_a_camera(e: &Evidence, at: u32, oracle: &dyn Oracle) -> Option<Vote> {
    let text = e.value.trim();
    let version = text.rsplit(' ').next().filter(|version| is_version_text(version))?;
    let words = words_of(text, true);
    let field = e.field.as_str();
    (!text.contains('\n') && called(&words, field, oracle).is_some())
        .then(|| lead(Property::Firmware, version.to_owned(), field, at))
}

/// Whether a word is a version where the word before it says so: letters of the firm's may stand in front.
fn is_announced_version(word: &str) -> bool {
    let bare = word.trim_start_matches(|c: char| c.is_ascii_uppercase() || matches!(c, '-' | '.'));
    word.len() - bare.len() <= 6 && bare.contains('.') && is_version_text(bare)
}

fn lead(property: Property, value: String, field: &str, at: u32) -> Vote {
    Vote {
        property,
        value,
        kinds: Vec::new(),
        weight: Weight::Moderate,
        status: Status::Tested,
        group: family(field).to_owned(),
        evidence: Some(at),
        by: format!("name:{field}"),
    }
}

/// The realm between the quotation marks of a challenge.
fn realm_inside(challenge: &str) -> Option<&str> {
    let (_, rest) = challenge.split_once("realm=\"")?;
    rest.split('"').next()
}

/// A text with a brand in it, and what of it is known.
struct Text<'t> {
    field: &'t str,
    words: Vec<&'t str>,
    /// Whose name stands in it.
    key: String,
    /// Whether it is written as the firm writes it, or all in capitals: `Nice` is a word too, `NICE` is a firm.
    is_proper: bool,
    /// The first word behind the name.
    behind: usize,
    /// A model of that maker's grammar, by the places of its words.
    own: Option<Range<usize>>,
    /// Nothing but a name and the number of a type behind it, where no page for people stands.
    is_numbered: bool,
    /// What the plain words call it: none, or kinds, which they may leave open.
    called: Option<Vec<Kind>>,
    /// Nothing stands in it but names, models, numbers and plain words.
    is_plain: bool,
}

impl<'t> Text<'t> {
    fn read(text: &'t str, field: &'t str, is_banner: bool, oracle: &dyn Oracle) -> Option<Self> {
        let mut words = words_of(text, is_banner);
        if field == CERTIFICATE {
            words.retain(|word| !PARTS_OF_SUBJECT.contains(word));
            for word in &mut words {
                *word = without_mac_tail(word);
            }
        }
        let (start, end, key) = name_in(&words, oracle).or_else(|| {
            words = parted(&words, oracle)?;
            name_in(&words, oracle)
        })?;
        if start > 0 && CLIENTS.contains(&field) {
            return None;
        }
        let is_plain = is_plain(text, oracle);
        // Two names in one text (`Panasonic Sony webcam`): it is not said which is meant.
        let others = words.iter().enumerate().filter(|(i, _)| !(start..end).contains(i));
        if others.clone().any(|(_, w)| oracle.key_of_name(w).is_some_and(|other| other != key)) {
            return None;
        }
        let called = if is_banner { called(&words, field, oracle) } else { None };
        // One subject of a certificate names firm and thing in parts, with letters of their own between.
        let is_one = called.is_some() && is_plain || field == CERTIFICATE;
        let own = own_model(&words, start..end, &key, is_one, oracle);
        let is_for_people = oracle.words().holds(WordList::ForPeople, field);
        let line = line_behind(&words, end, field, oracle);
        // Plain but for the name of a line that stands before its number.
        let rest = || line.map_or(text.to_owned(), |line| text.replacen(line, "", 1));
        let behind = end + usize::from(line.is_some());
        let is_numbered = is_banner
            && !is_for_people
            && start == 0
            && (is_plain || line.is_some() && self::is_plain(&rest(), oracle))
            && words.get(behind).is_some_and(|word| is_type(word));
        let is_proper = is_proper(&words[start..end].join(" "), &key, oracle);
        let is_numbered = is_numbered && is_proper;
        let is_told = own.is_some() || is_numbered || called.is_some() && (start == 0 || is_plain);
        let reads = is_told && may_be_a_name(field, text, oracle);
        reads.then_some(Self { field, words, key, is_proper, behind, own, is_numbered, called, is_plain })
    }

    fn votes(&self, at: u32, oracle: &dyn Oracle) -> Vec<Vote> {
        let known = oracle.words();
        let kinds = self.called.clone().unwrap_or_default();
        let fits = self.own.is_some();
        let model = self.model(!kinds.is_empty(), oracle);
        let is_editable = oracle.field(self.field).is_some_and(|f| !f.editable.is_empty());
        let is_strong = fits
            && (!is_editable || self.field == CERTIFICATE || known.holds(WordList::Banner, self.field))
            || known.holds(WordList::Unwritten, self.field)
            || !known.holds(WordList::ForPeople, self.field) && !kinds.is_empty()
            || self.is_plain && !kinds.is_empty() && (model.is_some() || self.is_proper)
            || self.is_numbered;
        let vote = |property, value: String, kinds: &[Kind], weight, group: &str| Vote {
            property,
            value,
            kinds: kinds.to_vec(),
            weight,
            status: Status::Tested,
            group: group.to_owned(),
            evidence: Some(at),
            by: format!("name:{}", self.field),
        };
        let own_group = family(self.field);
        let group = if fits { "model" } else { own_group };
        let weight = if is_strong { Weight::Strong } else { Weight::Moderate };
        let mut votes = vec![vote(Property::Brand, self.key.clone(), &[], weight, group)];
        // Words of a recogniser are read by tells of its own.
        if known.holds(WordList::Recogniser, self.field) {
            return votes;
        }
        if !kinds.is_empty() {
            votes.push(vote(Property::Kind, String::new(), &kinds, Weight::Moderate, own_group));
        }
        if let Some((last, word)) = model {
            votes.push(vote(Property::Model, tidy_model(&word, oracle), &[], Weight::Moderate, own_group));
            if let Some(version) = self.version_behind(last, oracle) {
                votes.push(vote(Property::Firmware, version.to_owned(), &[], Weight::Moderate, own_group));
            }
        }
        votes
    }

    /// The model and the place of its last word: of the maker's grammar, or what stands behind the name of something
    /// that is called a camera, or right behind the name.
    fn model(&self, is_called: bool, oracle: &dyn Oracle) -> Option<(usize, String)> {
        let places = match &self.own {
            Some(places) => places.clone(),
            None if is_called || self.is_numbered => {
                let place = self.type_behind(oracle)?;
                place..place + 1
            }
            None => return None,
        };
        Some((places.end.checked_sub(1)?, self.words.get(places)?.join(" ")))
    }

    /// What is shaped like a type behind the name, with nothing but plain words between.
    fn type_behind(&self, oracle: &dyn Oracle) -> Option<usize> {
        let known = oracle.words();
        let is_passed = |word: &str| !is_type(word) && known.holds(WordList::Beside, &word.to_lowercase());
        let passed = self.words.get(self.behind..)?.iter().take_while(|word| is_passed(word)).count();
        Some(self.behind + passed).filter(|at| self.words.get(*at).is_some_and(|word| is_type(word)))
    }

    /// The version behind the model, with nothing but plain words between: never a program's own.
    fn version_behind(&self, model: usize, oracle: &dyn Oracle) -> Option<&'t str> {
        let known = oracle.words();
        let behind = self.words.get(model + 1..)?;
        let says =
            |word: &str| ["firmware", "software", "fw"].iter().any(|own| word.eq_ignore_ascii_case(own));
        let announced = behind.windows(2).find(|pair| says(pair[0]) && is_announced_version(pair[1]));
        if let Some(pair) = announced {
            return Some(pair[1]);
        }
        for word in behind {
            if is_version_text(word) {
                return Some(word);
            }
            let plain = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            if PROGRAMS.contains(&plain.as_str())
                || !plain.is_empty() && plain != "fw" && !known.holds(WordList::Beside, &plain)
            {
                return None;
            }
        }
        None
    }
}

/// Whether a name is written as its firm writes it, or in capitals alone.
fn is_proper(name: &str, key: &str, oracle: &dyn Oracle) -> bool {
    let is_loud = !name.chars().any(char::is_lowercase);
    // `Acme Networks`, `Acme Co.`: the words of a form stand behind.
    let begins = |own: &String| {
        name.strip_prefix(own.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    is_loud || oracle.maker(key).is_some_and(|m| begins(&m.name) || m.aliases.iter().any(begins))
}

/// The words of a text, codes of answers in front left out. In names of hosts no blanks can stand: `_` does.
fn words_of(text: &str, is_banner: bool) -> Vec<&str> {
    let is_between = |c: char| {
        c.is_whitespace()
            || matches!(c, '/' | ';' | ',' | '(' | ')' | '|' | '"' | '=')
            || c == '_' && !is_banner
    };
    // A stop ends a firm's name, and the number of the type follows: `Acme Co., Ltd.-XC-100`.
    text.split(".-")
        .flat_map(|part| part.split(is_between))
        .map(|word| word.trim_matches([':', '.', '-']))
        .filter(|word| !word.is_empty())
        .skip_while(|word| word.bytes().all(|b| b.is_ascii_digit()))
        .take(WORDS_MAX)
        .collect()
}

/// The words of a text that begins with a name and has no blank behind it (`Acme_XC-100`, `Acme-XC-100/1.2`): the name,
/// and what follows. Nothing where no name stands in front.
fn parted<'t>(words: &[&'t str], oracle: &dyn Oracle) -> Option<Vec<&'t str>> {
    let (first, rest) = words.split_first()?;
    let places = first.match_indices(['_', '-']).map(|(at, _)| at).take(3);
    let (head, tail) =
        places.filter_map(|at| Some((first.get(..at)?, first.get(at + 1..)?))).find(|(head, _)| {
            let name = head.replace(['_', '-'], " ");
            oracle.may_begin_a_name(&name) && oracle.key_of_name(&name).is_some()
        })?;
    let behind = tail.split('_').filter(|word| !word.is_empty());
    Some(std::iter::once(head).chain(behind).chain(rest.iter().copied()).take(WORDS_MAX).collect())
}

/// The name of a line behind the firm's and before a number (`Acme Vista XC-100`), where a program writes what it is and
/// nobody else does.
fn line_behind<'t>(words: &[&'t str], end: usize, field: &str, oracle: &dyn Oracle) -> Option<&'t str> {
    let known = oracle.words();
    let is_written = known.holds(WordList::AnybodyWrites, field) || known.holds(WordList::ForPeople, field);
    let line = words.get(end).filter(|_| !is_written)?;
    let is_word = line.len() >= 3
        && line.starts_with(|c: char| c.is_ascii_uppercase())
        && line.bytes().all(|b| b.is_ascii_alphabetic());
    (is_word && !is_beside(line, oracle) && words.get(end + 1).is_some_and(|word| is_type(word)))
        .then_some(*line)
}

/// Where the first name of a text stands, and whose it is: the longest that begins there.
fn name_in(words: &[&str], oracle: &dyn Oracle) -> Option<(usize, usize, String)> {
    // One room for all that is held against the names.
    let (mut text, mut ends) = (String::new(), Vec::with_capacity(3));
    (0..words.len()).find_map(|start| {
        text.clear();
        ends.clear();
        let is_plain =
            |w: &&&str| w.bytes().any(|b| b.is_ascii_alphabetic()) && (start == 0 || !has_digit(w));
        for word in words.iter().skip(start).take(3).take_while(is_plain) {
            text.extend([if text.is_empty() { "" } else { " " }, word]);
            ends.push(text.len());
        }
        // What begins like no name holds none, however much of it is looked at.
        if !oracle.may_begin_a_name(&text) {
            return None;
        }
        ends.iter().enumerate().rev().find_map(|(before, end)| {
            let key = oracle.key_of_name(&text[..*end])?;
            Some((start, start + before + 1, key))
        })
    })
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit())
}

/// The place of a word that is a model of that brand's grammar. A shape that others use too counts right beside the
/// name, and where plain words say what the thing is.
fn own_model(
    words: &[&str],
    name: Range<usize>,
    key: &str,
    is_one: bool,
    oracle: &dyn Oracle,
) -> Option<Range<usize>> {
    let written = words.get(name.clone())?.join(" ");
    let rows_fit = |places: &Range<usize>, counts_as: &dyn Fn(&Grammar) -> bool| {
        let is_near = is_one || places.start == name.end || places.end == name.start;
        let counts = |row: &Grammar| (row.status >= Status::Tested || is_near) && counts_as(row);
        let model = words.get(places.clone()).map(|words| words.join(" ")).unwrap_or_default();
        [format!("{written} {model}"), model]
            .iter()
            .any(|text| oracle.grammar(text).iter().any(|row| row.brand == key && counts(row)))
    };
    let fits = |places: &Range<usize>| rows_fit(places, &|_| true);
    // Words alone are read for things that see, keep pictures or open doors: others are called by plain words too.
    let fits_in_words = |places: &Range<usize>| {
        rows_fit(places, &|row| row.kinds.iter().all(|kind| *kind <= Kind::AccessController))
    };
    let places = (name.end..words.len()).chain(0..name.start);
    let mut numbered = places
        .filter(|at| words.get(*at).is_some_and(|w| is_type(w) || is_model_like(w)))
        .map(|at| at..at + 1);
    // Some models are a word and a number, or words alone: those stand right behind the name.
    let until_version = words.iter().skip(name.end).take(4).take_while(|word| !is_version_text(word)).count();
    let behind = (1..=until_version).map(|length| name.end..name.end + length);
    let holds = |places: &Range<usize>, holds: &dyn Fn(&str) -> bool| {
        words.get(places.clone()).is_some_and(|words| words.iter().any(|word| holds(word)))
    };
    let is_beside = |word: &str| is_beside(word, oracle);
    // The parts of a subject stand in any order, and a model of several words in any of them.
    let parts = (2..=3).flat_map(|length| (0..words.len()).map(move |at| at..at + length));
    let is_apart = |p: &Range<usize>| p.end <= words.len() && (p.end <= name.start || p.start >= name.end);
    let mut anywhere = parts.filter(|places| is_one && is_apart(places) && holds(places, &has_digit));
    let found = numbered
        .find(fits)
        .or_else(|| behind.clone().filter(|places| holds(places, &has_digit)).find(fits_in_words))
        .or_else(|| behind.filter(|p| p.len() > 1 && !holds(p, &is_beside)).find(fits_in_words))
        // The thing first and its firm at the end (`DOME IP 7000i, FW 7.87, Maker Systems`).
        .or_else(|| {
            (2..=4)
                .map(|end| 0..end)
                .filter(|p| p.end <= name.start && holds(p, &has_digit))
                .find(fits_in_words)
        })
        .or_else(|| anywhere.find(fits_in_words))?;
    let more = words.iter().skip(found.end).take_while(|word| is_end_of_model(word)).count();
    let longer = found.start..found.end + more;
    Some(if fits(&longer) { longer } else { found })
}

/// Whether a word stands beside names without being a part of one.
fn is_beside(word: &str, oracle: &dyn Oracle) -> bool {
    let lists = oracle.words().lists(&word.to_lowercase());
    lists.hold(WordList::Beside) || lists.hold(WordList::Called)
}

/// Whether a word goes with the number before it: which edition it is (`P3225-LV Mk II`, `8516 R`).
fn is_end_of_model(word: &str) -> bool {
    const EDITIONS: &[&str] = &["mk", "ii", "iii", "iv", "hd"];
    EDITIONS.contains(&word.to_lowercase().as_str())
        || word.len() == 1 && word.starts_with(|c: char| c.is_ascii_uppercase())
}

/// What is shaped like the number of a type: letters, of which the first is a capital, and digits; no standard.
fn is_type(word: &str) -> bool {
    const STANDARDS: &[&str] =
        &["H264", "H265", "MPEG4", "MP4", "IPV4", "IPV6", "MP3", "G711", "IP66", "IP67"];
    (3..=32).contains(&word.len())
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && has_digit(word)
        && oogmerk_model::Mac::parse(word).is_none()
        && !is_version_text(word)
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'+'))
        && !STANDARDS.contains(&word.to_ascii_uppercase().as_str())
}

/// Whether the words behind the name call it a camera, a recorder or an encoder, and which: nothing where they do not,
/// no kinds where they leave that open. All words are looked at, because a name may have swallowed one of them (`Sony
/// Network`, a firm, and `Camera`).
fn called(words: &[&str], field: &str, oracle: &dyn Oracle) -> Option<Vec<Kind>> {
    let known = oracle.words();
    let is_recogniser = known.holds(WordList::Recogniser, field);
    let plain = words.join(" ");
    if !is_recogniser && known.found(WordList::Around, &plain).next().is_some() {
        return None;
    }
    let calls: Vec<Option<Kind>> =
        known.found(WordList::Called, &plain).map(|meaning| meaning.kind).collect();
    let is_recognised = || is_recogniser && known.found(WordList::Recognised, &plain).next().is_some();
    if calls.is_empty() && !is_recognised() {
        return None;
    }
    let kinds: BTreeSet<Kind> = calls.into_iter().flatten().collect();
    Some(kinds.into_iter().collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::bench::{Bench, SmallOracle};

    /// What one banner says: the brand with its weight, and the kinds that the plain words give.
    fn check(field: &str, value: &str, brand: Option<(&str, Weight)>, kinds: &[Kind]) {
        let evidence = Bench::new().says("x", field, value).evidence();
        let oracle = SmallOracle::new();
        let votes = votes_in_banner(&evidence[0], 0, oracle.words().lists(field), &oracle);
        let of = |property| votes.iter().filter(move |v: &&Vote| v.property == property);
        let brands: Vec<(&str, Weight)> = of(Property::Brand).map(|v| (v.value.as_str(), v.weight)).collect();
        assert_eq!(brands, brand.into_iter().collect::<Vec<_>>(), "{field} {value}");
        let read: Vec<Kind> = of(Property::Kind).flat_map(|v| v.kinds.clone()).collect();
        assert_eq!(read, kinds, "{field} {value}");
        assert!(of(Property::Kind).all(|v| v.weight == Weight::Moderate), "{field} {value}");
        assert!(of(Property::Maker).next().is_none(), "a name is no statement about who built it");
    }

    #[test]
    fn a_program_that_says_whose_camera_it_is_is_believed_and_so_is_a_title_of_plain_words() {
        use Weight::Strong;
        let camera = &[Kind::Camera];
        for field in ["http.server", "http.realm", "ftp.banner", "telnet.banner", "sip.user_agent"] {
            check(field, "Honeywell Network Camera", Some(("honeywell", Strong)), camera);
        }
        check("ftp.banner", "220 Honeywell IP Camera FTP server ready", Some(("honeywell", Strong)), camera);
        check(
            "http.www_authenticate",
            "Digest realm=\"Honeywell IP Camera\", qop=\"auth\"",
            Some(("honeywell", Strong)),
            camera,
        );
        check("http.title", "Honeywell Network Camera", Some(("honeywell", Strong)), camera);
        check("http.server", "Honeywell NVR", Some(("honeywell", Strong)), &[Kind::Recorder]);
        check("http.server", "Honeywell Video Encoder/1.0", Some(("honeywell", Strong)), &[Kind::Encoder]);
    }

    /// Which model and version one banner tells.
    fn reads(field: &str, value: &str, model: Option<&str>, firmware: Option<&str>) {
        let evidence = Bench::new().says("x", field, value).evidence();
        let oracle = SmallOracle::new();
        let votes = votes_in_banner(&evidence[0], 0, oracle.words().lists(field), &oracle);
        let of = |property| votes.iter().find(|v| v.property == property).map(|v| v.value.as_str());
        assert_eq!((of(Property::Model), of(Property::Firmware)), (model, firmware), "{field} {value}");
    }

    #[test]
    fn a_number_right_behind_a_name_tells_brand_and_model_and_no_kind() {
        let brand = Some(("honeywell", Weight::Strong));
        for value in ["Honeywell XC-100", "Honeywell_XC-100", "Honeywell-XC-100/1.2.3"] {
            for field in ["http.server", "http.realm", "rtsp.realm", "sip.user_agent", "telnet.banner"] {
                check(field, value, brand, &[]);
                reads(field, value, Some("XC-100"), value.ends_with("1.2.3").then_some("1.2.3"));
            }
        }
        reads(
            "ftp.banner",
            "220 Honeywell XC-100 FTP server (Version 2.1.0) ready.",
            Some("XC-100"),
            Some("2.1.0"),
        );
    }

    #[test]
    fn a_number_behind_a_name_is_silent_where_people_write_and_where_it_is_no_type() {
        check("http.title", "Honeywell XC-100", None, &[]);
        check("ftp.banner", "220 Welcome at Honeywell XC-100 of the museum", None, &[]);
        for value in ["Honeywell_00408C123456", "Honeywell_ACCC8E000001", "Honeywell-Webs", "Honeywell/1.2.3"]
        {
            check("http.realm", value, None, &[]);
        }
    }

    #[test]
    fn words_that_other_things_are_called_by_too_say_no_kind() {
        check("http.server", "Honeywell DVR", Some(("honeywell", Weight::Moderate)), &[]);
        check("http.server", "Honeywell Video Server", Some(("honeywell", Weight::Moderate)), &[]);
        check("http.server", "Honeywell thermostat", None, &[]);
        check("http.server", "Network Camera", None, &[]);
    }

    #[test]
    fn what_stands_around_cameras_is_no_camera() {
        for text in [
            "220 Honeywell IP camera upload server",
            "Honeywell network camera software",
            "Honeywell IP camera manager",
            "Honeywell driver for IP camera",
            "Honeywell Axis IP camera",
        ] {
            check("ftp.banner", text, None, &[]);
        }
        check("http.user_agent", "Honeywell Network Camera", None, &[]);
        check("http.www_authenticate", "Basic realm=Honeywell", None, &[]);
    }

    #[test]
    fn a_client_that_calls_itself_by_firm_and_model_is_that_device() {
        for text in ["Axis M3045-V/1.2.0", "Axis/2.0; M3045-V; 1.2.0"] {
            check("http.user_agent", text, Some(("axis", Weight::Strong)), &[]);
        }
        for text in ["Mozilla/5.0 Axis M3045-V", "Axis/1.2", "Viewer for Axis M3045-V", "Axis Network Camera"]
        {
            check("http.user_agent", text, None, &[]);
        }
    }

    #[test]
    fn a_recogniser_keeps_its_own_words_for_the_kind() {
        check(
            "nmap.service",
            "thttpd (Honeywell IP camera http viewer)",
            Some(("honeywell", Weight::Strong)),
            &[],
        );
    }
}
