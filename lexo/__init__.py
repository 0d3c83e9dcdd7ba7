"""LEXO reads a person's papers on their own machine."""

__version__ = "0.1.0"
