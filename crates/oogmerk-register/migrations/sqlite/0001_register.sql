-- The register: a chain of commitments, the contents beside it, and the derivations made from them.
-- 0x4F4F474D is "OOGM": what `file` and our own `open` recognise a register by.
PRAGMA application_id = 1330595661;

-- One row: where the chain ends and what the clock last said.
CREATE TABLE register (
    one            INTEGER PRIMARY KEY CHECK (one = 1),
    head_number    INTEGER NOT NULL,
    head_hash      BLOB    NOT NULL,
    last_recorded  INTEGER NOT NULL,
    last_clock     INTEGER NOT NULL
);

-- The chain. Nothing in it can be read back into what was said; nothing in it is ever changed or removed.
CREATE TABLE fact (
    number       INTEGER PRIMARY KEY,
    recorded_at  INTEGER NOT NULL,
    kind         TEXT    NOT NULL,
    commitment   BLOB    NOT NULL,
    hash         BLOB    NOT NULL
);
CREATE INDEX fact_by_kind ON fact (kind, number);

CREATE TRIGGER fact_is_never_changed BEFORE UPDATE ON fact
BEGIN SELECT RAISE(ABORT, 'a recorded fact is never changed'); END;
CREATE TRIGGER fact_is_never_removed BEFORE DELETE ON fact
BEGIN SELECT RAISE(ABORT, 'a recorded fact is never removed'); END;

-- What was said. Erasing a fact removes its row here, salt and all.
CREATE TABLE content (
    number  INTEGER PRIMARY KEY REFERENCES fact (number),
    salt    BLOB NOT NULL,
    body    TEXT NOT NULL
);
CREATE TRIGGER content_is_never_changed BEFORE UPDATE ON content
BEGIN SELECT RAISE(ABORT, 'a recorded content is never changed'); END;

-- One run of the reasoning over the facts up to a head.
CREATE TABLE derivation (
    id           INTEGER PRIMARY KEY,
    recorded_at  INTEGER NOT NULL,
    knowledge    TEXT    NOT NULL,
    as_of        TEXT    NOT NULL,
    head_number  INTEGER NOT NULL,
    head_hash    BLOB    NOT NULL
);
CREATE INDEX derivation_by_time ON derivation (recorded_at, id);

-- JSON shared between derivations: a device that did not change is stored once.
CREATE TABLE record (
    id      INTEGER PRIMARY KEY,
    digest  BLOB NOT NULL UNIQUE,
    body    TEXT NOT NULL
);

-- One device of one derivation. After erasing, `record` and `arguments` are null and only what counts need is left.
CREATE TABLE device (
    derivation           INTEGER NOT NULL REFERENCES derivation (id),
    device               TEXT    NOT NULL,
    kind_state           TEXT    NOT NULL,
    kind                 TEXT,
    brand_state          TEXT    NOT NULL,
    brand                TEXT,
    maker_state          TEXT    NOT NULL,
    maker                TEXT,
    relation             TEXT,
    model                TEXT,
    firmware             TEXT,
    isolation            TEXT,
    talks_outside        INTEGER NOT NULL,
    present_from         INTEGER,
    declared_place       TEXT,
    declared_department  TEXT,
    record               INTEGER REFERENCES record (id),
    arguments            INTEGER REFERENCES record (id),
    PRIMARY KEY (derivation, device)
) WITHOUT ROWID;
CREATE INDEX device_by_maker      ON device (derivation, maker_state, maker, kind_state, kind);
CREATE INDEX device_by_brand      ON device (derivation, brand_state, brand, kind_state, kind);
CREATE INDEX device_by_kind       ON device (derivation, kind_state, kind);
CREATE INDEX device_by_model      ON device (derivation, model);
CREATE INDEX device_by_firmware   ON device (derivation, firmware);
CREATE INDEX device_by_isolation  ON device (derivation, isolation);
CREATE INDEX device_by_place      ON device (derivation, declared_place, declared_department);
CREATE INDEX device_by_record     ON device (record);
CREATE INDEX device_by_arguments  ON device (arguments);

-- The values a contested property could have.
CREATE TABLE rival (
    derivation  INTEGER NOT NULL REFERENCES derivation (id),
    property    TEXT    NOT NULL,
    device      TEXT    NOT NULL,
    value       TEXT    NOT NULL,
    PRIMARY KEY (derivation, property, device, value)
) WITHOUT ROWID;

-- Everything else of a derivation: findings, deviations, declared rows, rules, questions, labels, bystanders.
CREATE TABLE item (
    derivation  INTEGER NOT NULL REFERENCES derivation (id),
    sort        TEXT    NOT NULL,
    position    INTEGER NOT NULL,
    device      TEXT,
    body        TEXT    NOT NULL,
    PRIMARY KEY (derivation, sort, position)
) WITHOUT ROWID;
CREATE INDEX item_by_device ON item (device, derivation);
