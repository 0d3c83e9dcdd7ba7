"""The law a contract is under, and the court that its parties chose."""

import re
from collections.abc import Iterator
from dataclasses import replace

from lexo.facts import Field
from lexo.understanding.fields.flow import Flow
from lexo.understanding.fields.printed import flowing

_PLACE = r"[A-Z][\w'’.-]+(?:[ \n](?:of[ \n]|and[ \n]|the[ \n])?[A-Z][\w'’.-]+){0,3}"
_LAWS = re.compile(
    r"(?i:laws?|jurisdiction)[ \n](?i:of|in(?: force in)?)[ \n](?:the[ \n])?"
    r"(?:(?i:state|commonwealth|province|republic|kingdom|district)[ \n](?i:of)[ \n])?(?:the[ \n])?"
    rf"(?P<place>{_PLACE})"
)
_LAW_OF = re.compile(rf"(?P<place>{_PLACE})[ \n](?:state[ \n])?law(?:s)?(?![a-z])")
_HEADED = re.compile(
    r"(?i:govern(?:ing|ed by)|applicable) (?i:law)s?\s?[:–-]\s?(?:the )?(?:(?i:state|commonwealth) (?i:of) )?"
    rf"(?P<place>{_PLACE})"
)
_GOVERNS = re.compile(rf"(?P<place>{_PLACE})[ \n](?:law|laws)[ \n](?:shall[ \n])?(?:govern|control)")
_GOVERNED = re.compile(r"govern(?:ed|ing)|construed|interpreted|choice of law|applicable law")
_COURTS = re.compile(
    r"(?i:courts?)[ \n](?:[a-z ,\n]{0,60}?)(?i:of|in)[ \n](?:the[ \n])?(?:(?i:state|commonwealth|city)[ \n]of[ \n])?"
    rf"(?P<place>{_PLACE})"
)
_FRENCH_LAW = re.compile(
    r"(?:regie?s?|soumise?s?|gouvernee?s?|interpretee?s?|applicable|loi applicable)[^.;]{0,60}?"
    r"(?:par|au|a|:|est)\s(?:le |la |l')?(?:droit|lois?|legislation)\s"
    r"(?P<law>francaise?s?|belges?|suisses?|luxembourgeoise?s?|allemande?s?|anglaise?s?|"
    r"italienne?s?|espagnole?s?|neerlandaise?s?|monegasques?)"
)
_FRENCH_COURT = re.compile(
    r"(?:tribuna(?:l|ux)|juridictions?|cours?)(?: (?:de commerce|judiciaires?|competente?s?|d'instance|"
    r"de grande instance|administratif|des activites economiques|d'appel)){0,3}"
    r"\s(?:de |d'|du ressort de )(?P<place>[a-z][a-z'-]{2,25}(?: [a-z'-]{2,20})?)"
)
_COUNTRIES = {
    "franc": "France", "belge": "Belgique", "suiss": "Suisse", "luxem": "Luxembourg", "allem": "Allemagne",
    "angla": "Angleterre", "itali": "Italie", "espag": "Espagne", "neerl": "Pays-Bas", "moneg": "Monaco",
}  # fmt: skip
_NOT_PLACES = re.compile(
    r"^(?:All|Each|It|In|No|If|Governing|Applicable|Choice|State|Commonwealth|Province|Agreement|Section|Parties|Party|Company|Such|Any|The|This|Federal|Law)\b"
)


def law_of(flow: Flow) -> Iterator[Field]:
    """`jurisdiction` is the state or country whose law governs; `competent_court` the town of the courts."""
    yield from _english(flow)
    found = _FRENCH_LAW.search(flow.plain)
    if found is not None:
        country = _COUNTRIES[found["law"][:5]]
        yield flowing("jurisdiction", flow, found.span("law"), country, 0.85)
    court = _FRENCH_COURT.search(flow.plain)
    if court is not None and flow.text[court.start("place")].isupper():
        place = " ".join(flow.text[slice(*court.span("place"))].split(" ")[:1])
        span = (court.start("place"), court.start("place") + len(place))
        yield flowing("competent_court", flow, span, place, 0.7)


def _english(flow: Flow) -> Iterator[Field]:
    """The law that is said to govern; where none is, that of the courts."""
    for cue in _GOVERNED.finditer(flow.plain):
        window = flow.text[cue.start() : cue.start() + 420]
        for pattern, sure in ((_LAWS, 0.88), (_HEADED, 0.8), (_LAW_OF, 0.75)):
            found = pattern.search(window)
            if found is not None and not _NOT_PLACES.match(found["place"]):
                yield _place(flow, cue.start(), found, sure)
                return
    for governing in _GOVERNS.finditer(flow.text):
        if not _NOT_PLACES.match(governing["place"]):
            yield _place(flow, 0, governing, 0.75)
            return
    for court in _COURTS.finditer(flow.text):
        if not _NOT_PLACES.match(court["place"]):
            yield _place(flow, 0, court, 0.55)
            return


def _place(flow: Flow, offset: int, found: re.Match[str], sure: float) -> Field:
    name = " ".join(found["place"].split())
    name = re.split(r"\.(?:\s|$)|\s(?:without|Without|Each|Any|The|All|This)\b", name)[0].strip(" .,'’")
    start = offset + found.start("place")
    span = (start, start + len(found["place"].rstrip(" .,")))
    return replace(flowing("jurisdiction", flow, span, name, sure), value=name)
