"""A dossier as a list: rows for CSV, lines for people, the outline of its PDF."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lexo.library.dossiers import wording
from lexo.library.dossiers.check import Checked, CheckedPiece, State
from lexo.library.dossiers.desk import look, plain
from lexo.library.dossiers.fitting import Candidate
from lexo.library.dossiers.template import Need, Said
from lexo.pages.outline import CoverWords, Entry, Outline, Section
from lexo.store.database import Database

RUNS_IN_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n")
_HEADS = (
    Said("Pièce", "Piece"),
    Said("État", "State"),
    Said("Document", "Paper"),
    Said("Date", "Date"),
    Said("Fichier", "File"),
    Said("Remarque", "Remark"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list; a piece without a paper has one, with empty columns."""

    piece: str
    state: str
    title: str = ""
    day: str = ""  # ISO
    filename: str = ""
    remark: str = ""


def lines_of(checked: Checked, language: str) -> tuple[Line, ...]:
    """The whole list, in the order of its pieces."""
    return tuple(line for each in checked.pieces for line in _lines(each, language))


def as_csv(checked: Checked, language: str) -> str:
    """The list for a spreadsheet; what it would run as a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([head.in_(language) for head in _HEADS])
    for line in lines_of(checked, language):
        cells = (line.piece, line.state, line.title, line.day, line.filename, line.remark)
        writer.writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def as_text(checked: Checked, language: str) -> str:
    """The list for people: a piece, its state, its papers below."""
    parts = [plain(checked.dossier.name), wording.missing_said(checked, language), ""]
    for each in checked.pieces:
        mark = "x" if each.state is State.FOUND else "-" if each.is_settled else " "
        parts.append(f"[{mark}] {_label(each, language)} – {wording.state_said(each, language)}")
        parts += [f"    - {_titled(one, language)}" for one in each.found]
        said = wording.sentence(each, language)
        parts += [f"    {said}"] if said and not each.is_settled else []
    return "\n".join(parts) + "\n"


def outline_of(db: Database, dossier_id: int, language: str) -> Outline:
    """The PDF of a dossier as it is today. Raises DossierNotFound."""
    today = datetime.now().astimezone().date()
    return outline(look(db, dossier_id, today), today, language)


def outline(checked: Checked, today: date, language: str) -> Outline:
    """The PDF: what is there in the order of the list; what is missing is said on its cover."""
    wanted = [each for each in checked.pieces if each.state is not State.WAIVED]
    sections = tuple(
        Section(_label(each, language), tuple(_entry(one, language) for one in each.found), _gap(each, language))
        for each in wanted
        if each.found
    )
    gone = [
        each
        for each in wanted
        if not each.found and each.state is not State.COVERED and each.piece.need is Need.REQUIRED
    ]
    cover = {name: said.in_(language) for name, said in wording.COVER.items()}
    dated = cover["dated"].format(wording.day(today.isoformat(), language))
    lines = tuple(filter(None, (plain(checked.person), dated)))
    words = CoverWords(cover["contents"], cover["page"], cover["missing"], cover["left_out"], cover["protected"])
    return Outline(plain(checked.dossier.name), lines, sections, _missing(gone, language), words)


def _missing(gone: Sequence[CheckedPiece], language: str) -> tuple[Section, ...]:
    """What is missing; pieces of which one is enough are one line."""
    names: dict[str, list[CheckedPiece]] = {}
    for each in gone:
        names.setdefault(each.piece.group or f"piece {each.key}", []).append(each)
    either = wording.OR.in_(language)
    return tuple(
        Section(either.join(_label(each, language) for each in same), note=wording.state_said(same[0], language))
        for same in names.values()
    )


def _lines(each: CheckedPiece, language: str) -> tuple[Line, ...]:
    label, state = _label(each, language), wording.state_said(each, language)
    said = wording.sentence(each, language)
    rows = tuple(
        Line(
            label,
            state,
            plain(one.paper.document.title),
            one.day.isoformat() if one.day else "",
            plain(one.paper.document.filename),
            wording.remark_said(one, language) or (said if at == 0 else ""),
        )
        for at, one in enumerate(each.found)
    )
    return rows or (Line(label, state, remark=said),)


def _entry(one: Candidate, language: str) -> Entry:
    document = one.paper.document
    day = wording.day(one.day.isoformat(), language) if one.day else ""
    sender = plain(document.sender or "")
    until = wording.until_said(one, language)
    note = ", ".join(part for part in (sender, until or day) if part)
    return Entry(document.id, plain(document.title) or f"{document.id}", note)


def _gap(each: CheckedPiece, language: str) -> str:
    return wording.sentence(each, language) if each.state is State.PARTLY else ""


def _label(each: CheckedPiece, language: str) -> str:
    return plain(each.piece.label.in_(language))


def _titled(one: Candidate, language: str) -> str:
    day = f" ({wording.day(one.day.isoformat(), language)})" if one.day else ""
    return f"{plain(one.paper.document.title)}{day}"


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet runs, not even behind spaces."""
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(RUNS_IN_SPREADSHEETS) else cell
