//! Who talks outside, and what can honestly be said about it.

use super::*;

fn check(bench: Bench, inside: &[&str], want: IsolationVerdict, peers: &[&str]) -> Device {
    let options =
        Options { inside: inside.iter().map(|r| oogmerk_model::Cidr::parse(r).unwrap()).collect(), ..all() };
    let assessment = assess(&bench.ground(), &SmallOracle::new(), &options);
    let device =
        assessment.devices.into_iter().find(|d| d.subjects.iter().any(|s| s == "ip:10.0.0.5")).unwrap();
    let got: Vec<String> = device.outside.iter().map(|o| o.ip.to_string()).collect();
    assert_eq!(
        (device.isolation.as_ref().map(|i| i.verdict), got),
        (Some(want), peers.iter().map(|p| (*p).to_owned()).collect())
    );
    device
}

fn camera() -> Bench {
    Bench::new().says("ip:10.0.0.5", "protocol.answered", "sadp").window(|_| ())
}

use IsolationVerdict::{Isolated, Leaking, Unproven};

#[test]
fn one_packet_outside_is_a_leak_and_silence_is_no_proof() {
    let send = |peer: &str| camera().sends("ip:10.0.0.5", "10.0.0.5", peer, None);
    check(send("8.8.8.8"), &[], Leaking, &["8.8.8.8"]);
    for inside in [
        "10.0.0.9",
        "192.168.1.1",
        "224.0.0.251",
        "255.255.255.255",
        "100.64.0.1",
        "fe80::1",
        "fd00::1",
        "203.0.113.9",
    ] {
        check(send(inside), &[], Unproven, &[]);
    }
    check(send("8.8.8.8"), &["8.8.8.0/24", "10.0.0.0/8"], Unproven, &[]);
    check(send("172.16.0.1"), &["10.0.0.0/8"], Leaking, &["172.16.0.1"]);
    check(
        camera().window(|w| w.on_link = vec!["193.190.1.0/24".into()]).sends(
            "ip:10.0.0.5",
            "10.0.0.5",
            "193.190.1.7",
            None,
        ),
        &[],
        Unproven,
        &[],
    );
    check(
        camera().window(|w| w.on_link = vec!["0.0.0.0/0".into()]).sends(
            "ip:10.0.0.5",
            "10.0.0.5",
            "8.8.8.8",
            None,
        ),
        &[],
        Leaking,
        &["8.8.8.8"],
    );
}

#[test]
fn being_called_from_outside_counts_once_it_is_answered() {
    let call =
        |answered| camera().contact("ip:10.0.0.5", "10.0.0.5", "8.8.8.8", None, Direction::In, answered);
    check(call(false), &[], Unproven, &[]);
    check(call(true), &[], Leaking, &["8.8.8.8"]);
}

fn proven() -> Bench {
    camera()
        .says("ip:10.0.0.5", "device.restart", "1")
        .says("ip:10.0.0.5", "segment.complete", "yes")
        .says("ip:10.0.0.5", "segment.egress_test", "refused")
        .says("ip:10.0.0.5", "segment.resolver_test", "refused")
        .says("ip:10.0.0.5", "device.radios", "none")
}

#[test]
fn isolation_needs_all_of_it_and_names_what_is_missing() {
    check(proven(), &[], Isolated, &[]);
    let lacks = |bench: Bench, code: &str| {
        let device = check(bench, &[], Unproven, &[]);
        assert_eq!(device.isolation.unwrap().missing, [code]);
    };
    lacks(
        proven().says("ip:10.0.0.5", "x.y", "z").asks("ip:10.0.0.5", "10.0.0.1", "signal.mydlink.com"),
        "leaves-through-something-inside",
    );
    lacks(proven().window(|w| w.evicted_flows = 1), "flows-evicted");
    lacks(proven().window(|w| w.flows_only = true), "flows-only");
    lacks(proven().window(|w| w.dropped = None), "no-drop-counter");
    lacks(proven().window(|w| w.dropped = Some(300)), "drops-over-limit");
    lacks(proven().window(|w| w.sampled = 64), "sampled");
    lacks(proven().window(|w| w.sampled = 0), "sampling-unknown");
    let short = check(camera(), &[], Unproven, &[]).isolation.unwrap();
    assert!(short.missing.iter().any(|m| m == "no-egress-test") && short.window_s == 8 * 86_400);
}

#[test]
fn a_recorder_that_talks_outside_carries_its_cameras_out() {
    let nvr = |bench: Bench| {
        bench.says("ip:10.0.0.2", "isapi.device_type", "NVR").says("ip:10.0.0.2", "link.ip", "10.0.0.2")
    };
    let reached = || nvr(proven()).contact("ip:10.0.0.5", "10.0.0.5", "10.0.0.2", None, Direction::In, true);
    let quiet = check(reached(), &[], Unproven, &[]);
    assert_eq!(quiet.isolation.unwrap().missing, ["recorder-not-isolated"]);
    let device = check(reached().sends("ip:10.0.0.2", "10.0.0.2", "8.8.8.8", None), &[], Unproven, &[]);
    assert_eq!(device.outside_via[0].through.to_string(), "10.0.0.2");
    assert!(device.isolation.unwrap().missing.iter().any(|m| m == "recorder-leaks"));
}

#[test]
fn a_reply_alone_says_nothing_about_traffic() {
    let device =
        only(Bench::new().from("reply.txt", Means::Asked).says("x", "protocol.answered", "sadp").assess());
    assert_eq!(device.isolation, None);
}
