//! The chain: what is recorded stays as it was recorded, and `check` says where it did not.
#![allow(clippy::disallowed_methods, reason = "tests look into the files that a register leaves")]
#![allow(clippy::unwrap_used)]

mod bench;

use bench::{Bench, day, input, observation, officer, says};
use oogmerk_register::{Change, Check, Fault, Register, RegisterError, Statement, Topic, Which};
use sqlx::SqliteConnection;

async fn filled() -> Bench {
    let mut bench = Bench::new().await;
    let facts = (1..=20)
        .map(|n| {
            says(
                &observation(&format!("ip:10.0.0.{n}"), "a.pcap", n, Some(day(1))),
                "sadp.serial",
                &format!("SN{n:06}"),
            )
        })
        .collect();
    bench.apply(day(2), &[input("a.pcap", facts)]).await;
    bench
}

async fn broken(bench: &Bench) -> u64 {
    match bench.register.check(None).await.unwrap() {
        Check::Broken { number, .. } => number,
        Check::Ok { .. } => panic!("tampering was not noticed"),
    }
}

async fn tampered(sql: &'static str) -> u64 {
    let bench = filled().await;
    let mut raw: SqliteConnection = bench.raw().await;
    let done = sqlx::query(sql).execute(&mut raw).await.unwrap();
    assert!(done.rows_affected() > 0, "{sql} changed nothing");
    broken(&bench).await
}

#[tokio::test]
async fn an_untouched_chain_holds_and_is_proved_by_its_head() {
    let bench = filled().await;
    let head = bench.register.head().await.unwrap();
    assert_eq!(head.number, 22);
    let want = Check::Ok { facts: 22, erased: 0, head: head.hash };
    assert_eq!(bench.register.check(Some(head.hash)).await.unwrap(), want);
    let other = filled().await;
    let mut bench = bench;
    bench.apply(day(3), &[Change::Stated(place("dev-x", "hall"))]).await;
    assert!(
        matches!(bench.register.check(Some(head.hash)).await.unwrap(), Check::Ok { .. }),
        "an older head still proves"
    );
    let mut other = other;
    other.apply(day(4), &[Change::Stated(place("dev-x", "hall"))]).await;
    let foreign = bench.register.head().await.unwrap().hash;
    assert!(matches!(other.register.check(Some(foreign)).await.unwrap(), Check::Broken { .. }));
}

#[tokio::test]
async fn a_changed_byte_anywhere_is_noticed() {
    let bench = filled().await;
    let mut raw = bench.raw().await;
    let columns = [("content", "salt"), ("content", "body"), ("fact", "commitment"), ("fact", "hash")];
    for number in [1i64, 2, 11, 22] {
        for (table, column) in columns {
            let read = format!("SELECT CAST({column} AS BLOB) FROM {table} WHERE number = $1");
            let before: Vec<u8> =
                sqlx::query_scalar(sqlx::AssertSqlSafe(read)).bind(number).fetch_one(&mut raw).await.unwrap();
            for at in (0..before.len()).step_by(5) {
                let mut after = before.clone();
                after[at] ^= 1;
                let cast = if column == "body" { "CAST($1 AS TEXT)" } else { "$1" };
                let write = format!("UPDATE {table} SET {column} = {cast} WHERE number = $2");
                let write = || sqlx::AssertSqlSafe(write.clone());
                sqlx::query(write()).bind(after).bind(number).execute(&mut raw).await.unwrap();
                assert_eq!(
                    broken(&bench).await,
                    number.unsigned_abs(),
                    "{table}.{column} byte {at} of {number}"
                );
                sqlx::query(write()).bind(before.clone()).bind(number).execute(&mut raw).await.unwrap();
            }
        }
    }
    assert!(matches!(bench.register.check(None).await.unwrap(), Check::Ok { .. }), "all was put back");
}

#[tokio::test]
async fn a_removed_moved_or_redated_fact_is_noticed() {
    assert_eq!(tampered("DELETE FROM fact WHERE number = 7").await, 7);
    assert_eq!(tampered("DELETE FROM fact WHERE number = 22").await, 22);
    assert_eq!(tampered("DELETE FROM content WHERE number = 7").await, 7);
    assert_eq!(tampered("DELETE FROM content WHERE number = 22").await, 22);
    assert_eq!(tampered("UPDATE fact SET recorded_at = recorded_at - 1 WHERE number = 9").await, 9);
    assert_eq!(tampered("UPDATE fact SET kind = 'window' WHERE number = 9").await, 9);
    assert_eq!(tampered("UPDATE content SET number = 99 WHERE number = 9").await, 9);
    assert_eq!(
        tampered("UPDATE content SET number = CASE number WHEN 7 THEN -8 ELSE -7 END WHERE number IN (7, 8)")
            .await,
        7
    );
    assert_eq!(tampered("INSERT INTO content (number, salt, body) VALUES (500, x'00', '{}')").await, 23);
}

#[tokio::test]
async fn two_swapped_facts_are_noticed() {
    let bench = filled().await;
    let mut raw = bench.raw().await;
    for table in ["fact", "content"] {
        for sql in [
            format!("UPDATE {table} SET number = 1007 WHERE number = 7"),
            format!("UPDATE {table} SET number = 7 WHERE number = 8"),
            format!("UPDATE {table} SET number = 8 WHERE number = 1007"),
        ] {
            sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut raw).await.unwrap();
        }
    }
    assert_eq!(broken(&bench).await, 7);
}

#[tokio::test]
async fn what_was_erased_by_rule_is_counted_and_passes() {
    let mut bench = filled().await;
    let which = Which::Facts(vec![5, 6, 9]);
    let receipt = bench.apply(day(3), &[Change::Erase { which, rule: "request 12".into() }]).await;
    assert_eq!(receipt.erased, 3);
    let Check::Ok { facts, erased, .. } = bench.register.check(None).await.unwrap() else { panic!("broken") };
    assert_eq!((facts, erased), (23, 3));
    let mut raw = bench.raw().await;
    sqlx::query(
        "INSERT INTO content (number, salt, body) SELECT 5, salt, body FROM content WHERE number = 7",
    )
    .execute(&mut raw)
    .await
    .unwrap();
    assert_eq!(broken(&bench).await, 5, "content that comes back is noticed");
}

#[tokio::test]
async fn a_recorded_fact_cannot_be_changed_by_accident() {
    let bench = filled().await;
    let mut conn =
        <SqliteConnection as sqlx::Connection>::connect(&format!("sqlite://{}", bench.path.display()))
            .await
            .unwrap();
    for sql in ["UPDATE fact SET kind = 'x'", "DELETE FROM fact", "UPDATE content SET body = '{}'"] {
        assert!(sqlx::query(sql).execute(&mut conn).await.is_err(), "{sql}");
    }
}

fn place(about: &str, value: &str) -> Statement {
    Statement {
        about: about.into(),
        topic: Topic::Place,
        value: Some(value.into()),
        valid_from: None,
        valid_to: None,
    }
}

#[tokio::test]
async fn recorded_time_never_goes_back_and_a_clock_that_did_is_recorded() {
    let mut bench = Bench::new().await;
    let first = bench.apply(day(10), &[Change::Stated(place("dev-a", "hall"))]).await;
    let same = bench.apply(day(10), &[Change::Stated(place("dev-a", "stairs"))]).await;
    assert_eq!(same.recorded_at.0, first.recorded_at.0 + 1);
    assert_eq!(same.appended, 1, "the same moment twice is no jump");
    let back = bench.apply(day(3), &[Change::Stated(place("dev-a", "roof"))]).await;
    assert_eq!(back.recorded_at.0, same.recorded_at.0 + 1);
    assert_eq!(back.appended, 2, "the jump is a fact");
    let on = bench.apply(day(4), &[Change::Stated(place("dev-a", "cellar"))]).await;
    assert_eq!((on.recorded_at.0, on.appended), (back.recorded_at.0 + 1, 1));
    assert!(matches!(bench.register.check(None).await.unwrap(), Check::Ok { .. }));
}

#[tokio::test]
async fn a_register_is_found_again_as_it_was_left() {
    let mut bench = filled().await;
    bench.log_read(day(3), "how_many_by_maker").await;
    let head = bench.register.head().await.unwrap();
    let again = Register::open(&bench.path).await.unwrap();
    assert_eq!(again.head().await.unwrap(), head);
    assert_eq!(again.body().await.unwrap(), "Testdorp");
    assert_eq!(again.ground_number().await.unwrap(), 22, "a read is no ground");
}

async fn refused(path: &std::path::Path) -> RegisterError {
    Register::open(path).await.unwrap_err()
}

#[tokio::test]
async fn what_is_no_register_is_named_as_such_and_left_alone() {
    let bench = Bench::new().await;
    let folder = bench.path.parent().unwrap();
    let there = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    assert!(matches!(refused(&folder.join("none")).await, RegisterError::NotThere { .. }));
    assert!(matches!(refused(folder).await, RegisterError::NotARegister { .. }));
    let noise: Vec<u8> = (0..9_000u32).map(|n| (n * 7 % 251) as u8).collect();
    for (name, bytes) in [("empty", &[][..]), ("short", b"SQLite format 3\0"), ("noise", &noise)] {
        let path = there(name, bytes);
        let error = refused(&path).await;
        assert!(matches!(error, RegisterError::NotARegister { .. }), "{name}: {error}");
        assert_eq!(error.fault(), Fault::File);
        assert_eq!(std::fs::read(&path).unwrap(), bytes, "{name} was changed");
    }
    let other = folder.join("other.db");
    let mut conn =
        <SqliteConnection as sqlx::Connection>::connect(&format!("sqlite://{}?mode=rwc", other.display()))
            .await
            .unwrap();
    sqlx::query("CREATE TABLE x (y)").execute(&mut conn).await.unwrap();
    drop(conn);
    assert!(matches!(refused(&other).await, RegisterError::NotARegister { .. }));
    let mut seed = 1;
    let again = Register::create(&bench.path, "x", day(0), &mut bench::dice(&mut seed)).await;
    assert!(matches!(again, Err(RegisterError::AlreadyThere { .. })));
}

#[tokio::test]
async fn a_newer_a_cut_and_a_write_protected_register_are_told_apart() {
    let bench = filled().await;
    let folder = bench.path.parent().unwrap().to_owned();
    let path = bench.path.clone();
    let mut raw = bench.raw().await;
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut raw).await.unwrap();
    let whole = std::fs::read(&path).unwrap();

    let cut = folder.join("cut.oogmerk");
    std::fs::write(&cut, &whole[..whole.len() / 3]).unwrap();
    let error = refused(&cut).await;
    assert_eq!(error.fault(), Fault::File, "{error:?}");

    let holed = folder.join("holed.oogmerk");
    let mut bytes = whole.clone();
    bytes[4_096..].iter_mut().for_each(|b| *b = 0xa5);
    std::fs::write(&holed, bytes).unwrap();
    assert_eq!(refused(&holed).await.fault(), Fault::File);

    let locked = folder.join("locked.oogmerk");
    std::fs::write(&locked, &whole).unwrap();
    let mut permissions = std::fs::metadata(&locked).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&locked, permissions).unwrap();
    assert!(matches!(refused(&locked).await, RegisterError::ReadOnly { .. }));

    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (99, 'later', 1, x'00', 0)",
    )
    .execute(&mut raw)
    .await
    .unwrap();
    let error = refused(&path).await;
    assert!(matches!(error, RegisterError::NewerSchema { found: 99, .. }), "{error:?}");
}

#[tokio::test]
async fn two_programs_write_one_chain() {
    let mut bench = filled().await;
    let second = Register::open(&bench.path).await.unwrap();
    let mut seed = 99;
    for n in 0..5 {
        bench.apply(day(3 + n), &[Change::Stated(place("dev-a", "hall"))]).await;
        let change = [Change::Stated(place("dev-b", "roof"))];
        second.apply(&change, &officer(), day(3 + n), &mut bench::dice(&mut seed)).await.unwrap();
    }
    let Check::Ok { facts, .. } = bench.register.check(None).await.unwrap() else { panic!("broken") };
    assert_eq!(facts, 32);
}

#[tokio::test]
async fn one_refused_change_records_nothing() {
    let mut bench = filled().await;
    let before = bench.register.head().await.unwrap();
    let mut wrong = place("dev-a", "hall");
    (wrong.valid_from, wrong.valid_to) = (Some(day(5)), Some(day(4)));
    let error = bench
        .try_apply(day(3), &[Change::Stated(place("dev-a", "hall")), Change::Stated(wrong)])
        .await
        .unwrap_err();
    assert_eq!(error.fault(), Fault::Operator);
    assert_eq!(bench.register.head().await.unwrap(), before);
}
