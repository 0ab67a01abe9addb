//! Overflow: the temporary database that readings go to when memory is to stay small, as the port that identifying asks
//! for. One thread owns it; whoever puts readings down goes on reading meanwhile.

use crate::exit::Trouble;
use crate::say::say;
use oogmerk_identify::{Ground, Piece, Pile, PileKey, Whose};
use oogmerk_register::{Scratch, ScratchKeys};
use oogmerk_report::Lang;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tempfile::NamedTempFile;

/// Bytes of readings, as accounted, that stay in memory: what joining, judging and printing take comes on top.
const HELD_MOST: usize = 96 * 1024 * 1024;

/// Bytes of names, keys and traffic, as accounted, that stay in memory whatever lies in the file: a million subjects, or
/// two and a half million rows of lists. What is beyond them is counted and not taken in.
const NAMED_MOST: usize = 1024 * 1024 * 1024;

/// How much room readings have, and in which language it is said that they found none.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// The language.
    pub lang: Lang,
    /// Bytes of readings, as accounted.
    pub most: usize,
    /// Bytes of names, keys and traffic, as accounted.
    pub named: usize,
}

impl Room {
    /// The room there is, or that of a test.
    pub fn of(lang: Lang, most: Option<usize>, named: Option<usize>) -> Self {
        Self { lang, most: most.unwrap_or(HELD_MOST), named: named.unwrap_or(NAMED_MOST) }
    }

    /// A ground that keeps to it.
    pub fn ground(self, pile: Arc<Overflow>) -> Ground {
        Ground::within(self.most, pile).naming(self.named)
    }

    /// Says how many readings found no room although names and keys alone were to be held, and gives their number.
    pub fn say_left_out(self, ground: &Ground) -> u64 {
        let left_out = ground.left_out();
        if left_out > 0 {
            say!("{}", oogmerk_report::too_many(left_out, self.lang));
        }
        left_out
    }
}

impl From<Lang> for Room {
    fn from(lang: Lang) -> Self {
        Self::of(lang, None, None)
    }
}

/// Portions that may wait to be written.
const WAITING: usize = 2;

/// A pile in a temporary file, which is made when the first readings go there and has no name from then on.
#[derive(Debug)]
pub struct Overflow {
    lang: Lang,
    keeper: OnceLock<SyncSender<Job>>,
    trouble: Arc<Mutex<Option<String>>>,
}

#[derive(Debug)]
enum Job {
    Put(Vec<(PileKey, Vec<u8>)>),
    Next(Asked, Option<(PileKey, i64)>, SyncSender<Vec<Piece>>),
}

#[derive(Debug)]
enum Asked {
    Seen,
    Declared,
    These(Vec<PileKey>),
}

impl Overflow {
    /// Nothing put down yet. What is said of it is said in this language.
    pub fn new(lang: Lang) -> Arc<Self> {
        Arc::new(Self { lang, keeper: OnceLock::new(), trouble: Arc::default() })
    }

    /// What failed, if anything did: then readings are missing, and so is whatever would have come of them.
    pub fn check(&self) -> Result<(), Trouble> {
        match &*self.trouble.lock().unwrap_or_else(PoisonError::into_inner) {
            None => Ok(()),
            Some(reason) => Err(Trouble::nothing(format!("the temporary file failed: {reason}"))),
        }
    }

    fn keeper(&self) -> &SyncSender<Job> {
        self.keeper.get_or_init(|| {
            let folder = std::env::temp_dir();
            say!("{}", oogmerk_report::no_room(&folder.display().to_string(), self.lang));
            let (to_keeper, jobs) = sync_channel(WAITING);
            let trouble = Arc::clone(&self.trouble);
            std::thread::spawn(move || {
                if let Err(reason) = keep(&jobs) {
                    trouble.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(reason);
                    // Whoever still asks is to hear that nothing comes, rather than to wait.
                    jobs.iter().for_each(drop);
                }
            });
            to_keeper
        })
    }
}

impl Pile for Overflow {
    fn put(&self, pieces: Vec<(PileKey, Vec<u8>)>) {
        // A keeper that is gone has left its reason.
        let _ = self.keeper().send(Job::Put(pieces));
    }

    fn next(&self, whose: Whose<'_>, behind: Option<(PileKey, i64)>) -> Vec<Piece> {
        let asked = match whose {
            Whose::Seen => Asked::Seen,
            Whose::Declared => Asked::Declared,
            Whose::These(keys) => Asked::These(keys.to_vec()),
        };
        let (back, answer) = sync_channel(1);
        let _ = self.keeper().send(Job::Next(asked, behind, back));
        answer.recv().unwrap_or_default()
    }

    fn damaged(&self) {
        let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        trouble.get_or_insert_with(|| "it gave back what was never put there".to_owned());
    }
}

/// Keeps the file until nobody can ask any more.
fn keep(jobs: &Receiver<Job>) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|e| e.to_string())?;
    let file = NamedTempFile::new().map_err(|e| e.to_string())?;
    let mut scratch = runtime.block_on(Scratch::open(file.path())).map_err(|e| e.to_string())?;
    // Without a name nothing stays behind, however this run ends; where open files must keep theirs, until its end.
    let _named = if cfg!(unix) {
        drop(file);
        None
    } else {
        Some(file)
    };
    for job in jobs {
        match job {
            Job::Put(pieces) => runtime.block_on(scratch.put(&pieces)).map_err(|e| e.to_string())?,
            Job::Next(asked, behind, back) => {
                let found =
                    runtime.block_on(scratch.next(keys(&asked), behind)).map_err(|e| e.to_string())?;
                let pieces = found.into_iter().map(|(key, number, bytes)| Piece { key, number, bytes });
                let _ = back.send(pieces.collect());
            }
        }
    }
    Ok(())
}

/// Rows of lists have the highest bit of their keys set.
const DECLARED: PileKey = [0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

fn keys(asked: &Asked) -> ScratchKeys<'_> {
    match asked {
        Asked::Seen => ScratchKeys::Range([0; 16], Some(DECLARED)),
        Asked::Declared => ScratchKeys::Range(DECLARED, None),
        Asked::These(keys) => ScratchKeys::These(keys),
    }
}
