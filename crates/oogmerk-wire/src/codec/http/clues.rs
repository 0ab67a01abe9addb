//! What a message says, as fields: of requests only what tells software apart, of answers head, title, product strings
//! and the documents that have codecs of their own.

use super::body::Body;
use super::head::{Head, Start};
use super::message::Message;
use crate::codec::{CODECS, html};
use crate::row::Read;
use crate::{Clues, Markers, answers};
use oogmerk_bytes::spanned::Spanned;
use oogmerk_model::Field;

/// Beginnings of paths that name a device's own interface. A client that asks for one proves nothing about the server.
const DEVICE_PATHS: &[&str] = &[
    "/ISAPI/",
    "/SDK/",
    "/PSIA/",
    "/onvif/",
    "/cgi-bin/",
    "/axis-cgi/",
    "/HNAP1",
    "/RPC2",
    "/stw-cgi/",
    "/rcp.xml",
    "/vapix/",
    "/cgi/",
    "/web/cgi-bin/",
    "/LAPI/",
    "/doc/page/",
    "/nvc-cgi/",
    "/goform/",
    "/Streaming/",
    "/config/",
    "/api.cgi",
];

/// Headers of an answer that are told, each with its field.
const TOLD_HEADERS: &[(&str, &str)] = &[
    ("server", "http.server"),
    ("www-authenticate", "http.www_authenticate"),
    ("location", "http.location"),
    ("x-powered-by", "http.powered_by"),
    ("content-type", "http.content_type"),
];

impl Message {
    /// The fields of this message; a page in it is not searched.
    pub fn clues(&self) -> Clues {
        self.clone().into_clues(Markers::NONE)
    }

    /// The fields of this message, of which nothing else is wanted, and which of these texts its page holds.
    pub fn into_clues(self, markers: &Markers) -> Clues {
        let Self { head, body, body_span, .. } = self;
        let mut clues = Clues(Vec::with_capacity(8));
        match &head.start {
            Start::Request { target, .. } => {
                head.request_clues(target, &mut clues);
                return clues;
            }
            Start::Response { line, .. } => line.tell(&mut clues, "http.status"),
            Start::Bare => {}
        }
        head.response_clues(&mut clues);
        if let Body::Text { bytes, runs } = &body {
            let mut inner = Clues::default();
            html::clues(bytes, markers, &mut inner);
            if let Some(Ok(more)) = document(bytes).map(|read| read(bytes)) {
                inner.0.extend(more.0);
            } else if !is_page(bytes) {
                inner.0.extend(answer(bytes).0);
            }
            clues.0.extend(runs.place(inner, &body_span).0);
        }
        clues
    }

    /// Announced or seen length of a body that is image, audio, video or multipart.
    pub fn media_length(&self) -> Option<u64> {
        match self.body {
            Body::Media { length } => Some(length),
            _ => None,
        }
    }
}

impl Head {
    fn request_clues(&self, target: &Spanned, clues: &mut Clues) {
        if let Some(agent) = self.value("user-agent") {
            agent.tell(clues, "http.user_agent");
        }
        let path = target
            .value
            .strip_prefix("http://")
            .map_or(&*target.value, |rest| rest.find('/').map_or("", |i| &rest[i..]));
        if DEVICE_PATHS.iter().any(|p| path.get(..p.len()).is_some_and(|start| start.eq_ignore_ascii_case(p)))
        {
            let whole = path.len() == target.value.len();
            let piece = Spanned {
                value: path.to_owned(),
                span: target.span.clone(),
                decoded: target.decoded || !whole,
            };
            piece.tell(clues, "http.api_path");
        }
    }

    fn response_clues(self, clues: &mut Clues) {
        let names: Vec<&str> = self.headers.iter().map(|h| h.name.value.as_str()).collect();
        let order = names.join(",");
        for header in self.headers {
            let said = TOLD_HEADERS.iter().find(|(name, _)| header.name.value.eq_ignore_ascii_case(name));
            if let Some((_, field)) = said {
                header.value.give(clues, field);
            }
        }
        self.realms.into_iter().for_each(|realm| realm.give(clues, "http.realm"));
        self.cookies.into_iter().for_each(|cookie| cookie.give(clues, "http.set_cookie"));
        if !order.is_empty() {
            clues.decoded(Field::of("http.header_order"), order, Some(self.span));
        }
    }
}

/// Whether a body is a page for people.
fn is_page(body: &[u8]) -> bool {
    let start = body.trim_ascii_start();
    let begins = |with: &[u8]| start.get(..with.len()).is_some_and(|s| s.eq_ignore_ascii_case(with));
    begins(b"<html") || begins(b"<!doctype") || begins(b"<head") || begins(b"<title")
}

/// Pieces of the keys under which devices say what they are; what holds none of them is not looked into.
const SAYS_WHAT_IT_IS: [&[u8]; 6] = [b"odel", b"erial", b"irm", b"sys_ver", b"eviceType", b"<rcp>"];

/// What a body says of the one device that answered; nothing where it speaks of several.
fn answer(body: &[u8]) -> Clues {
    // What answers a call of SOAP and has no codec is about a service and not about the device.
    let head = &body[..body.len().min(512)];
    if memchr::memmem::find(head, b":Envelope").is_some() {
        return Clues::default();
    }
    if !SAYS_WHAT_IT_IS.iter().any(|piece| memchr::memmem::find(body, piece).is_some()) {
        return Clues::default();
    }
    let answers = answers::in_text(&String::from_utf8_lossy(body), Markers::NONE);
    let things: std::collections::BTreeSet<usize> = answers.iter().map(|answer| answer.thing).collect();
    let own = answers.into_iter().filter(|_| things.len() == 1).flat_map(|answer| answer.clues.0);
    Clues(own.filter(|clue| !clue.field.as_str().starts_with("http.")).collect())
}

/// Who reads a document found in a body: the first row of the table that knows it for its own.
fn document(body: &[u8]) -> Option<Read> {
    CODECS.iter().find(|codec| codec.in_bodies.is_some_and(|is_one| is_one(body))).map(|codec| codec.read)
}
