"""Makes the table of given names that ships with onrecord."""
