"""Terms as expressions of SQLite's full-text search."""

from collections.abc import Sequence

from lexo.library.searching.query import Query, Term, Words


def all_terms(query: Query) -> str:
    """Pages that have every term, and nothing that is excluded."""
    return _without(" AND ".join(one_term(term) for term in query.terms), query.excluded)


def any_term(query: Query) -> str:
    """Pages that have at least one term, and nothing that is excluded."""
    return _without(" OR ".join(one_term(term) for term in query.terms), query.excluded)


def _without(wanted: str, excluded: Sequence[Term]) -> str:
    return f"({wanted}) NOT ({' OR '.join(map(one_term, excluded))})" if excluded else wanted


def one_term(term: Term) -> str:
    """Pages that have this term."""
    alternatives = [" AND ".join(map(_words, every)) for every in term.alternatives]
    return "(" + " OR ".join(f"({alternative})" for alternative in alternatives) + ")"


def _words(words: Words) -> str:
    """A string of FTS5 holds anything but a bare quote, and words never have one."""
    return '"' + " ".join(words.words) + '"' + ("*" if words.is_prefix else "")
