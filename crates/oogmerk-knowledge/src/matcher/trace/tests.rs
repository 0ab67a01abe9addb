//! Traces beside the `regex` crate, over expressions and values made by chance.

#![allow(clippy::unwrap_used)]

use super::*;

/// The ranges of the groups `a` and `b`, where the expression matches.
type Cut = Option<[Option<(usize, usize)>; 2]>;

fn wishes() -> Vec<String> {
    vec!["a".to_owned(), "b".to_owned()]
}

fn traced(trace: &Trace, value: &str) -> Option<Cut> {
    let mut slots = [None; 4];
    let end = |slot: Option<NonMaxUsize>| slot.map(NonMaxUsize::get);
    match trace.find(value.as_bytes(), &mut slots) {
        Traced::Unknown => None,
        Traced::None => Some(None),
        Traced::Match => {
            let range = |group: &Option<usize>| {
                let group = (*group)?;
                Some((end(slots[group * 2])?, end(slots[group * 2 + 1])?))
            };
            Some(Some([range(&trace.groups()[0]), range(&trace.groups()[1])]))
        }
    }
}

fn searched(regex: &regex::bytes::Regex, value: &str) -> Cut {
    let found = regex.captures(value.as_bytes())?;
    Some(["a", "b"].map(|name| found.name(name).map(|m| (m.start(), m.end()))))
}

/// The same expression, read as the trace reads it.
fn regex(text: &str) -> Option<regex::bytes::Regex> {
    regex::bytes::RegexBuilder::new(text).unicode(false).build().ok()
}

#[test]
fn a_trace_cuts_out_what_a_search_does() {
    let check = |text: &str, values: &[&str]| {
        let (trace, regex) = (Trace::new(text, &wishes(), 1 << 20).unwrap(), regex(text).unwrap());
        for value in values {
            assert_eq!(traced(&trace, value), Some(searched(&regex, value)), "{text} on {value:?}");
        }
    };
    check(
        r"^(?:welcome to )?(?P<a>[A-Z]+-[0-9]+[A-Z]*)(?:[ -]+(?:net|camera|v?[0-9]+(?:\.[0-9]+)+))*\s*$",
        &[
            "welcome to AB-12C net-camera v1.2 ",
            "AB-12",
            "AB-12 nets",
            "welcome to ",
            "",
            "AB-1 camera 1.2.3",
        ],
    );
    check(r"^(?i:cam)-x(?P<a>[0-9]+)\b", &["Cam-x12", "CAM-x1 ", "cam-X1", "cam-x", "ca", "-cam-x1"]);
    check("^ab(?:c|$)", &["ab", "abc", "abd", "a"]);
    check("(?P<a>a+?)(?P<b>a*)", &["aaa", "baa", "", "b"]);
    check("(?P<a>a|ab)(?P<b>c|bcd)?", &["abcd", "xxab", "abc"]);
    check(r"(?m)^(?P<a>\w+)$", &["-\nab\n-", "a b", "ab"]);
    check(r"\b(?P<a>[0-9]+)\b(?P<b>\B.)?", &["x12 34", "1", "x1"]);
    check("(?:(?P<a>x)|(?P<b>y))*", &["xyx", "", "zx"]);
}

#[test]
fn what_cannot_be_traced_is_left_to_a_search() {
    let is_traced = |text: &str| Trace::new(text, &[], 1 << 20).is_some();
    assert!(is_traced("^ab$") && is_traced(r"\bab\B"));
    assert!(!is_traced("(") && !is_traced("[é]") && !is_traced(r"\b{start}a"));
    assert!(!is_traced("(?:ab?c){1500}"), "too large");
}

/// Rows are thrown away when they are too many, and the answer stays what it was.
#[test]
fn a_table_that_grows_too_large_begins_anew() {
    let text = "(?P<a>x[a-f0xy]{14}y)(?P<b>[0-9x]*)";
    let (trace, regex) = (Trace::new(text, &wishes(), 1 << 20).unwrap(), regex(text).unwrap());
    let (mut state, mut unknown) = (7u32, 0);
    for _ in 0..400 {
        let mut letter = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            b"xxyabcdef0"[(state >> 8) as usize % 10]
        };
        let value: String = (0..300).map(|_| char::from(letter())).collect();
        match traced(&trace, &value) {
            None => unknown += 1,
            cut => assert_eq!(cut, Some(searched(&regex, &value)), "{value}"),
        }
    }
    assert!((1..400).contains(&unknown), "{unknown} of 400");
}

#[test]
fn an_expression_of_any_make_is_cut_as_a_search_cuts_it() {
    const ATOMS: [&str; 24] = [
        "ab",
        "[0-9]",
        "[^a]",
        ".",
        "(?:ab|c|)",
        "(?:a|bc)",
        "k?",
        "[a-c]{2,3}",
        "\\b",
        "\\B",
        ".*",
        ".*?",
        "(?:^|-)",
        "(?:$|-)",
        "\\w+",
        "(?:a?b?)+",
        "(?:a*)*",
        "(?:a|b)*?",
        "\\s*",
        "(?m:^)",
        "(?m:$)",
        "(?i:k)",
        "x+",
        "(?:|a)+",
    ];
    const LETTERS: [&str; 9] = ["a", "b", "c", "K", "x", "7", "-", "\n", "ab"];
    let mut state = 0x0dd_ba11_u64;
    let mut below = move |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % n as u64) as usize
    };
    let (mut matched, mut unknown) = (0, 0);
    for _ in 0..3_000 {
        let mut part = |most| (0..=below(most)).map(|_| ATOMS[below(ATOMS.len())]).collect::<String>();
        let (before, a, between, b, behind) = (part(2), part(3), part(2), part(2), part(2));
        let optional = ["", "?", "*", "??"][below(4)];
        let (start, end) = (["", "^"][below(2)], ["", "$"][below(2)]);
        let text = format!("{start}{before}(?P<a>{a})(?:{between}(?P<b>{b})){optional}{behind}{end}");
        let (Some(trace), Some(regex)) = (Trace::new(&text, &wishes(), 1 << 20), regex(&text)) else {
            continue;
        };
        for _ in 0..40 {
            let value: String = (0..below(9)).map(|_| LETTERS[below(LETTERS.len())]).collect();
            let want = searched(&regex, &value);
            matched += usize::from(want.is_some());
            match traced(&trace, &value) {
                None => unknown += 1,
                cut => assert_eq!(cut, Some(want), "{text} on {value:?}"),
            }
        }
    }
    assert!(matched > 10_000 && unknown < matched * 2 / 3, "{matched} {unknown}");
}
