-- Ways to the records of which there are few, so that nobody walks through all others to find that there are no more.
CREATE INDEX events_type ON events (type, day, status);
CREATE INDEX events_status ON events (status, day, type);
CREATE INDEX events_placed ON events (day) WHERE place IS NOT NULL;
CREATE INDEX figures_counted ON figures (counted);
CREATE INDEX pages_added ON pages (added);
