//! The argument of a device with its repetitions folded: what one tell read twice in the same words is one reading,
//! and where room is short one row says all that a reading speaks for. Nothing is weighed or decided here; what is
//! left out is counted.

use oogmerk_model::Because;

/// A clue, and the other pieces of evidence that hold the same words.
pub(crate) struct Reading<'b> {
    /// The one that is shown.
    pub because: &'b Because,
    /// Ids of the others.
    pub also: Vec<&'b str>,
}

/// The argument of one property, strongest first.
pub(crate) fn argument<'b>(all: &'b [Because], property: &str) -> Vec<&'b Because> {
    let mut out: Vec<&Because> = all.iter().filter(|b| b.property == property).collect();
    let strength = |b: &Because| match b.strength.as_str() {
        "decisive" => 0,
        "strong" => 1,
        "moderate" => 2,
        "weak" => 3,
        _ => 4,
    };
    // That it answered at all is a poorer sentence than what it answered.
    out.sort_by_key(|b| (strength(b), b.field == "protocol.answered", b.field.clone(), b.id.clone()));
    out
}

/// The same with repetitions folded.
pub(crate) fn readings<'b>(all: &'b [Because], property: &str) -> Vec<Reading<'b>> {
    let mut out: Vec<Reading<'b>> = Vec::new();
    for b in argument(all, property) {
        let same = |r: &&mut Reading<'b>| {
            r.because.value == b.value
                && (r.because.by == b.by || !b.id.is_empty() && r.because.id == b.id)
                && same_words(&r.because.evidence, &b.evidence)
        };
        match out.iter_mut().find(same) {
            Some(r) if r.because.id == b.id || r.also.contains(&b.id.as_str()) => {}
            Some(r) => r.also.push(&b.id),
            None => out.push(Reading { because: b, also: Vec::new() }),
        }
    }
    out
}

/// Whether one text holds the other: a realm within its header, a value within its address.
fn same_words(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim().to_lowercase(), b.trim().to_lowercase());
    a == b || (a.len() > 2 && b.contains(&a)) || (b.len() > 2 && a.contains(&b))
}

/// A row that says all that one piece of evidence speaks for.
pub(crate) struct Row<'b> {
    /// What was read.
    pub because: &'b Because,
    /// The same words elsewhere.
    pub also: Vec<&'b str>,
    /// Property and value.
    pub says: Vec<(&'b str, &'b str)>,
    /// The tells that read it, with their sources.
    pub tells: Vec<(&'b str, &'b str)>,
}

/// Every property, each up to its limit; and how many readings were left out.
pub(crate) fn rows<'b>(all: &'b [Because], limits: &[(&str, usize)]) -> (Vec<Row<'b>>, usize) {
    let mut out: Vec<Row<'b>> = Vec::new();
    let mut left = 0;
    for (property, limit) in limits {
        let found = readings(all, property);
        left += found.len().saturating_sub(*limit);
        for Reading { because: b, also } in found.into_iter().take(*limit) {
            let says = (b.property.as_str(), b.value.as_str());
            let tell = (b.by.as_str(), b.source.as_str());
            // What rests on no reading (a contact, a row of the lineage list) has no id: its words are what it is.
            let same = |r: &&mut Row<'b>| {
                r.because.id == b.id && (!b.id.is_empty() || r.because.evidence == b.evidence)
            };
            let Some(row) = out.iter_mut().find(same) else {
                out.push(Row { because: b, also, says: vec![says], tells: vec![tell] });
                continue;
            };
            if !row.says.contains(&says) {
                row.says.push(says);
            }
            if !row.tells.iter().any(|(by, _)| *by == tell.0) {
                row.tells.push(tell);
            }
        }
    }
    (out, left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clue(property: &str, by: &str, strength: &str, id: &str, evidence: &str) -> Because {
        Because {
            property: property.into(),
            value: "v".into(),
            by: by.into(),
            strength: strength.into(),
            field: "f".into(),
            evidence: evidence.into(),
            id: id.into(),
            source: String::new(),
            ..Because::default()
        }
    }

    #[test]
    fn what_one_tell_read_twice_is_one_reading_and_two_tells_are_two() {
        let all = [
            clue("maker", "t1", "strong", "e2", "Digest realm=\"IP Camera(C1)\", nonce=\"4d\""),
            clue("maker", "t1", "decisive", "e1", "IP Camera(C1)"),
            clue("maker", "t2", "weak", "e3", "IP Camera(C1)"),
            clue("maker", "t1", "weak", "e4", "something else"),
        ];
        let found = readings(&all, "maker");
        let ids: Vec<_> = found.iter().map(|r| (r.because.id.as_str(), r.also.clone())).collect();
        assert_eq!(ids, [("e1", vec!["e2"]), ("e3", vec![]), ("e4", vec![])]);
    }

    #[test]
    fn what_rests_on_no_reading_is_not_put_under_another_that_rests_on_none() {
        let all = [
            clue("maker", "cloud:a", "moderate", "", "www.easy4ipcloud.com"),
            clue("brand", "lineage:b", "moderate", "", "Lorex"),
        ];
        let (rows, _) = rows(&all, &[("maker", 5), ("brand", 5)]);
        let evidence: Vec<&str> = rows.iter().map(|r| r.because.evidence.as_str()).collect();
        assert_eq!(evidence, ["www.easy4ipcloud.com", "Lorex"]);
    }

    #[test]
    fn a_row_says_all_its_reading_speaks_for_and_the_rest_is_counted() {
        let all = [
            clue("maker", "t1", "strong", "e1", "x"),
            clue("brand", "t1", "strong", "e1", "x"),
            clue("brand", "t2", "weak", "e2", "y"),
            clue("brand", "t3", "weak", "e3", "z"),
        ];
        let (rows, left) = rows(&all, &[("maker", 5), ("brand", 2)]);
        let says: Vec<_> = rows.iter().map(|r| (r.because.id.as_str(), r.says.len())).collect();
        assert_eq!((says, left), (vec![("e1", 2), ("e2", 1)], 1));
    }
}
