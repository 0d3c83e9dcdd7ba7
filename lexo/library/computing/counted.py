"""What was counted and what was not, said beside every sum: kinds, copies, doubtful amounts, papers without a day."""

from collections.abc import Sequence

from lexo.library.computing import phrases, topics
from lexo.library.computing.gathering import Gathered, Item
from lexo.library.computing.plan import FRENCH, Noun, Plan, What
from lexo.library.computing.telling import Telling, places

_PAPER = topics.ANY
_KINDS: dict[str, tuple[Noun, str]] = {  # French with its gender, English
    "invoice": (Noun("facture", "factures", True), "bills"),
    "utility_bill": (Noun("facture", "factures", True), "bills"),
    "receipt": (Noun("ticket", "tickets"), "receipts"),
    "lease": (Noun("quittance de loyer", "quittances de loyer", True), "rent receipts"),
    "insurance": (Noun("avis d’échéance d’assurance", "avis d’échéance d’assurance"), "insurance notices"),
    "payslip": (Noun("bulletin de salaire", "bulletins de salaire"), "payslips"),
    "quote": (Noun("devis", "devis"), "quotes"),
    "income_tax_notice": (Noun("avis d’impôt", "avis d’impôt"), "income tax notices"),
    "property_tax_notice": (Noun("avis de taxe foncière ou d’habitation", "avis de taxe foncière ou d’habitation"),
                            "property tax notices"),
}  # fmt: skip
_WITHOUT = ("sans les devis ni les relances", "without quotes and reminders")


def tell_counted(telling: Telling, plan: Plan, items: Sequence[Item]) -> None:
    """Which papers were counted, by kind and day."""
    known = dict.fromkeys(_KINDS[item.paper.kind] for item in items if item.paper.kind in _KINDS)
    if not known:
        return
    names = phrases.listed([noun.many if telling.is_french else english for noun, english in known], plan.language)
    is_feminine = all(noun.is_feminine for noun, _ in known)
    head = telling.both(f"Compté{'e' if is_feminine else ''}s : ", "Counted: ")
    text = head + names + _dated(plan, items, is_feminine=is_feminine)
    credits = any(item.is_credit for item in items)
    if {item.paper.kind for item in items} & {*topics.BILL_KINDS, "receipt"}:
        text += telling.both(f", {_WITHOUT[0]}", f", {_WITHOUT[1]}")
    text += telling.both(" ; les avoirs sont retirés", "; credit notes are subtracted") if credits else ""
    telling.say(f"{text}{_named(telling, plan)}.")


def _dated(plan: Plan, items: Sequence[Item], *, is_feminine: bool) -> str:
    """By which day: the paper's own, the month that it is for, or from when to when there are papers."""
    if plan.period is None:
        when = time_of(items, plan.language)
        return f" {when}" if when else ""
    within = phrases.within(plan.period, plan.language)
    is_of_months = all(item.is_of_month for item in items)
    if not plan.is_french:
        return f" {'for' if is_of_months else 'dated'} {within.removeprefix('in ').removeprefix('on ')}"
    return ("" if is_of_months else " datées" if is_feminine else " datés") + f" {_of_time(within)}"


def time_of(items: Sequence[Item], language: str) -> str:
    """From when to when there are papers; "" where all are of one day."""
    days = sorted(item.day for item in items if item.day is not None)
    if not days or days[0] == days[-1]:
        return ""
    is_french = language == FRENCH
    if all(item.is_of_month for item in items):
        return f"{'de' if is_french else 'from'} {phrases.months(days[0], days[-1], language)}"
    first, last = (phrases.day(each, language) for each in (days[0], days[-1]))
    return f"du {first} au {last}" if is_french else f"from {first} to {last}"


def _of_time(within: str) -> str:
    """ "en 2024" is "de 2024" behind "datées"; "en avril 2024" is "d’avril 2024"."""
    if within.startswith("en "):
        return phrases.elided(within[3:])
    return within.replace("le ", "du ", 1) if within.startswith("le ") else within


def _named(telling: Telling, plan: Plan) -> str:
    if plan.topic.stems:
        stems = plan.topic.stems[0]
        return telling.both(
            f" ; seulement ceux dont le titre ou l’expéditeur dit « {stems} » ou un mot semblable",
            f"; only those whose title or sender says “{stems}” or a word like it",
        )
    return ""


def tell_left_out(telling: Telling, plan: Plan, gathered: Gathered) -> None:
    """Each paper that might have counted and did not, with the reason."""
    paper = _PAPER.french if telling.is_french else _PAPER.english
    _tell(telling, gathered.unsure, paper, "n’{a} pas de montant sûr : pas compté{s}",
          "{has} no sure amount and {was} not counted")  # fmt: skip
    _tell(telling, gathered.unclear, paper, "ne di{t} pas clairement de quoi il s’agit : pas compté{s}",
          "{does} not say clearly what {they} for and {was} not counted")  # fmt: skip
    if plan.what is not What.LIST:
        _tell(telling, gathered.undated, paper, "n’{a} pas de date : pas compté{s}",
              "{has} no date and {was} not counted")  # fmt: skip
    _tell(telling, gathered.again, paper, "répète{nt} un papier déjà compté : pas compté{s} deux fois",
          "{repeats} a paper that counts already and {was} not counted twice")  # fmt: skip


def _tell(telling: Telling, items: Sequence[Item], noun: Noun, french: str, english: str) -> None:
    """One sentence for the papers; the words in brackets follow their number."""
    if not items:
        return
    words = _MANY if len(items) > 1 else _ONE
    said = (french if telling.is_french else english).format(**words)
    telling.say(f"{phrases.count(len(items), noun, telling.language)} {said}.", places(items))


_ONE = {"a": "a", "s": "", "t": "t", "nt": "", "has": "has", "was": "was", "does": "does", "they": "it is",
        "repeats": "repeats"}  # fmt: skip
_MANY = {"a": "ont", "s": "s", "t": "sent", "nt": "nt", "has": "have", "was": "were", "does": "do",
         "they": "they are", "repeats": "repeat"}  # fmt: skip
