//! A knowledge pack of any bytes, and fingerprints of others of any bytes: must not panic and must not hang, and what
//! opens says the same when it is opened again. The key is that of the seeds (`fuzz/seeds/pack`).
#![no_main]
use libfuzzer_sys::fuzz_target;
use oogmerk_knowledge::{SecretKey, TrustedKeys, foreign, signed};

fuzz_target!(|data: &[u8]| {
    let trusted = TrustedKeys(vec![(SecretKey::from_seed([7; 32]).public(), String::new())]);
    let _ = signed::peek(data);
    if let Ok(opened) = signed::open(data, &trusted) {
        let again = signed::reopen(data, &trusted).expect("what opened opens again");
        assert_eq!(opened.pack.version, again.1.version);
    }
    let all = [foreign::recog(&[("fuzz", data)]), foreign::nmap("fuzz", data)];
    for tell in all.iter().flat_map(|f| &f.tells) {
        assert!(tell.claims.maker.is_none() && tell.weight <= oogmerk_knowledge::Weight::Moderate);
    }
});
