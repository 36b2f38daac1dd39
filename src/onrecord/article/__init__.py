"""What of an HTML page is its article, and what kind of passage each block of it is."""
