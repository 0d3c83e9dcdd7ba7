"""Whether a bill says that the bank pays it by itself: then nobody has to, and its day is only to be known.

What offers a debit, makes it one way among several, or speaks of tax at source says nothing of this bill: taking a bill
for paid that is not costs more than the reverse.
"""

import re
from collections.abc import Iterator

from lexo.facts import Field, Source, Verdict
from lexo.understanding.paper import Paper, matches

METHOD = "direct_debit"
MAX_FOUND = 3
_DOUBT = 0.7

_SAYS = re.compile(
    r"\b(?:sera|seront|serez|est|sont|êtes|montant|somme|total|solde|facture) (?:bien |automatiquement |directement )?"
    r"pr[ée]lev[ée]e?s?\b"
    r"|\bpr[ée]lev[ée]e?s? (?:le |à partir du |à compter du |vers le |automatiquement|sur votre compte|sur le compte)"
    r"|\b(?:mode|moyen)s? de (?:paiement|r[èe]glement)\s{0,4}:?\s{0,4}pr[ée]l[èe]vement"
    r"|\b(?:paiement|r[èe]glement|payables?|r[ée]glables?|pay[ée]e?|r[ée]gl[ée]e?) par pr[ée]l[èe]vement"
    r"|\bdate (?:de|du) (?:prochain )?pr[ée]l[èe]vement"
    r"|\bpr[ée]l[èe]vement (?:automatique |sepa |mensuel )?(?:prévu |effectué )?(?:le|du|au) \d"
    r"|\b(?:avis|montant) d[eu] pr[ée]l[èe]vement|\bpr[ée]l[èe]vement (?:à partir|à compter) du\b"
    r"|\bpr[ée]l[èe]vement automatique\s{0,4}(?::|\Z)"
    r"|\bser(?:a|ont|ez) d[ée]bit[ée]e?s? (?:de|du|sur|le)\b"
    r"|\bwill be (?:debited|collected)|\b(?:paid|payable|payment) by direct debit"
    r"|\bwird [^;:]{1,60}(?:abgebucht|eingezogen|per lastschrift)|\bzahlungsart\s?:?\s?(?:sepa-?)?lastschrift"
    r"|\bautomatisch (?:\w{1,20} ){0,3}(?:geïncasseerd|afgeschreven)|\bper automatische incasso"
    r"|\bdomiciliaci[óo]n bancaria\b|\bse cargar[áa] en su cuenta|\baddebito (?:diretto|sdd|in conto)"
    r"|\bdomiciliazione bancaria",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r"à la source|sociaux|sociales|\bopte[rz]|souscri|adh[ée]r|passe[rz] au|choisi|rejet|frais de|\bsi vous\b"
    r"|impay|refus|autoris|\bmandat de\b|n['’e ]{1,3}(?:est|sera|êtes|serez)|\bpas\b|\baucun|possibl"
    r"|pouvez|pourr|proposons|facilit"
    r"|\b(?:ou|or|oder|of|o|soit)\b|ch[èe]que|virement|\bif you|\bset up|\bwish|\bnot\b|wenn sie|nicht|möglich",
    re.IGNORECASE,
)


def find(paper: Paper) -> Iterator[Field]:
    """`payment_method`, where a line says so and nothing in that line takes it back."""
    found = 0
    for strip, match in matches(paper.lines, _SAYS):
        around = strip.text[max(match.start() - 120, 0) : match.end() + 120]
        if _SAYS_NOTHING.search(around):
            continue
        confidence = _DOUBT * strip.confidence_of(*match.span())
        proof = strip.proof(*match.span())
        yield Field("payment_method", match[0], METHOD, Source.RULE, Verdict.PLAUSIBLE, confidence, proof, "wording")
        found += 1
        if found == MAX_FOUND:
            return
