//! `oogmerk` alone: opens or makes the register in the user's data folder, serves it on loopback and says where.

use crate::exit::{Exit, Trouble};
use crate::say::say;
use crate::shelf::data_folder;
use crate::verbs::serve;
use crate::{clock, store};
use oogmerk_report::{Lang, Reality};

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
            say!("A new, empty register was made: {}", path.display());
        }
        eprint!("{}", oogmerk_report::three_questions(lang, &path.display().to_string()));
        register.log_read(&store::actor(), "serve", clock::now(), &mut clock::entropy).await?;
        serve::serve(register, 8460, lang, Reality::Real).await
    })
}
