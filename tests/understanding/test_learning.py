"""What a person's corrections teach, and that taking them back restores what was."""

from dataclasses import replace

import pytest

from lexo.document import Reason
from lexo.facts import KindGuess
from lexo.understanding.classify import BAR
from lexo.understanding.kinds import IDS, reasons
from lexo.understanding.learning import Lesson, learn

SIREN, DOMAIN, HEAD = "siren:552081317", "domain:energie-du-midi.test", "head:energie midi"


def guesses(best: str, chance: float, *, code: str = "") -> tuple[KindGuess, ...]:
    """One kind with that chance, the others alike."""
    rest = (1 - chance) / (len(IDS) - 1)
    said = (Reason(code),) if code else ()
    others = (KindGuess(kind, rest) for kind in IDS if kind != best)
    return (KindGuess(best, chance, said), *others)


def lesson(
    document_id: int = 1, kind: str | None = "utility_bill", *features: str, sender: str | None = "EDM"
) -> Lesson:
    return Lesson(document_id, kind, sender, features or (SIREN,), f"2026-03-{document_id:02}T10:00:00Z")


UNSURE = guesses("invoice", 0.5)
SURE = guesses("invoice", 0.95)


def test_learn_one_lesson_wins_over_an_unsure_guess() -> None:
    assert learn(UNSURE, [SIREN], [lesson()]).guesses[0].kind == "utility_bill"


@pytest.mark.parametrize("feature", [SIREN, "vat:FR03552081317", "ics:FR72ZZZ123456", "iban:FR7630006", DOMAIN, HEAD])
def test_learn_any_feature_of_the_sender_is_enough(feature: str) -> None:
    assert learn(UNSURE, [feature], [lesson(1, "lease", feature)]).guesses[0].kind == "lease"


def test_learn_registered_number_is_trusted_more_than_a_letterhead() -> None:
    by_number = learn(UNSURE, [SIREN], [lesson(1, "lease", SIREN)]).guesses[0].probability
    by_head = learn(UNSURE, [HEAD], [lesson(1, "lease", HEAD)]).guesses[0].probability
    assert by_number > by_head


def test_learn_result_is_still_a_probability() -> None:
    learned = learn(UNSURE, [SIREN], [lesson(), lesson(2, "insurance")])
    assert {guess.kind for guess in learned.guesses} == set(IDS)
    assert sum(guess.probability for guess in learned.guesses) == pytest.approx(1)


def test_learn_another_sender_teaches_nothing() -> None:
    assert learn(UNSURE, ["siren:404833048"], [lesson()]).guesses == UNSURE


def test_learn_says_because_of_how_many_papers_of_whom() -> None:
    learned = learn(UNSURE, [SIREN], [lesson(number) for number in range(1, 8)])
    assert learned.because == Reason(reasons.LIKE_YOUR_PAPERS, {"count": 7, "sender": "EDM"})
    assert reasons.SENTENCES[learned.because.code] % learned.because.details


def test_learn_names_the_sender() -> None:
    assert learn(UNSURE, [SIREN], [lesson()]).sender == "EDM"


def test_learn_sender_is_known_where_only_a_sender_was_taught() -> None:
    learned = learn(UNSURE, [SIREN], [lesson(1, None)])
    assert (learned.sender, learned.guesses, learned.because) == ("EDM", UNSURE, None)


def test_learn_sure_guess_of_a_new_kind_stays_first() -> None:
    learned = learn(SURE, [SIREN], [lesson()])
    assert learned.guesses[0].kind == "invoice"
    assert learned.because is None


def test_learn_sure_guess_that_was_corrected_before_gives_way() -> None:
    taught = replace(lesson(), guessed="invoice")
    learned = learn(SURE, [SIREN], [taught])
    assert learned.guesses[0].kind == "utility_bill"
    assert learned.guesses[0].probability >= BAR


def test_learn_confirmation_makes_an_unsure_guess_sure() -> None:
    assert learn(UNSURE, [SIREN], [lesson(1, "invoice")]).guesses[0].probability >= BAR


def test_learn_bank_that_sends_two_kinds_is_told_by_the_papers_words() -> None:
    lessons = [lesson(1, "bank_statement"), lesson(2, "bank_statement"), lesson(3, "bank_details")]
    statement, details = guesses("bank_statement", 0.4), guesses("bank_details", 0.4)
    assert learn(statement, [SIREN], lessons).guesses[0].kind == "bank_statement"
    assert learn(details, [SIREN], lessons).guesses[0].kind == "bank_details"


def test_learn_signed_code_is_not_overridden() -> None:
    official = guesses("income_tax_notice", 0.9, code=reasons.SIGNED_CODE)
    taught = replace(lesson(), guessed="income_tax_notice")
    assert learn(official, [SIREN], [taught]).guesses == official


def test_learn_embedded_invoice_may_only_become_a_utility_bill() -> None:
    official = guesses("invoice", 0.9, code=reasons.EMBEDDED_INVOICE)
    to_lease = replace(lesson(1, "lease"), guessed="invoice")
    to_bill = replace(lesson(1, "utility_bill"), guessed="invoice")
    assert learn(official, [SIREN], [to_lease]).guesses[0].kind == "invoice"
    assert learn(official, [SIREN], [to_bill]).guesses[0].kind == "utility_bill"


def test_learn_account_that_several_senders_share_tells_none_of_them() -> None:
    own = "iban:FR7630006000011234567890189"
    lessons = [lesson(1, "lease", own, sender="Agence"), lesson(2, "insurance", own, sender="Assureur")]
    assert learn(UNSURE, [own], lessons).guesses == UNSURE


def test_learn_same_letterhead_of_another_company_teaches_nothing() -> None:
    other = ["siren:404833048", HEAD]
    assert learn(UNSURE, other, [lesson(1, "lease", SIREN, HEAD)]).guesses == UNSURE


def test_learn_last_word_on_a_paper_counts() -> None:
    first, second = lesson(1, "lease"), replace(lesson(1, "insurance"), made_at="2026-04-01T10:00:00Z")
    assert learn(UNSURE, [SIREN], [second, first]).guesses[0].kind == "insurance"


def test_learn_kind_of_another_version_is_passed_over() -> None:
    assert learn(UNSURE, [SIREN], [lesson(1, "papyrus")]).guesses == UNSURE
