//! Workbooks, written as they are packed: stored, not deflated, with as little in them as is needed to be read.

/// One row each.
pub fn rows(many: usize) -> Vec<u8> {
    let row = |n: usize| {
        format!(
            "<row><c t=\"inlineStr\"><is><t>Sample</t></is></c><c t=\"inlineStr\"><is><t>SC-{n}</t></is></c></row>"
        )
    };
    workbook(&[sheet(&each(many, row))], "")
}

/// One text each, and a row that refers to it.
pub fn shared_texts(many: usize) -> Vec<u8> {
    let row = |n: usize| {
        format!("<row><c t=\"inlineStr\"><is><t>Sample</t></is></c><c t=\"s\"><v>{n}</v></c></row>")
    };
    let text = |n: usize| format!("<si><t>SC-{n}</t></si>");
    workbook(&[sheet(&each(many, row))], &each(many, text))
}

/// One sheet each.
pub fn sheets(many: usize) -> Vec<u8> {
    let row =
        "<row><c t=\"inlineStr\"><is><t>Sample</t></is></c><c t=\"inlineStr\"><is><t>SC-1</t></is></c></row>";
    workbook(&vec![sheet(row); many], "")
}

/// The text of each number, one after the other.
fn each(many: usize, text: impl Fn(usize) -> String) -> String {
    (0..many).map(text).collect::<Vec<_>>().concat()
}

fn sheet(rows: &str) -> String {
    format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row>\
         <c t=\"inlineStr\"><is><t>Merk</t></is></c><c t=\"inlineStr\"><is><t>Model</t></is></c></row>{rows}</sheetData></worksheet>"
    )
}

fn workbook(sheets: &[String], texts: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let listed =
        each(sheets.len(), |n| format!("<sheet name=\"s{n}\" sheetId=\"{}\" r:id=\"r{n}\"/>", n + 1));
    let related = each(sheets.len(), |n| {
        format!(
            "<Relationship Id=\"r{n}\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
        )
    });
    let mut parts = vec![
        (
            "[Content_Types].xml".to_owned(),
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned(),
        ),
        (
            "_rels/.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"r\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets>{listed}</sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{package}\">{related}<Relationship Id=\"t\" Type=\"{relations}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
            ),
        ),
        ("xl/sharedStrings.xml".to_owned(), format!("<sst xmlns=\"{main}\">{texts}</sst>")),
    ];
    parts.extend(
        sheets.iter().zip(0..).map(|(sheet, n)| (format!("xl/worksheets/sheet{n}.xml"), sheet.clone())),
    );
    stored(&parts)
}

/// A ZIP of parts as they are (APPNOTE.TXT 4.3).
fn stored(parts: &[(String, String)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in parts {
        let at = little(out.len());
        let facts = [
            &[0; 8][..],
            &check(text.as_bytes()).to_le_bytes(),
            &little(text.len()),
            &little(text.len()),
            &little(name.len())[..2],
        ]
        .concat();
        out.extend([&b"PK\x03\x04\x14\0"[..], &facts, &[0, 0], name.as_bytes(), text.as_bytes()].concat());
        directory.extend([&b"PK\x01\x02\x14\0\x14\0"[..], &facts, &[0; 12], &at, name.as_bytes()].concat());
    }
    let many = &little(parts.len())[..2];
    let end =
        [&b"PK\x05\x06"[..], &[0; 4], many, many, &little(directory.len()), &little(out.len()), &[0, 0]]
            .concat();
    [out, directory, end].concat()
}

fn little(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes()
}

/// CRC-32 as ZIP has it.
fn check(bytes: &[u8]) -> u32 {
    let bit = |sum: u32, _: u8| sum >> 1 ^ if sum & 1 == 1 { 0xedb8_8320 } else { 0 };
    !bytes.iter().fold(!0, |sum: u32, byte| (0..8).fold(sum ^ u32::from(*byte), bit))
}
