"""What a dossier says of its pieces, in French and English: the same sentences on pages, in lists and in the PDF."""

from lexo.library.dossiers.check import Checked, CheckedPiece, State
from lexo.library.dossiers.fitting import Candidate, Remark
from lexo.library.dossiers.template import Need, Rule, Said, Series

STATES = {
    State.FOUND: Said("prêt", "ready"),
    State.WAIVED: Said("pas nécessaire", "not needed"),
    State.COVERED: Said("une autre pièce suffit", "another piece is enough"),
    State.UNCERTAIN: Said("à confirmer", "to confirm"),
    State.PARTLY: Said("incomplet", "incomplete"),
    State.TOO_OLD: Said("trop ancien", "too old"),
    State.EXPIRED: Said("expiré", "expired"),
    State.MISSING: Said("manque", "missing"),
}
_REMARKS = {
    Remark.NO_EXPIRY: Said(
        "LEXO n’a pas pu lire jusqu’à quand il est valable.", "LEXO could not read until when it is valid."
    ),
    Remark.NO_DATE: Said("LEXO n’a pas pu lire sa date.", "LEXO could not read its date."),
    Remark.EXTENDED: Said(
        "Si vous étiez majeur quand elle a été faite, cette carte vaut cinq ans de plus en France.",
        "If you were of age when it was made, this card is valid for five years more in France.",
    ),
    Remark.KIND_UNSURE: Said("LEXO n’est pas sûr de ce que c’est.", "LEXO is not sure what it is."),
    Remark.OTHER_SORT: Said("Peut-être un autre document du même genre.", "Perhaps another paper of that kind."),
    Remark.IN_FUTURE: Said("Sa date est dans l’avenir : mal lue ?", "Its date is in the future: misread?"),
    Remark.OTHER_PERSON: Said("Au nom de quelqu’un d’autre.", "In somebody else’s name."),
    Remark.OTHER_KIND: Said("D’un autre genre.", "Of another kind."),
}
_DATED = {
    Remark.TOO_OLD: (Said("Trop ancien.", "Too old."), Said("Trop ancien : du {}.", "Too old: of {}.")),
    Remark.EXPIRED: (Said("Expiré.", "Expired."), Said("Expiré depuis le {}.", "Expired since {}.")),
}
OR = Said(" ou ", " or ")
COVER = {
    "contents": Said("Pièces du dossier", "Papers in this file"),
    "page": Said("p. {}", "p. {}"),
    "missing": Said("Ne sont pas jointes", "Not included"),
    "left_out": Said("n’a pas pu être joint", "could not be included"),
    "protected": Said(
        "protégé par un mot de passe, n’a pas pu être joint", "password-protected, could not be included"
    ),
    "dated": Said("Établi le {}", "Made on {}"),
}


def state_said(each: CheckedPiece, language: str) -> str:
    """Where a piece stands, in a word or two."""
    if each.state is State.MISSING and each.piece.need is Need.OPTIONAL:
        return _OPTIONAL.in_(language)
    return STATES[each.state].in_(language)


def remark_said(each: Candidate, language: str) -> str:
    """What speaks against a paper, the worst of it; empty where nothing does."""
    if not each.remarks:
        return ""
    remark = each.remarks[-1]
    if remark not in _DATED:
        return _REMARKS[remark].in_(language)
    plain, dated = _DATED[remark]
    return dated.in_(language).format(day(each.since.isoformat(), language)) if each.since else plain.in_(language)


def until_said(each: Candidate, language: str) -> str:
    """Until when a paper is valid; empty where that is not asked for, not known, or past."""
    if each.until is None or {Remark.EXPIRED, Remark.EXTENDED} & set(each.remarks):
        return ""
    said = Said("valable jusqu’au {}", "valid until {}")
    return said.in_(language).format(day(each.until.isoformat(), language))


def sentence(checked: CheckedPiece, language: str) -> str:
    """What to know or to do about a piece; empty where all is well."""
    match checked.state:
        case State.FOUND | State.WAIVED | State.COVERED:
            return ""
        case State.UNCERTAIN:
            return _UNCERTAIN.in_(language)
        case State.PARTLY:
            return _partly(checked, language)
        case State.EXPIRED:
            return _EXPIRED.in_(language)
        case State.TOO_OLD:
            return " ".join(filter(None, (_TOO_OLD.in_(language), rule_said(checked.rule, language))))
    missing = gaps_said(checked, language)
    return (_MISSING_THESE.in_(language).format(missing) if missing else _MISSING.in_(language)).strip()


def rule_said(rule: Rule, language: str) -> str:
    """How fresh a paper has to be; empty where that does not matter."""
    if rule.must_be_valid:
        return Said("Il doit être encore valable.", "It has to be still valid.").in_(language)
    if rule.max_age_months is not None:
        said = Said("Il en faut un de moins de {} mois.", "One less than {} months old is asked for.")
        return said.in_(language).format(rule.max_age_months)
    if rule.years_back is not None:
        return Said("Il en faut un plus récent.", "A newer one is asked for.").in_(language)
    if rule.this_school_year:
        return Said("Il faut celui de cette année scolaire.", "That of this school year is asked for.").in_(language)
    return ""


def gaps_said(checked: CheckedPiece, language: str) -> str:
    """The months or years that are missing: `août et septembre 2026` as `août 2026 et septembre 2026`."""
    from lexo.understanding.phrasing import listed, month  # not while the server starts

    if checked.rule.series is Series.YEARS:
        return listed(checked.missing, language)
    return listed([month(f"{gap}-01", language) for gap in checked.missing], language)


def missing_said(checked: Checked, language: str) -> str:
    """How far a whole dossier is."""
    if checked.asked == 0:
        return Said("Ajoutez ce qu’il faut réunir.", "Add what has to be gathered.").in_(language)
    if checked.is_complete:
        return Said("Tout y est.", "All is there.").in_(language)
    said = Said("{} pièces sur {} sont prêtes.", "{} of {} pieces are ready.")
    if checked.ready == 1:
        said = Said("{} pièce sur {} est prête.", "{} of {} pieces is ready.")
    return said.in_(language).format(checked.ready, checked.asked)


def day(iso: str, language: str) -> str:
    """A day in words."""
    from lexo.understanding.phrasing import full_day

    return full_day(iso, language)


def _partly(checked: CheckedPiece, language: str) -> str:
    gaps = gaps_said(checked, language)
    said = Said("{} sur {}.", "{} of {}.").in_(language).format(len(checked.found), checked.rule.count)
    return f"{said} {Said('Il manque', 'Missing:').in_(language)} {gaps}." if gaps else said


_OPTIONAL = Said("facultatif", "optional")
_UNCERTAIN = Said(
    "LEXO a trouvé un papier qui pourrait convenir. Regardez-le, puis dites oui ou non.",
    "LEXO found a paper that may do. Look at it, then say yes or no.",
)
_EXPIRED = Said(
    "Ce papier n’est plus valable. Ajoutez le nouveau quand vous l’aurez.",
    "This paper is no longer valid. Add the new one when you have it.",
)
_TOO_OLD = Said("Ce papier est trop ancien.", "This paper is too old.")
_MISSING = Said("Pas encore dans vos papiers.", "Not among your papers yet.")
_MISSING_THESE = Said("Pas encore dans vos papiers : {}.", "Not among your papers yet: {}.")
