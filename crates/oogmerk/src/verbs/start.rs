//! `oogmerk` alone: opens or makes the register in the user's data folder, serves it on loopback and says where.

use crate::exit::{Exit, Trouble};
use crate::verbs::serve;
use crate::{clock, store};
use oogmerk_report::{Lang, Reality};
use std::path::PathBuf;

/// Runs without a verb.
pub fn run(lang: Lang) -> Result<Exit, Trouble> {
    let folder = data_folder().ok_or_else(|| {
        Trouble::wrong_use("no home folder is known here: use a verb with --register FILE, see --help")
    })?;
    std::fs::create_dir_all(&folder)?;
    let path = folder.join("register.db");
    store::runtime()?.block_on(async {
        let fresh = !path.exists();
        let register = store::open_or_create(&path, "Oogmerk").await?;
        if fresh {
            eprintln!("A new, empty register was made: {}", path.display());
        }
        eprint!("{}", oogmerk_report::three_questions(lang, &path.display().to_string()));
        register.log_read(&store::actor(), "serve", clock::now(), &mut clock::entropy).await?;
        serve::serve(register, 8460, lang, Reality::Real).await
    })
}

/// The platform's folder for a program's data.
fn data_folder() -> Option<PathBuf> {
    let from = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let base = if cfg!(windows) {
        from("APPDATA")
    } else if cfg!(target_os = "macos") {
        from("HOME").map(|h| h.join("Library/Application Support"))
    } else {
        from("XDG_DATA_HOME").or_else(|| from("HOME").map(|h| h.join(".local/share")))
    };
    base.map(|b| b.join("oogmerk"))
}
