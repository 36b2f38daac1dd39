-- What people decided about records of the machine. A review names the record by its id, which is a hash of its place on the page, and keeps the
-- record as it was judged: so it stays when the page is read anew. It goes with the page when that is forgotten. The newest one counts.
CREATE TABLE reviews (
    num        INTEGER PRIMARY KEY,
    page       INTEGER NOT NULL REFERENCES pages (num) ON DELETE CASCADE,
    kind       TEXT NOT NULL,
    record     TEXT NOT NULL,
    verdict    TEXT NOT NULL,   -- accept, reject, correct, or reopen: as if nobody had judged it
    correction TEXT NOT NULL,   -- JSON: the fields that are otherwise, {} if none
    machine    TEXT NOT NULL,   -- JSON: the record as it was judged
    reviewer   TEXT NOT NULL,
    reason     TEXT NOT NULL,
    reviewed   TEXT NOT NULL
) STRICT;
CREATE INDEX reviews_record ON reviews (record, num);
CREATE INDEX reviews_page ON reviews (page);

-- Searches that somebody named to run them again: the address of the view within the desk, filters included.
CREATE TABLE searches (
    name  TEXT PRIMARY KEY,
    view  TEXT NOT NULL,
    saved TEXT NOT NULL
) STRICT, WITHOUT ROWID;
