"""How much an electronic invoice says: its profile, by the guideline that it names.

Source: the identifiers listed in the Factur-X 1.0, ZUGFeRD 1.0 and 2 and XRechnung specifications.
"""

_BY_WORD = (  # the first that the guideline holds
    ("xrechnung", "XRECHNUNG"),
    ("extended", "EXTENDED"),
    ("basicwl", "BASIC WL"),
    ("minimum", "MINIMUM"),
    ("basic", "BASIC"),
    ("comfort", "COMFORT"),
    ("en16931", "EN 16931"),
)


def profile_of(guideline: str) -> str:
    """The profile's name, "" where the guideline is none that is known.

    >>> profile_of("urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic")
    'BASIC'
    """
    known = guideline.casefold()
    return next((name for word, name in _BY_WORD if word in known), "")
