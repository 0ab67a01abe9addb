//! Messages: one file per language in `messages/`, compiled in. Numbers are grouped as the language does; text from
//! outside is passed as an argument and comes out neutralised.
//!
//! A message may mark a phrase: `[[name|phrase]]`. On a page the phrase becomes a link to what `name` stands for
//! (strong text where the caller gives no address for it); on a terminal only the phrase remains. So a translator
//! decides which words carry the link, and no sentence is glued from pieces.

use crate::hostile::{self, Html};
use crate::language::Lang;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::OnceLock;

/// The message file of a language.
pub(crate) const fn file(lang: Lang) -> &'static str {
    match lang {
        Lang::Nl => include_str!("../messages/nl.ftl"),
        Lang::Fr => include_str!("../messages/fr.ftl"),
        Lang::De => include_str!("../messages/de.ftl"),
        Lang::En => include_str!("../messages/en.ftl"),
    }
}

/// An argument of a message.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'a> {
    /// A number: chooses the plural form and is printed grouped.
    N(u64),
    /// Text of our own: a word from the message files, a written day.
    T(&'a str),
    /// Text from outside: neutralised, on a page also escaped, cut and isolated.
    X(&'a str),
}

/// Where a marked phrase leads.
pub type Target<'a> = (&'a str, String);

/// The messages of one language.
pub struct Words {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

// Marks that stand for `[[`, `|`, `]]` inside arguments while a message is rendered: arguments cannot contain them
// (see `hostile`), so an argument can never open a link.
const OPEN: char = '\u{e000}';
const BAR: char = '\u{e001}';
const CLOSE: char = '\u{e002}';
const BEGIN: char = '\u{e003}';
const END: char = '\u{e004}';

impl Words {
    /// The messages of a language.
    pub fn of(lang: Lang) -> &'static Words {
        static ALL: [OnceLock<Words>; 4] = [const { OnceLock::new() }; 4];
        ALL[lang as usize].get_or_init(|| Words::load(lang))
    }

    fn load(lang: Lang) -> Words {
        // A faulty line costs its own message only; a test refuses files with faults.
        let resource = match FluentResource::try_new(file(lang).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let id: unic_langid::LanguageIdentifier = lang.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match lang {
            Lang::Nl => |v, _| grouped(v, Lang::Nl),
            Lang::Fr => |v, _| grouped(v, Lang::Fr),
            Lang::De => |v, _| grouped(v, Lang::De),
            Lang::En => |v, _| grouped(v, Lang::En),
        }));
        bundle.add_resource_overriding(resource);
        Words { lang, bundle }
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether there is such a message.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A message without arguments, as text.
    pub fn text(&self, key: &str) -> String {
        self.say(key, &[])
    }

    /// A message of a family (`kind-` and the kind's word), or the word itself, neutralised, where there is none.
    pub fn word(&self, family: &str, word: &str) -> String {
        let key = format!("{family}-{}", word.replace('_', "-"));
        if self.has(&key) {
            self.text(&key)
        } else {
            hostile::neutral(word, '·', Some(hostile::SHOWN_CHARS))
        }
    }

    /// A number of things of a family's kind: `12 phones`, `1 printer`.
    pub fn many(&self, family: &str, word: &str, n: u64) -> String {
        let key = format!("{family}-{word}");
        if self.has(&key) {
            self.say(&key, &[("n", Arg::N(n))])
        } else {
            format!("{} {}", self.lang.number(n), hostile::neutral(word, '·', Some(hostile::SHOWN_CHARS)))
        }
    }

    /// A message as plain text; marked phrases lose their marks.
    pub fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let raw = self.raw(key, args, '·');
        let mut out = String::with_capacity(raw.len());
        for piece in pieces(&raw) {
            match piece {
                Piece::Text(t) | Piece::Marked(_, t) => out.extend(t.chars().filter_map(|c| match c {
                    OPEN => Some('['),
                    BAR => Some('|'),
                    CLOSE => Some(']'),
                    BEGIN | END => None,
                    c => Some(c),
                })),
            }
        }
        out
    }

    /// A message as HTML; marked phrases become links to their target.
    pub fn html(&self, key: &str, args: &[(&str, Arg<'_>)], targets: &[Target<'_>]) -> Html {
        let raw = self.raw(key, args, '□');
        let mut out = String::with_capacity(raw.len() + 64);
        for piece in pieces(&raw) {
            match piece {
                Piece::Text(t) => markup(t, &mut out),
                Piece::Marked(name, t) => {
                    let target = targets.iter().find(|(n, href)| *n == name && !href.is_empty());
                    out.push_str("<b>");
                    if let Some((_, href)) = target {
                        out.push_str("<a href=\"");
                        hostile::escape_into(href, &mut out);
                        out.push_str("\">");
                    }
                    markup(t, &mut out);
                    out.push_str(if target.is_some() { "</a></b>" } else { "</b>" });
                }
            }
        }
        Html(out)
    }

    /// Part of a sentence, to be given to [`Words::say`] or [`Words::html`] as [`Arg::T`]; what came from outside stays
    /// marked as such.
    pub(crate) fn clause(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.raw(key, args, '·')
    }

    fn raw(&self, key: &str, args: &[(&str, Arg<'_>)], mark: char) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|m| m.value()) else {
            return format!("[{key}]");
        };
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            let value = match arg {
                Arg::N(n) => FluentValue::from(*n),
                Arg::T(t) => FluentValue::from(guarded(t)),
                Arg::X(t) => {
                    let limit = (mark == '□').then_some(hostile::SHOWN_CHARS);
                    let text = guarded(&hostile::neutral(t, mark, limit));
                    FluentValue::from(format!("{BEGIN}{text}{END}"))
                }
            };
            values.set(name.to_owned(), value);
        }
        let mut problems = Vec::new();
        self.bundle.format_pattern(pattern, Some(&values), &mut problems).into_owned()
    }
}

fn guarded(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '[' => OPEN,
            '|' => BAR,
            ']' => CLOSE,
            c => c,
        })
        .collect()
}

fn grouped(value: &FluentValue<'_>, lang: Lang) -> Option<String> {
    match value {
        FluentValue::Number(n) if n.value >= 0.0 => Some(lang.number(n.value as u64)),
        _ => None,
    }
}

fn markup(text: &str, out: &mut String) {
    let mut buffer = [0u8; 4];
    for c in text.chars() {
        match c {
            OPEN => out.push('['),
            BAR => out.push('|'),
            CLOSE => out.push(']'),
            BEGIN => out.push_str("<bdi>"),
            END => out.push_str("</bdi>"),
            c => hostile::escape_into(c.encode_utf8(&mut buffer), out),
        }
    }
}

enum Piece<'a> {
    Text(&'a str),
    Marked(&'a str, &'a str),
}

fn pieces(raw: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = raw;
    while let Some(start) = rest.find("[[") {
        let Some((name, after)) = rest.get(start + 2..).and_then(|r| r.split_once('|')) else { break };
        let Some((phrase, after)) = after.split_once("]]") else { break };
        if let Some(before) = rest.get(..start).filter(|b| !b.is_empty()) {
            out.push(Piece::Text(before));
        }
        out.push(Piece::Marked(name, phrase));
        rest = after;
    }
    if !rest.is_empty() {
        out.push(Piece::Text(rest));
    }
    out
}
