"""Where: place names to countries, cities and coordinates."""

from onrecord.placing.gazetteer import Located, locate

__all__ = ["Located", "locate"]
