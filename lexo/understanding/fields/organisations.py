"""Organisations by their names: with a company's legal form, or the word that says what institution it is."""

import re
from collections.abc import Iterator
from itertools import islice

from lexo.facts import Field
from lexo.understanding.fields.flow import Sheet
from lexo.understanding.fields.printed import beside
from lexo.understanding.paper import Paper

MOST = 6
MOST_LINES = 120
_SURE = 0.6

# Legal forms of France, Germany, Austria, Switzerland, the Netherlands, Belgium, Britain, America, Italy, Spain,
# Portugal, Malaysia and India.
_FORMS = (
    r"S\.?A\.?R\.?L\.?U?\.?|S\.?A\.?S\.?U?\.?|E\.?U\.?R\.?L\.?|S\.?C\.?I\.?|S\.?C\.?P\.?|S\.?E\.?L\.?A\.?R\.?L\.?|"
    r"S\.?C\.?O\.?P\.?|S\.?N\.?C\.?|S\.?C\.?A\.?|S\.?A\.?|G\.?I\.?E\.?|E\.?I\.?R\.?L\.?|S\.?E\.?M\.?|SCIC|EARL|GAEC|"
    r"G\.?m\.?b\.?H\.?(?: & Co\.? KG)?|gGmbH|AG|KG|KGaA|OHG|UG(?: \(haftungsbeschränkt\))?|e\.V\.|e\.K\.|"
    r"B\.?V\.?(?:B\.?A\.?)?|N\.?V\.?|VOF|V\.O\.F\.|S\.?P\.?R\.?L\.?|ASBL|VZW|"
    r"P(?:rivate|vt\.?) (?:Limited|Ltd\.?)|Limited|Ltd\.?|LLP|L\.L\.P\.|PLC|plc|Inc\.?|Incorporated|"
    r"Corp\.?|Corporation|"
    r"L\.?L\.?C\.?|L\.?P\.|(?:& )Company|Co\.(?:,? Ltd\.?)?|"
    r"S\.?p\.?A\.?|S\.?r\.?l\.?|S\.?L\.?U?\.?|Lda\.?|Ltda\.?|S\.?A\.? de C\.?V\.?|"
    r"SDN\.? ?BHD\.?|Sdn\.? ?Bhd\.?|BERHAD|Berhad|BHD\.?|Bhd\.?|Pte\.? Ltd\.?|Pty\.? Ltd\.?|A/S|ApS"
)
FORM_AT_END = re.compile(rf"[\s,]+(?:{_FORMS}|(?:{_FORMS}))(?=$|[\s,;:.)(\-–—|])")
_FORM_LAST = re.compile(rf"[\s,]+(?:{_FORMS})\.?\s*$")
_FRENCH_FORMS = r"S\.?A\.?R\.?L\.?|S\.?A\.?S\.?U?\.?|E\.?U\.?R\.?L\.?|S\.?C\.?I\.?|SCP|SELARL|SNC|SA|GIE|EARL|GAEC|SCOP"
_FORM_FIRST = re.compile(rf"^(?:(?:LA |Sté |Société |STE |STÉ )?(?:{_FRENCH_FORMS}))\s+(?=[A-ZÀ-Ý0-9])")
_CAPITALISED = r"[A-ZÀ-Þ0-9][\w&'’.+\-]*"
_LINKS = "et|en|de|du|des|la|le|les|l'|d'|au|aux|sur|und|and|of|for|the|van|von|der|di|della|del|y|e"
_WITH_FORM = re.compile(
    rf"(?<![\w&])((?:{_CAPITALISED}|&)(?:[ ,]{{1,2}}(?:{_CAPITALISED}|&|{_LINKS})){{0,6}}?)"
    rf"[ ,]{{1,2}}({_FORMS})(?![\w])"
)
_AT_START = re.compile(
    rf"[A-ZÀ-Þ][\w'’.&\-]*(?: (?:[A-ZÀ-Þ0-9&][\w'’.&\-]*|{_LINKS}|[a-zß-ÿ]{{2,9}}(?= ))){{0,4}}?,? (?:{_FORMS})(?![\w])"
)
_REST_OF_NAME = re.compile(rf"(?:{_CAPITALISED}|&)(?: (?:{_CAPITALISED}|&|{_LINKS})){{0,5}}")
INSTITUTION = re.compile(
    r"^(?:la |le |l'|les )?(?:mairie|commune|ville de|prefecture|sous-prefecture|direction|ministere|caisse|tribunal|"
    r"cour d'appel|universite|lycee|college|ecole|academie|rectorat|centre (?:hospitalier|des|communal)|hopital|"
    r"clinique|"
    r"syndic|syndicat|association|mutuelle|office|etude|cabinet|agence|banque|credit|assurances?|urssaf|"
    r"france travail|pole emploi|cpam|caf|carsat|cnav|msa|departement|region|conseil|communaute|metropole|tresorerie|"
    r"service des impots|centre des finances|sip|sie|ehpad|laboratoire|pharmacie|garage|boulangerie|restaurant|hotel|"
    r"societe|regie|federation|fondation|institut|greffe|chambre|copropriete|comite|bailleur|habitat|editions|librairie|"
    r"finanzamt|stadt|gemeinde|sparkasse|bank|gemeente|city of|county of|department of|university|ministry)(?![a-z])"
)


TRADE = re.compile(
    r"(?<![a-z])(?:assurances?|mutuelle|banque|immobilier|menuiserie|plomberie|electricite|maconnerie|peinture|chauffage|"
    r"transports?|conseils?|freres|fils|& cie|et cie|coiffure|optique|pharmacie|boulangerie|boucherie|garage|"
    r"automobiles?|taxis?|traiteur|paysages?|consulting|solutions|energies?|telecom|groupe?|international|"
    r"restaurant|cafe|store|shop|notaires?|avocats?|architectes?)(?![a-z])"
)


def has_form(text: str) -> bool:
    """Whether a text names a company with its legal form.

    >>> has_form("Au bon moulin SARL"), has_form("SCI Les Lilas"), has_form("Ma jolie boutique")
    (True, True, False)
    """
    return FORM_AT_END.search(text) is not None or _FORM_FIRST.match(text) is not None


def without_form(name: str) -> str:
    """The name alone, where something is left of it.

    >>> without_form("Au bon moulin SARL"), without_form("SAS Dupont & Fils"), without_form("SA")
    ('Au bon moulin', 'Dupont & Fils', 'SA')
    """
    bare = _FORM_FIRST.sub("", _FORM_LAST.sub("", name.strip()))
    return bare.strip(" ,-–") or name.strip()


def names_in(text: str) -> Iterator[tuple[int, int]]:
    """Where names with a legal form stand in a text."""
    first = _FORM_FIRST.match(text)
    if first is not None:
        rest = _REST_OF_NAME.match(text[first.end() :])
        if rest is not None:
            yield 0, first.end() + rest.end()
            return
    at_start = _AT_START.match(text)
    if at_start is not None and _is_more_than_form(at_start[0]):
        yield at_start.span()
    for found in _WITH_FORM.finditer(text, at_start.end() if at_start else 0):
        if sum(map(str.isalpha, found[1])) > 1 and _is_more_than_form(found[0]):
            yield found.span()


def _is_more_than_form(name: str) -> bool:
    return re.fullmatch(rf"(?:(?:{_FORMS})[ ,]*)+", name) is None


def find(paper: Paper) -> Iterator[Field]:
    """Organisations named with their legal form, each once."""
    known: set[str] = set()
    for page in paper.pages[:2]:
        sheet = Sheet(page)
        for line in islice(sheet.flow.lines, MOST_LINES):
            if len(line.text) > 200:
                continue
            for start, end in names_in(line.text):
                name = " ".join(line.text[start:end].split())
                key = without_form(name).casefold()
                if key not in known and len(known) < MOST:
                    known.add(key)
                    yield beside("organisation", line, (start, end), name, _SURE)
