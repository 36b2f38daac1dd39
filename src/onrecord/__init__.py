"""Records what pages say, not what is true: who said what, and who did what to whom, tied to the words of the page."""

__version__ = "0.1.0"
