//! Corpora: labelled data by others, read once into grounds, each input alone and under a neutral name.
//!
//! Nothing of it is stored: what is written later are counts, and the names of cases.

use oogmerk_identify::Ground;
use oogmerk_import::{Options, Vocabulary};
use oogmerk_knowledge::Knowledge;
use oogmerk_model::ProblemSeverity;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One line of a truth file.
pub type Truth = Map<String, Value>;

/// One input with the cases in it.
#[derive(Debug)]
pub struct Input {
    /// Folder it came from.
    pub corpus: String,
    /// File inside the folder, or the case where lines are inputs.
    pub file: String,
    /// What was read.
    pub ground: Ground,
    /// Nothing at all could be read.
    pub is_unreadable: bool,
    /// What is known about it.
    pub truths: Vec<Truth>,
    /// Case id to subject, where the input is made of single lines.
    pub subjects: Option<BTreeMap<String, String>>,
    /// Where each case comes from, by case id: cases of one source share their faults.
    pub sources: BTreeMap<String, String>,
}

/// Lists are held against their own checks.
const NOT_SCORED: &str = "registers";

/// The single reply formats under the names this program has for them.
pub const REPLIES: &[(&str, &str)] = &[("hikvision-sadp", "sadp"), ("dahua-dhip", "dhdiscover")];

/// The publisher's names of banner fields under the names this program has for them.
const BANNERS: &[(&str, &str)] = &[
    ("snmp.sys_description", "snmp.sys_descr"),
    ("html_title", "http.title"),
    ("http_header.server", "http.server"),
    ("ftp.banner", "ftp.banner"),
    ("mdns.device-info.txt", "mdns.device_info_txt"),
    ("x509.subject", "tls.subject"),
    ("x509.issuer", "tls.issuer"),
    ("favicon.md5", "http.favicon_md5"),
    ("dhcp_vendor_class", "dhcp.vendor_class"),
    ("http_header.wwwauth", "http.www_authenticate"),
    ("sip_header.server", "sip.server"),
    ("sip_header.user_agent", "sip.user_agent"),
    ("http_header.cookie", "http.set_cookie"),
    ("rtsp_header.server", "rtsp.server"),
    ("tls.jarm", "tls.jarm"),
    ("dns.versionbind", "dns.version_bind"),
    ("operating_system.name", "os.name"),
    ("snmp.sys_object_id", "snmp.sys_object_id"),
];

/// A text of a truth line; empty and null are nothing.
pub fn text<'t>(truth: &'t Truth, key: &str) -> Option<&'t str> {
    truth.get(key).and_then(Value::as_str).filter(|t| !t.is_empty())
}

/// Properties a label states but the bytes of a case do not prove.
pub fn is_arguable(truth: &Truth, property: &str) -> bool {
    let listed = truth.get("arguable").and_then(Value::as_array);
    listed.is_some_and(|list| list.iter().any(|p| p.as_str() == Some(property)))
}

/// Reads every corpus that has a truth file, in name order.
pub fn read(folder: &Path, knowledge: &Knowledge) -> Result<Vec<Input>, String> {
    let vocabulary = Vocabulary::new(knowledge.fields().map(|f| f.name.clone()));
    let options = Options { markers: knowledge.page_markers(), ..Options::new(vocabulary) };
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .map_err(|e| format!("{}: {e}", folder.display()))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name != NOT_SCORED && folder.join(name).join("truth.jsonl").is_file())
        .collect();
    names.sort();
    let mut inputs = Vec::new();
    for corpus in &names {
        let home = folder.join(corpus);
        let truths = lines(&home.join("truth.jsonl"))?;
        match corpus.as_str() {
            "recog" => inputs.extend(banners(corpus, &home, truths, &options)?),
            "field-replies" => inputs.push(replies(corpus, &home, truths, &options)?),
            _ => inputs.extend(files(corpus, &home, truths, &options)?),
        }
    }
    Ok(inputs)
}

fn lines(path: &Path) -> Result<Vec<Truth>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let rows = text.lines().filter(|l| !l.trim().is_empty());
    rows.map(|l| serde_json::from_str(l).map_err(|e| format!("{}: {e}", path.display()))).collect()
}

fn ground_of(bytes: &[u8], options: &Options) -> (Ground, bool) {
    let mut ground = Ground::new();
    let outcome = oogmerk_import::read(Box::new(bytes), "case", None, options, &mut ground);
    ground.close();
    (ground, outcome.worst == Some(ProblemSeverity::Whole))
}

/// Banners stand alone: each is an input of its own, so that one of them can be asked again by itself.
fn banners(corpus: &str, home: &Path, truths: Vec<Truth>, options: &Options) -> Result<Vec<Input>, String> {
    let rows: BTreeMap<String, Truth> = lines(&home.join("banners.jsonl"))?
        .into_iter()
        .filter_map(|row| Some((text(&row, "id")?.to_owned(), row)))
        .collect();
    let input = |(place, truth): (usize, Truth)| {
        let id = text(&truth, "id").unwrap_or_default().to_owned();
        let row = rows.get(&id).cloned().unwrap_or_default();
        let named = text(&row, "field").and_then(|f| BANNERS.iter().find(|(theirs, _)| *theirs == f));
        let field = named.map_or_else(
            || format!("{}.banner", text(&row, "protocol").unwrap_or("text")),
            |(_, ours)| (*ours).to_owned(),
        );
        let subject = format!("s{place:06}");
        let value = text(&row, "banner").unwrap_or_default();
        let line =
            json!({ "subject": subject, "schema": "oogmerk.evidence/1", "field": field, "value": value });
        let (ground, is_unreadable) = ground_of(format!("{line}\n").as_bytes(), options);
        let source = format!("{corpus}/{}", id.split('#').next().unwrap_or_default());
        Input {
            corpus: corpus.to_owned(),
            file: id.clone(),
            ground,
            is_unreadable,
            truths: vec![truth],
            subjects: Some([(id.clone(), subject)].into()),
            sources: [(id, source)].into(),
        }
    };
    Ok(truths.into_iter().enumerate().map(input).collect())
}

fn replies(corpus: &str, home: &Path, truths: Vec<Truth>, options: &Options) -> Result<Input, String> {
    let mut subjects = BTreeMap::new();
    let mut written = String::new();
    for (place, row) in lines(&home.join("replies.jsonl"))?.into_iter().enumerate() {
        let subject = format!("s{place:06}");
        let theirs = text(&row, "protocol").unwrap_or_default();
        let protocol = REPLIES.iter().find(|(name, _)| *name == theirs).map_or(theirs, |(_, ours)| ours);
        let payload = text(&row, "payload").unwrap_or_default();
        let line = json!({
            "subject": subject, "schema": "oogmerk.observation/1", "protocol": protocol, "payload": payload,
        });
        written.push_str(&format!("{line}\n"));
        subjects.insert(text(&row, "id").unwrap_or_default().to_owned(), subject);
    }
    let (ground, is_unreadable) = ground_of(written.as_bytes(), options);
    Ok(Input {
        corpus: corpus.to_owned(),
        file: "replies.jsonl".to_owned(),
        ground,
        is_unreadable,
        truths,
        subjects: Some(subjects),
        sources: BTreeMap::new(),
    })
}

fn files(corpus: &str, home: &Path, truths: Vec<Truth>, options: &Options) -> Result<Vec<Input>, String> {
    let mut order: Vec<String> = Vec::new();
    let mut named: BTreeMap<String, Vec<Truth>> = BTreeMap::new();
    for truth in truths {
        // One corpus may hold rows of a single report without naming it.
        let unnamed = (corpus == "shadowserver").then_some("scan_dvr_dhcpdiscover.csv");
        let Some(file) = text(&truth, "file").or(unnamed).map(str::to_owned) else { continue };
        if !home.join(&file).is_file() {
            continue;
        }
        if !named.contains_key(&file) {
            order.push(file.clone());
        }
        named.entry(file).or_default().push(truth);
    }
    order
        .into_iter()
        .map(|file| {
            let path = home.join(&file);
            let bytes = std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
            let (ground, is_unreadable) = ground_of(&bytes, options);
            let truths = named.remove(&file).unwrap_or_default();
            // A replayed banner has the source of the banner.
            let sources = truths
                .iter()
                .filter_map(|t| Some((case_name(&file, t), text(t, "recog_id")?.split('#').next()?)))
                .map(|(case, database)| (case, format!("recog/{database}")))
                .collect();
            Ok(Input {
                corpus: corpus.to_owned(),
                file,
                ground,
                is_unreadable,
                truths,
                subjects: None,
                sources,
            })
        })
        .collect()
}

/// The name of a case: its file with what tells it from others in it.
pub fn case_name(file: &str, truth: &Truth) -> String {
    let mut name = file.to_owned();
    for key in ["ip", "id", "row"] {
        match truth.get(key) {
            Some(Value::String(s)) if !s.is_empty() => name.push_str(&format!("#{s}")),
            Some(Value::Number(n)) if n.as_f64() != Some(0.0) => name.push_str(&format!("#{n}")),
            _ => {}
        }
    }
    name
}

impl Input {
    /// The name of one of its cases.
    pub fn case(&self, truth: &Truth) -> String {
        match self.subjects {
            Some(_) => text(truth, "id").unwrap_or_default().to_owned(),
            None => case_name(&self.file, truth),
        }
    }

    /// Where a case comes from.
    pub fn source(&self, case: &str) -> String {
        self.sources.get(case).unwrap_or(&self.corpus).clone()
    }
}

/// The corpora of some inputs, each once.
pub fn names(inputs: &[Input]) -> BTreeSet<&str> {
    inputs.iter().map(|i| i.corpus.as_str()).collect()
}
