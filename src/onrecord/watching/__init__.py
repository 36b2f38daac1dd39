"""`onrecord watch`: follow feeds and folders, add what is new to the archive, and tell those who asked to be told."""
