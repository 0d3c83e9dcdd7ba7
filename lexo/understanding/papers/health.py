"""Health: rights to the Assurance maladie, mutual insurers, and what was refunded, act by act."""

import re
from collections.abc import Iterator

from lexo.facts import Field, Proof, Source, Verdict
from lexo.understanding.paper import Paper, Row
from lexo.understanding.papers.shapes import AMOUNT, DATE, MONEY, NAME, NUMBER, PHRASE, days_in
from lexo.understanding.papers.wanted import Wanted, amounts_after, gather, rows_of
from lexo.understanding.papers.wording import label, speaks_of

_SPEAKS = (
    "assurance maladie",
    "securite sociale",
    "cpam",
    "mutuelle",
    "complementaire sante",
    "carte vitale",
    "feuille de soins",
    "ameli",
)
_RIGHTS = ("droits", "rembourse", "decompte", "beneficiaire", "assure", "adherent")
MOST_ACTS = 200

WANTED = (
    Wanted(
        "caisse",
        label(
            "(?:votre )?caisse(?: d'affiliation| gestionnaire)?",
            "organisme(?: de rattachement| gestionnaire| d'affiliation)?",
            "centre de rattachement",
        ),
        PHRASE,
    ),
    Wanted("regime", label("regime"), PHRASE, 1),
    Wanted(
        "insured",
        label("(?:nom de l')?assure(?: \\(e\\)|\\(e\\))?", "(?:nom (?:et )?prenoms? )?(?:de l')?assure"),
        NAME,
    ),
    Wanted("beneficiary", label("beneficiaires?"), NAME),
    Wanted("member_number", label("(?:n°|numero) (?:d')?(?:adherent|amc)", "adherent n°"), NUMBER),
    Wanted(
        "rights_start",
        label(
            "(?:droits )?(?:ouverts?|valables?) (?:a compter )?du", "(?:date de )?debut (?:de|des) droits", "droits du"
        ),
        DATE,
    ),
    Wanted("rights_end", label("(?:date de )?fin (?:de|des) droits", "valables? jusqu'au", "jusqu'au"), DATE),
    Wanted(
        "total_refunded",
        label("(?:montant )?total (?:rembourse|des remboursements|verse)", "montant (?:rembourse|verse)"),
        AMOUNT,
        0,
    ),
    Wanted("doctor", label("medecin traitant", "prescripteur", "praticien"), NAME),
)
_RIGHTS_BETWEEN = label("droits", "valable", "validite", "ouverts?")
_HEADING = label("rembourse\\w*", "montant verse", "verse")
_NO_ACT = label("total", "sous-total", "report")


def find(paper: Paper) -> Iterator[Field]:
    """What a paper of health insurance says."""
    if not speaks_of(paper, _SPEAKS, _RIGHTS):
        return
    fields = gather(paper, WANTED)
    if "rights_end" not in fields:
        fields |= {field.name: field for field in _rights(paper)}
    acts = _acts(paper)
    if acts is not None:
        fields["reimbursements"] = acts
    yield from fields.values()


def _rights(paper: Paper) -> Iterator[Field]:
    """ "droits ... du 01/01/2025 au 31/12/2025"."""
    from lexo.understanding.papers.wanted import stated

    for _, _, row in rows_of(paper):
        found = _RIGHTS_BETWEEN.search(row.text)
        days = days_in(row.text, found.end()) if found else []
        if len(days) == 2 and days[0][1] < days[1][1]:
            for name, (span, iso) in zip(("rights_start", "rights_end"), days, strict=True):
                yield stated(name, row, span, iso)
            return


def _acts(paper: Paper) -> Field | None:
    """Rows that begin with a day and end with what was paid and what was refunded, below a heading that says so."""
    rows: list[dict[str, str]] = []
    places: list[Row] = []
    is_below_heading = False
    for _, _, row in rows_of(paper):
        is_below_heading = is_below_heading or (_HEADING.search(row.text) is not None and not MONEY.search(row.text))
        act = _act(row) if is_below_heading and len(rows) < MOST_ACTS else None
        if act is not None:
            rows.append(act)
            places.append(row)
    if not rows:
        return None
    first = places[0]
    boxes = tuple(row.bbox for row in places if row.page == first.page)
    proof = Proof(first.page, boxes, first.text[:200], first.engine)
    return Field("reimbursements", str(len(rows)), "", Source.RULE, Verdict.PLAUSIBLE, 0.75, proof, rows=tuple(rows))


def _act(row: Row) -> dict[str, str] | None:
    days = days_in(row.text[:40])
    if not days or days[0][0][0] > 2 or _NO_ACT.search(row.text):
        return None
    end = days[0][0][1]
    amounts = amounts_after(row, end, MONEY)
    if len(amounts) < 2:
        return None
    name = re.sub(r"\s+", " ", row.text[end : amounts[0][0]]).strip(" -:")
    paid, refunded = (AMOUNT.normalized(amounts[at][2]) or "" for at in (0, -1))
    return {"date": days[0][1], "act": name, "paid": paid, "refunded": refunded}
