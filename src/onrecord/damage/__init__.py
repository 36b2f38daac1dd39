"""What scraping does to text, and how it is undone: each module finds one family of damage."""
