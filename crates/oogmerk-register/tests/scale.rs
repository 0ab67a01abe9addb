//! A city of twenty thousand devices, in an unoptimised build: loaded, reasoned over, asked, checked and forgotten.
#![allow(clippy::disallowed_methods, reason = "tests look into the files that a register leaves")]
#![allow(clippy::unwrap_used)]

mod bench;

use bench::{Bench, day, input, observation, says};
use oogmerk_register::{Behind, Change, Check, Disclosure, Filter, Page, Scope, Scrub, When, Which};
use std::time::Instant;

const DEVICES: u64 = 20_000;
/// Observations of each device.
const EACH: u64 = 2;
/// Far above what is measured (each step takes seconds at most), so that only a change of order fails.
const SECONDS: u64 = 120;

#[tokio::test]
async fn twenty_thousand_devices_are_no_burden() {
    let begun = Instant::now();
    let lap = |what: &str| eprintln!("{:>8} ms  {what}", begun.elapsed().as_millis());
    let mut bench = Bench::new().await;
    let mut facts = Vec::new();
    for n in 0..DEVICES {
        let ip = format!("ip:10.{}.{}.{}", n / 65_536, n / 256 % 256, n % 256);
        for frame in 0..EACH {
            let seen = observation(&ip, "city.pcap", n * EACH + frame, Some(day(1)));
            facts.push(says(&seen, "sadp.serial", &format!("SN{n:08}")));
            facts.push(says(&seen, "http.server", "App-webs/"));
        }
    }
    lap("facts made");
    let change = [input("city.pcap", facts)];
    let receipt = bench.apply(day(2), &change).await;
    assert_eq!(receipt.appended, DEVICES * EACH + 1);
    lap("observations recorded");
    assert_eq!(bench.apply(day(3), &change).await.already_known, DEVICES * EACH);
    lap("and recognised again");
    let keys: Vec<Vec<String>> = (0..DEVICES).map(|n| vec![format!("serial:any:SN{n:08}")]).collect();
    let keys: Vec<Vec<&str>> = keys.iter().map(|k| k.iter().map(String::as_str).collect()).collect();
    let groups: Vec<&[&str]> = keys.iter().map(Vec::as_slice).collect();
    let ids: Vec<String> = bench.name(day(4), &groups).await.into_iter().flatten().collect();
    assert_eq!(ids.len() as u64, DEVICES);
    lap("named");
    let snapshot = bench.register.snapshot(None, None).await.unwrap();
    assert_eq!((snapshot.evidence.len() as u64, snapshot.names.len() as u64), (DEVICES * EACH * 2, DEVICES));
    lap("snapshot");
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut made = bench::small_derivation(&bench, &ids).await;
    for (n, device) in made.devices.iter_mut().enumerate() {
        device.maker = bench::decided(["a", "b", "c", "d"][n % 4]);
        device.subjects = vec![format!("ip:10.0.{}.{}", n / 256 % 256, n % 256)];
        device.seen_in = vec!["city.pcap".into()];
    }
    made.stored(&bench, day(5), usize::MAX).await.unwrap();
    lap("derivation stored");
    let count = bench
        .register
        .how_many_by_maker(&Scope::default(), When::default(), Disclosure::Secret)
        .await
        .unwrap();
    assert_eq!(count.rows.iter().map(|r| r.proved).collect::<Vec<_>>(), [DEVICES / 4; 4]);
    lap("counted by maker");
    let totals = Scope { behind: Behind::Totals, ..Scope::default() };
    let short = bench.register.how_many_by_maker(&totals, When::default(), Disclosure::Secret).await.unwrap();
    assert_eq!(short.rows.iter().map(|r| r.proved).collect::<Vec<_>>(), [DEVICES / 4; 4]);
    lap("and in totals");
    let (page, next) = bench
        .register
        .list_devices(&Filter::default(), &Page::default(), When::default(), Disclosure::Secret)
        .await
        .unwrap();
    assert!(page.len() == 100 && next.is_some());
    lap("first page");
    assert_eq!(
        bench.register.standing(When::default(), Disclosure::Secret).await.unwrap().devices.len() as u64,
        DEVICES
    );
    lap("standing");
    assert!(
        matches!(bench.register.check(None).await.unwrap(), Check::Ok { facts, .. } if facts == DEVICES * (EACH + 1) + 2)
    );
    lap("checked");
    let which = Which::Subject { subject: "ip:10.0.0.9".into(), file: None };
    let erased = bench.apply(day(6), &[Change::Erase { which, rule: "r".into() }]).await;
    assert_eq!((erased.erased, erased.scrubbed), (EACH, Scrub::Done));
    lap("one subject erased");
    assert!(begun.elapsed().as_secs() < SECONDS, "took {} s", begun.elapsed().as_secs());
}
