//! The digging: from a text to the answers in it, one thing after another.

use super::bag::Bag;
use super::before::{behind_same, is_shown_as_answer, plain, shown};
use super::calls::{self, Calls, Pieces};
use super::cleaned::{cleaned, unescaped, unpacked, unquoted};
use super::dialect::keys_of;
use super::dialects::DIALECTS;
use super::extents::{begins_markup, document_in, elements_length, is_tagged};
use super::from_json::End;
use super::from_lines::{Lines, pairs};
use super::heading::{begins_with_address, heading_address, is_logged, only_address};
use super::things::{Addresses, Answer, joined, told_apart};
use super::{field_keys, from_json, from_table, from_xml, heads, session, told};
use crate::codec::html;
use crate::{Clues, Markers};
use oogmerk_model::{Field, Mac};
use std::collections::{BTreeMap, HashSet};
use std::net::IpAddr;

/// How often a text may stand within a text.
const DEPTH_MAX: usize = 6;
/// Answers of one text.
const ANSWERS_MAX: usize = 200_000;
/// What may be looked at in vain, however short the text is.
const ROOM_LEAST: usize = 1 << 16;

/// Every answer in a text, in the order found; pages are searched for the markers.
pub fn in_text(text: &str, markers: &Markers) -> Vec<Answer> {
    let mut dig = Dig::new(markers, 4 * text.len() + ROOM_LEAST);
    dig.text(text, "", 0);
    for (scope, bags) in std::mem::take(&mut dig.loose) {
        dig.bags(bags, &scope);
    }
    for (scope, bag) in std::mem::take(&mut dig.calls).end(|scope| dig.address_around(scope)) {
        dig.bags(vec![bag], &scope);
    }
    dig.end_pieces();
    let answers = told_apart(dig.found, &dig.addresses, &dig.macs);
    if dig.is_log { answers } else { joined(answers, &dig.addresses) }
}

struct Dig<'m> {
    markers: &'m Markers,
    found: Vec<(String, Clues)>,
    /// Addresses that stand beside answers, by scope.
    addresses: Addresses<IpAddr>,
    macs: Addresses<Mac>,
    /// Calls of a console, and their answers.
    calls: Calls,
    pieces: Pieces,
    /// Bags of lines, by scope.
    loose: BTreeMap<String, Vec<Bag>>,
    /// Some line was one of a log, where lines speak of many.
    is_log: bool,
    /// Bytes that may still be looked at for documents that turn out to be none.
    room: usize,
    texts: usize,
    /// The method of a console that a document names beside the text within it.
    asked: Option<&'static str>,
    /// What lines of logs told so far, and of whom.
    heard: HashSet<String>,
}

impl<'m> Dig<'m> {
    fn new(markers: &'m Markers, room: usize) -> Self {
        Self {
            markers,
            found: Vec::new(),
            addresses: BTreeMap::new(),
            macs: BTreeMap::new(),
            calls: Calls::default(),
            pieces: Pieces::default(),
            is_log: false,
            loose: BTreeMap::new(),
            room,
            texts: 0,
            asked: None,
            heard: HashSet::new(),
        }
    }

    fn text(&mut self, text: &str, scope: &str, depth: usize) {
        if depth > DEPTH_MAX || self.found.len() > ANSWERS_MAX {
            return;
        }
        self.texts += 1;
        let text = text.trim_start_matches(['\u{feff}', '\0']);
        // Line ends of older systems.
        let ended = (text.contains('\r') && !text.contains('\n')).then(|| text.replace('\r', "\n"));
        let text = ended.as_deref().unwrap_or(text);
        let start = text.len() - text.trim_start().len();
        match text[start..].chars().next() {
            Some('{' | '[') if !is_tagged(&text[start..]) => {
                if let Some(rest) = self.documents(text, start, scope, depth) {
                    self.lines(&text[rest..], scope, depth);
                }
            }
            Some('<') if from_xml::has_pages(&text[start..]) => self.lines(&text[start..], scope, depth),
            Some('<') if begins_markup(&text[start..]) => {
                // Whoever saved a page wrote above it where it came from.
                let named = from_xml::comments_before(&text[start..]).filter_map(heading_address);
                let own: Vec<IpAddr> = named.collect();
                if !own.is_empty() {
                    self.addresses.entry(scope.to_owned()).or_default().extend(own);
                }
                self.xml(&text[start..], scope, depth);
            }
            Some(_) => {
                if let Some(packed) = (depth > 0).then(|| unpacked(text)).flatten() {
                    return self.text(&packed, scope, depth + 1);
                }
                if let Some(plain) = unquoted(text) {
                    return self.lines(&plain, scope, depth + 1);
                }
                if let Some(rows) = super::monitor::hosts(text).or_else(|| super::from_sql::rows(text)) {
                    return self.rows(rows, scope, depth);
                }
                let text = cleaned(text);
                match from_table::rows(text.trim_start()) {
                    Some((rows, length)) => {
                        let start = text.len() - text.trim_start().len();
                        self.rows(rows, scope, depth);
                        self.lines(&text[start + length..], scope, depth);
                    }
                    None => self.blocks(&text, scope, depth),
                }
            }
            None => {}
        }
    }

    /// Lines, block by block where each block is of one address.
    fn blocks(&mut self, text: &str, scope: &str, depth: usize) {
        let Some(blocks) = super::blocks::blocks(text) else { return self.lines(text, scope, depth) };
        for (ip, block) in blocks {
            let own = format!("{scope}@{ip}");
            self.addresses.entry(own.clone()).or_default().push(ip);
            self.lines(&block, &own, depth + 1);
        }
    }

    fn rows(&mut self, rows: Vec<from_table::Row>, scope: &str, depth: usize) {
        for (number, row) in rows.into_iter().enumerate() {
            let own = format!("{scope}/row{number}");
            self.bags(vec![row.bag], &own);
            for cell in row.cells {
                self.text(&cell, &own, depth + 1);
            }
        }
    }

    /// A scope of its own for a document that names an address, that of its surroundings for another.
    fn own_scope(&mut self, bags: &[Bag], scope: &str) -> String {
        let ip = bags.iter().find_map(Bag::ip);
        if ip.is_some_and(|ip| !scope.ends_with(&format!("@{ip}"))) {
            self.texts += 1;
            format!("{scope}/text{}", self.texts)
        } else {
            scope.to_owned()
        }
    }

    /// One JSON document after another. Gives where something else begins.
    fn documents(&mut self, text: &str, start: usize, scope: &str, depth: usize) -> Option<usize> {
        let (mut at, mut number) = (start, 0);
        loop {
            let (bags, inner, end) = from_json::bags(text, at);
            if matches!(end, End::Broken(_)) {
                return Some(at);
            }
            let own = match number {
                // A text within a document that names an address where nothing around it does speaks for itself.
                0 if depth > 0 && !self.addresses.contains_key(scope) => self.own_scope(&bags, scope),
                0 => scope.to_owned(),
                _ => format!("{scope}#{number}"),
            };
            let asked = bags.iter().flat_map(|bag| &bag.pairs).find_map(|pair| calls::asked_in(&pair.value));
            self.bags(bags, &own);
            for inner in inner {
                self.asked = asked;
                self.text(&inner.text, &join(&own, &inner.scope), depth + 1);
            }
            self.asked = None;
            let End::At(end) = end else { return None };
            let rest = text[end..].trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            at = text.len() - rest.len();
            number += 1;
            match rest.chars().next() {
                Some('{' | '[') => {}
                Some(_) => return Some(at),
                None => return None,
            }
        }
    }

    fn xml(&mut self, text: &str, scope: &str, depth: usize) {
        let found = from_xml::bags(text);
        let scope = &self.own_scope(&found.bags, scope);
        let is_page = from_xml::is_page(text);
        self.documents_in(text, scope);
        self.bags(found.bags, scope);
        for (own, inner) in found.inner {
            self.text(&inner, &join(scope, &own), depth + 1);
        }
        if !is_page && !found.outside.trim().is_empty() {
            self.lines(&found.outside, scope, depth + 1);
        }
        if is_page {
            let mut clues = Clues::default();
            html::clues(text.as_bytes(), self.markers, &mut clues);
            self.put(scope, bare(clues));
            self.lines(&found.lines, scope, depth + 1);
        }
    }

    /// XML answers that have codecs of their own.
    fn documents_in(&mut self, text: &str, scope: &str) {
        let has = |mark: &str| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some();
        if has("<rcp>") {
            self.put(scope, super::remote_control::clues(text));
        }
        let codecs = [
            ("ws-discovery", has("ProbeMatch") || has("Hello>")),
            ("sadp", has("<DeviceDescription>") && has("<DeviceSN>")),
            ("onvif", has("ScopeItem") || has("GetNetworkInterfacesResponse") || has("GetHostnameResponse")),
        ];
        for (codec, _) in codecs.iter().filter(|(_, is)| *is) {
            if let Some(Ok(clues)) = crate::codec::read(codec, text.as_bytes()) {
                self.put(scope, bare(clues));
            }
        }
    }

    /// The address of a scope, or of the nearest around it that has one.
    fn address_around(&self, scope: &str) -> Option<IpAddr> {
        super::things::around(scope).find_map(|around| self.addresses.get(around)?.first().copied())
    }

    /// What else was said by who answered in the interface of which the pieces are.
    fn end_pieces(&mut self) {
        let is_of_it = |clues: &Clues| {
            clues.0.iter().any(|clue| clue.field.as_str() == "protocol.answered" && clue.value == "dahua-cgi")
        };
        let answered = self.found.iter().filter(|(_, clues)| is_of_it(clues));
        let known: HashSet<IpAddr> = answered.filter_map(|(scope, _)| self.address_around(scope)).collect();
        let pieces = std::mem::take(&mut self.pieces);
        let pieces = pieces.end(|scope| self.address_around(scope).is_some_and(|ip| known.contains(&ip)));
        for (scope, bag) in pieces {
            self.bags(vec![bag], &scope);
        }
    }

    fn bags(&mut self, mut bags: Vec<Bag>, scope: &str) {
        self.calls.take(&bags, scope);
        super::lent::lend(&mut bags);
        for bag in bags {
            let own = join(scope, &bag.scope);
            let keys = keys_of(&bag);
            let dialect = DIALECTS.iter().find(|dialect| dialect.fits(&bag, &keys));
            if let Some(dialect) = dialect {
                self.put(&own, dialect.clues(&bag));
            } else {
                self.pieces.take(&bag, &own);
            }
            self.put(&own, field_keys::clues(&bag));
            self.put(&own, forms(&bag));
            let place = join(scope, &bag.place);
            // A sentence names whose the pairs beside it are, and nothing around them.
            let is_near = place == own || bag.named.is_some() && bag.named == bag.ip();
            let places = if is_near { vec![place] } else { vec![own, place] };
            if let Some(ip) = bag.ip() {
                for place in &places {
                    self.addresses.entry(place.clone()).or_default().push(ip);
                }
            }
            if let Some(mac) = bag.mac() {
                for place in &places {
                    self.macs.entry(place.clone()).or_default().push(mac);
                }
            }
        }
    }

    fn put(&mut self, scope: &str, clues: Clues) {
        if !clues.0.is_empty() {
            self.found.push((scope.to_owned(), clues));
        }
    }

    fn lines(&mut self, text: &str, scope: &str, depth: usize) {
        if depth > DEPTH_MAX {
            return;
        }
        let mut here = Here {
            scope: scope.to_owned(),
            base: scope.to_owned(),
            method: self.asked.take(),
            ..Here::default()
        };
        let mut at = 0;
        while at < text.len() {
            let end = text[at..].find('\n').map_or(text.len(), |n| at + n);
            let line = text[at..end].trim_end_matches('\r');
            at = self.line(text, at, line, &mut here, depth).max(end + 1);
        }
        self.end_greeting(&mut here);
        self.end_head(&mut here);
        self.end_answer(&mut here);
        here.lines.end();
        self.end_bags(&mut here);
        self.end_unnamed(&mut here);
    }

    /// Takes a line that begins at `at`; gives where to go on.
    fn line(&mut self, text: &str, at: usize, line: &str, here: &mut Here, depth: usize) -> usize {
        let says_something = line.bytes().any(|b| b"=:<{[|\t".contains(&b) || b.is_ascii_digit())
            || line.trim().contains("  ");
        if !says_something && here.greeting.is_none() && session::typed(line).is_none() {
            self.end_head(here);
            return at;
        }
        if self.goes_on(line, here) || self.dials(line, &text[at..], here) || self.typed(line, here) {
            return at;
        }
        // A line of a log speaks of whom it names, or of nobody that was named before it; the answer to a question
        // that was logged is of whom that was asked.
        let is_log = is_logged(line);
        let asks = [" GET ", " POST ", "--> "].iter().any(|question| line.contains(question));
        // What was asked and answered is with one device, however it was logged.
        let is_of_many = is_log && !asks && !is_shown_as_answer(line);
        here.is_log |= is_of_many;
        self.is_log |= is_of_many;
        let is_answer = here.is_asked && (heads::begins(line).is_some() || is_shown_as_answer(line));
        if is_log && !is_answer && heading_address(line).is_none() && here.scope != here.base {
            here.lines.end();
            self.end_bags(here);
            here.scope.clone_from(&here.base);
        }
        here.is_asked = is_log && (asks || is_shown_as_answer(line));
        let skipped = session::spoken(line).unwrap_or(0);
        let (at, line) = (at + skipped, &line[skipped..]);
        if self.tells(line, here) || self.begins(line, here, depth) {
            return at;
        }
        let table =
            from_table::rows_within(&text[at..], line).or_else(|| from_table::rows_ruled(&text[at..]));
        if let Some((rows, length)) = table {
            let scope = here.scope.clone();
            self.rows(rows, &scope, depth);
            return at + length;
        }
        if let Some(end) = self.document(text, at, line, here, depth) {
            return end;
        }
        if let Some(plain) = plain(line) {
            self.text(&plain, &here.scope.clone(), depth + 1);
        } else if line.contains("onvif://www.onvif.org/") {
            self.heading(line, here);
            if let Some(Ok(clues)) = crate::codec::read("onvif-scopes", line.as_bytes()) {
                self.put(&here.scope, bare(clues));
            }
        } else {
            self.pairs(line, here);
        }
        at
    }

    /// Whether a line names a host and tells what that host said.
    fn tells(&mut self, line: &str, here: &mut Here) -> bool {
        if heads::begins(line).is_some() || heads::greets(line).is_some() {
            return false;
        }
        let Some(told::Told { who, mut clues }) = told::told(line) else { return false };
        // The same said again in a log says nothing more.
        clues.0.retain(|clue| {
            self.heard.len() < ANSWERS_MAX
                && self.heard.insert(format!("{who:?} {} {}", clue.field, clue.value))
        });
        match who {
            told::Who::Address(ip) => {
                self.speaks(ip, here);
                self.put(&here.scope, clues);
            }
            told::Who::Around => self.put(&here.scope, clues),
            told::Who::Host(name) => {
                let scope = format!("{}@log {}", here.base, name.replace(['/', '.', '@'], " "));
                self.put(&scope, clues);
            }
        }
        if line.contains('=') {
            self.pairs(line, here);
        }
        true
    }

    /// Whether a session of telnet begins of which the command is not shown.
    fn dials(&mut self, line: &str, rest: &str, here: &mut Here) -> bool {
        if here.greeting.is_some() || !session::is_dialled(line, rest) {
            return false;
        }
        here.greeting = Some(session::Greeting::default());
        if let Some(ip) = only_address(line.trim_end_matches('.')) {
            here.turn_to(ip);
            self.speaks(ip, here);
        }
        true
    }

    /// Whether a line is a command that somebody typed, or belongs to what such a command shows as it is.
    fn typed(&mut self, line: &str, here: &mut Here) -> bool {
        let command = session::typed(line);
        if let Some(greeting) = &mut here.greeting {
            if command.is_none() && heads::begins(line).is_none() && greeting.take(line) {
                return true;
            }
            self.end_greeting(here);
            if command.is_none() {
                return false;
            }
        }
        if let Some(bag) = from_table::row_under(&here.columns, line) {
            let scope = format!("{}/row{}", here.base, self.texts);
            self.texts += 1;
            self.bags(vec![bag], &scope);
            return true;
        }
        let Some(command) = command else { return false };
        // What was answered before is not of whom the command asks.
        self.end_answer(here);
        here.columns = session::columns(command);
        here.greeting = session::opens_telnet(command).then(session::Greeting::default);
        if let Some(ip) = heading_address(line) {
            here.turn_to(ip);
            self.speaks(ip, here);
        }
        true
    }

    /// What a server of telnet said is of whom the command names.
    fn end_greeting(&mut self, here: &mut Here) {
        if let Some(text) = here.greeting.take().and_then(session::Greeting::text) {
            let mut clues = Clues::default();
            clues.decoded(Field::of("telnet.banner"), text, None);
            self.put(&here.scope, clues);
        }
    }

    /// Whether a line belongs to the head that was begun; the head ends where it does not.
    fn goes_on(&mut self, line: &str, here: &mut Here) -> bool {
        if here.head.is_empty() {
            return false;
        }
        let line = behind_same(&here.before, shown(line));
        // A log says where the body begins.
        let is_body = !here.before.is_empty() && line.trim_start().to_ascii_lowercase().starts_with("body");
        let is_more = if here.codec == "sdp" { heads::is_of_session(line) } else { heads::is_header(line) };
        let is_more = is_more && !is_body;
        if is_more && heads::begins(line).is_none() {
            here.head.push(line.trim().to_owned());
            return true;
        }
        self.end_head(here);
        false
    }

    /// Whether an answer in a protocol of text begins with a line: a session, a greeting, a head with or without its
    /// first line.
    fn begins(&mut self, line: &str, here: &mut Here, depth: usize) -> bool {
        if line.trim() == "v=0" {
            here.begin("sdp", line);
        } else if let Some(greeting) = heads::greets(line) {
            self.heading(line, here);
            let mut clues = Clues::default();
            clues.decoded(Field::of("ftp.banner"), greeting, None);
            self.put(&here.scope, clues);
        } else if let Some((start, codec)) = heads::begins(line) {
            self.heading(&line[..start], here);
            let status = &line[start..];
            // A head on one line, its ends written out.
            if let Some(whole) = status.contains("\\n").then(|| unescaped(status)).flatten() {
                self.lines(&whole, &here.scope.clone(), depth + 1);
            } else {
                for line in heads::parted(status) {
                    here.begin(codec, line);
                }
                line[..start].clone_into(&mut here.before);
            }
        } else if let Some(title) = session::titled(line) {
            if let Some(ip) = only_address(line) {
                self.speaks(ip, here);
            }
            let mut clues = Clues::default();
            clues.decoded(Field::of("http.title"), title, None);
            self.put(&here.scope, clues);
        } else if let Some((start, header)) = heads::challenge_in(line) {
            self.heading(&line[..start], here);
            here.begin("http", &header);
        } else if heads::is_telling(shown(line)) && !line.contains('{') {
            here.begin("http", shown(line));
        } else {
            return false;
        }
        true
    }

    /// Pairs of a key and a value, and the address of whom they are said.
    fn pairs(&mut self, line: &str, here: &mut Here) {
        let is_pair = !pairs(line).is_empty();
        let stands_alone = !is_pair && !is_logged(line) || line.contains("://");
        if let Some(ip) =
            heading_address(line).filter(|_| stands_alone || begins_with_address(line) || is_logged(line))
        {
            if stands_alone {
                here.turn_to(ip);
            }
            self.speaks(ip, here);
        }
        here.method = calls::asked_in(line).or(here.method);
        let answered = here.method.and_then(|method| match pairs(line).as_slice() {
            [(key, value)] => calls::key_of(method, key).map(|own| format!("{own}={value}")),
            _ => None,
        });
        here.lines.take(answered.as_deref().unwrap_or(line));
        self.end_bags(here);
    }

    /// XML or JSON that begins within a line.
    fn document(
        &mut self,
        text: &str,
        at: usize,
        line: &str,
        here: &mut Here,
        depth: usize,
    ) -> Option<usize> {
        let brace = document_in(line);
        let tag = line.match_indices('<').map(|(i, _)| i).find(|i| begins_markup(&line[*i..]));
        let first = [tag, brace].into_iter().flatten().min();
        if let Some(end) = first.and_then(|first| self.logged_document(text, at, &line[..first], here, depth))
        {
            return Some(end);
        }
        match (tag, brace) {
            (Some(tag), brace) if brace.is_none_or(|b| tag < b) => {
                let start = at + tag;
                let length = elements_length(&text[start..], &mut here.endless)?;
                self.heading(&line[..tag], here);
                for comment in from_xml::comments_before(&text[start..start + length]) {
                    self.heading(comment, here);
                }
                let (scope, before) = (here.scope.clone(), self.found.len());
                self.xml(&text[start..start + length], &scope, depth + 1);
                self.give_head(here, before);
                Some(start + length)
            }
            (_, Some(brace)) if self.room > 0 => {
                let start = at + brace;
                let (bags, inner, end) = from_json::bags(text, start);
                let end = match end {
                    End::At(end) => end,
                    End::Cut(read) | End::Broken(read) => {
                        self.room = self.room.saturating_sub(read + 64);
                        return None;
                    }
                };
                self.heading(&line[..brace], here);
                let scope = self.own_scope(&bags, &here.scope);
                let before = self.found.len();
                self.bags(bags, &scope);
                for inner in inner {
                    self.text(&inner.text, &join(&scope, &inner.scope), depth + 1);
                }
                self.give_head(here, before);
                Some(end)
            }
            _ => None,
        }
    }

    /// A document that was logged line by line, the same before each: what stands there is taken off first.
    fn logged_document(
        &mut self,
        text: &str,
        at: usize,
        before: &str,
        here: &mut Here,
        depth: usize,
    ) -> Option<usize> {
        const BEFORE_MAX: usize = 96;
        let is_mark = before.trim_end().ends_with(['<', '>', '|', ':', ']', '-']) && is_logged(before);
        if !is_mark || before.len() > BEFORE_MAX || depth >= DEPTH_MAX {
            return None;
        }
        let (mut bare, mut length, mut lines) = (String::new(), 0, 0);
        for line in text[at..].split_inclusive('\n') {
            let behind = behind_same(before, line);
            if behind.len() == line.len() {
                break;
            }
            bare.push_str(behind);
            length += line.len();
            lines += 1;
        }
        if lines < 2 {
            return None;
        }
        self.heading(before, here);
        self.text(&bare, &here.scope.clone(), depth + 1);
        Some(at + length)
    }

    /// Notes of whom the lines that follow speak, where a line says it.
    fn heading(&mut self, line: &str, here: &mut Here) {
        if let Some(ip) = heading_address(line) {
            self.speaks(ip, here);
        }
    }

    /// Who has this address speaks in the lines that follow.
    fn speaks(&mut self, ip: IpAddr, here: &mut Here) {
        let scope = format!("{}@{ip}", here.base);
        if scope != here.scope {
            if here.lines.bag.says_by_now() {
                here.lines.end();
            }
            self.end_bags(here);
            here.scope.clone_from(&scope);
        }
        self.addresses.entry(scope).or_default().push(ip);
    }

    fn end_head(&mut self, here: &mut Here) {
        let head = std::mem::take(&mut here.head);
        here.before.clear();
        if head.is_empty() {
            return;
        }
        let lines: Vec<&str> = head.iter().map(String::as_str).collect();
        self.end_answer(here);
        // Who speaks first says where it is to be found, and so does who is found by a search.
        let first = || heads::contact(&lines).filter(|_| here.scope == here.base);
        if let Some(ip) = heads::location(here.codec, &lines).or_else(first) {
            self.speaks(ip, here);
        }
        here.answer = heads::read(here.codec, &lines).map(|clues| (here.scope.clone(), clues));
    }

    /// The head before a body is of whom the body speaks, where that is one.
    fn give_head(&mut self, here: &mut Here, before: usize) {
        let Some((own, clues)) = here.answer.take() else { return };
        let body = &self.found[before..];
        let one =
            body.first().map(|(scope, _)| scope).filter(|one| body.iter().all(|(scope, _)| scope == *one));
        // Who was named before the head is not whom another line named before the body.
        let is_anothers = |body: &&String| own.contains('@') && body.contains('@') && !body.starts_with(&own);
        let scope = one.filter(|body| !is_anothers(body)).cloned().unwrap_or(own);
        self.put(&scope, clues);
    }

    /// A head without a body is the answer of whom the lines around it speak.
    fn end_answer(&mut self, here: &mut Here) {
        if let Some((scope, clues)) = here.answer.take() {
            self.put(&scope, clues);
        }
    }

    fn end_bags(&mut self, here: &mut Here) {
        for bag in std::mem::take(&mut here.lines.done) {
            if !bag.place.is_empty() {
                self.bags(vec![bag], &here.scope);
            } else if here.scope == here.base {
                here.unnamed.push(bag);
            } else {
                self.lay(&here.scope, bag);
            }
        }
    }

    /// Lines before which nobody was named speak of the address that they name themselves, where they name several.
    fn end_unnamed(&mut self, here: &mut Here) {
        let bags = std::mem::take(&mut here.unnamed);
        let own: Vec<Option<IpAddr>> = bags.iter().map(Bag::ip).collect();
        let named: HashSet<IpAddr> = own.iter().flatten().copied().collect();
        for (bag, ip) in bags.into_iter().zip(own) {
            match ip.filter(|_| named.len() > 1 || here.is_log) {
                Some(ip) => self.lay(&format!("{}@{ip}", here.base), bag),
                None => self.lay(&here.base, bag),
            }
        }
    }

    /// Lines of one log speak of one thing in turns.
    fn lay(&mut self, scope: &str, bag: Bag) {
        let loose = self.loose.entry(scope.to_owned()).or_default();
        match loose.last_mut().filter(|last| last.may_be_one_with(&bag)) {
            Some(last) => last.take_in(bag),
            None => loose.push(bag),
        }
    }
}

/// Where a run of lines stands.
#[derive(Default)]
struct Here {
    base: String,
    scope: String,
    head: Vec<String>,
    /// What stands before the first line of the head.
    before: String,
    codec: &'static str,
    /// The head that was read last, until it is seen whose body follows.
    answer: Option<(String, Clues)>,
    lines: Lines,
    /// Some line was one of a log.
    is_log: bool,
    /// A question was logged in the line before.
    is_asked: bool,
    /// The columns that a command names.
    columns: Vec<String>,
    /// What a server of telnet says.
    greeting: Option<session::Greeting>,
    /// Bags of lines before which nobody was named.
    unnamed: Vec<Bag>,
    /// The method of a console that was asked last.
    method: Option<&'static str>,
    /// Elements of which no end was found.
    endless: HashSet<String>,
}

impl Here {
    /// What was said before a heading or a command is not of whom it names.
    fn turn_to(&mut self, ip: IpAddr) {
        if self.scope != self.base && self.scope != format!("{}@{ip}", self.base) {
            self.lines.end();
        }
    }

    /// A head begins.
    fn begin(&mut self, codec: &'static str, line: &str) {
        self.codec = codec;
        self.head.push(line.trim().to_owned());
    }
}

fn join(scope: &str, own: &str) -> String {
    if own.is_empty() { scope.to_owned() } else { format!("{scope}/{own}") }
}

/// What only a device writes, under a key that does not say what it is.
fn forms(bag: &Bag) -> Clues {
    let mut clues = Clues::default();
    let of_others = bag.said().filter(|(key, _)| super::keys::field_of(key).is_none());
    for (field, text) in of_others.filter_map(|(_, value)| super::forms::form_in(value)) {
        clues.decoded(Field::of(field), text, None);
    }
    clues
}

fn bare(mut clues: Clues) -> Clues {
    for clue in &mut clues.0 {
        clue.span = None;
        clue.decoded = true;
    }
    clues
}
