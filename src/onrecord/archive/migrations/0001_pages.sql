-- Pages, what stands on them, and where they were seen. `num` is ours and short; `id` is the hash people cite.
CREATE TABLE pages (
    num       INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    key       TEXT,
    path      TEXT,
    url       TEXT,
    newest    INTEGER NOT NULL,  -- 1 if it is the last version at any address where it was seen
    language  TEXT,
    outlet    TEXT,
    published TEXT,
    title     TEXT NOT NULL,
    retrieved TEXT,
    added     TEXT NOT NULL,
    made_by   TEXT NOT NULL
) STRICT;
CREATE INDEX pages_published ON pages (published);

-- The decoded page and its PageRecord as JSON, both zlib (which brings a checksum of its own).
CREATE TABLE contents (
    page   INTEGER PRIMARY KEY REFERENCES pages (num) ON DELETE CASCADE,
    text   BLOB NOT NULL,
    record BLOB NOT NULL
) STRICT;

-- Where every record id leads: the `seq`-th record of a kind on a page. `num` is its row in the search index.
CREATE TABLE records (
    num  INTEGER PRIMARY KEY,
    page INTEGER NOT NULL REFERENCES pages (num) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    seq  INTEGER NOT NULL,
    id   TEXT NOT NULL
) STRICT;
CREATE INDEX records_page ON records (page);
CREATE INDEX records_id ON records (id);

-- Versions of what one address showed; numbers are never given twice while a later version is there.
CREATE TABLE versions (
    num     INTEGER PRIMARY KEY,
    address TEXT NOT NULL,
    version INTEGER NOT NULL,
    page    INTEGER NOT NULL REFERENCES pages (num) ON DELETE CASCADE,
    UNIQUE (address, version),
    UNIQUE (page, address)
) STRICT;

-- Every file and address where the bytes of a page were met.
CREATE TABLE sightings (
    page      INTEGER NOT NULL REFERENCES pages (num) ON DELETE CASCADE,
    path      TEXT NOT NULL,
    url       TEXT NOT NULL,
    key       TEXT NOT NULL,
    retrieved TEXT,
    seen      TEXT NOT NULL,
    PRIMARY KEY (page, path, url, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX sightings_path ON sightings (path);
CREATE INDEX sightings_url ON sightings (url);
CREATE INDEX sightings_key ON sightings (key);

CREATE TABLE cases (
    num     INTEGER PRIMARY KEY,
    name    TEXT NOT NULL UNIQUE,
    created TEXT NOT NULL
) STRICT;

CREATE TABLE page_cases (
    page      INTEGER NOT NULL REFERENCES pages (num) ON DELETE CASCADE,
    case_num  INTEGER NOT NULL REFERENCES cases (num) ON DELETE CASCADE,
    PRIMARY KEY (page, case_num)
) STRICT, WITHOUT ROWID;
CREATE INDEX page_cases_case ON page_cases (case_num);

-- What went wrong: with a page, or (page null) with an input that gave no page.
CREATE TABLE problems (
    num       INTEGER PRIMARY KEY,
    page      INTEGER REFERENCES pages (num) ON DELETE CASCADE,
    path      TEXT,
    stage     TEXT NOT NULL,
    message   TEXT NOT NULL,
    start     INTEGER,
    "end"     INTEGER,
    noted     TEXT NOT NULL
) STRICT;
CREATE INDEX problems_page ON problems (page);
CREATE INDEX problems_path ON problems (path);

-- What the archive has to remember about itself, for example a forgetting that is not finished.
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Search. The words come cut and folded by onrecord.archive.words, one space between, so that `ascii` only splits at
-- the spaces: unicode61 tears words of the Indic scripts and knows no letter younger than Unicode 6.1.
CREATE VIRTUAL TABLE passage_words USING fts5 (text, tokenize = 'ascii');
CREATE VIRTUAL TABLE attribution_words USING fts5 (content, speaker, tokenize = 'ascii');
