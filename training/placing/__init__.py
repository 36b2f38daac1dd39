"""Makes the table of cities that ships with onrecord."""
