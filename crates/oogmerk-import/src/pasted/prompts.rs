//! Prompts of shells, routers, switches and tools, and what was typed behind them.
//!
//! Known by their shape: a name with what such prompts end in. A prompt alone on its line is one too. `#` at the begin
//! of a line is a remark in most texts and is left.

/// Longest name of a host in a prompt.
const NAME_MAX: usize = 64;

/// What was typed, where the line begins with a prompt; empty where nothing was.
pub(super) fn typed(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let bare = line.strip_prefix("$ ").or_else(|| line.strip_prefix('$').filter(|rest| rest.is_empty()));
    bare.or_else(|| windows(line))
        .or_else(|| bracketed(line))
        .or_else(|| angled(line))
        .or_else(|| named(line))
        .map(str::trim_start)
}

/// `C:\Users\x>`, `PS C:\>`.
fn windows(line: &str) -> Option<&str> {
    let path = line.strip_prefix("PS ").unwrap_or(line);
    let drive = path.as_bytes();
    if drive.len() < 4 || !drive[0].is_ascii_alphabetic() || &drive[1..3] != b":\\" {
        return None;
    }
    path.split_once('>').filter(|(folder, _)| !folder.contains('"')).map(|(_, command)| command)
}

/// `[root@host ~]# `, `[admin@router] > `, `[admin@router] /ip arp> `.
fn bracketed(line: &str) -> Option<&str> {
    let (inside, rest) = line.strip_prefix('[')?.split_once(']')?;
    if !inside.contains('@') || inside.len() > NAME_MAX {
        return None;
    }
    let end = rest.find(['#', '$', '>']).filter(|end| *end <= NAME_MAX)?;
    Some(&rest[end + 1..])
}

/// `<SWITCH>display …`: only before the words such switches know, since elements of XML look alike.
fn angled(line: &str) -> Option<&str> {
    let (name, command) = line.strip_prefix('<')?.split_once('>')?;
    let first = command.split_whitespace().next().unwrap_or_default();
    let is_known =
        matches!(first, "display" | "dis" | "system-view" | "sys" | "quit" | "screen-length" | "return");
    (is_known && is_name(name)).then_some(command)
}

/// `user@host:~$ `, `host:~ user$ `, `switch#`, `router>show`, `asterisk*CLI> `, `(switch) #`, `user@host> `.
fn named(line: &str) -> Option<&str> {
    let end = line.find(['#', '$', '>', '%']).filter(|end| (1..=NAME_MAX).contains(end))?;
    let (name, command) = (&line[..end], &line[end + 1..]);
    let is_shell = line[end..].starts_with(['$', '#', '%'])
        && name.contains(['@', ':'])
        && name.split([' ', '@', ':']).all(|part| part.len() <= NAME_MAX && is_path(part))
        && (command.is_empty() || command.starts_with(' '))
        && !name.contains(": ");
    let is_shell = is_shell || (is_shell_of_a_mac(name) && line[end..].starts_with(['$', '%']));
    let is_cli = line[end..].starts_with(['#', '>']) && is_switch(name) && begins_like_a_command(command);
    (is_shell || is_cli).then_some(command)
}

/// `host:~ user`.
fn is_shell_of_a_mac(name: &str) -> bool {
    name.split_once(' ').is_some_and(|(place, user)| {
        place.contains(":~") || place.contains(":/") && is_path(place) && is_name(user)
    })
}

/// The name of a switch with what it puts around: `(config-if)`, `*CLI`, `user@`, parentheses.
fn is_switch(name: &str) -> bool {
    let name = name.trim_end();
    let name = name.strip_suffix("*CLI").unwrap_or(name);
    let name = name.strip_prefix("* ").unwrap_or(name);
    let name = match name.strip_suffix(')').and_then(|n| n.split_once('(')) {
        Some((outside, inside)) if !inside.contains(['(', ')']) => {
            if outside.is_empty() {
                inside
            } else {
                outside
            }
        }
        _ => name,
    };
    name.split('@').all(is_name) && name.starts_with(|c: char| c.is_ascii_alphanumeric())
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:/".contains(&b))
}

fn is_path(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./~\\+".contains(&b) || !b.is_ascii())
}

/// Nothing, or words such as people type: a small letter or a slash first, and no sentence of markup.
fn begins_like_a_command(command: &str) -> bool {
    let command = command.trim_start();
    command.is_empty()
        || command.starts_with(|c: char| c.is_ascii_lowercase() || c == '/') && !command.contains(['<', '>'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_are_known_and_what_resembles_them_is_not() {
        for (line, want) in [
            ("$ arp -an", Some("arp -an")),
            ("beheer@mon01:~$ snmpwalk -v2c 10.9.3.17", Some("snmpwalk -v2c 10.9.3.17")),
            ("beheer@mon01:~$", Some("")),
            ("pi@raspberrypi:~ $ ip neigh", Some("ip neigh")),
            ("root@kali:/var/log# arp-scan -l", Some("arp-scan -l")),
            ("[root@host ~]# ls", Some("ls")),
            ("mbp:~ els$ dns-sd -B _http._tcp", Some("dns-sd -B _http._tcp")),
            ("SW-PARKING-2#sh lldp nei det", Some("sh lldp nei det")),
            ("SW2>show cdp neighbors", Some("show cdp neighbors")),
            ("SW2(config-if)# exit", Some("exit")),
            ("(switch) #show mac", Some("show mac")),
            ("HP-5406zl# show lldp", Some("show lldp")),
            ("core1#", Some("")),
            ("netops@ex2300> show lldp neighbors", Some("show lldp neighbors")),
            ("<SW-HUAWEI>display lldp neighbor", Some("display lldp neighbor")),
            ("[admin@MT-plein] > /ip neighbor print", Some("/ip neighbor print")),
            ("[admin@rb] /ip arp> print", Some("print")),
            ("asterisk*CLI> sip show peers", Some("sip show peers")),
            ("C:\\Users\\beheer>arp -a", Some("arp -a")),
            ("PS C:\\> arp -a", Some("arp -a")),
            ("# snmpbulkwalk over vlan 12", None),
            ("<DeviceInfo>", None),
            ("<a>display</a>", None),
            ("?xml version=\"1.0\"?>", None),
            ("a>B</a>", None),
            ("Serial number: 12#4", None),
            ("price: 12$ each", None),
            ("usage 12% of", None),
            ("", None),
        ] {
            assert_eq!(typed(line), want, "{line}");
        }
    }
}
