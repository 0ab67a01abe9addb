//! A signed pack: one file that carries a knowledge base from whoever made it to whoever trusts its maker.
//!
//! Shape, UTF-8 up to the parts: the schema `oogmerk.pack/1` and a line end · the manifest, one line of JSON · the
//! signature, 128 hex digits and a line end, over the two lines before it · the parts, one behind another as the
//! manifest lists them, each compressed (zlib, RFC 1950). The manifest names of each part the digest and length as it
//! stands in the file and as it is unpacked, so every byte of the file is under the signature.
//!
//! Reading goes from cheap to dear: lengths, schema, key, signature, digest; only then is anything unpacked, and never
//! more than the manifest says and the bounds below allow. Nothing is taken from a pack whose key is not trusted.

use crate::load::{self, Patterns};
use crate::sign::{PublicKey, SecretKey, TrustedKeys, bytes_of, hex};
use crate::{Knowledge, Oracle, Pack, Status};
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};

/// The schema written and read.
pub const SCHEMA: &str = "oogmerk.pack/1";
/// Largest pack read, in bytes.
pub const PACK_MAX: usize = 64 << 20;
/// Longest manifest, in bytes.
const MANIFEST_MAX: usize = 4 << 20;
/// Largest part once unpacked, in bytes.
const PART_MAX: u64 = 128 << 20;
/// The part that holds the knowledge base.
const KNOWLEDGE: &str = "knowledge";

/// What a pack says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// `oogmerk.pack/1`.
    pub schema: String,
    /// Version of the knowledge base, `k-…`.
    pub version: String,
    /// Day it was made, `YYYY-MM-DD`.
    pub made_on: String,
    /// Who made it: a name as they write it.
    pub maker: String,
    /// Version of the program that made it.
    pub program: String,
    /// Public key of the signature, 64 hex digits.
    pub key: String,
    /// What follows, in order.
    pub parts: Vec<Part>,
    /// Tells, edges and grammar rows per status; vendors, policies, clouds, address blocks.
    pub counts: BTreeMap<String, u64>,
    /// Distinct sources of tells, edges, grammar rows, clouds and policies, sorted.
    pub sources: Vec<String>,
}

/// One part of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// `knowledge`.
    pub name: String,
    /// SHA-256 of its bytes as they stand in the file, hex.
    pub packed_sha256: String,
    /// Their number.
    pub packed_length: u64,
    /// SHA-256 of its content, hex.
    pub sha256: String,
    /// Bytes of content.
    pub length: u64,
}

/// A pack whose signature, digests and content were found good.
#[derive(Debug)]
pub struct Opened {
    /// What it says of itself.
    pub manifest: Manifest,
    /// Whose signature it bears.
    pub key: PublicKey,
    /// The files, as pack text.
    pub pack: Pack,
    /// The knowledge base.
    pub knowledge: Knowledge,
}

/// Why a pack was refused: place and reason. Until the signature is found good, nobody is believed about anything.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// More bytes than a pack may have.
    #[error("the pack is larger than {PACK_MAX} bytes")]
    TooLarge,
    /// Not a pack at all, or cut off before its parts.
    #[error("byte {0}: {1}")]
    Malformed(usize, &'static str),
    /// Another schema.
    #[error("line 1: the schema is `{0}`; this program reads `{SCHEMA}`")]
    Schema(String),
    /// The manifest is not what the schema says.
    #[error("line 2: the manifest is not readable: {0}")]
    Manifest(String),
    /// Nobody said that this key is to be believed.
    #[error("line 2: the key {fingerprint} of \"{maker}\" is not trusted here")]
    Untrusted {
        /// Fingerprint of the key.
        fingerprint: String,
        /// What the manifest says its maker is called. Not proved.
        maker: String,
    },
    /// The signature is not of this key over this manifest.
    #[error("line 3: the signature does not fit: the pack was altered, or signed by another key")]
    Signature,
    /// A part is not what the signed manifest says.
    #[error("part `{0}`: {1}")]
    Part(String, &'static str),
    /// The content does not load.
    #[error("knowledge/{0}")]
    Content(String),
}

/// Makes a signed pack of a knowledge base. `text` is the pack text it was loaded from.
///
/// # Errors
/// The text does not load.
pub fn seal(
    text: &str,
    maker: &str,
    made_on: &str,
    program: &str,
    key: &SecretKey,
) -> Result<Vec<u8>, PackError> {
    let pack = Pack::of_text(text.to_owned());
    let knowledge = content(&pack)?;
    let packed = compress(text.as_bytes());
    let part = Part {
        name: KNOWLEDGE.to_owned(),
        packed_sha256: hex(&Sha256::digest(&packed)),
        packed_length: packed.len() as u64,
        sha256: hex(&Sha256::digest(text.as_bytes())),
        length: text.len() as u64,
    };
    let manifest = Manifest {
        schema: SCHEMA.to_owned(),
        version: pack.version,
        made_on: made_on.to_owned(),
        maker: maker.chars().filter(|c| !c.is_control()).take(120).collect(),
        program: program.to_owned(),
        key: key.public().to_string(),
        parts: vec![part],
        counts: counts(&knowledge),
        sources: sources(&knowledge),
    };
    let json = serde_json::to_string(&manifest).map_err(|e| PackError::Manifest(e.to_string()))?;
    let head = format!("{SCHEMA}\n{json}\n");
    let signature = hex(&key.sign(head.as_bytes()));
    Ok([head.as_bytes(), signature.as_bytes(), b"\n", &packed].concat())
}

/// Reads a pack that somebody in `trusted` signed, and proves its content.
///
/// # Errors
/// Any [`PackError`]; nothing of a refused pack is handed out.
pub fn open(bytes: &[u8], trusted: &TrustedKeys) -> Result<Opened, PackError> {
    let (manifest, key, pack) = verified(bytes, trusted)?;
    let knowledge = content(&pack)?;
    Ok(Opened { manifest, key, pack, knowledge })
}

/// The same without trying every pattern: for a pack that was opened when it was installed.
///
/// # Errors
/// As [`open`].
pub fn reopen(bytes: &[u8], trusted: &TrustedKeys) -> Result<(Manifest, Pack), PackError> {
    let (manifest, _, pack) = verified(bytes, trusted)?;
    Ok((manifest, pack))
}

/// What an unproved pack says of itself, for a person who decides whether to trust its maker.
///
/// # Errors
/// It is no pack of this schema.
pub fn peek(bytes: &[u8]) -> Result<(Manifest, PublicKey), PackError> {
    let head = Head::of(bytes)?;
    let key = PublicKey::parse(&head.manifest.key)
        .map_err(|_| PackError::Manifest("`key` is not a public key".to_owned()))?;
    Ok((head.manifest, key))
}

/// The lines before the parts.
struct Head<'b> {
    signed: &'b [u8],
    manifest: Manifest,
    signature: [u8; 64],
    parts: &'b [u8],
}

impl<'b> Head<'b> {
    fn of(bytes: &'b [u8]) -> Result<Self, PackError> {
        if bytes.len() > PACK_MAX {
            return Err(PackError::TooLarge);
        }
        let schema = line(bytes, 0, 64).ok_or(PackError::Malformed(0, "this is no knowledge pack"))?;
        if schema != SCHEMA {
            let is_ours = schema.starts_with("oogmerk.pack/");
            return Err(if is_ours {
                PackError::Schema(schema.to_owned())
            } else {
                PackError::Malformed(0, "this is no knowledge pack")
            });
        }
        let begin = schema.len() + 1;
        let json =
            line(bytes, begin, MANIFEST_MAX).ok_or(PackError::Malformed(begin, "the manifest is cut off"))?;
        let manifest: Manifest =
            serde_json::from_str(json).map_err(|e| PackError::Manifest(e.to_string()))?;
        if manifest.schema != SCHEMA {
            return Err(PackError::Schema(manifest.schema));
        }
        let at = begin + json.len() + 1;
        let signature = line(bytes, at, 128)
            .and_then(bytes_of::<64>)
            .ok_or(PackError::Malformed(at, "the signature is not 128 hex digits"))?;
        let (signed, _) = bytes.split_at(at);
        let parts = bytes.get(at + 129..).unwrap_or_default();
        Ok(Self { signed, manifest, signature, parts })
    }
}

/// A line that begins at `at`, without its end, at most so long.
fn line(bytes: &[u8], at: usize, longest: usize) -> Option<&str> {
    let rest = bytes.get(at..)?;
    let end = rest.iter().take(longest + 1).position(|b| *b == b'\n')?;
    std::str::from_utf8(rest.get(..end)?).ok()
}

fn verified(bytes: &[u8], trusted: &TrustedKeys) -> Result<(Manifest, PublicKey, Pack), PackError> {
    let head = Head::of(bytes)?;
    let key = PublicKey::parse(&head.manifest.key)
        .map_err(|_| PackError::Manifest("`key` is not a public key".to_owned()))?;
    if !trusted.holds(&key) {
        return Err(PackError::Untrusted { fingerprint: key.fingerprint(), maker: head.manifest.maker });
    }
    if !key.verifies(head.signed, &head.signature) {
        return Err(PackError::Signature);
    }
    let [part] = head.manifest.parts.as_slice() else {
        return Err(PackError::Manifest("exactly one part is expected".to_owned()));
    };
    let text = unpack(part, head.parts)?;
    let pack = Pack::of_text(text);
    if pack.version != head.manifest.version {
        return Err(PackError::Part(part.name.clone(), "its version is not the one in the manifest"));
    }
    Ok((head.manifest, key, pack))
}

fn unpack(part: &Part, packed: &[u8]) -> Result<String, PackError> {
    let wrong = |reason| PackError::Part(part.name.clone(), reason);
    if part.name != KNOWLEDGE {
        return Err(wrong("a part of this name is unknown"));
    }
    if packed.len() as u64 != part.packed_length {
        return Err(wrong("the file is cut off, or longer than the manifest says"));
    }
    if hex(&Sha256::digest(packed)) != part.packed_sha256 {
        return Err(wrong("its bytes are not those that were signed"));
    }
    if part.length > PART_MAX {
        return Err(wrong("it would unpack to more than 128 MiB"));
    }
    let mut content = Vec::new();
    ZlibDecoder::new(packed)
        .take(part.length + 1)
        .read_to_end(&mut content)
        .map_err(|_| wrong("it does not unpack"))?;
    if content.len() as u64 != part.length || hex(&Sha256::digest(&content)) != part.sha256 {
        return Err(wrong("its content is not what was signed"));
    }
    String::from_utf8(content).map_err(|_| wrong("its content is not UTF-8"))
}

fn content(pack: &Pack) -> Result<Knowledge, PackError> {
    load::load(&pack.text, pack.version.clone(), Patterns::Try).map_err(|errors| {
        let text: Vec<String> = errors.iter().take(3).map(ToString::to_string).collect();
        PackError::Content(text.join("; "))
    })
}

/// Writing to a vector cannot fail, so neither can this.
fn compress(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.unwrap_or_default()
}

fn counts(knowledge: &Knowledge) -> BTreeMap<String, u64> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut add = |what: &str, status: Status| {
        let word = match status {
            Status::Draft => "draft",
            Status::Tested => "tested",
            Status::Proven => "proven",
        };
        *counts.entry(format!("{what}_{word}")).or_default() += 1;
    };
    knowledge.tells().iter().for_each(|t| add("tells", t.status));
    knowledge.edges().iter().for_each(|e| add("edges", e.status));
    knowledge.grammars().iter().for_each(|g| add("grammar", g.status));
    counts.insert("vendors".into(), knowledge.makers().count() as u64);
    counts.insert("policies".into(), knowledge.policies().len() as u64);
    counts.insert("clouds".into(), knowledge.clouds.all.len() as u64);
    counts.insert("blocks".into(), knowledge.prefixes.len() as u64);
    counts
}

fn sources(knowledge: &Knowledge) -> Vec<String> {
    let tells = knowledge.tells().iter().map(|t| &*t.source);
    let edges = knowledge.edges().iter().map(|e| e.source.as_str());
    let grammars = knowledge.grammars().iter().map(|g| g.source.as_str());
    let clouds = knowledge.clouds.all.iter().map(|c| c.source.as_str());
    let policies = knowledge.policies().iter().map(|p| p.source.as_str());
    let rows = tells.chain(edges).chain(grammars).chain(clouds).chain(policies);
    let all: BTreeSet<&str> = rows.filter(|s| !s.is_empty()).collect();
    all.into_iter().map(str::to_owned).collect()
}
