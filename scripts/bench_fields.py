"""Score what LEXO understands of real papers: fields, kinds of paper, line items, and the time that takes.

    python scripts/bench_fields.py [--corpus DIR] [--only receipt|invoice|contract|form|kinds] [--variant text]
                                   [--wrong] [--json FILE] [--write] [--fresh]

DIR is a folder with `manifest.json`, documents and, beside each, its truth (`.fields.json`). Invoices count three
times: as they are (`file`), without the data embedded in them (`text`), and printed to pixels at 200 dpi and read by
OCR (`pixels`). What was read is kept in .bench/fields; `--fresh` reads anew. `--wrong` says what was missed, `--write`
puts the figures into docs/accuracy.md.

A wrong value of a field counts against precision and recall, a missing one against recall; a value that the truth does
not know is not counted. Truth that only stands in the embedded data is not asked for in `text` and `pixels`. Dates and
amounts must be equal, identifiers equal without spaces, names and addresses 90 % alike without case, accents and signs
(`strict`: equal). A line item is found when its total is equal and its name 80 % alike. Identifiers that LEXO calls
verified are checked by formulae of this script, and must stand in the paper.
"""

import argparse
import json
import logging
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "scripts")]

import corpus_pages  # noqa: E402
import fields_truth  # noqa: E402
from corpus_pages import AS_IT_IS, PIXELS, TEXT, Entry  # noqa: E402
from fields_truth import Expected, ExpectedLine  # noqa: E402
from lexo.facts import Field, Understanding, Verdict  # noqa: E402
from lexo.understanding.classify import BAR  # noqa: E402
from lexo.understanding.paper import Paper  # noqa: E402
from lexo.understanding.understand import understand  # noqa: E402

INVOICE_CORE = ("invoice_number", "issue_date", "grand_total")
IDENTIFIERS = ("iban", "siren", "siret", "vat_id")
OTHER_NAMES = {  # a field of the truth may be found under a more general name
    "seller_siren": ("siren",),
    "seller_siret": ("siret",),
    "seller_vat_id": ("vat_id",),
    "customer_number": ("client_number",),
}
FORM_ANSWERS = {  # of forms: what of this kind people wrote
    "e-mail": re.compile(r"\S+@\S+\.\w+"),
    "phone": re.compile(r"\(?\d{3}[)\s./-]+\d{3}[\s./-]+\d{4}"),
    "date": re.compile(r"\d{1,2}\s?[/-]\s?\d{1,2}\s?[/-]\s?\d{2,4}"),
}
GOALS = (  # what, measure, least, groups, fields: counted together
    (
        "identifiers on invoices",
        "precision",
        0.995,
        "invoice",
        ("iban", "seller_siren", "seller_siret", "seller_vat_id"),
    ),
    ("number, date, total on born-digital invoices", "f1", 0.90, "invoice text", INVOICE_CORE),
    ("number, date, total on printed and scanned ones", "f1", 0.80, "invoice pixels", INVOICE_CORE),
    ("total, date, company on receipts", "f1", 0.80, "receipt", ("grand_total", "issue_date", "seller_name")),
)
HEADING = "## Fields and kinds"


@dataclass
class Tally:
    """Counts of one field in one group of papers."""

    right: int = 0
    wrong: int = 0
    missing: int = 0
    strict: int = 0

    @property
    def precision(self) -> float:
        """Of what was said; who says nothing says nothing wrong."""
        said = self.right + self.wrong
        return self.right / said if said else 1.0

    @property
    def recall(self) -> float:
        return self.right / max(self.right + self.wrong + self.missing, 1)

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)


@dataclass
class Figures:
    """All that one run measures."""

    fields: dict[tuple[str, str], Tally] = field(default_factory=dict)
    kinds: list[tuple[str, str, float]] = field(default_factory=list)  # truth, guess, probability
    verified: int = 0
    unsound: int = 0  # verified identifiers that fail their formula or do not stand in the paper
    times_ms: list[float] = field(default_factory=list)  # of each paper
    page_ms: list[float] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)

    def tally(self, group: str, name: str) -> Tally:
        return self.fields.setdefault((group, name), Tally())


def main() -> int:
    """Read or remember, understand, compare, print."""
    arguments = _arguments()
    figures = Figures()
    logging.basicConfig(format="%(message)s", level=logging.ERROR)  # finders that fail
    for entry, variant in _work(arguments):
        paper = corpus_pages.paper(entry, variant, fresh=arguments.fresh)
        understood, spent_ms = _timed(paper)
        figures.times_ms.append(spent_ms)
        figures.page_ms.append(spent_ms / max(len(paper.pages), 1))
        measure(figures, entry, variant, paper, understood)
    report = _report(figures)
    print(report)
    if arguments.wrong:
        print("\n".join(figures.misses))
    if arguments.json:
        arguments.json.write_text(json.dumps(_as_json(figures), indent=1, ensure_ascii=False), "utf-8")
    if arguments.write:
        _write(report)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=CHECKOUT.parent / "shared" / "corpus" / "dev")
    parser.add_argument("--only", choices=("receipt", "invoice", "contract", "form", "kinds"))
    parser.add_argument("--variant", choices=(AS_IT_IS, TEXT, PIXELS))
    parser.add_argument("--name", default="", help="documents whose name holds this")
    parser.add_argument("--wrong", action="store_true", help="list what was missed, expected and got")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--write", action="store_true", help="into docs/accuracy.md")
    parser.add_argument("--fresh", action="store_true", help="read the documents anew")
    return parser.parse_args()


def _work(arguments: argparse.Namespace) -> Iterator[tuple[Entry, str]]:
    only = arguments.only
    for entry in corpus_pages.entries(arguments.corpus):
        if arguments.name not in entry.name or only not in (None, "kinds", entry.category):
            continue
        has_variants = entry.category == "invoice" and only != "kinds"
        variants = (AS_IT_IS, TEXT, PIXELS) if has_variants else (AS_IT_IS,)
        yield from ((entry, variant) for variant in variants if arguments.variant in (None, variant))


def _timed(paper: Paper) -> tuple[Understanding, float]:
    """The best of two runs: the first may import libraries, which a reader does once in its life."""
    times = []
    for _ in range(2):
        started = time.perf_counter()
        understood = understand(paper)
        times.append((time.perf_counter() - started) * 1000)
    return understood, min(times)


def measure(figures: Figures, entry: Entry, variant: str, paper: Paper, understood: Understanding) -> None:
    """Compare one paper with its truth."""
    group = f"{entry.category} {variant}" if entry.category == "invoice" else entry.category
    label = f"{entry.name} {variant}"
    own_text = paper.text
    if variant == PIXELS:  # a value that OCR loses was printed all the same
        own_text = corpus_pages.paper(entry, TEXT).text
    for want in fields_truth.expected(entry.category, entry.truth):
        if variant == AS_IT_IS or _is_printed(want, own_text):
            score(figures, group, label, want, understood.fields)
    lines = fields_truth.expected_lines(entry.category, entry.truth)
    if variant != AS_IT_IS:
        lines = [line for line in lines if fields_truth.is_printed(line.name, "name", own_text)]
    if lines:
        _score_lines(figures, group, label, lines, understood.fields)
    if entry.category == "form" and isinstance(entry.truth, dict):
        _score_answers(figures, label, entry.truth, understood.fields)
    _check_identifiers(figures, label, paper, understood.fields)
    if variant != TEXT:
        _score_kind(figures, entry, label, understood)


def _is_printed(want: Expected, text: str) -> bool:
    if want.how == "rates":
        return bool(re.search(r"\d\s?%", text))
    if want.name == "currency" and "EUR" in want.values and "€" in text:
        return True
    return want.name != "type_code" and any(fields_truth.is_printed(value, want.how, text) for value in want.values)


def score(figures: Figures, group: str, label: str, want: Expected, fields: Sequence[Field]) -> None:
    """Count one field of the truth: its first value counts, or as many as the truth has."""
    tally = figures.tally(group, want.name)
    found = _values(want, fields) if want.several else _values(want, fields)[:1]
    left, others = list(want.values), []
    for got in found:
        match = next((value for value in left if _any_right(value, got, want.how)), None)
        if match is None:
            others.append(got)
            continue
        tally.right += 1
        tally.strict += any(_any_right(value, got, want.how, strictly=True) for value in want.values)
        left = [value for value in left if value != match] if want.several else []
    unanswered = len(left) if want.several else min(len(left), 1)
    wrong = min(len(others), unanswered)
    tally.wrong += wrong
    tally.missing += unanswered - wrong
    if unanswered:
        got_instead = _short([value for _, value in others]) if others else "nothing"
        figures.misses.append(f"{label:58} {want.name:18} wanted {_short(left)}, got {got_instead}")


def _values(want: Expected, fields: Sequence[Field]) -> list[tuple[str, str]]:
    """What was found, normalised and as printed, under the name itself or the next more general one."""
    for name in (want.name, *OTHER_NAMES.get(want.name, ())):
        same = [each for each in fields if each.name == name and each.verdict is not Verdict.UNVERIFIED]
        if want.how == "rates" and same:
            return [(row.get("rate", ""), row.get("rate", "")) for row in same[0].rows]
        if same:
            return [(each.normalized, each.value) for each in same if each.verdict is not Verdict.CONTRADICTED] or [
                (same[0].normalized, same[0].value)
            ]
    return []


def _any_right(want: str, got: tuple[str, str], how: str, *, strictly: bool = False) -> bool:
    """Names may be right as printed; of all else the normalised value is what people and programs get."""
    how = "amount" if how == "rates" else how
    texts = got if how == "name" else got[:1]
    return any(fields_truth.is_right(want, text, how, strictly=strictly) for text in texts)


def _short(value: object) -> str:
    return repr(value)[:120]


def _score_lines(
    figures: Figures, group: str, label: str, lines: Sequence[ExpectedLine], fields: Sequence[Field]
) -> None:
    rows = next((each.rows for each in fields if each.name == "lines"), ())
    right = fields_truth.line_matches(lines, rows)
    tally = figures.tally(group, "lines")
    tally.right += right
    tally.strict += right
    tally.wrong += len(rows) - right
    tally.missing += max(len(lines) - len(rows), 0)
    if right < len(lines) or len(rows) > right:
        wanted = [(line.name[:30], str(line.total)) for line in lines]
        got = [(row.get("name", "")[:30], row.get("line_total", "")) for row in rows]
        figures.misses.append(f"{label:58} lines {right}/{len(lines)} wanted {wanted}, got {got}")


def _score_answers(figures: Figures, label: str, truth: Any, fields: Sequence[Field]) -> None:
    """Of forms only how many dates, phones and e-mails among the answers are found, whatever their role."""
    texts = [fields_truth.compact(each.proof.text) for each in fields]
    for pair in truth["pairs"]:
        for answer in pair["answers"]:
            for kind, pattern in FORM_ANSWERS.items():
                if pattern.fullmatch(answer.strip()):
                    is_found = any(fields_truth.compact(answer) in text for text in texts if text)
                    figures.tally("form", kind).right += is_found
                    figures.tally("form", kind).missing += not is_found
                    if not is_found:
                        figures.misses.append(f"{label:58} {kind:18} wanted {answer!r}, got nothing")


def _check_identifiers(figures: Figures, label: str, paper: Paper, fields: Iterable[Field]) -> None:
    printed = fields_truth.alike(paper.text)
    embedded = [fields_truth.alike(file.content.decode("utf-8", "replace")) for file in paper.attachments]
    for each in fields:
        if each.verdict is not Verdict.VERIFIED or not each.name.endswith(IDENTIFIERS):
            continue
        figures.verified += 1
        is_there = any(fields_truth.alike(each.normalized) in text for text in (printed, *embedded))
        if not fields_truth.numbers_are_sound(each.name, each.normalized) or not is_there:
            figures.unsound += 1
            figures.misses.append(f"{label:58} {each.name:18} UNSOUND {each.normalized!r} from {each.source}")


def _score_kind(figures: Figures, entry: Entry, label: str, understood: Understanding) -> None:
    truth = kind_of(entry)
    best = understood.kinds[0] if understood.kinds else None
    guess, probability = (best.kind, best.probability) if best else ("other", 0.0)
    figures.kinds.append((truth, guess, probability))
    if guess != truth:
        figures.misses.append(f"{label:58} {'kind':18} wanted {truth}, got {guess} {probability:.2f}")


def kind_of(entry: Entry) -> str:
    """The kind of paper in LEXO's words, by what the collector called it."""
    called = entry.kind.casefold()
    if re.search(r"telecom|electricity|energy bill|water bill", called):
        return "utility_bill"
    if entry.category == "invoice" or "invoice" in called or "facture" in called:
        return "invoice"
    return "receipt" if entry.category == "receipt" else "other"


def _report(figures: Figures) -> str:
    lines = ["| papers | field | precision | recall | F1 | strict | wanted |", "|---|---|---|---|---|---|---|"]
    for (group, name), tally in sorted(figures.fields.items()):
        wanted = tally.right + tally.wrong + tally.missing
        lines.append(
            f"| {group} | {name} | {tally.precision:.3f} | {tally.recall:.3f} | {tally.f1:.3f} | "
            f"{tally.strict / max(tally.right, 1):.2f} | {wanted} |"
        )
    return "\n".join([*lines, "", *_sentences(figures)])


def _goals(figures: Figures) -> Iterator[str]:
    """The worst field of each goal, and all of its fields together."""
    for what, measure, least, start, names in GOALS:
        tallies = [t for (group, name), t in figures.fields.items() if group.startswith(start) and name in names]
        if tallies:
            together = Tally(*(sum(getattr(t, each) for t in tallies) for each in ("right", "wrong", "missing")))
            worst, all_ = min(getattr(t, measure) for t in tallies), getattr(together, measure)
            yield f"- {what[0].upper()}{what[1:]}: {measure} {all_:.3f}, the worst field {worst:.3f} (goal {least})."


def _sentences(figures: Figures) -> Iterator[str]:
    yield from _goals(figures)
    yield f"- Identifiers called verified: {figures.verified}, of which unsound: {figures.unsound}."
    if figures.kinds:
        sure = BAR
        right = sum(truth == guess for truth, guess, _ in figures.kinds)
        known = [probability >= sure for *_, probability in figures.kinds]
        mistakes = sum(truth != guess and probability >= sure for truth, guess, probability in figures.kinds)
        count = len(figures.kinds)
        yield (
            f"- Kinds: {right / count:.3f} of {count} readings right, sure ({sure:.2f}) of {sum(known) / count:.3f}, "
            f"confident mistakes {mistakes / count:.3f}."
        )
    if figures.times_ms:
        ordered = sorted(figures.times_ms)
        yield (
            f"- Understanding alone: median {median(ordered):.1f} ms a paper, 95 % under "
            f"{ordered[int(len(ordered) * 0.95)]:.1f} ms; of two pages: median {2 * median(figures.page_ms):.1f} ms."
        )


def _as_json(figures: Figures) -> dict[str, Any]:
    fields = {
        f"{group}/{name}": {"precision": t.precision, "recall": t.recall, "f1": t.f1, **vars(t)}
        for (group, name), t in sorted(figures.fields.items())
    }
    return {**vars(figures), "fields": fields, "bar": BAR}


def _write(report: str) -> None:
    """Put the section in the place of the one that was there, or at the end."""
    path = CHECKOUT / "docs" / "accuracy.md"
    before, found, rest = path.read_text("utf-8").partition(HEADING + "\n")
    after = re.search(r"^## ", rest, re.MULTILINE)
    tail = "\n" + rest[after.start() :] if found and after else ""
    section = f"{HEADING}\n\n{_INTRODUCTION.strip()}\n\n{report}\n"
    path.write_text(before.rstrip("\n") + "\n\n" + section + tail, "utf-8")


_INTRODUCTION = """
Written by `python scripts/bench_fields.py --write`, which says how values are compared. Invoices count three times: as
they are, without their embedded data (`text`), and printed to pixels at 200 dpi (`pixels`). `strict` is the share of
the right values that are equal letter by letter. The truth of these papers is incomplete: what it does not know is not
counted. LEXO's rules were written with these papers at hand, so others will fare a little worse.
"""

if __name__ == "__main__":
    raise SystemExit(main())
