//! Bad input: named with its place and reason, exit code 3 or 4, everything else still done, memory bounded.
#![allow(missing_docs, clippy::unwrap_used)]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

fn identify(paths: &[&Path]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_oogmerk"))
        .args(["identify", "--include", "all", "--output", "jsonl"])
        .args(paths)
        .output()
        .unwrap()
}

const GOOD: &str = concat!(
    r#"{"schema":"oogmerk.evidence/1","subject":"good","field":"http.server","value":"App-webs/"}"#,
    "\n"
);

/// The bad file alone, and beside a good one: the good one is always answered.
fn check(name: &str, bytes: &[u8], says: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let (bad, good) = (folder.path().join(name), folder.path().join("good.jsonl"));
    std::fs::write(&bad, bytes).unwrap();
    std::fs::write(&good, GOOD).unwrap();
    let both = identify(&[&bad, &good]);
    let (out, err) = (String::from_utf8_lossy(&both.stdout), String::from_utf8_lossy(&both.stderr));
    assert_eq!(both.status.code(), Some(3), "{name}: {err}");
    assert!(out.contains("\"subject\":\"good\""), "{name}: the good file was lost\n{out}");
    assert!(err.contains(name), "{name} is not named: {err}");
    for word in says {
        assert!(err.contains(word), "{name}: '{word}' is not said: {err}");
    }
}

#[test]
fn a_truncated_capture_is_read_up_to_the_cut() {
    let mut pcap = Vec::new();
    for word in [0xa1b2_c3d4u32, 0x0004_0002, 0, 0, 65_535, 1] {
        pcap.extend_from_slice(&word.to_le_bytes());
    }
    for word in [1u32, 0, 60, 60] {
        pcap.extend_from_slice(&word.to_le_bytes());
    }
    pcap.extend_from_slice(&[0; 20]);
    check("cut.pcap", &pcap, &["frame 1"]);
}

#[test]
fn a_binary_file_with_a_csv_name_is_no_table() {
    let noise: Vec<u8> = (0..4096u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    check("kameras.csv", &noise, &["no format known"]);
}

#[test]
fn entity_tricks_in_xml_neither_explode_nor_read_files() {
    let bomb = r#"<?xml version="1.0"?><!DOCTYPE nmaprun [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY x SYSTEM "file:///etc/passwd">]>
<nmaprun scanner="nmap"><host><address addr="10.0.0.1" addrtype="ipv4"/><hostnames><hostname name="&c;&x;"/></hostnames>
<ports><port protocol="tcp" portid="80"><state state="open"/><service name="http" product="&x;"/></port></ports></host></nmaprun>"#;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scan.xml");
    std::fs::write(&path, bomb).unwrap();
    let out = identify(&[&path]);
    assert!(matches!(out.status.code(), Some(0 | 3)), "{:?}", out.status);
    let text = String::from_utf8_lossy(&out.stdout);
    assert!(!text.contains("root:") && !text.contains("aaaaaaaaaaaaaaaaaaaa"), "{text}");
}

#[test]
fn a_line_of_200_megabytes_is_named_by_its_number_and_costs_no_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lines.jsonl");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    file.write_all(GOOD.as_bytes()).unwrap();
    let piece = vec![b'x'; 1 << 20];
    for _ in 0..200 {
        file.write_all(&piece).unwrap();
    }
    file.write_all(b"\n").unwrap();
    file.write_all(GOOD.replace("good", "after").as_bytes()).unwrap();
    file.into_inner().unwrap().sync_all().unwrap();
    // Under a limit of 300 MB of address space for data the line itself would not fit.
    let limited = if cfg!(target_os = "linux") {
        let bin = env!("CARGO_BIN_EXE_oogmerk");
        let script = format!(
            "ulimit -d 307200; exec '{bin}' identify --include all --output jsonl '{}'",
            path.display()
        );
        Command::new("sh").arg("-c").arg(script).output().unwrap()
    } else {
        identify(&[&path])
    };
    let (out, err) = (String::from_utf8_lossy(&limited.stdout), String::from_utf8_lossy(&limited.stderr));
    assert_eq!(limited.status.code(), Some(3), "{err}");
    assert!(err.contains("line 2"), "{err}");
    assert!(out.contains("\"good\"") && out.contains("\"after\""), "{out}");
}

#[test]
fn an_unreadable_path_in_a_folder_is_named_and_the_rest_is_done() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("good.jsonl"), GOOD).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", folder.path().join("gone.pcap")).unwrap();
    #[cfg(not(unix))]
    std::fs::write(folder.path().join("gone.pcap"), [0u8; 3]).unwrap();
    let out = identify(&[folder.path()]);
    assert_eq!(out.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&out.stderr).contains("gone.pcap"));
    assert!(String::from_utf8_lossy(&out.stdout).contains("\"good\""));
}

/// What a folder holds besides files is passed over, named, and never waited for.
#[cfg(unix)]
#[test]
fn pipes_sockets_and_links_in_a_folder_are_passed_over_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("found");
    std::fs::create_dir(&inner).unwrap();
    std::fs::write(inner.join("good.jsonl"), GOOD).unwrap();
    let secret = folder.path().join("secret.csv");
    std::fs::write(&secret, "merk;model\nAxis;geheim\n").unwrap();
    std::os::unix::fs::symlink(&secret, inner.join("linked.csv")).unwrap();
    std::os::unix::fs::symlink(folder.path(), inner.join("up")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(inner.join("asked.sock")).unwrap();
    let made = Command::new("mkfifo").arg(inner.join("endless.jsonl")).status().unwrap();
    assert!(made.success());
    let out = identify(&[&inner]);
    let err = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(3), "{err}");
    for name in ["linked.csv", "up", "asked.sock", "endless.jsonl"] {
        let line = err.lines().find(|l| l.contains(&format!("found/{name}:")));
        assert!(line.is_some_and(|l| l.contains("was passed over")), "{name}: {err}");
    }
    let said = String::from_utf8_lossy(&out.stdout);
    assert!(said.contains("\"good\"") && !said.contains("geheim"), "{said}");
}

#[test]
fn a_file_known_for_a_format_that_gives_nothing_is_told() {
    check("scan.xml", b"<?xml version=\"1.0\"?><nmaprun start=\"1\"></nmaprun>", &["nmap-xml", "no record"]);
}

#[test]
fn signs_that_command_a_terminal_stay_out_of_what_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("a\u{1b}[31m\u{202e}.csv");
    std::fs::write(&list, "merk;model;locatie\nAxis;M1\u{9b}31m\u{202e};Hal\n").unwrap();
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_oogmerk"))
            .args(arguments)
            .env("XDG_DATA_HOME", folder.path())
            .current_dir(folder.path())
            .output()
            .unwrap()
    };
    let check = |arguments: &[&str]| {
        let out = run(arguments);
        for bytes in [&out.stdout, &out.stderr] {
            let text = String::from_utf8_lossy(bytes);
            let commands = |c: char| c != '\n' && oogmerk_report::commands(c);
            assert!(!text.replace("\r\n", "\n").chars().any(commands), "{arguments:?}: {text:?}");
        }
        out
    };
    let (list, turned) = (list.to_str().unwrap(), "\u{1b}[31m\u{202e}x");
    check(&["import", list, "--register", "town.db"]);
    let listed = check(&["register", "list", "--register", "town.db", "--output", "jsonl"]);
    assert!(listed.status.success());
    check(&["identify", "--include", "all", "--output", "jsonl", list]);
    check(&["identify", "--include", "all", "--output", "csv", list]);
    check(&["identify", "--as", turned, list]);
    check(&["identify", turned]);
    check(&[turned]);
    check(&["identify", &format!("--{turned}")]);
    check(&["explain", turned, list]);
    check(&["register", "show", turned, "--register", "town.db"]);
}

#[test]
fn nothing_readable_at_all_is_code_4_and_wrong_use_is_code_2() {
    let missing = identify(&[Path::new("there-is-no-such-file")]);
    assert_eq!(missing.status.code(), Some(4));
    let bin = env!("CARGO_BIN_EXE_oogmerk");
    assert_eq!(Command::new(bin).arg("identify").output().unwrap().status.code(), Some(2));
    assert_eq!(
        Command::new(bin).args(["identify", "--as", "poem", "x"]).output().unwrap().status.code(),
        Some(2)
    );
    let outside = Command::new(bin).args(["discover", "10.0.0.0/24", "--dry-run"]).output().unwrap();
    assert_eq!(outside.status.code(), Some(5), "{}", String::from_utf8_lossy(&outside.stderr));
}

#[test]
fn a_zip_bomb_workbook_is_refused_with_its_reason() {
    // A workbook whose one sheet claims and holds 512 MB of zeros in a few hundred kilobytes.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bomb.xlsx");
    std::fs::write(&path, bomb::workbook()).unwrap();
    let good = folder.path().join("good.jsonl");
    std::fs::write(&good, GOOD).unwrap();
    let out = identify(&[&path, &good]);
    let err = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(3), "{err}");
    assert!(err.contains("bomb.xlsx"), "{err}");
    assert!(String::from_utf8_lossy(&out.stdout).contains("\"good\""));
}

mod bomb {
    use flate2::Compression;
    use flate2::write::DeflateEncoder;
    use std::io::Write;

    struct Entry {
        name: &'static str,
        packed: Vec<u8>,
        size: u32,
        crc: u32,
        offset: u32,
    }

    fn pack(name: &'static str, pieces: &mut dyn Iterator<Item = Vec<u8>>) -> Entry {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        let mut crc = flate2::Crc::new();
        let mut size = 0;
        for piece in pieces {
            crc.update(&piece);
            size += u32::try_from(piece.len()).unwrap();
            encoder.write_all(&piece).unwrap();
        }
        Entry { name, packed: encoder.finish().unwrap(), size, crc: crc.sum(), offset: 0 }
    }

    /// A zip archive, by hand (PKWARE APPNOTE 4.3).
    pub fn workbook() -> Vec<u8> {
        let text = |s: &str| vec![s.as_bytes().to_vec()].into_iter();
        let head =
            b"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
                .to_vec();
        let mut sheet = std::iter::once(head).chain((0..512).map(|_| vec![b' '; 1 << 20]));
        let mut entries = [
            pack(
                "[Content_Types].xml",
                &mut text(
                    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#,
                ),
            ),
            pack(
                "_rels/.rels",
                &mut text(
                    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
                ),
            ),
            pack(
                "xl/workbook.xml",
                &mut text(
                    r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#,
                ),
            ),
            pack(
                "xl/_rels/workbook.xml.rels",
                &mut text(
                    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
                ),
            ),
            pack("xl/worksheets/sheet1.xml", &mut sheet),
        ];
        let mut out = Vec::new();
        for e in &mut entries {
            e.offset = u32::try_from(out.len()).unwrap();
            out.extend_from_slice(b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0");
            numbers(&mut out, e);
            out.extend_from_slice(&u16::try_from(e.name.len()).unwrap().to_le_bytes());
            out.extend_from_slice(&[0, 0]);
            out.extend_from_slice(e.name.as_bytes());
            out.extend_from_slice(&e.packed);
        }
        let start = u32::try_from(out.len()).unwrap();
        for e in &entries {
            out.extend_from_slice(b"PK\x01\x02\x14\0\x14\0\0\0\x08\0\0\0\0\0");
            numbers(&mut out, e);
            out.extend_from_slice(&u16::try_from(e.name.len()).unwrap().to_le_bytes());
            out.extend_from_slice(&[0; 12]);
            out.extend_from_slice(&e.offset.to_le_bytes());
            out.extend_from_slice(e.name.as_bytes());
        }
        let length = u32::try_from(out.len()).unwrap() - start;
        out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        let n = u16::try_from(entries.len()).unwrap().to_le_bytes();
        out.extend_from_slice(&n);
        out.extend_from_slice(&n);
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&start.to_le_bytes());
        out.extend_from_slice(&[0, 0]);
        out
    }

    fn numbers(out: &mut Vec<u8>, e: &Entry) {
        for n in [e.crc, u32::try_from(e.packed.len()).unwrap(), e.size] {
            out.extend_from_slice(&n.to_le_bytes());
        }
    }
}
