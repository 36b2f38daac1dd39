-- Counts at the grain in which they are asked for (onrecord.archive.tallies fills and keeps them): sums of `merged` (what: 'reports') and of
-- `event_counts` (what: 'events'). Scopes as there; where a table has none, over all pages.
CREATE TABLE type_counts (
    what   TEXT NOT NULL,
    scope  TEXT NOT NULL,
    status TEXT NOT NULL,
    month  TEXT NOT NULL,
    type   TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (what, scope, status, month, type)
) STRICT, WITHOUT ROWID;

CREATE TABLE day_counts (
    what   TEXT NOT NULL,
    status TEXT NOT NULL,
    day    TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (what, status, day)
) STRICT, WITHOUT ROWID;

-- By a state on one side: actor or recipient ('' if none is known), or both: of those that are actor and recipient at once.
CREATE TABLE state_counts (
    what    TEXT NOT NULL,
    side    TEXT NOT NULL,
    status  TEXT NOT NULL,
    country TEXT NOT NULL,
    month   TEXT NOT NULL,
    type    TEXT NOT NULL,
    number  INTEGER NOT NULL,
    PRIMARY KEY (what, side, status, country, month, type)
) STRICT, WITHOUT ROWID;

CREATE TABLE pair_counts (
    what      TEXT NOT NULL,
    status    TEXT NOT NULL,
    year      TEXT NOT NULL,
    actor     TEXT NOT NULL,
    recipient TEXT NOT NULL,
    number    INTEGER NOT NULL,
    PRIMARY KEY (what, status, year, actor, recipient)
) STRICT, WITHOUT ROWID;

-- Newest versions of pages by their day of publication ('' if there is none), in each scope.
CREATE TABLE page_counts (
    scope  TEXT NOT NULL,
    day    TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (scope, day)
) STRICT, WITHOUT ROWID;
