//! The same pieces for the web server: the body of the overview, of the device list and of a device's page. The frame
//! around them is the server's.

use crate::book::{Book, isolation_name};
use crate::device_page::device_view;
use crate::hostile::Html;
use crate::marks;
use crate::overview::overview;
use crate::sections::sections;
use crate::tables::device_cells;
use crate::view::{Block, BlockView, SectionsView, Table, render};
use oogmerk_model::{Conclusion, Device};

/// A device's page.
pub type SiteDevice = Html;
/// A table of devices.
pub type SiteTable = Html;

/// Opening and sections, without a list of all devices.
pub fn overview_body(book: &Book<'_>) -> Html {
    let sections = sections(book);
    let mut out = render(&overview(book));
    out.0.push_str("<div class=\"stack\">");
    out.0.push_str(render(&SectionsView { sections: &sections }).as_str());
    out.0.push_str("</div>");
    out
}

/// The body of a device's own page; `None` where there is no such device.
pub fn device_body(book: &Book<'_>, id: &str) -> Option<SiteDevice> {
    book.device(id).map(|d| render(&device_view(book, d, true)))
}

/// A table of chosen devices, as the list page shows it.
pub fn device_table(book: &Book<'_>, devices: &[&Device], caption: &str) -> SiteTable {
    let w = book.words;
    let mut t = Table::new(
        w,
        caption.to_owned(),
        &[
            "col-device",
            "col-kind",
            "col-brand",
            "col-maker",
            "col-model",
            "col-address",
            "col-place",
            "col-isolation",
            "col-rules",
        ],
    );
    for d in devices {
        let mut cells = device_cells(book, d);
        cells.push(
            book.place(&d.id)
                .filter(|p| !p.place.is_empty())
                .map_or_else(|| Html::own("–"), |p| Html::hostile(&p.place)),
        );
        let name = isolation_name(d);
        let class = if name == "unmeasured" { "unproven" } else { name };
        cells.push(marks::mark(class, class, &Html::own(&w.word("isolation", name))));
        cells.push(if book.breaks(&d.id) {
            marks::conclusion_mark(w, Conclusion::Breaks)
        } else {
            Html::own("–")
        });
        t.row(String::new(), cells);
    }
    render(&BlockView { block: &Block::Table(t) })
}

impl Html {
    /// The markup of a template of the server; templates escape what is not [`Html`].
    pub fn from_template(view: &impl askama::Template) -> Self {
        render(view)
    }

    /// Where a page stands: the list it belongs to, then its own name.
    pub fn crumb(list: &str, href: &str, name: &str) -> Self {
        Html(format!(
            "<p class=\"crumb\"><a href=\"{}\">{}</a> / {}</p>",
            Html::own(href),
            Html::own(list),
            Html::hostile(name)
        ))
    }

    /// One after the other.
    pub fn after(first: &Html, second: &Html) -> Self {
        Html(format!("{first}{second}"))
    }
}
