"""`onrecord batch`: files in, one Parquet part a file (or slice of a large one) out, resumable, on one machine or many."""
