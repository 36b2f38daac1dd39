"""The archive: SQLite in WAL mode with full-text search in any script."""
