"""Answers that are counted, added up, listed or looked up out of the papers' facts, without any model: `compute`.

Import it where a question is answered, not where the server starts: reading a question loads its tables.
"""

from lexo.library.computing.answering import compute

__all__ = ["compute"]
