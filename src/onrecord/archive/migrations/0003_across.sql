-- What goes over many pages (onrecord.archive.upkeep fills it, of newest versions only). All but `judgements` can be made anew from the pages.
-- Pages that came, changed or went and are not worked in yet. A condition and not OR IGNORE: within a trigger the conflict clause of the statement
-- that fired it counts, and an upsert has none.
CREATE TABLE unsettled (
    page INTEGER PRIMARY KEY
) STRICT;
CREATE TRIGGER page_came AFTER INSERT ON contents WHEN new.page NOT IN (SELECT page FROM unsettled) BEGIN INSERT INTO unsettled VALUES (new.page); END;
CREATE TRIGGER page_told_anew AFTER UPDATE ON contents WHEN new.page NOT IN (SELECT page FROM unsettled) BEGIN INSERT INTO unsettled VALUES (new.page); END;
CREATE TRIGGER page_superseded AFTER UPDATE OF newest ON pages WHEN new.num NOT IN (SELECT page FROM unsettled) BEGIN INSERT INTO unsettled VALUES (new.num); END;
CREATE TRIGGER page_went AFTER DELETE ON pages WHEN old.num NOT IN (SELECT page FROM unsettled) BEGIN INSERT INTO unsettled VALUES (old.num); END;
INSERT INTO unsettled SELECT num FROM pages;

-- Pages that are worked in; `rank` is a hash of the id.
CREATE TABLE settled (
    page INTEGER PRIMARY KEY,
    id   TEXT NOT NULL,
    rank INTEGER NOT NULL UNIQUE
) STRICT;

-- Things that may belong together: texts, pages of stories, names (onrecord.corpus.blocks), with their keys, links and blocks, all by rank.
CREATE TABLE copy_things (rank INTEGER PRIMARY KEY, block INTEGER, keys BLOB NOT NULL, thing BLOB NOT NULL) STRICT;
CREATE INDEX copy_things_block ON copy_things (block);
CREATE TABLE copy_keys (key INTEGER NOT NULL, rank INTEGER NOT NULL, PRIMARY KEY (key, rank)) STRICT, WITHOUT ROWID;
CREATE TABLE copy_links (one INTEGER NOT NULL, other INTEGER NOT NULL, strength REAL NOT NULL, PRIMARY KEY (one, other)) STRICT, WITHOUT ROWID;
CREATE TABLE story_things (rank INTEGER PRIMARY KEY, block INTEGER, keys BLOB NOT NULL, thing BLOB NOT NULL) STRICT;
CREATE INDEX story_things_block ON story_things (block);
CREATE TABLE story_keys (key INTEGER NOT NULL, rank INTEGER NOT NULL, PRIMARY KEY (key, rank)) STRICT, WITHOUT ROWID;
CREATE TABLE story_links (one INTEGER NOT NULL, other INTEGER NOT NULL, strength REAL NOT NULL, PRIMARY KEY (one, other)) STRICT, WITHOUT ROWID;

-- What users judged of two names (ids as in an actor's `merged_from`): one actor, or two.
CREATE TABLE judgements (
    one  TEXT NOT NULL,
    other TEXT NOT NULL,
    same INTEGER NOT NULL,
    by   TEXT NOT NULL,
    at   TEXT NOT NULL,
    why  TEXT NOT NULL,
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;

-- Somebody over all pages, made of names.
CREATE TABLE who (
    num     INTEGER PRIMARY KEY,
    id      TEXT NOT NULL UNIQUE,
    kind    TEXT NOT NULL,
    name    TEXT NOT NULL,
    country TEXT,
    sector  TEXT,
    pages   INTEGER NOT NULL,
    body    BLOB NOT NULL  -- the actor as JSON
) STRICT;
CREATE INDEX who_pages_number ON who (pages);
CREATE INDEX who_country ON who (country);
CREATE INDEX parties_name ON parties (name);
CREATE VIRTUAL TABLE who_words USING fts5 (words, tokenize = 'ascii');

-- Names in their normal form (`num` is a hash of `id`), on how many pages they are and whose they are.
CREATE TABLE names (
    num     INTEGER PRIMARY KEY,
    id      TEXT NOT NULL UNIQUE,
    kind    TEXT NOT NULL,
    key     TEXT NOT NULL,
    country TEXT NOT NULL,
    pages   INTEGER NOT NULL,
    who     INTEGER
) STRICT;
CREATE INDEX names_who ON names (who);
CREATE INDEX names_gone ON names (num) WHERE pages = 0;

-- What pages say of a name: forms of it, countries, sectors, roles, with the first and last publication date of those that have one.
CREATE TABLE name_told (
    name     INTEGER NOT NULL,
    what     TEXT NOT NULL,
    text     TEXT NOT NULL,
    language TEXT NOT NULL,
    pages    INTEGER NOT NULL,
    since    TEXT NOT NULL,
    until    TEXT NOT NULL,
    PRIMARY KEY (name, what, text, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE name_pages (
    page      INTEGER NOT NULL,
    name      INTEGER NOT NULL,
    published TEXT NOT NULL,
    told      TEXT NOT NULL,  -- what the page says of it, as JSON
    PRIMARY KEY (page, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_pages_name ON name_pages (name);

-- Names of persons by the sound of a surname; `short`: surnames alone.
CREATE TABLE surnames (
    key   INTEGER NOT NULL,
    short INTEGER NOT NULL,
    name  INTEGER NOT NULL,
    PRIMARY KEY (key, short, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE name_things (rank INTEGER PRIMARY KEY, block INTEGER, keys BLOB NOT NULL, thing BLOB NOT NULL) STRICT;
CREATE INDEX name_things_block ON name_things (block);
CREATE TABLE name_keys (key INTEGER NOT NULL, rank INTEGER NOT NULL, PRIMARY KEY (key, rank)) STRICT, WITHOUT ROWID;
CREATE TABLE name_links (one INTEGER NOT NULL, other INTEGER NOT NULL, strength REAL NOT NULL, PRIMARY KEY (one, other)) STRICT, WITHOUT ROWID;

-- Pages with one text; the id is that of the first of them.
CREATE TABLE copy_groups (
    num    INTEGER PRIMARY KEY,
    id     TEXT NOT NULL UNIQUE,
    origin TEXT,
    why    TEXT NOT NULL,
    source TEXT
) STRICT;
CREATE TABLE copy_pages (
    page  INTEGER PRIMARY KEY,
    copies INTEGER NOT NULL
) STRICT;
CREATE INDEX copy_pages_copies ON copy_pages (copies);

-- Pages about one thing, two or more.
CREATE TABLE stories (
    num   INTEGER PRIMARY KEY,
    id    TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT NOT NULL,
    pages INTEGER NOT NULL
) STRICT;
CREATE INDEX stories_until ON stories (until);
CREATE TABLE story_pages (
    page  INTEGER PRIMARY KEY,
    story INTEGER NOT NULL
) STRICT;
CREATE INDEX story_pages_story ON story_pages (story);

-- Events, each with all its reports (`report` is the number in `records`); `day` is '' if none is known.
CREATE TABLE merged_events (
    num        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    story      INTEGER,
    type       TEXT NOT NULL,
    stated     INTEGER NOT NULL,  -- whether an outlet itself tells it as having happened
    statuses   TEXT NOT NULL,     -- of the reports, a space between
    day        TEXT NOT NULL,
    actors     TEXT NOT NULL,     -- countries, sorted, a space between
    recipients TEXT NOT NULL,
    reports    INTEGER NOT NULL,
    origins    INTEGER NOT NULL,
    counted    TEXT NOT NULL,     -- scopes and statuses in which it is counted, as JSON
    body       BLOB               -- the event as JSON, if it has two or more reports
) STRICT;
CREATE INDEX merged_events_day ON merged_events (day);
CREATE INDEX merged_events_story ON merged_events (story);
CREATE TABLE merged_reports (
    report INTEGER PRIMARY KEY,
    event  INTEGER NOT NULL,
    page   INTEGER NOT NULL
) STRICT;
CREATE INDEX merged_reports_page ON merged_reports (page);
CREATE INDEX merged_reports_event ON merged_reports (event);

-- Merged events by what they are counted by, for each status that a report of one has; scopes as in `merged`.
CREATE TABLE event_counts (
    scope      TEXT NOT NULL,
    status     TEXT NOT NULL,
    month      TEXT NOT NULL,
    actors     TEXT NOT NULL,
    type       TEXT NOT NULL,
    recipients TEXT NOT NULL,
    day        TEXT NOT NULL,
    events     INTEGER NOT NULL,
    PRIMARY KEY (scope, status, month, actors, type, recipients, day)
) STRICT, WITHOUT ROWID;
