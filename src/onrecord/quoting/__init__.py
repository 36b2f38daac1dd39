"""Quotation marks paired over a whole page, and who said the words between them."""
