//! The few shapes every page is built from: sections of paragraphs, figures, tables and lists, each already in words.
//! Templates only lay them out.

use crate::hostile::Html;
use askama::Template;

/// A column's head.
pub struct Head {
    /// Words.
    pub text: String,
    /// Right-aligned figures below it.
    pub figures: bool,
}

/// A cell.
pub struct Cell {
    /// Content.
    pub html: Html,
    /// A figure.
    pub figures: bool,
}

/// A row.
#[derive(Default)]
pub struct Row {
    /// Its own anchor; empty where nothing links to it.
    pub id: String,
    /// Cells; the first is the row's head.
    pub cells: Vec<Cell>,
}

/// A table in its own scroll box.
#[derive(Default)]
pub struct Table {
    /// Name for who cannot see it; shown too.
    pub caption: String,
    /// Columns.
    pub head: Vec<Head>,
    /// Rows.
    pub rows: Vec<Row>,
    /// Below the table.
    pub note: Html,
    /// Small type, for what is looked up rather than read.
    pub dense: bool,
}

impl Table {
    /// Columns named by messages; a name beginning with `#` is a column of figures.
    pub fn new(words: &crate::Words, caption: String, heads: &[&str]) -> Self {
        let head = heads
            .iter()
            .map(|h| match h.strip_prefix('#') {
                Some(key) => Head { text: words.text(key), figures: true },
                None => Head { text: words.text(h), figures: false },
            })
            .collect();
        Self { caption, head, ..Self::default() }
    }

    /// Adds a row; cells under a column of figures are figures.
    pub fn row(&mut self, id: String, cells: Vec<Html>) {
        let cells = cells
            .into_iter()
            .enumerate()
            .map(|(i, html)| Cell { html, figures: self.head.get(i).is_some_and(|h| h.figures) })
            .collect();
        self.rows.push(Row { id, cells });
    }
}

/// A named list of devices that a number leads to.
pub struct DeviceList {
    /// Anchors and headings: several where the same devices answer several questions.
    pub heads: Vec<(String, Html)>,
    /// How many, printed.
    pub count: String,
    /// The devices.
    pub items: Vec<Html>,
    /// What was left off.
    pub more: String,
}

/// A piece of a section.
pub enum Block {
    /// A sentence in the reading face.
    Says(Html),
    /// Third voice: provenance, limits.
    Prov(Html),
    /// A picture with its caption.
    Figure(Html, Html),
    /// A table.
    Table(Table),
    /// A plain list.
    List(Vec<Html>),
    /// A list of short lines.
    Lines(Vec<Html>),
    /// A heading inside the section, with its anchor.
    Heading(String, Html),
    /// Lists of devices.
    Devices(Vec<DeviceList>),
}

/// A part of the page with its own heading.
pub struct Section {
    /// Anchor.
    pub id: String,
    /// Heading.
    pub title: Html,
    /// Content.
    pub blocks: Vec<Block>,
}

/// A row of the opening: question, answer, picture.
pub struct Question {
    /// Question.
    pub title: String,
    /// Answer.
    pub says: Html,
    /// Below the answer.
    pub provs: Vec<Html>,
    /// Where to go on.
    pub links: Vec<Html>,
    /// Picture.
    pub picture: Html,
    /// Below the picture.
    pub caption: Html,
}

/// One clue of an argument.
pub struct Clue {
    /// What was seen, in words.
    pub says: Html,
    /// The device's own text.
    pub raw: Html,
    /// Strength, place, tell, source.
    pub aside: Vec<Html>,
}

/// A device with its argument.
#[derive(Template)]
#[template(path = "device.html")]
pub struct DeviceView {
    /// The argument: because of what, what speaks against it, what follows. Empty in the report.
    pub argument: Html,
    /// Anchor.
    pub id: String,
    /// Heading.
    pub title: Html,
    /// The answer.
    pub lead: Html,
    /// Below it.
    pub prov: Html,
    /// Name and value.
    pub facts: Vec<(String, Html)>,
    /// Heading of the argument.
    pub why: String,
    /// Anchor of the argument.
    pub why_id: String,
    /// The argument, strongest first.
    pub clues: Vec<Clue>,
    /// What else there is to say.
    pub sections: Vec<Section>,
    /// Whether it stands on its own page (`h2` inside) or within a report (`h3`, `h4`).
    pub own_page: bool,
}

/// The opening: lead, questions, what is not known.
#[derive(Template)]
#[template(path = "overview.html")]
pub struct OverviewView {
    /// Heading of the page.
    pub title: Html,
    /// The answer.
    pub lead: Html,
    /// Below it.
    pub prov: Html,
    /// Rows.
    pub questions: Vec<Question>,
    /// Two lists side by side.
    pub pairs: Vec<Section>,
}

/// Sections one after the other.
#[derive(Template)]
#[template(path = "sections.html")]
pub struct SectionsView<'a> {
    /// Sections.
    pub sections: &'a [Section],
}

/// One block alone.
#[derive(Template)]
#[template(path = "block.html")]
pub struct BlockView<'a> {
    /// The block.
    pub block: &'a Block,
}

/// The page of the standing report.
#[derive(Template)]
#[template(path = "standing.html")]
pub struct PageView<'a> {
    /// `lang` attribute.
    pub lang: &'a str,
    /// Title of the document.
    pub title: String,
    /// Style sheet.
    pub style: &'a Html,
    /// Marks.
    pub sprite: Html,
    /// Words of the frame.
    pub words: &'static crate::Words,
    /// Name of the body.
    pub body: Html,
    /// As of, known on.
    pub as_of: Html,
    /// Knowledge, number of devices.
    pub stand: Html,
    /// Example or internal.
    pub notice: Html,
    /// Table of contents.
    pub contents: Vec<(String, Html)>,
    /// Opening.
    pub overview: OverviewView,
    /// Sections.
    pub sections: SectionsView<'a>,
    /// Devices.
    pub devices: Vec<DeviceView>,
    /// Heading of the devices.
    pub devices_title: String,
    /// Above the devices: what was left off and where it is.
    pub devices_note: Html,
    /// After the devices.
    pub last: SectionsView<'a>,
    /// Footer.
    pub foot: Vec<Html>,
}

/// Renders a view. Writing to a string cannot fail; a faulty template is refused when it is compiled.
pub(crate) fn render(view: &impl Template) -> Html {
    Html(view.render().unwrap_or_default())
}
