//! Marks: round for what it is, square for whether it stays inside, diamond for whether it meets the rule; full, half
//! and dashed for known, contested and unknown. The word always stands beside the mark; colour only repeats it.

use crate::hostile::Html;
use crate::words::Words;
use oogmerk_model::{Conclusion, IsolationVerdict, State, Verdict};

/// The shapes, once per page; every mark refers to them.
pub const SPRITE: &str = r#"<svg width="0" height="0" class="sprite" aria-hidden="true" focusable="false"><defs><symbol id="m-decided" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6" fill="currentColor"/></symbol><symbol id="m-contested" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.6" fill="none" stroke="currentColor" stroke-width="1.8"/><path d="M8 2.4a5.6 5.6 0 0 0 0 11.2z" fill="currentColor"/></symbol><symbol id="m-undecided" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.6" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="2.2 2.2"/></symbol><symbol id="m-isolated" viewBox="0 0 16 16"><rect x="2.2" y="2.2" width="11.6" height="11.6" fill="none" stroke="currentColor" stroke-width="1.8"/><rect x="5.6" y="5.6" width="4.8" height="4.8" fill="currentColor"/></symbol><symbol id="m-leaking" viewBox="0 0 16 16"><path d="M13.8 5V2.2H2.2v11.6h11.6V11" fill="none" stroke="currentColor" stroke-width="1.8"/><path d="M5.5 8h9M11.8 4.9 15 8l-3.2 3.1" fill="none" stroke="currentColor" stroke-width="1.8"/></symbol><symbol id="m-unproven" viewBox="0 0 16 16"><rect x="2.2" y="2.2" width="11.6" height="11.6" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="2.6 2.1"/></symbol><symbol id="m-breaks" viewBox="0 0 16 16"><path d="M8 .8 15.2 8 8 15.2.8 8z" fill="currentColor"/><path class="on" d="M4.8 8h6.4" stroke-width="2"/></symbol><symbol id="m-clear" viewBox="0 0 16 16"><path d="M8 1.6 14.4 8 8 14.4 1.6 8z" fill="none" stroke="currentColor" stroke-width="1.7"/><path d="m5.4 8 1.9 1.9L10.8 6.3" fill="none" stroke="currentColor" stroke-width="1.7"/></symbol><symbol id="m-r-contested" viewBox="0 0 16 16"><path d="M8 1.6 14.4 8 8 14.4 1.6 8z" fill="none" stroke="currentColor" stroke-width="1.7"/><path d="M8 1.6 1.6 8 8 14.4z" fill="currentColor"/></symbol><symbol id="m-r-undecided" viewBox="0 0 16 16"><path d="M8 1.6 14.4 8 8 14.4 1.6 8z" fill="none" stroke="currentColor" stroke-width="1.7" stroke-dasharray="2.3 1.9"/></symbol><symbol id="m-eye" viewBox="0 0 32 32"><path d="M2 16c4-7 8.6-10.5 14-10.5S26 9 30 16c-4 7-8.6 10.5-14 10.5S6 23 2 16z" fill="none" stroke="currentColor" stroke-width="2.4"/><path d="M16 9.5 22.5 16 16 22.5 9.5 16z" fill="currentColor"/></symbol></defs></svg>"#;

/// A mark with its words, as markup that is already fit to print.
pub fn mark(class: &str, shape: &str, words: &Html) -> Html {
    Html(format!(
        "<span class=\"v v-{class}\"><svg class=\"mk\" aria-hidden=\"true\"><use href=\"#m-{shape}\"/></svg>{words}</span>"
    ))
}

/// A mark whose word is there for who cannot see it, before content that speaks for itself.
pub fn mark_hidden(class: &str, shape: &str, word: &str, words: &Html) -> Html {
    let mut inner = format!("<span class=\"hide\">{}: </span>", Html::own(word));
    inner.push_str(words.as_str());
    mark(class, shape, &Html(inner))
}

/// The word for how certain a verdict is.
pub fn certainty(words: &Words, verdict: &Verdict) -> String {
    words.text(match verdict.verdict {
        State::Decided if verdict.confidence.is_some_and(|c| c < 0.95) => "verdict-likely",
        State::Decided => "verdict-decided",
        State::Contested => "verdict-contested",
        State::Undecided => "verdict-undecided",
    })
}

/// The short name of a state, in data and classes.
pub const fn state(state: State) -> &'static str {
    match state {
        State::Decided => "decided",
        State::Contested => "contested",
        State::Undecided => "undecided",
    }
}

/// The short name of an isolation verdict.
pub const fn isolation(verdict: IsolationVerdict) -> &'static str {
    match verdict {
        IsolationVerdict::Leaking => "leaking",
        IsolationVerdict::Isolated => "isolated",
        IsolationVerdict::Unproven => "unproven",
    }
}

/// An isolation verdict with its word; `None` is "not measured", which is never "isolated".
pub fn isolation_mark(words: &Words, verdict: Option<IsolationVerdict>) -> Html {
    match verdict {
        Some(v) => {
            let name = isolation(v);
            mark(name, name, &Html::own(&words.word("isolation", name)))
        }
        None => mark("unproven", "unproven", &Html::own(&words.text("isolation-unmeasured"))),
    }
}

/// The short name of a conclusion.
pub const fn conclusion(conclusion: Conclusion) -> &'static str {
    match conclusion {
        Conclusion::Breaks => "breaks",
        Conclusion::Clear => "clear",
        Conclusion::Undecided => "undecided",
        Conclusion::Contested => "contested",
    }
}

/// A conclusion with its word.
pub fn conclusion_mark(words: &Words, c: Conclusion) -> Html {
    let shape = match c {
        Conclusion::Breaks => "breaks",
        Conclusion::Clear => "clear",
        Conclusion::Undecided => "r-undecided",
        Conclusion::Contested => "r-contested",
    };
    mark(conclusion(c), shape, &Html::own(&words.word("conclusion", conclusion(c))))
}

/// Four small bars and the word for the strength of a clue.
pub fn strength(words: &Words, strength: &str) -> Html {
    let on = match strength {
        "weak" => 1,
        "moderate" => 2,
        "strong" => 3,
        "decisive" => 4,
        _ => 0,
    };
    Html(format!("<b class=\"str s{on}\">{}</b>", Html::own(&words.word("strength", strength))))
}
