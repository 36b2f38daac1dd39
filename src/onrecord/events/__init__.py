"""From what the encoder finds of deeds to events of the record: parties, status, dates, places, sizes."""
