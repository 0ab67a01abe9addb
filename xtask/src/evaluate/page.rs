//! Page: the evaluation as a document. Every number comes from a run; no number is written here.

use super::argued::Argued;
use super::corpora;
use super::evaluation::Evaluation;
use super::fit::{Fitted, word};
use super::folders::Folders;
use super::left_out::{LeftOut, Standing};
use super::mask::Row;
use super::mutation::Effect;
use super::rebrands::{Known, Rebrand};
use super::reliability::{
    BIN_MIN, Forecast, Which, bins, brier, brier_at_mean, forecasts, furthest_off, gain, seen,
    seen_where_heard,
};
use super::score::{PROPERTIES, Score, Tally};
use oogmerk_knowledge::{Knowledge, Oracle};
use oogmerk_model::Property;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Properties with a probability, in the order of the tables.
const JUDGED: [Property; 4] = [Property::Kind, Property::Brand, Property::Maker, Property::Model];

fn table(out: &mut String, heading: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    out.push_str(&line(&heading.iter().map(|h| (*h).to_owned()).collect::<Vec<_>>()));
    out.push_str(&line(&heading.iter().map(|_| "---".to_owned()).collect::<Vec<_>>()));
    for row in rows {
        out.push_str(&line(&row.iter().map(|cell| cell.replace('|', "\\|")).collect::<Vec<_>>()));
    }
    out.push('\n');
}

/// How much better or worse than with every confidence at its mean.
fn than_mean(forecasts: &[Forecast]) -> String {
    let percent = (gain(forecasts) * 100.0).round();
    if percent < 0.0 { format!("{:.0} % worse", -percent) } else { format!("{percent:.0} % better") }
}

/// A ratio, or a dash where there is nothing to divide by.
fn ratio(value: f64, is_there: bool) -> String {
    if is_there { format!("{value:.3}") } else { "–".to_owned() }
}

/// Three over the number of trials: with no error seen, the true rate is below it in 95 of 100 such cases.
fn bound(errors: usize, trials: usize) -> String {
    match (errors, trials) {
        (_, 0) => "–".to_owned(),
        (0, 1..=3) => "too few".to_owned(),
        (0, n) => format!("≤ {:.3} (3/n)", 3.0 / n as f64),
        (e, n) => format!("{:.3}", e as f64 / n as f64),
    }
}

/// The whole document.
pub fn page(e: &Evaluation<'_>, knowledge: &Knowledge) -> String {
    let mut out = String::from("# Evaluation\n\n");
    let _ = write!(
        out,
        "Written by `./dev evaluate`; do not edit.\nKnowledge {}, evaluated as on {}.\n\
         Data: {} cases of {} corpora that nobody here wrote; they are read from a folder beside the project and never stored in it.\n\n",
        knowledge.version(),
        e.day,
        e.inputs.iter().map(|i| i.truths.len()).sum::<usize>(),
        corpora::names(e.inputs).len()
    );
    summary(&mut out, e);
    how_to_read(&mut out);
    scores(&mut out, e);
    rebrands(&mut out, e, knowledge);
    left_out(&mut out, e, knowledge);
    mutation(&mut out, e);
    reliability(&mut out, e);
    fitted(&mut out, e, knowledge);
    argued(&mut out, e);
    limits(&mut out, e);
    out
}

fn summary(out: &mut String, e: &Evaluation<'_>) {
    out.push_str("## In short\n\n");
    let own = &e.run.score;
    let fresh = &e.unseen;
    let maker = own.of("maker");
    let known = totals(&e.rebrands);
    let all = weighed(e);
    let led = forecasts(&e.run.population, None, Which::Leading);
    let plain = seen(&e.run.population);
    let (asked, decided, wrong) = lost(&e.left_out);
    let exercised = e.effects.iter().filter(|(row, _)| matches!(row, Row::Tell(_)));
    let (moving, tells) = exercised.fold((0, 0), |(moving, all), (_, effect)| {
        (moving + usize::from(matches!(effect, Effect::Score(_))), all + 1)
    });
    let rows = [
        (
            "makers named rightly, wrongly, not at all",
            format!("{}, {}, {}", maker.right, maker.wrong, maker.silent),
            format!("error {}", bound(maker.wrong as usize, (maker.right + maker.wrong) as usize)),
        ),
        line_of("camera or recorder", own.of("camera"), fresh.of("camera")),
        line_of("kind", own.of("kind"), fresh.of("kind")),
        line_of("no camera where there is none", own.of("not-camera"), fresh.of("not-camera")),
        line_of("brand", own.of("brand"), fresh.of("brand")),
        line_of("model", own.of("model"), fresh.of("model")),
        line_of("firmware", own.of("firmware"), fresh.of("firmware")),
        line_of("outside contacts", own.of("outside"), fresh.of("outside")),
        (
            "rebrands the wire proves where it shows, and a sourced edge says",
            format!("{} of {}", known.0, e.rebrands.len()),
            format!(
                "{} more the wire would prove, but the edge is a lead; sourced only {}, leads {}",
                known.1, known.2, known.3
            ),
        ),
        (
            "a brand's own tells left out: maker given to somebody else",
            format!("{wrong} of {decided} decided"),
            format!(
                "error {}; {} more were left open, and silence cannot be wrong",
                bound(wrong, decided),
                asked - decided
            ),
        ),
        (
            "tells that move the score when hidden",
            format!("{moving} of {tells}"),
            "the others are listed in `evaluation-unexercised.md`".to_owned(),
        ),
        (
            "Brier score, every value that is weighed",
            format!("{:.4}", brier(&all)),
            format!("with every confidence at its mean {:.4}: {}", brier_at_mean(&all), than_mean(&all)),
        ),
        (
            "Brier score, leading values only",
            format!("{:.4}", brier(&led)),
            format!(
                "at their mean {:.4}: {}; {} of {} are wrong, which leaves next to nothing to tell apart",
                brier_at_mean(&led),
                than_mean(&led),
                led.iter().filter(|f| !f.is_right).count(),
                led.len()
            ),
        ),
        (
            "Brier score, camera or recorder or not",
            format!("{:.4}", brier(&plain)),
            format!("at its mean {:.4}: {}", brier_at_mean(&plain), than_mean(&plain)),
        ),
        (
            "furthest a bin of 20 or more is off",
            format!("{:.3}", worst_bin(e)),
            "over every table under \"Confidence\"".to_owned(),
        ),
    ];
    table(out, &["what", "figure", "beside it"], rows.map(|(a, b, c)| vec![a.to_owned(), b, c]));
}

/// All cases; beside them the rates over those of which nothing stands as an example in a tell.
fn line_of(name: &'static str, all: Tally, fresh: Tally) -> (&'static str, String, String) {
    let answered = fresh.right + fresh.wrong;
    (
        name,
        format!("{} right, {} wrong, {} silent", all.right, all.wrong, all.silent),
        format!(
            "of the {} in no tell's examples: precision {}, recall {}, error {}",
            answered + fresh.silent,
            ratio(fresh.precision(), answered > 0),
            ratio(fresh.recall(), answered + fresh.silent > 0),
            bound(fresh.wrong as usize, answered as usize)
        ),
    )
}

fn how_to_read(out: &mut String) {
    out.push_str(
        "## How to read it\n\n\
         * *Right, wrong, silent*: the answer is the one truth names, another, or none. Silence costs recall and never precision.\n\
         * *Precision* is right of what was answered; *recall* is right of all that could be.\n\
         * Where no error was seen, *≤ 3/n* stands beside it: with so few cases a rate up to that would still show no error in one of twenty such tests.\n\
         * *In no tell's examples*: no string of the input stands word for word as an example or near miss in `knowledge/`. Many banners of recog do: a tell was written from them, so that it speaks on them shows nothing. Precision and recall in short leave their inputs out; the table under *Scores* holds all, as `score.py` counts.\n\
         * *Proved by the wire*, *sourced* and *lead* are defined where they are counted.\n\
         * A *confidence* is fitted only where a property has 100 labelled cases and the fit says more about sources it never saw than one constant does. All others are set by rule and are not calibrated; the maker has too few cases.\n\n",
    );
}

fn scores(out: &mut String, e: &Evaluation<'_>) {
    out.push_str(
        "## Scores\n\n\
         Each file is read alone and under a neutral name; each published banner stands alone.\n\
         The comparison rules are those of the corpora's own scorer, `score.py`; `./dev evaluate` runs both and fails where they differ.\n\n",
    );
    score_table(out, &e.run.score);
}

fn score_table(out: &mut String, score: &Score) {
    let row = |name: &str, property: usize, t: Tally| {
        let answered = t.right + t.wrong;
        vec![
            name.to_owned(),
            PROPERTIES.get(property).copied().unwrap_or_default().to_owned(),
            t.right.to_string(),
            t.wrong.to_string(),
            t.silent.to_string(),
            ratio(t.precision(), answered > 0),
            ratio(t.recall(), answered + t.silent > 0),
            bound(t.wrong as usize, answered as usize),
        ]
    };
    let all = score.total();
    let own = score.rows.iter().map(|((corpus, place), t)| row(corpus, *place, *t));
    let rows: Vec<Vec<String>> = own.chain(all.iter().map(|(place, t)| row("**all**", *place, *t))).collect();
    table(out, &["corpus", "property", "right", "wrong", "silent", "precision", "recall", "error"], rows);
}

/// Proved with a source, proved without, sourced, leads.
fn totals(rebrands: &[Rebrand]) -> (usize, usize, usize, usize) {
    let count = |known| rebrands.iter().filter(|r| r.known() == known).count();
    (count(Known::WireAndSource), count(Known::WireOnly), count(Known::Sourced), count(Known::Lead))
}

fn rebrands(out: &mut String, e: &Evaluation<'_>, knowledge: &Knowledge) {
    let (both, wire, sourced, leads) = totals(&e.rebrands);
    let on_label = e.rebrands.iter().filter(|r| !r.seen_on_label.is_empty()).count();
    let _ = write!(
        out,
        "## Who really made it: rebrands\n\n\
         A rebrand is a pair of a name on a box and the firm that builds it, from an edge of lineage with relation oem, relabel, subsidiary or acquired that nobody disputes.\n\n\
         * *Proved by the wire*: the program was run on the name (in `onvif.manufacturer` and `onvif.scope.name`) and one example of one decisive proven tell of the maker, tell by tell; \
         at least once it said this brand, this maker, and a relation between them. Tells on labels, lists and statements do not count.\n\
         * *of these, seen on the label itself*: such a tell names this very brand or stands in its folder, so it was written from that label's own devices. For the others the sign is the maker's, and it proves a device only where that device shows it.\n\
         * *Sourced only*: an edge with a source, and no tell does it. Such a device is `likely` and never decided by the name alone.\n\
         * *Lead*: the edge is a draft. It asks questions.\n\n\
         Totals: {} pairs of {} names. Proved by the wire {}: with a sourced edge {both}, with an edge that is a lead {wire}; seen on the label itself {on_label}. Sourced only {sourced}. Leads {leads}.\n\n",
        e.rebrands.len(),
        e.rebrands.iter().map(|r| &r.brand).collect::<BTreeSet<_>>().len(),
        both + wire,
    );
    let mut by_maker: BTreeMap<&str, Vec<&Rebrand>> = BTreeMap::new();
    for rebrand in &e.rebrands {
        by_maker.entry(&rebrand.maker).or_default().push(rebrand);
    }
    let rows = by_maker.iter().map(|(maker, list)| {
        let count = |known: &[Known]| list.iter().filter(|r| known.contains(&r.known())).count().to_string();
        vec![
            knowledge.label(maker),
            list.len().to_string(),
            count(&[Known::WireAndSource]),
            count(&[Known::WireOnly]),
            list.iter().filter(|r| !r.seen_on_label.is_empty()).count().to_string(),
            count(&[Known::Sourced]),
            count(&[Known::Lead]),
            list.iter().map(|r| r.tried).max().unwrap_or(0).to_string(),
        ]
    });
    table(
        out,
        &[
            "maker",
            "names",
            "wire and source",
            "wire, edge a lead",
            "of these, seen on the label",
            "sourced only",
            "leads",
            "decisive wire tells",
        ],
        rows,
    );
    unproved(out, e, knowledge);
}

/// Names that stay unproved although their maker has decisive tells.
fn unproved(out: &mut String, e: &Evaluation<'_>, knowledge: &Knowledge) {
    let open: Vec<String> = e
        .rebrands
        .iter()
        .filter(|r| r.proving.is_empty() && r.tried > 0)
        .map(|r| format!("{} by {}", knowledge.label(&r.brand), knowledge.label(&r.maker)))
        .collect();
    if open.is_empty() {
        return;
    }
    let _ = write!(
        out,
        "Not proved although the maker has decisive wire tells ({}): with none of them did the program say both. {}.\n\n",
        open.len(),
        open.join("; ")
    );
}

/// Cases and examples that were asked, of which a maker was named in, of which it was somebody else.
pub(crate) fn lost(left_out: &[LeftOut]) -> (usize, usize, usize) {
    let sum = |of: fn(&Standing) -> usize| left_out.iter().map(|l| of(&l.corpora) + of(&l.examples)).sum();
    (sum(Standing::cases), sum(Standing::decided), sum(|s| s.wrong.len()))
}

fn left_out(out: &mut String, e: &Evaluation<'_>, knowledge: &Knowledge) {
    let (asked, decided, wrong) = lost(&e.left_out);
    let in_corpora: usize = e.left_out.iter().map(|l| l.corpora.cases()).sum();
    let _ = write!(
        out,
        "## Leave one brand out\n\n\
         For each brand the tells that name it are hidden; for a label that builds nothing itself, all tells in its folder too.\n\
         Then its cases in the corpora, and every example of the hidden tells as a device of its own, are assessed again.\n\
         The maker must still be found, or be open; it must never be somebody else.\n\
         Right is the maker truth names; else the one the whole program decides; else one that lineage gives for the brand.\n\n\
         {} brands, {in_corpora} cases and {} examples: a maker was named in {decided} of them, {wrong} times another, error {}. The rest was left open, and silence cannot be wrong.\n\
         Brands whose maker is found in no case and no example are summed in the last row.\n\n",
        e.left_out.len(),
        asked - in_corpora,
        bound(wrong, decided)
    );
    let is_shown = |l: &&LeftOut| {
        l.corpora.cases() > 0
            || l.examples.right > 0
            || !l.corpora.wrong.is_empty()
            || !l.examples.wrong.is_empty()
    };
    let cells = |name: String, hidden: usize, list: &[&LeftOut]| {
        let sum = |of: &dyn Fn(&LeftOut) -> usize| list.iter().map(|l| of(l)).sum::<usize>().to_string();
        vec![
            name,
            hidden.to_string(),
            sum(&|l| l.corpora.cases()),
            sum(&|l| l.corpora.right as usize),
            sum(&|l| l.corpora.open as usize),
            sum(&|l| l.corpora.wrong.len()),
            sum(&|l| l.examples.cases()),
            sum(&|l| l.examples.right as usize),
            sum(&|l| l.examples.open as usize),
            sum(&|l| l.examples.wrong.len()),
        ]
    };
    let (shown, rest): (Vec<&LeftOut>, Vec<&LeftOut>) = e.left_out.iter().partition(is_shown);
    let mut rows: Vec<Vec<String>> =
        shown.iter().map(|l| cells(knowledge.label(&l.brand), l.hidden, &[l])).collect();
    let hidden = rest.iter().map(|l| l.hidden).sum();
    rows.push(cells(format!("{} others", rest.len()), hidden, &rest));
    table(
        out,
        &["brand", "hidden", "cases", "right", "open", "wrong", "examples", "right", "open", "wrong"],
        rows,
    );
    for given in e.left_out.iter().flat_map(|l| l.corpora.wrong.iter().chain(&l.examples.wrong)) {
        let _ = writeln!(out, "* wrong: {given}");
    }
}

fn mutation(out: &mut String, e: &Evaluation<'_>) {
    out.push_str(
        "## What rests on what: each row hidden once\n\n\
         Every tell, row of model grammar and lineage edge is hidden once, and every input on which it was heard is assessed again.\n\
         *Moves the score*: a cell of the score table changes. *Moves a verdict*: no cell does, but a verdict or its confidence.\n\
         *Nothing*: it was heard and others say the same. *Never heard*: no corpus holds anything it speaks on; its proof is its own examples.\n\
         Address blocks, clouds and fields that state a property by definition are not hidden one by one.\n\
         The last two are unexercised and listed in [evaluation-unexercised.md](evaluation-unexercised.md).\n\n",
    );
    let rows = ["tells", "model grammar", "lineage edges"].map(|name| {
        let own: Vec<&Effect> = e.effects.iter().filter(|(r, _)| sort(r) == name).map(|(_, f)| f).collect();
        let count = |test: fn(&Effect) -> bool| own.iter().filter(|f| test(f)).count().to_string();
        vec![
            name.to_owned(),
            own.len().to_string(),
            count(|f| matches!(f, Effect::Score(_))),
            count(|f| *f == Effect::Confidence),
            count(|f| *f == Effect::Nothing),
            count(|f| *f == Effect::NeverHeard),
        ]
    });
    table(out, &["rows", "all", "moves the score", "moves a verdict", "nothing", "never heard"], rows);
    out.push_str("Rows that move the score, with the cases that would no longer be right (a minus: more would be):\n\n");
    let moving = e.effects.iter().filter_map(|(row, effect)| match effect {
        Effect::Score(cells) => Some((row, cells)),
        _ => None,
    });
    let rows = moving.map(|(row, cells)| {
        let moved: Vec<String> = cells
            .iter()
            .map(|((corpus, property), lost)| match lost {
                0 => format!("{corpus} {property} (silent to wrong or back)"),
                n => format!("{corpus} {property} {n}"),
            })
            .collect();
        vec![format!("`{}`", id(row)), moved.join(", ")]
    });
    table(out, &["row", "cells"], rows.collect::<Vec<_>>());
}

fn sort(row: &Row) -> &'static str {
    match row {
        Row::Tell(_) => "tells",
        Row::Grammar(_) => "model grammar",
        Row::Edge(_) => "lineage edges",
    }
}

fn id(row: &Row) -> &str {
    match row {
        Row::Tell(id) | Row::Grammar(id) | Row::Edge(id) => id,
    }
}

fn weighed(e: &Evaluation<'_>) -> Vec<Forecast> {
    forecasts(&e.run.population, None, Which::Weighed)
}

/// The furthest any bin of the tables below is off.
fn worst_bin(e: &Evaluation<'_>) -> f64 {
    populations(e).into_iter().map(|(_, f)| furthest_off(&f)).fold(0.0, f64::max)
}

/// Every population that is shown, with its name.
pub(crate) fn populations(e: &Evaluation<'_>) -> Vec<(String, Vec<Forecast>)> {
    let mut list = vec![
        ("every value weighed, all four".to_owned(), weighed(e)),
        ("camera or recorder, or not".to_owned(), seen(&e.run.population)),
        ("camera or recorder, where anything speaks".to_owned(), seen_where_heard(&e.run.population)),
    ];
    for (which, name) in [
        (Which::Weighed, "values weighed"),
        (Which::Leading, "leading values"),
        (Which::Decided, "decided values"),
        (Which::Alone, "leading values, one reading alone"),
    ] {
        list.extend(
            JUDGED.map(|p| (format!("{name}: {}", word(p)), forecasts(&e.run.population, Some(p), which))),
        );
    }
    list
}

fn reliability(out: &mut String, e: &Evaluation<'_>) {
    out.push_str(
        "## Confidence\n\n\
         A value is held against truth wherever truth names one: the brand and model of printers and switches too.\n\n\
         * *Values weighed*: every value that anything speaks for, the rivals that were not said included, each with its probability.\n\
         * *Leading values*: the first of them per property, said or not. *Decided values*: where it is said.\n\
         * *One reading alone*: the same cases with one piece of evidence each, equal ones of one source once. It shows what a single clue is worth.\n\
         * *Camera or recorder, or not*: over every case whose truth answers it. Where nothing speaks on the kind the program holds it for none; the next row leaves those easy cases out.\n\
         * Values that truth cannot tell apart (a printer and a switch, where it says \"no camera\") are one, with their probabilities added.\n\n\
         The Brier score is the mean squared distance between confidence and outcome. Beside it stands the same program with every confidence at its mean.\n\
         Where next to nothing is wrong (leading and decided values) the mean is all but perfect and there is nothing left to win: those rows are given as they come out.\n\n",
    );
    let rows = populations(e).into_iter().filter(|(_, f)| !f.is_empty()).map(|(name, f)| {
        let wrong = f.iter().filter(|f| !f.is_right).count();
        vec![
            name,
            f.len().to_string(),
            wrong.to_string(),
            format!("{:.4}", brier(&f)),
            format!("{:.4}", brier_at_mean(&f)),
            if wrong == 0 { "no error to tell apart".to_owned() } else { than_mean(&f) },
            ratio(furthest_off(&f), bins(&f).iter().any(|b| b.count >= BIN_MIN)),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    table(
        out,
        &["population", "values", "not so", "Brier", "at the mean", "beside the mean", "furthest bin of 20"],
        rows,
    );
    out.push_str("Reliability, bin by bin. Bins with fewer than 20 values are shown and prove nothing.\n\n");
    let rows = populations(e).into_iter().flat_map(|(name, f)| {
        bins(&f).into_iter().map(move |b| {
            vec![
                name.clone(),
                format!("{:.1}–{:.1}", f64::from(b.from_tenths) / 10.0, f64::from(b.from_tenths + 1) / 10.0),
                b.count.to_string(),
                format!("{:.3}", b.said),
                format!("{:.3}", b.came),
                if b.count >= BIN_MIN { format!("{:.3}", (b.said - b.came).abs()) } else { "–".to_owned() },
            ]
        })
    });
    let rows: Vec<Vec<String>> = rows.collect();
    table(out, &["population", "confidence", "values", "mean confidence", "right", "off by"], rows);
    out.push_str("Leading values of whole cases that truth contradicts:\n\n");
    let leading = e.run.population.values.iter().filter(|j| j.leaning.is_leading && !j.is_right);
    for j in leading {
        let l = &j.leaning;
        let _ = writeln!(
            out,
            "* {}, {}: {} with {:.3}; truth: {}",
            j.case,
            word(l.property),
            l.value,
            l.confidence,
            j.want
        );
    }
    out.push('\n');
}

fn fitted(out: &mut String, e: &Evaluation<'_>, knowledge: &Knowledge) {
    out.push_str(
        "### Where the numbers come from\n\n\
         The sum of weights is set by rule (weak, moderate, strong, decisive) and alone governs what may be said.\n\
         From the lead that a value has under that rule, a line in log-odds gives its probability: two numbers per property, in `knowledge/weights.toml`, written by `./dev evaluate --fit`.\n\
         They are fitted on leading values, of whole cases and of single readings. A charge on leaving the rule keeps them from certainty; of three charges the one that holds best on left-out sources is taken, so that choice itself has seen all sources.\n\
         *Held out*: each source (a corpus; in recog a database file, and replays of its banners with it) is predicted by a line fitted on all other sources. *Constant held out*: the same source by nothing but how often the others were right. Where the line beats neither the rule nor that constant, the property is not calibrated and the rule stands.\n\
         The maker has too few labelled cases: its confidence is set by rule and never called calibrated, in the reports either.\n\n",
    );
    let rows = e.fitted.iter().map(|f: &Fitted| {
        let c = &f.calibration;
        vec![
            word(c.property).to_owned(),
            c.cases.to_string(),
            f.readings.to_string(),
            f.sources.to_string(),
            if f.holds() {
                format!("{} + {}/1000 × lead, charge {}", c.offset_mdb, c.slope_permille, f.charge)
            } else {
                "rule: 0 + 1000/1000 × lead".to_owned()
            },
            format!("{:.4}", brier(&f.by_rule)),
            format!("{:.4}", f.held_out_brier()),
            format!("{:.4}", brier(&f.constant)),
            format!("{:.3}", furthest_off(&f.held_out)),
            match (knowledge.calibration(c.property), f.holds()) {
                (Some(used), true) if used == c => "yes",
                (None, false) => "not calibrated: set by rule",
                _ => "not what is in use: run `./dev evaluate --fit`",
            }
            .to_owned(),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    table(
        out,
        &[
            "property",
            "cases",
            "single readings",
            "sources",
            "log-odds in milli-decibans",
            "Brier by rule",
            "Brier held out",
            "constant held out",
            "furthest bin held out",
            "in use",
        ],
        rows,
    );
}

fn argued(out: &mut String, e: &Evaluation<'_>) {
    let _ = write!(out, "## Every wrong verdict ({})\n\n", e.wrong.len());
    list(out, &e.wrong);
    let _ = write!(out, "## Every contested verdict ({})\n\n", e.contested.len());
    list(out, &e.contested);
}

fn list(out: &mut String, list: &[Argued]) {
    if list.is_empty() {
        out.push_str("None.\n\n");
    }
    for a in list {
        let want = if a.want.is_empty() { String::new() } else { format!("; truth: {}", a.want) };
        let _ = writeln!(out, "* {}, {}: said {}{want}", a.case, a.property, a.said);
        for voice in &a.voices {
            let _ = writeln!(out, "  * {voice}");
        }
    }
    out.push('\n');
}

fn limits(out: &mut String, e: &Evaluation<'_>) {
    let maker = e.run.score.of("maker");
    let labelled = maker.right + maker.wrong + maker.silent;
    let _ = write!(
        out,
        "## What it does not show\n\n\
         * Few labelled makers: {labelled} cases name who built the device, most of them of one maker. No error among so few says little.\n\
         * The corpora were seen while the program was built. Unseen cases of the same kinds will score somewhat lower.\n\
         * Sources repeat themselves: fifteen captures of one camera are one camera. Leave-one-source-out answers that for confidences, not for the score.\n\
         * Truth of the recog corpus is its publisher's judgement, not a look at devices.\n\
         * A rebrand is *proved by the wire* on made evidence: it shows what the program concludes when such a device shows such a sign, not how many devices show it.\n\
         * Most tells speak on nothing in the corpora: their proof is their own examples and near misses.\n\
         * Confidences hold for cases like these: one device, labelled, mostly answering in the clear.\n",
    );
}

/// The list of rows on which no figure rests.
pub fn unexercised(e: &Evaluation<'_>, folders: &Folders) -> String {
    let mut out = String::from(
        "# Unexercised rows\n\nWritten by `./dev evaluate`; do not edit.\n\
         Hiding one of these moves no cell of the score table, no verdict and no confidence. Their proof is their own examples.\n\n",
    );
    let folder = |row: &Row| folders.of(id(row)).unwrap_or("-").to_owned();
    let mut by_folder: BTreeMap<String, [Vec<&Row>; 2]> = BTreeMap::new();
    for (row, effect) in &e.effects {
        let place = match effect {
            Effect::Nothing => 0,
            Effect::NeverHeard => 1,
            _ => continue,
        };
        by_folder.entry(folder(row)).or_default()[place].push(row);
    }
    let tells = |rows: &[&Row]| rows.iter().filter(|r| matches!(r, Row::Tell(_))).count().to_string();
    let rest = |rows: &[&Row]| rows.iter().filter(|r| !matches!(r, Row::Tell(_))).count().to_string();
    let rows = by_folder.iter().map(|(name, [heard, never])| {
        vec![name.clone(), tells(heard), tells(never), rest(heard), rest(never)]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    table(
        &mut out,
        &[
            "folder",
            "tells heard, moving nothing",
            "tells never heard",
            "grammar and edges heard, moving nothing",
            "never heard",
        ],
        rows,
    );
    for (name, groups) in &by_folder {
        let _ = write!(out, "## {name}\n\n");
        for (heading, rows) in ["heard, moving nothing", "never heard"].iter().zip(groups) {
            if !rows.is_empty() {
                let ids: Vec<String> = rows.iter().map(|r| format!("`{}`", id(r))).collect();
                let _ = write!(out, "{heading}: {}\n\n", ids.join(" "));
            }
        }
    }
    out
}
