"""HTML, DOCX, XLSX, CSV, hOCR, ALTO and JSON of a paper: whole, well-formed, and harmless whatever the paper says."""

import csv
import io
import json
import zipfile
from xml.etree import ElementTree

import pytest

from lexo.document import BBox, Block, BlockKind, Cell, Line, PageText, Table, Word
from lexo.facts import Field, Proof, Source, Verdict
from lexo.library.export.formats import WRITTEN, Format, format_of, write
from lexo.library.export.paper import Paper

HOSTILE = "<script>alert('x')</script> & \"y\" ]]> \x00\x0b\ufffe"
FORMULAS = ("=1+1", "+cmd|'/C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1")
ALTO = "{http://www.loc.gov/standards/alto/ns-v4#}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def block(*rows: str, kind: BlockKind = BlockKind.TEXT, top: float = 0.1) -> Block:
    """Rows of words, each row a twentieth of the page lower."""
    lines = []
    for number, row in enumerate(rows):
        y = top + number / 20
        words = [Word(text, BBox(at / 10, y, at / 10 + 0.08, y + 0.04), 0.9) for at, text in enumerate(row.split(" "))]
        lines.append(Line(tuple(words)))
    return Block(kind, BBox(0, top, 1, top + len(rows) / 20), tuple(lines))


def paper(*blocks: Block, tables: tuple[Table, ...] = (), fields: tuple[Field, ...] = ()) -> Paper:
    """A paper of one page in French."""
    page = PageText(595, 842, blocks, tables, engine="made", language="fra", confidence=0.9)
    return Paper("papier.pdf", (page,), fields=fields)


def field(name: str, value: str, **more: object) -> Field:
    """A fact that is printed at the top of the first page."""
    proof = Proof(1, (BBox(0, 0, 0.5, 0.1),), value, "made")
    return Field(name, value, value, Source.RULE, Verdict.PLAUSIBLE, 0.8, proof, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def whole() -> Paper:
    """Of everything something, all of it hostile."""
    spans = Table(BBox(0, 0.6, 1, 0.8), (Cell(0, 0, HOSTILE, 1, 2, is_header=True), Cell(1, 0, "a"), Cell(1, 1, "b")))
    formulas = Table.of_rows(BBox(0, 0.8, 1, 1), [FORMULAS, ("-12,50",) * len(FORMULAS)])
    picture = Block(BlockKind.PICTURE, BBox(0, 0.9, 0.2, 1))
    return paper(
        block("Titre " + HOSTILE.replace(" ", "_"), kind=BlockKind.TITLE),
        block("• un", "• deux", "suite", top=0.2),
        picture,
        tables=(spans, formulas),
        fields=(field("seller_name", "=HYPERLINK(1)"), field("lines", "", rows=({"name": "@x", "quantity": "2"},))),
    )


@pytest.mark.parametrize("shape", WRITTEN)
def test_every_format_is_written_of_anything(whole: Paper, shape: Format) -> None:
    assert write(whole, shape)
    assert write(Paper("leer.pdf", (PageText(595, 842),)), shape) is not None


def test_a_searchable_copy_is_not_written_of_words(whole: Paper) -> None:
    with pytest.raises(ValueError, match="made of the file"):
        write(whole, Format.PDF)


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("a.md", Format.MARKDOWN),
        ("A.HTM", Format.HTML),
        ("a.fields.csv", Format.FIELDS),
        ("a.csv", Format.CSV),
        ("a.xml", Format.ALTO),
        ("alto.xml", Format.ALTO),
        ("pdf", Format.PDF),
        ("a.exe", None),
        ("", None),
    ],
)
def test_a_name_says_its_format(name: str, shape: Format | None) -> None:
    assert format_of(name) is shape


def test_html_runs_and_loads_nothing(whole: Paper) -> None:
    made = write(whole, Format.HTML).decode()
    assert "<script" not in made
    assert "default-src 'none'" in made
    assert "\x00" not in made


def test_html_has_one_title_language_lists_and_heads_of_tables() -> None:
    table = Table.of_rows(BBox(0, 0.6, 1, 0.8), [("Date", "Prix"), ("1er", "2")], header_rows=1)
    made = write(
        paper(block("Reçu", kind=BlockKind.TITLE), block("• un", "• deux", top=0.3), tables=(table,)), Format.HTML
    )
    text = made.decode()
    assert text.count("<h1>") == 1
    assert '<html lang="fr">' in text
    assert "<h2>Reçu</h2>" in text
    assert "<li>un</li>\n<li>deux</li>" in text
    assert '<th scope="col">Date</th>' in text


def test_cells_that_look_like_formulas_are_text_in_xlsx(whole: Paper) -> None:
    with zipfile.ZipFile(io.BytesIO(write(whole, Format.XLSX))) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 3
        for name in sheets:
            assert ElementTree.fromstring(book.read(name)).find(f".//{SHEET}f") is None
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        texts = ["".join(each.itertext()) for each in strings]
    assert {"=1+1", "-2+3", "@SUM(A1)", "=HYPERLINK(1)"} <= set(texts)
    assert "xl/externalLinks" not in "".join(sheets)


@pytest.mark.parametrize("shape", [Format.CSV, Format.FIELDS])
def test_no_cell_of_csv_begins_a_formula(whole: Paper, shape: Format) -> None:
    made = write(whole, shape).decode()
    assert made.startswith("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(made[1:], newline="")) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and cell != "-12,50"] == []
    assert any(cell.startswith("'=") for cell in cells)


def test_a_fact_that_is_a_table_has_a_line_for_each_cell(whole: Paper) -> None:
    rows = list(csv.DictReader(io.StringIO(write(whole, Format.FIELDS).decode()[1:])))
    assert [(row["name"], row["value"], row["row"], row["column"]) for row in rows[1:]] == [
        ("lines", "'@x", "1", "name"),
        ("lines", "2", "1", "quantity"),
    ]


def test_hocr_is_well_formed_and_places_every_word(whole: Paper) -> None:
    root = ElementTree.fromstring(write(whole, Format.HOCR))
    page = root.find(f".//{XHTML}div[@class='ocr_page']")
    assert page is not None
    assert "bbox 0 0 2479 3508" in page.attrib["title"]
    words = root.findall(f".//{XHTML}span[@class='ocrx_word']")
    assert [word.text for word in words[2:5]] == ["•", "un", "•"]
    assert "bbox 248 702 446 842; x_wconf 90" in [word.attrib["title"] for word in words]
    ids = [each.attrib["id"] for each in root.iter() if "id" in each.attrib]
    assert len(ids) == len(set(ids))


def test_alto_has_what_its_schema_requires(whole: Paper) -> None:
    root = ElementTree.fromstring(write(whole, Format.ALTO))
    for name, needed in (
        ("Page", {"ID", "PHYSICAL_IMG_NR", "WIDTH", "HEIGHT"}),
        ("PrintSpace", {"HPOS", "VPOS", "WIDTH", "HEIGHT"}),
        ("TextBlock", {"ID", "HPOS", "VPOS", "WIDTH", "HEIGHT"}),
        ("TextLine", {"HPOS", "VPOS", "WIDTH", "HEIGHT"}),
        ("String", {"CONTENT", "HPOS", "VPOS", "WIDTH", "HEIGHT", "WC"}),
        ("Illustration", {"ID", "HPOS", "VPOS", "WIDTH", "HEIGHT"}),
    ):
        found = root.findall(f".//{ALTO}{name}")
        assert found, name
        assert all(needed <= set(each.attrib) for each in found), name
    assert root.findtext(f".//{ALTO}MeasurementUnit") == "pixel"


def test_docx_has_headings_lists_and_tables(whole: Paper) -> None:
    with zipfile.ZipFile(io.BytesIO(write(whole, Format.DOCX))) as made:
        body = made.read("word/document.xml").decode()
        about = made.read("docProps/core.xml").decode()
    ElementTree.fromstring(body)
    assert 'w:val="Heading1"' in body
    assert body.count('w:val="ListBullet"') == 2
    assert body.count("<w:tbl>") == 2
    assert 'w:gridSpan w:val="2"' in body
    assert "python-docx" not in about


def test_json_has_boxes_proof_and_engines(whole: Paper) -> None:
    made = json.loads(write(whole, Format.JSON))
    assert made["schema"] == "lexo-paper/1"
    assert made["document"] is None
    assert made["fields"][0]["boxes"] == [[0, 0, 0.5, 0.1]]
    assert made["fields"][1]["rows"] == [{"name": "@x", "quantity": "2"}]
    assert made["pages"][0]["engine"] == "made"
    assert made["pages"][0]["words"][1]["bbox"] == [0.1, 0.1, 0.18, 0.14]


@pytest.mark.parametrize("shape", [Format.HTML, Format.HOCR, Format.ALTO])
def test_markup_takes_linear_time(shape: Format) -> None:
    many = paper(*(block(" ".join(["<&>"] * 50)) for _ in range(200)))
    assert len(write(many, shape)) > 100_000
