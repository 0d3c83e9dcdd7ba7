"""Papers whose facts are known, kept as understanding keeps them, without a reader process."""

from lexo.app import Lexo
from lexo.document import BBox, Reason
from lexo.facts import Field, KindGuess, Proof, Source, Split, Understanding, Verdict
from lexo.pipeline.concluding import conclude_within
from lexo.store import facts
from shown_papers import add_read

BOX = BBox(0.6, 0.3, 0.8, 0.33)


def fact(
    name: str,
    value: str,
    normalized: str = "",
    verdict: Verdict = Verdict.PLAUSIBLE,
    source: Source = Source.RULE,
    page: int | None = 1,
    rule: str = "",
) -> Field:
    """A fact that is printed on a page, or in the file alone where `page` is None."""
    proof = Proof(page, (BOX,), value, "text-layer") if page else Proof(engine="factur-x")
    return Field(name, value, normalized or value, source, verdict, 0.9, proof, rule)


def add_told(
    lexo: Lexo,
    name: str,
    *said: Field,
    kind: str = "invoice",
    probability: float = 0.95,
    pages: int = 1,
    splits: tuple[Split, ...] = (),
    features: tuple[str, ...] = (),
    sender: str = "Atelier Exemple",
) -> int:
    """A paper that was read and understood so."""
    document_id = add_read(lexo, name, *(f"Page {number} de {name}" for number in range(1, pages + 1)))
    guesses = (KindGuess(kind, probability, (Reason("kind_title", {"cue": "facture"}),)),)
    rules = Understanding(
        fields=said,
        kinds=guesses,
        title=f"Titre de {name}",
        summary="Facture de l’atelier.",
        sender=sender,
        date="2025-11-03",
        features=features,
        splits=splits,
    )
    with lexo.db.write() as connection:
        facts.save_rules(connection, document_id, rules)
        conclude_within(connection, document_id)
        connection.execute("DELETE FROM understandings WHERE document_id = :id", {"id": document_id})
    return document_id


def id_of(lexo: Lexo, document_id: int, name: str, value: str = "") -> int:
    """The first fact of that name, or the one of that value."""
    kept = facts.list_fields(lexo.db, document_id)
    return next(each.id for each in kept if each.field.name == name and value in ("", each.field.value))
