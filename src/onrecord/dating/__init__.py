"""When: the time expressions of a text, and the dates that they stand for."""

from onrecord.dating.grammar import expressions
from onrecord.dating.lexicon import Expression
from onrecord.dating.resolve import resolve

__all__ = ["Expression", "expressions", "resolve"]
