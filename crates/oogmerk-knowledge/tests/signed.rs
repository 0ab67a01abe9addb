//! Signed packs: whole and trusted, or refused with place and reason.
#![allow(clippy::unwrap_used)]
#![allow(clippy::disallowed_methods, reason = "the seeds of the fuzz target are replayed")]

use flate2::write::ZlibEncoder;
use oogmerk_knowledge::signed::{Manifest, PackError, open, peek, reopen, seal};
use oogmerk_knowledge::{Knowledge, Oracle, Pack, SecretKey, TrustedKeys};
use std::io::Write;

const FIELDS: &str =
    "[[field]]\nname = \"http.server\"\ntype = \"text\"\nkey = \"none\"\nmeaning = \"Server\"\n";
const TELLS: &str = "[[tell]]\nid = \"a.b\"\nfield = \"http.server\"\nexact = \"x\"\nweight = \"strong\"\nstatus = \"draft\"\nsource = \"a page, 2026-11-27\"\nmatch = [\"x\"]\nsilent = [\"y\"]\n";

fn key() -> SecretKey {
    SecretKey::from_seed([7; 32])
}

fn trusted() -> TrustedKeys {
    TrustedKeys(vec![(key().public(), "ours".into())])
}

fn small() -> Pack {
    Pack::of_files([("fields.toml", FIELDS.as_bytes()), ("stacks/a/tells.toml", TELLS.as_bytes())]).unwrap()
}

fn sealed() -> Vec<u8> {
    seal(&small().text, "A province", "2026-11-27", "0.1.0", &key()).unwrap()
}

/// A pack whose manifest was changed by its own signer: the signature fits, the content does not.
fn resealed(change: impl Fn(&mut Manifest, &mut Vec<u8>)) -> Vec<u8> {
    let bytes = sealed();
    let (mut manifest, _) = peek(&bytes).unwrap();
    let length = manifest.parts[0].packed_length as usize;
    let mut packed = bytes[bytes.len() - length..].to_vec();
    change(&mut manifest, &mut packed);
    let head = format!("oogmerk.pack/1\n{}\n", serde_json::to_string(&manifest).unwrap());
    let signer = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let signature = ed25519_dalek::Signer::sign(&signer, head.as_bytes()).to_bytes();
    [head.as_bytes(), hex(&signature).as_bytes(), b"\n", &packed].concat()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn sha(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    hex(&Sha256::digest(bytes))
}

fn reason(bytes: &[u8], trusted: &TrustedKeys) -> String {
    open(bytes, trusted).err().map(|e| e.to_string()).unwrap_or_default()
}

#[test]
fn a_sealed_pack_opens_to_the_same_knowledge_and_tells_what_it_is() {
    let pack = Knowledge::embedded_pack();
    let bytes = seal(&pack.text, "A province", "2026-11-27", "0.1.0", &key()).unwrap();
    assert!(bytes.len() * 3 < pack.text.len(), "{} of {}", bytes.len(), pack.text.len());
    let opened = open(&bytes, &trusted()).unwrap();
    assert_eq!(opened.pack.text, pack.text);
    let own = Knowledge::embedded().unwrap();
    assert_eq!(opened.knowledge.version(), own.version());
    assert_eq!(opened.knowledge.golden(), own.golden());
    let m = &opened.manifest;
    assert_eq!(
        (m.maker.as_str(), m.made_on.as_str(), m.version.as_str()),
        ("A province", "2026-11-27", own.version())
    );
    let tells: u64 = m.counts.iter().filter(|(k, _)| k.starts_with("tells_")).map(|(_, n)| n).sum();
    assert_eq!(tells, own.tells().len() as u64);
    assert!(m.sources.len() > 100 && m.sources.is_sorted());
    assert_eq!(reopen(&bytes, &trusted()).unwrap().1.version, own.version());
    assert_eq!(
        bytes,
        seal(&pack.text, "A province", "2026-11-27", "0.1.0", &key()).unwrap(),
        "the same again"
    );
}

#[test]
fn a_pack_cut_anywhere_is_refused() {
    let bytes = sealed();
    open(&bytes, &trusted()).unwrap();
    for cut in 0..bytes.len() {
        assert!(open(&bytes[..cut], &trusted()).is_err(), "cut at {cut}");
        let _ = peek(&bytes[..cut]);
    }
}

#[test]
fn a_pack_with_any_bit_turned_is_refused() {
    let bytes = sealed();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut turned = bytes.clone();
            turned[at] ^= 1 << bit;
            assert!(open(&turned, &trusted()).is_err(), "bit {bit} of byte {at}");
        }
    }
}

#[test]
fn a_pack_is_refused_with_place_and_reason() {
    let check = |bytes: &[u8], want: &str| assert_eq!(reason(bytes, &trusted()), want);
    check(b"PK\x03\x04", "byte 0: this is no knowledge pack");
    check(b"", "byte 0: this is no knowledge pack");
    check(
        b"oogmerk.pack/0\n{}\n",
        "line 1: the schema is `oogmerk.pack/0`; this program reads `oogmerk.pack/1`",
    );
    check(b"oogmerk.pack/1\n{", "byte 15: the manifest is cut off");
    check(
        b"oogmerk.pack/1\n{}\n",
        "line 2: the manifest is not readable: missing field `schema` at line 1 column 2",
    );
    let mut longer = sealed();
    longer.push(0);
    check(&longer, "part `knowledge`: the file is cut off, or longer than the manifest says");
    let mut turned = sealed();
    *turned.last_mut().unwrap() ^= 1;
    check(&turned, "part `knowledge`: its bytes are not those that were signed");
    let renamed = String::from_utf8_lossy(&sealed()).replace("A province", "B province").into_bytes();
    check(&renamed, "line 3: the signature does not fit: the pack was altered, or signed by another key");
    let nobody = TrustedKeys::default();
    let want =
        format!("line 2: the key {} of \"A province\" is not trusted here", key().public().fingerprint());
    assert_eq!(reason(&sealed(), &nobody), want);
    assert_eq!(reason(&vec![b'x'; (64 << 20) + 1], &nobody), "the pack is larger than 67108864 bytes");
}

#[test]
fn a_signer_cannot_make_it_unpack_without_bound_or_carry_what_does_not_load() {
    let bomb = resealed(|manifest, packed| {
        let mut encoder = ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        for _ in 0..300 {
            encoder.write_all(&vec![b' '; 1 << 20]).unwrap();
        }
        *packed = encoder.finish().unwrap();
        manifest.parts[0].packed_length = packed.len() as u64;
        manifest.parts[0].packed_sha256 = sha(packed);
    });
    assert!(bomb.len() < 1 << 20);
    assert_eq!(reason(&bomb, &trusted()), "part `knowledge`: its content is not what was signed");
    let large = resealed(|manifest, _| manifest.parts[0].length = 1 << 40);
    assert_eq!(reason(&large, &trusted()), "part `knowledge`: it would unpack to more than 128 MiB");
    let two = resealed(|manifest, _| manifest.parts.push(manifest.parts[0].clone()));
    assert_eq!(
        reason(&two, &trusted()),
        "line 2: the manifest is not readable: exactly one part is expected"
    );
    let version = resealed(|manifest, _| manifest.version = "k-000000000000".into());
    assert_eq!(reason(&version, &trusted()), "part `knowledge`: its version is not the one in the manifest");
    let text = small()
        .text
        .replace("http.server\",\"id\"", "http.nothing\",\"id\"")
        .replace("\"exact\"", "\"exakt\"");
    assert!(matches!(seal(&text, "x", "2026-11-27", "0.1.0", &key()), Err(PackError::Content(_))));
}

#[test]
fn a_file_laid_over_a_pack_changes_that_file_and_the_version_only() {
    let pack = small();
    let csv = b"prefix,maker,narrow,assignee\n";
    let with = pack.with_file("oui.csv", csv).unwrap();
    assert_ne!(with.version, pack.version);
    assert_eq!(with.with_file("oui.csv", csv).unwrap().version, with.version);
    assert_eq!(with.text.lines().count(), pack.text.lines().count() + 1);
    assert!(pack.with_file("a.toml", b"[[").is_err());
}

const SEEDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/seeds/pack");

/// Where the seeds no longer open, `./dev golden` makes them again. They are not compared: libraries that pack differ
/// in the bytes they pack to.
#[test]
fn the_golden_seeds_of_the_fuzz_target_open_as_they_were_sealed() {
    let whole = std::fs::read(format!("{SEEDS}/whole")).unwrap_or_default();
    if open(&whole, &trusted()).is_err() {
        let seeds = [
            ("whole", sealed()),
            ("cut", sealed()[..700].to_vec()),
            ("large", resealed(|m, _| m.parts[0].length = 1 << 40)),
        ];
        oogmerk_trial::golden::hold(seeds.map(|(name, bytes)| (format!("{SEEDS}/{name}"), bytes)));
    }
}

/// The fuzz target's seeds: whatever they hold, no panic, and only the whole one opens.
#[test]
fn the_seeds_of_the_fuzz_target_are_read_without_a_panic() {
    let mut opened = 0;
    let mut seeds = 0;
    for entry in std::fs::read_dir(SEEDS).unwrap().flatten() {
        let bytes = std::fs::read(entry.path()).unwrap();
        seeds += 1;
        opened += usize::from(open(&bytes, &trusted()).is_ok());
        for cut in 0..bytes.len() {
            let _ = open(&bytes[..cut], &trusted());
        }
    }
    assert_eq!((seeds, opened), (3, 1));
}
