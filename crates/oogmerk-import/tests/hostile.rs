//! Inputs made to break readers: cut anywhere, of nothing but zeroes, of one byte, bombs of three kinds.

#![allow(clippy::disallowed_methods, reason = "tests read their samples; the crate reads none")]

mod held;

use held::{read_bytes, read_with, vocabulary};
use oogmerk_import::{Format, Options};
use oogmerk_model::ProblemSeverity;
use std::fs;
use std::io::{Cursor, Read, Write};

fn samples() -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples");
    for folder in fs::read_dir(root).expect("samples").flatten() {
        let Some(format) = Format::parse(&folder.file_name().to_string_lossy()) else { continue };
        for file in fs::read_dir(folder.path()).expect("a folder").flatten() {
            if file.path().extension().is_none_or(|e| e != "md" && e != "facts") {
                found.push((format.as_str().to_owned(), fs::read(file.path()).expect("a file")));
            }
        }
    }
    // Formats whose sample stands in their own file are held to the same.
    for format in Format::ALL {
        found.extend(format.sample().map(|bytes| (format.as_str().to_owned(), bytes.to_vec())));
    }
    found
}

#[test]
fn every_sample_cut_at_every_point_is_read_without_a_panic() {
    let samples = samples();
    assert!(samples.len() >= 18, "{} samples", samples.len());
    let options = Options::new(vocabulary());
    for (name, bytes) in samples {
        let format = Format::parse(&name);
        let step = (bytes.len() / 150).max(1);
        for cut in (0..bytes.len()).step_by(step) {
            read_with(&bytes[..cut], format, &options);
            read_bytes(&bytes[..cut]);
        }
    }
}

#[test]
fn every_sample_with_a_byte_changed_is_read_without_a_panic() {
    let options = Options::new(vocabulary());
    for (name, bytes) in samples() {
        let format = Format::parse(&name);
        let step = (bytes.len() / 50).max(1);
        for (i, at) in (0..bytes.len()).step_by(step).enumerate() {
            for byte in [[0u8, b'"'], [0xff, b'{']][i % 2] {
                let mut changed = bytes.clone();
                changed[at] = byte;
                read_with(&changed, format, &options);
            }
        }
    }
}

#[test]
fn anything_read_as_anything_is_a_problem_and_no_panic() {
    let options = Options::new(vocabulary());
    let inputs: [&[u8]; 9] =
        [b"", b"\0", b"x", b"\xff", &[0; 4096], b"{}", b"<a>", b"\"\n\"\n\"", b"PK\x03\x04\0\0\0\0"];
    for format in Format::ALL {
        for input in inputs {
            let held = read_with(input, Some(format), &options);
            assert!(held.evidence().next().is_none(), "{format}: {input:?}");
        }
    }
}

#[test]
fn one_byte_of_every_value_is_no_format() {
    for byte in 0..=255u8 {
        let held = read_bytes(&[byte]);
        assert_eq!(held.format(), "none");
        assert_eq!(held.problems().len(), 1);
        assert_eq!(held.outcome.worst, Some(ProblemSeverity::Whole));
    }
}

#[test]
fn a_program_named_like_a_list_is_told_to_be_none() {
    let mut program = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0".to_vec();
    program.extend((0..5000u32).flat_map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()));
    let held = read_bytes(&program);
    assert_eq!(held.format(), "none");
    let reason = &held.problems()[0].reason;
    assert!(reason.starts_with("is in no format known here: it looks like a program;"), "{reason}");
}

/// Gives zeroes without holding them.
fn workbook_of(entries: &[(&str, u64)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let deflated =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, size) in entries {
        archive.start_file(*name, deflated).expect("an entry");
        std::io::copy(&mut std::io::repeat(b' ').take(*size), &mut archive).expect("written");
        archive.write_all(b"<x/>").expect("written");
    }
    archive.finish().expect("closed").into_inner()
}

#[test]
fn a_workbook_that_unpacks_without_end_is_refused_before_it_is_parsed() {
    let bomb = workbook_of(&[("[Content_Types].xml", 10), ("xl/sharedStrings.xml", 200 << 20)]);
    assert!(bomb.len() < 1 << 20);
    let held = read_bytes(&bomb);
    assert_eq!(held.format(), "spreadsheet-xlsx");
    assert!(held.problems()[0].reason.contains("unpacks"), "{:?}", held.problems());
    assert_eq!(held.outcome.worst, Some(ProblemSeverity::Whole));
}

/// The sample of a workbook with other parts in it.
fn workbook_with(parts: &[(&str, &str)]) -> Vec<u8> {
    let sample = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/spreadsheet-xlsx/lijst.xlsx"))
        .expect("a sample");
    let mut old = zip::ZipArchive::new(Cursor::new(sample)).expect("a workbook");
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..old.len() {
        let mut part = old.by_index(i).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("unpacked");
        if let Some((_, other)) = parts.iter().find(|(n, _)| *n == name) {
            bytes = other.as_bytes().to_vec();
        }
        new.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        new.write_all(&bytes).expect("written");
    }
    new.finish().expect("closed").into_inner()
}

#[test]
fn a_lone_cell_in_the_far_corner_costs_one_cell() {
    let sheet = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><dimension ref=\"A1:XFD1048576\"/><sheetData>\
        <row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Merk</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>Locatie</t></is></c></row>\
        <row r=\"1048576\"><c r=\"A1048576\" t=\"inlineStr\"><is><t>Sample</t></is></c><c r=\"XFD1048576\"><v>1</v></c></row></sheetData></worksheet>";
    let held = read_bytes(&workbook_with(&[("xl/worksheets/sheet1.xml", sheet)]));
    assert_eq!(held.of("row:Stad/1048576", "sheet.brand"), ["Sample"]);
}

/// A sheet of rows whose cells A to D all give one text, as the file shares it.
fn one_text_in_all_cells(rows: usize, text: &str) -> Vec<u8> {
    let cell =
        |column: &str, row: usize, index: usize| format!("<c r=\"{column}{row}\" t=\"s\"><v>{index}</v></c>");
    let mut sheet = String::from(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\">",
    );
    sheet.push_str(&(cell("A", 1, 0) + &cell("B", 1, 1) + &cell("C", 1, 2) + &cell("D", 1, 3) + "</row>"));
    for row in 2..=rows + 1 {
        let cells: String = ["A", "B", "C", "D"].iter().map(|column| cell(column, row, 4)).collect();
        sheet.push_str(&format!("<row r=\"{row}\">{cells}</row>"));
    }
    sheet.push_str("</sheetData></worksheet>");
    let strings = format!(
        "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t>Merk</t></si><si><t>Model</t></si>\
         <si><t>Locatie</t></si><si><t>Opmerking</t></si><si><t>{text}</t></si></sst>"
    );
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
        <Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";
    let root = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" \
        Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    let book = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
        xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
    let of_book = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" \
        Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
        <Relationship Id=\"r2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>";
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let deflated =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    let parts: [(&str, &str); 6] = [
        ("[Content_Types].xml", types),
        ("_rels/.rels", root),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", of_book),
        ("xl/worksheets/sheet1.xml", &sheet),
        ("xl/sharedStrings.xml", &strings),
    ];
    for (name, text) in parts {
        archive.start_file(name, deflated).expect("an entry");
        archive.write_all(text.as_bytes()).expect("written");
    }
    archive.finish().expect("closed").into_inner()
}

#[test]
fn a_long_text_shared_by_all_cells_is_kept_as_long_as_a_cell_may_be_and_told() {
    let held = read_bytes(&one_text_in_all_cells(300, &"a".repeat(7 << 20)));
    assert_eq!(held.format(), "spreadsheet-xlsx");
    assert_eq!(held.outcome.records, 300);
    let told: Vec<&str> = held.problems().iter().map(|p| p.reason.as_str()).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains("cells longer than 32767 characters") && told[0].ends_with("first A2"),
        "{told:?}"
    );
    // Texts as long as people write them are told nothing of.
    let held = read_bytes(&one_text_in_all_cells(3, &"b".repeat(32_767)));
    assert_eq!((held.outcome.records, held.outcome.problems), (3, 0), "{:?}", held.problems());
}

#[test]
fn a_text_without_end_in_a_sheet_is_refused_before_it_is_parsed() {
    let mut state = 7u32;
    let noise = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'a' + (state >> 24) as u8 % 26)
    };
    let text: String = (0..5 << 20).map(noise).collect();
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{text}</t></is></c></row></sheetData></worksheet>"
    );
    let held = read_bytes(&workbook_with(&[("xl/worksheets/sheet1.xml", &sheet)]));
    assert!(held.problems()[0].reason.contains("holds a text of more than 4 MiB"), "{:?}", held.problems());
}

#[test]
fn a_large_part_that_packs_too_well_is_refused() {
    let held =
        read_bytes(&workbook_of(&[("[Content_Types].xml", 10), ("xl/worksheets/sheet1.xml", 20 << 20)]));
    assert!(held.problems()[0].reason.contains("times its size"), "{:?}", held.problems());
}

#[test]
fn entities_that_multiply_stay_what_is_written() {
    let mut bomb = String::from("<?xml version=\"1.0\"?><!DOCTYPE nmaprun [<!ENTITY a0 \"lol\">");
    for i in 1..20 {
        bomb.push_str(&format!(
            "<!ENTITY a{i} \"&a{0};&a{0};&a{0};&a{0};&a{0};&a{0};&a{0};&a{0};&a{0};&a{0};\">",
            i - 1
        ));
    }
    bomb.push_str("]><nmaprun><host><status state=\"up\"/><address addr=\"10.0.0.7\" addrtype=\"ipv4\"/><hostnames><hostname name=\"&a19;\"/></hostnames></host></nmaprun>");
    let told = "declares entities, which are not read; 1 values that hold one are left out";
    let check = |text: &str, field: &str| {
        let held = read_bytes(text.as_bytes());
        assert_eq!(held.values(field), Vec::<&str>::new(), "{field}");
        assert!(held.problems().iter().any(|p| p.reason == told), "{:?}", held.problems());
        assert!(held.outcome.worst.is_some());
    };
    check(&bomb, "import.host_name");
    assert_eq!(read_bytes(bomb.as_bytes()).values("import.ip"), ["10.0.0.7"]);
    let isapi = bomb.replace("nmaprun", "DeviceInfo").replace("<host>", "<model>&a19;</model><host>");
    check(&isapi, "isapi.model");
    // Without a declaration it is what the device wrote.
    let plain = "<DeviceInfo version=\"2.0\"><model>&a19;</model></DeviceInfo>";
    assert_eq!(read_bytes(plain.as_bytes()).values("isapi.model"), ["&a19;"]);
}

#[test]
fn an_input_that_is_recognised_and_gives_no_record_is_told() {
    let inputs: [&[u8]; 4] = [
        b"<?xml version=\"1.0\"?><nmaprun start=\"1\"></nmaprun>",
        b"PORT   STATE SERVICE\n",
        b"# Nmap 7.9 scan initiated Sun\n# Nmap done\n",
        b"{\"ip_str\": \"nowhere\", \"ip\": 167772167, \"timestamp\": \"1\", \"port\": 80}\n",
    ];
    for input in inputs {
        let held = read_bytes(input);
        let text = String::from_utf8_lossy(input);
        assert_eq!(held.evidence().count(), 0, "{text}");
        assert_eq!(held.problems().len(), 1, "{text} {:?}", held.problems());
        assert_eq!(held.outcome.worst, Some(ProblemSeverity::Part), "{text} {:?}", held.problems());
    }
}

#[test]
fn what_an_element_says_in_many_pieces_is_kept_to_the_length_of_a_value() {
    let piece = format!("{}&amp;", "a".repeat(1 << 16));
    let cpe = format!("cpe:/h:{}", piece.repeat(200));
    let text = format!(
        "<nmaprun><host><status state=\"up\"/><address addr=\"10.0.0.7\" addrtype=\"ipv4\"/>\
         <os><osmatch name=\"x\"><osclass type=\"y\"><cpe>{cpe}</cpe></osclass></osmatch></os></host></nmaprun>"
    );
    let held = read_bytes(text.as_bytes());
    assert!(held.values("nmap.cpe")[0].len() <= oogmerk_bytes::Clues::VALUE_MAX);
}

#[test]
fn packed_inputs_that_unpack_without_end_end_with_a_reason() {
    let pack = |start: &[u8], fill: &[u8]| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(start).expect("written");
        let piece = fill.repeat((1 << 20) / fill.len());
        for _ in 0..40 {
            packed.write_all(&piece).expect("written");
        }
        packed.finish().expect("closed")
    };
    let lines =
        concat!(r#"{"schema":"oogmerk.evidence/1","subject":"a","field":"http.server","value":"x"}"#, "\n");
    let starts: [(&str, &[u8]); 4] = [
        ("<nmaprun><host><address addr=\"10.0.0.7\" addrtype=\"ipv4\"/>", b"<x/>"),
        (lines, b"\n"),
        ("merk;model;locatie\nA;B;C\n", b"\n"),
        ("ts,te,td,sa,da,sp,dp,pr,flg,ipkt,ibyt\n", b"\n"),
    ];
    for (start, fill) in starts {
        let held = read_bytes(&pack(start.as_bytes(), fill));
        let told = held.problems().iter().any(|p| p.reason.contains("300 times its size"));
        assert!(told, "{}: {:?}", held.format(), held.problems());
        assert_eq!(held.outcome.worst, Some(ProblemSeverity::Rest), "{}", held.format());
    }
}

#[test]
fn one_element_without_end_is_not_held() {
    let start = &b"<nmaprun><host><address addr=\"10.0.0.7\" addrtype=\"ipv4\"/><x y=\""[..];
    let input = start.chain(std::io::repeat(b'a').take(200 << 20));
    let mut facts = Vec::new();
    let outcome =
        oogmerk_import::read(Box::new(input), "case", None, &Options::new(vocabulary()), &mut facts);
    assert_eq!(outcome.format, Format::parse("nmap-xml"));
    assert_eq!(outcome.worst, Some(ProblemSeverity::Rest));
    assert_eq!(outcome.records, 1);
}

#[test]
fn a_subject_without_end_is_told_and_a_cut_value_holds_no_more_than_it_shows() {
    let line = |subject: &str, value: &str| {
        format!(
            "{{\"schema\":\"oogmerk.evidence/1\",\"subject\":\"{subject}\",\"field\":\"http.server\",\"value\":\"{value}\"}}\n"
        )
    };
    let held = read_bytes((line(&"s".repeat(2000), "x") + &line("b", &"v".repeat(100_000))).as_bytes());
    assert_eq!(
        held.problems().iter().map(|p| p.reason.as_str()).collect::<Vec<_>>(),
        ["subject is longer than 1024 bytes"]
    );
    let kept = held.evidence().next().expect("one");
    assert_eq!((kept.value.len(), kept.value.capacity()), (1024, 1024));
}

#[test]
fn a_packed_input_is_read_as_what_it_holds() {
    let pack = |bytes: &[u8]| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(bytes).expect("written");
        packed.finish().expect("closed")
    };
    for (name, bytes) in samples() {
        let packed = pack(&bytes);
        let held = read_bytes(&packed);
        assert_eq!(held.format(), name);
        assert_eq!(held.outcome.evidence, read_bytes(&bytes).outcome.evidence, "{name}");
        let cut = read_bytes(&packed[..packed.len() / 2]);
        assert!(cut.outcome.problems > 0, "{name}");
        assert_eq!(read_bytes(&pack(&packed)).format(), "none");
    }
}

#[test]
fn a_line_without_end_is_skipped_with_its_number() {
    let good =
        b"{\"schema\":\"oogmerk.evidence/1\",\"subject\":\"a\",\"field\":\"http.server\",\"value\":\"x\"}\n";
    let input = (&good[..]).chain(std::io::repeat(b'{').take(200 << 20)).chain(&b"\n"[..]).chain(&good[..]);
    let mut facts = Vec::new();
    let outcome =
        oogmerk_import::read(Box::new(input), "case", None, &Options::new(vocabulary()), &mut facts);
    assert_eq!((outcome.records, outcome.problems), (2, 1));
    let line =
        facts.iter().find_map(|f| if let oogmerk_model::Fact::Problem(p) = f { p.source.line } else { None });
    assert_eq!(line, Some(2));
}

#[test]
fn files_of_others_cut_and_changed_are_read_without_a_panic() {
    // The smallest of each kind: the work grows with the square of the length.
    let mut kinds = std::collections::BTreeMap::new();
    let mut files = oogmerk_trial::foreign::all_files(64 << 10);
    files.sort_by_key(|f| f.bytes.len());
    for file in files {
        let folder = file.name.split('/').next().unwrap_or_default().to_owned();
        let ending = file.name.rsplit('.').next().unwrap_or_default().to_owned();
        kinds.entry((folder, ending)).or_insert(file);
    }
    for file in kinds.values() {
        let step = (file.bytes.len() / 60).max(1);
        for at in (0..file.bytes.len()).step_by(step) {
            read_bytes(&file.bytes[..at]);
            let mut changed = file.bytes.clone();
            changed[at] ^= 0x5a;
            read_bytes(&changed);
        }
    }
}

#[test]
fn what_one_host_or_record_says_beyond_what_is_kept_is_counted() {
    let ports = |unit: fn(usize) -> String, many| (1..=many).map(unit).collect::<Vec<_>>();
    let grepable = format!(
        "# Nmap 7.93 scan initiated Fri Jan  2 03:00:00 2026 as: nmap -oG x\nHost: 192.0.2.7 ()\tPorts: {}\n",
        ports(|n| format!("{n}/open/tcp//http///"), 5000).join(", ")
    );
    let normal = format!(
        "# Nmap 7.93 scan initiated Fri Jan  2 03:00:00 2026 as: nmap x\nNmap scan report for 192.0.2.7\nHost is up.\n\
         PORT   STATE SERVICE\n{}\n",
        ports(|n| format!("{n}/tcp open http"), 5000).join("\n")
    );
    let xml = format!(
        "<?xml version=\"1.0\"?><nmaprun scanner=\"nmap\"><host><status state=\"up\"/>\
         <address addr=\"192.0.2.7\" addrtype=\"ipv4\"/><ports>{}</ports></host></nmaprun>",
        ports(|n| format!("<port protocol=\"tcp\" portid=\"{n}\"><state state=\"open\"/></port>"), 5000)
            .concat()
    );
    for input in [grepable, normal, xml] {
        let held = read_bytes(input.as_bytes());
        assert_eq!(held.values("port.open").len(), 4096);
        let told = "904 ports and scripts of this host beyond 4096 and 64 were left out";
        assert!(held.problems().iter().any(|p| p.reason == told), "{:?}", held.problems());
    }
    let record = format!(
        "[\n{{ \"ip\": \"192.0.2.7\", \"timestamp\": \"1767322800\", \"ports\": [ {} ] }},\n{{finished: 1}}\n]\n",
        ports(|n| format!("{{\"port\": {n}, \"proto\": \"tcp\", \"status\": \"open\"}}"), 300).join(", ")
    );
    let held = read_bytes(record.as_bytes());
    let said = held.values("port.open");
    assert_eq!(
        (said.len(), said.last().copied()),
        (256, Some("tcp/256")),
        "the last is not said to be another"
    );
    assert!(
        held.problems().iter().any(|p| p.reason.contains("44 ports of this record")),
        "{:?}",
        held.problems()
    );
}
