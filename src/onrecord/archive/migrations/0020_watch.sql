-- What `onrecord watch` knows (onrecord.archive.watching). Times are seconds since 1970, UTC.
-- Feeds and pages to fetch. Of a page that is done only `key`, the hash of its address, stays: enough not to fetch it twice.
CREATE TABLE watch_fetches (
    key      BLOB PRIMARY KEY,
    kind     TEXT NOT NULL,     -- feed or page
    url      TEXT,
    target   TEXT,              -- where redirects have led so far
    hops     INTEGER NOT NULL,
    host     TEXT,              -- of the next request
    due      REAL,              -- null: never again
    tries    INTEGER NOT NULL,  -- failures in a row
    told     TEXT,              -- JSON: what the feed says of a page, or what a feed answered last
    polled   REAL,
    error    TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX watch_fetches_due ON watch_fetches (host, due) WHERE due IS NOT NULL;

-- No request to a host before `next`.
CREATE TABLE watch_hosts (
    host TEXT PRIMARY KEY,
    next REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE watch_robots (
    origin TEXT PRIMARY KEY,
    text   TEXT,           -- null: could not be had, so nothing is allowed
    until  REAL NOT NULL,
    target TEXT,           -- where redirects have led so far
    hops   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Files of watched folders that are in the archive, as they were.
CREATE TABLE watch_files (
    path     TEXT PRIMARY KEY,
    size     INTEGER NOT NULL,
    modified INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Pages up to number `seen` have been searched for an alert; what it found waits to be delivered.
CREATE TABLE watch_alerts (
    name TEXT PRIMARY KEY,
    seen INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE watch_outbox (
    num     INTEGER PRIMARY KEY,
    alert   TEXT NOT NULL,
    page    INTEGER NOT NULL REFERENCES pages (num) ON DELETE CASCADE,
    id      TEXT NOT NULL,
    payload TEXT NOT NULL,  -- JSON
    due     REAL NOT NULL,
    tries   INTEGER NOT NULL
) STRICT;
CREATE INDEX watch_outbox_page ON watch_outbox (page);

-- A forgotten page gives its number free for the next one, which must not count as seen.
CREATE TRIGGER watch_forget AFTER DELETE ON pages BEGIN
    UPDATE watch_alerts SET seen = min(seen, (SELECT coalesce(max(num), 0) FROM pages));
END;
