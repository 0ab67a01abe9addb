-- How many devices of a derivation look alike to the counts: same kind, brand and maker, decided or open alike.
-- A city has a million devices and a few hundred such profiles. Absent where rows were erased: then rows are counted.
CREATE TABLE tally (
    derivation  INTEGER NOT NULL REFERENCES derivation (id),
    profile     TEXT    NOT NULL,
    devices     INTEGER NOT NULL,
    PRIMARY KEY (derivation, profile)
) WITHOUT ROWID;

CREATE INDEX device_by_presence ON device (derivation, present_from);

ALTER TABLE derivation ADD COLUMN not_surveyed_sites INTEGER;
