//! Opens what the user named: files, folders (walked in name order), standard input; and reads the words that say how:
//! formats and ranges. Reading is `oogmerk-import`'s.

use crate::exit::{Exit, Trouble};
use crate::say::say;
use oogmerk_import::{Format, Options, Outcome, Vocabulary};
use oogmerk_knowledge::Knowledge;
use oogmerk_model::{Cidr, Dropped, Fact, Problem, ProblemSeverity, Sink, Source};
use sha2::{Digest, Sha256};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::NamedTempFile;

/// What came of all inputs.
#[derive(Debug, Default)]
pub struct Taken {
    /// Each input with what came of it.
    pub inputs: Vec<(String, Outcome)>,
    /// Problems, in order: those of readers and those of opening.
    pub problems: Vec<Problem>,
    /// What found no room in a budget, by input.
    left_out: Vec<(String, Dropped)>,
    /// Readings that were read and not taken in, because memory would not hold whom they speak of.
    pub no_room: u64,
    /// Files that were not read because another holds the same bytes, each with that one.
    pub twins: BTreeMap<PathBuf, PathBuf>,
}

impl Taken {
    /// The exit code reading deserves: nothing at all could be read, or some of it could not.
    pub fn exit(&self) -> Exit {
        let read = self.inputs.iter().filter(|(_, o)| o.worst != Some(ProblemSeverity::Whole)).count();
        match (self.problems.is_empty() && self.no_room == 0, read) {
            (true, _) => Exit::Done,
            (false, 0) => Exit::Nothing,
            (false, _) => Exit::Partly,
        }
    }

    /// Says on standard error what could not be read: file, place, reason. Long lists are cut, with their number.
    pub fn say_problems(&self) {
        for (file, first) in &self.twins {
            say!("{}: the same bytes as {}, read once", file.display(), first.display());
        }
        for p in self.problems.iter().take(20) {
            say!("not readable: {}", place(p));
        }
        if self.problems.len() > 20 {
            say!("not readable: … and {} more", self.problems.len() - 20);
        }
        for (name, left_out) in &self.left_out {
            say!("not read for want of room: {name}: {} × {}", left_out.packets, left_out.what);
        }
    }
}

/// A problem in one line.
pub fn place(p: &Problem) -> String {
    let mut out = p.source.file.as_deref().unwrap_or("input").to_owned();
    if let Some(sheet) = &p.source.sheet {
        out.push_str(&format!(", sheet {sheet}"));
    }
    if let Some(frame) = p.source.frame {
        out.push_str(&format!(", frame {frame}"));
    }
    if let Some(line) = p.source.line {
        out.push_str(&format!(", line {line}"));
    }
    if let Some(offset) = p.offset {
        out.push_str(&format!(", byte {offset}"));
    }
    oogmerk_report::terminal(&format!("{out}: {}", p.reason))
}

/// Counts problems on their way to the sink behind it.
struct Watched<'a> {
    behind: &'a mut dyn Sink,
    problems: &'a mut Vec<Problem>,
    left_out: &'a mut Vec<(String, Dropped)>,
    name: &'a str,
}

impl Sink for Watched<'_> {
    fn take(&mut self, fact: Fact) {
        if let Fact::Problem(problem) = &fact {
            self.problems.push(problem.clone());
        }
        if let Fact::Dropped(dropped) = &fact
            && dropped.what.ends_with("-over-budget")
        {
            self.left_out.push((self.name.to_owned(), dropped.clone()));
        }
        self.behind.take(fact);
    }
}

/// Reads every input into a sink.
pub fn read_all(paths: &[PathBuf], format: Option<Format>, options: &Options, sink: &mut dyn Sink) -> Taken {
    let mut taken = Taken::default();
    let mut files: Vec<PathBuf> = Vec::new();
    for path in paths {
        let is_stdin = path.as_os_str() == "-";
        let found = if is_stdin { vec![path.clone()] } else { files_under(path, &mut taken.problems) };
        files.extend(found);
    }
    let mut seen = BTreeSet::new();
    files.retain(|file| seen.insert(file.clone()));
    taken.twins = twins(&files);
    for file in &files {
        let name = file.display().to_string();
        if file.as_os_str() == "-" {
            read_one(Box::new(std::io::stdin().lock()), "-", format, options, sink, &mut taken);
        } else if !taken.twins.contains_key(file) {
            match File::open(file) {
                Ok(open) => read_one(Box::new(open), &name, format, options, sink, &mut taken),
                Err(error) => taken.problems.push(cannot_open(&name, &error)),
            }
        }
    }
    taken
}

/// Reads one file into a sink, under a name.
pub fn read_file(
    (file, name): (&Path, &str),
    format: Option<Format>,
    options: &Options,
    sink: &mut dyn Sink,
) -> Taken {
    let mut taken = Taken::default();
    match File::open(file) {
        Ok(open) => read_one(Box::new(open), name, format, options, sink, &mut taken),
        Err(error) => taken.problems.push(cannot_open(name, &error)),
    }
    taken
}

/// Standard input as a temporary file, for whoever reads it more than once.
pub fn standard_input() -> std::io::Result<NamedTempFile> {
    let mut file = NamedTempFile::new()?;
    std::io::copy(&mut std::io::stdin().lock(), &mut file)?;
    Ok(file)
}

/// Files whose bytes another one holds too, each with the one that is read for both: the first by name, so that the
/// order of what was given does not matter. A capture that somebody copied is one look and no second one.
fn twins(files: &[PathBuf]) -> BTreeMap<PathBuf, PathBuf> {
    let mut by_size: BTreeMap<u64, Vec<&PathBuf>> = BTreeMap::new();
    for file in files {
        if let Some(about) = std::fs::metadata(file).ok().filter(|m| m.is_file() && m.len() > 0) {
            by_size.entry(about.len()).or_default().push(file);
        }
    }
    let mut twins = BTreeMap::new();
    for mut same in by_size.into_values().filter(|same| same.len() > 1) {
        same.sort();
        let mut first: BTreeMap<String, &PathBuf> = BTreeMap::new();
        for file in same {
            let Ok(digest) = digest(file) else { continue };
            match first.entry(digest) {
                Entry::Vacant(slot) => {
                    slot.insert(file);
                }
                Entry::Occupied(slot) => {
                    twins.insert(file.clone(), (*slot.get()).clone());
                }
            }
        }
    }
    twins
}

fn read_one(
    input: Box<dyn Read + '_>,
    name: &str,
    format: Option<Format>,
    options: &Options,
    sink: &mut dyn Sink,
    taken: &mut Taken,
) {
    let outcome = {
        let (problems, left_out) = (&mut taken.problems, &mut taken.left_out);
        let mut watched = Watched { behind: sink, problems, left_out, name };
        oogmerk_import::read(input, name, format, options, &mut watched)
    };
    taken.inputs.push((name.to_owned(), outcome));
}

/// A file itself, or every file under a folder in name order. In a folder only what is a file counts: a link may lead
/// anywhere and a pipe may never end. What is passed over is told. What the user names is opened, whatever it is.
pub fn files_under(path: &Path, problems: &mut Vec<Problem>) -> Vec<PathBuf> {
    let mut out = Vec::new();
    walk(path, 0, &mut out, problems);
    out
}

fn walk(path: &Path, depth: usize, out: &mut Vec<PathBuf>, problems: &mut Vec<Problem>) {
    if !path.is_dir() {
        out.push(path.to_path_buf());
        return;
    }
    if depth > 32 {
        problems.push(cannot_open(
            &path.display().to_string(),
            &std::io::Error::other("folders nested too deep"),
        ));
        return;
    }
    match std::fs::read_dir(path) {
        Ok(entries) => {
            let mut entries: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
            entries.sort();
            for entry in entries {
                match passed_over(&entry) {
                    Some(why) => problems.push(Problem {
                        severity: ProblemSeverity::Part,
                        ..problem(&entry.display().to_string(), format!("was passed over: {why}"))
                    }),
                    None => walk(&entry, depth + 1, out, problems),
                }
            }
        }
        Err(error) => problems.push(cannot_open(&path.display().to_string(), &error)),
    }
}

/// Why something in a folder is not read; `None` for files and folders.
fn passed_over(entry: &Path) -> Option<String> {
    match std::fs::symlink_metadata(entry).map(|m| m.file_type()) {
        Ok(kind) if kind.is_file() || kind.is_dir() => None,
        Ok(kind) if kind.is_symlink() => Some("it is a link, which is not followed".to_owned()),
        Ok(_) => Some("it is no file (a pipe, a socket or a device)".to_owned()),
        Err(error) => Some(error.to_string()),
    }
}

fn cannot_open(name: &str, error: &std::io::Error) -> Problem {
    problem(name, format!("cannot be opened: {error}"))
}

fn problem(name: &str, reason: String) -> Problem {
    Problem {
        source: Source { file: Some(Arc::from(name)), ..Source::default() },
        offset: None,
        reason,
        severity: ProblemSeverity::Whole,
    }
}

/// SHA-256 of a whole file, hex: the same file twice changes nothing in a register.
pub fn digest(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0u8; 1 << 16];
    loop {
        let n = file.read(&mut buffer)?;
        if n == 0 {
            return Ok(crate::clock::hex(&hasher.finalize()));
        }
        hasher.update(&buffer[..n]);
    }
}

/// What readers need to know.
pub fn import_options(knowledge: &Knowledge, inside: &[Cidr]) -> Options {
    let vocabulary = Vocabulary::new(knowledge.fields().map(|f| f.name.clone()));
    Options { inside: inside.to_vec(), markers: knowledge.page_markers(), ..Options::new(vocabulary) }
}

/// A format by its name.
pub fn format(name: Option<&str>) -> Result<Option<Format>, Trouble> {
    name.map(|name| {
        Format::parse(name).ok_or_else(|| {
            let all: Vec<&str> = Format::ALL.iter().map(|f| f.as_str()).collect();
            Trouble::wrong_use(format!("no format is called '{name}'. There are: {}", all.join(", ")))
        })
    })
    .transpose()
}

/// Ranges by their text.
pub fn ranges(texts: &[String]) -> Result<Vec<Cidr>, Trouble> {
    texts
        .iter()
        .map(|t| {
            Cidr::parse(t).ok_or_else(|| Trouble::wrong_use(format!("'{t}' is no range: write 10.20.0.0/16")))
        })
        .collect()
}
