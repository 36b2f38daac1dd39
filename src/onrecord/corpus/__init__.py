"""Steps that need many pages: copies, actors, stories, merged events; records to records, nothing is written."""
