//! What stands on a terminal: `identify`'s table, its sentences, the line for who else was seen. Width is measured,
//! device text is neutralised, nothing is coloured here.

use crate::book::{group, is_either, is_kind_open};
use crate::hostile;
use crate::language::Lang;
use crate::words::{Arg, Words};
use crate::writing::ListWord;
use oogmerk_model::{Bystanders, Conclusion, Device, IsolationVerdict, Kind, State, Verdict};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Which signs a terminal can show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MarkSet {
    /// `● ◐ ○ ■ ▲ □ ✗ ✓`.
    #[default]
    Unicode,
    /// `[x] [/] [ ] [=] [!] [?] [no] [ok]`.
    Ascii,
}

impl MarkSet {
    /// Decided, contested, undecided.
    pub const fn state(self, s: State) -> &'static str {
        match (self, s) {
            (MarkSet::Unicode, State::Decided) => "●",
            (MarkSet::Unicode, State::Contested) => "◐",
            (MarkSet::Unicode, State::Undecided) => "○",
            (MarkSet::Ascii, State::Decided) => "[x]",
            (MarkSet::Ascii, State::Contested) => "[/]",
            (MarkSet::Ascii, State::Undecided) => "[ ]",
        }
    }
    /// Isolated, leaking, unproven; not measured has the sign of unproven.
    pub const fn isolation(self, v: Option<IsolationVerdict>) -> &'static str {
        match (self, v) {
            (MarkSet::Unicode, Some(IsolationVerdict::Isolated)) => "■",
            (MarkSet::Unicode, Some(IsolationVerdict::Leaking)) => "▲",
            (MarkSet::Unicode, _) => "□",
            (MarkSet::Ascii, Some(IsolationVerdict::Isolated)) => "[=]",
            (MarkSet::Ascii, Some(IsolationVerdict::Leaking)) => "[!]",
            (MarkSet::Ascii, _) => "[?]",
        }
    }
    /// Breaks, meets, and the two that are neither.
    pub const fn conclusion(self, c: Conclusion) -> &'static str {
        match (self, c) {
            (MarkSet::Unicode, Conclusion::Breaks) => "✗",
            (MarkSet::Unicode, Conclusion::Clear) => "✓",
            (MarkSet::Unicode, Conclusion::Contested) => "◐",
            (MarkSet::Unicode, Conclusion::Undecided) => "○",
            (MarkSet::Ascii, Conclusion::Breaks) => "[no]",
            (MarkSet::Ascii, Conclusion::Clear) => "[ok]",
            (MarkSet::Ascii, Conclusion::Contested) => "[/]",
            (MarkSet::Ascii, Conclusion::Undecided) => "[ ]",
        }
    }
    pub(crate) const fn nothing(self) -> &'static str {
        match self {
            MarkSet::Unicode => "–",
            MarkSet::Ascii => "-",
        }
    }
    pub(crate) const fn cut(self) -> &'static str {
        match self {
            MarkSet::Unicode => "…",
            MarkSet::Ascii => "...",
        }
    }
}

/// What the table is printed on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Screen {
    /// Columns of the terminal; `None` where it is none: then nothing is cut.
    pub width: Option<usize>,
    /// Signs.
    pub marks: MarkSet,
    /// Rows before `… n more`; `None` for all.
    pub rows: Option<usize>,
}

/// How many columns text takes, with wide characters counted as two.
pub(crate) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// Cuts to `columns`, with the sign for "cut" inside them, and fills up to them.
pub(crate) fn fit(text: &str, columns: usize, marks: MarkSet) -> String {
    let full = width(text);
    if full <= columns {
        return format!("{text}{}", " ".repeat(columns - full));
    }
    let room = columns.saturating_sub(width(marks.cut()));
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        let w = c.width().unwrap_or(0);
        if used + w > room {
            break;
        }
        out.push(c);
        used += w;
    }
    out.push_str(marks.cut());
    used += width(marks.cut());
    out.push_str(&" ".repeat(columns.saturating_sub(used)));
    out
}

/// Breaks a sentence into lines of at most `columns`, each begun with `indent` spaces.
pub(crate) fn wrap(text: &str, columns: usize, indent: usize) -> String {
    let pad = " ".repeat(indent);
    let mut lines: Vec<String> = Vec::new();
    let mut line = pad.clone();
    for word in text.split_ascii_whitespace() {
        let gap = usize::from(width(&line) > indent);
        if gap == 1 && width(&line) + 1 + width(word) > columns {
            lines.push(std::mem::replace(&mut line, pad.clone()));
        } else if gap == 1 {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines.join("\n")
}

fn cell(v: &Verdict, marks: MarkSet, kind: Option<&Words>) -> String {
    let show = |text: &str| match kind {
        Some(words) => words.word("kind", text),
        None => hostile::terminal(text),
    };
    match v.verdict {
        State::Undecided if !v.among.is_empty() => {
            v.among.iter().take(3).map(|kind| show(kind.as_str())).collect::<Vec<_>>().join("\n")
        }
        State::Decided => v.value.as_deref().map_or_else(|| marks.nothing().to_owned(), show),
        State::Contested => v.rivals.iter().take(3).map(|r| show(&r.value)).collect::<Vec<_>>().join("\n"),
        State::Undecided => marks.nothing().to_owned(),
    }
}

/// Two sentences before the table: how many of what in how many files; how many makers are established.
pub fn identify_summary(devices: &[Device], files: usize, lang: Lang) -> String {
    Roll::of(devices, lang, Screen::default()).summary(files)
}

const MODEL: usize = 4;
const BRAND: usize = 2;
const FIRMWARE: usize = 5;
const BECAUSE: usize = 7;

/// The table of `identify`: 80 columns are enough; at 120 firmware and the loudest clue appear; wider changes
/// nothing. Cut in this order: clue, firmware, model, brand, address. Never cut: mark, identifier, maker.
pub fn identify_table(devices: &[Device], lang: Lang, screen: Screen) -> String {
    let mut out = String::new();
    Roll::of(devices, lang, screen).table(&mut |line| out.push_str(line));
    out
}

/// Devices that come one after another and are told together: of each no more is kept than stands in its row.
pub struct Roll {
    lang: Lang,
    screen: Screen,
    columns: Vec<(usize, &'static str)>,
    rows: Vec<Row>,
    devices: usize,
    cameras: u64,
    recorders: u64,
    others: u64,
    either: u64,
    kind_open: u64,
    established: u64,
    decided: u64,
    contested: u64,
    undecided: u64,
    open: String,
}

/// Open makers that are told of.
const OPEN_TOLD: usize = 3;

impl Roll {
    /// Nobody yet.
    pub fn new(lang: Lang, screen: Screen) -> Self {
        let wide = screen.width.is_none_or(|n| n >= 120);
        let columns = [
            (0, "col-device"),
            (1, "col-kind"),
            (BRAND, "col-brand"),
            (3, "col-maker"),
            (MODEL, "col-model"),
            (FIRMWARE, "col-firmware"),
            (6, "col-address"),
            (BECAUSE, "col-because"),
        ];
        let columns =
            columns.into_iter().filter(|(i, _)| wide || (*i != FIRMWARE && *i != BECAUSE)).collect();
        let (rows, open) = (Vec::new(), String::new());
        let (devices, cameras, recorders, others, either, kind_open) = (0, 0, 0, 0, 0, 0);
        let (established, decided, contested, undecided) = (0, 0, 0, 0);
        Self {
            lang,
            screen,
            columns,
            rows,
            devices,
            cameras,
            recorders,
            others,
            either,
            kind_open,
            established,
            decided,
            contested,
            undecided,
            open,
        }
    }

    fn of(devices: &[Device], lang: Lang, screen: Screen) -> Self {
        let mut roll = Self::new(lang, screen);
        for device in devices {
            roll.add(device);
        }
        roll
    }

    /// One more.
    pub fn add(&mut self, d: &Device) {
        let (w, marks) = (Words::of(self.lang), self.screen.marks);
        self.devices += 1;
        match group(d.kind.decided_value().and_then(Kind::parse)) {
            "camera" => self.cameras += 1,
            "recorder" => self.recorders += 1,
            "other" => self.others += 1,
            _ => {}
        }
        self.either += u64::from(is_either(d));
        self.kind_open += u64::from(is_kind_open(d));
        match d.maker.verdict {
            State::Decided => {
                self.decided += 1;
                self.established += u64::from(d.maker.established);
            }
            State::Contested => self.contested += 1,
            State::Undecided => self.undecided += 1,
        }
        if self.screen.rows.is_none_or(|most| self.rows.len() < most) {
            let cells = self.columns.iter().map(|(i, _)| column(d, *i, marks, w).into_boxed_str());
            self.rows.push((marks.state(d.maker.verdict), cells.collect()));
        }
        let is_open = d.maker.verdict != State::Decided && !d.maker.needs.is_empty();
        if is_open && self.open.lines().count() < OPEN_TOLD {
            let needs: Vec<String> =
                d.maker.needs.iter().take(3).map(|n| hostile::terminal(n.as_str())).collect();
            let fields = self.lang.list(&needs, ListWord::Or);
            self.open
                .push_str(&w.say("identify-needs", &[("id", Arg::X(&d.id)), ("fields", Arg::T(&fields))]));
            self.open.push('\n');
        }
    }

    /// Two sentences before the table.
    pub fn summary(&self, files: usize) -> String {
        let w = Words::of(self.lang);
        if self.devices == 0 {
            return format!("{}\n", w.say("identify-none", &[("files", Arg::N(files as u64))]));
        }
        let open: Vec<String> = [("lead-either", self.either), ("lead-kind-open", self.kind_open)]
            .into_iter()
            .filter(|(_, n)| *n > 0)
            .map(|(key, n)| format!(" {}", w.say(key, &[("n", Arg::N(n))])))
            .collect();
        let count = [
            ("n", Arg::N(self.devices as u64)),
            ("files", Arg::N(files as u64)),
            ("cameras", Arg::N(self.cameras)),
            ("recorders", Arg::N(self.recorders)),
            ("others", Arg::N(self.others - self.either - self.kind_open)),
        ];
        let makers = [
            ("established", Arg::N(self.established)),
            ("tested", Arg::N(self.decided - self.established)),
            ("contested", Arg::N(self.contested)),
            ("undecided", Arg::N(self.undecided)),
        ];
        let open = open.concat();
        format!("{}{open}\n{}\n", w.say("identify-count", &count), w.say("identify-makers", &makers))
    }

    /// The table, line by line.
    pub fn table(&self, line: &mut dyn FnMut(&str)) {
        let (w, marks) = (Words::of(self.lang), self.screen.marks);
        let heads: Vec<Box<str>> = self.columns.iter().map(|(_, key)| w.text(key).into_boxed_str()).collect();
        let mut widths = widths(&heads, &self.rows);
        let mark_width = width(marks.state(State::Decided));
        if let Some(screen_width) = self.screen.width {
            shrink(&self.columns, &mut widths, screen_width.min(120), mark_width);
        }
        let heads: Vec<&str> = heads.iter().map(|head| &**head).collect();
        line(&printed_row(&" ".repeat(mark_width), &heads, &widths, marks));
        for row in &self.rows {
            print_lines(line, row, &widths, mark_width, marks);
        }
        if self.rows.len() < self.devices {
            let more = [("n", Arg::N((self.devices - self.rows.len()) as u64))];
            line(&format!("  {} {}\n", marks.cut(), w.say("identify-more", &more)));
        }
    }

    /// What would settle the open makers: at most three lines.
    pub fn open(&self) -> &str {
        &self.open
    }
}

/// A mark, and the cells behind it.
type Row = (&'static str, Box<[Box<str>]>);

fn column(d: &Device, column: usize, marks: MarkSet, w: &Words) -> String {
    match column {
        0 => hostile::terminal(&d.id),
        1 => cell(&d.kind, marks, Some(w)),
        BRAND => cell(&d.brand, marks, None),
        3 => alternatives(&cell(&d.maker, marks, None), w),
        MODEL => cell(&d.model, marks, None),
        FIRMWARE if d.firmware.verdict == State::Contested => {
            format!(
                "{} {}",
                marks.state(State::Contested),
                w.say("readings", &[("n", Arg::N(d.firmware.rivals.len() as u64))])
            )
        }
        FIRMWARE => cell(&d.firmware, marks, None),
        6 => {
            d.ip.first()
                .map(ToString::to_string)
                .or_else(|| d.mac.first().map(ToString::to_string))
                .unwrap_or_else(|| marks.nothing().to_owned())
        }
        _ => loudest(d),
    }
}

/// The width each column needs.
fn widths(heads: &[Box<str>], rows: &[Row]) -> Vec<usize> {
    let mut widths: Vec<usize> = heads.iter().map(|h| width(h)).collect();
    for (_, cells) in rows {
        for (i, c) in cells.iter().enumerate() {
            let need = c.lines().map(width).max().unwrap_or(0);
            if let Some(slot) = widths.get_mut(i) {
                *slot = (*slot).max(need);
            }
        }
    }
    widths
}

/// A row on as many lines as its highest cell has.
fn print_lines(
    print: &mut dyn FnMut(&str),
    (mark, cells): &Row,
    widths: &[usize],
    mark_width: usize,
    marks: MarkSet,
) {
    let lines = cells.iter().map(|c| c.lines().count().max(1)).max().unwrap_or(1);
    for line in 0..lines {
        let part: Vec<&str> = cells.iter().map(|c| c.lines().nth(line).unwrap_or_default()).collect();
        let first = if line == 0 { (*mark).to_owned() } else { " ".repeat(mark_width) };
        print(&printed_row(&first, &part, widths, marks));
    }
}

/// `Hikvision` / `or Nordveil` on the next line.
fn alternatives(makers: &str, w: &Words) -> String {
    let word = w.text("list-or");
    makers
        .lines()
        .enumerate()
        .map(|(i, l)| if i == 0 { l.to_owned() } else { format!("{word} {l}") })
        .collect::<Vec<_>>()
        .join("\n")
}

fn loudest(d: &Device) -> String {
    let Some(first) = d.maker.because.first() else { return String::new() };
    let field = d.evidence.iter().find(|e| e.id == *first).map_or("", |e| e.field.as_str());
    match d.maker.because.len() {
        1 => hostile::terminal(field),
        n => format!("{} +{}", hostile::terminal(field), n - 1),
    }
}

fn shrink(columns: &[(usize, &str)], widths: &mut [usize], room: usize, mark: usize) {
    let total = |w: &[usize]| mark + 1 + w.iter().sum::<usize>() + 2 * w.len().saturating_sub(1);
    for (column, least) in [
        (BECAUSE, 12),
        (FIRMWARE, 10),
        (MODEL, 8),
        (BRAND, 8),
        (6, 10),
        (1, 6),
        (BECAUSE, 0),
        (FIRMWARE, 0),
        (MODEL, 0),
        (BRAND, 0),
        (6, 0),
        (1, 0),
    ] {
        let Some(at) = columns.iter().position(|(i, _)| *i == column) else { continue };
        let over = total(widths).saturating_sub(room);
        if over == 0 {
            return;
        }
        if let Some(w) = widths.get_mut(at) {
            *w = w.saturating_sub(over).max(least.min(*w));
        }
    }
}

fn printed_row(mark: &str, cells: &[&str], widths: &[usize], marks: MarkSet) -> String {
    let mut line = format!("{mark} ");
    for (i, (c, w)) in cells.iter().zip(widths).enumerate() {
        if *w == 0 {
            continue;
        }
        if i > 0 {
            line.push_str("  ");
        }
        line.push_str(&fit(c, *w, marks));
    }
    line.truncate(line.trim_end().len());
    line.push('\n');
    line
}

/// What would settle the open makers: at most three lines.
pub fn identify_open(devices: &[Device], lang: Lang) -> String {
    Roll::of(devices, lang, Screen::default()).open
}

/// That readings go to a temporary file in a folder, because memory is to stay small.
pub fn no_room(folder: &str, lang: Lang) -> String {
    Words::of(lang).say("no-room", &[("folder", Arg::X(folder))])
}

/// That so many readings were not taken in, because what they speak of found no room in memory.
pub fn too_many(readings: u64, lang: Lang) -> String {
    Words::of(lang).say("too-many", &[("n", Arg::N(readings))])
}

/// `Also seen: 12 phones, 3 printers; only their number is kept.` Empty where nobody was.
pub fn bystander_line(bystanders: &[Bystanders], lang: Lang) -> String {
    let w = Words::of(lang);
    let n: u64 = bystanders.iter().map(|b| b.count).sum();
    if n == 0 {
        return String::new();
    }
    let kinds: Vec<String> =
        bystanders.iter().filter(|b| b.count > 0).map(|b| w.many("kinds", &b.kind, b.count)).collect();
    format!(
        "{}\n",
        w.say("bystanders", &[("n", Arg::N(n)), ("kinds", Arg::T(&lang.list(&kinds, ListWord::And)))])
    )
}
