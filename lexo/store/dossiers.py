"""Dossiers: their names, own pieces, and what people chose for each piece. Papers are never touched from here."""

import json
import sqlite3
from dataclasses import dataclass
from enum import StrEnum

from lexo.errors import DocumentNotFound, DossierNotFound, PieceNotFound, TooManyDossiers
from lexo.store.database import Database, now

MOST_DOSSIERS = 500
MOST_PIECES = 100  # of a person's own, in one dossier
MOST_CHOICES = 5000  # in one dossier
OWN = "own-"


class Choice(StrEnum):
    """What a person said of a paper for a piece."""

    ADDED = "added"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class NewDossier:
    """A dossier to be made; `template` is "" for an own list, `person` "" where nobody said whose papers it takes."""

    template: str
    name: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class OwnPiece:
    """A piece that a person asked for; `kinds` empty: LEXO looks for nothing, the person chooses."""

    label: str
    kinds: tuple[str, ...] = ()
    count: int = 1
    max_age_months: int | None = None
    id: int = 0

    @property
    def key(self) -> str:
        """What choices call it."""
        return f"{OWN}{self.id}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice; `made_at` in the order of which chosen papers stand."""

    piece: str
    document_id: int
    choice: Choice
    made_at: str


@dataclass(frozen=True, slots=True)
class KeptDossier:
    """A dossier with all that people said."""

    id: int
    template: str
    name: str
    person: str
    created_at: str
    updated_at: str
    deleted_at: str | None
    pieces: tuple[OwnPiece, ...] = ()
    choices: tuple[Chosen, ...] = ()
    waived: tuple[str, ...] = ()


def add(db: Database, new: NewDossier) -> int:
    """Make a dossier; return its id. Raises TooManyDossiers."""
    with db.write() as connection:
        count = connection.execute("SELECT count(*) FROM dossiers WHERE deleted_at IS NULL").fetchone()[0]
        if count >= MOST_DOSSIERS:
            raise TooManyDossiers(limit=MOST_DOSSIERS)
        row = connection.execute(
            "INSERT INTO dossiers (template, name, person, created_at, updated_at)"
            " VALUES (:template, :name, :person, :time, :time) RETURNING id",
            {"template": new.template, "name": new.name, "person": new.person, "time": now()},
        ).fetchone()
        return int(row["id"])


def get(db: Database, dossier_id: int, *, include_deleted: bool = False) -> KeptDossier:
    """One dossier. Raises DossierNotFound."""
    with db.read() as connection:
        row = connection.execute("SELECT * FROM dossiers WHERE id = :id", {"id": dossier_id}).fetchone()
        if row is None or (row["deleted_at"] is not None and not include_deleted):
            raise DossierNotFound(id=dossier_id)
        return _dossier(connection, row)


def list_all(db: Database) -> tuple[KeptDossier, ...]:
    """All dossiers that are not deleted, the one last changed first."""
    with db.read() as connection:
        rows = connection.execute(
            "SELECT * FROM dossiers WHERE deleted_at IS NULL ORDER BY updated_at DESC, id DESC"
        ).fetchall()
        return tuple(_dossier(connection, row) for row in rows)


def rename(db: Database, dossier_id: int, name: str | None, person: str | None) -> None:
    """Say another name, or whose papers; None leaves it as it is. Raises DossierNotFound."""
    with db.write() as connection:
        _touch(connection, dossier_id)
        connection.execute(
            "UPDATE dossiers SET name = coalesce(:name, name), person = coalesce(:person, person) WHERE id = :id",
            {"id": dossier_id, "name": name, "person": person},
        )


def set_deleted(db: Database, dossier_id: int, *, is_deleted: bool) -> None:
    """Put a dossier away, or take it back; its papers stay where they are. Raises DossierNotFound."""
    with db.write() as connection:
        row = connection.execute(
            "UPDATE dossiers SET deleted_at = :time WHERE id = :id RETURNING id",
            {"id": dossier_id, "time": now() if is_deleted else None},
        ).fetchone()
        if row is None:
            raise DossierNotFound(id=dossier_id)


def add_piece(db: Database, dossier_id: int, piece: OwnPiece) -> str:
    """Ask for one more piece; return what choices call it. Raises DossierNotFound, TooManyDossiers."""
    with db.write() as connection:
        _touch(connection, dossier_id)
        count = connection.execute(
            "SELECT count(*) FROM dossier_pieces WHERE dossier_id = :id", {"id": dossier_id}
        ).fetchone()[0]
        if count >= MOST_PIECES:
            raise TooManyDossiers(limit=MOST_PIECES)
        row = connection.execute(
            "INSERT INTO dossier_pieces (dossier_id, label, kinds, count, max_age_months)"
            " VALUES (:id, :label, :kinds, :count, :months) RETURNING id",
            {
                "id": dossier_id,
                "label": piece.label,
                "kinds": json.dumps(piece.kinds),
                "count": piece.count,
                "months": piece.max_age_months,
            },
        ).fetchone()
        return f"{OWN}{row['id']}"


def set_removed(db: Database, dossier_id: int, piece: str, *, is_removed: bool) -> None:
    """Take an own piece off the list, or put it back. Raises DossierNotFound, PieceNotFound."""
    number = piece.removeprefix(OWN)
    with db.write() as connection:
        _touch(connection, dossier_id)
        row = connection.execute(
            "UPDATE dossier_pieces SET is_removed = :removed WHERE dossier_id = :dossier AND id = :id RETURNING id",
            {"dossier": dossier_id, "id": int(number) if is_number(number) else 0, "removed": is_removed},
        ).fetchone()
        if row is None:
            raise PieceNotFound(piece=piece)


def choose(db: Database, dossier_id: int, piece: str, document_id: int, choice: Choice | None) -> None:
    """Say that a paper is meant for a piece, or is not; None takes back what was said.

    The piece is known to whoever asks. Raises DossierNotFound, DocumentNotFound, TooManyDossiers.
    """
    values = {"dossier": dossier_id, "piece": piece, "document": document_id, "choice": choice, "time": now()}
    with db.write() as connection:
        _touch(connection, dossier_id)
        if choice is None:
            connection.execute(
                "DELETE FROM dossier_choices WHERE dossier_id = :dossier AND piece = :piece"
                " AND document_id = :document",
                values,
            )
            return
        known = connection.execute("SELECT 1 FROM documents WHERE id = :document AND deleted_at IS NULL", values)
        if known.fetchone() is None:
            raise DocumentNotFound(id=document_id)
        count = connection.execute("SELECT count(*) FROM dossier_choices WHERE dossier_id = :dossier", values)
        if count.fetchone()[0] >= MOST_CHOICES:
            raise TooManyDossiers(limit=MOST_CHOICES)
        connection.execute(
            "INSERT INTO dossier_choices (dossier_id, piece, document_id, choice, made_at)"
            " VALUES (:dossier, :piece, :document, :choice, :time)"
            " ON CONFLICT DO UPDATE SET choice = excluded.choice, made_at = excluded.made_at",
            values,
        )


def set_waived(db: Database, dossier_id: int, piece: str, *, is_waived: bool) -> None:
    """Say that a piece is not needed, or is after all. Raises DossierNotFound."""
    values = {"dossier": dossier_id, "piece": piece}
    with db.write() as connection:
        _touch(connection, dossier_id)
        if is_waived:
            connection.execute(
                "INSERT OR IGNORE INTO dossier_waived (dossier_id, piece) VALUES (:dossier, :piece)", values
            )
        else:
            connection.execute("DELETE FROM dossier_waived WHERE dossier_id = :dossier AND piece = :piece", values)


def is_number(text: str) -> bool:
    """Whether a text is an id that SQLite can hold."""
    return text.isascii() and text.isdigit() and len(text) < 19


def _touch(connection: sqlite3.Connection, dossier_id: int) -> None:
    row = connection.execute(
        "UPDATE dossiers SET updated_at = :time WHERE id = :id AND deleted_at IS NULL RETURNING id",
        {"id": dossier_id, "time": now()},
    ).fetchone()
    if row is None:
        raise DossierNotFound(id=dossier_id)


def _dossier(connection: sqlite3.Connection, row: sqlite3.Row) -> KeptDossier:
    values = {"id": row["id"]}
    pieces = connection.execute(
        "SELECT * FROM dossier_pieces WHERE dossier_id = :id AND NOT is_removed ORDER BY id", values
    ).fetchall()
    choices = connection.execute(
        "SELECT * FROM dossier_choices WHERE dossier_id = :id ORDER BY made_at, document_id", values
    ).fetchall()
    waived = connection.execute("SELECT piece FROM dossier_waived WHERE dossier_id = :id", values).fetchall()
    return KeptDossier(
        row["id"],
        row["template"],
        row["name"],
        row["person"],
        row["created_at"],
        row["updated_at"],
        row["deleted_at"],
        tuple(
            OwnPiece(each["label"], tuple(json.loads(each["kinds"])), each["count"], each["max_age_months"], each["id"])
            for each in pieces
        ),
        tuple(Chosen(each["piece"], each["document_id"], Choice(each["choice"]), each["made_at"]) for each in choices),
        tuple(each["piece"] for each in waived),
    )
