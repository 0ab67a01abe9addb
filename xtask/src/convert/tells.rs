//! tells.csv → `vendors/*/tells.toml` and `stacks/*/tells.toml`.

use super::examples;
use super::grades::{kinds, status};
use super::output::Output;
use super::people::People;
use super::table::{Table, cell};
use super::text::{Document, kebab};
use oogmerk_knowledge::Pattern;
use std::collections::{BTreeMap, BTreeSet};

struct Tell {
    id: String,
    folder: String,
    fields: Vec<String>,
    kind: String,
    pattern: String,
    maker: Option<String>,
    brand: Option<String>,
    kinds: Vec<String>,
    weight: &'static str,
    status: &'static str,
    source: String,
    example: String,
}

/// Converts and gives the keys of all vendors that tells name.
pub fn convert(table: &Table, people: &mut People, out: &mut Output) -> BTreeSet<String> {
    let mut tells: Vec<Tell> = Vec::new();
    let mut ids = BTreeSet::new();
    let mut seen = BTreeMap::new();
    for row in table {
        let label = format!("{} {} {}", cell(row, "signal"), cell(row, "pattern_kind"), cell(row, "pattern"));
        match tell_of(row, people) {
            Err(reason) => out.reject("tells.csv", label, reason),
            Ok(mut tell) => {
                let key = (tell.fields.clone(), tell.kind.clone(), tell.pattern.clone());
                if let Some(first) = seen.get(&key) {
                    out.reject("tells.csv", label, format!("says the same as {first}"));
                    continue;
                }
                let base = tell.id.clone();
                let mut n = 1;
                while !ids.insert(tell.id.clone()) {
                    n += 1;
                    tell.id = format!("{base}-{n}");
                }
                seen.insert(key, tell.id.clone());
                tells.push(tell);
            }
        }
    }
    let silent: Vec<String> = tells.iter().map(|t| near_miss(t, &tells)).collect();
    let mut documents: BTreeMap<String, Document> = BTreeMap::new();
    for (tell, silent) in tells.iter().zip(silent) {
        let document = documents.entry(tell.folder.clone()).or_insert_with(|| {
            let mut d = Document::default();
            d.comment(
                "How these devices give themselves away. Reviewed by hand; every tell carries its proof.",
            );
            d
        });
        document.table("tell").put("id", &tell.id);
        match tell.fields.as_slice() {
            [one] => document.put("field", one),
            many => document.list("field", many),
        };
        document.put(&tell.kind, &tell.pattern);
        document.put("maker", tell.maker.as_deref().unwrap_or_default());
        document.put("brand", tell.brand.as_deref().unwrap_or_default());
        document.list("kinds", &tell.kinds);
        document.put("weight", tell.weight).put("status", tell.status).put("source", &tell.source);
        document.list("match", std::slice::from_ref(&tell.example)).list("silent", &[silent]);
    }
    for (folder, document) in documents {
        out.files.insert(format!("{folder}/tells.toml"), document.0);
    }
    tells.iter().flat_map(|t| t.maker.iter().chain(&t.brand)).cloned().collect()
}

fn tell_of(row: &BTreeMap<String, String>, people: &People) -> Result<Tell, String> {
    let (signal, confidence, source) = (cell(row, "signal"), cell(row, "confidence"), cell(row, "source"));
    let (fields, kind, pattern) =
        place(signal, cell(row, "pattern_kind"), row.get("pattern").map_or("", String::as_str))?;
    if kind == "regex" && regex::Regex::new(&pattern).is_err() {
        return Err("not a regular expression of ours".to_owned());
    }
    let maker_text = cell(row, "maker");
    let maker = people.maker(maker_text);
    if maker.is_none() && !matches!(maker_text, "" | "unknown" | "software") {
        return Err(format!("no vendor named {maker_text}"));
    }
    let brand = people.certain_brand(cell(row, "brand"));
    let kinds = kinds(cell(row, "device_kind"));
    if maker.is_none() && brand.is_none() && kinds.is_empty() {
        return Err("claims neither maker nor brand nor kind".to_owned());
    }
    let names = maker.is_some() || brand.is_some();
    let weight = match confidence {
        "high" if names => "decisive",
        "high" | "medium" => "strong",
        _ => "weak",
    };
    let example = match kind.as_str() {
        "regex" => examples::of_regex(&pattern).ok_or("no example could be derived")?,
        _ => pattern.trim().to_owned(),
    };
    if kind != "regex" && kind != "prefix" && kind != "contains" && example.is_empty() {
        return Err("empty pattern".to_owned());
    }
    let folder = match (&maker, &brand) {
        (Some(key), _) | (None, Some(key)) => format!("vendors/{key}"),
        (None, None) => format!("stacks/{}", stack(maker_text, cell(row, "brand"))),
    };
    let owner = folder.rsplit('/').next().unwrap_or_default().to_owned();
    let mut slug: String = kebab(&example).chars().take(32).collect();
    slug = slug.trim_end_matches('-').to_owned();
    let id = kebab(&format!("{owner} {} {slug}", fields[0]));
    // A prefix or contained string is shown inside a longer value, so that the example is more than the pattern.
    let example = match kind.as_str() {
        "prefix" if pattern.ends_with([' ', '/', ',', '-', '.']) => format!("{pattern}1"),
        "contains" if pattern.starts_with('/') => format!("rtsp://192.0.2.7:554{pattern}"),
        _ => example,
    };
    Ok(Tell {
        id,
        folder,
        fields,
        kind,
        pattern,
        maker,
        brand,
        kinds,
        weight,
        status: status(confidence, source),
        source: source.to_owned(),
        example,
    })
}

fn stack(maker: &str, brand: &str) -> String {
    if maker == "software" {
        return "software".to_owned();
    }
    if brand.contains("kind word") {
        return "words".to_owned();
    }
    "shared".to_owned()
}

/// Signal and pattern to our fields and pattern.
pub(crate) fn place(
    signal: &str,
    kind: &str,
    pattern: &str,
) -> Result<(Vec<String>, String, String), String> {
    let own = |fields: &[&str]| {
        Ok((fields.iter().map(|f| (*f).to_owned()).collect::<Vec<_>>(), kind.to_owned(), pattern.to_owned()))
    };
    match signal {
        "http_server" if pattern.contains("UPnP/") => own(&["http.server", "ssdp.server"]),
        "http_server" => own(&["http.server"]),
        "http_title" => own(&["http.title"]),
        "http_realm" => own(&["http.realm"]),
        "http_body" | "http_api_answer" => own(&["http.body_marker"]),
        "http_location" => own(&["http.location"]),
        "rtsp_server" => own(&["rtsp.server"]),
        "rtsp_realm" => own(&["rtsp.realm"]),
        "rtsp_content_base" => own(&["rtsp.content_base"]),
        "sdp" => sdp(kind, pattern),
        "tls_subject" => own(&["tls.subject"]),
        "tls_issuer" => own(&["tls.issuer"]),
        "tls_jarm" => own(&["tls.jarm"]),
        "favicon_mmh3" => own(&["http.favicon_mmh3"]),
        "favicon_md5" => own(&["http.favicon_md5"]),
        "ftp_banner" => own(&["ftp.banner"]),
        "telnet_banner" => own(&["telnet.banner"]),
        "sip_user_agent" => own(&["sip.user_agent", "sip.server"]),
        "dhcp_vendor_class" => own(&["dhcp.vendor_class"]),
        "dhcp_option55" => own(&["dhcp.parameter_list"]),
        "dhcp_hostname" => own(&["dhcp.hostname"]),
        "mdns_service" => Ok((vec!["mdns.service".to_owned()], kind.to_owned(), format!("{pattern}.local"))),
        "mdns_txt_macaddress" => {
            Ok((vec!["mdns.txt".to_owned()], kind.to_owned(), format!("macaddress={pattern}")))
        }
        "ssdp_st_usn" if pattern.starts_with("uuid:") => own(&["ssdp.usn"]),
        "ssdp_st_usn" => own(&["ssdp.st", "upnp.device_type"]),
        "ssdp_header" => own(&["ssdp.header"]),
        "upnp_manufacturer" => own(&["upnp.manufacturer"]),
        "upnp_model" => own(&["upnp.model_name"]),
        "upnp_friendly_name" => own(&["upnp.friendly_name"]),
        "onvif_scope" => own(&["onvif.scope"]),
        "discovery_protocol" => protocol(pattern),
        "snmp_pen" => own(&["snmp.enterprise"]),
        "snmp_oid" => own(&["snmp.object", "snmp.sys_object_id"]),
        "snmp_sysdescr" => own(&["snmp.sys_descr"]),
        "model_number" => own(MODEL_FIELDS),
        other => Err(format!("no field for the signal {other}")),
    }
}

/// Fields that state a model by their own definition.
const MODEL_FIELDS: &[&str] = &[
    "onvif.scope.hardware",
    "onvif.model",
    "upnp.model_name",
    "sadp.device_description",
    "isapi.model",
    "dhdiscover.device_type",
    "sheet.model",
    "label.model",
];

/// A pattern on a line of session description becomes one on the field that holds the line's value.
fn sdp(kind: &str, pattern: &str) -> Result<(Vec<String>, String, String), String> {
    let lines = [
        ("(?m)^s=", "sdp.session_name"),
        ("s=", "sdp.session_name"),
        ("i=", "sdp.session_info"),
        ("o=", "sdp.origin"),
        ("a=tool:", "sdp.tool"),
        ("a=", "sdp.attribute"),
    ];
    if kind == "contains" && !lines.iter().any(|(p, _)| pattern.starts_with(p)) {
        return Ok((vec!["sdp.attribute".to_owned()], kind.to_owned(), pattern.to_owned()));
    }
    for (prefix, field) in lines {
        let Some(rest) = pattern.strip_prefix(prefix) else { continue };
        let rest = if field == "sdp.attribute" { pattern.to_owned() } else { rest.replace("\\r?$", "$") };
        return Ok(match kind {
            "regex" => (vec![field.to_owned()], "regex".to_owned(), format!("^{rest}")),
            _ => (vec![field.to_owned()], "prefix".to_owned(), rest),
        });
    }
    Err("no line of a session description".to_owned())
}

/// Names of research for a discovery protocol to the names of our codecs.
fn protocol(pattern: &str) -> Result<(Vec<String>, String, String), String> {
    let name = match pattern {
        "sadp_37020" => "sadp",
        "ethertype_0x8033" => "sadp-ethernet",
        "dhip_37810" => "dhdiscover",
        "dahua_5050" => "dahua-legacy",
        "xm_34569" => "xm",
        "mhed_23456" => "mhed",
        "hanwha_7701" => "hanwha",
        "bosch_1757" => "bosch",
        "vivotek_10000" => "vivotek",
        "sony_2380" => "sony",
        "panasonic_10670" => "panasonic",
        "foscam_10000" => "netwave",
        "vstarcam_8600" => "vstarcam",
        "360vision_3600" => "360vision",
        "nicevision_2007" => "nicevision",
        "ubnt_10001" => "ubiquiti",
        "tdp_20002" => "tdp",
        "tuya_6667" => "tuya",
        "pppp_32108" => "pppp",
        "gvcp_3956" => "gvcp",
        "hid_4070" => "hid",
        other => return Err(format!("no codec for {other}")),
    };
    Ok((vec!["protocol.answered".to_owned()], "exact".to_owned(), name.to_owned()))
}

fn pattern_of(tell: &Tell) -> Pattern {
    match tell.kind.as_str() {
        "exact" => Pattern::Exact(tell.pattern.as_str().into()),
        "prefix" => Pattern::Prefix(tell.pattern.as_str().into()),
        "suffix" => Pattern::Suffix(tell.pattern.as_str().into()),
        "contains" => Pattern::Contains(tell.pattern.as_str().into()),
        _ => Pattern::Regex(tell.pattern.as_str().into()),
    }
}

fn speaks(tell: &Tell, value: &str) -> bool {
    match pattern_of(tell) {
        Pattern::Exact(p) => value.trim() == &*p,
        Pattern::Prefix(p) => value.trim().starts_with(&*p),
        Pattern::Suffix(p) => value.trim().ends_with(&*p),
        Pattern::Contains(p) => value.trim().contains(&*p),
        Pattern::Regex(p) => regex::Regex::new(&p).is_ok_and(|r| r.is_match(value.trim())),
    }
}

/// The nearest string of another on the same field, or this one's own example with its sign altered.
fn near_miss(tell: &Tell, all: &[Tell]) -> String {
    let shared = |a: &str, b: &str| a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    all.iter()
        .filter(|t| {
            t.fields[0] == tell.fields[0]
                && (t.maker != tell.maker || t.brand != tell.brand)
                && !speaks(tell, &t.example)
        })
        .max_by_key(|t| (shared(&t.example, &tell.example), std::cmp::Reverse(t.id.clone())))
        .filter(|t| shared(&t.example, &tell.example) >= 3)
        .map(|t| t.example.clone())
        .or_else(|| {
            [examples::altered(&tell.example), examples::broken(&tell.example)]
                .into_iter()
                .find(|e| !e.trim().is_empty() && !speaks(tell, e))
        })
        .unwrap_or_else(|| "Apache".to_owned())
}
