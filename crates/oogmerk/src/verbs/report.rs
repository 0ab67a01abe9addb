//! `oogmerk report`: the standing report as one self-contained page.

use crate::arguments::Report;
use crate::exit::{Exit, Trouble};
use crate::say::say;
use crate::{clock, store};
use oogmerk_model::Timestamp;
use oogmerk_register::{Disclosure, When};
use oogmerk_report::{Lang, PageOptions, standing_page};
use std::io::Write;

/// Runs the verb.
pub fn run(a: &Report, lang: Lang) -> Result<Exit, Trouble> {
    let (as_of, known_on) = (moment(a.as_of.as_deref())?, moment(a.known_on.as_deref())?);
    let standing = store::runtime()?.block_on(async {
        let register = oogmerk_register::Register::open(&a.register).await?;
        let standing = register.standing(When { as_of, known_on }, Disclosure::Secret).await?;
        register.log_read(&store::actor(), "report", clock::now(), &mut clock::entropy).await?;
        register.close().await?;
        Ok::<_, Trouble>(standing)
    })?;
    let page = standing_page(&standing, lang, &PageOptions::default());
    match &a.output {
        Some(path) => {
            std::fs::write(path, page).map_err(|e| Trouble::nothing(format!("{}: {e}", path.display())))?;
            say!("{}: {} devices", path.display(), standing.devices.len());
        }
        None => std::io::stdout().lock().write_all(page.as_bytes())?,
    }
    Ok(Exit::Done)
}

/// The end of a civil day, as `--as-of` and `--known-on` mean it, or a moment in RFC 3339.
pub fn moment(text: Option<&str>) -> Result<Option<Timestamp>, Trouble> {
    text.map(|t| {
        let end_of_day = |d: Timestamp| Timestamp(d.0 + 86_400_000_000 - 1);
        Timestamp::parse_day(t)
            .map(end_of_day)
            .or_else(|| Timestamp::parse_rfc3339(t))
            .ok_or_else(|| Trouble::wrong_use(format!("'{t}' is no day: write YYYY-MM-DD")))
    })
    .transpose()
}
