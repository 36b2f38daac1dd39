-- What questions are answered from (onrecord.archive.entries fills it): codes, days and parties of records. The words of a record
-- stay in its page. `num` is that of `records`; `day` is the record's own date, else that of publication, '' if there is none.
CREATE TABLE events (
    num        INTEGER PRIMARY KEY REFERENCES records (num) ON DELETE CASCADE,
    page       INTEGER NOT NULL,
    type       TEXT NOT NULL,
    mode       TEXT NOT NULL,  -- modes, a space between
    status     TEXT NOT NULL,
    voice      TEXT NOT NULL,
    polarity   TEXT NOT NULL,
    modality   TEXT NOT NULL,
    date       TEXT,
    published  TEXT,
    day        TEXT NOT NULL,
    quad       INTEGER NOT NULL,
    score      REAL NOT NULL,
    confidence REAL NOT NULL,
    place      TEXT,           -- country
    actors     TEXT NOT NULL,  -- countries, sorted, a space between
    recipients TEXT NOT NULL,
    apart      INTEGER NOT NULL  -- the page if too little is known to merge its event with those of others, else 0
) STRICT;
CREATE INDEX events_page ON events (page);
CREATE INDEX events_day ON events (day);

CREATE TABLE figures (
    num     INTEGER PRIMARY KEY REFERENCES records (num) ON DELETE CASCADE,
    page    INTEGER NOT NULL,
    day     TEXT NOT NULL,
    status  TEXT NOT NULL,
    low     REAL,
    high    REAL,
    unit    TEXT NOT NULL,
    counted TEXT NOT NULL,  -- words as in the search index
    place   TEXT
) STRICT;
CREATE INDEX figures_page ON figures (page);
CREATE INDEX figures_day ON figures (day);

CREATE TABLE deadlines (
    num    INTEGER PRIMARY KEY REFERENCES records (num) ON DELETE CASCADE,
    page   INTEGER NOT NULL,
    day    TEXT NOT NULL,
    status TEXT NOT NULL,
    due    TEXT
) STRICT;
CREATE INDEX deadlines_page ON deadlines (page);
CREATE INDEX deadlines_day ON deadlines (day);
CREATE INDEX deadlines_due ON deadlines (due);

CREATE TABLE positions (
    num       INTEGER PRIMARY KEY REFERENCES records (num) ON DELETE CASCADE,
    page      INTEGER NOT NULL,
    day       TEXT NOT NULL,
    status    TEXT NOT NULL,
    holder    INTEGER NOT NULL,  -- number in `actors`
    question  TEXT NOT NULL,
    about     INTEGER NOT NULL,  -- number in `actors`
    stance    TEXT NOT NULL,
    claimants TEXT NOT NULL,     -- JSON
    latest    TEXT NOT NULL      -- day and id: puts positions in one order, whatever the order of the pages
) STRICT;
CREATE INDEX positions_page ON positions (page);
CREATE INDEX positions_group ON positions (holder, question, about, latest);
CREATE INDEX positions_latest ON positions (latest);

-- Somebody over all pages, by the key of onrecord.archive.parties, and what pages have them say, do and have done to them.
CREATE TABLE actors (
    num INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE actor_pages (
    page             INTEGER NOT NULL REFERENCES pages (num) ON DELETE CASCADE,
    actor            INTEGER NOT NULL,
    said             INTEGER NOT NULL,
    did_stated       INTEGER NOT NULL,
    did_otherwise    INTEGER NOT NULL,
    target_stated    INTEGER NOT NULL,
    target_otherwise INTEGER NOT NULL,
    PRIMARY KEY (page, actor)
) STRICT, WITHOUT ROWID;

-- Parties as pages have them, each once; '' for what is not known.
CREATE TABLE parties (
    num     INTEGER PRIMARY KEY,
    actor   INTEGER NOT NULL,
    text    TEXT NOT NULL,
    name    TEXT NOT NULL,
    country TEXT NOT NULL,
    sector  TEXT NOT NULL,
    uses    INTEGER NOT NULL,
    UNIQUE (text, name, country, sector)
) STRICT;
CREATE INDEX parties_actor ON parties (actor);
CREATE INDEX parties_country ON parties (country);
CREATE VIRTUAL TABLE party_words USING fts5 (words, tokenize = 'ascii');

-- On which side of a record a party stands: actor, recipient, claimant, denier, by, to, holder, about or speaker.
CREATE TABLE sides (
    num   INTEGER NOT NULL REFERENCES records (num) ON DELETE CASCADE,
    side  TEXT NOT NULL,
    seq   INTEGER NOT NULL,
    party INTEGER NOT NULL,
    PRIMARY KEY (num, side, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX sides_party ON sides (party);

-- The rest counts newest versions of pages, in each of three scopes: all ('') and those of the language and of the outlet of a page
-- ('language it', 'outlet Harbour Post').
CREATE TABLE actor_counts (
    scope            TEXT NOT NULL,
    actor            INTEGER NOT NULL,
    pages            INTEGER NOT NULL,
    said             INTEGER NOT NULL,
    did_stated       INTEGER NOT NULL,
    did_otherwise    INTEGER NOT NULL,
    target_stated    INTEGER NOT NULL,
    target_otherwise INTEGER NOT NULL,
    PRIMARY KEY (scope, actor)
) STRICT, WITHOUT ROWID;

-- How many reports agree in all of this.
CREATE TABLE merged (
    scope      TEXT NOT NULL,
    status     TEXT NOT NULL,
    modality   TEXT NOT NULL,
    month      TEXT NOT NULL,
    actors     TEXT NOT NULL,
    type       TEXT NOT NULL,
    recipients TEXT NOT NULL,
    day        TEXT NOT NULL,
    apart      INTEGER NOT NULL,
    reports    INTEGER NOT NULL,
    PRIMARY KEY (scope, status, modality, month, actors, type, recipients, day, apart)
) STRICT, WITHOUT ROWID;

-- How many pages were read, by what they tell of themselves, and those of an outlet.
CREATE INDEX pages_read ON pages (newest, published, language, outlet);
CREATE INDEX pages_outlet ON pages (outlet COLLATE NOCASE);
