"""Whatever people correct, take back and read again, in any order: nothing is lost, and undoing all restores all."""

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from typed import typed_page

from lexo.document import PageText
from lexo.errors import InvalidValue
from lexo.facts import Field, KindGuess, Proof, Source, Understanding, Verdict
from lexo.pipeline import correcting
from lexo.pipeline.concluding import conclude_within
from lexo.pipeline.correcting import NewFact, Spot
from lexo.store import corrections, documents, facts, pages, soundness
from lexo.store.corrections import What
from lexo.store.database import Database
from made_papers import add_paper

READINGS = (
    typed_page("Facture n° FA-17   Miel\nTotal 1OO,00 €\n\nIBAN FR76 3000\nx"),
    typed_page("Facture n° FA-l7 Miel Miel\nTotal 100,00\n\nFR76", confidence=0.6, dpi=200),
    typed_page("Facture"),
)
WORDS = st.sampled_from(["", "x", "FA-18", "deux mots", "  un\xa0deux\ttrois ", "é\u0301", "FR76"])
NAMES = ("grand_total", "issue_date", "invoice_number", "iban", "note")
VALUES = st.sampled_from(["12,50 €", "03/04/2026", "FA-18", "FR76 3000 6000 0112 3456 7890 189", "bientôt"])
TOLD = Understanding(
    tuple(
        Field(name, value, normal, Source.RULE, Verdict.PLAUSIBLE, 0.9, Proof(1, (), value))
        for name, value, normal in (
            ("grand_total", "100,00 €", "100.00"),
            ("grand_total", "90,00 €", "90.00"),
            ("issue_date", "03/03/2026", "2026-03-03"),
            ("invoice_number", "FA-17", "FA-17"),
        )
    ),
    (KindGuess("invoice", 0.9), KindGuess("receipt", 0.1)),
    title="Facture",
    sender="Miel",
    date="2026-03-03",
    features=("domain:miel.example",),
)


class Correcting(RuleBasedStateMachine):
    """One paper of two pages, and people who cannot make up their minds."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.db = Database(Path(self.folder.name) / "lexo.db")
        self.id = add_paper(self.db, "facture.pdf", "", "")
        self.read: dict[int, PageText] = {}
        for number in (1, 2):
            self.read_again(number, READINGS[0])
        with self.db.write() as connection:
            facts.save_rules(connection, self.id, TOLD)
            conclude_within(connection, self.id)
        self.concluded = self.held()
        self.said: list[int] = []
        self.undone: set[int] = set()

    def teardown(self) -> None:
        for said in reversed([each for each in self.said if each not in self.undone]):
            correcting.undo(self.db, self.id, said)
        for number, read in self.read.items():
            kept = pages.get_page(self.db, self.id, number).content
            assert (kept.text, kept.blocks) == (read.text, read.blocks)
        assert self.held() == self.concluded
        self.nothing_is_lost()
        self.db.close()
        self.folder.cleanup()

    def held(self) -> tuple[object, ...]:
        document = documents.get(self.db, self.id)
        fields = tuple(kept.field for kept in facts.list_fields(self.db, self.id))
        return fields, document.kind, document.title, document.summary, document.date, document.sender

    def keep(self, said: int) -> None:
        self.said.append(said)

    @rule(number=st.sampled_from([1, 2]), reading=st.sampled_from(READINGS))
    def read_again(self, number: int, reading: PageText) -> None:
        pages.save_page(self.db, self.id, number, pages.packed(reading))
        self.read[number] = pages.unpacked(pages.packed(reading))

    @rule(number=st.sampled_from([1, 2]), at=st.integers(0, 30), text=WORDS)
    def correct_word(self, number: int, at: int, text: str) -> None:
        words = list(pages.get_page(self.db, self.id, number).content.words)
        if words:
            index = at % len(words)
            self.keep(correcting.correct_word(self.db, self.id, Spot(number, index, words[index].text), text))

    @rule(name=st.sampled_from(NAMES), value=VALUES, force=st.booleans())
    def add_field(self, name: str, value: str, force: bool) -> None:
        try:
            self.keep(correcting.add_field(self.db, self.id, NewFact(name, value, force=force)))
        except InvalidValue:
            assert not force

    @rule(at=st.integers(0, 30), how=st.sampled_from(["correct", "accept", "remove"]), value=VALUES)
    def change_field(self, at: int, how: str, value: str) -> None:
        kept = facts.list_fields(self.db, self.id)
        if not kept:
            return
        field_id = kept[at % len(kept)].id
        match how:
            case "correct":
                self.keep(correcting.correct_field(self.db, self.id, field_id, value, force=True))
            case "accept":
                self.keep(correcting.accept_field(self.db, self.id, field_id))
            case _:
                self.keep(correcting.remove_field(self.db, self.id, field_id))

    @rule(
        said=st.sampled_from(
            [
                (What.KIND, "receipt"),
                (What.KIND, "payslip"),
                (What.TITLE, "Miel"),
                (What.DATE, "1/2/2026"),
                (What.SENDER, "Abeille"),
            ]
        )
    )
    def change_document(self, said: tuple[What, str]) -> None:
        self.keep(correcting.correct_document(self.db, self.id, *said))

    @precondition(lambda self: any(each not in self.undone for each in self.said))
    @rule(at=st.integers(0, 100))
    def undo(self, at: int) -> None:
        open_ones = [each for each in self.said if each not in self.undone]
        said = open_ones[at % len(open_ones)]
        correcting.undo(self.db, self.id, said)
        self.undone.add(said)

    @invariant()
    def nothing_is_lost(self) -> None:
        assert [each.id for each in reversed(corrections.history(self.db, self.id))] == self.said

    @invariant()
    def index_is_sound(self) -> None:
        assert soundness.drifted_indexes(self.db) == []
        assert soundness.wrong_names(self.db) == []


def test_undoing_everything_restores_everything() -> None:
    run_state_machine_as_test(
        Correcting, settings=settings(max_examples=25, stateful_step_count=20, deadline=None, derandomize=True)
    )
