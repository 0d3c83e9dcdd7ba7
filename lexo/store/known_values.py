"""Whether a number is one that papers are known to say: an account, a company, a contract; and whose it is."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lexo.facts import Verdict
from lexo.store.database import Database

LIMIT = 2000  # facts looked at


@dataclass(frozen=True, slots=True)
class KnownValue:
    """A number that papers say. `senders` are those whose papers say it most, the commonest first."""

    name: str  # of the field
    value: str  # as people write it
    is_verified: bool  # by its check digits, a signature or embedded data, on one of the papers at least
    papers: int
    senders: tuple[str, ...]


def find_known(db: Database, names: Sequence[str], normalized: str) -> KnownValue | None:
    """The number as a fact of one of these fields, where any paper outside the trash says so."""
    with db.read() as connection:
        rows = connection.execute(
            "SELECT fields.document_id, name, fields.value, verdict, sender FROM json_each(:names) AS names"
            " CROSS JOIN fields ON name = names.value AND normalized = :normalized"
            " JOIN documents ON documents.id = fields.document_id"
            " WHERE deleted_at IS NULL AND verdict IN ('verified', 'plausible') ORDER BY fields.id DESC LIMIT :limit",
            {"names": json.dumps(list(names)), "normalized": normalized, "limit": LIMIT},
        ).fetchall()
    if not rows:
        return None
    by_sender = {row["document_id"]: row["sender"] for row in rows if row["sender"]}
    return KnownValue(
        name=Counter(row["name"] for row in rows).most_common(1)[0][0],
        value=rows[0]["value"],
        is_verified=any(row["verdict"] == Verdict.VERIFIED for row in rows),
        papers=len({row["document_id"] for row in rows}),
        senders=tuple(sender for sender, _ in Counter(by_sender.values()).most_common(3)),
    )
