"""Quotation marks paired over a whole page."""
