"""Figures with their bounds and units, and the terms of deadlines, as the words of a passage give them."""

from onrecord.measuring.figures import Found, figures
from onrecord.measuring.numbers import Number, numbers
from onrecord.measuring.terms import Term, terms

__all__ = ["Found", "Number", "Term", "figures", "numbers", "terms"]
