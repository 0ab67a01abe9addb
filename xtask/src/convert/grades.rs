//! The words of the research tables in the words of the knowledge files: grades and kinds.

/// Whether somebody can go and read the source.
pub(super) fn readable(source: &str) -> bool {
    let mut depth = 0usize;
    let bare: String = source
        .chars()
        .filter(|c| {
            depth += usize::from(*c == '[');
            let keep = depth == 0;
            depth = depth.saturating_sub(usize::from(*c == ']'));
            keep
        })
        .collect();
    bare.split(';').any(|part| {
        let part = part.to_lowercase();
        let hollow = [
            "common knowledge",
            "industry oem director",
            "no source",
            "reported in industry",
            "from memory",
            "commonly stated",
        ];
        !part.trim().is_empty() && !hollow.iter().any(|h| part.contains(h)) && part.trim() != "unverified"
    })
}

/// Grade and source to the status word.
pub(super) fn status(confidence: &str, source: &str) -> &'static str {
    match confidence {
        "high" if readable(source) => "proven",
        "medium" if readable(source) => "tested",
        _ => "draft",
    }
}

/// The kinds of a research table to the words of the contract. Empty where the row says nothing.
pub(super) fn kinds(words: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in words.split('|') {
        let kinds: &[&str] = match word.trim() {
            "camera" | "analog_camera" => &["camera"],
            "ptz_camera" => &["ptz-camera"],
            "conference_camera" | "industrial_camera" | "audio" | "alarm_panel" => &["other"],
            "recorder" => &["recorder"],
            "recorder_or_camera" | "camera_or_recorder" => &["camera", "recorder"],
            "camera_or_encoder" => &["camera", "encoder"],
            "encoder" | "encoder_decoder" => &["encoder"],
            "vms" => &["vms"],
            "intercom" => &["intercom"],
            "doorbell" => &["doorbell"],
            "access_controller" | "access_control" => &["access-controller"],
            "thermal_camera" => &["thermal-camera"],
            "lpr_camera" | "anpr_camera" => &["anpr-camera"],
            "bodycam" => &["body-camera"],
            "bodycam_or_mobile" => &["body-camera", "recorder"],
            "sensor" => &["sensor"],
            "phone" => &["phone"],
            "plug" => &["plug"],
            "bridge" => &["gateway"],
            "drone" => &["drone"],
            "network" => &["switch", "router", "access-point"],
            _ => &[],
        };
        out.extend(kinds.iter().map(|k| (*k).to_owned()));
    }
    out.sort();
    out.dedup();
    out
}
