//! `oogmerk knowledge pack|key|trust|reset`: making signed packs, and saying whose are believed.

use crate::arguments::{KeyWhat, Pack as PackArguments, Trust};
use crate::exit::{Exit, Trouble};
use crate::shelf::{Shelf, read_bounded};
use crate::{clock, store};
use oogmerk_knowledge::signed::{self, PACK_MAX};
use oogmerk_knowledge::{Knowledge, Pack, PublicKey, SecretKey, TrustedKeys};
use oogmerk_report::{Lang, PackCard, PackFile, key_text, pack_text, reset_text, terminal, trust_text};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

/// Makes one signed file.
pub fn pack(a: &PackArguments, lang: Lang, out: &mut impl Write) -> Result<Exit, Trouble> {
    let content = match &a.from {
        Some(folder) => of_folder(folder)?,
        None => in_use()?,
    };
    let key = match (&a.key, &a.new_key) {
        (Some(path), _) => secret(path)?,
        (None, Some(path)) => new_key(path, lang, out)?,
        (None, None) => return Err(Trouble::wrong_use("say which key signs: --key FILE or --new-key FILE")),
    };
    let maker = a.maker.clone().unwrap_or_else(|| store::actor().name);
    let bytes = signed::seal(&content.text, &maker, &clock::now().day(), env!("CARGO_PKG_VERSION"), &key)
        .map_err(|e| Trouble::nothing(format!("not packed: {e}")))?;
    std::fs::write(&a.output, &bytes)
        .map_err(|e| Trouble::nothing(format!("{}: {e}", a.output.display())))?;
    let (manifest, public) = signed::peek(&bytes).map_err(|e| Trouble::nothing(e.to_string()))?;
    let file = a.output.display().to_string();
    write!(
        out,
        "{}",
        pack_text(&file, PackFile::Written(bytes.len() as u64), &card(&manifest, &public), lang)
    )?;
    Ok(Exit::Done)
}

/// What a pack says of itself.
pub fn card(manifest: &signed::Manifest, key: &PublicKey) -> PackCard {
    PackCard {
        version: manifest.version.clone(),
        made_on: manifest.made_on.clone(),
        program: manifest.program.clone(),
        maker: manifest.maker.clone(),
        key: key.to_string(),
        fingerprint: key.fingerprint(),
        counts: manifest.counts.iter().map(|(what, n)| (what.clone(), *n)).collect(),
        sources: manifest.sources.len() as u64,
    }
}

fn in_use() -> Result<Pack, Trouble> {
    Ok(match Shelf::here() {
        Some(shelf) => shelf.in_use()?.pack,
        None => Knowledge::embedded_pack(),
    })
}

fn of_folder(root: &Path) -> Result<Pack, Trouble> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let place = |e: std::io::Error| Trouble::nothing(format!("{}: {e}", folder.display()));
        for entry in std::fs::read_dir(&folder).map_err(place)? {
            let path = entry.map_err(place)?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(name) = path.strip_prefix(root) {
                files.push((name.to_string_lossy().replace('\\', "/"), read_bounded(&path, PACK_MAX)?));
            }
        }
    }
    Pack::of_files(files.iter().map(|(p, b)| (p.as_str(), b.as_slice()))).map_err(|errors| {
        let lines: Vec<String> = errors.iter().take(5).map(|e| format!("{}/{e}", root.display())).collect();
        Trouble::nothing(lines.join("\n"))
    })
}

/// `key new` and `key show`.
pub fn key(what: &KeyWhat, lang: Lang, out: &mut impl Write) -> Result<Exit, Trouble> {
    match what {
        KeyWhat::New { output } => {
            new_key(output, lang, out)?;
        }
        KeyWhat::Show { key } => say_key(None, &secret(key)?.public(), lang, out)?,
    }
    Ok(Exit::Done)
}

fn say_key(file: Option<&Path>, key: &PublicKey, lang: Lang, out: &mut impl Write) -> Result<(), Trouble> {
    let file = file.map(|f| f.display().to_string());
    write!(out, "{}", key_text(file.as_deref(), &key.to_string(), &key.fingerprint(), lang))?;
    Ok(())
}

fn secret(path: &Path) -> Result<SecretKey, Trouble> {
    let bytes = read_bounded(path, 4096)?;
    let text = String::from_utf8(bytes).unwrap_or_default();
    SecretKey::parse(&text).map_err(|e| Trouble::nothing(format!("{}: {e}", path.display())))
}

/// Makes a key pair; never over a file that is there.
fn new_key(path: &Path, lang: Lang, out: &mut impl Write) -> Result<SecretKey, Trouble> {
    let mut seed = [0u8; 32];
    clock::entropy(&mut seed);
    let key = SecretKey::from_seed(seed);
    let place = |e: std::io::Error| Trouble::nothing(format!("{}: {e}", path.display()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(place)?;
    file.write_all(key.to_file().as_bytes()).map_err(place)?;
    say_key(Some(path), &key.public(), lang, out)?;
    Ok(key)
}

/// Believes a maker from now on. The key or its fingerprint comes from a person, never from a pack alone.
pub fn trust(a: &Trust, lang: Lang, out: &mut impl Write) -> Result<Exit, Trouble> {
    let shelf = Shelf::needed()?;
    let key = match &a.from {
        None => PublicKey::parse(&a.key).map_err(|e| Trouble::wrong_use(format!("'{}' is {e}", a.key)))?,
        Some(path) => of_pack(path, &a.key)?,
    };
    if shelf.trusted()?.holds(&key) {
        write!(out, "{}", trust_text(&key.fingerprint(), None, lang))?;
        return Ok(Exit::Done);
    }
    shelf.trust(&TrustedKeys::line(&key, &a.name))?;
    let list = shelf.keys_path().display().to_string();
    write!(out, "{}", trust_text(&key.fingerprint(), Some(&list), lang))?;
    Ok(Exit::Done)
}

fn of_pack(path: &Path, told: &str) -> Result<PublicKey, Trouble> {
    let bytes = read_bounded(path, PACK_MAX)?;
    let (_, key) = signed::peek(&bytes).map_err(|e| Trouble::nothing(format!("{}: {e}", path.display())))?;
    let digits = |text: &str| text.split_whitespace().collect::<String>().to_ascii_lowercase();
    if digits(told) == digits(&key.fingerprint()) {
        return Ok(key);
    }
    Err(Trouble::refused(format!(
        "the key of {} has the fingerprint {}, not '{}'",
        path.display(),
        key.fingerprint(),
        terminal(told)
    )))
}

/// Back to the program's own knowledge.
pub fn reset(lang: Lang, out: &mut impl Write) -> Result<Exit, Trouble> {
    let taken = Shelf::needed()?.reset()?;
    let taken: Vec<String> = taken.iter().map(|path| path.display().to_string()).collect();
    write!(out, "{}", reset_text(&taken, &Knowledge::embedded_pack().version, lang))?;
    Ok(Exit::Done)
}
