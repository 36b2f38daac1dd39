"""Parts of `onrecord batch`: Parquet files with a row a page, whose columns are the fields of its record and its text."""

from onrecord.parts.files import Input, PartFacts, PartWriter, facts, problem_of, readings, unfinished

__all__ = ["Input", "PartFacts", "PartWriter", "facts", "problem_of", "readings", "unfinished"]
