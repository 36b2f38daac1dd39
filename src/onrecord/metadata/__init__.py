"""What a page says of itself: its title, date, authors, outlet and origin, in markup and in words."""
