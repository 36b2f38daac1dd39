"""The version of onrecord, as every record names it."""

__version__ = "0.1.0"
